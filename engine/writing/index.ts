export { draft, MINIMUM_WORDS, WORDS_PER_SECOND } from './extractive';
export type { Beat, Draft, DraftInput } from './extractive';
export { hookFeatures, HOOK_WORDS } from './hook';
export { scenesOf } from './scenes';
export { unitsOf } from './sentence';
export type { Unit } from './sentence';
export { sceneWords, shapeProblems } from './shape';
export { clauses, hasAttribution, shorterForms, spokenUnits, startsImperative, tidy } from './tidy';
export { bannedFilter, bannedWordIn, capitalise, closeSentence, countWords, normaliseSpaces, spokenWords } from './words';
