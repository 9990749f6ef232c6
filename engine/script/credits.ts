/** Credits, chapter times and fingerprints: light enough for n8n's own thread. */
import { createHash } from 'node:crypto';
import type { Script, Source, SourceText } from '../asset';

/** Six hex digits of a narration, blind to white space. */
export const fingerprint = (narration: string): string =>
	createHash('sha256').update(narration.replace(/\s+/gu, ' ').trim()).digest('hex').slice(0, 6);

/** The plain sentence about copied words; empty below five percent. */
export function copiedWarning(share: number): string[] {
	const percent = Math.round(share * 100);
	if (percent < 5) return [];
	return [percent >= 30 ? `${percent} % copied from sources; do not publish as is.` : `${percent} % copied from sources.`];
}

/** "Title, Publisher, 2025 (licence), https://…" */
export function creditOf(source: Source | SourceText, allowed: (text: string) => boolean = () => true): string {
	const year = /^\d{4}/.exec(source.publishedAt ?? '')?.[0];
	const named = [source.title, source.publisher, year].filter((part): part is string => !!part && allowed(part)).join(', ');
	return [named + (source.licence && allowed(source.licence) ? ` (${source.licence})` : ''), source.url].filter(Boolean).join(', ');
}

/** The description with chapter times, once the scenes' start times are known (at least three chapters of ten seconds each). */
export function describeWithChapters(script: Script, scenes: { id: string; startSeconds: number; endSeconds: number }[]): string {
	const starts = script.chapters.map((chapter) => ({
		title: chapter.title,
		at: scenes.find((scene) => scene.id === chapter.startSceneId)?.startSeconds,
	}));
	const end = scenes.at(-1)?.endSeconds ?? 0;
	const timed = starts.filter((chapter): chapter is { title: string; at: number } => chapter.at !== undefined);
	const long = timed.filter((chapter, i) => (timed[i + 1]?.at ?? end) - chapter.at >= 10);
	if (long.length < 3 || long[0] !== timed[0]) return script.description;
	const stamp = (seconds: number): string => {
		const whole = Math.floor(seconds);
		const minutes = Math.floor(whole / 60);
		const parts = minutes >= 60 ? [Math.floor(minutes / 60), String(minutes % 60).padStart(2, '0')] : [minutes];
		return [...parts, String(whole % 60).padStart(2, '0')].join(':');
	};
	const lines = long.map((chapter, i) => `${stamp(i === 0 ? 0 : chapter.at)} ${chapter.title}`);
	const [summary, ...rest] = script.description.split('\n\n');
	return [summary, `Chapters:\n${lines.join('\n')}`, ...rest].join('\n\n');
}
