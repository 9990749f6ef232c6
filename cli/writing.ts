import type { Channel, Envelope } from '../engine/asset';
import type { StageContext } from '../engine/ledger/finished';

type Engine = typeof import('../engine/index');

export const writingHelp = `  --model NAME        a language model writes (and rewrites): one at AI_OPERATOR_MODEL_URL, any OpenAI-compatible address (default:
                      Ollama's on this machine), with AI_OPERATOR_MODEL_KEY where it wants one
  --instruction TEXT  what the model should mind
  --rewrite SCENES    say scenes anew before speaking: "copied", "all", or ids such as s3,s5-s7
  --no-judge          the model may not accept rewordings as second judge: the rules alone decide
  --draft N           ask the model for another draft
`;

/** Options of `make` that belong to the script. */
export const writingArguments = {
	model: { type: 'string' },
	instruction: { type: 'string' },
	rewrite: { type: 'string' },
	'no-judge': { type: 'boolean' },
	draft: { type: 'string', default: '1' },
} as const;

interface WritingValues {
	model?: string;
	instruction?: string;
	rewrite?: string;
	'no-judge'?: boolean;
	draft: string;
}

const modelAddress = (): string => process.env.AI_OPERATOR_MODEL_URL ?? 'http://127.0.0.1:11434/v1';

/** The script stage of a film, and the rewriting of its scenes where it is asked for. */
export async function writeScript(
	...[engine, envelope, channel, markdown, values, context]: Parameters<typeof write>
): ReturnType<typeof write> {
	try {
		return await write(engine, envelope, channel, markdown, values, context);
	} catch (error) {
		if (values.model === undefined || !engine.isOperatorError(error) || error.code !== 'NETWORK') throw error;
		throw new engine.OperatorError('NETWORK', `No language model answers at ${modelAddress()}: ${error.message}`, {
			fix: 'Start its server (Ollama: "ollama serve"), or set AI_OPERATOR_MODEL_URL to the address of another one. Without --model the free writer writes.',
			cause: error,
		});
	}
}

async function write(
	engine: Engine,
	envelope: Envelope,
	channel: Channel,
	markdown: string | undefined,
	values: WritingValues,
	context: StageContext,
): Promise<{ envelope: Envelope; warnings: string[] }> {
	const draft = Number(values.draft);
	if (!Number.isInteger(draft) || draft < 1)
		throw new engine.OperatorError('INPUT', `--draft ${values.draft} is no number of a draft`, { fix: 'Give 1, 2, 3, …' });
	const model =
		values.model === undefined
			? undefined
			: {
					model: engine.openAiModel(
						{
							baseUrl: modelAddress(),
							model: values.model,
							...(process.env.AI_OPERATOR_MODEL_KEY ? { key: process.env.AI_OPERATOR_MODEL_KEY } : {}),
						},
						context.http,
					),
					...(values.instruction ? { instructions: values.instruction } : {}),
					draft,
					judge: !values['no-judge'],
					timeoutSeconds: 900,
					whenItFails: 'stop' as const,
				};
	const own = markdown === undefined ? {} : { markdown };
	const written = await engine.scriptStage(
		envelope,
		{ channel, useEmbeddings: markdown === undefined, ...own, ...(model ? { model } : {}) },
		context,
	);
	if (values.rewrite === undefined) return written;
	const again = await engine.rewriteStage(
		written.envelope,
		{ channel, scenes: values.rewrite, own: [], alternative: 'auto', ...(model ? { model } : {}) },
		context,
	);
	// How much is copied is said of the script that is spoken.
	const other = written.warnings.filter((warning) => !/copied from sources/.test(warning));
	return { envelope: again.envelope, warnings: [...other, ...again.warnings] };
}
