/** The room of language models: one port, adapters that answer it, acts that pay once, and tolerant reading of what models write. */
export type { LanguageModel, ModelAnswer, ModelMessage, ModelRequest, ModelUsage } from './model';
export { fromChatModel } from './chatModel';
export { openAiModel } from './openai';
export type { OpenAiSettings } from './openai';
export { askOnce } from './ask';
export type { Asked, AskFor } from './ask';
export { asModelError, failed, modelFailure } from './failures';
export type { ModelFailure } from './failures';
export { readJson } from './json';
export type { ReadJson } from './json';
export { DATA_RULE, dataBlock, tokensOf } from './prompt';
