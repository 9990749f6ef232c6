/** Finds an ffmpeg that can do what we need, and runs it. */
import { realpath, stat } from 'node:fs/promises';
import { isOperatorError, OperatorError } from '../errors';
import { ensure, type RuntimePorts } from '../runtime/engines';
import { runChild, type ChildResult, type ChildSpec } from './children';
import { explain, PROGRESS } from './ffmpegErrors';
import { DECODE_LIMITS } from './formats';
import { onPath } from './onPath';

const FILTERS = [
	...['aformat', 'alimiter', 'amix', 'aresample', 'ass', 'concat', 'crop', 'ebur128', 'loudnorm', 'overlay', 'scale', 'sidechaincompress'],
	...['silencedetect', 'xfade', 'arnndn', 'drawtext', 'scdet'],
] as const;
const ENCODERS = ['libx264', 'aac', 'libvpx-vp9', 'libmp3lame', 'libopus'] as const;
type Ability = (typeof FILTERS)[number] | (typeof ENCODERS)[number];
/** What some builds lack and we can do without. */
const OPTIONAL = new Set<Ability>(['arnndn', 'drawtext', 'scdet', 'libvpx-vp9', 'libmp3lame', 'libopus']);
/** amix learnt `normalize` in 4.4. */
const OLDEST = [4, 4] as const;

export interface Ffmpeg {
	path: string;
	version: string;
	from: 'environment' | 'PATH' | 'catalogue';
	abilities: Record<Ability, boolean>;
}

interface Examined extends Omit<Ffmpeg, 'from'> {
	/** Why it cannot be used; empty when it can. */
	lacks: string[];
}

const examined = new Map<string, Promise<Examined>>();

/**
 * The ffmpeg to use: AI_OPERATOR_FFMPEG, else the one on PATH when it is new (≥ 4.4) and able enough, else the catalogue's static build,
 * which is fetched when it is missing. Examined once per process, path and change of the file.
 * @throws OperatorError ENGINE_MISSING when AI_OPERATOR_FFMPEG names one that cannot be used; what `ensure` throws.
 */
export async function findFfmpeg(ports: RuntimePorts): Promise<Ffmpeg> {
	const named = process.env.AI_OPERATOR_FFMPEG;
	if (named) {
		const found = await examine(named).catch((error: unknown) => unusable(named, error));
		if (found.lacks.length > 0) {
			throw new OperatorError('ENGINE_MISSING', `AI_OPERATOR_FFMPEG names ${named}, which cannot be used: ${found.lacks.join(', ')}`, {
				fix: 'Point it to a complete ffmpeg of version 4.4 or newer, or unset it: one is then fetched.',
			});
		}
		return toFfmpeg(found, 'environment');
	}
	const installed = await onPath('ffmpeg');
	if (installed) {
		const found = await examine(installed).catch((error: unknown) => unusable(installed, error));
		if (found.lacks.length === 0) return toFfmpeg(found, 'PATH');
		ports.logger.info(`${installed} is not used: ${found.lacks.join(', ')}`);
	}
	const engine = await ensure('ffmpeg', ports);
	const path = engine.file('ffmpeg');
	const found = await examine(path);
	if (found.lacks.length > 0) {
		throw new OperatorError('ENGINE_MISSING', `The fetched ffmpeg cannot be used here: ${found.lacks.join(', ')}`, {
			fix: 'Install ffmpeg 4.3 or newer on this machine, or set AI_OPERATOR_FFMPEG.',
		});
	}
	return toFfmpeg(found, 'catalogue');
}

/** Whether this machine brings an ffmpeg of its own that is new and able enough, so that none need be fetched. */
export async function hasFfmpeg(ports: RuntimePorts): Promise<boolean> {
	const nothing = {
		...ports,
		logger: { ...ports.logger, info: () => undefined },
		signal: AbortSignal.any([ports.signal, AbortSignal.timeout(1)]),
	};
	const found = await findFfmpeg(nothing).catch(() => null);
	return found !== null && found.from !== 'catalogue';
}

export interface FfmpegOptions {
	ports: RuntimePorts;
	cwd?: string;
	input?: ChildSpec['input'];
	stdout?: ChildSpec['stdout'];
	maxStdoutBytes?: number;
	/** Seconds of output written so far. */
	onProgress?: (seconds: number) => void;
	timeoutSeconds?: number;
	onStderrLine?: (line: string) => void;
	/** The user's file this is about, named in errors. */
	about?: string;
}

/**
 * Runs ffmpeg with `args` (inputs from {@link safeInput} where the file comes from outside).
 * @throws OperatorError with cause and next step: INPUT, UNSAFE_MEDIA, DISK, NOT_FOUND, ENGINE_MISSING, ENGINE_FAILED, TIMEOUT, CANCELLED.
 */
export async function ffmpeg(args: string[], options: FfmpegOptions): Promise<ChildResult> {
	const { path } = await findFfmpeg(options.ports);
	const { onProgress } = options;
	try {
		return await runChild({
			command: path,
			args: [
				...['-hide_banner', '-nostdin', '-y', '-nostats', '-max_alloc', String(DECODE_LIMITS.allocationBytes)],
				...(onProgress ? ['-progress', 'pipe:2'] : []),
				...args,
			],
			// Text is drawn elsewhere, and some builds scan all fonts of the system for many seconds at their first filter.
			env: { FONTCONFIG_FILE: process.platform === 'win32' ? 'NUL' : '/dev/null' },
			cwd: options.cwd,
			input: options.input,
			stdout: options.stdout,
			maxStdoutBytes: options.maxStdoutBytes,
			timeoutSeconds: options.timeoutSeconds,
			signal: options.ports.signal,
			onStderrLine: (line) => {
				if (onProgress) reportProgress(line, onProgress);
				options.onStderrLine?.(line);
			},
		});
	} catch (error) {
		throw explain(error, options.about);
	}
}

function reportProgress(line: string, onProgress: (seconds: number) => void): void {
	if (!PROGRESS.test(line)) return;
	const microseconds = /^out_time_us=(\d+)/.exec(line)?.[1];
	if (microseconds) onProgress(Number(microseconds) / 1e6);
}

async function examine(path: string): Promise<Examined> {
	const real = await realpath(path);
	const { mtimeMs, size } = await stat(real);
	const key = `${real}\0${mtimeMs}\0${size}`;
	let found = examined.get(key);
	if (!found) {
		found = ask(real);
		examined.set(key, found);
		found.catch(() => examined.delete(key));
	}
	return await found;
}

async function ask(path: string): Promise<Examined> {
	const say = async (...args: string[]) =>
		(await runChild({ command: path, args: ['-hide_banner', ...args], timeoutSeconds: 30 })).stdout.toString();
	const [about, filters, encoders] = await Promise.all([say('-version'), say('-filters'), say('-encoders')]);
	const version = /^ffmpeg version (\S+)/m.exec(about)?.[1] ?? 'unknown';
	const names = (listing: string) => new Set([...listing.matchAll(/^ \S+ +(\S+)/gm)].map((match) => match[1]));
	const has = { filters: names(filters), encoders: names(encoders) };
	const abilities = Object.fromEntries([
		...FILTERS.map((name) => [name, has.filters.has(name)]),
		...ENCODERS.map((name) => [name, has.encoders.has(name)]),
	]) as Record<Ability, boolean>;
	const missing = [...FILTERS, ...ENCODERS].filter((name) => !abilities[name] && !OPTIONAL.has(name));
	return {
		path,
		version,
		abilities,
		lacks: [
			...(newEnough(about, version)
				? []
				: [version === 'unknown' ? 'it does not answer as ffmpeg does' : `version ${version} is older than ${OLDEST.join('.')}`]),
			...missing.map((name) => `no ${name}`),
		],
	};
}

/** Builds from git carry no release number; libavutil 56.51 came with 4.3. */
function newEnough(about: string, version: string): boolean {
	const release = /^n?(\d+)\.(\d+)/.exec(version);
	const library = /libavutil\s+(\d+)\.\s*(\d+)/.exec(about);
	const [found, oldest] = release ? [release, OLDEST] : [library, [56, 51] as const];
	if (!found) return false;
	const [major, minor] = [Number(found[1]), Number(found[2])];
	return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

function unusable(path: string, error: unknown): Examined {
	// Only what is wrong with this file; a pack without its supervisor is another matter.
	if (isOperatorError(error) && error.code === 'ENGINE_MISSING' && !error.details.spawnError) throw error;
	const why = isOperatorError(error) ? error.message : ((error as NodeJS.ErrnoException).code ?? String(error));
	return { path, version: 'unknown', abilities: {} as Record<Ability, boolean>, lacks: [why === 'ENOENT' ? 'no such file' : why] };
}

const toFfmpeg = ({ path, version, abilities }: Examined, from: Ffmpeg['from']): Ffmpeg => ({ path, version, from, abilities });
