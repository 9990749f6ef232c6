/** Speaks what a folder lacks, in parallel processes. */
import { join } from 'node:path';
import { startNodeChild, type NodeChild } from '../media/index';
import type { Ports } from '../ports';
import { acquireSlot, computeThreads } from '../runtime/index';
import { usualSpeed, type VoiceEngine } from './model/voices';
import type { Chunk } from './plan';
import { prepareVoice, stylePath, worker } from './prepare';
import type { LoadMessage, SaidReply, SayMessage } from './speak.child';

/** What one process needs. */
const PROCESS_MEMORY: Record<VoiceEngine, number> = { kokoro: 0.7e9, piper: 0.5e9 };
const MOST_PROCESSES = 4;

export interface Job {
	chunk: Chunk;
	speaker: string;
}

export interface Spoken {
	cpuSeconds: number;
	/** Largest memory of one process; 0 when the folder had everything. */
	peakRssBytes: number;
	/** Chunks spoken now. */
	spoken: number;
}

export const speechPath = (folder: string, chunk: Chunk): string => join(folder, `${chunk.key}.speech`);

/** A speaking process that loads its voice, and the slot it holds. */
interface Started {
	load: LoadMessage;
	slot: { release(): void };
	child: NodeChild;
	loaded: Promise<unknown>;
}

async function startOne(engine: VoiceEngine, ports: Ports): Promise<Started> {
	const load = await prepareVoice(engine, ports);
	const slot = await acquireSlot('compute', ports);
	try {
		const child = startNodeChild('speak', { signal: ports.signal });
		const loaded = child.ask(load satisfies LoadMessage);
		loaded.catch(() => undefined);
		return { load, slot, child, loaded };
	} catch (error) {
		slot.release();
		throw error;
	}
}

/** Loads the voice while the sentences are being planned: that takes as long, and needs another core. */
export class WarmVoice {
	private started: Promise<Started> | undefined;
	private readonly stop = new AbortController();

	constructor(engine: VoiceEngine, ports: Ports) {
		const signal = AbortSignal.any([ports.signal, this.stop.signal]);
		this.started = startOne(engine, { ...ports, signal });
		this.started.catch(() => undefined);
	}

	/** The process, which is then the caller's to end. */
	take(): Promise<Started> | undefined {
		const { started } = this;
		this.started = undefined;
		return started;
	}

	/** Ends the process if nobody took it. */
	async close(): Promise<void> {
		const left = this.take();
		if (!left) return;
		this.stop.abort();
		const unused = await left.catch(() => undefined);
		await unused?.child.done.catch(() => undefined);
		unused?.slot.release();
	}
}

/**
 * Speaks each chunk that `folder` lacks into a file there ({@link speechPath}); the voices of one engine share the processes.
 * `warm` is the first of them, if it was started before. @throws OperatorError CANCELLED, and what fetching and the processes throw.
 */
export async function speakChunks(
	jobs: Job[],
	folder: string,
	voice: { engine: VoiceEngine; speed: number },
	ports: Ports,
	warm?: WarmVoice,
): Promise<Spoken> {
	const distinct = [...new Map(jobs.map((job) => [job.chunk.key, job])).values()];
	const absent = new Set(await worker.call('missing', [distinct.map(({ chunk }) => chunk), folder], { signal: ports.signal }));
	const missing = distinct.filter(({ chunk }) => absent.has(chunk.key));
	const total = distinct.length;
	let done = total - missing.length;
	const tell = () => ports.progress({ stage: 'speak', done, total, unit: 'items' });
	tell();
	if (missing.length === 0) return { cpuSeconds: 0, peakRssBytes: 0, spoken: 0 };
	const styles = new Map<string, string>();
	if (voice.engine === 'kokoro') for (const { speaker } of missing) styles.set(speaker, await stylePath(speaker, ports));
	const first = await (warm?.take() ?? startOne(voice.engine, ports));
	// Long sentences first, so that the processes end together.
	const queue = [...missing].sort((a, b) => b.chunk.ids.length - a.chunk.ids.length);
	const byMemory = Math.max(1, Math.floor(process.availableMemory() / PROCESS_MEMORY[voice.engine]));
	const count = Math.max(1, Math.min(computeThreads(), MOST_PROCESSES, byMemory, queue.length));
	const children: NodeChild[] = [first.child];
	let cpuSeconds = 0;
	let peakRssBytes = 0;
	try {
		const work = async (_: unknown, i: number): Promise<void> => {
			const child = i === 0 ? first.child : startNodeChild('speak', { signal: ports.signal });
			if (i > 0) children.push(child);
			await (i === 0 ? first.loaded : child.ask(first.load satisfies LoadMessage));
			for (let job = queue.shift(); job; job = queue.shift()) {
				const { chunk, speaker } = job;
				const speed = voice.speed * usualSpeed(voice.engine, speaker);
				const message: SayMessage = { type: 'say', ids: chunk.ids, speed, style: styles.get(speaker), path: speechPath(folder, chunk) };
				const said = await child.ask<SaidReply>(message);
				cpuSeconds += said.cpuSeconds;
				peakRssBytes = Math.max(peakRssBytes, said.rssBytes);
				done++;
				tell();
			}
			child.end();
		};
		await Promise.all(Array.from({ length: count }).map(work));
	} catch (error) {
		for (const child of children) child.kill();
		throw error;
	} finally {
		// What they said is on the disk; the slot is free when their memory is. After an error nothing of them is left running.
		const ended = Promise.allSettled(children.map((child) => child.done)).then(() => first.slot.release());
		if (done < total) await ended;
	}
	return { cpuSeconds, peakRssBytes, spoken: missing.length };
}
