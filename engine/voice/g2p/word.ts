/** One word → sounds: user's lexicon, dictionary, inflection, letters, derivation, compound, and last the learnt tree. */
import { addStress, demoteStress, isVowel, withoutStress } from './alphabet';
import { compound, derived, inflection, stemOf } from './affixes';
import { tierOf, variant, type Dictionary } from './dictionary';
import { smallNumber } from '../normalise/numbers';
import type { Lexicon } from './lexicon';
import { soundOut, type Tree } from './tree';

/** Where a word's sounds came from; "guessed" is the letter-to-sound tree alone. */
export type SoundSource = 'user' | 'gold' | 'silver' | 'cmu' | 'suffix' | 'derived' | 'compound' | 'letters' | 'guessed' | 'none';
export interface Sounds {
	code: string;
	source: SoundSource;
}

/** What stands around the word. */
export interface Context {
	/** N noun, V verb, J adjective, R adverb, D determiner, P past tense, or wink's own name, or ''. */
	tag: string;
	/** Whether the next sound is a vowel; null before a pause. */
	vowelFollows: boolean | null;
	first: boolean;
	/** The whole sentence is in capitals. */
	shouting: boolean;
	previous: string;
	beforePrevious: string;
	next: string;
	verbAfterNext: boolean;
	/** Something else in the sentence is in the past. */
	past: boolean;
	nameFollows: boolean;
}

const LETTER_OF: Record<string, string> = {
	ø: 'o', ł: 'l', ß: 'ss', đ: 'd', ð: 'th', þ: 'th', æ: 'e', œ: 'e', ñ: 'ny', ç: 's', š: 'sh', č: 'ch', ž: 'zh', ć: 'ch', ś: 'sh', ź: 'zh',
	ş: 'sh', ţ: 'ts', ț: 'ts', ș: 'sh', ğ: '', ı: 'i', å: 'o',
}; // prettier-ignore
/** Latin letters without their marks. */
export const fold = (word: string): string =>
	word
		.replace(/[øłßđðþæœı]/gi, (c) => LETTER_OF[c.toLowerCase()] ?? c)
		.normalize('NFD')
		.replace(/\p{M}/gu, '');

const PARTICLES: Record<string, string> = {
	de: 'dx', del: 'del', di: 'di', du: 'du', la: 'la', el: 'el', von: 'van', van: 'v@n', der: 'der', den: 'den', bin: 'b1n', al: 'al',
}; // prettier-ignore
export const isNameParticle = (word: string): boolean => word in PARTICLES;
const CONTRACTIONS: Record<string, string> = { "n't": '2nt', "'ll": '2l', "'ve": 'xv', "'re": 'xr', "'d": 'd', "'m": 'm' };
const LEAD_METAL =
	/^(pipes?|paints?|poisoning|acid|bullets?|shot|free|weights?|roof|solder|crystal|batter(y|ies)|exposure|levels?|contamination|dust|ore|mines?)$/;
const FISH = /^(sea|largemouth|smallmouth|striped|fish|fishing|caught|catch|lake|river|trout)$/;
export const BE = /^(am|is|are|was|were|be|been|being|'s|isn't|wasn't|weren't|aren't)$/;
export const DETERMINER = /^(the|a|an|this|that|these|those|my|your|his|her|its|our|their|no|some|any|every|each|one|another)$/;
const BASE_FORM_AFTER =
	/^(to|will|would|can|could|should|shall|may|might|must|do|does|did|don't|didn't|doesn't|won't|can't|couldn't|wouldn't|let's|please|not|never|always|often|i|you|we|they|who|and|then|'ll)$/;
const MODAL = /^(to|will|would|can|could|should|shall|may|might|must|do|does|did|don't|didn't|doesn't|'ll|please|not)$/;

export class Pronouncer {
	constructor(
		private readonly dictionary: Dictionary,
		private readonly tree: Tree,
		private readonly lexicon: Lexicon = new Map(),
	) {}

	/** The letters' names, the last one stressed. */
	letters(word: string): string {
		const names = [...word.toUpperCase()].flatMap((letter) => {
			const name = this.dictionary.find(letter);
			return name ? [addStress(withoutStress(name), ',')] : [];
		});
		const last = names.length - 1;
		if (last >= 0) names[last] = names[last]!.replace(',', "'");
		return names.join('');
	}

	/** Sounds of a word in its context; code '' when it has none. */
	say(word: string, context: Context): Sounds {
		const lower = word.toLowerCase();
		const own = this.lexicon.get(lower) ?? this.lexicon.get(lower.replace(/('s|')$/, ''));
		if (own && 'code' in own)
			return { code: lower.endsWith("'s") && !this.lexicon.has(lower) ? inflection.s(own.code) : own.code, source: 'user' };
		const fixed = this.fixedByContext(word, lower, context);
		if (fixed !== null) return { code: fixed, source: 'gold' };
		if (/^(read|reread|wound)$/.test(lower)) context = { ...context, tag: this.tense(lower, context) };
		if (word === lower && isNameParticle(word) && context.nameFollows) return { code: PARTICLES[word]!, source: 'gold' };
		return this.known(word, context) ?? this.built(word, lower, context);
	}

	/** Words whose sound hangs on their neighbours rather than on their part of speech. */
	private fixedByContext(
		word: string,
		lower: string,
		{ tag, vowelFollows, previous, beforePrevious, next, verbAfterNext }: Context,
	): string | null {
		switch (lower) {
			case 'the':
				return vowelFollows ? 'Di' : 'Dx';
			case 'a':
				return tag === 'D' || word === 'a' ? '8' : null;
			case 'an':
				return '8n';
			case 'to':
				return vowelFollows === null ? 'tu' : vowelFollows ? 'tU' : 'tx';
			case 'in':
				return word === 'IN' ? null : vowelFollows === null || tag !== 'ADP' ? "'1n" : '1n';
			case 'i':
				return word === 'I' ? ',I' : null;
			case 'used':
				return next === 'to' && !(BE.test(previous) && verbAfterNext) ? "j'ust" : "j'uzd";
			case 'lead':
				if (LEAD_METAL.test(next)) return BASE_FORM_AFTER.test(previous) ? null : "l'ed";
				return (tag !== 'V' || previous === 'of') &&
					/^(of|molten|liquid|heavy|toxic|contains?|containing)$/.test(previous) &&
					vowelFollows === null
					? "l'ed"
					: null;
			case 'live':
				return /^(broadcast|streamed|stream|streaming|go|goes|going|went|gone|aired|performed|perform|performing|played|recorded|shown|watch|watched|is|was|are|were|be|been)$/.test(
					previous,
				)
					? "l'Iv"
					: null;
			case 'bow':
				return previous === 'a' && /^t(ake|akes|ook|aken|aking)$/.test(beforePrevious) ? "b'W" : null;
			case 'bass':
				return FISH.test(previous) || FISH.test(next) ? "b'@s" : "b'As";
			case 'resume':
				return DETERMINER.test(previous) ? "r'ezxm,A" : null;
			default:
				return null;
		}
	}

	private tense(word: string, { tag, previous, past }: Context): string {
		if (word === 'wound') return tag === 'V' ? 'P' : tag;
		if (BE.test(previous) || /^(have|has|had|'ve|having|be|well|widely)$/.test(previous)) return 'P';
		if (past && !MODAL.test(previous)) return 'P';
		return tag === 'V' && previous && !BASE_FORM_AFTER.test(previous) ? 'P' : 'V';
	}

	/** The dictionary, minding capitals: acronyms read as words or spelt, inflected forms. */
	private known(word: string, context: Context): Sounds | null {
		const { dictionary } = this;
		const lower = word.toLowerCase();
		const upper = word === word.toUpperCase() && /[A-Z]/.test(word) && word.length > 1;
		const spell = (): Sounds => ({ code: this.letters(word), source: 'letters' });
		const choose = (value: string): string | null => variant(value, context.tag, context.vowelFollows === null);
		if (upper && context.shouting) {
			const value = dictionary.find(lower);
			const code = value && !/[~^]/.test(value[0]!) ? choose(value) : null;
			if (code) return { code, source: 'gold' };
		}
		if (upper && !context.shouting) {
			const value = dictionary.find(word);
			if (value) {
				const code = context.tag === 'N' || !context.tag ? variant(value, 'N', false) : choose(value);
				return code === null ? spell() : { code: addStress(code, "'"), source: tierOf(value) };
			}
			const asWord = dictionary.find(lower);
			if (asWord && !/[~^]/.test(asWord[0]!) && (word.length >= 5 || (word.length === 4 && context.tag !== 'N'))) {
				const code = choose(asWord);
				if (code) return { code: addStress(code, "'"), source: 'gold' };
			}
			const sayable = /^[^AEIOU]{0,2}[AEIOU][^AEIOU]{1,2}[AEIOU][^AEIOU]{0,2}([AEIOU][^AEIOU]{0,2})?$/.test(word);
			if (word.length < 5 || !sayable) if (/^[A-Z]+$/.test(word)) return spell();
		}
		let value = dictionary.find(word) ?? (word === lower ? null : dictionary.find(lower)) ?? dictionary.findAnyCase(lower);
		// CMUdict reads "SpaceX" wrongly: such words are better said in parts.
		if (value?.[0] === '^' && /\p{Ll}\p{Lu}/u.test(word)) value = null;
		if (value?.[0] === '^') {
			const stem = stemOf(lower, dictionary);
			const code = stem && stem.value[0] !== '^' ? choose(stem.value) : null;
			if (stem && code) return { code: stem.change(code), source: 'suffix' };
		}
		if (value) {
			const code = choose(value);
			if (code === null) return spell();
			return { code: word !== lower && !context.first ? addStress(code, ',') : code, source: tierOf(value) };
		}
		const stem = (word === lower ? null : stemOf(word, dictionary)) ?? stemOf(lower, dictionary);
		const code = stem ? choose(stem.value) : null;
		return stem && code ? { code: stem.change(code), source: 'suffix' } : null;
	}

	/** Words outside the dictionary. */
	private built(word: string, lower: string, context: Context): Sounds {
		const contraction = /^(.+?)(n't|'ll|'ve|'re|'d|'m)$/i.exec(word);
		if (contraction) {
			const base = this.say(contraction[1]!, context);
			const ending = contraction[2]!.toLowerCase();
			let sound = CONTRACTIONS[ending]!;
			if (ending === "'d" && /[td]$/.test(base.code)) sound = '1d';
			if (ending === "'ll" && isVowel(base.code.at(-1))) sound = 'l';
			return { code: base.code + sound, source: base.source };
		}
		const possessive = /^(.+)'s$|^(.+s)'$/i.exec(word);
		if (possessive) {
			const base = this.say(possessive[1] ?? possessive[2]!, context);
			return { code: possessive[1] ? inflection.s(base.code) : base.code, source: base.source };
		}
		if (/^[A-Z]{2,}s$/.test(word)) {
			const base = this.say(word.slice(0, -1), context);
			return { code: inflection.s(base.code), source: base.source };
		}
		if (/^([A-Za-z]\.)+[A-Za-z]?\.?$/.test(word)) return { code: this.letters(word.replace(/\./g, '')), source: 'letters' };
		const part = { ...context, vowelFollows: false };
		if (/[-/_.]/.test(word)) return this.joined(word.split(/[-/_.]+/).filter(Boolean), part);
		const seam = /\p{Ll}\p{Lu}|\p{Lu}(?=\p{Lu}\p{Ll})|\p{L}\d|\d\p{L}/u.exec(word);
		if (seam && !/^Ma?c\p{Lu}/u.test(word)) {
			const at = seam.index + 1;
			return this.joined([word.slice(0, at), word.slice(at)], { ...part, tag: 'N' });
		}
		if (/^\d+$/.test(word)) return this.joined(smallNumber(Number(word)).split(' '), part);
		const scottish = /^(Ma?c)(\p{Lu}\p{Ll}+)$/u.exec(word);
		if (scottish) {
			const base = this.say(scottish[2]!, context);
			return { code: `mx${base.code.startsWith('k') ? '' : 'k'}${base.code}`, source: base.source };
		}
		const folded = fold(word);
		const found = folded === word ? null : this.known(folded, context);
		if (found) return found;
		const plain = folded.toLowerCase().replace(/[^a-z]/g, '');
		if (!plain) return { code: '', source: 'none' };
		if (plain.length === 1 || !/[aeiouy]/.test(plain)) return { code: this.letters(plain), source: 'letters' };
		const name = word !== lower;
		const early = name ? null : derived(plain, this.dictionary);
		if (early) return { code: early, source: 'derived' };
		const two = compound(plain, name ? 4 : 3, this.dictionary);
		if (two) return { code: two, source: 'compound' };
		const late = derived(plain, this.dictionary);
		if (late) return { code: late, source: 'derived' };
		const latin = [...lower]
			.map((c) => LETTER_OF[c] ?? c)
			.join('')
			.normalize('NFD')
			.replace(/[^a-z]/g, '');
		const code = soundOut(latin, this.tree);
		return code === null ? { code: this.letters(plain), source: 'letters' } : { code, source: 'guessed' };
	}

	/** Parts of one word: the last spelt part, or the first stressed one, keeps the main stress. */
	private joined(words: string[], context: Context): Sounds {
		const parts = words
			.map((word) => ({ ...this.say(word, context), acronym: word.length > 1 && word === word.toUpperCase() && /[A-Z]/.test(word) }))
			.filter((part) => part.code);
		if (parts.length === 0) return { code: '', source: 'none' };
		const spelt = parts.findIndex((part) => part.source === 'letters' || part.acronym);
		const main = spelt >= 0 ? spelt : Math.max(0, parts.findIndex((part) => part.code.includes("'"))); // prettier-ignore
		return {
			code: parts.map(({ code }, i) => (i === main ? addStress(code, "'") : demoteStress(code))).join(''),
			source: parts.some((part) => part.source === 'guessed') ? 'guessed' : 'compound',
		};
	}
}
