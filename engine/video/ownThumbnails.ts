/** Thumbnails that a person chose in place of the film's own: what the recipe keeps of the choice, and what is drawn for it. */
import { writeFile } from 'node:fs/promises';
import { bytes, sha256 } from '../envelope';
import { hashFile } from '../ledger/fileStore';
import type { Ports, Workspace } from '../ports';
import { PALETTE_NAMES } from '../render/theme';
import { renderStill, settledFrames, type FilmPlan, type ThumbnailSpec } from '../render';
import { number, object, oneOf, text } from '../shape';
import { pictureInPlan, preparePicture } from './pictures';
import { fourWords, ownTitle } from './titleWords';

export interface OwnThumbnails {
	/** At most four words for all three, `*some*` marked; '' leaves each idea its own. */
	title: string;
	/** Which arrangement of the ideas; 0 is the film's. */
	round: number;
	/** A scene whose picture fills the first. */
	sceneId?: string;
	/** A picture of the user's that fills the first. */
	picture?: { kind: 'image' | 'clip'; name: string; sha256: string; bytes: number };
	/** Where it is not the film's. */
	palette?: string;
	/** Which of the three stands before the others; the first where it is not said. */
	first?: number;
}

export const ownThumbnailsShape = object(
	{ title: text(400), round: number(0, 100, { whole: true }) },
	{
		sceneId: text(40, 1),
		picture: object({ kind: oneOf('image', 'clip'), name: text(400), sha256, bytes }),
		palette: oneOf(...PALETTE_NAMES),
		first: number(0, 2, { whole: true }),
	},
);

/** Thumbnails for a vertical film are vertical, for a wide one 1280x720. */
export const thumbnailSize = ({ width, height }: Pick<FilmPlan, 'width' | 'height'>) =>
	height > width ? { width: 1080, height: 1920 } : { width: 1280, height: 720 };

/** The list with one of its entries before the others. */
export const ledBy = <T>(list: T[], first = 0): T[] => (first in list ? [list[first]!, ...list.filter((_, i) => i !== first)] : list);

/**
 * What is drawn for a choice: the film's ideas turned and titled, before them the scene or picture that is to lead. `plan` has its pictures
 * in place. The same for the same film and choice. Errors: NOT_FOUND, and what preparing a picture throws.
 */
export async function chosenSpecs(
	film: { plan: FilmPlan; thumbnails: ThumbnailSpec[] },
	own: OwnThumbnails,
	workspace: Workspace,
	ports: Ports,
): Promise<ThumbnailSpec[]> {
	const { thumbnails, plan } = film;
	const { round, picture, sceneId } = own;
	const repainted = own.palette ? { palette: own.palette } : {};
	const title = ownTitle(own.title);
	const ideas = thumbnails.map((spec): ThumbnailSpec => ({
		...spec,
		...repainted,
		seed: spec.seed + round * 7919,
		...(title ? { title } : {}),
	}));
	// Another round begins with another idea.
	const turned = ideas.map((_, i) => ideas[(i + round) % ideas.length]!);
	const index = sceneId ? plan.scenes.findIndex(({ id }) => id === sceneId) : -1;
	const [first] = turned;
	if (!first || (!picture && index < 0)) return ledBy(turned, own.first);
	const { palette, colours, seed } = first;
	const shown = picture
		? await firstFrame(picture, thumbnailSize(plan), workspace, ports)
		: await sceneFrame({ ...plan, ...repainted }, index, workspace, ports);
	const lead: ThumbnailSpec = {
		...{ palette, seed, ...(colours ? { colours } : {}), recipe: 'picture', picture: shown },
		title: title || fourWords(plan.scenes[Math.max(0, index)]!.title),
	};
	return ledBy([lead, ...turned].slice(0, 3), own.first);
}

type Shown = ReturnType<typeof pictureInPlan>;

async function firstFrame(
	picture: NonNullable<OwnThumbnails['picture']>,
	size: { width: number; height: number },
	workspace: Workspace,
	ports: Ports,
): Promise<Shown> {
	const { kind, name, sha256: hash, bytes: length } = picture;
	const path = await ports.files.local({ property: name, sha256: hash, bytes: length, mime: 'application/octet-stream' });
	const prepared = await preparePicture(path, { kind, sha256: hash, name, ...size, frames: 1 }, 'own', workspace, ports);
	return kind === 'clip' ? { ...prepared, kind: 'image', path: `${prepared.path}/00001.jpg` } : prepared;
}

async function sceneFrame(plan: FilmPlan, index: number, workspace: Workspace, ports: Ports): Promise<Shown> {
	const path = workspace.path('thumbnail-scene.png');
	await writeFile(path, await renderStill(plan, settledFrames(plan)[index]!, ports));
	const { width, height } = plan;
	return { kind: 'image', path, sha256: (await hashFile(path)).sha256, width, height };
}
