/**
 * The script room: sources or a person's own words → hook, scenes with citations and pictures, titles, description, chapters, tags.
 * Everything heavy runs in a worker thread.
 */
import { offload } from '../runtime';
import type { FromModelInput, ModelReply, ModelStep } from './fromModel';
import type { FromOwnInput } from './fromOwn';
import type { FromSourcesInput, ScriptResult } from './fromSources';
import type { RewriteInput } from './rewrite';
import type { ScriptWorker } from './script.worker';

export { fingerprint } from './credits';
export { scriptToMarkdown } from './markdown';
export type { ScriptResult, ScriptSettings } from './fromSources';

/**
 * An extractive, cited and grounded script from a topic's sources. `minilmDir` is the folder of the embedder, or null for word statistics.
 * Throws INPUT when the sources hold too little to say.
 */
export function scriptFromSources(input: FromSourcesInput, options: { signal?: AbortSignal } = {}): Promise<ScriptResult> {
	return offload<ScriptWorker>('script').call('fromSources', [input], options);
}

/**
 * A script from the user's own markdown (also an edited script.md). Sources, where given, are checked against and credited: what they
 * do not say becomes a warning. Throws INPUT for a script without words or with a banned word, TOO_LARGE above 400 kB.
 */
export function scriptFromOwn(input: FromOwnInput, options: { signal?: AbortSignal } = {}): Promise<ScriptResult> {
	return offload<ScriptWorker>('script').call('fromOwn', [input], options);
}

/**
 * The next question to a model, or the script: see fromModel.ts. Throws INPUT when the sources hold too little to say.
 */
export function scriptFromModel(input: FromModelInput, replies: ModelReply[], options: { signal?: AbortSignal } = {}): Promise<ModelStep> {
	return offload<ScriptWorker>('script').call('fromModel', [input, replies], options);
}

/** The next question to a model about chosen scenes, or the rewritten script: see rewrite.ts. Throws INPUT for scenes it does not have. */
export function scriptRewritten(input: RewriteInput, replies: ModelReply[], options: { signal?: AbortSignal } = {}): Promise<ModelStep> {
	return offload<ScriptWorker>('script').call('rewrite', [input, replies], options);
}
