import { expect, test } from '@jest/globals';
import type { Script } from '../../engine/asset';
import { joinDetails, splitDetails } from '../../engine/script/bulk';

const script = (scenes: number): Script => ({
	titles: ['T'],
	hook: 'H',
	scenes: Array.from({ length: scenes }, (_, i) => ({
		id: `s${i + 1}`,
		narration: `Sentence number ${i + 1} says that ${i * 7} things happened in one place and the other.`,
		onScreen: { title: `${i * 7} things`, ...(i % 4 ? { source: 'A paper, 2025' } : {}) },
		visual: { type: 'statement', text: 'x' },
		citations:
			i % 3 === 2
				? []
				: [{ sourceId: 'src-1', quote: `Sentence number ${i + 1} says that ${i * 7} things happened in one place and the other.` }],
	})) as Script['scenes'],
	description: '',
	chapters: [],
	tags: [],
	writer: 'extractive',
	copiedShare: 1,
	revision: 1,
});
const file = { property: 'citations', sha256: 'a'.repeat(64), bytes: 1, mime: 'application/json' };

test('a short script keeps all, a long one comes back whole, with a scene edited in between', () => {
	expect(splitDetails({ script: script(9) })).toBeNull();
	expect(splitDetails({})).toBeNull();
	const long = script(120);
	const { details, ...rest } = splitDetails({ script: long })!;
	const light = rest.script!;
	const joined = (of: Script, from: typeof details) => joinDetails({ script: of }, from).script;
	expect(light.scenes.every((scene) => scene.citations === undefined)).toBe(true);
	expect(JSON.stringify(light)).not.toContain('A paper, 2025');
	expect(JSON.stringify(light).length).toBeLessThan(JSON.stringify(long).length * 0.7);
	const stored = JSON.parse(JSON.stringify(details)) as typeof details;
	expect(joined({ ...light, detailsFile: file }, stored)).toEqual(long);
	const edited = {
		...light,
		scenes: light.scenes.slice(1).map((scene, i) => (i ? scene : { ...scene, citations: [{ sourceId: 'mine', quote: 'Q' }] })),
	};
	const back = joined({ ...edited, detailsFile: file }, stored);
	expect(back.scenes.map((scene) => scene.id)).toEqual(long.scenes.slice(1).map((scene) => scene.id));
	expect(back.scenes[0]!.citations).toEqual([{ sourceId: 'mine', quote: 'Q' }]);
	expect(back.scenes[2]!.citations).toEqual(long.scenes[3]!.citations);
	expect(joined({ ...light, detailsFile: file }, {}).scenes.every((scene) => scene.citations.length === 0)).toBe(true);
});
