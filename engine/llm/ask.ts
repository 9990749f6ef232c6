/** Asking a model is an act: it is paid once, and a run again finds the answer in the ledger. */
import type { Usage } from '../asset';
import { throwIfCancelled } from '../errors';
import { actKey, hashOf } from '../ledger/keys';
import { runAct } from '../ledger/acts';
import type { Ledger, NewUsage } from '../ledger/ledger';
import type { Clock } from '../ports';
import { asModelError, failed } from './failures';
import type { LanguageModel, ModelAnswer, ModelRequest } from './model';

export interface AskContext {
	ledger: Ledger;
	clock: Clock;
	signal: AbortSignal;
}

/** Whose act it is. `draft` tells apart several answers to the same question. */
export interface AskFor {
	assetId: string;
	channelId: string;
	part: string;
	operation: string;
	variant: number;
	draft: number;
	timeoutSeconds: number;
}

export interface Asked {
	text: string;
	cutShort: boolean;
	/** What it used, from the ledger: the same lines when the answer was reused. */
	usage: Usage[];
	reused: boolean;
}

/**
 * The model's answer to a request, asked for at most once an act. The act's key holds the model, its settings and a hash of every message.
 * Rejects with CANCELLED, TIMEOUT, NETWORK, VENDOR (see failures.ts) or what the ledger throws. What a model charges is not known here:
 * the lines count tokens, their cost is 0.
 */
export async function askOnce(model: LanguageModel, request: ModelRequest, what: AskFor, context: AskContext): Promise<Asked> {
	const { ledger, clock, signal } = context;
	const act = {
		assetId: what.assetId,
		channelId: what.channelId,
		part: what.part,
		operation: what.operation,
		vendor: model.vendor,
		variant: what.variant,
		estimateMicros: 0,
		currency: 'USD',
		parameters: {
			model: model.name,
			settings: model.settings,
			maxTokens: request.maxTokens,
			draft: what.draft,
			asked: hashOf([request.system, request.messages]),
		},
	};
	const { result, from } = await runAct<Pick<Asked, 'text' | 'cutShort'>>({
		ledger,
		clock,
		signal,
		act,
		priceLimitMicros: 0,
		async perform() {
			const answer = await withTimeout(model, request, signal, what.timeoutSeconds);
			return { result: { text: answer.text, cutShort: answer.cutShort ?? false }, usage: linesOf(model, answer) };
		},
	});
	const key = actKey(act);
	const usage = (await ledger.usage.list(what.assetId))
		.filter((line) => line.key.startsWith(key))
		.map(({ vendor, meter, quantity, costMicros, currency, at, key: own }) => ({
			vendor,
			meter,
			quantity,
			costMicros,
			currency,
			at,
			key: own,
		}));
	return { ...result, usage, reused: from !== 'performed' };
}

function linesOf(model: LanguageModel, { usage }: ModelAnswer): NewUsage[] {
	if (!usage) return [];
	const line = (meter: string, quantity: number): NewUsage => ({
		vendor: model.vendor,
		meter: `${model.name} ${meter}`,
		quantity,
		costMicros: 0,
		currency: 'USD',
	});
	return [line('input tokens', usage.inputTokens), line('output tokens', usage.outputTokens)];
}

/** Not every client heeds the signal: the wait ends all the same. */
async function withTimeout(model: LanguageModel, request: ModelRequest, signal: AbortSignal, seconds: number): Promise<ModelAnswer> {
	throwIfCancelled(signal);
	const stop = new AbortController();
	let timer: NodeJS.Timeout | undefined;
	let onAbort: (() => void) | undefined;
	const ended = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(failed('timeout', `${model.name} did not answer within ${seconds} seconds`)), seconds * 1000);
		onAbort = (): void => {
			try {
				throwIfCancelled(signal);
			} catch (error) {
				reject(error as Error);
			}
		};
		signal.addEventListener('abort', onAbort, { once: true });
	});
	try {
		const answering = model.complete({ ...request, signal: stop.signal }).catch((error: unknown) => {
			throw asModelError(error, model.name);
		});
		answering.catch(() => undefined); // late news of a call that was given up
		return await Promise.race([answering, ended]);
	} finally {
		clearTimeout(timer);
		if (onAbort) signal.removeEventListener('abort', onAbort);
		stop.abort();
	}
}
