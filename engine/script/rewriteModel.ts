/** A model's new words for chosen scenes: asked for together, each held to the gate, refused ones asked for once more, else kept as they were. */
import type { Script, SourceText } from '../asset';
import { dataBlock } from '../llm/prompt';
import { splitSentences } from '../text';
import { HOOK_WORDS, normaliseSpaces } from '../writing';
import type { ModelQuestion, ModelReply } from './fromModel';
import type { ModelWishes } from './fromModelAsk';
import { checkScene, repeats, withFindings, type CheckedScene, type CheckRules } from './fromModelCheck';
import { readDraft, type ModelScene } from './fromModelDraft';
import { MOST_SOURCES, refName } from './sentenceRefs';
import { AGAIN, sourceBlocks, SYSTEM, wishLines, wordingRules } from './fromModelPrompt';
import { askJudge, type Asked } from './judge/secondJudge';
import type { Reworded } from './rewrite';
import { textAsSource } from './visuals/context';

export interface ModelRewriteInput {
	script: Script;
	texts: SourceText[];
	model?: string;
	judge?: boolean;
	wishes: ModelWishes;
	sourceCharacters: number;
	rules: CheckRules;
	chosen: string[];
}

export type ModelRewrite = { ask: ModelQuestion } | { changes: Map<string, Reworded>; warnings: string[] };

/** The next question, or what changes. */
export function modelRewrite(input: ModelRewriteInput, replies: ModelReply[]): ModelRewrite {
	const { chosen, script } = input;
	const model = input.model ?? 'The model';
	const first = { role: 'user' as const, text: question(input) };
	const ask = (operation: string, ...more: ModelQuestion['messages']): ModelRewrite => ({
		ask: { operation, system: SYSTEM, messages: [first, ...more], answerTokens: 400 + 200 * chosen.length },
	});
	const told = (reply: ModelReply): ModelQuestion['messages'][number] => ({
		role: 'assistant',
		text: reply.text.slice(0, 24_000) || '(nothing)',
	});
	const [one, two] = replies;
	if (!one) return ask('rewrite');
	let drafted = one;
	let made = readDraft(one.text, 400);
	if (!made) {
		if (!two) return ask('rewrite again', told(one), { role: 'user', text: AGAIN });
		drafted = two;
		made = readDraft(two.text, 400);
		if (!made) return { changes: new Map(), warnings: [`${model} gave no readable answer twice: the scenes stay as they are.`] };
	}
	const changes = new Map<string, Reworded>();
	const refused = new Map<string, Refused>();
	const notes: string[] = [];
	const settle = (id: string, checked: CheckedScene): void => {
		const problems = problemsOf(id, checked, input, changes);
		if (problems.length) refused.set(id, { say: checked.scene.say, problems, checked });
		else {
			refused.delete(id);
			changes.set(id, rewordedOf(checked, input));
		}
	};
	const take = (scenes: ModelScene[], wanted: string[]): void => {
		const named = scenes.some((scene) => scene.id !== undefined);
		wanted.forEach((id, k) => {
			const scene = named ? scenes.find((candidate) => candidate.id === id) : scenes[k];
			if (!scene) return void (refused.has(id) || refused.set(id, { say: '', problems: ['nothing was written for it'] }));
			settle(id, checkedFor(id, scene, input));
		});
	};
	take(made.scenes, chosen);
	let next = replies.indexOf(drafted) + 1;
	const judging = input.judge ? judgeOf(refused, changes, input, model) : null;
	if (judging) {
		const found = replies[next++];
		if (!found) return { ask: judging.question };
		const { held, warnings } = judging.read(found);
		notes.push(...warnings);
		for (const [id, { checked }] of [...refused])
			if (checked?.doubts.length && checked.doubts.every((doubt) => held.has(doubt)))
				settle(id, withFindings(checked, held, roleOf(id, input), input.rules, model));
	}
	const repair = replies[next];
	if (refused.size && !repair) return ask('rewrite repair', told(drafted), { role: 'user', text: repairQuestion(refused) });
	if (repair) take(readDraft(repair.text, 400)?.scenes ?? [], [...refused.keys()]);
	const order = script.scenes.map((scene) => scene.id);
	const warnings = [...refused]
		.sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
		.map(([id, { problems }]) => `Scene ${id} stays as it was: ${model}'s words could not be used (${(problems[0] ?? '').slice(0, 160)}).`);
	return { changes, warnings: [...notes, ...warnings] };
}

interface Refused {
	say: string;
	problems: string[];
	checked?: CheckedScene;
}

/** What only a second judge can decide of the refused scenes, or null. */
const judgeOf = (
	refused: Map<string, Refused>,
	changes: Map<string, Reworded>,
	{ rules }: ModelRewriteInput,
	model: string,
): Asked | null =>
	askJudge(
		[...refused.values()].flatMap(({ checked }) => checked?.doubts ?? []),
		[...changes.values()].flatMap(({ narration }) => splitSentences(narration)),
		rules.texts,
		model,
	);

const roleOf = (id: string, { script }: ModelRewriteInput): 'hook' | 'body' => (script.scenes[0]?.id === id ? 'hook' : 'body');

/** New words held to the sources, or to the scene's old words where it is the user's own and no source says it. */
function checkedFor(id: string, scene: ModelScene, input: ModelRewriteInput): CheckedScene {
	const { script, rules } = input;
	const old = script.scenes.find((candidate) => candidate.id === id)!;
	const own: SourceText = { ...textAsSource(''), sentences: splitSentences(old.narration) };
	const from = scene.from.length ? scene.from : refsOfScene(old, rules.texts);
	return checkScene({ ...scene, from }, roleOf(id, input), { ...rules, texts: [...rules.texts, own] });
}

/** What is wrong with new words, in their script. */
function problemsOf(
	id: string,
	{ scene, problems: found }: CheckedScene,
	{ script }: ModelRewriteInput,
	changes: Map<string, Reworded>,
): string[] {
	const problems = [...found];
	const old = script.scenes.find((candidate) => candidate.id === id)!;
	if (normaliseSpaces(scene.say) === old.narration) problems.push('it is the same as before');
	const others = script.scenes
		.filter((candidate) => candidate.id !== id)
		.map((other) => changes.get(other.id)?.narration ?? other.narration);
	if (!problems.length && repeats(scene.say, others)) problems.push('another scene says this already');
	return problems;
}

function rewordedOf({ scene, source, cites, also, judged, visual, title }: CheckedScene, { rules }: ModelRewriteInput): Reworded {
	const bySource = source < rules.texts.length;
	return {
		narration: scene.say,
		source: bySource ? source : -1,
		cites: bySource ? cites : [],
		by: 'model',
		also: also.filter(({ sourceId }) => rules.texts.some((text) => text.id === sourceId)),
		judged,
		...(bySource && visual ? { visual } : {}),
		...(title ? { title } : {}),
	};
}

const refsOfScene = (scene: Script['scenes'][number], texts: SourceText[]): ModelScene['from'] =>
	scene.citations.flatMap(({ sourceId, quote }) => {
		const source = texts.findIndex((text) => text.id === sourceId);
		const sentence = texts[source]?.sentences.indexOf(quote) ?? -1;
		return source >= 0 && sentence >= 0 ? [{ source, sentence }] : [];
	});

function question(input: ModelRewriteInput): string {
	const { script, texts, chosen, rules, wishes } = input;
	const lines = script.scenes.map((scene, i) => {
		const refs = refsOfScene(scene, texts).map(refName).join(', ');
		return `${scene.id}${chosen.includes(scene.id) ? ' REWRITE' : ''}${i === 0 ? ' (hook)' : ''}: ${scene.narration}${refs ? ` [${refs}]` : ''}`;
	});
	return [
		`Write the scenes marked REWRITE of this script again: ${chosen.join(', ')}. The others stay; do not say what they say.`,
		...wishLines(wishes),
		'Rules:',
		...wordingRules(rules.kind).map((rule) => `- ${rule}`),
		`- The hook has at most ${HOOK_WORDS} words with a number, a contrast, a question or a consequence.`,
		...(texts.length ? [] : ['- There are no sources: keep to what the scene itself says now.']),
		'Answer with one JSON object and nothing else:',
		'{"scenes":[{"id":"s3","say":"…","from":["a3"],"title":"at most 6 words for the screen"}]}',
		dataBlock('script', lines.join('\n')),
		...(texts.length ? ['The sources:', sourceBlocks(texts.slice(0, MOST_SOURCES), input.sourceCharacters)] : []),
	].join('\n');
}

const repairQuestion = (refused: Map<string, { say: string; problems: string[] }>): string =>
	[
		'These cannot be used:',
		...[...refused].map(([id, { say, problems }]) => `- ${id} ${JSON.stringify(say)}: ${problems.slice(0, 3).join('; ')}`),
		'Write each of them again under the same rules, nearer to the words of its sentence. Answer with one JSON object and nothing else:',
		'{"scenes":[{"id":"s3","say":"…","from":["a3"]}]}',
	].join('\n');
