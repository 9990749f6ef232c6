/** What a person is told of a failed run. */
import { join } from 'node:path';
import { openLedger, type Ledger } from '../../engine/ledger';
import { explainFailure } from '../../engine/ledger/failure';
import { channel, head, line } from './ledger/behaviour';
import { folder, removeFolders } from './ledger/helpers';

let ledger: Ledger;
beforeAll(async () => {
	ledger = await openLedger({ path: join(folder(), 'ledger.sqlite') });
	await ledger.channels.save(channel('c1', 'Plain Wonders'));
	await ledger.assets.open(head('a1'), 'c1');
	await ledger.parts.put({ assetId: 'a1', part: 'script', inputsHash: 'h', json: { value: { script: { titles: ['How ships climb'] } } } });
	await ledger.usage.add([
		line('u1', 1_250_000),
		line('u2', 40_000),
		line('u3', 500_000, { currency: 'EUR' }),
		line('u4', 9, { assetId: 'other' }),
	]);
});
afterAll(async () => {
	await ledger.close();
	removeFolders();
});

test('channel, title, stage, cause, fix, link and money of the asset', async () => {
	const told = await explainFailure(
		{ message: 'No space left', fix: 'Free some.', code: 'DISK', assetId: 'a1', node: 'Render', url: 'https://n8n.example/x/1' },
		{ ledger },
	);
	expect(told).toMatchObject({ channel: 'Plain Wonders', title: 'How ships climb', stage: 'Render', finished: ['script'], code: 'DISK' });
	expect(told.spent).toEqual(
		expect.arrayContaining([
			{ costMicros: 1_290_000, currency: 'USD' },
			{ costMicros: 500_000, currency: 'EUR' },
		]),
	);
	for (const part of [
		'Plain Wonders: “How ships climb” stopped at “Render”',
		'Why: No space left',
		'What to do: Free some.',
		'1.29 USD',
		'0.50 EUR',
		'https://n8n.example/x/1',
	])
		expect(told.message).toContain(part);
	expect(told.subject).toBe('Failed at Render: How ships climb');
});

test('an asset that is not known, or none: what the failure itself says', async () => {
	for (const assetId of ['gone', undefined]) {
		const told = await explainFailure({ message: '', assetId, channel: 'Chosen', title: 'Topic', workflow: 'My flow' }, { ledger });
		expect(told).toMatchObject({ channel: 'Chosen', title: 'Topic', assetId: '', finished: [], spentText: 'nothing' });
		expect(told.message).toContain('without saying why');
	}
});

test('keys in the message of another node are not passed on', async () => {
	const { message } = await explainFailure(
		{ message: 'GET https://x.example/?api_key=SECRET1&q=2 failed: {"token":"SECRET2"} Authorization: Bearer SECRET3abc' },
		{ ledger },
	);
	expect(message).not.toMatch(/SECRET/);
	expect(message).toContain('q=2');
});

test('a run that was interrupted: n8n guesses at memory, the message says what goes on by itself and what to run again', async () => {
	const told = await explainFailure(
		{
			message: 'Workflow did not finish, possible out-of-memory issue',
			fix: 'n8n may have run out of memory',
			assetId: 'a1',
			node: 'Render',
		},
		{ ledger },
	);
	expect(told.fix).toMatch(/stopped, killed or out of memory.*goes on by itself.*run it again/i);
	expect(told.message).toContain('Finished before and kept: script.');
});
