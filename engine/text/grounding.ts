/**
 * The grounding gate: whether a source says what a statement says. Verbatim sentences pass; a rewording passes only as a cut-down of one
 * source sentence that keeps subject, verb group, numbers, names, order, limits and attribution. No cosine is involved.
 */
import type { SourceText } from '../asset';
import { parse } from './clauses';
import type { Parsed } from './clauses';
import { attribution } from './cues';
import type { Attribution } from './cues';
import { contradiction, placesExchanged } from './contradiction';
import { mentionsDisowned } from './disowned';
import { entriesOf, type Entry } from './entries';
import { antecedents } from './additions';
import { entails } from './entail';
import { comparisonTurned, plainGraphOf, meant, pronounHolds, standing } from './meaning';
import { coreOf, prepare, words } from './prepared';
import type { PreparedSource } from './prepared';
import { writtenOut } from './readings';
import { normalise, verbatimKey } from './rewording';
import { refusalOf } from './repair';
import type { Refusal } from './repair';
import { splitSentences } from './sentences';

export interface GroundVerdict {
	grounded: boolean;
	/** Why not, nearest miss first; empty when grounded. */
	reasons: string[];
	/** Indexes of the source sentences that carry the statement. */
	support: number[];
}

/** Verdict over several sources. */
export interface SourcedVerdict {
	grounded: boolean;
	/** All reasons in a row; empty when grounded. */
	reasons: string[];
	/** One for each refused sentence, with its nearest miss and how to repair it. */
	refusals: Refusal[];
	/** The sources' sentences that carry the statement. */
	citations: { sourceId: string; index: number; quote: string }[];
}

/** Whether the statement keeps who says so. Returns a reason, or null. */
function attributionKept(mine: Attribution | null, theirs: Attribution | null, source: PreparedSource, index: number): string | null {
	if (!theirs) return mine ? `nobody is said to have said this: "${mine.who}"` : null;
	const at = source.at(index);
	const before = (): Set<string> => new Set(source.texts.slice(Math.max(0, at - 3), at).flatMap(words));
	if (!mine) {
		// "X will close shops, it said": X speaks of itself, so X's doing may be told plainly.
		const self = theirs.pronoun && /^(?:it|they|he|she|the \w+)$/i.test(theirs.who) && ownSubject(source.parsed(index));
		return self ? null : `who says so is missing: "${theirs.who}"`;
	}
	const said = words(theirs.who);
	const names = words(mine.who).filter((word) => !/^(?:the|a|an|of)$/.test(word));
	if (names.every((word) => said.includes(word))) return null;
	// "Whitlock" in the sentence, "Dana Whitlock" elsewhere in the source.
	const full = [...source.fullNames].find(
		(name) => said.some((word) => name.split(' ').includes(word)) && names.every((word) => name.split(' ').includes(word)),
	);
	if (full && names.length > 1) return null;
	if (theirs.pronoun) {
		const nearby = before();
		const own = new Set(words(source.texts[index]!));
		const subjects = new Set(antecedents(source.parsed(index) ? precedingParsed(source, index) : []).map((t) => t.lower));
		if (names.every((word) => own.has(word)) || (names.every((word) => nearby.has(word)) && names.some((word) => subjects.has(word))))
			return null;
	}
	return `said by "${theirs.who}", not by "${mine.who}"`;
}

const PRONOUN_FIRST = /^["'(]*(?:it|he|she|they)\b/i;
const ownSubject = (parsed: Parsed): boolean =>
	parsed.clauses.find((clause) => clause.subject.length)?.subject.some((i) => /NOUN|PROPN/.test(parsed.tokens[i]!.pos)) ?? false;
const precedingParsed = (source: PreparedSource, index: number): Parsed[] => {
	const at = source.at(index);
	return Array.from({ length: Math.min(6, at) }, (_, k) => source.parsed(at - Math.min(6, at) + k));
};

/** Other orders of the same words: a fronted phrase moved to the end. */
function orders(text: string): string[] {
	const out = [text];
	const fronted =
		/^((?:in|on|at|by|since|during|after|before|under|with|for|from|between|among|as of|last|this|next|a|two|three|one)\b[^,;:]{2,60}), ([^;:]+?)([.!?]?)$/i.exec(
			text,
		);
	if (fronted)
		out.push(
			`${fronted[2]!.replace(/^\p{Ll}/u, (c) => c.toUpperCase())} ${fronted[1]![0]!.toLowerCase()}${fronted[1]!.slice(1)}${fronted[3]}`,
		);
	return out;
}

/** "His recipe: clay, baked in a kiln." as the sentence that it stands for. */
function spelledOut(text: string): string[] {
	const label = /^((?:The|Its|Their|His|Her|One|A) [^:,;]{3,40}): (\p{Ll}[^:]*)$/u.exec(text);
	if (!label) return [];
	return ['is', 'was', 'are', 'were'].map((verb) => `${label[1]} ${verb} ${label[2]}`);
}

/** Parts of a statement that each make a claim: split at semicolons, and at ", while", ", and", ", but" between whole clauses. */
function parts(sentence: string): string[] {
	const close = (part: string): string => (/[.!?]["')]*$/.test(part) ? part : `${part}.`);
	const raw = sentence.split(/;\s+|,?\s(?:while|whereas|but|and)\s/);
	if (raw.length < 2) return [close(sentence)];
	let subject = '';
	const pieces: string[] = [];
	for (const piece of raw) {
		const main = parse(piece).clauses.find((clause) => clause.type === 'main' && clause.verbs.length > 0);
		if (!main) return [close(sentence)];
		if (main.subject.length) {
			const { tokens } = parse(piece);
			subject = main.subject.map((i) => tokens[i]!.text).join(' ');
		} else if (!subject) return [close(sentence)];
		// "The ship costs £62 million and will sail …": the second verb has the first one's subject.
		pieces.push(main.subject.length ? piece : `${subject} ${piece}`);
	}
	return pieces.map((piece) => close(piece.replace(/^\p{Ll}/u, (c) => c.toUpperCase())));
}

/** What a quoting sentence tells of its speaker: "said Dana Whitlock, who has led …" → "Dana Whitlock has led …". */
function aboutSpeaker(sentence: string, who: Attribution | null): string | null {
	if (!who || who.pronoun) return null;
	const rest = /^,\s*who\s+([^.;"]+)[.;]?/.exec(sentence.slice(who.end));
	return rest ? `${who.who[0]!.toUpperCase()}${who.who.slice(1)} ${rest[1]!.trim()}.` : null;
}

function groundPart(text: string, source: PreparedSource): GroundVerdict {
	const statement = normalise(text);
	const mine = attribution(statement);
	const core = coreOf(statement, mine);
	// "Nimbrel said it left …": the pronoun is the speaker.
	const spoken = mine && !mine.pronoun && /^(?:it|he|she|they)\b/i.test(core) ? [core.replace(/^(?:it|he|she|they)\b/i, mine.who)] : [];
	const versions = [core, ...spoken].flatMap(orders).map((version) => parse(version));
	const content = new Set(words(statement).filter((word) => word.length > 2));
	let best: { score: number; reasons: string[]; index: number } = {
		score: -1,
		reasons: ['no sentence of the source says this'],
		index: -1,
	};
	for (let index = 0; index < source.texts.length; index++) {
		const sentence = source.texts[index]!;
		const theirs = words(sentence);
		const shared = theirs.filter((word) => content.has(word)).length;
		if (shared < Math.min(2, content.size)) continue;
		if (/\?["']*$/.test(sentence) !== /\?["']*$/.test(statement)) continue;
		const before = precedingParsed(source, index);
		const sourceText = sentence;
		const at = source.at(index);
		const quoted = source.attributions[at - 1];
		// "Pellworth said that it would …": what follows speaks of the speaker.
		const ownWords = !!quoted && PRONOUN_FIRST.test(coreOf(source.texts[at - 1] ?? '', quoted));
		const speakers = new Set(quoted && !quoted.pronoun && (ownWords || quoted.who === quoted.who.toLowerCase()) ? words(quoted.who) : []);
		const told = aboutSpeaker(sourceText, source.attributions[index]!);
		if (
			told &&
			!mine &&
			versions.some((version) => entails(version, parse(told), [], { speakers, topics: [], fullNames: source.fullNames }).ok)
		)
			return { grounded: true, reasons: [], support: [index] };
		for (const version of versions) {
			const core = coreOf(sourceText, source.attributions[index]!);
			for (const [turn, order] of orders(core).entries()) {
				// A fronted phrase sets the scope: the sentence may be turned round only when the statement has the phrase.
				if (turn > 0 && !words(core.slice(0, core.indexOf(','))).every((word) => word.length < 3 || content.has(word))) continue;
				const parsed = turn === 0 ? source.parsed(index) : parse(order);
				const result = entails(version, parsed, before, { speakers, topics: source.topics, fullNames: source.fullNames });
				const reasons = [...result.reasons];
				const speaker = attributionKept(mine, source.attributions[index]!, source, index);
				if (speaker) reasons.push(speaker);
				if (reasons.length === 0) {
					const stale = mentionsDisowned(text, source.disowned, at);
					if (!stale) return { grounded: true, reasons: [], support: [index] };
					reasons.push(stale);
				}
				if (result.coverage > best.score) best = { score: result.coverage, reasons, index };
			}
		}
	}
	return { grounded: false, reasons: best.reasons, support: best.index >= 0 ? [best.index] : [] };
}

/**
 * Whether `source` supports `statement` (one sentence or a short passage; every part must be supported). Verbatim sentences of the
 * source pass unless the source itself corrects them later. Given several sources, each sentence may stand in another one; the verdict
 * then names every refused sentence with what to do about it, and the source's words behind every accepted one.
 */
export function ground(statement: string, source: SourceText): GroundVerdict;
export function ground(statement: string, sources: readonly SourceText[]): SourcedVerdict;
export function ground(statement: string, source: SourceText | readonly SourceText[]): GroundVerdict | SourcedVerdict {
	return isList(source) ? groundIn(statement, source) : groundOne(statement, source);
}
const isList = (source: SourceText | readonly SourceText[]): source is readonly SourceText[] => Array.isArray(source);

function groundOne(statement: string, source: SourceText): GroundVerdict {
	const ready = prepare(source);
	const whole = ready.keys.get(verbatimKey(statement));
	if (whole !== undefined) return verbatimVerdict(statement, ready, whole);
	const support: number[] = [];
	const sentences = splitSentences(statement);
	if (!sentences.length) return { grounded: false, reasons: ['empty'], support: [] };
	for (const [k, sentence] of sentences.entries()) {
		if (k + 1 < sentences.length && entryNamed(sentence, source)) continue;
		const verdict = groundSentence(sentence, ready, sentences[k - 1], support.at(-1));
		if (!verdict.grounded) return verdict;
		support.push(...verdict.support);
	}
	return { grounded: true, reasons: [], support: [...new Set(support)].sort((a, b) => a - b) };
}

/** The entry of a list article that a sentence names and says no more: the next one then has to speak of it. */
const entryNamed = (sentence: string, source: SourceText): Entry | undefined => {
	const key = verbatimKey(sentence);
	return entriesOf(source).find(({ name }) => verbatimKey(name) === key);
};

function groundIn(statement: string, sources: readonly SourceText[]): SourcedVerdict {
	const refusals: Refusal[] = [];
	const citations: SourcedVerdict['citations'] = [];
	const sentences = splitSentences(statement);
	if (!sentences.length) return { grounded: false, reasons: ['empty'], refusals: [refusalOf(statement, ['empty'], null)], citations: [] };
	let last: { source: SourceText; index: number } | null = null;
	for (const [k, sentence] of sentences.entries()) {
		let told: { source: SourceText; support: number[] } | null = null;
		let miss: { verdict: GroundVerdict; source: SourceText } | null = null;
		// What follows in a narration is looked for first where it began.
		const led = k > 0 ? sources.filter((source) => entryNamed(sentences[k - 1]!, source)) : [];
		const order: SourceText[] = led.length
			? led
			: last
				? [last.source, ...sources.filter((source) => source !== last!.source)]
				: [...sources];
		if (k + 1 < sentences.length && sources.some((source) => entryNamed(sentence, source))) continue;
		for (const source of order) {
			const verdict = groundSentence(sentence, prepare(source), sentences[k - 1], last?.source === source ? last.index : undefined);
			if (verdict.grounded) {
				told = { source, support: verdict.support };
				break;
			}
			if (!miss || nearness(sentence, verdict, source) > nearness(sentence, miss.verdict, miss.source)) miss = { verdict, source };
		}
		if (told) {
			for (const index of told.support) citations.push({ sourceId: told.source.id, index, quote: told.source.sentences[index]! });
			last = { source: told.source, index: told.support.at(-1) ?? 0 };
			continue;
		}
		const index = miss?.verdict.support[0];
		const nearest = miss && index !== undefined ? { sourceId: miss.source.id, index, quote: miss.source.sentences[index]! } : null;
		refusals.push(refusalOf(sentence, miss?.verdict.reasons ?? ['there is no source'], nearest));
	}
	return { grounded: !refusals.length, reasons: refusals.flatMap((refusal) => refusal.reasons), refusals, citations };
}

/** How near a refusal came: words that the statement shares with the sentence it names. */
export function nearness(statement: string, verdict: GroundVerdict, source: SourceText): number {
	const index = verdict.support[0];
	if (index === undefined) return -1;
	const theirs = new Set(words(source.sentences[index]!));
	return words(statement).filter((word) => word.length > 2 && theirs.has(word)).length;
}

/** One sentence of a narration; `before` is the sentence before it in the narration and `lastIndex` where that one was told. */
function groundSentence(sentence: string, ready: PreparedSource, before: string | undefined, lastIndex: number | undefined): GroundVerdict {
	const verbatim = ready.keys.get(verbatimKey(sentence));
	const verdict =
		verbatim !== undefined ? verbatimVerdict(sentence, ready, verbatim) : lastLook(sentence, ready, groundParts(sentence, ready, before));
	const shown = { ...verdict, support: [...new Set(verdict.support.flatMap((index) => ready.support(index)))] };
	const entry = before === undefined ? undefined : entryNamed(before, ready.source);
	if (verdict.grounded && entry) {
		const told = shown.support[0] ?? -1;
		if (told < entry.from || told >= entry.to)
			return { grounded: false, reasons: [`the source says this of something else than "${entry.name}"`], support: shown.support };
		if (told === entry.from) return shown;
	}
	if (!verdict.grounded || before === undefined || !LEADING.test(sentence)) return shown;
	const index = verdict.support[0];
	// "It" means what the narration spoke of last: right where the source goes on in the same way, or where its "it" means the same.
	if (index === undefined) return shown;
	const at = ready.at(index);
	if (lastIndex !== undefined && (at === lastIndex || at === lastIndex + 1)) return shown;
	const word = LEADING.exec(sentence)![1]!;
	if (pronounHolds(normalise(before), ready.meaning, index)) return shown;
	return {
		grounded: false,
		reasons: [`"${word}" means something else in the source than in the sentence before: say the name`],
		support: [at],
	};
}
const LEADING = /^["'“‘(]*(it|they|he|she|its|their|his|her)\b/i;

/** A verdict that still stands when the statement is laid beside the sentences that carry it, word by word. */
function lastLook(sentence: string, ready: PreparedSource, verdict: GroundVerdict): GroundVerdict {
	if (!verdict.grounded) return verdict;
	const statement = normalise(sentence);
	const told = verdict.support.map((index) => ready.texts[index]!);
	const page = [normalise(ready.source.title), ...ready.texts];
	const graph = plainGraphOf(statement);
	const graphs = verdict.support.map((index) => ready.meaning.graph(index));
	const reason =
		contradiction(statement, told, page) ??
		(graphs.some((theirs) => placesExchanged(graph, theirs)) ? 'two things have changed places' : null) ??
		(graphs.length === 1 ? standing(graph, graphs[0]!) : null);
	return reason ? { grounded: false, reasons: [reason], support: verdict.support } : verdict;
}

/** A sentence as a whole, else each of its clauses alone, else by meaning. */
function groundParts(sentence: string, ready: PreparedSource, before?: string): GroundVerdict {
	const whole = groundPart(sentence, ready);
	if (whole.grounded) return exchanged(sentence, ready, whole) ?? whole;
	const pieces = attribution(normalise(sentence)) ? [] : (writtenOut(normalise(sentence), 'statement') ?? parts(sentence));
	const meaning = groundMeaning(sentence, ready, before);
	if (meaning?.grounded || pieces.length < 2) return meaning ?? whole;
	const verdicts = pieces.map((piece) => {
		const verdict = groundPart(piece, ready);
		return verdict.grounded ? (exchanged(piece, ready, verdict) ?? verdict) : (groundMeaning(piece, ready, before) ?? verdict);
	});
	if (verdicts.every((verdict) => verdict.grounded))
		return { grounded: true, reasons: [], support: [...new Set(verdicts.flatMap((verdict) => verdict.support))] };
	return meaning ?? whole;
}

/** A cut-down keeps its words' order in every clause but one: around "than" two phrases may change places. */
function exchanged(sentence: string, ready: PreparedSource, verdict: GroundVerdict): GroundVerdict | null {
	if (!/\bthan\b/i.test(sentence)) return null;
	const statement = plainGraphOf(normalise(sentence));
	const turned = verdict.support.some((index) => comparisonTurned(statement, ready.meaning.graph(index)));
	return turned ? { grounded: false, reasons: ['the comparison with "than" is turned round'], support: verdict.support } : null;
}

/** By meaning: other words in the same roles. */
function groundMeaning(sentence: string, ready: PreparedSource, before?: string): GroundVerdict | null {
	const statement = normalise(sentence);
	const question = /\?["']*$/.test(statement);
	if (question) return null;
	const allowed = (index: number): boolean => !/\?["']*$/.test(ready.texts[index]!);
	const context = before === undefined ? undefined : normalise(before);
	let told = meant(statement, ready.meaning, allowed, context);
	// The same said in another order, or as a whole sentence, may be read where the first reading failed.
	for (const version of [...orders(statement).slice(1), ...spelledOut(statement)]) {
		if (told.ok) break;
		const again = meant(version, ready.meaning, allowed, context);
		if (again.ok) told = again;
	}
	if (!told.ok) return { grounded: false, reasons: told.reasons, support: told.support };
	const stale = told.support.map((index) => mentionsDisowned(sentence, ready.disowned, ready.at(index))).find(Boolean);
	return stale ? { grounded: false, reasons: [stale], support: told.support } : { grounded: true, reasons: [], support: told.support };
}

function verbatimVerdict(piece: string, ready: PreparedSource, index: number): GroundVerdict {
	const stale = mentionsDisowned(piece, ready.disowned, index);
	return stale ? { grounded: false, reasons: [stale], support: [index] } : { grounded: true, reasons: [], support: [index] };
}
