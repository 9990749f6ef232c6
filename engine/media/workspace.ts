/** Private folders for one piece of work. A crash leaves them behind; the first use in a later process removes those of dead owners. */
import { createHash, randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { OperatorError } from '../errors';
import type { Workspace } from '../ports';
import { failpoint } from '../runtime/failpoints';
import { processStart } from '../runtime/process';

/** Containers may share a temporary folder: another host's pids mean nothing here, so its folders go by age. */
const FOREIGN_HOURS = 48;

let firstSweep: Promise<unknown> | undefined;

/**
 * Opens `<tmp>/ai-operator-<uid>/<purpose>-<pid>-<start>-<host>-<random>` (0700). `<tmp>` is AI_OPERATOR_TMP or the system's.
 * @throws OperatorError DISK when it cannot be made, or when the folder above belongs to somebody else.
 */
export async function openWorkspace(purpose: string): Promise<Workspace> {
	await sweepOnce();
	const name = [
		purpose.toLowerCase().replace(/[^a-z0-9]+/g, '') || 'work',
		process.pid,
		startTime(process.pid),
		host(),
		randomBytes(6).toString('hex'),
	].join('-');
	const parent = await parentFolder();
	const dir = join(parent, name);
	await mkdir(dir, { mode: 0o700 }).catch((error: unknown) => {
		throw unusable(dir, error);
	});
	failpoint('workspace-opened');
	return {
		dir,
		path(file) {
			const path = resolve(dir, file);
			if (!path.startsWith(dir + sep))
				throw new OperatorError('INPUT', `"${file}" lies outside its workspace`, { fix: 'Use a plain file name.' });
			return path;
		},
		dispose: () => remove(dir),
	};
}

/** What dead processes left is removed at the first use in this process, also by one that needs no workspace because all is finished. */
export async function sweepOnce(): Promise<void> {
	firstSweep ??= sweepWorkspaces().catch(() => 0);
	await firstSweep;
}

/** Removes workspaces whose process is gone; returns how many. */
export async function sweepWorkspaces(): Promise<number> {
	const parent = await parentFolder();
	let removed = 0;
	for (const name of await readdir(parent)) {
		const match = /^[a-z0-9]+-(\d+)-(\d+)-([0-9a-f]{6})-[0-9a-f]{12}$/.exec(name);
		if (!match) continue;
		const dir = join(parent, name);
		if (match[3] === host() ? alive(Number(match[1]), match[2] ?? '') : await young(dir)) continue;
		await remove(dir).then(
			() => removed++,
			() => 0,
		);
	}
	return removed;
}

async function parentFolder(): Promise<string> {
	const base = process.env.AI_OPERATOR_TMP ? resolve(process.env.AI_OPERATOR_TMP) : tmpdir();
	const uid = process.getuid?.();
	const parent = join(base, `ai-operator-${uid ?? userInfo().username.replace(/\W/g, '')}`);
	try {
		await mkdir(base).catch(unlessThere);
		await mkdir(parent, { mode: 0o700 }).catch(unlessThere);
		const found = await lstat(parent);
		if (!found.isDirectory() || (uid !== undefined && found.uid !== uid)) {
			throw new OperatorError('DISK', `${parent} is not a folder of this user: somebody else may read or change our files there`, {
				fix: 'Remove it, or set AI_OPERATOR_TMP to a folder that only this user may write to.',
			});
		}
		if (uid !== undefined && found.mode & 0o077) await chmod(parent, 0o700);
	} catch (error) {
		throw error instanceof OperatorError ? error : unusable(parent, error);
	}
	return parent;
}

function unlessThere(error: NodeJS.ErrnoException): void {
	if (error.code !== 'EEXIST') throw error;
}

const remove = (dir: string): Promise<void> => rm(dir, { recursive: true, force: true, maxRetries: 3 });

async function young(dir: string): Promise<boolean> {
	const found = await lstat(dir).catch(() => null);
	return found !== null && Date.now() - found.mtimeMs < FOREIGN_HOURS * 3_600_000;
}

function alive(pid: number, start: string): boolean {
	try {
		process.kill(pid, 0);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
	}
	return startTime(pid) === start;
}

/** 0 where the system does not tell. */
const startTime = (pid: number): string => processStart(pid) ?? '0';

const host = (): string => createHash('sha256').update(hostname()).digest('hex').slice(0, 6);

function unusable(dir: string, error: unknown): OperatorError {
	const code = (error as NodeJS.ErrnoException).code ?? '';
	const full = code === 'ENOSPC' || code === 'EDQUOT';
	return new OperatorError(
		'DISK',
		full ? `No space left for ${dir}` : `The temporary folder ${dir} cannot be used (${code || String(error)})`,
		{
			fix: full
				? 'Free some space, or set AI_OPERATOR_TMP to a folder on a larger disk.'
				: 'Set AI_OPERATOR_TMP to a folder that n8n may write to.',
			cause: error,
		},
	);
}
