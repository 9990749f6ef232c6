/** Looks in the ledger: kept with the asset, known to the films after it. */
import { describe, expect, it } from '@jest/globals';
import { PACKS, channel, makeFilm } from './films';
import type { Ledger, PartContent } from '../../engine/ledger';
import { keepLook, looksFor } from '../../engine/video/keptLook';
import { planFilm } from '../../engine/video/plan';

/** The parts of a ledger in memory, as the interface tells them. */
function ledger(): { ledger: Ledger; writes: number } {
	const rows: (PartContent & { channelId: string })[] = [];
	const made = { writes: 0 } as { ledger: Ledger; writes: number };
	made.ledger = {
		parts: {
			async put({ assetId, part, inputsHash, json }: { assetId: string; part: string; inputsHash: string; json: unknown }) {
				const own = rows.filter((row) => row.assetId === assetId && row.part === part);
				const last = own.at(-1);
				if (last?.inputsHash === inputsHash && JSON.stringify(last.json) === JSON.stringify(json)) return last;
				made.writes++;
				const row = { assetId, part, inputsHash, json: structuredClone(json), revision: own.length + 1, at: '', channelId: 'c' };
				rows.push(row);
				return row;
			},
			async find(assetId: string, part: string, hash: string) {
				return rows.findLast((row) => row.assetId === assetId && row.part === part && row.inputsHash === hash) ?? null;
			},
			async ofChannel(channelId: string, part: string, limit = 10) {
				const seen = new Set<string>();
				return rows.toReversed().filter((row) => row.channelId === channelId && row.part === part && !seen.has(row.assetId) && seen.add(row.assetId)).slice(0, limit); // prettier-ignore
			},
		},
	} as unknown as Ledger;
	return made;
}

const root = `${import.meta.dirname}/../..`;

describe('kept looks', () => {
	it('an asset planned again is the same film, whatever the channel made since; another shape and variant has a look of its own', async () => {
		const store = ledger();
		const film = makeFilm('sport', '9:16', { root });
		const key = (assetId: string) => ({ assetId, channelId: 'c', variant: 0, shape: '9:16' as const });
		const plan = async (assetId: string, variant = 0) => {
			const made = planFilm({
				assetId: `${assetId}:${variant}`,
				channel,
				script: film.script,
				words: film.words,
				shape: '9:16',
				...(await looksFor({ ...key(assetId), variant }, store)),
			});
			await keepLook({ ...key(assetId), variant }, made.look, store);
			return made.plan;
		};
		const first = await plan('a');
		for (const pack of PACKS) await plan(pack);
		const writes = store.writes;
		expect(await plan('a')).toEqual(first);
		expect(store.writes).toBe(writes);
		expect((await looksFor(key('a'), store)).recent).toHaveLength(PACKS.length);
		const again = await plan('a', 1);
		expect(again.scenes.map(({ skeleton, ground }) => [skeleton, ground])).not.toEqual(
			first.scenes.map(({ skeleton, ground }) => [skeleton, ground]),
		);
		expect((await looksFor({ ...key('a'), shape: '16:9' }, store)).earlier).toBeUndefined();
	});

	it('only the last ten films are looked back at', async () => {
		const store = ledger();
		const film = makeFilm('sport', '9:16', { root });
		for (let i = 0; i < 14; i++) await keepLook({ assetId: `f${i}`, channelId: 'c', variant: 0, shape: '9:16' }, film.look, store);
		expect((await looksFor({ assetId: 'f13', channelId: 'c', variant: 0, shape: '9:16' }, store)).recent).toHaveLength(10);
		expect((await looksFor({ assetId: 'f13', channelId: 'other', variant: 0, shape: '9:16' }, store)).recent).toHaveLength(0);
	});
});
