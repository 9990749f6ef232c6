/** Files that a user names on the command line: what is wrong with one is said in words, before anything is made. */
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';

type Engine = typeof import('../engine/index');

const CAUSES: Record<string, string> = {
	ENOENT: 'there is no such file',
	ENOTDIR: 'there is no such file',
	EISDIR: 'that is a folder, not a file',
	EACCES: 'it may not be read',
	EPERM: 'it may not be read',
};

/** @throws OperatorError INPUT naming the option, the file and what is wrong with it */
function refuse(engine: Engine, option: string, path: string, why: string, fix: string): never {
	throw new engine.OperatorError('INPUT', `${option} ${path}: ${why}`, { fix });
}

const causeOf = (error: unknown): string => CAUSES[(error as NodeJS.ErrnoException).code ?? ''] ?? (error as Error).message;

/** Text of a file. Errors: INPUT where it cannot be read or is no text. */
export async function readText(engine: Engine, option: string, path: string): Promise<string> {
	const bytes = await readFile(resolve(path)).catch((error: unknown) =>
		refuse(engine, option, path, causeOf(error), 'Check the path; it counts from the folder you are in. A link begins with https://.'),
	);
	if (bytes.includes(0))
		refuse(engine, option, path, 'that is no text', 'Give a text or Markdown file: copy the words out of a PDF or document first.');
	return bytes.toString('utf8');
}

/** Refuses a file that is not there. Errors: INPUT. */
export async function checkFile(engine: Engine, option: string, path: string): Promise<void> {
	const found = await stat(resolve(path)).catch((error: unknown) => refuse(engine, option, path, causeOf(error), 'Check the path.'));
	if (found.isDirectory()) refuse(engine, option, path, CAUSES.EISDIR!, 'Name the file.');
}

/** One of some words. Errors: INPUT. */
export function oneOf<T extends string>(engine: Engine, option: string, value: string, of: readonly T[]): T {
	if (!(of as readonly string[]).includes(value))
		throw new engine.OperatorError('INPUT', `${option} ${value} is unknown`, { fix: `Use one of: ${of.join(', ')}.` });
	return value as T;
}

/** Refuses what is neither a mood nor a folder. Errors: INPUT. */
export async function checkMusic(engine: Engine, music: string): Promise<void> {
	if (/^(calm|drive|none)$/.test(music) || (await stat(resolve(music)).catch(() => null))?.isDirectory()) return;
	throw new engine.OperatorError('INPUT', `--music ${music} is neither calm, drive or none nor a folder`, {
		fix: 'Use one of the three words, or name a folder with sound files of yours.',
	});
}
