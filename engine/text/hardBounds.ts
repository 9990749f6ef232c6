/**
 * What the words around a number may say of its bound, in more ways than the number reader knows: "a cap of 50", "never more than 20", "younger
 * than 19", "beneath 800 metres". Several readings may be open ("over six of the ladders"); a guard takes the number for the source's where
 * one of them is.
 */
import type { Bound, Quantity } from './quantities';

/** Words before a number, up to it. */
const AHEAD: [RegExp, Bound][] = [
	[
		/(?:no|not|n't|never|nobody|none|neither|nor|without|hardly)\b[^.;:,]{0,45}?\b(?:more|later|above|over|beyond|exceed\w*|(?!fewer|lower|younger|shorter|smaller|slower|cheaper|lighter|under|earlier|sooner)[a-z]+er) (?:than )?$/i,
		'atMost',
	],
	[
		/(?:no|not|n't|never|nobody|none|neither|nor|without)\b[^.;:,]{0,45}?\b(?:less|fewer|earlier|sooner|below|under|before) (?:than )?$/i,
		'atLeast',
	],
	[
		/\b(?:cap|limit|ceiling|maximum|max|capped|limited)(?: is| was| of| at| to)*(?: set)?(?: at| to)? $|\b(?:at most|up to|no further than|until) $/i,
		'atMost',
	],
	[/\b(?:minimum|floor)(?: is| was| of| at)* $|\bat (?:the )?(?:very )?least $/i, 'atLeast'],
	[
		/\b(?:longer|higher|greater|heavier|older|warmer|hotter|taller|later|bigger|larger|further|farther|deeper|wider|faster|exceed(?:s|ed|ing)?|beyond|past|above|over|more)(?: than)?(?: the age of)? $/i,
		'over',
	],
	[
		/\b(?:younger|shorter|lighter|lower|colder|cooler|smaller|slower|cheaper|fewer|less|below|beneath|under)(?: than)?(?: the age of)? $/i,
		'under',
	],
	// A place, a change or another thing, and no bound at all.
	[
		/\b(?:go|goes|went|gone|going|rise|rises|rose|rising|climb\w*|jump\w*|push\w*|mov\w+|come|came|brings?|brought|add\w*) (?:it |them )?up to $/i,
		null,
	],
	[/\bthan (?:the|its|their|his|her|last year's) $/i, null],
];
/** Words that say how near a number is, and from which side. */
const BESIDE: [RegExp, Bound[]][] = [
	[
		/\b(?:nearly|almost|not quite|close to|approaching|(?:just|a (?:little|bit)|slightly) (?:under|below|less than|fewer than|short of)) $/i,
		['about', 'under'],
	],
	[/\b(?:just|a (?:little|bit)|slightly) (?:over|above|more than) $/i, ['about', 'over']],
	[/\bwithin (?:the |just |only )?$/i, ['atMost', 'under']],
];
/** Words behind a number. */
const BEHIND: [RegExp, Bound][] = [
	[
		/^[^.;:,]{0,25}?\b(?:at (?:the )?(?:very )?most|at the latest|(?:is|as) (?:the|a) (?:maximum|limit|ceiling|cap)|maximum|tops)\b/i,
		'atMost',
	],
	[
		/^[^.;:,]{0,25}?\b(?:at (?:the )?(?:very )?least|at the earliest|(?:is|as) (?:the|a) minimum|minimum|and (?:more|up|over))\b/i,
		'atLeast',
	],
];
/** "don't lift the lid for ten minutes": until then at least. */
const FOR_TIME = /\b(?:not|n't|never|no)\b[^.;:,]{0,40}?\bfor $/i;

/** All bounds that a quantity of `text` may have. */
export function boundsOf(text: string, quantity: Quantity): Set<Bound> {
	const bounds = new Set<Bound>([quantity.bound]);
	const before = text.slice(Math.max(0, quantity.start - 90), quantity.start).replace(/\b(?:a|an) $/i, '');
	const after = text.slice(quantity.end);
	for (const [pattern, bound] of AHEAD) if (pattern.test(before)) bounds.add(bound);
	for (const [pattern, sides] of BESIDE) if (pattern.test(before)) sides.forEach((bound) => bounds.add(bound));
	for (const [pattern, bound] of BEHIND) if (pattern.test(after)) bounds.add(bound);
	if (/^(?:second|minute|hour|day|week|month|year)$/.test(quantity.unit ?? '') && FOR_TIME.test(before)) bounds.add('atLeast');
	// "under 800 metres of ice", "nets over six of the ladders": a place.
	if (/\b(?:under|below|beneath|underneath|over|above|across) $/i.test(before) && /^ of\b/i.test(after)) bounds.add(null);
	// A bare "less than the 2.5 percent" bounds what it is compared with, not the number.
	if (quantity.bound !== null && /\bthe $/i.test(before)) bounds.add(null);
	return bounds;
}
