/** Spoken chunks → one track with pauses by sense, and the time of every display word. Runs in voice.worker.ts. */
import type { Word, WordTimes } from '../../asset';
import { OperatorError } from '../../errors';
import { CALIBRATION, type Calibration, type VoiceEngine } from '../model/voices';
import type { Chunk } from '../plan';
import { readSpeech } from '../speech-file';
import { soften } from './sibilance';
import { activeLevel, fadeEdges, quietEdges, speechEdges, tighten, type Piece } from './trim';

/** Silence before the first sound, and after the last. */
const LEAD_SECONDS = 0.06;
const TAIL_SECONDS = 0.22;
/**
 * Scenes begin on this grid: three frames of film and whole milliseconds. A changed sentence then moves later scenes by whole frames,
 * and their pictures and captions need not be drawn again.
 */
const SCENE_GRID_SECONDS = 0.1;
/** A chunk's level is pulled this far towards the others', and never further than the limit. */
const LEVEL_STRENGTH = 0.7;
const LEVEL_LIMIT_DB = 3;

/** Seconds of silence that the listener hears between two chunks. */
export function pauseAfter(closing: string, sceneEnds: boolean, hook: boolean): number {
	if (hook && sceneEnds) return 0.39;
	if (sceneEnds) return closing === '?' || closing === '…' ? 0.44 : 0.4;
	if (closing === '…') return 0.42;
	if (closing === '?' || closing === '!') return 0.36;
	if (closing === '.') return 0.32;
	return closing === ',' ? 0.14 : 0.2;
}

export interface Track {
	samples: Float32Array;
	sampleRate: number;
	words: WordTimes;
	/** Words without a sound of their own (emoji, lone dashes): they stand at the end of the word before. */
	silentWords: number;
}

interface Spoken {
	chunk: Chunk;
	audio: Float32Array;
	/** [display word, start, end] in seconds of the chunk, calibrated, in order. */
	spans: { word: number; start: number; end: number }[];
	from: number;
	to: number;
	/** Samples at the kept edges that nobody hears. */
	quietHead: number;
	quietTail: number;
}

/** `paths[i]` is the speech file of `chunks[i]`. */
export function assemble(engine: VoiceEngine, scenes: { id: string; words: string[] }[], chunks: Chunk[], paths: string[]): Track {
	const calibration = CALIBRATION[engine];
	const { sampleRate } = calibration;
	const spoken = chunks.map((chunk, i) => readChunk(chunk, paths[i]!, calibration));
	const level = balance(spoken, sampleRate);
	for (const { audio } of spoken) soften(audio, sampleRate, level);
	shortenHook(spoken, sampleRate);
	const pieces: Piece[] = [];
	const spans = scenes.map(({ words }) => words.map(() => null as [number, number] | null));
	const lead = Math.round(LEAD_SECONDS * sampleRate);
	let at = lead;
	// The pause after the hook is only ever shortened: as heard it may not pass 0.4 s.
	const grid = Math.round(SCENE_GRID_SECONDS * sampleRate);
	const onGrid = (sample: number, earliest: number, down: boolean) => {
		const steps = (sample - lead) / grid;
		return lead + Math.max(down ? Math.floor(steps) : Math.round(steps), Math.ceil((earliest - lead) / grid)) * grid;
	};
	spoken.forEach((own, i) => {
		const { chunk, audio, from, to } = own;
		fadeEdges(audio, from, to, sampleRate);
		const kept = tighten(audio, from, to, sampleRate);
		for (const { word, start, end } of own.spans) {
			const place = (seconds: number) => kept.place(Math.round(seconds * sampleRate)) / sampleRate;
			const offset = at / sampleRate;
			const known = spans[chunk.scene]![word];
			spans[chunk.scene]![word] = [known?.[0] ?? offset + place(start), offset + place(end)];
		}
		for (const piece of kept.pieces) pieces.push({ ...piece, at: at + piece.at });
		at += kept.length;
		const next = chunks[i + 1];
		// What stands quiet at the edges already counts as pause.
		const quiet = next ? (own.quietTail + spoken[i + 1]!.quietHead) / sampleRate : 0;
		const gap = next
			? pauseAfter(chunk.closing, next.scene !== chunk.scene, chunk.scene === 0) - quiet
			: TAIL_SECONDS - own.quietTail / sampleRate;
		if (!next) endWithSound(spans[chunk.scene]!, (at - own.quietTail) / sampleRate);
		const spokenTo = at;
		at += Math.round(Math.max(0, gap) * sampleRate);
		if (next && next.scene !== chunk.scene) at = onGrid(at, spokenTo, chunk.scene === 0);
	});
	const samples = new Float32Array(at);
	for (const { audio, from, to, at: start } of pieces) samples.set(audio.subarray(from, to), start);
	const durationSeconds = at / sampleRate;
	const { words, silent } = listWords(scenes, spans, durationSeconds);
	return {
		samples,
		sampleRate,
		words: { v: 1, durationSeconds, words, scenes: sceneTimes(scenes, words, durationSeconds) },
		silentWords: silent,
	};
}

/** A film ends by its last word: where the model lets that go on in silence, it ends with its sound. */
function endWithSound(spans: ([number, number] | null)[], soundEnds: number): void {
	const last = spans.findLast((span) => span);
	if (last) last[1] = Math.min(last[1], Math.max(last[0] + 0.02, soundEnds + SOUND_FADES_SECONDS));
}
/** What is heard less than the measure of quiet says still belongs to the word. */
const SOUND_FADES_SECONDS = 0.03;

/** Quiet that stays at the edges of the hook's end and of what follows. */
const HOOK_EDGE_SECONDS = 0.07;

/** Takes away what voices leave quiet around the pause after the hook, so that the pause has the length that is asked for. */
function shortenHook(spoken: Spoken[], sampleRate: number): void {
	const at = spoken.findIndex(({ chunk }) => chunk.scene > 0);
	const [hook, next] = [spoken[at - 1], spoken[at]];
	if (!hook || !next) return;
	const edge = Math.round(HOOK_EDGE_SECONDS * sampleRate);
	hook.to -= Math.max(0, hook.quietTail - edge);
	hook.quietTail = Math.min(hook.quietTail, edge);
	next.from += Math.max(0, next.quietHead - edge);
	next.quietHead = Math.min(next.quietHead, edge);
}

function readChunk(chunk: Chunk, path: string, calibration: Calibration): Spoken {
	const speech = readSpeech(path);
	const { sampleRate, hop } = calibration;
	if (!speech || speech.durations.length !== chunk.ids.length || speech.sampleRate !== sampleRate) {
		throw new OperatorError('ENGINE_FAILED', 'A spoken sentence vanished or was damaged on disk', {
			fix: 'Run it again.',
			retryable: true,
		});
	}
	const audio = Float32Array.from(speech.samples, (sample) => sample / 32768);
	const raw: { word: number; start: number; end: number; afterPause: boolean }[] = [];
	let time = 0;
	let paused = true;
	speech.durations.forEach((frames, i) => {
		const owner = chunk.owners[i]!;
		const seconds = (frames * hop) / sampleRate;
		const last = raw.at(-1);
		if (owner >= 0) {
			if (last?.word === owner) last.end = time + seconds;
			else raw.push({ word: owner, start: time, end: time + seconds, afterPause: paused });
			paused = false;
		} else if (!isSpace(chunk.ids[i]!, calibration)) paused = true;
		time += seconds;
	});
	if (Math.abs(time - audio.length / sampleRate) > 1e-6) {
		throw new OperatorError('ENGINE_FAILED', 'The times of a spoken sentence do not match its sound', {
			fix: 'Run it again.',
			retryable: true,
		});
	}
	const length = audio.length / sampleRate;
	const spans = raw.map((word, i) => {
		const start = word.afterPause ? word.start + calibration.afterPause : raw[i - 1]!.end + calibration.insidePhrase;
		const end = word.end + calibration.insidePhrase;
		return { word: word.word, start: clamp(start, 0, length), end: clamp(Math.max(end, start + 0.02), 0, length) };
	});
	const edges = speechEdges(audio, spans[0]!.start, spans.at(-1)!.end, sampleRate);
	return { chunk, audio, spans, ...edges, ...quietEdges(audio, edges.from, edges.to, sampleRate) };
}

const isSpace = (id: number, calibration: Calibration): boolean => (calibration === CALIBRATION.kokoro ? id === 16 : id === 3 || id === 0);
const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** Sentences of one voice differ by a few decibels: the odd ones are drawn gently to the middle, whose level is returned. */
function balance(spoken: Spoken[], sampleRate: number): number {
	const levels = spoken.map(({ audio, from, to }) => activeLevel(audio, from, to, sampleRate));
	const sorted = [...levels].filter((level) => level > 0).sort((a, b) => a - b);
	const middle = sorted[Math.floor(sorted.length / 2)];
	if (!middle) return 0;
	spoken.forEach(({ audio }, i) => {
		if (!levels[i]) return;
		const decibels = clamp(20 * Math.log10(middle / levels[i]) * LEVEL_STRENGTH, -LEVEL_LIMIT_DB, LEVEL_LIMIT_DB);
		const gain = 10 ** (decibels / 20);
		for (let k = 0; k < audio.length; k++) audio[k]! *= gain;
	});
	return middle;
}

/** Times of all display words, in order, without overlaps; a word without a span stands at the end of the one before. */
export function listWords(
	scenes: { id: string; words: string[] }[],
	spans: ([number, number] | null)[][],
	duration: number,
): { words: Word[]; silent: number } {
	const words: Word[] = [];
	let silent = 0;
	let clock = 0;
	const first = spans.flat().find((span) => span)?.[0] ?? 0;
	scenes.forEach(({ id, words: texts }, s) =>
		texts.forEach((text, i) => {
			const span = spans[s]![i];
			if (!span) silent++;
			const start = span ? Math.max(clock, span[0]) : Math.max(clock, first);
			const end = span ? Math.min(duration, Math.max(start, span[1])) : start;
			words.push({ text, startSeconds: round(start), endSeconds: round(end), sceneId: id });
			clock = round(end);
		}),
	);
	return { words, silent };
}
const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;

/** Scenes tile the track: one begins shortly before its first word, in the pause. */
export function sceneTimes(scenes: { id: string }[], words: Word[], duration: number): WordTimes['scenes'] {
	const starts = scenes.map(({ id }, i) => {
		const first = words.findIndex((word) => word.sceneId === id);
		if (i === 0 || first <= 0) return 0;
		const before = words[first - 1]!.endSeconds;
		return round(Math.max(before, words[first]!.startSeconds - 0.12));
	});
	return scenes.map(({ id }, i) => ({ id, startSeconds: starts[i]!, endSeconds: starts[i + 1] ?? round(duration) }));
}
