// Does one paid act at a vendor that is a file: argv: ledger, the vendor's file, asset. The vendor lists what it has done, as real ones do.
import { appendFileSync, readFileSync } from 'node:fs';
import { openLedger, runAct } from '../engine/ledger';

const [path, vendor, assetId] = process.argv.slice(2) as [string, string, string];
const clock = { now: Date.now, sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)) };
const listed = (key: string): string | undefined =>
	readFileSync(vendor, 'utf8')
		.split('\n')
		.find((line) => line === key);
const usage = [{ vendor: 'file', meter: 'lines', quantity: 1, costMicros: 250_000, currency: 'USD' }];

async function main(): Promise<void> {
	const ledger = await openLedger({ path });
	const { result } = await runAct<string>({
		ledger,
		act: {
			assetId,
			channelId: 'kills',
			part: 'video',
			operation: 'generate',
			vendor: 'file',
			parameters: { words: 'a film' },
			variant: 0,
			estimateMicros: 250_000,
			currency: 'USD',
		},
		// Too dear to be repeated in doubt: only the vendor's list may tell.
		priceLimitMicros: 0,
		leaseSeconds: 1,
		clock,
		perform: async ({ key }) => {
			appendFileSync(vendor, `${key}\n`);
			return { result: key, usage };
		},
		reconcile: async ({ key }) =>
			listed(key) ? { outcome: 'happened', result: key, usage } : { outcome: 'not-happened', reason: 'the vendor does not list it' },
	});
	await ledger.close();
	process.stdout.write(result);
}
void main();
