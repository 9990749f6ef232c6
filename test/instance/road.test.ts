/** The shipped workflow, imported and executed through a real server, and what a viewer would find in its files. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Envelope, WordTimes } from '../../engine/asset';
import { findFfmpeg, measureLoudness, probe, runChild } from '../../engine/media';
import { silentLogger, systemClock } from '../../engine/runtime';
import { transcribe } from '../../engine/speech';
import { wordErrorRate } from '../../engine/speech/wordError';
import { DONE, failureOf, openServer, output, runToEnd, shippedWorkflow, type Execution, type Item } from './harness';

const ports = { logger: silentLogger, progress: () => undefined, signal: new AbortController().signal, clock: systemClock };
let server: Awaited<ReturnType<typeof openServer>>;
let work: string;
let execution: Execution;
let item: Item;
let envelope: Envelope;
let folder: string;

beforeAll(async () => {
	work = mkdtempSync(join(tmpdir(), 'ai-operator-road-'));
	server = await openServer();
	execution = await runToEnd(server, shippedWorkflow(), 900);
	item = output(execution, 'Publish')[0]?.[0] as Item;
	envelope = item?.json as unknown as Envelope;
	folder = envelope?.published?.[0]?.remoteId ?? '';
}, 1_200_000);
afterAll(async () => {
	await server?.remove();
	if (work) rmSync(work, { recursive: true, force: true });
});

test('the workflow succeeds and publishes one package', () => {
	expect(failureOf(execution)).toBeUndefined();
	expect(execution.status).toBe('success');
	expect(readdirSync(folder).sort()).toEqual(
		expect.arrayContaining([
			'captions.srt',
			'captions.vtt',
			'recipe.json',
			'script.json',
			'script.md',
			'sheet.png',
			'thumbnail-1.png',
			'video.mp4',
		]),
	);
	expect(folder.startsWith(join(server.userFolder, '.n8n-files', 'published', 'plain-wonders'))).toBe(true);
});

test('every node loads with codex, icons and output schemas; the installed pack is at most 60 MB', async () => {
	const answer = await fetch(`${server.url}/types/nodes.json`, { headers: { cookie: (server as unknown as { cookie: string }).cookie } });
	const types = ((await answer.json()) as { name: string; codex?: unknown; iconUrl?: { light: string; dark: string } }[]).filter(
		(type) => type.name.startsWith('n8n-nodes-ai-operator.') && !type.name.endsWith('Tool'),
	);
	expect(types.map((type) => type.name.split('.')[1]).sort()).toEqual([
		'clipper',
		'publisher',
		'qualityGate',
		'scriptGenerator',
		'setup',
		'topicScout',
		'video',
		'voice',
	]);
	for (const type of types) {
		expect(type.codex).toBeDefined();
		for (const url of [type.iconUrl!.light, type.iconUrl!.dark])
			expect((await fetch(`${server.url}/${url}`)).headers.get('content-type')).toContain('svg');
	}
	const bytes = readdirSync(server.pack, { recursive: true, encoding: 'utf8' }).reduce(
		(sum, name) => sum + statSync(join(server.pack, name)).size,
		0,
	);
	expect(bytes).toBeLessThan(60e6);
});

test('item JSON stays small and items are paired', () => {
	for (const runs of Object.values(execution.data.resultData.runData)) {
		for (const out of runs[0]!.data!.main.flat()) {
			expect(Buffer.byteLength(JSON.stringify(out!.json))).toBeLessThan(40_000);
			expect(out!.pairedItem).toBeDefined();
		}
	}
});

test('the film: streams, size, length, loudness', async () => {
	const info = await probe(join(folder, 'video.mp4'), ports);
	expect(info.video).toMatchObject({ width: 1080, height: 1920, codec: 'h264' });
	expect(info.video!.fps).toBeCloseTo(30, 1);
	expect(info.audio).toMatchObject({ codec: 'aac', sampleRate: 48000, channels: 2 });
	expect(info.durationSeconds).toBeGreaterThan(35);
	expect(info.durationSeconds).toBeLessThan(75);
	expect(Math.abs(info.durationSeconds - envelope.video!.durationSeconds)).toBeLessThan(0.15);
	const { integratedLufs, truePeakDb } = await measureLoudness(join(folder, 'video.mp4'), ports);
	expect(Math.abs(integratedLufs + 14)).toBeLessThanOrEqual(1);
	expect(truePeakDb).toBeLessThanOrEqual(-1);
});

test('captions say the narration word for word, in display form, and inside the film', async () => {
	const narration = envelope.script!.scenes.map((scene) => scene.narration).join(' ');
	const srt = readFileSync(join(folder, 'captions.srt'), 'utf8');
	const said = srt
		.split(/\n\n/)
		.map((cue) => cue.split('\n').slice(2).join(' '))
		.join(' ');
	const words = (text: string) => text.split(/\s+/).filter(Boolean);
	expect(words(said)).toEqual(words(narration));
	const recipe = JSON.parse(readFileSync(join(folder, 'recipe.json'), 'utf8')) as { words: WordTimes };
	const times = recipe.words.words;
	expect(times.map((word) => word.text)).toEqual(words(narration));
	times.forEach((word, i) => {
		expect(word.endSeconds).toBeGreaterThan(word.startSeconds);
		if (i) expect(word.startSeconds).toBeGreaterThanOrEqual(times[i - 1]!.startSeconds);
	});
	expect(times.at(-1)!.endSeconds).toBeLessThanOrEqual(envelope.video!.durationSeconds);
});

test('a listener hears the narration: transcription of the finished film, with the music in it', async () => {
	const narration = envelope.script!.scenes.map((scene) => scene.narration).join(' ');
	const heard = await transcribe(join(folder, 'video.mp4'), { language: 'en' }, ports);
	const { rate, differences } = wordErrorRate(narration, heard.segments.map((segment) => segment.text).join(' '));
	expect({ differences, good: rate <= 0.05 }).toMatchObject({ good: true });
}, 300_000);

test('frames show something: the cover is drawn, scenes differ, no frame is flat', async () => {
	const { path } = await findFfmpeg(ports);
	const { durationSeconds } = envelope.video!;
	const times = [0, ...Array.from({ length: 11 }, (_, i) => ((i + 0.7) / 11) * durationSeconds - 0.3)];
	const frames: Buffer[] = [];
	for (const at of times) {
		const shot = await runChild({
			command: path,
			args: [
				'-v',
				'error',
				'-ss',
				Math.max(0, at).toFixed(2),
				'-i',
				`file:${join(folder, 'video.mp4')}`,
				'-frames:v',
				'1',
				'-vf',
				'scale=54:96',
				'-f',
				'rawvideo',
				'-pix_fmt',
				'gray',
				'-',
			],
			stdout: 'collect',
		});
		frames.push(shot.stdout);
	}
	const deviation = (frame: Buffer) => {
		const mean = frame.reduce((a, b) => a + b, 0) / frame.length;
		return Math.sqrt(frame.reduce((a, b) => a + (b - mean) ** 2, 0) / frame.length);
	};
	for (const frame of frames) {
		expect(frame.length).toBe(54 * 96);
		expect(deviation(frame)).toBeGreaterThan(8);
	}
	let changes = 0;
	for (let i = 1; i < frames.length; i++) {
		const difference = frames[i]!.reduce((sum, value, k) => sum + Math.abs(value - frames[i - 1]![k]!), 0) / frames[i]!.length;
		if (difference > 10) changes++;
	}
	expect(changes).toBeGreaterThanOrEqual(6);
}, 120_000);

test('the script is cited, grounded in the pack, and shows at least six kinds of scene', () => {
	const { scenes } = envelope.script!;
	expect(new Set(scenes.map((scene) => scene.visual.type)).size).toBeGreaterThanOrEqual(6);
	const pack = (shippedWorkflow().nodes.find((node) => node.name === 'Read sources')!.parameters.text as string).replace(/\[\^\d+\]/g, '');
	for (const scene of scenes) {
		expect(scene.citations.length).toBeGreaterThan(0);
		for (const { quote } of scene.citations) expect(pack.replace(/\s+/g, ' ')).toContain(quote.replace(/\s+/g, ' '));
	}
	expect(readFileSync(join(folder, 'script.md'), 'utf8')).toContain('copied from sources');
});

test('executed again, finished parts are reused: same files, a fraction of the time', async () => {
	const again = await runToEnd(server, shippedWorkflow(), 900);
	expect(again.status).toBe('success');
	const second = output(again, 'Publish')[0]![0]!.json as unknown as Envelope;
	expect(second.asset.id).toBe(envelope.asset.id);
	expect(second.video!.file.sha256).toBe(envelope.video!.file.sha256);
	expect(second.voice!.file.sha256).toBe(envelope.voice!.file.sha256);
	expect(second.published).toHaveLength(1);
	const millis = (run: Execution, node: string) => run.data.resultData.runData[node]![0]!.executionTime;
	expect(millis(again, 'Render')).toBeLessThan(millis(execution, 'Render') / 3);
	const downloaded = await server.binary(output(again, 'Render')[DONE]![0]!, 'video');
	writeFileSync(join(work, 'again.mp4'), downloaded);
	expect(downloaded.equals(readFileSync(join(folder, 'video.mp4')))).toBe(true);
}, 300_000);
