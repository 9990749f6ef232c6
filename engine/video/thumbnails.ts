/** Three ideas of a thumbnail, from what the film itself shows, so that they are grounded as it is. */
import type { Script, Visual } from '../asset';
import type { ThumbnailSpec } from '../render';
import { stickersOf } from './looks';

type Look = Pick<ThumbnailSpec, 'palette' | 'colours' | 'seed'>;

const STOP = new Set(
	'a an the of in on at to for and or but nor is are was were be been it its this that these those with by from as has have had than then into over under about between per not no so could would can will may might must inside only every each more most their his her our your my one two three four five six nine ten enough nothing some all many much'.split(
		' ',
	),
);
const THREAT =
	/\b(wreck(ed|s)?|drown(ed|s)?|never|no|not|nobody|nothing|without|lost?|lose[sd]?|fail(ed|s|ure)?|die[sd]?|dead|deaths?|kill(ed|s)?|risks?|danger(ous)?|wrong|broke(n)?|banned|warn(ed|ing|s)?|crash(ed)?|sank|collapsed?|blocked|blockade|closed|cut|cost|debt|fell|worst|only|hungry|starved|war|left|out of|stop(ped|s)?)\b/i;
const MOST_WORDS = 4;

const plain = (text: string): string => text.replace(/\*/g, '').replace(/\s+/g, ' ').trim();

/** Content words of a text in lower case, figures included. */
export const plainWords = (text: string): string[] =>
	plain(text)
		.toLowerCase()
		.split(/[^\p{L}\p{N}$£€%.,]+/u)
		.map((word) => word.replace(/^[.,]+|[.,]+$/g, ''))
		.filter((word) => word && !STOP.has(word));

const stem = (word: string): string => (/\d/.test(word) ? word : word.replace(/(ies|es|s|ed|ing)$/, ''));

/** Share of a text's content words that stand in the title too, 0–1. */
export function overlapOf(text: string, title: string): number {
	const words = plainWords(text).map(stem);
	const known = new Set(plainWords(title).map(stem));
	return words.length ? words.filter((word) => known.has(word)).length / words.length : 0;
}

/** The first words of a phrase, at most four, that end on a word with content. */
export function fourWords(phrase: string): string {
	const words = plain(phrase).split(' ').filter(Boolean).slice(0, MOST_WORDS);
	while (words.length > 1 && STOP.has(words.at(-1)!.toLowerCase())) words.pop();
	return words.join(' ').replace(/[,;:.]+$/, '');
}

/** A title of the user's: its first four words as they are, `*some*` marked. */
export function ownTitle(title: string): string {
	const text = title
		.trim()
		.split(/\s+/)
		.slice(0, MOST_WORDS)
		.join(' ')
		.replace(/[,;:.]+$/, '');
	// A mark that ends behind the fourth word ends with it.
	return text.split('*').length % 2 ? text : `${text}*`;
}

/** Letters that a label can have beside a number and still be read small. */
const LABEL = 16;

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
	return text;
}

/** Subjects that mean nothing outside their film. */
const VAGUE = /^(number|figure|total|rate|share|amount|level|rest|result|answer|others?)\b/i;

interface Phrase {
	text: string;
	score: number;
	/** What threatens in it is written, or told of what it counts. */
	threat: boolean;
	/** Where the film shows it. */
	place?: { latitude: number; longitude: number };
}

/** Whole phrases of at most four words that the film writes large, best first. */
function phrases(script: Script): Phrase[] {
	const title = script.titles[0] ?? '';
	const found = new Map<string, Omit<Phrase, 'text'>>();
	script.scenes.forEach((scene, i) => {
		const on = scene.onScreen.title;
		const offer = (text: string, bonus: number, of?: { threat: boolean; place: { latitude: number; longitude: number } }) => {
			const threat = of?.threat ?? THREAT.test(text);
			const words = plain(text)
				.replace(/^(a|an|the)\s/i, '')
				.split(' ')
				.filter(Boolean);
			// A count of steps says nothing outside its film.
			if (!words.length || words.length > MOST_WORDS || /^step \d+ of \d+$/i.test(plain(text))) return;
			const dangling = STOP.has(words.at(-1)!.toLowerCase()) || /^(of|to|in|by|from|at|than|and|or|per)$/i.test(words[0]!);
			const score =
				bonus -
				4 * overlapOf(text, title) +
				(threat ? 1.2 : 0) +
				(words.length > 1 ? 1.4 : 0) -
				(dangling ? 3 : 0) -
				(VAGUE.test(words.join(' ')) ? 1.5 : 0) -
				(plainWords(text).length ? 0 : 3) -
				Math.max(0, plain(text).length - 14) * 0.12 -
				// A long word is set small.
				Math.max(0, ...words.map((word) => word.length - 8)) * 0.7 -
				i * 0.02;
			const clean = words
				.join(' ')
				.replace(/[.,;:]+$/, '')
				.replace(/^\p{Ll}(?=\p{Ll}*(?:\s|$))/u, (letter) => letter.toUpperCase());
			if (score > (found.get(clean)?.score ?? -Infinity)) found.set(clean, { score, threat, ...(of ? { place: of.place } : {}) });
		};
		offer(on, 0.6);
		for (const [, marked] of on.matchAll(/\*([^*]+)\*/g)) offer(marked!, 0.2);
		const { visual } = scene;
		if (visual.type === 'bignum') offer(`${visual.display} ${visual.unit}`, 0.3);
		// "163 ships" on the map of a scene that tells how they were wrecked.
		if (visual.type === 'place' && visual.value)
			offer(`${visual.value.display} ${visual.value.label}`, 0.3, { threat: THREAT.test(scene.narration), place: visual.place });
		if (visual.type === 'steps') for (const item of visual.items) offer(item.text, -0.4);
	});
	return [...found].map(([text, rest]) => ({ text, ...rest })).sort((a, b) => b.score - a.score);
}

/** The numbers that scenes draw, with what they count. */
function numbersOf(visual: Visual): { number: string; label: string }[] {
	switch (visual.type) {
		case 'bignum':
			return [{ number: visual.display, label: visual.unit || visual.lead }];
		case 'share':
			return [{ number: visual.display, label: visual.label }];
		case 'hook':
			return visual.number ? [{ number: visual.number.display, label: visual.number.unit }] : [];
		case 'place':
			return visual.value ? [{ number: visual.value.display, label: visual.value.label }] : [];
		case 'bars': {
			const top = visual.items[visual.top];
			return top ? [{ number: top.display, label: top.label }] : [];
		}
		case 'split':
			return [visual.right, visual.left].map(({ value, unit, label }) => ({ number: value, label: unit ?? label }));
		default:
			return [];
	}
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
	/** The best phrase not yet used and unlike those that are. */
	const phrase = (fits: (phrase: Phrase) => boolean = () => true): Pick<Phrase, 'text' | 'place'> => {
		const free = list.filter(({ text }) => used.every((other) => overlapOf(text, other) < 0.5));
		const chosen = free.find((each) => each.score > -1 && fits(each)) ??
			free[0] ??
			list[0] ?? { text: fourWords(scenes[0]?.onScreen.title ?? title) };
		used.push(chosen.text);
		return chosen;
	};
	const stickers = [...new Set(scenes.flatMap((scene) => stickersOf(scene.visual)))];
	const numbers = scenes
		.flatMap((scene, i) => numbersOf(scene.visual).map((found) => ({ ...found, i })))
		.filter(({ number }) => number.length <= 9 && /\d/.test(number))
		.sort((a, b) => overlapOf(a.number, title) - overlapOf(b.number, title) || a.i - b.i);
	const numberSpec = (found: (typeof numbers)[number] | undefined, sticker?: string): ThumbnailSpec[] => {
		if (!found) return [];
		const label = shortLabel(found.label);
		used.push(`${found.number} ${label}`);
		return [{ ...look, recipe: 'number', number: found.number, title: label, ...(sticker ? { sticker } : {}) }];
	};
	const number = numberSpec(numbers[0], stickers[1]);
	const places = scenes.flatMap(({ visual }) => (visual.type === 'place' ? [visual.place] : []));
	const danger = phrase(({ threat }) => threat);
	const at = danger.place ?? places[0];
	const threat: ThumbnailSpec = {
		...look,
		recipe: 'threat',
		title: danger.text,
		...(at ? { place: { latitude: at.latitude, longitude: at.longitude } } : {}),
		...(stickers[2] ? { sticker: stickers[2] } : {}),
	};
	const object: ThumbnailSpec[] = stickers[0] ? [{ ...look, recipe: 'object', title: phrase().text, sticker: stickers[0] }] : [];
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
