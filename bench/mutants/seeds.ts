/** Small whole files that are broken afterwards: media made by ffmpeg, texts and JSON made by the engine itself. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AssetHead, Envelope, FileRef, SourceText } from '../../engine/asset';
import { channelWithDefaults } from '../../engine/ledger/defaultChannel';
import type { StageContext } from '../../engine/ledger/finished';
import { ffmpeg } from '../../engine/media';
import { openOwnScript } from '../../engine/script/openOwn';
import { scriptStage } from '../../engine/script/stage';
import { design as designOf } from '../../engine/video/design';
import { recipeOf } from '../../engine/video/recipe';
import { designInput } from '../../engine/video/stage';
import { spokenPace } from '../../test/engine/spokenPace';

export const channel = channelWithDefaults({ id: 'mutants', name: 'Mutants' });

const SENTENCES = [
	'Gatun Lake lies 26 metres above the sea.',
	'Ships climb to it through three locks of fresh water.',
	'A full crossing takes eight to ten hours on most days.',
	'Each chamber is 305 metres long and 33 metres wide.',
	'About 36 ships cross every day in normal times.',
	'Why did the lake fall so low in 2023?',
	'Rain alone fills the lake again after every crossing.',
];
const SCRIPT = `# The lake above the sea\n\n${SENTENCES.join('\n\n')}\n`;

const clock = (seconds: number, mark: string): string => `00:00:${String(Math.floor(seconds)).padStart(2, '0')}${mark}${String(Math.round((seconds % 1) * 1000)).padStart(3, '0')}`; // prettier-ignore
/** Words evenly over 8 s of sound. */
const words = SENTENCES.join(' ').split(' ').map((text, i, all) => ({ text, startSeconds: (8 * i) / all.length, endSeconds: (8 * (i + 0.9)) / all.length })); // prettier-ignore
const cues = SENTENCES.map((text, i) => ({ text, from: (8 * i) / SENTENCES.length, to: (8 * (i + 0.95)) / SENTENCES.length }));

const items = SENTENCES.map((text, i) => ({
	title: text,
	link: `https://news.example/story-${i}`,
	date: new Date(Date.UTC(2026, 10, 20 + i)),
}));
const RSS = `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The lock</title><link>https://news.example/</link>\n${items.map(({ title, link, date }) => `<item><title>${title}</title><link>${link}</link><guid>${link}</guid><pubDate>${date.toUTCString()}</pubDate><description><![CDATA[<p>${SENTENCES.join('</p><p>')}</p>]]></description></item>`).join('\n')}\n</channel></rss>`; // prettier-ignore
const ATOM = `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>The lock</title><id>urn:lock</id><updated>2026-11-20T00:00:00Z</updated>\n${items.map(({ title, link, date }) => `<entry><title type="html">${title}</title><link rel="alternate" href="${link}"/><id>${link}</id><updated>${date.toISOString()}</updated><content type="html">&lt;p&gt;${SENTENCES.join('&lt;/p&gt;&lt;p&gt;')}&lt;/p&gt;</content></entry>`).join('\n')}\n</feed>`; // prettier-ignore
const JSON_FEED = JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'The lock', items: items.map(({ title, link, date }) => ({ id: link, url: link, title, content_text: SENTENCES.join(' '), date_published: date.toISOString() })) }); // prettier-ignore

export const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The lake above the sea</title><meta property="article:published_time" content="2026-11-20T08:00:00Z"><script type="application/ld+json">{"@type":"NewsArticle","headline":"The lake above the sea","datePublished":"2026-11-20"}</script></head><body><nav><a href="/">Home</a></nav><article><h1>The lake above the sea</h1>${SENTENCES.map((text) => `<p>${text} ${SENTENCES[0]!} It was measured again in 2026.</p>`).join('\n')}<table><tr><th>Year</th><th>Ships</th></tr><tr><td>2022</td><td>14,000</td></tr><tr><td>2023</td><td>12,600</td></tr></table></article></body></html>`; // prettier-ignore

export const TEXTS: Record<string, string> = {
	'script.md': `---\ntitle: The lake above the sea\nmaking: short\n---\n\n${SCRIPT}`,
	'captions.srt': cues.map(({ text, from, to }, i) => `${i + 1}\n${clock(from, ',')} --> ${clock(to, ',')}\n${text}\n`).join('\n'),
	'captions.vtt': `WEBVTT\n\n${cues.map(({ text, from, to }) => `${clock(from, '.')} --> ${clock(to, '.')} align:start\n<v Ana>${text}</v>\n`).join('\n')}`,
	'words.json': JSON.stringify({ words }),
	'whisper.json': JSON.stringify({ segments: [{ words: words.map(({ text, startSeconds, endSeconds }) => ({ word: ` ${text}`, start: startSeconds, end: endSeconds })) }] }), // prettier-ignore
	'list.txt': '# mine\n0:01 - 0:05 The lake\n2.5 s to 6 s The ships\n1-7\n',
	'list.csv': 'start,end,title\n1,5,"The lake, above"\n0:02,0:06.5,Ships\n',
	'list.json': JSON.stringify([
		{ start: 1, end: 5, title: 'The lake' },
		{ startSeconds: 2, endSeconds: '6.5' },
	]),
	'feed.rss': RSS,
	'feed.atom': ATOM,
	'feed.json': JSON_FEED,
	'page.html': PAGE,
	'pack.md': `# The lake above the sea\n\n${SENTENCES.join(' ')}\n\n## How\n\n1. Enter the lock.\n2. Wait for the water.\n\n| Year | Ships |\n|---|---|\n| 2022 | 14,000 |\n`,
	'pack.json': JSON.stringify({ title: 'The lake above the sea', url: 'https://news.example/lake', text: SENTENCES.join('\n\n') }),
};

const X264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
/** Media by name: ffmpeg's inputs are a picture and a tone, these are its outputs. */
const MEDIA: Record<string, string[]> = {
	'plain.mp4': [...X264, '-c:a', 'aac', '-movflags', '+faststart'],
	'late.mp4': [...X264, '-c:a', 'aac'],
	'pieces.mp4': [...X264, '-c:a', 'aac', '-movflags', '+frag_keyframe+empty_moov'],
	'old.mp4': ['-c:v', 'mpeg4', '-q:v', '6', '-c:a', 'aac'],
	'camera.mov': ['-c:v', 'mjpeg', '-q:v', '9', '-pix_fmt', 'yuvj420p', '-c:a', 'pcm_s16le'],
	'edit.mov': ['-c:v', 'prores_ks', '-profile:v', '0', '-c:a', 'pcm_s24le'],
	'web.webm': ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '-8', '-c:a', 'libopus'],
	'web9.webm': ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-c:a', 'libopus'],
	'film.mkv': [...X264, '-c:a', 'flac'],
	'tone.mp3': ['-vn', '-c:a', 'libmp3lame'],
	'tone.wav': ['-vn'],
	'tone.flac': ['-vn'],
	'tone.ogg': ['-vn', '-c:a', 'libopus'],
	'tone.m4a': ['-vn', '-c:a', 'aac'],
};
/** A music bed has to last a while. */
const MUSIC: Record<string, string[]> = {
	'bed.mp3': ['-c:a', 'libmp3lame'],
	'bed.wav': [],
	'bed.flac': [],
	'bed.ogg': ['-c:a', 'libopus'],
	'bed.m4a': ['-c:a', 'aac'],
};
const PICTURES: Record<string, string[]> = {
	'still.png': ['-frames:v', '1'],
	'still.jpg': ['-frames:v', '1', '-pix_fmt', 'yuvj420p'],
	'move.gif': ['-t', '0.4', '-r', '5'],
	'clip.mp4': ['-t', '0.6', ...X264, '-an'],
	'clip.webm': ['-t', '0.6', '-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '-8', '-an'],
};

export interface Seeds {
	/** Whole files by name; JSON and texts are among them. */
	files: Map<string, Buffer>;
	/** A recording of 8 s that is never broken, for what is said about it. */
	whole: string;
	/** A script that is spoken in `voice`, with its words. */
	envelope: Envelope;
	script: string;
}

/** Makes them all in `folder`. Errors: those of ffmpeg and the stages. */
export async function makeSeeds(folder: string, context: StageContext): Promise<Seeds> {
	mkdirSync(folder, { recursive: true });
	const files = new Map(Object.entries(TEXTS).map(([name, text]) => [name, Buffer.from(text)]));
	const at = (name: string): string => join(folder, name);
	const make = async (name: string, seconds: number, out: string[]): Promise<void> => {
		const inputs = ['-f', 'lavfi', '-i', `testsrc2=s=160x90:r=12:d=${seconds}`, '-f', 'lavfi', '-i', `sine=220:r=22050:d=${seconds}`];
		// The same files in every run: no random ids, one thread, no speed that goes by the clock.
		const same = ['-fflags', '+bitexact', '-threads', '1'];
		await ffmpeg(['-v', 'error', ...inputs, '-t', String(seconds), ...out, ...same, at(name)], {
			ports: context,
			stdout: 'ignore',
			timeoutSeconds: 240,
		});
	};
	for (const [name, out] of Object.entries(MEDIA)) await make(name, 1.4, out);
	for (const [name, out] of Object.entries(PICTURES)) await make(name, 1, ['-map', '0:v', ...out]);
	for (const [name, out] of Object.entries(MUSIC)) await make(name, 5.5, ['-map', '1:a', ...out]);
	await make('whole.mp4', 8, [...X264, '-c:a', 'aac']);
	await make('voice.wav', 24, ['-map', '1:a', '-ac', '1', '-ar', '48000']);
	for (const name of [...Object.keys(MEDIA), ...Object.keys(PICTURES), ...Object.keys(MUSIC)]) files.set(name, readFileSync(at(name)));

	const opened = await openOwnScript(SCRIPT, { channel, kind: 'video', slot: '' }, context);
	const { envelope: written } = await scriptStage(opened.envelope, { channel, useEmbeddings: false, markdown: SCRIPT }, context);
	const script = written.script!;
	const times = spokenPace(script);
	writeFileSync(at('spoken.json'), JSON.stringify(times));
	const keep = async (name: string, mime: string): Promise<FileRef> => await context.files.keep(at(name), { name, mime });
	const voice = { file: await keep('voice.wav', 'audio/wav'), durationSeconds: times.durationSeconds, words: await keep('spoken.json', 'application/json'), loudnessLufs: -20, speaker: 'kokoro/af_heart' }; // prettier-ignore
	const envelope: Envelope = { ...written, voice };
	const look = { channel, shape: '16:9' as const, captionStyle: 'karaoke' as const, music: { mood: 'none' as const }, palette: 'auto' };
	const { look: _look, ...design } = designOf(await designInput(envelope, { ...look, script, words: times }, context, []));
	const versions = { renderer: '0f', assets: 'a', canvas: 'b', ffmpeg: 'c', encoder: 'd', platform: 'e' };
	const film = { sha256: voice.file.sha256, bytes: voice.file.bytes, versions } as unknown as Parameters<typeof recipeOf>[2];
	const recipe = recipeOf({ ...envelope, script, voice }, design, film, times, { speed: 1, pronunciations: {} });
	files.set('recipe.json', Buffer.from(JSON.stringify(recipe)));
	files.set('spoken.json', readFileSync(at('spoken.json')));
	files.set('item.json', Buffer.from(JSON.stringify(envelope)));
	const source: SourceText = { v: 1, id: 'a', url: 'https://news.example/lake', title: 'The lake above the sea', publisher: 'News', author: null, publishedAt: '2026-11-20', language: 'en', sentences: SENTENCES, paragraphs: [0, 3], headings: [{ text: 'How', before: 3 }], steps: [], table: [{ header: ['Year', 'Ships'], rows: [['2022', '14,000'], ['2023', '12,600']] }] }; // prettier-ignore
	files.set('source.json', Buffer.from(JSON.stringify(source)));
	return { files, whole: at('whole.mp4'), envelope, script: SCRIPT };
}

/** An asset of the campaign's own. */
export const head = (id: string, kind: AssetHead['kind'] = 'short'): AssetHead => ({ v: 1, id, kind, createdAt: '2026-11-20T00:00:00.000Z', variant: 0 }); // prettier-ignore
