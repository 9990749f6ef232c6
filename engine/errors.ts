/**
 * Errors of the engine. Each names its cause (`message`) and the next step (`fix`): which setting, credential or command.
 * Bundles hold several copies of this class, so it is recognised by a global symbol, not by instanceof.
 */
const MARK = Symbol.for('ai-operator.error');

export type ErrorCode =
	| 'INPUT'
	| 'NOT_FOUND'
	| 'UNSAFE_URL'
	| 'UNSAFE_MEDIA'
	| 'NETWORK'
	| 'TOO_LARGE'
	| 'TIMEOUT'
	| 'CANCELLED'
	| 'DISK'
	| 'ENGINE_MISSING'
	| 'ENGINE_TAMPERED'
	| 'ENGINE_FAILED'
	| 'UNGROUNDED'
	| 'UNSPEAKABLE'
	| 'LEDGER'
	| 'CONFLICT'
	| 'CAP'
	| 'VENDOR';

export interface OperatorErrorOptions {
	fix: string;
	cause?: unknown;
	/** Whether the same call may succeed later without a change. */
	retryable?: boolean;
	details?: Record<string, unknown>;
}

export class OperatorError extends Error {
	readonly code: ErrorCode;
	readonly fix: string;
	readonly retryable: boolean;
	readonly details: Record<string, unknown>;

	constructor(code: ErrorCode, message: string, options: OperatorErrorOptions) {
		super(message, options.cause === undefined ? undefined : { cause: options.cause });
		this.name = 'OperatorError';
		this.code = code;
		this.fix = options.fix;
		this.retryable = options.retryable ?? false;
		this.details = options.details ?? {};
		Object.defineProperty(this, MARK, { value: true });
	}

	/** A plain object that survives structured clone and JSON; {@link fromWire} reads it back. */
	toWire(): WireError {
		return { [WIRE]: true, code: this.code, message: this.message, fix: this.fix, retryable: this.retryable, details: this.details };
	}
}

const WIRE = 'aiOperatorError';
export interface WireError {
	[WIRE]: true;
	code: ErrorCode;
	message: string;
	fix: string;
	retryable: boolean;
	details: Record<string, unknown>;
}

export function isOperatorError(error: unknown): error is OperatorError {
	return typeof error === 'object' && error !== null && MARK in error;
}

/** Any thrown value as a wire error, for crossing a worker or process border. */
export function toWire(error: unknown): WireError {
	if (isOperatorError(error)) return error.toWire();
	const message = error instanceof Error ? error.message : String(error);
	return {
		[WIRE]: true,
		code: 'ENGINE_FAILED',
		message,
		fix: 'This is unexpected: please report it with the text above.',
		retryable: false,
		details: error instanceof Error && error.stack ? { stack: error.stack } : {},
	};
}

/** The error that {@link toWire} described. */
export function fromWire(wire: WireError): OperatorError {
	return new OperatorError(wire.code, wire.message, { fix: wire.fix, retryable: wire.retryable, details: wire.details });
}

/** Throws when the signal is aborted. */
export function throwIfCancelled(signal?: AbortSignal): void {
	if (signal?.aborted) {
		throw new OperatorError('CANCELLED', 'The run was stopped', { fix: 'Run it again: finished parts are reused.', retryable: true });
	}
}
