/**
 * "Rewrite scenes": chosen scenes said anew, by the user's own words, a model, or another cut of the sources; every other scene stays as it is,
 * ids and all. Runs inside the script worker; like fromModel.ts a function of the model's answers alone.
 */
import type { Citation, Scene, Script, SourceText } from '../asset';
import { OperatorError } from '../errors';
import { copiedShare } from '../text';
import { bannedFilter, bannedWordIn } from '../writing';
import { copiedWarning } from './credits';
import type { ModelReply, ModelStep } from './fromModel';
import type { ModelWishes } from './fromModelAsk';
import { referencesOf } from './fromSources';
import type { ScriptResult, ScriptSettings } from './fromSources';
import { citationsFor, tooLong } from './fromOwn';
import { plainWords } from './parse';
import { alternativeFor, type Alternative } from './rewriteAlternatives';
import { modelRewrite, type ModelRewrite } from './rewriteModel';
import { chosenScenes } from './rewriteChoice';
import { drawnByRules, signed } from './judge/signed';
import { judgedWarning } from './judge/told';
import { storyboard } from './storyboard';
import { describe } from './describe';
import { textAsSource } from './visuals/context';

export interface RewriteInput {
	script: Script;
	texts: SourceText[];
	settings: ScriptSettings;
	/** "copied", "all", or ids and ranges such as "s3, s5-s7"; empty where only `own` counts. */
	scenes: string;
	/** Words of the user's own, by scene id; they go before everything else. */
	own: { scene: string; narration: string }[];
	/** What is looked for where no model writes. */
	alternative: Alternative;
	/** The model's name; absent where none is connected. */
	model?: string;
	/** Whether the model may be asked as second judge. */
	judge?: boolean;
	wishes: ModelWishes;
	sourceCharacters: number;
}

/** New words of a scene. */
export interface Reworded {
	narration: string;
	/** Index of the source that says it, and its sentences; -1 where the scene's old citations stay. */
	source: number;
	cites: number[];
	by: 'own' | 'model' | 'cut';
	/** Citations that the rules accept beside `cites`, and those of sentences that a second judge accepted. */
	also?: Citation[];
	judged?: Citation[];
	visual?: Scene['visual'];
	title?: string;
}

/**
 * The next question to the model, or the rewritten script. Throws INPUT for scenes that the script does not have, and for own words that are
 * empty or banned.
 */
export function rewriteScenes(input: RewriteInput, replies: ModelReply[]): ModelStep {
	const { script, settings, model } = input;
	const warnings: string[] = [];
	const allowed = bannedFilter(settings.bannedWords);
	const own = ownWords(input);
	const chosen = chosenScenes(script, input.scenes, input.texts).filter((id) => !own.has(id));
	if (!chosen.length && !own.size) {
		if (input.scenes.trim().toLowerCase() !== 'copied')
			throw new OperatorError('INPUT', 'No scene was chosen to rewrite', {
				fix: 'Choose which scenes: those that repeat their source, all, or ids such as "s3, s5"; or give words of your own.',
			});
		return {
			done: {
				script,
				warnings: ['No scene repeats its source for the most part: nothing was rewritten.', ...copiedWarning(script.copiedShare)],
			},
		};
	}
	const changes = new Map<string, Reworded>(own);
	const rules = { texts: input.texts, kind: settings.kind, allowed };
	if (model && chosen.length) {
		const step: ModelRewrite = modelRewrite({ ...input, rules, chosen }, replies);
		if ('ask' in step) return step;
		for (const [id, reworded] of step.changes) changes.set(id, reworded);
		warnings.push(...step.warnings);
	} else {
		for (const id of chosen) {
			const found = alternativeFor(id, { script, changes, rules, alternative: input.alternative });
			if (found) changes.set(id, found);
			else warnings.push(`Scene ${id} stays: the sources give no other words for it. Give it words of your own, or connect a Chat Model.`);
		}
	}
	return { done: rewritten(input, changes, allowed, warnings) };
}

function ownWords({ script, own, settings, texts }: RewriteInput): Map<string, Reworded> {
	const words = new Map<string, Reworded>();
	for (const { scene, narration } of own) {
		const [id, ...more] = chosenScenes(script, scene, texts);
		if (!id || more.length)
			throw new OperatorError('INPUT', `"${scene.slice(0, 40)}" is not one scene`, {
				fix: 'Give one id for each text of your own, for example s3.',
			});
		const text = plainWords(narration);
		if (!/[\p{L}\p{N}]/u.test(text))
			throw new OperatorError('INPUT', `The new words for scene ${id} are empty`, {
				fix: 'Write what the scene should say, or take the entry out.',
			});
		const word = bannedWordIn(text, settings.bannedWords);
		if (word)
			throw new OperatorError('INPUT', `The new words for scene ${id} hold "${word}", which the channel bans`, {
				fix: "Reword the scene, or take the word from the channel's banned words.",
			});
		words.set(id, { narration: text, source: -1, cites: [], by: 'own' });
	}
	return words;
}

/** The script with its changed scenes; what did not change is the same object by value. */
function rewritten(
	input: RewriteInput,
	changes: Map<string, Reworded>,
	allowed: (text: string) => boolean,
	warnings: string[],
): ScriptResult {
	const { script, texts, model } = input;
	const board = storyboard({
		scenes: script.scenes.map((scene, i) => {
			const change = changes.get(scene.id);
			return {
				id: scene.id,
				narration: change?.narration ?? scene.narration,
				source: change ? texts[change.source] : undefined,
				cites: change?.cites ?? [],
				role: i === 0 ? ('hook' as const) : i === script.scenes.length - 1 ? ('close' as const) : ('body' as const),
				step: -1,
				...(change ? (change.visual && i > 0 ? { keep: change.visual } : {}) : { keep: scene.visual }),
				onScreen: change ? { ...(change.title ? { title: change.title } : {}), ...sourceLineOf(scene) } : scene.onScreen,
			};
		}),
		allowed,
	});
	const scenes = script.scenes.map((old, i): Scene => {
		const change = changes.get(old.id);
		if (!change) return old;
		const made = board[i] as Scene;
		const { also = [], judged = [] } = change;
		if (judged.length) drawnByRules(made, texts);
		const citations = signed(
			change.by === 'own'
				? citationsFor(change.narration, texts, old.id, warnings)
				: made.citations.length
					? [...made.citations, ...also]
					: old.citations,
			judged,
		);
		return { ...made, citations, ...(old.picture ? { picture: old.picture } : {}) };
	});
	for (const [id, { by, narration }] of changes) if (by === 'own') warnings.push(...tooLong(id, narration));
	warnings.push(...judgedWarning(scenes.filter(({ id }) => changes.has(id))));
	const spoken = scenes.filter((scene) => scene.visual.type !== 'outro').map((scene) => scene.narration);
	const quotes = scenes.flatMap((scene) => scene.citations.map((citation) => citation.quote));
	const share = copiedShare(spoken, texts.length ? texts : [{ ...textAsSource(''), sentences: quotes }]);
	warnings.push(...copiedWarning(share));
	const described = (of: Scene[]): string => describe(of, usedOf(of, texts), referencesOf(texts, of), allowed);
	// A description that was made of the old words is made of the new ones; one that somebody wrote stays.
	const description = script.description === described(script.scenes) ? described(scenes) : script.description;
	const by = [...changes.values()].some((change) => change.by === 'model') ? model : undefined;
	const edited = [...changes.values()].some((change) => change.by === 'own') ? 'own words' : undefined;
	const writer = [...new Set([...script.writer.split(', '), by, edited].filter(Boolean))].join(', ');
	return {
		script: { ...script, scenes, hook: scenes[0]?.narration ?? '', description, writer, copiedShare: share },
		warnings,
	};
}

const sourceLineOf = (scene: Scene): Partial<Scene['onScreen']> => (scene.onScreen.source ? { source: scene.onScreen.source } : {});
const usedOf = (scenes: Scene[], texts: SourceText[]): SourceText[] =>
	texts.filter((source) => scenes.some((scene) => scene.citations.some((citation) => citation.sourceId === source.id)));
