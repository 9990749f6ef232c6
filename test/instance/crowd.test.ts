/** A hundred items at once, in two executions: none fails, and the programs below n8n stay within the machine's slots. */
import type { Envelope } from '../../engine/asset';
import { slotCount } from '../../engine/runtime/slots';
import { chain, failureOf, harness, openServer, output, packChildren, type Item, type Workflow } from './harness';

/** In each of two executions. */
const ITEMS = 50;
/** Sentences to be spoken; the other items find theirs spoken, and are levelled and kept all the same. */
const SENTENCES = 10;
/** Voices of one compute job speak beside each other. */
const CHILDREN_A_SLOT = 2;

let server: Awaited<ReturnType<typeof openServer>>;
beforeAll(async () => {
	server = await openServer();
}, 900_000);
afterAll(() => server?.remove());

/** Scripts of one sentence, each its own; the second execution has the same words for another channel, and so finds sentences spoken. */
const crowd = (channel: string): Workflow =>
	chain(
		`Crowd ${channel}`,
		[
			{
				name: 'Write',
				type: 'scriptGenerator',
				parameters: { operation: 'own', script: '={{ $json.script }}', channel, making: 'short', options: {} },
			},
			{ name: 'Speak', type: 'voice', parameters: { operation: 'speak', engine: 'piper', options: {} } },
		],
		Array.from({ length: ITEMS }, (_, i) => ({ script: `# Town ${i}\n\nLake ${i % SENTENCES} lies high.` })),
	);

test('a hundred items in two executions: no failure, bounded children, every item its own', async () => {
	const ids = await Promise.all(['north', 'south'].map(async (channel) => await server.importWorkflow(crowd(channel))));
	let most = 0;
	let processes = 0;
	const looking = setInterval(() => {
		most = Math.max(most, packChildren(server.process.pid, 'speak').length);
		processes = Math.max(processes, harness.descendants(server.process.pid).length);
	}, 150);
	try {
		const runs = await Promise.all(ids.map((id) => server.run(id, 'Start')));
		const ends = await Promise.all(runs.map((run) => server.finished(run, { timeoutSeconds: 1500 })));
		for (const [i, end] of ends.entries()) {
			expect(failureOf(end)).toBeUndefined();
			const spoken: Item[] = output(end, 'Speak')[0]!;
			expect(spoken).toHaveLength(ITEMS);
			expect(spoken.filter(({ json }) => json.error ?? !((json as unknown as Envelope).voice!.durationSeconds > 0.5))).toEqual([]);
			expect(new Set(spoken.map(({ json }) => json.asset!.id)).size).toBe(ITEMS);
			expect(spoken.map(({ pairedItem }) => pairedItem!.item)).toEqual(Array.from({ length: ITEMS }, (_, n) => n));
			expect(spoken.every(({ json }) => json.channel!.id === ['north', 'south'][i])).toBe(true);
		}
	} finally {
		clearInterval(looking);
	}
	expect(most).toBeGreaterThan(0);
	// A child is a supervisor and its program.
	expect(most).toBeLessThanOrEqual(slotCount('compute') * CHILDREN_A_SLOT * 2);
	expect(processes).toBeLessThanOrEqual(slotCount('compute') * CHILDREN_A_SLOT * 2 + 16);
	// When all is done nothing runs.
	expect(packChildren(server.process.pid)).toEqual([]);
}, 1_800_000);
