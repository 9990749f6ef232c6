/** Words of a video that the user brings: SubRip, WebVTT, or JSON with the time of every word. */
import { OperatorError } from '../errors';
import { parsed, plainLine } from '../shape';
import type { Word } from './types';

/** A line of subtitles, in seconds. */
export interface Cue {
	startSeconds: number;
	endSeconds: number;
	text: string;
}

/** `words` have times of their own; `cues` are to be aligned with the sound. */
export type Given = { kind: 'words'; words: Word[] } | { kind: 'cues'; cues: Cue[] };

/** No film has more; a larger file is something else. */
const MOST_BYTES = 20 << 20;

/**
 * Reads a transcript. JSON may be a list of words, `{words: […]}`, or `{segments: [{words: […]}]}` (Whisper's); a word is
 * `{text|word, start|startSeconds, end|endSeconds}` in seconds.
 * @throws OperatorError INPUT for anything else, naming what is wrong.
 */
export function readGiven(text: string, name: string): Given {
	if (text.length > MOST_BYTES) throw refuse(name, 'is larger than any transcript', 'Give an SRT, VTT or JSON file.');
	const clean = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
	if (/^\s*[[{]/.test(clean)) return readJson(clean, name);
	const cues = readCues(clean);
	if (!cues.length) throw refuse(name, 'holds no subtitle with a time', 'Give SRT, VTT, or JSON with words and their times.');
	return { kind: 'cues', cues };
}

function readJson(text: string, name: string): Given {
	const data = parsed(text, name, 'Export it again.');
	const raw = listOf(data);
	const words: Word[] = [];
	let last = 0;
	for (const [i, each] of raw.entries()) {
		const one = (each ?? {}) as Record<string, unknown>;
		const label = plainLine(one.text ?? one.word);
		const startSeconds = Number(one.startSeconds ?? one.start);
		const endSeconds = Number(one.endSeconds ?? one.end);
		if (!label) continue;
		if (!Number.isFinite(startSeconds) || !Number.isFinite(endSeconds) || endSeconds < startSeconds || startSeconds < last - 0.5)
			throw refuse(
				name,
				`gives word ${i + 1} (“${label.slice(0, 30)}”) no sensible times`,
				'Give start and end of every word in seconds, in order.',
			);
		for (const part of label.split(/\s+/)) words.push({ text: part, startSeconds, endSeconds });
		last = startSeconds;
	}
	if (!words.length) throw refuse(name, 'holds no words', 'Give a list of {text, startSeconds, endSeconds}.');
	return { kind: 'words', words };
}

function listOf(data: unknown): unknown[] {
	if (Array.isArray(data)) return data;
	const { words, segments } = (data ?? {}) as { words?: unknown; segments?: unknown };
	if (Array.isArray(words)) return words;
	if (Array.isArray(segments)) return segments.flatMap((segment) => listOf(segment));
	return [];
}

const TIME = /(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})/;
const LINE = new RegExp(`^\\s*${TIME.source}\\s*-->\\s*${TIME.source}`);

const seconds = (hours: string | undefined, minutes: string, rest: string, fraction: string): number =>
	Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(rest) + Number(fraction.padEnd(3, '0')) / 1000;

/** Cues of SubRip and WebVTT, in order; markup, speakers' tags and sounds in brackets are left out. */
export function readCues(text: string): Cue[] {
	const cues: Cue[] = [];
	let open: Cue | null = null;
	const close = () => {
		if (open) {
			const said = spokenOf(open.text);
			if (said && open.endSeconds > open.startSeconds) cues.push({ ...open, text: said });
		}
		open = null;
	};
	for (const line of text.split('\n')) {
		const time = LINE.exec(line);
		if (time) {
			close();
			open = {
				startSeconds: seconds(time[1], time[2]!, time[3]!, time[4]!),
				endSeconds: seconds(time[5], time[6]!, time[7]!, time[8]!),
				text: '',
			};
		} else if (!line.trim()) close();
		else if (open) open.text += `${open.text ? ' ' : ''}${line.trim()}`;
	}
	close();
	return cues.sort((a, b) => a.startSeconds - b.startSeconds);
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', nbsp: ' ', quot: '"', apos: "'", lrm: '', rlm: '' };

const spokenOf = (text: string): string =>
	text
		.replace(/<[^>]{0,200}>/g, '')
		.replace(/\{\\[^}]*\}/g, '')
		.replace(/&(\w{2,4});/g, (whole, name: string) => ENTITIES[name] ?? whole)
		.replace(/[[(♪][^\])♪]{0,80}[\])♪]/g, ' ')
		.replace(/^\s*(?:>>+\s*)?(?:[\p{Lu}][\p{Lu} .'-]{1,30}:\s)?(?:[-–]\s)?/u, '')
		.replace(/\s+/g, ' ')
		.trim();

/** Words of cues, each near where it is said: spread over its cue by its letters. */
export function wordsOfCues(cues: readonly Cue[]): Word[] {
	return cues.flatMap(({ text, startSeconds, endSeconds }) => {
		const words = text.split(' ').filter(Boolean);
		const letters = words.reduce((sum, word) => sum + word.length + 1, 0);
		let at = startSeconds;
		return words.map((word) => {
			const from = at;
			at += ((word.length + 1) / letters) * (endSeconds - startSeconds);
			return { text: word, startSeconds: from, endSeconds: at };
		});
	});
}

const refuse = (name: string, what: string, fix: string) => new OperatorError('INPUT', `${name} ${what}`, { fix });
