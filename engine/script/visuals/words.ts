/** Visuals drawn from words: places, routes, timelines, steps, and the plain statement. */
import type { Place } from '../../asset';
import { quantities } from '../../text';
import { escapePattern } from '../../text/pattern';
import { COUNTED, sentenceTokens } from '../../writing';
import { spansOf } from '../spans';
import { CONTINENTS, cueAt, cueOf, parsedSubject, sentenceCase, taggedWithNames, trimFragment, wordCount } from './context';
import type { Candidate, SceneContext } from './context';
import { heroes, heroOf } from './numbers';

/** Names that the gazetteer knows but that mean something else here ("Reading", "Nice") are weeded out by the words around them. */
function placed(context: SceneContext): Place[] {
	return context.places.filter((place) => {
		const at = context.narration.indexOf(place.name);
		if (at < 0 || !context.drawableName(place.name) || CONTINENTS.has(place.name)) return false;
		const before = context.narration.slice(0, at);
		const after = context.narration.slice(at + place.name.length);
		// "in the Trieste": with an article it is a ship, a hotel or a paper, unless it is a water, a range or a land that always has one.
		if (/\bthe\s$/i.test(before) && !/\s/.test(place.name) && !WITH_ARTICLE.test(place.name)) return false;
		// "Klara Weiss of Germany": where somebody is from, and not where it happens.
		if (
			/(?:^|\s)\p{Lu}[\p{L}’'-]+\s(?!(?:City|Port|Town|Village|Isle|Bay|Gulf|Republic|Kingdom|State|Coast|Lake|Mount|Strait)\b)\p{Lu}[\p{L}’'-]+\sof\s$/u.test(
				before,
			)
		)
			return false;
		// "Most Greenland sharks are nearly blind": a kind of shark, and nothing that happens there.
		if (named(context, at, at + place.name.length)) return false;
		if (/^['’]s\s\p{Ll}/u.test(after) && !/\b(?:in|to|from|near|of)\s$/.test(before)) return true;
		return !/^\s(?:Ferries|Water|Gas|Town|City|United|Collection|University|Railway|Clinic|Club|Council|Bank)\b/.test(after);
	});
}

/** Whether a place's name only says which: "Greenland sharks", "a London café". */
function named({ narration, tokens }: SceneContext, start: number, end: number): boolean {
	const next = tokens.find((token) => token.start >= end);
	return (
		next?.pos === 'NOUN' &&
		next.start === end + 1 &&
		/^\p{Ll}/u.test(next.text) &&
		!/\b(?:in|at|near|from|to|off)\s$/.test(narration.slice(0, start))
	);
}

const WITH_ARTICLE =
	/(?:lands|s)$|^(?:Pacific|Atlantic|Arctic|Antarctic|Sahara|Thames|Danube|Rhine|Nile|Amazon|Mississippi|Mediterranean|Baltic|Caribbean|Vatican|Hague|Gambia|Karst|Channel|Congo|Crimea|Ruhr|Arctic|Seine|Volga|Sudan|Ukraine|Gobi|Levant)$/;

export function place(context: SceneContext): Candidate[] {
	const { narration } = context;
	return placed(context)
		.slice(0, 2)
		.map((found) => {
			const at = narration.indexOf(found.name);
			const located = /\b(?:in|at|near|to|from|off|across|around|between|of|reach|reached|left)\s(?:the\s)?$/.test(narration.slice(0, at));
			const numbers = heroes(context.numbers).filter(
				(quantity) =>
					// "The two could meet again": persons, no figure.
					!(/\b[Tt]he\s$/.test(narration.slice(0, quantity.start)) && !/\d/.test(quantity.text)) &&
					quantity.kind !== 'fraction' &&
					quantity.kind !== 'range' &&
					!/^\s(?:BC|AD)\b/.test(narration.slice(quantity.end)),
			);
			// "84 explosions in the United States, in which 22 people died": the number that stands before the place.
			const before = numbers.filter(
				(quantity) => quantity.end < at && /^[^,;:.]*\s(?:in|at|near|across|off)\s(?:the\s)?$/.test(narration.slice(quantity.end, at)),
			);
			const number = numbers.length > 1 ? before.at(-1) : numbers[0];
			const between = number ? narration.slice(Math.min(at, number.start), Math.max(at, number.start)) : '';
			const value = number && !/[,;:]|\sand\s|\.\s/.test(between) ? valueOf(context, number) : undefined;
			return {
				visual: {
					type: 'place' as const,
					place: found,
					...(value ? { value } : {}),
					cues: [cueAt(narration, at), ...(value && number ? [cueAt(narration, number.start)] : [])],
				},
				// A dot on a map says little where a number is what is told.
				// "At Corrie Line, its neighbour on the Irish Sea, revenue fell": the place of an insertion is not the sentence's.
				score:
					(inserted(narration, at) ? 3.7 : 4.9) +
					(located ? 0.5 : 0) +
					(value ? 0.5 : 0) -
					(numbers.length && !value ? 1.4 : 0) +
					(context.places.length === 1 ? 0.1 : 0),
			};
		});
}

/** Whether an offset lies in a description between two commas. */
const inserted = (text: string, at: number): boolean =>
	/,\s(?:an?|the|its|their|his|her|which|who)\s[^,]*$/i.test(text.slice(0, at)) && /^[^,;.]*,\s/.test(text.slice(at));

function valueOf(context: SceneContext, number: ReturnType<typeof heroes>[number]): { display: string; label: string } | undefined {
	const { number: display, unit, end } = heroOf(context.narration, number);
	const rest = /^[^,;:.!?"“”()]*/.exec(context.narration.slice(end))?.[0] ?? '';
	const raw = (rest.split(/\s(?:and|but|in|at|on|with|by)\s/)[0] ?? '').trim();
	// "$4.30 a pound": a rate keeps its article.
	const rate = /^(?:an?|per|each|every)\s\p{L}+$/u.test(raw);
	// "tons of food": what it is of keeps its "of".
	const label = [unit, rate ? raw : /^of\s/.test(raw) ? `of ${trimFragment(raw)}` : trimFragment(raw)].filter(Boolean).join(' ');
	const short = wordCount(label) <= 5 ? label : unit;
	return short && context.drawable(`${display} ${short}`) ? { display, label: short } : undefined;
}

export function route(context: SceneContext): Candidate[] {
	const found = placed(context);
	for (const from of found) {
		for (const to of found) {
			if (from === to || from.name === to.name) continue;
			const pattern = new RegExp(
				`\\b(?:from\\s(?:the\\s)?${escapePattern(from.name)}\\s(?:\\p{Ll}+\\s){0,3}?to\\s(?:the\\s)?${escapePattern(to.name)}|left\\s${escapePattern(from.name)}\\sfor\\s${escapePattern(to.name)}|between\\s${escapePattern(from.name)}\\sand\\s${escapePattern(to.name)})`,
				'u',
			);
			if (!pattern.test(context.narration)) continue;
			return [
				{ visual: { type: 'route', from, to, cues: [cueOf(context.narration, from.name), cueOf(context.narration, to.name)] }, score: 7 },
			];
		}
	}
	return [];
}

/** At least three years, from the scene's own sentence, or from the source where the scene names one of them. */
export function timeline(context: SceneContext): Candidate[] {
	const { source, narration, cites } = context;
	const own = yearEvents(narration, cites[0] ?? -1);
	if (own.length >= 3) return timelineOf(context, own, 6.5);
	const first = cites[0];
	if (!source || first === undefined || own.length === 0) return [];
	const events = [...own];
	for (let i = Math.max(0, first - 6); i <= Math.min(source.sentences.length - 1, first + 6); i++) {
		if (cites.includes(i)) continue;
		const found = yearEvents(source.sentences[i] ?? '', i);
		if (found.length === 1 && !events.some((event) => event.year === found[0]?.year)) events.push(found[0] as YearEvent);
	}
	if (events.length < 3) return [];
	const near = events.sort((a, b) => Math.abs(a.index - first) - Math.abs(b.index - first)).slice(0, 4);
	return timelineOf(context, near, 5.9);
}

interface YearEvent {
	year: number;
	text: string;
	/** The date as the sentence has it ("in November 1840"). */
	when: string;
	index: number;
}

function timelineOf(context: SceneContext, events: YearEvent[], score: number): Candidate[] {
	const sorted = [...events].sort((a, b) => a.year - b.year).slice(0, 5);
	if (!sorted.every((event) => context.drawable(`${event.text} ${event.when}`))) return [];
	return [
		{
			visual: {
				type: 'timeline',
				items: sorted.map((event) => ({ year: String(event.year), text: event.text })),
				cues: sorted.map((event) => (context.narration.includes(String(event.year)) ? String(event.year) : '')),
			},
			score,
			alsoCites: [...new Set(sorted.map((event) => event.index))].filter((index) => index >= 0 && !context.cites.includes(index)),
		},
	];
}

/** Each year of a sentence with what happened then in at most five words. */
export function yearEvents(sentence: string, index: number): YearEvent[] {
	const years = quantities(sentence).filter(
		(quantity) => quantity.kind === 'year' || (quantity.kind === 'date' && /\b(1[0-9]|20)\d\d\b/.test(quantity.text)),
	);
	const events: YearEvent[] = [];
	years.forEach((found) => {
		const year = Number(/\b(?:1\d|20)\d\d\b/.exec(found.text)?.[0]);
		// "Before 1908 no two marathons …": that happened in other years.
		if (!year || /\b(?:before|until|since|by|after|from|between|to)\s$/i.test(sentence.slice(0, found.start))) return;
		const clause = clauseAround(sentence, found.start, found.end);
		const text = eventText(clause, found.text);
		if (text && !events.some((event) => event.year === year))
			events.push({ year, text, when: whenOf(sentence, found.start, found.end), index });
	});
	return events;
}

function whenOf(sentence: string, start: number, end: number): string {
	const before = /\b(?:in|since|until|by|of|on|from)\s$/i.exec(sentence.slice(0, start))?.[0] ?? '';
	return `${before.toLowerCase()}${sentence.slice(start, end)}`;
}

function clauseAround(sentence: string, start: number, end: number): string {
	const before = sentence.slice(0, start);
	const from = Math.max(
		...[...before.matchAll(/[;:]\s|,\s(?:and|but|so|when|before|after)\s|\s(?:and|before|but)\s/g)].map(
			(match) => match.index + match[0].length,
		),
		0,
	);
	const after = /^[^;.]*?(?=[;.]|,\s(?:and|but|so)\s|$)/.exec(sentence.slice(end))?.[0] ?? '';
	return sentence.slice(from, end) + after;
}

/** What happened, as a clause of at most `limit` words with its who; the date itself is left out. */
export function eventText(clause: string, year: string, limit = 6): string {
	const undated = clause
		.replace(
			new RegExp(`\\s(?:by|at|until|before|since|in|towards|around)\\sthe\\s(?:end|start|beginning|middle)\\sof\\s${escapePattern(year)}`),
			'',
		)
		.replace(
			new RegExp(
				`,?\\s?\\b(?:in|In|since|Since|until|Until|by|By|before|Before|after|After|of|on|On|from|From|to)?\\s?(?:\\d{1,2}\\s)?(?:\\p{Lu}\\p{Ll}+\\s)?${escapePattern(year)},?`,
				'u',
			),
			' ',
		)
		.replace(/\s+/g, ' ')
		.trim();
	const narration = undated.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
	const words = { narration, tokens: sentenceTokens(narration), numbers: quantities(narration) };
	// The whole event, where it is short enough, says more than a part of it.
	const spans = spansOf(words, limit).map((span) => ({
		...span,
		score: span.score + (span.text.length >= 0.8 * narration.length ? 1.2 : 0),
	}));
	const found = spans
		.sort((a, b) => b.score - a.score)
		.find((span) => span.kind === 'clause' && wordCount(span.text) >= 2 && !/\b(it|they|its|their|he|she|that)\b/i.test(span.text));
	return sentenceCase(found?.text ?? '');
}

const VERB_START =
	/^(Do|Don't|Never|Put|Turn|Lay|Push|Pull|Take|Wait|Close|Open|Check|Hold|Let|Keep|Move|Draw|Rinse|Dry|Try|Repeat|Set|Add|Use|Run|Hook|Tuck|Lift|Pump|Wet|Soak|Wipe|Feel|Shift|Find|Start|Walk|Go|Sit|Change|Delete|Make|Send|Ping|Sail|Splice|Cut|Mix|Stir|Pour|Press|Give|Fill|Clean|Remove|Measure|Mark|Drill|Screw|Bleed|Read|Write|Count|Choose|Clip|Attach|Connect|Switch|Park)\b/i;

/** A step of a how-to on its card, whole where it is short enough; else two to four short instructions. */
export function steps(context: SceneContext): Candidate[] {
	const { narration } = context;
	if (/["“”]/.test(narration)) return [];
	const sentence = narration.replace(/[.!?]$/, '');
	const parts = sentence.split(/(?:[.;]\s|,\s(?:and\s|then\s|or\s)?|\s(?:and|then)\s)(?=\p{L}|\d)/u).map((part) => part.trim());
	const instructs = parts.length >= 2 && parts.length <= 4 && parts.every((part) => VERB_START.test(part));
	if (context.step >= 0) {
		const opens =
			context.role === 'step' || context.tokens[0]?.pos === 'VERB' || VERB_START.test(sentence.replace(/^(?:Then|Only then|Now)\s/, ''));
		const only = opens ? whole(sentence.replace(COUNTED, '')) : '';
		if (only && context.drawable(only))
			return [
				{
					visual: {
						type: 'steps',
						items: [{ text: sentenceCase(only) }],
						cues: [cueOf(narration, parts[0] ?? '')],
						firstNumber: context.step + 1,
					},
					// What teaches is seen in its order: the card before any other picture.
					score: context.role === 'step' ? 9 : 4.6,
					title: context.stepCount ? `Step ${context.step + 1} of ${context.stepCount}` : `Step ${context.step + 1}`,
				},
			];
	}
	if (!instructs) return [];
	const items = parts.map((part) => compact(part));
	if (items.some((item) => !item || !context.drawable(item))) return [];
	return [
		{
			visual: {
				type: 'steps',
				items: items.map((item) => ({ text: sentenceCase(item) })),
				cues: parts.map((part) => cueOf(narration, part)),
			},
			score: 6.1,
		},
	];
}

/** A step as a card can hold it: the whole sentence, else its first instruction, else its best clause. */
function whole(sentence: string): string {
	if (wordCount(sentence) <= 22) return sentence;
	const first = sentence.split(/[.!]\s(?=\p{Lu})/u)[0] ?? '';
	if (first !== sentence && wordCount(first) >= 3 && wordCount(first) <= 18) return first;
	const before = sentence.split(/[,;]\s/)[0] ?? '';
	if (wordCount(before) >= 4 && wordCount(before) <= 11 && VERB_START.test(before)) return before;
	return (
		spansOf({ narration: sentence, tokens: sentenceTokens(sentence), numbers: quantities(sentence) }, 8).find(
			(span) => span.kind === 'clause',
		)?.text ?? ''
	);
}

/** An instruction in at most five words: "Lay the towel under the valve" → "Lay the towel". */
function compact(part: string): string {
	const words = part.split(/\s+/);
	if (words.length <= 7) return part;
	for (let take = 5; take >= 2; take--)
		if (
			/^(in|on|at|under|over|of|for|from|to|with|into|along|until|so|by|off|out|through|round|around|inside|again|once|that|as)$/.test(
				words[take] ?? '',
			)
		)
			return words.slice(0, take).join(' ').replace(/,$/, '');
	return '';
}

/** "The park is free; the castle is not.": two things with a short word each. */
export function contrast(context: SceneContext): Candidate[] {
	const { narration } = context;
	if (/["“”]/.test(narration)) return [];
	const joint = /;\s|,\s(?:but|while|whereas)\s|\.\s(?:But|Yet)\s|\.\s(?=\p{Lu}[^.]*\b(?:not|no|never|none|nobody|only)\b)/u.exec(
		narration,
	);
	if (!joint) return [];
	const sides = [narration.slice(0, joint.index), narration.slice(joint.index + joint[0].length).replace(/[.!]$/, '')].map(sideOf);
	const [left, right] = sides;
	if (!left || !right || left.kicker.toLowerCase() === right.kicker.toLowerCase()) return [];
	if (![left, right].every((side) => context.drawable(`${side.kicker} ${side.value}`))) return [];
	return [{ visual: { type: 'split', left, right, cues: [cueOf(narration, left.cue), cueOf(narration, right.cue)] }, score: 5.4 }].map(
		({ visual, score }) => ({
			visual: { ...visual, type: 'split' as const, left: plainSide(left), right: plainSide(right) },
			score,
		}),
	);
}

const plainSide = (side: { kicker: string; value: string }): { kicker: string; value: string; label: string } => ({
	kicker: side.kicker,
	value: side.value,
	label: '',
});

function sideOf(clause: string): { kicker: string; value: string; cue: string } | null {
	if (/,/.test(clause)) return null;
	const tokens = taggedWithNames(clause);
	const first = tokens.find((token, i) => i > 0 && (token.pos === 'AUX' || token.pos === 'VERB'));
	// The tagger takes the noun in "Thick leads carry …" for the verb; the parser knows what belongs to the subject.
	const parsed = parsedSubject(clause);
	const at = parsed?.predicate ?? first?.start;
	if (at === undefined) return null;
	const kicker = clause
		.slice(0, at)
		.trim()
		.replace(/^(?:the|a|an|its|their|his|her)\s/i, '');
	let value = clause.slice(at).trim();
	if (wordCount(value) > 4) value = value.replace(/\s(?:at|in|on|by|from|with|after|before|until|during)\s.*$/, '');
	if (
		!kicker ||
		/^(?:but|and|so)\b|['’]s?$/i.test(kicker) ||
		wordCount(kicker) > 3 ||
		wordCount(value) > 4 ||
		wordCount(value) < 2 ||
		/^(it|they|he|she|this|that|there|which|who)$/i.test(kicker)
	)
		return null;
	if (WEAK_VALUE.test(value)) return null;
	return { kicker: sentenceCase(kicker), value: sentenceCase(value), cue: clause.slice(at) };
}

const WEAK_VALUE = /^(said|says|thought|was|is|are|were)$|\s(?:the|a|an|of|in|on|at|to|and|its|their|it|them)$/i;

export function statement(context: SceneContext): Candidate[] {
	return [{ visual: { type: 'statement' }, score: 0.6 - (heroes(context.numbers).length ? 0.3 : 0) }];
}
