/**
 * A real process that works on a ledger, for tests that race or kill it. Bundled by helpers.ts and run as
 * `node worker-process.js <ledger> <mode> <name>`; it tells what happened as lines on stdout.
 */
import { appendFileSync } from 'node:fs';
import { openLedger } from '../../../engine/ledger';
import { act, head } from './behaviour';

const [path, mode, name] = process.argv.slice(2) as [string, string, string];
const tell = (line: string): void => void process.stdout.write(`${line}\n`);
const cost = { vendor: 'acme', meter: 'calls', quantity: 1, costMicros: 1000, currency: 'USD' };

/** Does acts for ever: begin, the "vendor" does it (a line in a file of its own), settle; tells each acknowledged step. */
async function work(): Promise<void> {
	const ledger = await openLedger({ path });
	await ledger.assets.open(head('a1'), 'c1');
	for (let i = 0; ; i++) {
		const { key } = await ledger.acts.plan(act({ part: `act ${i}` }));
		const begun = await ledger.acts.begin(key, name, 0.2);
		if (begun.outcome !== 'yours') continue;
		tell(`begun ${key}`);
		appendFileSync(`${path}.vendor`, `${key}\n`);
		await ledger.parts.put({ assetId: 'a1', part: 'log', inputsHash: key, json: { i, filling: 'x'.repeat(2000) } });
		await ledger.acts.settle(key, name, { i }, [cost]);
		tell(`settled ${key}`);
	}
}

/** Begins the same hundred acts as everybody else, told to go by a line on stdin. */
async function race(): Promise<void> {
	const ledger = await openLedger({ path });
	const keys: string[] = [];
	for (let i = 0; i < 100; i++) keys.push((await ledger.acts.plan(act({ part: `race ${i}` }))).key);
	tell('ready');
	await new Promise((resolve) => process.stdin.once('data', resolve));
	process.stdin.unref();
	for (const key of keys) tell(`${(await ledger.acts.begin(key, name, 60)).outcome} ${key}`);
	await ledger.close();
	tell('closed');
}

/** Opens (and so migrates) the file, writes one channel-less usage line, and ends by itself without closing anything. */
async function once(): Promise<void> {
	const ledger = await openLedger({ path });
	await ledger.stories.add('c1', [{ storyId: name, title: name }]);
	tell('written');
}

void { work, race, once }[mode as 'work']();
