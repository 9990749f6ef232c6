/**
 * The extractive drafter: a script made of the sources' own sentences, chosen, ordered and shortened, never reworded.
 * Runs inside a worker (tagging, embedding and grounding take seconds of CPU).
 */
import type { SourceText } from '../asset';
import { OperatorError } from '../errors';
import { ground, quantities } from '../text';
import { escapePattern } from '../text/pattern';
import { closingScore, hooks, sharesTitle } from './hook';
import type { Line } from './hook';
import { answerOf, isContest, resultOf, tellsResult } from './promised';
import { joinedQuotation } from './quotations';
import { similarityOf, textRank } from './rank';
import { scenesOf } from './scenes';
import { sceneWords } from './shape';
import { closure, select } from './select';
import { dropLeaning, unitsOf } from './sentence';
import type { Unit } from './sentence';
import { stepLists } from './stepLists';
import { superseded } from './superseded';
import type { Superseded } from './superseded';
import { tellsTable } from './tables';
import { DATELINE, startsImperative, tidy } from './tidy';
import { closeSentence, countWords, spokenWords } from './words';

/** Words a second of the default voices at normal speed, pauses included (150–175 a minute). */
export const WORDS_PER_SECOND = 2.65;
/** Usable words below which no script is made. */
export const MINIMUM_WORDS = 55;

export interface Beat {
	narration: string;
	/** Index of the source in the input. */
	source: number;
	/** Indexes of the source's sentences that say this. */
	cites: number[];
	role: 'hook' | 'body' | 'step' | 'close';
	/** Index of the source's heading that the sentence stands under, or -1. */
	heading: number;
	/** 0-based number of the how-to step, or -1. */
	step: number;
}

export interface Draft {
	beats: Beat[];
	words: number;
	/** Words the sources would have allowed. */
	usableWords: number;
	/** Sentences whose figure a later source replaces; they are not said. */
	superseded: Superseded[];
}

export interface DraftInput {
	texts: SourceText[];
	kind: 'short' | 'video';
	targetSeconds: number;
	title: string;
	minilmDir: string | null;
	/** False for texts with banned words. */
	allowed: (text: string) => boolean;
	/** Whether a narration that stands on this sentence can be shown by more than its words; such sentences are worth more. */
	pictured?: (narration: string, source: number, sentence: number) => boolean;
}

/**
 * Drafts a script of about `targetSeconds`. Throws INPUT when the sources hold fewer than {@link MINIMUM_WORDS} usable words.
 */
export function draft(input: DraftInput): Draft {
	const { texts, kind, allowed } = input;
	const units = unitsOf(texts, allowed);
	dropCorrected(units);
	const replaced = superseded(units, texts);
	for (const { older } of replaced) older.usable = false;
	const accepts = (text: string, unit: Unit): boolean => {
		const source = texts[unit.source];
		return !!source && allowed(text) && ground(text, source).grounded;
	};
	// A dateline ("LIVERPOOL, July 29 (Meridian Wire) - …") is never spoken, not even where the sentence without it was refused.
	for (const unit of units) if (unit.usable && DATELINE.test(unit.text) && !accepts(tidy(unit.text), unit)) unit.usable = false;
	dropLeaning(units);
	const mostWords = sceneWords(kind);
	// A table is told in one breath, or not at all.
	for (const unit of units) if (kind === 'short' && tellsTable(unit.text) && countWords(unit.text) > mostWords) unit.usable = false;
	const usable = units.filter((unit) => unit.usable);
	const usableWords = usable.reduce((sum, unit) => sum + countWords(tidy(unit.text)), 0);
	if (usableWords < MINIMUM_WORDS || usable.length < 3) throw tooLittle(usable.length, usableWords, units.length);

	const similarity = similarityOf([...units.map((unit) => unit.text), input.title], input.minilmDir);
	const central = rankPerSource(units, similarity);
	const fit = units.map((unit) => similarity[units.length]?.[unit.id] ?? 0);
	const fitMax = Math.max(...fit, 1e-6);
	const scaledFit = fit.map((value) => value / fitMax);

	const spoken = units.map((unit) => (unit.usable ? scenesOf(unit, mostWords - countWords(unit.entry ?? ''), accepts) : []));
	dropUnreferred(units, spoken);
	const opensEntry = (unit: Unit): boolean => unit.entry !== undefined && units[unit.id - 1]?.entry !== unit.entry;
	const words = spoken.map((scenes, id) => scenes.reduce((sum, text) => sum + spokenWords(text), opensEntry(units[id]!) ? spokenWords(units[id]!.entry!) : 0)); // prettier-ignore
	const shown = (unit: Unit): number => {
		const texts = spoken[unit.id] ?? [];
		const seen = texts.filter((text) => input.pictured?.(text, unit.source, unit.index)).length;
		return input.pictured && texts.length ? 0.2 * (seen / texts.length) - 0.1 : 0;
	};
	// A table of what the headline is about holds its point.
	const tabled = (unit: Unit): number => (tellsTable(unit.text) && sharesTitle(unit.text, input.title) ? 0.45 : 0);
	const score = units.map((unit) => value(unit, central, scaledFit) + shown(unit) + tabled(unit));

	const asked = Math.round(input.targetSeconds * WORDS_PER_SECOND);
	const taught = howToSteps(units, input.title);
	const steps = listsThatFit(taught, texts, words, asked);
	// What a list that is left out stands under is left out with it.
	const left = taught.filter((unit) => !steps.includes(unit));
	for (const unit of units)
		if (left.some((step) => step === unit || (step.source === unit.source && step.heading === unit.heading && step.heading >= 0)))
			unit.usable = steps.includes(unit);
	dropLeaning(units);
	// An entry of a list says nothing before its heading is told.
	const free = units.map((unit) => (unit.entry ? { ...unit, usable: false } : unit));
	const hook =
		hooks(free, input.title, central, scaledFit, accepts)[0] ??
		hooks(free, input.title, central, scaledFit, accepts, 18)[0] ??
		plainHook(usable, spoken, input.title);
	if (steps.length) compressSteps(steps, spoken, words, units, asked, accepts);
	const heard = [hook.unit.id];
	const overlong = (id: number): boolean => (spoken[id] ?? []).some((text) => countWords(text) > mostWords);
	const opening = spokenWords(hook.text) + (hook.rest ? spokenWords(hook.rest) : 0);
	const closing = chooseClosing(units, texts, central, heard, steps, words, asked - opening, overlong);
	const chained = followsHook(hook, units, words);
	const tools = steps.length ? toolsLine(units, steps, words, heard) : [];
	const news = steps.length ? [] : newsOf(hook, units, scaledFit, words, asked - opening, overlong);
	const promised = promisedBy(hook, units, texts, input.title, scaledFit, spoken, words, asked - opening, overlong);
	const fixed = [...new Set([...steps.map((unit) => unit.id), ...news, ...promised, ...closing, ...chained, ...tools])].filter(
		(id) => !heard.includes(id),
	);
	const fixedWords = fixed.reduce((sum, id) => sum + (words[id] ?? 0), 0);
	const budget = Math.max(asked - opening, Math.min(fixedWords, Math.round(asked * 1.25) - opening));
	const kinds = units.map((unit) => pictureKind(unit.text));
	const choose = (barred: (id: number) => boolean): number[] =>
		select({
			units,
			barred,
			score,
			words,
			similarity,
			fixed,
			heard,
			kinds,
			budget,
			limit: kind === 'short' ? 13 : 400,
			// A long film tells all that its sources hold; a short stops where nothing new is gained.
			floor: kind === 'short' ? 0 : -0.25,
		});
	// A sentence too long for a scene is said only where the others do not carry the film: one after another, the best first.
	const wordsOf = (ids: number[]): number => ids.reduce((sum, id) => sum + (words[id] ?? 0), 0);
	const enough = Math.min(asked - opening, kind === 'short' ? 0.75 * asked : budget) - (kind === 'short' ? opening : 8);
	const long = usable.map((unit) => unit.id).filter(overlong);
	const spared = new Set(long);
	let picks = choose((id) => spared.has(id));
	for (const id of long.sort((a, b) => (score[b] ?? 0) - (score[a] ?? 0))) {
		if (wordsOf(picks) >= enough) break;
		spared.delete(id);
		picks = choose((other) => spared.has(other));
	}

	const order = readingOrder(picks, closing, units, texts);
	// What happened is told before what came of it.
	const first = news.some((id) => id < hook.unit.id) ? [] : chainAfter(hook.unit, order, units);
	const told = explainedInTime([...first, ...order.filter((id) => !first.includes(id))], hook.unit, units);
	const beats = toBeats(hook, told.order, spoken, units, mostWords, told.headings);
	return { beats, words: beats.reduce((sum, beat) => sum + spokenWords(beat.narration), 0), usableWords, superseded: replaced };
}

function tooLittle(sentences: number, words: number, all: number): OperatorError {
	const cause = `The sources hold ${sentences} usable ${sentences === 1 ? 'sentence' : 'sentences'} with ${words} words (of ${all} sentences in all): too little for a script`;
	return new OperatorError('INPUT', cause, {
		fix: `Give a longer article, a second source, or pasted text: a script needs at least ${MINIMUM_WORDS} words in 3 whole sentences. Or write it yourself and choose "Use my script".`,
		details: { sentences, words },
	});
}

/** Live pages correct themselves ("We wrote that …"): what they take back is not said. */
function dropCorrected(units: Unit[]): void {
	for (const unit of units) {
		if (!/^We (wrote|said|reported|stated) that\b|^An? earlier (version|post)|^Correction\b/i.test(unit.text)) continue;
		const numbers = quantities(unit.text).map((quantity) => quantity.text);
		for (const other of units) {
			if (other.source !== unit.source || other === unit) continue;
			if (numbers.some((number) => new RegExp(`(?<![\\d.,])${escapePattern(number)}(?![\\d]|[.,]\\d)`).test(other.text)))
				other.usable = false;
		}
	}
}

/**
 * "It was a gift for my father. He died in 2021.": where what was shortened away held the only person before "He", nobody would know who that is.
 * Such sentences, and all that lean on them, are not said.
 */
function dropUnreferred(units: Unit[], spoken: string[][]): void {
	const person = (text: string): boolean =>
		/\b(?:he|she|him|his|her|who|I|my|(?:grand)?(?:father|mother|son|daughter)|brother|sister|husband|wife|uncle|aunt|friend|man|woman|boy|girl|child|\p{Ll}+(?:er|or|ist|ian|man|woman|ee))\b/u.test(
			text,
		) ||
		/(?<=\s)\p{Lu}\p{Ll}+/u.test(
			text.replace(/\b(?:January|February|March|April|May|June|July|August|September|October|November|December|\p{Lu}\p{Ll}+day)\b/gu, ''),
		);
	for (const unit of units) {
		if (!unit.usable || !/^["“]?(?:He|She|His|Her)\s/.test(unit.text) || !unit.needs.includes(unit.id - 1)) continue;
		const before = units[unit.id - 1] as Unit;
		if (person(before.text) && !person((spoken[before.id] ?? []).join(' '))) unit.usable = false;
	}
	dropLeaning(units);
}

function rankPerSource(units: Unit[], similarity: number[][]): number[] {
	const rank = new Array<number>(units.length).fill(0);
	for (const source of new Set(units.map((unit) => unit.source))) {
		const members = units.filter((unit) => unit.source === source).map((unit) => unit.id);
		const scores = textRank(members.map((a) => members.map((b) => similarity[a]?.[b] ?? 0)));
		members.forEach((id, i) => (rank[id] = scores[i] ?? 0));
	}
	return rank;
}

function value(unit: Unit, central: number[], fit: number[]): number {
	const words = countWords(tidy(unit.text));
	const numbers = quantities(unit.text).length;
	let score = 0.4 * (central[unit.id] ?? 0) + 0.25 * (fit[unit.id] ?? 0) + 0.25 / (1 + 0.3 * unit.index) + 0.2 * Math.min(1, numbers / 2);
	if (unit.quote) score -= /["”],?\s(said|says)\s\p{Lu}/u.test(unit.text) && words <= 24 ? 0.05 : 0.35;
	if (unit.needs.length) score -= 0.08;
	score += picturable(unit.text);
	if (words > 18) score -= 0.02 * Math.min(10, words - 18);
	if (
		/\b(the (height|size|length|weight|speed|width) of|as (tall|long|big|deep|fast|heavy|old|much) as|enough to|close to the \w+|the same as|times (as|more|the)|twice as|one in \w+)\b/.test(
			unit.text,
		)
	)
		score += 0.15;
	if (
		/^\p{Lu}\p{Ll}+\s(?:out|up|it|the|a|your)\b/u.test(unit.text) &&
		unit.step < 0 &&
		/^(Walk|Take|Sit|Begin|Do|Check|Carry|Start|Go|Push|Put|Use|Turn)\b/.test(unit.text)
	)
		score -= 0.08;
	if (/\?$/.test(unit.text)) score -= 2;
	if (TRANSITION.test(unit.text)) score -= 0.8;
	if (/\b(shares|declined to comment|would not comment|museum|open every day|ticket)\b/i.test(unit.text)) score -= 0.15;
	return score;
}

/** Sentences that only lead over to the next: "Energy is another matter." */
const TRANSITION =
	/\b(?:is|are|was|were)\s(?:another|a different|the other|also)\s(?:matter|story|question|thing|case)\b|^(?:That|This|It) (?:is|was) (?:not )?(?:all|the whole story|only half)\b|^The (?:first|second|third|fourth|next|last|other|biggest|largest|main|real) \p{Ll}+ (?:is|was) (?:the )?\p{Ll}+(?: \p{Ll}+)?\.$|^(?:\S+ ){3,4}(?:too|as well)\.$/u;

/** The picture a sentence asks for, guessed from its signs. */
function pictureKind(text: string): string {
	if (/\bfrom (?:the )?\p{Lu}\p{L}+.* to (?:the )?\p{Lu}/u.test(text)) return 'route';
	if (/["“][^"”]{12,}["”]/.test(text)) return 'quote';
	if (/\b(?:percent|per cent|%|half|third|quarter) of\b|\d%|\bpercent of\b/.test(text)) return 'share';
	const numbers = text.match(/\d[\d,.]*/g)?.length ?? 0;
	if (numbers >= 5) return 'series';
	if (numbers >= 2 && /;|\b(?:but|while|against|compared with)\b|\bfrom \S*\d.* to \S*\d/.test(text)) return 'split';
	if (/\b(?:1[5-9]|20)\d\d\b/.test(text)) return 'date';
	return '';
}

/** A sentence that can be shown (a way, a share, a date, a contrast, a quotation) makes a better scene than one that can only be read. */
function picturable(text: string): number {
	const signs = [
		/\bfrom (?:the )?\p{Lu}\p{L}+.* to (?:the )?\p{Lu}/u,
		/\b(?:percent|per cent|%|half|third|quarter)\b/,
		/\b(?:1[5-9]|20)\d\d\b/,
		/;|\b(?:but|while|against|compared with)\b/,
		/["“][^"”]{12,}["”]/,
		/\b(?:in|to|from|near|at) \p{Lu}\p{L}+/u,
	];
	return 0.07 * signs.filter((sign) => sign.test(text)).length + (signs[0]?.test(text) ? 0.25 : 0);
}

/** Units that start a step, when the sources teach how to do something: all of them are said, in their order. */
function howToSteps(units: Unit[], title: string): Unit[] {
	const first = units.find((unit) => unit.step >= 0);
	if (!first) return [];
	const starts = units.filter((unit) => unit.source === first.source && unit.stepStart);
	const total = units.filter((unit) => unit.source === first.source).length;
	const covered = units.filter((unit) => unit.source === first.source && unit.step >= 0).length;
	const ordered = starts.filter((unit) => startsImperative(unit.text.replace(/^Step \d+[.:]\s*/, '').split(' ')[0] ?? '')).length;
	const teaches = covered / total >= 0.3 || /^how to\b/i.test(title) || ordered >= 0.7 * starts.length;
	return starts.length >= 3 && teaches && starts.every((unit) => unit.usable) ? starts : [];
}

/** All steps must be said: where they exceed the budget, the longest take their shortest true form. */
function compressSteps(
	steps: Unit[],
	spoken: string[][],
	words: number[],
	units: Unit[],
	asked: number,
	accepts: (text: string, unit: Unit) => boolean,
): void {
	void units;
	const room = asked - ROOM_FOR_OPENING;
	const total = (): number => steps.reduce((sum, unit) => sum + (words[unit.id] ?? 0), 0);
	for (const unit of [...steps].sort((a, b) => (words[b.id] ?? 0) - (words[a.id] ?? 0))) {
		if (total() <= room) return;
		const scenes = scenesOf(unit, 12, accepts, true);
		const cost = scenes.reduce((sum, text) => sum + spokenWords(text), 0);
		if (cost < (words[unit.id] ?? 0)) {
			spoken[unit.id] = scenes;
			words[unit.id] = cost;
		}
	}
}

/** "Your fingers do not measure temperature." asks for "They measure how fast heat leaves them." */
function followsHook(hook: Line, units: Unit[], words: number[]): number[] {
	const next = units[hook.unit.id + 1];
	return next?.usable &&
		next.source === hook.unit.source &&
		next.needs.length === 1 &&
		next.needs[0] === hook.unit.id &&
		next.paragraph === hook.unit.paragraph &&
		(words[next.id] ?? 99) <= 14
		? [next.id]
		: [];
}

/** Picked sentences that lean on the hook and stand right after it in the source; they are spoken right after it. */
function chainAfter(hook: Unit, order: number[], units: Unit[]): number[] {
	const chain: number[] = [];
	for (let id = hook.id + 1; order.includes(id) && units[id]?.source === hook.source && units[id]?.needs.includes(id - 1); id++)
		chain.push(id);
	return chain;
}

/**
 * What the headline promises, where the opening tells something else: of the first sentences the one that is most like it, with all that it
 * presupposes. Empty where the opening tells it, or where it is too long.
 */
function newsOf(hook: Line, units: Unit[], fit: number[], words: number[], room: number, overlong: (id: number) => boolean): number[] {
	const { source, id: heard } = hook.unit;
	const [lead] = units
		.filter((unit) => unit.source === source && unit.index < LEAD_SENTENCES && unit.usable && (fit[unit.id] ?? 0) >= 0.5)
		.sort((a, b) => (fit[b.id] ?? 0) - (fit[a.id] ?? 0));
	if (!lead || lead.id === heard || (fit[heard] ?? 0) >= (fit[lead.id] ?? 0) - 0.1) return [];
	const told = [...closure(units, lead.id)].filter((id) => id !== heard);
	return told.some(overlong) || told.reduce((sum, id) => sum + (words[id] ?? 0), 0) > 0.45 * room ? [] : told;
}

/** Where a page tells what its headline promises. */
const LEAD_SENTENCES = 5;

/** The answer to the headline's question and the result of a contest, each with all that it presupposes, where the opening does not tell it. */
function promisedBy(
	hook: Line,
	units: Unit[],
	texts: SourceText[],
	title: string,
	fit: number[],
	spoken: string[][],
	words: number[],
	room: number,
	overlong: (id: number) => boolean,
): number[] {
	const { source, id: heard } = hook.unit;
	const opening = [hook.text, hook.rest].join(' ');
	const wanted: Unit[] = [];
	const answer = answerOf(units, title, fit);
	if (answer) wanted.push(answer);
	if (isContest(texts[source]?.sentences ?? []) && !tellsResult(opening)) {
		// The opening's own sentence may hold it and have lost it: another one tells it then.
		const result = resultOf(
			units.filter((unit) => unit.id !== heard && tellsResult((spoken[unit.id] ?? []).join(' '))),
			source,
			fit,
		);
		if (result) wanted.push(result);
	}
	return wanted.flatMap((unit) => {
		const told = [...closure(units, unit.id)].filter((id) => id !== heard);
		return told.some(overlong) || told.reduce((sum, id) => sum + (words[id] ?? 0), 0) > 0.4 * room ? [] : told;
	});
}

/** Of several lists of steps those that the film has room for, from the first on; one that is too long alone is shortened elsewhere. */
function listsThatFit(steps: Unit[], texts: SourceText[], words: number[], asked: number): Unit[] {
	const source = texts[steps[0]?.source ?? -1];
	if (!source) return steps;
	const kept: Unit[] = [];
	for (const list of stepLists(source)) {
		const own = steps.filter((unit) => list.includes(unit.step));
		const total = [...kept, ...own].reduce((sum, unit) => sum + (words[unit.id] ?? 0), 0);
		if (kept.length && total > asked - ROOM_FOR_OPENING) break;
		kept.push(...own);
	}
	return kept;
}

/** Words that a how-to's opening and its tools take. */
const ROOM_FOR_OPENING = 24;

/** What a how-to needs before its first step ("You need two stones, some water and about 20 minutes."). */
function toolsLine(units: Unit[], steps: Unit[], words: number[], heard: number[]): number[] {
	const first = steps[0] as Unit;
	const found = units.find(
		(unit) =>
			unit.usable &&
			unit.source === first.source &&
			unit.id < first.id &&
			!heard.includes(unit.id) &&
			/\b(You need|You will need|Carry|takes (about|only|less)|tools?)\b/.test(unit.text) &&
			unit.needs.every((need) => heard.includes(need)),
	);
	return found && (words[found.id] ?? 99) <= 19 ? [found.id] : [];
}

function plainHook(usable: Unit[], spoken: string[][], title: string): Line {
	const alone = usable.filter((candidate) => candidate.needs.length === 0 && !candidate.entry);
	const unit = alone.find((candidate) => candidate.step < 0 && sharesTitle(candidate.text, title)) ?? alone[0] ?? (usable[0] as Unit);
	const [text = tidy(unit.text), ...rest] = spoken[unit.id] ?? [];
	return { unit, text, score: 0, features: [], ...(rest.length ? { rest: rest.join(' ') } : {}) };
}

/** Ids of the last line and what it presupposes, in reading order; empty when nothing ends well. */
function chooseClosing(
	units: Unit[],
	texts: SourceText[],
	central: number[],
	heard: number[],
	steps: Unit[],
	words: number[],
	room: number,
	overlong: (id: number) => boolean,
): number[] {
	let best: { ids: number[]; score: number } | undefined;
	const lastStep = steps.at(-1);
	const stepWords = steps.reduce((sum, unit) => sum + (words[unit.id] ?? 0), 0);
	for (const unit of units) {
		if (!unit.usable || heard.includes(unit.id)) continue;
		// A how-to ends with its last step and what it says about it.
		if (lastStep && (unit.source !== lastStep.source || unit.step !== lastStep.step)) continue;
		const span = texts[unit.source]?.sentences.length ?? 1;
		const ids = [...closure(units, unit.id)].filter((id) => !heard.includes(id)).sort((a, b) => a - b);
		const cost = ids.filter((id) => !steps.some((step) => step.id === id)).reduce((sum, id) => sum + (words[id] ?? 0), 0);
		if (cost > (lastStep ? Math.max(22, room - stepWords) : Math.min(48, room * 0.45))) continue;
		const mainSource = unit.source === units[heard[0] ?? 0]?.source ? 0.1 : 0;
		const score =
			closingScore(unit, span, units[unit.id + 1]?.source !== unit.source || units[unit.id + 1]?.paragraph !== unit.paragraph) +
			0.15 * (central[unit.id] ?? 0) +
			mainSource -
			0.006 * cost -
			(ids.some(overlong) ? 1.2 : 0) -
			(unit.id < (heard[0] ?? 0) ? 0.05 : 0);
		if (!best || score > best.score) best = { ids, score };
	}
	return best && best.score > 0 ? best.ids.filter((id) => !steps.some((step) => step.id === id)) : [];
}

/**
 * Source by source in reading order; the ending's own run comes last. A live page (newest entry first) is told from its start.
 */
function readingOrder(picks: number[], closing: number[], units: Unit[], texts: SourceText[]): number[] {
	const last = closing.at(-1);
	const tail: number[] = [];
	// What belongs to a step is told with it: at the end of the film it would speak of what stands before it there.
	if (last !== undefined && picks.at(-1) !== last && (units[last]?.step ?? -1) < 0) {
		tail.push(last);
		for (
			let id = last - 1;
			picks.includes(id) &&
			units[last]?.needs.length &&
			units[id]?.paragraph === units[last]?.paragraph &&
			units[id]?.source === units[last]?.source;
			id--
		)
			tail.unshift(id);
	}
	const body = picks.filter((id) => !tail.includes(id));
	const live = (source: number): boolean =>
		/\bas it happened\b|\blive (blog|updates?|coverage)\b/i.test(texts[source]?.title ?? '') && (texts[source]?.headings.length ?? 0) >= 3;
	body.sort((a, b) => {
		const [left, right] = [units[a] as Unit, units[b] as Unit];
		if (left.source !== right.source || !live(left.source) || left.heading === right.heading) return a - b;
		return right.heading - left.heading;
	});
	return [...body, ...tail];
}

/**
 * A term that is used before its definition is explained where it is first used: right before that sentence, or right behind one that leans on
 * what stands before it. What leans on the definition goes with it. `headings`: the part of the film that a moved sentence belongs to now.
 */
export function explainedInTime(order: number[], hook: Unit, units: Unit[]): { order: number[]; headings: Map<number, number> } {
	const headings = new Map<number, number>();
	let told = order;
	for (const id of order) {
		const { explains, needs, step } = units[id]!;
		if (!explains || needs.length || step >= 0) continue;
		const uses = new RegExp(`\\b${escapePattern(explains)}s?\\b`, 'i');
		const at = told.indexOf(id);
		const first = told.findIndex((other) => uses.test(units[other]!.text));
		const opening = uses.test(hook.text) && hook.id !== id;
		if (first >= at && !opening) continue;
		let to = at + 1;
		while (to < told.length && units[told[to]!]!.needs.some((need) => told.slice(at, to).includes(need))) to++;
		const moved = told.slice(at, to);
		const rest = told.filter((other) => !moved.includes(other));
		const user = units[rest[first]!];
		const leans =
			!!user && (user.needs.includes(rest[first - 1] ?? hook.id) || /^(?:What|So|But|And|Yet|That|This|It|They|He|She)\b/.test(user.text));
		// A step is not parted from the next one.
		if (!opening && user && user.step >= 0) continue;
		const place = opening ? 0 : first + (leans ? 1 : 0);
		if (!opening && leans && units[rest[place] ?? -1]?.needs.includes(user!.id)) continue;
		told = [...rest.slice(0, place), ...moved, ...rest.slice(place)];
		for (const other of moved) headings.set(other, (opening ? hook : user!).heading);
	}
	return { order: told, headings };
}

/** Whether two neighbouring sentences hold words of one quotation. */
const sameQuotation = (before: Unit, unit: Unit): boolean =>
	before.source === unit.source &&
	(before.speaker ?? before.id) === (unit.speaker ?? unit.id) &&
	(before.speaker !== undefined || unit.speaker !== undefined);

function toBeats(
	hook: Line,
	order: number[],
	spoken: string[][],
	units: Unit[],
	mostWords: number,
	headings: ReadonlyMap<number, number> = new Map(),
): Beat[] {
	const at = (unit: Unit, narration: string, role: Beat['role']): Beat => ({
		narration,
		source: unit.source,
		cites: [unit.index],
		role,
		heading: headings.get(unit.id) ?? unit.heading,
		step: unit.step,
	});
	const beats: Beat[] = [at(hook.unit, hook.text, 'hook')];
	// A scrap of three words is no scene of its own.
	if (hook.rest && countWords(hook.rest) > 3) beats.push(at(hook.unit, hook.rest, 'body'));
	let entry: string | undefined;
	for (const id of order) {
		const unit = units[id] as Unit;
		for (const plain of spoken[id] ?? []) {
			// "Cast iron plant. It grows slowly …": what a list speaks of is said where it begins to.
			const text = unit.entry && unit.entry !== entry ? `${closeSentence(unit.entry)} ${plain}` : plain;
			entry = unit.entry;
			const beat = at(unit, text, unit.stepStart ? 'step' : 'body');
			const previous = beats.at(-1) as Beat;
			// "Your fingers do not measure temperature. They measure how fast heat leaves them." is one idea.
			const leans = previous.cites.at(-1) === unit.index - 1 && unit.needs.includes(id - 1);
			const follows =
				previous.source === unit.source &&
				(previous.cites.at(-1) === unit.index || leans) &&
				(unit.speaker === undefined || unit.speaker < id);
			const before = units[id - 1];
			const quoted = !!before && previous.cites.at(-1) === unit.index - 1 && sameQuotation(before, unit);
			const short = quoted || Math.min(countWords(previous.narration), countWords(text)) <= 8;
			const joined = quoted ? joinedQuotation(previous.narration, text) : `${previous.narration} ${text}`;
			const sameStep =
				previous.step === beat.step && !(beat.role === 'step' && previous.role === 'step' && previous.cites.at(-1) !== unit.index);
			if (
				text === plain &&
				previous.role !== 'hook' &&
				(follows || quoted) &&
				short &&
				sameStep &&
				countWords(joined) <= mostWords - (quoted ? 0 : 2)
			) {
				previous.narration = joined;
				if (!previous.cites.includes(unit.index)) previous.cites.push(unit.index);
				continue;
			}
			beats.push(beat);
		}
	}
	const end = beats.at(-1);
	// The last step of a how-to is a step.
	if (end && beats.length > 1 && end.role !== 'step') end.role = 'close';
	return beats;
}
