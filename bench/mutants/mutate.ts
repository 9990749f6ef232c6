/** Seeded damage to files: the same seed always breaks a file in the same way. */

export interface Random {
	/** 0 ≤ x < 1. */
	(): number;
	below(n: number): number;
	of<T>(list: readonly T[]): T;
}

/** mulberry32. */
export function randomFrom(seed: number): Random {
	let state = Math.imul(seed, 0x9e3779b1) >>> 0;
	const next = (): number => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
	const below = (n: number): number => Math.floor(next() * n);
	return Object.assign(next, { below, of: <T>(list: readonly T[]): T => list[below(list.length)]! });
}

/** Numbers at which lengths and counts go wrong. */
const EXTREME_LENGTHS = [0, 1, 7, 8, 0x7f, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

/** Breaks media: bits, lengths, blocks, or where it ends. `other` is a file of another kind, of which a piece may be put in. */
export function mutateBytes(file: Buffer, other: Buffer, random: Random): Buffer {
	const bytes = Buffer.from(file);
	const place = (): number => random.below(bytes.length);
	const stretch = (): [number, number] => {
		const from = place();
		return [from, Math.min(bytes.length, from + 1 + random.below(Math.max(2, bytes.length / 4)))];
	};
	// Headers are where lengths and counts stand: most single changes go there.
	const near = (): number => random.below(random() < 0.7 ? Math.min(900, bytes.length) : bytes.length);
	switch (random.below(10)) {
		case 0:
			return bytes.subarray(0, place());
		case 1: {
			for (let i = 1 + random.below(24); i > 0; i--) bytes[near()]! ^= 1 << random.below(8);
			return bytes;
		}
		case 2: {
			for (let i = 1 + random.below(24); i > 0; i--) bytes[near()] = random.below(256);
			return bytes;
		}
		case 3: {
			const [from, to] = stretch();
			return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
		}
		case 4: {
			const [from, to] = stretch();
			const at = place();
			return Buffer.concat([bytes.subarray(0, at), bytes.subarray(from, to), bytes.subarray(at)]);
		}
		case 5: {
			const [from, to] = stretch();
			return bytes.fill(random.of([0, 0xff]), from, to);
		}
		case 6: {
			const [from, to] = stretch();
			const piece = other.subarray(0, to - from);
			piece.copy(bytes, from);
			return bytes;
		}
		case 7:
			return Buffer.concat([random() < 0.5 ? other.subarray(0, random.below(other.length)) : Buffer.from('#EXTM3U\n'), bytes]);
		case 8:
			return Buffer.concat([bytes, random() < 0.5 ? other : Buffer.alloc(1 + random.below(5000), random.below(256))]);
		default: {
			for (let i = 1 + random.below(3); i > 0; i--) writeLength(bytes, lengthField(bytes, random), random);
			return bytes;
		}
	}
}

/** Where a length stands: before the name of a box (MP4), after that of a chunk (RIFF, PNG), else anywhere near the start. */
function lengthField(bytes: Buffer, random: Random): { at: number; little: boolean } {
	const text = bytes.toString('latin1');
	const names = [
		...text.matchAll(/(?:moov|mvhd|trak|tkhd|mdia|mdhd|stbl|stsd|stts|stsz|stsc|stco|avc1|mp4a|esds|mdat|ftyp|IHDR|IDAT|PLTE)/g),
	];
	if (names.length) return { at: Math.max(0, random.of(names).index - 4 + 4 * random.below(4)), little: false };
	const chunks = [...text.matchAll(/(?:RIFF|fmt |data|VP8 |VP8L)/g)];
	if (chunks.length) return { at: random.of(chunks).index + 4 + 4 * random.below(2), little: true };
	return { at: random.below(Math.min(400, bytes.length)), little: random() < 0.5 };
}

function writeLength(bytes: Buffer, { at, little }: { at: number; little: boolean }, random: Random): void {
	if (at < 0 || at + 4 > bytes.length) return;
	const before = little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
	const value = random() < 0.3 ? (before + random.of([-1, 1, 4, -4])) >>> 0 : random.of(EXTREME_LENGTHS);
	if (little) bytes.writeUInt32LE(value, at);
	else bytes.writeUInt32BE(value, at);
}

const ODD_VALUES: readonly unknown[] = [
	null,
	'',
	' ',
	0,
	-1,
	1e9,
	-1e9,
	1e308,
	0.1,
	true,
	[],
	{},
	[[]],
	[null],
	'NaN',
	'../../../../etc/passwd',
	'file:///etc/passwd',
	'http://169.254.169.254/',
	'<script>alert(1)</script>',
	'%s%n\u0000\u0007',
	'\ud800',
	'🏁'.repeat(300),
	'word '.repeat(4000),
	{ toString: 1 },
	{ length: 3 },
	'__proto__',
];

interface Spot {
	holder: Record<string, unknown> | unknown[];
	key: string | number;
}

function spotsOf(value: unknown, found: Spot[] = []): Spot[] {
	if (typeof value !== 'object' || value === null) return found;
	for (const key of Object.keys(value)) {
		const spot: Spot = Array.isArray(value) ? { holder: value, key: Number(key) } : { holder: value as Record<string, unknown>, key };
		found.push(spot);
		spotsOf((value as Record<string, unknown>)[key], found);
	}
	return found;
}

const read = ({ holder, key }: Spot): unknown => (holder as Record<string | number, unknown>)[key];
const write = ({ holder, key }: Spot, value: unknown): void => void ((holder as Record<string | number, unknown>)[key] = value);

/** Breaks JSON by its structure (deleted, doubled, exchanged, oddly typed values), at times by its text. */
export function mutateJson(text: string, random: Random): string {
	if (random() < 0.15) return mutateText(text, random);
	const data = JSON.parse(text) as unknown;
	for (let i = 1 + random.below(3); i > 0; i--) {
		const spots = spotsOf(data);
		if (!spots.length) break;
		// What stands near the top decides more: chosen as often as all the rest.
		const spot = random.of(random() < 0.4 ? spots.filter(({ holder }) => holder === data || Object.values(data as object).includes(holder)) : spots); // prettier-ignore
		const value = read(spot);
		switch (random.below(7)) {
			case 0:
				if (Array.isArray(spot.holder)) spot.holder.splice(spot.key as number, 1);
				else delete spot.holder[spot.key as string];
				break;
			case 1:
				if (Array.isArray(spot.holder)) spot.holder.splice(spot.key as number, 0, structuredClone(value));
				else spot.holder[`${spot.key}2`] = value;
				break;
			case 2: {
				const other = random.of(spots);
				const [a, b] = [structuredClone(value), structuredClone(read(other))];
				write(spot, b);
				write(other, a);
				break;
			}
			case 3:
				if (typeof value === 'number') write(spot, random.of([-value, value * 1e6, value + 0.5, 0, String(value), 1e308, -0.001]));
				else if (typeof value === 'string') write(spot, mutateText(value, random));
				else write(spot, random.of(ODD_VALUES));
				break;
			case 4:
				if (Array.isArray(value))
					write(spot, random.of<unknown>([value.toReversed(), [], value.flatMap((each) => Array<unknown>(40).fill(each)), { ...value }])); // prettier-ignore
				else write(spot, [value]);
				break;
			default:
				write(spot, random.of(ODD_VALUES));
		}
	}
	const out = JSON.stringify(data) ?? 'null';
	return random() < 0.04 ? nested(out, random) : out;
}

const nested = (text: string, random: Random): string => {
	const depth = random.of([500, 20_000]);
	return random() < 0.5 ? '['.repeat(depth) + text + ']'.repeat(depth) : '{"words":'.repeat(depth) + text + '}'.repeat(depth);
};

/** Breaks any text: where it ends, its lines, its letters, its numbers. */
export function mutateText(text: string, random: Random): string {
	if (!text) return random.of(['', '\u0000', 'x']);
	const at = random.below(text.length);
	const to = Math.min(text.length, at + 1 + random.below(Math.max(2, text.length / 3)));
	switch (random.below(11)) {
		case 0:
			return text.slice(0, at);
		case 1:
			return text.slice(0, at) + text.slice(to);
		case 2:
			return text.slice(0, to) + text.slice(at, to).repeat(random.of([1, 1, 50])) + text.slice(to);
		case 3: {
			const lines = text.split('\n');
			const [a, b] = [random.below(lines.length), random.below(lines.length)];
			[lines[a], lines[b]] = [lines[b]!, lines[a]!];
			return lines.join('\n');
		}
		case 4: {
			const letters = [...text];
			for (let i = 1 + random.below(20); i > 0; i--) letters[random.below(letters.length)] = String.fromCharCode(random.of([0, 9, 11, 32, 34, 38, 39, 44, 45, 47, 58, 60, 62, 91, 92, 93, 123, 125, 0x202e, 0xfffd, 0xd800, 0xe9, 0x4e2d])); // prettier-ignore
			return letters.join('');
		}
		case 5:
		case 6: {
			const numbers = [...text.matchAll(/\d+/g)];
			if (!numbers.length) return text.slice(at) + text.slice(0, at);
			const one = random.of(numbers);
			const value = random.of(['0', '-1', '99', '00', '61', '999999999999', '1e9', '', '0x7f', '٣', '1.7976931348623157e308']);
			return text.slice(0, one.index) + value + text.slice(one.index + one[0].length);
		}
		case 7:
			return text.replaceAll('\n', random.of(['\r\n', '\r', ' ', '\n\n\n', '\u2028']));
		case 8:
			return random.of(['\ufeff', '\u0000', '\ufffe', '---\n', '<!--', '"', '{', 'RIFF']) + text;
		case 9:
			return text.slice(0, at) + random.of(['<'.repeat(3000), 'a'.repeat(60_000), '&amp;'.repeat(3000), '('.repeat(5000), ' '.repeat(30_000), '-'.repeat(20_000), '"'.repeat(5000), '*'.repeat(9000)]) + text.slice(at); // prettier-ignore
		default:
			return text.slice(at) + text.slice(0, at);
	}
}

/** Breaks XML and HTML by their structure, at times by their text or bytes. */
export function mutateMarkup(text: string, random: Random): Buffer {
	const kind = random.below(12);
	if (kind < 3) return Buffer.from(mutateText(text, random));
	if (kind === 3) return mutateBytes(Buffer.from(text), Buffer.from([0xff, 0xfe, 0x80, 0xc3, 0x28]), random);
	const tags = [...text.matchAll(/<\/?[\w:]+[^>]*>/g)];
	const tag = random.of(tags);
	const cut = (from: number, to: number, put: string): Buffer => Buffer.from(text.slice(0, from) + put + text.slice(to));
	const end = tag.index + tag[0].length;
	switch (kind) {
		case 4:
			return cut(tag.index, end, '');
		case 5:
			return cut(tag.index, end, tag[0].repeat(random.of([2, 400, 15_000])));
		case 6:
			return cut(
				tag.index,
				end,
				random.of(['<![CDATA[', ']]>', '<!--', '-->', '<?php', '<!DOCTYPE', '</', '<a b="', '&#x110000;', '&#0;', '&nope;']),
			);
		case 7:
			return Buffer.from(
				text.replace(/(<\?xml[^>]*\?>)?/, '$1<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>').replace(/>([^<]{4,})</, '>&b;&b;&x;<'), // prettier-ignore
			);
		case 8: {
			const other = random.of(tags);
			return Buffer.from(text.replace(tag[0], '\u0001').replace(other[0], tag[0]).replace('\u0001', other[0]));
		}
		case 9:
			return Buffer.from(text.replace(/encoding="[^"]*"|charset=[\w-]+/i, random.of(['encoding="utf-16"', 'encoding="x-none"', 'encoding="shift_jis"', 'encoding="windows-1252"'])), random.of(['utf8', 'utf16le', 'latin1'] as const)); // prettier-ignore
		case 10: {
			const values = [...text.matchAll(/>([^<>]{3,})</g)];
			const one = values.length ? random.of(values) : tag;
			return cut(one.index + 1, one.index + one[0].length - 1, random.of(['Thu, 99 Foo 20999 99:99:99 +9999', 'javascript:alert(1)', 'file:///etc/passwd', 'http://[::1', 'x'.repeat(50_000), '&lt;script&gt;'.repeat(2000), '\u202e\u0000', 'http://127.0.0.1/'])); // prettier-ignore
		}
		default: {
			const [from, to] = [tag.index, Math.min(text.length, tag.index + 4000)];
			return cut(to, to, text.slice(from, to).repeat(random.of([1, 60])));
		}
	}
}
