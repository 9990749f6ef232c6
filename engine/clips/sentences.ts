/** Whole sentences of what was said, with their words. */
import { splitSentences } from '../text/sentences';
import type { Range, Word } from './types';

export interface Sentence extends Range {
	text: string;
	/** Index of its first word, and of the one after its last. */
	from: number;
	to: number;
	/** No full stop ends it: only a long pause does. */
	open: boolean;
}

const NO_SPACE = new Set(['zh', 'ja', 'th', 'lo', 'my', 'yue']);
const ENDS = /[.!?…。！？]["'”’)\]»」』]*$/u;
/** Longer ones are no sentences: their full stops were not written. */
const MOST_WORDS = 60;
/** Such a pause ends a sentence that nothing else ends. */
const OPEN_PAUSE = 0.6;

/** Sentences in order; every word is in one. Speech without full stops is cut at its longer pauses. */
export function sentencesOf(words: readonly Word[], language: string): Sentence[] {
	const glue = NO_SPACE.has(language) ? '' : ' ';
	const sentences: Sentence[] = [];
	const add = (from: number, to: number, open: boolean) => {
		if (from >= to) return;
		const own = words.slice(from, to);
		sentences.push({
			startSeconds: own[0]!.startSeconds,
			endSeconds: own.at(-1)!.endSeconds,
			text: own.map((word) => word.text).join(glue),
			from,
			to,
			open,
		});
	};
	let from = 0;
	for (const to of endsOf(words, glue)) {
		const ends = ENDS.test(words[to - 1]!.text);
		if (to - from <= MOST_WORDS && (ends || to === words.length)) add(from, to, !ends);
		else {
			// Cut at pauses; a sentence of half the allowed length may stay whole.
			let start = from;
			for (let i = from + 1; i <= to; i++) {
				const pause = i < to ? words[i]!.startSeconds - words[i - 1]!.endSeconds : Infinity;
				if (pause < OPEN_PAUSE) continue;
				add(start, i, !(i === to && ends));
				start = i;
			}
		}
		from = to;
	}
	return sentences;
}

/** Indexes after the last word of each sentence. */
function endsOf(words: readonly Word[], glue: string): number[] {
	if (glue === '') {
		const ends = words.flatMap((word, i) => (ENDS.test(word.text) ? [i + 1] : []));
		return ends.at(-1) === words.length || words.length === 0 ? ends : [...ends, words.length];
	}
	const ends: number[] = [];
	let at = 0;
	for (const sentence of splitSentences(words.map((word) => word.text.replace(/\s+/g, '')).join(' '))) {
		at += sentence.split(' ').length;
		ends.push(at);
	}
	return ends;
}
