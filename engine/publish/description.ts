/** What a person pastes into a platform's form: titles, the description with the times of its chapters, tags. */
import type { Envelope, Script, WordTimes } from '../asset';
import { readWordTimes } from '../envelope';
import type { Files } from '../ports';

/** What the platforms ask for: from the first second on, three at least, ten seconds each. */
const LEAST = { chapters: 3, seconds: 10 } as const;

const stamp = (seconds: number): string => {
	const whole = Math.floor(seconds);
	const minutes = Math.floor(whole / 60);
	const parts = minutes >= 60 ? [Math.floor(minutes / 60), String(minutes % 60).padStart(2, '0')] : [minutes];
	return [...parts, String(whole % 60).padStart(2, '0')].join(':');
};

/** The chapters with their times; one shorter than ten seconds joins the one before it. Empty where fewer than three are left. */
export function chapterLines({ chapters }: Pick<Script, 'chapters'>, scenes: WordTimes['scenes']): string[] {
	const end = scenes.at(-1)?.endSeconds ?? 0;
	const kept: { title: string; at: number }[] = [];
	for (const { startSceneId, title } of chapters ?? []) {
		const at = scenes.find((scene) => scene.id === startSceneId)?.startSeconds;
		if (at === undefined) continue;
		const from = kept.length ? at : 0;
		if (from - (kept.at(-1)?.at ?? -LEAST.seconds) >= LEAST.seconds) kept.push({ title, at: from });
	}
	while (kept.length && end - kept.at(-1)!.at < LEAST.seconds) kept.pop();
	return kept.length < LEAST.chapters ? [] : kept.map(({ title, at }) => `${stamp(at)} ${title}`);
}

/** Whose pictures and clips the film shows, each once. */
export function pictureCredits({ scenes }: Pick<Script, 'scenes'>): string[] {
	return [...new Set(scenes.map((scene) => scene.picture?.credit).filter((credit): credit is string => Boolean(credit)))];
}

/** The script's description, chapters behind its first paragraph, picture credits last. Errors: NOT_FOUND when the voice's word times are gone. */
export async function descriptionOf(envelope: Pick<Envelope, 'script' | 'voice' | 'clip'>, files: Pick<Files, 'local'>): Promise<string> {
	const { script, clip } = envelope;
	// A clip is described by its title and what is said in it.
	if (!script) return clip ? [clip.title, clip.text].filter(Boolean).join('\n\n') : '';
	const credits = pictureCredits(script);
	const pictures = credits.length ? `Pictures:\n${credits.join('\n')}` : '';
	return [await chaptered(envelope, files), pictures].filter(Boolean).join('\n\n');
}

/**
 * The texts of an upload, each a file to be pasted whole: the titles, one a line, the chosen one first; the description; the tags in one
 * line. A text that is empty has no file. Errors: as {@link descriptionOf}.
 */
export async function uploadTexts(
	envelope: Pick<Envelope, 'script' | 'voice' | 'clip'>,
	files: Pick<Files, 'local'>,
): Promise<[name: string, text: string][]> {
	const { script, clip } = envelope;
	const lines = (texts: string[]) => texts.map((text) => text.replace(/\s+/g, ' ').trim()).filter(Boolean);
	const texts: [string, string][] = [
		['titles.txt', lines(script?.titles ?? (clip ? [clip.title] : [])).join('\n')],
		['description.txt', await descriptionOf(envelope, files)],
		['tags.txt', lines(script?.tags ?? []).join(', ')],
	];
	return texts.flatMap(([name, text]): [string, string][] => (text ? [[name, `${text}\n`]] : []));
}

async function chaptered({ script, voice }: Pick<Envelope, 'script' | 'voice'>, files: Pick<Files, 'local'>): Promise<string> {
	if (!script?.description) return '';
	if (!voice || !script.chapters?.length) return script.description;
	const words = await readWordTimes(await files.local(voice.words));
	const lines = chapterLines(script, words.scenes);
	if (!lines.length) return script.description;
	const [summary, ...rest] = script.description.split('\n\n');
	return [summary, `Chapters:\n${lines.join('\n')}`, ...rest].join('\n\n');
}
