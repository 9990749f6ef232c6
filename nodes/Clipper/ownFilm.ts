/** Films of our own in Shorts Clipper: not cropped, but laid out anew in 9:16 from the recipe that their item carries. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Clip, Envelope } from '../../engine/asset';
import type { CutSettings, FilmClip, FilmMomentWishes, FilmSource } from '../../engine/index';
import { readablePath } from '../shared/folders';
import type { ItemRun } from '../shared/stage';
import type { LongWork } from '../shared/waiting';
import type { ClipOperation, Made } from './clipping';

interface OwnFilm {
	/** A film whose moments are wanted, … */
	film?: FilmSource;
	/** … or a moment of one that was found before. */
	moment?: FilmClip;
	more: Pick<Envelope, 'topic' | 'sources'>;
	parent: string;
}

/**
 * The film of ours that is to be laid out anew; null where the video is anyone's, where the user wants it cropped, or brings a list or a
 * transcript (times and words of the film as it is).
 */
export function filmToReshape(
	own: Envelope | null,
	moment: (Pick<Envelope, 'channel' | 'asset'> & { clip: Clip }) | null,
	source: Clip['source'],
	operation: ClipOperation,
	options: IDataObject,
): OwnFilm | null {
	if (operation === 'list' || options.layout === 'fit' || options.layout === 'fill' || options.transcript) return null;
	if (moment) return moment.clip.film ? { moment, more: {}, parent: moment.asset.id } : null;
	if (!own?.video?.recipe || !own.voice || own.video.width <= own.video.height) return null;
	const { topic, sources } = own;
	return {
		film: { recipe: own.video.recipe, voice: own.voice.file, source },
		more: { ...(topic ? { topic } : {}), ...(sources ? { sources } : {}) },
		parent: own.asset.id,
	};
}

/** The long job: moments of whole scenes, and the short of each. */
export async function reshapeWork(
	node: IExecuteFunctions,
	item: ItemRun,
	{ film, moment, more, parent }: OwnFilm,
	o: {
		operation: ClipOperation;
		cutting: CutSettings;
		wishes: FilmMomentWishes;
		done: LongWork<Made>['done'];
		brief: LongWork<Made>['brief'];
	},
): Promise<LongWork<Made>> {
	const { engine } = item;
	const { operation, cutting, wishes, done, brief } = o;
	const { channel, captionStyle, palette } = cutting;
	const { logo } = channel.brand;
	const { folder, mood } = channel.music;
	const settings = {
		...{ channel, captionStyle, palette },
		music: { mood, ...(folder && mood !== 'none' ? { folder: await readablePath(node, item, folder, "The channel's music folder") } : {}) },
		...(logo ? { logoPath: await readablePath(node, item, logo, "The channel's logo") } : {}),
	};
	return {
		assetId: parent,
		inputs: { operation: `${operation} film`, film, moment, wishes, settings, more },
		async work(context) {
			const moments = moment ? [moment] : await engine.filmMomentsStage(film!, wishes, context);
			if (operation === 'find') return { clips: moments, warnings: [] };
			const filesOf = (index: number) => numbered(context.files, index);
			const made = await engine.filmShortsStage(moments, settings, context, { filesOf, film: more });
			return keptClips(made.clips, moments, made.warnings);
		},
		done,
		brief,
	};
}

/** Clips of one job have files of the same names: each gets its number, until they are items of their own. */
export function numbered<F extends { local: any; keep: any }>(files: F, index: number): Pick<F, 'local' | 'keep'> {
	return {
		local: (file: unknown) => files.local(file),
		keep: (path: string, as: { name: string }) => files.keep(path, { ...as, name: `clip ${index + 1} ${as.name}` }),
	};
}

/** Those that were made; failures become warnings, and the first is thrown where nothing was made. */
export function keptClips<C extends { clip: Clip }>(
	made: (C | { error: unknown })[],
	moments: { clip: Clip }[],
	warnings: string[],
): { clips: C[]; warnings: string[] } {
	const clips: C[] = [];
	let first: unknown;
	for (const [i, one] of made.entries()) {
		if (!('error' in one)) {
			clips.push(one);
			continue;
		}
		first ??= one.error;
		const { message, fix = '' } = one.error as { message: string; fix?: string };
		warnings.push(`“${moments[i]!.clip.title}” failed and was left out: ${message}. ${fix}`);
	}
	if (!clips.length) throw first;
	return { clips, warnings };
}
