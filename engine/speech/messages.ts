/** What the recogniser's process is asked, and what it answers. */
import type { Range, RangeOptions } from './model/activity';
import type { TimedWord } from './model/times';

export interface ConvertMessage {
	type: 'convert';
	model: string;
	/** Folder of the shipped graphs. */
	data: string;
	/** Folder to fill. */
	dir: string;
}
export interface LoadMessage {
	type: 'load';
	runtime: { kind: 'native' | 'wasm'; entry: string };
	threads: number;
	activity: string;
	/** Absent where only voice activity is asked. */
	whisper?: { graphs: string; model: string };
}
export interface ActivityMessage {
	type: 'activity';
	/** Headless 16-bit samples, 16 kHz, one channel. */
	pcm: string;
	options: RangeOptions;
}
export interface TranscribeMessage {
	type: 'transcribe';
	pcm: string;
	/** Whisper's code, or 'auto'. */
	language: string;
	/** Where 'auto' is not sure. */
	fallback: string;
}
export interface AlignMessage {
	type: 'align';
	pcm: string;
	words: string[];
	language: string;
}
export interface PlaceMessage {
	type: 'place';
	pcm: string;
	words: PlacedWord[];
	language: string;
}
/** A word that is known to be said. */
export interface PlacedWord {
	text: string;
	/** Where it was heard, roughly; null: after the word before it. */
	nearSeconds: number | null;
	/** It may not be said: where the sound denies it, it gets no time. */
	doubtful: boolean;
}
export type Message = ConvertMessage | LoadMessage | ActivityMessage | TranscribeMessage | AlignMessage | PlaceMessage;

/** How far the work is, in seconds of sound. */
export interface ProgressReply {
	seconds: number;
}
/** Words of one window. */
export interface WindowReply extends ProgressReply {
	window: Range;
	words: TimedWord[];
}
/** `index` is the place of the word in the script, `matched` whether it was also heard without knowing the script. */
export interface AlignedReply extends ProgressReply {
	aligned: (TimedWord & { index: number; matched: boolean })[];
}
/** `index` is the place of the word in the list. */
export interface PlacedReply extends ProgressReply {
	placed: (TimedWord & { index: number })[];
}
export interface ActivityReply {
	ranges: Range[];
}
export interface DoneReply {
	language: string;
	/** Of windows in which nothing sensible could be heard. */
	dropped: Range[];
	cpuSeconds: number;
	rssBytes: number;
}
