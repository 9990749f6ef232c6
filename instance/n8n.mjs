// The n8n that start, tests and screenshots share: own user folder, the pack installed as n8n's installer does it,
// everything through the running server's API, stopped without leftovers.
import { spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { cpSync, existsSync, mkdirSync, openSync, closeSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { exec } from './bring.mjs';

const PACK = 'n8n-nodes-ai-operator';

/** The owner of the instance in a user folder: a password of its own, readable by this user alone. */
function ownerOf(userFolder) {
	const file = join(userFolder, 'login.json');
	if (!existsSync(file)) {
		const password = `Op-${randomBytes(9).toString('base64url')}-7`;
		writeFileSync(file, JSON.stringify({ email: 'owner@ai-operator.local', firstName: 'Owner', lastName: 'Operator', password }), {
			mode: 0o600,
		});
	}
	return JSON.parse(readFileSync(file, 'utf8'));
}

/**
 * Installs the built pack into a user folder with the very steps of n8n's community installer
 * (community-packages.service: pack, untar, drop dev/peer/optional dependencies, npm install with its flags).
 */
export async function installPack(root, userFolder, env = process.env) {
	const target = placeOf(userFolder);
	const nodesFolder = dirname(dirname(target));
	rmSync(target, { recursive: true, force: true });
	mkdirSync(target, { recursive: true });
	const tarball = (await exec('npm', ['pack', '--quiet', '--ignore-scripts', '--pack-destination', nodesFolder], { cwd: root, env }))
		.trim()
		.split('\n')
		.pop();
	const file = join(nodesFolder, basename(tarball));
	await exec('tar', ['-xzf', file, '-C', target, '--strip-components=1']);
	rmSync(file);
	const manifest = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'));
	for (const key of ['devDependencies', 'peerDependencies', 'optionalDependencies']) delete manifest[key];
	writeFileSync(join(target, 'package.json'), JSON.stringify(manifest, null, 2));
	const flags = [
		'--audit=false',
		'--fund=false',
		'--bin-links=false',
		'--install-strategy=shallow',
		'--ignore-scripts=true',
		'--package-lock=false',
	];
	await exec('npm', ['install', ...flags], { cwd: target, env });
	return target;
}
const placeOf = (userFolder) => join(userFolder, '.n8n', 'nodes', 'node_modules', PACK);

/** Puts a pack that `installPack` installed into another user folder as it is. */
export function copyPack(installed, userFolder) {
	const target = placeOf(userFolder);
	cpSync(installed, target, { recursive: true });
	return target;
}

/**
 * A port nobody listens on, below those that systems give out by themselves (Linux 32768 and up, others 49152 and up): between this answer and
 * the moment n8n listens, half a minute on a slow machine, no outgoing connection or other server is given it.
 */
export async function freePort() {
	for (let tries = 0; ; tries++) {
		const port = tries < 50 ? 20_000 + randomInt(12_000) : 0;
		const found = await new Promise((resolve, reject) => {
			const server = createServer();
			server.on('error', (error) => (port ? resolve(null) : reject(error)));
			server.listen(port, '127.0.0.1', () => {
				const { port: taken } = server.address();
				server.close(() => resolve(taken));
			});
		});
		if (found) return found;
	}
}

/** Removes colours, references and repeats from n8n's flattened run data. */
function unflatten(text) {
	const flat = JSON.parse(text);
	const seen = new Map();
	const revive = (value) => {
		if (typeof value !== 'string') return value;
		const index = Number(value);
		if (seen.has(index)) return seen.get(index);
		const entry = flat[index];
		if (Array.isArray(entry)) {
			const list = [];
			seen.set(index, list);
			for (const part of entry) list.push(revive(part));
			return list;
		}
		if (entry && typeof entry === 'object') {
			const object = {};
			seen.set(index, object);
			for (const [key, part] of Object.entries(entry)) object[key] = revive(part);
			return object;
		}
		return entry;
	};
	seen.set(-1, null);
	const [first] = flat;
	if (!first || typeof first !== 'object') return undefined;
	return Object.fromEntries(Object.entries(first).map(([key, part]) => [key, revive(part)]));
}

export class N8n {
	/** `env` adds to the server's environment; `filesFolders` are the folders its nodes may read and write by path. */
	constructor({ n8nFolder, node, userFolder, env = {}, filesFolders = [], port }) {
		Object.assign(this, { n8nFolder, node, userFolder, env, filesFolders, port });
		this.cookie = '';
		this.log = join(userFolder, 'n8n.log');
	}

	get url() {
		return `http://127.0.0.1:${this.port}`;
	}

	/** Starts the server, answers when it is healthy and the owner is logged in. */
	async start({ timeoutSeconds = 240 } = {}) {
		mkdirSync(this.userFolder, { recursive: true });
		this.port ??= await freePort();
		const broker = await freePort();
		const inherited = Object.fromEntries(
			Object.entries(process.env).filter(([name]) => !/^(N8N_|DB_|NODE_OPTIONS|NODE_ENV|JEST)/.test(name)),
		);
		const env = {
			...inherited,
			PATH: `${dirname(this.node)}:${process.env.PATH ?? ''}`,
			N8N_USER_FOLDER: this.userFolder,
			N8N_PORT: String(this.port),
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_RUNNERS_BROKER_PORT: String(broker),
			N8N_DIAGNOSTICS_ENABLED: 'false',
			N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
			N8N_TEMPLATES_ENABLED: 'false',
			N8N_PERSONALIZATION_ENABLED: 'false',
			N8N_HIRING_BANNER_ENABLED: 'false',
			N8N_SECURE_COOKIE: 'false',
			N8N_COMMUNITY_PACKAGES_PREVENT_LOADING: 'false',
			N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
			N8N_LOG_LEVEL: 'info',
			N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
			N8N_RESTRICT_FILE_ACCESS_TO: [join(this.userFolder, '.n8n-files'), ...this.filesFolders].join(';'),
			EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'all',
			GENERIC_TIMEZONE: 'UTC',
			...this.env,
		};
		const out = openSync(this.log, 'a');
		this.process = spawn(this.node, [join(this.n8nFolder, 'node_modules', 'n8n', 'bin', 'n8n'), 'start'], {
			cwd: this.userFolder,
			env,
			stdio: ['ignore', out, out],
			detached: true,
		});
		closeSync(out);
		this.exited = new Promise((resolve) => this.process.once('exit', (code, signal) => resolve({ code, signal })));
		this.exited.then(() => {
			this.ended = true;
		});
		this.ended = false;
		const until = Date.now() + timeoutSeconds * 1000;
		for (;;) {
			if (this.ended) throw new Error(`n8n ended while starting:\n${this.logTail()}`);
			if (Date.now() > until) throw new Error(`n8n did not start within ${timeoutSeconds} s:\n${this.logTail()}`);
			const healthy = await fetch(`${this.url}/healthz/readiness`).then(
				(r) => r.ok,
				() => false,
			);
			if (healthy) break;
			await new Promise((resolve) => setTimeout(resolve, 300));
		}
		await this.login();
		return this;
	}

	logTail(bytes = 3000) {
		return existsSync(this.log) ? readFileSync(this.log, 'utf8').slice(-bytes) : '';
	}

	async login() {
		const owner = ownerOf(this.userFolder);
		this.owner = owner;
		const post = (path, body) =>
			fetch(`${this.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
		const until = Date.now() + 60000;
		for (;;) {
			const setup = await post('/rest/owner/setup', owner).catch(() => undefined);
			const answer = setup?.ok
				? setup
				: await post('/rest/login', { emailOrLdapLoginId: owner.email, password: owner.password }).catch(() => undefined);
			if (answer?.ok) {
				this.cookie = answer.headers
					.getSetCookie()
					.map((c) => c.split(';')[0])
					.join('; ');
				return;
			}
			if (Date.now() > until) throw new Error(`n8n refused the login: ${answer?.status} ${await answer?.text()}`);
			await new Promise((resolve) => setTimeout(resolve, 500));
		}
	}

	async api(method, path, body) {
		const answer = await fetch(`${this.url}/rest${path}`, {
			method,
			headers: { cookie: this.cookie, 'content-type': 'application/json', 'push-ref': 'ai-operator-harness' },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const text = await answer.text();
		if (!answer.ok) throw new Error(`n8n answered ${answer.status} to ${method} ${path}: ${text.slice(0, 600)}`);
		return text ? (JSON.parse(text).data ?? JSON.parse(text)) : undefined;
	}

	/** Imports a workflow object; returns its id. */
	async importWorkflow(workflow) {
		const { name, nodes, connections, settings, meta, pinData } = workflow;
		const made = await this.api('POST', '/workflows', {
			name,
			nodes,
			connections,
			settings: settings ?? { executionOrder: 'v1' },
			meta,
			pinData,
		});
		return made.id;
	}

	/** Starts a workflow from its trigger as the editor's button does; returns the execution id. */
	async run(workflowId, triggerName) {
		const { executionId } = await this.api('POST', `/workflows/${workflowId}/run`, { triggerToStartFrom: { name: triggerName } });
		return executionId;
	}

	async execution(id) {
		const answer = await this.api('GET', `/executions/${id}`);
		return { ...answer, data: typeof answer.data === 'string' ? unflatten(answer.data) : answer.data };
	}

	async stopExecution(id) {
		return await this.api('POST', `/executions/${id}/stop`);
	}

	/**
	 * Status of an execution, as the editor's list asks for it. Asking for the execution itself makes n8n read and parse all of its data,
	 * megabytes on the thread that runs it.
	 */
	async status(id) {
		const { results } = await this.api('GET', '/executions?limit=20');
		const listed = results.find((execution) => String(execution.id) === String(id));
		return (listed ?? (await this.api('GET', `/executions/${id}`))).status;
	}

	/** Waits until the execution ended; `onPoll` sees it as it is every `everySeconds`, with the nodes that have finished. */
	async finished(id, { timeoutSeconds = 1800, everySeconds = 0.7, onPoll } = {}) {
		const until = Date.now() + timeoutSeconds * 1000;
		for (;;) {
			if (this.ended) throw new Error(`n8n ended during execution ${id}:\n${this.logTail()}`);
			const answer = onPoll
				? await this.api('GET', `/executions/${id}`).catch(() => undefined)
				: { status: await this.status(id).catch(() => undefined) };
			if (answer?.status) {
				onPoll?.(answer);
				if (!['new', 'running', 'waiting'].includes(answer.status)) return await this.execution(id);
			}
			if (Date.now() > until) throw new Error(`Execution ${id} did not end within ${timeoutSeconds} s`);
			await new Promise((resolve) => setTimeout(resolve, everySeconds * 1000));
		}
	}

	/** Run data by node name of an execution, also of one that is still running. */
	static runData(execution) {
		const data = typeof execution.data === 'string' ? unflatten(execution.data) : execution.data;
		return data?.resultData?.runData;
	}

	/** Output items of a node's last run: one list an output. */
	static output(execution, nodeName) {
		const runs = execution.data?.resultData?.runData?.[nodeName];
		return runs?.at(-1)?.data?.main?.map((items) => items ?? []) ?? [];
	}

	static error(execution) {
		const error = execution.data?.resultData?.error;
		return error ? [error.message, error.description].filter(Boolean).join(' · ') : undefined;
	}

	/** Downloads a binary property of an item. */
	async binary(item, property) {
		const data = item.binary?.[property];
		if (!data) throw new Error(`The item has no binary "${property}"`);
		if (!data.id) return Buffer.from(data.data, 'base64');
		const answer = await fetch(
			`${this.url}/rest/binary-data?id=${encodeURIComponent(data.id)}&action=download&fileName=x&mimeType=${encodeURIComponent(data.mimeType)}`,
			{ headers: { cookie: this.cookie } },
		);
		if (!answer.ok) throw new Error(`n8n answered ${answer.status} for binary "${property}"`);
		return Buffer.from(await answer.arrayBuffer());
	}

	/** Ends the server as an operator would (SIGTERM), and its group for certain. */
	async stop({ signal = 'SIGTERM' } = {}) {
		if (!this.process || this.ended) return;
		this.process.kill(signal);
		let timer;
		const late = new Promise((resolve) => {
			timer = setTimeout(() => resolve(false), 15000);
		});
		const ended = await Promise.race([this.exited.then(() => true), late]);
		clearTimeout(timer);
		if (!ended) {
			try {
				process.kill(-this.process.pid, 'SIGKILL');
			} catch {
				this.process.kill('SIGKILL');
			}
			await this.exited;
		}
	}
}

/** Pids of all descendants of a process (Linux). */
export function descendants(pid) {
	const children = new Map();
	for (const name of readdirSync('/proc').filter((n) => /^\d+$/.test(n))) {
		try {
			const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
			const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
			children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
		} catch {
			// ended while reading
		}
	}
	const found = [];
	const walk = (p) => {
		for (const child of children.get(p) ?? []) {
			found.push(child);
			walk(child);
		}
	};
	walk(pid);
	return found;
}
