/**
 * Text room: sentences, numbers and names, cues, grounding, embeddings, similarity, places and stickers.
 * Heavy parts (tagger, embedder, tables) are created on first use; use this room from worker threads and children only.
 */
export { nlp, tag } from './nlp';
export type { Tagged } from './nlp';
export { splitSentences } from './sentences';
export { quantities, displayNumber } from './quantities';
export type { Bound, Quantity, QuantityKind } from './quantities';
export { names } from './names';
export type { NameSpan } from './names';
export { attribution, direction, directionWords, isQuestion, modalities, modality, negations } from './cues';
export type { Attribution, Direction, Modality } from './cues';
export { ground } from './grounding';
export type { GroundVerdict } from './grounding';
