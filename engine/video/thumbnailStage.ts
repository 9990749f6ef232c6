/** Thumbnails made again: other ideas, a title of the user's, a frame of the film or a picture of the user's. */
import { writeFile } from 'node:fs/promises';
import type { Envelope, FileRef, Script, Voice } from '../asset';
import { readWordTimes } from '../envelope';
import { OperatorError } from '../errors';
import { finishedOrMake, type StageContext } from '../ledger/finished';
import { renderStill, renderThumbnails, settledFrames, type ThumbnailSpec } from '../render';
import { designFilm } from './index';
import { pictureInPlan, preparePicture, type OwnPicture } from './pictures';
import { preparePictures, thumbnailSize, withPictures as planWithPictures } from './produce';
import { designInput, type VideoStageSettings } from './stage';
import { fourWords, ownTitle } from './titleWords';

/** Raised when the same thumbnails would be drawn differently. */
const THUMBNAILS_VERSION = 5;

export interface ThumbnailSettings extends VideoStageSettings {
	/** At most four words, `*some*` marked; '' takes those of the ideas. */
	title: string;
	/** A scene whose picture fills the first thumbnail. */
	sceneId?: string;
	/** The user's own picture, filling the first thumbnail. */
	picture?: OwnPicture;
	/** Raised for other arrangements of the same ideas. */
	round: number;
}

/** Replaces the thumbnails of a finished film. Errors: INPUT without a film, or for a scene that it does not have. */
export async function thumbnailStage(
	envelope: Envelope,
	settings: ThumbnailSettings,
	context: StageContext,
): Promise<{ envelope: Envelope; reused: boolean; warnings: string[] }> {
	const { script, voice, video } = envelope;
	if (!script?.scenes.length || !voice || !video)
		throw new OperatorError('INPUT', 'The item has no finished video to make thumbnails for', {
			fix: 'Put Faceless Video: Render before this node.',
		});
	const { thumbnails, ...made } = await drawThumbnails({ ...envelope, script, voice }, settings, context);
	return { ...made, envelope: { ...envelope, video: { ...video, thumbnails } } };
}

/** Thumbnails of a spoken script. Errors: INPUT for a scene that it does not have. */
export async function drawThumbnails(
	envelope: Envelope & { script: Script; voice: Pick<Voice, 'words'> },
	settings: ThumbnailSettings,
	context: StageContext,
): Promise<{ thumbnails: FileRef[]; reused: boolean; warnings: string[] }> {
	const { script, voice, asset } = envelope;
	const { sceneId, picture, round } = settings;
	const index = sceneId ? script.scenes.findIndex((scene) => scene.id === sceneId) : -1;
	if (sceneId && index < 0)
		throw new OperatorError('INPUT', `The script has no scene "${sceneId}"`, {
			fix: `Choose one of ${script.scenes.map(({ id }) => id).join(', ')}.`,
		});
	const warnings: string[] = [];
	const words = await readWordTimes(await context.files.local(voice.words));
	const input = await designInput(
		envelope,
		{ ...settings, captionStyle: 'none', music: { mood: 'none' }, script, words },
		context,
		warnings,
	);
	const design = await designFilm(input, context);
	const title = ownTitle(settings.title);
	const ideas = design.thumbnails.map((spec): ThumbnailSpec => ({ ...spec, seed: spec.seed + round * 7919, ...(title ? { title } : {}) }));
	// Another round begins with another idea.
	const turned = ideas.map((_, i) => ideas[(i + round) % ideas.length]!);
	const size = thumbnailSize(design.plan);
	const part = await finishedOrMake<{ thumbnails: FileRef[] }>(
		context,
		{
			assetId: asset.id,
			part: 'thumbnails',
			inputs: {
				v: THUMBNAILS_VERSION,
				turned,
				size,
				frame: index < 0 ? null : { plan: design.plan, index },
				picture: picture?.sha256 ?? null,
			},
		},
		async (files) => {
			const workspace = await context.workspace('thumbnails');
			const { palette, colours, seed } = turned[0]!;
			const look = { palette, seed, ...(colours ? { colours } : {}) };
			const specs = [...turned];
			const lead = (planned: ReturnType<typeof pictureInPlan>) =>
				specs.unshift({
					...look,
					recipe: 'picture',
					title: title || fourWords(script.scenes[Math.max(0, index)]!.onScreen.title),
					picture: planned,
				});
			if (picture) {
				const use = { kind: picture.kind, sha256: picture.sha256, name: picture.name, ...size, frames: 1 };
				const prepared = await preparePicture(picture.path, use, 'own', workspace, context);
				// Of a clip, its first frame.
				lead(picture.kind === 'clip' ? { ...prepared, kind: 'image', path: `${prepared.path}/00001.jpg` } : prepared);
			} else if (index >= 0) {
				const prepared = await preparePictures(design.pictures, workspace, context, (message) => warnings.push(message));
				const left = Object.entries(input.pictures).filter(([id]) => prepared[id]);
				const plan = planWithPictures((await designFilm({ ...input, pictures: Object.fromEntries(left) }, context)).plan, prepared);
				const path = workspace.path('frame.png');
				await writeFile(path, await renderStill(plan, settledFrames(plan)[index]!, context));
				const { width, height } = plan;
				lead({ kind: 'image', path, sha256: '', width, height });
			}
			const drawn = specs.slice(0, 3).map((spec, i) => ({ spec, ...size, path: workspace.path(`thumbnail-${i + 1}.png`) }));
			await renderThumbnails(drawn, context);
			const thumbnails: FileRef[] = [];
			for (const [i, { path }] of drawn.entries())
				thumbnails.push(await files.keep(path, { name: `thumbnail-${i + 1}.png`, mime: 'image/png' }));
			return { thumbnails };
		},
	);
	return { thumbnails: part.value.thumbnails, reused: part.reused, warnings };
}
