/**
 * How well Topic Scout reads: `node bench/topics.mjs [--verbose]`.
 * Prints sentences found, pages with leaked boilerplate, injected payloads, titles, authors, dates, and the F1 of same-story pairs,
 * beside @mozilla/readability on the same pages, and on the awkward pages of test/fixtures/pages. Pairs are judged by words alone and, where
 * the runtime directory holds the sentence model, with it. Needs the article corpus (AI_OPERATOR_SHARED or ../shared).
 */
import { build } from 'esbuild';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const shared = process.env.AI_OPERATOR_SHARED ?? join(dirname(root), 'shared');
const corpus = join(shared, 'data', 'articles');
const verbose = process.argv.includes('--verbose');
if (!existsSync(join(corpus, 'truth.json'))) {
	console.log(`The article corpus was not found in ${corpus}: set AI_OPERATOR_SHARED.`);
	process.exit(0);
}
const out = mkdtempSync(join(root, 'node_modules', '.bench-topics-'));
process.on('exit', () => rmSync(out, { recursive: true, force: true }));
const bundle = async (contents, name) => {
	const outfile = join(out, `${name}.cjs`);
	await build({
		stdin: { contents, resolveDir: root, loader: 'ts' },
		bundle: true,
		platform: 'node',
		format: 'cjs',
		outfile,
		define: { 'import.meta.dirname': '__dirname' },
		logLevel: 'error',
	});
	return (await import(pathToFileURL(outfile).href)).default;
};
const { extractArticle, decodeText, clusterStories, createEmbedder } = await bundle(
	`export { extractArticle } from './engine/topics/extract'; export { decodeText } from './engine/topics/decode'; export * from './engine/topics/cluster'; export { createEmbedder } from './engine/text/embeddings';`,
	'topics',
);
/** Folder of all-MiniLM-L6-v2 in the runtime directory, or undefined. */
function modelFolder() {
	const runtime = process.env.AI_OPERATOR_RUNTIME ?? join(homedir(), '.cache', 'ai-operator', 'runtime');
	return readdirSync(runtime, { recursive: true })
		.filter((name) => /minilm[^/]*\/[^/]+\/(?:.*\/)?model\.safetensors$/.test(name) && !name.includes('derived'))
		.map((name) => dirname(join(runtime, name)))[0];
}
const truth = JSON.parse(readFileSync(join(corpus, 'truth.json'), 'utf8'));
const fold = (text) => text.replace(/[\s\u00a0]+/g, ' ').trim();

const score = (name, read) => {
	const total = { sentences: 0, found: 0, withheld: 0, leaked: 0, payloads: 0, milliseconds: 0, failed: 0 };
	const results = new Map();
	const held = [];
	for (const page of truth.pages) {
		const html = decodeText(readFileSync(join(corpus, page.file))).text;
		const started = performance.now();
		let result;
		try {
			result = read(html, page);
		} catch (error) {
			total.failed++;
			console.log(`  ${page.slug}: ${error.message}`);
			continue;
		}
		total.milliseconds += performance.now() - started;
		results.set(page.slug, result);
		const text = fold(result.plain);
		const withheld = fold((result.withheld ?? []).join(' '));
		total.sentences += page.sentences.length;
		for (const sentence of page.sentences) {
			if (text.includes(fold(sentence))) total.found++;
			else if (withheld.includes(fold(sentence))) {
				total.withheld++;
				held.push(`  withheld (${result.why(sentence)}): ${sentence}`);
			} else if (verbose) console.log(`  ${name} ${page.slug} MISSING: ${sentence}`);
		}
		const leaks = [...page.boilerplate, ...(page.sponsored ?? []).map((s) => s.text)].filter(
			(b) => text.includes(fold(b)) && !page.title.includes(b),
		);
		if (leaks.length) total.leaked++;
		if (leaks.length && verbose) console.log(`  ${name} ${page.slug} LEAK: ${leaks.join(' | ')}`);
		for (const injection of page.injections ?? [])
			if (JSON.stringify(result.everything ?? text).includes(injection.payload)) total.payloads++;
	}
	console.log(
		`${name}: sentences found ${total.found}/${total.sentences} (${((100 * total.found) / total.sentences).toFixed(1)} %${total.withheld ? `; ${total.withheld} more found and withheld, listed below` : ''}), ` +
			`pages with leaked boilerplate ${total.leaked}/${truth.pages.length}, injected payloads ${total.payloads}, failed ${total.failed}, ${Math.round(total.milliseconds)} ms`,
	);
	for (const line of held) console.log(line);
	return results;
};

const ours = score('Topic Scout', (html, page) => {
	const { text, withheld } = extractArticle(html, page.url);
	return {
		plain: text.sentences.join(' '),
		withheld: withheld.map((w) => w.text),
		why: (s) => withheld.find((w) => fold(w.text) === fold(s))?.reason,
		everything: text,
		text,
	};
});
let [titles, authors, dates, sites, steps, stepsRight, unitsRight] = [0, 0, 0, 0, 0, 0, 0];
for (const page of truth.pages) {
	const text = ours.get(page.slug)?.text;
	if (!text) continue;
	const checks = [
		text.title === page.title,
		text.author === page.author,
		(text.publishedAt && Date.parse(text.publishedAt)) === (page.date && Date.parse(page.date)),
		text.publisher === page.site,
	];
	titles += checks[0];
	authors += checks[1];
	dates += checks[2];
	sites += checks[3];
	unitsRight +=
		JSON.stringify(text.sentences.filter((s) => page.sentences.includes(s))) ===
		JSON.stringify(page.sentences.filter((s) => text.sentences.includes(s)));
	if (verbose && checks.includes(false))
		console.log(`  ${page.slug}: ${text.title} | ${text.author} | ${text.publishedAt} (${page.date}) | ${text.publisher}`);
	const extra = text.sentences.filter((s) => !page.sentences.includes(s) && !page.optional.join(' ').includes(s));
	if (verbose && extra.length) console.log(`  ${page.slug} split or extra: ${JSON.stringify(extra)}`);
	if (page.steps) {
		steps++;
		const at = (i) => page.sentences[i];
		stepsRight +=
			JSON.stringify(text.steps.map(([a, b]) => [text.sentences[a], text.sentences[b]])) ===
			JSON.stringify(page.steps.map(([a, b]) => [at(a), at(b)]));
	}
}
const n = truth.pages.length;
console.log(
	`titles ${titles}/${n}, authors ${authors}/${n}, dates ${dates}/${n}, publishers ${sites}/${n}, step lists ${stepsRight}/${steps}, pages in order ${unitsRight}/${n}`,
);

const { Readability, parseHTML } = await bundle(
	`export { Readability } from '@mozilla/readability'; export { parseHTML } from 'linkedom';`,
	'readability',
);
const readability = (html) => new Readability(parseHTML(html).document).parse()?.textContent ?? '';
score('Readability', (html) => ({ plain: readability(html) }));

// Pages written to be awkward: templates that the rules were mended on, so no held-out figure.
const awkward = join(root, 'test', 'fixtures', 'pages');
const pages = JSON.parse(readFileSync(join(awkward, 'truth.json'), 'utf8')).filter((page) => !page.refused);
for (const [name, read] of [
	['Topic Scout', (html, url) => extractArticle(html, url).text.sentences.join(' ')],
	['Readability', readability],
]) {
	let [found, all, leaky] = [0, 0, 0];
	for (const page of pages) {
		const text = fold(read(readFileSync(join(awkward, `${page.slug}.html`), 'utf8'), page.url));
		all += page.sentences.length;
		found += page.sentences.filter((sentence) => text.includes(fold(sentence))).length;
		if (page.boilerplate.some((piece) => text.includes(fold(piece)))) leaky++;
	}
	console.log(`${name}, awkward pages: sentences found ${found}/${all}, pages with leaked boilerplate ${leaky}/${pages.length}`);
}

if (clusterStories) {
	const texts = truth.pages.map((page) => ours.get(page.slug).text);
	const story = new Map(truth.pages.map((page) => [page.url, page.storyId]));
	const variants = { 'full text': (t) => t.sentences.join(' '), 'title and first two sentences': (t) => t.sentences.slice(0, 2).join(' ') };
	const model = modelFolder();
	const engine = model && createEmbedder(model);
	const ways = [['words', {}], ...(engine ? [['sentence model', { embed: (list) => engine.embed(list) }]] : [])];
	if (!engine) console.log('The sentence model is not in the runtime directory: pairs are judged by words alone.');
	for (const [name, body, way, options] of Object.entries(variants).flatMap(([name, body]) =>
		ways.map(([way, options]) => [name, body, way, options]),
	)) {
		const groups = await clusterStories(
			texts.map((t) => ({ id: t.url, title: t.title, text: body(t), publishedAt: t.publishedAt })),
			options,
		);
		const group = new Map(groups.flatMap((members, i) => members.map((id) => [id, i])));
		const count = { tp: 0, fp: 0, fn: 0 };
		for (let i = 0; i < texts.length; i++) {
			for (let k = i + 1; k < texts.length; k++) {
				const [a, b] = [texts[i].url, texts[k].url];
				const same = story.get(a) === story.get(b);
				const said = group.get(a) === group.get(b);
				if (same && said) count.tp++;
				else if (said) count.fp++;
				else if (same) count.fn++;
				if (same !== said && verbose) console.log(`  ${way}: ${said ? 'wrongly joined' : 'missed'}: ${a} ${b}`);
			}
		}
		console.log(
			`same story, ${name}, ${way}: F1 ${((2 * count.tp) / (2 * count.tp + count.fp + count.fn)).toFixed(3)} (${JSON.stringify(count)})`,
		);
	}
}
