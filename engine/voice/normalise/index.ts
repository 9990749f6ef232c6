/**
 * Display text → spoken words. One display word may become many sounds ("$1,200" → one thousand two hundred dollars),
 * or none (an emoji, a lone dash); every display word keeps exactly one entry, in order, so captions stay in display form.
 */
import { OperatorError } from '../../errors';
import type { SpokenWord } from '../g2p/sentence';
import type { Lexicon } from '../g2p/lexicon';
import { speakCore, type Reading } from './read';
import { LETTERED, MAY_END, SENTENCE_STARTER } from './tables';
import { foreignScript, readToken, type Token } from './token';

export interface DisplayWord {
	display: string;
	spoken: SpokenWord[];
	/** The last word of its sentence. */
	endsSentence: boolean;
}

export interface Normalised {
	words: DisplayWord[];
	/** Display words that have letters but cannot be said, with their script. */
	unsayable: { word: string; script: string }[];
}

/** Words of a text, as the captions show them. */
export const displayWords = (text: string): string[] => text.split(/\s+/).filter(Boolean);

/** A reading as words: hyphens part, runs of single capitals are spelt. */
export function toSpoken(reading: string, pause: string): SpokenWord[] {
	const out: SpokenWord[] = [];
	for (const raw of reading.split(/\s+/).filter(Boolean)) {
		const mark = /[,—]$/.exec(raw)?.[0] ?? '';
		const text = mark ? raw.slice(0, -1) : raw;
		const last = out[out.length - 1];
		if (/^[A-Z]$/.test(text)) {
			if (last?.spell && !last.pause) {
				last.text += text;
				last.pause = mark;
			} else out.push({ text, pause: mark, spell: true });
		} else if (text) out.push({ text, pause: mark });
	}
	if (out.length && pause) out[out.length - 1]!.pause = pause;
	return out;
}

/**
 * Reads a text. `lexicon` holds words that the user pronounces; they are left whole.
 * @throws OperatorError UNSPEAKABLE when nothing, or less than half, of the text can be said; `where` names the scene.
 */
export function normalise(text: string, lexicon: Lexicon, where: string): Normalised {
	const displays = displayWords(text);
	const tokens = displays.map(readToken);
	const unsayable: { word: string; script: string }[] = [];
	const readings: Reading[] = [];
	for (let i = 0; i < tokens.length; i++) {
		const token = tokens[i]!;
		const own = lexicon.get(token.core.toLowerCase()) ?? lexicon.get(displays[i]!.toLowerCase());
		if (own) {
			readings[i] = { text: 'words' in own ? own.words.join(' ') : token.core, keep: !('words' in own) };
			continue;
		}
		const script = foreignScript(token.core.replace(/[αβγδεζηθλμµνξπρστφχψωΔΣΩΓΘΛΦΨΠ](?![\p{Script=Greek}]{2})/gu, ''));
		if (script) {
			unsayable.push({ word: token.display, script });
			readings[i] = { text: '' };
			continue;
		}
		readings[i] = speakCore(tokens, i);
	}
	const words = tokens.map((token, i): DisplayWord => {
		const reading = readings[i]!;
		const nextCore = tokens[i + 1]?.display ?? '';
		const ends = endsSentence(token, reading, nextCore, tokens[i - 1]);
		const pause = ends
			? /[?!…]/.test(token.pause)
				? token.pause
				: '.'
			: /[.]/.test(token.pause)
				? ''
				: reading.noPause
					? ''
					: token.pause;
		const spoken = reading.keep ? [{ text: reading.text, pause }] : toSpoken(reading.text, pause);
		return { display: token.display, spoken, endsSentence: ends };
	});
	settlePauses(words, tokens);
	const sayable = words.filter((word) => word.spoken.length > 0).length;
	if (sayable === 0 || unsayable.length > sayable) {
		const scripts = [...new Set(unsayable.map(({ script }) => script))].join(' and ');
		const found = scripts
			? `${scripts} (“${unsayable[0]!.word.slice(0, 40)}”)`
			: displays.length
				? `only “${displays.join(' ').slice(0, 40)}”`
				: 'no text';
		throw new OperatorError(
			'UNSPEAKABLE',
			`The voice cannot say ${where}: it holds ${found}, and the voices on this machine speak English`,
			{
				fix: 'Write the narration in English with Latin letters, or give the words a pronunciation in the channel.',
				details: { where, scripts },
			},
		);
	}
	return { words, unsayable };
}

function endsSentence(token: Token, reading: Reading, next: string, before: Token | undefined): boolean {
	if (!next) return true;
	if (!/[.!?…]/.test(token.pause)) return false;
	if (token.pause !== '.') return token.pause !== '…' || /^["“'‘(]?\p{Lu}/u.test(next);
	const lower = token.core.toLowerCase();
	if (!reading.abbreviation) return true;
	const starts = SENTENCE_STARTER.test(next.replace(/[,.;:!?]+$/, ''));
	// "vitamin C. The skin", "plan B. Nobody"; not "J. A. Smith".
	if (/^\p{Lu}$/u.test(token.core))
		return !/^\p{Lu}\./u.test(next) && (starts || (LETTERED.test(before?.core ?? '') && /^["“'‘(]?\p{Lu}/u.test(next)));
	return MAY_END.test(lower) && starts;
}

/** Silent tokens (dashes, emoji) and opening brackets hand their pause to the word before. */
function settlePauses(words: DisplayWord[], tokens: Token[]): void {
	for (let i = 1; i < words.length; i++) {
		const silentDash = words[i]!.spoken.length === 0 && /^[—–-]+$/.test(tokens[i]!.core);
		if (!silentDash && !tokens[i]!.opens && !(words[i]!.spoken.length === 0 && words[i]!.endsSentence)) continue;
		let before = i - 1;
		while (before >= 0 && words[before]!.spoken.length === 0) before--;
		const last = before >= 0 ? words[before]!.spoken.at(-1) : undefined;
		if (!last) continue;
		if (words[i]!.endsSentence && words[i]!.spoken.length === 0) {
			if (!/[.!?…]/.test(last.pause)) last.pause = '.';
		} else if (!last.pause) last.pause = silentDash ? '—' : ',';
	}
}
