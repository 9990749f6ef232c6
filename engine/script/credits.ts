/** Credits and fingerprints: light enough for n8n's own thread. */
import { createHash } from 'node:crypto';
import type { Source, SourceText } from '../asset';

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
