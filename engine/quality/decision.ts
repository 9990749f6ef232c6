/** Reading what a person sent from the review page. Everything in it is untrusted: only known fields, plain text, bounded. */
import type { Decision, Script } from '../asset';

/** What the person changed; scenes that stayed as they were are left out. */
export interface Edits {
	/** Scene id → new narration. */
	scenes: Record<string, string>;
	title?: string;
	description?: string;
	/** Index of the chosen thumbnail. */
	thumbnail?: number;
}

export interface ReviewDecision {
	decision: Decision;
	edits: Edits;
}

const LONGEST = { narration: 600, title: 100, description: 5000, reason: 1000, name: 60 };

/** Plain text: no control characters but line breaks, white space folded, bounded. */
function plain(value: unknown, longest: number, lines = false): string {
	if (typeof value !== 'string') return '';
	const text = value
		.slice(0, longest * 4)
		.replace(/\r\n?/g, '\n')
		.replace(lines ? /[^\P{Cc}\n]|\p{Cf}/gu : /[\p{Cc}\p{Cf}]/gu, ' ');
	return (lines ? text.replace(/[^\S\n]+/g, ' ') : text.replace(/\s+/g, ' ')).trim().slice(0, longest);
}

/**
 * Decisions of a form, one an asset in the order shown; null where the asset was not decided. `body` holds fields "a0.outcome",
 * "a0.scene.s3", … as {@link reviewPage} names them.
 */
export function readDecisions(body: unknown, assets: { script?: Script; thumbnails: number }[], at: string): (ReviewDecision | null)[] {
	const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
	return assets.map(({ script, thumbnails }, i) => {
		const field = (name: string) => fields[`a${i}.${name}`];
		const outcome = field('outcome');
		if (outcome !== 'approved' && outcome !== 'rejected') return null;
		const edits: Edits = { scenes: {} };
		for (const scene of script?.scenes ?? []) {
			const text = plain(field(`scene.${scene.id}`), LONGEST.narration);
			if (text && text !== plain(scene.narration, LONGEST.narration)) edits.scenes[scene.id] = text;
		}
		const title = plain(field('ownTitle'), LONGEST.title) || plain(field('title'), LONGEST.title);
		if (title && title !== script?.titles[0]) edits.title = title;
		const description = plain(field('description'), LONGEST.description, true);
		if (description && description !== plain(script?.description, LONGEST.description, true)) edits.description = description;
		const thumbnail = Number(field('thumbnail'));
		if (Number.isInteger(thumbnail) && thumbnail > 0 && thumbnail < thumbnails) edits.thumbnail = thumbnail;
		const decision: Decision = {
			by: plain(field('by'), LONGEST.name) || 'person',
			at,
			outcome,
			reason: plain(field('reason'), LONGEST.reason),
		};
		return { decision, edits };
	});
}
