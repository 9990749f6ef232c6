/** Three ideas of a thumbnail, from what the film itself shows, so that they are grounded as it is. */
import type { Script, Visual } from '../asset';
import type { ThumbnailSpec } from '../render';
import { chooseSticker, names, tag } from '../text';
import { boundOf, LIMIT, unbounded } from '../text/bounds';
import { coresOf, mainVerb, phraseFault, phraseTokens } from '../writing';
import { stickersOf } from './looks';
import { fourWords, MOST_WORDS, overlapOf, plain, plainWords, STOP } from './titleWords';

type Look = Pick<ThumbnailSpec, 'palette' | 'colours' | 'seed'>;

const THREAT =
	/\b(wreck(ed|s)?|drown(ed|s)?|never|no|not|nobody|nothing|without|lost?|lose[sd]?|fail(ed|s|ure)?|die[sd]?|dead|deaths?|kill(ed|s)?|risks?|danger(ous)?|wrong|broke(n)?|gave way|burst|banned|warn(ed|ing|s)?|crash(ed)?|sank|collapsed?|blocked|blockade|closed|cut|cost|debt|fell|worst|only|hungry|starved|war|left|out of|stop(ped|s)?|destroy(ed|s)?|burn(ed|s|t)?|explo(de[sd]?|sions?|sive)|injur(ed|y|ies)|hurt|shut|poison(ed|ous)?|endangered|extinct|leak(ed|s)?|silenced|cancel(s|l?ed))\b/i;

/** Letters that a label can have beside a number and still be read small. */
const LABEL = 18;
/** Letters that a figure with its words can have beside a picture. */
const BESIDE = 25;

/** What is said beside the counted thing, and means nothing when its end was cut away: "out" of "kilometres out to sea". */
const ASIDE =
	/\s(?:out|up|off|down|away|along|across|around|through|before|after|during|since|until|within|without|behind|below|above|on|in|at|by|per|to|for|from|with|into|over|under|between)\b.*$/i;

/** What a number counts, in as many of its first words as are read small; always one. */
function shortLabel(label: string): string {
	// With the number itself that is four.
	let text = fourWords(
		fourWords(label)
			.split(' ')
			.slice(0, MOST_WORDS - 1)
			.join(' '),
	);
	while (text.length > LABEL && text.includes(' ')) text = fourWords(text.slice(0, text.lastIndexOf(' ')));
	if (text.length < plain(label).replace(/[,;:.]+$/, '').length) text = text.replace(ASIDE, '');
	// "of the country's" what?
	return /['’]s$/.test(text) ? '' : text;
}

/** Subjects that mean nothing outside their film. */
const VAGUE = /^(number|figure|total|rate|share|amount|level|rest|result|answer|others?)\b/i;
/** Openings that lean on what stands before them, or only tell when or under which condition. */
const LEANS =
	/^(?:it|its|they|their|them|he|his|she|her|this|that|these|those|there|here|when|if|while|as|so|own|then|because|until|since|which|who|step|one|ones|many|most|some|others?)\b/i;
const TIME =
	/^(?:(?:in|on|at|by|from|until|since|before|after|early|late|mid|\d{1,2}|january|february|march|april|may|june|july|august|september|october|november|december|the|of|and|to|(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|noon|midnight|\d{1,2}[.:]\d\d|[ap]\.?m\.?|morning|evening|night|winter|spring|summer|autumn)\s?|\d{4}s?\s?)+$/i;

/** "Eight days", "90 minutes". */
const SCRAP =
	/^(?:[\p{L}\d.,-]+\sto\s)?[\p{L}\d.,-]+\s(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|metres?|miles?|kilometres?|hertz|degrees?|grams?|milligrams?|litres?|percent|points?)(?:\s(?:old|left|ago|later|earlier|away))?$/iu;

/** Whether a phrase says something to who has not seen the film: a thing, whole, and no date or pronoun. */
function tells(text: string): boolean {
	const bare = plain(text);
	return (
		!LEANS.test(bare) &&
		!TIME.test(bare) &&
		phraseFault(bare, { term: true }) === null &&
		// A capital that only opens makes a name of any word.
		tag(bare.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase())).some(
			({ pos }) => pos === 'NOUN' || pos === 'PROPN' || pos === 'NUM',
		)
	);
}

interface Phrase {
	text: string;
	score: number;
	/** What threatens in it is written, or told of what it counts. */
	threat: boolean;
	/** Where the film shows it. */
	place?: { latitude: number; longitude: number };
	/** The sticker of its scene. */
	sticker?: string;
}

/** Whole phrases of at most four words that the film writes large, best first. */
function phrases(script: Script): Phrase[] {
	const title = script.titles[0] ?? '';
	const found = new Map<string, Omit<Phrase, 'text'>>();
	script.scenes.forEach((scene, i) => {
		const on = scene.onScreen.title;
		const sticker = stickersOf(scene.visual)[0];
		// A cross is set where its own scene is: a drought of another one did not come to New York.
		const here = scene.visual.type === 'place' ? scene.visual.place : undefined;
		const offer = (text: string, bonus: number, told?: boolean) => {
			// "Closed tin", "left bank": how a thing is threatens nobody.
			const threat = told ?? THREAT.test(plain(text).replace(/^(?:an?\s|the\s)?(?:closed|cut|left|broken|burnt)\s(?=\p{Ll}+$)/iu, ''));
			const words = plain(text)
				.replace(/^(a|an|the)\s/i, '')
				.split(' ')
				.filter(Boolean);
			// A count of steps says nothing outside its film.
			if (!words.length || words.length > MOST_WORDS || /^step \d+ of \d+$/i.test(plain(text))) return;
			// "100 bacteria" of "more than 100".
			if (unbounded(plain(text), scene.narration)) return;
			// "Two floating" what?
			const cut = /ing$/.test(words.at(-1)!) && /^(?:\d[\d.,]*|two|three|four|five|six|seven|eight|nine|ten)$/i.test(words.at(-2) ?? '');
			const dangling = cut || STOP.has(words.at(-1)!.toLowerCase()) || /^(of|to|in|by|from|at|than|and|or|per)$/i.test(words[0]!);
			const score =
				bonus -
				4 * overlapOf(text, title) +
				// "No plaque": what is not there threatens less than what happens.
				(threat ? (words.length < 3 && /^(?:no|not|never|only)\b/i.test(words[0]!) ? 0.2 : 1.2) : 0) +
				(words.length > 1 ? 1.4 : 0) -
				(dangling ? 3 : 0) -
				(VAGUE.test(words.join(' ')) ? 1.5 : 0) -
				(plainWords(text).length ? 0 : 3) -
				(tells(words.join(' ')) ? 0 : 4) -
				// A thing and nothing more.
				(striking(plain(text)) ? 0 : 1.8) -
				// A name, or how long something took, without what happened.
				(SCRAP.test(plain(text)) || names(plain(text)).some((name) => name.text.length >= plain(text).length - 1) ? 1.5 : 0) -
				Math.max(0, plain(text).length - 14) * 0.12 -
				// A long word is set small.
				Math.max(0, ...words.map((word) => word.length - 8)) * 0.7 -
				i * 0.02;
			const clean = words
				.join(' ')
				.replace(/[.,;:]+$/, '')
				.replace(/^\p{Ll}(?=\p{Ll}*(?:\s|$))/u, (letter) => letter.toUpperCase());
			if (score > (found.get(clean)?.score ?? -Infinity))
				found.set(clean, { score, threat, ...(here ? { place: here } : {}), ...(sticker ? { sticker } : {}) });
		};
		offer(on, 0.6);
		for (const [, marked] of on.matchAll(/\*([^*]+)\*/g)) offer(marked!, 0.2);
		const { visual } = scene;
		if (visual.type === 'bignum' && !/^(?:in|on|at|by|for|from|to|with|of|than)\s/i.test(visual.unit))
			offer([LIMIT.exec(visual.lead)?.[1], visual.display, visual.unit].filter(Boolean).join(' '), 0.3);
		// "163 ships" on the map of a scene that tells how they were wrecked.
		if (visual.type === 'place' && visual.value) offer(`${visual.value.display} ${visual.value.label}`, 0.3, THREAT.test(scene.narration));
		for (const clause of shortClauses(scene.narration)) if (THREAT.test(clause) || /\d/.test(clause)) offer(clause, 0.3);
		for (const deed of deedsOf(scene.narration)) offer(deed, 0.3);
		if (visual.type === 'steps') for (const item of visual.items) offer(item.text, -0.4);
	});
	return [...found].map(([text, rest]) => ({ text, ...rest })).sort((a, b) => b.score - a.score);
}

interface Counted {
	number: string;
	label: string;
	/** "More than": without it the number would say something else. */
	limit?: string;
	/** The label says what happened to it, and may not be cut. */
	whole?: boolean;
	/** The label stands before the number in its sentence: "Town has paid". */
	leads?: boolean;
	sticker?: string;
}

/**
 * What a number without a unit of its own is of, from the words before it: "Sales fell" of "Sales fell by"; empty where they are too many
 * or say nothing by themselves ("Had cost").
 */
function labelOf(lead: string): string {
	const words = lead
		.replace(LIMIT, '')
		.replace(/\s(?:by|to|at|of|for|about|around|some|roughly)$/i, '')
		.replace(LIMIT, '')
		.replace(/\s(?:by|to|at|of|for|about|around|some|roughly)$/i, '')
		.replace(/^(?:the|an?|but|yet|and|so)\s/i, '')
		.trim();
	const tokens = tag(words.toLowerCase());
	// "Sales fell", "plumber charges", and no verb alone ("costs").
	const noun = tokens.length > 1 && /^(?:NOUN|PROPN|ADJ)$/.test(tokens[0]?.pos ?? '');
	return noun && words.split(' ').length < MOST_WORDS ? words.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()) : '';
}

/** What makes one look: a figure, a verb, a superlative, or what threatens. "Loading arm" is a thing like any other. */
const striking = (written: string): boolean => {
	// A date is no figure.
	const text = written.replace(/\b(?:in|on|since|by|until|from)\s(?:\d{1,2}\s)?(?:\p{Lu}\p{Ll}+\s)?(?:1\d|20)\d\d\b/gu, '').trim();
	const words = text.split(' ').length;
	return (
		/\d|\b(?:hundred|thousand|million|billion)\b/i.test(text) ||
		THREAT.test(text) ||
		(words > 1 && /\b(?:half|twice|first|last|every|all|none|\p{L}{3,}est|most|worst|best|more|less)\b/iu.test(text)) ||
		(words > 2 && (mainVerb(phraseTokens(text)) > 0 || /^(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)\b/i.test(text)))
	);
};

/** Whole clauses of at most four words that the film says, with their subject: "Kestrel stopped playing". */
function shortClauses(narration: string): string[] {
	if (/["“”?]/.test(narration)) return [];
	return narration
		.split(/[.;:!](?:\s+|$)|,\s(?=(?:and|but|so)\s)/)
		.map((text) => text.replace(/^(?:and|but|so|then)\s/i, '').trim())
		.filter((text) => {
			const words = text.split(' ').length;
			return (
				words >= 3 &&
				words <= MOST_WORDS &&
				!/,/.test(text) &&
				mainVerb(phraseTokens(text)) > 0 &&
				phraseFault(text, { term: true }) === null
			);
		});
}

/** What is done or happens, in at most four words with its subject: "Ice gave way", "Fourteen people died". */
const deedsOf = (narration: string): string[] =>
	coresOf(narration, 3, MOST_WORDS + 1)
		.map((text) => text.replace(/^(?:an?|the)\s/i, ''))
		.filter((text) => text.split(' ').length <= MOST_WORDS && !/[,;]/.test(text));

/** Words that fit beside a number and its bound: four in all. */
const roomBeside = (limit: string | undefined): number => Math.max(1, MOST_WORDS - 1 - (limit?.split(' ').length ?? 0));
const labelIn = (label: string, room: number): string => fourWords(shortLabel(label).split(' ').slice(0, room).join(' '));

/** The numbers that scenes draw, with what they count; none that says nothing outside its scene. */
function numbersOf(visual: Visual, title: string): Counted[] {
	switch (visual.type) {
		case 'bignum': {
			const limit = LIMIT.exec(visual.lead)?.[1];
			// "in any hardware shop" is where, and not what it counts.
			const unit = /^(?:in|on|at|by|for|from|to|with|of|than)\s/i.test(visual.unit) ? '' : visual.unit;
			const before = unit ? '' : labelOf(visual.lead);
			return [
				{
					number: visual.display,
					...(unit ? {} : { whole: true }),
					...(before ? { leads: true } : {}),
					label: unit || before || (plain(title).split(' ').length < MOST_WORDS ? plain(title) : ''),
					...(limit ? { limit } : {}),
				},
			];
		}
		case 'share':
			return [{ number: visual.display, label: visual.label }];
		case 'hook':
			return visual.number
				? [{ number: visual.number.display, label: visual.number.unit, ...(visual.number.limit ? { limit: visual.number.limit } : {}) }]
				: [];
		case 'place':
			return visual.value ? [{ number: visual.value.display, label: visual.value.label }] : [];
		case 'bars': {
			const top = visual.items[visual.top];
			return top ? [{ number: top.display, label: top.label }] : [];
		}
		case 'split':
			// Of before and after, what it is now.
			return (visual.left.kicker === 'From' ? [{ ...visual.right, label: visual.left.label }] : [visual.right, visual.left]).map(
				({ value, unit, label }) => ({ number: value, label: unit ?? label }),
			);
		default:
			return [];
	}
}

/** With what bounds its number in the sentence, where the picture told it elsewhere. */
const bounded = (found: Counted, narration: string): Counted => {
	const limit = found.limit ?? boundOf(narration, found.number);
	return limit ? { ...found, limit } : found;
};

/** A number with its bound and what it counts, in at most four words. */
function figureText({ number, limit, label, leads }: Counted): string {
	const beside = labelIn(label, roomBeside(limit));
	const text = (leads ? [beside, limit, number] : [limit, number, beside]).filter(Boolean).join(' ');
	return text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}

/** The sticker of what the most of some texts name; the first of several. */
function oftenNamed(texts: string[]): string | undefined {
	const counts = new Map<string, number>();
	for (const text of texts) {
		const name = chooseSticker(text)?.name;
		if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
	}
	return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/**
 * Three thumbnail ideas: an object, a number, a threat; where the film has none of one, a contrast or another number stands in. None
 * says what the title says already.
 */
export function thumbnailSpecs(script: Script, look: Look): ThumbnailSpec[] {
	const { scenes } = script;
	const title = script.titles[0] ?? '';
	const list = phrases(script);
	const used: string[] = [];
	/** Phrases not yet used and unlike those that are; what the title says already only where nothing else is left. */
	const free = (): Phrase[] => {
		const unused = list.filter(({ text }) => used.every((other) => overlapOf(text, other) < 0.5));
		const news = unused.filter(({ text }) => overlapOf(text, title) <= 0.5);
		return news.length ? news : unused;
	};
	const best = (fits: (phrase: Phrase) => boolean): Phrase | undefined => free().find((each) => each.score > -1 && fits(each));
	const phrase = (fits: (phrase: Phrase) => boolean = () => true): Pick<Phrase, 'text' | 'place' | 'sticker' | 'threat'> => {
		const chosen = best(fits) ?? free()[0] ?? list[0] ?? { text: fourWords(scenes[0]?.onScreen.title ?? title), threat: false };
		used.push(chosen.text);
		return chosen;
	};
	const numbers = scenes
		.flatMap((scene, i) =>
			numbersOf(scene.visual, scene.onScreen.title).map((found) => ({
				...bounded(found, scene.narration),
				i,
				narration: scene.narration,
				sticker: scene.visual.type === 'hook' ? undefined : stickersOf(scene.visual)[0],
			})),
		)
		// "6% Energy prices" without its "fell", "About 44% of": what is cut so far is none.
		.filter(({ number, label, limit, whole, narration }) => {
			const cut = labelIn(label, roomBeside(limit));
			if (unbounded([limit, number, cut].filter(Boolean).join(' '), narration)) return false;
			return number.length <= 9 && /\d/.test(number) && plainWords(cut).length > 0 && !VAGUE.test(cut) && (!whole || cut === label);
		})
		.sort((a, b) => overlapOf(a.number, title) - overlapOf(b.number, title) || a.i - b.i);
	const numberSpec = (found: (Counted & { i: number }) | undefined): ThumbnailSpec[] => {
		if (!found) return [];
		const { number, limit, sticker } = found;
		const room = roomBeside(limit);
		const label = labelIn(found.label, room);
		used.push(`${number} ${label}`);
		const bound = limit ? { limit: limit.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()) } : {};
		return [{ ...look, recipe: 'number', number, title: label, ...bound, ...(sticker ? { sticker } : {}) }];
	};
	const number = numberSpec(numbers[0]);
	const danger = phrase(({ threat }) => threat);
	const threat: ThumbnailSpec = {
		...look,
		recipe: 'threat',
		title: danger.text,
		// Crossed out is only what threatens, where it did.
		...(danger.threat && danger.place ? { place: { latitude: danger.place.latitude, longitude: danger.place.longitude } } : {}),
		...(danger.sticker ? { sticker: danger.sticker } : {}),
	};
	// What the film is about goes with whatever is said of it; another picture only with the words of its scene.
	const about = chooseSticker(title)?.name ?? (scenes[0] ? stickersOf(scenes[0].visual)[0] : undefined);
	const suits = (each: Phrase): boolean => (about ? each.sticker === undefined || each.sticker === about : each.sticker !== undefined);
	const deed = best((each) => suits(each) && striking(each.text));
	// Where no deed is left, a figure says more beside the thing than the thing's name.
	const figure = deed
		? undefined
		: numbers
				.filter(({ label }) => label !== '')
				.map(figureText)
				.find((text) => !SCRAP.test(text) && text.length <= BESIDE && used.every((other) => overlapOf(text, other) < 0.5));
	const shown = figure ? { text: figure, sticker: undefined } : phrase((each) => each === deed || (!deed && suits(each)));
	if (figure) used.push(figure);
	const picture = about ?? shown.sticker ?? chooseSticker(shown.text)?.name ?? oftenNamed(scenes.map(({ narration }) => narration));
	const object: ThumbnailSpec[] = picture ? [{ ...look, recipe: 'object', title: shown.text, sticker: picture }] : [];
	const split = scenes.map((scene) => scene.visual).find((visual) => visual.type === 'split');
	const sides = split?.type === 'split' ? [split.left, split.right].map(({ value, unit }) => [value, unit].filter(Boolean).join(' ')) : [];
	const contrast: ThumbnailSpec[] =
		split?.type === 'split' && sides.every((value) => value.length <= 9)
			? [{ ...look, recipe: 'contrast', title: phrase().text, left: sides[0]!, right: sides[1]! }]
			: [];
	const ideas = [...object, ...number, threat, ...contrast];
	if (ideas.length < 3) ideas.push(...numberSpec(numbers[1]));
	// A how-to without a figure of its own has its number of steps.
	const steps = scenes.flatMap(({ onScreen }) => /^\*?Step \d+ of \*?(\d+)\*?$/.exec(onScreen.title)?.[1] ?? [])[0];
	if (ideas.length < 3 && !number.length && steps) ideas.push(...numberSpec({ number: steps, label: 'steps', i: 0 }));
	return ideas.slice(0, 3);
}
