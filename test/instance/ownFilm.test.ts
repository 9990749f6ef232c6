/** Shorts of a film of our own inside a real n8n: a 16:9 film of three minutes, its moments, and each laid out anew in 9:16. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Envelope } from '../../engine/asset';
import { measureLoudness, probe } from '../../engine/media';
import { testPorts } from '../engine/mediaSupport';
import { chain, DONE, failureOf, openServer, output, root, runToEnd, type Execution, type Item } from './harness';

const text = readFileSync(join(root, 'workflows', 'faceless-youtube', 'sources', 'panama-canal.md'), 'utf8');

let server: Awaited<ReturnType<typeof openServer>>;
let execution: Execution;
beforeAll(async () => {
	server = await openServer();
	const clipper = (name: string, operation: string) => ({
		name,
		type: 'clipper',
		parameters: { operation, from: 'item', count: 3, keywords: '', channel: 'films', options: { shortest: 15, longest: 40 } },
	});
	execution = await runToEnd(
		server,
		chain('Own film', [
			{
				name: 'Read',
				type: 'topicScout',
				parameters: { operation: 'read', channel: 'films', making: 'video', sourceLinks: '', text, options: {} },
			},
			{ name: 'Write', type: 'scriptGenerator', parameters: { operation: 'fromSources', writer: 'extractive', options: {} } },
			{ name: 'Speak', type: 'voice', parameters: { operation: 'speak', engine: 'piper', options: {} } },
			{ name: 'Render', type: 'video', parameters: { operation: 'render', shape: '16:9', pictures: 'channel', options: {} } },
			clipper('Find', 'find'),
			clipper('Cut', 'cut'),
		]),
		1500,
	);
}, 1_600_000);
afterAll(async () => await server?.remove());

const envelopeOf = (item: Item) => item.json as unknown as Envelope;
const bare = (said: string) => said.replace(/\s+/g, ' ').trim();

const items = (name: string): Item[] => output(execution, name)[DONE]!;

test('the film becomes shorts of its own scenes, words and voice', async () => {
	expect(failureOf(execution)).toBeUndefined();
	const film = envelopeOf(output(execution, 'Render')[DONE]![0]!);
	expect(film.video!.width).toBe(1920);
	expect(film.video!.durationSeconds).toBeGreaterThan(120);
	const made = items('Cut');
	expect(made).toHaveLength(3);
	const told = new Set<string>();
	for (const item of made) {
		const { asset, clip, video, voice, script } = envelopeOf(item);
		expect(asset).toMatchObject({ kind: 'short', parentId: film.asset.id });
		expect(clip).toMatchObject({ layout: 'film', title: script!.titles[0] });
		const before = film.script!.scenes.filter(({ id }) => clip!.film!.sceneIds.includes(id));
		expect(script!.scenes.map(({ id, narration }) => [id, narration])).toEqual(before.map(({ id, narration }) => [id, narration]));
		for (const { id } of script!.scenes) expect(told.has(id)).toBe(false);
		for (const { id } of script!.scenes) told.add(id);
		expect(clip!.text).toBe(before.map(({ narration }) => narration).join(' '));
		expect(voice!.durationSeconds).toBeCloseTo(clip!.endSeconds - clip!.startSeconds, 0);
		expect(Buffer.byteLength(JSON.stringify(item.json))).toBeLessThan(40_000);
		expect(item.pairedItem).toBeDefined();
		expect(Object.keys(item.binary!)).toEqual(expect.arrayContaining(['captions_srt', 'captions_vtt', 'recipe', 'sheet', 'thumbnail_1', 'video', 'voice'])); // prettier-ignore
		const path = join(server.userFolder, 'short.mp4');
		writeFileSync(path, await server.binary(item, video!.file.property));
		expect((await probe(path, testPorts())).video).toMatchObject({ width: 1080, height: 1920, fps: 30 });
		expect(Math.abs((await measureLoudness(path, testPorts())).integratedLufs + 14)).toBeLessThanOrEqual(1);
		const srt = (await server.binary(item, video!.captions.srt.property)).toString();
		const shown = srt.split('\n').filter((line) => line && !/^\d+$|-->/.test(line)).join(' '); // prettier-ignore
		expect(bare(shown)).toBe(bare(clip!.text));
	}
});

test('moments are items that can be looked at before anything is cut', () => {
	const found = items('Find');
	expect(found).toHaveLength(3);
	for (const item of found) {
		const { clip, video } = envelopeOf(item);
		expect(video).toBeUndefined();
		expect(clip!.layout).toBeUndefined();
		expect(clip!.reasons[0]).toMatch(/^Opens with “/);
		expect(Object.keys(item.binary!)).toEqual(expect.arrayContaining(['recipe', 'video', 'voice']));
	}
});
