// One film as the nodes make it: sound, drawing, encoding, captions, thumbnails, sheet and recipe; then one scene of it drawn again, one
// sentence changed, and the same script spoken by Piper. npm run bench -- film [runs] [short|video]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundled } from './bundle.mjs';
import { machine } from './machine.mjs';
import { shippedTopic, workbench } from './workbench.mjs';

const [runs = '3', kind = 'short'] = process.argv.slice(2);
const home = mkdtempSync(join(tmpdir(), 'ai-operator-film-'));
const bench = await workbench(home);
const { normalise, readLexicon } = await bundled(
	'film-words',
	`export { normalise } from './engine/voice/normalise/index'; export { readLexicon } from './engine/voice/g2p/lexicon';`,
);
/** Words a minute of a spoken script: as the voice says them ("2022" is three), and as they are written. */
function pace({ script, voice }) {
	const lexicon = readLexicon({});
	const words = script.scenes.flatMap(({ id, narration }) => normalise(narration, lexicon, id).words);
	const said = words.flatMap((word) => word.spoken).reduce((sum, { text, spell }) => sum + (spell ? text.length : 1), 0);
	return [said, words.length].map((count) => Math.round((count * 60) / voice.durationSeconds));
}
const { engine, context } = bench;
const seconds = (from) => (performance.now() - from) / 1000;
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
try {
	const channel = engine.channelWithDefaults({ id: 'bench' });
	const topic = await shippedTopic(bench, channel, kind);
	let at = performance.now();
	const written = await engine.scriptStage(
		topic,
		{ channel, useEmbeddings: true, ...(kind === 'short' ? { targetSeconds: 64 } : {}) },
		context,
	);
	const scriptSeconds = seconds(at);
	at = performance.now();
	const spoken = await engine.voiceStage(
		written.envelope,
		{ channel, engine: 'kokoro', speaker: 'af_heart', speed: 1, pronunciations: {} },
		context,
	);
	const voiceSeconds = seconds(at);
	const { durationSeconds } = spoken.envelope.voice;
	const walls = [];
	let film;
	let settings;
	const palettes = engine.PALETTE_NAMES;
	for (let i = 0; i < Number(runs); i++) {
		at = performance.now();
		settings = {
			channel,
			shape: kind === 'video' ? '16:9' : '9:16',
			captionStyle: 'karaoke',
			music: channel.music,
			palette: palettes[i % palettes.length],
		};
		film = await engine.videoStage({ ...spoken.envelope, asset: { ...spoken.envelope.asset, variant: i } }, settings, context);
		walls.push(seconds(at));
	}
	const middle = film.envelope.script.scenes[Math.floor(film.envelope.script.scenes.length / 2)];
	at = performance.now();
	const restyled = await engine.videoStage(film.envelope, { ...settings, restyle: { [middle.id]: {} } }, context);
	const sceneSeconds = seconds(at);
	at = performance.now();
	const narration = `${middle.narration.replace(/[.!?]+$/, '')}, as it is told.`;
	const edited = film.envelope.script.scenes.map((scene) => (scene.id === middle.id ? { ...scene, narration } : scene));
	const said = await engine.voiceStage(
		{ ...film.envelope, script: { ...film.envelope.script, scenes: edited } },
		{ channel, engine: 'kokoro', speaker: 'af_heart', speed: 1, pronunciations: {} },
		context,
	);
	const saidSeconds = seconds(at);
	const changed = await engine.videoStage(said.envelope, settings, context);
	const sentenceSeconds = seconds(at);
	at = performance.now();
	const piper = await engine.voiceStage(written.envelope, { channel, engine: 'piper', speaker: '', speed: 1, pronunciations: {} }, context);
	const piperSeconds = seconds(at);
	at = performance.now();
	await engine.videoStage(piper.envelope, settings, context);
	const piperFilmSeconds = seconds(at);
	const length = film.envelope.video.durationSeconds;
	const scenes = film.envelope.script.scenes;
	console.log(
		`${await machine()}; film of ${length.toFixed(1)} s, ${scenes.length} scenes of ${new Set(scenes.map((scene) => scene.visual.type)).size} types, ${kind === 'video' ? '1920x1080' : '1080x1920'}@30`,
	);
	console.log('| what | seconds | a minute of film |\n|---|---|---|');
	console.log(`| script | ${scriptSeconds.toFixed(1)} | |`);
	console.log(`| voice, Kokoro | ${voiceSeconds.toFixed(1)} | ${((voiceSeconds * 60) / durationSeconds).toFixed(1)} |`);
	console.log(
		`| film, median of ${runs} (${walls.map((wall) => wall.toFixed(1)).join(', ')}) | ${median(walls).toFixed(1)} | ${((median(walls) * 60) / length).toFixed(1)} |`,
	);
	const whole = scriptSeconds + voiceSeconds + median(walls);
	console.log(`| script to finished file, Kokoro | ${whole.toFixed(1)} | ${((whole * 60) / length).toFixed(1)} |`);
	const light = scriptSeconds + piperSeconds + piperFilmSeconds;
	console.log(
		`| script to finished file, Piper (spoken ${piperSeconds.toFixed(1)}, drawn ${piperFilmSeconds.toFixed(1)}; ${piper.envelope.voice.durationSeconds.toFixed(1)} s) | ${light.toFixed(1)} | ${((light * 60) / piper.envelope.voice.durationSeconds).toFixed(1)} |`,
	);
	console.log(`| one scene drawn again (${restyled.drawn.join(', ')}) | ${sceneSeconds.toFixed(1)} | |`);
	console.log(
		`| one sentence changed: spoken (${saidSeconds.toFixed(1)} s, ${said.cpuSeconds.toFixed(1)} CPU-s of the voice), drawn (${changed.drawn.join(', ')}), mixed | ${sentenceSeconds.toFixed(1)} | |`,
	);
	for (const [voice, { envelope }] of Object.entries({ Kokoro: spoken, Piper: piper })) {
		const [said, written] = pace(envelope);
		console.log(`${voice}: ${said} words a minute as spoken, ${written} as written`);
	}
	console.log(
		`Kokoro: ${(spoken.cpuSeconds / durationSeconds).toFixed(2)} CPU-s per audio second; render children: ${((film.cpuSeconds * 60) / length).toFixed(1)} CPU-s a minute of film`,
	);
} finally {
	await bench.close();
	rmSync(home, { recursive: true, force: true });
}
