/** The conversation with a model about a script: asks what the worker wants to know, each answer paid once, until the script is there. */
import type { Channel, Usage } from '../asset';
import { askOnce, modelFailure, tokensOf, type AskFor, type LanguageModel } from '../llm';
import type { StageContext } from '../ledger/finished';
import type { ModelQuestion, ModelReply } from './fromModel';
import { askAsJudge } from './judge/ask';

/** Raised when the prompts or the checks of a model's draft change. */
export const MODEL_VERSION = 7;

/** Who the channel speaks to and how, in the user's own words; instructions of the user for this script. */
export interface ModelWishes {
	audience?: string;
	tone?: string;
	instructions?: string;
}

export const wishesOf = (channel: Channel, instructions: string | undefined): ModelWishes => ({
	...(channel.audience ? { audience: channel.audience } : {}),
	...(channel.tone ? { tone: channel.tone } : {}),
	...(instructions?.trim() ? { instructions: instructions.trim().slice(0, 2000) } : {}),
});

/** The model that writes, and how it is asked. */
export interface ModelSettings {
	model: LanguageModel;
	/** What the user asks of the script, in plain words. */
	instructions?: string;
	/** 1 by default; a higher number asks for another draft, and pays for it. */
	draft: number;
	timeoutSeconds: number;
	/** Whether it may accept rewordings that the rules alone refuse, once it passed an exam (see judge/). */
	judge?: boolean;
	/** Where the model cannot be reached or refuses: fail the item (it may be run again), or go on with the free writer. */
	whenItFails: 'stop' | 'extractive';
}

/** What of a model decides a script, for the hash of a part's inputs. */
export const modelInputs = ({ model, draft, judge }: ModelSettings, wishes: ModelWishes): object => ({
	v: MODEL_VERSION,
	...(judge ? { judge } : {}),
	vendor: model.vendor,
	name: model.name,
	settings: model.settings,
	draft,
	wishes,
});

/** Characters of source text shown to a model; where its context is too short, the next smaller. */
export const SOURCE_CHARACTERS = [60_000, 20_000, 7_000];

export interface Answered<T> {
	value: T;
	usage: Usage[];
}

/**
 * Runs `next` with the answers so far until it is done. When the model's context is too short it begins again with less source text.
 * Rejects with what {@link askOnce} rejects with.
 */
export async function converse<T>(
	model: LanguageModel,
	next: (replies: ModelReply[], sourceCharacters: number) => Promise<{ ask: ModelQuestion } | { done: T }>,
	what: Omit<AskFor, 'operation'>,
	context: StageContext,
): Promise<Answered<T>> {
	const usage: Usage[] = [];
	for (const [i, sourceCharacters] of SOURCE_CHARACTERS.entries()) {
		const replies: ModelReply[] = [];
		try {
			for (;;) {
				const step = await next(replies, sourceCharacters);
				if ('done' in step) return { value: step.done, usage };
				if (step.ask.judging) {
					const judged = await askAsJudge(model, step.ask, what, context);
					replies.push(judged.reply);
					usage.push(...judged.usage);
					continue;
				}
				const { system, messages } = step.ask;
				context.progress({ stage: `${model.name}: ${step.ask.operation}`, done: replies.length, total: 0, unit: 'items' });
				context.logger.debug(`Asking ${model.name}`, {
					operation: step.ask.operation,
					tokens: messages.reduce((sum, m) => sum + tokensOf(m.text), 0),
				});
				const answer = await askOnce(
					model,
					{ system, messages, maxTokens: step.ask.answerTokens, signal: context.signal },
					{ ...what, operation: step.ask.operation },
					context,
				);
				replies.push({ text: answer.text, cutShort: answer.cutShort });
				usage.push(...answer.usage);
			}
		} catch (error) {
			if (modelFailure(error) !== 'context' || i === SOURCE_CHARACTERS.length - 1) throw error;
			context.logger.info(`${model.name}: the sources are too long for its context, trying with less of them`);
		}
	}
	throw new Error('unreachable');
}
