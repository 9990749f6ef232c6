/** The waiting page: shows the assets of the waiting execution, serves their files, takes the answer. Light: nothing is made here. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { IBinaryData, INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import type { Envelope, FileRef } from '../../engine/asset';
import type { ReviewAsset } from '../../engine/quality';
import { loadEngine, type EngineModule } from '../shared/engine';

const SERVED = /^(image\/(png|jpeg|webp)|video\/mp4|audio\/(wav|mpeg|mp4))$/;
/** The execution's id in `$execution.resumeUrl`. */
const EXECUTION = /webhook-waiting\/([^/?]+)/;

/** Files of an asset by the key that stands in their addresses. */
function filesOf(envelope: Envelope): Record<string, FileRef> {
	const { video, voice, storyboard } = envelope;
	return {
		...(video ? { video: video.file } : {}),
		...Object.fromEntries((video?.thumbnails ?? []).map((file, i) => [`thumbnail-${i}`, file])),
		...(voice ? { voice: voice.file } : {}),
		...Object.fromEntries((storyboard?.scenes ?? []).map(({ id, file }) => [`still-${id}`, file])),
	};
}

function shown(envelope: Envelope): ReviewAsset {
	const keys = Object.keys(filesOf(envelope));
	const starting = (start: string) => keys.filter((key) => key.startsWith(start));
	return {
		channel: envelope.channel.name,
		kind: envelope.asset.kind,
		...(envelope.script ? { script: envelope.script } : {}),
		...(envelope.quality ? { quality: envelope.quality } : {}),
		...(keys.includes('video') ? { video: 'video' } : {}),
		...(keys.includes('voice') ? { voice: 'voice' } : {}),
		thumbnails: starting('thumbnail-'),
		stills: Object.fromEntries(starting('still-').map((key) => [key.slice('still-'.length), key])),
	};
}

/** An asset with what of a long script is in its file; without that file the page shows the script alone. */
async function whole(engine: EngineModule, envelope: Envelope): Promise<Envelope> {
	const file = envelope.script?.detailsFile;
	if (!file) return envelope;
	const path = await engine.openFileStore().find(file.sha256, file.bytes);
	return engine.joinDetails(envelope, path ? await engine.readDetails(path) : {});
}

/** What waits: the items that the node was given. */
function waitingItems(context: IWebhookFunctions): INodeExecutionData[] {
	const text = context.evaluateExpression('{{ JSON.stringify($input.all().map((item) => ({ json: item.json, binary: item.binary }))) }}');
	return JSON.parse(String(text)) as INodeExecutionData[];
}

export async function webhook(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const engine = await loadEngine();
	const request = context.getRequestObject();
	const response = context.getResponseObject();
	const query = context.getQueryData() as Record<string, unknown>;
	const items = waitingItems(context);
	const envelopes = items.map((item) => item.json as unknown as Envelope);
	const html = (text: string, status = 200): void => {
		response.status(status);
		response.setHeader('Content-Type', 'text/html; charset=utf-8');
		response.setHeader('Content-Security-Policy', engine.PAGE_POLICY);
		response.setHeader('Referrer-Policy', 'no-referrer');
		response.setHeader('Cache-Control', 'no-store');
		response.end(text);
	};
	if (request.method === 'GET') {
		if (typeof query.file === 'string') {
			const [at, key = ''] = query.file.split(/\.(.*)/s);
			const envelope = envelopes[Number(at)];
			const files = envelope ? filesOf(await whole(engine, envelope)) : {};
			if (!Object.hasOwn(files, key)) response.status(404).end();
			else await serve(context, files[key]!, items[Number(at)]!);
			return { noWebhookResponse: true };
		}
		const address = (asset: number, key: string) =>
			`?${new URLSearchParams({ signature: String(query.signature ?? ''), file: `${asset}.${key}` }).toString()}`;
		const assets = await Promise.all(envelopes.map((envelope) => whole(engine, envelope)));
		html(engine.reviewPage(assets.map(shown), address));
		return { noWebhookResponse: true };
	}
	const at = new Date().toISOString();
	const decisions = engine.readDecisions(
		context.getBodyData(),
		envelopes.map(({ script, video }) => ({ ...(script ? { script } : {}), thumbnails: video?.thumbnails.length ?? 0 })),
		at,
	);
	if (!decisions.some(Boolean)) {
		html(engine.thanksPage(['nothing was chosen; go back and approve or reject']), 400);
		return { noWebhookResponse: true };
	}
	const executionId = EXECUTION.exec(request.originalUrl ?? request.url)?.[1] ?? '';
	const ledger = await engine.openLedger();
	try {
		for (const [i, made] of decisions.entries()) if (made) await engine.keepDecision(envelopes[i]!, made, executionId, { ledger });
	} finally {
		await ledger.close();
	}
	html(engine.thanksPage(decisions.map((made) => made?.decision.outcome ?? 'still open')));
	// The items come back through the first output; then the node reads the answers from the ledger.
	return { noWebhookResponse: true, workflowData: [items] };
}

/** Sends one file, or the part of it that the player asks for; from our own store, else from n8n's. */
async function serve(context: IWebhookFunctions, file: FileRef, item: INodeExecutionData): Promise<void> {
	const response = context.getResponseObject();
	const engine = await loadEngine();
	const mime = SERVED.test(file.mime) ? file.mime : 'application/octet-stream';
	const path = await engine.openFileStore().find(file.sha256, file.bytes);
	const size = path ? (await stat(path)).size : file.bytes;
	const range = /^bytes=(\d*)-(\d*)$/.exec(String(context.getHeaderData().range ?? ''));
	const [from, to] = range ? bounds(range[1]!, range[2]!, size) : [0, size - 1];
	if (from > to) {
		response.status(416).setHeader('Content-Range', `bytes */${size}`).end();
		return;
	}
	response.status(range ? 206 : 200);
	if (range) response.setHeader('Content-Range', `bytes ${from}-${to}/${size}`);
	for (const [name, value] of Object.entries({
		'Content-Type': mime,
		'Content-Length': String(to - from + 1),
		'Accept-Ranges': 'bytes',
		'Cache-Control': 'private, max-age=3600',
		'X-Content-Type-Options': 'nosniff',
		'Content-Security-Policy': "default-src 'none'; sandbox",
	}))
		response.setHeader(name, value);
	const source: Readable | null = path ? createReadStream(path, { start: from, end: to }) : await fromN8n(context, file, item, from, to);
	if (!source) {
		response.removeHeader('Content-Length');
		response.status(404).end();
		return;
	}
	// A viewer who closes the page ends the stream: no fault of ours.
	await pipeline(source, response).catch(() => undefined);
}

/** First and last byte of a range as the player asks for it; an unsatisfiable one has first > last. */
function bounds(first: string, last: string, size: number): [number, number] {
	if (first === '') return last === '' ? [1, 0] : [Math.max(0, size - Number(last)), size - 1];
	return [Number(first), last === '' ? size - 1 : Math.min(Number(last), size - 1)];
}

async function fromN8n(
	context: IWebhookFunctions,
	file: FileRef,
	item: INodeExecutionData,
	from: number,
	to: number,
): Promise<Readable | null> {
	const data: IBinaryData | undefined = item.binary?.[file.property];
	if (!data) return null;
	const { Readable } = await import('node:stream');
	if (!data.id) return Readable.from(Buffer.from(data.data, 'base64').subarray(from, to + 1));
	const whole = await context.helpers.getBinaryStream(data.id);
	return Readable.from(part(whole, from, to));
}

async function* part(stream: AsyncIterable<Buffer>, from: number, to: number): AsyncGenerator<Buffer> {
	let at = 0;
	for await (const chunk of stream) {
		const piece = chunk.subarray(Math.max(0, from - at), Math.max(0, to + 1 - at));
		at += chunk.length;
		if (piece.length) yield piece;
		if (at > to) return;
	}
}
