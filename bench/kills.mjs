// Kills: the command line and the ledger's acts are killed at named places (engine/runtime/failpoints.ts), run again, and looked over.
// npm run bench -- kills [--kills 200] [--acts 40] [--seed 1]
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundled } from './bundle.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Places on the road of the command line, in its order: a film is killed once in each stretch, so that every kill finds what the ones before
 * left. Beside each place, at which of its passings at most.
 */
const ROAD = [
	{
		'workspace-opened': 1,
		'lock-made': 1,
		'ledger-in-transaction': 3,
		'ledger-committed': 3,
		'part-locked': 1,
		'part-made': 1,
		'part-put': 1,
	},
	{ 'voice-planned': 1, 'slot-taken': 1, 'child-started': 2, 'workspace-opened': 1, 'lock-made': 2 },
	{ 'voice-spoken': 1, 'voice-levelled': 1, 'store-copied': 2, 'store-kept': 2, 'part-made': 1, 'part-put': 1 },
	{ 'child-started': 2, 'sound-mixed': 1, 'lock-made': 2, 'scene-moving': 1, 'frames-drawn': 3 },
	{ 'scene-drawn': 1, 'scene-moving': 1, 'scene-kept': 1, 'slot-taken': 1 },
	{ 'film-joined': 1, 'store-copied': 6, 'store-kept': 6, 'part-made': 1, 'part-put': 1 },
	{ 'package-filled': 1, 'package-placed': 1, 'ledger-in-transaction': 2, 'ledger-committed': 2 },
];
const ACTS = ['act-begun', 'act-performed', 'act-settled', 'ledger-in-transaction', 'ledger-committed'];

/** A random number generator that can be started again (mulberry32). */
function randomFrom(seed) {
	let state = seed >>> 0;
	return (below) => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) % below;
	};
}

const NUMBERS = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'twenty'];
const THINGS = ['Ships', 'Trains', 'Bridges', 'Whales', 'Rivers', 'Clocks', 'Kites', 'Lamps', 'Wells', 'Gates', 'Towers', 'Roads'];
const scriptOf = (i) => {
	const thing = THINGS[i % THINGS.length];
	const number = NUMBERS[Math.floor(i / THINGS.length) % NUMBERS.length];
	return `# ${thing} of ${number} towns\n\n${thing} of ${number} towns cross the old lake.\n\nRain alone fills it for ${number} more days.\n`;
};

/** Processes that carry the mark: a variable beginning with LC_ reaches every child. */
function marked(mark) {
	const wanted = `LC_KILLS=${mark}`;
	return readdirSync('/proc').filter((pid) => {
		if (!/^\d+$/.test(pid)) return false;
		try {
			if (!readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(wanted)) return false;
			return !/\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
		} catch {
			return false;
		}
	});
}

/** Runs a program to its end; `killed` when its failpoint was reached. */
async function run(args, env) {
	const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
	let out = '';
	let err = '';
	child.stdout.on('data', (data) => (out += data));
	child.stderr.on('data', (data) => (err += data));
	// What it said last may arrive after its exit.
	const { code, signal } = await new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
	return { code, killed: signal === 'SIGKILL', out, err };
}

const sha256 = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');

function rows(file, sql) {
	if (!existsSync(file)) return [];
	// Who opens a ledger after a kill holds it alone for a moment: a reader has to wait.
	const database = new DatabaseSync(file, { readOnly: true, timeout: 10_000 });
	try {
		return database.prepare(sql).all();
	} finally {
		database.close();
	}
}

/** Children of a killed run may be moving folders for a moment longer: what goes meanwhile is left out. */
function filesBelow(dir) {
	let entries;
	try {
		entries = readdirSync(dir, { withFileTypes: true });
	} catch (error) {
		if (error.code === 'ENOENT') return [];
		throw error;
	}
	return entries.flatMap((entry) => {
		const path = join(dir, entry.name);
		if (entry.isDirectory()) return filesBelow(path);
		return entry.isFile() || entry.isSocket() ? [path] : [];
	});
}

/** What should not be there when nothing runs: workspaces, half-written files, locks, slots, tickets. */
function leftOvers(home, temporary, out) {
	const slots = join(temporary, 'slots');
	const workspaces = readdirSync(temporary)
		.filter((name) => name.startsWith('ai-operator-'))
		.flatMap((name) => readdirSync(join(temporary, name)).map((inside) => join(name, inside)))
		.filter((name) => !name.endsWith('/slots'));
	const partials = [join(home, 'files', '.partial'), join(home, 'cache')]
		.flatMap(filesBelow)
		.filter((path) => /\.partial|\.part\b/.test(path));
	return [
		...workspaces,
		...partials,
		...filesBelow(join(home, 'files', '.locks')),
		...filesBelow(slots),
		...(existsSync(out) ? readdirSync(out).filter((name) => name.startsWith('.')) : []),
	];
}

const CHECK_AFTER_MS = 2_000;

/**
 * Kills `make` until it was killed `kills` times: each film several times on its way, then it is run to its end and looked over.
 * `places` are taken in turn, at their first passing; without it, places at random. Returns the counts and what was wrong, as sentences.
 */
export async function killRoad({ kills, seed = 1, places, say = () => undefined }) {
	const random = randomFrom(seed);
	const folder = mkdtempSync(join(tmpdir(), 'ai-operator-kills-'));
	const [home, temporary, out] = ['home', 'tmp', 'out'].map((name) => join(folder, name));
	for (const dir of [home, temporary, out]) mkdirSync(dir, { recursive: true });
	const env = {
		...process.env,
		AI_OPERATOR_HOME: home,
		AI_OPERATOR_LEDGER: '',
		AI_OPERATOR_TMP: temporary,
		AI_OPERATOR_SLOT_FOLDER: temporary,
	};
	const ledger = join(home, 'ledger.sqlite');
	const counts = {
		kills: 0,
		runs: 0,
		films: 0,
		partsFinishedTwice: 0,
		partsLost: 0,
		scenesDrawnTwice: 0,
		orphans: 0,
		filesLeft: 0,
		failures: 0,
	};
	const wrong = [];
	const at = {};
	const checks = [];
	const note = (key, what) => {
		counts[key]++;
		wrong.push(`${key}: ${what}`);
	};
	const parts = () => rows(ledger, 'SELECT asset_id AS asset, part, revision, inputs_hash AS hash FROM part');
	const scenes = () =>
		Object.fromEntries(
			filesBelow(join(home, 'cache', 'scenes'))
				.filter((path) => path.endsWith('/scene.h264') && !path.includes('.partial'))
				.map((path) => [path, statSync(path).ino]),
		);
	try {
		for (let film = 0; counts.kills < kills; film++) {
			const script = join(folder, `script-${film}.md`);
			writeFileSync(script, scriptOf(film));
			const args = [join(root, 'dist', 'cli', 'index.js'), 'make', '--script', script, '--voice', 'joe', '--music', 'none', '--out', out];
			let before = parts();
			let drawn = scenes();
			// One that reaches its end unkilled is finished.
			for (let turn = 0; ; turn++) {
				const stretch = ROAD[turn % ROAD.length];
				const names = places ?? Object.keys(stretch);
				const name = names[places ? counts.kills % places.length : random(names.length)];
				const point = turn < ROAD.length && counts.kills < kills ? `${name}#${1 + (places ? 0 : random(stretch[name]))}` : '';
				const mark = `${process.pid}-${++counts.runs}`;
				const ended = await run(args, { ...env, LC_KILLS: mark, AI_OPERATOR_FAILPOINT: point });
				if (ended.killed) {
					counts.kills++;
					at[name] = (at[name] ?? 0) + 1;
				}
				checks.push(
					new Promise((resolve) => setTimeout(resolve, CHECK_AFTER_MS)).then(() => {
						const alive = marked(mark);
						if (alive.length) note('orphans', `${alive.length} after a kill at ${point || 'the end'}`);
					}),
				);
				const now = parts();
				const has = (row) => now.some((other) => other.asset === row.asset && other.part === row.part && other.revision === row.revision);
				for (const row of before) if (!has(row)) note('partsLost', `${row.part} of ${row.asset} after ${point}`);
				for (const [path, inode] of Object.entries(drawn)) {
					const there = existsSync(path) ? statSync(path).ino : null;
					if (there !== inode) note('scenesDrawnTwice', `${path} after ${point}`);
				}
				before = now;
				drawn = scenes();
				if (ended.killed) continue;
				if (ended.code !== 0) {
					note('failures', `${point}: ${ended.err.slice(-400)}`);
					if (turn >= ROAD.length) break;
					continue;
				}
				counts.films++;
				const target = ended.out.trim();
				const head = JSON.parse(readFileSync(join(target, 'script.json'), 'utf8'));
				for (const file of head.files)
					if (!existsSync(join(target, file.name)) || sha256(join(target, file.name)) !== file.sha256)
						note('partsLost', `${file.name} of the package ${target}`);
				for (const name of ['video.mp4', 'captions.srt', 'thumbnail-1.png', 'recipe.json'])
					if (!head.files.some((file) => file.name === name)) note('partsLost', `${name} is not in the package ${target}`);
				for (const { part, n } of rows(
					ledger,
					`SELECT part, count(*) AS n FROM part WHERE asset_id = '${head.asset.id}' AND part IN ('script', 'voice', 'video') GROUP BY part, inputs_hash`,
				))
					if (n > 1) note('partsFinishedTwice', `${part} of ${head.asset.id}: ${n}`);
				const [{ published }] = rows(ledger, `SELECT count(*) AS published FROM published WHERE asset_id = '${head.asset.id}'`);
				if (published !== 1) note('partsFinishedTwice', `published ${published} times`);
				const left = leftOvers(home, temporary, out);
				if (left.length) {
					counts.filesLeft += left.length - 1;
					note('filesLeft', left.slice(0, 5).join(', '));
				}
				break;
			}
			say(`${counts.kills} kills, ${counts.films} films`);
		}
		await Promise.all(checks);
		const [{ integrity_check: integrity }] = rows(ledger, 'PRAGMA integrity_check');
		if (integrity !== 'ok') note('failures', `the ledger: ${integrity}`);
		if (readdirSync(out).filter((name) => !name.startsWith('.')).length !== counts.films)
			note('partsFinishedTwice', 'more packages than films');
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	return { counts, wrong, at };
}

/** Kills a process that does paid acts at a vendor which keeps a list of what it did, and counts what was done twice. */
export async function killActs({ kills, seed = 1, say = () => undefined }) {
	const random = randomFrom(seed + 1000);
	const folder = mkdtempSync(join(tmpdir(), 'ai-operator-kill-acts-'));
	const program = join(root, 'dist', `kill-acts-${process.pid}.cjs`);
	await bundled('kill-acts', `import './bench/kill-acts';`, { program });
	const counts = { kills: 0, runs: 0, acts: 0, actsDoneTwice: 0, actsLost: 0 };
	const wrong = [];
	try {
		for (let act = 0; counts.kills < kills; act++) {
			const vendor = join(folder, `vendor-${act}`);
			writeFileSync(vendor, '');
			const args = [program, join(folder, 'ledger.sqlite'), vendor, `act-${act}`];
			for (let turn = 0; ; turn++) {
				const name = ACTS[random(ACTS.length)];
				const point = turn < 4 && counts.kills < kills ? `${name}#${name.startsWith('ledger') ? 1 + random(4) : 1}` : '';
				counts.runs++;
				const ended = await run(args, { ...process.env, AI_OPERATOR_FAILPOINT: point });
				if (ended.killed) {
					counts.kills++;
					continue;
				}
				counts.acts++;
				const done = readFileSync(vendor, 'utf8').split('\n').filter(Boolean).length;
				if (ended.code !== 0 || done === 0) {
					counts.actsLost++;
					wrong.push(`act ${act} after ${point}: ${ended.err.slice(-300)}`);
				}
				if (done > 1) {
					counts.actsDoneTwice++;
					wrong.push(`act ${act} was done ${done} times`);
				}
				break;
			}
			say(`${counts.kills} kills of acts`);
		}
		const usage = rows(join(folder, 'ledger.sqlite'), 'SELECT count(*) AS n, count(DISTINCT asset_id) AS assets FROM usage')[0];
		if (usage.n !== counts.acts || usage.assets !== counts.acts) wrong.push(`${usage.n} lines of usage for ${counts.acts} acts`);
	} finally {
		rmSync(folder, { recursive: true, force: true });
		rmSync(program, { force: true });
	}
	return { counts, wrong };
}

async function main() {
	const { values } = parseArgs({
		options: {
			kills: { type: 'string', default: '200' },
			acts: { type: 'string', default: '40' },
			seed: { type: 'string', default: '1' },
		},
	});
	const [kills, acts, seed] = [values.kills, values.acts, values.seed].map(Number);
	const began = Date.now();
	const say = (line) => process.stderr.write(`\r\x1b[2K${line}, ${((Date.now() - began) / 1000).toFixed(0)} s`);
	const ofActs = await killActs({ kills: Math.min(acts, kills), seed, say });
	const road = await killRoad({ kills: kills - ofActs.counts.kills, seed, say });
	process.stderr.write('\n');
	const seconds = (Date.now() - began) / 1000;
	console.log(`| what | asked | found |\n|---|---|---|`);
	for (const [what, found] of [
		[
			'acts done twice (paid acts; parts finished twice; scenes drawn twice)',
			`${ofActs.counts.actsDoneTwice}; ${road.counts.partsFinishedTwice}; ${road.counts.scenesDrawnTwice}`,
		],
		['acts and parts lost', `${ofActs.counts.actsLost}; ${road.counts.partsLost}`],
		['orphans after 2 s', road.counts.orphans],
		['files left after the next use', road.counts.filesLeft],
		['runs that failed', road.counts.failures],
	])
		console.log(`| ${what} | 0 | ${found} |`);
	console.log(
		`\n${road.counts.kills + ofActs.counts.kills} kills (${ofActs.counts.kills} at ${ofActs.counts.acts} acts, ${road.counts.kills} on the way to ${road.counts.films} films, ${road.counts.runs} runs), seed ${seed}, ${seconds.toFixed(0)} s`,
	);
	console.log(
		Object.entries(road.at)
			.sort(([, a], [, b]) => b - a)
			.map(([name, n]) => `${name} ${n}`)
			.join(', '),
	);
	const wrong = [...ofActs.wrong, ...road.wrong];
	for (const line of wrong.slice(0, 40)) console.log(`- ${line}`);
	if (wrong.length) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
