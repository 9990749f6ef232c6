/** Blocks of an article to sentences, paragraphs, headings and steps, without repetitions, injected orders and withdrawn statements. */
import { MONSTER } from '../shape';
import { splitSentences } from '../text/sentences';
import { toldTable } from '../writing/tables';
import type { Block } from './blocks';
import { endsSentence } from './blocks';
import { findCorrections, statesWithdrawn } from './corrections';
import { dropInjected, isInjection } from './injection';

export interface Withheld {
	text: string;
	/** withdrawn: the page itself takes it back; broken: cut off by a paywall; injected: speaks to AI models; note: a correction under the article. */
	reason: 'withdrawn' | 'broken' | 'injected' | 'note';
}

export interface Composed {
	sentences: string[];
	paragraphs: number[];
	headings: { text: string; before: number }[];
	steps: [number, number][];
	tables: { header: string[]; rows: string[][] }[];
	disowned: number[];
	withheld: Withheld[];
	injected: string[];
	brokenOff: boolean;
}

interface Unit {
	sentences: string[];
	kind: Block['kind'];
	heading?: string;
	step?: boolean;
	quote?: boolean;
}

const key = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
const STEP_LINE = /^(?:step\s+)?\(?\d{1,2}[.:)]\s+\S/i;

/** Sentences of one block; a line of a <br> page ends a sentence where it ends like one. */
function sentencesOf(block: Block): string[] {
	const lines: string[] = [];
	for (const line of block.lines) {
		const previous = lines[lines.length - 1];
		if (previous !== undefined && !endsSentence(previous) && !STEP_LINE.test(line)) lines[lines.length - 1] = `${previous} ${line}`;
		else lines.push(line);
	}
	const out: string[] = [];
	// Full-width stops end a sentence without a blank.
	const spaced = lines.map((line) => line.replace(/([。！？])(?=[^。！？」』）”’\s])/gu, '$1\n\n'));
	for (const sentence of spaced.flatMap(splitSentences)) {
		if (MONSTER.test(sentence)) continue;
		// "Step 1." belongs to the sentence it numbers.
		const last = out[out.length - 1];
		if (last !== undefined && /^(?:step\s+)?\(?\d{1,2}[.:)]$/i.test(last)) out[out.length - 1] = `${last} ${sentence}`;
		else out.push(sentence);
	}
	return out;
}

export function composeText(blocks: Block[], options: { broken: boolean }): Composed {
	const withheld: Withheld[] = [];
	const injected: string[] = [];
	const units: Unit[] = [];
	for (const block of blocks) {
		if (block.kind === 'table') {
			const { kept } = dropInjected([block.table ? toldTable(block.table) : null].filter((text) => text !== null));
			units.push(kept.length ? { sentences: kept, kind: 'text' } : { sentences: [], kind: 'table' });
			continue;
		}
		if (block.kind === 'heading') {
			if (isInjection(block.text)) injected.push(block.text);
			else units.push({ sentences: [], kind: 'heading', heading: block.text.slice(0, 200) });
			continue;
		}
		// A <br> page holds its numbered steps as lines of one block.
		const numbered = !block.list && block.lines.filter((line) => STEP_LINE.test(line)).length >= 2;
		const parts = numbered
			? stepParts(block)
			: [{ sentences: sentencesOf(block), step: Boolean(block.ordered) || (!block.list && /^step\s+\d{1,2}\b/i.test(block.text)) }];
		for (const part of parts) {
			const { kept, dropped } = dropInjected(part.sentences);
			injected.push(...dropped);
			withheld.push(...dropped.map((text) => ({ text, reason: 'injected' as const })));
			if (kept.length) units.push({ sentences: kept, kind: block.kind, step: part.step, quote: block.quote });
		}
	}
	dropRepeats(units);
	const brokenOff = options.broken && dropBrokenEnd(units, withheld);
	const withdrawn = applyCorrections(units, withheld);

	const composed: Composed = {
		sentences: [],
		paragraphs: [],
		headings: [],
		steps: [],
		tables: [],
		disowned: [],
		withheld,
		injected,
		brokenOff,
	};
	let listOpen = false;
	for (const unit of units) {
		const before = composed.sentences.length;
		if (unit.heading) composed.headings.push({ text: unit.heading, before });
		if (!unit.sentences.length) {
			listOpen = false;
			continue;
		}
		// Steps are paragraphs of their own; the items of a plain list belong together.
		const joins = unit.kind === 'item' && !unit.step && listOpen;
		if (!joins) composed.paragraphs.push(before);
		listOpen = unit.kind === 'item' && !unit.step;
		for (const sentence of unit.sentences) {
			if (withdrawn.has(sentence)) composed.disowned.push(composed.sentences.length);
			composed.sentences.push(sentence);
		}
		if (unit.step) composed.steps.push([before, composed.sentences.length - 1]);
	}
	// One numbered line alone is no list of steps.
	if (composed.steps.length === 1) composed.steps = [];
	composed.tables = blocks.flatMap((block) => (block.table && !block.table.rows.flat().some(isInjection) ? [block.table] : []));
	return composed;
}

function stepParts(block: Block): { sentences: string[]; step: boolean }[] {
	const parts: { lines: string[]; step: boolean }[] = [];
	for (const line of block.lines) {
		if (STEP_LINE.test(line)) parts.push({ lines: [line], step: true });
		else if (parts.length && !endsSentence(parts[parts.length - 1]!.lines.at(-1)!)) parts[parts.length - 1]!.lines.push(line);
		else parts.push({ lines: [line], step: false });
	}
	return parts.map(({ lines, step }) => ({ sentences: sentencesOf({ ...block, lines }), step }));
}

/** Pull quotes and teasers repeat sentences: the one in running text stays. */
function dropRepeats(units: Unit[]): void {
	const running = new Set<string>();
	for (const unit of units) if (!unit.quote) for (const sentence of unit.sentences) running.add(key(sentence));
	const whole = units.filter((unit) => !unit.quote).map((unit) => key(unit.sentences.join(' ')));
	const seen = new Set<string>();
	for (const unit of units) {
		if (unit.quote) {
			const quoted = key(unit.sentences.join(' '));
			if (quoted.length > 20 && whole.some((text) => text.includes(quoted))) unit.sentences = [];
			else unit.sentences = unit.sentences.filter((sentence) => !running.has(key(sentence)) || sentence.split(' ').length < 4);
		}
		unit.sentences = unit.sentences.filter((sentence) => {
			const id = key(sentence);
			if (sentence.split(' ').length < 4) return true;
			if (seen.has(id)) return false;
			seen.add(id);
			return true;
		});
	}
}

/** The last sentence of a teaser breaks off in the middle: it states nothing. */
function dropBrokenEnd(units: Unit[], withheld: Withheld[]): boolean {
	const last = [...units].reverse().find((unit) => unit.sentences.length);
	const sentence = last?.sentences.at(-1);
	if (!last || !sentence) return false;
	if (/[.!?]["”’)]*$/.test(sentence) && !/(?:\.\.\.|…)["”’)]*$/.test(sentence)) return false;
	last.sentences.pop();
	withheld.push({ text: sentence, reason: 'broken' });
	return true;
}

/** Takes out what the page withdraws. Returns the in-text correction sentences that repeat it, which stay but are marked. */
function applyCorrections(units: Unit[], withheld: Withheld[]): Set<string> {
	const marked = new Set<string>();
	const all = units.flatMap((unit) => unit.sentences);
	for (const correction of findCorrections(all)) {
		const note = all[correction.note]!;
		const right = correction.right === null ? '' : all[correction.right]!;
		for (const unit of units) {
			if (unit.sentences.includes(note)) continue;
			unit.sentences = unit.sentences.filter((sentence) => {
				if (!statesWithdrawn(sentence, correction, note, right)) return true;
				withheld.push({ text: sentence, reason: 'withdrawn' });
				return false;
			});
		}
		if (!correction.editorial) {
			marked.add(note);
			continue;
		}
		// A note under the article speaks of the article, not of the story: it goes with the sentence that completes it.
		const unit = units.find((candidate) => candidate.sentences.includes(note));
		if (!unit) continue;
		const at = unit.sentences.indexOf(note);
		const gone = unit.sentences.splice(
			at,
			/^(?:it|that|this|the (?:correct|right|actual)|in fact|there)\b/i.test(unit.sentences[at + 1] ?? '') ? 2 : 1,
		);
		withheld.push(...gone.map((text) => ({ text, reason: 'note' as const })));
	}
	return marked;
}
