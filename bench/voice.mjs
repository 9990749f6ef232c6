// The voice on this machine: cost, memory, pace, loudness, silences, clicks, word starts against the sound, sibilance, what one changed
// sentence costs. node bench/voice.mjs [--piper] [--judge] [--voice ID]
// Needs `npm run build`; fetches its engines when they are missing. --judge transcribes with the pack's own recogniser and counts word errors.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { bundled, quietPorts } from './bundle.mjs';

const { values: asked } = parseArgs({
	options: {
		piper: { type: 'boolean', default: false },
		judge: { type: 'boolean', default: false },
		voice: { type: 'string', default: '' },
	},
});

// Our own words. `figures` marks the pages of prices, years, ranges and names.
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
		figures: true,
	},
	names: {
		text: 'Henry VIII died in 1547, and J. K. Rowling was born in 1965. Marie Curie shared the prize with Pierre in 1903. On 22 Nov 2024 the ship left Rotterdam for Buenos Aires with 1,024 cars worth €35.5 million. Ada Lovelace wrote notes for Charles Babbage between 1842 and 1843. A ticket from London to Edinburgh costs £29.50, or 2/3 of the old price. In the 1850s, Florence Nightingale counted 5–10 deaths a day. Toyota sold 10.3 million cars in 2023.',
		figures: true,
	},
	// Word-initial s and sh behind vowels: their noise begins where the word does.
	sounds: {
		text: 'They saw seven ships near sandy shores. You see some silver shells when the sea so slowly shows them. We say six sailors sang below some shining sails. The sun set so soon, and the sky shimmered. No one saw Sue sell the shawl she sewed so seldom.',
		sounds: true,
	},
};

const dir = mkdtempSync(join(tmpdir(), 'voice-bench-'));
const { speak, openWorkspace, readWav, readSpeech, sibilance, transcribe, prepareSpeech, wordErrorRate, computeThreads } = await bundled(
	'voice',
	`export * from './engine/voice/index'; export { openWorkspace, readWav } from './engine/media/index'; export { sibilance } from './engine/voice/signal/sibilance'; export { readSpeech } from './engine/voice/speech-file'; export { computeThreads } from './engine/runtime/index'; ${asked.judge ? "export { transcribe, prepareSpeech, wordErrorRate } from './engine/speech/index';" : ''}`,
);
process.env.AI_OPERATOR_SLOT_FOLDER ??= join(dir, 'slots');
const ports = quietPorts(openWorkspace);
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

/** Loudness of 5 ms around a moment. */
function level(samples, rate, seconds) {
	const from = Math.max(0, Math.round((seconds - 0.0025) * rate));
	let sum = 0;
	for (let i = from; i < from + 0.005 * rate; i++) sum += (samples[i] ?? 0) ** 2;
	return Math.sqrt(sum / (0.005 * rate));
}
/** Share of the energy that lies in the differences between samples: near 0 for vowels, near 1 for s and sh. */
function hiss(samples, rate, seconds) {
	const half = Math.round(0.006 * rate);
	const at = Math.round(seconds * rate);
	// At 24 kHz the second difference stresses what lies above 5 kHz.
	const step = Math.round(rate / 24000);
	let high = 0;
	let all = 1e-7;
	for (let i = at - half; i < at + half; i += step) {
		const [a, b, c] = [samples[i - step] ?? 0, samples[i] ?? 0, samples[i + step] ?? 0];
		high += ((a - 2 * b + c) / 2) ** 2;
		all += b * b;
	}
	return high / all;
}
/**
 * Word starts against what can be seen in the sound, in ms (our time minus the sound's): behind pauses, where the energy rises 30 dB below the
 * sentence's loudest moment; inside phrases, where the noise of a word-initial s or sh reaches half of its height behind a vowel.
 */
function onsets(samples, rate, words) {
	const pauses = [];
	const phrases = [];
	words.forEach((word, i) => {
		const before = words[i - 1];
		const gap = before ? word.startSeconds - before.endSeconds : word.startSeconds;
		if (gap >= 0.1 || !before) {
			const around = Array.from({ length: 160 }, (_, k) => level(samples, rate, word.startSeconds + k * 0.005));
			const threshold = Math.max(...around) * 0.03;
			const begin = before ? (before.endSeconds + word.startSeconds) / 2 : 0;
			for (let t = begin; t < word.startSeconds + 0.25; t += 0.001) {
				if (level(samples, rate, t) <= threshold || level(samples, rate, t + 0.01) <= threshold) continue;
				pauses.push((word.startSeconds - t) * 1000);
				break;
			}
			return;
		}
		if (
			gap > 0.02 ||
			!/^s(h|[aeiouwlmn])/i.test(word.text) ||
			!/[aeiouwy]$|ow$|[aeiou]re?$/i.test(before.text.replace(/\W/g, '')) ||
			/[cs]e$/i.test(before.text)
		)
			return;
		let peak = 0;
		let top = 0;
		for (let t = word.startSeconds - 0.15; t < word.startSeconds + 0.15; t += 0.001) {
			const value = hiss(samples, rate, t);
			if (value > peak) [peak, top] = [value, t];
		}
		if (peak < 0.25) return;
		let t = top;
		while (t > word.startSeconds - 0.2 && hiss(samples, rate, t) > peak / 2) t -= 0.001;
		phrases.push((word.startSeconds - t) * 1000);
	});
	return { pauses, phrases };
}
const quantile = (values, q) => values.toSorted((a, b) => a - b)[Math.round(q * (values.length - 1))];
const spread = (values) => {
	if (values.length === 0) return 'none';
	const off = values.map(Math.abs);
	return `median ${quantile(off, 0.5).toFixed(0)}, p90 ${quantile(off, 0.9).toFixed(0)}, worst ${Math.max(...off).toFixed(0)} ms (${off.length} words; bias ${quantile(values, 0.5).toFixed(0)} ms)`;
};

// Load what has to be fetched before anything is timed.
await speak({ ...settings, scenes: [{ id: 's1', narration: 'Ready.' }], cacheDir: join(dir, 'warm') }, ports);
if (asked.judge) await prepareSpeech(ports);
const loop = monitorEventLoopDelay({ resolution: 5 });
const rows = [];
const errors = { plain: [0, 0], figures: [0, 0] };
const seen = { pauses: [], phrases: [] };
const hooks = [];
const sibilances = [];
let pace = [0, 0];
for (const [name, { text, figures, sounds }] of Object.entries(PASSAGES)) {
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
	sibilances.push(sibilance(wav.samples, wav.sampleRate));
	const found = onsets(wav.samples, wav.sampleRate, words);
	seen.pauses.push(...found.pauses);
	seen.phrases.push(...found.phrases);
	if (!figures && !sounds) pace = [pace[0] + words.length, pace[1] + durationSeconds];
	const second = words.findIndex((word) => word.sceneId === 's2');
	if (second > 0) hooks.push(words[second].startSeconds - words[second - 1].endSeconds);
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
		const judged = wordErrorRate(text, heard.words.map((word) => word.text).join(' ')); // prettier-ignore
		const count = judged.substitutions + judged.deletions + judged.insertions;
		row['word errors'] = `${count} of ${judged.words}`;
		if (count) console.log(`${name}: ${judged.differences.map((d) => `“${d.reference}” heard as “${d.hypothesis}”`).join(', ')}`);
		const sum = sounds ? [0, 0] : errors[figures ? 'figures' : 'plain'];
		sum[0] += count;
		sum[1] += judged.words;
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
console.log(
	`pace of the plain passages: ${((60 * pace[0]) / pace[1]).toFixed(0)} words a minute; pause after the first scene: ${Math.min(...hooks).toFixed(2)}–${Math.max(...hooks).toFixed(2)} s`,
);
console.log(`word starts behind pauses: ${spread(seen.pauses)}`);
console.log(`word starts inside phrases: ${spread(seen.phrases)}`);
console.log(`both: ${spread([...seen.pauses, ...seen.phrases])}`);
const raw = readdirSync(join(dir, 'cache')).map((name) => readSpeech(join(dir, 'cache', name))); // prettier-ignore
const before = Float32Array.from(raw.flatMap(({ samples }) => Array.from(samples, (sample) => sample / 32768)));
console.log(
	`sibilance: ${sibilance(before, raw[0].sampleRate).toFixed(1)} dB as the model speaks, ${quantile(sibilances, 0.5).toFixed(1)} dB finished`,
);
for (const [name, [wrong, total]] of Object.entries(errors))
	if (total) console.log(`word error, ${name}: ${wrong} of ${total}, ${((100 * wrong) / total).toFixed(2)} %`);
rmSync(dir, { recursive: true, force: true });
process.exit(0);
