/** When the words of a title are spoken, so that they can land with the voice. */
import type { Kit } from './kit';

const bare = (text: string): string =>
	text
		.normalize('NFKD')
		.replace(/[^\p{L}\p{N}]/gu, '')
		.toLowerCase();

/**
 * Frame of the scene at which each word lands: just before it is spoken, never later than `latest`, in the order of the title.
 * Words the narration does not have take the time between their neighbours.
 */
export function landings(kit: Kit, words: string[], latest: number): number[] {
	const { startFrame, frames } = kit.scene;
	const spoken = (kit.plan.captions ?? [])
		.flatMap((page) => page.words)
		.filter((word) => word.startFrame >= startFrame && word.startFrame < startFrame + frames);
	let from = 0;
	const heard = words.map((word) => {
		const wanted = bare(word);
		const at = wanted ? spoken.findIndex((each, i) => i >= from && bare(each.text) === wanted) : -1;
		if (at < 0) return null;
		from = at + 1;
		return spoken[at]!.startFrame - startFrame - 3;
	});
	const even = words.map((_, i) => Math.round((i * Math.min(latest, 5 * words.length)) / Math.max(1, words.length)));
	let last = 0;
	return heard.map((frame, i) => {
		const next = heard.slice(i + 1).find((value): value is number => value !== null);
		const wanted = frame ?? (next === undefined ? Math.max(last + 3, even[i]!) : Math.round((last + next) / 2));
		last = Math.max(last, Math.min(wanted, Math.round((latest * (i + 1)) / words.length)));
		return last;
	});
}
