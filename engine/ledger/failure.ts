/** What a person needs to know of a failed run: whose video, where, why, what to do, and what it has cost. */
import type { StageContext } from './finished';
import { storedEnvelope } from './storedEnvelope';

/** What is known from the failure itself; each of it may be missing. */
export interface FailureReport {
	message: string;
	fix?: string;
	code?: string;
	assetId?: string;
	channel?: string;
	title?: string;
	/** Name of the node that failed. */
	node?: string;
	workflow?: string;
	executionId?: string;
	url?: string;
}

export interface ExplainedFailure {
	channel: string;
	title: string;
	/** Empty where the failing node had no asset. */
	assetId: string;
	/** The node that failed. */
	stage: string;
	cause: string;
	code: string;
	fix: string;
	workflow: string;
	executionId: string;
	/** Link to the failed execution. */
	url: string;
	/** What was finished before: it is reused by the next run. */
	finished: string[];
	/** By currency; nothing where everything ran on this machine. */
	spent: { costMicros: number; currency: string }[];
	spentText: string;
	subject: string;
	/** Plain text, ready to be sent. */
	message: string;
}

const PARTS: [part: string, name: string][] = [
	['script', 'script'],
	['voice', 'voice'],
	['video', 'film'],
];
const LONGEST = 1500;

/** Errors of other nodes may quote an address with a key in it. */
const SECRETS =
	/\b((?:api[-_]?key|token|secret|password|signature|authorization)["']?\s*[=:]\s*["']?)(?:bearer\s+)?[^\s&"',;)}]+|\bbearer\s+[\w.~+/-]{8,}=*/gi;
const plain = (text: string): string =>
	text
		.replace(SECRETS, (_all, name?: string) => `${name ?? ''}…`)
		.replace(/[^\P{Cc}\n]/gu, ' ')
		.trim()
		.slice(0, LONGEST);

/** n8n's own words for a run that was under way when n8n was stopped or killed. */
const INTERRUPTED = /did not finish, possible out-of-memory|Node crashed, possible out-of-memory/i;
const INTERRUPTED_FIX =
	'n8n was stopped, killed or out of memory in the middle of this run. If it was waiting for a film or clips, it goes on by itself: look at it again in some minutes. Else run it again: what was finished is reused.';

/** Explains a failure from the ledger. An asset that it does not know is left out. Errors: those of the ledger. */
export async function explainFailure(report: FailureReport, context: Pick<StageContext, 'ledger'>): Promise<ExplainedFailure> {
	const { ledger } = context;
	const known = report.assetId ? await ledger.assets.get(report.assetId) : null;
	const envelope = known ? await storedEnvelope(known.head.id, context) : null;
	const origin = known
		? ((await ledger.parts.latest(known.head.id, 'origin'))?.json as { topic?: { title?: string } } | undefined)
		: undefined;
	const totals = known ? await ledger.usage.totals({ assetId: known.head.id }) : [];
	const spent = totals
		.filter(({ costMicros }) => costMicros > 0n)
		.map(({ costMicros, currency }) => ({ costMicros: Number(costMicros), currency }));
	const explained = {
		channel: envelope?.channel.name ?? report.channel ?? '',
		title: envelope?.script?.titles[0] ?? origin?.topic?.title ?? report.title ?? '',
		assetId: known?.head.id ?? '',
		stage: report.node ?? '',
		cause: plain(report.message) || 'The run failed without saying why.',
		code: report.code ?? '',
		fix: (INTERRUPTED.test(report.message) ? INTERRUPTED_FIX : plain(report.fix ?? '')) || 'Open the execution to see the failing node.',
		workflow: report.workflow ?? '',
		executionId: report.executionId ?? '',
		url: report.url ?? '',
		finished: PARTS.filter(([part]) => envelope && part in envelope).map(([, name]) => name),
		spent,
		spentText: spent.length
			? spent.map(({ costMicros, currency }) => `${(costMicros / 1e6).toFixed(2)} ${currency}`).join(' + ')
			: 'nothing',
	};
	return { ...explained, ...written(explained) };
}

function written(of: Omit<ExplainedFailure, 'subject' | 'message'>): Pick<ExplainedFailure, 'subject' | 'message'> {
	const what = of.title ? `“${of.title}”` : of.workflow ? `the workflow “${of.workflow}”` : 'a workflow';
	const lines = [
		`${of.channel ? `${of.channel}: ` : ''}${what} stopped${of.stage ? ` at “${of.stage}”` : ''}.`,
		'',
		`Why: ${of.cause}`,
		`What to do: ${of.fix}`,
		...(of.finished.length ? [`Finished before and kept: ${of.finished.join(', ')}. Run it again: it goes on from there.`] : []),
		`Spent on it so far: ${of.spentText}.`,
		...(of.url ? ['', `The failed run: ${of.url}`] : []),
	];
	return {
		subject: `Failed${of.stage ? ` at ${of.stage}` : ''}: ${of.title || of.workflow || 'a run'}`.slice(0, 150),
		message: lines.join('\n'),
	};
}
