/** The command line as a user calls it: a whole video without n8n, and what it says when engines cannot be fetched. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { probe } from '../../engine/media';
import { silentLogger, systemClock } from '../../engine/runtime';

const root = join(import.meta.dirname, '..', '..');
const work = mkdtempSync(join(tmpdir(), 'ai-operator-cli-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

interface Ended {
	code: number;
	stdout: string;
	stderr: string;
}
const cli = (args: string[], env: Record<string, string> = {}): Promise<Ended> =>
	new Promise((resolve) => {
		execFile(
			process.execPath,
			[join(root, 'dist', 'cli', 'index.js'), ...args],
			{ env: { ...process.env, AI_OPERATOR_HOME: join(work, 'home'), ...env } },
			(error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
		);
	});

const script = join(work, 'script.md');
writeFileSync(script, '# Ice\n\nIce floats because it is lighter than water.\n\nNine tenths of an iceberg stay under the surface.\n');

test('make: a script becomes a package; again, everything is reused', async () => {
	const first = await cli(['make', '--script', script, '--voice', 'joe', '--out', join(work, 'out')]);
	expect(first.stderr).not.toMatch(/Error/);
	expect(first.code).toBe(0);
	const folder = first.stdout.trim();
	expect(readdirSync(folder)).toEqual(
		expect.arrayContaining([
			'captions.srt',
			'captions.vtt',
			'recipe.json',
			'script.json',
			'script.md',
			'sheet.png',
			'thumbnail-1.png',
			'video.mp4',
		]),
	);
	const ports = { logger: silentLogger, progress: () => undefined, signal: new AbortController().signal, clock: systemClock };
	expect((await probe(join(folder, 'video.mp4'), ports)).video).toMatchObject({ width: 1080, height: 1920 });
	const film = readFileSync(join(folder, 'video.mp4'));
	writeFileSync(join(folder, 'my notes.txt'), 'keep me');
	const again = await cli(['make', '--script', script, '--voice', 'joe', '--out', join(work, 'out')]);
	expect(again.stdout.trim()).toBe(folder);
	expect(readFileSync(join(folder, 'video.mp4')).equals(film)).toBe(true);
	expect(readFileSync(join(folder, 'my notes.txt'), 'utf8')).toBe('keep me');
}, 900_000);

describe('what is mistyped is said at once, with the next step', () => {
	const binary = join(work, 'notes.pdf');
	writeFileSync(binary, Buffer.from([0x25, 0x50, 0x44, 0x46, 0, 1, 2]));
	const notes = join(work, 'notes.md');
	writeFileSync(
		notes,
		'Ice floats because it is lighter than water, and a litre of it weighs 917 grams. ' +
			'Nine tenths of an iceberg stay under the surface of the sea. In 1912 an iceberg sank the Titanic in less than three hours. ' +
			'The ship carried 2,224 people, and about 1,500 of them died in the cold water. Today a patrol of ships and planes watches the ice.',
	);
	test.each([
		[['make', '--source', join(work, 'missing.md')], /missing\.md: there is no such file\nCheck the path/],
		[['make', '--source', work], /that is a folder, not a file/],
		[['make', '--source', binary], /that is no text\nGive a text or Markdown file/],
		[['make', '--script', join(work, 'missing.md')], /--script .*there is no such file/],
		[['make', '--script', script, '--making', 'vidoe'], /--making vidoe is unknown\nUse one of: short, video/],
		[['make', '--script', script, '--voice', 'nobody'], /--voice nobody is unknown\nUse one of: af_heart/],
		[['make', '--script', script, '--music', 'jazz'], /--music jazz is neither calm, drive or none nor a folder/],
		[['make', '--script', script, '--recording', 'missing.mp3'], /--recording missing\.mp3: there is no such file/],
		[['make', '--script', script, '--say', 'Siobhan'], /names no sound/],
		[
			['make', '--source', notes, '--model', 'llama', '--storyboard'],
			/No language model answers at http:\/\/127\.0\.0\.1:1\/v1.*\nStart its server/,
		],
		[['make', '--bogus'], /Unknown option.*\nAll options: /],
		[['speak', 'missing.txt'], /there is no such file/],
		[['speak', 'Hello', '--speed', 'fast'], /--speed fast is no number/],
	])('%j', async (args, said) => {
		const ended = await cli(args, { AI_OPERATOR_MODEL_URL: 'http://127.0.0.1:1/v1' });
		expect(ended).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(said) });
		expect(ended.stderr).not.toMatch(/ENOENT|EISDIR|✓ (?!topic)/);
	});
});

test('make: a storyboard is silent, or heard where a voice is named', async () => {
	const drawn = async (...more: string[]) => {
		const ended = await cli(['make', '--script', script, '--storyboard', '--out', join(work, 'stills'), ...more]);
		return readdirSync(ended.stdout.trim()).sort();
	};
	expect(await drawn()).toEqual(['01-s1.png', '02-s2.png', 'storyboard.png']);
	expect(await drawn('--voice', 'joe')).toEqual(['01-s1.png', '02-s2.png', 'storyboard.png', 'voice.wav']);
}, 300_000);

test('make: the script.md of a package, edited, goes on with that video', async () => {
	const out = join(work, 'edited');
	const first = await cli(['make', '--script', script, '--voice', 'joe', '--out', out]);
	const folder = first.stdout.trim();
	const written = readFileSync(join(folder, 'script.md'), 'utf8');
	const edited = join(work, 'edited.md');
	writeFileSync(
		edited,
		written.replace('Nine tenths of an iceberg stay under the surface.', 'Most of an iceberg stays under the surface.'),
	);
	const second = await cli(['make', '--script', edited, '--voice', 'joe', '--out', out]);
	expect(second.stderr).not.toMatch(/Error/);
	expect(second.stdout.trim()).toBe(folder);
	const captions = readFileSync(join(folder, 'captions.srt'), 'utf8').replace(/\n/g, ' ');
	expect(captions).toMatch(/Ice floats/);
	expect(captions).not.toMatch(/Nine/);
	const ids = (markdown: string) => markdown.match(/^## s\d+/gm);
	const after = readFileSync(join(folder, 'script.md'), 'utf8');
	expect(after).toContain('Most of an iceberg stays under the surface.');
	expect(ids(after)).toEqual(ids(written));
	expect(after).toMatch(/^revision: 2$/m);
}, 900_000);

test('make: a language model at the address of the environment writes and rewrites', async () => {
	const source = join(work, 'ice.md');
	const lines = [
		'In 1740 the harbour of Oslo froze for 90 days.',
		'Fishermen walked to their boats and cut them free with saws.',
		'The ice was 80 centimetres thick near the pier.',
		'About 300 people moved inland to find food and firewood.',
		'The first ship left the harbour on 4 April.',
	];
	writeFileSync(source, `# The winter the harbour froze\n\n${lines.join(' ')}\n`);
	const asked: string[] = [];
	const server = createServer((request, response) => {
		let text = '';
		request.on('data', (chunk) => (text += String(chunk)));
		request.on('end', () => {
			const { messages } = JSON.parse(text) as { messages: { content: string }[] };
			asked.push(messages.at(-1)!.content);
			const scenes = /REWRITE/.test(asked.at(-1)!)
				? [{ id: 's2', say: 'Fishermen walked to their boats.', from: ['a2'] }]
				: lines.map((say, i) => ({ say, from: [`a${i + 1}`] }));
			const choices = [{ message: { role: 'assistant', content: JSON.stringify({ scenes }) }, finish_reason: 'stop' }];
			response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ choices }));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	try {
		const env = { AI_OPERATOR_MODEL_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` };
		const args = [
			'make',
			'--source',
			source,
			'--model',
			'fake',
			'--instruction',
			'Plain words',
			'--rewrite',
			's2',
			'--voice',
			'joe',
			'--out',
			join(work, 'model'),
		];
		const made = await cli(args, env);
		expect(made.stderr).not.toMatch(/Error/);
		expect(asked).toHaveLength(2);
		expect(asked[0]).toMatch(/Plain words/);
		const script = readFileSync(join(made.stdout.trim(), 'script.md'), 'utf8');
		expect(script).toMatch(/^writer: fake$/m);
		expect(script).toMatch(/^## s2 .*\n\nFishermen walked to their boats\.$/m);
		expect((await cli(args, env)).stdout).toBe(made.stdout);
		expect(asked).toHaveLength(2);
	} finally {
		server.close();
	}
}, 900_000);

test('a folder that holds something else is never touched', async () => {
	const out = join(work, 'taken');
	const first = await cli(['make', '--script', script, '--voice', 'joe', '--out', out]);
	const folder = first.stdout.trim();
	const head = JSON.parse(readFileSync(join(folder, 'script.json'), 'utf8')) as { asset: { id: string } };
	writeFileSync(join(folder, 'script.json'), JSON.stringify({ ...head, asset: { id: 'another' } }));
	writeFileSync(join(folder, 'video.mp4'), 'not ours');
	const second = await cli(['make', '--script', script, '--voice', 'joe', '--out', out]);
	expect(second.stdout.trim()).toBe(`${folder}-2`);
	expect(readFileSync(join(folder, 'video.mp4'), 'utf8')).toBe('not ours');
}, 900_000);

test('without network and engines it says what is missing and what to do, and leaves nothing half made', async () => {
	const nowhere = 'http://127.0.0.1:9';
	const offline = {
		AI_OPERATOR_RUNTIME: join(work, 'empty'),
		AI_OPERATOR_HOME: join(work, 'home2'),
		npm_config_registry: nowhere,
		PIP_INDEX_URL: nowhere,
		HTTPS_PROXY: nowhere,
		HTTP_PROXY: nowhere,
		npm_config_fetch_retries: '0',
		PIP_RETRIES: '0',
	};
	const ended = await cli(['make', '--script', script, '--out', join(work, 'none')], offline);
	expect(ended.code).toBe(1);
	expect(ended.stderr).toMatch(/(fetch|reach|download)/i);
	expect(ended.stderr).toMatch(/AI_OPERATOR_(ENGINES_FOLDER|MIRROR)/);
	expect(existsSync(join(work, 'none')) ? readdirSync(join(work, 'none')) : []).toEqual([]);
}, 900_000);

test('wrong use is explained', async () => {
	expect(await cli(['make'])).toMatchObject({ code: 1, stderr: expect.stringContaining('--source') as string });
	expect(await cli(['nonsense'])).toMatchObject({ code: 2, stdout: expect.stringContaining('ai-operator make') as string });
	expect(await cli(['make', '--script', join(work, 'missing.md')])).toMatchObject({ code: 1 });
});
