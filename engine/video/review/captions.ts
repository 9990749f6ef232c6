/** Rule 3: captions in display form, two to four words, unbroken, large, long enough, in their place. */
import { stageOf } from '../../render/stage';
import { names, quantities } from '../../text';
import { wordsByScene } from '../../render/captionPages';
import { least, most, none, type Figure } from './figure';
import type { ReviewInput } from './index';

/** Longer than this no page holds: such a name has to be broken. */
const LONGEST_RUN = 34;
const MOST_WORDS = 4;

interface Unit {
	kind: 'number and unit' | 'name' | 'article and noun';
	/** First and last word. */
	from: number;
	to: number;
}

/** Words that belong together, by their numbers in the narration. */
export function unbreakable(narration: string): Unit[] {
	const words = [...narration.matchAll(/\S+/g)].map((match) => ({
		text: match[0],
		start: match.index,
		end: match.index + match[0].length,
	}));
	const span = (start: number, end: number) => ({
		from: words.findIndex((word) => word.end > start),
		to: words.findLastIndex((word) => word.start < end),
	});
	const units: Unit[] = [
		...quantities(narration).map(({ start, end }) => ({ kind: 'number and unit' as const, ...span(start, end) })),
		...names(narration).map(({ start, end }) => ({ kind: 'name' as const, ...span(start, end) })),
	];
	words.forEach(({ text }, i) => {
		if (!/^(a|an|the)$/i.test(text) || i === words.length - 1) return;
		// The article goes with all of a name.
		const name = units.find((unit) => unit.kind === 'name' && unit.from === i + 1);
		units.push({ kind: 'article and noun', from: i, to: name?.to ?? i + 1 });
	});
	return units.filter(({ from, to }) => {
		const length = words[to]!.end - words[from]!.start;
		return to > from && to - from < MOST_WORDS && length <= LONGEST_RUN;
	});
}

export function captionFigures({ script, words, plan, watched }: ReviewInput): Figure[] {
	const { safe } = stageOf(plan.width, plan.height);
	const { pages } = watched;
	if (plan.captionStyle === 'none') return [];
	const broken: string[] = [];
	const wrong: string[] = [];
	const lonely: string[] = [];
	const spoken = wordsByScene(words.words);
	for (const scene of plan.scenes) {
		const own = plan.captions.filter((page) => page.startFrame >= scene.startFrame && page.startFrame < scene.startFrame + scene.frames);
		const narration = script.scenes.find(({ id }) => id === scene.id)!.narration;
		const shown = own.flatMap((page) => page.words.map((word) => word.text)).join(' ');
		if (shown !== narration.trim().replace(/\s+/g, ' ')) wrong.push(`${scene.id}: ${shown}`);
		const ends = new Set<number>();
		let at = -1;
		for (const page of own) ends.add((at += page.words.length));
		for (const { kind, from, to } of unbreakable(narration))
			for (let i = from; i < to; i++)
				if (ends.has(i)) broken.push(`${scene.id} ${kind}: ${narration.split(/\s+/).slice(from, to + 1).join(' ')}`); // prettier-ignore
		const count = spoken.get(scene.id)?.length ?? 0;
		for (const page of own)
			if (page.words.length > MOST_WORDS || (page.words.length < 2 && count > 1))
				lonely.push(page.words.map((word) => word.text).join(' '));
	}
	const seconds = pages.map((page) => (page.endFrame - page.startFrame) / plan.fps);
	const outside = pages.filter(
		// The words keep it; the plate's ends stand over.
		({ plate, size }) => plate.w - 0.8 * size > safe.w + 12 || plate.y + plate.h > safe.y + safe.h + 8,
	);
	return [
		none(3, 'scenes captioned otherwise than spoken', wrong),
		most(3, 'pages of other than 2–4 words, %', (100 * lonely.length) / Math.max(1, pages.length), 5, lonely),
		none(3, 'breaks inside number+unit, name, article+noun', broken),
		least(3, 'smallest caption, px', Math.min(...pages.map((page) => page.size)), 84),
		least(
			3,
			'shortest page, s',
			Math.min(...seconds),
			0.4,
			pages.filter((_, i) => seconds[i]! < 0.4).map((page) => page.text),
		),
		none(
			3,
			'pages outside the safe area',
			outside.map((page) => page.text),
		),
		none(
			3,
			'labels or counted things under a caption',
			pages.flatMap((page) => page.covers.map((text) => `frame ${page.startFrame}: ${text}`)),
		),
		least(3, 'worst contrast of captions', Math.min(...pages.map((page) => page.contrast)), 4.5),
	];
}
