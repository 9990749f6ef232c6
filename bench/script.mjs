/**
 * Scripts of every page of the article corpus and of the default source pack, with what can be counted about them.
 *   node bench/script.mjs [--show slug] [--video] [--minilm DIR]
 * The check of truth is independent of the drafter: a narration must be a page's sentence with words deleted at most, a drawn number or name must
 * stand in the page.
 */
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const argument = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const dir = mkdtempSync(join(tmpdir(), 'ai-operator-bench-'));
process.on('exit', () => rmSync(dir, { recursive: true, force: true }));
await build({
	stdin: {
		contents: `export { writeFromSources } from './engine/script/fromSources'; export { drawnStrings } from './engine/script/storyboard'; export { hookFeatures, countWords } from './engine/writing'; export { ground, groundDrawn, splitSentences } from './engine/text'; export * from './test/engine/script.truth';`,
		resolveDir: root,
		loader: 'ts',
	},
	absWorkingDir: root,
	bundle: true,
	platform: 'node',
	format: 'cjs',
	target: 'node22',
	outfile: join(dir, 'bench.cjs'),
	define: { 'import.meta.dirname': JSON.stringify(join(root, 'test/engine')), 'import.meta.url': '__filename' },
	logLevel: 'error',
});
const room = createRequire(import.meta.url)(join(dir, 'bench.cjs'));
const {
	writeFromSources,
	drawnStrings,
	hookFeatures,
	countWords,
	ground,
	groundDrawn,
	splitSentences,
	corpus,
	corpusPresent,
	asSource,
	asTopic,
	packSource,
	onlyDeletes,
	strangers,
	publicStrings,
	stringsIn,
} = room;

const kind = process.argv.includes('--video') ? 'video' : 'short';
const minilmDir = argument('--minilm') ?? null;
const show = argument('--show');
const packs = globSync('workflows/*/sources/*.md', { cwd: root }).map((file) =>
	packSource(readFileSync(join(root, file), 'utf8'), basename(file, '.md'), splitSentences),
);
const pages = corpusPresent ? corpus() : [];
if (!corpusPresent)
	console.log("The shared article corpus is not here (AI_OPERATOR_SHARED): only the repo's own source packs are measured.");

const rows = [];
const totals = {
	scenes: 0,
	statements: 0,
	long: 0,
	ungroundedNarrations: [],
	strangers: [],
	ungroundedDrawn: [],
	payloads: [],
	pageRefusals: [],
	hookLong: [],
	hookPlain: [],
	repeats: 0,
	types: {},
	cpu: 0,
};
for (const [source, page] of [...pages.map((page) => [asSource(page), page]), ...packs.map((pack) => [pack, undefined])]) {
	const before = process.cpuUsage();
	let made;
	try {
		made = writeFromSources({ topic: asTopic(source), texts: [source], settings: { kind, language: 'en' }, minilmDir });
	} catch (error) {
		totals.pageRefusals.push(`${source.id}: ${error.message}`);
		continue;
	}
	const cpu = process.cpuUsage(before);
	totals.cpu += (cpu.user + cpu.system) / 1e6;
	const { script } = made;
	const types = script.scenes.map((scene) => scene.visual.type);
	const words = script.scenes.reduce((sum, scene) => sum + countWords(scene.narration), 0);
	for (const scene of script.scenes) {
		totals.scenes++;
		totals.types[scene.visual.type] = (totals.types[scene.visual.type] ?? 0) + 1;
		if (scene.visual.type === 'statement') totals.statements++;
		if (countWords(scene.narration) > 18) totals.long++;
		if (!onlyDeletes(scene.narration, source.sentences, splitSentences) && !ground(scene.narration, source).grounded)
			totals.ungroundedNarrations.push(`${source.id} ${scene.id}: ${scene.narration}`);
		for (const text of [scene.onScreen.title.replace(/\*/g, ''), scene.onScreen.kicker ?? '', ...drawnStrings(scene.visual)])
			if (text && !groundDrawn(text, source).grounded)
				totals.ungroundedDrawn.push(`${source.id} ${scene.id} [${scene.visual.type}]: ${text}`);
	}
	types.forEach((type, i) => (totals.repeats += i > 0 && (type === types[i - 1] || type === types[i - 2]) ? 1 : 0));
	totals.strangers.push(...strangers(script, source).map((text) => `${source.id}: ${text}`));
	const everything = JSON.stringify(script);
	for (const injection of page?.injections ?? [])
		if (everything.includes(injection.payload)) totals.payloads.push(`${source.id}: ${injection.payload}`);
	for (const text of [
		...(page?.boilerplate ?? []),
		...(page?.sponsored ?? []).map((entry) => entry.text),
		...(page?.correction ? [page.correction.wrong] : []),
	])
		if (publicStrings(script).some((own) => own.includes(text))) totals.payloads.push(`${source.id}: ${text}`);
	const hook = script.hook;
	if (countWords(hook) > 12) totals.hookLong.push(`${source.id}: ${hook}`);
	if (hookFeatures(hook).length === 0) totals.hookPlain.push(`${source.id}: ${hook}`);
	rows.push({
		source: source.id,
		words,
		scenes: types.length,
		types: new Set(types).size,
		titles: script.titles.length,
		copied: `${Math.round(script.copiedShare * 100)} %`,
		hook,
	});
	if (show && source.id.includes(show)) {
		for (const scene of script.scenes)
			console.log(
				`${scene.id}  ${scene.narration}\n      [${scene.visual.type}] ${scene.onScreen.title}${scene.onScreen.kicker ? ` · ${scene.onScreen.kicker}` : ''} | ${stringsIn(scene.visual).join(' ¦ ')}${scene.visual.sticker ? ` (${scene.visual.sticker})` : ''}`,
			);
		console.log(`titles: ${script.titles.join(' | ')}\ntags: ${script.tags.join(', ')}\n${script.description}\n`);
	}
}
console.table(rows);
const percent = (part, whole) => `${((100 * part) / Math.max(1, whole)).toFixed(0)} %`;
console.table({
	'scripts / refused as too little': `${rows.length} / ${totals.pageRefusals.length}`,
	'scenes, of more than 18 words': `${totals.scenes}, ${percent(totals.long, totals.scenes)}`,
	'ungrounded narrations (independent check)': totals.ungroundedNarrations.length,
	'drawn numbers or names that the page lacks': totals.strangers.length,
	'drawn texts that groundDrawn refuses': totals.ungroundedDrawn.length,
	'injected, sponsored or disowned text': totals.payloads.length,
	'hooks over 12 words / without a feature': `${totals.hookLong.length} / ${totals.hookPlain.length}`,
	'plain statements': percent(totals.statements, totals.scenes),
	'scenes whose type was used within the two before': percent(totals.repeats, totals.scenes),
	'median types a script': rows.map((row) => row.types).sort((a, b) => a - b)[Math.floor(rows.length / 2)],
	'CPU seconds a script': (totals.cpu / Math.max(1, rows.length)).toFixed(2),
});
for (const [name, list] of Object.entries(totals))
	if (Array.isArray(list) && list.length) console.log(`${name}:\n  ${list.slice(0, 12).join('\n  ')}`);
if (!existsSync(join(root, 'workflows'))) console.log('No source pack found.');
