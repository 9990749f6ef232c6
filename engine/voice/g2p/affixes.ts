/** Words built from known ones: inflections, derivations, compounds. Sounds are codes of alphabet.ts. */
import { addStress, demoteStress } from './alphabet';
import { variant, type Dictionary } from './dictionary';

type Change = (code: string) => string;
const FLAP = /[AIOWYiuace@x31U6r]t$/;

/** Endings by the sound they meet (cats, dogs, boxes; walked, begged, waited). */
export const inflection = {
	s: (code: string) => code + (/[ptkf0]$/.test(code) ? 's' : /[szSZCJ]$/.test(code) ? '7z' : 'z'),
	ed: (code: string) => {
		if (/[pkf0SsC]$/.test(code)) return `${code}t`;
		if (FLAP.test(code)) return `${code.slice(0, -1)}T7d`;
		return /[dt]$/.test(code) ? `${code}7d` : `${code}d`;
	},
	ing: (code: string) => (FLAP.test(code) ? `${code.slice(0, -1)}T1N` : `${code}1N`),
};

/** Dictionary value of the stem of an inflected lower-case word, and what its ending does to the sound. */
export function stemOf(word: string, dictionary: Dictionary): { value: string; change: Change } | null {
	// A stem from misaki's lists beats one from CMUdict: CMUdict's names look like stems too often.
	return findStem(word, dictionary, true) ?? findStem(word, dictionary, false);
}

function findStem(word: string, dictionary: Dictionary, withoutNames: boolean): { value: string; change: Change } | null {
	const attempt = (stem: string, change: Change) => {
		const value = stem.length > 1 ? dictionary.findAnyCase(stem) : null;
		return value && !(withoutNames && value[0] === '^') ? { value, change } : null;
	};
	const { s, ed, ing } = inflection;
	if (word.endsWith("'s")) return attempt(word.slice(0, -2), s);
	if (word.endsWith("s'")) return attempt(word.slice(0, -1), (code) => code) ?? attempt(word.slice(0, -2), s);
	if (/[^s]s$/.test(word) && word.length > 3) {
		const plain = attempt(word.slice(0, -1), s);
		if (plain || !/es$/.test(word) || word.length <= 4) return plain;
		return /ies$/.test(word) ? attempt(`${word.slice(0, -3)}y`, s) : attempt(word.slice(0, -2), s);
	}
	const doubled = (ending: number) => {
		const base = word.slice(0, -ending);
		return /([bdgklmnprtvz])\1$/.test(base) ? base.slice(0, -1) : '';
	};
	if (/ed$/.test(word) && word.length > 4) {
		return (
			(/ied$/.test(word) ? attempt(`${word.slice(0, -3)}y`, ed) : null) ??
			attempt(word.slice(0, -1), ed) ??
			attempt(word.slice(0, -2), ed) ??
			attempt(doubled(2), ed)
		);
	}
	if (/ing$/.test(word) && word.length > 5) {
		return attempt(word.slice(0, -3), ing) ?? attempt(`${word.slice(0, -3)}e`, ing) ?? attempt(doubled(3), ing);
	}
	return null;
}

const SUFFIXES: [string, string][] = [
	['ly', 'li'], ['ness', 'nxs'], ['less', 'lxs'], ['ment', 'mxnt'], ['ful', 'fxl'], ['like', 'l,Ik'], ['ish', '1S'], ['ism', ',1z2m'],
	['ist', '1st'], ['able', 'xb2l'], ['er', 'xr'], ['est', '1st'], ['ship', 'S,1p'], ['wise', 'w,Iz'], ['gate', 'g,At'], ['y', 'i'],
]; // prettier-ignore
const PREFIXES: Record<string, string> = {
	un: ',6n', re: 'r,i', non: 'n,an', anti: ',@nti', micro: 'm,Ikr,O', multi: 'm,6lti', super: 's,upxr', hyper: 'h,Ipxr', mega: 'm,egx',
	nano: 'n,@nO', cyber: 's,Ibxr', over: ',Ovxr', under: ',6ndxr', pre: 'pr,i', post: 'p,Ost', sub: 's,6b', inter: ',1ntxr', semi: 's,emi',
	auto: ',cTO', bio: 'b,IO', neuro: 'n,UrO', crypto: 'kr,1ptO', geo: 'J,iO', eco: ',ikO', photo: 'f,OTO', astro: '@strO', mis: 'm,1s',
	dis: 'd,1s', de: 'd,i', co: 'k,O', paleo: 'p,AliO', electro: '1l,ektrO', hydro: 'h,IdrO', thermo: '0,3rmO',
}; // prettier-ignore

/** A known stem with a derivational prefix or suffix. */
export function derived(word: string, dictionary: Dictionary): string | null {
	for (const [suffix, sound] of SUFFIXES) {
		if (!word.endsWith(suffix) || word.length - suffix.length < 4) continue;
		const base = word.slice(0, -suffix.length);
		const stems = [base];
		if (/([bdgklmnprt])\1$/.test(base)) stems.push(base.slice(0, -1));
		if (base.endsWith('i')) stems.push(`${base.slice(0, -1)}y`);
		if (/^[eiay]/.test(suffix)) stems.push(`${base}e`);
		for (const stem of stems) {
			const value = dictionary.find(stem);
			if (!value || (/[~^]/.test(value[0]!) && stem.length <= 4)) continue;
			const code = variant(value, 'N', false);
			if (code) return code.replace(/2l$/, suffix === 'ly' ? '2' : '2l') + sound;
		}
	}
	for (const [prefix, sound] of Object.entries(PREFIXES)) {
		if (!word.startsWith(prefix) || word.length - prefix.length < 4) continue;
		const base = word.slice(prefix.length);
		const value = dictionary.find(base);
		const code = value ? variant(value, 'N', false) : null;
		if (code) return sound + code;
		const stem = stemOf(base, dictionary);
		const stemCode = stem ? variant(stem.value, 'V', false) : null;
		if (stem && stemCode) return sound + stem.change(stemCode);
	}
	return null;
}

/** Two gold words in one, split so that the shorter one is as long as possible and at least `least` letters. */
export function compound(word: string, least: number, dictionary: Dictionary): string | null {
	let best: string | null = null;
	let bestLength = 0;
	for (let i = 3; i <= word.length - 3; i++) {
		const shorter = Math.min(i, word.length - i);
		if (Math.max(i, word.length - i) < 4 || shorter < least || shorter <= bestLength) continue;
		const first = dictionary.find(word.slice(0, i));
		if (!first || /[~^]/.test(first[0]!)) continue;
		let second = dictionary.find(word.slice(i));
		let change: Change = (code) => code;
		if (!second || /[~^]/.test(second[0]!)) {
			const stem = stemOf(word.slice(i), dictionary);
			if (!stem) continue;
			second = stem.value;
			change = stem.change;
		}
		const a = variant(first, 'N', false);
		const b = variant(second, 'N', false);
		if (!a || !b) continue;
		bestLength = shorter;
		best = addStress(a, "'") + demoteStress(addStress(change(b), "'"));
	}
	return best;
}
