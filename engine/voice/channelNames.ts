/** What a channel knows of names: pronunciations that were given, and names that were found and still wait for one. */
import type { Channel } from '../asset';
import type { StageContext } from '../ledger/finished';
import { readLexicon } from './g2p/lexicon';
import type { UnknownName } from './names';

const MOST_FOUND = 60;

/**
 * Keeps pronunciations that were given and names that were found in the channel's record, and returns it.
 * @throws OperatorError INPUT for a pronunciation that cannot be read; what the ledger throws.
 */
export async function keepNames(
	channel: Channel,
	given: Record<string, string>,
	found: UnknownName[],
	context: Pick<StageContext, 'ledger'>,
): Promise<Channel> {
	readLexicon(given);
	// The record may have been saved since this run began.
	const saved = (await context.ledger.channels.get(channel.id)) ?? channel;
	const pronunciations = { ...saved.pronunciations, ...given };
	const known = new Set(Object.keys(pronunciations).map((name) => name.toLowerCase()));
	const waiting = new Map([...(saved.foundNames ?? [])].reverse().map((each) => [each.name, each]));
	for (const { name, guess } of [...found].reverse()) {
		waiting.delete(name);
		waiting.set(name, { name, guess });
	}
	// The latest first.
	const foundNames = [...waiting.values()].reverse().filter(({ name }) => !known.has(name.toLowerCase())).slice(0, MOST_FOUND); // prettier-ignore
	const next: Channel = { ...saved, pronunciations, foundNames };
	if (JSON.stringify(next) !== JSON.stringify(saved)) await context.ledger.channels.save(next);
	return next;
}
