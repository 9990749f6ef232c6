/**
 * Scripts of every page of the article corpus and of the source packs, with what can be counted about them.
 *   node bench/script.mjs [--show slug|all] [--short] [--video] [--minilm DIR] [--all]
 * The check of truth is independent of the drafter: a narration must be a page's sentence with words deleted at most, a drawn number or name must
 * stand in the page.
 */
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundled } from './bundle.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const argument = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const room = await bundled(
	'script',
	`export { writeFromSources } from './engine/script/fromSources'; export { readGiven } from './engine/topics/documents'; export { extractArticle } from './engine/topics/extract'; export * from './test/engine/script.truth'; export * from './test/engine/script.measure';`,
	{ dirname: join(root, 'test/engine') },
);
const { writeFromSources, readGiven, corpus, corpusPresent, asSource, asTopic, publicStrings, stringsIn, measure } = room;

const minilmDir = argument('--minilm') ?? null;
const show = argument('--show');
const packs = [...globSync('workflows/*/sources/*.md', { cwd: root }), ...globSync('test/fixtures/packs/*.md', { cwd: root })].map(
	(file) => ({
		...readGiven({ text: readFileSync(join(root, file), 'utf8') })[0].text,
		id: `pack ${basename(file, '.md')}`,
	}),
);
const pages = corpusPresent ? corpus() : [];
if (!corpusPresent)
	console.log("The shared article corpus is not here (AI_OPERATOR_SHARED): only the repo's own source packs are measured.");

/** Prints a script as it is heard and seen. */
function read(script, id) {
	console.log(`\n=== ${id}`);
	for (const scene of script.scenes) {
		const chapter = script.chapters.find((entry) => entry.startSceneId === scene.id);
		if (chapter) console.log(`  ## ${chapter.title}`);
		const { title, kicker } = scene.onScreen;
		console.log(
			`${scene.id}  ${scene.narration}\n      [${scene.visual.type}] ${title}${kicker ? ` · ${kicker}` : ''} | ${stringsIn(scene.visual).join(' ¦ ')}${scene.visual.sticker ? ` (${scene.visual.sticker})` : ''}`,
		);
	}
	console.log(`titles: ${script.titles.join(' | ')}\ntags: ${script.tags.join(', ')}\n${script.description}\n`);
}

const percent = (part, whole) => `${((100 * part) / Math.max(1, whole)).toFixed(0)} %`;
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

for (const kind of process.argv.includes('--video') ? ['video'] : process.argv.includes('--short') ? ['short'] : ['short', 'video']) {
	const rows = [];
	const lists = {};
	const sums = { scenes: 0, statements: 0, repeats: 0, emojiLed: 0, stickerTwins: 0, cpu: 0 };
	const refused = [];
	const note = (name, id, entries) => (lists[name] = [...(lists[name] ?? []), ...entries.map((entry) => `${id}: ${entry}`)]);
	for (const [source, page] of [...packs.map((pack) => [pack, undefined]), ...pages.map((page) => [asSource(page), page])]) {
		const before = process.cpuUsage();
		let made;
		try {
			made = writeFromSources({ topic: asTopic(source), texts: [source], settings: { kind, language: 'en' }, minilmDir });
		} catch (error) {
			refused.push(`${source.id}: ${error.message}`);
			continue;
		}
		const cpu = process.cpuUsage(before);
		sums.cpu += (cpu.user + cpu.system) / 1e6;
		const { script } = made;
		const found = measure(script, [source], kind);
		for (const name of Object.keys(sums)) if (name in found) sums[name] += found[name];
		for (const [name, value] of Object.entries(found)) if (Array.isArray(value) && name !== 'types') note(name, source.id, value);
		const everything = JSON.stringify(script);
		const payloads = (page?.injections ?? [])
			.filter((injection) => everything.includes(injection.payload))
			.map((injection) => injection.payload);
		for (const text of [
			...(page?.boilerplate ?? []),
			...(page?.sponsored ?? []).map((entry) => entry.text),
			...(page?.correction ? [page.correction.wrong] : []),
		])
			if (publicStrings(script).some((own) => own.includes(text))) payloads.push(text);
		note('payloads', source.id, payloads);
		note('fewTitles', source.id, script.titles.length < 5 ? [String(script.titles.length)] : []);
		rows.push({
			source: source.id,
			words: found.words,
			scenes: found.scenes,
			types: new Set(found.types).size,
			statements: percent(found.statements, found.scenes),
			chapters: script.chapters.length,
			copied: `${Math.round(script.copiedShare * 100)} %`,
			hook: script.hook,
		});
		if (show && (show === 'all' || source.id.includes(show))) read(script, source.id);
	}
	console.log(`\n${kind === 'short' ? 'Shorts' : 'Long form'}`);
	console.table(rows);
	const count = (name) => lists[name]?.length ?? 0;
	console.table({
		'scripts / refused as too little': `${rows.length} / ${refused.length}`,
		[`scenes, of more than ${kind === 'short' ? 18 : 24} words`]: `${sums.scenes}, ${percent(count('long'), sums.scenes)}`,
		'ungrounded strings: spoken / drawn / numbers and names the page lacks': `${count('ungroundedSpoken')} / ${count('ungroundedDrawn')} / ${count('strangers')}`,
		'injected, sponsored or disowned text': count('payloads'),
		'hooks with a fault (12 words, feature, greeting, fragments)': count('hookFaults'),
		'plain statements': percent(sums.statements, sums.scenes),
		'scripts with more than a quarter of them': rows.filter((row) => Number.parseInt(row.statements, 10) > 25).length,
		'scenes whose type was used within the two before': percent(sums.repeats, sums.scenes),
		'median types a script': median(rows.map((row) => row.types)),
		'scene titles: fragments / that say what the caption says': `${count('sceneTitleFaults')} / ${count('captionTitles')}`,
		'titles: fragments / twins / scripts with fewer than five': `${count('titleFaults')} / ${count('titleTwins')} / ${count('fewTitles')}`,
		'kickers without fact, place or date / things said twice on a screen': `${count('kickerFaults')} / ${count('twice')}`,
		'stickers twice in a film / scenes led by one': `${sums.stickerTwins} / ${percent(sums.emojiLed, sums.scenes)}`,
		...(kind === 'video' ? { 'chapter faults': count('chapterFaults') } : {}),
		'CPU seconds a script': (sums.cpu / Math.max(1, rows.length)).toFixed(2),
	});
	const most = process.argv.includes('--all') ? 1000 : 12;
	for (const [name, list] of Object.entries({ ...lists, refused }))
		if (list.length) console.log(`${name} (${list.length}):\n  ${list.slice(0, most).join('\n  ')}`);
}
