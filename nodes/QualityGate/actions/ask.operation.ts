import { NodeOperationError, WAIT_INDEFINITELY, type IExecuteFunctions, type INodeExecutionData, type INodeProperties } from 'n8n-workflow';
import type { Channel, Envelope } from '../../../engine/asset';
import type { ReviewDecision } from '../../../engine/quality';
import { channelOf } from '../../shared/channel';
import { envelopeOf, forEachItem, withEnvelope, type ItemResult, type ItemRun } from '../../shared/stage';
import { wiredBack } from '../../shared/waitingOutputs';
import { reviewUrl } from './check.operation';

const show = { operation: ['ask'] };

export const fields: INodeProperties[] = [
	{
		displayName:
			'Wire <i>Still waiting</i> back to this node’s own input. The page’s address is <code>$execution.resumeUrl</code>: send it with a mail, Telegram or Slack node that runs before this one. An asset that was approved once is not asked about again.',
		name: 'notice',
		type: 'notice',
		default: '',
		displayOptions: { show },
	},
	{
		displayName: 'Wait at Most (Hours)',
		name: 'hours',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 2 },
		default: 72,
		description: 'Then what is said below happens. 0 waits for ever.',
		displayOptions: { show },
	},
	{
		displayName: 'If Nobody Answers',
		name: 'timeout',
		type: 'options',
		options: [
			{ name: 'Reject', value: 'rejected', description: 'Nothing goes out that nobody saw' },
			{ name: 'Approve', value: 'approved', description: 'It goes on as it is' },
		],
		default: 'rejected',
		displayOptions: { show },
	},
	{
		displayName: 'When All Checks Passed',
		name: 'autopilot',
		type: 'options',
		options: [
			{ name: 'As the Channel Says', value: 'channel', description: 'A channel on autopilot is not asked about what passed every check' },
			{ name: 'Ask All the Same', value: 'ask' },
		],
		default: 'channel',
		description: 'Needs a Check before this node. What a check holds is always asked about.',
		displayOptions: { show },
	},
];

/** Outputs of Ask a Person. */
const WAITING = 0;
const APPROVED = 1;
const CHANGED = 2;
const REJECTED = 3;

/** Puts the person's sentences into the script. `again`: there is a voice or a film of the old words, so both must be made anew. */
async function withEdits(
	item: ItemRun,
	envelope: Envelope,
	channel: Channel,
	{ edits }: ReviewDecision,
): Promise<{ envelope: Envelope; again: boolean }> {
	if (!Object.keys(edits.scenes).length) return { envelope, again: false };
	const made = await item.engine.rewriteStage(
		envelope,
		{ channel, scenes: '', own: Object.entries(edits.scenes).map(([scene, narration]) => ({ scene, narration })), alternative: 'auto' },
		item.context,
	);
	for (const warning of made.warnings) item.hint(warning);
	return { envelope: made.envelope, again: Boolean(envelope.voice ?? envelope.video) };
}

/** The film led by the thumbnail that the person chose; null, with a hint, where its recipe cannot keep that. */
async function withLead(item: ItemRun, { video, ...rest }: Envelope, thumbnail: number): Promise<Envelope | null> {
	try {
		return video ? await item.engine.leadThumbnail({ ...rest, video }, thumbnail, item.context) : null;
	} catch (error) {
		item.engine.throwIfCancelled(item.context.signal);
		item.hint(`The chosen thumbnail will not lead any more when the film is made again: ${(error as Error).message}`);
		return null;
	}
}

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	let waitUntil: Date | null = null;
	const executionId = node.getExecutionId();
	const settled = await forEachItem(
		node,
		async (item): Promise<ItemResult[]> => {
			const envelope = envelopeOf(item, 'a Script Generator');
			const channel = await channelOf(item);
			const hours = node.getNodeParameter('hours', item.itemIndex, 72) as number;
			const autopilot = node.getNodeParameter('autopilot', item.itemIndex, 'channel') === 'channel' && channel.autopilot.publish;
			const review = await item.engine.reviewState(
				envelope,
				{
					executionId,
					waitSeconds: hours > 0 ? hours * 3600 : null,
					onTimeout: node.getNodeParameter('timeout', item.itemIndex, 'rejected') as 'approved' | 'rejected',
					autopilot,
				},
				item.context,
			);
			if (review.state === 'asking') {
				const until = review.untilMs === null ? WAIT_INDEFINITELY : new Date(review.untilMs);
				if (!waitUntil || until < waitUntil) waitUntil = until;
				const url = reviewUrl(node, item.itemIndex);
				item.hint(`Waiting for a person: ${url || 'open the link in the execution'}`);
				return [{ json: item.json, output: WAITING }];
			}
			const made = await withEdits(item, envelope, channel, review);
			const decided = item.engine.withDecision(made.envelope, review);
			const approved = review.decision.outcome === 'approved';
			// Where words were changed here, the script as a text says the old ones.
			const { scriptText: _old, ...rest } = item.json;
			const { scenes, title, description, thumbnail } = review.edits;
			const led = thumbnail === undefined ? null : await withLead(item, envelope, thumbnail);
			// A film whose words were changed is made again, and then led by what was chosen here.
			if (led?.video && decided.video) decided.video = led.video;
			const json = Object.keys(scenes).length || title || description ? rest : item.json;
			return [{ json: withEnvelope(json, decided), output: approved ? (made.again ? CHANGED : APPROVED) : REJECTED }];
		},
		{ outputs: 4, failures: REJECTED },
	);
	if (!waitUntil) return settled;
	if (!wiredBack(node)) {
		throw new NodeOperationError(node.getNode(), 'The output "Still waiting" is not wired back to this node', {
			description: 'Draw a line from its first output to its own input: after the answer the items come back that way.',
		});
	}
	// While one asset is undecided none is emitted: what n8n passes on when it resumes is the whole input.
	await node.putExecutionToWait(waitUntil);
	return [node.getInputData() as INodeExecutionData[], [], [], []];
}
