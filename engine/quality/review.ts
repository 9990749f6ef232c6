/**
 * A review as the ledger remembers it. An asset's state under review is known by a hash of what a person would see; asking, deciding and
 * timing out hang on that hash, so that a workflow run again after a kill neither asks twice nor forgets an answer.
 */
import type { Decision, Envelope } from '../asset';
import { inputsHash, type StageContext } from '../ledger/finished';
import type { Edits, ReviewDecision } from './decision';

type ReviewContext = Pick<StageContext, 'ledger' | 'clock'>;

/** Parts of the asset in the ledger: when it was asked, and what was answered. */
const ASKED = 'review-asked';
const DECIDED = 'review';

interface Asked {
	executionId: string;
	/** null waits for ever. */
	untilMs: number | null;
}
interface Decided extends ReviewDecision {
	executionId: string;
}

export type ReviewState = { state: 'asking'; untilMs: number | null } | ({ state: 'decided' } & ReviewDecision);

export interface ReviewSettings {
	/** An asset rejected in an earlier execution is asked about again; one that was approved is not. */
	executionId: string;
	/** null waits for ever. */
	waitSeconds: number | null;
	onTimeout: Decision['outcome'];
	/** Approve without asking where every check passed. */
	autopilot: boolean;
}

const NO_EDITS: Edits = { scenes: {} };

/** Hash of what a person sees: words, film, thumbnails. Citations and source lines may lie in a file of the item, so they do not count. */
export const reviewHash = async ({ script, voice, video }: Envelope): Promise<string> =>
	await inputsHash({
		scenes: script?.scenes.map(({ id, narration, onScreen: { title, kicker }, visual }) => ({ id, narration, title, kicker, visual })),
		titles: script?.titles,
		description: script?.description,
		voice: voice?.file,
		video: video?.file,
		thumbnails: video?.thumbnails,
	});

/** Where the review of this asset stands; opens it when nobody was asked yet. Errors: those of the ledger. */
export async function reviewState(envelope: Envelope, settings: ReviewSettings, context: ReviewContext): Promise<ReviewState> {
	const { ledger, clock } = context;
	const hash = await reviewHash(envelope);
	const { id } = envelope.asset;
	const found = (await ledger.parts.find(id, DECIDED, hash))?.json as Decided | undefined;
	if (found && (found.decision.outcome === 'approved' || found.executionId === settings.executionId)) return { state: 'decided', ...found };
	const now = clock.now();
	const decide = async (by: string, outcome: Decision['outcome'], reason: string): Promise<ReviewState> => {
		const made: ReviewDecision = { decision: { by, at: new Date(now).toISOString(), outcome, reason }, edits: NO_EDITS };
		await keepDecision(envelope, made, settings.executionId, context);
		return { state: 'decided', ...made };
	};
	if (settings.autopilot && envelope.quality?.verdict === 'pass') return await decide('autopilot', 'approved', 'every check passed');
	const asked = (await ledger.parts.find(id, ASKED, hash))?.json as Asked | undefined;
	if (asked?.executionId === settings.executionId) {
		if (asked.untilMs !== null && now >= asked.untilMs) return await decide('nobody', settings.onTimeout, 'nobody answered in time');
		return { state: 'asking', untilMs: asked.untilMs };
	}
	const untilMs = settings.waitSeconds === null ? null : now + settings.waitSeconds * 1000;
	await ledger.parts.put({
		assetId: id,
		part: ASKED,
		inputsHash: hash,
		json: { executionId: settings.executionId, untilMs } satisfies Asked,
	});
	return { state: 'asking', untilMs };
}

/** Keeps an answer. The first answer stands: a page sent twice changes nothing. */
export async function keepDecision(
	envelope: Envelope,
	made: ReviewDecision,
	executionId: string,
	{ ledger }: Pick<ReviewContext, 'ledger'>,
): Promise<void> {
	const hash = await reviewHash(envelope);
	const found = (await ledger.parts.find(envelope.asset.id, DECIDED, hash))?.json as Decided | undefined;
	if (found && (found.decision.outcome === 'approved' || found.executionId === executionId)) return;
	await ledger.parts.put({
		assetId: envelope.asset.id,
		part: DECIDED,
		inputsHash: hash,
		json: { ...made, executionId } satisfies Decided,
	});
}

/** The envelope with the decision, and with the title, description and thumbnail that the person chose. Scenes are not changed here. */
export function withDecision(envelope: Envelope, { decision, edits }: ReviewDecision): Envelope {
	const { script, video, quality } = envelope;
	const chosen = edits.thumbnail === undefined ? undefined : video?.thumbnails[edits.thumbnail];
	return {
		...envelope,
		...(script
			? {
					script: {
						...script,
						...(edits.title ? { titles: [edits.title, ...script.titles.filter((title) => title !== edits.title)].slice(0, 5) } : {}),
						...(edits.description ? { description: edits.description } : {}),
					},
				}
			: {}),
		...(video && chosen ? { video: { ...video, thumbnails: [chosen, ...video.thumbnails.filter((file) => file !== chosen)] } } : {}),
		quality: { ...(quality ?? { verdict: 'pass', checks: [] }), decision },
	};
}
