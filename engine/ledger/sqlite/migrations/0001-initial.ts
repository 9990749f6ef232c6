import type { Migration } from './index';

/**
 * Text times are ISO 8601 UTC, `_ms` are milliseconds since the epoch, `_micros` integer micro-units. Foreign keys stand only where the
 * ledger itself must refuse: money and acts are kept even when what they belonged to was never opened or is gone.
 */
export const initial: Migration = {
	version: 1,
	name: 'initial',
	breaking: true,
	sql: `
CREATE TABLE channel (
	id TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	record TEXT NOT NULL CHECK (json_valid(record)),
	updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE asset (
	id TEXT PRIMARY KEY,
	channel_id TEXT NOT NULL,
	kind TEXT NOT NULL,
	parent_id TEXT,
	created_at TEXT NOT NULL,
	variant INTEGER NOT NULL CHECK (variant >= 0),
	v INTEGER NOT NULL
) STRICT;
CREATE INDEX asset_by_channel ON asset (channel_id, created_at);

CREATE TABLE part (
	asset_id TEXT NOT NULL REFERENCES asset (id),
	part TEXT NOT NULL,
	revision INTEGER NOT NULL CHECK (revision >= 1),
	inputs_hash TEXT NOT NULL,
	content TEXT NOT NULL CHECK (json_valid(content)),
	at TEXT NOT NULL,
	PRIMARY KEY (asset_id, part, revision)
) STRICT;
CREATE INDEX part_by_inputs ON part (asset_id, part, inputs_hash, revision);

CREATE TABLE story (
	channel_id TEXT NOT NULL,
	story_id TEXT NOT NULL,
	title TEXT NOT NULL,
	asset_id TEXT,
	at_ms INTEGER NOT NULL,
	PRIMARY KEY (channel_id, story_id)
) STRICT;
CREATE INDEX story_by_time ON story (channel_id, at_ms);

CREATE TABLE act (
	key TEXT PRIMARY KEY,
	asset_id TEXT NOT NULL,
	channel_id TEXT NOT NULL,
	part TEXT NOT NULL,
	operation TEXT NOT NULL,
	vendor TEXT NOT NULL,
	parameters TEXT NOT NULL CHECK (json_valid(parameters)),
	variant INTEGER NOT NULL,
	estimate_micros INTEGER NOT NULL CHECK (estimate_micros >= 0),
	doubt_micros INTEGER NOT NULL DEFAULT 0 CHECK (doubt_micros >= 0),
	currency TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('planned', 'sent', 'settled', 'failed', 'unknown')),
	attempt INTEGER NOT NULL DEFAULT 0,
	owner TEXT,
	lease_until_ms INTEGER,
	sent_at_ms INTEGER,
	result TEXT CHECK (result IS NULL OR json_valid(result)),
	problem TEXT,
	updated_ms INTEGER NOT NULL,
	CHECK (state <> 'sent' OR (owner IS NOT NULL AND lease_until_ms IS NOT NULL)),
	CHECK ((state = 'settled') = (result IS NOT NULL))
) STRICT;
CREATE INDEX act_by_asset ON act (asset_id, updated_ms);
CREATE INDEX act_by_channel ON act (channel_id, updated_ms);
CREATE INDEX act_by_state ON act (state, lease_until_ms);

-- Who tried an act and how each try ended ('doubt': repeated without knowing): tells a late result of an earlier attempt from a stranger's.
CREATE TABLE attempt (
	key TEXT NOT NULL REFERENCES act (key),
	attempt INTEGER NOT NULL,
	owner TEXT NOT NULL,
	estimate_micros INTEGER NOT NULL,
	sent_at_ms INTEGER NOT NULL,
	outcome TEXT CHECK (outcome IN ('settled', 'failed', 'unknown', 'doubt')),
	found_by TEXT,
	ended_ms INTEGER,
	PRIMARY KEY (key, attempt)
) STRICT;

CREATE TABLE usage (
	key TEXT PRIMARY KEY,
	asset_id TEXT NOT NULL,
	channel_id TEXT NOT NULL,
	vendor TEXT NOT NULL,
	meter TEXT NOT NULL,
	quantity REAL NOT NULL,
	cost_micros INTEGER NOT NULL,
	currency TEXT NOT NULL,
	at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX usage_by_asset ON usage (asset_id, at_ms);
CREATE INDEX usage_by_channel ON usage (channel_id, at_ms);
CREATE INDEX usage_by_time ON usage (at_ms);

CREATE TABLE published (
	id INTEGER PRIMARY KEY,
	asset_id TEXT NOT NULL,
	platform TEXT NOT NULL,
	remote_id TEXT NOT NULL,
	url TEXT NOT NULL,
	status TEXT NOT NULL,
	at TEXT NOT NULL
) STRICT;
CREATE INDEX published_by_asset ON published (asset_id, platform, remote_id, id);
`,
};
