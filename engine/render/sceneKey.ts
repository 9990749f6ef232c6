/** By what a drawn scene is known again: everything that shapes its pixels and bits, and nothing of where in the film it stands. */
import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import type { Ffmpeg } from '../media';
import { hashOf } from '../ledger/keys';
import { assetPath, childPath, packageRoot } from '../runtime';
import { hashFile } from '../runtime/packages';
import { BT709, H264 } from './h264';
import type { FilmPlan, PlannedPicture, PlannedScene } from './plan';
import { overlapFrames } from './transitions';

/** Programs and data that turn a plan into bits; a recipe records them. */
export interface RendererVersions {
	/** Hash of the drawing program. */
	renderer: string;
	/** Hash of fonts, stickers, maps and tables. */
	assets: string;
	canvas: string;
	ffmpeg: string;
	encoder: string;
	platform: string;
}

const known = new Map<string, Promise<string>>();

/** Hash of a file, computed again when it changes. */
async function contentOf(path: string): Promise<string> {
	const { mtimeMs, size } = await stat(path);
	const key = `${path}\0${mtimeMs}\0${size}`;
	let hash = known.get(key);
	if (!hash) known.set(key, (hash = hashFile(path).then(({ sha256 }) => sha256.slice(0, 16))));
	return await hash;
}

/** What this machine draws and encodes with. */
export async function rendererVersions({ path, version }: Pick<Ffmpeg, 'path' | 'version'>): Promise<RendererVersions> {
	const manifest = createRequire(join(packageRoot(), 'package.json')).resolve('@napi-rs/canvas/package.json');
	const [renderer, assets, canvas, ffmpeg] = await Promise.all([
		contentOf(childPath('render')),
		contentOf(assetPath('stamp.json')),
		readFile(manifest, 'utf8').then((text) => (JSON.parse(text) as { version: string }).version),
		stat(path).then(({ size }) => `${version} (${size} bytes)`),
	]);
	return { renderer, assets, canvas, ffmpeg, encoder: [...H264, ...BT709].join(' '), platform: `${platform()}-${arch()}` };
}

const pictureKey = (picture: PlannedPicture | undefined) => picture && { ...picture, path: undefined };

/** A scene without its place in the film. */
function contentOfScene(scene: PlannedScene) {
	return { ...scene, id: undefined, startFrame: undefined, picture: pictureKey(scene.picture) };
}

/** A stretch of a scene that is drawn, encoded and kept by itself. */
export interface Piece {
	/** Index of the scene. */
	scene: number;
	/** `head`: the frames in which the transition still shows the scene before; `body`: all others. */
	part: 'head' | 'body';
	/** The first, and how many; frames of the film. */
	startFrame: number;
	frames: number;
	/** SHA-256, hex. */
	key: string;
}

/** The film's pieces in their order. A changed scene leaves the body of the next one as it was. */
export function filmPieces(plan: FilmPlan, versions: RendererVersions, stillWidth: number): Piece[] {
	const { width, height, fps, seed, palette, colours, logo, captionStyle } = plan;
	const film = { width, height, fps, seed, palette, colours, logo: pictureKey(logo), captionStyle };
	return plan.scenes.flatMap((scene, i): Piece[] => {
		const { startFrame, frames } = scene;
		const shift = (at: number) => at - startFrame;
		const captions =
			captionStyle === 'none'
				? []
				: plan.captions
						.filter((page) => page.endFrame > startFrame && page.startFrame < startFrame + frames)
						.map((page) => ({
							startFrame: shift(page.startFrame),
							endFrame: shift(page.endFrame),
							words: page.words.map((word) => ({ ...word, startFrame: shift(word.startFrame), endFrame: shift(word.endFrame) })),
						}));
		const content = [versions, film, contentOfScene(scene), captions];
		const overlap = i > 0 ? overlapFrames(scene) : 0;
		const body: Piece = {
			scene: i,
			part: 'body',
			startFrame: startFrame + overlap,
			frames: frames - overlap,
			key: hashOf(['scene', 2, ...content, { stillWidth, cover: i === 0 }]),
		};
		if (!overlap) return [body];
		const before = contentOfScene(plan.scenes[i - 1]!);
		return [{ scene: i, part: 'head', startFrame, frames: overlap, key: hashOf(['head', 2, ...content, before]) }, body];
	});
}
