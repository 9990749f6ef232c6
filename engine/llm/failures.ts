/** Errors of language models, whoever throws them, as causes with a next step. */
import { isOperatorError, OperatorError } from '../errors';
import { notDone } from '../ledger/acts';

/** Why a call failed, for those who can go on another way. */
export type ModelFailure = 'limit' | 'context' | 'key' | 'model' | 'network' | 'timeout' | 'server' | 'other';

/** The kind of a model's error, or null for any other error. */
export function modelFailure(error: unknown): ModelFailure | null {
	return isOperatorError(error) && typeof error.details.model === 'string' ? (error.details.model as ModelFailure) : null;
}

interface Facts {
	status: number;
	codes: string;
	text: string;
}

/** Status, codes and messages of an error and of what caused it: vendors' clients wrap one another. */
function factsOf(error: unknown): Facts {
	const facts: Facts = { status: 0, codes: '', text: '' };
	const texts: string[] = [];
	let at: unknown = error;
	for (let depth = 0; depth < 6 && typeof at === 'object' && at !== null; depth++) {
		const { status, statusCode, httpCode, response, code, type, name, lc_error_code, message, cause } = at as Record<string, unknown>;
		const inner = (response as { status?: unknown } | undefined)?.status;
		facts.status ||= [status, statusCode, httpCode, inner].map(Number).find((n) => n >= 100 && n < 600) ?? 0;
		facts.codes += ` ${[code, type, name, lc_error_code].filter((part) => typeof part === 'string').join(' ')}`;
		if (typeof message === 'string') texts.push(message);
		at = cause;
	}
	facts.text = readable(texts[0] ?? String(error));
	facts.codes += ` ${texts.join(' ')}`;
	return facts;
}

/** A vendor's message without markup, keys and stack. */
const readable = (text: string): string =>
	text
		.replace(/<[^<>]*>/g, '')
		.replace(/\b(?:sk|pk|gsk|xai|key|AIza)[-_][\w*.-]{6,}|\bAIza[\w-]{10,}|\bBearer\s+\S+/gi, '…')
		.replace(/\s+/g, ' ')
		.trim()
		.slice(0, 300);

const KINDS: [ModelFailure, (facts: Facts) => boolean][] = [
	[
		'context',
		({ codes, status }) =>
			status === 413 ||
			/context.{0,20}(length|window|size|limit)|maximum context|too many tokens|(prompt|input|request).{0,30}too (long|large)|exceeds?.{0,40}tokens|ContextOverflow/i.test(
				codes,
			),
	],
	['limit', ({ codes, status }) => status === 429 || /rate.?limit|insufficient_quota|quota|overloaded|too many requests/i.test(codes)],
	['key', ({ codes, status }) => status === 401 || status === 403 || /api key|unauthori[sz]ed|authentication/i.test(codes)],
	['model', ({ codes, status }) => status === 404 || /model.{0,40}(not found|does not exist)|MODEL_NOT_FOUND/i.test(codes)],
	['timeout', ({ codes, status }) => status === 408 || /time.?out|timed out|ETIMEDOUT/i.test(codes)],
	[
		'network',
		({ codes }) =>
			/ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|fetch failed|connection error|socket hang up|APIConnectionError/i.test(
				codes,
			),
	],
	['server', ({ status }) => status >= 500],
];

const FIXES: Record<ModelFailure, string> = {
	limit: 'Wait a while and run it again, or raise the limit or the credit of your account there; nothing already made is paid again.',
	context: 'Choose a model with a larger context, or give fewer or shorter sources.',
	key: 'Check the credential of the Chat Model node (on the command line AI_OPERATOR_MODEL_KEY).',
	model: 'Choose another model in the Chat Model node.',
	network: 'Check the base URL in the Chat Model node, and that its server runs and can be reached from n8n.',
	timeout: 'Run it again, choose a faster model, or raise "Model Timeout" under Options.',
	server: "This is the vendor's trouble: run it again later.",
	other: 'Run the Chat Model alone in a small workflow to see what it answers, or take it off to use the free writer.',
};

/** The vendor has certainly not answered, and so not charged. */
const NOTHING_DONE = new Set<ModelFailure>(['limit', 'context', 'key', 'model']);
const RETRYABLE = new Set<ModelFailure>(['limit', 'network', 'timeout', 'server']);

/** Any error of a model's client as an OperatorError; `details.model` tells its kind. */
export function asModelError(error: unknown, model: string): OperatorError {
	// Guarded HTTP says what happened itself; only what kind of failure it is for a model is added.
	if (isOperatorError(error)) {
		const known = ({ NETWORK: 'network', TIMEOUT: 'timeout' } as const)[error.code as 'NETWORK' | 'TIMEOUT'];
		if (known && error.details.model === undefined) error.details.model = known;
		return error;
	}
	const facts = factsOf(error);
	const kind = KINDS.find(([, is]) => is(facts))?.[0] ?? 'other';
	return failed(kind, `${model}: ${facts.text}${facts.status ? ` (${facts.status})` : ''}`, error);
}

/** A model's failure of a known kind. */
export function failed(kind: ModelFailure, message: string, cause?: unknown): OperatorError {
	const made = new OperatorError(kind === 'timeout' ? 'TIMEOUT' : kind === 'network' ? 'NETWORK' : 'VENDOR', message, {
		fix: FIXES[kind],
		retryable: RETRYABLE.has(kind),
		details: { model: kind },
		...(cause === undefined ? {} : { cause }),
	});
	return NOTHING_DONE.has(kind) ? notDone(made) : made;
}
