/** The thinking of the clips room. Runs in its worker; pure but for reading files, so tests call it directly. */
import { readFile } from 'node:fs/promises';
import { isOperatorError, toWire, type WireError } from '../errors';
import { chooseMoments } from './choose';
import { Levels, levelsOf } from './levels';
import type { ListEntry } from './list';
import { locate, type Snap } from './locate';
import { materialOf } from './moments';
import type { Moment, MomentWishes, Transcript } from './types';

async function open(path: string) {
	const transcript = JSON.parse(await readFile(path, 'utf8')) as Transcript;
	const levels = Levels.fromBase64(transcript.levels, transcript.range.startSeconds);
	return { transcript, levels, material: materialOf(transcript, levels) };
}

export const clipsWork = {
	/** Levels of a WAV, base64. */
	async levels(wavPath: string): Promise<string> {
		return Buffer.from(levelsOf(wavPath)).toString('base64');
	},

	/** The moments of a transcript file, best first. */
	async moments(transcriptPath: string, wishes: MomentWishes): Promise<Moment[]> {
		const { transcript, levels, material } = await open(transcriptPath);
		return chooseMoments(material, levels, transcript.language, wishes);
	},

	/** The clips of a list; what cannot be found is told, the others go on. */
	async locate(transcriptPath: string, list: ListEntry[], snap: Snap): Promise<({ moment: Moment } | { error: WireError })[]> {
		const { transcript, levels, material } = await open(transcriptPath);
		return list.map((entry) => {
			try {
				return { moment: locate(entry, snap, transcript, material, levels) };
			} catch (error) {
				if (!isOperatorError(error)) throw error;
				return { error: toWire(error) };
			}
		});
	},
};

export type ClipsWorker = typeof clipsWork;
