/** Names that no dictionary holds: found before anything is spoken, with what the voice would guess. */
import { isOperatorError } from '../errors';
import type { RuntimePorts } from '../runtime/index';
import { espeakGuesses } from './espeak';
import { DEFAULT_SPEAKER } from './model/voices';
import type { SceneText } from './plan';
import { prepareDictionary, treePath, worker } from './prepare';

/** Who guesses names that no dictionary holds. */
export type Guesser = 'letters' | 'espeak';

export interface UnknownName {
	name: string;
	/** How the voice would say it, respelled ("ul-VAY-us"). */
	guess: string;
	/** The same in phonemes, between slashes. */
	phonemes: string;
	/** Where it stands first. */
	scene: string;
	sentence: string;
}

/**
 * Names whose sounds would be guessed, in the order in which they are spoken.
 * @throws OperatorError UNSPEAKABLE, INPUT for an unreadable pronunciation, ENGINE_MISSING without espeak-ng where it is asked, and what
 * fetching the dictionaries throws.
 */
export async function unknownNames(
	scenes: SceneText[],
	pronunciations: Record<string, string>,
	ports: RuntimePorts,
	guesser: Guesser = 'letters',
): Promise<UnknownName[]> {
	const dictionary = await prepareDictionary(ports);
	const settings = { engine: 'kokoro' as const, speaker: DEFAULT_SPEAKER.kokoro, speed: 1, pronunciations };
	const { names } = await worker.call('plan', [scenes, settings, dictionary, treePath()], { signal: ports.signal });
	if (guesser === 'letters' || names.length === 0) return names;
	const guesses = await espeakGuesses(names.map(({ name }) => name), ports); // prettier-ignore
	const respelled = await worker.call('respell', [guesses], { signal: ports.signal });
	return names.map((each) => (guesses[each.name] ? { ...each, phonemes: guesses[each.name]!, guess: respelled[each.name]! } : each));
}

/** espeak-ng's guesses for speaking; a machine without it speaks all the same, with a warning. */
export async function guessesOf(
	names: UnknownName[],
	guesser: Guesser,
	ports: RuntimePorts,
	warnings: string[],
): Promise<Record<string, string>> {
	if (guesser === 'letters' || names.length === 0) return {};
	try {
		return await espeakGuesses(names.map(({ name }) => name), ports); // prettier-ignore
	} catch (error) {
		if (!isOperatorError(error) || error.code === 'CANCELLED') throw error;
		warnings.push(`${error.message}, so letter rules guessed the unknown names. ${error.fix}`);
		return {};
	}
}
