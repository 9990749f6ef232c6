/** Scenes → chunks that a speaking process turns into sound: sentences, long ones split at their clauses. Runs in voice.worker.ts. */
import { createHash } from 'node:crypto';
import { pronounce } from './g2p/sentence';
import type { Dictionary } from './g2p/dictionary';
import { toSymbols } from './g2p/alphabet';
import { readLexicon } from './g2p/lexicon';
import { toRespelling } from './g2p/respelling';
import type { Tree } from './g2p/tree';
import { Pronouncer, type Context } from './g2p/word';
import { kokoroTokens, piperTokens, type SoundedWord } from './model/tokens';
import { CALIBRATION, type VoiceEngine } from './model/voices';
import type { UnknownName } from './names';
import { normalise } from './normalise/index';

export interface SceneText {
	id: string;
	narration: string;
}

export interface Chunk {
	/** Hash of everything that shapes its sound. */
	key: string;
	/** Index of the scene. */
	scene: number;
	ids: number[];
	/** Index of the display word in its scene for each id, or −1. */
	owners: number[];
	/** What the listener hears after it: '.', '?', '!', '…' end a sentence, ',' a clause. */
	closing: string;
}

export interface SpeechPlan {
	chunks: Chunk[];
	/** Display words of each scene. */
	words: string[][];
	/** Words whose sounds were guessed from their letters. */
	names: UnknownName[];
	unsayable: { scene: string; word: string; script: string }[];
}

/** A word without neighbours. */
const ALONE: Context = { tag: 'N', vowelFollows: null, first: false, shouting: false, previous: '', beforePrevious: '', next: '', verbAfterNext: false, past: false, nameFollows: false }; // prettier-ignore

/** Ids of a chunk of about 18 s at speed 1: Kokoro says 16 symbols a second; Piper's ids are padded, so they count double. */
const MOST_SYMBOLS = 290;

export interface PlanSettings {
	engine: VoiceEngine;
	speaker: string;
	speed: number;
	pronunciations: Record<string, string>;
}

/** @throws OperatorError UNSPEAKABLE naming the scene, INPUT for an unreadable pronunciation. */
export function planSpeech(scenes: SceneText[], settings: PlanSettings, dictionary: Dictionary, tree: Tree): SpeechPlan {
	const lexicon = readLexicon(settings.pronunciations);
	const pronouncer = new Pronouncer(dictionary, tree, lexicon);
	const plan: SpeechPlan = { chunks: [], words: [], names: [], unsayable: [] };
	const unknown = new Set<string>();
	scenes.forEach((scene, sceneIndex) => {
		const { words, unsayable } = normalise(scene.narration, lexicon, `scene “${scene.id}”`);
		plan.words.push(words.map((word) => word.display));
		plan.unsayable.push(...unsayable.map((each) => ({ scene: scene.id, ...each })));
		for (let from = 0; from < words.length;) {
			let to = from;
			while (to < words.length - 1 && !words[to]!.endsSentence) to++;
			const sentence = words.slice(from, to + 1);
			const flat = sentence.flatMap((word, i) => word.spoken.map((spoken) => ({ ...spoken, owner: from + i })));
			const sounds = pronounce(flat, pronouncer);
			flat.forEach((spoken, i) => {
				const { source, code } = sounds[i]!;
				const name = spoken.text.replace(/(?:'s|')$/, '');
				if (source !== 'guessed' || unknown.has(name)) return;
				unknown.add(name);
				const own = name === spoken.text ? code : pronouncer.say(name, ALONE).code;
				const text = sentence.map((word) => word.display).join(' '); // prettier-ignore
				plan.names.push({ name, guess: toRespelling(own), phonemes: `/${toSymbols(own)}/`, scene: scene.id, sentence: text });
			});
			const sounded = flat.map((spoken, i): SoundedWord => ({ owner: spoken.owner, code: sounds[i]!.code, pause: spoken.pause })).filter((word) => word.code); // prettier-ignore
			for (const part of splitLong(sounded, MOST_SYMBOLS * Math.min(1, settings.speed)))
				plan.chunks.push(chunkOf(part, sceneIndex, settings));
			from = to + 1;
		}
	});
	return plan;
}

function chunkOf(words: SoundedWord[], scene: number, { engine, speaker, speed }: PlanSettings): Chunk {
	const { ids, owners } = engine === 'kokoro' ? kokoroTokens(words) : piperTokens(words);
	const closing = words.at(-1)?.pause || ',';
	const { revision } = CALIBRATION[engine];
	const key = createHash('sha256').update(JSON.stringify([revision, speaker, speed, ids])).digest('hex').slice(0, 40); // prettier-ignore
	return { key, scene, ids, owners, closing };
}

/** Halves what is too long at the pause, or else the word, nearest to its middle. */
export function splitLong(words: SoundedWord[], most: number): SoundedWord[][] {
	if (words.length === 0) return [];
	const lengths = words.map((word) => word.code.length + 1 + (word.pause ? 1 : 0));
	const total = lengths.reduce((a, b) => a + b, 0);
	if (total <= most || words.length < 2) return [words];
	let best = 1;
	let least = Infinity;
	let sum = 0;
	for (let i = 1; i < words.length; i++) {
		sum += lengths[i - 1]!;
		// A display word is never torn apart: its parts sound together.
		if (words[i]!.owner === words[i - 1]!.owner) continue;
		const badness = Math.abs(sum / total - 0.5) + (words[i - 1]!.pause ? 0 : 0.6);
		if (badness < least) [least, best] = [badness, i];
	}
	const head = words.slice(0, best);
	const last = head.length - 1;
	if (!head[last]!.pause) head[last] = { ...head[last]!, pause: ',' };
	return [...splitLong(head, most), ...splitLong(words.slice(best), most)];
}
