/** A model's new words for chosen scenes: asked for together, each held to the gate, refused ones asked for once more, else kept as they were. */
import type { Script, SourceText } from '../asset';
import { dataBlock } from '../llm/prompt';
import { splitSentences } from '../text';
import { HOOK_WORDS, normaliseSpaces } from '../writing';
import type { ModelQuestion, ModelReply } from './fromModel';
import type { ModelWishes } from './fromModelAsk';
import { checkScene, repeats, type CheckedScene, type CheckRules } from './fromModelCheck';
import { MOST_SOURCES, readDraft, refName, type ModelScene } from './fromModelDraft';
import { AGAIN, sourceBlocks, SYSTEM, wishLines, wordingRules } from './fromModelPrompt';
import type { Reworded } from './rewrite';
import { textAsSource } from './visuals/context';

export interface ModelRewriteInput {
	script: Script;
	texts: SourceText[];
	model?: string;
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
	const refused = new Map<string, { say: string; problems: string[] }>();
	const take = (scenes: ModelScene[], wanted: string[]): void => {
		const named = scenes.some((scene) => scene.id !== undefined);
		wanted.forEach((id, k) => {
			const scene = named ? scenes.find((candidate) => candidate.id === id) : scenes[k];
			if (!scene) return void (refused.has(id) || refused.set(id, { say: '', problems: ['nothing was written for it'] }));
			const checked = check(id, scene, input, changes);
			if (checked.problems.length) refused.set(id, { say: scene.say, problems: checked.problems });
			else {
				refused.delete(id);
				changes.set(id, checked.reworded);
			}
		});
	};
	take(made.scenes, chosen);
	const repair = replies[replies.indexOf(drafted) + 1];
	if (refused.size && !repair) return ask('rewrite repair', told(drafted), { role: 'user', text: repairQuestion(refused) });
	if (repair) take(readDraft(repair.text, 400)?.scenes ?? [], [...refused.keys()]);
	const order = script.scenes.map((scene) => scene.id);
	const warnings = [...refused]
		.sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
		.map(([id, { problems }]) => `Scene ${id} stays as it was: ${model}'s words could not be used (${(problems[0] ?? '').slice(0, 160)}).`);
	return { changes, warnings };
}

/** Holds new words to the sources, or to the scene's old words where it is the user's own and no source says it. */
function check(
	id: string,
	scene: ModelScene,
	input: ModelRewriteInput,
	changes: Map<string, Reworded>,
): { problems: string[]; reworded: Reworded } {
	const { script, rules } = input;
	const at = script.scenes.findIndex((candidate) => candidate.id === id);
	const old = script.scenes[at]!;
	const own: SourceText = { ...textAsSource(''), sentences: splitSentences(old.narration) };
	const texts = [...rules.texts, own];
	const from = scene.from.length ? scene.from : refsOfScene(old, rules.texts);
	const checked: CheckedScene = checkScene({ ...scene, from }, at === 0 ? 'hook' : 'body', { ...rules, texts });
	const problems = [...checked.problems];
	if (normaliseSpaces(scene.say) === old.narration) problems.push('it is the same as before');
	const others = script.scenes
		.filter((candidate) => candidate.id !== id)
		.map((other) => changes.get(other.id)?.narration ?? other.narration);
	if (!problems.length && repeats(scene.say, others)) problems.push('another scene says this already');
	const bySource = checked.source < rules.texts.length;
	return {
		problems,
		reworded: {
			narration: scene.say,
			source: bySource ? checked.source : -1,
			cites: bySource ? checked.cites : [],
			by: 'model',
			...(bySource && checked.visual ? { visual: checked.visual } : {}),
			...(checked.title ? { title: checked.title } : {}),
		},
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
