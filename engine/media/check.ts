/** What Setup reports of this machine: engines, ffmpeg, disk, memory, each with the fix where something is missing. */
import { mkdir, statfs } from 'node:fs/promises';
import { freemem } from 'node:os';
import { isOperatorError } from '../errors';
import { homeDirectory, machine, runtimeDirectory, status, type RuntimePorts } from '../runtime';
import { findFfmpeg } from './ffmpeg';

export interface CheckLine {
	name: string;
	outcome: 'ok' | 'missing' | 'problem';
	detail: string;
	bytes?: number;
	fix?: string;
	/** Of ffmpeg: each filter and encoder we know, and whether this one has it. */
	abilities?: Record<string, boolean>;
}

export interface MachineCheck {
	/** Whether everything is there to make a video without fetching anything. */
	ready: boolean;
	/** Bytes of what is not fetched yet, unpacked. */
	missingBytes: number;
	checks: CheckLine[];
}

/** Bytes that engines, caches and one render need free. */
const WANTED_DISK = 2e9;
const WANTED_MEMORY = 1.5e9;

/** Looks at the machine; fetches nothing but ffmpeg's own version. `needed` are the engines a first video uses. */
export async function checkMachine(ports: RuntimePorts, needed: readonly string[]): Promise<MachineCheck> {
	const checks: CheckLine[] = [];
	const add = (line: CheckLine) => checks.push(line);
	const node = Number(process.versions.node.split('.')[0]);
	add({
		name: 'Node.js',
		outcome: node >= 22 ? 'ok' : 'problem',
		detail: process.versions.node,
		...(node >= 22 ? {} : { fix: 'Update n8n: it brings Node.js 24.' }),
	});
	const { cores, memoryBytes } = machine();
	add({ name: 'Processor', outcome: 'ok', detail: `${cores} cores for this n8n` });
	const free = Math.min(freemem(), memoryBytes);
	const enough = free >= WANTED_MEMORY;
	add({
		name: 'Memory',
		outcome: enough ? 'ok' : 'problem',
		detail: `${(free / 1e9).toFixed(1)} GB free of ${(memoryBytes / 1e9).toFixed(1)} GB`,
		bytes: free,
		...(enough ? {} : { fix: 'Give the container at least 2 GB, or choose Piper as the voice: it needs less.' }),
	});
	const home = homeDirectory();
	try {
		await mkdir(home, { recursive: true, mode: 0o700 });
		const { bavail, bsize } = await statfs(home);
		const bytes = bavail * bsize;
		add({
			name: 'Disk',
			outcome: bytes >= WANTED_DISK ? 'ok' : 'problem',
			detail: `${(bytes / 1e9).toFixed(1)} GB free in ${home}`,
			bytes,
			...(bytes >= WANTED_DISK ? {} : { fix: 'Free space or set AI_OPERATOR_HOME to a folder on a larger disk.' }),
		});
	} catch (error) {
		add({
			name: 'Disk',
			outcome: 'problem',
			detail: `${home} cannot be written: ${(error as Error).message}`,
			fix: 'Make the folder writable for n8n or set AI_OPERATOR_HOME.',
		});
	}
	const engines = await status();
	const wanted = new Set(needed);
	for (const engine of engines) {
		if (!wanted.has(engine.id) || engine.id === 'ffmpeg') continue;
		const outcome = engine.problem ? 'problem' : engine.present ? 'ok' : 'missing';
		add({
			name: engine.title,
			outcome,
			detail:
				engine.problem ??
				`${engine.version}, ${engine.licence}, ${(engine.bytes / 1e6).toFixed(0)} MB${engine.present ? '' : ', not fetched yet'}`,
			bytes: engine.bytes,
			...(outcome === 'ok'
				? {}
				: { fix: engine.fix ?? `Run "Download engines", or let the first run fetch it into ${runtimeDirectory()}.` }),
		});
	}
	const ffmpeg = engines.find((engine) => engine.id === 'ffmpeg');
	add(await ffmpegLine(ports, ffmpeg?.present ?? false, ffmpeg?.bytes ?? 0));
	const missingBytes = checks.reduce((sum, line) => sum + (line.outcome === 'missing' ? (line.bytes ?? 0) : 0), 0);
	return { ready: checks.every((line) => line.outcome === 'ok'), missingBytes, checks };
}

async function ffmpegLine(ports: RuntimePorts, fetched: boolean, bytes: number): Promise<CheckLine> {
	try {
		const offline = { ...ports, signal: fetched ? ports.signal : AbortSignal.any([ports.signal, AbortSignal.timeout(1)]) };
		const found = await findFfmpeg(offline);
		const lacking = Object.entries(found.abilities).filter(([, able]) => !able);
		return {
			name: 'ffmpeg',
			outcome: 'ok',
			detail: `${found.version} from ${found.from}${lacking.length ? `, without ${lacking.map(([name]) => name).join(', ')}` : ''}`,
			abilities: found.abilities,
		};
	} catch (error) {
		if (!fetched && isOperatorError(error) && error.code === 'CANCELLED') {
			return {
				name: 'ffmpeg',
				outcome: 'missing',
				detail: `none on PATH that is new and able enough; a static 7.0.2 (${(bytes / 1e6).toFixed(0)} MB) has not been fetched yet`,
				bytes,
				fix: 'Run "Download engines", or let the first run fetch it.',
			};
		}
		return { name: 'ffmpeg', outcome: 'problem', detail: (error as Error).message, ...(isOperatorError(error) ? { fix: error.fix } : {}) };
	}
}
