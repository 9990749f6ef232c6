/** Sounds of a sentence → the numbers a model reads, each with the word it belongs to. */
import { toIpa, toSymbols } from '../g2p/alphabet';

/** Kokoro v1.0's vocabulary, as far as English uses it. */
const KOKORO: Record<string, number> = {
	';': 1, ':': 2, ',': 3, '.': 4, '!': 5, '?': 6, '—': 9, '…': 10, ' ': 16, A: 24, I: 25, O: 31, S: 35, T: 36, W: 39, Y: 41, 'ᵊ': 42, a: 43, b: 44,
	c: 45, d: 46, e: 47, f: 48, h: 50, i: 51, j: 52, k: 53, l: 54, m: 55, n: 56, o: 57, p: 58, q: 59, r: 60, s: 61, t: 62, u: 63, v: 64, w: 65, x: 66,
	y: 67, z: 68, ɑ: 69, ɐ: 70, ɒ: 71, æ: 72, ɔ: 76, ð: 81, ʤ: 82, ə: 83, ɛ: 86, ɜ: 87, ɡ: 92, ɪ: 102, ŋ: 112, θ: 119, ɹ: 123, ɾ: 125, ʃ: 131, ʧ: 133,
	ʊ: 135, ʌ: 138, ʒ: 147, ʔ: 148, 'ˈ': 156, 'ˌ': 157, 'ː': 158, 'ᵻ': 177,
}; // prettier-ignore

/** Piper's map for espeak phonemes, as far as English uses it. `_` pads, `^` begins, `$` ends. */
const PIPER: Record<string, number> = {
	_: 0, '^': 1, $: 2, ' ': 3, '!': 4, ',': 8, '.': 10, ':': 11, ';': 12, '?': 13, a: 14, b: 15, d: 17, e: 18, f: 19, h: 20, i: 21, j: 22, k: 23, l: 24,
	m: 25, n: 26, o: 27, p: 28, r: 30, s: 31, t: 32, u: 33, v: 34, w: 35, x: 36, z: 38, æ: 39, ð: 41, ŋ: 44, ɐ: 50, ɑ: 51, ɔ: 54, ə: 59, ɚ: 60, ɛ: 61,
	ɜ: 62, ɡ: 66, ɪ: 74, ɹ: 88, ɾ: 92, ʃ: 96, ʊ: 100, ʌ: 102, ʒ: 108, ʔ: 109, 'ˈ': 120, 'ˌ': 121, 'ː': 122, θ: 126, 'ᵻ': 128,
}; // prettier-ignore
const PIPER_PAUSE: Record<string, string> = { '—': ',', '…': '.' };

export interface SoundedWord {
	/** Index of the display word. */
	owner: number;
	code: string;
	pause: string;
}

export interface Tokens {
	ids: number[];
	/** The display word of each id; −1 for spaces, punctuation and padding. */
	owners: number[];
}

export function kokoroTokens(words: SoundedWord[]): Tokens {
	const ids = [0];
	const owners = [-1];
	const push = (symbol: string, owner: number) => {
		const id = KOKORO[symbol];
		if (id === undefined) return;
		ids.push(id);
		owners.push(owner);
	};
	words.forEach((word, i) => {
		if (i > 0) push(' ', -1);
		for (const symbol of toSymbols(word.code)) push(symbol, word.owner);
		if (word.pause) push(word.pause, -1);
	});
	ids.push(0);
	owners.push(-1);
	return { ids, owners };
}

export function piperTokens(words: SoundedWord[]): Tokens {
	const ids: number[] = [PIPER['^']!, 0];
	const owners: number[] = [-1, -1];
	const push = (symbol: string, owner: number) => {
		const id = PIPER[symbol];
		if (id === undefined) return;
		ids.push(id, 0);
		owners.push(owner, owner);
	};
	words.forEach((word, i) => {
		if (i > 0) push(' ', -1);
		for (const symbol of toIpa(word.code)) push(symbol, word.owner);
		if (word.pause) push(PIPER_PAUSE[word.pause] ?? word.pause, -1);
	});
	ids.push(PIPER.$!);
	owners.push(-1);
	return { ids, owners };
}
