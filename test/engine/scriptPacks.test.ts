/** What an editor would red-pencil, asserted on the five packs that no rule was tuned on and on the shipped one, in both shapes. */
import { globSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { writeFromSources } from '../../engine/script/fromSources';
import { readGiven } from '../../engine/topics/documents';
import { phraseFault } from '../../engine/writing';
import { measure } from './script.measure';
import { asTopic } from './script.truth';

const root = resolve(import.meta.dirname, '../..');
const packs = ['test/fixtures/packs/*.md', 'workflows/*/sources/*.md'].flatMap((pattern) =>
	globSync(pattern, { cwd: root }).map((file) => {
		const [read] = readGiven({ text: readFileSync(join(root, file), 'utf8') });
		if (!read) throw new Error(`${file} holds no source`);
		return { ...read.text, id: basename(file, '.md') };
	}),
);

describe('phrases that stand alone', () => {
	it.each([
		'Who pays when a bank fails',
		'26 metres without a pump',
		'Deepest fish ever seen alive',
		'Only nine insured banks failed',
		'Boston admitted women in 1972',
		'Pressure that crushes steel',
		'Never let the leads touch',
		'Ten tons of coal',
		'Is it really the battery?',
		'How to jump-start a car without sparks',
		'Airlift: 101 lives',
		'Heavy lorries remain banned',
		'Orrell Rovers 3-2 Denby Town',
		'Denby Town lost 3-2 at Castle Park',
		'Final score 3-2',
	])('%s', (text) => expect(phraseFault(text)).toBeNull());
	it.each([
		'Has to climb 26 metres',
		'Joins the Atlantic Ocean',
		'Carried 80 tons of milk',
		'Before 1908 no two marathons',
		'January 2024',
		'Two kilometres',
		'Most car batteries last',
		'Maps of the',
		'Academy of Sciences in Paris proposed',
		'Had been mapped in detail',
		'The city',
		'Regulators closed it',
		'Which is 6.5 metres wide',
		'And the day gets longer',
		'Delete every link made between',
		'Fresh water into the sea',
		'Still depends on the weather',
		'Said Teodor Lisle',
		'Denby Town 3-2 at Castle Park',
		'Denby Town 3-2',
	])('not: %s', (text) => expect(phraseFault(text)).not.toBeNull());
});

describe.each(packs.map((pack) => [pack.id, pack] as const))('%s', (_id, pack) => {
	const write = (kind: 'short' | 'video') =>
		writeFromSources({ topic: asTopic(pack), texts: [pack], settings: { kind, language: 'en' }, minilmDir: null });
	const short = write('short');
	const long = write('video');
	describe.each([
		['short', short.script],
		['video', long.script],
	] as const)('as a %s', (kind, script) => {
		const found = measure(script, [pack], kind);
		it('says and draws nothing that the pack does not', () => {
			expect(found.ungroundedSpoken).toEqual([]);
			expect(found.ungroundedDrawn).toEqual([]);
			expect(found.strangers).toEqual([]);
		});
		it('opens with a hook of twelve words and a tested feature', () => expect(found.hookFaults).toEqual([]));
		it('has five titles that stand alone, no two alike', () => {
			expect(script.titles).toHaveLength(5);
			expect([...found.titleFaults, ...found.titleTwins]).toEqual([]);
		});
		it('writes titles on its scenes that stand alone and are not the caption again, and says nothing twice', () => {
			// One scene may have no phrase of its own: then its picture stands alone.
			expect(found.sceneTitleFaults.filter((fault) => !fault.includes('no title'))).toEqual([]);
			expect(found.sceneTitleFaults.length).toBeLessThanOrEqual(1);
			expect([...found.captionTitles, ...found.twice, ...found.kickerFaults]).toEqual([]);
		});
		it('shows more than words in two scenes of three or more', () => expect(found.statements / found.scenes).toBeLessThanOrEqual(0.34));
		it('uses no sticker twice and lets stickers lead a quarter of the scenes at most', () => {
			expect(found.stickerTwins).toBe(0);
			expect(found.emojiLed).toBeLessThanOrEqual(Math.max(1, found.scenes / 4));
		});
	});
	it('has short scenes in a short, and chapters in a long film', () => {
		expect(measure(short.script, [pack], 'short').long.length).toBeLessThanOrEqual(1);
		expect(measure(long.script, [pack], 'video').chapterFaults).toEqual([]);
		expect(long.script.chapters.length).toBeGreaterThanOrEqual(3);
	});
	it('tells all its steps in their order, or none', () => {
		for (const { script } of [short, long]) {
			const told = pack.steps.map(([from]) =>
				script.scenes.findIndex((scene) => scene.citations.some((citation) => citation.quote === pack.sentences[from])),
			);
			const heard = told.filter((at) => at >= 0);
			expect(heard).toEqual([...heard].sort((a, b) => a - b));
			if (/^how to/i.test(pack.title)) expect(heard).toHaveLength(pack.steps.length);
		}
	});
	it('says plainly how much is copied', () =>
		expect(short.warnings.join(' ')).toMatch(
			/^\d+ % copied from sources; do not publish as is|\s\d+ % copied from sources; do not publish as is/,
		));
});
