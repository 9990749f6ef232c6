/** The voices on this machine and what their models need. */

export type VoiceEngine = 'kokoro' | 'piper';
export interface VoiceInfo {
	engine: VoiceEngine;
	id: string;
	name: string;
	gender: 'female' | 'male';
	accent: 'American' | 'British';
}

const kokoro = (ids: string): VoiceInfo[] =>
	ids.split(' ').map((id) => ({
		engine: 'kokoro',
		id,
		name: id.slice(3, 4).toUpperCase() + id.slice(4),
		gender: id[1] === 'f' ? 'female' : 'male',
		accent: id[0] === 'a' ? 'American' : 'British',
	}));

export const DEFAULT_SPEAKER: Record<VoiceEngine, string> = { kokoro: 'af_heart', piper: 'joe' };

const VOICES: VoiceInfo[] = [
	...kokoro(
		'af_heart af_bella af_nicole af_aoede af_kore af_sarah af_nova af_sky af_alloy af_jessica af_river am_michael am_fenrir am_puck am_echo am_eric am_liam am_onyx am_adam am_santa bf_emma bf_isabella bf_alice bf_lily bm_george bm_fable bm_daniel bm_lewis',
	),
	{ engine: 'piper', id: 'joe', name: 'Joe', gender: 'male', accent: 'American' },
];

/**
 * Every voice, the default first. British voices are given American phonemes: they keep their timbre and melody, and say
 * words such as "schedule" or "bath" the American way, for the dictionaries here are American.
 */
export const listVoices = (): VoiceInfo[] => VOICES.map((voice) => ({ ...voice }));

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
	kokoro: { sampleRate: 24_000, hop: 600, insidePhrase: -0.045, afterPause: -0.03, baseSpeed: 0.87, revision: 'kokoro-1.0-float-3' },
	piper: { sampleRate: 22_050, hop: 256, insidePhrase: -0.015, afterPause: 0.01, baseSpeed: 0.76, revision: 'piper-joe-1.0-3' },
};
