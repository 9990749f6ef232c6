/** Shared by the tests of Topic Scout: the article corpus served by a fake of the guarded HTTP port, and a clock that does not wait. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { OperatorError } from '../../engine/errors';
import type { Http, HttpRequest, HttpResponse } from '../../engine/ports';
import type { TopicPorts, Worker } from '../../engine/topics/gather';
import { topicsWork } from '../../engine/topics/work';

export const root = dirname(dirname(import.meta.dirname));
export const corpus = join(process.env.AI_OPERATOR_SHARED ?? join(dirname(root), 'shared'), 'data', 'articles');
export const hasCorpus = existsSync(join(corpus, 'truth.json'));

export interface TruthPage {
	slug: string;
	file: string;
	url: string;
	site: string;
	title: string;
	author: string;
	date: string | null;
	storyId: string;
	sentences: string[];
	optional: string[];
	boilerplate: string[];
	steps?: [number, number][];
	table?: { header: string[]; rows: string[][] };
	injections?: { text: string; payload: string }[];
	sponsored?: { text: string }[];
	stub?: boolean;
}
export interface TruthFeed {
	format: string;
	base: string;
	title: string;
	malformed?: boolean;
	recoverable?: string[];
	duplicates?: [number, number][];
	items: { title: string; link: string; date: string | null; guid: string | null }[];
}
export const truth: {
	asOf: string;
	pages: TruthPage[];
	pairs: { a: string; b: string; same: boolean }[];
	feeds: Record<string, TruthFeed>;
} = hasCorpus ? JSON.parse(readFileSync(join(corpus, 'truth.json'), 'utf8')) : { asOf: '', pages: [], pairs: [], feeds: {} };

/** The CPU work called directly: the same functions as in the worker thread. */
export const direct: Worker = {
	call: (method, args) => (topicsWork[method] as (...a: unknown[]) => Promise<never>)(...args),
};

export interface Served {
	status?: number;
	body?: string | Uint8Array;
	headers?: Record<string, string>;
}
export type Route = (url: URL, request?: HttpRequest) => Served | Error | undefined;

/** Serves the corpus' folder for any host, and whatever `routes` answer first. */
export function fakeWeb(...routes: Route[]): Http & { asked: { url: string; at: number }[] } {
	const asked: { url: string; at: number }[] = [];
	const publicOnly = async (address: string, request?: HttpRequest): Promise<HttpResponse> => {
		const url = new URL(address);
		asked.push({ url: address, at: clock.now() });
		for (const route of [...routes, fromCorpus]) {
			const served = route(url, request);
			if (served instanceof Error) throw served;
			if (!served) continue;
			const body = typeof served.body === 'string' ? new TextEncoder().encode(served.body) : (served.body ?? new Uint8Array());
			return { status: served.status ?? 200, url: address, headers: served.headers ?? {}, body };
		}
		return { status: 404, url: address, headers: {}, body: new Uint8Array() };
	};
	return { publicOnly, configured: () => Promise.reject(new Error('Topic Scout must not use configured()')), asked };
}

const fromCorpus: Route = (url) => {
	if (!hasCorpus || !url.hostname.endsWith('.example') || !/^\/(?:pages|feeds)\/[\w.-]+$/.test(url.pathname)) return undefined;
	const path = join(corpus, url.pathname);
	return existsSync(path) ? { body: readFileSync(path) } : undefined;
};

let time = Date.parse('2025-11-01T00:00:00Z');
export const clock = {
	now: () => time,
	sleep: async (milliseconds: number, signal?: AbortSignal) => {
		if (signal?.aborted) throw new OperatorError('CANCELLED', 'The run was stopped', { fix: 'Run it again.' });
		time += milliseconds;
	},
};

export function ports(http: Http, signal: AbortSignal = new AbortController().signal): TopicPorts {
	const quiet = () => undefined;
	return { http, clock, signal, progress: quiet, logger: { debug: quiet, info: quiet, warn: quiet, error: quiet } };
}

/** The error a call throws, for checks of its cause and fix. */
export async function failure(work: () => unknown): Promise<OperatorError> {
	try {
		await work();
	} catch (error) {
		return error as OperatorError;
	}
	throw new Error('Nothing was thrown');
}
