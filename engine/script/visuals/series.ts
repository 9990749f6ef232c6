/** A series over years, from the scene's own sentence and its neighbours on the same subject. */
import { quantities } from '../../text';
import type { Quantity } from '../../text';
import { subjectOf } from './context';
import type { Candidate, SceneContext } from './context';
import { opensAt } from './measured';
import { heroes, sameKind, written } from './numbers';

interface Dated {
	year: number;
	quantity: Quantity;
	display: string;
	index: number;
}

/** A series of at least three dated values of one kind, from the cited sentence and its neighbours. */
export function line(context: SceneContext): Candidate[] {
	const { source, narration } = context;
	const first = context.cites[0];
	if (!source || first === undefined) return lineFrom(context, datedValues(narration, -1));
	const own = (source.sentences[first] ?? '') && datedValues(source.sentences[first] ?? '', first);
	if (!own || own.length === 0) return [];
	const near: Dated[] = [];
	for (let i = Math.max(0, first - 3); i <= Math.min(source.sentences.length - 1, first + 3); i++)
		near.push(...datedValues(source.sentences[i] ?? '', i));
	const anchor = own[0] as Dated;
	const subject = subjectOf(source.sentences[first] ?? '').toLowerCase();
	// Only one thing makes a series: another sentence joins in when it has the same subject ("The canal counted …").
	const same = near.filter(
		(dated) =>
			sameKind(dated.quantity, anchor.quantity) &&
			(dated.index === first || (subject !== '' && subjectOf(source.sentences[dated.index] ?? '').toLowerCase() === subject)),
	);
	return lineFrom(context, same);
}

function lineFrom(context: SceneContext, dated: Dated[]): Candidate[] {
	const byYear = new Map<number, Dated>();
	for (const point of dated) if (!byYear.has(point.year)) byYear.set(point.year, point);
	const points = [...byYear.values()].sort((a, b) => a.year - b.year);
	if (points.length < 3 || points.length > 8) return [];
	const unit = written(context.narration, (points[0] as Dated).quantity).unit || (points[0]?.quantity.unit ?? '');
	const also = [...new Set(points.map((point) => point.index))].filter((index) => index >= 0 && !context.cites.includes(index));
	return [
		{
			visual: {
				type: 'line',
				unit: /^[A-Z]{3}$/.test(unit) ? '' : unit,
				points: points.map((point) => ({ x: point.year, y: point.quantity.value ?? 0, display: point.display })),
				cues: points.map((point) => (context.narration.includes(String(point.year)) ? String(point.year) : '')),
			},
			score: 7,
			alsoCites: also,
		},
	];
}

/** Year–value pairs of a sentence: each value with the nearest year of its own clause. */
export function datedValues(sentence: string, index: number): Dated[] {
	const all = quantities(sentence);
	const years = all.filter((quantity) => quantity.kind === 'year' && quantity.value !== null);
	const values = heroes(all).filter((quantity) => quantity.kind !== 'range' && quantity.kind !== 'fraction');
	if (years.length === 0 || values.length === 0 || Math.abs(years.length - values.length) > 0) return [];
	const used = new Set<Quantity>();
	return values.flatMap((value) => {
		const year = years.filter((candidate) => !used.has(candidate)).sort((a, b) => distance(a, value) - distance(b, value))[0];
		if (!year || year.value === null) return [];
		used.add(year);
		const { number, unit } = written(sentence, value);
		// "more than 5 million" is not 5 million.
		const bound = sentence.slice(opensAt(value), value.start);
		return [{ year: year.value, quantity: value, display: `${bound}${[number, unit].filter(Boolean).join(' ')}`, index }];
	});
}

const distance = (a: Quantity, b: Quantity): number => Math.min(Math.abs(a.start - b.end), Math.abs(b.start - a.end));
