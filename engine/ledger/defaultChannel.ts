import type { Channel } from '../asset';

/** A channel record with every default filled in; `given` overrides field by field (brand, voice, … are merged one level deep). */
export function channelWithDefaults(given: Partial<Channel> & { id: string }): Channel {
	const base: Channel = {
		id: given.id,
		name: given.name ?? 'My channel',
		language: 'en',
		audience: 'curious people without prior knowledge',
		tone: 'plain, calm, exact',
		brand: { palette: 'auto' },
		voice: { engine: 'kokoro', speaker: 'af_heart', speed: 1 },
		pronunciations: {},
		captions: { style: 'karaoke' },
		format: 'short',
		feeds: [],
		music: { mood: 'calm' },
		callToAction: '',
		bannedWords: [],
		caps: { perItemMicros: 0, perDayMicros: 0, currency: 'USD' },
		autopilot: { publish: false },
		contact: '',
	};
	return {
		...base,
		...given,
		brand: { ...base.brand, ...given.brand },
		voice: { ...base.voice, ...given.voice },
		captions: { ...base.captions, ...given.captions },
		music: { ...base.music, ...given.music },
		caps: { ...base.caps, ...given.caps },
		autopilot: { ...base.autopilot, ...given.autopilot },
	};
}

/** Channel id from a name: lower-case letters of any script, digits and dashes. */
export function channelId(name: string): string {
	const slug = name
		.normalize('NFD')
		// Latin letters lose their accents; other scripts keep their marks.
		.replace(/([a-z])\p{M}+/giu, '$1')
		.normalize('NFC')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
		.replace(/^-+|-+$/g, '')
		.slice(0, 60);
	return slug || 'channel';
}

/** "word = how it sounds" lines as a record; lines without "=" are left out. */
export function pronunciationLines(text: string): Record<string, string> {
	const out: Record<string, string> = {};
	for (const line of text.split('\n')) {
		const [word, ...sound] = line.split('=');
		if (word?.trim() && sound.length) out[word.trim()] = sound.join('=').trim();
	}
	return out;
}
