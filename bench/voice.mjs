// The voice on this machine: cost, memory, pace, loudness, silences, clicks, what one changed sentence costs. node bench/voice.mjs [--piper] [--judge] [--voice ID]
// Needs `npm run build`; fetches its engines when they are missing. --judge transcribes with the pack's own recogniser and counts word errors.
import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: asked } = parseArgs({
	options: {
		piper: { type: 'boolean', default: false },
		judge: { type: 'boolean', default: false },
		voice: { type: 'string', default: '' },
	},
});

// Our own words. `said` is what a listener writes down where the text has figures.
const PASSAGES = {
	harbour: {
		text: 'The harbour freezes every winter, and the town waits for the first ship of spring. When the ice breaks, people walk down to the water with drums and lanterns. Nobody remembers how the custom began. Still, no child would dream of missing it.',
	},
	bread: {
		text: 'Bread rises because tiny living things breathe inside the dough. They eat the sugar in the flour and give off a gas that cannot escape. Heat then makes the bubbles grow and sets the walls around them. That is why a loaf feels so light in the hand.',
	},
	owls: {
		text: 'Owls fly almost without a sound. The front edge of each wing feather carries a row of fine teeth, and these break the rushing air into small streams. Engineers copied the idea for the blades of quiet fans. The mice below never hear the hunter coming.',
	},
	roads: {
		text: 'A straight road looks like the fastest way home, yet traffic often moves better with fewer choices. Close one street, and every driver picks a new route. Sometimes the whole city gets there sooner. Planners have learned to test such changes on a computer first.',
	},
	glass: {
		text: 'Glass is made from ordinary sand, melted until it glows. Sailors once carried bottles of it across the sea as a treasure. Today a single factory can pour a sheet as long as a football field. Most of us look straight through it and never think of the fire.',
	},
	figures: {
		text: 'In 1969 the program cost $1,200 a day. By the 1990s it was $3.5 billion, and from 2010–2015 prices rose 10–20%. World War II had ended in 1945. A train at 120 km/h covers 2 km in 1 minute. About 73% of the budget went to No. 5. At 3:30 p.m. it was 20°C.',
		said: 'in nineteen sixty nine the program cost one thousand two hundred dollars a day by the nineteen nineties it was three point five billion dollars and from twenty ten to twenty fifteen prices rose ten to twenty percent world war two had ended in nineteen forty five a train at one hundred twenty kilometers per hour covers two kilometers in one minute about seventy three percent of the budget went to number five at three thirty p m it was twenty degrees celsius',
	},
};

const dir = mkdtempSync(join(tmpdir(), 'voice-bench-'));
const file = join(root, 'dist', `bench-voice-${process.pid}.cjs`);
await build({
	stdin: {
		contents: `export * from './engine/voice/index'; export { openWorkspace, readWav } from './engine/media/index'; export { computeThreads } from './engine/runtime/index'; export { cardinal, year, decade } from './engine/voice/normalise/numbers'; export { normalise } from './engine/voice/normalise/index';${asked.judge ? "export { transcribe, prepareSpeech } from './engine/speech/index';" : ''}`,
		resolveDir: root,
		loader: 'ts',
	},
	bundle: true,
	platform: 'node',
	format: 'cjs',
	mainFields: ['module', 'main'],
	define: { 'import.meta.dirname': '__dirname' },
	external: ['@napi-rs/canvas', 'onnxruntime-node'],
	outfile: file,
	logLevel: 'error',
});
const { speak, openWorkspace, readWav, transcribe, prepareSpeech, computeThreads, normalise } = createRequire(import.meta.url)(file);
rmSync(file);
process.env.AI_OPERATOR_SLOT_FOLDER ??= join(dir, 'slots');
const quiet = () => undefined;
const ports = {
	logger: { debug: quiet, info: console.log, warn: console.warn, error: console.error },
	progress: quiet,
	signal: new AbortController().signal,
	clock: { now: Date.now, sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) },
	workspace: openWorkspace,
};
const settings = { engine: asked.piper ? 'piper' : 'kokoro', speaker: asked.voice, speed: 1, pronunciations: {} };
const scenesOf = (text) => text.split(/(?<=[.!?]) (?=[A-Z])/).map((narration, i) => ({ id: `s${i + 1}`, narration }));

/** What stands in the sound: the longest silence, and the largest step out of or into one (a click). */
function listen(samples, rate) {
	let run = 0;
	let longest = 0;
	let step = 0;
	for (let i = 1; i < samples.length; i++) {
		const still = Math.abs(samples[i]) < 0.003;
		// 5 ms of stillness is no zero crossing.
		if (!still && run > 0.005 * rate) step = Math.max(step, Math.abs(samples[i] - samples[i - 1]));
		if (still && run === 0 && samples.subarray(i, i + 240).every((sample) => Math.abs(sample) < 0.003))
			step = Math.max(step, Math.abs(samples[i] - samples[i - 1]));
		run = still ? run + 1 : 0;
		longest = Math.max(longest, run / rate);
	}
	return { longest, step };
}

// One number normalisation for both sides: the voice's own readings, letters and figures as words.
const plain = (text) =>
	normalise(text.replace(/(\d)\s*%/g, '$1 percent'), new Map(), 'the text')
		.words.flatMap((word) => word.spoken.map(({ text: said, spell }) => (spell ? said.split('').join(' ') : said)))
		.join(' ')
		.toLowerCase()
		.replace(/-/g, ' ')
		.replace(/[^a-z' ]/g, '')
		.split(/\s+/)
		.filter(Boolean);
function errors(want, got) {
	let row = Array.from({ length: got.length + 1 }, (_, j) => j);
	want.forEach((word, i) => {
		const next = [i + 1];
		got.forEach((other, j) => next.push(Math.min(row[j + 1] + 1, next[j] + 1, row[j] + (word === other ? 0 : 1))));
		row = next;
	});
	return row.at(-1);
}

// Load what has to be fetched before anything is timed.
await speak({ ...settings, scenes: [{ id: 's1', narration: 'Ready.' }], cacheDir: join(dir, 'warm') }, ports);
if (asked.judge) await prepareSpeech(ports);
const loop = monitorEventLoopDelay({ resolution: 5 });
const rows = [];
let wrong = 0;
let total = 0;
for (const [name, { text, said }] of Object.entries(PASSAGES)) {
	loop.reset();
	loop.enable();
	const busy = performance.eventLoopUtilization();
	const start = performance.now();
	const result = await speak({ ...settings, scenes: scenesOf(text), cacheDir: join(dir, 'cache') }, ports);
	const wall = (performance.now() - start) / 1000;
	loop.disable();
	const active = performance.eventLoopUtilization(busy).active;
	const { durationSeconds, words } = result.words;
	const wav = await readWav(result.audioPath);
	const { longest, step } = listen(wav.samples, wav.sampleRate);
	const row = {
		passage: name,
		seconds: durationSeconds.toFixed(1),
		'words/min': Math.round((words.length / durationSeconds) * 60),
		'CPU-s/s': (result.cpuSeconds / durationSeconds).toFixed(2),
		'wall s': wall.toFixed(1),
		'RSS MB': Math.round(result.peakRssBytes / 1e6),
		LUFS: result.loudnessLufs,
		dBTP: result.truePeakDb,
		'first word s': words[0].startSeconds,
		'longest silence s': longest.toFixed(2),
		'largest step': step.toFixed(4),
		'loop delayed ms': Math.round(loop.max / 1e6),
		'loop busy ms': Math.round(active),
	};
	if (asked.judge) {
		const heard = await transcribe(result.audioPath, { language: 'en' }, ports);
		const want = plain(said ?? text);
		const count = errors(want, plain(heard.text ?? heard.words.map((word) => word.text).join(' ')));
		if (count > 1) console.log(`${name}, heard: ${heard.text ?? heard.words.map((word) => word.text).join(' ')}`);
		row['word errors'] = `${count} of ${want.length}`;
		if (!said) {
			wrong += count;
			total += want.length;
		}
	}
	rows.push(row);
}
const changed = scenesOf(PASSAGES.harbour.text);
changed[1] = { ...changed[1], narration: 'When the ice breaks, people run down to the water with drums and lanterns.' };
const start = performance.now();
const again = await speak({ ...settings, scenes: changed, cacheDir: join(dir, 'cache') }, ports);
const changedWall = (performance.now() - start) / 1000;

console.log(`${settings.engine}, Node ${process.version}, ${availableParallelism()} cores, ${computeThreads()} used`);
console.table(rows);
console.log(`one sentence changed: ${again.spoken} spoken, ${again.reused} reused, ${changedWall.toFixed(1)} s`);
if (asked.judge) console.log(`word error on plain passages: ${((100 * wrong) / total).toFixed(2)} %`);
rmSync(dir, { recursive: true, force: true });
process.exit(0);
