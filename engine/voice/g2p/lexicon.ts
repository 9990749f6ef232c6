/**
 * The channel's own pronunciations. A value is either phonemes between slashes ("/ʃɪvˈɔn/") or a respelling of plain
 * syllables joined by hyphens with the stressed one in capitals ("shiv-AWN"); a value of plain words ("see quell") says these words instead.
 */
import { OperatorError } from '../../errors';
import { addStress, fromSymbols, isVowel } from './alphabet';

export type Lexicon = Map<string, { code: string } | { words: string[] }>;

// Longest spellings first; each reads the same wherever it stands.
const RESPELLING: [string, string][] = [
	['tch', 'C'], ['igh', 'I'], ['air', 'er'], ['are', 'er'], ['ear', '1r'], ['eer', '1r'], ['oor', 'Ur'], ['ire', 'Ixr'], ['yoo', 'ju'], ['kw', 'kw'],
	['aw', 'c'], ['au', 'c'], ['ah', 'a'], ['ay', 'A'], ['ai', 'A'], ['ee', 'i'], ['ea', 'i'], ['eh', 'e'], ['ih', '1'], ['oh', 'O'], ['oa', 'O'],
	['oo', 'u'], ['ow', 'W'], ['ou', 'W'], ['oy', 'Y'], ['oi', 'Y'], ['uh', 'x'], ['uu', 'U'], ['ar', 'ar'], ['or', 'cr'], ['er', '3r'], ['ur', '3r'],
	['ir', '3r'], ['ey', 'A'], ['ye', 'I'], ['zh', 'Z'], ['sh', 'S'], ['ch', 'C'], ['th', '0'], ['dh', 'D'], ['ng', 'N'], ['ph', 'f'], ['ck', 'k'], ['qu', 'kw'],
	['a', '@'], ['e', 'e'], ['i', '1'], ['o', 'a'], ['u', '6'], ['b', 'b'], ['c', 'k'], ['d', 'd'], ['f', 'f'], ['g', 'g'], ['h', 'h'], ['j', 'J'],
	['k', 'k'], ['l', 'l'], ['m', 'm'], ['n', 'n'], ['p', 'p'], ['q', 'k'], ['r', 'r'], ['s', 's'], ['t', 't'], ['v', 'v'], ['w', 'w'], ['x', 'ks'],
	['y', 'j'], ['z', 'z'],
]; // prettier-ignore

/** One respelled syllable → code without stress. A silent final e lengthens the vowel ("nyte", "kate"). */
function syllable(text: string): string {
	const silent = /^(.*?)([aiouy])([bdfgklmnpstvz])e$/.exec(text);
	if (silent) {
		const long: Record<string, string> = { a: 'A', i: 'I', o: 'O', u: 'u', y: 'I' };
		return syllable(silent[1]!) + long[silent[2]!]! + syllable(silent[3]!);
	}
	let out = '';
	for (let i = 0; i < text.length;) {
		const hit = RESPELLING.find(([spelling]) => text.startsWith(spelling, i));
		if (!hit) {
			i++;
			continue;
		}
		const ending = i + hit[0].length === text.length;
		if (hit[0] === 'y' && i > 0) out += ending ? (/[aeiou]/.test(text) ? 'i' : 'I') : /[aeiouy]/.test(text[i + 1]!) ? 'j' : '1';
		else if (ending && /^[eio]$/.test(hit[0]) && /^[^aeiouy]*[eio]$/.test(text)) out += { e: 'i', i: 'i', o: 'O' }[hit[0]]!;
		else if (ending && hit[0] === 'a') out += 'a';
		else out += hit[1];
		i += text.startsWith(text[i]! + text[i]!, i) && hit[0].length === 1 ? 2 : hit[0].length;
	}
	return out;
}

/** "shiv-AWN" → code. Without capitals the first syllable is stressed. */
export function fromRespelling(text: string): string {
	const parts = text.split(/[-·\s]+/).filter(Boolean);
	const anyStress = parts.length > 1 && parts.some((part) => part.length > 1 && part === part.toUpperCase());
	return parts
		.map((part, i) => {
			const code = syllable(part.toLowerCase());
			const stressed = anyStress ? part.length > 1 && part === part.toUpperCase() : i === 0;
			return stressed ? addStress(code.replace(/x/, '6'), "'") : code.replace(/3r/, 'xr');
		})
		.join('');
}

/**
 * Reads a channel's pronunciations.
 * @throws OperatorError INPUT naming the word whose pronunciation cannot be read.
 */
export function readLexicon(pronunciations: Record<string, string>): Lexicon {
	const lexicon: Lexicon = new Map();
	for (const [word, raw] of Object.entries(pronunciations)) {
		const text = raw.trim();
		if (!text || !word.trim()) continue;
		const slashes = /^\/(.+)\/$|^\[(.+)\]$/.exec(text);
		let entry: { code: string } | { words: string[] };
		if (slashes) entry = { code: fromSymbols(slashes[1] ?? slashes[2]!) };
		else if (/[-·]/.test(text) || !/\s/.test(text)) entry = { code: fromRespelling(text.normalize('NFD').replace(/\p{M}/gu, '')) };
		else entry = { words: text.split(/\s+/) };
		if ('code' in entry && ![...entry.code].some(isVowel)) {
			throw new OperatorError('INPUT', `The pronunciation “${raw}” of “${word}” has no sound that the voice knows`, {
				fix: 'Write it in syllables with the stressed one in capitals, such as shiv-AWN, or as phonemes between slashes, such as /ʃɪvˈɔn/.',
			});
		}
		lexicon.set(word.trim().toLowerCase(), entry);
	}
	return lexicon;
}
