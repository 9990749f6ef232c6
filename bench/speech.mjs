// Recognition on this machine: word error, times of words, invented words, speed. node bench/speech.mjs [--long MINUTES] [--words]
// Needs `npm run build` and the shared test media beside the repository (or AI_OPERATOR_SHARED); fetches its engines when they are missing.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundled, quietPorts } from './bundle.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const shared = process.env.AI_OPERATOR_SHARED ?? join(root, '../shared');
const { values: asked } = parseArgs({ options: { long: { type: 'string', default: '3' }, words: { type: 'boolean', default: false } } });
if (!existsSync(join(shared, 'media/librivox'))) {
	console.log(`No shared test media in ${shared}: nothing to measure.`);
	process.exit(0);
}

const { transcribe, align, wordErrorRate, prepareSpeech, readWav, toInt16, wavFile } = await bundled(
	'speech',
	"export * from './engine/speech/index'; export * from './engine/media/wav';",
);
const ports = quietPorts();
await prepareSpeech(ports);

const quantile = (values, q) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.round(q * (values.length - 1)))];
const percent = (rate) => `${(100 * rate).toFixed(1)} %`;
const timed = async (work) => {
	const start = performance.now();
	const result = await work();
	return [result, (performance.now() - start) / 1000];
};

// The published text repeats one article that the reader does not say.
const CORRECTIONS = { '0920': ['more a amiable', 'more amiable'] };
const clips = [
	...readFileSync(join(shared, 'media/librivox/librivox_transcription.txt'), 'utf8').matchAll(/<s> (.*) <\/s> \((.*-(\d+))\)/g),
].map(([, text, name, id]) => ({
	id,
	path: join(shared, 'media/librivox', `${name}.wav`),
	text: CORRECTIONS[id] ? text.replace(...CORRECTIONS[id]) : text,
}));
const truthFile = join(shared, 'lab/speech/truth.json');
const truth = existsSync(truthFile) ? JSON.parse(readFileSync(truthFile, 'utf8')) : {};

const heard = {};
let errors = 0;
let total = 0;
for (const clip of clips) {
	heard[clip.id] = await transcribe(clip.path, { language: 'en' }, ports);
	const found = wordErrorRate(clip.text, heard[clip.id].words.map((word) => word.text).join(' '));
	errors += found.rate * found.words;
	total += found.words;
	for (const { reference, hypothesis } of found.differences) console.log(`${clip.id}: "${reference}" heard as "${hypothesis}"`);
}

/** Seconds outside of the labelled bounds of a word's start. */
function startErrors(words, labels, name) {
	if (words.length !== labels.length) return console.log(`${name}: ${words.length} words for ${labels.length} labels: left out`) ?? [];
	return words.map(({ startSeconds }, i) => {
		const [text, low, high] = labels[i];
		const off = startSeconds < low ? startSeconds - low : startSeconds > high ? startSeconds - high : 0;
		if (asked.words) console.log(name, text, `${Math.round(off * 1000)} ms`);
		return Math.abs(off) * 1000;
	});
}
const starts = { heard: [], known: [] };
for (const [name, labels] of Object.entries(truth)) {
	const id = name.slice(2);
	starts.heard.push(...startErrors(heard[id].words, labels, `heard ${id}`));
	const known = await align(
		clips.find((clip) => clip.id === id).path,
		labels.map(([text]) => text),
		ports,
	);
	starts.known.push(...startErrors(known.words, labels, `known ${id}`));
}

let invented = 0;
for (const name of ['tears-of-steel.webm', 'flower.mp4'])
	invented += (await transcribe(join(shared, 'media', name), {}, ports)).words.length;

// All clips again and again, with half a second between them.
const gap = new Float32Array(8000);
const pieces = [];
const texts = [];
for (let samples = 0; samples < Number(asked.long) * 60 * 16000;) {
	for (const clip of clips) {
		const sound = (await readWav(clip.path)).samples;
		pieces.push(sound, gap);
		texts.push(clip.text);
		samples += sound.length + gap.length;
	}
}
const joined = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
pieces.reduce((at, piece) => (joined.set(piece, at), at + piece.length), 0);
const dir = mkdtempSync(join(tmpdir(), 'speech-bench-'));
const longPath = join(dir, 'long.wav');
writeFileSync(longPath, wavFile(toInt16(joined), 16000));
const [long, wall] = await timed(() => transcribe(longPath, { language: 'en' }, ports));
rmSync(dir, { recursive: true });
const longError = wordErrorRate(texts.join(' '), long.words.map((word) => word.text).join(' '));

const span = (errors) =>
	errors.length
		? `${Math.round(quantile(errors, 0.5))} / ${Math.round(quantile(errors, 0.9))} / ${Math.round(Math.max(...errors))} ms (${errors.length} words)`
		: 'no labels';
console.table({
	'word error, read speech': percent(errors / total),
	[`word error, ${(long.durationSeconds / 60).toFixed(1)} min without a stop`]: percent(longError.rate),
	'word starts, heard: median / p90 / worst': span(starts.heard),
	'word starts, known script': span(starts.known),
	'words invented on music and silence': invented,
	'CPU-s an audio second': (long.cpuSeconds / long.durationSeconds).toFixed(3),
	[`wall for 30 min, ${availableParallelism()} cores`]: `${((wall / long.durationSeconds) * 30).toFixed(2)} min`,
	'peak memory': `${Math.round(long.peakRssBytes / 1e6)} MB`,
});
