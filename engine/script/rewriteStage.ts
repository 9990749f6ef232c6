import type { Channel, Envelope, Script } from '../asset';
import { OperatorError } from '../errors';
import { finishedOrMake, type StageContext } from '../ledger/finished';
import { modelFailure } from '../llm';
import { converse, modelInputs, wishesOf, SOURCE_CHARACTERS, type ModelSettings } from './fromModelAsk';
import { scriptRewritten, type ScriptResult } from './index';
import type { Alternative } from './rewriteAlternatives';
import { resultOf, scriptSettings, sourceTexts, type ScriptPart, type StageResult } from './stage';

/** Raised when the same rewriting comes out differently. */
const REWRITE_VERSION = 6;

export interface RewriteStageSettings {
	channel: Channel;
	/** "copied", "all", or ids and ranges such as "s3, s5-s7"; empty where only `own` counts. */
	scenes: string;
	own: { scene: string; narration: string }[];
	/** What is looked for where no model writes. */
	alternative: Alternative;
	model?: ModelSettings;
}

/**
 * Chosen scenes of the envelope's script said anew, as a new revision of it. A voice and a video made of the old words leave the envelope.
 * Errors: INPUT for an item without a script and for scenes it does not have; a model's, see llm/failures.ts.
 */
export async function rewriteStage(envelope: Envelope, settings: RewriteStageSettings, context: StageContext): Promise<StageResult> {
	const { asset, script, sources = [] } = envelope;
	if (!script?.scenes.length)
		throw new OperatorError('INPUT', 'The item has no script to rewrite', {
			fix: 'Put a Script Generator with "From sources" or "Use my script" before this node.',
		});
	const { channel, model, scenes, own, alternative } = settings;
	const kind = asset.kind === 'video' ? 'video' : 'short';
	const rules = scriptSettings(channel, kind);
	const wishes = wishesOf(channel, model?.instructions);
	const what = { assetId: asset.id, part: 'script' };
	const inputs = {
		v: REWRITE_VERSION,
		rewrite: { scenes, own, ...(model ? { model: modelInputs(model, wishes) } : { alternative }) },
		script: { ...script, revision: 0 } satisfies Script,
		rules,
		sources: sources.map((source) => source.file),
		variant: asset.variant,
	};
	try {
		const part = await finishedOrMake<ScriptPart>(context, { ...what, inputs }, async () => {
			const texts = await sourceTexts(envelope, context);
			const input = { script, texts, settings: rules, scenes, own, alternative, wishes };
			if (model) {
				const { value, usage } = await converse<ScriptResult>(
					model.model,
					(replies, sourceCharacters) =>
						scriptRewritten(
							{ ...input, model: model.model.name, ...(model.judge ? { judge: true } : {}), sourceCharacters },
							replies,
							context,
						),
					{ ...what, channelId: channel.id, variant: asset.variant, draft: model.draft, timeoutSeconds: model.timeoutSeconds },
					context,
				);
				return { ...value, usage };
			}
			const step = await scriptRewritten({ ...input, sourceCharacters: SOURCE_CHARACTERS[0] as number }, [], context);
			if ('ask' in step)
				throw new OperatorError('ENGINE_FAILED', 'A model was asked for where none is connected', { fix: 'Please report this.' });
			return step.done;
		});
		const result = resultOf(envelope, part);
		return { ...result, envelope: withoutOldFilm(result.envelope, script) };
	} catch (error) {
		if (!model || model.whenItFails === 'stop' || modelFailure(error) === null) throw error;
		const free = await rewriteStage(envelope, { ...settings, model: undefined }, context);
		return { ...free, warnings: [`${(error as Error).message}: the free writer did it instead.`, ...free.warnings] };
	}
}

/** What was spoken and drawn of other words is not this script's; the caches behind the stages know what is still good. */
function withoutOldFilm(envelope: Envelope, old: Script): Envelope {
	const said = (script: Script | undefined): string => JSON.stringify(script?.scenes);
	if (said(envelope.script) === said(old)) return envelope;
	const { voice: _voice, video: _video, storyboard: _storyboard, ...rest } = envelope;
	return rest;
}
