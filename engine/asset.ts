/**
 * The envelope: what one asset (a video, a short, an issue, an answer) carries through a workflow.
 * Every node adds its own part under its own key. The JSON of one item stays under 40 KB; bulky parts travel as files.
 * Times are seconds, money is integer micro-units, sizes are pixels, loudness is LUFS.
 */

/** A file that belongs to an asset. Inside n8n `property` names a binary property; outside it is a path. */
export interface FileRef {
	property: string;
	sha256: string;
	bytes: number;
	mime: string;
}

export interface ChannelRef {
	id: string;
	name: string;
	language: string;
}

export type AssetKind = 'video' | 'short' | 'issue' | 'answer';

export interface AssetHead {
	v: 1;
	id: string;
	kind: AssetKind;
	parentId?: string;
	createdAt: string;
	variant: number;
}

export interface Topic {
	title: string;
	angle: string;
	keywords: string[];
	/** 0–1, higher is better. */
	rank: number;
	reasons: string[];
	storyId: string;
}

/** What is known of one source. Its full text travels as a file: see {@link SourceText}. */
export interface Source {
	id: string;
	url: string;
	title: string;
	publisher: string;
	/** ISO date, or null where the page gives none. */
	publishedAt: string | null;
	licence?: string;
	file: FileRef;
}

/** Contents of a source's file (application/json). Sentences are the unit that citations quote. */
export interface SourceText {
	v: 1;
	id: string;
	url: string;
	title: string;
	publisher: string;
	author: string | null;
	publishedAt: string | null;
	language: string;
	licence?: string;
	sentences: string[];
	/** Index of the first sentence of each paragraph. */
	paragraphs: number[];
	/** Headings with the index of the sentence they stand before. */
	headings: { text: string; before: number }[];
	/** Ranges [first, last] of sentences that are ordered steps. */
	steps: [number, number][];
	table?: { header: string[]; rows: string[][] }[];
	/** Indexes of sentences that repeat a statement the page itself has withdrawn ("We wrote that …"): never a fact. */
	disowned?: number[];
	/** Where the figures of a sentence come from, for a source pack with footnotes. */
	references?: { sentence: number; title: string; publisher: string; url: string; date?: string }[];
}

export interface Citation {
	sourceId: string;
	/** Verbatim words of the source that support the scene. */
	quote: string;
	/** Only where the rules alone refuse the scene's sentence `said`, and the model `by` accepted it as second judge (see docs/scripts.md). */
	judged?: {
		by: string;
		said: string;
		/** Numbers of `said` that the source does not print, each with the step it follows by: "“a quarter” = 20 ÷ 80 = 0.25". */
		derived?: string[];
	};
}

/** A named place with coordinates from the gazetteer (degrees). */
export interface Place {
	name: string;
	latitude: number;
	longitude: number;
	/** ISO 3166-1 alpha-3, where the place is or lies in a country. */
	country?: string;
}

export interface DataPoint {
	label: string;
	value: number;
	/** What is drawn for the value, e.g. "42,800 km". */
	display: string;
}

/**
 * What one scene shows. Every string and value in it must be grounded in the scene's citations.
 * `sticker` is an emoji name of the bundled set, chosen only above its match score.
 * `cues[i]` is the narration word (display form) at which element i appears.
 */
export type Visual = { sticker?: string; cues?: string[] } &
	/** `limit`: what keeps the number from being exact ("More than"). */
	(
		| { type: 'hook'; number?: { display: string; unit: string; limit?: string } }
		| { type: 'bignum'; value: number; display: string; unit: string; lead: string }
		| { type: 'share'; percent: number; display: string; label: string; rest?: string }
		| { type: 'split'; left: SplitSide; right: SplitSide }
		| { type: 'line'; unit: string; points: { x: number; y: number; display: string }[] }
		| { type: 'bars'; unit: string; items: DataPoint[]; top: number }
		| { type: 'place'; place: Place; value?: { display: string; label: string } }
		| { type: 'route'; from: Place; to: Place }
		| { type: 'timeline'; items: { year: string; text: string }[] }
		| { type: 'steps'; items: { text: string; detail?: string; sticker?: string }[]; firstNumber?: number }
		/** Things without an order; `mark` says whether they are so, are not so, or are only named. */
		| { type: 'list'; items: { text: string; sticker?: string }[]; mark: 'check' | 'cross' | 'dot' }
		/** Things that can be counted one by one: `value` of them, out of `of` where the whole is known; both at most 150. */
		| { type: 'count'; value: number; of?: number; display: string; label: string }
		| { type: 'definition'; term: string; meaning: string }
		/** A day, month or year as written ("24 June 1948", "1967") and what happened then. */
		| { type: 'date'; display: string; text: string }
		| { type: 'cause'; cause: string; effect: string }
		| { type: 'quote'; text: string; who: string; role?: string }
		| { type: 'statement' }
		| { type: 'outro'; callToAction?: string }
	);
export type VisualType = Visual['type'];

export interface SplitSide {
	kicker: string;
	value: string;
	/** Unit that the sentence leaves to the other side's value ("food for 36 days and coal for 45"); drawn behind the value. */
	unit?: string;
	label: string;
	sticker?: string;
}

export interface Scene {
	/** Stable over revisions: "s1", "s2", … */
	id: string;
	/** What is spoken, in display form ("2022", "$1.5 million"). */
	narration: string;
	/** What is written large. `*marked*` words get the marker. Kicker and source line are small. */
	onScreen: { title: string; kicker?: string; source?: string };
	visual: Visual;
	/** The user's own picture or clip for this scene; its licence and credit are the user's word. */
	picture?: { file: FileRef; kind: 'image' | 'clip'; credit?: string };
	citations: Citation[];
}

export interface Script {
	titles: string[];
	hook: string;
	scenes: Scene[];
	description: string;
	chapters: { startSceneId: string; title: string }[];
	tags: string[];
	/** "extractive", "own script", or the model that wrote it. */
	writer: string;
	/** 0–1: share of the narration's words that stand verbatim in the sources. */
	copiedShare: number;
	revision: number;
	/** Only in an item of n8n: where citations, source lines and more of a long script's scenes stand meanwhile (see script/bulk.ts). */
	detailsFile?: FileRef;
}

export interface Word {
	text: string;
	startSeconds: number;
	endSeconds: number;
	sceneId: string;
}

/** Contents of the words file (application/json). */
export interface WordTimes {
	v: 1;
	durationSeconds: number;
	words: Word[];
	scenes: { id: string; startSeconds: number; endSeconds: number }[];
}

export interface Voice {
	file: FileRef;
	durationSeconds: number;
	words: FileRef;
	loudnessLufs: number;
	speaker: string;
	/** How it was spoken, with the pronunciations of words in it; absent for a recording, and in voices of older versions. */
	spoken?: { speed: number; pronunciations: Record<string, string>; guesser?: 'espeak' };
}

export interface Video {
	file: FileRef;
	width: number;
	height: number;
	fps: number;
	durationSeconds: number;
	captions: { srt: FileRef; vtt: FileRef };
	thumbnails: FileRef[];
	sheet: FileRef;
	recipe: FileRef;
	/** How varied its pictures are; absent in films of older versions. Percents are of its length, and of its scenes. */
	variety?: { layouts: number; mostOnOneLayoutPercent: number; transitions: number; stickerLedPercent: number; stickersTwice: number };
}

/** A stretch of a long video that is, or is to be, a short of its own. Seconds count in the long video. */
export interface Clip {
	startSeconds: number;
	endSeconds: number;
	/** From its own words, or the user's. */
	title: string;
	/** What is said in it. */
	text: string;
	/** 0–1, each the place among all stretches that could have been chosen; empty where the user chose. */
	scores: Record<string, number>;
	/** Why it was chosen, in plain words. */
	reasons: string[];
	/** The long video: a binary property of the item, or a file on the server. */
	source: { from: 'item' | 'path'; name: string; file: FileRef };
	/** Words and pauses of the long video. */
	transcript?: FileRef;
	/** Scenes of a film of our own, which are laid out anew from its recipe instead of being cropped. */
	film?: { sceneIds: string[]; recipe: FileRef; voice: FileRef };
	/** How the picture came into its shape; absent until it is cut. */
	layout?: 'faces' | 'fit' | 'fill' | 'film';
	recipe?: FileRef;
}

/** One picture a scene, to be approved before the film is drawn. */
export interface Storyboard {
	sheet: FileRef;
	scenes: { id: string; file: FileRef; seconds: number }[];
	durationSeconds: number;
	/** The script was not spoken yet: times are guessed from its words. */
	estimated: boolean;
}

/** `hold`: a person should look before this goes on; `fail`: it cannot be published as it is. */
export type CheckOutcome = 'pass' | 'hold' | 'fail' | 'skipped';

export interface QualityCheck {
	/** "grounding", "copied words", "film", … */
	name: string;
	outcome: CheckOutcome;
	/** What was found, with the scene or figure it is about. */
	evidence: string;
}

export interface Decision {
	/** "person", a name that the person gave, "autopilot", or "nobody" after the time-out. */
	by: string;
	at: string;
	outcome: 'approved' | 'rejected';
	reason: string;
}

export interface Quality {
	/** The worst outcome of the checks. */
	verdict: 'pass' | 'hold' | 'fail';
	checks: QualityCheck[];
	/** Where a person decides, for a mail or message sent before the asking node waits. */
	reviewUrl?: string;
	decision?: Decision;
}

export interface Published {
	platform: string;
	remoteId: string;
	url: string;
	status: 'draft' | 'private' | 'scheduled' | 'public' | 'removed';
	at: string;
}

export interface Usage {
	vendor: string;
	meter: string;
	quantity: number;
	costMicros: number;
	currency: string;
	at: string;
	key: string;
}

export interface Envelope {
	channel: ChannelRef;
	asset: AssetHead;
	topic?: Topic;
	sources?: Source[];
	script?: Script;
	voice?: Voice;
	storyboard?: Storyboard;
	video?: Video;
	clip?: Clip;
	quality?: Quality;
	published?: Published[];
	usage?: Usage[];
}

/** The channel record kept in the ledger; every later node reads it as its default. Colours are #rrggbb. */
export interface Channel {
	id: string;
	name: string;
	language: string;
	audience: string;
	tone: string;
	brand: { palette: string; colours?: { ink?: string; paper?: string; accents?: string[] }; logo?: string };
	voice: { engine: 'kokoro' | 'piper'; speaker: string; speed: number };
	/** Word → phonemes or respelling, used by the voice. */
	pronunciations: Record<string, string>;
	/** Names that the voice last had to guess (respelled) and that still have no pronunciation. */
	foundNames?: { name: string; guess: string }[];
	captions: { style: 'karaoke' | 'plain' | 'none' };
	format: 'short' | 'video';
	feeds: string[];
	music: { mood: 'calm' | 'drive' | 'none'; folder?: string };
	/** Folder of pictures and clips that films may show. */
	pictures?: { folder?: string };
	callToAction: string;
	bannedWords: string[];
	/** Spending caps in integer micro-units of `currency`. */
	caps: { perItemMicros: number; perDayMicros: number; currency: string };
	autopilot: { publish: boolean };
	/** Contact that polite fetching puts into its User-Agent. */
	contact: string;
}
