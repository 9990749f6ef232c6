/** The child's side of nodeChild.ts. */
import { fstatSync, writeSync } from 'node:fs';
import { toWire } from '../errors';
import { readLines } from './lines';

/** What a library left behind may hold the process for this long. */
const LINGER_MS = 2000;

/**
 * Answers messages one after the other until the parent closes the input, then ends by itself. What `handler` throws reaches the
 * parent as an OperatorError with code and fix. Without a message channel (started by hand) replies go to stdout.
 */
export function serveChild(handler: (message: any, reply: (m: unknown) => void) => Promise<void>): void {
	const fd = messageFd();
	let work: Promise<void> = Promise.resolve();

	const write = (frame: unknown) => writeAll(fd, Buffer.from(`${JSON.stringify(frame)}\n`));
	const answer = async (line: string) => {
		let id = 0;
		try {
			const frame = JSON.parse(line) as { id: number; message: unknown };
			id = frame.id;
			await handler(frame.message, (reply) => write({ id, reply }));
			write({ id, done: true });
		} catch (error) {
			write({ id, error: toWire(error) });
		}
	};
	readLines(process.stdin, (line) => {
		if (line.trim()) work = work.then(() => answer(line));
	});
	process.stdin.on('end', () => {
		void work.then(() => {
			// Not process.exit at once: it waits for V8's threads, and one that compiles may wait for a collection that no longer comes.
			setTimeout(() => process.exit(0), LINGER_MS).unref();
		});
	});
}

function messageFd(): number {
	const fd = Number(process.env.AI_OPERATOR_MESSAGES ?? 1);
	try {
		fstatSync(fd);
		return fd;
	} catch {
		return 1;
	}
}

/** Blocking: a reply is out before the process can end, and a slow parent slows us instead of filling our memory. */
function writeAll(fd: number, bytes: Buffer): void {
	let offset = 0;
	while (offset < bytes.length) {
		try {
			offset += writeSync(fd, bytes, offset);
		} catch (error) {
			const { code } = error as NodeJS.ErrnoException;
			if (code === 'EPIPE' || code === 'ECONNRESET') process.exit(1);
			if (code !== 'EAGAIN') throw error;
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
		}
	}
}
