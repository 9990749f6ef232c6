/**
 * Words and marks of a sentence, cut as the dependency parser was trained on them: contractions in two, marks and units off,
 * hyphens between letters alone.
 */

export interface Word {
	text: string;
	start: number;
	end: number;
	/** A blank follows. */
	space: boolean;
}

const UNITS =
	'km²|km³|km/h|km|m²|m³|m/s|m|dm²|dm³|dm|cm²|cm³|cm|mm²|mm³|mm|ha|µm|nm|yd|in|ft|kg|g|mg|µg|t|lb|oz|kmh|mph|hPa|Pa|mbar|mb|MB|kb|KB|gb|GB|tb|TB|T|G|M|K|%|bn|p';
const OPENING = /^(?:[[({<"'“”‘’«»`_#*&§%=—–+…]|\.\.+|[$£€¥฿₹₩]|US\$|C\$|A\$|--+)/;
const CLOSING = new RegExp(
	`(?:\\.\\.+|…|--+|[\\])}>"“”‘«»\`?!,;:*&%=—–]|'s|’s|'S|’S|['’]|(?<=[0-9])\\+|(?<=°[FfCcKk])\\.|(?<=[0-9])[$£€¥]|(?<=[0-9])(?:${UNITS})|(?<=[\\p{Ll}%²\\-+"'”’)\\]])\\.|(?<=\\p{Lu}\\p{Lu})\\.|(?<=[0-9])\\.)$`,
	'u',
);
const INSIDE =
	/(?<=[0-9])[+*^](?=[0-9-])|(?<=\p{Ll})\.(?=\p{Lu})|(?<=\p{L}),(?=\p{L})|(?<=\p{L})(?:--+|[-–—])(?=\p{L})|(?<=[\p{L}0-9])[:<>=/](?=\p{L})|\.\.+|…|(?<=[\p{L}0-9)])[—](?=[\p{L}0-9])/gu;
const ABBREVIATION =
	/^(?:mr|mrs|ms|dr|prof|st|mt|sen|rep|gov|gen|col|lt|sgt|capt|jr|sr|inc|ltd|co|corp|bros|vs|v|e\.g|i\.e|etc|no|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|a\.m|p\.m|u\.s|u\.k|u\.n|e\.u|d\.c|ph\.d|(?:\p{L}\.)*\p{L})\.$/iu;
const CONTRACTION = /^(.+?)(n['’]t|['’](?:ll|re|ve|d|m|s|LL|RE|VE|D|M|S))$/u;

/** Cuts a sentence; offsets refer to `text`. */
export function cutWords(text: string): Word[] {
	const out: Word[] = [];
	for (const match of text.matchAll(/\S+/g)) {
		const from = out.length;
		cutChunk(match[0], match.index, out);
		for (let k = from; k < out.length; k++) out[k]!.space = false;
		const last = out.at(-1);
		if (last) last.space = match.index + match[0].length < text.length;
	}
	return out;
}

function cutChunk(chunk: string, at: number, out: Word[]): void {
	const push = (text: string, start: number): void => void out.push({ text, start, end: start + text.length, space: false });
	let start = 0;
	let end = chunk.length;
	const tail: [string, number][] = [];
	for (;;) {
		const rest = chunk.slice(start, end);
		if (!rest) break;
		if (ABBREVIATION.test(rest) || /^(?:cannot)$/i.test(rest)) break;
		const opening = OPENING.exec(rest);
		if (opening && opening[0].length < rest.length && !/^['’](?:s|ll|re|ve|d|m)$/i.test(rest)) {
			push(opening[0], at + start);
			start += opening[0].length;
			continue;
		}
		const closing = CLOSING.exec(rest);
		if (closing && closing[0].length < rest.length) {
			end -= closing[0].length;
			tail.unshift([closing[0], at + end]);
			continue;
		}
		break;
	}
	const middle = chunk.slice(start, end);
	const base = at + start;
	const split = /^cannot$/i.test(middle) ? [middle.slice(0, 3), middle.slice(3)] : CONTRACTION.exec(middle)?.slice(1);
	if (split) {
		push(split[0]!, base);
		push(split[1]!, base + split[0]!.length);
	} else if (middle) {
		let from = 0;
		if (!ABBREVIATION.test(middle) && !/^\p{L}\.|:\/\/|@/u.test(middle))
			for (const mark of middle.matchAll(INSIDE)) {
				if (mark.index > from) push(middle.slice(from, mark.index), base + from);
				push(mark[0], base + mark.index);
				from = mark.index + mark[0].length;
			}
		if (from < middle.length) push(middle.slice(from), base + from);
	}
	for (const [text, start] of tail) push(text, start);
}

const MARKS: Record<string, string> = {
	'’s': "'s", "'S": "'s", '’S': "'s", '’': "'", '‘': "'", '`': "'", '”': '"', '“': '"', "''": '"', '»': '"', '«': '"', '…': '...', '—': '-', '–': '-', '--': '-', '---': '-',
	'€': '$', '£': '$', '¥': '$', 'US$': '$', 'C$': '$', 'A$': '$', '₹': '$', '₩': '$', "n't": 'not', 'n’t': 'not', "'ll": 'will', '’ll': 'will', "'re": 'are', '’re': 'are',
	"'ve": 'have', '’ve': 'have', "'m": 'am', '’m': 'am', "'d": "'d", '’d': "'d",
}; // prettier-ignore

/** Normal form of a word, as the parser's tables know it. */
export function normOf(word: string, table: Record<string, string>, before: string | undefined): string {
	const mark = MARKS[word];
	if (mark) return mark;
	const lower = word.toLowerCase();
	if (before && lower === 'ca' && /^n['’]t$/i.test(before)) return 'can';
	return (Object.hasOwn(table, lower) && table[lower]) || lower;
}

/** "Xxxx", "dd.d": letters and digits by class, runs cut after four. */
export function shapeOf(word: string): string {
	if (word.length >= 100) return 'LONG';
	let shape = '';
	let last = '';
	let run = 0;
	for (const char of word) {
		const kind = /\p{L}/u.test(char) ? (/\p{Lu}/u.test(char) ? 'X' : 'x') : /\p{Nd}/u.test(char) ? 'd' : char;
		run = kind === last ? run + 1 : 0;
		last = kind;
		if (run < 4) shape += kind;
	}
	return shape;
}
