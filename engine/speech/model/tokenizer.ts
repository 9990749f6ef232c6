/** Whisper's tokens: byte pairs of GPT-2 (https://github.com/openai/gpt-2, encoder.py) and a set of special ones. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** GPT-2 writes each byte as one printable character: most as themselves, the others from U+0100 on. */
function byteAlphabet(): Map<string, number> {
	const plain: number[] = [];
	for (const [from, to] of [
		[33, 126],
		[161, 172],
		[174, 255],
	] as const)
		for (let byte = from; byte <= to; byte++) plain.push(byte);
	const alphabet = new Map(plain.map((byte) => [String.fromCharCode(byte), byte]));
	let next = 256;
	for (let byte = 0; byte < 256; byte++) if (!plain.includes(byte)) alphabet.set(String.fromCharCode(next++), byte);
	return alphabet;
}

const PIECES = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;
/** Languages written without spaces: every finished character counts as a word. */
const UNSPACED = new Set(['zh', 'ja', 'th', 'lo', 'my', 'yue']);

export class Tokenizer {
	readonly end: number;
	readonly start: number;
	readonly transcribe: number;
	readonly noTimes: number;
	readonly noSpeech: number;
	readonly size: number;
	/** Never sampled: symbols, special tokens, times. */
	readonly suppressed: number[];
	readonly suppressedFirst: number[];
	private readonly tokens: string[];
	private readonly ids: Map<string, number>;
	private readonly byteOf = byteAlphabet();
	private readonly charOf = new Map([...this.byteOf].map(([char, byte]) => [byte, char]));
	private readonly languageIds: number[];

	/** @param dir folder of the model: vocabulary.txt, config.json */
	constructor(dir: string) {
		this.tokens = readFileSync(join(dir, 'vocabulary.txt'), 'utf8').split('\n');
		if (this.tokens.at(-1) === '') this.tokens.pop();
		this.size = this.tokens.length;
		this.ids = new Map(this.tokens.map((token, id) => [token, id]));
		const config = JSON.parse(readFileSync(join(dir, 'config.json'), 'utf8')) as {
			lang_ids: number[];
			suppress_ids: number[];
			suppress_ids_begin: number[];
		};
		this.languageIds = config.lang_ids;
		this.end = this.id('<|endoftext|>');
		this.start = this.id('<|startoftranscript|>');
		this.transcribe = this.id('<|transcribe|>');
		this.noTimes = this.id('<|notimestamps|>');
		this.noSpeech = this.ids.get('<|nospeech|>') ?? this.id('<|nocaptions|>');
		const special = Array.from({ length: this.size - this.end - 1 }, (_, i) => this.end + 1 + i);
		this.suppressed = [...new Set([...config.suppress_ids.filter((id) => id >= 0), ...special])];
		this.suppressedFirst = config.suppress_ids_begin;
	}

	private id(token: string): number {
		const id = this.ids.get(token);
		if (id === undefined) throw new Error(`The vocabulary has no ${token}`);
		return id;
	}

	/** What every transcript begins with: start, language, task, no times. */
	prompt(language: string): number[] {
		return [this.start, this.id(`<|${language}|>`), this.transcribe, this.noTimes];
	}

	knowsLanguage(language: string): boolean {
		return this.languageIds.includes(this.ids.get(`<|${language}|>`) ?? -1);
	}

	languages(): { id: number; code: string }[] {
		return this.languageIds.map((id) => ({ id, code: this.tokens[id]!.slice(2, -2) }));
	}

	private bytes(id: number): Buffer {
		return Buffer.from(Array.from(this.tokens[id]!, (char) => this.byteOf.get(char)!));
	}

	decode(ids: number[]): string {
		return Buffer.concat(ids.filter((id) => id < this.end).map((id) => this.bytes(id))).toString('utf8');
	}

	encode(text: string): number[] {
		const out: number[] = [];
		for (const [piece] of text.matchAll(PIECES)) {
			let parts = Array.from(Buffer.from(piece), (byte) => this.charOf.get(byte)!);
			for (;;) {
				let best = -1;
				let rank = Infinity;
				for (let i = 0; i + 1 < parts.length; i++) {
					// Tokens are numbered in the order in which pairs were merged (the published list of merges lacks its first line).
					const found = this.ids.get(parts[i]! + parts[i + 1]!);
					if (found !== undefined && found < Math.min(rank, this.end)) [best, rank] = [i, found];
				}
				if (best < 0) break;
				parts = [...parts.slice(0, best), parts[best]! + parts[best + 1]!, ...parts.slice(best + 2)];
			}
			for (const part of parts) out.push(this.id(part));
		}
		return out;
	}

	/** Groups tokens into words: a word begins at a space, or with each character where the language writes none. */
	words(ids: number[], language: string): { ids: number[]; text: string }[] {
		const groups: number[][] = [];
		let whole = true;
		for (const id of ids) {
			const last = groups.at(-1);
			const begins = UNSPACED.has(language) ? whole && !/^[\p{P}\s]+$/u.test(this.decode([id])) : this.tokens[id]!.startsWith('\u0120');
			if (!last || begins) groups.push([id]);
			else last.push(id);
			whole = !this.decode(groups.at(-1)!).endsWith('\ufffd');
		}
		// A dash or quote that stands alone is no word of its own.
		const words: { ids: number[]; text: string }[] = [];
		for (const group of groups) {
			const text = this.decode(group).trim();
			const before = words.at(-1);
			if (before && !/[\p{L}\p{N}]/u.test(text)) {
				before.ids.push(...group);
				if (text) before.text += /^[\p{Pd}\p{Ps}\p{Pi}"]/u.test(text) ? ` ${text}` : text;
			} else words.push({ ids: group, text });
		}
		return words;
	}

	/** Whether a token is only punctuation or space: it has no time of its own. */
	isMark(id: number): boolean {
		return !/[\p{L}\p{N}$%€£]/u.test(this.decode([id])) && !this.decode([id]).includes('\ufffd');
	}
}
