// Shorts from a talk of ten minutes: node bench/clips.mjs [--minutes 10] [--count 5] [--talk FILE]
// The talk is read by Piper from the pages of test/fixtures over a picture of 720p (the shared media's film in a loop where it is on this
// machine, else a test picture), and is kept for the next run. Needs `npm run build`; fetches its engines when they are missing.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, homedir, tmpdir } from 'node:os';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: asked } = parseArgs({
	options: { minutes: { type: 'string', default: '10' }, count: { type: 'string', default: '5' }, talk: { type: 'string' } },
});
// A ledger of its own: nothing was heard or cut before. The engines are the machine's.
process.env.AI_OPERATOR_RUNTIME ??= join(process.env.AI_OPERATOR_HOME ?? join(homedir(), '.ai-operator'), 'runtime');
const home = mkdtempSync(join(tmpdir(), 'clips-bench-'));
process.env.AI_OPERATOR_HOME = home;
const engine = createRequire(import.meta.url)(join(root, 'dist', 'engine', 'index.js'));
const quiet = () => undefined;
const store = engine.openFileStore();
const ledger = await engine.openLedger();
const context = {
	logger: { debug: quiet, info: quiet, warn: console.warn, error: console.error },
	progress: quiet,
	signal: new AbortController().signal,
	clock: engine.systemClock,
	workspace: engine.openWorkspace,
	ledger,
	store,
	files: {
		local: async (ref) => (await store.find(ref.sha256)) ?? ref.property,
		keep: async (path, as) => {
			const kept = as.content ?? (await store.put(path));
			return { property: as.name, sha256: kept.sha256, bytes: kept.bytes, mime: as.mime };
		},
	},
};
const ffmpeg = (await engine.ensure('ffmpeg', context)).file('ffmpeg');
const run = (...args) => execFileSync(ffmpeg, ['-v', 'error', '-y', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const timed = async (work) => {
	const began = performance.now();
	const result = await work();
	return [result, (performance.now() - began) / 1000];
};

const channel = engine.channelWithDefaults({ id: 'bench', name: 'Bench' });
async function makeTalk() {
	const kept = join(tmpdir(), `ai-operator-bench-talk-${asked.minutes}.mp4`);
	if (existsSync(kept)) return kept;
	const wanted = Number(asked.minutes) * 160;
	const pages = JSON.parse(readFileSync(join(root, 'test/fixtures/pages/truth.json'), 'utf8'));
	const paragraphs = [];
	let words = 0;
	for (let round = 0; words < wanted; round++)
		for (const { sentences = [] } of pages)
			for (let i = 0; i < sentences.length && words < wanted; i += 5) {
				const text = sentences.slice(i, i + 5).map((line) => (/[.!?]["”’]?$/.test(line) ? line : `${line.replace(/[,;:]$/, '')}.`)).join(' '); // prettier-ignore
				paragraphs.push(text);
				words += text.split(/\s+/).length;
			}
	const voice = { channel, engine: 'piper', speaker: 'joe', speed: 1, pronunciations: {} };
	const spoken = await engine.textStage(paragraphs.join('\n\n'), voice, context);
	const shared = join(process.env.AI_OPERATOR_SHARED ?? join(root, '../shared'), 'media', 'tears-of-steel.webm');
	const picture = existsSync(shared) ? ['-stream_loop', '-1', '-i', shared] : ['-f', 'lavfi', '-i', 'testsrc2=s=1280x720:r=24'];
	run(...picture, '-i', await context.files.local(spoken.voice.file), '-map', '0:v', '-map', '1:a', '-t', String(Number(asked.minutes) * 60), '-shortest', '-vf', 'scale=1280:720:force_original_aspect_ratio=increase,crop=1280:720', '-r', '24', '-c:v', 'libx264', '-preset', 'superfast', '-b:v', '2500k', '-c:a', 'aac', kept); // prettier-ignore
	return kept;
}

const path = asked.talk ?? (await makeTalk());
const transcript = { language: 'auto' };
const wishes = { minSeconds: 25, maxSeconds: 36, count: Number(asked.count), keywords: [] };
const settings = { channel, layout: 'auto', captionStyle: 'karaoke', palette: 'auto', hookTitle: true };

async function whole() {
	const video = await engine.openLongVideo({ path, name: basename(path) }, context);
	const source = { from: 'path', name: video.name, file: { property: path, sha256: video.sha256, bytes: video.bytes, mime: 'video/mp4' } };
	const [found, listening] = await timed(() => engine.momentsStage(video, { channel, source, transcript, wishes }, context));
	const [made, cutting] = await timed(() => engine.cutStage(video, found.clips, settings, context));
	return { video, found, made, listening, cutting };
}

const [first, wall] = await timed(whole);
const [second, againWall] = await timed(whole);
const clips = first.made.clips.filter((clip) => !('error' in clip));
for (const clip of first.made.clips) if ('error' in clip) console.log(clip.error);

const heard = JSON.parse(readFileSync(await context.files.local(clips[0].clip.transcript), 'utf8'));
const levels = Buffer.from(heard.levels, 'base64');
const level = (from, to) => {
	const [a, b] = [Math.max(0, Math.round(from * 100)), Math.max(1, Math.round(to * 100))];
	const energy = [...levels.subarray(a, b)].reduce((sum, byte) => sum + 10 ** (-byte / 20), 0) / Math.max(1, b - a);
	return 10 * Math.log10(energy + 1e-13);
};
let [sentences, quietEdges, exact, level14, peak] = [0, 0, 0, 0, -Infinity];
const loud = [];
for (const { clip, video } of clips) {
	const inside = heard.words.filter((word) => (word.startSeconds + word.endSeconds) / 2 > clip.startSeconds && (word.startSeconds + word.endSeconds) / 2 < clip.endSeconds); // prettier-ignore
	const before = heard.words[heard.words.indexOf(inside[0]) - 1];
	const ends = (word) => /[.!?]["”’)]*$/.test(word.text);
	if ((!before || ends(before)) && ends(inside.at(-1)) && /^[\p{Lu}\d]/u.test(inside[0].text)) sentences++;
	const speech = level(clip.startSeconds, clip.endSeconds);
	const lowest = speech - 15;
	if (level(clip.startSeconds, clip.startSeconds + 0.02) < lowest && level(clip.endSeconds - 0.02, clip.endSeconds) < lowest) quietEdges++;
	const file = await context.files.local(video.file);
	const frames = run('-i', file, '-map', '0:v', '-c', 'copy', '-f', 'framecrc', '-').match(/^0,/gm).length;
	if (frames === Math.round((clip.endSeconds - clip.startSeconds) * video.fps)) exact++;
	const report = execFileSync('sh', ['-c', '"$0" -hide_banner -nostats -i "$1" -map 0:a -af ebur128=peak=true:framelog=quiet -f null - 2>&1 || "$0" -hide_banner -nostats -i "$1" -map 0:a -af ebur128=peak=true -f null - 2>&1', ffmpeg, file], { encoding: 'utf8', maxBuffer: 1 << 26 }); // prettier-ignore
	const summary = report.slice(report.lastIndexOf('Summary:'));
	loud.push(Number(/I:\s+(\S+) LUFS/.exec(summary)[1]));
	peak = Math.max(peak, Number(/Peak:\s+(\S+) dBFS/.exec(summary)[1]));
	if (Math.abs(loud.at(-1) + 14) <= 1) level14++;
}
const all = clips.length;
const seconds = clips.reduce((sum, { video }) => sum + video.durationSeconds, 0);
const share = (count) => `${count} of ${all}`;
console.table({
	[`${(first.video.info.durationSeconds / 60).toFixed(1)} min of 720p → ${all} clips (${(seconds / all).toFixed(0)} s each), ${availableParallelism()} cores`]: `${(wall / 60).toFixed(2)} min (asked ≤ 4)`,
	'of it listening / framing and cutting': `${first.listening.toFixed(0)} / ${first.cutting.toFixed(0)} s`,
	'CPU-s of drawing and encoding a second of clip': (first.made.cpuSeconds / seconds).toFixed(2),
	'the same again: listened, cut': `${againWall.toFixed(1)} s: ${second.found.listened ? 1 : 0}, ${second.made.cut}`,
	'begin and end on whole sentences (asked all)': share(sentences),
	'at quiet points, 15 dB under the speech (asked all)': share(quietEdges),
	'as long as asked, to the frame': share(exact),
	'−14 ±1 LUFS / highest true peak': `${share(level14)} (${Math.min(...loud)} to ${Math.max(...loud)}) / ${peak} dB`,
});
for (const { clip } of clips) console.log(`${engine.clock(clip.startSeconds)}-${engine.clock(clip.endSeconds)}  ${clip.scores.total}  ${clip.layout}  ${clip.title}  (${clip.reasons.join('; ')})`); // prettier-ignore
await ledger.close();
rmSync(home, { recursive: true, force: true });
