/** Some of the kills of `npm run bench -- kills`; n8n itself is killed in test/instance. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

interface Kills {
	counts: Record<string, number>;
	wrong: string[];
	at?: Record<string, number>;
}
const { killActs, killRoad } = (await import('../../bench/kills.mjs' as string)) as {
	killActs(options: { kills: number; seed?: number }): Promise<Kills>;
	killRoad(options: { kills: number; seed?: number; places?: string[] }): Promise<Kills>;
};

test('killed on the way to a film: nothing is done twice or lost, no orphan, nothing left after the next use', async () => {
	expect(existsSync(join(import.meta.dirname, '..', '..', 'dist', 'cli', 'index.js'))).toBe(true);
	// At the places where something is half done, and where it is done but not yet told.
	const places = ['part-put', 'scene-moving', 'store-copied', 'frames-drawn', 'package-placed'];
	const { counts, wrong, at } = await killRoad({ kills: 5, places });
	expect(wrong).toEqual([]);
	expect(counts).toMatchObject({
		kills: 5,
		partsFinishedTwice: 0,
		partsLost: 0,
		scenesDrawnTwice: 0,
		orphans: 0,
		filesLeft: 0,
		failures: 0,
	});
	expect(Object.keys(at!).sort()).toEqual([...places].sort());
}, 900_000);

test('killed at a paid act, before and after the vendor did it: it is done and paid for once', async () => {
	const { counts, wrong } = await killActs({ kills: 4 });
	expect(wrong).toEqual([]);
	expect(counts).toMatchObject({ kills: 4, actsDoneTwice: 0, actsLost: 0 });
}, 900_000);
