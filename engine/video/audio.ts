/** The film's sound: the voice as it is, a music bed well under it. */
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Channel, Word } from '../asset';
import { OperatorError } from '../errors';
import type { Ports, Workspace } from '../ports';
import { ffmpeg, measureLoudness, probe, safeInput, sniff } from '../media';
import { offload } from '../runtime';
import { speechOf } from './ducking';
import type { MusicWorker } from './music.worker';

/** Raised when the same input would sound otherwise. */
export const SOUND_VERSION = 3;
/** While the voice speaks, the bed lies this much under it. */
const UNDER_VOICE_DB = 21;
const TARGET_LUFS = -14;
const PEAK_DB = -1.5;
/** AAC adds peaks of its own to what the limiter leaves. */
const CEILING_DB = -2.2;
const MOST_PASSES = 3;
const RATE = 48_000;

/** Music of a film: composed from a seed, or a file of the user's. */
export type Bed = { kind: 'none' } | { kind: 'calm' | 'drive'; seed: number } | { kind: 'own'; path: string; name: string };

/**
 * The bed that a channel's settings ask for; of the user's folder one file, chosen by seed, that can be played. What cannot is told
 * through `problem`.
 */
export async function chooseBed(music: Channel['music'], seed: number, ports: Ports, problem: (message: string) => void): Promise<Bed> {
	if (music.mood === 'none') return { kind: 'none' };
	const own = music.folder ? await ownMusic(music.folder, seed, ports, problem) : null;
	return own ? { kind: 'own', path: own, name: basename(own) } : { kind: music.mood, seed };
}

async function ownMusic(folder: string, seed: number, ports: Ports, problem: (message: string) => void): Promise<string | null> {
	const names = (await readdir(folder).catch(() => [])).filter((name) => /\.(mp3|wav|m4a|flac|ogg|aac)$/i.test(name)).sort();
	if (!names.length)
		problem(`The music folder ${folder} holds no sound file (MP3, WAV, M4A, FLAC, OGG, AAC): music is composed for the film.`);
	for (let i = 0; i < names.length; i++) {
		const path = join(folder, names[(Math.abs(seed) + i) % names.length]!);
		try {
			sniff(path);
			const info = await probe(path, ports, { kind: 'audio', bytes: 1 << 30 });
			if (info.durationSeconds >= 5) {
				await playsFor(8, path, ports);
				return path;
			}
			problem(`${basename(path)} is left out as music: it is shorter than 5 s`);
		} catch (error) {
			ports.signal.throwIfAborted();
			problem(`${basename(path)} is left out as music: ${(error as Error).message}`);
		}
	}
	return null;
}

/** Decodes the beginning: what a header promises may not be there. Throws what ffmpeg throws. */
async function playsFor(seconds: number, path: string, ports: Ports): Promise<void> {
	const args = ['-v', 'error', '-t', String(seconds), ...safeInput(path, 'audio'), '-map', '0:a:0', '-vn', '-c:a', 'pcm_s16le', '-f', 's16le', '-']; // prettier-ignore
	const { stdout } = await ffmpeg(args, { ports, about: basename(path), timeoutSeconds: 60, maxStdoutBytes: 1 << 26 });
	if (!stdout.length) throw new OperatorError('INPUT', `nothing of ${basename(path)} can be played`, { fix: 'Export it again.' });
}

const amplitude = (decibels: number): number => 10 ** (decibels / 20);
/** What stands between the samples of music is at most about twice as high. */
const MOST_OVER_SAMPLES = 2;

const STEREO = `aformat=sample_fmts=fltp:sample_rates=${RATE}:channel_layouts=stereo`;

/** The bed as it lies under the voice: as long as the film, levelled, making way for speech. Null without music. */
export async function bedTrack(
	input: { bed: Bed; voiceLufs: number; words: Pick<Word, 'startSeconds' | 'endSeconds'>[]; durationSeconds: number; workspace: Workspace },
	ports: Ports,
): Promise<{ path: string; peak: number } | null> {
	const { bed, durationSeconds, workspace } = input;
	if (bed.kind === 'none') return null;
	const { signal } = ports;
	const [plain, path] = [workspace.path('bed.wav'), workspace.path('bed-under.wav')];
	if (bed.kind === 'own') {
		// Made even before it is measured: a loud chorus must not come up under the voice. Times count from its samples: those of a damaged file jump.
		const chain = `${STEREO},asetpts=N/SR/TB,acompressor=threshold=0.05:ratio=4:attack=80:release=900,apad,atrim=0:${durationSeconds.toFixed(3)},afade=t=in:d=0.4,afade=t=out:st=${Math.max(0, durationSeconds - 1.6).toFixed(3)}:d=1.6`;
		const source = ['-stream_loop', '-1', ...safeInput(bed.path, 'audio')];
		await ffmpeg([...source, '-map', '0:a:0', '-vn', '-af', chain, '-c:a', 'pcm_s16le', '-f', 'wav', `file:${plain}`], {
			ports,
			about: bed.name,
		});
	}
	const music = bed.kind === 'own' ? { path: plain } : { mood: bed.kind, seed: bed.seed };
	const voice = { lufs: input.voiceLufs, underDb: UNDER_VOICE_DB };
	const peak = await offload<MusicWorker>('music').call('bed', [music, speechOf(input.words), durationSeconds, voice, path], { signal });
	return { path, peak };
}

/**
 * Writes the sound track (AAC, 48 kHz stereo) of `durationSeconds`: −14 ±1 LUFS and a true peak of at most −1.5 dB in the encoded file.
 * @throws OperatorError INPUT for a file that cannot be played, and what ffmpeg throws.
 */
export async function mixAudio(
	input: {
		voicePath: string;
		voiceLufs: number;
		words: Pick<Word, 'startSeconds' | 'endSeconds'>[];
		bed: Bed;
		durationSeconds: number;
		outPath: string;
		workspace: Workspace;
	},
	ports: Ports,
): Promise<void> {
	const { durationSeconds, voicePath, outPath } = input;
	const under = await bedTrack(input, ports);
	const voice = `[0:a]${STEREO},apad=whole_dur=${durationSeconds.toFixed(3)}`;
	const files = [...safeInput(voicePath, 'audio'), ...(under ? safeInput(under.path, 'audio') : [])];
	let [ceilingDb, gainDb] = [CEILING_DB, 0];
	// Both channels carry the voice 3 dB down. Where the peaks cannot meet the ceiling even together, there is nothing to limit.
	const highest = amplitude(PEAK_DB) * Math.SQRT1_2 + (under ? MOST_OVER_SAMPLES * under.peak : 0);
	let limits = highest > amplitude(CEILING_DB);
	for (let pass = 1; ; pass++) {
		// At four times the rate the samples' peaks are the true peaks (BS.1770, annex 2).
		const limiter = `aresample=${4 * RATE},alimiter=limit=${amplitude(ceilingDb).toFixed(5)}:attack=2:release=60:level=disabled,aresample=${RATE}`;
		const last = `volume=${gainDb.toFixed(2)}dB${limits ? `,${limiter}` : ''}[a]`;
		const bed = `[1:a]${STEREO}[b]`;
		const graph = under ? `${voice}[v];${bed};[v][b]amix=inputs=2:duration=first:normalize=0,${last}` : `${voice},${last}`;
		// At this rate ffmpeg's "fast" coder is the nearer one (noise 3 to 15 dB lower below 8 kHz on a film of ours), in a third of the time.
		const coder = ['-c:a', 'aac', '-aac_coder', 'fast', '-b:a', '160k', '-ar', String(RATE), '-ac', '2'];
		const encode = ['-map', '[a]', ...coder, '-t', durationSeconds.toFixed(3), '-movflags', '+faststart'];
		await ffmpeg([...files, '-filter_complex', graph, ...encode, `file:${outPath}`], { ports });
		const { truePeakDb, integratedLufs } = await measureLoudness(outPath, ports);
		const over = truePeakDb - PEAK_DB;
		const miss = TARGET_LUFS - integratedLufs;
		if ((over <= 0 && Math.abs(miss) <= 0.8) || pass === MOST_PASSES) return;
		if (over > 0 && limits) ceilingDb -= over + 0.2;
		limits = true;
		// Silence and near-silence are not pulled up.
		if (Math.abs(miss) > 0.8 && Math.abs(miss) < 6) gainDb += miss;
	}
}
