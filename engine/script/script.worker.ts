/** The heavy half of the script room: tagging, embedding, grounding, choosing. */
import { serveWorker } from '../runtime';
import { writeFromModel } from './fromModel';
import type { FromModelInput, ModelReply, ModelStep } from './fromModel';
import { writeFromOwn } from './fromOwn';
import type { FromOwnInput } from './fromOwn';
import { writeFromSources } from './fromSources';
import type { FromSourcesInput, ScriptResult } from './fromSources';
import { rewriteScenes } from './rewrite';
import type { RewriteInput } from './rewrite';

const methods = {
	fromSources: async (input: FromSourcesInput): Promise<ScriptResult> => writeFromSources(input),
	fromModel: async (input: FromModelInput, replies: ModelReply[]): Promise<ModelStep> => writeFromModel(input, replies),
	rewrite: async (input: RewriteInput, replies: ModelReply[]): Promise<ModelStep> => rewriteScenes(input, replies),
	fromOwn: async (input: FromOwnInput): Promise<ScriptResult> => writeFromOwn(input),
};
export type ScriptWorker = typeof methods;

serveWorker(methods);
