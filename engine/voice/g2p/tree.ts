/**
 * Letter-to-sound by a decision tree a letter, learnt from the dictionaries (train.ts): what is said for a letter
 * depends on five letters to each side, the next sound and the stress already placed, decoded right to left.
 */
import { brotliDecompressSync } from 'node:zlib';
import { VOWELS, isVowel, withoutStress } from './alphabet';

/** A leaf is the sounds of the letter; a node is [sounds if nothing fits, feature, children by the feature's value]. */
export type TreeNode = string | [string, number, Record<string, TreeNode>];
export type Tree = Record<string, TreeNode>;

export const readTree = (compressed: Uint8Array): Tree => JSON.parse(brotliDecompressSync(compressed).toString('utf8')) as Tree;

/** The features of letter `at` of the padded word, given the sounds already decided to its right. */
export function features(padded: string, at: number, right: string, length: number): string[] {
	const index = at - 5;
	let vowels = 0;
	for (const c of right) if (isVowel(c)) vowels++;
	const near = [];
	for (let d = 1; d <= 5; d++) near.push(padded[at + d]!, padded[at - d]!);
	return [
		...near,
		right.includes("'") ? 'P' : String(Math.min(vowels, 3)),
		withoutStress(right)[0] ?? '#',
		String(Math.min(length - 1 - index, 6)),
		String(Math.min(index, 4)),
	];
}

const FULL_VOWEL: Record<string, string> = { a: '@', e: 'e', i: '1', o: 'a', u: '6', y: '1' };

/** Code of a word of letters a–z; null when it holds no vowel sound (then it is spelt). */
export function soundOut(word: string, tree: Tree): string | null {
	const padded = `#####${word}#####`;
	const sounds: string[] = Array<string>(word.length).fill('');
	const firstVowel = word.search(/[aeiou]|(?<=.)y/);
	let right = '';
	for (let i = word.length - 1; i >= 0; i--) {
		let node: TreeNode | undefined = tree[word[i]!];
		if (node === undefined) continue;
		const known = features(padded, i + 5, right, word.length);
		while (typeof node !== 'string') node = node[2][known[node[1]]!] ?? node[0];
		let sound = node;
		if (sound.includes("'") && right.includes("'")) sound = sound.replace("'", ',');
		// The first vowel letter may not vanish before a consonant.
		if (i === firstVowel && !sound && !/[aeiouyw]/.test(padded[i + 6]!)) sound = FULL_VOWEL[word[i]!] ?? '';
		sounds[i] = sound;
		right = sound + right;
	}
	const syllables = sounds.flatMap((sound, i) => ([...sound].some(isVowel) ? [i] : []));
	if (syllables.length === 0) return null;
	if (!right.includes("'")) {
		const secondary = syllables.find((i) => sounds[i]!.includes(','));
		const at = secondary ?? syllables[syllables.length <= 2 ? 0 : syllables.length - 3]!;
		sounds[at] = sounds[at]!.replace(',', '').replace(
			new RegExp(`[${VOWELS}]`),
			(c) => `'${c === 'x' && word[at + 1] !== 'r' ? (FULL_VOWEL[word[at]!] ?? c) : c}`,
		);
	}
	return sounds.join('').replace(/'x(?!r)/g, "'6");
}
