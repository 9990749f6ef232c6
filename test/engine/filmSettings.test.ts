/** Where each setting of a film's voice and look comes from. */
import { channelWithDefaults } from '../../engine/ledger/defaultChannel';
import type { Channel } from '../../engine/asset';
import type { Recipe } from '../../engine/video/recipe';
import { filmSettings, type AskedSettings, type FilmSettings } from '../../engine/video/settings';

const channel: Channel = {
	...channelWithDefaults({ id: 'c' }),
	voice: { engine: 'kokoro', speaker: 'bf_emma', speed: 1.1 },
	pronunciations: { Siobhan: 'shi-VAWN', Both: 'of-the-channel' },
	captions: { style: 'plain' },
	music: { mood: 'drive' },
	brand: { palette: 'auto', colours: { ink: '#111111' }, logo: '/channel/logo.png' },
	pictures: { folder: '/channel/pictures' },
};
const recipe = {
	voice: { speaker: 'piper/joe', speed: 0.9, pronunciations: { Niamh: 'NEEV', Both: 'of-the-film' }, guesser: 'espeak' },
	plan: { width: 1920, height: 1080, captionStyle: 'none', palette: 'forest', colours: { ink: '#222222' } },
	bed: { kind: 'calm', seed: 7 },
	pictures: { logo: { sha256: 'ab'.repeat(32), bytes: 3 } },
	ownThumbnails: { title: 'Ice', round: 0 },
} as unknown as Recipe;
const asked: AskedSettings = {
	voice: { engine: 'kokoro', speaker: 'am_onyx' },
	speed: 1.3,
	pronunciations: { Both: 'of-now' },
	guesser: 'letters',
	shape: '9:16',
	captionStyle: 'karaoke',
	palette: 'night',
	music: { mood: 'none' },
	pictures: 'none',
};
const store = { find: async (sha256: string) => (sha256.startsWith('ab') ? '/store/logo' : null) };
const settle = async (film: Recipe | null, now: AskedSettings = {}, kept = store) =>
	await filmSettings(channel, film, now, { kind: 'short', logoPath: '/channel/logo.png' }, { store: kept } as never);

/** Each setting, from the channel, the recipe, and what is asked now. */
const SETTINGS: [name: string, of: (settings: FilmSettings) => unknown, fromChannel: unknown, fromFilm: unknown, fromNow: unknown][] = [
	['engine', ({ voice }) => voice.engine, 'kokoro', 'piper', 'kokoro'],
	['speaker', ({ voice }) => voice.speaker, 'bf_emma', 'joe', 'am_onyx'],
	['speed', ({ voice }) => voice.speed, 1.1, 0.9, 1.3],
	['guesser', ({ voice }) => voice.guesser, 'letters', 'espeak', 'letters'],
	['shape', ({ look }) => look.shape, '9:16', '16:9', '9:16'],
	['captions', ({ look }) => look.captionStyle, 'plain', 'none', 'karaoke'],
	['palette', ({ look }) => look.palette, 'auto', 'forest', 'night'],
	['colours', ({ look }) => look.channel.brand.colours, { ink: '#111111' }, { ink: '#222222' }, { ink: '#222222' }],
	['music', ({ look }) => look.bed ?? look.music, { mood: 'drive' }, { kind: 'calm', seed: 7 }, { mood: 'none' }],
	['logo', ({ look }) => look.logoPath, '/channel/logo.png', '/store/logo', '/store/logo'],
	['pictures', ({ look, pictureFolder }) => look.pictures ?? pictureFolder, '/channel/pictures', undefined, 'none'],
	['kept pictures', ({ keepsPictures }) => keepsPictures, false, true, false],
	['thumbnails', ({ look }) => look.ownThumbnails, undefined, { title: 'Ice', round: 0 }, { title: 'Ice', round: 0 }],
	[
		'pronunciations',
		({ voice }) => voice.pronunciations,
		{ Siobhan: 'shi-VAWN', Both: 'of-the-channel' },
		// What was answered since goes before what the film was made with.
		{ Siobhan: 'shi-VAWN', Niamh: 'NEEV', Both: 'of-the-channel' },
		{ Siobhan: 'shi-VAWN', Niamh: 'NEEV', Both: 'of-now' },
	],
];
test.each(SETTINGS)('%s: now, else the film, else the channel', async (_name, of, fromChannel, fromFilm, fromNow) => {
	expect(of(await settle(null))).toEqual(fromChannel);
	expect(of(await settle(recipe))).toEqual(fromFilm);
	expect(of(await settle(recipe, asked))).toEqual(fromNow);
});

test('a film spoken by its maker stays so, unless a voice is asked for', async () => {
	const own = { ...recipe, voice: { ...recipe.voice, speaker: 'own recording' } };
	expect(await settle(own)).toMatchObject({ recorded: true, voice: { speaker: 'bf_emma', speed: 1.1 } });
	expect((await settle(own, asked)).recorded).toBe(false);
	expect((await settle(recipe)).recorded).toBe(false);
	expect((await settle(null)).recorded).toBe(false);
});

test('a film without a logo gets none; one whose logo is gone gets that of the channel', async () => {
	expect((await settle({ ...recipe, pictures: {} })).look.logoPath).toBeUndefined();
	expect((await settle(recipe, {}, { find: async () => null })).look.logoPath).toBe('/channel/logo.png');
});
