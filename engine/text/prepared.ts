/**
 * A source made ready for grounding, once: its sentences and readings parsed on demand, its corrections, speakers and names.
 */
import type { SourceText } from '../asset';
import { parse } from './clauses';
import type { Parsed } from './clauses';
import { attribution } from './cues';
import type { Attribution } from './cues';
import { disowned } from './disowned';
import type { Disowned } from './disowned';
import { meaningSource } from './meaning';
import type { MeaningSource } from './meaning';
import { names } from './names';
import { readings } from './readings';
import { normalise, verbatimKey } from './rewording';

export interface PreparedSource {
	source: SourceText;
	/** The sentences, normalised, and behind them the readings: what the page says without printing it. */
	texts: string[];
	/** Index of the sentence in whose context a text stands: its own, for a sentence. */
	at: (index: number) => number;
	/** Indexes of the page's sentences on which a text rests. */
	support: (index: number) => number[];
	keys: Map<string, number>;
	parsed: (index: number) => Parsed;
	disowned: Disowned[];
	attributions: (Attribution | null)[];
	/** Names of the title, as lower-case words. */
	topics: string[][];
	/** Names of two and more words, lower case. */
	fullNames: Set<string>;
	/** The texts as graphs, for rewordings. */
	meaning: MeaningSource;
}

const prepared = new WeakMap<SourceText, PreparedSource>();

/** Parses a source once (sentences on demand); kept as long as the object lives. */
export function prepare(source: SourceText): PreparedSource {
	const known = prepared.get(source);
	if (known) return known;
	const cache = new Map<number, Parsed>();
	const keys = new Map<string, number>();
	source.sentences.forEach((sentence, i) => {
		const key = verbatimKey(sentence);
		if (!keys.has(key)) keys.set(key, i);
	});
	const sentences = source.sentences.map(normalise);
	const speakers = sentences.map(attribution);
	const more = readings(sentences, (index) => coreOf(sentences[index]!, speakers[index]!));
	const texts = [...sentences, ...more.map((reading) => reading.text)];
	const attributions = [...speakers, ...more.map((reading) => attribution(reading.text))];
	const at = (index: number): number => (index < sentences.length ? index : more[index - sentences.length]!.at);
	const title = names(normalise(source.title));
	const made: PreparedSource = {
		source,
		texts,
		at,
		support: (index) => (index < sentences.length ? [index] : more[index - sentences.length]!.support),
		keys,
		parsed: (index) => {
			let parsed = cache.get(index);
			if (!parsed) {
				parsed = parse(coreOf(texts[index]!, attributions[index]!));
				cache.set(index, parsed);
			}
			return parsed;
		},
		disowned: disowned(source.sentences),
		attributions,
		topics: title.map((name) => words(name.text)),
		fullNames: new Set(
			sentences.flatMap((sentence) => names(sentence).map((name) => name.text.toLowerCase())).filter((name) => name.includes(' ')),
		),
		meaning: meaningSource(texts, at, new Set(title.flatMap((name) => words(name.text))), new Set(words(source.title))),
	};
	prepared.set(source, made);
	return made;
}

/** A sentence without its attributing phrase. */
export function coreOf(sentence: string, who: Attribution | null): string {
	if (!who) return sentence;
	const rest = `${sentence.slice(0, who.start)} ${sentence.slice(who.end)}`
		.replace(/\s+/g, ' ')
		.replace(/\s([.,;!?])/g, '$1')
		.replace(/,\./g, '.')
		.replace(/^[,\s]+/, '')
		.trim();
	return rest.replace(/^(["'(]*)(\p{Ll})/u, (_, quote: string, letter: string) => quote + letter.toUpperCase());
}

export const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
