/**
 * What the engine asks of a language model: text in, text out. Which model answers, where, and for what price is the adapter's matter; a model
 * never chooses a tool, an address, a path or a recipient, and what it writes is checked before it is used.
 */

export interface ModelMessage {
	role: 'user' | 'assistant';
	text: string;
}

export interface ModelRequest {
	system: string;
	messages: ModelMessage[];
	/** Upper limit of the answer, where the adapter can set one. */
	maxTokens: number;
	/** Wanted of this answer, where the adapter can set it and the model takes it. */
	temperature?: number;
	signal?: AbortSignal;
}

export interface ModelUsage {
	inputTokens: number;
	outputTokens: number;
}

export interface ModelAnswer {
	text: string;
	/** Only where the model reports it. */
	usage?: ModelUsage;
	/** The answer ended at a token limit. */
	cutShort?: boolean;
}

export interface LanguageModel {
	/** Who answers, as the ledger names it: "openai", "ollama", … */
	readonly vendor: string;
	/** The model's own name. */
	readonly name: string;
	/** What else decides its answers (temperature), for the act's key. Never a secret. */
	readonly settings: Readonly<Record<string, string | number | boolean>>;
	/** Rejects with CANCELLED, TIMEOUT, NETWORK or VENDOR; an empty or refusing answer is an answer. */
	complete(request: ModelRequest): Promise<ModelAnswer>;
}
