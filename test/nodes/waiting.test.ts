/** Long jobs while n8n starts: what an earlier process left is held back until the start is over, what began in this one is not. */
import { afterAll, beforeEach, expect, jest, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IExecuteFunctions } from 'n8n-workflow';
import { forEachLongItem } from '../../nodes/shared/waiting';

const home = mkdtempSync(join(tmpdir(), 'ai-operator-waiting-'));
process.env.AI_OPERATOR_HOME = home;
delete process.env.AI_OPERATOR_LEDGER;
afterAll(() => rmSync(home, { recursive: true, force: true }));
beforeEach(() => {
	jest.restoreAllMocks();
});

/** One run of a node that has no item left to wait for, in an execution; `runIndex` above 0 for a look after a wait. */
async function run(execution: string, runIndex: number): Promise<number> {
	const node = {
		getInputData: () => [],
		getExecutionId: () => execution,
		getNode: () => ({ name: 'Render', type: 'n8n-nodes-ai-operator.video' }),
		getWorkflow: () => ({ id: 'w' }),
		getMode: () => 'trigger',
		evaluateExpression: () => runIndex,
		getExecutionCancelSignal: () => undefined,
		addExecutionHints: () => undefined,
		continueOnFail: () => false,
		logger: { warn: () => undefined, info: () => undefined, debug: () => undefined, error: () => undefined },
	} as unknown as IExecuteFunctions;
	const began = performance.now();
	await forEachLongItem(node, 'render', () => Promise.reject(new Error('nothing to begin')));
	return performance.now() - began;
}
const n8nIsOld = (seconds: number) => jest.spyOn(process, 'uptime').mockReturnValue(seconds);

test('a run that an earlier process left waits for the end of the start once; one that began here never does', async () => {
	// 1.5 times this and 5 s are 0.5 s.
	n8nIsOld(-3);
	expect(await run('of before', 1)).toBeGreaterThan(450);
	// From here on a run that is held back is held for two and a half minutes.
	n8nIsOld(100);
	await run('of before', 2);
	await run('of this process', 0);
	await run('of this process', 1);
	n8nIsOld(1000);
	await run('of a start long ago', 1);
}, 60_000);
