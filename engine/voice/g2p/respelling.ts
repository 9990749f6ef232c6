/**
 * Respellings: how people write down the sound of a name ("shiv-AWN"). Syllables are joined by hyphens, the stressed one is in capitals;
 * every spelling reads the same wherever it stands.
 */
import { addStress, isVowel, withoutStress } from './alphabet';

/** Spelling → code, longest first. */
const RESPELLING: [string, string][] = [
	['eye', 'I'], ['tch', 'C'], ['igh', 'I'], ['dzh', 'J'], ['air', 'er'],  ['ear', '1r'], ['eer', '1r'], ['oor', 'Ur'], ['yoo', 'ju'], ['kw', 'kw'],
	['aw', 'c'], ['au', 'c'], ['ah', 'a'], ['ay', 'A'], ['ai', 'A'], ['ee', 'i'], ['ea', 'i'], ['eh', 'e'], ['ih', '1'], ['oh', 'O'], ['oa', 'O'],
	['oo', 'u'], ['ow', 'W'], ['ou', 'W'], ['oy', 'Y'], ['oi', 'Y'], ['uh', 'x'], ['uu', 'U'], ['ar', 'ar'], ['or', 'cr'], ['er', '3r'], ['ur', '3r'],
	['ir', '3r'], ['ey', 'A'], ['ei', 'A'], ['ie', 'I'], ['ew', 'u'], ['ue', 'u'], ['oe', 'O'], ['ae', 'A'], ['aa', 'a'], ['zh', 'Z'], ['sh', 'S'], ['ch', 'C'], ['th', '0'], ['dh', 'D'], ['ng', 'N'], ['ph', 'f'], ['ck', 'k'], ['qu', 'kw'], ['kh', 'k'], ['gh', 'g'], ['tz', 'ts'],
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

const VOWEL_SPELLING: Record<string, string> = { A: 'ay', O: 'oh', W: 'ow', Y: 'oy', i: 'ee', u: 'oo', a: 'ah', c: 'aw', '6': 'uh', x: 'uh', '2': 'uh', '8': 'uh', '3': 'er', '7': 'ih', U: 'uu' }; // prettier-ignore
const BEFORE_R: Record<string, string> = { '3': 'er', x: 'er', a: 'ar', c: 'or', e: 'air', '1': 'eer', i: 'eer', U: 'oor' };
const CONSONANT_SPELLING: Record<string, string> = { D: 'dh', N: 'ng', S: 'sh', Z: 'zh', J: 'j', C: 'ch', '0': 'th', T: 't', j: 'y' };
/** Consonants that may begin a syllable together. */
const ONSET = /^(?:[pbtdkgf0S]r|[pbkgfs]l|s[ptkmnwf]|[tdkgs0]w|s[ptk]r|s[pk]l|skw|[^N]j?|)$/;

interface Syllable {
	onset: string;
	vowel: string;
	coda: string;
	stressed: boolean;
}

function syllables(code: string): Syllable[] {
	const out: Syllable[] = [];
	let waiting = '';
	for (let i = 0; i < code.length; i++) {
		const c = code[i]!;
		if (c === "'" || c === ',') continue;
		if (!isVowel(c)) {
			waiting += c;
			continue;
		}
		const before = out.at(-1);
		let from = 0;
		if (before) {
			// An r stays with a vowel that it colours; a short "a" needs a consonant to close its syllable.
			if (waiting[0] === 'r' && before.vowel in BEFORE_R && (before.vowel === '3' || before.vowel === 'x' || waiting.length > 1)) from = 1;
			else if (before.vowel === '@' && waiting) from = 1;
			while (!ONSET.test(waiting.slice(from))) from++;
			before.coda = waiting.slice(0, from);
		}
		out.push({ onset: waiting.slice(from), vowel: c, coda: '', stressed: code[i - 1] === "'" });
		waiting = '';
	}
	if (out.length) out.at(-1)!.coda = waiting;
	return out;
}

/** Code → "shiv-AWN". What is written so is read back as the same sounds by {@link fromRespelling}, weak vowels apart. */
export function toRespelling(code: string): string {
	const parts = syllables(code);
	const written = parts.map(({ onset, vowel, coda }) => {
		const consonants = (text: string) => [...text].map((c) => CONSONANT_SPELLING[c] ?? c).join('');
		const coloured = coda.startsWith('r') ? BEFORE_R[vowel] : undefined;
		if (coloured) return consonants(onset) + coloured + consonants(coda.slice(1));
		let middle = VOWEL_SPELLING[vowel];
		if (vowel === 'I') middle = coda || !onset || onset.endsWith('j') ? 'igh' : 'y';
		else if (vowel === '@') middle = 'a';
		else if (vowel === 'e') middle = /^[bdfgkmnpstvzSJC0]/.test(coda) ? 'e' : 'eh';
		else if (vowel === '1') middle = /^[bdfkmnpstvzSJC0N]/.test(coda) ? 'i' : 'ih';
		return consonants(onset) + middle + consonants(coda);
	});
	const several = parts.length > 1;
	return written.map((text, i) => (several && parts[i]!.stressed ? text.toUpperCase() : text)).join('-') || withoutStress(code);
}
