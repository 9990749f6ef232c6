/** Broken files and items in one execution of a real n8n each: every item fails alone with cause and fix, the whole ones go on. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unclear } from '../../bench/mutants/judge';
import { mutateBytes, mutateJson, randomFrom } from '../../bench/mutants/mutate';
import { make, testPorts } from '../engine/mediaSupport';
import { chain, DONE, failureOf, openServer, output, runToEnd, type Item } from './harness';

let server: Awaited<ReturnType<typeof openServer>>;
let folder: string;
beforeAll(async () => {
	server = await openServer();
	folder = join(server.userFolder, '.n8n-files');
	mkdirSync(folder, { recursive: true });
}, 900_000);
afterAll(() => server?.remove());

/** Of each item: fine, or what is wrong with its failure. */
function judged(items: Item[]): (string | null)[] {
	return items.map(({ json }) => {
		if (json.error === undefined) return 'fine';
		const { code, fix } = json.details as { code?: string; fix?: string };
		if (!code || (code === 'ENGINE_FAILED' && /unexpected/.test(fix ?? ''))) return `${code}: ${String(json.error)}`;
		const wrong = unclear(String(json.error), [server.userFolder]) ?? unclear(fix ?? '', [server.userFolder]);
		return wrong && `${wrong}: ${String(json.error)}`;
	});
}

test('ten broken recordings and films of a list, and a whole one', async () => {
	const video = ['-f', 'lavfi', '-i', 'testsrc2=s=160x90:r=12:d=1.4', '-f', 'lavfi', '-i', 'sine=220:d=1.4'];
	const whole = { mp4: join(folder, 'whole.mp4'), webm: join(folder, 'whole.webm'), mp3: join(folder, 'whole.mp3') };
	await make(testPorts(), ...video, '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', whole.mp4);
	await make(testPorts(), ...video, '-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '-8', '-c:a', 'libopus', whole.webm);
	await make(testPorts(), ...video, '-vn', '-c:a', 'libmp3lame', whole.mp3);
	const seeds = Object.values(whole).map((path) => readFileSync(path));
	const broken = Array.from({ length: 10 }, (_, i) => {
		const path = join(folder, `broken-${i}.mp4`);
		const bytes = mutateBytes(seeds[i % 3]!, seeds[(i + 1) % 3]!, randomFrom(300 + i));
		writeFileSync(path, i === 9 ? '{"v":2' : bytes);
		return { file: path };
	});
	const words = JSON.stringify([{ text: 'Ships.', start: 0.1, end: 0.9 }]);
	const clip = { name: 'Clip', type: 'clipper', onError: 'continueRegularOutput', parameters: { operation: 'list', from: 'path', path: '={{ $json.file }}', list: '0 - 1', channel: 'X', options: { snap: 'exact', transcript: words, layout: 'fit' } } }; // prettier-ignore
	const execution = await runToEnd(server, chain('Broken films', [clip], [...broken, { file: whole.mp4 }]), 300);
	expect(failureOf(execution)).toBeUndefined();
	const items = output(execution, 'Clip')[DONE]!;
	expect(items).toHaveLength(broken.length + 1);
	expect(judged(items).filter((each) => each !== 'fine' && each !== null)).toEqual([]);
	expect(items.at(-1)!.json.video).toMatchObject({ width: 1080, height: 1920 });
	expect(items.filter(({ json }) => json.error !== undefined).length).toBeGreaterThan(1);
}, 900_000);

test('twenty items that another node broke, and a whole one', async () => {
	const own = { name: 'Write', type: 'scriptGenerator', parameters: { operation: 'own', script: '# Ice\n\nIce floats on water.\n\nNine tenths of it stay below.', channel: 'X', making: 'short', options: {} } }; // prettier-ignore
	const written = output(await runToEnd(server, chain('Whole', [own]), 100), 'Write')[0]![0]!.json;
	const json = JSON.stringify(written);
	const broken: Record<string, unknown>[] = [];
	for (let seed = 1; broken.length < 20; seed++) {
		const text = mutateJson(json, randomFrom(seed));
		try {
			const item = JSON.parse(text) as unknown;
			// n8n itself takes no other items, and names of fields as they are.
			if (typeof item === 'object' && item !== null && !Array.isArray(item) && text.length < 50_000) broken.push(item as Record<string, unknown>); // prettier-ignore
		} catch {
			// Text that is no JSON never becomes an item.
		}
	}
	const names = { name: 'Names', type: 'voice', onError: 'continueRegularOutput', parameters: { operation: 'listNames', options: {} } };
	const execution = await runToEnd(server, chain('Broken items', [names], [...broken, written]), 200);
	expect(failureOf(execution)).toBeUndefined();
	const items = output(execution, 'Names')[0]!;
	expect(items).toHaveLength(21);
	expect(judged(items).filter((each) => each !== 'fine' && each !== null)).toEqual([]);
	expect(items.at(-1)!.json.error).toBeUndefined();
	expect(items.filter(({ json: item }) => item.error !== undefined).length).toBeGreaterThan(4);
}, 900_000);
