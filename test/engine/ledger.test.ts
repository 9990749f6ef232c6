import { join } from 'node:path';
import { openLedger } from '../../engine/ledger';
import { ledgerBehaviour } from './ledger/behaviour';
import { folder, removeFolders, separateLedger } from './ledger/helpers';

afterAll(removeFolders);

ledgerBehaviour('SQLite', async () => {
	const path = join(folder(), 'ledger.sqlite');
	const ledger = await openLedger({ path });
	const other = separateLedger(path);
	return {
		ledger,
		other,
		dispose: async () => {
			await ledger.close();
			await other.close();
		},
	};
});
