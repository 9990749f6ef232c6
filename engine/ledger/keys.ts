/**
 * Keys by which the ledger knows a thing again. They depend on what is made, never on an execution, a time or a machine:
 * after a crash the same work finds its earlier outcome.
 */
import { createHash } from 'node:crypto';
import type { AssetKind } from '../asset';
import { OperatorError } from '../errors';
import type { ActSpec } from './ledger';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/**
 * JSON with one spelling a value, after RFC 8785: members sorted by UTF-16 code units, no white space, -0 as 0. Members that are
 * undefined are left out; `toJSON` is honoured. Throws INPUT for what JSON cannot say (NaN, infinities, bigint, functions, cycles).
 */
export function canonicalJson(value: unknown): string {
	const open = new Set<object>();
	const refuse = (what: string, at: string): never => {
		throw new OperatorError('INPUT', `${at || 'The value'} is ${what}, which JSON cannot say`, {
			fix: 'Give a finite number, text, list or object.',
		});
	};
	const write = (given: unknown, at: string): string => {
		const it = hasToJson(given) ? given.toJSON() : given;
		if (it === null || typeof it === 'boolean') return String(it);
		if (typeof it === 'string') return JSON.stringify(it);
		if (typeof it === 'number') return Number.isFinite(it) ? JSON.stringify(it) : refuse(String(it), at);
		if (typeof it !== 'object') return refuse(it === undefined ? 'undefined' : `a ${typeof it}`, at);
		if (open.has(it)) return refuse('part of a circle', at);
		open.add(it);
		const text = Array.isArray(it)
			? `[${Array.from(it, (element, i) => write(element, `${at}[${i}]`)).join(',')}]`
			: `{${Object.entries(it)
					.filter(([, member]) => member !== undefined)
					.sort(([a], [b]) => (a < b ? -1 : 1))
					.map(([name, member]) => `${JSON.stringify(name)}:${write(member, at ? `${at}.${name}` : name)}`)
					.join(',')}}`;
		open.delete(it);
		return text;
	};
	return write(value, '');
}

const hasToJson = (value: unknown): value is { toJSON(): unknown } =>
	typeof value === 'object' && value !== null && typeof (value as { toJSON?: unknown }).toJSON === 'function';

/** SHA-256 (hex) of a value's canonical JSON; what `inputsHash` of a part is made with. */
export const hashOf = (value: unknown): string => sha256(canonicalJson(value));

/** The act's key: SHA-256 (hex) over asset, part, operation, vendor, canonical parameters and variant, and nothing else. */
export function actKey(act: Pick<ActSpec, 'assetId' | 'part' | 'operation' | 'vendor' | 'parameters' | 'variant'>): string {
	return hashOf(['act', 1, act.assetId, act.part, act.operation, act.vendor, act.parameters, act.variant]);
}

export interface AssetIdentity {
	channelId: string;
	kind: AssetKind;
	/** The story it tells; goes before the topic. */
	storyId?: string;
	/** Used where there is no story; case, accents' spelling, punctuation and white space do not matter. */
	topic?: string;
	/** Which of several assets on the same story, e.g. a date or "2"; empty by default. */
	slot?: string;
	/** The user's own id, taken as it is. */
	own?: string;
}

/** Letters, digits, dot, dash, underscore: an id is also the name of a folder. */
const OWN_ID = /^[\p{L}\p{N}_][\p{L}\p{N}._-]{0,79}$/u;

/**
 * The asset's id: the user's own, else "<kind>-" and 20 hex digits of the hash of (channel, kind, story or normalised topic, slot).
 * Throws INPUT for an own id that cannot name a folder, or when neither story nor topic is given.
 */
export function assetId(of: AssetIdentity): string {
	if (of.own) {
		if (OWN_ID.test(of.own) && !of.own.endsWith('.')) return of.own;
		throw new OperatorError('INPUT', `"${of.own.slice(0, 80)}" cannot be an asset's id`, {
			fix: 'Use at most 80 letters, digits, dots, dashes and underscores, beginning with a letter or digit.',
		});
	}
	const topic = normaliseTopic(of.topic ?? '');
	if (!of.storyId && !topic)
		throw new OperatorError('INPUT', 'An asset needs a story or a topic to be known by', { fix: 'Give a topic or your own asset id.' });
	const subject = of.storyId ? ['story', of.storyId] : ['topic', topic];
	return `${of.kind}-${hashOf(['asset', 1, of.channelId, of.kind, ...subject, of.slot ?? '']).slice(0, 20)}`;
}

/** A topic reduced to its words. Falls back to the trimmed text where no letter or digit is left (emoji). */
export function normaliseTopic(topic: string): string {
	const words = topic
		.normalize('NFKC')
		.toLowerCase()
		.replace(/['’]/g, '')
		.replace(/[^\p{L}\p{M}\p{N}+#]+/gu, ' ')
		.trim();
	return words || topic.trim();
}
