// What the repo brings by itself: Node 24, its packages, n8n. Everything outside the tree lies in one cache folder, by version or hash.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	accessSync,
	constants,
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statfsSync,
	writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

export const nodeVersion = '24.21.0';
export const cacheRoot = process.env.AI_OPERATOR_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'ai-operator');
const tty = process.stdout.isTTY;

export function say(text) {
	process.stdout.write(`${text}\n`);
}
export function fail(text) {
	process.stderr.write(`\n${text}\n`);
	process.exitCode = 1;
}

/** Runs a step with a line that says what it does and how long it took; output is shown only when it fails. */
export async function step(label, work) {
	const started = Date.now();
	const seconds = () => `${((Date.now() - started) / 1000).toFixed(0)} s`;
	let note = '';
	const line = () => `  … ${label}${note ? ` (${note})` : ''} ${seconds()}`;
	let last = 0;
	const show = () => {
		if (tty) process.stdout.write(`\r\x1b[2K${line()}`);
		else if (Date.now() - last > 15000) {
			last = Date.now();
			say(line());
		}
	};
	show();
	const timer = setInterval(show, tty ? 500 : 5000);
	try {
		const result = await work((text) => {
			note = text;
		});
		clearInterval(timer);
		process.stdout.write(`${tty ? '\r\x1b[2K' : ''}  ✓ ${label} ${seconds()}\n`);
		return result;
	} catch (error) {
		clearInterval(timer);
		process.stdout.write(`${tty ? '\r\x1b[2K' : ''}  ✗ ${label} ${seconds()}\n`);
		throw error;
	}
}

/** Runs a program, collects its output, rejects with the end of it. */
export function exec(command, args, options = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
		let output = '';
		const add = (chunk) => {
			output = (output + chunk).slice(-20000);
		};
		child.stdout.on('data', add);
		child.stderr.on('data', add);
		child.on('error', (error) => reject(new Error(`${command} could not be started: ${error.message}`)));
		child.on('close', (code) =>
			code === 0 ? resolve(output) : reject(new Error(`${command} ${args.join(' ')} ended with ${code}:\n${output.slice(-4000)}`)),
		);
	});
}

// One of some thousand packages that a registry does not answer at once is no reason to begin 3 GB again: five more tries within 66 s, where
// npm by itself makes two in 70 s.
for (const [name, value] of [
	['retries', '5'],
	['retry_factor', '3'],
	['retry_mintimeout', '2000'],
	['retry_maxtimeout', '20000'],
])
	process.env[`npm_config_fetch_${name}`] ??= value;
const npmCommand = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const npmSync = (args, options) => {
	const run = spawnSync(npmCommand, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8', maxBuffer: 1 << 26, ...options });
	if (run.error) throw new Error(`npm could not be started (${run.error.message}): install Node.js with npm, then run this again`);
	if (run.status !== 0) throw new Error(`npm ${args.join(' ')} failed:\n${(run.stderr || run.stdout).slice(-3000)}`);
	return run.stdout;
};

const nodeFolder = () => join(cacheRoot, `node-${nodeVersion}-${process.platform}-${process.arch}`);

/** Path of the pinned Node, fetched from the npm registry as a platform package the first time. */
export function bringNode() {
	const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
	const folder = nodeFolder();
	const binary = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
	if (!existsSync(binary)) {
		say(`  … fetching Node ${nodeVersion}`);
		const partial = `${folder}.${process.pid}`;
		mkdirSync(partial, { recursive: true });
		writeFileSync(join(partial, 'package.json'), '{"private":true}');
		npmSync(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save', `${name}@${nodeVersion}`], { cwd: partial });
		moveOnce(partial, folder);
		say(`  ✓ Node ${nodeVersion}`);
	}
	return binary;
}

/** Folder with include/ for native builds against the pinned Node. */
export function nodeHeaders() {
	return join(nodeFolder(), 'node_modules', `node-${process.platform}-${process.arch}`);
}

/** Removes what killed installs left beside `folder`: names end with the pid of their process. */
function sweepPartials(folder) {
	const parent = dirname(folder);
	for (const name of existsSync(parent) ? readdirSync(parent) : []) {
		const pid = Number(/^(?:n8n|node)-.*\.(\d+)$/.exec(name)?.[1]);
		if (pid && commandLine(pid)?.length === 0) rmSync(join(parent, name), { recursive: true, force: true });
	}
}

/**
 * The words a running process was started with; none for one that ended, also where it was not reaped (a container's first process may reap
 * nothing). Null where only that it runs can be known.
 */
export function commandLine(pid) {
	try {
		process.kill(pid, 0);
		return existsSync('/proc/self') ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean) : null;
	} catch (error) {
		return error.code === 'EPERM' ? null : [];
	}
}

function moveOnce(from, to) {
	try {
		renameSync(from, to);
	} catch (error) {
		// Another process was first: its folder is as good as ours.
		rmSync(from, { recursive: true, force: true });
		if (!existsSync(to)) throw error;
	}
}

const hashOf = (...files) => {
	const hash = createHash('sha256');
	for (const file of files) hash.update(readFileSync(file));
	return hash.digest('hex').slice(0, 16);
};

/** Installs the repo's packages when package-lock.json has changed since the last time. */
export function bringPackages(root, node) {
	const stamp = join(root, 'node_modules', '.ai-operator-lock');
	const want = hashOf(join(root, 'package-lock.json'));
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === want) return;
	const started = Date.now();
	say('  … installing the packages of this repo (about 450 MB)');
	// npm ci refuses a lock without the packages of other platforms; install keeps to it and --no-save leaves it as it is.
	npmSync(['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'], {
		cwd: root,
		env: { ...process.env, PATH: `${join(node, '..')}${delimiter}${process.env.PATH ?? ''}` },
	});
	writeFileSync(stamp, want);
	say(`  ✓ packages ${((Date.now() - started) / 1000).toFixed(0)} s`);
}

const onPath = (name) =>
	(process.env.PATH ?? '').split(delimiter).some((dir) => {
		try {
			accessSync(join(dir, name), constants.X_OK);
			return true;
		} catch {
			return false;
		}
	});

/** n8n's sqlite driver is compiled here: a C++ compiler, make and Python must be present; as root on Debian they are installed. */
async function bringCompiler(note) {
	const missing = [
		['g++', 'g++'],
		['make', 'make'],
		['python3', 'python3'],
	]
		.filter(([program]) => !onPath(program))
		.map(([, name]) => name);
	if (!missing.length) return;
	if (process.getuid?.() !== 0 || !onPath('apt-get'))
		throw new Error(`${missing.join(', ')} missing: install them (Debian: apt-get install ${missing.join(' ')}), then run this again`);
	note(`apt-get install ${missing.join(' ')}`);
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const retries = ['-o', 'Acquire::Retries=3'];
	await exec('apt-get', [...retries, 'update', '-qq'], { env });
	await exec('apt-get', [...retries, 'install', '-y', '-qq', '--no-install-recommends', ...missing], { env });
}

/** Whether the pinned n8n is installed. */
export const hasN8n = (root) => existsSync(join(n8nPlace(root), '.complete'));
const n8nPlace = (root) =>
	join(cacheRoot, `n8n-${hashOf(join(root, 'instance', 'package.json'), join(root, 'instance', 'package-lock.json'))}`);

/** Folder of the pinned n8n (3 GB), installed once per hash of its package-lock.json. */
export async function bringN8n(root, node, note = () => {}) {
	const folder = n8nPlace(root);
	if (existsSync(join(folder, '.complete'))) return folder;
	sweepPartials(folder);
	await bringCompiler(note);
	const partial = `${folder}.${process.pid}`;
	rmSync(partial, { recursive: true, force: true });
	mkdirSync(partial, { recursive: true });
	for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(root, 'instance', file), join(partial, file));
	// An npm script hands this repo's own npm settings down to what it starts; n8n's install wants its own.
	const inherited = Object.fromEntries(
		Object.entries(process.env).filter(
			([name]) => !/^npm_config_(ignore_scripts|legacy_peer_deps|omit_lockfile|local_prefix|prefix)/i.test(name),
		),
	);
	const env = { ...inherited, PATH: `${join(node, '..')}${delimiter}${process.env.PATH ?? ''}`, npm_config_nodedir: nodeHeaders() };
	try {
		note('packages, about 3 GB');
		// npm ci refuses this lock over a platform package it does not need; install keeps to the lock all the same.
		await exec(npmCommand, ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: partial, env });
		note('compiling the sqlite driver');
		const output = await exec(npmCommand, ['rebuild', '--ignore-scripts=false', 'sqlite3'], { cwd: partial, env });
		if (!existsSync(join(partial, 'node_modules', 'sqlite3', 'build', 'Release', 'node_sqlite3.node')))
			throw new Error(`The sqlite driver was not compiled:\n${output.slice(-2000)}`);
		writeFileSync(join(partial, '.complete'), '');
	} catch (error) {
		rmSync(partial, { recursive: true, force: true });
		throw error;
	}
	moveOnce(partial, folder);
	return folder;
}

/** Free bytes where the folder is or will be. */
export function freeBytes(folder) {
	let dir = folder;
	while (!existsSync(dir)) dir = join(dir, '..');
	const { bavail, bsize } = statfsSync(dir);
	return bavail * bsize;
}
