/** Breaks files by the hundred and counts what became of each: see {@link campaign}. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileRef } from '../../engine/asset';
import { OperatorError } from '../../engine/errors';
import { openLedger } from '../../engine/ledger';
import { openFileStore } from '../../engine/ledger/fileStore';
import type { StageContext } from '../../engine/ledger/finished';
import { openWorkspace } from '../../engine/media';
import { createHttp } from '../../engine/runtime/http';
import { runtimeDirectory, systemClock } from '../../engine/runtime';
import { judge, unclear, type Verdict } from './judge';
import { mutateBytes, mutateJson, mutateMarkup, mutateText, randomFrom, type Random } from './mutate';
import { KINDS } from './roads';
import { channel, head, makeSeeds, type Seeds } from './seeds';

/** Longer than any of these files may take on a busy machine. */
const HANGS_AFTER_SECONDS = 300;

export interface CampaignOptions {
	count: number;
	seed: number;
	/** Whether all whole files are tried first, and films are drawn from some of the broken recipes. */
	deep?: boolean;
	/** Only these kinds. */
	only?: string[];
	/** Only this file: the number a failure names. */
	one?: number;
	/** Called after each file; `wrong` is what was found wrong with it. */
	say?: (line: string, wrong: string) => void;
}

export interface CampaignResult {
	counts: Record<string, Record<Verdict, number>>;
	/** What was neither accepted with a valid result nor clearly refused. */
	wrong: string[];
	codes: Record<string, number>;
	slowest: { seconds: number; what: string };
}

/** A file broken in the way of its kind. */
function broken(name: string, seeds: Seeds, random: Random): Buffer {
	const whole = seeds.files.get(name)!;
	if (/\.json$/.test(name)) return Buffer.from(mutateJson(whole.toString(), random));
	if (/\.(md|srt|vtt|txt|csv)$/.test(name)) return random() < 0.1 ? mutateBytes(whole, Buffer.from([0xff, 0, 0xfe]), random) : Buffer.from(mutateText(whole.toString(), random)); // prettier-ignore
	if (/\.(rss|atom|html)$/.test(name)) return mutateMarkup(whole.toString(), random);
	const others = [...seeds.files.keys()].filter((other) => other !== name);
	return mutateBytes(whole, seeds.files.get(random.of(others))!, random);
}

/** Numbers of the files of each kind, mixed, so that any part of the campaign is like the whole. */
function plan(count: number, only?: string[]): string[] {
	const kinds = Object.entries(KINDS).filter(([name]) => !only || only.includes(name));
	const total = kinds.reduce((sum, [, { share }]) => sum + share, 0);
	const due = new Map(kinds.map(([name]) => [name, 0]));
	return Array.from({ length: count }, () => {
		for (const [name, { share }] of kinds) due.set(name, due.get(name)! + share / total);
		const [next] = [...due].sort(([, a], [, b]) => b - a)[0]!;
		due.set(next, due.get(next)! - 1);
		return next;
	});
}

/**
 * Breaks `count` files, each by its number and `seed`, and sends them down the roads of their kinds, two at a time. The engine's home is a
 * temporary one. Errors: those of making the whole files, and of a whole file that is refused.
 */
export async function campaign(options: CampaignOptions): Promise<CampaignResult> {
	const { count, seed, deep = false, say = () => undefined } = options;
	const folder = mkdtempSync(join(tmpdir(), 'ao-mutants-'));
	const names = ['AI_OPERATOR_HOME', 'AI_OPERATOR_TMP', 'AI_OPERATOR_SLOT_FOLDER', 'AI_OPERATOR_RUNTIME'] as const;
	const before = names.map((name) => process.env[name]);
	const [home, temporary, given] = ['home', 'tmp', 'given'].map((name) => join(folder, name)) as [string, string, string];
	for (const dir of [home, temporary, given]) mkdirSync(dir);
	// The engines are the machine's; slots are of this run, so that nobody else's work looks like a hang.
	process.env.AI_OPERATOR_RUNTIME ??= runtimeDirectory();
	Object.assign(process.env, { AI_OPERATOR_HOME: home, AI_OPERATOR_TMP: temporary, AI_OPERATOR_SLOT_FOLDER: temporary });
	const result: CampaignResult = { counts: {}, wrong: [], codes: {}, slowest: { seconds: 0, what: '' } };
	const stray: unknown[] = [];
	const onStray = (error: unknown): void => void stray.push(error);
	process.on('unhandledRejection', onStray);
	process.on('uncaughtException', onStray);
	const ledgerFile = join(home, 'ledger.sqlite');
	const ledger = await openLedger({ path: ledgerFile });
	const stop = new AbortController();
	try {
		const context = contextOf(ledger, join(home, 'files'), stop.signal);
		const seeds = await makeSeeds(join(folder, 'whole'), context);
		seeds.files.set('ledger.sqlite', await smallLedger(join(folder, 'small.sqlite')));
		const inside = [home, temporary];
		for (const [kind, { files, road, refusesWhole }] of Object.entries(KINDS)) {
			if (!deep || refusesWhole || (options.only && !options.only.includes(kind))) continue;
			for (const [i, name] of files.entries()) {
				mkdirSync(join(given, `whole-${kind}-${i}`));
				const path = join(given, `whole-${kind}-${i}`, name);
				writeFileSync(path, seeds.files.get(name)!);
				// Numbers of whole files are none of the broken ones', and take the short ways.
				await road({ path, name, seed: 120_000 + 60 * i }, { seeds, context, deep: false });
			}
		}
		const kinds = plan(count, options.only);
		const numbers = options.one === undefined ? kinds.map((_, i) => i) : [options.one];
		const judged = async (number: number): Promise<void> => {
			const kind = kinds[number]!;
			const { files, road } = KINDS[kind]!;
			const random = randomFrom(seed * 100_003 + number);
			const name = random.of(files);
			const path = join(given, `${number}`, name);
			mkdirSync(join(given, `${number}`));
			writeFileSync(path, broken(name, seeds, random));
			const what = `${kind} ${number} (${name})`;
			const began = performance.now();
			const outcome = await timed(road({ path, name, seed: number }, { seeds, context, deep }), what).then(
				(words): { verdict: Verdict; why: string } => {
					const bad = words.flatMap((text) => (unclear(text, inside) ? [`${unclear(text, inside)} in a word to the user: ${text.slice(0, 300)}`] : [])); // prettier-ignore
					return bad.length ? { verdict: 'unclear', why: bad[0]! } : { verdict: 'accepted', why: '' };
				},
				(error: unknown) => judge(error, inside),
			);
			if (stray.length) {
				outcome.verdict = 'crash';
				outcome.why = `thrown beside: ${String((stray.splice(0)[0] as Error)?.stack)}`;
			}
			const seconds = (performance.now() - began) / 1000;
			if (seconds > result.slowest.seconds) result.slowest = { seconds, what };
			(result.counts[kind] ??= { accepted: 0, refused: 0, crash: 0, hang: 0, unclear: 0 })[outcome.verdict]++;
			if (outcome.verdict === 'refused') result.codes[outcome.why] = (result.codes[outcome.why] ?? 0) + 1;
			else if (outcome.verdict !== 'accepted') result.wrong.push(`${outcome.verdict}: ${what}: ${outcome.why}`);
			if (options.one === undefined) rmSync(join(given, `${number}`), { recursive: true, force: true });
			say(
				`${numbers.length} to go, ${result.wrong.length} wrong`,
				outcome.verdict === 'accepted' || outcome.verdict === 'refused' ? '' : result.wrong.at(-1)!,
			);
		};
		await Promise.all(
			[0, 1].map(async () => {
				for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) await judged(number);
			}),
		);
	} finally {
		stop.abort();
		process.off('unhandledRejection', onStray);
		process.off('uncaughtException', onStray);
		await ledger.close();
		for (const [i, name] of names.entries())
			if (before[i] === undefined) delete process.env[name];
			else process.env[name] = before[i];
		if (options.one === undefined) rmSync(folder, { recursive: true, force: true });
	}
	return result;
}

/** A hang is told as a timeout, with what it was. */
async function timed<T>(work: Promise<T>, what: string): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(Object.assign(new HangError(what))), HANGS_AFTER_SECONDS * 1000);
	});
	try {
		return await Promise.race([work, late]);
	} finally {
		clearTimeout(timer);
	}
}
class HangError extends OperatorError {
	constructor(what: string) {
		super('TIMEOUT', `${what} did not end within ${HANGS_AFTER_SECONDS} s`, { fix: 'Look into it.' });
	}
}

function contextOf(ledger: StageContext['ledger'], folder: string, signal: AbortSignal): StageContext {
	const quiet = (): void => undefined;
	const store = openFileStore(folder);
	return {
		http: createHttp({ userAgent: 'mutants', contact: '' }),
		clock: systemClock,
		files: {
			local: async (ref: FileRef) => (await store.find(ref.sha256)) ?? ref.property,
			keep: async (path, { name, mime, content }) => {
				const { sha256, bytes } = content ?? (await store.put(path));
				return { property: name, sha256, bytes, mime };
			},
		},
		logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
		progress: quiet,
		signal,
		workspace: openWorkspace,
		ledger,
		store,
	};
}

async function smallLedger(path: string): Promise<Buffer> {
	const ledger = await openLedger({ path });
	await ledger.channels.save(channel);
	for (let i = 0; i < 5; i++) await ledger.assets.open(head(`whole-${i}`), channel.id);
	await ledger.close();
	return readFileSync(path);
}
