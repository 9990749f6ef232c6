/** Where the looks of films are kept: a part of the asset in the ledger, so that it is planned the same again and others keep away from it. */
import { hashOf } from '../ledger/keys';
import type { StageContext } from '../ledger/finished';
import { REMEMBERED_FILMS, type FilmLook, type LookSummary } from './looks';
import type { Shape } from './plan';

const PART = 'look';

export interface LookKey {
	assetId: string;
	channelId: string;
	variant: number;
	shape: Shape;
}

const hashFor = ({ variant, shape }: LookKey): string => hashOf({ look: 1, variant, shape });

/** The asset's own look, if it was planned before, and those of the channel's other films, newest first. */
export async function looksFor(
	key: LookKey,
	{ ledger }: Pick<StageContext, 'ledger'>,
): Promise<{ earlier?: FilmLook; recent: LookSummary[] }> {
	const kept = await ledger.parts.find(key.assetId, PART, hashFor(key));
	const others = await ledger.parts.ofChannel(key.channelId, PART, REMEMBERED_FILMS + 1);
	const recent = others.filter((part) => part.assetId !== key.assetId).map((part) => (part.json as FilmLook).summary);
	return { ...(kept ? { earlier: kept.json as FilmLook } : {}), recent: recent.slice(0, REMEMBERED_FILMS) };
}

/** Keeps the look with the asset; the same one again adds nothing. */
export async function keepLook(key: LookKey, look: FilmLook, { ledger }: Pick<StageContext, 'ledger'>): Promise<void> {
	await ledger.parts.put({ assetId: key.assetId, part: PART, inputsHash: hashFor(key), json: look });
}
