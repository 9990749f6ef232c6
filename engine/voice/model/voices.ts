/** The voices on this machine and what their models need. */

export type VoiceEngine = 'kokoro' | 'piper';
export interface VoiceInfo {
	engine: VoiceEngine;
	id: string;
	name: string;
	gender: 'female' | 'male';
	accent: 'American' | 'British';
	/** Median of the fundamental. */
	pitchHz: number;
	/** What a listener notices, in plain words, from measured pitch, melody and pace. */
	description: string;
	/** Factor on the engine's base speed at which this voice speaks at the usual pace. */
	pace: number;
}

export const DEFAULT_SPEAKER: Record<VoiceEngine, string> = { kokoro: 'af_heart', piper: 'joe' };

/**
 * Words a minute of plain prose, pauses included. Scripts say numbers, names and long words, which take a tenth more time: films come out
 * at 150–171 words as spoken.
 */
const USUAL_PACE = 167;
/** A slow voice is not hurried further than this. */
const MOST_HURRIED = 1.16;

/** Measured by bench/voices.mjs: id, pitch in Hz, spread of the melody in semitones, words a minute at pace 1. */
const MEASURED: [string, number, number, number][] = [
	['af_heart', 195, 2.9, 168],
	['af_bella', 195, 2.2, 158],
	['af_nicole', 145, 3.0, 118],
	['af_aoede', 182, 3.0, 162],
	['af_kore', 154, 3.8, 157],
	['af_sarah', 186, 3.5, 161],
	['af_nova', 160, 2.8, 157],
	['af_sky', 154, 3.4, 163],
	['af_alloy', 143, 2.7, 151],
	['af_jessica', 205, 3.2, 176],
	['af_river', 178, 2.1, 173],
	['am_michael', 114, 3.0, 148],
	['am_fenrir', 136, 4.3, 163],
	['am_puck', 114, 3.5, 164],
	['am_echo', 108, 3.6, 154],
	['am_eric', 160, 3.4, 175],
	['am_liam', 123, 4.0, 171],
	['am_onyx', 86, 2.2, 155],
	['am_adam', 118, 3.2, 162],
	['am_santa', 178, 5.2, 147],
	['bf_emma', 182, 2.0, 162],
	['bf_isabella', 211, 2.1, 164],
	['bf_alice', 222, 3.9, 156],
	['bf_lily', 186, 3.8, 157],
	['bm_george', 143, 3.0, 141],
	['bm_fable', 118, 4.2, 149],
	['bm_daniel', 127, 2.4, 162],
	['bm_lewis', 83, 3.7, 152],
	['joe', 90, 3.2, 156],
];

function describe(female: boolean, accent: string, pitchHz: number, semitones: number, wordsPerMinute: number): string {
	const [low, high] = female ? [158, 200] : [100, 135];
	const pitch = pitchHz < low ? (female ? 'low' : 'deep') : pitchHz > high ? 'high' : 'middle';
	const melody = semitones < 2.5 ? ', even melody' : semitones > 3.5 ? ', lively melody' : '';
	const pace = wordsPerMinute < 150 ? ', slow' : '';
	return `${accent} ${female ? 'woman' : 'man'}, ${pitch} pitch (${pitchHz} Hz)${melody}${pace}`;
}

const VOICES: VoiceInfo[] = MEASURED.map(([id, pitchHz, semitones, wordsPerMinute]) => {
	const pace = Math.round(Math.min(MOST_HURRIED, USUAL_PACE / wordsPerMinute) * 100) / 100;
	const piper = id === DEFAULT_SPEAKER.piper;
	const gender = id[1] === 'f' ? 'female' : 'male';
	const accent = id.startsWith('b') ? 'British' : 'American';
	const name = piper ? id : id.slice(3);
	return {
		engine: piper ? 'piper' : 'kokoro',
		id,
		name: name[0]!.toUpperCase() + name.slice(1),
		gender,
		accent,
		pitchHz,
		description: describe(gender === 'female', accent, pitchHz, semitones, wordsPerMinute * pace),
		pace,
	};
});

/**
 * Every voice, the default first. British voices are given American phonemes: they keep their timbre and melody, and say
 * words such as "schedule" or "bath" the American way, for the dictionaries here are American.
 */
export const listVoices = (): VoiceInfo[] => VOICES.map((voice) => ({ ...voice }));

/** The model's speed at which a voice speaks at its usual pace. */
export const usualSpeed = (engine: VoiceEngine, speaker: string): number =>
	CALIBRATION[engine].baseSpeed * (VOICES.find((voice) => voice.id === speaker)?.pace ?? 1);

export interface Calibration {
	sampleRate: number;
	/** Samples of one frame of the duration predictor. */
	hop: number;
	/** Seconds to add to the end of the previous word to get a word's start inside a phrase. */
	insidePhrase: number;
	/** Seconds to add to the first phoneme's start for a word's start after a pause. Both were measured against acoustic onsets. */
	afterPause: number;
	/** The model's speed at which the voice speaks 150–175 words a minute with our pauses. */
	baseSpeed: number;
	/** Changes whenever the same text would sound different: part of every cache key. */
	revision: string;
}

export const CALIBRATION: Record<VoiceEngine, Calibration> = {
	kokoro: { sampleRate: 24_000, hop: 600, insidePhrase: -0.03, afterPause: -0.06, baseSpeed: 0.87, revision: 'kokoro-1.0-float-4' },
	piper: { sampleRate: 22_050, hop: 256, insidePhrase: -0.015, afterPause: 0.01, baseSpeed: 0.76, revision: 'piper-joe-1.0-4' },
};
