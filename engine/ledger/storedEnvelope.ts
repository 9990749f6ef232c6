import type { Envelope, Script, Video, Voice } from '../asset';
import { OperatorError } from '../errors';
import { channelWithDefaults } from './defaultChannel';
import type { StageContext } from './finished';

/**
 * An asset as the ledger knows it: its newest script, voice and film. For callers that have only its id; file properties are those
 * under which the files were kept. Errors: NOT_FOUND.
 */
export async function storedEnvelope(id: string, { ledger }: Pick<StageContext, 'ledger'>): Promise<Envelope> {
	const asset = await ledger.assets.get(id);
	if (!asset)
		throw new OperatorError('NOT_FOUND', `There is no asset "${id.slice(0, 80)}"`, {
			fix: 'Give the id that stands in the field asset.id of an item, or in script.md of a package.',
		});
	const newest = async <T>(part: string): Promise<T | undefined> =>
		((await ledger.parts.latest(id, part))?.json as { value?: T } | undefined)?.value;
	const saved = (await ledger.channels.get(asset.channelId)) ?? channelWithDefaults({ id: asset.channelId });
	const script = (await newest<{ script: Script }>('script'))?.script;
	const voice = (await newest<{ voice: Voice }>('voice'))?.voice;
	const film = await newest<Video>('video');
	const chosen = await newest<Pick<Video, 'thumbnails' | 'recipe'> & { film?: string }>('thumbnails');
	const video = film && chosen?.film === film.file.sha256 ? { ...film, thumbnails: chosen.thumbnails, recipe: chosen.recipe } : film;
	return {
		channel: { id: saved.id, name: saved.name, language: saved.language },
		asset: asset.head,
		...(script ? { script } : {}),
		...(voice ? { voice } : {}),
		...(video ? { video } : {}),
	};
}
