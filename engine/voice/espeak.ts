/**
 * espeak-ng, where somebody has installed it on this machine: a second opinion on names that no dictionary holds. It is GPL software and
 * stays a program of its own: never bundled, never fetched, asked only when the user turns it on.
 */
import { isAbsolute } from 'node:path';
import { OperatorError } from '../errors';
import { onPath, runChild } from '../media/index';
import type { RuntimePorts } from '../runtime/index';
import { fromSymbols, isVowel, toSymbols } from './g2p/alphabet';
import { fold } from './g2p/word';

const SECONDS = 20;
const MOST_NAMES = 400;

/** Path of espeak-ng: AI_OPERATOR_ESPEAK, else the one on PATH, else null. */
export async function findEspeak(): Promise<string | null> {
	const named = process.env.AI_OPERATOR_ESPEAK;
	if (named) return isAbsolute(named) ? named : null;
	return await onPath('espeak-ng');
}

/**
 * How espeak-ng says each name, as phonemes between slashes, by the name. Names it does not answer for are left out.
 * @throws OperatorError ENGINE_MISSING when it is not installed, and what {@link runChild} throws.
 */
export async function espeakGuesses(names: string[], ports: RuntimePorts): Promise<Record<string, string>> {
	const command = await findEspeak();
	if (!command) {
		throw new OperatorError('ENGINE_MISSING', 'espeak-ng is not installed on this machine', {
			fix: 'Install it (on Debian and Ubuntu: apt-get install espeak-ng), set AI_OPERATOR_ESPEAK to its full path, or let letter rules guess unknown names.',
		});
	}
	// Letters only: espeak-ng reads phonemes and commands between brackets.
	const asked = names.slice(0, MOST_NAMES).map((name) => ({ name, plain: fold(name).replace(/[^A-Za-z']/g, '') })).filter(({ plain }) => plain); // prettier-ignore
	if (asked.length === 0) return {};
	const { stdout } = await runChild({
		command,
		args: ['-q', '-b', '1', '-v', 'en-us', '--ipa', '--stdin'],
		input: Buffer.from(asked.map(({ plain }) => `${plain}.\n`).join('')),
		timeoutSeconds: SECONDS,
		maxStdoutBytes: 1 << 20,
		signal: ports.signal,
	});
	const lines = stdout.toString('utf8').split('\n').map((line) => line.trim()).filter(Boolean); // prettier-ignore
	// One line a name, or nobody knows whose is whose.
	if (lines.length !== asked.length) return {};
	const out: Record<string, string> = {};
	asked.forEach(({ name }, i) => {
		const code = fromIpa(lines[i]!);
		if ([...code].some(isVowel)) out[name] = `/${toSymbols(code)}/`;
	});
	return out;
}

/** espeak's IPA → code: its stress stands before the syllable, ours before the vowel. */
export function fromIpa(ipa: string): string {
	const plain = ipa
		.replace(/[\s_‿\u0361\u032F\u0329]/g, '')
		.replace(/ɜː/g, 'ɜɹ')
		.replace(/ɜɹɹ/g, 'ɜɹ')
		.replace(/ɚɹ?/g, 'əɹ');
	return fromSymbols(plain).replace(/([',])([^',@acexiu31U6278AIOWY]+)/g, '$2$1');
}
