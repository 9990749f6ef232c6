/**
 * A model behind an OpenAI-compatible address (OpenAI itself, Ollama, LM Studio, llama.cpp's server and many others), for use without n8n. Address
 * and key come from the environment; strict in what is sent, lenient in what comes back.
 */
import { OperatorError } from '../errors';
import type { Http } from '../ports';
import { asModelError } from './failures';
import type { LanguageModel, ModelAnswer } from './model';

export interface OpenAiSettings {
	/** Up to and including the version, e.g. http://127.0.0.1:11434/v1. */
	baseUrl: string;
	model: string;
	/** Local servers need none. */
	key?: string;
	temperature?: number;
}

/** POST {baseUrl}/chat/completions. Throws INPUT for settings without a model or an address. */
export function openAiModel(settings: OpenAiSettings, http: Http): LanguageModel {
	const { baseUrl, model, key, temperature } = settings;
	if (!model.trim() || !/^https?:\/\//i.test(baseUrl))
		throw new OperatorError('INPUT', 'No language model is named', {
			fix: 'Give its name with --model, and set AI_OPERATOR_MODEL_URL to an OpenAI-compatible address such as http://127.0.0.1:11434/v1.',
		});
	return {
		vendor: new URL(baseUrl).hostname === 'api.openai.com' ? 'openai' : 'openai-compatible',
		name: model,
		settings: temperature === undefined ? {} : { temperature },
		async complete({ system, messages, maxTokens, signal, temperature: wanted = temperature }) {
			const body = {
				model,
				messages: [{ role: 'system', content: system }, ...messages.map(({ role, text }) => ({ role, content: text }))],
				max_tokens: maxTokens,
				...(wanted === undefined ? {} : { temperature: wanted }),
			};
			const post = async (content: object): Promise<ModelAnswer> => {
				const answer = await http.configured(`${baseUrl.replace(/\/+$/, '')}/chat/completions`, {
					method: 'POST',
					headers: { 'content-type': 'application/json', accept: 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
					body: JSON.stringify(content),
					maxBytes: 8 * 2 ** 20,
					// The caller's own limit ends the wait before this does.
					timeoutSeconds: 3600,
					...(signal ? { signal } : {}),
				});
				return read(answer.status, Buffer.from(answer.body).toString('utf8'));
			};
			try {
				return await post(body);
			} catch (error) {
				// Some models take no temperature but their own.
				const refused =
					wanted !== temperature && /temperature/i.test((error as Error).message) && (error as { status?: number }).status === 400;
				if (!refused) throw asModelError(error, model);
				const { temperature: _unwanted, ...plain } = body;
				return await post({ ...plain, ...(temperature === undefined ? {} : { temperature }) }).catch((again: unknown) => {
					throw asModelError(again, model);
				});
			}
		},
	};
}

interface Completion {
	error?: { message?: unknown; code?: unknown; type?: unknown } | string;
	choices?: { message?: { content?: unknown }; finish_reason?: unknown }[];
	usage?: { prompt_tokens?: unknown; completion_tokens?: unknown };
}

function read(status: number, text: string): ModelAnswer {
	let json: Completion;
	try {
		json = JSON.parse(text) as Completion;
	} catch {
		throw Object.assign(new Error(`the answer is no JSON: "${text.slice(0, 120)}"`), { status });
	}
	if (status >= 400 || json.error) {
		const error = typeof json.error === 'string' ? { message: json.error } : (json.error ?? {});
		throw Object.assign(new Error(String(error.message ?? 'it answered with an error')), { status, code: error.code, type: error.type });
	}
	const [choice] = json.choices ?? [];
	const { prompt_tokens: input, completion_tokens: output } = json.usage ?? {};
	return {
		text: typeof choice?.message?.content === 'string' ? choice.message.content : '',
		...(choice?.finish_reason === 'length' ? { cutShort: true } : {}),
		...(typeof input === 'number' && typeof output === 'number' ? { usage: { inputTokens: input, outputTokens: output } } : {}),
	};
}
