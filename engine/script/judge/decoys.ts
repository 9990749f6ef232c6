/**
 * Canaries: statements that are known to be false because our own code made them so, out of true ones of the same page. A judge that accepts one is
 * flattering, has obeyed a page, or cannot read; then nothing it said counts.
 */
import type { SourceText } from '../../asset';
import { hashOf } from '../../ledger/keys';
import { ground, looksLikeInjection, names, quantities } from '../../text';
import { countWords } from '../../writing';

/** Fewer than these prove nothing; more than those only cost. */
const FEWEST = 2;
const MOST = 6;
const LENGTH = { least: 5, most: 26 };

const TURNED: [string, string][] = [
	['rose', 'fell'], ['risen', 'fallen'], ['rises', 'falls'], ['increased', 'decreased'], ['more', 'fewer'], ['higher', 'lower'], ['longer', 'shorter'],
	['larger', 'smaller'], ['bigger', 'smaller'], ['faster', 'slower'], ['before', 'after'], ['won', 'lost'], ['opened', 'closed'], ['largest', 'smallest'],
	['highest', 'lowest'], ['north', 'south'], ['east', 'west'], ['above', 'below'], ['always', 'never'], ['oldest', 'youngest'], ['first', 'last'],
]; // prettier-ignore
const SMALL = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
/** No page is likely to speak of these. */
const STRANGERS = ['Quillfeld', 'Marabek', 'Ostrander', 'Vellamo', 'Tindleby', 'Korshavn'];
const NEGATED =
	/\b(?:is|are|was|were|can|will|did|does|do|must)\b(?! (?:not|no|never|nothing|only|hardly)\b)|\b(?:has|have|had)(?= \p{Ll}+(?:ed|en|wn)\b)/u;
const SUBORDINATE = /\b(?:when|if|while|although|though|because|after|before|since|until|that|which|who|where|as|than)\b/i;
const NEGATOR = /\b(?:not|no|never|none|nobody|nothing|neither|nor|without|hardly|only)\b|n['’]t\b/i;

type Change = (text: string, order: (list: string[]) => string[]) => string | null;

const CHANGES: Change[] = [
	function number(text, order) {
		const found = quantities(text).filter((q) => q.kind !== 'ordinal' && /\d|\p{L}/u.test(q.text));
		for (const q of found) {
			const digits = /\d+/.exec(q.text);
			if (digits && !/[.,:]/.test(q.text)) {
				const value = Number(digits[0]);
				const other = value < 20 ? value + 6 : /year|date/.test(q.kind) ? value + 13 : value + Math.max(7, Math.round(value / 3));
				const at = q.start + digits.index;
				return `${text.slice(0, at)}${other}${text.slice(at + digits[0].length)}`;
			}
			const word = SMALL.find((small) => new RegExp(`^${small}\\b`, 'i').test(q.text));
			const [other] = order(SMALL.filter((small) => small !== word && !text.toLowerCase().includes(small)));
			if (word && other) {
				const put = q.text[0] === q.text[0]!.toUpperCase() ? other[0]!.toUpperCase() + other.slice(1) : other;
				return `${text.slice(0, q.start)}${put}${text.slice(q.start + word.length)}`;
			}
		}
		return null;
	},
	function negation(text) {
		const verb = NEGATED.exec(text);
		// In a subordinate clause the sentence would still be half true.
		return !verb || NEGATOR.test(text) || SUBORDINATE.test(text.slice(0, verb.index)) ? null : text.replace(NEGATED, '$& not');
	},
	function name(text, order) {
		const found = names(text).find(({ text: it }) => /^\p{Lu}\p{Ll}{2,}(?: \p{Lu}\p{Ll}+)*$/u.test(it));
		const [stranger] = order(STRANGERS);
		return found && stranger ? `${text.slice(0, found.start)}${stranger}${text.slice(found.end)}` : null;
	},
	function direction(text) {
		for (const [a, b] of TURNED) {
			const word = new RegExp(`\\b(?:${a}|${b})\\b`).exec(text);
			if (word) return `${text.slice(0, word.index)}${word[0] === a ? b : a}${text.slice(word.index + word[0].length)}`;
		}
		return null;
	},
];

/**
 * False statements for a sheet of `count` claims, or null where the page gives too few. `truths` are statements that the gate accepted, those to be
 * used first in front. The same seed gives the same ones.
 */
export function decoysFor(truths: string[], count: number, texts: SourceText[], seed: string): string[] | null {
	const order = (list: string[]): string[] => [...list].sort((a, b) => (hashOf([seed, a]) < hashOf([seed, b]) ? -1 : 1));
	const wanted = Math.min(MOST, Math.max(3, Math.ceil(count / 3)));
	const decoys: string[] = [];
	const usable = [...new Set(truths)].filter((truth) => {
		const length = countWords(truth);
		return (
			length >= LENGTH.least &&
			length <= LENGTH.most &&
			!/\?|^["'“]?(?:it|they|he|she|this|that|these|those)\b/i.test(truth) &&
			!looksLikeInjection(truth)
		);
	});
	// Each sentence once; where they do not suffice, again with another kind of change.
	for (let round = 0; round < CHANGES.length && decoys.length < wanted; round++)
		for (const [i, truth] of usable.entries()) {
			if (decoys.length >= wanted) break;
			const decoy = CHANGES[(i + round) % CHANGES.length]!(truth, order);
			if (!decoy || decoy === truth || decoys.includes(decoy) || texts.some((source) => ground(decoy, source).grounded)) continue;
			decoys.push(decoy);
		}
	return decoys.length >= FEWEST ? decoys : null;
}
