/** Where a broken file goes: the stage functions that the nodes and the command line call, and what a valid result is. */
import { readFileSync } from 'node:fs';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Envelope, FileRef } from '../../engine/asset';
import { cutStage, listStage, momentsStage, openLongVideo, type LongVideo } from '../../engine/clips';
import { checkEnvelope } from '../../engine/envelope';
import { hashFile } from '../../engine/ledger/fileStore';
import type { StageContext } from '../../engine/ledger/finished';
import { openLedger } from '../../engine/ledger';
import { probe } from '../../engine/media';
import type { Http } from '../../engine/ports';
import { openOwnScript } from '../../engine/script/openOwn';
import { scriptStage } from '../../engine/script/stage';
import { topicStage } from '../../engine/topics/stage';
import { bedTrack, chooseBed } from '../../engine/video/audio';
import { picturesInFolder } from '../../engine/video/pictures';
import { preparePictures } from '../../engine/video/produce';
import { readRecipe } from '../../engine/video/recipe';
import { renderRecipe } from '../../engine/video/recipeStage';
import { filmMomentsStage, filmShortsStage } from '../../engine/video/reshape/stage';
import { storyboardStage } from '../../engine/video/storyboard';
import { namesStage, recordingStage } from '../../engine/voice/stage';
import { channel, head, type Seeds } from './seeds';

export interface Broken {
	/** Its path; the name is the seed's. */
	path: string;
	name: string;
	seed: number;
}
export interface Surroundings {
	seeds: Seeds;
	context: StageContext;
	/** Whether the long ways are taken too: drawing films. */
	deep: boolean;
}
/** Throws what the stage throws; otherwise the result was valid, and these are the words it had for the user. */
export type Road = (file: Broken, surroundings: Surroundings) => Promise<string[]>;

export interface Kind {
	/** What is broken. */
	files: string[];
	road: Road;
	/** Of 1,000. */
	share: number;
	/** Whether a whole file is refused as well: nobody speaks in it. */
	refusesWhole?: true;
}

function must(holds: boolean, what: string): void {
	if (!holds) throw new Error(`accepted, but the result is not valid: ${what}`);
}
const wordsOf = (problems: { message: string; fix: string }[]): string[] => problems.flatMap(({ message, fix }) => [message, fix]);
const wishes = { minSeconds: 3, maxSeconds: 8, count: 2, keywords: [] };
const from = ({ name, path, sha256, bytes }: LongVideo) => ({ from: 'path' as const, name, file: { property: path, sha256, bytes, mime: 'video/mp4' } }); // prettier-ignore

async function cutAll(video: LongVideo, found: Awaited<ReturnType<typeof listStage>>, context: StageContext): Promise<void> {
	const look = { channel, layout: 'fit' as const, captionStyle: 'karaoke' as const, palette: 'auto', hookTitle: true };
	const { clips } = await cutStage(video, found.clips.slice(0, 1), look, context);
	for (const clip of clips) {
		if ('error' in clip) throw clip.error;
		const info = await probe(await context.files.local(clip.video!.file), context);
		must(info.video?.width === 1080 && info.video.height === 1920 && info.durationSeconds > 0.2, 'the clip is no film of 1080x1920');
	}
}

/** A long video or a recording: Cut My List, Find Moments with words given, Find Moments by ear. */
const talk: Road = async ({ path, name, seed }, { context }) => {
	const video = await openLongVideo({ path, name }, context);
	const common = { channel, source: from(video), transcript: { language: 'en' } };
	const warnings: string[] = [];
	if (seed % 8 === 3) {
		const found = await momentsStage(video, { ...common, wishes }, context);
		must(found.clips.length > 0, 'no moment');
		return found.warnings;
	}
	const end = Math.min(1.2, video.info.durationSeconds);
	const found = await listStage(video, { ...common, transcript: { language: 'en', given: { name: 'The transcript', text: JSON.stringify([{ text: 'Ships.', start: 0, end: end / 2 }]) } }, list: [{ start: 0, end }], snap: 'exact' }, context); // prettier-ignore
	warnings.push(...found.warnings, ...wordsOf(found.problems));
	if (seed % 4 === 1) await cutAll(video, found, context);
	return warnings;
};

const recording: Road = async ({ path, name, seed }, { seeds, context }) => {
	const { sha256 } = await hashFile(path);
	const asset = head(`recording-${seed}`);
	await context.ledger.assets.open(asset, channel.id);
	const { envelope, warnings } = await recordingStage({ ...seeds.envelope, asset }, { path, sha256, name, trimSilence: true, language: 'en' }, context); // prettier-ignore
	must(envelope.voice!.durationSeconds > 0, 'a voice without length');
	return warnings;
};

/** Pictures and clips of the user's folder, as Render takes them. */
const picture: Road = async ({ path, seed }, { context }) => {
	const folder = await folderOf(path);
	const said: string[] = [];
	const found = await picturesInFolder(folder, (problem) => said.push(problem));
	const workspace = await context.workspace('mutants');
	try {
		for (const one of found) await context.store.put(one.path);
		const size = seed % 2 ? { width: 1080, height: 1920 } : { width: 1920, height: 1080 };
		const used = Object.fromEntries(found.map((one, i) => [`s${i}`, { ...one, ...size, frames: 12, alpha: seed % 3 === 0 }]));
		const prepared = await preparePictures(used, workspace, context, (problem) => said.push(problem));
		for (const one of Object.values(prepared)) must(one.width > 1 && one.height > 1 && one.path !== '', 'a picture without size');
		must(Object.keys(prepared).length === 1 || said.length > 0, 'a picture was left out without a word');
	} finally {
		await workspace.dispose();
	}
	return said;
};

/** The user's music folder. */
const music: Road = async ({ path, seed }, { context }) => {
	const folder = await folderOf(path);
	const said: string[] = [];
	const bed = await chooseBed({ mood: 'calm', folder }, seed, context, (problem) => said.push(problem));
	must(bed.kind === 'own' || said.length > 0, 'the music was left out without a word');
	if (bed.kind !== 'own') return said;
	const workspace = await context.workspace('mutants');
	try {
		const track = await bedTrack(
			{ bed, voiceLufs: -14, words: [{ startSeconds: 0.5, endSeconds: 1 }], durationSeconds: 2, workspace },
			context,
		);
		must(Math.abs((await probe(track!.path, context)).durationSeconds - 2) < 0.1, 'music of another length');
	} finally {
		await workspace.dispose();
	}
	return said;
};

/** SRT, VTT or word times beside a whole video. */
const captions: Road = async ({ path, name }, { seeds, context }) => {
	const video = await openLongVideo({ path: seeds.whole, name: 'whole.mp4' }, context);
	const given = { text: await readFile(path, 'utf8'), name };
	const found = await momentsStage(video, { channel, source: from(video), transcript: { language: 'en', given }, wishes }, context);
	must(found.clips.every(({ clip }) => clip.startSeconds >= 0 && clip.endSeconds > clip.startSeconds && clip.endSeconds <= video.info.durationSeconds + 0.5 && clip.title !== ''), 'a moment outside of the video'); // prettier-ignore
	return found.warnings;
};

/** The user's list of clips. */
const list: Road = async ({ path, seed }, { seeds, context }) => {
	const video = await openLongVideo({ path: seeds.whole, name: 'whole.mp4' }, context);
	const given = { text: seeds.files.get('words.json')!.toString(), name: 'words.json' };
	const snap = (['sentences', 'words', 'exact'] as const)[seed % 3]!;
	const found = await listStage(video, { channel, source: from(video), transcript: { language: 'en', given }, list: await readFile(path, 'utf8'), snap }, context); // prettier-ignore
	must(found.clips.length > 0, 'no clip and no word about it');
	if (seed % 6 === 5) await cutAll(video, found, context);
	return [...found.warnings, ...wordsOf(found.problems)];
};

const recipe: Road = async ({ path, seed }, { seeds, context, deep }) => {
	const voice = seeds.envelope.voice!.file;
	const ref: FileRef = { property: path, ...(await hashFile(path)), mime: 'application/json' };
	await context.store.put(path);
	const source = { from: 'path' as const, name: 'film', file: voice };
	if (seed % 3 === 2) {
		const read = await readRecipe(path);
		await context.ledger.assets.open(read.asset, read.channel.id);
		if (deep && seed % 8 === 1) await renderRecipe(read, voice, context);
		return [];
	}
	const moments = await filmMomentsStage({ recipe: ref, voice, source }, { ...wishes, minSeconds: 5, maxSeconds: 20 }, context);
	must(moments.length > 0 && moments.every(({ clip }) => clip.film!.sceneIds.length > 0 && clip.endSeconds > clip.startSeconds), 'a moment without scenes'); // prettier-ignore
	if (!deep || seed % 8 !== 0) return [];
	const look = { channel, captionStyle: 'karaoke' as const, palette: 'auto', music: { mood: 'none' as const } };
	const made = await filmShortsStage(moments.slice(0, 1), look, context);
	for (const clip of made.clips) if ('error' in clip) throw clip.error;
	return made.warnings;
};

const script: Road = async ({ path }, { context }) => {
	const markdown = await readFile(path, 'utf8');
	const opened = await openOwnScript(markdown, { channel, kind: 'short', slot: '' }, context);
	const { envelope, warnings } = await scriptStage(opened.envelope, { channel, useEmbeddings: false, markdown }, context);
	must(envelope.script!.scenes.length > 0 && envelope.script!.scenes.every(({ narration }) => narration.trim() !== ''), 'a scene without words'); // prettier-ignore
	return [...opened.warnings, ...warnings];
};

/** Serves the broken file at one address and nothing elsewhere. */
function web(body: Buffer, type: string): Http {
	const publicOnly: Http['publicOnly'] = async (url) =>
		url.startsWith('https://broken.example/file')
			? { status: 200, url, headers: { 'content-type': type }, body }
			: { status: 404, url, headers: { 'content-type': 'text/html' }, body: new Uint8Array() };
	return { publicOnly, configured: publicOnly };
}

/** Feeds, pages behind links, and files of the user's, through Topic Scout. */
const topics: Road = async ({ path, name, seed }, { context }) => {
	const body = readFileSync(path);
	const type = name.endsWith('.json') ? 'application/json' : name.endsWith('.html') ? 'text/html' : 'application/xml';
	let now = Date.UTC(2026, 10, 28) + seed * 1e6;
	// Politeness waits by this clock: nobody is asked here.
	const clock = { now: () => now, sleep: async (milliseconds: number) => void (now += milliseconds) };
	const url = `https://broken.example/file-${seed}`;
	const own = name.startsWith('pack');
	const inputs = [own ? { kind: 'document' as const, text: body.toString(), name } : { kind: name.endsWith('.html') ? ('link' as const) : ('feed' as const), url }]; // prettier-ignore
	const settings = { channel, kind: 'short' as const, inputs, keywords: [], limit: 2, slot: String(seed), mode: name.startsWith('feed') ? ('find' as const) : ('read' as const) }; // prettier-ignore
	const found = await topicStage(settings, { ...context, clock, http: web(body, type) });
	must(found.envelopes.length > 0 || found.problems.length > 0 || found.warnings.length > 0, 'no topic and no word about it');
	for (const { topic, sources } of found.envelopes)
		must(topic!.title.trim() !== '' && sources!.length > 0, 'a topic without a title or sources');
	return [...found.warnings, ...wordsOf(found.problems)];
};

/** The file of an item that holds a source's text, on the way to a script. */
const source: Road = async ({ path, seed }, { seeds, context }) => {
	const file = await context.files.keep(path, { name: 'source-1.json', mime: 'application/json' });
	const asset = head(`source-${seed}`);
	await context.ledger.assets.open(asset, channel.id);
	const envelope: Envelope = { channel: seeds.envelope.channel, asset, topic: { ...seeds.envelope.topic!, title: 'The lake above the sea' }, sources: [{ id: 'a', url: 'https://news.example/lake', title: 'The lake', publisher: 'News', publishedAt: null, file }] }; // prettier-ignore
	const made = await scriptStage(envelope, { channel, useEmbeddings: false }, context);
	must(made.envelope.script!.scenes.length > 0, 'a script without scenes');
	return made.warnings;
};

/** Item JSON that another node changed, or the words of its voice. */
const item: Road = async ({ path, name, seed }, { seeds, context }) => {
	const { asset: _asset, ...rest } = seeds.envelope;
	const asset = head(`item-${seed}`, 'video');
	let envelope: Envelope = { ...rest, asset };
	if (name === 'item.json') {
		const json = jsonIn(path) as Envelope;
		// Where nothing of AI Operator is left in an item, the node says which node is missing before it.
		if (typeof json !== 'object' || json === null || !json.asset || !json.channel) return [];
		envelope = json;
	} else {
		const words = await context.files.keep(path, { name: 'words.json', mime: 'application/json' });
		envelope.voice = { ...envelope.voice!, words };
	}
	checkEnvelope(envelope);
	await context.ledger.assets.open(envelope.asset, envelope.channel.id);
	if (seed % 2) {
		await namesStage(envelope, { channel, given: {} }, context);
		return [];
	}
	const look = { channel, shape: '9:16' as const, captionStyle: 'karaoke' as const, music: { mood: 'none' as const }, palette: 'auto' };
	const drawn = await storyboardStage(envelope, look, context);
	must(drawn.envelope.storyboard!.scenes.length === envelope.script!.scenes.length, 'a scene without its still');
	return drawn.warnings;
};
/** A file's JSON; an empty object where it is none. */
function jsonIn(path: string): unknown {
	try {
		return JSON.parse(readFileSync(path, 'utf8'));
	} catch {
		return {};
	}
}
/** A folder of the user's with nothing but the broken file in it. */
async function folderOf(path: string): Promise<string> {
	const folder = `${path}-folder`;
	await mkdir(folder);
	await copyFile(path, join(folder, basename(path)));
	return folder;
}

const ledger: Road = async ({ path, seed }) => {
	const opened = await openLedger({ path });
	try {
		await opened.assets.open(head(`ledger-${seed}`), channel.id);
		must((await opened.assets.get(`ledger-${seed}`)) !== null, 'what was written is not there');
		await opened.channels.get('my-channel');
	} finally {
		await opened.close();
	}
	return [];
};

export const KINDS: Record<string, Kind> = {
	talk: { files: ['plain.mp4', 'late.mp4', 'pieces.mp4', 'old.mp4', 'camera.mov', 'edit.mov', 'web.webm', 'web9.webm', 'film.mkv', 'tone.mp3', 'tone.wav', 'tone.flac', 'tone.ogg', 'tone.m4a'], road: talk, share: 290 }, // prettier-ignore
	recording: { files: ['tone.mp3', 'tone.wav', 'tone.m4a', 'plain.mp4', 'web.webm'], road: recording, share: 50, refusesWhole: true },
	picture: { files: ['still.png', 'still.jpg', 'move.gif', 'clip.mp4', 'clip.webm'], road: picture, share: 110 },
	music: { files: ['bed.mp3', 'bed.wav', 'bed.flac', 'bed.ogg', 'bed.m4a'], road: music, share: 50 },
	captions: { files: ['captions.srt', 'captions.vtt', 'words.json', 'whisper.json'], road: captions, share: 100 },
	list: { files: ['list.txt', 'list.csv', 'list.json'], road: list, share: 60 },
	recipe: { files: ['recipe.json'], road: recipe, share: 100 },
	script: { files: ['script.md'], road: script, share: 60 },
	topics: { files: ['feed.rss', 'feed.atom', 'feed.json', 'page.html', 'pack.md', 'pack.json'], road: topics, share: 80 },
	source: { files: ['source.json'], road: source, share: 30 },
	item: { files: ['item.json', 'spoken.json'], road: item, share: 50 },
	ledger: { files: ['ledger.sqlite'], road: ledger, share: 20 },
};
