/** What the operations of Shorts Clipper share: where the video is, what is wished, and the work as a long job. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { IBinaryKeyData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Channel, Clip, Envelope, FileRef } from '../../engine/asset';
import type { ClipEnvelope, CutSettings, LongVideo, MomentsResult, Snap, TranscriptWishes } from '../../engine/index';
import type { StageContext } from '../../engine/ledger/finished';
import { channelByName } from '../shared/channel';
import { readablePath } from '../shared/folders';
import { textOf, type ItemRun, type ItemResult } from '../shared/stage';
import { filmToReshape, keptClips, numbered, reshapeWork } from './ownFilm';
import { forEachLongItem, IN_PLACE_SECONDS, type LongWork } from '../shared/waiting';

export type ClipOperation = 'find' | 'cut' | 'list';

export interface Made {
	clips: (ClipEnvelope & Partial<Envelope>)[];
	warnings: string[];
}

interface Source {
	video: LongVideo;
	source: Clip['source'];
}

/** Runs one of the operations for every item, as a long job. */
export async function clip(node: IExecuteFunctions, operation: ClipOperation): Promise<INodeExecutionData[][]> {
	const options = node.getNodeParameter('options', 0, {}) as IDataObject;
	const inPlaceSeconds = Number(options.inPlaceSeconds ?? IN_PLACE_SECONDS);
	return await forEachLongItem(node, `clips: ${operation}`, (item) => begin(node, item, operation), { inPlaceSeconds });
}

async function begin(node: IExecuteFunctions, item: ItemRun, operation: ClipOperation): Promise<LongWork<Made>> {
	const { engine, itemIndex } = item;
	const options = node.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const { asset, channel: of, clip: known, video: made } = item.json;
	if (asset && of && (known || made)) item.engine.checkEnvelope(item.json);
	const moment = operation === 'cut' ? momentIn(item) : null;
	const { video, source } = await sourceOf(node, item, moment?.clip);
	const channel = await channelByName(item, textOf(node, 'channel', itemIndex));
	const cutting: CutSettings = {
		channel,
		layout: options.layout === 'fit' || options.layout === 'fill' ? options.layout : 'auto',
		captionStyle: (options.captions as Channel['captions']['style'] | undefined) ?? channel.captions.style,
		palette: String(options.palette ?? channel.brand.palette),
		hookTitle: options.hookTitle !== false,
	};
	const range = String(options.range ?? '').trim();
	const wishes = {
		minSeconds: Number(options.shortest ?? 15),
		maxSeconds: Number(options.longest ?? 60),
		count: Number(node.getNodeParameter('count', itemIndex, 0)),
		keywords: String(node.getNodeParameter('keywords', itemIndex, '') ?? '').split(',').map((word) => word.trim()).filter(Boolean), // prettier-ignore
		...(range ? { range: engine.rangeOf(range) } : {}),
	};
	const list = operation === 'list' ? node.getNodeParameter('list', itemIndex, '') : undefined;
	const snap = (options.snap ?? 'sentences') as Snap;
	const own = ownFilm(item, source);
	const done: LongWork<Made>['done'] = ({ clips, warnings }, now) => {
		for (const warning of warnings) now.hint(warning);
		return clips.map((one) => resultOf(now, one, operation, source));
	};
	const brief: LongWork<Made>['brief'] = ({ clips }) => ({
		clips: clips.map(({ asset, clip: { title, startSeconds, endSeconds } }) => ({ asset: asset.id, title, startSeconds, endSeconds })),
	});
	const film = filmToReshape(own, moment, source, operation, options);
	if (film) return await reshapeWork(node, item, film, { operation, cutting, wishes, done, brief });
	const common = {
		channel,
		source,
		transcript: moment ? { language: '' } : await transcriptWishes(item, options, own),
		...(own ? { parent: own.asset } : {}),
	};
	return {
		assetId: moment?.asset.id ?? own?.asset.id ?? `file-${video.sha256.slice(0, 40)}`,
		inputs: { operation, video: video.sha256, channel, wishes, list, snap, cutting, transcript: common.transcript, moment },
		async work(context) {
			let found: MomentsResult;
			if (moment) found = { clips: [moment], problems: [], listened: false, warnings: [] };
			else if (list !== undefined) found = await engine.listStage(video, { ...common, list, snap }, context);
			else found = await engine.momentsStage(video, { ...common, wishes }, context);
			const warnings = [...found.warnings, ...found.problems.map(({ message, fix }) => `${message}. ${fix}`)];
			if (operation === 'find') return { clips: found.clips, warnings };
			return await cut(item, video, found.clips, cutting, warnings, context);
		},
		done,
		brief,
	};
}

/** Cuts the moments, two at a time. */
async function cut(
	item: ItemRun,
	video: LongVideo,
	moments: ClipEnvelope[],
	settings: CutSettings,
	warnings: string[],
	context: StageContext,
): Promise<Made> {
	const made = await item.engine.cutStage(video, moments, settings, context, (index) => numbered(context.files, index));
	return keptClips(made.clips, moments, warnings);
}

/** One outgoing item: a clip with files of its own, or a moment with the video it lies in. */
function resultOf(
	item: ItemRun,
	{ channel, asset, clip: own, video, topic, sources, script, voice }: ClipEnvelope & Partial<Envelope>,
	operation: ClipOperation,
	source: Clip['source'],
): ItemResult {
	const { files } = item;
	const binary: IBinaryKeyData = {};
	// Numbered names become plain ones; the value is rewritten with them.
	const moved = (ref: FileRef): FileRef => {
		const held = files.binary[ref.property];
		if (!held) return ref;
		const fileName = (held.fileName ?? ref.property).replace(/^clip \d+ /, '');
		const property = ref.property.replace(/^clip_\d+_/, '').replace(/_(?:mp4|png|json)$/, '');
		binary[property] = { ...held, fileName };
		return { ...ref, property };
	};
	const json: Partial<Envelope> = {
		...{ channel, asset },
		...(topic ? { topic } : {}),
		...(sources ? { sources: sources.map((known) => ({ ...known, file: moved(known.file) })) } : {}),
		...(script ? { script } : {}),
		...(voice ? { voice: { ...voice, file: moved(voice.file), words: moved(voice.words) } } : {}),
	};
	if (video) {
		const { captions, thumbnails, ...rest } = video;
		json.video = {
			...rest,
			file: moved(rest.file),
			sheet: moved(rest.sheet),
			recipe: moved(rest.recipe),
			captions: { srt: moved(captions.srt), vtt: moved(captions.vtt) },
			thumbnails: thumbnails.map(moved),
		};
	}
	const keptSource = source.from === 'item' && files.binary[source.file.property];
	if (operation === 'find' && keptSource) binary[source.file.property] = keptSource;
	json.clip = {
		...own,
		...(own.recipe ? { recipe: moved(own.recipe) } : {}),
		...(own.transcript ? { transcript: moved(own.transcript) } : {}),
		// The film's own; a short that was made of it has files of these names itself.
		...(own.film && operation === 'find' ? { film: { ...own.film, recipe: moved(own.film.recipe), voice: moved(own.film.voice) } } : {}),
	};
	return { json: json as unknown as IDataObject, binary };
}

/** A moment that Find Moments put out (perhaps edited since), not yet cut. */
function momentIn({ json }: ItemRun): ClipEnvelope | null {
	const { clip: own, asset, channel } = json as unknown as Partial<Envelope>;
	return own?.source && asset && channel && typeof own.startSeconds === 'number' ? { channel, asset, clip: own } : null;
}

/** The film of our own that is to be cut, where the item has one. */
function ownFilm({ json }: ItemRun, source: Clip['source']): Envelope | null {
	const envelope = json as unknown as Partial<Envelope>;
	return envelope.asset && envelope.channel && envelope.video && envelope.video.file.sha256 === source.file.sha256
		? (envelope as Envelope)
		: null;
}

async function transcriptWishes(item: ItemRun, options: IDataObject, own: Envelope | null): Promise<TranscriptWishes> {
	const language = String(options.language ?? 'auto').trim() || 'auto';
	const given = String(options.transcript ?? '').trim();
	if (given.startsWith('@')) {
		const file = await item.files.received(given.slice(1).trim());
		return { language, given: { text: await readFile(file.path, 'utf8'), name: file.name } };
	}
	if (given) return { language, given: { text: given, name: 'The transcript' } };
	if (!own?.voice) return { language };
	// What our own film says, and when, is known.
	const { words } = await item.engine.readWordTimes(await item.files.local(own.voice.words));
	return {
		language: own.channel.language,
		spoken: words.map(({ text, startSeconds, endSeconds }) => ({ text, startSeconds, endSeconds })),
	};
}

/** Opens the video that the fields, or the moment, name. */
async function sourceOf(node: IExecuteFunctions, item: ItemRun, known: Clip | undefined): Promise<Source> {
	const { engine, itemIndex, context } = item;
	const from = known?.source.from ?? (node.getNodeParameter('from', itemIndex, 'item') as Clip['source']['from']);
	if (from === 'path') {
		const named = known ? known.source.file.property : textOf(node, 'path', itemIndex);
		if (!named) throw new engine.OperatorError('INPUT', 'No file is named', { fix: 'Fill in “File”.' });
		const path = await readablePath(node, item, named, '“File”');
		const video = await engine.openLongVideo({ path, name: basename(path) }, context);
		refuseOther(item, known, video);
		return {
			video,
			source: { from, name: video.name, file: { property: path, sha256: video.sha256, bytes: video.bytes, mime: mimeOf(video) } },
		};
	}
	const film = (item.json as unknown as Partial<Envelope>).video?.file;
	const ref = known?.source.file ?? film;
	if (ref) {
		const video = await engine.openLongVideo({ path: await item.files.local(ref), name: known?.source.name ?? 'video.mp4', sha256: ref.sha256, bytes: ref.bytes }, context); // prettier-ignore
		return { video, source: known?.source ?? { from: 'item', name: video.name, file: ref } };
	}
	const property = textOf(node, 'binaryField', itemIndex) || 'data';
	const { path, name } = await received(node, item, property);
	const video = await engine.openLongVideo({ path, name }, context);
	return { video, source: { from: 'item', name, file: { property, sha256: video.sha256, bytes: video.bytes, mime: mimeOf(video) } } };
}

/** A file of the item: where n8n keeps binary data as files it is read where it lies, for a long video is not copied in a moment. */
async function received(node: IExecuteFunctions, item: ItemRun, property: string): Promise<{ path: string; name: string }> {
	const data = item.files.binary[property];
	if (data?.id?.startsWith('filesystem')) {
		try {
			return { path: node.helpers.getBinaryPath(data.id), name: data.fileName || property };
		} catch {
			// Kept elsewhere: fetched below.
		}
	}
	return await item.files.received(property);
}

function refuseOther({ engine }: ItemRun, known: Clip | undefined, video: LongVideo): void {
	if (!known || known.source.file.sha256 === video.sha256) return;
	throw new engine.OperatorError('INPUT', `${video.name} is no longer the video that “${known.title}” was found in`, {
		fix: 'Run Find Moments again.',
	});
}

const mimeOf = ({ info }: LongVideo): string =>
	`${info.kind}/${info.container === 'webm' ? 'webm' : info.container === 'mp4' ? 'mp4' : info.container}`;
