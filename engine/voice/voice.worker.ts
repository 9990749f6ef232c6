/** The voice's own CPU work off n8n's event loop: text to phonemes, building dictionary and models, assembling the track. */
import { copyFile, readFile, writeFile, appendFile } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readWav } from '../media/wav';
import { serveWorker } from '../runtime/offload';
import type { WordTimes } from '../asset';
import { fromSymbols } from './g2p/alphabet';
import { buildDictionary, Dictionary } from './g2p/dictionary';
import { toRespelling } from './g2p/respelling';
import { readTree, type Tree } from './g2p/tree';
import { extraOutput, toFloatCompute } from './model/graph';
import type { VoiceEngine } from './model/voices';
import { planSpeech, type Chunk, type PlanSettings, type SceneText, type SpeechPlan } from './plan';
import { cutSilences, type Span } from './recording/cut';
import { matchRecording, type HeardWord } from './recording/match';
import { assemble, listWords, sceneTimes } from './signal/assemble';
import { writeLevelled, type VoiceLevel } from './signal/levelled';
import { soften } from './signal/sibilance';
import { readSpeech } from './speech-file';

let kept: { path: string; dictionary: Dictionary; tree: Tree } | undefined;
async function language(dictionaryPath: string, treePath: string): Promise<{ dictionary: Dictionary; tree: Tree }> {
	if (kept?.path !== dictionaryPath) {
		kept = { path: dictionaryPath, dictionary: new Dictionary(await readFile(dictionaryPath)), tree: readTree(await readFile(treePath)) };
	}
	return kept;
}

const methods = {
	async plan(scenes: SceneText[], settings: PlanSettings, dictionaryPath: string, treePath: string): Promise<SpeechPlan> {
		const { dictionary, tree } = await language(dictionaryPath, treePath);
		return planSpeech(scenes, settings, dictionary, tree);
	},

	/** Keys of chunks whose speech file is missing or damaged; damaged ones are removed. */
	async missing(chunks: { key: string; ids: number[] }[], folder: string): Promise<string[]> {
		const out: string[] = [];
		for (const { key, ids } of chunks) {
			const path = join(folder, `${key}.speech`);
			if (readSpeech(path)?.durations.length === ids.length) continue;
			rmSync(path, { force: true });
			out.push(key);
		}
		return out;
	},

	async buildDictionary(gold: string, silver: string, cmudict: string, out: string): Promise<void> {
		const json = async (path: string) => JSON.parse(await readFile(path, 'utf8')) as Record<string, string>;
		await writeFile(out, buildDictionary(await json(gold), await json(silver), await readFile(cmudict, 'utf8')), { mode: 0o600 });
	},

	async floatModel(model: string, outputs: string[], out: string): Promise<number> {
		const result = toFloatCompute(await readFile(model), outputs);
		await writeFile(out, result.model, { mode: 0o600 });
		return result.layers;
	},

	async modelWithOutput(model: string, tensor: string, out: string): Promise<void> {
		await copyFile(model, out);
		await appendFile(out, extraOutput(tensor));
	},

	/** Writes the levelled track of spoken chunks. */
	async assemble(
		engine: VoiceEngine,
		scenes: { id: string; words: string[] }[],
		chunks: Chunk[],
		paths: string[],
		out: string,
	): Promise<VoiceLevel & { words: WordTimes; silentWords: number }> {
		const { samples, sampleRate, words, silentWords } = assemble(engine, scenes, chunks, paths);
		return { ...(await writeLevelled(out, samples, sampleRate)), words, silentWords };
	},

	/** Phonemes between slashes as respellings, by their word. */
	async respell(phonemes: Record<string, string>): Promise<Record<string, string>> {
		return Object.fromEntries(Object.entries(phonemes).map(([word, text]) => [word, toRespelling(fromSymbols(text.slice(1, -1)))]));
	},

	async matchRecording(scenes: SceneText[], heard: HeardWord[]): Promise<ReturnType<typeof matchRecording>> {
		return matchRecording(scenes, heard);
	},

	/** `spans` are the script's words in order, `spoken` all that is said; seconds of the recording. */
	async cutRecording(
		path: string,
		out: string,
		scenes: { id: string; words: string[] }[],
		spans: (Span | null)[],
		spoken: Span[],
		trim: boolean,
	): Promise<VoiceLevel & { words: WordTimes; removedSeconds: number }> {
		const { samples, sampleRate } = await readWav(path);
		soften(samples, sampleRate);
		const cut = trim ? cutSilences(samples, sampleRate, spoken) : { samples, removedSeconds: 0, place: (seconds: number) => seconds };
		const loudness = await writeLevelled(out, cut.samples, sampleRate);
		const durationSeconds = cut.samples.length / sampleRate;
		let at = 0;
		const moved = scenes.map(({ words }) =>
			words.map(() => {
				const span = spans[at++];
				return span ? ([cut.place(span[0]), cut.place(span[1])] as [number, number]) : null;
			}),
		);
		const { words } = listWords(scenes, moved, durationSeconds);
		return {
			...loudness,
			words: { v: 1, durationSeconds, words, scenes: sceneTimes(scenes, words, durationSeconds) },
			removedSeconds: cut.removedSeconds,
		};
	},
};
export type VoiceWorker = typeof methods;
serveWorker(methods);
