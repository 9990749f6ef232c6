/** The voice's own CPU work off n8n's event loop: text to phonemes, building dictionary and models, assembling the track. */
import { copyFile, readFile, writeFile, appendFile } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWav } from '../media/wav';
import { serveWorker } from '../runtime/offload';
import type { WordTimes } from '../asset';
import { buildDictionary, Dictionary } from './g2p/dictionary';
import { readTree, type Tree } from './g2p/tree';
import { extraOutput, toFloatCompute } from './model/graph';
import type { VoiceEngine } from './model/voices';
import { planSpeech, type Chunk, type PlanSettings, type SceneText, type SpeechPlan } from './plan';
import { assemble } from './signal/assemble';
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

	async assemble(
		engine: VoiceEngine,
		scenes: { id: string; words: string[] }[],
		chunks: Chunk[],
		paths: string[],
		out: string,
	): Promise<{ words: WordTimes; silentWords: number }> {
		const { samples, sampleRate, words, silentWords } = assemble(engine, scenes, chunks, paths);
		await writeWav(out, samples, sampleRate);
		return { words, silentWords };
	},
};
export type VoiceWorker = typeof methods;
serveWorker(methods);
