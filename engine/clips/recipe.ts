/** The recipe of a clip: everything it was cut from and with, enough to cut it again. */
import { CUT_VERSION, type ClipDesign } from './cut';
import type { LongVideo } from './source';
import type { ClipEnvelope } from './stage';

export interface ClipRecipe {
	v: 1;
	kind: 'clip';
	asset: ClipEnvelope['asset'];
	channel: ClipEnvelope['channel'];
	/** The long video by its content. */
	source: { name: string; sha256: string; bytes: number; durationSeconds: number };
	cut: number;
	title: string;
	scores: Record<string, number>;
	reasons: string[];
	design: ClipDesign;
}

export const clipRecipe = (
	{ asset, channel, clip }: ClipEnvelope,
	{ name, sha256, bytes, info }: LongVideo,
	design: ClipDesign,
): ClipRecipe => ({
	v: 1,
	kind: 'clip',
	asset,
	channel,
	source: { name, sha256, bytes, durationSeconds: info.durationSeconds },
	cut: CUT_VERSION,
	title: clip.title,
	scores: clip.scores,
	reasons: clip.reasons,
	design,
});
