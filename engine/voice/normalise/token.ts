/** Display words cut into what stands before, the core, and the punctuation after. */

export interface Token {
	/** As it stands in the text. */
	display: string;
	/** Without quotes, brackets and final punctuation; Unicode dashes, quotes and sub- and superscripts made plain. */
	core: string;
	/** A bracket or dash opens before the word: the voice pauses. */
	opens: boolean;
	/** The pause after the word: '' , ; : . ! ? … — */
	pause: string;
	/** A dot follows the core at once: the sentence's, or an abbreviation's. */
	dotted: boolean;
}

const SMALL_DIGITS: Record<string, string> = {};
'₀₁₂₃₄₅₆₇₈₉'.split('').forEach((c, i) => (SMALL_DIGITS[c] = String(i)));
const EMOJI = /[\p{Extended_Pictographic}\u{1F1E6}-\u{1F1FF}\u{1F3FB}-\u{1F3FF}\u200d\u20e3\ufe0e\ufe0f]/gu;
const KEPT_PICTOGRAPHS = /[©®™→↔]/gu;

/** A measure such as 12" or 5'10", and nothing else in the word. */
const INCH_MARK = /^(\d{1,2}'\s?)?\d{1,2}(\.\d+)?"[.,;:!?)]*$/;

/** The token of one display word. */
export function readToken(display: string): Token {
	let text = display
		.normalize('NFC')
		.replace(KEPT_PICTOGRAPHS, (c) => (c === '→' || c === '©' ? c : c === '↔' ? '→' : ''))
		.replace(EMOJI, (c) => (c === '©' || c === '→' ? c : ''))
		.replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
		.replace(/[₀-₉]/g, (c) => SMALL_DIGITS[c]!)
		.replace(/[’‘ʼ´`]/g, "'")
		.replace(/[“”„«»]/g, '"')
		.replace(/⁄/g, '/')
		.replace(/[−﹣－]/g, '−')
		.replace(/[‐‑]/g, '-')
		.replace(/[‒–]/g, '–')
		.replace(/\.{2,}/g, '…')
		.replace(/\*+|_{2,}/g, '')
		.replace(/\^?(?<=\d)\[\d+\]$/, '');
	const lead = /^["'([{¿¡—…]*/.exec(text)![0];
	const decadeQuote = /^'\d0s/.test(text.slice(lead.length - 1)) && lead.endsWith("'");
	const shortened = /^'(em|cause|til|tis|twas|n|bout)\b/i.test(text.slice(lead.length - 1)) && lead.endsWith("'");
	const opening = decadeQuote || shortened ? lead.slice(0, -1) : lead;
	text = text.slice(opening.length);
	let tail = /["')\]},;:!?…—–-]*[.]?["')\]},;:!?…—–-]*$/.exec(text)![0];
	let core = text.slice(0, text.length - tail.length);
	if (!core && /[\p{L}\p{N}\p{S}%&@#–—-]/u.test(text)) [core, tail] = [text, ''];
	// "drivers'" keeps its apostrophe, inch and foot marks stay with their number.
	if (/^'/.test(tail) && /s$/i.test(core) && !/^["']/.test(display.replace(/[’‘“”]/g, "'"))) [core, tail] = [`${core}'`, tail.slice(1)];
	// An inch mark is straight and follows one or two digits: 12". A closing quote is curly, or ends more than a measure.
	if (/(^|\D)\d{1,2}$/.test(core) && /^"[.,;:!?)]*$/.test(tail) && !/["“”]/.test(display.slice(0, -1)) && INCH_MARK.test(display))
		[core, tail] = [`${core}"`, tail.slice(1)];
	const dotted = tail.startsWith('.');
	const marks = tail.replace(/["'\]}]/g, '');
	const pause = /\?/.test(marks) ? '?' : /!/.test(marks) ? '!' : /…/.test(marks) ? '…' : /\.(?![,;:—–])/.test(marks) ? '.' : /[—–]/.test(marks) ? '—' : /;/.test(marks) ? ';' : /:/.test(marks) ? ':' : /[,)]/.test(marks) ? ',' : ''; // prettier-ignore
	return { display, core, opens: /[([{—]/.test(opening), pause, dotted };
}

/** Scripts of letters that the English voice cannot say, in words. */
const SCRIPTS: [RegExp, string][] = [
	[/\p{Script=Cyrillic}/u, 'Cyrillic'],
	[/\p{Script=Han}/u, 'Chinese characters'],
	[/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'Japanese'],
	[/\p{Script=Hangul}/u, 'Korean'],
	[/\p{Script=Arabic}/u, 'Arabic'],
	[/\p{Script=Hebrew}/u, 'Hebrew'],
	[/\p{Script=Devanagari}/u, 'Devanagari'],
	[/\p{Script=Thai}/u, 'Thai'],
	[/\p{Script=Greek}/u, 'Greek'],
];
/** Name of the first foreign script in a text, or null. */
export function foreignScript(text: string): string | null {
	const letters = text.replace(/\p{Script=Latin}/gu, '');
	for (const [pattern, name] of SCRIPTS) if (pattern.test(letters)) return name;
	return /\p{L}/u.test(letters.replace(/[µªº]/g, '')) ? 'a script that is not Latin' : null;
}
