/** Whisper's two graphs, and decoding with them: greedy first, hotter when the result loops, repeats itself or is improbable. */
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { Ort, Session, Tensor } from '../../runtime/ort';
import { RATE } from './pcm';
import { Tokenizer } from './tokenizer';

const WINDOW_SAMPLES = 30 * RATE;
const LAYERS = 6;
const HEADS = 8;
const HEAD = 64;
const MOST_TOKENS = 224;

/** What the encoder made of one window of sound: the decoder attends to it. */
export type Heard = Record<string, Tensor>;

export interface Transcript {
	ids: number[];
	text: string;
	/** Mean natural logarithm of the tokens' probabilities. */
	confidence: number;
	language: string;
}

interface Attempt extends Transcript {
	noSpeech: number;
	loops: boolean;
	/** Bytes of the text by its bytes when compressed: repetition makes it large. */
	repetition: number;
}

/** Whether the end of `ids` is one phrase of at most 8 tokens said five times (and 10 tokens at least): Whisper's way to fail on babble. */
export function isLooping(ids: readonly number[]): boolean {
	for (let period = 1; period <= 8; period++) {
		const need = Math.max(5 * period, 10);
		if (ids.length < need) continue;
		let same = 0;
		while (same < need - period && ids[ids.length - 1 - same] === ids[ids.length - 1 - same - period]) same++;
		if (same === need - period) return true;
	}
	return false;
}

export function repetition(text: string): number {
	const bytes = Buffer.from(text);
	return bytes.length === 0 ? 0 : bytes.length / deflateSync(bytes).length;
}

/** Thresholds of Whisper's own decoder (whisper/transcribe.py). */
const TEMPERATURES = [0, 0.2, 0.4, 0.6, 0.8, 1];
const MOST_REPETITION = 2.4;
const LEAST_CONFIDENCE = -1;
const SILENT = 0.6;
/** What is truly said again and again is heard with −0.05; what the decoder invents never came above −0.5. */
const SURE = -0.3;

export class Whisper {
	private random = 1;

	private constructor(
		private readonly ort: Ort,
		readonly tokens: Tokenizer,
		private readonly encoder: Session,
		private readonly decoder: Session,
	) {}

	/** @param graphs folder that {@link convertWhisper} filled. @param model folder of the fetched model, for its vocabulary. */
	static async open(ort: Ort, graphs: string, model: string): Promise<Whisper> {
		const open = (name: string) => ort.open(join(graphs, `${name}.onnx`), join(graphs, `${name}.bin`));
		return new Whisper(ort, new Tokenizer(model), await open('encoder'), await open('decoder'));
	}

	/** Hears up to 30 s. */
	async hear(sound: Float32Array): Promise<Heard> {
		const samples = new Float32Array(WINDOW_SAMPLES);
		samples.set(sound.subarray(0, WINDOW_SAMPLES));
		return await this.encoder.run({ samples: this.ort.floats(samples, [WINDOW_SAMPLES]) });
	}

	/** One run of the decoder over `ids`, after what `past` holds. */
	step(ids: number[], past: Tensor, heard: Heard): Promise<Record<string, Tensor>> {
		return this.decoder.run({ tokens: this.ort.integers(ids, [ids.length]), past, ...heard });
	}

	nothing(): Tensor {
		return this.ort.floats(new Float32Array(0), [2 * LAYERS, HEADS, 0, HEAD]);
	}

	/** The likeliest language and its probability among all that Whisper knows. */
	async language(heard: Heard): Promise<{ code: string; probability: number }> {
		const { logits } = await this.step([this.tokens.start], this.nothing(), heard);
		const languages = this.tokens.languages();
		const scores = Float32Array.from(languages, ({ id }) => logits!.data[id]!);
		const { total, top, best } = sums(scores);
		return { code: languages[best]!.code, probability: Math.exp(scores[best]! - top) / total };
	}

	/**
	 * What is said, or null where nothing sensible is: silence, babble, music. Retries with rising temperature as Whisper does; a window
	 * that never comes out well is dropped, because invented words are worse than missing ones.
	 */
	async transcribe(heard: Heard, language: string): Promise<Transcript | null> {
		for (const temperature of TEMPERATURES) {
			const attempt = await this.attempt(heard, language, temperature);
			if (attempt.noSpeech > SILENT && attempt.confidence < LEAST_CONFIDENCE) return null;
			const repeats = attempt.repetition > MOST_REPETITION && attempt.confidence < SURE;
			if (attempt.loops || repeats || attempt.confidence < LEAST_CONFIDENCE) continue;
			return attempt.ids.length > 0 ? attempt : null;
		}
		return null;
	}

	private async attempt(heard: Heard, language: string, temperature: number): Promise<Attempt> {
		const { tokens } = this;
		const ids: number[] = [];
		let past = this.nothing();
		let input = tokens.prompt(language);
		let sum = 0;
		let noSpeech = 0;
		let loops = false;
		let ended = false;
		while (ids.length < MOST_TOKENS) {
			const result = await this.step(input, past, heard);
			past = result.present!;
			const all = result.logits!.data;
			if (ids.length === 0) noSpeech = probability(all.subarray(0, tokens.size), tokens.noSpeech);
			const row = all.subarray((input.length - 1) * tokens.size, input.length * tokens.size);
			const { top, total } = sums(row);
			for (const id of tokens.suppressed) row[id] = -Infinity;
			if (ids.length === 0) for (const id of tokens.suppressedFirst) row[id] = -Infinity;
			const next = temperature === 0 ? sums(row).best : this.sample(row, temperature);
			sum += row[next]! - top - Math.log(total);
			ended = next === tokens.end;
			if (ended) break;
			ids.push(next);
			input = [next];
			loops = isLooping(ids);
			if (loops) break;
		}
		const text = tokens.decode(ids);
		return {
			ids,
			text,
			language,
			confidence: sum / (ids.length + (ended ? 1 : 0) || 1),
			noSpeech,
			loops: loops || !ended,
			repetition: repetition(text),
		};
	}

	/** One token by chance. The chance is the same in every run, so that the same sound gives the same words. */
	private sample(row: Float32Array, temperature: number): number {
		const { top } = sums(row);
		const weights = Float64Array.from(row, (value) => Math.exp((value - top) / temperature));
		this.random = (this.random * 1103515245 + 12345) & 0x7fffffff;
		let left = (this.random / 0x7fffffff) * weights.reduce((a, b) => a + b, 0);
		for (let id = 0; id < weights.length; id++) {
			left -= weights[id]!;
			if (left <= 0) return id;
		}
		return sums(row).best;
	}
}

/** The largest value, its place, and the sum of e^(value − largest). */
function sums(row: Float32Array): { top: number; best: number; total: number } {
	let top = -Infinity;
	let best = 0;
	for (let i = 0; i < row.length; i++) {
		if (row[i]! > top) {
			top = row[i]!;
			best = i;
		}
	}
	let total = 0;
	for (let i = 0; i < row.length; i++) total += Math.exp(row[i]! - top);
	return { top, best, total };
}

/** Softmax of `row` at `id`. */
export function probability(row: Float32Array, id: number): number {
	const { top, total } = sums(row);
	return Math.exp(row[id]! - top) / total;
}
