/**
 * The second judge measured: node bench/judge.mjs [--unseen] [--sets corpus,spoken] [--model FILE.gguf --llama FOLDER | --url BASE --name MODEL]
 * A GGUF chat model on this machine needs a folder with node-llama-cpp (see bench/model.mjs); --url is any OpenAI-compatible address, its key in
 * AI_OPERATOR_MODEL_KEY. With neither, the simulated judges alone are measured. --exam stops after the model's exam.
 */
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundled } from './bundle.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const argument = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const { judgeAll, simulated, examine, passRate } = await bundled('judge', `export * from './bench/judge';`);

const json = (path) => JSON.parse(readFileSync(path, 'utf8'));
const asSource = (page, more = []) => ({
	v: 1, id: page.slug, url: '', title: page.title, publisher: page.publisher ?? page.site, author: null, publishedAt: null, language: 'en',
	sentences: [...page.sentences, ...more], paragraphs: [0], headings: [], steps: [],
}); // prettier-ignore
const fixture = (name) =>
	json(join(root, 'test/fixtures/grounding', `${name}.json`)).map((page) => ({
		source: asSource(page, page.more),
		wrong: page.wrong,
		right: page.right,
	}));
const file = join(process.env.AI_OPERATOR_SHARED ?? resolve(root, '../shared'), 'data/articles/truth.json');
const corpus = existsSync(file)
	? json(file).pages.map((page) => ({
			source: asSource(page, page.correction ? [page.correction.text] : []),
			wrong: page.traps.flatMap((trap) => trap.wrong ?? []),
			right: page.traps.flatMap((trap) => trap.right ?? []),
		}))
	: [];
const sets = [
	['corpus', corpus],
	...['tuned', 'held-out', 'fresh', 'spoken', 'pairs', 'rows', 'further'].map((name) => [name, fixture(name)]),
	// Measured alone, never listed: no rule is made for them.
	...(process.argv.includes('--unseen') ? ['unseen', 'last', 'sight', 'voiced'].map((name) => [name, fixture(name)]) : []),
].filter(([name, pages]) => pages.length && (!argument('--sets') || argument('--sets').split(',').includes(name)));

/** A model that is asked for real, or undefined. */
async function realModel() {
	const gguf = argument('--model');
	if (gguf) {
		const folder = argument('--llama') ?? process.env.AI_OPERATOR_BENCH_LLAMA;
		const { getLlama, LlamaChatSession } = await import(
			pathToFileURL(join(resolve(folder), 'node_modules/node-llama-cpp/dist/index.js')).href
		);
		const llama = await getLlama({ gpu: false, build: 'never', logLevel: 'error', maxThreads: Math.max(1, availableParallelism() - 1) });
		const model = await llama.loadModel({ modelPath: resolve(gguf) });
		const text = { type: 'string' };
		// It may only write JSON of the asked shape: what is measured is judgement, not spelling.
		const grammar = await llama.createGrammarForJsonSchema({
			type: 'object',
			properties: {
				verdicts: {
					type: 'array',
					items: {
						type: 'object',
						properties: { n: { type: 'integer' }, says: { type: 'boolean' }, from: { type: 'array', maxItems: 3, items: text } },
					},
				},
			},
		});
		return {
			name: basename(gguf),
			async judge({ system, messages, answerTokens }) {
				const context = await model.createContext({ contextSize: Math.min(model.trainContextSize ?? 2048, 8192) });
				try {
					const session = new LlamaChatSession({ contextSequence: context.getSequence(), systemPrompt: system });
					return await session.prompt(messages[0].text, { maxTokens: answerTokens, temperature: 0, grammar });
				} finally {
					await context.dispose();
				}
			},
		};
	}
	const url = argument('--url');
	if (!url) return undefined;
	const key = process.env.AI_OPERATOR_MODEL_KEY;
	return {
		name: argument('--name'),
		async judge({ system, messages, answerTokens }) {
			const answer = await fetch(`${url.replace(/\/+$/, '')}/chat/completions`, {
				method: 'POST',
				headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
				body: JSON.stringify({
					model: argument('--name'),
					max_tokens: answerTokens,
					temperature: 0,
					messages: [
						{ role: 'system', content: system },
						{ role: 'user', content: messages[0].text },
					],
				}),
			});
			if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${(await answer.text()).slice(0, 200)}`);
			return (await answer.json()).choices[0].message.content;
		},
	};
}

const model = await realModel();
if (model) {
	const began = performance.now();
	const { refused, wrong, accepted, right, passed } = await examine(model.judge);
	console.table({
		[`exam of ${model.name}`]: {
			'wrong refused': `${refused}/${wrong}`,
			'right accepted': `${accepted}/${right}`,
			passed,
			seconds: Math.round((performance.now() - began) / 1000),
		},
	});
	if (process.argv.includes('--exam')) process.exit(0);
}
const percent = (a, b) => (b ? `${((100 * a) / b).toFixed(1)}` : '–');
const known = new Set(sets.flatMap(([, pages]) => pages.flatMap(({ right }) => right)));
const wrongs = new Set(sets.flatMap(([, pages]) => pages.flatMap(({ wrong }) => wrong)));
const judges = [
	['rules alone', null],
	['knows', simulated((claim) => known.has(claim), 0)],
	['95 %', simulated((claim) => known.has(claim), 5)],
	['90 %', simulated((claim) => known.has(claim), 10)],
	['always yes', simulated(() => true, 0)],
	['yes but to decoys', simulated((claim) => known.has(claim) || wrongs.has(claim), 0)],
	...(model ? [[model.name, model.judge]] : []),
];
for (const [set, pages] of sets) {
	const rows = {};
	const outcomes = await judgeAll(
		pages,
		judges.map(([, judge]) => judge),
	);
	outcomes.forEach(({ refused, wrong, accepted, right, dropped, asked }, k) => {
		rows[judges[k][0]] = {
			'wrong refused %': `${percent(refused, wrong)} (${refused}/${wrong})`,
			'right accepted %': `${percent(accepted, right)} (${accepted}/${right})`,
			'drafts dropped': judges[k][1] ? `${dropped}/${asked}` : '',
		};
	});
	console.log(`\n${set}`);
	console.table(rows);
}
for (const errors of [2, 5, 10, 20])
	console.log(`a judge right ${100 - errors} times of 100 passes the exam in ${percent(await passRate(errors), 1)} % of tries`);
