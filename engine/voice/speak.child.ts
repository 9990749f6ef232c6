/**
 * A speaking process: loads one voice model and turns chunks of ids into sound. One thread, because a second costs a quarter to a half
 * more CPU; several of these processes run side by side instead. The model blocks its event loop, hence the process.
 */
import { readFileSync } from 'node:fs';
import { OperatorError } from '../errors';
import { serveChild } from '../media/serveChild';
import type { VoiceEngine } from './model/voices';
import { writeSpeech } from './speech-file';

export interface LoadMessage {
	type: 'load';
	runtime: { kind: 'native' | 'wasm'; entry: string };
	engine: VoiceEngine;
	model: string;
	sampleRate: number;
	hop: number;
	durationOutput: string;
}
export interface SayMessage {
	type: 'say';
	ids: number[];
	speed: number;
	/** Kokoro's style file: 510 rows of 256 floats, one for each length. */
	style?: string;
	/** Where the speech file goes. */
	path: string;
}
export interface SaidReply {
	seconds: number;
	cpuSeconds: number;
	rssBytes: number;
}

let ort: any;
let session: any;
let loaded: LoadMessage;
const styles = new Map<string, Float32Array>();
const STYLE_WIDTH = 256;
const STYLE_ROWS = 510;

async function load(message: LoadMessage): Promise<void> {
	loaded = message;
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- a path known only now
	ort = require(message.runtime.entry);
	if (message.runtime.kind === 'wasm') {
		ort.env.wasm.numThreads = 1;
		session = await ort.InferenceSession.create(new Uint8Array(readFileSync(message.model)), { executionProviders: ['wasm'] });
	} else {
		// Without patterns the arena is not planned a second time for every new length: a third less memory.
		const options = { intraOpNumThreads: 1, interOpNumThreads: 1, enableMemPattern: false, executionProviders: ['cpu'] };
		session = await ort.InferenceSession.create(message.model, options);
	}
}

function styleOf(path: string): Float32Array {
	let style = styles.get(path);
	if (!style) {
		const bytes = readFileSync(path);
		style = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
		styles.set(path, style);
	}
	return style;
}

const int64 = (values: number[], shape: number[]): any => new ort.Tensor('int64', BigInt64Array.from(values, BigInt), shape);
const float32 = (values: ArrayLike<number>, shape: number[]): any => new ort.Tensor('float32', Float32Array.from(values), shape);

async function say({ ids, speed, style, path }: SayMessage): Promise<number> {
	const { engine, sampleRate, hop, durationOutput } = loaded;
	let feeds: Record<string, unknown>;
	if (engine === 'kokoro') {
		const row = Math.min(ids.length - 2, STYLE_ROWS - 1) * STYLE_WIDTH;
		feeds = {
			tokens: int64(ids, [1, ids.length]),
			style: float32(styleOf(style!).subarray(row, row + STYLE_WIDTH), [1, STYLE_WIDTH]),
			speed: float32([speed], [1]),
		};
	} else {
		// Noise 0 for timbre and rhythm: the same text always gives the same bytes.
		feeds = { input: int64(ids, [1, ids.length]), input_lengths: int64([ids.length], [1]), scales: float32([0, 1 / speed, 0], [3]) };
	}
	const result = await session.run(feeds);
	const audio = (engine === 'kokoro' ? result.audio : result.output).data as Float32Array;
	const durations = Array.from(result[durationOutput].data as ArrayLike<number>, Number);
	const frames = durations.reduce((a, b) => a + b, 0);
	if (durations.length !== ids.length || frames * hop !== audio.length) {
		throw new OperatorError('ENGINE_FAILED', `The voice's times do not match its sound (${frames} frames, ${audio.length} samples)`, {
			fix: 'Run AI Operator Setup: Free space, then Download engines, so that the voice is fetched anew.',
		});
	}
	const samples = new Int16Array(audio.length);
	for (let i = 0; i < audio.length; i++) samples[i] = Math.max(-32768, Math.min(32767, Math.round(audio[i]! * 32767)));
	writeSpeech(path, { sampleRate, durations, samples });
	return audio.length / sampleRate;
}

let cpuBefore = 0;
serveChild(async (message: LoadMessage | SayMessage, reply) => {
	if (message.type === 'load') {
		await load(message);
		reply({ loaded: true });
		return;
	}
	const seconds = await say(message);
	const { user, system } = process.cpuUsage();
	const cpu = (user + system) / 1e6;
	const said: SaidReply = { seconds, cpuSeconds: cpu - cpuBefore, rssBytes: process.resourceUsage().maxRSS * 1024 };
	cpuBefore = cpu;
	reply(said);
});
