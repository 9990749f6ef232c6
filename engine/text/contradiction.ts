/**
 * A last look at a statement that a sentence seems to carry: what changed between the two, word by word. Near copies with one word turned
 * round read well to a parser, so they are looked for here.
 */
import { otherSideOf } from './meaning/converse';
import { placeOf } from './meaning/graph';
import type { Graph, Unit } from './meaning/graph';
import { lemmaOf } from './meaning/lemma';
import { opposite } from './meaning/lexicon';

const OPPOSED = new Set(
	(
		'before/after earlier/later first/last above/below over/under up/down with/without for/against inside/outside more/less more/fewer most/least each/together all/some all/most all/many all/few all/half ' +
		'all/several every/some every/most some/no many/few most/few always/sometimes always/often always/usually always/never north/south east/west left/right early/late next/last won/lost win/lose wins/loses ' +
		'men/women male/female males/females day/night morning/evening high/low higher/lower longer/shorter faster/slower better/worse best/worst opened/closed open/close reopen/close reopened/closed rose/fell ' +
		'increase/decrease increased/decreased maximum/minimum least/most old/new top/bottom front/back begin/end start/end beginning/end quickly/slowly often/rarely warm/cold hot/cold heavy/light to/from'
	)
		.split(' ')
		.flatMap((pair) => [pair, pair.split('/').reverse().join('/')]),
);
const NEGATOR = /^(?:not|n't|no|never|none|nobody|nothing|neither|nor|without|hardly|barely|scarcely|cannot)$/;
const DENYING =
	/^(?:un\p{L}{4,}|in(?:correct|complete|accurate|visible|sufficient|dependent|active)|dis\p{L}{4,}|\p{L}+less|fail\p{L}*|refus\p{L}*|reject\p{L}*|den(?:y|ied|ies|ial)|avoid\p{L}*|prevent\p{L}*|stop\p{L}*|lack\p{L}*|miss\p{L}*|exclud\p{L}*|ban\p{L}*|forb\p{L}*|prohib\p{L}*|declin\p{L}*|oppos\p{L}*|few|little|doubt\p{L}*|impossible|abandon\p{L}*)$/u;
/** Words that may hide a denial in another wording. */
const SOFT = /^(?:less|fewer|only|too|except|yet|instead|rather|than|if|until|lost|out|free|last|first|same|alone|just)$/;
const MONTH_OR_DAY =
	/^(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/;

const tokens = (text: string): string[] => text.match(/[\p{L}\p{N}'’]+/gu) ?? [];
const lowered = (list: string[]): string[] => list.map((word) => word.toLowerCase());

/**
 * Why a statement says something else than the sentences that were found to tell it, or null.
 * @param told those sentences, normalised; @param page all sentences of the page, and its title
 */
export function contradiction(statement: string, told: string[], page: string[]): string | null {
	const mine = lowered(tokens(statement));
	const theirs = lowered(tokens(told.join(' ')));
	const ours = new Set(mine);
	const known = new Set(theirs);
	const added = mine.filter((word) => !known.has(word));
	const left = theirs.filter((word) => !ours.has(word));
	const negators = (list: string[]): number => list.filter((word) => NEGATOR.test(word)).length;
	// Told from its other side, "to" becomes "from".
	const aside = added.some((word) => left.some((other) => otherSideOf(lemmaOf(word, 'VBD'), lemmaOf(other, 'VBD'))));
	// "did not rise" for "fell" is no contradiction.
	if (negators(mine) === negators(theirs) || !negators(mine))
		for (const word of added)
			for (const other of left)
				if (
					!(aside && /^(?:to|from)$/.test(word)) &&
					(OPPOSED.has(`${word}/${other}`) || turned(word, other)) &&
					inPlace(mine, theirs, word, other)
				)
					return `"${word}" says the opposite of "${other}"`;
	// A negation that the sentence does not have in any form.
	const copied = added.length <= mine.length / 4;
	const denies = (list: string[]): number =>
		list.filter((word) => NEGATOR.test(word) || DENYING.test(word) || (!copied && SOFT.test(word))).length;
	if (
		added.some((word) => NEGATOR.test(word)) &&
		denies(mine) > denies(theirs) &&
		!left.some((word) => added.some((other) => turned(other, word)))
	)
		return 'the source does not deny this';
	// One that stands right before a word that is kept.
	if (!negators(mine) && !mine.some((word) => DENYING.test(word)))
		for (let k = 0; k + 1 < theirs.length; k++)
			if (/^(?:not|never|n't)$/.test(theirs[k]!) && theirs[k + 1] !== 'only' && ours.has(theirs[k + 1]!) && closeTo(mine, theirs, k))
				return 'the source denies this: "not" is missing';
	// "the fourth-largest" is not the largest, "far from conclusive" not conclusive.
	const source = told.join(' ').toLowerCase();
	for (const word of ours) {
		if (/est$/.test(word) && new RegExp(`(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\\dth)[- ]${word}`).test(source))
			if (!/(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\dth)[- ]/.test(statement.toLowerCase()))
				return `it is not the ${word} in the source`;
		if (word.length > 4 && /^\p{L}+$/u.test(word) && source.includes(`far from ${word}`) && !ours.has('far'))
			return `"${word}" is denied in the source`;
	}
	const day = added.find((word) => MONTH_OR_DAY.test(word) && word !== 'may');
	if (day && left.some((word) => MONTH_OR_DAY.test(word)) && told.length === 1) return `"${day}" is not in this sentence`;
	return mixedName(statement, page);
}

/** Whether the one stands where the other did: beside the same word, and not before another number. */
function inPlace(mine: string[], theirs: string[], word: string, other: string): boolean {
	const small = /^(?:the|a|an|of|by|in|on|at|to|and|had|has|have|is|are|was|were|that|it|its|than|for|with)$/;
	for (let i = 0; i < mine.length; i++) {
		if (mine[i] !== word) continue;
		for (let j = 0; j < theirs.length; j++) {
			if (theirs[j] !== other) continue;
			const [before, after] = [mine[i - 1], mine[i + 1]];
			if (/^\d/.test(after ?? '') && /^\d/.test(theirs[j + 1] ?? '') && after !== theirs[j + 1]) continue;
			const left = before === theirs[j - 1];
			const right = after === theirs[j + 1];
			if ((left && right) || (left && !small.test(before ?? 'the')) || (right && !small.test(after ?? 'the'))) return true;
		}
	}
	return false;
}

/** Opposites of the lexicon, as they stand or in their base form. */
function turned(a: string, b: string): boolean {
	// "sold to Elm", "Elm bought": the parse has compared who did what.
	if (otherSideOf(lemmaOf(a, 'VBD'), lemmaOf(b, 'VBD')) || otherSideOf(a, b)) return false;
	return (
		opposite(a, b, 'a') ||
		opposite(a, b, 'r') ||
		opposite(lemmaOf(a, 'VBD'), lemmaOf(b, 'VBD'), 'v') ||
		opposite(lemmaOf(a, 'VBZ'), lemmaOf(b, 'VBZ'), 'v')
	);
}

/** Whether the words around the source's negation are the statement's too: a near copy without it. */
function closeTo(mine: string[], theirs: string[], at: number): boolean {
	const after = theirs.slice(at + 1, at + 3).join(' ');
	const before = theirs[at - 1] ?? '';
	const text = ` ${mine.join(' ')} `;
	return text.includes(` ${before} ${after} `) || text.includes(` ${before} ${theirs[at + 1]} `);
}

const TITLE =
	/^(?:Dr|Mr|Mrs|Ms|Prof|Professor|Sir|Dame|Lord|Lady|Captain|Mayor|President|Minister|Judge|Bishop|King|Queen|Prince|Princess|Saint|St)$/;
/** Two words of different names set side by side: "Clara Renwick" of a Clara Voss and a Tobias Renwick. */
function mixedName(statement: string, page: string[]): string | null {
	const text = page.join(' \n ');
	const pairs = statement.matchAll(/(?<!^|[.!?:]["')]* )(\p{Lu}\p{Ll}+) (\p{Lu}\p{Ll}+)/gu);
	for (const [pair, first, second] of pairs) {
		if (
			text.includes(pair) ||
			TITLE.test(first!) ||
			text.includes(` ${first!.toLowerCase()} `) ||
			text.includes(` ${first!.toLowerCase()},`)
		)
			continue;
		const named = (word: string): boolean => new RegExp(`(?<=\\p{L}[,]? )${word}\\b`, 'u').test(text);
		const joined = (word: string, where: 'before' | 'after'): boolean =>
			new RegExp(where === 'after' ? `${word} \\p{Lu}\\p{Ll}` : `\\p{Lu}\\p{Ll}+ ${word}\\b`, 'u').test(text);
		if (named(first!) && named(second!) && joined(first!, 'after') && joined(second!, 'before'))
			return `nobody is called "${pair}" in the source`;
	}
	return null;
}

/** Whether two things of the sentence have changed places ("the size of Greenland, in the north of Malta"). */
export function placesExchanged(statement: Graph, source: Graph): boolean {
	const map = new Map<number, Unit>();
	for (const unit of statement.units) {
		if (!unit.name && unit.kind !== 'n' && !unit.quantity) continue;
		const same = source.units.filter((other) => other.lower === unit.lower);
		const own = statement.units.filter((other) => other.lower === unit.lower);
		if (same.length === 1 && own.length === 1) map.set(unit.i, same[0]!);
	}
	const pairs = [...map].map(([i, theirs]) => ({
		mine: placeOf(statement, statement.units[i]!),
		own: placeOf(source, theirs),
		unit: statement.units[i]!,
		theirs,
	}));
	for (const a of pairs)
		for (const b of pairs) {
			if (a.unit.i >= b.unit.i || a.unit.kind !== b.unit.kind || !!a.unit.quantity !== !!b.unit.quantity) continue;
			// Two names of one thing may stand either way round.
			if (/appos/.test(`${a.own.role} ${b.own.role} ${a.mine.role} ${b.mine.role}`)) continue;
			// "the University of Tarn", "the Tarn of University"
			const under = (place: { governor: number; role: string }, unit: Unit): boolean =>
				place.governor === unit.i && /^prep:|^poss$/.test(place.role);
			if ((under(b.mine, a.unit) && under(a.own, b.theirs)) || (under(a.mine, b.unit) && under(b.own, a.theirs))) return true;
			// Each hangs where the other did, in the other's role.
			const at = (governor: number): number => (governor < 0 ? -1 : (map.get(governor)?.i ?? sameWord(statement.units[governor]!, source)));
			if (
				a.mine.role === b.own.role &&
				b.mine.role === a.own.role &&
				(a.mine.role !== b.mine.role || at(a.mine.governor) !== at(b.mine.governor)) &&
				at(a.mine.governor) >= 0 &&
				at(a.mine.governor) === b.own.governor &&
				at(b.mine.governor) === a.own.governor
			)
				return true;
		}
	return false;
}

function sameWord(unit: Unit, source: Graph): number {
	const same = source.units.filter((other) => other.lower === unit.lower);
	return same.length === 1 ? same[0]!.i : -1;
}

/** Whether two words are opposites, in any form that the lexicon knows. */
export const opposed = (a: string, b: string): boolean => OPPOSED.has(`${a}/${b}`) || turned(a, b);
