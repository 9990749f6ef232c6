/** The operations of Faceless Video inside a real n8n: approved as a storyboard, rendered with the user's pictures, corrected, given other thumbnails. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import type { Envelope } from '../../engine/asset';
import { chain, DONE, failureOf, openServer, output, runToEnd, type Execution, type Item } from './harness';

const script = `# Ice

Ice floats because it is lighter than the water it came from.

A litre of ice weighs about 917 grams, and a litre of water about 1,000.

So nine tenths of an iceberg stay under the surface.`;

let server: Awaited<ReturnType<typeof openServer>>;
let execution: Execution;
const envelopes: Record<string, Envelope> = {};
const items: Record<string, Item> = {};

function picture(colour: string): Buffer {
	const canvas = createCanvas(800, 600);
	const x = canvas.getContext('2d');
	x.fillStyle = colour;
	x.fillRect(0, 0, 800, 600);
	return canvas.toBuffer('image/png');
}

beforeAll(async () => {
	server = await openServer();
	const folder = join(server.userFolder, '.n8n-files', 'pictures');
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 's3-berg.png'), picture('#2288cc'));
	writeFileSync(join(folder, 'credits.csv'), 'file,credit\ns3-berg.png,"Photo: Ana Silva, CC BY 4.0"\n');
	writeFileSync(join(folder, 's2.jpg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
	const film = (name: string, operation: string, more: Record<string, unknown> = {}) => ({
		name,
		type: 'video',
		parameters: { operation, shape: 'channel', pictures: 'channel', options: { music: 'calm' }, ...more },
	});
	const own = { pictures: 'folder', pictureFolder: folder };
	execution = await runToEnd(
		server,
		chain('Operations', [
			{ name: 'Write', type: 'scriptGenerator', parameters: { operation: 'own', script, channel: 'ops', making: 'short', options: {} } },
			film('Storyboard', 'storyboard', own),
			{ name: 'Speak', type: 'voice', parameters: { operation: 'speak', engine: 'piper', options: {} } },
			film('Render', 'render', own),
			film('Again', 'rerender', { scenes: 's2', options: { layout: 2, music: 'calm' } }),
			film('Thumbnails', 'thumbnails', { title: 'Ice *floats*', lead: 'scene', leadScene: 's3' }),
			film('Once more', 'rerender', { scenes: 's2', options: { layout: 0, music: 'calm' } }),
			film('Own', 'thumbnails', { title: '', lead: 'film' }),
		]),
		900,
	);
	for (const name of ['Storyboard', 'Render', 'Again', 'Thumbnails', 'Once more', 'Own']) {
		const item = output(execution, name)[DONE]?.[0];
		if (item) [items[name], envelopes[name]] = [item, item.json as unknown as Envelope];
	}
}, 1_200_000);
afterAll(() => server?.remove());

const hints = (name: string) => (execution.data.resultData.runData[name]![0]!.hints ?? []).map((hint) => hint.message).join('\n');
const isPng = (bytes: Buffer) => bytes.toString('latin1', 1, 4) === 'PNG';

test('all succeed, and items stay small', () => {
	expect(failureOf(execution)).toBeUndefined();
	for (const { json, pairedItem } of Object.values(items)) {
		expect(Buffer.byteLength(JSON.stringify(json))).toBeLessThan(40_000);
		expect(pairedItem).toBeDefined();
	}
});

test('the storyboard is there before a voice, with guessed times', async () => {
	const { storyboard, voice } = envelopes.Storyboard!;
	expect(voice).toBeUndefined();
	expect(storyboard!.estimated).toBe(true);
	expect(storyboard!.scenes.map(({ id }) => id)).toEqual(['s1', 's2', 's3']);
	expect(storyboard!.durationSeconds).toBeGreaterThan(8);
	for (const file of [storyboard!.sheet, ...storyboard!.scenes.map((scene) => scene.file)])
		expect(isPng(await server.binary(items.Storyboard!, file.property))).toBe(true);
	// The film takes its place: items stay small.
	expect(envelopes.Render!.storyboard).toBeUndefined();
	expect(hints('Storyboard')).toContain('s2.jpg is not shown');
});

test('the picture of the folder goes to its scene with its credit', () => {
	const scenes = envelopes.Render!.script!.scenes;
	expect(scenes.map((scene) => scene.picture?.file.property)).toEqual([undefined, undefined, 's3-berg.png']);
	expect(scenes[2]!.picture!.credit).toBe('Photo: Ana Silva, CC BY 4.0');
});

test('re-rendering draws the named scene and what shows it, nothing else', async () => {
	const [before, after] = [envelopes.Render!.video!, envelopes.Again!.video!];
	expect(after.file.sha256).not.toBe(before.file.sha256);
	expect(after.durationSeconds).toBe(before.durationSeconds);
	expect(hints('Again')).toMatch(/drawn again: s2(, s3)? \([12] of 3 scenes\)/);
	const recipe = async (name: string) =>
		JSON.parse((await server.binary(items[name]!, envelopes[name]!.video!.recipe.property)).toString()) as {
			plan: { scenes: { id: string; skeleton: number; startFrame: number }[] };
		};
	const [was, is] = [(await recipe('Render')).plan.scenes, (await recipe('Again')).plan.scenes];
	expect(is[1]!.skeleton).toBe(2);
	expect([is[0], is[2]]).toEqual([was[0], was[2]]);
});

test('thumbnails: three, the first from the scene', async () => {
	const { thumbnails } = envelopes.Thumbnails!.video!;
	expect(thumbnails).toHaveLength(3);
	expect(new Set(thumbnails.map((file) => file.sha256)).size).toBe(3);
	for (const file of thumbnails) expect(isPng(await server.binary(items.Thumbnails!, file.property))).toBe(true);
	// They stay when the film is made again, until its own are asked for.
	const hashes = (name: string) => envelopes[name]!.video!.thumbnails.map((file) => file.sha256);
	expect(envelopes['Once more']!.video!.file.sha256).not.toBe(envelopes.Again!.video!.file.sha256);
	expect(hashes('Once more')).toEqual(hashes('Thumbnails'));
	expect(hashes('Own')).toEqual(hashes('Again'));
});

test('a folder that n8n may not read is refused with the way out', async () => {
	const refused = await runToEnd(
		server,
		chain('Refused', [
			{ name: 'Write', type: 'scriptGenerator', parameters: { operation: 'own', script, channel: 'ops', making: 'short', options: {} } },
			{
				name: 'Storyboard',
				type: 'video',
				parameters: { operation: 'storyboard', shape: 'channel', pictures: 'folder', pictureFolder: '/etc', options: {} },
			},
		]),
	);
	expect(failureOf(refused)).toContain('does not allow its nodes to read /etc');
}, 900_000);
