/**
 * Named places at which a test can kill this process as a power cut would. `AI_OPERATOR_FAILPOINT=scene-kept#2` kills it when "scene-kept"
 * is reached for the second time. Only the environment can say so, never a parameter, an expression or an item; without it nothing happens.
 */
export const FAILPOINTS = [
	'workspace-opened',
	'lock-made',
	'slot-taken',
	'child-started',
	'ledger-in-transaction',
	'ledger-committed',
	'part-locked',
	'part-made',
	'part-put',
	'store-copied',
	'store-kept',
	'voice-planned',
	'voice-spoken',
	'voice-levelled',
	'sound-mixed',
	'frames-drawn',
	'scene-drawn',
	'scene-moving',
	'scene-kept',
	'film-joined',
	'package-filled',
	'package-placed',
	'act-begun',
	'act-performed',
	'act-settled',
	'job-performed',
	'job-ended',
	'job-left',
	'worker-released',
] as const;
export type Failpoint = (typeof FAILPOINTS)[number];

let reached = 0;

export function failpoint(name: Failpoint): void {
	const wanted = process.env.AI_OPERATOR_FAILPOINT;
	if (!wanted) return;
	const [at, time = '1'] = wanted.split('#');
	if (at === name && ++reached === Number(time)) process.kill(process.pid, 'SIGKILL');
}
