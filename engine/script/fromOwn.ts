/** "Use my script": the user's words, with pictures, titles and credits. Runs inside the script worker. */
import type { Scene, Script, SourceText } from '../asset';
import { OperatorError } from '../errors';
import { copiedShare, ground, groundDrawn, splitSentences } from '../text';
import { clearLanguage, languageName } from '../text/language';
import { bannedFilter, bannedWordIn, countWords } from '../writing';
import { copiedWarning } from './credits';
import { nextId, referencesOf, withCallToAction } from './fromSources';
import type { ScriptResult, ScriptSettings } from './fromSources';
import { parseScript } from './parse';
import type { ParsedScene } from './parse';
import { drawnStrings, storyboard } from './storyboard';
import { tagsOf } from './tags';
import { describe } from './describe';
import { titlesOf } from './titles';
import { contextOf, textAsSource } from './visuals/context';
import { candidatesOf } from './visuals/pick';

/** Longer paragraphs of plain markdown become several scenes: nothing stands still for long. A longer scene that somebody made is told of. */
const LONGEST_PARAGRAPH = 30;

export interface FromOwnInput {
	markdown: string;
	texts: SourceText[];
	settings: ScriptSettings;
	/** The asset's last script: its ids are not given to other scenes, and pictures of the user's own stay with their scenes. */
	previous?: Script;
}

/** Builds the script. Throws INPUT for a script without words or with a banned word (it names both). */
export function writeFromOwn(input: FromOwnInput): ScriptResult {
	const { texts, settings } = input;
	const parsed = parseScript(input.markdown);
	const warnings = [...parsed.warnings];
	const allowed = bannedFilter(settings.bannedWords);
	const { previous } = input;
	const scenes = assignIds(
		parsed.scenes.flatMap((scene) => splitLong(scene, settings.kind)),
		(previous?.scenes ?? []).map((scene) => scene.id),
	);
	const endsWithOutro = scenes.at(-1)?.visual?.type === 'outro';
	warnings.push(...sameNames(parsed.scenes), ...scenes.flatMap(({ id, narration }) => tooLong(id as string, narration)));
	for (const scene of scenes) {
		const word = bannedWordIn(`${scene.narration} ${scene.title ?? ''} ${scene.kicker ?? ''}`, settings.bannedWords);
		if (word) {
			throw new OperatorError('INPUT', `Scene ${scene.id} holds "${word}", which the channel bans: "${scene.narration.slice(0, 80)}"`, {
				fix: "Reword the scene, or take the word from the channel's banned words.",
			});
		}
	}
	const language = clearLanguage(scenes.map(({ narration }) => narration).join(' '));
	if (language && language !== 'en')
		warnings.push(
			`The script is in ${languageName(language)}: the voices of this machine read it as if it were English. Speak it yourself (“Use my recording”), or translate it.`,
		);
	const cited = scenes.map((scene) => citationSource(scene, texts));
	const opener =
		previous?.scenes[0]?.id ?? scenes.find((scene) => scene.unchanged && (scene.visual?.type ?? scene.visualType) === 'hook')?.id;
	const board = storyboard({
		scenes: scenes.map((scene, i) => {
			// A changed sentence loses the picture that was chosen for its old words; one that somebody typed in a new scene stays.
			// The opening's picture belongs to the first place: a scene that was moved there, or away from it, gets one anew.
			const moved = scene.unchanged && opener !== undefined && (i === 0) !== (scene.id === opener);
			const keep = moved ? undefined : keepVisual(scene, i, scenes.length, allowed, warnings);
			const kept = scene.unchanged || !scene.visual || !hadFingerprint(scene);
			return {
				id: scene.id as string,
				narration: scene.narration,
				source: scene.unchanged ? cited[i] : undefined,
				cites: scene.unchanged && cited[i] ? quoted(scene, cited[i]) : [],
				role: i === 0 ? 'hook' : i === scenes.length - 1 ? 'close' : 'body',
				step: -1,
				...(keep ? { keep } : {}),
				onScreen: {
					...(scene.title && kept ? { title: scene.title } : {}),
					...(scene.kicker && kept ? { kicker: scene.kicker } : {}),
					...(scene.sourceLine ? { source: scene.sourceLine } : {}),
				},
			};
		}),
		allowed,
	});
	board.forEach((scene, i) => {
		const own = scenes[i] as ParsedScene;
		if (own.unchanged && !own.kicker) delete scene.onScreen.kicker;
		if (own.unchanged && !own.sourceLine) delete scene.onScreen.source;
		if (own.unchanged) scene.citations = own.citations;
		else scene.citations = own.visual?.type === 'outro' ? [] : citationsFor(scene.narration, texts, scene.id, warnings);
	});
	for (const scene of board) {
		const picture = previous?.scenes.find((old) => old.id === scene.id)?.picture;
		if (picture) scene.picture = picture;
	}
	checkDrawn(board, texts, warnings);
	if (!endsWithOutro) withCallToAction(board, settings, allowed, warnings);
	const about = { texts, topic: undefined, hint: settings.titleHint ?? parsed.titles[0], scenes: board, allowed };
	const titles = dedupe([
		...parsed.titles.map((title) => title.slice(0, 100)).filter(allowed),
		...titlesOf(texts.length ? about : { ...about, texts: [] }),
	]).slice(0, 5);
	// A script.md that comes back without its sources still says what it quotes: that is what it was copied from.
	const quotes = scenes.flatMap((scene) => scene.citations.map((citation) => citation.quote));
	const share = copiedShare(
		board.map((scene) => scene.narration),
		texts.length ? texts : [{ ...textAsSource(''), sentences: quotes }],
	);
	warnings.push(...copiedWarning(share));
	const script: Script = {
		titles,
		hook: board[0]?.narration ?? '',
		scenes: board,
		description:
			parsed.description && allowed(parsed.description) ? parsed.description : describe(board, texts, referencesOf(texts, board), allowed),
		chapters: chapters(scenes),
		tags: (parsed.tags.length ? parsed.tags.filter(allowed) : tagsOf(about)).slice(0, 12),
		writer: parsed.writer && scenes.every((scene) => scene.unchanged) ? parsed.writer : 'own script',
		copiedShare: share,
		revision: settings.revision ?? parsed.revision ?? 1,
	};
	return { script, warnings };
}

const hadFingerprint = (scene: ParsedScene): boolean => scene.citations.length > 0 || /^s\d/.test(scene.id ?? '');

function dedupe(titles: string[]): string[] {
	const seen = new Set<string>();
	return titles.filter((title) => title && !seen.has(title.toLowerCase()) && seen.add(title.toLowerCase()));
}

/** A paragraph of plain markdown that is too long for one picture, as several scenes. */
function splitLong(scene: ParsedScene, kind: ScriptSettings['kind']): ParsedScene[] {
	const limit = kind === 'short' ? LONGEST_PARAGRAPH - 8 : LONGEST_PARAGRAPH;
	if (scene.section || scene.id || scene.visual || scene.visualType || countWords(scene.narration) <= limit) return [scene];
	const parts: string[] = [];
	for (const sentence of splitSentences(scene.narration)) {
		const last = parts.at(-1);
		if (last && countWords(last) + countWords(sentence) <= limit - 8) parts[parts.length - 1] = `${last} ${sentence}`;
		else parts.push(sentence);
	}
	return parts.map((narration, i) => (i === 0 ? { ...scene, narration } : { narration, unchanged: false, citations: [] }));
}

/** Ids that the text gives stay; a new scene gets the next one, never that of a scene that was deleted. */
function assignIds(scenes: ParsedScene[], used: string[]): ParsedScene[] {
	const taken = new Set<string>();
	const firstUse = scenes.map((scene) => {
		const own = scene.id && !taken.has(scene.id) ? scene.id : undefined;
		if (own) taken.add(own);
		return own;
	});
	return scenes.map((scene, i) => {
		const id = firstUse[i] ?? nextId([...taken, ...used]);
		taken.add(id);
		return { ...scene, id };
	});
}

/** Two scenes of one name: which of them is the old one nobody can know. */
function sameNames(scenes: ParsedScene[]): string[] {
	const ids = scenes.flatMap(({ id }) => (id ? [id] : []));
	return [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))].map(
		(id) => `Several scenes are called ${id}: the first keeps the name, the others get new ones. Begin a new scene with "## Scene".`,
	);
}

/** Nobody looks at one picture for so long. */
export function tooLong(id: string, narration: string): string[] {
	const words = countWords(narration);
	return words > LONGEST_PARAGRAPH
		? [`Scene ${id} says ${words} words over one picture: begin a new scene ("## Scene") where its thought changes.`]
		: [];
}

function keepVisual(
	scene: ParsedScene,
	index: number,
	total: number,
	allowed: (text: string) => boolean,
	warnings: string[],
): Scene['visual'] | undefined {
	if (scene.visual && (scene.unchanged || !hadFingerprint(scene)) && drawnStrings(scene.visual).every(allowed)) return scene.visual;
	if (!scene.visualType) return undefined;
	if (scene.visualType === 'outro' || scene.visualType === 'statement' || scene.visualType === 'hook') return { type: scene.visualType };
	const context = contextOf(
		{ narration: scene.narration, source: undefined, cites: [], role: 'body', step: -1 },
		Math.max(1, index),
		total,
		allowed,
	);
	const fitting = candidatesOf(context).find((candidate) => candidate.visual.type === scene.visualType)?.visual;
	if (!fitting)
		warnings.push(`Scene ${scene.id}: its words hold nothing for a picture of the kind "${scene.visualType}"; another was chosen.`);
	return fitting;
}

function citationSource(scene: ParsedScene, texts: SourceText[]): SourceText | undefined {
	return texts.find((source) => scene.citations.some((citation) => citation.sourceId === source.id));
}

const quoted = (scene: ParsedScene, source: SourceText): number[] =>
	scene.citations.flatMap((citation) =>
		citation.sourceId === source.id ? [source.sentences.indexOf(citation.quote)].filter((at) => at >= 0) : [],
	);

/** Citations of a scene's words where sources were given; a warning, not a refusal, where they say nothing of it. */
export function citationsFor(narration: string, texts: SourceText[], id: string, warnings: string[]): Scene['citations'] {
	if (!texts.length) return [];
	for (const source of texts) {
		const verdict = ground(narration, source);
		if (verdict.grounded)
			return verdict.support.flatMap((index) => (source.sentences[index] ? [{ sourceId: source.id, quote: source.sentences[index] }] : []));
	}
	warnings.push(`Scene ${id}: the sources do not say "${narration.slice(0, 90)}". Check it.`);
	return [];
}

function checkDrawn(scenes: Scene[], texts: SourceText[], warnings: string[]): void {
	if (!texts.length) return;
	for (const scene of scenes) {
		if (!scene.citations.length) continue;
		const odd = [scene.onScreen.title.replace(/\*/g, ''), ...drawnStrings(scene.visual)].find(
			(text) => text && !scene.narration.includes(text) && !texts.some((source) => groundDrawn(text, source).grounded),
		);
		if (odd) warnings.push(`Scene ${scene.id}: "${odd.slice(0, 60)}" is drawn but not in the sources. Check it.`);
	}
}

function chapters(scenes: ParsedScene[]): Script['chapters'] {
	const marks = scenes
		.filter((scene) => scene.chapter)
		.map((scene) => ({ startSceneId: scene.id as string, title: scene.chapter as string }));
	return marks.length >= 3 ? marks : [];
}
