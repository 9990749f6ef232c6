/** Unknown names: a second opinion by espeak-ng as a program of its own, and what a channel keeps of them. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Channel } from '../../engine/asset';
import { channelWithDefaults } from '../../engine/ledger/defaultChannel';
import { onPath } from '../../engine/media/index';
import { silentLogger, systemClock } from '../../engine/runtime/index';
import { keepNames } from '../../engine/voice/channelNames';
import { espeakGuesses, findEspeak, fromIpa } from '../../engine/voice/espeak';
import { toSymbols } from '../../engine/voice/g2p/alphabet';
import { readLexicon } from '../../engine/voice/g2p/lexicon';

const ports = { logger: silentLogger, progress: () => undefined, signal: new AbortController().signal, clock: systemClock };
const installed = await onPath('espeak-ng');
const present = installed ? test : test.skip;
if (!installed) console.warn('Skipped: espeak-ng is not installed on this machine');

let dir: string;
const path = process.env.PATH;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'voice-names-'))));
afterEach(() => {
	rmSync(dir, { recursive: true, force: true });
	process.env.PATH = path;
	delete process.env.AI_OPERATOR_ESPEAK;
});

describe('espeak-ng', () => {
	present('says names as phonemes that the voices read', async () => {
		const guesses = await espeakGuesses(['Siobhan', 'Dvořák', 'O’Brien', '[[x]]', '東京'], ports);
		expect(Object.keys(guesses)).toEqual(expect.arrayContaining(['Siobhan', 'Dvořák']));
		expect(guesses).not.toHaveProperty('東京');
		expect(guesses.Siobhan).toBe('/ʃɪvˈɔn/');
		// Every answer is a pronunciation that a channel could hold.
		expect(readLexicon(guesses).size).toBe(Object.keys(guesses).length);
	});

	test('its notation becomes ours: stress before the vowel, coloured vowels with their r', () => {
		expect(toSymbols(fromIpa('ʃɪvˈɔːn'))).toBe('ʃɪvˈɔn');
		expect(toSymbols(fromIpa('ˈbɜːd'))).toBe('bˈɜɹd');
		expect(toSymbols(fromIpa('wˈɔːɾɚ'))).toBe('wˈɔTəɹ');
		expect(toSymbols(fromIpa('lˈɒx'))).toBe('lˈɑk');
		expect(toSymbols(fromIpa('ˌstɹʌˈziː'))).toBe('stɹˌʌzˈi');
	});

	test('is found by a full path only, asked by its standard input, and not believed when it answers otherwise', async () => {
		const program = join(dir, 'espeak-ng');
		const write = (body: string) => {
			writeFileSync(program, `#!${process.execPath}\n${body}`);
			chmodSync(program, 0o755);
		};
		process.env.PATH = 'relative/folder:.';
		expect(await findEspeak()).toBeNull();
		await expect(espeakGuesses(['Siobhan'], ports)).rejects.toMatchObject({
			code: 'ENGINE_MISSING',
			fix: expect.stringContaining('espeak-ng'),
		});
		process.env.AI_OPERATOR_ESPEAK = 'espeak-ng';
		expect(await findEspeak()).toBeNull();
		process.env.AI_OPERATOR_ESPEAK = program;
		// What it is given: no name among the arguments, letters only on its input.
		write(
			`const lines = require('fs').readFileSync(0, 'utf8').trim().split('\\n'); if (process.argv.slice(2).join(' ') !== '-q -b 1 -v en-us --ipa --stdin' || lines.some((line) => !/^[A-Za-z']+\\.$/.test(line))) process.exit(3); console.log(lines.map(() => 'ʃɪvˈɔːn').join('\\n'));`,
		);
		expect(await espeakGuesses(['Siobhan', '-f/etc/passwd', '[[a]] <b>'], ports)).toEqual({ Siobhan: '/ʃɪvˈɔn/', '-f/etc/passwd': '/ʃɪvˈɔn/', '[[a]] <b>': '/ʃɪvˈɔn/' }); // prettier-ignore
		write(`console.log('ʃɪvˈɔːn');`);
		expect(await espeakGuesses(['Siobhan', 'Ulvaeus'], ports)).toEqual({});
	});
});

test('a channel keeps what was given and what still waits, whoever saved it meanwhile', async () => {
	const saved = new Map<string, Channel>();
	let writes = 0;
	const ledger = {
		channels: {
			get: async (id: string) => saved.get(id) ?? null,
			save: async (channel: Channel) => {
				writes++;
				saved.set(channel.id, channel);
			},
		},
	} as never;
	const name = (text: string) => ({ name: text, guess: `${text}!`, phonemes: '', scene: 's1', sentence: '' });
	const channel = channelWithDefaults({ id: 'c', name: 'C' });
	const first = await keepNames(channel, {}, [name('Ulvaeus'), name('Zhuravlyov')], { ledger });
	expect(first.foundNames).toEqual([
		{ name: 'Ulvaeus', guess: 'Ulvaeus!' },
		{ name: 'Zhuravlyov', guess: 'Zhuravlyov!' },
	]);
	saved.set('c', { ...saved.get('c')!, tone: 'changed by somebody else' });
	const second = await keepNames(channel, { ulvaeus: 'ool-VAY-us' }, [name('Goethe')], { ledger });
	expect(second).toMatchObject({ tone: 'changed by somebody else', pronunciations: { ulvaeus: 'ool-VAY-us' }, foundNames: [{ name: 'Goethe' }, { name: 'Zhuravlyov' }] }); // prettier-ignore
	await keepNames(channel, {}, [], { ledger });
	expect(writes).toBe(2);
	await expect(keepNames(channel, { Goethe: '123' }, [], { ledger })).rejects.toMatchObject({ code: 'INPUT' });
	expect(saved.get('c')!.pronunciations).not.toHaveProperty('Goethe');
});
