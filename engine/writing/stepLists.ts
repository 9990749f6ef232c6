/** The lists that a page's ordered steps stand in: a page that teaches two things numbers each from one. */
import type { SourceText } from '../asset';

/** Indexes of the steps of each list. A heading, or a sentence that ends with a colon, begins another one; pages that head every step have one. */
export function stepLists({ steps, headings, sentences }: Pick<SourceText, 'steps' | 'headings' | 'sentences'>): number[][] {
	const lists: number[][] = [];
	steps.forEach(([from], i) => {
		const before = steps[i - 1]?.[1] ?? -1;
		const parted =
			headings.some((heading) => heading.before > before && heading.before <= from) ||
			(from > before + 1 && /:$/.test(sentences[from - 1] ?? ''));
		if (i === 0 || parted) lists.push([i]);
		else lists.at(-1)!.push(i);
	});
	return lists.every((list) => list.length > 1) ? lists : steps.length ? [steps.map((_, i) => i)] : [];
}

/** Where a step stands in its list (0-based), and how many steps that list has. */
export function placeInList(source: SourceText | undefined, step: number): { step: number; stepCount: number } {
	const list = source && stepLists(source).find((each) => each.includes(step));
	return list ? { step: list.indexOf(step), stepCount: list.length } : { step, stepCount: source?.steps.length ?? 0 };
}
