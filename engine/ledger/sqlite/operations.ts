import { statSync } from 'node:fs';
import { SqliteActs } from './acts';
import { assets } from './assets';
import { channels } from './channels';
import { jobs } from './jobs';
import type { Operations } from './methods';
import type { OpenStore } from './open';
import { parts } from './parts';
import { published } from './published';
import { stories } from './stories';
import { usage } from './usage';

/** The ledger's operations on an open store, as the worker runs them. */
export function operations({ store, schemaVersion }: OpenStore): Operations {
	const path = store.db.location();
	return {
		channels: channels(store),
		assets: assets(store),
		parts: parts(store),
		stories: stories(store),
		acts: new SqliteActs(store),
		jobs: jobs(store),
		usage: usage(store),
		published: published(store),
		store: { describe: () => ({ store: 'sqlite', path, schemaVersion, bytes: path ? statSync(path).size : 0 }) },
	};
}
