import type { Word } from '../../engine/asset';
import { captionPages, subtitleCues, toSrt, toVtt, VERTICAL_PAGES, WIDE_PAGES } from '../../engine/render/captionPages';

/** Words spoken at an even pace, with a pause after punctuation. */
function spoken(text: string, sceneId = 's1', from = 0): Word[] {
	let at = from;
	return text.split(' ').map((word) => {
		const seconds = 0.12 + word.length * 0.045;
		const made = { text: word, startSeconds: at, endSeconds: at + seconds, sceneId };
		at += seconds + (/[.!?]$/.test(word) ? 0.35 : /[,;:]$/.test(word) ? 0.2 : 0.02);
		return made;
	});
}
const texts = (words: Word[]) => captionPages(words, VERTICAL_PAGES).map((page) => page.words.map((word) => word.text).join(' '));

describe('caption pages', () => {
	const sentences = [
		'The canal opened on 15 August 1914 after 10 years of work.',
		'Each transit uses about 200 million litres of fresh water from Gatun Lake.',
		'In 2022 the fee rose by 4.5 percent, and a record 2.4 million dollars was paid at auction.',
		'Ships from New York to San Francisco save 13,000 km on the way.',
	];
	test.each(sentences)('"%s" keeps all words in order, 1–4 a page, at least 0.4 s each', (sentence) => {
		const words = spoken(sentence);
		const pages = captionPages(words, VERTICAL_PAGES);
		expect(pages.flatMap((page) => page.words)).toEqual(words);
		for (const [i, page] of pages.entries()) {
			expect(page.words.length).toBeLessThanOrEqual(4);
			expect(page.endSeconds - page.startSeconds).toBeGreaterThanOrEqual(0.39);
			expect(page.endSeconds).toBeLessThanOrEqual((pages[i + 1]?.startSeconds ?? Infinity) + 1e-9);
		}
	});

	test('no page break falls inside a number with its unit, a name or between article and noun', () => {
		for (const sentence of sentences) {
			const pages = texts(spoken(sentence));
			for (const page of pages.slice(0, -1)) {
				expect(page).not.toMatch(/\b(the|a|an)$/i);
				// A year counts nothing: a page may end with it.
				expect(page).not.toMatch(/(^|\s)\$?(?!(?:1[0-9]|20)\d\d$)\d[\d.,]*\d$/);
				expect(page).not.toMatch(/\b(New|San|Gatun)$/);
			}
		}
	});

	test('pages never straddle scenes', () => {
		const first = spoken('Short one.', 's1');
		const pages = captionPages([...first, ...spoken('And two.', 's2', 1.2)], VERTICAL_PAGES);
		for (const page of pages) expect(new Set(page.words.map((word) => word.sceneId)).size).toBe(1);
	});

	test('subtitle files hold every word once, in time order, at most two lines of 42 characters or one long word', () => {
		const words = sentences.flatMap((sentence, i) => spoken(sentence, `s${i + 1}`, i * 9));
		const pages = captionPages(words, VERTICAL_PAGES);
		const cues = subtitleCues(pages);
		expect(cues.map((cue) => cue.text.replace(/\n/g, ' ')).join(' ')).toBe(sentences.join(' '));
		cues.forEach((cue, i) => {
			expect(cue.text.split('\n').length).toBeLessThanOrEqual(2);
			for (const line of cue.text.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
			expect(cue.startSeconds).toBeLessThan(cue.endSeconds);
			if (i) expect(cue.startSeconds).toBeGreaterThanOrEqual(cues[i - 1]!.endSeconds - 1e-9);
		});
		expect(toSrt(pages)).toMatch(/^1\n00:00:00,000 --> 00:00:\d\d,\d{3}\n/);
		expect(toVtt(pages)).toMatch(/^WEBVTT\n\n00:00:00\.000 --> /);
	});

	test('subtitles can be read: a sentence or its part a cue, long enough, none too fast, none over the next', () => {
		const script = [
			'Never.',
			'Not once.',
			'The canal opened on 15 August 1914 after ten years of work, and the first ship to pass from one ocean to the other was the Ancon, a steamer that carried cement.',
			'Each transit uses about 200 million litres of fresh water from Gatun Lake.',
			'Why?',
		];
		const pages = captionPages(spoken(script.join(' ')), VERTICAL_PAGES);
		const cues = subtitleCues(pages);
		expect(cues.map((cue) => cue.text.replace(/\n/g, ' ')).join(' ')).toBe(script.join(' '));
		expect(cues[0]!.text).toBe('Never. Not once.');
		cues.forEach((cue, i) => {
			const seconds = cue.endSeconds - cue.startSeconds;
			expect(seconds).toBeGreaterThanOrEqual(0.99);
			expect(seconds).toBeLessThanOrEqual(7);
			for (const line of cue.text.split('\n')) expect(line.length).toBeLessThanOrEqual(42);
			const next = cues[i + 1];
			if (next) expect(next.startSeconds - cue.endSeconds).toBeGreaterThan(0.05);
			// The parts of a long sentence are of a length.
			if (/canal|steamer/.test(cue.text)) expect(cue.text.length).toBeGreaterThan(40);
		});
	});

	test('a line of subtitles ends in no name and in no number with its unit', () => {
		const broken = (text: string) => subtitleCues(captionPages(spoken(text, 's1'), WIDE_PAGES)).map((cue) => cue.text);
		for (const [text, whole] of [
			['In 1822 Augustin-Jean Fresnel showed a lens that sent light out.', 'Augustin-Jean Fresnel'],
			['The tower that stands there is all of 63 metres high and white.', '63 metres'],
			['The second ship was sent by Matthew Perry to the north of Japan.', 'Matthew Perry'],
		] as const)
			expect(broken(text).join(' | ')).toContain(whole);
	});
	test('markup and arrows in a script cannot break the subtitle files', () => {
		const pages = captionPages(spoken('<b>x</b> --> & end.'), VERTICAL_PAGES);
		expect(toVtt(pages)).toContain('&lt;b&gt;x&lt;/b&gt; → &amp; end.');
		expect(toSrt(pages).match(/-->/g)).toHaveLength(subtitleCues(pages).length);
	});
});
