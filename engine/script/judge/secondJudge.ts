/**
 * The second judge: where only the gate's soft reasons refuse a sentence of a model's draft, the connected model is asked once for the whole draft
 * whether the sources say it. What it may decide is bounded on all sides: hard guards (text/hard.ts) before and after it, canaries among its
 * claims, and sentences that it must name. A function of its answers alone; who may judge at all is the exam's matter (exam.ts).
 */
import type { Citation, SourceText } from '../../asset';
import { hashOf } from '../../ledger/keys';
import { ground, hardReasons, looksLikeInjection, type Refusal } from '../../text';
import type { ModelQuestion, ModelReply } from '../fromModel';
import type { SentenceRef } from '../sentenceRefs';
import { decoysFor } from './decoys';
import { readFindings, sheetQuestion, type Sheet } from './sheet';

/** A sentence that the rules alone refuse. */
export interface Doubt {
	text: string;
	/** What is said right before it. */
	after?: string;
	/** Sentences that the model named for it. */
	from: SentenceRef[];
	refusal: Refusal;
}

/** Sentences of one source that say a doubt, as the judge found and the guards allow. */
export interface Held {
	source: number;
	cites: number[];
}

export interface Findings {
	/** What was accepted, and which sentences say it. */
	held: Map<Doubt, Held>;
	warnings: string[];
}

export interface Asked {
	question: ModelQuestion;
	/** Reads the answer. */
	read(reply: ModelReply): Findings;
}

/** Claims on one sheet; what is beyond stays refused. */
const MOST_CLAIMS = 30;
/** Below this all sentences of the sources are shown, above it those around what may say the claims. */
const SHOWN_WHOLE = 9_000;
/** Sentences shown before and behind each that may say a claim. */
const AROUND = 2;

/** The sheet for these doubts, or null where nothing is to be asked. `truths` are sentences that the gate accepts. */
export function askJudge(doubts: Doubt[], truths: string[], texts: SourceText[], name: string): Asked | null {
	const open = doubts.filter(
		(doubt) => !looksLikeInjection(doubt.text) && candidates(doubt, texts).some((held) => !guarded(doubt, held, texts).length),
	);
	const asked = open.slice(0, MOST_CLAIMS);
	if (!asked.length) return null;
	const seed = hashOf(asked.map(({ text }) => text));
	const page = texts.flatMap((source) => source.sentences.filter((_, i) => !source.disowned?.includes(i)));
	const pageTruths = page.filter((sentence) => texts.some((source) => ground(sentence, source).grounded));
	const mixed = [...pageTruths].sort((a, b) => (hashOf([seed, a]) < hashOf([seed, b]) ? -1 : 1));
	const decoys = decoysFor([...truths, ...mixed], asked.length, texts, seed);
	if (!decoys) return null;
	const claims: { doubt?: Doubt; text: string; after?: string }[] = [
		...asked.map((doubt) => ({ doubt, text: doubt.text, ...(doubt.after ? { after: doubt.after } : {}) })),
		...decoys.map((text) => ({ text })),
	].sort((a, b) => (hashOf([seed, 'order', a.text]) < hashOf([seed, 'order', b.text]) ? -1 : 1));
	const sheet: Sheet = {
		lines: linesFor(asked, decoys, texts),
		claims: claims.map(({ text, after }) => ({ text, ...(after ? { after } : {}) })),
	};
	return {
		question: sheetQuestion(sheet, 'judge'),
		read(reply) {
			const held = new Map<Doubt, Held>();
			if (reply.unasked !== undefined) return { held, warnings: [reply.unasked] };
			const findings = readFindings(reply.text, sheet);
			if (!findings) return { held, warnings: [`${name} gave no readable answer as second judge: the rules alone decided.`] };
			const taken = claims.filter(({ doubt }, i) => !doubt && !(findings[i]!.answered && !findings[i]!.says));
			if (taken.length)
				return {
					held,
					warnings: [
						`As second judge ${name} did not refuse ${taken.length} of ${decoys.length} statements that were made false on purpose: none of its judgements counts.`,
					],
				};
			claims.forEach(({ doubt }, i) => {
				const says = findings[i]!.says;
				if (!doubt || !says) return;
				// One source says it; where sentences of two are named, that of the first.
				const source = says[0]!.source;
				const found = { source, cites: [...new Set(says.filter((ref) => ref.source === source).map((ref) => ref.sentence))] };
				if (!guarded(doubt, found, texts).length) held.set(doubt, found);
			});
			return { held, warnings: [] };
		},
	};
}

/** Why the guards object, whoever believes it. */
function guarded(doubt: Doubt, { source, cites }: Held, texts: SourceText[]): string[] {
	const text = texts[source];
	if (!text) return ['there is no such source'];
	const { nearest, reasons } = doubt.refusal;
	const verdict = nearest?.sourceId === text.id ? { grounded: false, reasons, support: [nearest.index] } : ground(doubt.text, text);
	return hardReasons(doubt.text, cites, text, verdict);
}

/** Where a doubt may be said: in the sentences that the model named, in the nearest one, or both. */
function candidates({ from, refusal }: Doubt, texts: SourceText[]): Held[] {
	const { nearest } = refusal;
	const near = nearest ? { source: texts.findIndex((text) => text.id === nearest.sourceId), cites: [nearest.index] } : undefined;
	const named = [...new Set(from.map((ref) => ref.source))]
		.map((source) => ({ source, cites: [...new Set(from.filter((ref) => ref.source === source).map((ref) => ref.sentence))] }))
		.map((held) => ({ ...held, cites: held.cites.filter((index) => texts[held.source]?.sentences[index] !== undefined) }))
		.filter((held) => held.cites.length);
	const both = named.filter((held) => near && held.source === near.source && !held.cites.includes(near.cites[0]!));
	return [...named, ...(near ? [near] : []), ...both.map((held) => ({ ...held, cites: [...held.cites, near!.cites[0]!] }))];
}

/** Sentences to show: all of short sources, else those around what may say a claim or was made into a decoy. */
function linesFor(doubts: Doubt[], decoys: string[], texts: SourceText[]): Sheet['lines'] {
	const whole = texts.reduce((sum, source) => sum + source.sentences.join(' ').length, 0) <= SHOWN_WHOLE;
	const shown = texts.map((source) => new Set(whole ? source.sentences.keys() : []));
	const show = (source: number, index: number): void => {
		for (let k = index - AROUND; k <= index + AROUND; k++) if (texts[source]?.sentences[k] !== undefined) shown[source]!.add(k);
	};
	if (!whole) {
		for (const doubt of doubts) for (const { source, cites } of candidates(doubt, texts)) for (const index of cites) show(source, index);
		for (const decoy of decoys)
			texts.forEach((source, s) => {
				const { support } = ground(decoy, source);
				for (const index of support) show(s, index);
			});
	}
	return texts.flatMap((source, s) =>
		source.sentences.flatMap((text, sentence) =>
			shown[s]!.has(sentence) && !source.disowned?.includes(sentence) && !looksLikeInjection(text)
				? [{ ref: { source: s, sentence }, text }]
				: [],
		),
	);
}

/** The citations of an accepted sentence, signed by its judge. */
export const citationsOf = ({ source, cites }: Held, said: string, by: string, texts: SourceText[]): Citation[] =>
	cites.flatMap((index) => {
		const quote = texts[source]?.sentences[index];
		return quote === undefined ? [] : [{ sourceId: texts[source]!.id, quote, judged: { by, said } }];
	});
