/** Shorts Clipper inside a real n8n: the shipped workflow on a spoken film, moments that are edited and cut, a list, and a bad file. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Envelope } from '../../engine/asset';
import { findFfmpeg, measureLoudness, probe } from '../../engine/media';
import { testPorts } from '../engine/mediaSupport';
import { chain, DONE, failureOf, openServer, output, root, runToEnd, type Item, type Workflow } from './harness';

const TALK = `My grandmother kept forty hives of bees behind our house. Every morning she walked out in her slippers and listened to them.
You can hear a hungry hive, she told me, because it never stops humming.\n\nOne winter the humming stopped in eleven of the hives.
Why did the bees die so quickly that year? Nobody in the village could say, so my grandmother began to write everything down.\n\n
Her notebook is still the longest record of bees in our valley. Scientists read it today and find the warm winters one by one.`;

let server: Awaited<ReturnType<typeof openServer>>;
let film: string;
beforeAll(async () => {
	server = await openServer();
	const folder = join(server.userFolder, '.n8n-files');
	mkdirSync(folder, { recursive: true });
	const spoken = await runToEnd(server, chain('Talk', [{ name: 'Say', type: 'voice', parameters: { operation: 'speakText', text: TALK.replace(/(?<!\n)\n(?!\n)/g, ' '), channel: '', engine: 'piper', options: {} } }])); // prettier-ignore
	writeFileSync(join(folder, 'voice.wav'), await server.binary(output(spoken, 'Say')[0]![0]!, 'voice'));
	film = join(folder, 'talk.mp4');
	const { path } = await findFfmpeg(testPorts());
	execFileSync(path, ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=640x360:r=25', '-i', join(folder, 'voice.wav'), '-shortest', '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', film]); // prettier-ignore
}, 900_000);
afterAll(async () => await server?.remove());

const envelopeOf = (item: Item) => item.json as unknown as Envelope;
const shipped = (): Workflow =>
	JSON.parse(readFileSync(join(root, 'workflows', 'shorts', 'long-video-to-shorts.json'), 'utf8')) as Workflow;

test('the shipped workflow, imported and executed: clips as items of their own, and their packages', async () => {
	const workflow = shipped();
	const node = workflow.nodes.find(({ name }) => name === 'Clip')!;
	Object.assign(node.parameters, { path: film, options: { shortest: 10, longest: 20 } });
	const execution = await runToEnd(server, workflow, 600);
	expect(failureOf(execution)).toBeUndefined();
	const items = output(execution, 'Clip')[DONE]!;
	expect(items.length).toBeGreaterThanOrEqual(1);
	for (const item of items) {
		const { asset, clip, video } = envelopeOf(item);
		expect(item.pairedItem).toBeDefined();
		expect(asset).toMatchObject({ kind: 'short', parentId: expect.any(String) });
		expect(clip!.text).toMatch(/^(My|Every|You|One|Why|Nobody|Scientists) .*\.$/);
		expect(clip!.reasons.length).toBeGreaterThan(0);
		expect(Object.keys(item.binary!).sort()).toEqual([
			'captions_srt',
			'captions_vtt',
			'recipe',
			'sheet',
			'thumbnail_1',
			'transcript',
			'video',
		]);
		const path = join(server.userFolder, 'clip.mp4');
		writeFileSync(path, await server.binary(item, video!.file.property));
		const info = await probe(path, testPorts());
		expect(info.video).toMatchObject({ width: 1080, height: 1920, fps: 25 });
		expect(info.durationSeconds).toBeCloseTo(clip!.endSeconds - clip!.startSeconds, 1);
		expect(Math.abs((await measureLoudness(path, testPorts())).integratedLufs + 14)).toBeLessThanOrEqual(1);
		expect((await server.binary(item, 'captions_srt')).toString()).toContain('-->');
	}
	const published = output(execution, 'Publish')[0]!;
	expect(published).toHaveLength(items.length);
	for (const item of published) {
		const folder = envelopeOf(item).published![0]!.remoteId;
		expect(readFileSync(join(folder, 'description.txt'), 'utf8')).toContain(envelopeOf(item).clip!.text);
		expect(readFileSync(join(folder, 'video.mp4')).length).toBe(envelopeOf(item).video!.file.bytes);
	}
}, 900_000);

test('moments found in a file of the item are edited and cut; a list tells the line it could not find; a bad file fails alone', async () => {
	const read = { name: 'Read', type: 'n8n-nodes-base.readWriteFile', parameters: { operation: 'read', fileSelector: film, options: {} } };
	const find = { name: 'Find', type: 'clipper', parameters: { operation: 'find', from: 'item', binaryField: 'data', count: 1, keywords: 'notebook, record', channel: 'X', options: { shortest: 8, longest: 20 } } }; // prettier-ignore
	const workflow = chain('Moments', [read, find]);
	const add = (node: { name: string; type: string; parameters: Record<string, unknown> }) => workflow.nodes.push({ id: node.name, typeVersion: 1, position: [900, 0], ...node, type: `n8n-nodes-ai-operator.${node.type}` }); // prettier-ignore
	add({
		name: 'Cut',
		type: 'clipper',
		parameters: {
			operation: 'cut',
			from: 'item',
			binaryField: 'data',
			count: 0,
			keywords: '',
			channel: 'X',
			options: { captions: 'plain' },
		},
	});
	workflow.connections.Find = { main: [[], [{ node: 'Cut', type: 'main', index: 0 }]] };
	const execution = await runToEnd(server, workflow, 400);
	expect(failureOf(execution)).toBeUndefined();
	const [moment] = output(execution, 'Find')[DONE]!;
	expect(envelopeOf(moment!)).toMatchObject({ clip: { source: { from: 'item' } } });
	expect(envelopeOf(moment!).clip!.text).toMatch(/notebook/);
	expect(envelopeOf(moment!).video).toBeUndefined();
	const [cut] = output(execution, 'Cut')[DONE]!;
	expect(envelopeOf(cut!)).toMatchObject({ asset: { id: envelopeOf(moment!).asset.id }, video: { width: 1080 } });

	const list = await runToEnd(server, chain('List', [{ name: 'List', type: 'clipper', parameters: { operation: 'list', from: 'path', path: film, list: 'the humming stopped in eleven\nnobody says this in the film at all', channel: 'X', options: {} } }]), 400); // prettier-ignore
	expect(failureOf(list)).toBeUndefined();
	expect(output(list, 'List')[DONE]!.map((item) => envelopeOf(item).clip!.text)).toEqual([expect.stringMatching(/^One winter .*hives\.$/)]);
	expect(list.data.resultData.runData.List![0]!.hints!.map(({ message }) => message).join()).toMatch(/Clip 2 of the list is not said/);

	const bad = join(server.userFolder, '.n8n-files', 'bad.mp4');
	writeFileSync(bad, '#EXTM3U\nhttp://127.0.0.1/a.ts\n');
	const clip = { name: 'Clip', type: 'clipper', parameters: { operation: 'list', from: 'path', path: '={{ $json.file }}', list: '1 - 3', channel: 'X', options: { snap: 'exact' } } }; // prettier-ignore
	const two = await runToEnd(server, chain('Bad', [clip], [{ file: bad }, { file: film }]), 400);
	expect(output(two, 'Clip')[DONE]!).toHaveLength(1);
	expect(
		two.data.resultData.runData
			.Clip!.at(-1)!
			.hints!.map(({ message }) => message)
			.join(),
	).toMatch(/bad\.mp4 is a playlist/);
	const outside = await runToEnd(server, chain('Outside', [clip], [{ file: '/etc/passwd' }]), 100);
	expect(failureOf(outside)).toMatch(/n8n does not allow its nodes to read/);
}, 900_000);
