/** The script of a short out of a film's: the same scenes with the same ids, an opening and titles of its own. */
import type { Scene, Script, Visual } from '../../asset';
import { chooseSticker, names, quantities, splitSentences } from '../../text';
import { clauses, countWords, HOOK_WORDS, hookFeatures, phraseFault } from '../../writing';
import { stickersOf } from '../looks';
import { overlapOf } from '../titleWords';

const TITLE_LIMIT = 60;
const TITLES = 5;
/** Words on a cover: read at a glance, and more than a label. */
const COVER_WORDS = { least: 3, most: 9 } as const;
/** What means nothing to someone who has not seen the film: "What it cost", "Step 1 of 4". */
const OF_THE_FILM = /\b(it|its|they|them|their|this|that|these|those|he|she|him|her|later|then)\b|^\*?Step\*? \d/i;

const plain = (text: string): string => text.replace(/\*/g, '').replace(/\s+/g, ' ').trim();
const bare = (text: string): string => plain(text).replace(/[.,;:!–—-]+$/, '');

/** Titles of a short, best first, all from the film's own words; at least one. `chapter` is the one it begins with. */
export function shortTitles(script: Script, scenes: Scene[], chapter?: string): string[] {
	const text = scenes.map(({ narration }) => narration).join(' ');
	const titles: string[] = [];
	const offer = (raw: string) => {
		const title = bare(raw);
		if (titles.length === TITLES || OF_THE_FILM.test(title) || title.length < 8 || title.length > TITLE_LIMIT || countWords(title) < 2)
			return;
		if (titles.every((other) => overlapOf(title, other) < 0.6 && overlapOf(other, title) < 0.6)) titles.push(title);
	};
	const sentences = scenes
		.flatMap(({ narration }, i) => splitSentences(narration).map((sentence) => ({ sentence, i })))
		.filter(
			({ sentence }) =>
				!/["“”?]/.test(sentence) && !/^(It|They|He|She|This|That|These|Those|But|And|So|Their|Its|His|Her)\b/.test(sentence),
		)
		.map(({ sentence, i }) => ({ sentence, score: hookFeatures(sentence).length + (i === 0 ? 1.5 : 0) - i * 0.05 }))
		.sort((a, b) => b.score - a.score);
	if (chapter && countWords(chapter) >= 3) offer(chapter);
	// A list of steps tells how to do what the film is about.
	if (!titles.length && scenes.some(({ onScreen }) => /^\*?Step\*? \d/i.test(onScreen.title))) offer(script.titles[0] ?? '');
	// Titles of the film that are about this part of it.
	for (const title of script.titles.slice(1)) if (overlapOf(title, text) >= 0.99) offer(title);
	for (const { sentence } of sentences) offer(sentence);
	if (chapter) offer(chapter);
	for (const { onScreen } of scenes) if (countWords(onScreen.title) >= 3) offer(onScreen.title);
	if (!titles.length) titles.push(bare(script.titles[0] ?? '').slice(0, TITLE_LIMIT) || 'Short');
	return titles;
}

/** The number that a scene is about, as an opening shows it. */
function numberOf(visual: Visual): { display: string; unit: string } | undefined {
	switch (visual.type) {
		case 'hook':
			return visual.number;
		case 'bignum':
			return visual.unit || visual.lead ? { display: visual.display, unit: visual.unit || visual.lead } : undefined;
		case 'share':
		case 'count':
			return { display: visual.display, unit: visual.label };
		case 'place':
			return visual.value && { display: visual.value.display, unit: visual.value.label };
		default:
			return undefined;
	}
}

/** Marks what a text turns on, so that a cover has something to hold on to: its first number, else a name, else its last two words. */
function marked(text: string): string {
	const last = /\S+\s\S+$/.exec(text);
	const found = quantities(text)[0] ?? names(text)[0] ?? (last && { start: last.index, end: text.length });
	return found ? `${text.slice(0, found.start)}*${text.slice(found.start, found.end)}*${text.slice(found.end)}` : text;
}

/**
 * What the cover says: the scene's own title where it says something, else its sentence or a clause of it, else the chapter's name. A
 * number that stands large beside it is not repeated. The short's title where nothing else is left.
 */
function coverTitle(scene: Scene, number: { display: string } | undefined, chapter?: string, title?: string): string {
	const { narration, onScreen } = scene;
	const [own, whole] = [bare(onScreen.title), bare(narration)];
	const says = (text: string, most: number) => {
		const words = countWords(text);
		// The scene's own sentence says itself what its pronouns mean.
		return words >= COVER_WORDS.least && words <= most && (bare(text) === whole || !OF_THE_FILM.test(text));
	};
	const repeats = (text: string) => number !== undefined && bare(text).includes(number.display);
	const parts = clauses(narration).map(bare).filter((part) => phraseFault(part) === null); // prettier-ignore
	const short = [
		...(phraseFault(own) === null ? [onScreen.title] : []),
		...(chapter && !quantities(chapter).length ? [marked(chapter)] : []),
		marked(whole),
		...parts.map(marked),
	].filter((text) => says(text, COVER_WORDS.most));
	// Without a number of its own beside it, a line that says one holds more than one that does not.
	const telling = number ? undefined : short.find((text) => /\d/.test(text));
	const best = telling ?? short.find((text) => !repeats(text)) ?? short[0];
	if (best) return best;
	// A whole line is better than half of one, even where it is set smaller.
	if (says(whole, HOOK_WORDS)) return marked(whole);
	return title && says(title, HOOK_WORDS) ? marked(title) : own || whole.split(' ').slice(0, COVER_WORDS.most).join(' ');
}

/** The first scene as a cover: its number, its object or its words alone, whole on the first frame. `shown` are stickers of other scenes. */
export function coverScene(scene: Scene, o: { chapter?: string; title?: string; shown?: ReadonlySet<string> } = {}): Scene {
	const { visual, picture } = scene;
	const known = numberOf(visual);
	const number = known && /\d/.test(known.display) && !picture ? known : undefined;
	const title = coverTitle(scene, number, o.chapter, o.title);
	const sticker = visual.sticker ?? (picture ? undefined : chooseSticker(scene.narration, o.shown)?.name);
	// A number that the title says is not drawn once more; beside another scene's line it would seem to belong to that.
	const foreign = o.title !== undefined && bare(title) === bare(o.title) && !scene.narration.includes(bare(title));
	const alone = number && !foreign && !bare(title).includes(number.display);
	return {
		...scene,
		onScreen: { ...scene.onScreen, title },
		visual: { type: 'hook', ...(sticker ? { sticker } : {}), ...(alone ? { number } : {}) },
	};
}

/** The script of a short of these scenes. `title` goes first among its titles. */
export function shortScript(script: Script, sceneIds: string[], title?: string): Script {
	const byId = new Map(script.scenes.map((scene) => [scene.id, scene]));
	const scenes = sceneIds.map((id) => byId.get(id)!);
	const chapter = script.chapters.find(({ startSceneId }) => startSceneId === sceneIds[0])?.title;
	const titles = shortTitles(script, scenes, chapter);
	const own = title ? [bare(title), ...titles.filter((other) => other !== bare(title))].slice(0, TITLES) : titles;
	// What the film credits, the short credits; its summary and chapters are the film's own.
	const [, ...credits] = script.description.split('\n\n').filter((part) => !/^(?:Chapters|Steps):/.test(part));
	const summary = scenes.slice(0, 2).map(({ narration }) => narration).join(' '); // prettier-ignore
	const { detailsFile: _details, ...rest } = script;
	const shown = new Set(scenes.slice(1).flatMap(({ visual }) => stickersOf(visual)));
	const cover = coverScene(scenes[0]!, { ...(chapter ? { chapter } : {}), ...(own[0] ? { title: own[0] } : {}), shown });
	return {
		...rest,
		titles: own,
		hook: scenes[0]!.narration,
		scenes: [cover, ...scenes.slice(1)],
		description: [summary, ...credits].join('\n\n'),
		chapters: [],
	};
}
