/** Loudness after EBU R 128 (ITU-R BS.1770): measured, then set by a measured gain, because one-pass normalisers miss by up to 1 LU. */
import { basename } from 'node:path';
import { OperatorError } from '../errors';
import type { RuntimePorts } from '../runtime/engines';
import { ffmpeg, findFfmpeg } from './ffmpeg';
import { safeInput } from './formats';

export interface Loudness {
	/** LUFS; −70 (the gate of BS.1770) means silence. */
	integratedLufs: number;
	/** dBTP; at least −144. */
	truePeakDb: number;
	/** LU. */
	range: number;
}

const SILENCE_LUFS = -70;
const LOWEST_DB = -144;
const RATE = 48_000;
/** Longest that one pass may take: a pass runs about 100 times faster than the sound. */
const PASS_SECONDS = 600;
const MOST_PASSES = 6;

/**
 * Measures the first sound of a media file.
 * @throws OperatorError INPUT when it has none, and what {@link ffmpeg} throws.
 */
export async function measureLoudness(path: string, ports: RuntimePorts): Promise<Loudness> {
	const args = [...safeInput(path, 'audio'), '-map', '0:a:0', '-af', METER, '-f', 'null', '-'];
	return loudnessIn(await metered(args, path, ports));
}

/** As {@link measureLoudness} without the true peak, which takes most of its time. */
async function measureLevel(path: string, ports: RuntimePorts): Promise<Omit<Loudness, 'truePeakDb'>> {
	const args = [...safeInput(path, 'audio'), '-map', '0:a:0', '-af', LEVEL_METER, '-f', 'null', '-'];
	return levelIn(await metered(args, path, ports));
}

/** What {@link normalizeVoice} reached. */
export interface Normalized extends Loudness {
	gainDb: number;
}

/**
 * Writes `inPath` as 48 kHz 16-bit WAV at the target loudness with its true peak limited. Times stay as they are.
 * Gain is measured, applied and corrected until within 0.15 LU (the limiter takes some of it away), at most six passes.
 * Sound with very high peaks may stay softer than the target: the true peak limit is kept first.
 * @throws OperatorError UNSPEAKABLE when the input is silent, and what {@link ffmpeg} throws.
 */
export async function normalizeVoice(
	inPath: string,
	outPath: string,
	options: { targetLufs?: number; truePeakDb?: number; channels?: 1 | 2; ports: RuntimePorts },
): Promise<Normalized> {
	const { targetLufs = -14, truePeakDb = -1.5, channels = 1, ports } = options;
	const before = await measureLevel(inPath, ports);
	if (before.integratedLufs <= SILENCE_LUFS) {
		throw new OperatorError('UNSPEAKABLE', `${basename(inPath)} is silent`, { fix: 'Check the text or recording it was made from.' });
	}
	const { version } = await findFfmpeg(ports);
	// Down from 192 kHz the filter rings a little over the limit.
	let ceilingDb = truePeakDb - 0.15;
	let gainDb = targetLufs - before.integratedLufs;
	let last = { gainDb: 0, lufs: before.integratedLufs };
	let reached: Loudness;
	for (let pass = 1; ; pass++) {
		const chain = [
			`aformat=sample_fmts=dbl:channel_layouts=${channels === 1 ? 'mono' : 'stereo'}`,
			`volume=${gainDb.toFixed(3)}dB:precision=double`,
			// At four times the rate the samples' peaks are the true peaks (BS.1770, annex 2).
			`aresample=${4 * RATE}`,
			`alimiter=limit=${(10 ** (ceilingDb / 20)).toFixed(5)}:attack=2:release=60:level=disabled${compensates(version) ? ':latency=1' : ''}`,
			`aresample=${RATE}`,
			METER,
		].join(',');
		const args = [...safeInput(inPath, 'audio'), '-map', '0:a:0', '-af', chain, '-ar', String(RATE), '-ac', String(channels)];
		reached = loudnessIn(await metered([...args, '-c:a', 'pcm_s16le', '-f', 'wav', outPath], inPath, ports));
		const miss = targetLufs - reached.integratedLufs;
		const over = reached.truePeakDb - truePeakDb;
		if ((Math.abs(miss) <= 0.15 && over <= 0) || pass === MOST_PASSES) break;
		// Of a decibel more, the limiter lets only a part through: the part it let through last time.
		const passed = (reached.integratedLufs - last.lufs) / (gainDb - last.gainDb);
		last = { gainDb, lufs: reached.integratedLufs };
		gainDb += miss / Math.min(1, Math.max(0.2, Number.isFinite(passed) ? passed : 1));
		if (over > 0) ceilingDb -= over + 0.05;
	}
	return { ...reached, gainDb };
}

const METER = 'ebur128=peak=true:framelog=verbose';
const LEVEL_METER = 'ebur128=framelog=verbose';

/** Before 5.1 alimiter could not make up for its delay, here 2 ms. */
function compensates(version: string): boolean {
	const [, major, minor] = /^n?(\d+)\.(\d+)/.exec(version) ?? [];
	return major === undefined || Number(major) > 5 || (Number(major) === 5 && Number(minor) >= 1);
}

/** Reads a figure of a meter's summary; `unmeasured` where it says nan or infinity. */
type Summary = (pattern: RegExp, unmeasured: number) => number;

async function metered(args: string[], path: string, ports: RuntimePorts): Promise<Summary> {
	const { stderrTail } = await ffmpeg(args, { ports, stdout: 'ignore', timeoutSeconds: PASS_SECONDS, about: basename(path) });
	const summary = stderrTail.slice(stderrTail.lastIndexOf('Summary:'));
	return (pattern, unmeasured) => {
		const text = pattern.exec(summary)?.[1];
		if (text === undefined)
			throw new OperatorError('ENGINE_FAILED', 'ffmpeg did not report a loudness', {
				fix: 'Unset AI_OPERATOR_FFMPEG and run AI Operator Setup: Download engines.',
				details: { stderrTail },
			});
		const value = Number(text);
		return Number.isFinite(value) ? value : unmeasured;
	};
}

const levelIn = (read: Summary): Omit<Loudness, 'truePeakDb'> => ({
	integratedLufs: Math.max(SILENCE_LUFS, read(/\bI:\s+(\S+) LUFS/, SILENCE_LUFS)),
	range: read(/LRA:\s+(\S+) LU/, 0),
});

const loudnessIn = (read: Summary): Loudness => ({
	...levelIn(read),
	truePeakDb: Math.max(LOWEST_DB, read(/Peak:\s+(\S+) dBFS/, LOWEST_DB)),
});
