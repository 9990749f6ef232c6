/** What is said in a long video, and where nobody speaks: heard once, then known by the file's content. */
import { writeFile } from 'node:fs/promises';
import { OperatorError } from '../errors';
import { finishedOrMake, type StageContext } from '../ledger/finished';
import type { FileRef } from '../asset';
import { ffmpeg, safeInput } from '../media';
import { place, transcribe, voiceActivity } from '../speech';
import { offload } from '../runtime';
import { readGiven, wordsOfCues, type Given } from './given';
import type { LongVideo } from './source';
import { clock } from './clock';
import type { Range, Transcript, Word } from './types';
import type { ClipsWorker } from './work';
import { LEAST_PAUSE } from './edges';

/** Raised when the same sound would give other words or pauses. */
const TRANSCRIPT_VERSION = 1;
/** Six hours are heard in about a quarter of an hour on two cores. */
export const MOST_SEARCHED_SECONDS = 6 * 3600;
/** A second of sound takes about this long to be heard on two cores. */
const SHARE_OF_TIME = 0.06;

export interface TranscriptWishes {
	/** Two-letter code or 'auto'. */
	language: string;
	/** Only this part is listened to. */
	range?: Range;
	/** The user's own SRT, VTT or JSON, as text, with its name. */
	given?: { text: string; name: string };
	/** Words of our own film: their times are those of its voice. */
	spoken?: Word[];
}

/**
 * The transcript file of a video. Errors: INPUT (no sound, nothing said, a range outside of the video, given words that cannot be read),
 * UNSAFE_MEDIA, CANCELLED, ENGINE_MISSING, ENGINE_FAILED, DISK.
 */
export async function transcriptOf(
	video: LongVideo,
	wishes: TranscriptWishes,
	context: StageContext,
): Promise<{ file: FileRef; reused: boolean }> {
	const range = searched(video, wishes.range);
	const given = wishes.given && readGiven(wishes.given.text, wishes.given.name);
	const assetId = await fileAsset(video, context);
	const inputs = {
		v: TRANSCRIPT_VERSION,
		video: video.sha256,
		range,
		language: given || wishes.spoken ? '' : wishes.language,
		...(given ? { given } : wishes.spoken ? { spoken: wishes.spoken } : {}),
	};
	const part = await finishedOrMake<{ file: FileRef }>(context, { assetId, part: 'transcript', inputs }, async (files) => {
		const workspace = await context.workspace('transcript');
		try {
			const sound = workspace.path('sound.wav');
			await soundOf(video, range, sound, context);
			const heard = await wordsOf(sound, video, range, { ...wishes, given }, context);
			const { ranges } = await voiceActivity(sound, context, { padSeconds: 0, minSilenceSeconds: LEAST_PAUSE, minSpeechSeconds: 0.1 });
			const levels = await offload<ClipsWorker>('clips').call('levels', [sound], { signal: context.signal });
			const transcript: Transcript = {
				v: 1,
				...heard,
				durationSeconds: video.info.durationSeconds,
				range,
				pauses: pausesBetween(ranges, range),
				levels,
			};
			const path = workspace.path('transcript.json');
			await writeFile(path, JSON.stringify(transcript));
			return { file: await files.keep(path, { name: 'transcript.json', mime: 'application/json' }) };
		} finally {
			await workspace.dispose();
		}
	});
	return { file: part.value.file, reused: part.reused };
}

/** The part of the video that is listened to. */
function searched({ name, info }: LongVideo, wished: Range | undefined): Range {
	const { durationSeconds } = info;
	const range = wished
		? { startSeconds: Math.max(0, wished.startSeconds), endSeconds: Math.min(durationSeconds, wished.endSeconds) }
		: { startSeconds: 0, endSeconds: durationSeconds };
	if (!(range.endSeconds > range.startSeconds))
		throw new OperatorError('INPUT', `The range lies outside of ${name}, which lasts ${clock(durationSeconds)}`, {
			fix: 'Correct the range.',
		});
	const seconds = range.endSeconds - range.startSeconds;
	if (seconds > MOST_SEARCHED_SECONDS) {
		const minutes = Math.ceil((MOST_SEARCHED_SECONDS * SHARE_OF_TIME) / 60);
		throw new OperatorError(
			'INPUT',
			`${name} is ${(seconds / 3600).toFixed(1)} hours long; at most ${MOST_SEARCHED_SECONDS / 3600} are listened to at once (about ${minutes} minutes of work on two cores)`,
			{
				fix: 'Give a range (Options → Range), for example 0:00:00-6:00:00, and run the rest as another item.',
			},
		);
	}
	if (!info.audio)
		throw new OperatorError('INPUT', `${name} has no sound, so there is nothing to choose moments by`, {
			fix: 'Use Cut My List with times and Cut To Exactly These Times.',
		});
	return range;
}

/** The asset under which what is known of a file is kept, whoever uses it: of no channel. */
async function fileAsset(video: LongVideo, { ledger, clock: time }: StageContext): Promise<string> {
	const id = `file-${video.sha256.slice(0, 40)}`;
	await ledger.assets.open({ v: 1, id, kind: 'video', createdAt: new Date(time.now()).toISOString(), variant: 0 }, '_files');
	return id;
}

/** The range's sound as WAV, 16 kHz, one channel. */
async function soundOf({ path, name, info }: LongVideo, range: Range, out: string, context: StageContext): Promise<void> {
	const whole = range.startSeconds === 0 && range.endSeconds === info.durationSeconds;
	const cut = whole ? [] : ['-ss', range.startSeconds.toFixed(3), '-t', (range.endSeconds - range.startSeconds).toFixed(3)];
	await ffmpeg(
		[
			...['-v', 'error', ...cut, ...safeInput(path, info.kind === 'video' ? 'video' : 'audio'), '-map', '0:a:0', '-vn'],
			// Sound that begins late stays late.
			...['-af', 'aresample=async=1:first_pts=0', '-ac', '1', '-ar', '16000', '-c:a', 'pcm_s16le', '-f', 'wav', out],
		],
		{ ports: context, stdout: 'ignore', about: name },
	);
}

async function wordsOf(
	sound: string,
	{ name, info }: LongVideo,
	range: Range,
	wishes: Omit<TranscriptWishes, 'given'> & { given?: Given },
	context: StageContext,
): Promise<Pick<Transcript, 'language' | 'from' | 'words' | 'unclear'>> {
	const { given, spoken, language } = wishes;
	const known = language === 'auto' ? 'en' : language;
	const inRange = (words: Word[]) => words.filter((word) => word.endSeconds > range.startSeconds && word.startSeconds < range.endSeconds);
	if (spoken) return { language: known, from: 'spoken', words: inRange(spoken), unclear: [] };
	if (given?.kind === 'words') {
		const words = inRange(given.words);
		if (!words.length) throw nothingSaid(name, info.durationSeconds, 'The given words lie outside of the video');
		return { language: known, from: 'given', words, unclear: [] };
	}
	if (given) {
		const near = inRange(wordsOfCues(given.cues));
		if (!near.length) throw nothingSaid(name, info.durationSeconds, 'The given subtitles lie outside of the video');
		const placed = await place(sound, near.map(({ text, startSeconds }) => ({ text, nearSeconds: startSeconds - range.startSeconds, doubtful: false })), context, { language: known }); // prettier-ignore
		return { language: known, from: 'given', words: inOrder(near.map((word, i) => shifted(placed[i] ?? null, word, range))), unclear: [] };
	}
	const seconds = range.endSeconds - range.startSeconds;
	if (seconds > 1200) context.logger.info(`${name}: ${Math.round(seconds / 60)} minutes are listened to, about ${Math.ceil((seconds * SHARE_OF_TIME) / 60)} minutes on two cores`); // prettier-ignore
	const heard = await transcribe(sound, { language }, context);
	if (!heard.words.length) throw nothingSaid(name, info.durationSeconds, `Nobody is heard to speak in ${name}`);
	const moved = (one: Range): Range => ({
		startSeconds: one.startSeconds + range.startSeconds,
		endSeconds: one.endSeconds + range.startSeconds,
	});
	return {
		language: heard.language,
		from: 'heard',
		words: heard.words.map(({ text, ...times }) => ({ text, ...rounded(moved(times)) })),
		unclear: heard.unclear.map(moved),
	};
}

const nothingSaid = (name: string, seconds: number, what: string) =>
	new OperatorError('INPUT', what, {
		fix: `Use Cut My List with times in ${name} (it lasts ${clock(seconds)}): clips without speech are cut to exactly these times.`,
	});

const shifted = (found: Range | null, near: Word, range: Range): Word => ({
	text: near.text,
	...rounded(found ? { startSeconds: found.startSeconds + range.startSeconds, endSeconds: found.endSeconds + range.startSeconds } : near),
});

const rounded = ({ startSeconds, endSeconds }: Range): Range => ({
	startSeconds: Math.round(startSeconds * 1000) / 1000,
	endSeconds: Math.round(endSeconds * 1000) / 1000,
});

/** Times never run backwards, whatever was aligned. */
function inOrder(words: Word[]): Word[] {
	let last = 0;
	return words.map((word) => {
		const startSeconds = Math.max(last, word.startSeconds);
		const endSeconds = Math.max(startSeconds, word.endSeconds);
		last = startSeconds;
		return { text: word.text, startSeconds, endSeconds };
	});
}

/** What lies between the ranges of speech; `ranges` count from the start of `within`. */
export function pausesBetween(ranges: readonly Range[], within: Range): Range[] {
	const pauses: Range[] = [];
	let at = within.startSeconds;
	for (const { startSeconds, endSeconds } of [...ranges, { startSeconds: within.endSeconds - within.startSeconds, endSeconds: 0 }]) {
		const start = startSeconds + within.startSeconds;
		if (start - at >= LEAST_PAUSE) pauses.push(rounded({ startSeconds: at, endSeconds: start }));
		at = endSeconds + within.startSeconds;
	}
	return pauses;
}
