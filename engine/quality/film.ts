/** Faults of a finished film that a viewer would notice at once: its streams, length, loudness, black pictures, silence. */
import type { Envelope, QualityCheck, Video } from '../asset';
import { isOperatorError } from '../errors';
import { ffmpeg, measureLoudness, probe, safeInput } from '../media';
import type { Ports } from '../ports';

const TARGET_LUFS = -14;
const LOUDNESS_TOLERANCE = 1;
/** Headroom that AAC's own overshoot leaves (EBU R 128 s1 asks −1 dBTP of what is streamed). */
const PEAK_DB = -1;
const SILENCE_SECONDS = 1.5;
const BLACK_SECONDS = 0.5;
const LENGTH_TOLERANCE = 0.6;

/** Checks the film of an envelope. A file that cannot be read is a failed check, not an error. Errors: CANCELLED, ENGINE_MISSING. */
export async function checkFilm(envelope: Envelope & { video: Video }, ports: Ports): Promise<QualityCheck> {
	const { video, voice } = envelope;
	const faults: string[] = [];
	let evidence = '';
	try {
		const path = await ports.files.local(video.file);
		const info = await probe(path, ports, { kind: 'video' });
		if (info.truncated) faults.push('the file ends before its own header says');
		if (!info.audio) faults.push('it has no sound');
		if (info.video && (info.video.width !== video.width || info.video.height !== video.height))
			faults.push(`it is ${info.video.width}x${info.video.height}, not ${video.width}x${video.height}`);
		if (voice && Math.abs(info.durationSeconds - video.durationSeconds) > LENGTH_TOLERANCE)
			faults.push(`it lasts ${info.durationSeconds.toFixed(1)} s, planned were ${video.durationSeconds.toFixed(1)} s`);
		if (info.audio) {
			const { integratedLufs, truePeakDb } = await measureLoudness(path, ports);
			if (Math.abs(integratedLufs - TARGET_LUFS) > LOUDNESS_TOLERANCE)
				faults.push(`its loudness is ${integratedLufs.toFixed(1)} LUFS, not −14`);
			if (truePeakDb > PEAK_DB) faults.push(`its true peak is ${truePeakDb.toFixed(1)} dB, over ${PEAK_DB}`);
			faults.push(...(await gaps(path, ports)));
			evidence = `${info.video?.width}x${info.video?.height}, ${info.durationSeconds.toFixed(1)} s, ${integratedLufs.toFixed(1)} LUFS`;
		}
	} catch (error) {
		if (!isOperatorError(error) || error.code === 'CANCELLED' || error.code === 'ENGINE_MISSING') throw error;
		faults.push(`${error.message}. ${error.fix}`);
	}
	return faults.length ? { name: 'film', outcome: 'fail', evidence: faults.join('; ') } : { name: 'film', outcome: 'pass', evidence };
}

/** Long silences, and black pictures among the key frames (looking at these alone costs a twentieth). */
async function gaps(path: string, ports: Ports): Promise<string[]> {
	const found: string[] = [];
	const add = (line: string) => {
		const silence = /silence_duration: ([\d.]+)/.exec(line)?.[1];
		const black = /black_start:([\d.]+).*black_duration:([\d.]+)/.exec(line);
		if (silence) found.push(`it is silent for ${Number(silence).toFixed(1)} s`);
		if (black) found.push(`it is black for ${Number(black[2]).toFixed(1)} s at ${Number(black[1]).toFixed(1)} s`);
	};
	await ffmpeg(
		[
			...['-skip_frame', 'nokey', ...safeInput(path, 'video')],
			...['-map', '0:v:0', '-map', '0:a:0'],
			...['-vf', `scale=160:-2,blackdetect=d=${BLACK_SECONDS}:pix_th=0.05:pic_th=0.99`],
			...['-af', `silencedetect=noise=-55dB:d=${SILENCE_SECONDS}`, '-f', 'null', '-'],
		],
		{ ports, stdout: 'ignore', onStderrLine: add },
	);
	return found;
}
