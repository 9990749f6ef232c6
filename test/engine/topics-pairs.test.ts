/** Headlines with their summaries (own work): tellings of one story, and look-alikes of one template. */
import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createEmbedder } from '../../engine/text/embeddings';
import { clusterStories, type ClusterOptions } from '../../engine/topics/cluster';
import { runtimeDirectory } from '../../engine/runtime/paths';
import { root } from './topics-support';

interface Item {
	set: string;
	story: string;
	title: string;
	text: string;
	/** Of October 2025. */
	day: number;
}
const all = JSON.parse(readFileSync(join(root, 'test', 'fixtures', 'stories.json'), 'utf8')) as Item[];

async function judge(items: Item[], options: ClusterOptions) {
	const groups = await clusterStories(
		items.map(({ title, text, day }, i) => ({ id: String(i), title, text, publishedAt: new Date(Date.UTC(2025, 9, day)).toISOString() })),
		options,
	);
	const group = new Map(groups.flatMap((members, n) => members.map((id) => [Number(id), n] as const)));
	const wrong: string[] = [];
	let [right, missed] = [0, 0];
	items.forEach((a, i) => {
		items.slice(i + 1).forEach((b, k) => {
			const same = a.story === b.story;
			const said = group.get(i) === group.get(i + 1 + k);
			if (same && said) right++;
			else if (said) wrong.push(`${a.title} | ${b.title}`);
			else if (same) missed++;
		});
	});
	return { wrong, f1: (2 * right) / (2 * right + wrong.length + missed) };
}

describe.each(['pairs', 'pairs2'])('%s', (set) => {
	const items = all.filter((item) => item.set === set);

	test('by words alone nothing is joined wrongly, and most tellings meet', async () => {
		const { wrong, f1 } = await judge(items, {});
		expect(wrong).toEqual([]);
		expect(f1).toBeGreaterThan(0.92);
	});

	const model = join(runtimeDirectory(), 'minilm');
	const weights = existsSync(model)
		? readdirSync(model, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('model.safetensors'))
		: undefined;
	(weights ? test : test.skip)('with the sentence model (skipped where it is not fetched): F1 at least .9', async () => {
		const engine = createEmbedder(dirname(join(model, weights!)));
		const { wrong, f1 } = await judge(items, { embed: (texts) => engine.embed(texts) });
		expect(wrong).toEqual([]);
		expect(f1).toBeGreaterThanOrEqual(0.9);
	});
});

test('one town, one week, by words alone: all tellings of its stories meet; what is joined wrongly is known', async () => {
	const { wrong, f1 } = await judge(
		all.filter((item) => item.set === 'pairs3'),
		{},
	);
	// A town's name and one plain word make two links too many (quarry and school, trams and museum): seven pairs of the 98 unlike ones.
	expect(wrong.length).toBeLessThanOrEqual(7);
	expect(f1).toBeGreaterThan(0.65);
});
