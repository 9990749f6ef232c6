/**
 * The engine's door for nodes and the command line: light to require, heavy work runs in workers and children.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onnxruntimeEngine, packageRoot, type EngineId } from './runtime';

export * from './asset';
export * from './errors';
export type * from './ports';
export { ENGINE_IDS, ensure, homeDirectory, runtimeDirectory, status, systemClock, type EngineId } from './runtime';
export { createHttp } from './runtime/http';
export { openWorkspace, sweepOnce } from './media/workspace';
export { hasFfmpeg } from './media/ffmpeg';
export { checkMachine, type MachineCheck } from './media/check';
export { openLedger } from './ledger';
export { channelId, channelWithDefaults, pronunciationLines } from './ledger/defaultChannel';
export { hashFile, openFileStore } from './ledger/fileStore';
export { inputsHash, mapRefs, type StageContext } from './ledger/finished';
export { askForJob, jobEndOrMoment, leaveJob, type LongJob } from './ledger/jobs';
export { explainFailure, type ExplainedFailure } from './ledger/failure';
export { storedEnvelope } from './ledger/storedEnvelope';
export { topicStage } from './topics/stage';
export { joinDetails, splitDetails } from './script/bulk';
export { openOwnScript } from './script/openOwn';
export { scriptStage, sourceTexts } from './script/stage';
export { rewriteStage } from './script/rewriteStage';
export type { ModelSettings } from './script/fromModelAsk';
export { fromChatModel, openAiModel } from './llm';
export { scriptToMarkdown } from './script';
export { namesStage, previewStage, recordingStage, textStage, voiceStage } from './voice/stage';
export { keepNames } from './voice/channelNames';
export { listVoices } from './voice';
export { PALETTE_NAMES } from './render/theme';
export { videoStage, type VideoStageSettings } from './video/stage';
export { storyboardStage } from './video/storyboard';
export { thumbnailStage } from './video/thumbnailStage';
export { envelopeOfRecipe, renderRecipe } from './video/recipeStage';
export { readRecipe, type Recipe } from './video/recipe';
export type { FilmMomentWishes, ReshapeSettings } from './video/reshape';
export { filmMomentsStage, filmShortsStage, type FilmClip, type FilmSource } from './video/reshape/stage';
export { examine as examinePicture, picturesInFolder, type OwnPicture } from './video/pictures';
export { freeSpace, type FreedSpace } from './upkeep';
export { captionPages, toSrt, WIDE_PAGES } from './render/captionPages';
export * from './clips';
export * from './quality';
export { publishToFolder } from './publish';

let known: string | undefined;
/** Version of the installed pack. */
export function version(): string {
	known ??= (JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string }).version;
	return known;
}

/** Engines that a first video on this machine uses, in the order it needs them. */
export async function firstVideoEngines(): Promise<EngineId[]> {
	return ['minilm', 'english-dictionaries', await onnxruntimeEngine(), 'kokoro', 'kokoro-voices', 'ffmpeg'];
}
