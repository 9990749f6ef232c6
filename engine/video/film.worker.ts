/** What is computed of a film off the main thread: its design reads every title as text, finding moments every sentence, cutting the voice every sample. */
import type { Script, WordTimes } from '../asset';
import { readWav, toMono, writeWav } from '../media/wav';
import { serveWorker } from '../runtime';
import { design, type Design, type DesignInput } from './design';
import { chosenMoment, findFilmMoments, type FilmMoment, type FilmMomentWishes } from './reshape/moments';
import { shortScript } from './reshape/script';
import { joinVoice, planVoice } from './reshape/voice';

export type FilmWorker = typeof methods;

const methods = {
	async design(input: DesignInput): Promise<Design> {
		return design(input);
	},
	async moments(script: Script, words: WordTimes, wishes: FilmMomentWishes): Promise<FilmMoment[]> {
		return findFilmMoments(script, words, wishes);
	},
	async chosen(script: Script, words: WordTimes, scenes: string[][]): Promise<FilmMoment[]> {
		return scenes.map((sceneIds) => chosenMoment(script, words, sceneIds));
	},
	async script(script: Script, sceneIds: string[], title: string | undefined): Promise<Script> {
		return shortScript(script, sceneIds, title);
	},
	/** Writes the voice of the scenes as a WAV; returns when its words are said. */
	async voice(path: string, words: WordTimes, sceneIds: string[], outPath: string): Promise<WordTimes> {
		const wav = await readWav(path);
		const samples = toMono(wav);
		const planned = planVoice(samples, wav.sampleRate, words, sceneIds);
		await writeWav(outPath, joinVoice(samples, wav.sampleRate, planned.pieces), wav.sampleRate);
		return planned.words;
	},
};

serveWorker(methods);
