/** Our own films as shorts: which scenes are chosen, what becomes of script, words and voice, and how the short keeps a viewer's rules. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WordTimes } from '../../engine/asset';
import { openFileStore } from '../../engine/ledger/fileStore';
import type { StageContext } from '../../engine/ledger/finished';
import { openLedger } from '../../engine/ledger';
import { measureLoudness, openWorkspace, probe, readWav, writeWav } from '../../engine/media';
import type { Workspace } from '../../engine/ports';
import { watchFilm } from '../../engine/render/watch';
import { planFilm } from '../../engine/video/plan';
import type { Recipe } from '../../engine/video/recipe';
import { reshapeStage } from '../../engine/video/reshape';
import { findFilmMoments, type FilmMoment, type FilmMomentWishes } from '../../engine/video/reshape/moments';
import { coverScene, shortScript } from '../../engine/video/reshape/script';
import { joinVoice, planVoice } from '../../engine/video/reshape/voice';
import { holds, reviewFilm } from '../../engine/video/review';
import { countWords, HOOK_WORDS, hookFeatures } from '../../engine/writing';
import { splitSentences } from '../../engine/text';
import { buildAssets } from '../../instance/assets.mjs';
import { channel, makeFilm, PACKS, type MadeFilm } from './films';
import { testPorts } from './mediaSupport';

jest.setTimeout(900_000);
const root = `${import.meta.dirname}/../..`;
const home = mkdtempSync(join(tmpdir(), 'ao-reshape-'));
process.env.AI_OPERATOR_TMP = join(home, 'tmp');
afterAll(() => rmSync(home, { recursive: true, force: true }));

const wishes: FilmMomentWishes = { minSeconds: 18, maxSeconds: 50, count: 0, keywords: [] };
let films: MadeFilm[];
beforeAll(async () => {
	await buildAssets();
	films = PACKS.map((pack) => makeFilm(pack, '16:9', { root }));
});
const momentsOf = (film: MadeFilm, more: Partial<FilmMomentWishes> = {}): FilmMoment[] =>
	findFilmMoments(film.script, film.words, { ...wishes, ...more });

describe('moments of a film', () => {
	it('are at least three a film, whole scenes in order, of the wished length, and share none', () => {
		for (const film of films) {
			const moments = momentsOf(film);
			expect(moments.length).toBeGreaterThanOrEqual(3);
			const order = film.script.scenes.map(({ id }) => id);
			const all = moments.flatMap(({ sceneIds }) => sceneIds);
			expect(new Set(all).size).toBe(all.length);
			for (const { sceneIds, startSeconds, endSeconds, title, text, reasons } of moments) {
				const from = order.indexOf(sceneIds[0]!);
				expect(order.slice(from, from + sceneIds.length)).toEqual(sceneIds);
				expect(endSeconds - startSeconds).toBeGreaterThanOrEqual(18);
				expect(endSeconds - startSeconds).toBeLessThanOrEqual(50);
				expect(text).toMatch(/[.!]["”]?$/);
				expect(title.length).toBeLessThanOrEqual(60);
				expect(reasons.length).toBeGreaterThanOrEqual(2);
			}
		}
	});

	it('open on a line that can open a film: short, saying something, about nothing said before', () => {
		for (const film of films)
			for (const { sceneIds } of momentsOf(film)) {
				const { narration } = film.script.scenes.find(({ id }) => id === sceneIds[0])!;
				expect(narration).not.toMatch(/^(It|They|He|She|Their|But|And|So|Then|That|This)\b/);
				expect(countWords(narration)).toBeLessThanOrEqual(HOOK_WORDS + 2);
				expect(hookFeatures(narration).length).toBeGreaterThan(0);
			}
	});

	it('tell a list of steps whole or not at all', () => {
		for (const film of films) {
			const steps = film.script.scenes.filter(({ onScreen }) => /Step \*?\d/.test(onScreen.title)).map(({ id }) => id);
			for (const { sceneIds } of momentsOf(film)) {
				const told = steps.filter((id) => sceneIds.includes(id));
				if (told.length) expect(told[0]).toBe(steps[0]);
			}
		}
	});

	it('follow keywords and count, and are none where nothing fits', () => {
		const [film] = films as [MadeFilm];
		expect(momentsOf(film, { keywords: ['blockade'], count: 1 })[0]!.text).toMatch(/blockade/i);
		expect(momentsOf(film, { count: 2 })).toHaveLength(2);
		expect(momentsOf(film, { minSeconds: 400, maxSeconds: 500 })).toEqual([]);
	});
});

describe('the script of a short', () => {
	it('keeps ids, sentences, citations and credits; opens with a cover; has titles of its own', () => {
		for (const film of films)
			for (const { sceneIds, title } of momentsOf(film)) {
				const script = shortScript(film.script, sceneIds, title);
				const before = film.script.scenes.filter(({ id }) => sceneIds.includes(id));
				expect(script.scenes.map(({ id, narration, citations }) => ({ id, narration, citations }))).toEqual(before.map(({ id, narration, citations }) => ({ id, narration, citations }))); // prettier-ignore
				expect(script.scenes.slice(1)).toEqual(before.slice(1));
				const [cover] = script.scenes;
				expect(cover!.visual.type).toBe('hook');
				expect(countWords(cover!.onScreen.title)).toBeGreaterThanOrEqual(2);
				expect(cover!.onScreen.title).not.toMatch(/^Step \*?\d|\bit$/i);
				// All words that are drawn are words of the film.
				const said = `${film.script.titles.join(' ')} ${film.script.scenes.map((scene) => `${scene.narration} ${scene.onScreen.title}`).join(' ')} ${film.script.chapters.map((chapter) => chapter.title).join(' ')}`.toLowerCase(); // prettier-ignore
				for (const text of [cover!.onScreen.title, ...script.titles])
					for (const word of text.replace(/\*/g, '').split(/\s+/)) expect(said).toContain(word.toLowerCase().replace(/[.,]$/, ''));
				expect(script.titles[0]).toBe(title);
				expect(new Set(script.titles).size).toBe(script.titles.length);
				expect(script.description).toContain(cover!.narration);
				expect(script.description).toContain(film.script.description.split('\n\n').at(-1));
				expect(script.chapters).toEqual([]);
			}
	});

	it('draws no number twice on its cover', () => {
		const scene = films[0]!.script.scenes.find(({ visual }) => visual.type === 'bignum')!;
		for (const title of ['More than *two* million people', 'Planes']) {
			const { visual, onScreen } = coverScene({ ...scene, onScreen: { title } });
			const shown = visual.type === 'hook' ? visual.number?.display : undefined;
			if (shown) expect(onScreen.title).not.toContain(shown);
		}
	});

	it('says a whole line of its own scene, and lets no number stand beside a line of another', () => {
		const scene = films[0]!.script.scenes.find(({ visual }) => visual.type === 'bignum')!;
		const visual = { type: 'bignum' as const, value: 26, display: '26', unit: 'metres', lead: '' };
		const own = { ...scene, narration: 'A ship that crosses Panama has to climb 26 metres.', onScreen: { title: 'Ship' }, visual };
		const title = 'A full crossing takes eight to ten hours';
		const cover = coverScene(own, { title });
		expect(cover.onScreen.title.replace(/\*/g, '')).toBe('A ship that crosses Panama has to climb 26 metres');
		expect(cover.visual).not.toHaveProperty('number');
		const long = coverScene(
			{ ...own, narration: `${own.narration.slice(0, -1)} on the way from one of the two oceans to the other.` },
			{ title },
		);
		expect(long.onScreen.title.replace(/\*/g, '')).toBe(title);
		expect(long.visual).not.toHaveProperty('number');
	});
});

/** Noise where words are said, silence else: what was said is told from how loud it is. */
function spokenSound(words: WordTimes, rate: number): Float32Array {
	const samples = new Float32Array(Math.ceil(words.durationSeconds * rate));
	words.words.forEach((word, i) => {
		for (let at = Math.round(word.startSeconds * rate); at < word.endSeconds * rate; at++)
			samples[at] = 0.25 * Math.sin(at * (0.05 + (i % 17) * 0.01));
	});
	return samples;
}

describe('the voice of a short', () => {
	const rate = 8000;
	it('is the film’s, sample by sample under every word, cut in silence', () => {
		const film = films[1]!;
		const samples = spokenSound(film.words, rate);
		for (const { sceneIds } of momentsOf(film)) {
			const planned = planVoice(samples, rate, film.words, sceneIds);
			const joined = joinVoice(samples, rate, planned.pieces);
			const before = film.words.words.filter(({ sceneId }) => sceneIds.includes(sceneId));
			expect(planned.words.words.map(({ text, sceneId }) => [text, sceneId])).toEqual(before.map(({ text, sceneId }) => [text, sceneId])); // prettier-ignore
			planned.words.words.forEach((word, i) => {
				const was = before[i]!;
				expect(word.endSeconds - word.startSeconds).toBeCloseTo(was.endSeconds - was.startSeconds, 2);
				const [a, b] = [Math.round(word.startSeconds * rate), Math.round(was.startSeconds * rate)];
				for (let k = 80; k < (was.endSeconds - was.startSeconds) * rate - 80; k += 37)
					expect(Math.abs(joined[a + k]! - samples[b + k]!)).toBeLessThan(0.3);
			});
			expect(planned.words.words[0]!.startSeconds).toBeLessThanOrEqual(0.25);
			expect(Math.abs(joined[0]!) + Math.abs(joined.at(-1)!)).toBeLessThan(0.01);
			expect(planned.words.scenes.map(({ id }) => id)).toEqual(sceneIds);
			expect(planned.words.scenes.at(-1)!.endSeconds).toBeCloseTo(planned.words.durationSeconds, 3);
		}
	});

	it('brings scenes together that did not follow each other, in the asked order, a breath apart', () => {
		const film = films[1]!;
		const samples = spokenSound(film.words, rate);
		const { words, pieces } = planVoice(samples, rate, film.words, ['s8', 's1', 's2']);
		expect(pieces).toHaveLength(2);
		expect(words.scenes.map(({ id }) => id)).toEqual(['s8', 's1', 's2']);
		const last = words.words.filter(({ sceneId }) => sceneId === 's8').at(-1)!;
		const first = words.words.find(({ sceneId }) => sceneId === 's1')!;
		expect(first.startSeconds - last.endSeconds).toBeGreaterThan(0.25);
		expect(first.startSeconds - last.endSeconds).toBeLessThan(0.6);
		expect(() => planVoice(samples, rate, film.words, ['s99'])).toThrow(expect.objectContaining({ code: 'INPUT' }));
	});
});

it('keeps the rules of a viewer, on every frame', async () => {
	const film = films[0]!;
	const [moment] = momentsOf(film, { maxSeconds: 24 });
	const script = shortScript(film.script, moment!.sceneIds, moment!.title);
	const { words } = planVoice(spokenSound(film.words, 1000), 1000, film.words, moment!.sceneIds);
	const { plan } = planFilm({ assetId: 'short', channel, script, words, shape: '9:16' });
	const watched = await watchFilm(plan);
	const red = reviewFilm({ script, words, plan, watched, thumbnails: [] }).filter((figure) => !holds(figure));
	// A few scenes cannot show three kinds of transition; thumbnails are judged on whole films.
	const few = /kinds of transition|thumbnail|168x94|dead lowest quarter|pages of other/;
	expect(red.filter(({ name }) => !few.test(name))).toEqual([]);
});

describe('a short, made', () => {
	let context: StageContext;
	const workspaces: Workspace[] = [];
	let recipe: Recipe;
	let close: () => Promise<void>;
	beforeAll(async () => {
		process.env.AI_OPERATOR_HOME = join(home, 'home');
		const ledger = await openLedger();
		const store = openFileStore();
		close = () => ledger.close();
		context = {
			...testPorts(),
			http: {} as StageContext['http'],
			files: {
				local: async (file) => (await store.find(file.sha256))!,
				async keep(path, as) {
					const kept = await store.put(path);
					return { property: kept.path, sha256: kept.sha256, bytes: kept.bytes, mime: as.mime };
				},
			},
			async workspace(purpose) {
				workspaces.push(await openWorkspace(purpose));
				return workspaces.at(-1)!;
			},
			ledger,
			store,
		};
		const film = films[0]!;
		const path = join(home, 'voice.wav');
		await writeWav(path, spokenSound(film.words, 48_000), 48_000);
		const kept = await store.put(path);
		const asset = { v: 1 as const, id: 'video-film', kind: 'video' as const, createdAt: '2026-01-01T00:00:00Z', variant: 0 };
		await ledger.assets.open(asset, channel.id);
		const voice = { speaker: 'kokoro/af_heart', sha256: kept.sha256, bytes: kept.bytes, loudnessLufs: -14, speed: 1, pronunciations: {} };
		const { id, name, language } = channel;
		recipe = { asset, channel: { id, name, language }, script: film.script, words: film.words, voice } as unknown as Recipe;
	});
	afterAll(async () => {
		for (const workspace of workspaces) await workspace.dispose();
		await close();
		delete process.env.AI_OPERATOR_HOME;
	});
	const settings = () => ({ channel, captionStyle: 'karaoke' as const, music: { mood: 'calm' as const }, palette: channel.brand.palette });
	const voiceFile = () => ({ property: 'voice', sha256: recipe.voice.sha256, bytes: recipe.voice.bytes, mime: 'audio/wav' });

	it('is vertical, levelled, captioned with its own words, an asset of its own — and is made once', async () => {
		const sceneIds = ['s31', 's32'];
		const made = await reshapeStage({ recipe, voiceFile: voiceFile(), sceneIds, title: 'The blockade fails' }, settings(), context);
		const { asset, video, voice, script } = made.envelope;
		expect(asset).toMatchObject({ kind: 'short', parentId: 'video-film' });
		expect(video).toMatchObject({ width: 1080, height: 1920, fps: 30 });
		expect(made.drawn).toEqual(sceneIds);
		const info = await probe(await context.files.local(video!.file), context);
		expect(info).toMatchObject({ kind: 'video', video: { width: 1080, height: 1920 } });
		expect(Math.abs((await measureLoudness(await context.files.local(video!.file), context)).integratedLufs + 14)).toBeLessThanOrEqual(1);
		const said = script!.scenes.map(({ narration }) => narration).join(' ');
		const srt = readFileSync(await context.files.local(video!.captions.srt), 'utf8');
		const shown = srt.split('\n').filter((line) => line && !/^\d+$|-->/.test(line)).join(' '); // prettier-ignore
		expect(shown).toBe(said);
		expect(splitSentences(said).length).toBeGreaterThanOrEqual(2);
		const { samples, sampleRate } = await readWav(await context.files.local(voice!.file));
		expect(samples.length / sampleRate).toBeCloseTo(voice!.durationSeconds, 2);
		const again = await reshapeStage({ recipe, voiceFile: voiceFile(), sceneIds, title: 'The blockade fails' }, settings(), context);
		expect(again).toMatchObject({ reused: true, drawn: [] });
		expect(again.envelope.video!.file.sha256).toBe(video!.file.sha256);
	});

	it('refuses another voice, unknown scenes and a scene twice', async () => {
		const refuse = async (more: Partial<Parameters<typeof reshapeStage>[0]>) =>
			await expect(reshapeStage({ recipe, voiceFile: voiceFile(), sceneIds: ['s31'], ...more }, settings(), context)).rejects.toMatchObject({ code: 'INPUT' }); // prettier-ignore
		await refuse({ voiceFile: { ...voiceFile(), sha256: '0'.repeat(64) } });
		await refuse({ sceneIds: ['s400'] });
		await refuse({ sceneIds: ['s31', 's31'] });
		await refuse({ sceneIds: [] });
		await refuse({ sceneIds: recipe.script.scenes.map(({ id }) => id).concat('x') });
	});
});
