/** The quality room: checks that go red for what they are named after, and a review page that no text of an asset can break out of. */
import type { Envelope, Scene, Script, SourceText } from '../../engine/asset';
import { tellVariety } from '../../engine/quality/limits';
import { varietyOf } from '../../engine/video/variety';
import { checkLimits } from '../../engine/quality/limits';
import { readDecisions } from '../../engine/quality/decision';
import { escapeHtml, PAGE_POLICY, reviewPage } from '../../engine/quality/page';
import { keepDecision, reviewState, withDecision } from '../../engine/quality/review';
import { drawnTexts } from '../../engine/quality/strings';
import { checkWords } from '../../engine/quality/words';
import { verdictOf } from '../../engine/quality';

const scene = (id: string, narration: string, more: Partial<Scene> = {}): Scene => ({
	id,
	narration,
	onScreen: { title: '' },
	visual: { type: 'statement' },
	citations: [],
	...more,
});
const script = (scenes: Scene[], more: Partial<Script> = {}): Script => ({
	titles: ['A lake above two oceans'],
	hook: scenes[0]?.narration ?? '',
	scenes,
	description: 'About a lake.',
	chapters: [],
	tags: ['lake'],
	writer: 'own script',
	copiedShare: 0,
	revision: 1,
	...more,
});
const source: SourceText = {
	v: 1,
	id: 'src-1',
	url: 'https://example.com/lake',
	title: 'The lake',
	publisher: 'Example',
	author: null,
	publishedAt: null,
	language: 'en',
	sentences: ['Gatun Lake lies 26 metres above sea level.', 'In 2023 a drought lowered the lake.'],
	paragraphs: [0],
	headings: [],
	steps: [],
};

describe('checks', () => {
	const outcome = (checked: Script, name: string, bannedWords: string[] = []) =>
		checkWords({ script: checked, sources: [source], bannedWords, mostCopied: 0.3 }).find((check) => check.name === name)!;

	test('a number that no source holds is held, spoken or drawn, and named with its scene', () => {
		const good = script([scene('s1', 'Gatun Lake lies 26 metres above sea level.')]);
		expect(outcome(good, 'grounding').outcome).toBe('pass');
		const spoken = outcome(script([scene('s1', 'Gatun Lake lies 62 metres above sea level.')]), 'grounding');
		expect(spoken).toMatchObject({ outcome: 'hold' });
		expect(spoken.evidence).toContain('s1');
		const drawn = outcome(
			script([
				scene('s1', 'Gatun Lake lies 26 metres above sea level.', {
					visual: { type: 'bignum', value: 31, display: '31', unit: 'metres', lead: '' },
				}),
			]),
			'drawn words',
		);
		expect(drawn).toMatchObject({ outcome: 'hold' });
		expect(drawn.evidence).toContain('31 metres');
	});

	test('a title or a chapter that no source says is held; the page’s own title and what it says are not', () => {
		const scenes = [scene('s1', 'Gatun Lake lies 26 metres above sea level.')];
		const titled = (titles: string[], chapter = 'The lake') => outcome(script(scenes, { titles, chapters: [{ startSceneId: 's1', title: chapter }] }), 'titles'); // prettier-ignore
		expect(titled(['The lake', 'Gatun Lake lies 26 metres above sea level'])).toMatchObject({ outcome: 'pass' });
		expect(titled(['The lake', 'Gatun Lake lies 62 metres above sea level'])).toMatchObject({ outcome: 'hold', evidence: expect.stringContaining('62 metres') }); // prettier-ignore
		expect(titled(['The lake'], 'A flood raised the lake')).toMatchObject({ outcome: 'hold' });
	});

	test('a quotation that is drawn without its "she said" is spoken; one word else in it is not', () => {
		const narration = '"I was not looking for gold," said Elif Sörensen. "I was looking for a lake."';
		const quoted: SourceText = { ...source, sentences: [narration], paragraphs: [0] };
		const drawn = (text: string) =>
			checkWords({
				script: script([scene('s1', narration, { visual: { type: 'quote', text, who: 'Elif Sörensen' } })]),
				sources: [quoted],
				bannedWords: [],
				mostCopied: 1,
			}).find(({ name }) => name === 'drawn words');
		expect(drawn('I was not looking for gold. I was looking for a lake.')).toMatchObject({ outcome: 'pass' });
		expect(drawn('I was not looking for gold. I was looking for a fight.')).toMatchObject({ outcome: 'hold' });
	});

	test('a number is judged with what leads to it on the screen: a bound that stands there is not missing', () => {
		const only: SourceText = {
			...source,
			sentences: ['A lamp with a metal mirror sent only 39 percent of its light out to sea.'],
			paragraphs: [0],
		};
		const drawn = (lead: string) =>
			checkWords({
				script: script([
					scene('s1', only.sentences[0]!, { visual: { type: 'bignum', value: 39, display: '39%', unit: 'of its light', lead } }),
				]),
				sources: [only],
				bannedWords: [],
				mostCopied: 1,
			}).find(({ name }) => name === 'drawn words')!;
		expect(drawn('A lamp with a metal mirror sent only')).toMatchObject({ outcome: 'pass' });
		for (const lead of ['', 'A lamp with a metal mirror sent', 'A lamp without a mirror sent only'])
			expect({ lead, outcome: drawn(lead).outcome }).toEqual({ lead, outcome: 'hold' });
	});

	test('how varied a film is stands among the checks as a figure, and holds nothing', () => {
		const look = (id: string, skeleton: number, transition: string, sticker?: string) => ({ id, skeleton, transition, frames: 90, visual: { type: 'statement', ...(sticker ? { sticker } : {}) } }); // prettier-ignore
		const scenes = [look('s1', 1, 'cut', 'anchor'), look('s2', 1, 'wipe'), look('s3', 2, 'push', 'anchor'), look('s4', 3, 'wipe')];
		const variety = varietyOf({ scenes } as never);
		expect(variety).toEqual({ layouts: 3, mostOnOneLayoutPercent: 50, transitions: 2, stickerLedPercent: 50, stickersTwice: 1 });
		expect(tellVariety({ variety } as never)).toEqual({
			name: 'variety',
			outcome: 'pass',
			evidence: '3 layouts (50 % of the time on one), 2 kinds of transition, 50 % of scenes led by a sticker, 1 shown again',
		});
		expect(tellVariety({} as never)).toBeNull();
	});

	test('copied words, hooks and banned words', () => {
		const scenes = [scene('s1', 'Gatun Lake lies 26 metres above sea level.')];
		expect(outcome(script(scenes, { copiedShare: 0.31 }), 'copied words').outcome).toBe('hold');
		expect(outcome(script(scenes, { copiedShare: 0.3 }), 'copied words').outcome).toBe('pass');
		expect(outcome(script([scene('s1', 'In this video we look at a lake.')]), 'hook').outcome).toBe('hold');
		expect(outcome(script(scenes), 'banned words', ['lake']).outcome).toBe('fail');
		expect(verdictOf([{ name: 'a', outcome: 'hold', evidence: '' }, { name: 'b', outcome: 'fail', evidence: '' }])).toBe('fail'); // prettier-ignore
	});

	test('without sources nothing is claimed', () => {
		const checks = checkWords({ script: script([scene('s1', 'Anything.')]), sources: [], bannedWords: [], mostCopied: 0.3 });
		expect(checks.find((check) => check.name === 'grounding')!.outcome).toBe('skipped');
	});

	test("the platforms' limits are named one by one", () => {
		const fine = checkLimits(script([scene('s1', 'x')]), undefined);
		expect(fine.outcome).toBe('pass');
		const bad = checkLimits(
			script([scene('s1', 'x')], { titles: ['T'.repeat(101)], description: 'ü'.repeat(2501), tags: ['x'.repeat(300), 'y'.repeat(300)] }),
			{ width: 1080, height: 1920, durationSeconds: 181, thumbnails: [] } as never,
		);
		expect(bad.outcome).toBe('fail');
		for (const part of ['101 characters', '5002 bytes', 'tags', '180 s']) expect(bad.evidence).toContain(part);
	});

	test('every string of any picture counts as drawn; what steers it does not', () => {
		const texts = drawnTexts(
			scene('s1', '', {
				onScreen: { title: 'A *marked* title', kicker: '1914' },
				visual: {
					type: 'bars',
					unit: 'km',
					items: [{ label: 'First', value: 1, display: '1 km' }],
					top: 0,
					sticker: 'ship',
					cues: ['word'],
				},
			}),
		);
		expect(texts.sort()).toEqual(['1 km', '1914', 'A marked title', 'First', 'km'].sort());
	});
});

describe('the page', () => {
	const nasty = `"><script>alert(1)</script><img src=x onerror=alert(2)>'&</textarea>`;
	const page = reviewPage(
		[
			{
				channel: nasty,
				kind: 'short',
				script: script([scene('s1', nasty, { onScreen: { title: nasty }, citations: [{ sourceId: 'src-1', quote: nasty }] })], {
					titles: [nasty, `javascript:${nasty}`],
					description: nasty,
				}),
				quality: { verdict: 'fail', checks: [{ name: nasty, outcome: 'fail', evidence: nasty }] },
				video: 'video',
				thumbnails: ['thumbnail-0'],
				stills: { s1: 'still-s1' },
			},
		],
		(asset, key) => `?signature=${encodeURIComponent(nasty)}&file=${asset}.${key}`,
	);

	test('no text of an asset becomes markup', () => {
		expect(page).not.toMatch(/<script|<img src=x|onerror=alert\(2\)>/i);
		// Every tag on the page is one of ours.
		const tags = new Set([...page.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map((match) => match[1]!.toLowerCase()));
		const known = 'html head meta title style body form section header p h1 h2 details summary ul li b span video fieldset legend label input img textarea ol div button blockquote'.split(' '); // prettier-ignore
		expect([...tags].filter((tag) => !known.includes(tag))).toEqual([]);
		expect((page.match(/<textarea/g) ?? []).length).toBe((page.match(/<\/textarea>/g) ?? []).length);
		expect(page).toContain(escapeHtml(nasty));
		expect(PAGE_POLICY).not.toContain('script');
	});

	test('an answer keeps known fields only, as plain bounded text', () => {
		const asked = script([scene('s1', 'Old words.'), scene('s2', 'Kept.')]);
		const [made] = readDecisions(
			{
				'a0.outcome': 'approved',
				'a0.scene.s1': `  New\r\nwords\u0000\u202e ${'x'.repeat(900)}`,
				'a0.scene.s2': 'Kept.',
				'a0.scene.s9': 'no such scene',
				'a0.scene.__proto__': 'x',
				'a0.thumbnail': '9',
				'a0.reason': ['a', 'list'],
				'a0.by': '',
			},
			[{ script: asked, thumbnails: 3 }],
			'2026-01-01T00:00:00.000Z',
		);
		expect(Object.keys(made!.edits.scenes)).toEqual(['s1']);
		expect(made!.edits.scenes.s1).toMatch(/^New words x+$/);
		expect(made!.edits.scenes.s1!.length).toBeLessThanOrEqual(600);
		expect(made!.edits.thumbnail).toBeUndefined();
		expect(made!.decision).toMatchObject({ by: 'person', outcome: 'approved', reason: '' });
		expect(readDecisions({ 'a0.outcome': 'maybe' }, [{ script: asked, thumbnails: 0 }], '')).toEqual([null]);
		expect(readDecisions(null, [{ thumbnails: 0 }], '')).toEqual([null]);
	});
});

describe('the review in the ledger', () => {
	function desk() {
		const kept = new Map<string, unknown>();
		const key = (assetId: string, part: string, hash: string) => `${assetId}/${part}/${hash}`;
		let now = 0;
		const ledger = {
			parts: {
				find: async (assetId: string, part: string, hash: string) => {
					const json = kept.get(key(assetId, part, hash));
					return json ? { json } : null;
				},
				put: async (p: { assetId: string; part: string; inputsHash: string; json: unknown }) => kept.set(key(p.assetId, p.part, p.inputsHash), p.json), // prettier-ignore
			},
		};
		return { context: { ledger, clock: { now: () => now } } as never, pass: (seconds: number) => (now += seconds * 1000) };
	}
	const envelope = (narration: string, more: Partial<Envelope> = {}): Envelope => ({
		channel: { id: 'c', name: 'C', language: 'en' },
		asset: { v: 1, id: 'short-1', kind: 'short', createdAt: '', variant: 0 },
		script: script([scene('s1', narration)]),
		...more,
	});
	const settings = (executionId: string, more = {}) => ({
		executionId,
		waitSeconds: 60 as number | null,
		onTimeout: 'rejected' as const,
		autopilot: false,
		...more,
	});
	const answer = (outcome: 'approved' | 'rejected') => ({ decision: { by: 'person', at: '', outcome, reason: '' }, edits: { scenes: {} } });

	test('an approval holds for every later execution, a rejection only for its own, other words are asked anew', async () => {
		const { context } = desk();
		expect((await reviewState(envelope('a'), settings('1'), context)).state).toBe('asking');
		await keepDecision(envelope('a'), answer('rejected'), '1', context);
		await keepDecision(envelope('a'), answer('approved'), '1', context); // a page sent twice
		expect(await reviewState(envelope('a'), settings('1'), context)).toMatchObject({ state: 'decided', decision: { outcome: 'rejected' } });
		expect((await reviewState(envelope('a'), settings('2'), context)).state).toBe('asking');
		await keepDecision(envelope('a'), answer('approved'), '2', context);
		expect(await reviewState(envelope('a'), settings('3'), context)).toMatchObject({ state: 'decided', decision: { outcome: 'approved' } });
		expect((await reviewState(envelope('b'), settings('3'), context)).state).toBe('asking');
	});

	test('the time-out counts from the first asking of the execution', async () => {
		const { context, pass } = desk();
		expect(await reviewState(envelope('a'), settings('1'), context)).toEqual({ state: 'asking', untilMs: 60_000 });
		pass(59);
		expect(await reviewState(envelope('a'), settings('1'), context)).toEqual({ state: 'asking', untilMs: 60_000 });
		pass(2);
		expect(await reviewState(envelope('a'), settings('1'), context)).toMatchObject({ decision: { by: 'nobody', outcome: 'rejected' } });
		expect(await reviewState(envelope('b'), settings('1', { waitSeconds: null }), context)).toEqual({ state: 'asking', untilMs: null });
	});

	test('autopilot approves only what passed every check', async () => {
		const { context } = desk();
		const held = envelope('a', { quality: { verdict: 'hold', checks: [] } });
		expect((await reviewState(held, settings('1', { autopilot: true }), context)).state).toBe('asking');
		const passed = envelope('b', { quality: { verdict: 'pass', checks: [] } });
		expect(await reviewState(passed, settings('1', { autopilot: true }), context)).toMatchObject({ decision: { by: 'autopilot' } });
		expect((await reviewState(envelope('c'), settings('1', { autopilot: true }), context)).state).toBe('asking');
	});

	test('title, description and thumbnail of the answer go into the asset', () => {
		const file = (sha256: string) => ({ property: sha256, sha256, bytes: 1, mime: 'image/png' });
		const video = { thumbnails: [file('1'), file('2'), file('3')] } as never;
		const made = withDecision(envelope('a', { video }), { ...answer('approved'), edits: { scenes: {}, title: 'Mine', thumbnail: 2 } });
		expect(made.script!.titles).toEqual(['Mine', 'A lake above two oceans']);
		expect(made.video!.thumbnails.map((each) => each.sha256)).toEqual(['3', '1', '2']);
	});
});
