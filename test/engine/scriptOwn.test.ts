/** script.md fed back: the same asset goes on, with its sources, channel and ids, as far as its front matter can be believed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Envelope, SourceText } from '../../engine/asset';
import { channelWithDefaults } from '../../engine/ledger/defaultChannel';
import { scriptToMarkdown } from '../../engine/script';
import { openOwnScript } from '../../engine/script/openOwn';
import { scriptStage } from '../../engine/script/stage';
import { openStage } from './stageContext';

const work = mkdtempSync(join(tmpdir(), 'ao-own-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));
const harbour: SourceText = {
	v: 1,
	id: 'harbour',
	url: 'https://paper.example/ice',
	title: 'The winter the harbour froze',
	publisher: 'Harbour Post',
	author: null,
	publishedAt: '2023-02-01',
	language: 'en',
	sentences: [
		'In 1740 the harbour of Oslo froze for 90 days.',
		'Fishermen walked to their boats and cut them free with saws.',
		'The ice was 80 centimetres thick near the pier.',
		'A loaf of bread cost twice as much as in the year before.',
		'About 300 people moved inland to find food and firewood.',
		'The first ship left the harbour on 4 April.',
		'Nobody has walked across the harbour since.',
	],
	paragraphs: [0, 3],
	headings: [],
	steps: [],
};
const channel = channelWithDefaults({ id: 'plain', name: 'Plain' });
const other = channelWithDefaults({ id: 'other', name: 'Other' });

let n = 0;
async function open() {
	const kept: string[] = [];
	const { context, ledger, file } = await openStage(join(work, String(++n)), harbour, async (path, as) => {
		kept.push(as.name);
		return { property: path, sha256: as.content!.sha256, bytes: as.content!.bytes, mime: as.mime };
	});
	const asset = { v: 1 as const, id: 'short-1', kind: 'short' as const, createdAt: new Date().toISOString(), variant: 0 };
	await ledger.channels.save(channel);
	await ledger.assets.open(asset, channel.id);
	const { id, url, title, publisher, publishedAt } = harbour;
	const envelope: Envelope = {
		channel: { id: channel.id, name: channel.name, language: 'en' },
		asset,
		topic: { title: harbour.title, angle: '', keywords: [], rank: 1, reasons: [], storyId: 'ice' },
		sources: [{ id, url, title, publisher, publishedAt, file }],
	};
	const made = await scriptStage(envelope, { channel, useEmbeddings: false }, context);
	const markdown = scriptToMarkdown(made.envelope.script!, made.envelope.sources, made.envelope);
	return { context, made: made.envelope, markdown, kept, stored: file.property };
}
const asked = { channel: other, kind: 'video' as const, slot: '' };

test('an edited script.md goes on with its asset, channel, topic and sources; unchanged scenes are what they were', async () => {
	const { context, made, markdown, kept } = await open();
	expect(markdown).toMatch(/^asset: short-1\nchannel: Plain\nmaking: short$/m);
	const target = made.script!.scenes.find((scene) => scene.narration.includes('80 centimetres'))!;
	const edited = markdown.replace(target.narration, 'Near the pier the ice was 95 centimetres thick.');
	const opened = await openOwnScript(edited, asked, context);
	expect(opened.envelope).toEqual({ channel: made.channel, asset: made.asset, topic: made.topic, sources: made.sources });
	expect(opened.channel).toEqual(channel);
	expect(opened.warnings).toEqual([]);
	expect(kept).toEqual(['source-1.json']);
	const again = await scriptStage(opened.envelope, { channel: opened.channel, markdown: edited, useEmbeddings: false }, context);
	expect(again.envelope.asset.id).toBe('short-1');
	expect(again.envelope.script!.revision).toBe(made.script!.revision + 1);
	const others = (envelope: Envelope) => envelope.script!.scenes.filter((scene) => scene.id !== target.id);
	expect(others(again.envelope)).toEqual(others(made));
	expect(again.envelope.script!.scenes.find((scene) => scene.id === target.id)?.narration).toMatch(/95/);
	// The sources are there to say that this is not what they say.
	expect(again.warnings.join(' ')).toMatch(/the sources do not say "Near the pier/);
	// The old revision stays.
	expect((await context.ledger.parts.history('short-1', 'script')).map((part) => part.revision)).toEqual([1, 2]);
	await context.ledger.close();
});

test('the same file again changes nothing, and a file edited twice keeps its asset', async () => {
	const { context, markdown } = await open();
	const once = await openOwnScript(markdown, asked, context);
	const first = await scriptStage(once.envelope, { channel, markdown, useEmbeddings: false }, context);
	const second = await scriptStage(once.envelope, { channel, markdown, useEmbeddings: false }, context);
	expect([second.reused, second.envelope.script]).toEqual([true, first.envelope.script]);
	const back = scriptToMarkdown(first.envelope.script!, first.envelope.sources, first.envelope);
	expect((await openOwnScript(`${back}\n`, asked, context)).envelope.asset.id).toBe('short-1');
	await context.ledger.close();
});

test('another slot makes another asset of it; an id that this ledger does not know is taken, so that edits stay one asset', async () => {
	const { context, markdown } = await open();
	const again = await openOwnScript(markdown, { ...asked, slot: '2' }, context);
	expect(again.envelope.asset.id).not.toBe('short-1');
	expect(again.channel).toEqual(other);
	expect(again.envelope.sources).toHaveLength(1);
	const foreign = markdown.replace('asset: short-1', 'asset: short-elsewhere');
	const opened = await openOwnScript(foreign, asked, context);
	expect(opened.envelope.asset).toMatchObject({ id: 'short-elsewhere', kind: 'short' });
	expect((await openOwnScript(foreign.replace('harbour', 'port'), asked, context)).envelope.asset.id).toBe('short-elsewhere');
	await context.ledger.close();
});

test.each(['../../etc', 'a/b', '..', '.hidden', 'x'.repeat(200), 'C:\\x'])('an id that is none is refused: %s', async (id) => {
	const { context, markdown } = await open();
	await expect(openOwnScript(markdown.replace('asset: short-1', `asset: ${id}`), asked, context)).rejects.toMatchObject({ code: 'INPUT' });
	await context.ledger.close();
});

test('only the front matter names the asset, and sources that are gone are said', async () => {
	const { context, markdown, stored } = await open();
	const spoken = await openOwnScript('# Ice\n\nasset: short-1\n\nThe harbour froze.', asked, context);
	expect(spoken.envelope.asset.id).not.toBe('short-1');
	rmSync(stored);
	const opened = await openOwnScript(markdown, asked, context);
	expect(opened.envelope.sources).toBeUndefined();
	expect(opened.warnings.join(' ')).toMatch(/no longer stored here/);
	await context.ledger.close();
});
