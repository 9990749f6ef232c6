// npm start: one finished video about a real topic, made by a workflow inside a real n8n. All set-up included.
import { existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';

import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { cacheRoot, commandLine, freeBytes, hasN8n, say, step } from './bring.mjs';
import { installPack, N8n } from './n8n.mjs';
import { ofTalk, sideBySide, withShorts } from './shorts.mjs';

const help = `npm start [-- options]

  --topic TITLE          title of the topic
  --source FILE|URL      a text file, source pack or article; may be given several times
  --feed URL             an RSS, Atom, RDF or JSON feed; may be given several times
  --script FILE.md       your own script instead of sources
  --making short|video   a vertical short, or a wide YouTube video with its shorts; plain npm start makes both
  --talk FILE            a long video or recording of yours: its best moments as vertical, captioned clips
  --voice NAME           a voice: af_heart, am_michael, bf_emma, … or joe (fast)
  --out DIR              where results go (default: out)
  --resume               go on with the run that was stopped or killed: what is finished is not made again
  --exit                 stop after the results instead of keeping the editor open
`;

function parse(args) {
	const options = { sources: [], feeds: [], out: 'out', exit: false };
	for (let i = 0; i < args.length; i++) {
		const name = args[i];
		const value = () => args[++i] ?? die(`${name} needs a value`);
		if (name === '--exit') options.exit = true;
		else if (name === '--resume') options.resume = true;
		else if (name === '--making') options.making = value();
		else if (name === '--topic') options.topic = value();
		else if (name === '--source') options.sources.push(value());
		else if (name === '--feed') options.feeds.push(value());
		else if (name === '--script') options.script = value();
		else if (name === '--talk') options.talk = value();
		else if (name === '--voice') options.voice = value();
		else if (name === '--out') options.out = value();
		else if (name === '--help') {
			say(help);
			process.exit(0);
		} else die(`Unknown option ${name}`);
	}
	if (options.resume && args.some((arg) => arg.startsWith('--') && !['--resume', '--exit'].includes(arg)))
		die('--resume goes on as the run was begun: give it alone, or with --exit');
	if (options.making !== undefined && !['short', 'video'].includes(options.making)) die('--making is short or video');
	if (options.script && (options.sources.length || options.feeds.length)) die('--script goes without --source and --feed');
	if (options.talk && args.some((arg) => arg.startsWith('--') && !['--talk', '--out', '--exit'].includes(arg)))
		die('--talk cuts a video that is there: give it alone, or with --out and --exit');
	if (options.topic && !options.sources.length && !options.feeds.length && !options.script)
		die('--topic names a topic; give its --source or --feed too');
	if (options.sources.length && options.feeds.length) die('--source and --feed are two ways: give one of them');
	return options;
}
function die(message) {
	throw new Error(`${message}\n\n${help}`);
}

const isUrl = (text) => /^https?:\/\//i.test(text);
const readText = (file) => {
	const path = resolve(process.env.INIT_CWD ?? process.cwd(), file);
	if (!existsSync(path)) die(`There is no file ${path}`);
	if (statSync(path).size > 4e6) die(`${path} is larger than 4 MB: give an article or a text`);
	return readFileSync(path, 'utf8');
};

/** Puts the options into the imported workflow, as a user would type them into its nodes. */
export function configure(workflow, options, outDir) {
	const copy = structuredClone(workflow);
	const node = (type) => copy.nodes.find((candidate) => candidate.type === `n8n-nodes-ai-operator.${type}`);
	const scout = node('topicScout');
	const writer = node('scriptGenerator');
	const slot = { slot: new Date().toISOString() };
	scout.parameters.options = { ...scout.parameters.options, ...slot };
	if (options.feeds.length)
		Object.assign(scout.parameters, { operation: 'find', feeds: options.feeds.join('\n'), keywords: options.topic ?? '', limit: 1 });
	else if (options.sources.length) {
		const texts = options.sources.filter((source) => !isUrl(source)).map(readText);
		Object.assign(scout.parameters, {
			text: texts.length > 1 ? listExpression(texts) : (texts[0] ?? ''),
			sourceLinks: options.sources.filter(isUrl).join('\n'),
			title: options.topic ?? '',
		});
	}
	if (options.script) {
		const script = readText(options.script);
		// The script.md of a package goes on with its own asset; any other script makes a new one.
		const goesOn = /^\uFEFF?\s*---[ ]*\r?\n(?:[^\n]*\n)*?asset:[ ]*\S/.test(script.slice(0, 24_000).split(/\n---[ ]*\r?\n/)[0] ?? '');
		Object.assign(writer.parameters, {
			operation: 'own',
			script,
			channel: node('setup').parameters.channelName,
			options: { ...writer.parameters.options, ...(goesOn ? {} : slot) },
		});
		delete writer.parameters.writer;
		// The user's own script needs no topic before it.
		copy.connections[node('setup').name] = { main: [[{ node: writer.name, type: 'main', index: 0 }]] };
	}
	if (options.making) for (const node of [scout, writer]) node.parameters.making = options.making;
	if (options.voice) {
		const engine = options.voice === 'joe' ? 'piper' : 'kokoro';
		const voice = node('voice');
		voice.parameters = { ...voice.parameters, engine, options: { ...voice.parameters.options, speaker: options.voice } };
	}
	Object.assign(node('publisher').parameters, { folder: outDir, pattern: '{asset}' });
	return copy;
}

/** Several texts as an n8n expression: each stays a source of its own. Braces are escaped, or they would end the expression. */
const listExpression = (texts) => `={{ ${JSON.stringify(texts).replaceAll('{', '\\u007b').replaceAll('}', '\\u007d')} }}`;

/**
 * One npm start at a time: the instance's folder belongs to the process named in it. An n8n that outlived a killed npm start is ended.
 * Returns a function that notes the n8n that runs now.
 */
async function takeFolder(userFolder) {
	mkdirSync(userFolder, { recursive: true, mode: 0o700 });
	const file = join(userFolder, 'start.pid');
	const [pid = 0, server = 0] = existsSync(file) ? readFileSync(file, 'utf8').split(' ').map(Number) : [];
	if (pid && pid !== process.pid && startRuns(pid))
		throw new Error(`Another npm start (process ${pid}) has its editor open: stop it with Ctrl-C first, or use npm run make beside it.`);
	if (server && servesFolder(server, userFolder)) {
		process.kill(server, 'SIGKILL');
		while (servesFolder(server, userFolder)) await new Promise((resolve) => setTimeout(resolve, 50));
	}
	const note = (serverPid) => writeFileSync(file, serverPid ? `${process.pid} ${serverPid}` : String(process.pid));
	note();
	process.once('exit', () => rmSync(file, { force: true }));
	return note;
}
/** Whether npm start runs in that process: one that ended but was not reaped, or whose id another program has by now, does not count. */
export function startRuns(pid) {
	const words = commandLine(pid);
	return !words || (words.includes('start') && words.some((word) => word.endsWith('tasks.mjs')));
}
/** Whether the process is an n8n of this folder: its id alone may be another program's by now. */
function servesFolder(pid, userFolder) {
	try {
		return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`N8N_USER_FOLDER=${userFolder}`);
	} catch {
		return false;
	}
}

/** What --resume goes on with: the workflows of the last run as they were configured, and the folders it needs. */
const lastRun = (userFolder) => join(userFolder, 'last-run.json');
function noteRun(userFolder, run) {
	writeFileSync(lastRun(userFolder), JSON.stringify(run), { mode: 0o600 });
}
function unfinishedRun(userFolder) {
	const file = lastRun(userFolder);
	const run = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
	if (!run) throw new Error('There is no run to resume: npm start begins one.');
	if (run.finished) throw new Error(`The last run is finished: its results are in ${run.outDir}. npm start begins another.`);
	return run;
}

/** The workflows of a run, one after another: `{ name, workflow }`. */
function planRun(root, options, outDir, talk) {
	const shipped = (...path) => JSON.parse(readFileSync(join(root, 'workflows', ...path), 'utf8'));
	if (talk) return [{ name: 'cutting clips inside n8n', workflow: ofTalk(shipped('shorts', 'long-video-to-shorts.json'), talk, outDir) }];
	const topic = shipped('faceless-youtube', 'topic-to-package.json');
	const own = options.sources.length || options.feeds.length || options.script;
	const short = { name: 'making the short inside n8n', workflow: configure(topic, options, outDir) };
	const wide = () => ({
		name: 'making the wide video and its shorts inside n8n',
		workflow: withShorts(configure(topic, { ...options, making: 'video' }, outDir), outDir),
	});
	if (options.making === 'video') return [wide()];
	return options.making || own ? [short] : [short, wide()];
}

/** The talk's own path; what is no file is refused before n8n starts. */
function talkFile(name) {
	const path = resolve(process.env.INIT_CWD ?? process.cwd(), name);
	if (!existsSync(path) || !statSync(path).isFile()) die(`There is no file ${path}`);
	return realpathSync(path);
}

const gigabytes = (bytes) => `${(bytes / 1e9).toFixed(1)} GB`;

export async function start({ root, node, args, build, bringN8n }) {
	const options = parse(args);
	const began = Date.now();
	const userFolder = process.env.AI_OPERATOR_INSTANCE ? resolve(process.env.AI_OPERATOR_INSTANCE) : join(root, 'instance', '.user');
	const unfinished = options.resume ? unfinishedRun(userFolder) : null;
	const outDir = unfinished?.outDir ?? (isAbsolute(options.out) ? options.out : resolve(process.env.INIT_CWD ?? root, options.out));
	const run = unfinished ?? { outDir, folders: [outDir], done: 0, workflows: [] };
	if (!unfinished) {
		const talk = options.talk ? talkFile(options.talk) : null;
		run.workflows = planRun(root, options, outDir, talk);
		if (talk) run.folders.push(dirname(talk));
	}
	mkdirSync(outDir, { recursive: true });
	mkdirSync(cacheRoot, { recursive: true });
	// n8n and the engines are fetched once; after that a run needs room for its film only.
	const needed = hasN8n(root) ? 1.5e9 : 6e9;
	for (const folder of [cacheRoot, root]) {
		const free = freeBytes(folder);
		if (free < needed)
			throw new Error(
				`Only ${gigabytes(free)} free in ${folder}: ${gigabytes(needed)} are needed. Free space, or set AI_OPERATOR_CACHE to a folder on a larger disk.`,
			);
	}
	say('AI Operator: setting up');
	await step('building the pack', () => build());
	const n8nFolder = await step('n8n 2.41.1 (once, about 3 GB)', (note) => bringN8n(root, node, note));
	const noteServer = await takeFolder(userFolder);
	await step('installing the pack as n8n does', () => installPack(root, userFolder));
	const runtime = process.env.AI_OPERATOR_RUNTIME ?? join(cacheRoot, 'runtime');
	const n8n = new N8n({
		n8nFolder,
		node,
		userFolder,
		filesFolders: run.folders,
		env: { AI_OPERATOR_RUNTIME: runtime, EXECUTIONS_DATA_SAVE_ON_PROGRESS: 'true' },
	});
	process.once('SIGINT', () => void n8n.stop().then(() => process.exit(130)));
	for (const [signal, code] of [
		['SIGTERM', 143],
		['SIGHUP', 129],
	])
		process.once(signal, () => void n8n.stop().then(() => process.exit(code)));
	try {
		await step('starting n8n', () => n8n.start());
		noteServer(n8n.process.pid);
		if (!unfinished) noteRun(userFolder, run);
		let id;
		for (const { name, workflow } of run.workflows.slice(run.done)) {
			const made = await runWorkflow(n8n, workflow, unfinished ? name.replace(/^\S+/, 'going on:') : name, runtime);
			id = made.id;
			run.done++;
			noteRun(userFolder, { ...run, finished: run.done === run.workflows.length });
			report(made.execution, workflow, began);
		}
		if (options.exit) say('\nWithout --exit the editor stays open with this workflow.');
		else {
			say(`\nEditor: ${n8n.url}/workflow/${id}   login: ${n8n.owner.email} / ${n8n.owner.password}`);
			say('Press Ctrl-C to stop.');
			await n8n.exited;
		}
	} finally {
		await n8n.stop();
	}
}

/** Imports a workflow and runs it to its end. Throws when it fails. */
async function runWorkflow(n8n, workflow, name, runtime) {
	const id = await n8n.importWorkflow(workflow);
	const execution = await step(name, async (note) => await runAndFollow(n8n, id, workflow, runtime, note));
	const failure = N8n.error(execution);
	if (failure)
		throw new Error(
			`The workflow failed: ${failure}\nSee ${n8n.url}/workflow/${id}/executions (login ${n8n.owner.email} / ${n8n.owner.password})`,
		);
	return { id, execution };
}

/** Runs the workflow and says which node is at work and what is being fetched. */
async function runAndFollow(n8n, id, workflow, runtime, note) {
	const order = workflow.nodes.filter((candidate) => candidate.type.startsWith('n8n-nodes-ai-operator.'));
	const execution = await n8n.run(id, workflow.nodes.find((candidate) => candidate.type === 'n8n-nodes-base.manualTrigger').name);
	const working = (answer) => {
		const runs = N8n.runData(answer) ?? {};
		// A long job that waits has run once already: it is done when something left by its last output.
		const done = (name) => runs[name]?.some((run) => run.data?.main?.at(-1)?.length);
		const partial = existsSync(runtime) ? readdirSync(runtime).some((name) => name.startsWith('.partial')) : false;
		note(`${order.find((candidate) => !done(candidate.name))?.name ?? 'finishing'}${partial ? ', fetching engines' : ''}`);
	};
	return await n8n.finished(execution, { timeoutSeconds: 3600, onPoll: working });
}

const sizes = (folder) =>
	readdirSync(folder)
		.filter((name) => statSync(join(folder, name)).isFile())
		.sort()
		.map((name) => sized(join(folder, name)));
const sized = (path) => {
	const kilobytes = Math.max(1, Math.round(statSync(path).size / 1000));
	return `  ${relative(process.cwd(), path)}  ${kilobytes < 1000 ? `${kilobytes} KB` : `${(kilobytes / 1000).toFixed(1)} MB`}`;
};

function report(execution, workflow, began) {
	const publishers = workflow.nodes.filter((candidate) => candidate.type === 'n8n-nodes-ai-operator.publisher');
	const items = publishers.flatMap(({ name }) => N8n.output(execution, name)?.[0] ?? []);
	say(`\nDone after ${((Date.now() - began) / 1000).toFixed(0)} s:`);
	for (const { json } of items.filter((item) => !item.json.clip)) {
		const folder = json.published?.at(-1)?.remoteId;
		if (!folder) continue;
		say(`  ${json.script.titles[0]}`);
		say(
			`  ${json.video.durationSeconds.toFixed(1)} s, ${json.video.width}×${json.video.height}, ${json.script.scenes.length} scenes, ${json.voice.loudnessLufs.toFixed(1)} LUFS, ${Math.round(json.script.copiedShare * 100)} % copied from sources`,
		);
		for (const line of sizes(folder)) say(line);
	}
	for (const path of sideBySide(items)) say(sized(path));
}
