import { readFile } from 'node:fs/promises';
import type { Channel, Envelope, Video, WordTimes } from '../asset';
import { OperatorError } from '../errors';
import { finishedOrMake, type StageContext } from '../ledger/finished';
import { makeFilm } from './index';
import { keepLook, looksFor } from './keptLook';

/** Raised when the same script would be drawn differently. */
const FILM_VERSION = 2;

export interface VideoStageSettings {
	channel: Channel;
	shape: '9:16' | '16:9';
	captionStyle: Channel['captions']['style'];
	music: Channel['music'];
	palette: string;
}

export interface VideoStageResult {
	envelope: Envelope;
	reused: boolean;
	cpuSeconds: number;
}

/** Renders the envelope's spoken script. Errors: INPUT without script or voice. */
export async function videoStage(envelope: Envelope, settings: VideoStageSettings, context: StageContext): Promise<VideoStageResult> {
	const { script, voice, asset } = envelope;
	if (!script?.scenes.length)
		throw new OperatorError('INPUT', 'The item has no script to show', { fix: 'Put a Script Generator before this node.' });
	if (!voice) throw new OperatorError('INPUT', 'The item has no voice', { fix: 'Put a Voice-Over between the script and this node.' });
	const channel: Channel = {
		...settings.channel,
		captions: { style: settings.captionStyle },
		brand: { ...settings.channel.brand, palette: settings.palette },
	};
	let cpuSeconds = 0;
	const part = await finishedOrMake<Video>(
		context,
		{
			assetId: asset.id,
			part: 'video',
			inputs: {
				v: FILM_VERSION,
				scenes: script.scenes,
				titles: script.titles,
				voice: voice.file,
				words: voice.words,
				shape: settings.shape,
				brand: channel.brand,
				captions: channel.captions,
				music: settings.music,
				variant: asset.variant,
			},
		},
		async (files) => {
			const words = JSON.parse(await readFile(await context.files.local(voice.words), 'utf8')) as WordTimes;
			const audioPath = await context.files.local(voice.file);
			const lookKey = { assetId: asset.id, channelId: channel.id, variant: asset.variant, shape: settings.shape };
			const film = await makeFilm(
				{
					envelope: { ...envelope, script },
					channel,
					words,
					audioPath,
					music: settings.music,
					shape: settings.shape,
					...(await looksFor(lookKey, context)),
				},
				context,
			);
			await keepLook(lookKey, film.look, context);
			cpuSeconds = film.cpuSeconds;
			const thumbnails = [];
			for (const [i, path] of film.thumbnailPaths.entries())
				thumbnails.push(await files.keep(path, { name: `thumbnail-${i + 1}.png`, mime: 'image/png' }));
			return {
				file: await files.keep(film.videoPath, { name: 'video.mp4', mime: 'video/mp4' }),
				width: film.width,
				height: film.height,
				fps: film.fps,
				durationSeconds: film.durationSeconds,
				captions: {
					srt: await files.keep(film.srtPath, { name: 'captions.srt', mime: 'application/x-subrip' }),
					vtt: await files.keep(film.vttPath, { name: 'captions.vtt', mime: 'text/vtt' }),
				},
				thumbnails,
				sheet: await files.keep(film.sheetPath, { name: 'sheet.png', mime: 'image/png' }),
				recipe: await files.keep(film.recipePath, { name: 'recipe.json', mime: 'application/json' }),
			};
		},
	);
	return { envelope: { ...envelope, video: part.value }, reused: part.reused, cpuSeconds };
}
