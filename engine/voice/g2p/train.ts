/**
 * Developer's program: learns the letter-to-sound tree from the dictionaries and writes it compressed.
 *
 *   npx esbuild engine/voice/g2p/train.ts --bundle --platform=node --format=cjs --outfile=/tmp/train.cjs
 *   node /tmp/train.cjs GOLD.json SILVER.json cmudict.dict OUT.json.br [--hold]
 *
 * Letters and sounds are aligned by expectation–maximisation (a letter says nothing, one or two sounds), then a tree a letter is
 * grown greedily on the multi-way split with the least entropy. `--hold` keeps 1000 gold words (and their relatives) out and prints the error on them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { isVowel, withoutStress } from './alphabet';
import { buildDictionary, Dictionary, tierOf, variant } from './dictionary';
import { features, soundOut, type Tree, type TreeNode } from './tree';

const LEAST = 2; // words a branch needs
const BRANCH_COST = 2; // nats a branch costs, against splits on rare values
type Sample = { sound: string; known: string[] };

function samples(dictionary: string): { word: string; code: string; gold: boolean }[] {
	const seen = new Set<string>();
	const out: { word: string; code: string; gold: boolean }[] = [];
	for (const line of dictionary.split('\n')) {
		const [key, value] = line.split('\t');
		if (!key || !value || key.length < 3 || !/^[A-Za-z][a-z]+$/.test(key)) continue;
		const word = key.toLowerCase();
		const code = variant(value, '', false);
		if (seen.has(word) || !code) continue;
		seen.add(word);
		out.push({ word, code, gold: tierOf(value) === 'gold' });
	}
	return out;
}

const SEED: Record<string, string> = {
	b: 'b', c: 'ksS', d: 'dJt', f: 'f', g: 'gJ', h: 'h', j: 'J', k: 'k', l: 'l', m: 'm', n: 'nN', p: 'p', q: 'k',
	r: 'r', s: 'szSZ', t: 'tTSCD0', v: 'v', w: 'w', x: 'kz', z: 'z', y: 'j',
}; // prettier-ignore

class Aligner {
	private counts: Map<string, number> | null = null;

	/** Splits a word's sounds over its letters, or null when there are more than two a letter. */
	align(word: string, sounds: string[]): string[] | null {
		const n = word.length;
		const m = sounds.length;
		const width = m + 1;
		const cost = new Float64Array((n + 1) * width).fill(Infinity);
		const taken = new Int8Array((n + 1) * width);
		cost[0] = 0;
		for (let i = 0; i < n; i++) {
			for (let j = 0; j <= m; j++) {
				const here = cost[i * width + j]!;
				if (here === Infinity) continue;
				for (let k = 0; k <= 2 && j + k <= m; k++) {
					const next = here + this.price(word[i]!, sounds.slice(j, j + k));
					const to = (i + 1) * width + j + k;
					if (next < cost[to]!) {
						cost[to] = next;
						taken[to] = k;
					}
				}
			}
		}
		if (cost[n * width + m] === Infinity) return null;
		const out: string[] = [];
		for (let i = n, j = m; i > 0; i--) {
			const k = taken[i * width + j]!;
			out.unshift(sounds.slice(j - k, j).join(''));
			j -= k;
		}
		return out;
	}

	learn(words: string[], aligned: (string[] | null)[]): void {
		const counts = new Map<string, number>();
		const add = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
		aligned.forEach((parts, w) =>
			parts?.forEach((part, i) => {
				add(words[w]![i]! + part);
				add(words[w]![i]!);
			}),
		);
		this.counts = counts;
	}

	private price(letter: string, sounds: string[]): number {
		if (this.counts) return -Math.log((this.counts.get(letter + sounds.join('')) ?? 0.05) / (this.counts.get(letter) ?? 1));
		if (sounds.length === 0) return 2.5;
		const vowelLetter = /[aeiouy]/.test(letter);
		let sum = (sounds.length - 1) * 2.5;
		for (const sound of sounds) {
			const last = sound[sound.length - 1]!;
			if (isVowel(last)) sum += vowelLetter ? 1 : 5;
			else sum += (SEED[letter] ?? '').includes(last) ? 0.5 : vowelLetter ? 4 : 3;
		}
		return sum;
	}
}

function grow(data: Sample[]): TreeNode {
	const counts = new Map<string, number>();
	for (const { sound } of data) counts.set(sound, (counts.get(sound) ?? 0) + 1);
	let common = '';
	let most = 0;
	for (const [sound, n] of counts) if (n > most) [common, most] = [sound, n];
	if (counts.size === 1 || data.length < LEAST * 2) return common;
	let best = -1;
	let least = Infinity;
	for (let f = 0; f < data[0]!.known.length; f++) {
		const groups = new Map<string, Map<string, number>>();
		for (const { sound, known } of data) {
			let group = groups.get(known[f]!);
			if (!group) groups.set(known[f]!, (group = new Map<string, number>()));
			group.set(sound, (group.get(sound) ?? 0) + 1);
		}
		if (groups.size < 2) continue;
		let entropy = 0;
		for (const group of groups.values()) {
			let n = 0;
			let sum = 0;
			for (const v of group.values()) {
				n += v;
				sum += v * Math.log(v);
			}
			entropy += n * Math.log(n) - sum + BRANCH_COST;
		}
		if (entropy < least) [least, best] = [entropy, f];
	}
	if (best < 0) return common;
	const groups = new Map<string, Sample[]>();
	for (const sample of data) {
		const list = groups.get(sample.known[best]!);
		if (list) list.push(sample);
		else groups.set(sample.known[best]!, [sample]);
	}
	const children: Record<string, TreeNode> = {};
	for (const [value, list] of groups) {
		if (list.length < LEAST) continue;
		const child = grow(list);
		if (child !== common) children[value] = child;
	}
	return Object.keys(children).length ? [common, best, children] : common;
}

function main([goldPath, silverPath, cmuPath, out, hold]: string[]): void {
	const json = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
	const blob = buildDictionary(json(goldPath!), json(silverPath!), readFileSync(cmuPath!, 'utf8'));
	let words = samples(blob.toString('latin1'));
	let held: typeof words = [];
	if (hold) {
		const stem = (word: string) => word.replace(/(ings?|ed|es|s|er|ers|ly|ness|y|e)$/, '');
		held = words.filter((word, i) => word.gold && word.word.length >= 5 && (i * 2654435761) % 4294967296 < 4294967296 / 60).slice(0, 1000);
		const stems = new Set(held.map((word) => stem(word.word)));
		words = words.filter((word) => !stems.has(stem(word.word)));
	}
	const sounds = words.map(({ code }) => code.match(/[',]?[^',]/g) ?? []);
	const aligner = new Aligner();
	let aligned: (string[] | null)[] = [];
	for (let round = 0; round < 4; round++) {
		aligned = words.map(({ word }, i) => aligner.align(word, sounds[i]!));
		aligner.learn(words.map(({ word }) => word), aligned); // prettier-ignore
	}
	const byLetter = new Map<string, Sample[]>();
	aligned.forEach((parts, w) => {
		if (!parts) return;
		const { word } = words[w]!;
		const padded = `#####${word}#####`;
		let right = '';
		for (let i = word.length - 1; i >= 0; i--) {
			const sample = { sound: parts[i]!, known: features(padded, i + 5, right, word.length) };
			const list = byLetter.get(word[i]!);
			if (list) list.push(sample);
			else byLetter.set(word[i]!, [sample]);
			right = parts[i]! + right;
		}
	});
	const tree: Tree = {};
	for (const [letter, list] of [...byLetter].sort(([a], [b]) => (a < b ? -1 : 1))) tree[letter] = grow(list);
	const compressed = brotliCompressSync(JSON.stringify(tree), {
		params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 },
	});
	if (!hold) writeFileSync(out!, compressed);
	console.log(`${words.length} words, dictionary ${blob.length} bytes, tree ${compressed.length} bytes compressed`);
	if (held.length)
		console.log(`held out: ${held.length} words, phoneme error ${(100 * errorRate(held, tree)).toFixed(1)} % without stress`);
	const check = new Dictionary(blob);
	if (check.find('zebra') === null) throw new Error('The dictionary does not find its own words');
}

function errorRate(held: { word: string; code: string }[], tree: Tree): number {
	let errors = 0;
	let total = 0;
	for (const { word, code } of held) {
		const want = withoutStress(code);
		const got = withoutStress(soundOut(word, tree) ?? '');
		let row = Array.from({ length: got.length + 1 }, (_, j) => j);
		for (let i = 1; i <= want.length; i++) {
			const next = [i];
			for (let j = 1; j <= got.length; j++)
				next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (want[i - 1] === got[j - 1] ? 0 : 1)));
			row = next;
		}
		errors += row[got.length]!;
		total += want.length;
	}
	return errors / total;
}

main(process.argv.slice(2));
