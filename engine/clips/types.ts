/** Words of the clips room. Seconds count from the start of the long video unless something else is said. */

export interface Word {
	text: string;
	startSeconds: number;
	endSeconds: number;
}

export interface Range {
	startSeconds: number;
	endSeconds: number;
}

/** What is known of a long video's sound. Contents of the transcript file (application/json). */
export interface Transcript {
	v: 1;
	/** Two-letter code. */
	language: string;
	/** Of the whole video. */
	durationSeconds: number;
	/** The part that was listened to. */
	range: Range;
	/** `heard` here, `given` by the user, or `spoken`: the film's own script. */
	from: 'heard' | 'given' | 'spoken';
	words: Word[];
	/** Where nobody speaks (voice activity), at least a tenth of a second each. */
	pauses: Range[];
	/** Loudness of every 10 ms of the range, one byte each: decibels below full scale, 0–127 in halves. Base64. */
	levels: string;
	/** Where somebody seems to speak but nothing sensible was understood. */
	unclear: Range[];
}

/** A stretch that could be a short. */
export interface Moment extends Range {
	title: string;
	text: string;
	/** 0–1, each the place among all stretches looked at. */
	scores: Record<string, number>;
	reasons: string[];
}

/** What the user wishes of moments. */
export interface MomentWishes {
	minSeconds: number;
	maxSeconds: number;
	/** Clips wanted; 0: as many as the video is good for. */
	count: number;
	/** What it should be about. */
	keywords: string[];
	range?: Range;
}

/** Steps of {@link Transcript.levels}: 10 ms. */
export const LEVEL_SECONDS = 0.01;
