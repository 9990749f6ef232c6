/**
 * Numbers of a sentence with unit, kind, value and the form that is drawn on a screen.
 */
import { bare, displayNumber, readAt, SIGN } from './quantityReader';
import type { Bound, Quantity } from './quantityReader';

export { displayNumber } from './quantityReader';
export type { Bound, Quantity, QuantityKind } from './quantityReader';

const PREFIX: [RegExp, Bound][] = [
	[/(?:no|not) (?:more|later|longer|higher|greater) than$/i, 'atMost'],
	[/(?:no|not) (?:less|fewer|earlier|sooner|lower) than$/i, 'atLeast'],
	[/(?:up to|at most|a maximum of|as (?:much|many|high|late|long|far|hot) as)$/i, 'atMost'],
	[/(?:at least|a minimum of|as (?:little|few|low|early) as)$/i, 'atLeast'],
	[
		/(?:a little |slightly |far |much |well |just |rather )?(?:more than|over|above|longer than|greater than|exceeding|higher than|in excess of|upwards of)$/i,
		'over',
	],
	[
		/(?:a little |slightly |far |much |well |just |rather )?(?:less than|fewer than|under|below|shorter than|lower than|short of|not quite)$/i,
		'under',
	],
	[/(?:nearly|almost|close to)$/i, 'about'],
	[/(?:about|around|roughly|approximately|some|circa|an estimated|or so|more or less|c\.)$/i, 'about'],
];
const WORDS: Record<Exclude<Bound, null>, string> = {
	about: 'about',
	over: 'more than',
	under: 'less than',
	atMost: 'up to',
	atLeast: 'at least',
};
function prefixOf(before: string): { bound: Bound; length: number } {
	const text = before
		.replace(/\s+$/, '')
		.replace(/\b(?:a|an|the)$/i, '')
		.trimEnd();
	for (const [pattern, bound] of PREFIX) {
		const match = pattern.exec(text);
		if (match && (match.index === 0 || /[\s(“"'‘—–]/.test(text[match.index - 1]!))) return { bound, length: before.length - match.index };
	}
	return { bound: null, length: 0 };
}

/** Joins "20 to 30 decibels", "between 1 and 1.5 bar", "£33 million to £35 million" and "12 hours and 25 minutes". */
function joinPairs(sentence: string, found: Quantity[]): Quantity[] {
	const out: Quantity[] = [];
	for (let i = 0; i < found.length; i++) {
		const a = found[i]!;
		const b = found[i + 1];
		const gap = b ? sentence.slice(a.end, b.start) : '';
		const between = b && /^ and $/.test(gap) && /\bbetween (?:about )?$/i.test(sentence.slice(0, a.start));
		const fromTo =
			b &&
			(/^ to (?:about )?$/.test(gap) || /^ ?[–-] ?$/.test(gap)) &&
			!/\b(?:rose|fell|rises?|falls?|up|down|went|changed|cut|raised|increased|dropped|grew|shrank|gone up|gone down|moved|improved)\b[^.;]*\bfrom (?:about )?$/i.test(
				sentence.slice(0, a.start),
			);
		const compatible =
			b &&
			(b.kind === a.kind ||
				(a.kind === 'count' && ['measure', 'percent', 'money', 'points'].includes(b.kind)) ||
				(a.kind === 'money' && b.kind === 'count')) &&
			a.kind !== 'ordinal';
		if (b && compatible && (between || fromTo) && a.value !== null && b.value !== null && a.value < b.value && a.kind !== 'fraction') {
			const text = sentence.slice(a.start, b.end);
			const factor = b.value && b.base && b.base.dimension !== 'temperature' ? b.base.value / b.value : 1;
			const low =
				/^(?:count|money)$/.test(a.kind) &&
				b.value >= 1e3 &&
				a.value < 1000 &&
				/(?:thousand|million|billion|trillion|bn|tn|mn|[mk])$/.test(b.text)
					? a.value * 10 ** (3 * Math.floor(Math.log10(b.value) / 3))
					: a.value;
			const unitTail = b.display.replace(displayNumber(b.value), '').replace(SIGN[b.unit ?? ''] ?? '\u0000', '');
			const sign = SIGN[a.unit ?? ''] ?? SIGN[b.unit ?? ''] ?? '';
			const scale = / (?:million|billion|trillion)$/;
			const highText = displayNumber(b.value);
			const lowText =
				scale.exec(displayNumber(low))?.[0] === scale.exec(highText)?.[0] ? displayNumber(low).replace(scale, '') : displayNumber(low);
			const shown = a.kind === 'year' ? `${a.display}–${b.display}` : `${sign}${lowText}–${highText}${unitTail}`;
			const quantity = bare('range', text, a.start, (low + b.value) / 2, shown, b.unit);
			out.push({
				...quantity,
				low,
				high: b.value,
				base: {
					dimension: `${(a.kind === 'money' ? a : b).base?.dimension ?? ''}:${(low * factor).toPrecision(6)}`,
					value: b.value * factor,
				},
			});
			i++;
			continue;
		}
		// "9 to 16 July": one span of dates.
		if (b && b.kind === 'date' && a.kind === 'count' && a.value !== null && a.value <= 31 && (/^ to $|^ ?[–-] ?$/.test(gap) || between)) {
			const text = sentence.slice(a.start, b.end);
			out.push(bare('range', text, a.start, null, `${a.display}–${b.display}`, 'date'));
			i++;
			continue;
		}
		if (
			b &&
			a.base?.dimension === 'time' &&
			b.base?.dimension === 'time' &&
			a.base.value > b.base.value &&
			/^(?: and | |, )$/.test(gap) &&
			a.kind === 'measure' &&
			b.kind === 'measure'
		) {
			const quantity = bare('measure', sentence.slice(a.start, b.end), a.start, a.value, `${a.display} ${b.display}`, a.unit);
			out.push({ ...quantity, base: { dimension: 'time', value: a.base.value + b.base.value } });
			i++;
			continue;
		}
		// "from 188 to 196 grams": the first number has the second's unit.
		if (
			b &&
			a.kind === 'count' &&
			a.unit === null &&
			b.base &&
			b.value !== null &&
			/^(?: to| and| or) (?:about )?$/.test(gap) &&
			['measure', 'percent', 'points'].includes(b.kind)
		) {
			const tail = b.display.replace(displayNumber(b.value), '');
			const factor = b.value && b.base.dimension !== 'temperature' ? b.base.value / b.value : 1;
			out.push({
				...a,
				kind: b.kind,
				unit: b.unit,
				display: a.display + tail,
				base: { dimension: b.base.dimension, value: (a.value ?? 0) * factor },
			});
			continue;
		}
		out.push(a);
	}
	return out;
}

/** "150 metres or more", "18 or younger": a bound behind the number. */
function suffixed(sentence: string, quantity: Quantity): Quantity {
	const after =
		/^(?: \p{L}+){0,2}? or (more|longer|higher|older|above|over|later|less|fewer|under|below|shorter|younger|lower|earlier)\b/u.exec(
			sentence.slice(quantity.end),
		);
	if (!after || !/^(?:count|measure|money|percent|points)$/.test(quantity.kind)) return quantity;
	const bound: Bound = /^(?:more|longer|higher|older|above|over|later)$/.test(after[1]!) ? 'atLeast' : 'atMost';
	return { ...quantity, bound, prefix: WORDS[bound] };
}

/** All quantities of a sentence in order; offsets refer to `sentence`. */
export function quantities(sentence: string): Quantity[] {
	const found: Quantity[] = [];
	const heads = /(?<![\p{L}\p{N}.,]|\p{L}[-–])(?=[\p{N}\p{L}$£€¥₹₩−-])/gu;
	for (let match = heads.exec(sentence); match; match = heads.exec(sentence)) {
		const quantity = readAt(sentence, match.index);
		if (quantity) {
			found.push(quantity);
			heads.lastIndex = quantity.end;
		} else heads.lastIndex = match.index + 1;
	}
	return joinPairs(sentence, found).map((quantity) => {
		const { bound, length } = prefixOf(sentence.slice(0, quantity.start));
		if (bound === null) return suffixed(sentence, quantity);
		return { ...quantity, bound, boundStart: quantity.start - length, prefix: WORDS[bound], approximate: bound === 'about' || undefined };
	}) as Quantity[];
}
