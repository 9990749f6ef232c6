// Every voice on this machine: pitch, pace, sibilance, word error, cost. node bench/voices.mjs [ID …]
// Needs `npm run build`; fetches its engines when they are missing. The figures of engine/voice/model/voices.ts come from here.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundled, quietPorts } from './bundle.mjs';

const dir = mkdtempSync(join(tmpdir(), 'voices-bench-'));
const { speak, listVoices, sibilance, pitchOf, openWorkspace, readWav, transcribe, prepareSpeech, wordErrorRate } = await bundled(
	'voices',
	`export * from './engine/voice/index'; export { sibilance } from './engine/voice/signal/sibilance'; export { pitchOf } from './engine/voice/signal/pitch'; export { openWorkspace, readWav } from './engine/media/index'; export { transcribe, prepareSpeech, wordErrorRate } from './engine/speech/index';`,
);
const ports = quietPorts(openWorkspace);
await prepareSpeech(ports);

const TEXT =
	'The harbour freezes every winter, and the town waits for the first ship of spring. When the ice breaks, people walk down to the water with drums and lanterns. A straight road looks like the fastest way home, yet traffic often moves better with fewer choices. Close one street, and every driver picks a new route. Sometimes the whole city gets there sooner.';
const scenes = TEXT.split(/(?<=[.!?]) (?=[A-Z])/).map((narration, i) => ({ id: `s${i + 1}`, narration }));
const rows = [];
for (const { id, engine, gender, accent } of listVoices()) {
	if (process.argv.length > 2 && !process.argv.includes(id)) continue;
	const said = await speak({ scenes, engine, speaker: id, speed: 1, pronunciations: {}, cacheDir: join(dir, id) }, ports);
	const { samples, sampleRate } = await readWav(said.audioPath);
	const heard = await transcribe(said.audioPath, { language: 'en' }, ports);
	const error = wordErrorRate(TEXT, heard.words.map((word) => word.text).join(' '));
	const { durationSeconds, words } = said.words;
	const pitch = pitchOf(samples, sampleRate);
	rows.push({
		voice: id,
		gender,
		accent,
		'words/min': Math.round((words.length / durationSeconds) * 60),
		'pitch Hz': Math.round(pitch.medianHz),
		'melody semitones': pitch.semitones.toFixed(1),
		'sibilance dB': sibilance(samples, sampleRate).toFixed(1),
		'word error %': (100 * error.rate).toFixed(1),
		'CPU-s/s': (said.cpuSeconds / durationSeconds).toFixed(2),
		LUFS: said.loudnessLufs,
	});
	console.log(JSON.stringify(rows.at(-1)), error.differences.map((d) => `${d.reference}≠${d.hypothesis}`).join(' '));
}
console.table(rows);
rmSync(dir, { recursive: true, force: true });
process.exit(0);
