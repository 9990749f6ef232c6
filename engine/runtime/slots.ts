/** Machine-wide slots: how many heavy jobs may run at once over all processes of this user. */
import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { OperatorError, throwIfCancelled } from '../errors';
import type { Clock } from '../ports';
import { lockIsDead, sweepLock, tryLock, type FileLock } from './locks';
import { machine } from './machine';
import { failpoint } from './failpoints';

export interface Slot {
	release(): void;
}
export type SlotKind = 'compute' | 'download';

const POLL_MS = 150;

/** Downloads beyond three only share the same line. A compute job uses about two cores (two render children, or voices) and up to 900 MB. */
export function slotCount(kind: SlotKind): number {
	const set = Number(process.env.AI_OPERATOR_SLOTS);
	if (kind === 'compute' && Number.isInteger(set) && set > 0) return Math.min(set, 64);
	if (kind === 'download') return 3;
	const { cores, memoryBytes } = machine();
	return Math.max(1, Math.min(Math.floor(cores / 2), Math.floor(memoryBytes / 1.2e9)));
}

/** The folder shared by all processes of this user: below the system's temporary folder, private, never a link. */
async function slotFolder(): Promise<string> {
	const base = process.env.AI_OPERATOR_SLOT_FOLDER
		? resolve(process.env.AI_OPERATOR_SLOT_FOLDER)
		: join(tmpdir(), `ai-operator-${process.getuid?.() ?? userInfo().username}`);
	const dir = join(base, 'slots');
	try {
		await mkdir(dir, { recursive: true, mode: 0o700 });
	} catch (error) {
		throw new OperatorError('DISK', `${dir} cannot be made (${(error as NodeJS.ErrnoException).code})`, {
			fix: 'Set TMPDIR to a folder this user may write.',
			cause: error,
		});
	}
	for (const path of [base, dir]) {
		const found = await lstat(path);
		if (!found.isDirectory() || (process.getuid && found.uid !== process.getuid())) {
			throw new OperatorError('DISK', `${path} is not a folder of this user`, {
				fix: `Remove ${path}, or set TMPDIR to a private folder.`,
			});
		}
	}
	return dir;
}

let tickets = 0;

/**
 * Waits for one of the machine's slots, in the order of arrival. Never take a second slot while holding one.
 * @throws CANCELLED
 */
export async function acquireSlot(kind: SlotKind, ports: { signal: AbortSignal; clock: Clock }): Promise<Slot> {
	throwIfCancelled(ports.signal);
	const dir = await slotFolder();
	const count = slotCount(kind);
	const name = `${kind}.ticket-${String(Date.now()).padStart(15, '0')}-${process.pid}-${tickets++}`;
	const ticket = await tryLock(join(dir, name));
	if (!ticket) throw new OperatorError('CONFLICT', `The slot ticket ${name} exists already`, { fix: 'Try again.', retryable: true });
	try {
		for (;;) {
			throwIfCancelled(ports.signal);
			const slot = await takeInTurn(dir, kind, count, name);
			if (slot) failpoint('slot-taken');
			if (slot) return { release: () => void slot.release().catch(() => undefined) };
			await ports.clock.sleep(POLL_MS, ports.signal);
		}
	} finally {
		await ticket.release();
	}
}

async function takeInTurn(dir: string, kind: SlotKind, count: number, name: string): Promise<FileLock | null> {
	const names = await readdir(dir);
	const before: string[] = [];
	for (const other of names) {
		if (!other.startsWith(`${kind}.ticket-`) || other.includes('.dead-') || other >= name) continue;
		if (await lockIsDead(join(dir, other))) await sweepLock(join(dir, other));
		else before.push(other);
	}
	// Those before us may each take one free slot.
	let pass = before.length;
	for (let index = 0; index < count; index++) {
		const path = join(dir, `${kind}.slot-${index}`);
		if (names.includes(`${kind}.slot-${index}`) && !(await lockIsDead(path))) continue;
		if (pass-- > 0) continue;
		const got = await tryLock(path);
		if (got) return got;
	}
	await sweepAside(dir, names);
	return null;
}

/** Remains of sweeping: a process killed between moving a dead lock aside and removing it. */
async function sweepAside(dir: string, names: string[]): Promise<void> {
	for (const name of names) if (name.includes('.dead-') && (await lockIsDead(join(dir, name)))) await rm(join(dir, name), { force: true });
}
