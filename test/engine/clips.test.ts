/** How moments are chosen and edges put: rules over invented speech, with the times known. */
import { chooseMoments, together, wantedCount } from '../../engine/clips/choose';
import { endEdge, gapBetween, offCuts, startEdge } from '../../engine/clips/edges';
import { readCues, readGiven, wordsOfCues } from '../../engine/clips/given';
import { toSdr } from '../../engine/clips/hdr';
import { rateOf } from '../../engine/clips/layout';
import { Levels } from '../../engine/clips/levels';
import { rangeOf, readList } from '../../engine/clips/list';
import { findQuote, locate } from '../../engine/clips/locate';
import { materialOf, ranked, type Candidate } from '../../engine/clips/moments';
import { sentencesOf } from '../../engine/clips/sentences';
import { cannotClose, cannotOpen } from '../../engine/clips/standsAlone';
import { pausesBetween } from '../../engine/clips/transcribe';
import type { MomentWishes, Range, Transcript, Word } from '../../engine/clips/types';
import { random } from '../../engine/render/clock';

/** Speech of these sentences: words of .3 s, `pause` after each sentence; the sound is loud in words and quiet between. */
function speech(sentences: string[], pause: (i: number) => number = () => 0.5): Transcript {
	const words: Word[] = [];
	let at = 1;
	sentences.forEach((sentence, i) => {
		for (const text of sentence.split(' ')) {
			words.push({ text, startSeconds: at, endSeconds: at + 0.3 });
			at += 0.3;
		}
		at += pause(i);
	});
	const durationSeconds = at + 1;
	const levels = Buffer.alloc(Math.ceil(durationSeconds * 100), 140);
	for (const { startSeconds, endSeconds } of words) levels.fill(36, Math.round(startSeconds * 100), Math.round(endSeconds * 100));
	const spoken: Range[] = [];
	for (const word of words) {
		if (spoken.length && word.startSeconds - spoken.at(-1)!.endSeconds < 0.1) spoken.at(-1)!.endSeconds = word.endSeconds;
		else spoken.push({ startSeconds: word.startSeconds, endSeconds: word.endSeconds });
	}
	const range = { startSeconds: 0, endSeconds: durationSeconds };
	return { v: 1, language: 'en', durationSeconds, range, from: 'heard', words, pauses: pausesBetween(spoken, range), levels: levels.toString('base64'), unclear: [] }; // prettier-ignore
}
const open = (transcript: Transcript) => {
	const levels = Levels.fromBase64(transcript.levels, transcript.range.startSeconds);
	return { levels, material: materialOf(transcript, levels) };
};
const WISHES: MomentWishes = { minSeconds: 15, maxSeconds: 60, count: 0, keywords: [] };

const OPENERS = ['My father kept bees in the garden behind our house.', 'Why do we sleep at night?', 'You can build a boat from reeds and rope.', 'Nobody in our village owned a clock before the war.', 'Glass is made of sand and ash and heat.']; // prettier-ignore
const FOLLOWERS = ['And then he told me about the queen and her long journey.', 'But it never worked the way they had planned it.', 'They carried everything over the hill in small wooden boxes.', 'So we waited for the rain to stop before the morning.', 'It was the first time anybody had tried that in winter.']; // prettier-ignore

describe('a clip stands alone', () => {
	test.each([
		['And then we left.', false],
		['But nobody came.', false],
		['So I was walking home.', false],
		['Because the door was open.', false],
		['He never came back.', false],
		["It's the same with bread.", false],
		['They were afraid of the sea.', false],
		['That means nothing to us.', false],
		['of the sea and the wind.', false],
		['For example, take the tides.', false],
		['It takes twelve years to grow an oak.', true],
		['This is the story of a bridge.', true],
		['That summer the river froze.', true],
		['There are three kinds of ice.', true],
		['I grew up beside the sea.', true],
		['Sophie built a boat.', true],
		['Soap is older than paper.', true],
		['Butter melts at thirty degrees.', true],
		['Why do we sleep?', true],
	])('%s', (text, can) => expect(cannotOpen(text, 'en') === null).toBe(can));

	test.each([
		['Why did it fail?', false],
		['Let me give you three reasons:', false],
		['We tried everything, for example', false],
		['My boss, who had built 40 bridges, only asked me one question.', false],
		['Here is what nobody had told me.', false],
		['If you remember one thing tonight, let it be this.', false],
		['That was the last bridge he built.', true],
		['Nobody ever asked him that question again after the bridge had been closed.', true],
		['Here is the bridge that he built.', true],
	])('ends with %s', (text, can) => expect(cannotClose(text, 'en') === null).toBe(can));
});

describe('moments', () => {
	test('begin and end on whole sentences, stand alone, keep lengths and never overlap, whatever is said', () => {
		const next = random(11);
		for (let round = 0; round < 40; round++) {
			const sentences = Array.from({ length: 90 }, () => (next() < 0.35 ? OPENERS : FOLLOWERS)[Math.floor(next() * 5)]!);
			const transcript = speech(sentences, () => 0.2 + next() * 0.9);
			const { levels, material } = open(transcript);
			const moments = chooseMoments(material, levels, 'en', WISHES);
			expect(moments.length).toBeGreaterThanOrEqual(wantedCount(transcript.durationSeconds - 3).least);
			for (const moment of moments) {
				const from = material.sentences.findIndex(({ startSeconds }) => startSeconds >= moment.startSeconds);
				const to = material.sentences.findLastIndex(({ endSeconds }) => endSeconds <= moment.endSeconds);
				expect(moment.text).toBe(material.sentences.slice(from, to + 1).map(({ text }) => text).join(' ')); // prettier-ignore
				expect(cannotOpen(moment.text, 'en')).toBeNull();
				const [first, last] = [material.sentences[from]!, material.sentences[to]!];
				expect(cannotClose(last.text, 'en')).toBeNull();
				const [lead, tail] = [first.startSeconds - moment.startSeconds, moment.endSeconds - last.endSeconds];
				const [before, after] = [
					first.startSeconds - (material.sentences[from - 1]?.endSeconds ?? 0),
					(material.sentences[to + 1]?.startSeconds ?? Infinity) - last.endSeconds,
				];
				expect(lead).toBeGreaterThanOrEqual(-0.011);
				expect(lead).toBeLessThanOrEqual(Math.min(0.35, before / 2) + 0.02);
				expect(tail).toBeGreaterThanOrEqual(-0.011);
				expect(tail).toBeLessThanOrEqual(Math.min(0.45, after / 2) + 0.02);
				expect(levels.at(moment.startSeconds)).toBeLessThan(-40);
				expect(levels.at(moment.endSeconds)).toBeLessThan(-40);
				const seconds = moment.endSeconds - moment.startSeconds;
				expect(seconds).toBeGreaterThanOrEqual(15);
				expect(seconds).toBeLessThanOrEqual(60);
				expect(moment.title).not.toBe('');
				expect(moment.reasons.length).toBeGreaterThan(0);
			}
			const sorted = moments.toSorted((a, b) => a.startSeconds - b.startSeconds);
			sorted.slice(1).forEach((moment, i) => expect(moment.startSeconds).toBeGreaterThanOrEqual(sorted[i]!.endSeconds));
			expect(moments.map(({ scores }) => scores.total)).toEqual(moments.map(({ scores }) => scores.total).sort((a, b) => b! - a!));
		}
	});

	test('what the user asks for comes first, and a range is kept', () => {
		const plain = Array.from({ length: 60 }, (_, i) => [...OPENERS, ...FOLLOWERS][(i * 7) % 10]!.replace(/bees|clock|boat|Glass/, 'house')); // prettier-ignore
		const about = ['The volcano woke in the night.', 'Lava ran down to the harbour and the boats.', 'Everybody who lived under the volcano left at once.', 'The ash lay on the roofs until spring.', 'Nobody has built a house there since.']; // prettier-ignore
		const transcript = speech([...plain.slice(0, 30), ...about, ...plain.slice(30)]);
		const { levels, material } = open(transcript);
		const [first] = chooseMoments(material, levels, 'en', { ...WISHES, keywords: ['volcanoes'] });
		expect(first!.text).toMatch(/volcano/);
		expect(first!.reasons.join()).toMatch(/volcano/);
		const range = { startSeconds: 60, endSeconds: 140 };
		for (const moment of chooseMoments(material, levels, 'en', { ...WISHES, range, count: 2 })) {
			expect(moment.startSeconds).toBeGreaterThanOrEqual(60);
			expect(moment.endSeconds).toBeLessThanOrEqual(140);
		}
	});

	test('a sentence that the range cuts through begins no clip and ends none', () => {
		const transcript = speech(Array.from({ length: 30 }, (_, i) => OPENERS[i % 5]!));
		const { words } = transcript;
		const range = { startSeconds: words[3]!.startSeconds, endSeconds: words.at(-3)!.startSeconds };
		const kept = words.filter((word) => word.startSeconds >= range.startSeconds && word.endSeconds <= range.endSeconds);
		const levels = Levels.fromBase64(transcript.levels, 0);
		const material = materialOf({ ...transcript, words: kept, range }, levels);
		const moments = chooseMoments(material, levels, 'en', WISHES);
		expect(moments.length).toBeGreaterThan(0);
		const second = material.sentences[1]!.startSeconds;
		for (const moment of moments) {
			expect(moment.startSeconds).toBeGreaterThan(second - 0.36);
			expect(moment.endSeconds).toBeLessThan(material.sentences.at(-1)!.startSeconds);
		}
	});

	test('speech that never stands alone still gives clips, and they say so', () => {
		const transcript = speech(Array.from({ length: 40 }, (_, i) => FOLLOWERS[i % 5]!));
		const { levels, material } = open(transcript);
		const moments = chooseMoments(material, levels, 'en', WISHES);
		expect(moments.length).toBeGreaterThan(0);
		for (const { reasons } of moments) expect(reasons.join()).toMatch(/nothing better was found|whole sentence/);
	});

	test('of all ways to choose so many without overlap, the best is found', () => {
		const next = random(5);
		for (let round = 0; round < 60; round++) {
			const all = Array.from({ length: 9 }, () => {
				const startSeconds = next() * 50;
				return { from: 0, to: 0, startSeconds, endSeconds: startSeconds + 5 + next() * 15, scores: {}, total: next() } satisfies Candidate;
			});
			let best = -1;
			for (let set = 0; set < 512; set++) {
				const own = all.filter((_, i) => set & (1 << i));
				if (own.length !== 3 || own.some((a) => own.some((b) => a !== b && a.startSeconds < b.endSeconds && b.startSeconds < a.endSeconds)))
					continue;
				best = Math.max(best, own.reduce((sum, { total }) => sum + total, 0)); // prettier-ignore
			}
			const found = together(all, 3)!;
			if (best < 0) expect(found?.length ?? 0).toBeLessThan(3);
			else expect(found.reduce((sum, { total }) => sum + total, 0)).toBeCloseTo(best, 9);
		}
	});

	test('places are shared by equals and reach from 0 to 1', () => {
		expect(ranked([3, 1, 2])).toEqual([1, 0, 0.5]);
		expect(ranked([1, 1])).toEqual([0.5, 0.5]);
		expect(ranked([7])).toEqual([1]);
	});
});

describe('edges', () => {
	test('a pause that the detector saw goes before the times of words, but takes no word away', () => {
		const transcript = speech(['One two three.', 'Four five six.'], () => 0.8);
		const { levels } = open(transcript);
		const [before, after] = [transcript.words[2]!.endSeconds, transcript.words[3]!.startSeconds];
		const gap = gapBetween(before - 0.1, after + 0.1, transcript.pauses, levels);
		expect(gap.quiet).toBe(true);
		expect(startEdge(gap, levels)).toBeLessThanOrEqual(after + 0.011);
		expect(endEdge(gap, levels)).toBeGreaterThanOrEqual(before - 0.011);
		// Detector late: the first word is kept whole.
		const late = gapBetween(before, after, [{ startSeconds: before, endSeconds: after + 0.2 }], levels);
		expect(startEdge(late, levels)).toBeLessThanOrEqual(after + 0.011);
	});

	test('running speech without a pause is no quiet point', () => {
		const transcript = speech(['One two three.', 'Four five six.'], () => 0);
		const { levels } = open(transcript);
		expect(gapBetween(transcript.words[2]!.endSeconds, transcript.words[3]!.startSeconds, transcript.pauses, levels).quiet).toBe(false);
	});

	test('no flash of another shot at either end, and no word lost for it', () => {
		const words = { startSeconds: 10.3, endSeconds: 30 };
		const edges = { startSeconds: 10, endSeconds: 30.4 };
		expect(offCuts(edges, [10.12, 30.2], words)).toEqual({ startSeconds: 10.12, endSeconds: 30.2 });
		expect(offCuts(edges, [10.29, 30.01], words)).toEqual(edges);
		expect(offCuts(edges, [9.9, 12, 20], words)).toEqual(edges);
	});
});

test('sentences: every word in one, abbreviations and decimals whole, long speech without stops cut at pauses', () => {
	const words = speech(['Dr. Smith paid 1.5 million dollars.', 'Then he left.']).words;
	expect(sentencesOf(words, 'en').map(({ text }) => text)).toEqual(['Dr. Smith paid 1.5 million dollars.', 'Then he left.']);
	const endless = speech(
		Array.from({ length: 12 }, () => 'this goes on and on without any stop'),
		() => 0.7,
	).words;
	const cut = sentencesOf(endless, 'en');
	expect(cut).toHaveLength(12);
	expect(cut.flatMap(({ from, to }) => endless.slice(from, to))).toEqual(endless);
	expect(cut.slice(0, -1).every(({ open: unfinished }) => unfinished)).toBe(true);
	expect(sentencesOf([{ text: '你好。', startSeconds: 0, endSeconds: 1 }, { text: '再见。', startSeconds: 1, endSeconds: 2 }], 'zh')).toHaveLength(2); // prettier-ignore
});

describe('lists', () => {
	test('lines, CSV and JSON say the same', () => {
		const wanted = [
			{ startSeconds: 70, endSeconds: 105, title: 'Why it failed' },
			{ startSeconds: 3661.5, endSeconds: 3690, title: 'The end' },
		];
		const same = (given: unknown) => readList(given).map(({ line: _line, ...entry }) => entry);
		expect(same('1:10 - 1:45 Why it failed\n# a remark\n1:01:01.5 --> 1:01:30 The end')).toEqual(wanted);
		expect(same('title;start;end\n"Why it failed";70;1:45\nThe end;3661.5;3690')).toEqual(wanted);
		expect(same('70,105,Why it failed\n3661.5,3690,"The end"')).toEqual(wanted);
		expect(same([{ start: 70, end: '1:45', title: 'Why it failed' }, { startSeconds: 3661.5, endSeconds: 3690, title: 'The end' }])).toEqual(wanted); // prettier-ignore
		expect(same(JSON.stringify({ clips: [{ start: 70, end: 105, title: 'Why it failed' }, { start: 3661.5, end: 3690, title: 'The end' }] }))).toEqual(wanted); // prettier-ignore
		expect(same('“Nobody owned a clock”')).toEqual([{ quote: 'Nobody owned a clock' }]);
		expect(rangeOf('10:00-25:30')).toEqual({ startSeconds: 600, endSeconds: 1530 });
	});

	test.each([[''], ['2:00 - 1:00'], [[{ start: 'soon', end: 5 }]], ['[{"start": 1,'], [{}], [[{ title: 'nothing' }]]])(
		'%j is refused with the line and a fix',
		(list) => {
			expect(() => readList(list)).toThrow(expect.objectContaining({ code: 'INPUT', fix: expect.stringMatching(/\w/) }));
		},
	);

	test('a quote is found where it is said, with words missing or misheard; what is not said is not found', () => {
		const { words } = speech([...OPENERS, ...FOLLOWERS]);
		const said = (quote: string) => {
			const found = findQuote(quote, words);
			return found && words.slice(found.from, found.to).map(({ text }) => text).join(' '); // prettier-ignore
		};
		expect(said('nobody in our village owned a clock')).toBe('Nobody in our village owned a clock');
		expect(said('You can build the boat from reeds, and rope!')).toBe('You can build a boat from reeds and rope.');
		expect(said('The moon landing was a great step for mankind')).toBeNull();
	});

	test('times become whole sentences, whole words, or stay to the frame', () => {
		const transcript = speech([...OPENERS, ...FOLLOWERS]);
		const { levels, material } = open(transcript);
		const [, second] = material.sentences;
		const entry = { line: 1, startSeconds: second!.startSeconds + 0.4, endSeconds: second!.endSeconds - 0.4 };
		expect(locate(entry, 'sentences', transcript, material, levels).text).toBe(OPENERS[1]);
		expect(locate(entry, 'words', transcript, material, levels).text).toBe('do we sleep at');
		const exact = locate(entry, 'exact', transcript, material, levels);
		expect([exact.startSeconds, exact.endSeconds]).toEqual([expect.closeTo(entry.startSeconds, 3), expect.closeTo(entry.endSeconds, 3)]);
		expect(() => locate({ line: 4, startSeconds: 9000, endSeconds: 9010 }, 'exact', transcript, material, levels)).toThrow(
			/Clip 4 .* lasts/,
		);
		expect(() => locate({ line: 2, quote: 'a great step for mankind and the moon' }, 'sentences', transcript, material, levels)).toThrow(/Clip 2 .*not said/); // prettier-ignore
	});
});

describe('given transcripts', () => {
	test('SRT and VTT: times, markup and sounds', () => {
		const cues = readCues('WEBVTT\n\nNOTE no\n\n1\n00:01.000 --> 00:02.500 align:start\n<v Ann>Hello &amp; <i>welcome</i>\nto the show [applause]\n\n00:03.000 --> 00:04.000\n♪ music ♪\n'); // prettier-ignore
		expect(cues).toEqual([{ startSeconds: 1, endSeconds: 2.5, text: 'Hello & welcome to the show' }]);
		expect(readCues('1\r\n01:00:00,250 --> 01:00:01,000\r\nOne\r\n'.replaceAll('\r\n', '\n'))).toEqual([{ startSeconds: 3600.25, endSeconds: 3601, text: 'One' }]); // prettier-ignore
		const words = wordsOfCues(cues);
		expect(words.map(({ text }) => text)).toEqual(['Hello', '&', 'welcome', 'to', 'the', 'show']);
		expect(words[0]!.startSeconds).toBe(1);
		expect(words.at(-1)!.endSeconds).toBeCloseTo(2.5);
	});

	test('word times in several shapes; nonsense is refused', () => {
		const words = [{ text: 'Hello', startSeconds: 0, endSeconds: 0.5 }, { text: 'you.', startSeconds: 0.5, endSeconds: 1 }]; // prettier-ignore
		expect(readGiven(JSON.stringify({ segments: [{ words: [{ word: ' Hello', start: 0, end: 0.5 }, { word: 'you.', start: 0.5, end: 1 }] }] }), 'x')).toEqual({ kind: 'words', words }); // prettier-ignore
		expect(readGiven(JSON.stringify(words), 'x')).toEqual({ kind: 'words', words });
		for (const bad of ['', 'no times here', '{"words": []}', '{"words": [{"text":"a","start":5,"end":1}]}', '{bad'])
			expect(() => readGiven(bad, 'talk.srt')).toThrow(expect.objectContaining({ code: 'INPUT', message: expect.stringContaining('talk.srt') })); // prettier-ignore
	});
});

test('high dynamic range: white stays white, grey stays grey, highlights are told apart', () => {
	// 203 nits in PQ and 75 % in HLG are what a programme calls white.
	for (const [transfer, white] of [
		['pq', 0.5807],
		['hlg', 0.75],
	] as const) {
		const [r, g, b] = toSdr([white, white, white], transfer);
		expect(Math.min(r, g, b)).toBeGreaterThan(0.88);
		expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThan(0.01);
		expect(toSdr([0, 0, 0], transfer)[0]).toBeLessThan(0.02);
		const steps = [0.2, 0.4, white, white + 0.08].map((v) => toSdr([v, v, v], transfer)[0]);
		expect(steps).toEqual(steps.toSorted((a, b) => a - b));
		expect(new Set(steps).size).toBe(4);
	}
});

test('the rate of a clip is the film’s own, half of a doubled one, else 30', () => {
	const rate = (fps: number, variableFrameRate = false) => Object.values(rateOf({ fps, variableFrameRate })).join('/');
	expect([23.976, 24, 25, 29.97, 30, 50, 59.94, 60, 12, 144].map((fps) => rate(fps))).toEqual(['24000/1001', '24/1', '25/1', '30000/1001', '30/1', '25/1', '30000/1001', '30/1', '30/1', '30/1']); // prettier-ignore
	expect(rate(25, true)).toBe('30/1');
});
