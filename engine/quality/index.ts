/**
 * The quality room: what can be checked without a person, and what a person decided.
 * A verdict never changes the asset; `hold` asks for a person, `fail` names what must be mended first.
 */
import type { Channel, Envelope, Quality, QualityCheck, SourceText } from '../asset';
import { OperatorError } from '../errors';
import type { Ports } from '../ports';
import { offload } from '../runtime';
import { checkFilm } from './film';
import { checkLimits, tellVariety } from './limits';
import type { QualityWorker } from './quality.worker';

export { PAGE_POLICY, reviewPage, thanksPage, type ReviewAsset } from './page';
export { readDecisions, type Edits, type ReviewDecision } from './decision';
export { keepDecision, reviewState, withDecision, type ReviewSettings, type ReviewState } from './review';

export interface QualitySettings {
	channel: Channel;
	/** 0–1: share of copied words above which the script is held. */
	mostCopied: number;
}

/**
 * Checks what the envelope has: script (grounding, copied words, hook, banned words, limits) and film.
 * Errors: INPUT for an item without a script, CANCELLED, ENGINE_MISSING, what reading the source files throws.
 */
export async function checkAsset(envelope: Envelope, sources: SourceText[], settings: QualitySettings, ports: Ports): Promise<Quality> {
	const { script, video } = envelope;
	if (!script) throw new OperatorError('INPUT', 'The item has nothing to check yet', { fix: 'Put a Script Generator before this node.' });
	const checks: QualityCheck[] = await offload<QualityWorker>('quality').call(
		'words',
		[{ script, sources, bannedWords: settings.channel.bannedWords, mostCopied: settings.mostCopied }],
		{ signal: ports.signal },
	);
	checks.push(checkLimits(script, video));
	const variety = tellVariety(video);
	if (variety) checks.push(variety);
	if (video) checks.push(await checkFilm({ ...envelope, video }, ports));
	return { verdict: verdictOf(checks), checks };
}

/** The worst outcome. */
export const verdictOf = (checks: QualityCheck[]): Quality['verdict'] =>
	checks.some((check) => check.outcome === 'fail') ? 'fail' : checks.some((check) => check.outcome === 'hold') ? 'hold' : 'pass';
