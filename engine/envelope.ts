/** Shapes of what travels through a workflow (asset.ts): checked where it comes from outside, an item that other nodes changed or one of its files. */
import type { Envelope, SourceText, WordTimes } from './asset';
import { OperatorError } from './errors';
import { both, list, matching, number, object, oneOf, orNull, prose, readShaped, record, tagged, text, type Shape } from './shape';

/** A day; no film is longer. */
export const seconds = number(0, 86_400);
export const sha256 = matching(/^[0-9a-f]{64}$/, 'SHA-256 hash (64 letters 0-9, a-f)');
export const bytes = number(0, 2 ** 50, { whole: true });
/** Scenes are named in files and keys. */
const sceneId = matching(/^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,39}$/u, 'name of a scene, such as s1');
const short = text(400);
const drawn = text(600);
const cue = text(200);

export const fileRef = object({ property: text(4096), sha256, bytes, mime: text(200) });

const value = number(-1e15, 1e15);
const place = object({ name: short, latitude: number(-90, 90), longitude: number(-180, 180) }, { country: text(3) });
const side = object({ kicker: drawn, value: drawn, label: drawn }, { sticker: short });
const some = (shape: Shape, least = 1): Shape => list(shape, { least, most: 150 });
const visualOf = (needed: Record<string, Shape>, optional: Record<string, Shape> = {}): Shape =>
	object(needed, { sticker: short, cues: list(cue, { most: 200 }), ...optional });
const wholeUpTo150 = number(1, 150, { whole: true });

export const visual = tagged('type', {
	hook: visualOf({}, { number: object({ display: drawn, unit: drawn }) }),
	bignum: visualOf({ value, display: drawn, unit: drawn, lead: drawn }),
	share: visualOf({ percent: number(0, 100), display: drawn, label: drawn }, { rest: drawn }),
	split: visualOf({ left: side, right: side }),
	line: visualOf({ unit: drawn, points: some(object({ x: value, y: value, display: drawn }), 2) }),
	bars: visualOf({ unit: drawn, items: some(object({ label: drawn, value, display: drawn })), top: number(0, 150, { whole: true }) }),
	place: visualOf({ place }, { value: object({ display: drawn, label: drawn }) }),
	route: visualOf({ from: place, to: place }),
	timeline: visualOf({ items: some(object({ year: drawn, text: drawn })) }),
	steps: visualOf(
		{ items: some(object({ text: drawn }, { detail: drawn, sticker: short })) },
		{ firstNumber: number(0, 10_000, { whole: true }) },
	),
	list: visualOf({ items: some(object({ text: drawn }, { sticker: short })), mark: oneOf('check', 'cross', 'dot') }),
	count: visualOf({ value: wholeUpTo150, display: drawn, label: drawn }, { of: wholeUpTo150 }),
	definition: visualOf({ term: drawn, meaning: drawn }),
	date: visualOf({ display: drawn, text: drawn }),
	cause: visualOf({ cause: drawn, effect: drawn }),
	quote: visualOf({ text: text(1000), who: drawn }, { role: drawn }),
	statement: visualOf({}),
	outro: visualOf({}, { callToAction: drawn }),
});

export const citations = list(
	object(
		{ sourceId: short, quote: text(8000) },
		{ judged: object({ by: short, said: text(1000) }, { derived: list(text(400), { most: 12 }) }) },
	),
);
export const picture = object({ file: fileRef, kind: oneOf('image', 'clip') }, { credit: drawn });
const scene = object(
	{
		id: sceneId,
		narration: prose(4000),
		onScreen: object({ title: drawn }, { kicker: drawn, source: text(1000) }),
		visual,
		citations,
	},
	{ picture },
);

const ownIds: Shape = (given, at) => {
	const ids = (given as { id: string }[]).map(({ id }) => id);
	const twice = ids.find((id, i) => ids.indexOf(id) !== i);
	return twice === undefined ? null : `${at} has two scenes ${twice}`;
};

export const script = object({
	titles: list(short, { least: 1, most: 60 }),
	hook: text(2000),
	scenes: both(list(scene, { most: 400 }), ownIds),
	description: text(40_000),
	chapters: list(object({ startSceneId: short, title: drawn })),
	tags: list(short),
	writer: short,
	copiedShare: number(0, 1),
	revision: number(0, 1e9, { whole: true }),
});

export const channelRef = object({ id: text(200, 1), name: text(400), language: text(40) });
export const assetHead = object(
	{
		v: oneOf(1),
		id: matching(/^[\p{L}\p{N}][^\p{Cc}/\\]{0,199}$/u, 'id of an asset'),
		kind: oneOf('video', 'short', 'issue', 'answer'),
		createdAt: text(60),
		variant: number(0, 1e6, { whole: true }),
	},
	{ parentId: text(200) },
);
export const topic = object({
	title: text(1000),
	angle: text(2000),
	keywords: list(text(400)),
	rank: number(0, 1e6),
	reasons: list(text(2000)),
	storyId: text(400),
});
const source = object(
	{ id: short, url: text(8000), title: text(2000), publisher: text(1000), publishedAt: orNull(text(100)), file: fileRef },
	{ licence: text(1000) },
);
const voice = object(
	{ file: fileRef, durationSeconds: seconds, words: fileRef, loudnessLufs: number(-200, 50), speaker: text(200) },
	{ spoken: object({ speed: number(0.1, 10), pronunciations: record(text(400)) }, { guesser: oneOf('espeak') }) },
);
const size = number(2, 20_000, { whole: true });
const counted = number(0, 10_000, { whole: true });
const variety = object({ layouts: counted, mostOnOneLayoutPercent: counted, transitions: counted, stickerLedPercent: counted, stickersTwice: counted }); // prettier-ignore
const film = object(
	{
		...{ file: fileRef, width: size, height: size, fps: number(0.01, 1000), durationSeconds: seconds },
		...{ captions: object({ srt: fileRef, vtt: fileRef }), thumbnails: list(fileRef, { most: 60 }), sheet: fileRef, recipe: fileRef },
	},
	{ variety },
);
const clip = object(
	{
		...{ startSeconds: seconds, endSeconds: seconds, title: text(1000), text: text(40_000), scores: record(number(-1e6, 1e6)) },
		reasons: list(text(2000)),
		source: object({ from: oneOf('item', 'path'), name: text(4096), file: fileRef }),
	},
	{
		transcript: fileRef,
		film: object({ sceneIds: list(sceneId, { least: 1, most: 400 }), recipe: fileRef, voice: fileRef }),
		layout: oneOf('faces', 'fit', 'fill', 'film'),
		recipe: fileRef,
	},
);

const envelope = object(
	{ channel: channelRef, asset: assetHead },
	{
		...{ topic, sources: list(source, { most: 200 }), script, voice, video: film, clip },
		storyboard: object({
			sheet: fileRef,
			scenes: list(object({ id: sceneId, file: fileRef, seconds: seconds })),
			durationSeconds: seconds,
		}),
		quality: object({
			verdict: oneOf('pass', 'hold', 'fail'),
			checks: list(object({ name: short, outcome: short, evidence: text(20_000) })),
		}),
		published: list(object({ platform: short, remoteId: text(8000), url: text(8000), status: short, at: short })),
		usage: list(object({ vendor: short, meter: short }), { most: 10_000 }),
	},
);

/** An item's envelope as the stages may rely on it. Errors: INPUT naming the field. */
export function checkEnvelope(item: unknown): asserts item is Envelope {
	const problem = envelope(item, '');
	if (problem)
		throw new OperatorError('INPUT', `The item was changed into something that cannot be used: ${problem}`, {
			fix: "Correct it in the node that changes the item before this one, or let AI Operator's own fields pass as they are.",
		});
}

const times = { startSeconds: seconds, endSeconds: seconds };
const forward: Shape = (given, at) => {
	const all = given as { startSeconds: number; endSeconds: number }[];
	const wrong = all.findIndex((each, i) => each.endSeconds < each.startSeconds || each.startSeconds < (all[i - 1]?.startSeconds ?? 0));
	return wrong < 0 ? null : `the times of ${at}[${wrong}] run backwards`;
};
/** What the words file of a voice holds. */
export const wordTimes = object({
	v: oneOf(1),
	durationSeconds: seconds,
	words: both(list(object({ ...times, text: short, sceneId }), { least: 1, most: 60_000 }), forward),
	scenes: both(list(object({ ...times, id: sceneId }), { least: 1, most: 400 }), forward),
});

/** The word times of a voice. Errors: INPUT, NOT_FOUND. */
export const readWordTimes = async (path: string): Promise<WordTimes> =>
	await readShaped<WordTimes>(path, wordTimes, 'The word times of the voice', 'Speak the script again (Voice-Over).');

const index = number(0, 1e6, { whole: true });
const sourceText = object(
	{
		...{ v: oneOf(1), id: short, url: text(8000), title: text(2000), publisher: text(1000), author: orNull(text(1000)) },
		...{ publishedAt: orNull(text(100)), language: text(40), sentences: list(prose(20_000), { most: 20_000 }) },
		...{ paragraphs: list(index, { most: 20_000 }), headings: list(object({ text: text(2000), before: index })) },
		steps: list(list(index, { least: 2, most: 2 })),
	},
	{
		licence: text(1000),
		table: list(object({ header: list(text(2000)), rows: list(list(text(2000))) })),
		disowned: list(index),
		references: list(object({ sentence: index, title: text(2000), publisher: text(1000), url: text(8000) }, { date: text(100) })),
	},
);

/** The text of a source that an item carries. Errors: INPUT, NOT_FOUND. */
export const readSourceText = async (path: string): Promise<SourceText> =>
	await readShaped<SourceText>(path, sourceText, 'The text of a source', 'Read the sources again (Topic Scout).');
