/** Pitch of a voice by autocorrelation: what a listener would call high or low, lively or flat. */
const FRAME = 0.04;
const STEP = 0.02;
const LOWEST_HZ = 60;
const HIGHEST_HZ = 400;
/** A frame is voiced when it is this like itself one period later. */
const VOICED = 0.6;

export interface Pitch {
	/** 0 where nothing is voiced. */
	medianHz: number;
	/** Spread of the melody: standard deviation in semitones. */
	semitones: number;
}

/** Pitch over all voiced frames of a sound. */
export function pitchOf(audio: Float32Array, sampleRate: number): Pitch {
	// Eight thousand values a second tell a period well enough; more would only cost time.
	const factor = Math.max(1, Math.floor(sampleRate / 8000));
	const rate = sampleRate / factor;
	const sound = new Float32Array(Math.floor(audio.length / factor));
	for (let i = 0; i < sound.length; i++) {
		let sum = 0;
		for (let k = 0; k < factor; k++) sum += audio[i * factor + k]!;
		sound[i] = sum / factor;
	}
	const rms = Math.sqrt(sound.reduce((sum, value) => sum + value * value, 0) / Math.max(1, sound.length));
	const size = Math.round(FRAME * rate);
	const [shortest, longest] = [Math.floor(rate / HIGHEST_HZ), Math.ceil(rate / LOWEST_HZ)];
	const found: number[] = [];
	for (let at = 0; at + size + longest <= sound.length; at += Math.round(STEP * rate)) {
		let energy = 0;
		for (let i = 0; i < size; i++) energy += sound[at + i]! ** 2;
		if (Math.sqrt(energy / size) < rms * 0.5) continue;
		const likeness = Array.from({ length: longest + 1 }, (_, lag) => {
			if (lag < shortest) return 0;
			let product = 0;
			let other = 0;
			for (let i = 0; i < size; i++) {
				product += sound[at + i]! * sound[at + i + lag]!;
				other += sound[at + i + lag]! ** 2;
			}
			return product / Math.sqrt(energy * other + 1e-12);
		});
		const best = Math.max(...likeness);
		if (best < VOICED) continue;
		// The first peak nearly as high as the highest: twice the period fits as well.
		const lag = likeness.findIndex((value, k) => value > 0.9 * best && value >= (likeness[k - 1] ?? 0) && value >= (likeness[k + 1] ?? 0));
		found.push(rate / lag);
	}
	if (found.length === 0) return { medianHz: 0, semitones: 0 };
	found.sort((a, b) => a - b);
	const medianHz = found[found.length >> 1]!;
	const tones = found.map((hz) => 12 * Math.log2(hz / medianHz)).filter((tone) => Math.abs(tone) < 12);
	const mean = tones.reduce((a, b) => a + b, 0) / tones.length;
	return { medianHz, semitones: Math.sqrt(tones.reduce((sum, tone) => sum + (tone - mean) ** 2, 0) / tones.length) };
}
