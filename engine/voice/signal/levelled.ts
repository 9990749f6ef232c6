/** A voice track as it leaves this room. Runs in voice.worker.ts. */
import { OperatorError } from '../../errors';
import { level } from '../../media/sound/level';
import { toInt16, writeWav } from '../../media/wav';
import { PEAK_DB, TARGET_LUFS } from '../level';

export interface VoiceLevel {
	integratedLufs: number;
	truePeakDb: number;
}

/** Writes a mono track as 48 kHz 16-bit WAV, levelled. Errors: UNSPEAKABLE when it is silent. */
export async function writeLevelled(path: string, samples: Float32Array, sampleRate: number): Promise<VoiceLevel> {
	const { channels, integratedLufs, truePeakDb } = level([samples], sampleRate, { lufs: TARGET_LUFS, peakDb: PEAK_DB, within: 0.1 });
	if (integratedLufs <= -70)
		throw new OperatorError('UNSPEAKABLE', 'The voice is silent', { fix: 'Check the text or recording it was made from.' });
	await writeWav(path, toInt16(channels[0]!), 48_000);
	return { integratedLufs, truePeakDb };
}
