/**
 * Places named in a text, with coordinates. The gazetteer (countries, regions and waters, cities over 100,000 people) is a generated table.
 */
import type { Place } from '../asset';
import table from './data/places.json' with { type: 'json' };
import { knownWord } from './nlp';

interface Entry extends Place {
	kind: 'country' | 'region' | 'city';
	/** Thousands of people; countries and regions come first. */
	rank: number;
	capital: boolean;
}

const FIRST_NAMES = new Set(
	'Victoria Charlotte Jackson Houston Lincoln Florence Sydney Austin Santiago Diego Jose Madison Chelsea Paris Francisco Alexandria Valencia Lorenzo Santa Cruz Milton Preston Clinton Denver Dallas Kingston Bradford Stanley Aurora Carolina Regina Irving Garland Carson Tyler Olivia Georgia Jordan Chad Israel Aberdeen Hamilton Wellington Washington Lafayette Augusta Marion Salem Adelaide Alice Elizabeth Laredo Monroe Christian Nelson Trinidad Leon León Salvador Ramón Bernardo Vincent Eugene Gary Peter Moses Montgomery Warren Richmond Kent Devon Java Virginia Nancy Lourdes Carmen Vera Roman Marie Joseph John James Benjamin Concord Independence Troy Florence'.split(
		' ',
	),
);
/** Country and region names that are also ordinary or personal names: only after a preposition. */
const BEFORE =
	/(?:^|\s)(?:in|at|from|to|near|of|outside|around|through|towards|toward|between|across|over|via|into|and|off|for|inside|within|beyond|than|reached?|left|visit(?:s|ed)?)\s+(?:the\s+|central\s+|north(?:ern)?\s+|south(?:ern)?\s+|east(?:ern)?\s+|west(?:ern)?\s+|downtown\s+|nearby\s+|greater\s+)*$/i;
const TITLES =
	/\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Lady|Lord|President|Captain|Judge|Senator|Saint|St|King|Queen|Prince|Princess|Uncle|Aunt|Coach)\.?\s+$/;
const PERSON_VERB = /^\s+(?:says?|said|thinks?|told|smiled|laughed|wrote|scored|won|was born|who)\b/;
/** Words after a place name that make it a part of another name ("Paris Agreement"), and words that do not. */
const PLACE_WORDS =
	/^(?:City|Airport|Harbour|Harbor|Port|Station|Centre|Center|Bay|Island|Islands|Province|County|State|Region|District|University|Cathedral|Castle|River|Valley)$/;

/** Countries whose towns are often named after older ones elsewhere. */
const NAMED_AFTER = new Set(['USA', 'CAN', 'AUS', 'NZL', 'ZAF']);
/** Thousands of people from which a city is known by its name alone. */
const KNOWN = 400;

let index: Map<string, Entry[]> | undefined;

function gazetteer(): Map<string, Entry[]> {
	if (index) return index;
	const made = new Map<string, Entry[]>();
	const add = (name: string, entry: Entry): void => void made.set(name, [...(made.get(name) ?? []), entry]);
	for (const [country, latitude, longitude, ...names] of table.countries as [string, number, number, ...string[]][]) {
		for (const name of names) add(name, { name: names[0]!, latitude, longitude, country, kind: 'country', rank: 1e6, capital: false });
	}
	for (const [names, [latitude, longitude]] of Object.entries(table.regions as unknown as Record<string, [number, number]>)) {
		const [first, ...others] = names.split('|');
		for (const name of [first!, ...others]) add(name, { name: first!, latitude, longitude, kind: 'region', rank: 5e5, capital: false });
	}
	const alpha3 = table.alpha3 as Record<string, string>;
	for (const row of table.cities) {
		const [name, code, latitude, longitude, thousands, capital] = row.split('|') as [string, string, string, string, string, string];
		add(name, {
			name,
			latitude: Number(latitude),
			longitude: Number(longitude),
			country: alpha3[code],
			kind: 'city',
			rank: Number(thousands),
			capital: capital === '1',
		});
	}
	for (const [alias, name] of Object.entries(table.aliases))
		if (!made.has(alias))
			made.set(
				alias,
				(made.get(name) ?? []).map((entry) => ({ ...entry, name: alias })),
			);
	for (const list of made.values()) list.sort((a, b) => b.rank - a.rank);
	return (index = made);
}

/** Whether a name at this spot means the place: guards against ordinary words, people and longer names. */
function meansPlace(entry: Entry, written: string, before: string, after: string): boolean {
	if (TITLES.test(before)) return false;
	const previous = /(\p{Lu}[\p{L}'’-]*)[ -]$/u.exec(before)?.[1];
	const sentenceStart = previous !== undefined && /(?:^|[.!?]["”']?\s+)\p{Lu}[\p{L}'’-]*[ -]$/u.test(before);
	if (
		previous &&
		!(sentenceStart && knownWord(previous)) &&
		!/^(?:The|In|At|From|To|Near|North|South|East|West|Northern|Southern|Eastern|Western|Central|Greater|Upper|Lower|New)$/.test(previous)
	)
		return false;
	const next = /^ (\p{Lu}[\p{L}'’-]*)/u.exec(after)?.[1];
	if (next && !PLACE_WORDS.test(next)) return false;
	if (/^-\p{L}/u.test(after) || /^[’']\p{L}{2,}/u.test(after)) return false;
	const single = !/[ -]/.test(written);
	const ordinary = single && (knownWord(written) || FIRST_NAMES.has(written) || written.length < 4);
	const located = BEFORE.test(before) || /^,\s+(?:the\s+)?\p{Lu}/u.test(after);
	// "US", "UK", "Turkey", "China": countries are known words too; only those that name people or things need a preposition.
	if (entry.kind === 'country')
		return !(FIRST_NAMES.has(written) || /^(?:Turkey|Chad|Jordan|Georgia|Guinea|Mali|Togo|Cuba)$/.test(written)) || located;
	if (entry.kind === 'region') return !ordinary || located;
	if (PERSON_VERB.test(after) && !entry.capital) return false;
	return !ordinary || located;
}

/**
 * Places of a text in the order of their first mention, each once. Of several cities with one name the largest counts, unless the text
 * names another's country; a lesser town of a settlers' country beside a large city of another is left out.
 */
export function findPlaces(text: string): Place[] {
	const entries = gazetteer();
	const spots = [...text.matchAll(/\p{Lu}(?:\.\p{Lu}\.?)+|\p{Lu}[\p{L}'’-]*\p{L}|\p{Lu}/gu)].map((m) => ({
		start: m.index,
		end: m.index + m[0].length,
	}));
	const found: { entry: Entry; candidates: Entry[]; start: number }[] = [];
	let from = 0;
	for (const { start } of spots) {
		if (start < from) continue;
		const words = /^[\p{L}.'’-]+(?: [\p{L}.'’-]+){0,4}/u.exec(text.slice(start, start + 60))?.[0] ?? text.slice(start, start + 40);
		const ends = [...words.matchAll(/[\p{L}.](?=[ ]|$)|[\p{L}](?=[.'’-])/gu)].map((m) => m.index + 1).reverse();
		for (const length of [...new Set([...ends, /^[\p{L}]+/u.exec(words)?.[0].length ?? 0])].sort((a, b) => b - a)) {
			const written = words.slice(0, length);
			const candidates = entries.get(written.replaceAll('’', "'"));
			if (!candidates?.length) continue;
			if (
				meansPlace(candidates[0]!, written, text.slice(Math.max(0, start - 60), start), text.slice(start + length, start + length + 30))
			) {
				found.push({ entry: candidates[0]!, candidates, start });
				from = start + length;
			}
			break;
		}
	}
	const countries = new Set(found.filter((spot) => spot.entry.kind === 'country').map((spot) => spot.entry.country));
	const old = found.some(({ entry }) => entry.kind === 'city' && entry.rank >= KNOWN && !NAMED_AFTER.has(entry.country ?? ''));
	const out = new Map<string, Place>();
	for (const { candidates } of found) {
		const best = candidates.find((entry) => entry.kind === 'city' && countries.has(entry.country)) ?? candidates[0]!;
		const chosen = candidates[0]!.kind === 'city' ? best : candidates[0]!;
		const { name, latitude, longitude, country } = chosen;
		// "From Windsor Castle to London": the namesake overseas is not meant, and the old one is too small for the table.
		if (old && chosen.kind === 'city' && chosen.rank < KNOWN && NAMED_AFTER.has(country ?? '') && !countries.has(country)) continue;
		if (!out.has(name)) out.set(name, country ? { name, latitude, longitude, country } : { name, latitude, longitude });
	}
	return [...out.values()];
}
