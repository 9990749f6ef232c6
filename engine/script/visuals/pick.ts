/**
 * Chooses one visual a scene so that the film varies: the best sum of fitness over all scenes, with a price on the same type
 * within three scenes, on one type filling more than 40 % of the film and on plain statements beyond 25 %.
 */
import type { VisualType } from '../../asset';
import { chooseSticker } from '../../text';
import { LIMIT } from '../../text/bounds';
import { tellsTable } from '../../writing';
import { drawnStrings } from '../drawn';
import { posterTexts } from '../poster';
import { sentenceCase, wordCount } from './context';
import type { Candidate, SceneContext } from './context';
import { figure } from './figure';
import { bars, bignum, count, share, span, split } from './numbers';
import { score } from './score';
import { line } from './series';
import { cause, comparison, date, definition, list, notThat, pair, person, sequence } from './sentences';
import { quote } from './quote';
import { contrast, place, route, statement, steps, timeline } from './words';

const GENERATORS: ((context: SceneContext) => Candidate[])[] = [
	share,
	score,
	bignum,
	figure,
	span,
	count,
	split,
	line,
	bars,
	place,
	route,
	timeline,
	steps,
	quote,
	definition,
	cause,
	date,
	list,
	pair,
	person,
	sequence,
	comparison,
	notThat,
	contrast,
	statement,
];
const BEAM = 80;
/** Pictures that hold every row of a table. */
const WHOLE_TABLE = new Set<VisualType>(['bars', 'line', 'statement']);

/** Everything that could be shown for a scene; the plain statement is always among it. */
export function candidatesOf(context: SceneContext): Candidate[] {
	if (context.index === 0) return [hook(context)];
	const citable = (candidate: Candidate): boolean =>
		(candidate.alsoCites ?? []).every((index) => context.allowed(context.source?.sentences[index] ?? ''));
	// Two of its rows are not the table.
	const told = tellsTable(context.narration);
	const found = GENERATORS.flatMap((generate) => generate(context)).filter(
		(candidate) => citable(candidate) && (candidate.visual.cues?.length ?? 0) <= 8 && (!told || WHOLE_TABLE.has(candidate.visual.type)),
	);
	return withFigure(found);
}

/** Pictures of a figure: what a sentence with one of them is about. */
const FIGURES = new Set<VisualType>(['bignum', 'share', 'split', 'bars', 'line', 'count']);
/** Pictures of where or who: without the figure of their sentence they tell something else than it does. */
const SETTINGS = new Set<VisualType>(['place', 'definition']);
/** From here on a picture of a figure is sure of what it shows. */
const SURE = 5;

/**
 * Without the pictures that leave out the figure of which the sentence speaks: "In May only 24 ships a day could pass" is no leaf of a
 * calendar, however often numbers were shown before. Variety chooses among pictures of the same matter.
 */
function withFigure(found: Candidate[]): Candidate[] {
	const figures = found.filter(({ visual, score }) => FIGURES.has(visual.type) && score >= SURE).flatMap(numbersDrawn);
	if (!figures.length) return found;
	const tells = (candidate: Candidate): boolean => numbersDrawn(candidate).some((number) => figures.includes(number));
	return found.filter((candidate) => candidate.visual.type !== 'date' && (!SETTINGS.has(candidate.visual.type) || tells(candidate)));
}

const numbersDrawn = ({ visual }: Candidate): string[] => drawnStrings(visual).flatMap((text) => text.match(/\d[\d.,]*\d|\d/g) ?? []);

/** The opening: its number large where it has one. */
function hook(context: SceneContext): Candidate {
	const [number] = bignum(context);
	if (number?.visual.type !== 'bignum' || !/\d/.test(number.visual.display)) return { visual: { type: 'hook' }, score: 10 };
	const limit = LIMIT.exec(number.visual.lead)?.[0];
	return {
		visual: {
			type: 'hook',
			number: { display: number.visual.display, unit: shortUnit(number.visual.unit), ...(limit ? { limit: sentenceCase(limit) } : {}) },
			cues: number.visual.cues ?? [],
		},
		score: 10,
	};
}

/** A unit that fits beside a title: whole where it is short, else up to its first preposition. */
function shortUnit(unit: string): string {
	if (wordCount(unit) <= 3) return unit;
	return unit.split(/\s(?:in|of|on|at|per|for|from|with|above|below|over|under|to)\s/)[0] ?? unit;
}

interface State {
	picks: Candidate[];
	score: number;
	counts: Partial<Record<VisualType, number>>;
}

/** Best candidate of each scene under the rules of variety. */
export function chooseVisuals(all: Candidate[][]): Candidate[] {
	const total = all.length;
	const most = Math.max(2, Math.floor(total * 0.4));
	const plain = Math.max(1, Math.floor(total * 0.25));
	let states: State[] = [{ picks: [], score: 0, counts: {} }];
	for (const candidates of all) {
		const next: State[] = [];
		for (const state of states) {
			for (const candidate of candidates) {
				const { type } = candidate.visual;
				const count = state.counts[type] ?? 0;
				let score = state.score + candidate.score;
				// One step card after another is what a how-to looks like.
				const card = candidate.visual.type === 'steps' && candidate.visual.firstNumber !== undefined;
				if (state.picks.at(-1)?.visual.type === type) score -= card ? 1.1 : 3.4;
				else if (state.picks.at(-2)?.visual.type === type) score -= card ? 0.6 : 2.6;
				if (count >= most && !card) score -= 2.5;
				if (type === 'statement' && count >= plain) score -= 3;
				if ((type === 'timeline' || type === 'line') && count >= 1) score -= 8;
				if (count === 0 && type !== 'statement') score += 0.9;
				if (sameShown(candidate, state.picks)) score -= 3;
				next.push({ picks: [...state.picks, candidate], score, counts: { ...state.counts, [type]: count + 1 } });
			}
		}
		states = next.sort((a, b) => b.score - a.score).slice(0, BEAM);
	}
	return states[0]?.picks ?? [];
}

/** Whether a place, a number, or the words of a picture were shown before. */
function sameShown(candidate: Candidate, picks: Candidate[]): boolean {
	const { visual } = candidate;
	return picks.some(({ visual: other }) => {
		if (visual.type === 'place' && other.type === 'place') return visual.place.name === other.place.name;
		if (visual.type === 'cause' && other.type === 'cause') return visual.cause === other.cause || visual.effect === other.effect;
		if (visual.type === 'date' && other.type === 'date') return visual.text === other.text;
		if (visual.type === 'definition' && other.type === 'definition') return visual.term === other.term;
		if (visual.type === 'bignum' && other.type === 'bignum') return visual.display === other.display && visual.unit === other.unit;
		return false;
	});
}

/** Gives stickers to scenes that leave room for one, above the match score and none twice in a film. */
export function addStickers(contexts: SceneContext[], picks: Candidate[], kept: boolean[]): void {
	const used = new Set(picks.flatMap((pick, i) => (kept[i] && pick.visual.sticker ? [pick.visual.sticker] : [])));
	const wants = new Set<VisualType>(['hook', 'bignum', 'statement', 'share', 'quote', 'date']);
	// Scenes that the sticker leads: at most a quarter of the film.
	const leads = new Set<VisualType>(['hook', 'statement']);
	let room =
		Math.max(1, Math.floor(contexts.length * 0.25)) -
		picks.filter((pick, i) => kept[i] && pick.visual.sticker && leads.has(pick.visual.type)).length;
	const order = contexts.map((_, i) => i).sort((a, b) => priority(picks[b]) - priority(picks[a]));
	for (const i of order) {
		const visual = picks[i]?.visual;
		const context = contexts[i];
		if (!visual || !context || kept[i] || !wants.has(visual.type) || visual.sticker) continue;
		// Beside a long text there is no room.
		const sticker = chooseSticker(besideSticker(picks[i]!, context));
		if (!sticker || used.has(sticker.name)) continue;
		if (visual.type === 'statement' && wordCount(posterTexts(context)[0] ?? context.narration) > 12) continue;
		if (leads.has(visual.type) && room-- <= 0) continue;
		used.add(sticker.name);
		visual.sticker = sticker.name;
	}
}

/**
 * The words that a sticker stands beside: it shows what they speak of, and nothing that the sentence only mentions ("a town of 35,000 people,
 * where her mother drives a school bus"). What stands in a row is what is counted.
 */
function besideSticker({ visual, title = '' }: Candidate, context: SceneContext): string {
	// As the sentence has it: a capital that only opens a label makes a name of a noun.
	const said = (text: string): string => {
		const at = context.narration.toLowerCase().indexOf(text.toLowerCase());
		return at < 0 ? text : context.narration.slice(at, at + text.length);
	};
	switch (visual.type) {
		case 'bignum': {
			const counted = visual.value <= 150 && context.numbers.some(({ kind, value }) => kind === 'count' && value === visual.value);
			return counted
				? `${visual.display} ${visual.unit}`
				: [title, said(visual.lead), visual.display, visual.unit].filter(Boolean).join(' ');
		}
		case 'share':
			return [title, visual.label].filter(Boolean).join(' ');
		case 'date':
		case 'quote':
			return visual.text;
		case 'statement':
			return said(posterTexts(context)[0] ?? context.narration);
		default:
			return context.narration;
	}
}

const priority = (candidate: Candidate | undefined): number =>
	({ hook: 3, statement: 2, bignum: 1, share: 0.5 })[candidate?.visual.type as 'hook'] ?? 0;
