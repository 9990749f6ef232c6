/**
 * What of a script a recording says: the words that were heard against the words that stand in the script, both as they are spoken, so
 * that "1969" and "nineteen sixty-nine" are one. Skipped, repeated and added words are found, whatever stands around them.
 */
import { normalise, type DisplayWord } from '../normalise/index';
import type { SceneText } from '../plan';

export interface HeardWord {
	text: string;
	startSeconds: number;
	endSeconds: number;
}

/** One word to be placed in the recording, in the order in which it is said. */
export interface Said {
	/** Index of the script's display word over all scenes, or null for what is said besides. */
	word: number | null;
	text: string;
	/** Where it was heard, roughly; null where it was not. */
	nearSeconds: number | null;
	/** Not heard, but so short that the recogniser may have missed it: to be believed only where the sound agrees. */
	doubtful: boolean;
}

export interface Match {
	said: Said[];
	/** Indexes of script words that nobody says, as far as was heard. */
	skipped: number[];
	/** Script words in whose place something else was heard. */
	changed: { word: number; heard: string }[];
	/** Runs of words that do not stand in the script. */
	added: { text: string; startSeconds: number; endSeconds: number }[];
	/** 0–1: share of the script's spoken words that were heard. */
	share: number;
}

interface Sound {
	/** As spoken: lower case, letters only. */
	text: string;
	/** Index of its display word. */
	owner: number;
}

/** More than this many words in a row that were not heard were not said; fewer may have been missed. */
const LONGEST_MISSED = 2;
const NEAR_COST = 0.4;
const OTHER_COST = 1.6;

const fold = (text: string): string => text.toLowerCase().normalize('NFD').replace(/[^a-z]/g, ''); // prettier-ignore

function sounds(words: DisplayWord[], from = 0): Sound[] {
	return words.flatMap((word, i) =>
		word.spoken
			.flatMap(({ text, spell }) => (spell ? [...text] : text.split('-')))
			.map((text) => ({ text: fold(text), owner: from + i }))
			.filter((sound) => sound.text),
	);
}

/** Whether two words may be one that was misheard: names, endings, other spellings. */
function alike(a: string, b: string): boolean {
	if (Math.abs(a.length - b.length) > 3 || a[0] !== b[0]) return false;
	let row = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
		row = next;
	}
	return row.at(-1)! <= Math.max(1, Math.floor(Math.max(a.length, b.length) / 3));
}

/** Matches the script of all scenes with what was heard. */
export function matchRecording(scenes: SceneText[], heard: HeardWord[]): Match & { words: string[][] } {
	const script = scenes.map((scene) => normalise(scene.narration, new Map(), `scene “${scene.id}”`).words);
	const words = script.map((scene) => scene.map((word) => word.display));
	const display = words.flat();
	const wanted = sounds(script.flat());
	const got = sounds(heardWords(heard));
	const path = editPath(wanted, got);

	const best = display.map(() => ({ state: 'none' as 'none' | 'said' | 'changed', heard: -1 }));
	const partner = heard.map(() => -1);
	let hits = 0;
	for (const { want, have, same } of path) {
		if (want < 0 || have < 0) continue;
		const [word, other] = [wanted[want]!.owner, got[have]!.owner];
		if (same) hits++;
		const known = best[word]!;
		if (known.state === 'none' || (same && known.state === 'changed')) best[word] = { state: same ? 'said' : 'changed', heard: known.heard < 0 ? other : known.heard }; // prettier-ignore
		if (partner[other]! < 0) partner[other] = word;
	}
	const silent = new Set(display.map((_, i) => i));
	for (const { owner } of wanted) silent.delete(owner);
	return { ...inOrder(display, heard, best, partner, silent), share: wanted.length ? hits / wanted.length : 0, words };
}

/** The heard words as spoken; what no voice could say (another language) stays as it is. */
function heardWords(heard: HeardWord[]): DisplayWord[] {
	const plain = (text: string): DisplayWord => ({ display: text, spoken: [{ text, pause: '' }], endsSentence: false });
	try {
		const read = normalise(heard.map((word) => word.text.replace(/\s+/g, '')).join(' '), new Map(), 'the recording').words;
		return read.length === heard.length ? read : heard.map((word) => plain(word.text));
	} catch {
		return heard.map((word) => plain(word.text));
	}
}

interface Step {
	/** Index of the wanted word, −1 where something was added. */
	want: number;
	/** Index of the heard word, −1 where something is missing. */
	have: number;
	same: boolean;
}

/** Cheapest edit from what is wanted to what was heard. */
function editPath(wanted: Sound[], got: Sound[]): Step[] {
	const width = got.length + 1;
	const cost = new Float32Array((wanted.length + 1) * width);
	const known = new Map<string, boolean>();
	const price = (i: number, j: number): number => {
		const [a, b] = [wanted[i]!.text, got[j]!.text];
		if (a === b) return 0;
		const key = `${a} ${b}`;
		let near = known.get(key);
		if (near === undefined) known.set(key, (near = alike(a, b)));
		return near ? NEAR_COST : OTHER_COST;
	};
	for (let j = 1; j < width; j++) cost[j] = j;
	for (let i = 1; i <= wanted.length; i++) {
		cost[i * width] = i;
		for (let j = 1; j < width; j++)
			cost[i * width + j] = Math.min(cost[(i - 1) * width + j - 1]! + price(i - 1, j - 1), cost[(i - 1) * width + j]! + 1, cost[i * width + j - 1]! + 1); // prettier-ignore
	}
	const path: Step[] = [];
	for (let i = wanted.length, j = got.length; i > 0 || j > 0;) {
		const here = cost[i * width + j]!;
		const step = i > 0 && j > 0 ? price(i - 1, j - 1) : Infinity;
		if (i > 0 && j > 0 && Math.abs(here - cost[(i - 1) * width + j - 1]! - step) < 1e-4)
			path.push({ want: --i, have: --j, same: step <= NEAR_COST });
		else if (j > 0 && Math.abs(here - cost[i * width + j - 1]! - 1) < 1e-4) path.push({ want: -1, have: --j, same: false });
		else path.push({ want: --i, have: -1, same: false });
	}
	return path.reverse();
}

/** Script words and added words in the order in which they are said. */
function inOrder(
	display: string[],
	heard: HeardWord[],
	best: { state: 'none' | 'said' | 'changed'; heard: number }[],
	partner: number[],
	silent: Set<number>,
): Omit<Match, 'share'> {
	const said: Said[] = [];
	const skipped: number[] = [];
	const added: Match['added'] = [];
	let next = 0;
	const addUntil = (end: number) => {
		let run: HeardWord[] = [];
		for (; next < end; next++) {
			if (partner[next]! >= 0) continue;
			const word = heard[next]!;
			said.push({ word: null, text: word.text, nearSeconds: word.startSeconds, doubtful: false });
			run.push(word);
		}
		if (run.length) added.push({ text: run.map((word) => word.text).join(' '), startSeconds: run[0]!.startSeconds, endSeconds: run.at(-1)!.endSeconds }); // prettier-ignore
		run = [];
	};
	for (let i = 0; i < display.length; i++) {
		if (silent.has(i)) continue;
		const { state, heard: at } = best[i]!;
		if (state !== 'none') {
			addUntil(at);
			said.push({ word: i, text: display[i]!, nearSeconds: heard[at]!.startSeconds, doubtful: false });
			continue;
		}
		let end = i;
		while (end < display.length && (silent.has(end) || best[end]!.state === 'none')) end++;
		const run = Array.from({ length: end - i }, (_, k) => i + k).filter((k) => !silent.has(k));
		if (run.length <= LONGEST_MISSED) for (const k of run) said.push({ word: k, text: display[k]!, nearSeconds: null, doubtful: true });
		else skipped.push(...run);
		i = end - 1;
	}
	addUntil(heard.length);
	const changed = best.flatMap(({ state, heard: at }, word) => (state === 'changed' ? [{ word, heard: heard[at]!.text }] : []));
	return { said, skipped, changed, added };
}
