/**
 * Phonemes. Dictionaries and rules use one ASCII byte a phoneme ("code"), which keeps the dictionary small and regular
 * expressions short; Kokoro reads the symbols of its training alphabet (misaki's), Piper reads espeak's IPA.
 * Capitals A I O W Y are the diphthongs of day, my, go, now, boy; `'` and `,` mark primary and secondary stress and stand
 * directly before the vowel.
 */
const SYMBOL_OF_CODE: Record<string, string> = {
	'@': 'æ', // cat
	a: 'ɑ', // car
	c: 'ɔ', // law
	e: 'ɛ', // bed
	'1': 'ɪ', // bit
	'3': 'ɜ', // bird
	U: 'ʊ', // book
	'6': 'ʌ', // cup
	x: 'ə', // about
	'2': 'ᵊ', // table
	'7': 'ᵻ', // boxes
	'8': 'ɐ', // the article "a"
	D: 'ð',
	N: 'ŋ',
	S: 'ʃ',
	Z: 'ʒ',
	J: 'ʤ',
	C: 'ʧ',
	'0': 'θ',
	g: 'ɡ',
	r: 'ɹ',
	"'": 'ˈ',
	',': 'ˌ',
};
const CODE_OF_SYMBOL: Record<string, string> = {
	...Object.fromEntries(Object.entries(SYMBOL_OF_CODE).map(([a, b]) => [b, a])),
	ɾ: 'T',
	ʔ: 't',
	ɚ: 'xr',
};

/** All vowel codes; `[${VOWELS}]` is safe inside a regular expression. */
export const VOWELS = 'AIOWYiuace@x31U6278';
const vowelSet = new Set(VOWELS);
export const isVowel = (code: string | undefined): boolean => code !== undefined && vowelSet.has(code);

/** Code → Kokoro's symbols. */
export const toSymbols = (code: string): string => code.replace(/./g, (c) => SYMBOL_OF_CODE[c] ?? c);
/** IPA that the voices' English lacks, as an English speaker says it. */
const FOREIGN: Record<string, string> = { o: 'O', x: 'k', y: 'u', ɒ: 'ɑ', ʁ: 'ɹ', r: 'ɹ', ɲ: 'nj', ç: 'h', ø: 'ɜɹ', œ: 'ɜɹ' };

/** Kokoro's (or plain IPA) symbols → code; what has no code is dropped. */
export const fromSymbols = (symbols: string): string =>
	[
		...symbols
			.replace(/eɪ/g, 'A')
			.replace(/aɪ/g, 'I')
			.replace(/oʊ/g, 'O')
			.replace(/aʊ/g, 'W')
			.replace(/ɔɪ/g, 'Y')
			.replace(/dʒ/g, 'J')
			.replace(/tʃ/g, 'C')
			.replace(/ː/g, '')
			.replace(/[oxyɒʁrɲçøœ]/g, (c) => FOREIGN[c]!),
	]
		.map((c) => CODE_OF_SYMBOL[c] ?? c)
		.join('')
		.replace(/[^@acexrgiu0-8UDNSZJCTAIOWYbdfhjklmnpstvwz',]/g, '');

/** One code → espeak's IPA, as Piper's voices were trained on it. `r` after a vowel joins it (ɜː, ɚ, ɑːɹ). */
const IPA_OF_CODE: Record<string, string> = {
	A: 'eɪ',
	I: 'aɪ',
	O: 'oʊ',
	W: 'aʊ',
	Y: 'ɔɪ',
	J: 'dʒ',
	C: 'tʃ',
	T: 'ɾ',
	'2': 'ə',
	a: 'ɑː',
	c: 'ɔː',
	u: 'uː',
};

/** Code of one word → espeak's IPA. */
export function toIpa(code: string): string {
	let out = '';
	for (let i = 0; i < code.length; i++) {
		const c = code[i]!;
		const next = code[i + 1];
		if (c === '3' && next === 'r') {
			out += 'ɜː';
			i++;
		} else if (c === 'x' && next === 'r' && !isVowel(code[i + 2]) && code[i + 2] !== "'" && code[i + 2] !== ',') {
			out += 'ɚ';
			i++;
		} else if (c === 'c' && next === 'r') out += 'ɔː';
		else if (c === 'i') {
			// espeak writes a long vowel under stress and inside a word, a short one at a word's end.
			const stressed = code[i - 1] === "'" || code[i - 1] === ',';
			out += stressed || (next !== undefined && !isVowel(next)) ? 'iː' : 'i';
		} else out += IPA_OF_CODE[c] ?? SYMBOL_OF_CODE[c] ?? c;
	}
	return out;
}

/** Marks the first vowel as stressed unless the word carries a stress already. */
export const addStress = (code: string, mark: "'" | ','): string =>
	/[',]/.test(code) ? code : code.replace(new RegExp(`[${VOWELS}]`), `${mark}$&`);
/** Primary stress becomes secondary. */
export const demoteStress = (code: string): string => code.replace(/,/g, '').replace(/'/g, ',');
export const withoutStress = (code: string): string => code.replace(/[',]/g, '');
