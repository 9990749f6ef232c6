/** What an item of n8n holds of a video of ten minutes, node by node: at most 40 KB, and nothing is lost on the way. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';
import type { Envelope, FileRef, Script, SourceText } from '../../engine/asset';
import { hashFile } from '../../engine/ledger/fileStore';
import { joinDetails, readDetails, splitDetails } from '../../engine/script/bulk';
import { writeFromSources } from '../../engine/script/fromSources';
import { splitSentences } from '../../engine/text';
import { packItem, unpackItem } from '../../nodes/shared/bulk';
import type { ItemFiles } from '../../nodes/shared/files';
import { withEnvelope } from '../../nodes/shared/stage';
import { asTopic, packSource } from '../engine/script.truth';

const MOST_BYTES = 40 * 1024;
const PACKS = ['history', 'money', 'science', 'how-to', 'sport'];
const engine = { joinDetails, readDetails, splitDetails };
const work = mkdtempSync(join(tmpdir(), 'ai-operator-item-'));
const stored = new Map<string, string>();
const ports = {
	store: { put: async (path: string) => ({ path, ...(await hashFile(path)) }) },
	workspace: async () => ({ path: (name: string) => join(mkdtempSync(join(work, 'w-')), name) }),
} as unknown as Parameters<typeof packItem>[3];
const files = {
	binary: {} as IBinaryKeyData,
	local: async ({ sha256 }: FileRef) => stored.get(sha256)!,
	async keep(path: string, { mime, content }: { mime: string; content: { sha256: string; bytes: number } }) {
		stored.set(content.sha256, path);
		return { property: 'script_details', ...content, mime };
	},
} as unknown as Pick<ItemFiles, 'binary' | 'keep' | 'local'>;

const ref = (property: string, mime: string, bytes = 123_456_789): FileRef => ({
	property,
	sha256: createHash('sha256').update(property).digest('hex'),
	bytes,
	mime,
});
const texts: SourceText[] = PACKS.map((name) =>
	packSource(readFileSync(join(import.meta.dirname, '..', 'fixtures', 'packs', `${name}.md`), 'utf8'), name, splitSentences),
);
let script: Script;
let before: Envelope;

beforeAll(() => {
	({ script } = writeFromSources({
		topic: asTopic(texts[0]!),
		texts,
		settings: { kind: 'video', language: 'en', targetSeconds: 680 },
		minilmDir: null,
	}));
	before = {
		channel: { id: 'a-channel-of-mine', name: 'A channel of mine', language: 'en' },
		asset: { v: 1, id: `video-${'0'.repeat(20)}`, kind: 'video', createdAt: '2026-11-27T12:00:00.000Z', variant: 0 },
		topic: {
			title: 'T'.repeat(80),
			angle: 'A'.repeat(120),
			keywords: Array<string>(8).fill('a keyword'),
			rank: 0.512,
			reasons: Array<string>(5).fill('A reason of some forty characters, a sentence.'),
			storyId: 'f'.repeat(24),
		},
		// As many as a long video is usually told from.
		sources: Array.from({ length: 10 }, (_, i) => ({
			id: `src-${i}`,
			url: `https://www.example.org/articles/2026/11/a-page-with-a-long-address-${i}`,
			title: 'The title of a page as its publisher wrote it, of about eighty characters in all',
			publisher: 'A publisher',
			publishedAt: '2026-11-20T00:00:00.000Z',
			file: ref(`source_${i}`, 'application/json'),
		})),
	};
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** The parts in the order in which nodes add them; a film takes the storyboard's place. */
function stages(): Record<string, Envelope> {
	const written: Envelope = { ...before, script };
	const storyboard = {
		sheet: ref('storyboard', 'image/png'),
		scenes: script.scenes.map(({ id }) => ({ id, file: ref(`storyboard_${id}`, 'image/png', 345_678), seconds: 5.97 })),
		durationSeconds: 612.34,
		estimated: false,
	};
	const voice = {
		file: ref('voice', 'audio/wav'),
		durationSeconds: 612.345,
		words: ref('words', 'application/json'),
		loudnessLufs: -14,
		speaker: 'kokoro/af_heart',
	};
	const video = {
		file: ref('video', 'video/mp4'),
		width: 1920,
		height: 1080,
		fps: 30,
		durationSeconds: 612.3666666666667,
		captions: { srt: ref('captions_srt', 'application/x-subrip'), vtt: ref('captions_vtt', 'text/vtt') },
		thumbnails: [1, 2, 3].map((n) => ref(`thumbnail_${n}`, 'image/png')),
		sheet: ref('sheet', 'image/png'),
		recipe: ref('recipe', 'application/json'),
	};
	// The longest that a check says: every name that it has room for.
	const evidence = `the sources do not say ${Array.from({ length: 3 }, (_, i) => `s${i + 90} “${'x'.repeat(70)}”`).join('; ')}`;
	const checks = ['grounding', 'drawn words', 'copied words', 'hook', 'banned words', 'limits', 'film'].map((name) => ({
		name,
		outcome: 'hold' as const,
		evidence,
	}));
	const quality = {
		verdict: 'hold' as const,
		checks,
		reviewUrl: `https://n8n.example.org/webhook-waiting/12345?signature=${'a'.repeat(64)}`,
	};
	const published = [
		{ platform: 'folder', remoteId: 'p'.repeat(160), url: '', status: 'private' as const, at: '2026-11-27T12:00:00.000Z' },
	];
	const pictured: Script = {
		...script,
		scenes: script.scenes.map((scene, i) =>
			i % 2 ? { ...scene, picture: { file: ref(`p${i}.jpg`, 'image/*'), kind: 'image', credit: 'Photo: Ana Silva, CC BY 4.0' } } : scene,
		),
	};
	return {
		script: written,
		'storyboard of the script': { ...written, storyboard: { ...storyboard, estimated: true } },
		voice: { ...written, voice },
		'storyboard of the voice': { ...written, voice, storyboard },
		'storyboard with own pictures': { ...written, script: pictured, voice, storyboard },
		'checked storyboard': { ...written, voice, storyboard, quality },
		video: { ...written, voice, video },
		'video with own pictures': { ...written, script: pictured, voice, video },
		published: { ...written, voice, video, quality, published },
	};
}

test('the script is one of ten minutes, with a hundred scenes', () => {
	const words = script.scenes.reduce((sum, { narration }) => sum + narration.split(/\s+/).length, 0);
	expect(script.scenes.length).toBeGreaterThanOrEqual(100);
	expect(words / 155).toBeGreaterThan(9.5);
	expect(JSON.stringify(script).length).toBeGreaterThan(MOST_BYTES);
});

test('every node puts out at most 40 KB, and the next one reads all of it', async () => {
	let json: IDataObject = {};
	const sizes: Record<string, number> = {};
	for (const [stage, envelope] of Object.entries(stages())) {
		const { storyboard: _earlier, ...carried } = json;
		const whole = withEnvelope(await unpackItem(carried, engine, files, fail), envelope);
		json = await packItem(whole, engine, files, ports, {});
		sizes[stage] = Buffer.byteLength(JSON.stringify(json));
		const read = await unpackItem(JSON.parse(JSON.stringify(json)) as IDataObject, engine, files, fail);
		expect({ stage, read }).toEqual({ stage, read: JSON.parse(JSON.stringify(whole)) });
	}
	expect(Object.entries(sizes).filter(([, bytes]) => bytes > MOST_BYTES)).toEqual([]);
	// Room for what users' own nodes add.
	expect(Math.max(...Object.values(sizes))).toBeLessThan(MOST_BYTES * 0.9);
});

test('a scene that a person takes out between two nodes leaves the storyboard; a changed one keeps its picture and look', async () => {
	const packed = await packItem(withEnvelope({}, stages()['storyboard with own pictures']!), engine, files, ports, {});
	const light = JSON.parse(JSON.stringify(packed)) as { script: Script };
	expect(light.script.scenes[3]!.visual).toBeUndefined();
	light.script.scenes.splice(1, 1);
	light.script.scenes[2]!.narration = 'Said otherwise.';
	const read = (await unpackItem(light as unknown as IDataObject, engine, files, fail)) as unknown as Envelope;
	const ids = script.scenes.map(({ id }) => id).filter((_, i) => i !== 1);
	expect(read.script!.scenes.map(({ id }) => id)).toEqual(ids);
	expect(read.storyboard!.scenes.map(({ id }) => id)).toEqual(ids);
	expect(read.script!.scenes[2]).toMatchObject({
		narration: 'Said otherwise.',
		visual: script.scenes[3]!.visual,
		picture: { kind: 'image' },
	});
});

test('without its file a long script still goes on, and says so; the text for a person is not carried along', async () => {
	const packed = await packItem(withEnvelope({ scriptText: 'x'.repeat(9000) }, stages().voice!), engine, files, ports, {});
	const hints: string[] = [];
	const gone = { ...files, local: () => Promise.reject(new Error('The file is no longer with the item')) };
	const read = (await unpackItem(packed, engine, gone, (hint) => hints.push(hint))) as unknown as Envelope & { scriptText?: string };
	expect(hints.join()).toContain('without its citations');
	expect(read.script!.scenes.every(({ visual, citations }) => visual.type === 'statement' && citations.length === 0)).toBe(true);
	expect(read.scriptText).toBeUndefined();
});

function fail(hint: string): void {
	throw new Error(hint);
}
