// Item JSON of a ten-minute 16:9 video, part by part; with --render also how long its voice and its picture take.
// npm run bench -- longform [--render] [--verbose]
// The script is written from pages of the article corpus (AI_OPERATOR_SHARED or ../shared) as one topic. Without --render it is not spoken and
// filmed: these two parts are file references, whose size does not grow with the film, and are then taken from a one-scene film.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { workbench } from './workbench.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const corpus = join(process.env.AI_OPERATOR_SHARED ?? join(dirname(root), 'shared'), 'data', 'articles');
if (!existsSync(join(corpus, 'truth.json'))) {
	console.log(`The article corpus was not found in ${corpus}: set AI_OPERATOR_SHARED.`);
	process.exit(0);
}
const MINUTES = 10;
const MOST_BYTES = 40 * 1024;
const home = mkdtempSync(join(tmpdir(), 'ai-operator-long-'));
// As inside n8n, where a file's property is the name of a binary.
const bench = await workbench(home, (_, as) => as.name);
const { engine, context } = bench;
let times = '';
/** Speaks and films an envelope. */
async function finish(envelope, channel) {
	const started = performance.now();
	const spoken = await engine.voiceStage(
		envelope,
		{ channel, engine: 'kokoro', speaker: 'af_heart', speed: 1, pronunciations: {} },
		context,
	);
	const drawing = performance.now();
	const settings = { channel, shape: '16:9', captionStyle: 'karaoke', music: channel.music, palette: 'auto' };
	const filmed = await engine.videoStage(spoken.envelope, settings, context);
	const seconds = (from, to) => ((to - from) / 1000).toFixed(0);
	times = `spoken in ${seconds(started, drawing)} s, drawn and mixed in ${seconds(drawing, performance.now())} s`;
	return filmed.envelope;
}
const bytesOf = (value) => Buffer.byteLength(JSON.stringify(value));

try {
	const channel = engine.channelWithDefaults({ id: 'bench' });
	const { pages } = JSON.parse(readFileSync(join(corpus, 'truth.json'), 'utf8'));
	const chosen = pages.filter((page) => /history|science|travel|tech/.test(page.genre) && !page.stub && page.version === 'original');
	const inputs = chosen.map((page) => ({
		kind: 'document',
		text: readFileSync(join(corpus, page.file), 'latin1').includes('charset=windows-1252')
			? readFileSync(join(corpus, page.file), 'latin1')
			: readFileSync(join(corpus, page.file), 'utf8'),
		url: page.url,
		name: page.slug,
	}));
	const found = await engine.topicStage({ channel, kind: 'video', inputs, keywords: [], limit: 1, slot: '', mode: 'read' }, context);
	const written = await engine.scriptStage(found.envelopes[0], { channel, useEmbeddings: true, targetSeconds: MINUTES * 60 }, context);
	let { envelope } = written;
	const words = envelope.script.scenes.reduce((sum, scene) => sum + scene.narration.split(/\s+/).length, 0);
	if (process.argv.includes('--render')) envelope = await finish(envelope, channel);
	else {
		const [scene] = envelope.script.scenes;
		const small = await engine.openOwnScript(`# One scene\n\n${scene.narration}`, { channel, kind: 'video', slot: 'small' }, context);
		const own = await engine.scriptStage(
			small.envelope,
			{ channel, useEmbeddings: false, markdown: `# One scene\n\n${scene.narration}` },
			context,
		);
		const { voice, video } = await finish(own.envelope, channel);
		envelope = { ...envelope, voice, video };
	}
	const minutes = process.argv.includes('--render') ? envelope.video.durationSeconds / 60 : words / 155;
	console.log(`${envelope.script.scenes.length} scenes, ${words} words, about ${minutes.toFixed(1)} minutes of film`);
	if (process.argv.includes('--render')) console.log(times);
	// As a node puts it out: what would make a long script and its storyboard heavy is a file of the item.
	const whole = bytesOf(envelope.script);
	const still = { file: envelope.video.sheet, seconds: 5.97 };
	const storyboard = {
		sheet: envelope.video.sheet,
		scenes: envelope.script.scenes.map(({ id }) => ({ id, ...still })),
		durationSeconds: 612.34,
		estimated: false,
	};
	const split = engine.splitDetails({ script: envelope.script, storyboard });
	if (split) envelope = { ...envelope, script: { ...split.script, detailsFile: envelope.video.recipe } };
	console.log(
		`script with its details: ${whole} bytes; storyboard: ${bytesOf(storyboard)}, in the item ${bytesOf(split?.storyboard ?? storyboard)}`,
	);
	console.log('| part | bytes | bytes of ten minutes |\n|---|---|---|');
	let total = 0;
	for (const [part, value] of Object.entries(envelope)) {
		const bytes = bytesOf(value);
		// What is said and drawn grows with the film; the rest does not.
		const scaled = part === 'script' ? Math.round((bytes * MINUTES) / minutes) : bytes;
		total += scaled;
		console.log(`| ${part} | ${bytes} | ${scaled} |`);
	}
	if (process.argv.includes('--verbose')) {
		for (const scene of envelope.script.scenes.slice(10, 22)) console.log(JSON.stringify(scene));
		const keys = {};
		for (const scene of envelope.script.scenes)
			for (const [key, value] of Object.entries(scene)) keys[key] = (keys[key] ?? 0) + bytesOf(value);
		for (const [key, value] of Object.entries(envelope.script)) if (key !== 'scenes') keys[`script.${key}`] = bytesOf(value);
		console.log(keys);
	}
	console.log(`item JSON of ten minutes: ${(total / 1024).toFixed(1)} KB (asked: at most ${MOST_BYTES / 1024})`);
} finally {
	await bench.close();
	rmSync(home, { recursive: true, force: true });
}
