/**
 * Text room: sentences, numbers and names, cues, grounding, embeddings, similarity, places and stickers.
 * Heavy parts (tagger, embedder, tables) are created on first use; use this room from worker threads and children only.
 */
export { knownWord, nlp, tag } from './nlp';
export type { Tagged } from './nlp';
export { splitSentences } from './sentences';
export { quantities, displayNumber } from './quantities';
export type { Bound, Quantity, QuantityKind } from './quantities';
export { names } from './names';
export type { NameSpan } from './names';
export { attribution, direction, directionWords, isQuestion, modalities, modality, negations } from './cues';
export type { Attribution, Direction, Modality } from './cues';
export { parseDependencies } from './parser';
export { headsOf, subtreeOf } from './parser/tree';
export type { Dependent } from './parser';
export { ground } from './grounding';
export type { GroundVerdict, SourcedVerdict } from './grounding';
export type { Refusal } from './repair';
export { CONSTANTS, groundDerived } from './derived';
export type { DerivedClaim, DerivedVerdict, Operand } from './derived';
export { copiedShare } from './overlap';
export { looksLikeInjection } from './redact/injection';
export { contentStems, differentStories, jaccard, longestCommonRun, tfIdf } from './similarity';
export type { TfIdf } from './similarity';
export { cosine, createEmbedder, EMBEDDING_SIZE, packEmbedder } from './embeddings';
export type { Embedder } from './embeddings';
export { findPlaces } from './places';
export { chooseSticker, STICKER_THRESHOLD } from './stickers';
export type { Sticker } from './stickers';
export { groundDrawn } from './drawn';
export { hardReasons, isSoft } from './hard';
