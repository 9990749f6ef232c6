/** Which words of a known script lie in which window of the recording. */

export interface Placed {
	/** One half-open range of the script a window. */
	ranges: { from: number; to: number }[];
	matched: boolean[];
}

const plain = (word: string): string => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/**
 * Shares `script` out among windows by what was heard in each: the edit from the script to all heard words that keeps most of them, cut at the windows'
 * borders. Script words that match nothing stay with the word before them. Returns half-open ranges that follow each other without gaps,
 * and which words of the script were heard as they are written.
 */
export function placeWords(script: readonly string[], heard: readonly (readonly string[])[]): Placed {
	const windows = heard.flatMap((words, window) => words.map((word) => ({ word: plain(word), window })));
	const wanted = script.map(plain);
	const width = windows.length + 1;
	const cost = new Uint32Array((wanted.length + 1) * width);
	for (let j = 0; j < width; j++) cost[j] = j;
	const change = (i: number, j: number) => (wanted[i - 1] === windows[j - 1]!.word ? 0 : 2);
	for (let i = 1; i <= wanted.length; i++) {
		cost[i * width] = i;
		for (let j = 1; j < width; j++) {
			cost[i * width + j] = Math.min(
				cost[(i - 1) * width + j - 1]! + change(i, j),
				cost[(i - 1) * width + j]! + 1,
				cost[i * width + j - 1]! + 1,
			);
		}
	}
	const matched = wanted.map(() => false);
	const windowOf = new Array<number>(wanted.length).fill(-1);
	for (let i = wanted.length, j = windows.length; i > 0 && j > 0;) {
		const here = cost[i * width + j]!;
		if (here === cost[(i - 1) * width + j - 1]! + change(i, j)) {
			matched[i - 1] = change(i, j) === 0;
			windowOf[--i] = windows[--j]!.window;
		} else if (here === cost[(i - 1) * width + j]! + 1) i--;
		else j--;
	}
	let last = windowOf.find((window) => window >= 0) ?? 0;
	const ranges = heard.map(() => ({ from: 0, to: 0 }));
	let at = 0;
	for (let window = 0; window < ranges.length; window++) {
		const from = at;
		while (at < wanted.length) {
			if (windowOf[at]! >= 0) last = windowOf[at]!;
			if (last > window && window < ranges.length - 1) break;
			at++;
		}
		ranges[window] = { from, to: at };
	}
	return { ranges, matched };
}
