/** Shorts from a long video: moments found or given, framed anew, captioned and levelled. */
export { cutStage, type CutResult, type CutSettings } from './cutStage';
export { readGiven } from './given';
export { rangeOf, readList, secondsOf } from './list';
export { clock } from './clock';
export type { Snap } from './locate';
export { openLongVideo, type LongVideo } from './source';
export { listStage, momentsStage, type ClipEnvelope, type MomentsResult } from './stage';
export type { TranscriptWishes } from './transcribe';
export type { Moment, MomentWishes, Transcript } from './types';
