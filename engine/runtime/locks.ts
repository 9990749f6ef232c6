/** Lock files between processes: created exclusively, kept warm by a heartbeat, taken over when their owner is dead. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '../ports';
import { throwIfCancelled } from '../errors';
import { ownerAlive, thisOwner, type Owner } from './process';
import { failpoint } from './failpoints';

const HEARTBEAT_MS = 5_000;
/** A lock of another machine counts as dead when its heartbeat has stopped for so long. */
const SILENT_MS = 60_000;

interface LockContent extends Owner {
	nonce: string;
}

export interface FileLock {
	readonly path: string;
	release(): Promise<void>;
}

async function readLock(path: string): Promise<LockContent | null> {
	try {
		const value = JSON.parse(await readFile(path, 'utf8')) as LockContent;
		return typeof value.pid === 'number' && typeof value.nonce === 'string' ? value : null;
	} catch {
		return null;
	}
}

/** Whether the lock file's owner is gone. A file without readable content is being written, or was left by a crash: its age decides. */
export async function lockIsDead(path: string): Promise<boolean> {
	const content = await readLock(path);
	const age = await stat(path).then(
		(s) => Date.now() - s.mtimeMs,
		() => null,
	);
	if (age === null) return false;
	if (!content) return age > 2_000;
	const alive = ownerAlive(content);
	if (alive === null || content.start === null) return alive === false || age > SILENT_MS;
	return !alive;
}

/** Removes a dead lock without ever removing a live one that took its place meanwhile. */
export async function sweepLock(path: string): Promise<boolean> {
	const seen = await readLock(path);
	if (!(await lockIsDead(path))) return false;
	const aside = `${path}.dead-${randomBytes(6).toString('hex')}`;
	try {
		await rename(path, aside);
	} catch {
		return false;
	}
	const moved = await readLock(aside);
	if (moved && moved.nonce !== seen?.nonce) {
		// Someone else swept and locked between our look and our move: give it back.
		await rename(aside, path).catch(() => undefined);
		return false;
	}
	await rm(aside, { force: true });
	return true;
}

/** Takes away the locks that dead processes left in a folder, and what a process killed while it swept left there. Never throws. */
export async function sweepLocks(dir: string): Promise<void> {
	for (const name of await readdir(dir).catch(() => [])) {
		const path = join(dir, name);
		if (!name.includes('.dead-')) await sweepLock(path).catch(() => false);
		else if (await lockIsDead(path)) await rm(path, { force: true }).catch(() => undefined);
	}
}

/** Tries once; null when another process holds the lock. */
export async function tryLock(path: string): Promise<FileLock | null> {
	const content: LockContent = { ...thisOwner(), nonce: randomBytes(8).toString('hex') };
	await mkdir(dirname(path), { recursive: true, mode: 0o700 });
	let handle;
	try {
		handle = await open(path, 'wx', 0o600);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		if (!(await sweepLock(path))) return null;
		return tryLock(path);
	}
	failpoint('lock-made');
	try {
		await handle.writeFile(JSON.stringify(content));
	} catch (error) {
		await rm(path, { force: true }).catch(() => undefined);
		throw error;
	} finally {
		await handle.close();
	}
	const heartbeat = setInterval(() => {
		const now = new Date();
		void utimes(path, now, now).catch(() => undefined);
	}, HEARTBEAT_MS);
	heartbeat.unref();
	let released = false;
	return {
		path,
		async release() {
			if (released) return;
			released = true;
			clearInterval(heartbeat);
			if ((await readLock(path))?.nonce === content.nonce) await rm(path, { force: true });
		},
	};
}

/** Waits for the lock. `onWait` is called once, when another process holds it. Throws CANCELLED. */
export async function lock(path: string, ports: { signal: AbortSignal; clock: Clock }, onWait?: () => void): Promise<FileLock> {
	for (let tries = 0; ; tries++) {
		throwIfCancelled(ports.signal);
		const got = await tryLock(path);
		if (got) return got;
		if (tries === 0) onWait?.();
		await ports.clock.sleep(Math.min(1_000, 100 + tries * 100), ports.signal);
	}
}
