/**
 * JSON as models write it: in fences, with prose around, trailing commas, comments, curly quotes, raw line breaks, or cut off in the middle.
 * What is read is data only; its shape is checked by whoever asked.
 */

export interface ReadJson {
	value: unknown;
	/** False when the text ended before the value did: whole members and elements are kept, the unfinished last one is not. */
	whole: boolean;
}

const LONGEST = 400_000;
const DEEPEST = 40;
/** Starts that are tried; prose may hold braces of its own. */
const MOST_STARTS = 24;

/**
 * The first JSON object or array of a text that `wanted` accepts, else null. Takes time linear in the text for each of at most 24 starts.
 */
export function readJson(text: string, wanted: (value: unknown) => boolean = () => true): ReadJson | null {
	const clean = text
		.slice(0, LONGEST)
		.replace(/^\uFEFF/, '')
		.replace(/<(think|thinking|reasoning)>[\s\S]*?<\/\1>/gi, ' ');
	const fences = [...clean.matchAll(/```[\w-]*[ \t]*\n/g)].map((match) => match.index + match[0].length);
	const starts = [...clean.matchAll(/[{[]/g)].map((match) => match.index);
	// What stands in a fence is meant; then the text in order.
	const fenced = fences.flatMap((fence) => starts.filter((at) => at >= fence && clean.slice(fence, at).trim() === ''));
	let found: ReadJson | null = null;
	let end = -1;
	let tried = 0;
	for (const at of [...fenced, ...starts.filter((start) => !fenced.includes(start))]) {
		if (at < end && !fenced.includes(at)) continue; // inside a value that was read whole and is not wanted
		if (tried++ >= MOST_STARTS) break;
		const reader = new Reader(clean, at);
		const value = reader.value(0);
		if (value === NOTHING) continue;
		if (!wanted(value)) {
			if (reader.whole) end = reader.at;
			continue;
		}
		if (reader.whole) return { value, whole: true };
		found ??= { value, whole: false };
	}
	return found;
}

const NOTHING = Symbol('nothing');
type Value = unknown;
const QUOTES: Record<string, string> = { '"': '"', '“': '”', '”': '”', '„': '”', "'": "'" };
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

class Reader {
	whole = true;

	constructor(
		private readonly text: string,
		public at: number,
	) {}

	/** A value, or NOTHING where none can be read. */
	value(depth: number): Value {
		this.space();
		const char = this.text[this.at];
		if (char === undefined) return this.ended();
		if (depth > DEEPEST) return NOTHING;
		if (char === '{') return this.object(depth);
		if (char === '[') return this.array(depth);
		if (char in QUOTES) return this.string();
		return this.scalar();
	}

	private ended(): typeof NOTHING {
		this.whole = false;
		return NOTHING;
	}

	/** White space and comments. */
	private space(): void {
		for (;;) {
			while (/\s/.test(this.text[this.at] ?? '')) this.at++;
			if (this.text.startsWith('//', this.at)) this.to('\n');
			else if (this.text.startsWith('/*', this.at)) this.to('*/');
			else return;
		}
	}
	private to(mark: string): void {
		const end = this.text.indexOf(mark, this.at);
		this.at = end < 0 ? this.text.length : end + mark.length;
	}

	private object(depth: number): Value {
		const out: Record<string, Value> = {};
		this.at++;
		for (;;) {
			this.space();
			const char = this.text[this.at];
			if (char === undefined) return this.cut(out);
			if (char === '}') {
				this.at++;
				return out;
			}
			if (char === ',') {
				this.at++;
				continue;
			}
			const name = char in QUOTES ? this.string() : this.word(/[\p{L}\p{N}_$-]/u);
			if (typeof name !== 'string' || name === '') return this.whole ? NOTHING : out;
			this.space();
			if (this.text[this.at] !== ':') return this.text[this.at] === undefined ? this.cut(out) : NOTHING;
			this.at++;
			const value = this.value(depth + 1);
			// A container that was cut off keeps what it has; text and numbers that were cut off are not what was meant.
			if (value !== NOTHING) define(out, name, value);
			if (!this.whole) return out;
			if (value === NOTHING) return NOTHING;
		}
	}

	private array(depth: number): Value {
		const out: Value[] = [];
		this.at++;
		for (;;) {
			this.space();
			const char = this.text[this.at];
			if (char === undefined) return this.cut(out);
			if (char === ']') {
				this.at++;
				return out;
			}
			if (char === ',') {
				this.at++;
				continue;
			}
			const value = this.value(depth + 1);
			if (!this.whole) return out; // the unfinished last element is dropped
			if (value === NOTHING) return NOTHING;
			out.push(value);
		}
	}

	private cut<T>(value: T): T {
		this.whole = false;
		return value;
	}

	private string(): string | typeof NOTHING {
		const close = QUOTES[this.text[this.at] as string] as string;
		const curly = close === '”';
		this.at++;
		let out = '';
		for (;;) {
			const char = this.text[this.at++];
			if (char === undefined) return this.ended();
			if (char === '\\') {
				const next = this.text[this.at++];
				if (next === undefined) return this.ended();
				if (next === 'u') {
					const hex = /^[0-9a-f]{4}/i.exec(this.text.slice(this.at, this.at + 4))?.[0];
					if (hex) this.at += 4;
					out += hex ? String.fromCharCode(parseInt(hex, 16)) : 'u';
				} else out += ESCAPES[next] ?? next;
			} else if ((char === close || (curly && char === '"')) && this.closes()) return out;
			else out += char;
		}
	}

	/** A quote ends its string only before what may follow a string: models forget to escape quotes inside. */
	private closes(): boolean {
		const rest = /^\s*(.)?/s.exec(this.text.slice(this.at, this.at + 200))?.[1];
		return rest === undefined || ',:}]/'.includes(rest) || /^\s*\n\s*["}\]]/.test(this.text.slice(this.at, this.at + 200));
	}

	private word(allowed: RegExp): string {
		const from = this.at;
		while (allowed.test(this.text[this.at] ?? '')) this.at++;
		return this.text.slice(from, this.at);
	}

	private scalar(): Value {
		const written = this.word(/[^\s,}\]:]/);
		if (this.at >= this.text.length) return this.ended();
		if (written === 'true' || written === 'True') return true;
		if (written === 'false' || written === 'False') return false;
		if (['null', 'None', 'undefined', 'NaN'].includes(written)) return null;
		const bare = written.replace(/(?<=\d)[_,](?=\d{3})/g, '');
		return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(bare) ? Number(bare) : NOTHING;
	}
}

/** A member as data, also when its name is "__proto__". */
function define(out: Record<string, Value>, name: string, value: Value): void {
	Object.defineProperty(out, name, { value, enumerable: true, writable: true, configurable: true });
}
