/** One still a scene, before anything is spoken or drawn in earnest: what a person approves. */
import type { Envelope, Script, Storyboard, WordTimes } from '../asset';
import { readWordTimes } from '../envelope';
import { OperatorError } from '../errors';
import { finishedOrMake, type StageContext } from '../ledger/finished';
import { renderStoryboard, settledFrames } from '../render';
import { designFilm } from './index';
import { keepLook } from './keptLook';
import { preparePictures, sheetLayout, withPictures as planWithPictures } from './produce';
import { designInput, withPictures, type VideoStageSettings } from './stage';

/** Raised when the same storyboard would be drawn differently. */
const STORYBOARD_VERSION = 6;
/** Two pictures of this width fit beside each other on a screen, and a package of sixty stays small. */
const STILL_WIDTH = { '9:16': 540, '16:9': 960 } as const;

/** Seconds that a voice of 160 words a minute takes for a word: short words are said quicker. */
const secondsOf = (word: string): number => 0.1 + 0.05 * Math.min(18, word.length);
const PAUSES: [RegExp, number][] = [
	[/[.!?…]["”’)]*$/, 0.32],
	[/[,;:—–]["”’)]*$/, 0.16],
];

/** Times as a voice would about take for the script. */
export function estimateTimes(script: Script, speed = 1): WordTimes {
	const words: WordTimes['words'] = [];
	const scenes: WordTimes['scenes'] = [];
	const round = (seconds: number) => Math.round(seconds * 1000) / 1000;
	let at = 0.1;
	for (const { id, narration } of script.scenes) {
		const startSeconds = round(Math.max(0, at - 0.1));
		for (const text of narration.split(/\s+/).filter(Boolean)) {
			const seconds = secondsOf(text) / speed;
			words.push({ text, startSeconds: round(at), endSeconds: round(at + seconds), sceneId: id });
			at += seconds + (PAUSES.find(([pattern]) => pattern.test(text))?.[1] ?? 0);
		}
		at += 0.1;
		scenes.push({ id, startSeconds, endSeconds: round(at) });
	}
	return { v: 1, durationSeconds: round(at), words, scenes };
}

/**
 * Draws the storyboard of a script, spoken or not: a sheet and a PNG a scene. The look it shows is the one the film will have.
 * Errors: INPUT without a script, and what drawing throws.
 */
export async function storyboardStage(
	envelope: Envelope,
	settings: VideoStageSettings,
	context: StageContext,
): Promise<{ envelope: Envelope; reused: boolean; warnings: string[] }> {
	const { asset, voice } = envelope;
	if (!envelope.script?.scenes.length)
		throw new OperatorError('INPUT', 'The item has no script to show', { fix: 'Put a Script Generator before this node.' });
	const warnings: string[] = [];
	const script = await withPictures(envelope.script, settings.pictures, context, warnings);
	const words = voice ? await readWordTimes(await context.files.local(voice.words)) : estimateTimes(script, settings.channel.voice.speed);
	const input = await designInput(envelope, { ...settings, music: { mood: 'none' }, script, words }, context, warnings);
	const design = await designFilm(input, context);
	const { shape } = settings;
	await keepLook({ assetId: asset.id, channelId: settings.channel.id, variant: asset.variant, shape }, design.look, context);
	const part = await finishedOrMake<Storyboard>(
		context,
		{ assetId: asset.id, part: 'storyboard', inputs: { v: STORYBOARD_VERSION, plan: design.plan, estimated: !voice } },
		async (files) => {
			const workspace = await context.workspace('storyboard');
			const prepared = await preparePictures(design.pictures, workspace, context, (message) => warnings.push(message));
			const left = Object.entries(input.pictures).filter(([id]) => prepared[id]);
			const shown = (await designFilm({ ...input, pictures: Object.fromEntries(left) }, context)).plan;
			const plan = planWithPictures(shown, prepared);
			const paths = plan.scenes.map(({ id }, i) => workspace.path(`scene-${i + 1}-${id.replace(/[^A-Za-z0-9]+/g, '')}.png`));
			const sheetPath = workspace.path('storyboard.png');
			const sheet = { ...sheetLayout(plan, plan.scenes.length), path: sheetPath };
			await renderStoryboard(plan, { frames: settledFrames(plan), paths, width: STILL_WIDTH[shape], sheet }, context);
			const scenes: Storyboard['scenes'] = [];
			for (const [i, { id, frames }] of plan.scenes.entries()) {
				const name = `storyboard-${id.replace(/[^A-Za-z0-9]+/g, '')}.png`;
				const file = await files.keep(paths[i]!, { name, mime: 'image/png' });
				scenes.push({ id, file, seconds: round2(frames / plan.fps) });
			}
			return {
				sheet: await files.keep(sheetPath, { name: 'storyboard.png', mime: 'image/png' }),
				scenes,
				durationSeconds: round2(plan.durationFrames / plan.fps),
				estimated: !voice,
			};
		},
	);
	return { envelope: { ...envelope, script, storyboard: part.value }, reused: part.reused, warnings };
}

const round2 = (seconds: number): number => Math.round(seconds * 100) / 100;
