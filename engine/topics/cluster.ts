/**
 * Which articles tell the same story. Cosine of tf-idf (and of embeddings where given) proposes; names, numbers and time decide,
 * because cosine alone joins "EU fines Meta" with "EU fines Apple" and this quarter's figures with the last one's.
 */

export interface StoryItem {
	id: string;
	title: string;
	/** The text as far as it is known: summary or whole article. */
	text: string;
	publishedAt: string | null;
	/** Its unit vector, where it is known already. */
	vector?: Float32Array;
}

export interface ClusterOptions {
	/** One unit vector a text (MiniLM); proposes stories that use other words. */
	embed?: (texts: string[]) => Promise<Float32Array[]> | Float32Array[];
}

const STOP = new Set(
	'the a an of to in on is was at for its his her it by and that as be with from more than are over into not has have had were will would said says they their them she he but this which who or one two three up about after been could can no new also only per cent percent when there so if you your what how all out other may most some then we our i first last year years month months week weeks day days time people many much still just like between against while where because before since under during such very make made take taken get got going go come came back down off now never even too those these another every each own same both few several around company companies according'.split(
		' ',
	),
);
const CALENDAR = new Set(
	'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec mr mrs ms dr'.split(
		' ',
	),
);
const DAY = 86_400_000;
/** Follow-ups come within weeks; the next quarter's figures or the return match come later and are another story. */
const WINDOW_DAYS = 80;
const FRESH_DAYS = 10;
/** A rewrite of the same days shares a name that hardly anybody else speaks of, and little else. */
const REWRITE_DAYS = 3;
const RARE_ITEMS = 6;
const REWRITE_EVIDENCE = 4;
/** Below this a text is a headline with its summary. */
const SHORT_WORDS = 80;

interface Features {
	item: StoryItem;
	terms: Map<string, number>;
	/** Lower-case names with how often they stand in the text. */
	names: Map<string, number>;
	/** Names of the headline: what the story is about. */
	subjects: string[];
	numbers: Set<string>;
	/** Numbers that belong to a name ("Nova 5", "Flight 212"): name → numbers. */
	numbered: Map<string, Set<string>>;
	/** Results of matches ("3-1"). */
	scores: Set<string>;
	words: number;
	at: number | null;
	vector: Map<string, number>;
	/** Days that are named ("7 april"). */
	dates: Set<string>;
	/** Terms of the headline. */
	headline: Set<string>;
	/** Names that few items of the collection speak of. */
	rare: Set<string>;
	embedding?: Float32Array;
}

const stem = (word: string): string =>
	word
		.replace(/(?:'s|’s)$/, '')
		.replace(/([^aeiou])ies$/, '$1y')
		.replace(/(?:ings?|ed|es|s|ly|er|ers)$/, (end, at: number) => (at >= 3 ? '' : end))
		.replace(/([^aeiouls])\1$/, '$1')
		// "close" and "closes", "minute" and "minutes"
		.replace(/(?<=\p{Ll}{3})e$/u, '');

function featuresOf(item: StoryItem): Features {
	const body = item.text.slice(0, 20_000);
	const all = `${item.title}. ${body}`;
	const terms = new Map<string, number>();
	for (const token of all.toLowerCase().match(/\p{Ll}[\p{Ll}'’-]+|\d[\d,.]*\d|\d/gu) ?? []) {
		const key = /\d/.test(token) ? token.replace(/,/g, '') : stem(token);
		if (STOP.has(token) || STOP.has(key) || CALENDAR.has(token) || key.length < 2) continue;
		terms.set(key, (terms.get(key) ?? 0) + 1);
	}
	const lower = new Set(all.match(/\b\p{Ll}{3,}/gu) ?? []);
	const names = new Map<string, number>();
	for (const match of all.matchAll(/\p{Lu}[\p{L}'’-]+(?:\d+)?/gu)) {
		const before = all.slice(Math.max(0, match.index - 3), match.index);
		const name = match[0].toLowerCase().replace(/['’]s?$/, '');
		const opensSentence = match.index === 0 || /[.!?:]["”’)]?\s$/.test(before) || /^\s*["“‘(]$/.test(before.trim());
		if (CALENDAR.has(name) || STOP.has(name) || name.length < 3 || (opensSentence && lower.has(name))) continue;
		names.set(name, (names.get(name) ?? 0) + 1);
	}
	// In Title Case headlines every word looks like a name: those count that are names in the running text too.
	const capitals = item.title.match(/\p{Lu}[\p{L}'’-]+/gu) ?? [];
	const titleCase = capitals.length > item.title.split(/\s+/).length * 0.6;
	const inBody = new Set(
		[...body.matchAll(/(?<=[\p{Ll},;)] |["“])\p{Lu}[\p{L}'’-]+/gu)].map((m) => m[0].toLowerCase().replace(/['’]s?$/, '')),
	);
	const subjects = [...new Set(capitals.map((name) => name.toLowerCase().replace(/['’]s?$/, '')))].filter(
		(name) => names.has(name) && (inBody.has(name) || (!titleCase && !lower.has(name))),
	);
	const numbers = new Set<string>();
	for (const [, digits, scale] of all.matchAll(/(\d[\d,.]*\d|\d)(?:\s?(million|billion|trillion|bn|m|percent|per cent|%)(?![\p{L}]))?/gu)) {
		const plain = digits!.replace(/,/g, '');
		// Years and small counts are shared by chance; "3 million" is not.
		if (scale || (plain.length > 1 && !(/^(?:19|20)\d\d$/.test(plain) && plain === digits))) numbers.add(plain);
	}
	// A long text names earlier models and earlier matches too: there only the headline says which it is about.
	const about = body.split(/\s+/).length < SHORT_WORDS ? all : item.title;
	const numbered = new Map<string, Set<string>>();
	for (const [, name, number] of about.matchAll(
		/(\p{Lu}[\p{L}'’]{2,}) (\d{1,4})(?![\d.,:%-]*\d|\s?(?:percent|per cent|million|billion|people|years?|euros?|pounds?|dollars?)\b|%)/gu,
	)) {
		const key = name!.toLowerCase();
		if (CALENDAR.has(key) || STOP.has(key) || /^(?:19|20)\d\d$/.test(number!)) continue;
		numbered.set(key, (numbered.get(key) ?? new Set()).add(number!));
	}
	const scores = new Set(
		[...about.matchAll(/(?<![\d.,-])(\d{1,3})[-–](\d{1,3})(?![\d-]|\s?(?:percent|years?|per cent|%|-))/g)].map(([, a, b]) => `${a}-${b}`),
	);
	return {
		item,
		terms,
		names,
		subjects,
		numbers,
		numbered,
		scores,
		words: body.split(/\s+/).length,
		at: item.publishedAt ? Date.parse(item.publishedAt) : null,
		vector: new Map(),
		dates: new Set(
			[...all.matchAll(/\b(\d{1,2}) (January|February|March|April|May|June|July|August|September|October|November|December)\b/g)].map(
				([, day, month]) => `${day} ${month}`,
			),
		),
		headline: new Set((item.title.toLowerCase().match(/\p{Ll}[\p{Ll}'’-]+/gu) ?? []).map(stem)),
		rare: new Set(),
	};
}

function weigh(all: Features[]): void {
	const documents = new Map<string, number>();
	for (const features of all) for (const term of features.terms.keys()) documents.set(term, (documents.get(term) ?? 0) + 1);
	// A handful of items says little about which words are rare: the collection counts as at least thirty.
	const size = Math.max(30, all.length);
	const named = new Map<string, number>();
	for (const features of all) for (const name of features.names.keys()) named.set(name, (named.get(name) ?? 0) + 1);
	for (const features of all) features.rare = new Set([...features.names.keys()].filter((name) => named.get(name)! <= RARE_ITEMS));
	for (const features of all) {
		let norm = 0;
		for (const [term, count] of features.terms) {
			const weight = (1 + Math.log(count)) * Math.log(1 + size / documents.get(term)!) * (features.names.has(term) ? 1.5 : 1);
			features.vector.set(term, weight);
			norm += weight * weight;
		}
		for (const [term, weight] of features.vector) features.vector.set(term, weight / Math.sqrt(norm || 1));
	}
}

const dot = (a: Map<string, number>, b: Map<string, number>): number => {
	let sum = 0;
	for (const [term, weight] of a.size < b.size ? a : b) sum += weight * ((a.size < b.size ? b : a).get(term) ?? 0);
	return sum;
};
const cosine = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const shared = (a: Iterable<string>, b: { has(key: string): boolean }): number => {
	let count = 0;
	for (const key of a) if (b.has(key)) count++;
	return count;
};

export interface PairVerdict {
	same: boolean;
	/** A hard no: the two may not meet in one story through a third either. */
	veto: boolean;
	score: number;
}

function compare(a: Features, b: Features): PairVerdict {
	const lexical = dot(a.vector, b.vector);
	const semantic = a.embedding && b.embedding ? cosine(a.embedding, b.embedding) : 0;
	const namesShared = shared(a.names.keys(), b.names);
	const nameShare = namesShared / Math.max(1, Math.min(a.names.size, b.names.size));
	const numbersShared = shared(a.numbers, b.numbers);
	const numberShare = numbersShared / Math.max(1, Math.min(a.numbers.size, b.numbers.size));
	const days = a.at !== null && b.at !== null ? Math.abs(a.at - b.at) / DAY : 0;
	const score = Math.max(lexical, semantic * 0.8);
	const no = { same: false, veto: false, score };

	// Each headline is about something that the other article hardly speaks of: one template, two stories.
	const foreign = (from: Features, to: Features): boolean =>
		from.subjects.some((name) => {
			const [own, other] = [from.names.get(name)!, to.names.get(name) ?? 0];
			return other === 0 ? own >= 2 : own >= 3 && other * 3 <= own;
		}) && from.subjects.filter((name) => (to.names.get(name) ?? 0) * 3 > from.names.get(name)!).length <= from.subjects.length / 2;
	if (foreign(a, b) && foreign(b, a)) return { ...no, veto: true };
	// Model 5 and model 4 of one maker, this match and the return match: one name, two things.
	const otherNumber = [...a.numbered].some(([name, numbers]) => {
		const theirs = b.numbered.get(name);
		return theirs && shared(numbers, theirs) === 0;
	});
	const otherScore = a.scores.size > 0 && b.scores.size > 0 && shared(a.scores, b.scores) === 0;
	if ((otherNumber || otherScore) && lexical < 0.6) return { ...no, veto: true };
	const copied = lexical >= 0.6 && numberShare >= 0.6 && numbersShared >= 3;
	if (days > WINDOW_DAYS && !copied) return { ...no, veto: lexical >= 0.25 };
	// Later than a few days, a follow-up repeats a figure of the first report; the same teams or firms alone make no story.
	if (days > FRESH_DAYS && numbersShared === 0 && Math.min(a.words, b.words) > 60 && lexical >= 0.2 && nameShare < 0.75) return no;
	const short = Math.min(a.words, b.words) < SHORT_WORDS;
	// Two short texts with figures of their own and none in common need the same names to be one story.
	if (short && numbersShared === 0 && a.numbers.size > 0 && b.numbers.size > 0 && !(namesShared >= 2 && nameShare >= 0.5)) return no;
	// "You would expect a ferry company that loses travellers to lose money. Not Tarnbeck.": another's words for the same news.
	if (short && days <= REWRITE_DAYS && a.at !== null && b.at !== null && retells(a, b)) return { same: true, veto: false, score };
	const proposed = short ? lexical >= 0.18 || semantic >= 0.5 || (semantic >= 0.36 && namesShared >= 1) : lexical >= 0.2 || semantic >= 0.5;
	const anchored =
		(namesShared >= 2 && nameShare >= 0.35) ||
		(namesShared >= 1 && nameShare >= 0.6) ||
		(a.names.size + b.names.size < 4 && lexical >= 0.5) ||
		// Meaning stands in for names where there is too little text to hold them.
		(short && semantic >= 0.5 && (namesShared >= 1 || days <= FRESH_DAYS));
	return { same: proposed && (anchored || lexical >= 0.6), veto: false, score };
}

/**
 * Whether two short texts of the same days share a rare name and the matter: a thing that a headline names and the other text too, with a
 * second one or a named day; the name alone ("Lindholt", a town) makes no story.
 */
function retells(a: Features, b: Features): boolean {
	const rare = shared(a.rare, b.rare);
	if (rare === 0) return false;
	const common = [...a.vector.keys()].filter((term) => b.vector.has(term) && !a.names.has(term) && !b.names.has(term));
	const told = common.filter((term) => a.headline.has(term) && b.headline.has(term)).length;
	const named = common.filter((term) => a.headline.has(term) || b.headline.has(term)).length;
	const evidence = 2 * (rare - 1) + 2 * told + named + 0.5 * common.length + 1.5 * shared(a.dates, b.dates);
	return evidence >= REWRITE_EVIDENCE;
}

/** What embeddings are made of. */
export const embeddedText = (title: string, text: string): string => `${title}. ${text}`.slice(0, 400);

async function prepare(items: StoryItem[], { embed }: ClusterOptions): Promise<Features[]> {
	const all = items.map(featuresOf);
	weigh(all);
	for (const features of all) features.embedding = features.item.vector;
	const without = all.filter((features) => !features.embedding);
	if (embed && without.length) {
		const vectors = await embed(without.map(({ item }) => embeddedText(item.title, item.text)));
		without.forEach((features, i) => (features.embedding = vectors[i]));
	}
	return all;
}

/** For each item the ids of the earlier stories that it tells again or goes on with. */
export async function matchStories(items: StoryItem[], earlier: StoryItem[], options: ClusterOptions = {}): Promise<[string, string[]][]> {
	const all = await prepare([...items, ...earlier], options);
	const before = all.slice(items.length);
	return items.map(({ id }, i) => [id, before.filter((other) => compare(all[i]!, other).same).map((other) => other.item.id)]);
}

/**
 * Groups items that tell the same story; every id is in exactly one group. Groups are in order of their first item.
 * Two groups are joined by their best pair unless any pair between them is vetoed.
 */
export async function clusterStories(items: StoryItem[], options: ClusterOptions = {}): Promise<string[][]> {
	const all = await prepare(items, options);
	const pairs: { i: number; k: number; score: number }[] = [];
	const vetoes = new Set<string>();
	for (let i = 0; i < all.length; i++) {
		for (let k = i + 1; k < all.length; k++) {
			const verdict = compare(all[i]!, all[k]!);
			if (verdict.veto) vetoes.add(`${i} ${k}`);
			else if (verdict.same) pairs.push({ i, k, score: verdict.score });
		}
	}
	const group = all.map((_, i) => [i]);
	const of = all.map((_, i) => i);
	for (const { i, k } of pairs.sort((x, y) => y.score - x.score)) {
		const [to, from] = [of[i]!, of[k]!];
		if (to === from) continue;
		if (group[to]!.some((x) => group[from]!.some((y) => vetoes.has(x < y ? `${x} ${y}` : `${y} ${x}`)))) continue;
		for (const member of group[from]!) of[member] = to;
		group[to]!.push(...group[from]!);
		group[from] = [];
	}
	return group
		.filter((members) => members.length)
		.map((members) => members.sort((x, y) => x - y).map((i) => items[i]!.id))
		.sort((x, y) => items.findIndex((t) => t.id === x[0]) - items.findIndex((t) => t.id === y[0]));
}

/** Share of five-word runs that two texts have in common, 0–1 (of the shorter): wire copies are near 1. */
export function copiedShare(a: string, b: string): number {
	const shingles = (text: string): Set<string> => {
		const words =
			text
				.slice(0, 20_000)
				.toLowerCase()
				.match(/[\p{L}\p{N}]+/gu) ?? [];
		return new Set(words.slice(0, Math.max(0, words.length - 4)).map((_, i) => words.slice(i, i + 5).join(' ')));
	};
	const [x, y] = [shingles(a), shingles(b)];
	const small = Math.min(x.size, y.size);
	return small ? shared(x, y) / small : 0;
}
