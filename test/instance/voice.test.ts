/** The voice inside a real n8n: names listed before speaking, free text, previews, and the user's own recording. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Envelope, WordTimes } from '../../engine/asset';
import { parseWav } from '../../engine/media';
import { chain, failureOf, openServer, output, runToEnd } from './harness';

const SENTENCES = ['In 2022, a cable broke under the sea.', 'It cost $1.5 million to mend, and 20 ships had to wait for 3 days.'];
const script = (sentences: string[], mark = '') => `# The cable${mark}\n\n${sentences.join('\n\n')}`;
const write = (text: string) => ({
	name: 'Write',
	type: 'scriptGenerator',
	parameters: { operation: 'own', script: text, channel: 'Voices', making: 'short', options: {} },
});

let server: Awaited<ReturnType<typeof openServer>>;
beforeAll(async () => (server = await openServer()), 600_000);
afterAll(async () => await server?.remove());

/** The fields that the editor would show under "Found Names". */
async function foundNames(): Promise<string[]> {
	const { fields } = (await server.api('POST', '/dynamic-node-parameters/resource-mapper-fields', {
		path: 'parameters.foundNames',
		methodName: 'foundNames',
		nodeTypeAndVersion: { name: 'n8n-nodes-ai-operator.voice', version: 1 },
		currentNodeParameters: { operation: 'listNames' },
	})) as { fields: { id: string; type: string }[] };
	return fields.map(({ id }) => id);
}

test('unknown names stop the node before it speaks, have a field each, and are said as filled in from then on', async () => {
	const text = script(['Ulvaeus met Zhuravlyov in 2022.', 'Nobody noticed that Ulvaeus had left.'], ' of two names');
	const speak = (parameters: Record<string, unknown>) =>
		chain('Names', [write(text), { name: 'Speak', type: 'voice', parameters: { operation: 'speak', engine: 'piper', unknownNames: 'stop', options: {}, ...parameters } }]); // prettier-ignore
	expect(await foundNames()).toEqual([]);
	const stopped = await runToEnd(server, speak({}));
	expect(stopped.status).toBe('error');
	expect(failureOf(stopped)).toMatch(/would guess 2 names: Ulvaeus \(.+\), Zhuravlyov \(.+\)/);
	expect((await foundNames()).sort()).toEqual(['Ulvaeus', 'Zhuravlyov']);

	const filled = {
		foundNames: { mappingMode: 'defineBelow', value: { Ulvaeus: 'ool-VAY-us', Zhuravlyov: '' }, schema: [] },
		names: { name: [{ name: 'Zhuravlyov', say: 'zhoo-RAV-lyov' }] },
	};
	const spoken = await runToEnd(server, speak(filled));
	expect(failureOf(spoken)).toBeUndefined();
	expect((output(spoken, 'Speak')[0]![0]!.json as unknown as Envelope).voice!.speaker).toBe('piper/joe');
	// Kept in the channel: nothing waits, and another node need not be told.
	expect(await foundNames()).toEqual([]);
	const listed = await runToEnd(
		server,
		chain('List', [write(text), { name: 'List', type: 'voice', parameters: { operation: 'listNames' } }]),
	);
	expect(output(listed, 'List')[0]![0]!.json.names).toEqual([]);
	const bad = await runToEnd(server, speak({ names: { name: [{ name: 'Ulvaeus', say: '123' }] } }));
	expect(failureOf(bad)).toMatch(/“123” of “Ulvaeus” has no sound/);
}, 900_000);

test('free text gives sound, word times and subtitles; the same words as a recording are aligned to the script', async () => {
	const text = SENTENCES.join('\n\n');
	const execution = await runToEnd(
		server,
		chain('Text', [{ name: 'Say', type: 'voice', parameters: { operation: 'speakText', text, channel: '', engine: 'kokoro', options: { speaker: 'am_michael' } } }]), // prettier-ignore
	);
	expect(failureOf(execution)).toBeUndefined();
	const item = output(execution, 'Say')[0]![0]!;
	expect(item.json.voice).toMatchObject({ speaker: 'kokoro/am_michael', subtitles: { property: 'captions_srt' } });
	const words = JSON.parse((await server.binary(item, 'words')).toString()) as WordTimes;
	expect(words.words.map((word) => word.text)).toEqual(text.split(/\s+/));
	const srt = (await server.binary(item, 'captions_srt')).toString();
	expect(srt.split('\n').filter((line) => line && !/^\d+$|-->/.test(line)).join(' ')).toBe(text.replace(/\s+/g, ' ')); // prettier-ignore
	const sound = await server.binary(item, 'voice');
	expect(parseWav(sound)).toMatchObject({ sampleRate: 48_000, channels: 1 });

	const folder = join(server.userFolder, '.n8n-files');
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'take.wav'), sound);
	const record = (sentences: string[], mark: string) =>
		chain('Recording', [
			{ name: 'Read', type: 'n8n-nodes-base.readWriteFile', parameters: { operation: 'read', fileSelector: join(folder, 'take.wav'), options: { dataPropertyName: 'take' } } }, // prettier-ignore
			write(script(sentences, mark)),
			{ name: 'Record', type: 'voice', parameters: { operation: 'recording', binaryField: 'take', options: {} } },
		]);
	const aligned = await runToEnd(server, record([...SENTENCES, 'Nobody ever said this last sentence.'], ' that broke'));
	expect(failureOf(aligned)).toBeUndefined();
	const out = output(aligned, 'Record')[0]![0]!;
	const { voice, script: read } = out.json as unknown as Envelope;
	expect(voice).toMatchObject({ speaker: 'own recording' });
	expect(Math.abs(voice!.loudnessLufs + 14)).toBeLessThanOrEqual(1);
	expect(out.json.recording).toMatchObject({ skipped: ['Nobody ever said this last sentence.'], changed: [], added: [] });
	const own = JSON.parse((await server.binary(out, 'words')).toString()) as WordTimes;
	expect(own.words.map((word) => word.text)).toEqual(read!.scenes.flatMap(({ narration }) => narration.split(/\s+/)));
	const hints = aligned.data.resultData.runData.Record![0]!.hints ?? [];
	expect(hints.map(({ message }) => message).join(' ')).toMatch(/Not said in the recording/);

	const other = await runToEnd(
		server,
		record(['Bread rises because tiny living things breathe inside the dough and eat its sugar.'], ' of bread'),
	);
	expect(failureOf(other)).toMatch(/take\.wav says something else than the script/);
}, 900_000);

test('each previewed voice is an item with its sample', async () => {
	const execution = await runToEnd(server, chain('Previews', [{ name: 'Hear', type: 'voice', parameters: { operation: 'preview', voices: ['bf_emma', 'joe'], line: 'A cable broke.' } }])); // prettier-ignore
	expect(failureOf(execution)).toBeUndefined();
	const items = output(execution, 'Hear')[0]!;
	expect(items.map(({ json }) => (json.preview as { voice: string }).voice)).toEqual(['bf_emma', 'joe']);
	for (const item of items) {
		expect(item.pairedItem).toBeDefined();
		const { samples, sampleRate } = parseWav(await server.binary(item, 'preview'));
		expect(samples.length / sampleRate).toBeGreaterThan(0.8);
	}
}, 900_000);
