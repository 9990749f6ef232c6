/**
 * The engine's door for nodes and the command line: light to require, heavy work runs in workers and children.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lazily } from './lazily';
import { onnxruntimeEngine, packageRoot, type EngineId } from './runtime';

export * from './asset';
export * from './errors';
export { checkEnvelope, readWordTimes } from './envelope';
export type * from './ports';
export { ENGINE_IDS, ensure, homeDirectory, runtimeDirectory, status, systemClock, type EngineId } from './runtime';
export { createHttp } from './runtime/http';
export { failpoint } from './runtime/failpoints';
export { openWorkspace, sweepOnce } from './media/workspace';
export { hasFfmpeg } from './media/ffmpeg';
export type { MachineCheck } from './media/check';
export { openLedger } from './ledger';
export { channelId, channelWithDefaults, pronunciationLines } from './ledger/defaultChannel';
export { hashFile, openFileStore } from './ledger/fileStore';
export { inputsHash, mapRefs, type StageContext } from './ledger/finished';
export { askForJob, jobEndOrMoment, leaveJob, type LongJob } from './ledger/jobs';
export { explainFailure, type ExplainedFailure } from './ledger/failure';
export { storedEnvelope } from './ledger/storedEnvelope';
export { joinDetails, readDetails, splitDetails } from './script/bulk';
export type { ModelSettings } from './script/fromModelAsk';
export { fromChatModel, openAiModel } from './llm';
export { scriptToMarkdown } from './script/markdown';
export { listVoices } from './voice/model/voices';
export { PALETTE_NAMES } from './render/theme';
export type { VideoStageSettings } from './video/stage';
export type { Recipe } from './video/recipe';
export type { AskedSettings, FilmSettings } from './video/settings';
export type { FilmMomentWishes, ReshapeSettings } from './video/reshape';
export type { FilmClip, FilmSource } from './video/reshape/stage';
export type { OwnPicture } from './video/pictures';
export type { Told } from './publish';
export type { FreedSpace } from './upkeep';
export { captionPages, toSrt, WIDE_PAGES } from './render/captionPages';
export { clock } from './clips/clock';
export { readGiven } from './clips/given';
export { rangeOf, readList, secondsOf } from './clips/list';
export type * from './clips';
export type * from './quality';
export { PAGE_POLICY, reviewPage, thanksPage } from './quality/page';
export { readDecisions } from './quality/decision';
export { keepDecision, reviewState, withDecision } from './quality/review';

// Stages are read when they are first called.
export const topicStage = lazily(async () => (await import('./topics/stage')).topicStage);
export const openOwnScript = lazily(async () => (await import('./script/openOwn')).openOwnScript);
export const scriptStage = lazily(async () => (await import('./script/stage')).scriptStage);
export const sourceTexts = lazily(async () => (await import('./script/stage')).sourceTexts);
export const rewriteStage = lazily(async () => (await import('./script/rewriteStage')).rewriteStage);
export const namesStage = lazily(async () => (await import('./voice/stage')).namesStage);
export const previewStage = lazily(async () => (await import('./voice/stage')).previewStage);
export const recordingStage = lazily(async () => (await import('./voice/stage')).recordingStage);
export const textStage = lazily(async () => (await import('./voice/stage')).textStage);
export const voiceStage = lazily(async () => (await import('./voice/stage')).voiceStage);
export const keepNames = lazily(async () => (await import('./voice/channelNames')).keepNames);
export const videoStage = lazily(async () => (await import('./video/stage')).videoStage);
export const storyboardStage = lazily(async () => (await import('./video/storyboard')).storyboardStage);
export const drawThumbnails = lazily(async () => (await import('./video/thumbnailStage')).drawThumbnails);
export const leadThumbnail = lazily(async () => (await import('./video/thumbnailStage')).leadThumbnail);
export const thumbnailStage = lazily(async () => (await import('./video/thumbnailStage')).thumbnailStage);
export const filmSettings = lazily(async () => (await import('./video/settings')).filmSettings);
export const spokenEnvelope = lazily(async () => (await import('./video/recipeStage')).spokenEnvelope);
export const envelopeOfRecipe = lazily(async () => (await import('./video/recipeStage')).envelopeOfRecipe);
export const renderRecipe = lazily(async () => (await import('./video/recipeStage')).renderRecipe);
export const readRecipe = lazily(async () => (await import('./video/recipe')).readRecipe);
export const filmMomentsStage = lazily(async () => (await import('./video/reshape/stage')).filmMomentsStage);
export const filmShortsStage = lazily(async () => (await import('./video/reshape/stage')).filmShortsStage);
export const examinePicture = lazily(async () => (await import('./video/pictures')).examine);
export const picturesInFolder = lazily(async () => (await import('./video/pictures')).picturesInFolder);
export const cutStage = lazily(async () => (await import('./clips/cutStage')).cutStage);
export const openLongVideo = lazily(async () => (await import('./clips/source')).openLongVideo);
export const listStage = lazily(async () => (await import('./clips/stage')).listStage);
export const momentsStage = lazily(async () => (await import('./clips/stage')).momentsStage);
export const checkAsset = lazily(async () => (await import('./quality')).checkAsset);
export const publishToFolder = lazily(async () => (await import('./publish')).publishToFolder);
export const replaceThumbnails = lazily(async () => (await import('./publish')).replaceThumbnails);
export const freeSpace = lazily(async () => (await import('./upkeep')).freeSpace);
export const checkMachine = lazily(async () => (await import('./media/check')).checkMachine);

let known: string | undefined;
/** Version of the installed pack. */
export function version(): string {
	known ??= (JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string }).version;
	return known;
}

/** Engines that a first video on this machine uses, in the order it needs them. */
export function firstVideoEngines(): EngineId[] {
	return ['minilm', 'english-dictionaries', onnxruntimeEngine(), 'kokoro', 'kokoro-voices', 'ffmpeg'];
}
