/** Words joined into sentences with their times. */
export interface Timed {
	text: string;
	startSeconds: number;
	endSeconds: number;
}

/** A pause that ends a segment even where no sentence ends, and the length above which a comma or smaller pause does. */
const LONG_PAUSE = 1.2;
const LONG_SECONDS = 15;
const ENDS = /[.!?…。！？]["'”’)\]»]*$/u;
const ABBREVIATION = /^(?:mr|mrs|ms|dr|prof|st|vs|no|fig|gen|sen|rep|gov|inc|ltd|co|jr|sr|approx|e\.g|i\.e|[a-z])\.$/iu;
const NO_SPACE = new Set(['zh', 'ja', 'th', 'lo', 'my', 'yue']);

/** Sentences of a transcript: cut after a full stop (not of an abbreviation), at long pauses, and at commas in what grows too long. */
export function segmentsOf(words: readonly Timed[], language: string): Timed[] {
	const glue = NO_SPACE.has(language) ? '' : ' ';
	const segments: Timed[] = [];
	let open: Timed[] = [];
	const close = () => {
		if (open.length === 0) return;
		segments.push({ startSeconds: open[0]!.startSeconds, endSeconds: open.at(-1)!.endSeconds, text: open.map((w) => w.text).join(glue) });
		open = [];
	};
	words.forEach((word, i) => {
		open.push(word);
		const next = words[i + 1];
		const pause = next ? next.startSeconds - word.endSeconds : Infinity;
		const ends = ENDS.test(word.text) && !(ABBREVIATION.test(word.text) && pause < 0.6);
		const long = word.endSeconds - open[0]!.startSeconds > LONG_SECONDS && (/[,;:]$/.test(word.text) || pause > 0.3);
		if (ends || pause > LONG_PAUSE || long) close();
	});
	close();
	return segments;
}
