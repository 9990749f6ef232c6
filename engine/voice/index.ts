/** The voice: narration → sound with the exact time of every word. Runs in n8n's process; heavy work is in workers and children. */
import { mkdir } from 'node:fs/promises';
import type { WordTimes } from '../asset';
import { OperatorError, throwIfCancelled } from '../errors';
import type { Ports } from '../ports';
import { DEFAULT_SPEAKER, listVoices, type VoiceEngine, type VoiceInfo } from './model/voices';
import { prepareDictionary, treePath, worker } from './prepare';
import { speakChunks, speechPath, WarmVoice } from './processes';
import { guessesOf, type Guesser, type UnknownName } from './names';
import type { SceneText, SpeechPlan } from './plan';
import { failpoint } from '../runtime/failpoints';

export { listVoices, type VoiceInfo };
export { unknownNames, type Guesser, type UnknownName } from './names';

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
	/** Who guesses names that no dictionary holds; 'letters' by default. */
	guesser?: Guesser;
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
	/** Names that were guessed. */
	unknownNames: UnknownName[];
	/** Largest memory of one speaking process; 0 when all came from the cache. */
	peakRssBytes: number;
	/** Sentences spoken now, and taken from the cache. */
	spoken: number;
	reused: number;
}

/** Free memory below which 'auto' takes Piper. */
const LOW_MEMORY = 1.5e9;

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
	const workspace = await ports.workspace('voice');
	const warm = new WarmVoice(engine, ports);
	try {
		const settings = { engine, speaker, speed, pronunciations: input.pronunciations };
		const planned = async (pronunciations: Record<string, string>) =>
			await worker.call('plan', [input.scenes, { ...settings, pronunciations }, dictionary, treePath()], { signal: ports.signal });
		let plan = await planned(input.pronunciations);
		const { names } = plan;
		warnings.push(...planWarnings(plan));
		const guesses = await guessesOf(names, input.guesser ?? 'letters', ports, warnings);
		if (Object.keys(guesses).length) plan = await planned({ ...guesses, ...input.pronunciations });

		failpoint('voice-planned');
		const folder = input.cacheDir ?? workspace.dir;
		await mkdir(folder, { recursive: true, mode: 0o700 });
		const { cpuSeconds, peakRssBytes, spoken } = await speakChunks(
			plan.chunks.map((chunk) => ({ chunk, speaker })),
			folder,
			{ engine, speed },
			ports,
			warm,
		);
		failpoint('voice-spoken');
		const scenes = input.scenes.map(({ id }, i) => ({ id, words: plan.words[i]! }));
		const paths = plan.chunks.map((chunk) => speechPath(folder, chunk));
		const audioPath = workspace.path('voice.wav');
		const { words, integratedLufs, truePeakDb } = await worker.call('assemble', [engine, scenes, plan.chunks, paths, audioPath], {
			signal: ports.signal,
		});
		failpoint('voice-levelled');
		return {
			audioPath,
			words,
			loudnessLufs: integratedLufs,
			truePeakDb,
			speaker,
			engine,
			cpuSeconds,
			warnings,
			unknownNames: names,
			peakRssBytes,
			spoken,
			reused: new Set(plan.chunks.map((chunk) => chunk.key)).size - spoken,
		};
	} catch (error) {
		await workspace.dispose();
		throw error;
	} finally {
		await warm.close();
	}
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
	if (plan.names.length) {
		const guesses = plan.names.slice(0, 20).map(({ name, guess }) => `${name} (${guess})`).join(', '); // prettier-ignore
		out.push(
			`The voice guesses how to say: ${guesses}. Where that is wrong, give the name a pronunciation such as shiv-AWN in the channel.`,
		);
	}
	for (const { scene, word, script } of plan.unsayable.slice(0, 5)) {
		out.push(`“${word}” in scene “${scene}” is not spoken: it is written in ${script}. Give it a pronunciation in the channel.`);
	}
	return out;
}
