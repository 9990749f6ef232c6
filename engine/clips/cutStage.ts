/** Cuts moments into clips: two at a time, each kept as soon as it is finished, so that a stopped run goes on where it was. */
import { writeFile } from 'node:fs/promises';
import type { Channel, Clip, Video } from '../asset';
import { OperatorError, throwIfCancelled } from '../errors';
import { finishedOrMake, type StageContext } from '../ledger/finished';
import { withSlot } from '../media';
import type { Files } from '../ports';
import { paletteFor } from '../render/theme';
import { computeThreads } from '../runtime';
import { cutClip, CUT_VERSION, wordsIn, type ClipDesign } from './cut';
import { offCuts } from './edges';
import { HEIGHT, pictureOf, steadyPlan, WIDTH } from './layout';
import { clipRecipe } from './recipe';
import { planCrop, type CropPlan } from './reframe';
import type { LongVideo } from './source';
import { readTranscript, type ClipEnvelope } from './stage';
import type { Range, Word } from './types';

/** Raised when the same range would be framed otherwise. */
const FRAMING_VERSION = 1;

export interface CutSettings {
	channel: Channel;
	/** `auto` follows faces where there are some, and shows the whole picture elsewhere. */
	layout: 'auto' | 'fit' | 'fill';
	captionStyle: Channel['captions']['style'];
	palette: string;
	/** Whether the title stands over the first seconds, where there is room. */
	hookTitle: boolean;
}

export interface CutResult {
	/** In the order of the moments; what failed is an error. */
	clips: (ClipEnvelope | { error: unknown })[];
	/** How many were cut now. */
	cut: number;
	cpuSeconds: number;
}

/** Clips of more than this are no shorts; the platforms take up to three minutes. */
const LONGEST_SECONDS = 600;

/**
 * Cuts the moments of one video. A moment that fails fails alone. `filesOf` gives the files port of each clip, default the context's.
 * Errors: CANCELLED; a moment's own stand in its place.
 */
export async function cutStage(
	video: LongVideo,
	moments: ClipEnvelope[],
	settings: CutSettings,
	context: StageContext,
	filesOf: (index: number) => Files = () => context.files,
): Promise<CutResult> {
	const result: CutResult = { clips: [], cut: 0, cpuSeconds: 0 };
	// Where the windows are is decided first: that takes the machine's slot for itself.
	const framed: (Framed | { error: unknown })[] = [];
	for (const moment of moments) framed.push(await alone(() => frame(video, moment, settings, context), context));
	const cores = Math.min(2, computeThreads());
	const side = Math.min(cores, moments.length);
	const slot = new SharedSlot(context);
	const done = new Array<number>(moments.length).fill(0);
	let next = 0;
	const work = async (): Promise<void> => {
		for (let i = next++; i < moments.length; i = next++) {
			const index = i;
			const own = framed[index]!;
			if ('error' in own) {
				result.clips[index] = own;
				continue;
			}
			result.clips[index] = await alone(async () => {
				const made = await cutOne(
					video,
					moments[index]!,
					own,
					settings,
					{ ...context, files: filesOf(index) },
					{
						slot,
						threads: Math.max(1, Math.floor(cores / side)),
						onShare: (share) => {
							done[index] = share;
							context.progress({
								stage: 'cut',
								done: Math.round(100 * done.reduce((a, b) => a + b, 0)),
								total: 100 * moments.length,
								unit: 'items',
							});
						},
					},
				);
				if (!made.reused) result.cut++;
				result.cpuSeconds += made.cpuSeconds;
				return made.envelope;
			}, context);
		}
	};
	await Promise.all(Array.from({ length: side }, work));
	throwIfCancelled(context.signal);
	return result;
}

async function alone<T>(work: () => Promise<T>, { signal }: StageContext): Promise<T | { error: unknown }> {
	try {
		throwIfCancelled(signal);
		return await work();
	} catch (error) {
		return { error };
	}
}

interface Framed {
	plan: CropPlan;
	/** Moved off shot cuts. */
	range: Range;
	words: Word[];
}

/** What of the picture is shown, and where exactly the clip begins and ends. */
async function frame(
	video: LongVideo,
	{ channel, asset, clip }: ClipEnvelope,
	settings: CutSettings,
	context: StageContext,
): Promise<Framed> {
	// Moments may have been found by another n8n, with a ledger of its own.
	await context.ledger.assets.open(asset, channel.id);
	const range = { startSeconds: clip.startSeconds, endSeconds: clip.endSeconds };
	const seconds = range.endSeconds - range.startSeconds;
	if (!(seconds > 0.2) || seconds > LONGEST_SECONDS || range.startSeconds < 0 || range.endSeconds > video.info.durationSeconds + 0.5)
		throw new OperatorError('INPUT', `“${clip.title}” runs from ${range.startSeconds} to ${range.endSeconds} s, but ${video.name} lasts ${video.info.durationSeconds.toFixed(1)} s and a clip at most ${LONGEST_SECONDS} s`, { fix: 'Correct its times, or find the moments of this video again.' }); // prettier-ignore
	const words = clip.transcript ? wordsIn((await readTranscript(await context.files.local(clip.transcript))).words, range) : [];
	const { kind, video: info } = video.info;
	if (kind !== 'video' || !info) return { plan: steadyPlan('fit', { width: WIDTH, height: HEIGHT }, seconds), range, words };
	const picture = pictureOf(info);
	if (settings.layout !== 'auto') return { plan: steadyPlan(settings.layout, picture, seconds), range, words };
	const { value } = await finishedOrMake<{ plan: CropPlan }>(
		context,
		{ assetId: asset.id, part: 'framing', inputs: { v: FRAMING_VERSION, video: video.sha256, range, target: [WIDTH, HEIGHT] } },
		async () => ({ plan: await planCrop(video.path, range, { ...picture, fps: info.fps }, { width: WIDTH, height: HEIGHT }, context) }),
	);
	// The user's own times stay where they are.
	const chosen = Object.keys(clip.scores).length === 0;
	return chosen ? { plan: value.plan, range, words } : movedOff(value.plan, range, words);
}

/** The range without a flash of another shot at its edges, and everything that counts from its start moved along. */
function movedOff(plan: CropPlan, range: Range, words: Word[]): Framed {
	const spoken = {
		startSeconds: range.startSeconds + (words[0]?.startSeconds ?? 0),
		endSeconds: range.startSeconds + (words.at(-1)?.endSeconds ?? range.endSeconds - range.startSeconds),
	};
	const better = offCuts(range, plan.cuts.map((cut) => cut + range.startSeconds), spoken); // prettier-ignore
	const by = better.startSeconds - range.startSeconds;
	if (by === 0) return { plan, range: better, words };
	const at = (seconds: number) => Math.max(0, seconds - by);
	return {
		range: better,
		words: words.map((word) => ({ ...word, startSeconds: at(word.startSeconds), endSeconds: at(word.endSeconds) })),
		plan: {
			...plan,
			cuts: plan.cuts.map(at),
			parts: plan.parts
				.filter((part) => part.endSeconds > by)
				.map((part) => ({ ...part, startSeconds: at(part.startSeconds), endSeconds: at(part.endSeconds) })),
			// What was before the new start is where it begins.
			...(plan.crop ? { crop: { ...plan.crop, path: pathFrom(plan.crop.path, by) } } : {}),
		},
	};
}

function pathFrom(path: NonNullable<CropPlan['crop']>['path'], by: number) {
	const from = path.findLastIndex(({ atSeconds }) => atSeconds <= by);
	return path.slice(Math.max(0, from)).map((point) => ({ ...point, atSeconds: Math.max(0, point.atSeconds - by) }));
}

interface Turn {
	slot: SharedSlot;
	threads: number;
	onShare(share: number): void;
}

async function cutOne(
	video: LongVideo,
	{ channel, asset, clip }: ClipEnvelope,
	{ plan, range, words }: Framed,
	settings: CutSettings,
	context: StageContext,
	turn: Turn,
): Promise<{ envelope: ClipEnvelope; reused: boolean; cpuSeconds: number }> {
	const { colours } = settings.channel.brand;
	const design: ClipDesign = {
		range,
		words,
		plan,
		// A recording without a picture shows its title in any case: there is nothing else to see.
		title: settings.hookTitle || video.info.kind !== 'video' ? clip.title : '',
		captionStyle: settings.captionStyle,
		palette: paletteFor({ id: settings.channel.id, brand: { palette: settings.palette } }),
		...(colours ? { colours } : {}),
	};
	let cpuSeconds = 0;
	const part = await finishedOrMake<{ video: Video; clip: Pick<Clip, 'startSeconds' | 'endSeconds' | 'layout' | 'recipe'> }>(
		context,
		{ assetId: asset.id, part: 'video', inputs: { v: CUT_VERSION, video: video.sha256, design, variant: asset.variant } },
		async (files) => {
			const workspace = await context.workspace('clip');
			try {
				const made = await turn.slot.run(() =>
					cutClip(video, design, turn.threads, workspace, context, (frames, all) => turn.onShare(frames / all)),
				);
				cpuSeconds = made.cpuSeconds + plan.cpuSeconds;
				const recipePath = workspace.path('recipe.json');
				await writeFile(recipePath, JSON.stringify(clipRecipe({ channel, asset, clip }, video, design)));
				const recipe = await files.keep(recipePath, { name: 'recipe.json', mime: 'application/json' });
				return {
					video: {
						file: await files.keep(made.videoPath, { name: 'video.mp4', mime: 'video/mp4' }),
						width: made.width,
						height: made.height,
						fps: made.fps,
						durationSeconds: made.durationSeconds,
						captions: {
							srt: await files.keep(made.srtPath, { name: 'captions.srt', mime: 'application/x-subrip' }),
							vtt: await files.keep(made.vttPath, { name: 'captions.vtt', mime: 'text/vtt' }),
						},
						thumbnails: [await files.keep(made.thumbnailPath, { name: 'thumbnail-1.png', mime: 'image/png' })],
						sheet: await files.keep(made.sheetPath, { name: 'sheet.png', mime: 'image/png' }),
						recipe,
					},
					clip: { ...range, layout: layoutOf(settings, plan), recipe },
				};
			} finally {
				await workspace.dispose();
			}
		},
	);
	turn.onShare(1);
	return { envelope: { channel, asset, clip: { ...clip, ...part.value.clip }, video: part.value.video }, reused: part.reused, cpuSeconds };
}

const layoutOf = ({ layout }: CutSettings, plan: CropPlan): Clip['layout'] =>
	plan.layout === 'fit' ? 'fit' : layout === 'fill' ? 'fill' : 'faces';

/** One of the machine's slots, held for as long as any of our own clips is being cut: two of them are one job of two cores. */
class SharedSlot {
	private users = 0;
	private held: Promise<void> | undefined;
	private release: () => void = () => undefined;

	constructor(private readonly context: StageContext) {}

	async run<T>(work: () => Promise<T>): Promise<T> {
		this.users++;
		try {
			await (this.held ??= this.take());
			return await work();
		} finally {
			if (--this.users === 0) {
				this.held = undefined;
				this.release();
			}
		}
	}

	private take(): Promise<void> {
		return new Promise((resolve, reject) => {
			withSlot('compute', this.context, async () => {
				resolve();
				await new Promise<void>((done) => (this.release = done));
			}).catch(reject);
		});
	}
}
