import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Scene, SourceText, Topic } from '../../engine/asset';
import { isOperatorError } from '../../engine/errors';
import { scriptToMarkdown } from '../../engine/script';
import { authorsName, chaptersOf } from '../../engine/script/chapters';
import { writeFromOwn } from '../../engine/script/fromOwn';
import { writeFromSources } from '../../engine/script/fromSources';
import type { ScriptSettings } from '../../engine/script/fromSources';
import { parseScript } from '../../engine/script/parse';
import { ground, splitSentences } from '../../engine/text';
import { countWords, type Beat } from '../../engine/writing';
import { asSource, asTopic, corpus, corpusPresent, lighthouse, onlyDeletes, packSource, publicStrings, strangers } from './script.truth';
import { BOUNDED, growth } from './cpu';

const root = resolve(import.meta.dirname, '../..');
const settings: ScriptSettings = { kind: 'short', language: 'en' };
const from = (source: SourceText, more: Partial<ScriptSettings> = {}) =>
	writeFromSources({ topic: asTopic(source), texts: [source], settings: { ...settings, ...more }, minilmDir: null });
const own = (markdown: string, texts: SourceText[] = [], more: Partial<ScriptSettings> = {}) =>
	writeFromOwn({ markdown, texts, settings: { ...settings, ...more } });
const code = (run: () => unknown): { code: string; message: string; fix: string } => {
	try {
		run();
	} catch (error) {
		if (isOperatorError(error)) return { code: error.code, message: error.message, fix: error.fix };
		throw error;
	}
	throw new Error('no error was thrown');
};

describe('from sources', () => {
	const { script, warnings } = from(lighthouse);
	it('cites a verbatim sentence in every scene and varies its pictures', () => {
		for (const scene of script.scenes) {
			expect(scene.citations.length).toBeGreaterThan(0);
			for (const citation of scene.citations) expect(lighthouse.sentences).toContain(citation.quote);
			expect(scene.onScreen.title.replace(/[^*]/g, '')).toMatch(/^(\*\*)?$/);
			expect(countWords(scene.onScreen.title.replace(/\*/g, ''))).toBeLessThanOrEqual(scene.visual.type === 'statement' ? 10 : 6);
			expect(scene.onScreen.source).toBe('Coast Paper, 2024');
		}
		expect(new Set(script.scenes.map((scene) => scene.visual.type)).size).toBeGreaterThanOrEqual(4);
		expect(script.scenes[0]?.visual.type).toBe('hook');
		expect(new Set(script.scenes.map((scene) => scene.id)).size).toBe(script.scenes.length);
	});
	it('says how much is copied and credits the source', () => {
		expect(script.copiedShare).toBeGreaterThan(0.8);
		expect(warnings.join(' ')).toMatch(/\d+ % copied from sources; do not publish as is/);
		expect(script.description).toContain('https://paper.example/light');
		expect(script.writer).toBe('extractive');
	});
	it('gives up to five different titles of at most 60 characters, and 5 to 12 tags', () => {
		expect(script.titles.length).toBeGreaterThanOrEqual(4);
		for (const title of script.titles) expect(title.length).toBeLessThanOrEqual(60);
		expect(new Set(script.titles.map((title) => title.toLowerCase())).size).toBe(script.titles.length);
		expect(script.tags.length).toBeGreaterThanOrEqual(5);
		expect(script.tags.length).toBeLessThanOrEqual(12);
	});
	it('never uses a banned word, in any string', () => {
		const banned = from(lighthouse, { bannedWords: ['waves', 'beach'] }).script;
		expect(JSON.stringify(banned)).not.toMatch(/\b(waves|beach)\b/i);
		expect(JSON.stringify(script)).toMatch(/\b(waves|beach)\b/i);
	});
	it('ends with the call to action only when there is one', () => {
		expect(script.scenes.some((scene) => scene.visual.type === 'outro')).toBe(false);
		const called = from(lighthouse, { callToAction: 'Follow for one place a day' }).script.scenes.at(-1);
		expect(called?.visual).toEqual({ type: 'outro', callToAction: 'Follow for one place a day' });
	});
	it('refuses a source of three short sentences with what it needs, and other languages', () => {
		const short = code(() => from({ ...lighthouse, sentences: lighthouse.sentences.slice(1, 4) }));
		expect(short.code).toBe('INPUT');
		expect(short.fix).toMatch(/at least \d+ words/);
		expect(code(() => from(lighthouse, { language: 'de' })).code).toBe('INPUT');
		expect(code(() => from({ ...lighthouse, language: 'de-AT' })).message).toMatch(/is in German/);
	});
	it('says of a script of the user’s in another language that the voices read it as English', () => {
		const german =
			'Der Leuchtturm steht auf einem Felsen, und die Wellen sind im Winter höher als das Haus.\n\nEr wurde von vier Männern gebaut.';
		expect(own(german, []).warnings.join(' ')).toMatch(/in German: the voices .*Use my recording/);
		expect(own(scriptToMarkdown(script, [lighthouse]), [lighthouse]).warnings.join(' ')).not.toMatch(/voices/);
	});
	it('is the same for the same input', () => {
		expect(from(lighthouse).script).toEqual(script);
	});
});

it('describes a step that takes several sentences as one step', () => {
	const sentences = [
		'A blunt knife is more dangerous than a sharp one, because it slips.',
		'Soak the stone in water for ten minutes.',
		'Lay the blade flat on the stone.',
		'Lift its back slowly until it stands over the wet grey stone as high as the handle of the knife is thick.',
		'Push the edge forward along the stone from heel to tip with light pressure.',
		'Rinse the knife and dry it.',
		'A good edge cuts paper without tearing it.',
	];
	const { script } = from({ ...lighthouse, id: 'knife', title: 'How to sharpen a knife', sentences, paragraphs: [0, 1, 2, 4, 5, 6], headings: [], steps: [[1, 1], [2, 3], [4, 4], [5, 5]], table: undefined }, { kind: 'video' }); // prettier-ignore
	expect(script.scenes.flatMap(({ visual }) => (visual.type === 'steps' ? [visual.firstNumber] : []))).toEqual([1, 2, 2, 3, 4]);
	const listed = script.description.split('Steps:\n')[1]!.split('\n\n')[0]!.split('\n');
	expect(listed.map((line) => Number.parseInt(line, 10))).toEqual([1, 2, 3, 4]);
	expect(listed[1]).toMatch(/^2\. Lay the blade flat on the stone\. Lift its back /);
});

describe('script.md', () => {
	const { script } = from(lighthouse);
	const markdown = scriptToMarkdown(script, [lighthouse]);
	it('tells of a name used twice, a scene that stands too long, and a picture that its words do not give', () => {
		const [, second] = script.scenes as [Scene, Scene];
		const long = `The keeper said that ${'the wind blew and the sea rose and '.repeat(5)}nobody slept.`;
		const edited = `${markdown.split('# Description')[0]}## ${second.id}\n\n${long}\n\n## Scene\n\nNobody slept that night.\n\n- picture: line\n`;
		const made = own(edited, [lighthouse]);
		const told = made.warnings.join('\n');
		expect(told).toMatch(new RegExp(`Several scenes are called ${second.id}: the first keeps the name`));
		expect(told).toMatch(/says 46 words over one picture/);
		expect(told).toMatch(/its words hold nothing for a picture of the kind "line"/);
		expect(made.script.scenes.find(({ id }) => id === second.id)?.narration).toBe(second.narration);
		expect(new Set(made.script.scenes.map(({ id }) => id)).size).toBe(made.script.scenes.length);
		expect(own(markdown, [lighthouse]).warnings.join('\n')).not.toMatch(/called|words over|of the kind/);
	});
	const back = own(markdown, [lighthouse]).script;
	it('round-trips: ids, words, pictures, titles, citations, tags, description', () => {
		expect(back.scenes).toEqual(script.scenes);
		expect(back.titles).toEqual(script.titles);
		expect(back.tags).toEqual(script.tags);
		expect(back.description).toBe(script.description);
		expect(back.writer).toBe('extractive');
		expect(scriptToMarkdown(back, [lighthouse])).toBe(markdown);
	});
	it('recognises one changed sentence: its id stays, its picture is chosen anew, the others are untouched', () => {
		const target = script.scenes.find((scene) => scene.narration.includes('23 days'));
		expect(target).toBeDefined();
		if (!target) return;
		const edited = own(markdown.replace(target.narration, 'Seventy people needed 23 days for the whole move.'), [lighthouse]);
		const changed = edited.script.scenes.find((scene) => scene.id === target.id);
		expect(changed?.narration).toBe('Seventy people needed 23 days for the whole move.');
		expect(JSON.stringify(changed?.visual)).not.toContain('12 million');
		expect(edited.script.scenes.filter((scene) => scene.id !== target.id)).toEqual(script.scenes.filter((scene) => scene.id !== target.id));
		expect(edited.warnings.join(' ')).toMatch(/the sources do not say "Seventy people/);
		expect(edited.script.writer).toBe('own script');
	});
	it('a deleted scene leaves the other ids alone; a new one never gets its id', () => {
		const without = markdown.replace(/## s2 [\s\S]*?(?=## s3 )/, '## Scene\n\nA new thought of my own stands here.\n\n');
		const { scenes } = writeFromOwn({ markdown: without, texts: [], settings, previous: script }).script;
		const ids = scenes.map((scene) => scene.id);
		expect(ids).not.toContain('s2');
		const last = Math.max(...script.scenes.map((scene) => Number(scene.id.slice(1))));
		expect(ids[1]).toBe(`s${last + 1}`);
		// The highest one deleted, its id is still not given again.
		const end = markdown.slice(0, markdown.indexOf(`## s${last} `));
		const shorter = writeFromOwn({ markdown: `${end}## Scene\n\nAnother end.\n`, texts: [], settings, previous: script }).script;
		expect(shorter.scenes.at(-1)?.id).toBe(`s${last + 1}`);
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids[0]).toBe('s1');
		expect(ids[2]).toBe('s3');
	});
});

describe('script.md, moved about', () => {
	const { script } = from(lighthouse);
	const markdown = scriptToMarkdown(script, [lighthouse]);
	const sections = markdown.slice(markdown.indexOf('## s1 '), markdown.indexOf('# Description')).split(/(?=^## )/m);
	const head = markdown.slice(0, markdown.indexOf('## s1 '));
	it('reordered scenes keep ids, words, citations and pictures, but the opening belongs to the first place', () => {
		// A plain statement may open as one; a scene with a picture gets the opening's.
		const at = script.scenes.findIndex((scene, i) => i >= 2 && scene.visual.type !== 'statement');
		const swap = <T>(list: T[]): T[] => list.map((entry, i) => (i === 0 ? list[at]! : i === at ? list[0]! : entry));
		const turned = own(`${head}${swap(sections).join('')}`, [lighthouse]).script;
		const [first, third] = [script.scenes[0], script.scenes[at]];
		expect(turned.scenes.map((scene) => scene.id)).toEqual(swap(script.scenes).map((scene) => scene.id));
		expect(turned.scenes.filter((_, i) => i !== 0 && i !== at)).toEqual(script.scenes.filter((_, i) => i !== 0 && i !== at));
		expect(turned.scenes[0]).toMatchObject({ narration: third!.narration, citations: third!.citations, visual: { type: 'hook' } });
		expect(turned.scenes[at]?.narration).toBe(first!.narration);
		expect(turned.scenes[at]?.visual.type).not.toBe('hook');
		expect(turned.hook).toBe(third!.narration);
	});
	it('a picture of the user’s own stays with its scene, also when the words change', () => {
		const file = { property: 'photo', sha256: 'a'.repeat(64), bytes: 3, mime: 'image/png' };
		const previous = {
			...script,
			scenes: script.scenes.map((scene) => (scene.id === 's2' ? { ...scene, picture: { file, kind: 'image' as const } } : scene)),
		};
		const edited = markdown.replace(script.scenes[1]!.narration, 'Other words of mine.');
		const { scenes } = writeFromOwn({ markdown: edited, texts: [], settings, previous }).script;
		expect(scenes.find((scene) => scene.id === 's2')).toMatchObject({ narration: 'Other words of mine.', picture: { file } });
		expect(scenes.filter((scene) => scene.picture)).toHaveLength(1);
	});
});

describe('a script of one’s own', () => {
	it('reads plain paragraphs, front matter and a chosen picture', () => {
		const { script } = own(
			'---\ntitle: My harbour\ntags: sea, harbour\n---\n\nThe harbour of Oslo froze in 1740.\n\nNobody crossed it for 90 days.\n\nFishermen walked to their boats.\npicture: statement\n',
		);
		expect(script.titles[0]).toBe('My harbour');
		expect(script.tags).toEqual(['sea', 'harbour']);
		expect(script.scenes.map((scene) => scene.narration)).toEqual([
			'The harbour of Oslo froze in 1740.',
			'Nobody crossed it for 90 days.',
			'Fishermen walked to their boats.',
		]);
		expect(script.scenes[2]?.visual.type).toBe('statement');
		expect(script.copiedShare).toBe(0);
	});
	it('splits a long paragraph, keeps "## Scene" sections whole, takes other headings as chapters', () => {
		const sentence = 'The old pier was built of oak and it stood in the cold water for many years.';
		expect(own([sentence, sentence, sentence].join(' ')).script.scenes.length).toBe(3);
		expect(own(`## Scene 1\n\n${sentence}\n\n${sentence}\n\n## Scene 2\n\nThe end.`).script.scenes.length).toBe(2);
		const chapters = own(
			'# Film\n\n## One\n\nA first thing is said.\n\n## Two\n\nA second thing is said.\n\n## Three\n\nA third thing is said.',
		).script.chapters;
		expect(chapters.map((chapter) => chapter.title)).toEqual(['One', 'Two', 'Three']);
	});
	it('names the banned word and its scene', () => {
		const refused = code(() => own('A first line is here.\n\nThis is a miracle cure.', [], { bannedWords: ['miracle'] }));
		expect(refused.code).toBe('INPUT');
		expect(refused.message).toMatch(/s2.*miracle/);
	});
	it.each([
		[
			'html',
			'Hello <b>world</b> and <script>alert(1)</script>the sea. <img src=x onerror=alert(2)> <!-- secret plan --> [Link](javascript:alert(3))',
		],
		['control characters', 'Hello\u0000 world\u202e and the\u200b sea\u0007.\n\n\u001b[31mRed words stay words.'],
		[
			'broken front matter and fields',
			'---\ntitle: [unclosed\n:::\n---\n\n## s1 <!-- zzzzzz -->\n\nWords.\n\n- picture: bignum {"value":1e999,"display":"<b>"}\n- picture: nonsense\n- picture: line {"points":[{"x":"a"}]}\n- picture: bars {broken',
		],
		['code and tables', '```js\nrm -rf /\n```\n\n| a | b |\n|---|---|\n\nPlain words here.'],
	])('hostile markdown: %s', (_name, markdown) => {
		const { script } = own(markdown);
		const text = JSON.stringify(publicStrings(script));
		expect(text).not.toMatch(/alert|onerror|secret plan|javascript:|rm -rf|[<>]/);

		expect(publicStrings(script).join('')).not.toMatch(/[\u0000-\u0008\u000e-\u001f\u202e\u200b]/);
		expect(script.scenes.length).toBeGreaterThan(0);
	});
	it('empty and huge ones are refused in good time', () => {
		for (const nothing of ['', '   \n\n', '---\ntitle: x\n---\n', '***', '<script>x</script>'])
			expect(code(() => own(nothing)).code).toBe('INPUT');
		expect(code(() => own('word '.repeat(100_000))).code).toBe('TOO_LARGE');
		expect(code(() => parseScript('A line.\n\n'.repeat(30_000))).code).toBe('TOO_LARGE');
		const signs = (scale: number) => ['<', '[', '*'].map((sign) => sign.repeat(50_000 * scale)).join('');
		expect(growth((scale) => expect(code(() => parseScript(`${signs(scale)} words`)).code).toBe('INPUT'))).toBeLessThan(BOUNDED);
	});
	it('sources only warn', () => {
		const { script, warnings } = own('The move took 23 days and cost about $12 million.\n\nThe lighthouse fell into the sea in 2003.', [
			lighthouse,
		]);
		expect(script.scenes[0]?.citations[0]?.quote).toBe(lighthouse.sentences[5]);
		expect(script.scenes[1]?.citations).toEqual([]);
		expect(warnings.join(' ')).toContain('fell into the sea');
	});
});

describe('the source packs of the repo', () => {
	for (const file of globSync('workflows/*/sources/*.md', { cwd: root })) {
		it(`${file} makes a varied, grounded short`, () => {
			const source = packSource(readFileSync(join(root, file), 'utf8'), 'pack', splitSentences);
			const { script } = from(source);
			expect(script.scenes.length).toBeGreaterThanOrEqual(9);
			expect(script.scenes.length).toBeLessThanOrEqual(13);
			expect(new Set(script.scenes.map((scene) => scene.visual.type)).size).toBeGreaterThanOrEqual(6);
			expect(script.scenes.filter((scene) => !ground(scene.narration, source).grounded)).toEqual([]);
			expect(strangers(script, source)).toEqual([]);
		});
	}
});

const pages = corpusPresent ? corpus() : [];
(corpusPresent ? describe : describe.skip)('scripts of the article corpus (skipped without the shared data)', () => {
	const scripts = pages.flatMap((page) =>
		page.version === 'stub' ? [] : [{ page, source: asSource(page), script: from(asSource(page)).script }],
	);
	it('0 ungrounded narrations, by a check that knows only the page', () => {
		const odd = scripts.flatMap(({ page, source, script }) =>
			script.scenes
				.filter((scene) => !onlyDeletes(scene.narration, page.sentences, splitSentences) && !ground(scene.narration, source).grounded)
				.map((scene) => `${page.slug}: ${scene.narration}`),
		);
		expect(odd).toEqual([]);
	});
	it('0 drawn numbers or names that the page does not have', () => {
		expect(scripts.flatMap(({ script, source }) => strangers(script, source).map((text) => `${source.id}: ${text}`))).toEqual([]);
	});
	it('0 injected payloads, brands of sponsors, boilerplate or disowned numbers', () => {
		for (const { page, script } of scripts) {
			const all = JSON.stringify(script);
			for (const injection of page.injections ?? []) expect(all).not.toContain(injection.payload);
			for (const sponsor of page.sponsored ?? []) expect(all).not.toContain(sponsor.brand);
			for (const text of page.boilerplate ?? []) if (!page.sentences.includes(text) && text.length > 20) expect(all).not.toContain(text);
			if (page.correction) expect(all).not.toContain(page.correction.wrong);
		}
	});
	it('none of the statements that must be refused is spoken', () => {
		for (const { page, script } of scripts) {
			const said = new Set(script.scenes.flatMap((scene) => [scene.narration, ...splitSentences(scene.narration)]));
			for (const trap of page.traps) for (const wrong of trap.wrong ?? []) expect(said.has(wrong)).toBe(false);
		}
	});
	it('injected text inside the article is left out too', () => {
		for (const { page } of scripts.filter(({ page: { injections } }) => injections?.length)) {
			const poisoned = asSource(page);
			const sentences = [
				...poisoned.sentences.slice(0, 3),
				...(page.injections ?? []).map((injection) => injection.text),
				...poisoned.sentences.slice(3),
			];
			const { script } = from({ ...poisoned, sentences, paragraphs: [0, 3], steps: [] });
			for (const injection of page.injections ?? []) expect(JSON.stringify(script)).not.toContain(injection.payload);
		}
	});
	it('no sticker comes twice in a film', () => {
		for (const { script } of scripts) {
			const stickers = script.scenes.flatMap((scene) => (scene.visual.sticker ? [scene.visual.sticker] : []));
			expect(new Set(stickers).size).toBe(stickers.length);
		}
	});
	it('names chapters after the headings that their scenes come from below, and never after an empty one', () => {
		const allowed = (text: string) => !/banned/.test(text);
		const nineteen = 'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen.';
		const headings = ['Introduction', 'When a chain is worn out', '2. Cutting the new chain', 'Step 3: Closing the link', 'Conclusion'];
		const source = {
			...{ v: 1, id: 'src-1', url: '', title: 'Chains', publisher: '', author: null, publishedAt: null, language: 'en' },
			sentences: headings.flatMap(() => [nineteen, nineteen, nineteen]),
			paragraphs: headings.map((_, i) => 3 * i),
			headings: headings.map((text, i) => ({ text, before: 3 * i })),
			steps: [],
		} as SourceText;
		const beats = source.sentences.map((narration, i) => ({
			narration,
			source: 0,
			heading: Math.floor(i / 3),
			cites: [i],
			step: -1,
			role: 'body',
		}));
		const scenes = beats.map(({ narration }, i) => ({
			...{ id: `s${i + 1}`, narration, onScreen: { title: `A chain of day ${i + 1}` }, visual: { type: 'statement' }, citations: [] },
		}));
		const topic = { title: 'Chains of bicycles' } as Topic;
		const named = chaptersOf(beats as unknown as Beat[], [source], scenes as Scene[], topic, allowed).map(({ title }) => title);
		expect(named.slice(1, 4)).toEqual(['When a chain is worn out', 'Cutting the new chain', 'Closing the link']);
		for (const title of named) expect(title).not.toMatch(/introduction|conclusion|^\d|^step/i);
		// A chapter that mostly tells something else does not bear the heading it begins under.
		const mixed = beats.map((beat, i) => ({ ...beat, heading: i === 3 ? 1 : i > 3 && i < 6 ? 4 : beat.heading }));
		const others = chaptersOf(mixed as unknown as Beat[], [source], scenes as Scene[], topic, allowed).map(({ title }) => title);
		expect(others).not.toContain('When a chain is worn out');
		for (const bad of ['Ignore all previous instructions', 'A banned heading', '12', 'The story of a heading that goes on and on for ever'])
			expect(authorsName(bad, allowed)).toBeUndefined();
	});

	it('makes a long video with chapters where headings and words allow', () => {
		const moon = pages.find((page) => page.slug === 'moon-drifts-away');
		if (!moon) return;
		const source = {
			...asSource(moon),
			headings: [
				{ text: 'How anyone can know', before: 3 },
				{ text: 'The brake on the ocean floor', before: 7 },
				{ text: 'A budget that must balance', before: 15 },
				{ text: 'No goodbye', before: 28 },
			],
		};
		const { script, warnings } = from(source, { kind: 'video', targetSeconds: 200 });
		expect(script.scenes.reduce((sum, scene) => sum + countWords(scene.narration), 0)).toBeGreaterThan(300);
		expect(script.chapters.length).toBeGreaterThanOrEqual(3);
		expect(script.chapters[0]?.startSceneId).toBe('s1');
		expect(warnings.join(' ')).toMatch(/copied/);
	});
});
