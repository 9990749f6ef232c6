/** The film's sound: the voice as it is, a music bed well under it. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Channel } from '../asset';
import type { Ports, Workspace } from '../ports';
import { ffmpeg, measureLoudness, probe, safeInput } from '../media';
import { offload } from '../runtime';
import type { MusicWorker } from './music.worker';

/** The voice is levelled to −14 LUFS; the bed lies this much under it. */
const UNDER_VOICE_DB = 20;
const FADE_SECONDS = 1.2;

/** A file of the user's folder, chosen by seed, or null when it has none that can be played. */
async function ownMusic(folder: string, seed: number, ports: Ports): Promise<string | null> {
	const names = (await readdir(folder).catch(() => [])).filter((name) => /\.(mp3|wav|m4a|flac|ogg)$/i.test(name)).sort();
	for (let i = 0; i < names.length; i++) {
		const path = join(folder, names[(Math.abs(seed) + i) % names.length]!);
		const usable = await probe(path, ports).then(
			(info) => Boolean(info.audio) && info.durationSeconds >= 5,
			() => false,
		);
		if (usable) return path;
		ports.logger.warn(`${path} is left out as music: it cannot be played`);
	}
	return null;
}

/**
 * Writes the sound track (AAC, 48 kHz stereo) of `durationSeconds` and returns what was used for the recipe.
 * Without music the voice alone is encoded.
 */
export async function mixAudio(
	input: {
		voicePath: string;
		voiceLufs: number;
		music: Channel['music'];
		seed: number;
		durationSeconds: number;
		outPath: string;
		workspace: Workspace;
	},
	ports: Ports,
): Promise<{ bed: 'none' | 'calm' | 'drive' | 'own'; bedLufs: number | null }> {
	const { music, workspace, durationSeconds } = input;
	const encode = [
		'-map',
		'[a]',
		'-c:a',
		'aac',
		'-b:a',
		'160k',
		'-ar',
		'48000',
		'-ac',
		'2',
		'-t',
		durationSeconds.toFixed(3),
		'-movflags',
		'+faststart',
		`file:${input.outPath}`,
	];
	const voiceChain = `[0:a]aformat=sample_fmts=fltp:sample_rates=48000:channel_layouts=stereo,apad=whole_dur=${durationSeconds.toFixed(3)}`;
	const voice = await safeInput(input.voicePath, 'audio');
	if (music.mood === 'none') {
		await ffmpeg([...voice, '-filter_complex', `${voiceChain}[a]`, ...encode], { ports });
		return { bed: 'none', bedLufs: null };
	}
	const own = music.folder ? await ownMusic(music.folder, input.seed, ports) : null;
	const bedPath = own ?? workspace.path('bed.wav');
	if (!own) await offload<MusicWorker>('music').call('loop', [music.mood, input.seed, bedPath], { signal: ports.signal });
	const { integratedLufs } = await measureLoudness(bedPath, ports);
	const gain = input.voiceLufs - UNDER_VOICE_DB - integratedLufs;
	const fadeAt = Math.max(0, durationSeconds - FADE_SECONDS);
	const bed = `[1:a]aformat=sample_fmts=fltp:sample_rates=48000:channel_layouts=stereo,volume=${gain.toFixed(2)}dB,atrim=0:${durationSeconds.toFixed(3)},afade=t=in:d=0.4,afade=t=out:st=${fadeAt.toFixed(3)}:d=${FADE_SECONDS}[bed]`;
	const graph = `${voiceChain}[v];${bed};[v][bed]amix=inputs=2:duration=first:normalize=0,alimiter=limit=0.84:level=0[a]`;
	await ffmpeg([...voice, '-stream_loop', '-1', ...(await safeInput(bedPath, 'audio')), '-filter_complex', graph, ...encode], { ports });
	return { bed: own ? 'own' : music.mood, bedLufs: input.voiceLufs - UNDER_VOICE_DB };
}
