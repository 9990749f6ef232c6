/** The sound of one clip: cut without a click, as loud as the platforms play, and as long as its picture. */
import { rename } from 'node:fs/promises';
import type { Workspace } from '../ports';
import { ffmpeg, measureLoudness, normalizeVoice, safeInput, type Loudness } from '../media';
import type { RuntimePorts } from '../runtime';
import type { LongVideo } from './source';
import type { Range } from './types';

export const TARGET_LUFS = -14;
export const PEAK_DB = -1.5;
/** AAC adds peaks of its own to what the limiter leaves. */
const CEILING_DB = -2.3;
const MOST_PASSES = 3;
/** What is softer than this is not speech: it is not pulled up. */
const SOFTEST_LUFS = -50;
const RATE = 48_000;
const FADE = { in: 0.012, out: 0.05 } as const;

/**
 * Writes `<name>.m4a` (AAC, 48 kHz stereo) of exactly `seconds` into the workspace: −14 ±1 LUFS, true peak at most −1.5 dB. Silence stays silent.
 */
export async function clipSound(
	{ path, name, info }: LongVideo,
	range: Range,
	seconds: number,
	workspace: Workspace,
	ports: RuntimePorts,
): Promise<{ path: string; loudness: Loudness | null }> {
	const out = workspace.path('sound.m4a');
	const plain = workspace.path('sound-plain.wav');
	if (!info.audio) {
		await ffmpeg(['-f', 'lavfi', '-i', `anullsrc=r=${RATE}:cl=stereo`, ...encode(seconds, out)], { ports });
		return { path: out, loudness: null };
	}
	// A little more than is needed: the film's last sound may end before its last picture.
	const cut = ['-ss', range.startSeconds.toFixed(3), '-t', (seconds + 0.1).toFixed(3)];
	const end = seconds.toFixed(4);
	const chain = [
		'aresample=async=1:first_pts=0',
		`aformat=sample_fmts=fltp:sample_rates=${RATE}:channel_layouts=stereo`,
		`apad=whole_dur=${end}`,
		`atrim=end=${end}`,
		`afade=t=in:d=${FADE.in}`,
		`afade=t=out:st=${Math.max(0, seconds - FADE.out).toFixed(4)}:d=${FADE.out}`,
	].join(',');
	const input = [...cut, ...safeInput(path, info.kind === 'video' ? 'video' : 'audio'), '-map', '0:a:0', '-vn'];
	await ffmpeg(['-v', 'error', ...input, '-af', chain, '-c:a', 'pcm_s16le', '-f', 'wav', plain], { ports, about: name });
	const before = await measureLoudness(plain, ports);
	if (before.integratedLufs < SOFTEST_LUFS) {
		await ffmpeg([...safeInput(plain, 'audio'), ...encode(seconds, out)], { ports });
		return { path: out, loudness: await measureLoudness(out, ports) };
	}
	const level = workspace.path('sound-level.wav');
	let best: { loudness: Loudness; miss: number } | undefined;
	for (let pass = 1, ceiling = CEILING_DB; pass <= MOST_PASSES; pass++) {
		const tried = workspace.path('sound-try.m4a');
		await normalizeVoice(plain, level, { targetLufs: TARGET_LUFS, truePeakDb: ceiling, channels: 2, ports });
		await ffmpeg([...safeInput(level, 'audio'), ...encode(seconds, tried)], { ports });
		const loudness = await measureLoudness(tried, ports);
		const over = loudness.truePeakDb - PEAK_DB;
		const miss = Math.max(0, over) * 10 + Math.abs(loudness.integratedLufs - TARGET_LUFS);
		if (!best || miss < best.miss) {
			best = { loudness, miss };
			await rename(tried, out);
		}
		if (over <= 0) break;
		ceiling -= over + 0.3;
	}
	return { path: out, loudness: best!.loudness };
}

const encode = (seconds: number, out: string): string[] => [
	...[
		'-c:a',
		'aac',
		'-b:a',
		'160k',
		'-ar',
		String(RATE),
		'-ac',
		'2',
		'-t',
		seconds.toFixed(4),
		'-movflags',
		'+faststart',
		'-f',
		'mp4',
		`file:${out}`,
	],
];
