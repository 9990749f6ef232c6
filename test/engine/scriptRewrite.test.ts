/** Scenes said anew: chosen ones only, grounded, ids and everything else as it was. */
import type { Script, SourceText } from '../../engine/asset';
import { isOperatorError } from '../../engine/errors';
import type { ModelReply } from '../../engine/script/fromModel';
import { writeFromOwn } from '../../engine/script/fromOwn';
import { writeFromSources } from '../../engine/script/fromSources';
import { rewriteScenes, type RewriteInput } from '../../engine/script/rewrite';
import { chosenScenes } from '../../engine/script/rewriteChoice';
import { ground } from '../../engine/text';
import { shapeProblems } from '../../engine/writing';
import { asTopic, lighthouse as article } from './script.truth';

/** The article with more to choose from. */
const lighthouse: SourceText = {
	...article,
	sentences: [
		'In 1999 engineers moved the lighthouse of Cape Hatteras 870 metres inland in one piece.',
		'It weighs about 4,800 tons and stands 63 metres high, which makes it the tallest of its kind.',
		'When it was built in 1870, the sea was 460 metres away.',
		'By 1987 the waves came within 50 metres of its foot.',
		'Workers cut the tower from its base, lifted it with jacks and rolled it along steel rails.',
		'The move took 23 days and cost about $12 million.',
		'About 40 percent of the money went into the rails and the jacks.',
		'Engineers from three states watched the jacks on every one of those days.',
		'The keeper of the light lived in a small house beside the tower, although the road was often flooded.',
		'Rangers counted 900 visitors on the last morning.',
		'A storm broke two windows of the tower in 2003.',
		'The tower now stands as far from the sea as on the day it was lit.',
	],
};
const settings = { kind: 'short' as const, language: 'en' };
const { script } = writeFromSources({
	topic: asTopic(lighthouse),
	texts: [lighthouse],
	settings: { ...settings, targetSeconds: 30, callToAction: 'Follow for one place a day' },
	minilmDir: null,
});
const input: RewriteInput = {
	script,
	texts: [lighthouse],
	settings,
	scenes: '',
	own: [],
	alternative: 'auto',
	wishes: {},
	sourceCharacters: 60_000,
};
const done = (more: Partial<RewriteInput>, replies: ModelReply[] = []): { script: Script; warnings: string[] } => {
	const step = rewriteScenes({ ...input, ...more }, replies);
	if ('ask' in step) throw new Error(`asks: ${step.ask.messages.at(-1)!.text}`);
	return step.done;
};
const asked = (more: Partial<RewriteInput>, replies: ModelReply[] = []): { operation: string; text: string } => {
	const step = rewriteScenes({ ...input, ...more }, replies);
	if ('done' in step) throw new Error('asks nothing');
	return { operation: step.ask.operation, text: step.ask.messages.at(-1)!.text };
};
const refusal = (run: () => unknown): string => {
	try {
		run();
	} catch (error) {
		if (isOperatorError(error)) return `${error.code} ${error.message} ${error.fix}`;
		throw error;
	}
	throw new Error('nothing was refused');
};
const reply = (scenes: object[]): ModelReply => ({ text: JSON.stringify({ scenes }), cutShort: false });
/** Everything but the named scenes is untouched. */
function onlyChanged(after: Script, ids: string[]): void {
	expect(after.scenes.map((scene) => scene.id)).toEqual(script.scenes.map((scene) => scene.id));
	expect(after.scenes.filter((scene) => !ids.includes(scene.id))).toEqual(script.scenes.filter((scene) => !ids.includes(scene.id)));
	for (const id of ids) expect(byId(after, id).narration).not.toBe(byId(script, id).narration);
	expect([after.titles, after.tags, after.chapters]).toEqual([script.titles, script.tags, script.chapters]);
}
const byId = (of: Script, id: string) => of.scenes.find((scene) => scene.id === id)!;
const moved = script.scenes.find((scene) => /23 days/.test(scene.narration))!;

describe('choosing', () => {
	const ids = script.scenes.map((scene) => scene.id);
	const spoken = script.scenes.filter((scene) => scene.visual.type !== 'outro').map((scene) => scene.id);
	test('by id, number, range, all, and what repeats its source', () => {
		expect(chosenScenes(script, 's3, s2', [lighthouse])).toEqual(['s2', 's3']);
		expect(chosenScenes(script, '2; 4', [lighthouse])).toEqual(['s2', 's4']);
		expect(chosenScenes(script, 's2 - s4', [lighthouse])).toEqual(['s2', 's3', 's4']);
		expect(chosenScenes(script, 'ALL', [lighthouse])).toEqual(spoken);
		expect(chosenScenes(script, 'copied', [lighthouse])).toEqual(spoken);
		const reworded = {
			...script,
			scenes: script.scenes.map((scene) => (scene.id === 's2' ? { ...scene, narration: 'Heavy and very tall.' } : scene)),
		};
		expect(chosenScenes(reworded, 'copied', [lighthouse])).not.toContain('s2');
		expect(chosenScenes(reworded, 'copied', [])).not.toContain('s2');
	});
	test.each(['s99', 'hook', 's2-s99', '../x'])('%s is refused with the ids there are', (which) => {
		expect(refusal(() => chosenScenes(script, which, []))).toContain(ids.slice(0, 3).join(', '));
	});
	test('nothing chosen is refused', () => {
		expect(refusal(() => done({}))).toMatch(/^INPUT No scene was chosen/);
	});
});

describe('by the user’s own words', () => {
	test('they are spoken as written; what the sources do not say is told', () => {
		const { script: after, warnings } = done({ own: [{ scene: moved.id, narration: 'The move took **23 days**.\nNobody slept.' }] });
		onlyChanged(after, [moved.id]);
		expect(byId(after, moved.id).narration).toBe('The move took 23 days. Nobody slept.');
		expect(warnings.join(' ')).toMatch(new RegExp(`Scene ${moved.id}: the sources do not say`));
		expect(after.writer).toBe('extractive, own words');
		expect(after.copiedShare).toBeLessThan(script.copiedShare);
	});
	test('empty, banned and misplaced ones are refused', () => {
		expect(refusal(() => done({ own: [{ scene: 's2', narration: ' *** ' }] }))).toMatch(/empty/);
		expect(refusal(() => done({ own: [{ scene: 'all', narration: 'Words.' }] }))).toMatch(/one scene/);
		expect(
			refusal(() => done({ own: [{ scene: 's2', narration: 'A miracle.' }], settings: { ...settings, bannedWords: ['miracle'] } })),
		).toMatch(/miracle/);
	});
});

describe('without a model', () => {
	test.each(['shorter', 'other'] as const)(
		'%s: the words are grounded, well shaped and new; what finds none stays and is told',
		(alternative) => {
			const { script: after, warnings } = done({ scenes: 'all', alternative });
			const changed = after.scenes.filter((scene, i) => scene.narration !== script.scenes[i]!.narration);
			expect(changed.length).toBeGreaterThan(0);
			onlyChanged(
				after,
				changed.map((scene) => scene.id),
			);
			for (const scene of changed) {
				expect({ said: scene.narration, grounded: ground(scene.narration, lighthouse).grounded }).toMatchObject({ grounded: true });
				expect(shapeProblems(scene.narration, { kind: 'short', role: scene === after.scenes[0] ? 'hook' : 'body' })).toEqual([]);
				expect(scene.citations.length).toBeGreaterThan(0);
				if (alternative === 'shorter') expect(scene.narration.length).toBeLessThan(byId(script, scene.id).narration.length);
				else
					expect(script.scenes.flatMap((old) => old.citations.map((citation) => citation.quote))).not.toContain(scene.citations[0]!.quote);
			}
			expect(new Set(after.scenes.map((scene) => scene.narration)).size).toBe(after.scenes.length);
			const stayed = script.scenes.filter((scene) => scene.visual.type !== 'outro').length - changed.length;
			expect(warnings.filter((warning) => /stays: the sources give no other words/.test(warning))).toHaveLength(stayed);
			expect(warnings.join(' ')).toMatch(/% copied from sources; do not publish as is/);
		},
	);
});

describe('with a model', () => {
	const more = { model: 'fake-1', scenes: moved.id, wishes: { instructions: 'Shorter, please' } };
	const better = { id: moved.id, say: 'It cost about $12 million.', from: ['a6'] };
	test('it is asked for the chosen scenes with the instruction, and only they change', () => {
		const { operation, text } = asked(more);
		expect(operation).toBe('rewrite');
		expect(text).toMatch(/Shorter, please/);
		expect(text).toContain(`${moved.id} REWRITE`);
		expect(text.match(/REWRITE/g)).toHaveLength(2);
		const { script: after, warnings } = done(more, [reply([better, { id: 's1', say: 'Not asked for 870 metres.', from: ['a1'] }])]);
		onlyChanged(after, [moved.id]);
		expect(byId(after, moved.id)).toMatchObject({ narration: better.say, citations: [{ quote: lighthouse.sentences[5] }] });
		expect(after.writer).toBe('extractive, fake-1');
		expect(after.copiedShare).toBeLessThan(script.copiedShare);
		expect(warnings.join(' ')).not.toMatch(/stays/);
	});
	test.each([
		['another number', 'The move took 32 days.', /32/],
		['an address', 'It cost about $12 million, see www.lamp.example.', /address/],
		['the same words', moved.narration, /same as before/],
		[
			'what another scene says',
			script.scenes.find((scene) => scene.id !== moved.id && /50 metres|870/.test(scene.narration))!.narration,
			/another scene|most is/,
		],
	])('%s is asked for again, and twice the scene stays', (_name, say, reason) => {
		const bad = reply([{ id: moved.id, say, from: ['a6'] }]);
		const { operation, text } = asked(more, [bad]);
		expect(operation).toBe('rewrite repair');
		expect(text).toMatch(reason);
		expect(byId(done(more, [bad, reply([better])]).script, moved.id).narration).toBe(better.say);
		const { script: after, warnings } = done(more, [bad, bad]);
		expect(after.scenes).toEqual(script.scenes);
		expect(warnings.join(' ')).toMatch(new RegExp(`Scene ${moved.id} stays as it was`));
	});
	test('an answer that is no JSON twice changes nothing and is told', () => {
		const prose = { text: 'Gladly!', cutShort: false };
		expect(asked(more, [prose]).operation).toBe('rewrite again');
		const { script: after, warnings } = done(more, [prose, prose]);
		expect(after.scenes).toEqual(script.scenes);
		expect(warnings[0]).toMatch(/no readable answer twice/);
	});
	test('a script without sources is held to its own words', () => {
		const own = writeFromOwn({
			markdown:
				'The harbour of Oslo froze in 1740 for 90 days.\n\nNobody crossed it on foot since then.\n\nFishermen walked to their boats.',
			texts: [],
			settings,
		}).script;
		const of = { ...more, script: own, texts: [], scenes: 's1' };
		expect(asked(of, [reply([{ id: 's1', say: 'The harbour of Oslo froze in 1840 for 90 days.' }])]).text).toMatch(/1840/);
		const { script: after } = done(of, [reply([{ id: 's1', say: 'The harbour of Oslo froze in 1740.' }])]);
		expect(after.scenes[0]).toMatchObject({ id: 's1', narration: 'The harbour of Oslo froze in 1740.', citations: [] });
		expect(after.scenes.slice(1)).toEqual(own.scenes.slice(1));
	});
});
