import type { Channel, Envelope, SourceText, Topic, Usage } from '../asset';
import { readSourceText } from '../envelope';
import { OperatorError } from '../errors';
import { finishedOrMake, type FinishedPart, type StageContext } from '../ledger/finished';
import { modelFailure } from '../llm';
import { textHash } from '../ledger/scriptText';
import { ensure } from '../runtime';
import { keepOrigin, latestScript } from './openOwn';
import { converse, modelInputs, wishesOf, type ModelSettings } from './fromModelAsk';
import { scriptToMarkdown } from './markdown';
import { scriptFromModel, scriptFromOwn, scriptFromSources, type ScriptResult, type ScriptSettings } from './index';

/** Raised when the writer's rules change, so that scripts of an older writer are made anew. */
const WRITER_VERSION = 20;

export interface ScriptStageSettings {
	channel: Channel;
	targetSeconds?: number;
	/** The user's own script; without it the script is drawn from the sources. */
	markdown?: string;
	/** Look for the sentence model that ranks better; without it words alone rank. */
	useEmbeddings: boolean;
	/** A language model that writes from the sources; the user's own script needs none. */
	model?: ModelSettings;
}

export interface StageResult {
	envelope: Envelope;
	warnings: string[];
	reused: boolean;
}

/** Reads the texts that an envelope's sources name. */
export async function sourceTexts(envelope: Envelope, context: Pick<StageContext, 'files'>): Promise<SourceText[]> {
	const texts: SourceText[] = [];
	for (const source of envelope.sources ?? []) texts.push(await readSourceText(await context.files.local(source.file)));
	return texts;
}

/** What of a channel decides a script. */
export const scriptSettings = (channel: Channel, kind: 'short' | 'video', targetSeconds?: number): ScriptSettings => ({
	kind,
	language: channel.language,
	...(targetSeconds ? { targetSeconds } : {}),
	...(channel.callToAction ? { callToAction: channel.callToAction } : {}),
	...(channel.bannedWords.length ? { bannedWords: channel.bannedWords } : {}),
});

/** Writes the script part from the envelope's sources or from the user's own text. */
export async function scriptStage(envelope: Envelope, settings: ScriptStageSettings, context: StageContext): Promise<StageResult> {
	const { channel } = settings;
	const kind = envelope.asset.kind === 'video' ? 'video' : 'short';
	const script = scriptSettings(channel, kind, settings.targetSeconds);
	const sources = envelope.sources ?? [];
	if (settings.markdown === undefined && !sources.length) {
		throw new OperatorError('INPUT', 'The item has no sources to write from', {
			fix: 'Put a Topic Scout before this node, or choose "Use my script".',
		});
	}
	await keepOrigin(envelope, context);
	const same = settings.markdown === undefined ? null : await asWritten(settings.markdown, envelope, context);
	if (same) return resultOf(envelope, same);
	const inputs = {
		v: WRITER_VERSION,
		script,
		topic: envelope.topic?.title,
		sources: sources.map((s) => s.file),
		markdown: settings.markdown,
		embeddings: settings.useEmbeddings,
		variant: envelope.asset.variant,
	};
	const what = { assetId: envelope.asset.id, part: 'script' };
	const embedder = async (): Promise<string | null> => (settings.useEmbeddings ? (await ensure('minilm', context)).dir : null);
	if (settings.model && settings.markdown === undefined) {
		const { model } = settings;
		const wishes = wishesOf(channel, model.instructions);
		try {
			const part = await finishedOrMake<ScriptPart>(
				context,
				{ ...what, inputs: { ...inputs, model: modelInputs(model, wishes) } },
				async () => {
					const texts = await sourceTexts(envelope, context);
					const input = {
						topic: envelope.topic ?? topicOf(texts),
						texts,
						settings: script,
						minilmDir: await embedder(),
						model: model.model.name,
						wishes,
						...(model.judge ? { judge: true } : {}),
					};
					const { asset } = envelope;
					const { value, usage } = await converse<ScriptResult>(
						model.model,
						(replies, sourceCharacters) => scriptFromModel({ ...input, sourceCharacters }, replies, context),
						{ ...what, channelId: channel.id, variant: asset.variant, draft: model.draft, timeoutSeconds: model.timeoutSeconds },
						context,
					);
					return { ...value, usage };
				},
			);
			return resultOf(envelope, part);
		} catch (error) {
			if (model.whenItFails === 'stop' || modelFailure(error) === null) throw error;
			// Kept as the free writer's: the next run asks the model again.
			const free = await scriptStage(envelope, { ...settings, model: undefined }, context);
			return { ...free, warnings: [`${(error as Error).message}: the free writer wrote the script instead.`, ...free.warnings] };
		}
	}
	const part = await finishedOrMake<ScriptPart>(context, { ...what, inputs }, async () => {
		const texts = await sourceTexts(envelope, context);
		if (settings.markdown !== undefined) {
			const previous = (await latestScript(envelope.asset.id, context))?.value.script;
			const made = await scriptFromOwn(
				{ markdown: settings.markdown, texts, settings: script, ...(previous ? { previous } : {}) },
				context,
			);
			return { ...made, readFrom: textHash(settings.markdown) };
		}
		return await scriptFromSources(
			{ topic: envelope.topic ?? topicOf(texts), texts, settings: script, minilmDir: await embedder() },
			context,
		);
	});
	return resultOf(envelope, part);
}

/** What the ledger keeps of a script. */
export interface ScriptPart extends ScriptResult {
	usage?: Usage[];
	/** Of a script of the user's own: `textHash` of the text it was read from. */
	readFrom?: string;
}

/** The asset's newest script where the text is its script.md, word for word: nothing was changed, so no revision is made. */
async function asWritten(
	markdown: string,
	{ asset, channel, sources = [] }: Envelope,
	context: StageContext,
): Promise<FinishedPart<ScriptPart> | null> {
	const latest = await latestScript<ScriptPart>(asset.id, context);
	if (!latest) return null;
	const { value, revision } = latest;
	const written = scriptToMarkdown({ ...value.script, revision }, sources, { asset, channel });
	return textHash(written) === textHash(markdown) ? { value, reused: true, revision } : null;
}

/** The envelope with its script; usage only grows, and each line counts once. */
export function resultOf(envelope: Envelope, part: FinishedPart<ScriptPart>): StageResult {
	const { script, warnings, usage = [] } = part.value;
	const known = new Set((envelope.usage ?? []).map((line) => line.key));
	const lines = [...(envelope.usage ?? []), ...usage.filter((line) => !known.has(line.key))];
	return {
		envelope: { ...envelope, script: { ...script, revision: part.revision }, ...(lines.length ? { usage: lines } : {}) },
		warnings,
		reused: part.reused,
	};
}

const topicOf = (texts: SourceText[]): Topic => ({
	title: texts[0]?.title ?? '',
	angle: '',
	keywords: [],
	rank: 1,
	reasons: [],
	storyId: '',
});
