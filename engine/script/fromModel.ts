/**
 * "From sources" with a language model: one draft of the whole script, every scene held to the grounding gate, one repair of what was refused,
 * and the extractive writer's scene where a scene fails twice. Runs inside the script worker; asking the model is the stage's matter
 * (fromModelAsk.ts), so this is a function of its answers alone.
 */
import type { Scene, SourceText, Visual } from '../asset';
import { ground } from '../text';
import {
	bannedFilter,
	closeSentence,
	countWords,
	draft,
	placeInList,
	scenesOf,
	sceneWords,
	spokenWords,
	unitsOf,
	WORDS_PER_SECOND,
} from '../writing';
import type { Beat, Unit } from '../writing';
import { checkScene, groundedTitle } from './fromModelCheck';
import type { CheckedScene, CheckRules } from './fromModelCheck';
import { readDraft } from './fromModelDraft';
import type { ModelDraft, ModelScene } from './fromModelDraft';
import type { ModelWishes } from './fromModelAsk';
import { MOST_SOURCES } from './sentenceRefs';
import { judgeScenes, noRepeat, takeFindings } from './fromModelJudge';
import { AGAIN, draftPrompt, repairPrompt, scenesAsked, SYSTEM } from './fromModelPrompt';
import { englishOf, scriptAround, targetOf, withCallToAction, writeFromSources } from './fromSources';
import type { FromSourcesInput, ScriptResult } from './fromSources';
import { drawnByRules, signed } from './judge/signed';
import { judgedWarning } from './judge/told';
import { storyboard } from './storyboard';

export interface FromModelInput extends FromSourcesInput {
	/** The model's name, which signs the script. */
	model: string;
	wishes: ModelWishes;
	/** Characters of source text that the model is shown. */
	sourceCharacters: number;
	/** Whether the model may be asked as second judge. */
	judge?: boolean;
}

/** An answer of the model. */
export interface ModelReply {
	text: string;
	cutShort: boolean;
	/** Why a judge was not asked, in words for a hint; there is no answer then. */
	unasked?: string;
}

/** What to ask the model next: the whole conversation. */
export interface ModelQuestion {
	/** Of the act: "draft", "again", "repair", … */
	operation: string;
	system: string;
	messages: { role: 'user' | 'assistant'; text: string }[];
	/** Upper limit of the answer. */
	answerTokens: number;
	/** Asked as second judge: only a model that passed the exam is, as cool as it can be, and its errors fail nothing. */
	judging?: true;
}

export type ModelStep = { ask: ModelQuestion } | { done: ScriptResult };

/** Answers longer than this are shortened where they are shown to the model again. */
const LONGEST_REPLY = 24_000;

/** The next question, or the script: a function of the answers so far. Throws INPUT as the extractive writer does. */
export function writeFromModel(input: FromModelInput, replies: ModelReply[]): ModelStep {
	const { settings } = input;
	const warnings: string[] = [];
	const texts = englishOf(input.texts, settings, 'The Script Generator writes', warnings).slice(0, MOST_SOURCES);
	const first = { role: 'user' as const, text: draftPrompt({ ...input, texts }, input.sourceCharacters) };
	const ask = (operation: ModelQuestion['operation'], ...more: ModelQuestion['messages']): ModelStep => ({
		ask: { operation, system: SYSTEM, messages: [first, ...more], answerTokens: 800 + 200 * scenesAsked(settings) },
	});
	const told = (reply: ModelReply): ModelQuestion['messages'][number] => ({
		role: 'assistant',
		text: reply.text.slice(0, LONGEST_REPLY) || '(nothing)',
	});
	const [one, two] = replies;
	if (!one) return ask('draft');
	let made = readDraft(one.text, mostScenes(input));
	let drafted = one;
	if (!made) {
		if (!two) return ask('again', told(one), { role: 'user', text: AGAIN });
		made = readDraft(two.text, mostScenes(input));
		drafted = two;
		if (!made) return { done: extractive(input, `${input.model} ${unreadable(two)}`) };
	}
	const rules: CheckRules = { texts, kind: settings.kind, allowed: bannedFilter(settings.bannedWords) };
	const scenes = checkAll(made, rules);
	let next = replies.indexOf(drafted) + 1;
	const judging = input.judge ? judgeScenes(scenes, rules, input.model) : null;
	if (judging) {
		const found = replies[next++];
		if (!found) return { ask: judging.question };
		warnings.push(...takeFindings(scenes, judging.read(found), rules, input.model));
	}
	const refused = scenes.flatMap(({ scene, problems, visualProblem }, i) =>
		problems.length
			? [{ n: i + 1, say: scene.say, problems: [...problems, ...(visualProblem ? [`its picture: ${visualProblem}`] : [])] }]
			: [],
	);
	const repair = replies[next];
	if (refused.length && !repair) return ask('repair', told(drafted), { role: 'user', text: repairPrompt(refused) });
	if (repair) repairAll(scenes, readDraft(repair.text, mostScenes(input)), rules);
	if (!made.whole || drafted.cutShort)
		warnings.push(`${input.model} was cut off at its token limit; the whole scenes of its answer are used. Raise its maximum of tokens.`);
	return { done: assemble(input, texts, made, scenes, rules, warnings) };
}

/** More than this many scenes are not looked at. */
const mostScenes = (input: FromModelInput): number => Math.max(40, Math.ceil(targetOf(input.settings) / 2));

const unreadable = ({ text }: ModelReply): string =>
	text.trim() === ''
		? 'gave an empty answer twice'
		: /\b(?:I can(?:no|['’])t|I cannot|unable to|I['’]m sorry|as an AI)\b/i.test(text.slice(0, 300))
			? `declined to write it ("${text.trim().slice(0, 80)}")`
			: 'gave no readable script twice';

/** The extractive writer's script, with the reason in front of its hints. */
export function extractive(input: FromModelInput, reason: string): ScriptResult {
	const made = writeFromSources(input);
	return { ...made, warnings: [`${reason}: the free writer wrote the script instead.`, ...made.warnings] };
}

function checkAll(made: ModelDraft, rules: CheckRules): CheckedScene[] {
	const said: string[] = [];
	return made.scenes.map((scene, i) => {
		const checked = checkScene(scene, i === 0 ? 'hook' : 'body', rules);
		noRepeat(checked, said);
		if (!checked.problems.length) said.push(scene.say);
		return checked;
	});
}

/** Puts the repaired scenes that pass into their places. */
function repairAll(scenes: CheckedScene[], repaired: ModelDraft | null, rules: CheckRules): void {
	const numbered = (repaired?.scenes ?? []).some((scene) => scene.n !== undefined);
	const refused = scenes.flatMap((scene, i) => (scene.problems.length ? [i] : []));
	(repaired?.scenes ?? []).forEach((scene, k) => {
		// Without numbers they come in the order they were asked for.
		const at = numbered ? (scene.n ?? 0) - 1 : (refused[k] ?? -1);
		if (!refused.includes(at)) return;
		const from = scene.from.length ? scene.from : (scenes[at] as CheckedScene).scene.from;
		const checked = checkScene({ ...scene, from }, at === 0 ? 'hook' : 'body', rules);
		noRepeat(
			checked,
			scenes.filter((other, i) => i !== at && !other.problems.length).map((other) => other.scene.say),
		);
		if (!checked.problems.length) scenes[at] = checked;
	});
}

interface Piece {
	beat: Beat;
	keep?: Visual;
	title?: string;
	also: Scene['citations'];
	judged: Scene['citations'];
}

/** The script of what passed, with extractive scenes where nothing did. */
function assemble(
	input: FromModelInput,
	texts: SourceText[],
	made: ModelDraft,
	scenes: CheckedScene[],
	rules: CheckRules,
	warnings: string[],
): ScriptResult {
	const { settings, topic, model } = input;
	const fallback = new Fallback(texts, rules, scenes);
	const pieces: Piece[] = scenes.flatMap((checked, i) => {
		if (checked.problems.length) return i === 0 ? [] : fallback.of(checked.scene);
		const { source, cites, visual, title, also, judged } = checked;
		const beat = beatOf(texts, checked.scene.say, source, cites);
		return [{ beat, also, judged, ...(visual ? { keep: visual } : {}), ...(title ? { title } : {}) }];
	});
	const own = scenes.filter((scene) => !scene.problems.length).length;
	if (own < 3 || pieces.length < 3) return extractive(input, `Of ${model}'s ${scenes.length} scenes the sources support only ${own}`);
	if (scenes[0]?.problems.length) pieces.unshift(...openingOf(input, texts, rules, pieces));
	const [opening, last] = [pieces[0], pieces.at(-1)];
	if (opening) opening.beat.role = 'hook';
	if (last && last !== opening) last.beat.role = 'close';
	const board = storyboard({
		scenes: pieces.map(({ beat, keep, title }, i) => ({
			id: `s${i + 1}`,
			narration: beat.narration,
			source: texts[beat.source],
			cites: beat.cites,
			role: beat.role,
			...(beat.role === 'step' ? placeInList(texts[beat.source], beat.step) : { step: -1 }),
			...(keep && i > 0 ? { keep } : {}),
			...(title ? { onScreen: { title } } : {}),
		})),
		allowed: rules.allowed,
	});
	board.forEach((scene, i) => {
		const { also, judged } = pieces[i]!;
		scene.citations = signed([...scene.citations, ...also], judged);
		if (judged.length) drawnByRules(scene, texts);
	});
	warnings.push(...judgedWarning(board));
	withCallToAction(board, settings, rules.allowed, warnings);
	const replaced = scenes.length - own;
	if (replaced)
		warnings.push(
			`${replaced} of ${model}'s ${scenes.length} scenes were not supported by the sources, also when asked again: the free writer's sentences stand there, or nothing.`,
		);
	const seconds = pieces.reduce((sum, { beat }) => sum + spokenWords(beat.narration), 0) / WORDS_PER_SECOND;
	if (seconds < targetOf(settings) * 0.6)
		warnings.push(`The script is about ${Math.round(seconds)} seconds long; ${Math.round(targetOf(settings))} were asked.`);
	const script = scriptAround({
		scenes: board,
		beats: pieces.map(({ beat }) => beat),
		texts,
		topic,
		settings,
		allowed: rules.allowed,
		writer: model,
		titles: made.titles.map((title) => title.replace(/\.$/, '')).filter((title) => groundedTitle(title, rules)),
		tags: tagsIn(made.tags, texts, rules),
		warnings,
	});
	return { script, warnings };
}

/** Tags whose every word stands in a source. */
function tagsIn(tags: string[], texts: SourceText[], { allowed }: CheckRules): string[] {
	const known = new Set(
		texts.flatMap(
			(source) =>
				[source.title, ...source.sentences]
					.join(' ')
					.toLowerCase()
					.match(/[\p{L}\p{N}]+/gu) ?? [],
		),
	);
	return tags
		.map((tag) => tag.toLowerCase().replace(/^#/, '').trim())
		.filter((tag) => tag.length >= 3 && tag.length <= 30 && allowed(tag))
		.filter((tag) => /^[\p{L}\p{N} '’-]+$/u.test(tag) && (tag.match(/[\p{L}\p{N}]+/gu) ?? []).every((word) => known.has(word)))
		.slice(0, 8);
}

function beatOf(texts: SourceText[], narration: string, source: number, cites: number[]): Beat {
	const text = texts[source] as SourceText;
	const at = cites[0] ?? 0;
	const step = text.steps.findIndex(([from]) => from === at);
	return {
		narration,
		source,
		cites,
		role: step >= 0 ? 'step' : 'body',
		heading: text.headings.reduce((found, heading, i) => (heading.before <= at ? i : found), -1),
		step,
	};
}

/** The extractive hook, where the model's was refused twice; nothing when its sentence is spoken already and the next scene can open. */
function openingOf(input: FromModelInput, texts: SourceText[], rules: CheckRules, pieces: Piece[]): Piece[] {
	const made = draft({
		texts,
		kind: input.settings.kind,
		targetSeconds: 30,
		title: input.topic.title || (texts[0]?.title ?? ''),
		minilmDir: input.minilmDir,
		allowed: rules.allowed,
	});
	const [hook] = made.beats;
	if (!hook) return [];
	const said = pieces.findIndex(({ beat }) => beat.source === hook.source && beat.cites.some((index) => hook.cites.includes(index)));
	if (said >= 0) pieces.splice(said, 1);
	return [{ beat: hook, also: [], judged: [] }];
}

/** The extractive writer's words for a scene that was refused twice. */
class Fallback {
	private units: Unit[] | undefined;
	private readonly spoken: Set<string>;

	constructor(
		private readonly texts: SourceText[],
		private readonly rules: CheckRules,
		scenes: CheckedScene[],
	) {
		this.spoken = new Set(
			scenes.filter((scene) => !scene.problems.length).flatMap(({ source, cites }) => cites.map((index) => `${source}/${index}`)),
		);
	}

	/** Scenes of the sentences it cites, as far as they can be understood where they stand and are not spoken elsewhere. */
	of(scene: ModelScene): Piece[] {
		this.units ??= unitsOf(this.texts, this.rules.allowed);
		const accepts = (text: string, unit: Unit): boolean => {
			const source = this.texts[unit.source];
			return !!source && this.rules.allowed(text) && ground(text, source).grounded;
		};
		for (const ref of scene.from) {
			const unit = this.units.find((candidate) => candidate.source === ref.source && candidate.index === ref.sentence);
			const key = `${ref.source}/${ref.sentence}`;
			if (!unit?.usable || this.spoken.has(key)) continue;
			const heard = (need: number): boolean => {
				const other = this.units?.[need];
				return !!other && this.spoken.has(`${other.source}/${other.index}`);
			};
			if (!unit.needs.every(heard)) continue;
			const narrations = scenesOf(unit, sceneWords(this.rules.kind), accepts).map(closeSentence);
			if (!narrations.length || narrations.some((text) => countWords(text) < 3)) continue;
			this.spoken.add(key);
			return narrations.map((narration) => ({ beat: beatOf(this.texts, narration, ref.source, [ref.sentence]), also: [], judged: [] }));
		}
		return [];
	}
}
