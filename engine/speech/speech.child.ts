/** The recogniser's process: the networks block its event loop, and its memory goes when it ends. */
import { serveChild } from '../media/serveChild';
import { OperatorError } from '../errors';
import type {
	ActivityReply,
	AlignMessage,
	DoneReply,
	LoadMessage,
	Message,
	PlaceMessage,
	TranscribeMessage,
	WindowReply,
} from './messages';
import { FRAME_SECONDS, packWindows, speechProbabilities, speechRanges, type Range } from './model/activity';
import { convertWhisper } from './model/convert';
import { loadOrt, type Ort, type Session } from '../runtime/ort';
import { Pcm, RATE } from './model/pcm';
import { placeWords } from './model/place';
import { loudColumns, timeWords, type TimedWord } from './model/times';
import { Whisper, type Heard } from './model/whisper';

let ort: Ort;
let activity: Session;
let whisper: Whisper;

async function load(message: LoadMessage): Promise<void> {
	ort = loadOrt(message.runtime, message.threads);
	activity = await ort.open(message.activity);
	if (message.whisper) whisper = await Whisper.open(ort, message.whisper.graphs, message.whisper.model);
}

type Reply = (message: unknown) => void;
interface Listening {
	pcm: Pcm;
	probabilities: Float32Array;
	windows: Range[];
}

/** Finding speech is quick: it counts as a fiftieth of the way. */
const ACTIVITY_SHARE = 0.02;

async function listen(path: string, reply: Reply): Promise<Listening> {
	const pcm = new Pcm(path);
	const probabilities = await speechProbabilities(ort, activity, pcm, (seconds) => reply({ seconds: seconds * ACTIVITY_SHARE }));
	return { pcm, probabilities, windows: packWindows(speechRanges(probabilities, pcm.seconds), probabilities) };
}

const soundOf = (pcm: Pcm, window: Range): Float32Array =>
	pcm.read(Math.round(window.startSeconds * RATE), Math.round(window.endSeconds * RATE));

/** Columns of 20 ms that are loud enough and that the detector does not call silence. */
function speechColumns(sound: Float32Array, window: Range, probabilities: Float32Array): boolean[] {
	return loudColumns(sound).map((loud, i) => {
		const frame = Math.round((window.startSeconds + i * 0.02) / FRAME_SECONDS);
		return loud && [-1, 0, 1, 2].some((k) => (probabilities[frame + k] ?? 0) >= 0.1);
	});
}

/** From the window's time to the recording's. */
const placed = (word: TimedWord, window: Range): TimedWord => ({
	...word,
	startSeconds: Math.min(word.startSeconds + window.startSeconds, window.endSeconds),
	endSeconds: Math.min(word.endSeconds + window.startSeconds, window.endSeconds),
});

/** The language of the whole recording: the first window that is sure decides. */
class Language {
	sure: string | null;

	constructor(private readonly message: { language: string; fallback?: string }) {
		if (message.language !== 'auto' && !whisper.tokens.knowsLanguage(message.language)) {
			throw new OperatorError('INPUT', `The recogniser does not know the language "${message.language}"`, {
				fix: 'Use a two-letter code such as en, de or es, or auto.',
			});
		}
		this.sure = message.language === 'auto' ? null : message.language;
	}

	async of(heard: Heard): Promise<string> {
		if (this.sure === null) {
			const found = await whisper.language(heard);
			if (found.probability >= 0.5) this.sure = found.code;
		}
		return this.code;
	}

	get code(): string {
		return this.sure ?? this.message.fallback ?? 'en';
	}
}

async function transcribe(message: TranscribeMessage, reply: Reply): Promise<DoneReply> {
	const language = new Language(message);
	const { pcm, probabilities, windows } = await listen(message.pcm, reply);
	const dropped: Range[] = [];
	for (const window of windows) {
		const sound = soundOf(pcm, window);
		const heard = await whisper.hear(sound);
		const found = await whisper.transcribe(heard, await language.of(heard));
		const answer: WindowReply = { seconds: window.endSeconds, window, words: [] };
		if (found) {
			const words = whisper.tokens.words(found.ids, found.language).filter((word) => word.text !== '');
			const speech = speechColumns(sound, window, probabilities);
			const seconds = window.endSeconds - window.startSeconds;
			const timed = await timeWords(whisper, heard, words, found.language, seconds, speech);
			answer.words = timed.map((word) => placed(word, window));
		} else dropped.push(window);
		reply(answer);
	}
	pcm.close();
	return { language: language.code, dropped, ...used() };
}

/** Known words: each window hears roughly which of them it holds, then gets exactly those to time. */
async function align(message: AlignMessage, reply: Reply): Promise<DoneReply> {
	const language = new Language(message);
	const { pcm, probabilities, windows } = await listen(message.pcm, reply);
	const heardWords: string[][] = [];
	let heard: Heard = {};
	for (const window of windows) {
		heard = await whisper.hear(soundOf(pcm, window));
		const found = await whisper.transcribe(heard, await language.of(heard));
		heardWords.push(found ? whisper.tokens.words(found.ids, found.language).map((word) => word.text) : []);
		reply({ seconds: window.endSeconds / 2 });
	}
	const { ranges, matched } = placeWords(message.words, heardWords);
	for (const [i, window] of windows.entries()) {
		const { from, to } = ranges[i]!;
		if (from === to) continue;
		const sound = soundOf(pcm, window);
		// Kept are too many megabytes a window: with several, each is heard a second time.
		if (windows.length > 1) heard = await whisper.hear(sound);
		const words = message.words.slice(from, to).map((text) => ({ text, ids: whisper.tokens.encode(` ${text}`) }));
		const seconds = window.endSeconds - window.startSeconds;
		const timed = await timeWords(whisper, heard, words, language.code, seconds, speechColumns(sound, window, probabilities));
		reply({
			seconds: (pcm.seconds + window.endSeconds) / 2,
			aligned: timed.map((word, k) => ({ ...placed(word, window), index: from + k, matched: matched[from + k]! })),
		});
	}
	pcm.close();
	return { language: language.code, dropped: [], ...used() };
}

/** Less probable words that were doubted are not said. */
const BELIEVED = 0.3;

/** Known words of which is known roughly where they are: each window gets its own to time. */
async function place(message: PlaceMessage, reply: Reply): Promise<DoneReply> {
	const language = new Language(message);
	const { pcm, probabilities, windows } = await listen(message.pcm, reply);
	let next = 0;
	for (const [i, window] of windows.entries()) {
		const last = i === windows.length - 1;
		const own: number[] = [];
		for (; next < message.words.length; next++) {
			const near = message.words[next]!.nearSeconds;
			if (!last && near !== null && near >= windows[i + 1]!.startSeconds - 0.05) break;
			own.push(next);
		}
		if (own.length === 0) continue;
		const sound = soundOf(pcm, window);
		const heard = await whisper.hear(sound);
		const seconds = window.endSeconds - window.startSeconds;
		const columns = speechColumns(sound, window, probabilities);
		const time = async (indexes: number[]) => {
			const words = indexes.map((index) => ({
				text: message.words[index]!.text,
				ids: whisper.tokens.encode(` ${message.words[index]!.text}`),
			}));
			return await timeWords(whisper, heard, words, language.code, seconds, columns);
		};
		let kept = own;
		let timed = await time(kept);
		if (own.some((index) => message.words[index]!.doubtful)) {
			kept = own.filter((index, k) => !message.words[index]!.doubtful || timed[k]!.probability >= BELIEVED);
			if (kept.length < own.length) timed = kept.length ? await time(kept) : [];
		}
		reply({ seconds: window.endSeconds, placed: timed.map((word, k) => ({ ...placed(word, window), index: kept[k]! })) });
	}
	pcm.close();
	return { language: language.code, dropped: [], ...used() };
}

function used(): { cpuSeconds: number; rssBytes: number } {
	const { user, system } = process.cpuUsage();
	return { cpuSeconds: (user + system) / 1e6, rssBytes: process.resourceUsage().maxRSS * 1024 };
}

serveChild(async (message: Message, reply) => {
	switch (message.type) {
		case 'convert':
			return convertWhisper(message.model, message.data, message.dir);
		case 'load':
			return load(message);
		case 'activity': {
			const pcm = new Pcm(message.pcm);
			const probabilities = await speechProbabilities(ort, activity, pcm, (seconds) => reply({ seconds }));
			const answer: ActivityReply = { ranges: speechRanges(probabilities, pcm.seconds, message.options) };
			pcm.close();
			return reply(answer);
		}
		case 'transcribe':
			return reply(await transcribe(message, reply));
		case 'align':
			return reply(await align(message, reply));
		case 'place':
			return reply(await place(message, reply));
	}
});
