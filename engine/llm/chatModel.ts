/**
 * Chat models of LangChain's shape, which n8n's chat model nodes hand over: recognised by `invoke`, no package needed. Strict in what is
 * passed, lenient in what comes back.
 */
import { OperatorError } from '../errors';
import { asModelError } from './failures';
import type { LanguageModel, ModelAnswer, ModelUsage } from './model';

type Loose = Record<string, unknown>;
const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The model behind a chat model object. Throws INPUT for anything without `invoke`. */
export function fromChatModel(given: unknown): LanguageModel {
	const chat = given as Loose & { invoke?: (messages: [string, string][], options: Loose) => Promise<unknown> };
	if (!chat || typeof chat.invoke !== 'function')
		throw new OperatorError('INPUT', 'What is connected to "Chat Model" is no chat model', {
			fix: "Connect one of n8n's chat model nodes, for example OpenAI Chat Model or Ollama Chat Model.",
		});
	const name = text(chat.model) || text(chat.modelName) || text(chat.modelId) || 'chat-model';
	const settings: Record<string, string | number> = {};
	for (const key of ['temperature', 'topP', 'reasoningEffort'])
		if (typeof chat[key] === 'number' || typeof chat[key] === 'string') settings[key] = chat[key] as number | string;
	return {
		vendor: vendorOf(chat),
		name,
		settings,
		async complete({ system, messages, signal }) {
			const turns: [string, string][] = [['system', system]];
			for (const message of messages) turns.push([message.role === 'user' ? 'human' : 'ai', message.text]);
			try {
				return answerOf(await chat.invoke!(turns, signal ? { signal } : {}));
			} catch (error) {
				throw asModelError(error, name);
			}
		},
	};
}

/** "openai" from `_llmType()` "openai", "chat-anthropic", "ChatOllama"; what tells nothing becomes "chat-model". */
function vendorOf(chat: Loose): string {
	let type = '';
	try {
		type = typeof chat._llmType === 'function' ? text((chat._llmType as () => unknown).call(chat)) : '';
	} catch {
		// a model that cannot name itself still answers
	}
	const plain = type
		.toLowerCase()
		.replace(/^chat[-_]?|[-_]?chat$/g, '')
		.replace(/[^a-z0-9-]/g, '')
		.slice(0, 40);
	return plain || 'chat-model';
}

function answerOf(message: unknown): ModelAnswer {
	if (typeof message === 'string') return { text: message };
	if (!isObject(message)) return { text: '' };
	const metadata = isObject(message.response_metadata) ? message.response_metadata : {};
	const usage = usageOf(message, metadata);
	const ended = text(metadata.finish_reason) || text(metadata.stop_reason) || text(metadata.finishReason) || text(metadata.done_reason);
	return {
		text: contentOf(message.content),
		...(usage ? { usage } : {}),
		...(/^(length|max_tokens|max_output_tokens)$/i.test(ended) ? { cutShort: true } : {}),
	};
}

/** Text of a message; thinking, images and tool calls among its parts are no text. */
function contentOf(content: unknown): string {
	if (typeof content === 'string') return content;
	if (!Array.isArray(content)) return '';
	return content
		.map((part) =>
			typeof part === 'string' ? part : isObject(part) && /^(text|output_text)$/.test(text(part.type)) ? text(part.text) : '',
		)
		.join('');
}

function usageOf(message: Loose, metadata: Loose): ModelUsage | null {
	const places = [message.usage_metadata, metadata.tokenUsage, metadata.usage, metadata.token_usage].filter(isObject);
	for (const place of places) {
		const first = (...keys: string[]): number | undefined =>
			keys.map((key) => place[key]).find((n): n is number => typeof n === 'number' && Number.isFinite(n) && n >= 0);
		const inputTokens = first('input_tokens', 'promptTokens', 'prompt_tokens', 'inputTokens');
		const outputTokens = first('output_tokens', 'completionTokens', 'completion_tokens', 'outputTokens');
		if (inputTokens !== undefined || outputTokens !== undefined)
			return { inputTokens: Math.round(inputTokens ?? 0), outputTokens: Math.round(outputTokens ?? 0) };
	}
	return null;
}
