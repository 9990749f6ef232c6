/** From a long video to shorts: moments found, or given by the user, each an asset of its own; and each cut, once. */
import { readFile } from 'node:fs/promises';
import type { Channel, Clip, Envelope, FileRef, Video } from '../asset';
import { fromWire, isOperatorError, OperatorError } from '../errors';
import type { StageContext } from '../ledger/finished';
import { assetId } from '../ledger/keys';
import { offload } from '../runtime';
import { readList, type ListEntry } from './list';
import { clock } from './clock';
import type { Snap } from './locate';
import type { LongVideo } from './source';
import { transcriptOf, type TranscriptWishes } from './transcribe';
import type { Moment, MomentWishes, Range, Transcript } from './types';
import type { ClipsWorker } from './work';

/** An envelope of a moment, or of a clip that was cut. */
export type ClipEnvelope = Pick<Envelope, 'channel' | 'asset'> & { clip: Clip; video?: Video };

export interface MomentsResult {
	clips: ClipEnvelope[];
	/** Lines of a list that could not be found. */
	problems: { line: number; message: string; fix: string }[];
	/** The video was listened to now. */
	listened: boolean;
	warnings: string[];
}

interface Common {
	channel: Channel;
	/** The asset of our own film that is cut; others get one by their content. */
	parent?: Envelope['asset'];
	/** Where the video was found, for the clips. */
	source: Clip['source'];
	transcript: TranscriptWishes;
}

/** Finds the moments of a video that could be shorts, best first. Errors: INPUT (no sound, nobody speaks, nothing fits), and what opening throws. */
export async function momentsStage(
	video: LongVideo,
	settings: Common & { wishes: MomentWishes },
	context: StageContext,
): Promise<MomentsResult> {
	const { wishes } = settings;
	checkLengths(wishes);
	const { file, reused } = await transcriptOf(video, { ...settings.transcript, ...(wishes.range ? { range: wishes.range } : {}) }, context);
	const path = await context.files.local(file);
	const moments = await offload<ClipsWorker>('clips').call('moments', [path, wishes], { signal: context.signal });
	if (!moments.length)
		throw new OperatorError(
			'INPUT',
			`${video.name} has no stretch of ${wishes.minSeconds} to ${wishes.maxSeconds} s that begins and ends with a sentence`,
			{
				fix: 'Allow shorter or longer clips (Options → Shortest, Longest), or use Cut My List.',
			},
		);
	const warnings: string[] = [];
	if (wishes.keywords.length && !moments.some(({ scores }) => (scores.subject ?? 0) > 0))
		warnings.push(`Nothing in ${video.name} speaks of ${wishes.keywords.join(', ')}: the best other moments were chosen.`);
	if (wishes.count > moments.length) warnings.push(`Only ${moments.length} of ${wishes.count} moments were found in ${video.name}.`);
	return { clips: await opened(video, moments, settings, file, context), problems: [], listened: !reused, warnings };
}

/** The clips of the user's list. Lines that cannot be found are told; the others go on. Errors: INPUT where the list cannot be read. */
export async function listStage(
	video: LongVideo,
	settings: Common & { list: unknown; snap: Snap },
	context: StageContext,
): Promise<MomentsResult> {
	const list = readList(settings.list);
	const timed = list.every(({ quote }) => quote === undefined);
	let file: FileRef | undefined;
	let reused = true;
	const warnings: string[] = [];
	try {
		({ file, reused } = await transcriptOf(video, { ...settings.transcript, ...(timed ? { range: hullOf(list, video) } : {}) }, context));
	} catch (error) {
		// Times can be cut without a word being said.
		if (!timed || !isOperatorError(error) || error.code !== 'INPUT') throw error;
		warnings.push(`${error.message}: the clips are cut to exactly the given times.`);
	}
	const found = file
		? await offload<ClipsWorker>('clips').call('locate', [await context.files.local(file), list, settings.snap], { signal: context.signal })
		: list.map((entry) => exactly(entry, video));
	const problems: MomentsResult['problems'] = [];
	const moments = found.flatMap((one, i) => {
		if ('moment' in one) return [one.moment];
		problems.push({ line: list[i]!.line, message: one.error.message, fix: one.error.fix });
		return [];
	});
	if (!moments.length) throw fromWire((found[0] as { error: Parameters<typeof fromWire>[0] }).error);
	return { clips: await opened(video, moments, settings, file, context), problems, listened: !reused, warnings };
}

const LONGEST_CLIP = 180;
function checkLengths({ minSeconds, maxSeconds, count }: MomentWishes): void {
	const fail = (what: string, fix: string) => {
		throw new OperatorError('INPUT', what, { fix });
	};
	if (!(minSeconds >= 3) || !(maxSeconds <= LONGEST_CLIP))
		fail(`Clips of ${minSeconds} to ${maxSeconds} s cannot be asked for`, `Choose lengths between 3 and ${LONGEST_CLIP} s.`);
	if (maxSeconds < minSeconds * 1.2)
		fail(
			`Between ${minSeconds} and ${maxSeconds} s there is no room for whole sentences`,
			'Let the longest be at least a fifth longer than the shortest.',
		);
	if (count < 0 || count > 50) fail(`${count} clips cannot be asked for`, 'Ask for 1 to 50, or 0 for as many as the video is good for.');
}

/** Around all times of a list there is something to listen to for whole sentences. */
const ROUND = 90;
function hullOf(list: ListEntry[], { info }: LongVideo): Range {
	return {
		startSeconds: Math.max(0, Math.min(...list.map(({ startSeconds }) => startSeconds!), info.durationSeconds) - ROUND),
		endSeconds: Math.min(info.durationSeconds, Math.max(...list.map(({ endSeconds }) => endSeconds!)) + ROUND),
	};
}

function exactly(
	{ line, startSeconds = 0, endSeconds = 0, title }: ListEntry,
	{ info, name }: LongVideo,
): { moment: Moment } | { error: ReturnType<OperatorError['toWire']> } {
	if (startSeconds >= info.durationSeconds || endSeconds > info.durationSeconds + 1)
		return { error: new OperatorError('INPUT', `Clip ${line} of the list ends at ${clock(endSeconds)}, but ${name} lasts ${clock(info.durationSeconds)}`, { fix: 'Correct its times.' }).toWire() }; // prettier-ignore
	const end = Math.min(endSeconds, info.durationSeconds);
	return {
		moment: {
			startSeconds,
			endSeconds: end,
			title: title ?? `Clip at ${clock(startSeconds)}`,
			text: '',
			scores: {},
			reasons: ['Your times, to the frame'],
		},
	};
}

/** Opens an asset for each moment. */
async function opened(
	video: LongVideo,
	moments: Moment[],
	settings: Common,
	transcript: FileRef | undefined,
	context: StageContext,
): Promise<ClipEnvelope[]> {
	const { channel, source } = settings;
	const createdAt = new Date(context.clock.now()).toISOString();
	const { id: channelId, name, language } = channel;
	const { ledger } = context;
	let parentId = settings.parent?.id;
	if (!parentId) {
		parentId = assetId({ channelId, kind: 'video', storyId: `file-${video.sha256}` });
		await ledger.assets.open({ v: 1, id: parentId, kind: 'video', createdAt, variant: 0 }, channelId);
	}
	const clips: ClipEnvelope[] = [];
	for (const moment of moments) {
		const storyId = `clip of ${parentId} ${moment.startSeconds.toFixed(3)} ${moment.endSeconds.toFixed(3)}`;
		const head = {
			v: 1 as const,
			id: assetId({ channelId, kind: 'short', storyId }),
			kind: 'short' as const,
			parentId,
			createdAt,
			variant: 0,
		};
		const { head: asset } = await ledger.assets.open(head, channelId);
		clips.push({ channel: { id: channelId, name, language }, asset, clip: { ...moment, source, ...(transcript ? { transcript } : {}) } });
	}
	return clips;
}

/** The transcript that moments were found in. */
export const readTranscript = async (path: string): Promise<Transcript> => JSON.parse(await readFile(path, 'utf8')) as Transcript;
