/** Speech on this machine: transcription, voice activity, and the times of a known script (Whisper base int8, Silero VAD). */
import type { RuntimePorts } from '../runtime';
import type { ActivityReply, AlignedReply, DoneReply, PlacedReply, PlacedWord, ProgressReply, WindowReply } from './messages';
import { RANGE_OPTIONS, type Range, type RangeOptions } from './model/activity';
import type { TimedWord } from './model/times';
import { withRecogniser } from './recogniser';
import { segmentsOf } from './segments';

export { prepareSpeech } from './recogniser';
export { normalizeWords, wordErrorRate, type WordError } from './wordError';
export type { Range as SpeechRange } from './model/activity';
export type SpokenWord = TimedWord;
export type { PlacedWord } from './messages';

export interface Transcript {
	/** Code of the language that was heard or asked. */
	language: string;
	durationSeconds: number;
	/** Sentences. */
	segments: { startSeconds: number; endSeconds: number; text: string }[];
	words: SpokenWord[];
	/** Where somebody seems to speak, but nothing sensible was understood. */
	unclear: Range[];
	cpuSeconds: number;
	peakRssBytes: number;
}

export interface TranscribeOptions {
	/** Two-letter code, or 'auto' (default). */
	language?: string;
	/** The language where 'auto' is not sure; default 'en'. */
	fallbackLanguage?: string;
}

/**
 * What is said in a media file, word by word, with times in seconds. Silence and music give no words. Reports progress in seconds of sound.
 * @throws OperatorError INPUT (no sound, not a media file, unknown language), UNSAFE_MEDIA, CANCELLED, ENGINE_MISSING, ENGINE_FAILED, DISK.
 */
export async function transcribe(path: string, options: TranscribeOptions, ports: RuntimePorts): Promise<Transcript> {
	return await withRecogniser(path, { whisper: true }, ports, async ({ child, pcm, durationSeconds }) => {
		const words: SpokenWord[] = [];
		const tell = progress('transcribe', durationSeconds, ports);
		const message = {
			type: 'transcribe',
			pcm,
			language: (options.language ?? 'auto').toLowerCase().split(/[-_]/)[0],
			fallback: (options.fallbackLanguage ?? 'en').toLowerCase().split(/[-_]/)[0],
		};
		const done: DoneReply = await child.ask(message, (reply: ProgressReply | WindowReply) => {
			if ('words' in reply) words.push(...reply.words);
			tell(reply.seconds);
		});
		tell(durationSeconds);
		return {
			language: done.language,
			durationSeconds,
			segments: segmentsOf(words, done.language),
			words,
			unclear: done.dropped,
			cpuSeconds: done.cpuSeconds,
			peakRssBytes: done.rssBytes,
		};
	});
}

/**
 * Ranges of a media file in which somebody speaks, in order.
 * @throws as {@link transcribe}.
 */
export async function voiceActivity(
	path: string,
	ports: RuntimePorts,
	options: Partial<RangeOptions> = {},
): Promise<{ durationSeconds: number; ranges: Range[] }> {
	return await withRecogniser(path, { whisper: false }, ports, async ({ child, pcm, durationSeconds }) => {
		const tell = progress('voice activity', durationSeconds, ports);
		const message = { type: 'activity', pcm, options: { ...RANGE_OPTIONS, ...options } };
		const { ranges }: ActivityReply = await child.ask(message, (reply: ProgressReply) => tell(reply.seconds));
		tell(durationSeconds);
		return { durationSeconds, ranges };
	});
}

/** A word of the script that is neither heard nor this probable is doubted: something else may have been said. */
const DOUBT = 0.05;

export interface AlignedWord extends SpokenWord {
	/** The recording probably does not say this word, or says another one here. */
	mismatch: boolean;
}

/**
 * When each word of a known script is said. Every word gets a time; where the recording says something else `mismatch` is set.
 * @param words in display form ("$5", "2022") or as spoken.
 * @throws as {@link transcribe}.
 */
export async function align(
	path: string,
	words: readonly string[],
	ports: RuntimePorts,
	options: { language?: string } = {},
): Promise<{ durationSeconds: number; words: AlignedWord[] }> {
	return await withRecogniser(path, { whisper: true }, ports, async ({ child, pcm, durationSeconds }) => {
		const tell = progress('align', durationSeconds, ports);
		const aligned: (AlignedWord | undefined)[] = words.map(() => undefined);
		const message = { type: 'align', pcm, words, language: options.language ?? 'en' };
		await child.ask(message, (reply: ProgressReply | AlignedReply) => {
			if ('aligned' in reply)
				for (const { index, matched, ...word } of reply.aligned)
					aligned[index] = { ...word, mismatch: !matched && word.probability < DOUBT };
			tell(reply.seconds);
		});
		tell(durationSeconds);
		let last = 0;
		return {
			durationSeconds,
			words: aligned.map((word, i) => {
				// Words that no window holds: the recording is silent.
				const found = word ?? { text: words[i]!, startSeconds: last, endSeconds: last, probability: 0, mismatch: true };
				last = found.endSeconds;
				return found;
			}),
		};
	});
}

/**
 * When each of some words is said, of which is known roughly where they are: from {@link transcribe}, put right by a script. Words that were
 * doubted and that the sound denies get null.
 * @throws as {@link transcribe}.
 */
export async function place(
	path: string,
	words: readonly PlacedWord[],
	ports: RuntimePorts,
	options: { language?: string } = {},
): Promise<(SpokenWord | null)[]> {
	return await withRecogniser(path, { whisper: true }, ports, async ({ child, pcm, durationSeconds }) => {
		const tell = progress('place words', durationSeconds, ports);
		const found: (SpokenWord | null)[] = words.map(() => null);
		const message = { type: 'place', pcm, words, language: options.language ?? 'en' };
		await child.ask(message, (reply: ProgressReply | PlacedReply) => {
			if ('placed' in reply) for (const { index, ...word } of reply.placed) found[index] = word;
			tell(reply.seconds);
		});
		tell(durationSeconds);
		return found;
	});
}

function progress(stage: string, total: number, ports: RuntimePorts): (seconds: number) => void {
	return (seconds) => ports.progress({ stage, done: Math.min(seconds, total), total, unit: 'seconds' });
}
