import type { Migration } from './index';

/** Long work that outlives a node's run. A row goes when its outcome was handed over: what was made stands in the parts. */
export const jobs: Migration = {
	version: 2,
	name: 'jobs',
	breaking: false,
	sql: `
CREATE TABLE job (
	key TEXT PRIMARY KEY,
	what TEXT NOT NULL,
	asset_id TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('working', 'done', 'failed')),
	attempt INTEGER NOT NULL CHECK (attempt >= 1),
	owner TEXT NOT NULL,
	lease_until_ms INTEGER NOT NULL,
	wanted_until_ms INTEGER NOT NULL,
	-- Who waits for it, as a JSON array: a failure is told to these and to nobody else.
	waiters TEXT NOT NULL CHECK (json_valid(waiters)),
	outcome TEXT CHECK (outcome IS NULL OR json_valid(outcome)),
	begun_ms INTEGER NOT NULL,
	updated_ms INTEGER NOT NULL,
	CHECK ((state = 'working') = (outcome IS NULL))
) STRICT;
CREATE INDEX job_by_state ON job (state, updated_ms);
`,
};
