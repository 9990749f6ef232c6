/** The voice: narration → sound with the exact time of every word. Runs in n8n's process; heavy work is in workers and children. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { WordTimes } from '../asset';
import { OperatorError, throwIfCancelled } from '../errors';
import { normalizeVoice, startNodeChild, type NodeChild } from '../media/index';
import type { Ports } from '../ports';
import { acquireSlot, computeThreads, type RuntimePorts } from '../runtime/index';
import { CALIBRATION, DEFAULT_SPEAKER, listVoices, type VoiceEngine, type VoiceInfo } from './model/voices';
import { prepareDictionary, prepareVoice, treePath, worker } from './prepare';
import type { Chunk, SceneText, SpeechPlan } from './plan';
import type { LoadMessage, SaidReply } from './speak.child';

export { listVoices, type VoiceInfo };

export interface SpeakInput {
	scenes: SceneText[];
	/** 'auto' takes Kokoro unless memory is short. */
	engine: 'kokoro' | 'piper' | 'auto';
	/** An id of {@link listVoices}; '' takes the engine's default. */
	speaker: string;
	/** 1 is 150–175 words a minute; 0.5–2. */
	speed: number;
	/** Word → respelling ("shiv-AWN"), phonemes ("/ʃɪvˈɔn/") or words to say instead. */
	pronunciations: Record<string, string>;
	/** Folder of spoken sentences: a changed sentence is spoken alone. */
	cacheDir?: string;
}

export interface SpokenResult {
	/** 48 kHz mono WAV, −14 ±1 LUFS, true peak ≤ −1.5 dB, in a workspace: keep it before the workspace goes. */
	audioPath: string;
	words: WordTimes;
	loudnessLufs: number;
	truePeakDb: number;
	speaker: string;
	engine: VoiceEngine;
	cpuSeconds: number;
	warnings: string[];
	/** Words whose sounds were guessed from their letters. */
	unknownWords: string[];
	/** Largest memory of one speaking process; 0 when all came from the cache. */
	peakRssBytes: number;
	/** Sentences spoken now, and taken from the cache. */
	spoken: number;
	reused: number;
}

/** Free memory below which 'auto' takes Piper, and what one Kokoro process needs. */
const LOW_MEMORY = 1.5e9;
const PROCESS_MEMORY: Record<VoiceEngine, number> = { kokoro: 0.7e9, piper: 0.5e9 };
const MOST_PROCESSES = 4;
const TARGET_LUFS = -14;
const PEAK_DB = -1.5;

/**
 * Speaks the scenes in order.
 * @throws OperatorError UNSPEAKABLE naming the scene, INPUT for an unknown voice, CANCELLED, and what fetching engines throws.
 */
export async function speak(input: SpeakInput, ports: Ports): Promise<SpokenResult> {
	throwIfCancelled(ports.signal);
	const warnings: string[] = [];
	const { engine, speaker } = chooseVoice(input, warnings);
	const speed = checkedSpeed(input.speed);
	if (input.scenes.length === 0) {
		throw new OperatorError('UNSPEAKABLE', 'There is nothing to speak: the script has no scenes', {
			fix: 'Give the script at least one scene with narration.',
		});
	}
	const dictionary = await prepareDictionary(ports);
	const settings = { engine, speaker, speed, pronunciations: input.pronunciations };
	const plan = await worker.call('plan', [input.scenes, settings, dictionary, treePath()], { signal: ports.signal });
	warnings.push(...planWarnings(plan));

	const workspace = await ports.workspace('voice');
	try {
		const folder = input.cacheDir ?? workspace.dir;
		await mkdir(folder, { recursive: true, mode: 0o700 });
		const { cpuSeconds, peakRssBytes, spoken } = await speakChunks(plan.chunks, folder, { engine, speaker, speed }, ports);
		const scenes = input.scenes.map(({ id }, i) => ({ id, words: plan.words[i]! }));
		const paths = plan.chunks.map((chunk) => speechPath(folder, chunk));
		const track = workspace.path('track.wav');
		const { words } = await worker.call('assemble', [engine, scenes, plan.chunks, paths, track], { signal: ports.signal });
		const audioPath = workspace.path('voice.wav');
		const loudness = await normalizeVoice(track, audioPath, { targetLufs: TARGET_LUFS, truePeakDb: PEAK_DB, channels: 1, ports });
		await rm(track, { force: true });
		return {
			audioPath,
			words,
			loudnessLufs: loudness.integratedLufs,
			truePeakDb: loudness.truePeakDb,
			speaker,
			engine,
			cpuSeconds,
			warnings,
			unknownWords: plan.unknownWords,
			peakRssBytes,
			spoken,
			reused: new Set(plan.chunks.map((chunk) => chunk.key)).size - spoken,
		};
	} catch (error) {
		await workspace.dispose();
		throw error;
	}
}

/**
 * Words that only the letter-to-sound rules could say: foreign and invented names, mostly. To be asked about before speaking.
 * @throws OperatorError UNSPEAKABLE, INPUT for an unreadable pronunciation, and what fetching the dictionaries throws.
 */
export async function unknownWords(scenes: SceneText[], pronunciations: Record<string, string>, ports: RuntimePorts): Promise<string[]> {
	const dictionary = await prepareDictionary(ports);
	const settings = { engine: 'kokoro' as const, speaker: DEFAULT_SPEAKER.kokoro, speed: 1, pronunciations };
	return (await worker.call('plan', [scenes, settings, dictionary, treePath()], { signal: ports.signal })).unknownWords;
}

function chooseVoice({ engine, speaker }: SpeakInput, warnings: string[]): { engine: VoiceEngine; speaker: string } {
	const voices = listVoices();
	const found = voices.find((voice) => voice.id === speaker);
	if (speaker && !found) {
		throw new OperatorError('INPUT', `There is no voice “${speaker}” on this machine`, {
			fix: `Choose one of: ${voices.map((voice) => voice.id).join(', ')}.`,
		});
	}
	let chosen: VoiceEngine = engine === 'auto' ? (found?.engine ?? 'kokoro') : engine;
	if (engine === 'auto' && chosen === 'kokoro' && process.availableMemory() < LOW_MEMORY) {
		chosen = 'piper';
		warnings.push(
			'Less than 1.5 GB of memory is free, so the lighter voice Joe (Piper) speaks. Free memory, or choose Kokoro, for the better voice.',
		);
	}
	if (found && found.engine !== chosen && engine !== 'auto') {
		throw new OperatorError('INPUT', `The voice “${speaker}” belongs to ${found.engine}, not to ${chosen}`, {
			fix: `Choose the engine ${found.engine}, or another voice.`,
		});
	}
	return { engine: chosen, speaker: found?.engine === chosen ? found.id : DEFAULT_SPEAKER[chosen] };
}

function checkedSpeed(speed: number): number {
	if (!(speed >= 0.5 && speed <= 2)) {
		throw new OperatorError('INPUT', `The speed ${speed} is outside 0.5 to 2`, {
			fix: 'Set the speed between 0.5 (slow) and 2 (fast); 1 is usual.',
		});
	}
	return speed;
}

function planWarnings(plan: SpeechPlan): string[] {
	const out: string[] = [];
	if (plan.unknownWords.length) {
		out.push(
			`The voice guesses how to say: ${plan.unknownWords.slice(0, 20).join(', ')}. Add pronunciations such as "shiv-AWN" to the channel where it is wrong.`,
		);
	}
	for (const { scene, word, script } of plan.unsayable.slice(0, 5)) {
		out.push(`“${word}” in scene “${scene}” is not spoken: it is written in ${script}. Give it a pronunciation in the channel.`);
	}
	return out;
}

const speechPath = (folder: string, chunk: Chunk): string => join(folder, `${chunk.key}.speech`);

/** Speaks what the folder lacks, in parallel processes. */
async function speakChunks(
	chunks: Chunk[],
	folder: string,
	voice: { engine: VoiceEngine; speaker: string; speed: number },
	ports: Ports,
): Promise<{ cpuSeconds: number; peakRssBytes: number; spoken: number }> {
	const distinct = [...new Map(chunks.map((chunk) => [chunk.key, chunk])).values()];
	const absent = new Set(await worker.call('missing', [distinct, folder], { signal: ports.signal }));
	const missing = distinct.filter((chunk) => absent.has(chunk.key));
	const total = distinct.length;
	let done = total - missing.length;
	const tell = () => ports.progress({ stage: 'speak', done, total, unit: 'items' });
	tell();
	if (missing.length === 0) return { cpuSeconds: 0, peakRssBytes: 0, spoken: 0 };
	const load = await prepareVoice(voice.engine, voice.speaker, ports);
	const speed = voice.speed * CALIBRATION[voice.engine].baseSpeed;
	const slot = await acquireSlot('compute', ports);
	// Long sentences first, so that the processes end together.
	const queue = [...missing].sort((a, b) => b.ids.length - a.ids.length);
	const byMemory = Math.max(1, Math.floor(process.availableMemory() / PROCESS_MEMORY[voice.engine]));
	const count = Math.max(1, Math.min(computeThreads(), MOST_PROCESSES, byMemory, queue.length));
	const children: NodeChild[] = [];
	let cpuSeconds = 0;
	let peakRssBytes = 0;
	try {
		const work = async (): Promise<void> => {
			const child = startNodeChild('speak', { signal: ports.signal });
			children.push(child);
			await child.ask(load satisfies LoadMessage);
			for (let chunk = queue.shift(); chunk; chunk = queue.shift()) {
				const said = await child.ask<SaidReply>({ type: 'say', ids: chunk.ids, speed, path: speechPath(folder, chunk) });
				cpuSeconds += said.cpuSeconds;
				peakRssBytes = Math.max(peakRssBytes, said.rssBytes);
				done++;
				tell();
			}
			child.end();
			await child.done;
		};
		await Promise.all(Array.from({ length: count }, work));
	} catch (error) {
		for (const child of children) child.kill();
		await Promise.allSettled(children.map((child) => child.done));
		throw error;
	} finally {
		slot.release();
	}
	return { cpuSeconds, peakRssBytes, spoken: missing.length };
}
