/**
 * The pronouncing dictionary: one sorted ASCII blob, "\nword\tvalue\n…", searched by bisection over its bytes
 * (about 1 µs a look-up, 5 MB of memory, nothing parsed at start).
 *
 * Value: codes of alphabet.ts. A first "~" marks misaki's silver list, "^" CMUdict; no mark is misaki's gold list.
 * "|Vxxx" are variants by part of speech: N noun, V verb, J adjective, R adverb, P past tense, D determiner, 0 before a pause;
 * an empty variant means "spell it out".
 */
import { fromSymbols } from './alphabet';

export type Tier = 'gold' | 'silver' | 'cmu';

type MisakiEntry = string | Record<string, string | null>;
const VARIANTS: Record<string, string> = { NOUN: 'N', VERB: 'V', ADJ: 'J', ADV: 'R', None: '0', VBD: 'P', DT: 'D' };

/**
 * Builds the blob from misaki's two JSON files and CMUdict's text.
 * CMUdict only adds words that misaki lacks, capitalised, since nearly all of them are names.
 */
export function buildDictionary(gold: Record<string, MisakiEntry>, silver: Record<string, MisakiEntry>, cmudict: string): Buffer {
	const entries = new Map<string, string>();
	for (const [word, value] of Object.entries(silver)) if (typeof value === 'string') entries.set(word, `~${fromSymbols(value)}`);
	for (const [word, value] of Object.entries(gold)) {
		if (typeof value === 'string') {
			entries.set(word, fromSymbols(value));
			continue;
		}
		let text = fromSymbols(value.DEFAULT ?? '');
		for (const [tag, letter] of Object.entries(VARIANTS)) {
			if (!(tag in value) || value[tag] === value.DEFAULT) continue;
			text += `|${letter}${value[tag] === null ? '' : fromSymbols(value[tag]!)}`;
		}
		entries.set(word, text);
	}
	for (const [word, code] of readCmudict(cmudict)) {
		const name = word[0]!.toUpperCase() + word.slice(1);
		if (!entries.has(word) && !entries.has(name)) entries.set(name, `^${code}`);
	}
	const ascii = (word: string) => /^[\x21-\x7e]+$/.test(word);
	const words = [...entries.keys()].filter(ascii).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
	return Buffer.from(`\n${words.map((word) => `${word}\t${entries.get(word)}`).join('\n')}\n`, 'latin1');
}

const ARPABET: Record<string, string> = {
	AA: 'a',
	AE: '@',
	AO: 'c',
	AW: 'W',
	AY: 'I',
	B: 'b',
	CH: 'C',
	D: 'd',
	DH: 'D',
	EH: 'e',
	EY: 'A',
	F: 'f',
	G: 'g',
	HH: 'h',
	IH: '1',
	IY: 'i',
	JH: 'J',
	K: 'k',
	L: 'l',
	M: 'm',
	N: 'n',
	NG: 'N',
	OW: 'O',
	OY: 'Y',
	P: 'p',
	R: 'r',
	S: 's',
	SH: 'S',
	T: 't',
	TH: '0',
	UH: 'U',
	UW: 'u',
	V: 'v',
	W: 'w',
	Y: 'j',
	Z: 'z',
	ZH: 'Z',
};

/** CMUdict's lines (first pronunciation of plain lower-case words) as [word, code]. */
export function* readCmudict(text: string): Generator<[string, string]> {
	for (const line of text.split('\n')) {
		const match = /^([a-z]{2,}) ([A-Z0-9 ]+?)(?: #.*)?$/.exec(line.trimEnd());
		if (match) yield [match[1]!, fromArpabet(match[2]!.split(' '))];
	}
}

/** ARPAbet with stress digits → code, in misaki's habits: flapped t, syllabic l, reduced vowels. */
export function fromArpabet(phones: string[]): string {
	let out = '';
	phones.forEach((phone, i) => {
		const base = phone.replace(/\d/, '');
		const stress = phone.endsWith('1') ? "'" : phone.endsWith('2') ? ',' : '';
		const next = phones[i + 1];
		const previous = phones[i - 1] ?? '';
		if (base === 'ER') out += stress ? `${stress}3r` : 'xr';
		else if (base === 'AH') {
			const syllabic = !stress && next === 'L' && /^(B|D|F|G|K|P|S|T|V|Z|CH|JH)$/.test(previous) && !/\d$/.test(phones[i + 2] ?? '');
			out += stress ? `${stress}6` : syllabic ? '2' : 'x';
		} else if (base === 'T' && /(\d|^R)$/.test(previous) && next !== undefined && /0$/.test(next)) out += 'T';
		else out += stress + (ARPABET[base] ?? '');
	});
	return out;
}

export class Dictionary {
	constructor(private readonly bytes: Buffer) {}

	/** Raw value of exactly this word, or null. */
	find(word: string): string | null {
		const bytes = this.bytes;
		let low = 0;
		let high = bytes.length - 1;
		while (low < high) {
			let middle = (low + high) >> 1;
			while (middle > low && bytes[middle] !== 10) middle--;
			let at = middle + 1;
			let order = 0;
			for (let i = 0; ; i++, at++) {
				const byte = bytes[at]!;
				if (byte === 9) {
					order = i < word.length ? 1 : 0;
					break;
				}
				if (i >= word.length) {
					order = -1;
					break;
				}
				const want = word.charCodeAt(i);
				if (want !== byte) {
					order = want < byte ? -1 : 1;
					break;
				}
			}
			if (order === 0) return bytes.toString('latin1', at + 1, bytes.indexOf(10, at));
			if (order < 0) high = middle;
			else {
				const end = bytes.indexOf(10, at);
				if (end < 0 || end >= high) return null;
				low = end;
			}
		}
		return null;
	}

	/** As {@link find}, and a lower-case word also as a name. */
	findAnyCase(word: string): string | null {
		return this.find(word) ?? (word.length > 1 && word === word.toLowerCase() ? this.find(word[0]!.toUpperCase() + word.slice(1)) : null);
	}
}

export const tierOf = (value: string): Tier => (value[0] === '~' ? 'silver' : value[0] === '^' ? 'cmu' : 'gold');

/** The pronunciation of a value for a part of speech; null means "spell it out". */
export function variant(value: string, tag: string, beforePause: boolean): string | null {
	const [first, ...others] = (tierOf(value) === 'gold' ? value : value.slice(1)).split('|');
	if (others.length === 0) return first!;
	const byTag = new Map(others.map((other) => [other[0]!, other.slice(1)]));
	if (beforePause && byTag.get('0')) return byTag.get('0')!;
	if (byTag.has(tag)) return byTag.get(tag) || null;
	if (tag === 'P' && byTag.has('V')) return byTag.get('V') || null;
	return first!;
}
