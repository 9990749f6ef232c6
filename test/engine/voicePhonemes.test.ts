/** Words → sounds, with the real dictionaries (fetched by the runtime) and the tree that ships. */
import { readFile } from 'node:fs/promises';
import { isOperatorError } from '../../engine/errors';
import { ensure, silentLogger, systemClock } from '../../engine/runtime/index';
import { fromSymbols, toIpa, toSymbols } from '../../engine/voice/g2p/alphabet';
import { buildDictionary, Dictionary, fromArpabet } from '../../engine/voice/g2p/dictionary';
import { readLexicon } from '../../engine/voice/g2p/lexicon';
import { fromRespelling, toRespelling } from '../../engine/voice/g2p/respelling';
import { pronounce } from '../../engine/voice/g2p/sentence';
import { readTree, soundOut, type Tree } from '../../engine/voice/g2p/tree';
import { Pronouncer, type Sounds } from '../../engine/voice/g2p/word';
import { normalise } from '../../engine/voice/normalise/index';
import { treePath } from '../../engine/voice/prepare';
import { planSpeech, splitLong } from '../../engine/voice/plan';

const ports = { logger: silentLogger, progress: () => undefined, signal: new AbortController().signal, clock: systemClock };
let dictionary: Dictionary;
let tree: Tree;
let words: string[];

beforeAll(async () => {
	const engine = await ensure('english-dictionaries', ports);
	const json = async (name: string) => JSON.parse(await readFile(engine.file(name), 'utf8')) as Record<string, string>;
	const gold = await json('us_gold.json');
	words = Object.keys(gold);
	const blob = buildDictionary(gold, await json('us_silver.json'), await readFile(engine.file('cmudict.dict'), 'utf8'));
	dictionary = new Dictionary(blob);
	tree = readTree(await readFile(treePath()));
}, 900_000);

function sounds(text: string, pronunciations: Record<string, string> = {}): { word: string; said: string; source: string }[] {
	const lexicon = readLexicon(pronunciations);
	const flat = normalise(text, lexicon, 'the test').words.flatMap((word) => word.spoken);
	const out: Sounds[] = pronounce(flat, new Pronouncer(dictionary, tree, lexicon));
	return flat.map(({ text: word }, i) => ({ word, said: toSymbols(out[i]!.code), source: out[i]!.source }));
}
const say = (text: string, word: string): string =>
	sounds(text)
		.find((each) => each.word.toLowerCase() === word)!
		.said.replace(/[ˈˌ]/g, '');

describe('the dictionary', () => {
	test('finds every word it was built from, and nothing else', () => {
		const ascii = words.filter((word) => /^[a-z]+$/i.test(word));
		for (let i = 0; i < ascii.length; i += 17) expect(dictionary.find(ascii[i]!)).not.toBeNull();
		for (const none of ['zzzzq', 'a\tb', '', '~', 'qwxz']) expect(dictionary.find(none)).toBeNull();
		expect(toSymbols(dictionary.find('water')!)).toBe('wˈɔTəɹ');
	});

	test('CMUdict becomes misaki: flaps, reduced vowels, stress before the vowel', () => {
		expect(toSymbols(fromArpabet('W AO1 T ER0'.split(' ')))).toBe('wˈɔTəɹ');
		expect(toSymbols(fromArpabet('T EY1 B AH0 L'.split(' ')))).toBe('tˈAbᵊl');
		expect(toSymbols(fromArpabet('B ER1 D'.split(' ')))).toBe('bˈɜɹd');
	});
});

describe('heteronyms by context', () => {
	test.each([
		['They live in a small town.', 'live', 'lɪv'],
		['It was a live show.', 'live', 'lIv'],
		['She will read the book.', 'read', 'ɹid'],
		['Yesterday she read the book.', 'read', 'ɹɛd'],
		['Old lead pipes poison water.', 'lead', 'lɛd'],
		['She will lead the team.', 'lead', 'lid'],
		['The wind blew hard.', 'wind', 'wɪnd'],
		['They record every song.', 'record', 'ɹəkɔɹd'],
		['Close the door.', 'close', 'klOz'],
		['The shop is close to home.', 'close', 'klOs'],
		['He caught a largemouth bass.', 'bass', 'bæs'],
		['He used to smoke.', 'used', 'just'],
		['It is used by many.', 'used', 'juzd'],
		['The apple fell.', 'the', 'ði'],
		['The pear fell.', 'the', 'ðə'],
	])('%s', (text, word, want) => expect(say(text, word).replace('ɹɪkɔɹd', 'ɹəkɔɹd')).toBe(want));
});

describe('words outside the dictionary', () => {
	test('inflections, derivations and compounds come from their parts', () => {
		const found = new Map(sounds('The podcasters microwaved unclickable treehouses.').map((each) => [each.word, each.source]));
		expect([...found.values()]).not.toContain('guessed');
	});

	test('acronyms are spelt or read', () => {
		expect(say('The FBI and NASA met.', 'fbi')).toBe('ɛfbiI');
		expect(say('The FBI and NASA met.', 'nasa')).toBe('næsə');
		expect(sounds('The U.S. budget.').map((each) => each.said.replace(/[ˈˌ]/g, ''))).toContain('juɛs');
	});

	test('unknown names are guessed, said so, and the channel can put them right', () => {
		const name = 'Zhuravlyov';
		expect(sounds(`We met ${name}.`)[2]).toMatchObject({ word: name, source: 'guessed' });
		expect(sounds(`We met ${name}.`, { zhuravlyov: 'zhoo-RAV-lyov' })[2]).toMatchObject({ source: 'user', said: 'ʒuɹˈævljɑv' });
		expect(sounds(`We met ${name}'s dog.`, { Zhuravlyov: '/ʒuɹavljˈɔf/' })[2]!.said).toBe('ʒuɹɑvljˈɔfs');
	});

	test('no word of Latin letters stays silent', () => {
		for (const word of [
			'Łódź',
			'Nguyễn',
			'Siobhán',
			'naïve',
			'Ærø',
			'Kubernetes',
			'xyzzy',
			'tsk',
			'Dvořák',
			'smörgåsbord',
			'GPT',
			'brrr',
		]) {
			expect(sounds(`We say ${word} now.`)[2]!.said).toMatch(/[AIOWYiuaæəɛɜɪʊʌɑɔᵊᵻɐ]/);
		}
	});
});

describe('respellings', () => {
	test.each([
		['shiv-AWN', 'ʃɪvˈɔn'],
		['NY-kee', 'nˈIki'],
		['ver-SEYE', null],
		['GER-tuh', 'ɡˈɜɹtə'],
		['hwah-WAY', 'hwɑwˈA'],
		['shi-VAWN', 'ʃivˈɔn'],
		['KWEE-bek', 'kwˈibɛk'],
		['eh-LON', 'ɛlˈɑn'],
		['zhoo-ree-KHIN', 'ʒuɹikˈɪn'],
		['dvor-ZHAHK', 'dvɔɹʒˈɑk'],
		['MOHT-sart', 'mˈOtsɑɹt'],
		['koo-ber-NEH-tees', 'kubəɹnˈɛtis'],
		['KRWAH-sahn', 'kɹwˈɑsɑn'],
		['nye-KEE-fohr', null],
		['yeh-VEN', 'jɛvˈɛn'],
		['EYE-zhak', 'ˈIʒæk'],
		['lee-OH-nel', 'liˈOnɛl'],
		['suh-RAY', 'səɹˈA'],
		['wor-chest-er-SHEER', null],
		['win', 'wˈɪn'],
		['shih-VAUN', 'ʃɪvˈɔn'],
	])('%s', (text, want) => {
		const code = fromRespelling(text);
		expect(code.match(/'/g)).toHaveLength(1);
		if (want) expect(toSymbols(code)).toBe(want);
	});

	test('what the voice says is respelled so that it is read back alike', () => {
		// Weak vowels and flaps are one sound to a reader.
		const heard = (code: string) => code.replace(/,/g, '').replace(/T/g, 't').replace(/3r/g, 'xr').replace(/[628]/g, 'x').replace(/7/g, '1').replace(/i(?=r)/g, '1'); // prettier-ignore
		let same = 0;
		let all = 0;
		const off: string[] = [];
		for (let i = 0; i < words.length; i += 11) {
			const code = dictionary.find(words[i]!);
			if (!code || !/^[a-z]{3,}$/.test(words[i]!) || !/^[@acexrgiu0-8UDNSZJCTAIOWYbdfhjklmnpstvwz',]+$/.test(code) || !code.includes("'")) continue; // prettier-ignore
			all++;
			if (heard(fromRespelling(toRespelling(code))) === heard(code)) same++;
			else if (off.length < 40) off.push(`${words[i]} ${code} ${toRespelling(code)} ${fromRespelling(toRespelling(code))}`);
		}
		expect({ all: all > 2000, off: same / all > 0.95 ? [] : off, share: same / all }).toMatchObject({ all: true, off: [] });
	});

	test('known names respelled sound as they do', () => {
		expect(toRespelling(fromSymbols('ʃəvˈɔn'))).toBe('shuh-VAWN');
		expect(toRespelling(fromSymbols('ʒuɹˈævljɑv'))).toBe('zhoo-RAV-lyahv');
	});

	test('one without any sound is refused by its word', () => {
		expect(() => readLexicon({ Foo: '/ /' })).toThrow(/Foo/);
		try {
			readLexicon({ Foo: '123' });
			throw new Error('accepted');
		} catch (error) {
			expect(isOperatorError(error) && error.code).toBe('INPUT');
		}
	});
});

describe('alphabets', () => {
	test('Kokoro’s symbols survive the way to codes and back', () => {
		for (const code of ["h2'O", "w'cTxr", "JC0DNSZ'3rd"]) expect(fromSymbols(toSymbols(code))).toBe(code);
	});
	test('Piper reads espeak’s IPA', () => {
		expect(toIpa("w'cTxr")).toBe('wˈɔːɾɚ');
		expect(toIpa("b'3rd")).toBe('bˈɜːd');
		expect(toIpa("h'@pi")).toBe('hˈæpi');
		expect(toIpa("s'i")).toBe('sˈiː');
		expect(toIpa("'Iz")).toBe('ˈaɪz');
	});
});

test('the tree sounds plain words out as people do', () => {
	const said = (word: string) => toSymbols(soundOut(word, tree)!).replace(/[ˈˌ]/g, '');
	expect(said('blick')).toBe('blɪk');
	expect(said('stration')).toMatch(/^stɹAʃən$/);
	expect(said('phlee')).toBe('fli');
});

describe('planning', () => {
	const settings = { engine: 'kokoro' as const, speaker: 'af_heart', speed: 1, pronunciations: {} };
	const scenes = [
		{ id: 's1', narration: 'A cable broke. Nobody noticed for $1,200 days.' },
		{ id: 's2', narration: 'Then Ulvaeus spoke, and everyone listened.' },
	];

	test('a sentence is a chunk; its key changes only with its sound', () => {
		const plan = planSpeech(scenes, settings, dictionary, tree);
		expect(plan.chunks.map((chunk) => chunk.scene)).toEqual([0, 0, 1]);
		expect(plan.names).toMatchObject([{ name: 'Ulvaeus', scene: 's2', sentence: 'Then Ulvaeus spoke, and everyone listened.' }]);
		const other = planSpeech([scenes[0]!, { id: 's2', narration: 'Then nobody spoke.' }], settings, dictionary, tree);
		expect(other.chunks.slice(0, 2).map(({ key }) => key)).toEqual(plan.chunks.slice(0, 2).map(({ key }) => key));
		expect(other.chunks[2]!.key).not.toBe(plan.chunks[2]!.key);
		const faster = planSpeech(scenes, { ...settings, speed: 1.1 }, dictionary, tree);
		const named = planSpeech(scenes, { ...settings, pronunciations: { Ulvaeus: 'ool-VAY-us' } }, dictionary, tree);
		expect(faster.chunks[0]!.key).not.toBe(plan.chunks[0]!.key);
		expect(named.chunks.map((chunk, i) => chunk.key === plan.chunks[i]!.key)).toEqual([true, true, false]);
		expect(named.names).toEqual([]);
	});

	test('long sentences are split between words, at pauses where they can be', () => {
		const narration = `${Array.from({ length: 40 }, (_, i) => `the old harbour number ${i + 1} was closed${i % 5 === 4 ? ',' : ''}`).join(' ')}.`;
		for (const engine of ['kokoro', 'piper'] as const) {
			const plan = planSpeech([{ id: 's1', narration }], { ...settings, engine }, dictionary, tree);
			expect(plan.chunks.length).toBeGreaterThan(5);
			for (const chunk of plan.chunks) {
				expect(chunk.ids.length).toBeLessThanOrEqual(engine === 'kokoro' ? 400 : 800);
				expect(chunk.ids).toHaveLength(chunk.owners.length);
			}
			const owners = plan.chunks.flatMap((chunk) => chunk.owners.filter((owner) => owner >= 0));
			expect([...owners].sort((a, b) => a - b)).toEqual(owners);
			expect(new Set(owners).size).toBe(plan.words[0]!.length);
		}
		const word = (owner: number, code: string, pause = '') => ({ owner, code, pause });
		const parts = splitLong([word(0, 'aaaa'), word(1, 'aaaa', ','), word(2, 'aaaa'), word(3, 'aaaa'), word(4, 'aaaa', '.')], 20);
		expect(parts.map((part) => part.length)).toEqual([2, 3]);
	});
});
