/** What can be counted about a script, by rules that know nothing of how it was made; the bench prints it and the tests assert it. */
import type { Script, SourceText } from '../../engine/asset';
import { groundDrawn, ground, splitSentences } from '../../engine/text';
import { authorsName } from '../../engine/script/chapters';
import { drawnStrings } from '../../engine/script/storyboard';
import { countWords, hookFeatures, phraseFault, WORDS_PER_SECOND, spokenWords } from '../../engine/writing';
import { onlyDeletes, strangers } from './script.truth';

export interface Measured {
	scenes: number;
	words: number;
	types: string[];
	statements: number;
	/** Scenes whose type was used within the two before (step cards of a how-to aside). */
	repeats: number;
	long: string[];
	ungroundedSpoken: string[];
	ungroundedDrawn: string[];
	strangers: string[];
	hookFaults: string[];
	sceneTitleFaults: string[];
	/** Titles that say again all that the caption of the same scene says. */
	captionTitles: string[];
	titleFaults: string[];
	titleTwins: string[];
	kickerFaults: string[];
	twice: string[];
	stickerTwins: number;
	emojiLed: number;
	chapterFaults: string[];
}

const plain = (text: string): string => text.replace(/\*/g, '');
const words = (text: string): string[] =>
	plain(text)
		.toLowerCase()
		.match(/[\p{L}\p{N}][\p{L}\p{N}.,'’-]*/gu)
		?.map((word) => word.replace(/[.,'’-]+$/, '')) ?? [];
const SMALL = new Set('the a an of in on at by for from to with and or is are was were has have had it its as that this'.split(' '));
const content = (text: string): string[] => words(text).filter((word) => !SMALL.has(word));
const stem = (word: string): string => word.replace(/(ies|es|s|ed|ing)$/, '');

/** Two titles are twins when seven tenths of the shorter one's content words stand in the other. */
export function twins(a: string, b: string): boolean {
	const [left, right] = [new Set(content(a).map(stem)), new Set(content(b).map(stem))];
	const shared = [...left].filter((word) => right.has(word)).length;
	return shared >= 0.7 * Math.min(left.size, right.size);
}

/** Length of a scene when it is spoken, in seconds. */
export const secondsOf = (narration: string): number => spokenWords(narration) / WORDS_PER_SECOND;

export function measure(script: Script, sources: SourceText[], kind: 'short' | 'video'): Measured {
	const spoken = script.scenes.filter((scene) => scene.visual.type !== 'outro');
	const types = spoken.map((scene) => scene.visual.type);
	const limit = kind === 'short' ? 18 : 24;
	const drawnOk = (text: string): boolean => sources.some((source) => groundDrawn(text, source).grounded);
	// Word for word, each of its sentences.
	const quoted = (text: string): boolean =>
		splitSentences(text.replace(/^"|,?" said .*$/g, '')).every((part) =>
			sources.some((source) => source.sentences.some((sentence) => sentence.includes(part.replace(/\.$/, '')))),
		);
	const hook = script.scenes[0];
	const called = [...script.titles, ...script.chapters.map(({ title }) => title).filter((title) => title !== 'Introduction')];
	const out: Measured = {
		scenes: spoken.length,
		words: spoken.reduce((sum, scene) => sum + countWords(scene.narration), 0),
		types,
		statements: types.filter((type) => type === 'statement').length,
		repeats: 0,
		long: spoken.filter((scene) => countWords(scene.narration) > limit).map((scene) => scene.narration),
		ungroundedSpoken: [],
		ungroundedDrawn: called.filter((title) => !drawnOk(title)).map((title) => `[title] ${title}`),
		strangers: [],
		hookFaults: [],
		sceneTitleFaults: [],
		captionTitles: [],
		titleFaults: [],
		titleTwins: [],
		kickerFaults: [],
		twice: [],
		stickerTwins: 0,
		emojiLed: 0,
		chapterFaults: [],
	};
	spoken.forEach((scene, i) => {
		const { visual, narration, onScreen } = scene;
		const card = visual.type === 'steps' && visual.firstNumber !== undefined;
		if (!card && i > 0 && (visual.type === types[i - 1] || visual.type === types[i - 2])) out.repeats++;
		if (!sources.some((source) => onlyDeletes(narration, source.sentences, splitSentences) || ground(narration, source).grounded))
			out.ungroundedSpoken.push(narration);
		const drawn = drawnStrings(visual).filter(Boolean);
		for (const text of [plain(onScreen.title), onScreen.kicker ?? '', ...drawn])
			if (text && !drawnOk(text) && !(visual.type === 'quote' && quoted(text))) out.ungroundedDrawn.push(`[${visual.type}] ${text}`);
		// A picture of words may say what is said of the subject alone; one that writes enough itself goes without a title.
		const poster = visual.type === 'statement';
		// A map names its place, a comparison, list, date or cause holds its words itself.
		const named = ['place', 'route', 'split', 'list', 'date', 'timeline', 'definition', 'cause', 'steps'].includes(visual.type);
		const enough = named || countWords(drawn.join(' ')) >= 3;
		const fault = onScreen.title ? phraseFault(onScreen.title, { term: true }) : visual.type === 'quote' || enough ? null : 'no title';
		const ofPicture = poster || ['share', 'count', 'cause'].includes(visual.type);
		if (fault && !(ofPicture && narration.includes(plain(onScreen.title).slice(1))))
			out.sceneTitleFaults.push(`${plain(onScreen.title)} (${fault})`);
		// A poster holds a whole sentence rather than a piece of it.
		if (countWords(plain(onScreen.title)) > (poster ? (narration.includes(plain(onScreen.title).slice(1)) ? limit : 11) : 6))
			out.sceneTitleFaults.push(`${plain(onScreen.title)} (too long)`);
		const [title, said] = [content(onScreen.title), content(narration)];
		if (visual.type !== 'quote' && !poster && title.filter((word) => said.includes(word)).length >= 0.85 * said.length && said.length > 3)
			out.captionTitles.push(`${plain(onScreen.title)} / ${narration}`);
		if (
			onScreen.kicker &&
			!/\d/.test(onScreen.kicker) &&
			!sources.some((source) =>
				source.sentences.some((sentence) =>
					new RegExp(`\\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]ff|[Aa]cross|[Oo]utside)\\s(?:the\\s)?${onScreen.kicker}`).test(sentence),
				),
			)
		)
			out.kickerFaults.push(onScreen.kicker);
		const numbers = (text: string): string[] => text.match(/\d[\d.,]*\d|\d/g) ?? [];
		if (
			['hook', 'bignum', 'share'].includes(visual.type) &&
			numbers(onScreen.title).some((number) => drawn.some((text) => numbers(text).includes(number)))
		)
			out.twice.push(`${plain(onScreen.title)} | ${drawn.join(' ')}`);
		if (onScreen.kicker && plain(onScreen.title).includes(onScreen.kicker)) out.twice.push(`${onScreen.kicker} | ${plain(onScreen.title)}`);
		if (visual.sticker && ['hook', 'statement'].includes(visual.type)) out.emojiLed++;
	});
	const stickers = spoken.flatMap((scene) => (scene.visual.sticker ? [scene.visual.sticker] : []));
	out.stickerTwins = stickers.length - new Set(stickers).size;
	for (const source of sources.slice(0, 1))
		out.strangers = strangers(script, {
			...source,
			sentences: sources.flatMap((each) => [each.title, ...each.headings.map((heading) => heading.text), ...each.sentences]),
		});
	const line = hook?.narration ?? '';
	if (countWords(line) > 12) out.hookFaults.push(`${line} (${countWords(line)} words)`);
	if (!hookFeatures(line).length) out.hookFaults.push(`${line} (no feature)`);
	if (/^(?:In this video|Welcome|Today we|Did you know)|\bthis video\b/i.test(line)) out.hookFaults.push(`${line} (greeting)`);
	const fragments = splitSentences(line).filter((part) => countWords(part) < 3);
	if (fragments.length) out.hookFaults.push(`${line} (fragments)`);
	script.titles.forEach((title, i) => {
		const fault = phraseFault(title);
		if (fault) out.titleFaults.push(`${title} (${fault})`);
		if (title.length > 60) out.titleFaults.push(`${title} (${title.length} characters)`);
		// The point in the first 40 characters: a thing and what is said of it, or a figure.
		const head = title.slice(0, 40);
		if (content(head.replace(/\S*$/, title.length > 40 ? '' : '$&')).length < 2 && !/\d/.test(head))
			out.titleFaults.push(`${title} (late point)`);
		for (const other of script.titles.slice(0, i)) if (twins(title, other)) out.titleTwins.push(`${title} | ${other}`);
	});
	if (kind === 'video') {
		const starts = script.chapters.map((chapter) => script.scenes.findIndex((scene) => scene.id === chapter.startSceneId));
		const total = spoken.reduce((sum, scene) => sum + secondsOf(scene.narration), 0);
		if (script.chapters.length < 3 && total > 45) out.chapterFaults.push(`${script.chapters.length} chapters in ${Math.round(total)} s`);
		script.chapters.forEach((chapter, i) => {
			const seconds = script.scenes
				.slice(starts[i], starts[i + 1] ?? script.scenes.length)
				.reduce((sum, scene) => sum + secondsOf(scene.narration), 0);
			if (seconds < 10) out.chapterFaults.push(`${chapter.title} (${seconds.toFixed(1)} s)`);
			if (chapter.title.length > 40) out.chapterFaults.push(`${chapter.title} (${chapter.title.length} characters)`);
			// A heading of the author's is a name as it is; what was cut by us must be a phrase.
			const whole = sources.some(({ headings }) => headings.some(({ text }) => authorsName(text, () => true) === chapter.title));
			const fault = whole ? null : phraseFault(chapter.title, { term: true });
			if (fault) out.chapterFaults.push(`${chapter.title} (${fault})`);
		});
		if (new Set(script.chapters.map((chapter) => chapter.title.toLowerCase())).size < script.chapters.length)
			out.chapterFaults.push('two chapters of one name');
	}
	return out;
}
