/**
 * What the engine asks of its surroundings. `nodes/shared` answers inside n8n, `cli/` outside; tests bring their own.
 */
import type { FileRef } from './asset';

export interface HttpRequest {
	method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	headers?: Record<string, string>;
	body?: string | Uint8Array;
	signal?: AbortSignal;
	/** Bytes after decompression; more ends the request with TOO_LARGE. */
	maxBytes?: number;
	timeoutSeconds?: number;
}

export interface HttpResponse {
	status: number;
	/** Final URL after redirects. */
	url: string;
	/** Lower-cased names. */
	headers: Record<string, string>;
	body: Uint8Array;
}

/** `publicOnly` is for URLs from feeds, pages, items and vendors' answers; `configured` for URLs from credentials and the environment. */
export interface Http {
	publicOnly(url: string, request?: HttpRequest): Promise<HttpResponse>;
	configured(url: string, request?: HttpRequest): Promise<HttpResponse>;
}

export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
	/** Rejects with CANCELLED when the signal aborts. */
	sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** How a file is kept; `content` is given where its hash and size are known already. */
export interface KeepAs {
	name: string;
	mime: string;
	content?: { sha256: string; bytes: number };
}

/** Files of the asset: `local` gives a readable path for a ref, `keep` stores a finished local file and returns its ref. */
export interface Files {
	local(file: FileRef): Promise<string>;
	keep(path: string, as: KeepAs): Promise<FileRef>;
}

export interface Logger {
	debug(message: string, meta?: Record<string, unknown>): void;
	info(message: string, meta?: Record<string, unknown>): void;
	warn(message: string, meta?: Record<string, unknown>): void;
	error(message: string, meta?: Record<string, unknown>): void;
}

export interface ProgressEvent {
	/** "download kokoro", "speak", "render", … */
	stage: string;
	done: number;
	/** 0 when unknown. */
	total: number;
	unit: 'bytes' | 'frames' | 'scenes' | 'items' | 'seconds';
}
export type Progress = (event: ProgressEvent) => void;

/** A private folder (0700) for one piece of work; removed by `dispose` and swept after a crash. */
export interface Workspace {
	readonly dir: string;
	path(name: string): string;
	dispose(): Promise<void>;
}

export interface Ports {
	http: Http;
	clock: Clock;
	files: Files;
	logger: Logger;
	progress: Progress;
	signal: AbortSignal;
	/** Opens a workspace; engine/media makes the real ones. */
	workspace(purpose: string): Promise<Workspace>;
}
