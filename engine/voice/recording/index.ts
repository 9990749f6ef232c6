/** The user's own voice: a recording aligned to the script, tightened and levelled, with the time of every word. */
import { rm } from 'node:fs/promises';
import { OperatorError, throwIfCancelled } from '../../errors';
import { ffmpeg, probe, safeInput } from '../../media/index';
import type { WordTimes } from '../../asset';
import type { Ports } from '../../ports';
import { place, transcribe } from '../../speech/index';
import { worker } from '../prepare';
import type { SceneText } from '../plan';
import type { Match } from './match';

export interface RecordingInput {
	/** Sound or film in any container that the media room takes. */
	path: string;
	/** The file's name as the user knows it, for messages. */
	name: string;
	scenes: SceneText[];
	/** Shorten silences above 0.7 s and take away those at both ends. */
	trimSilence: boolean;
	/** Two-letter code of the language that is spoken. */
	language: string;
}

export interface RecordedResult {
	/** 48 kHz mono WAV, −14 ±1 LUFS, true peak ≤ −1.5 dB, in a workspace: keep it before the workspace goes. */
	audioPath: string;
	words: WordTimes;
	loudnessLufs: number;
	truePeakDb: number;
	/** Silence taken out. */
	removedSeconds: number;
	/** Script words that are not said; where something else was said instead; what was said besides. */
	skipped: string[];
	changed: { text: string; heard: string }[];
	added: { text: string; startSeconds: number }[];
	warnings: string[];
}

/** Longer recordings are split by scene first: memory grows with them. */
const LONGEST_SECONDS = 1800;
/** A recording that says less of the script than this is one of something else. */
const LEAST_SHARE = 0.5;
/** A word in whose place another was heard, and that the sound denies too, was changed. */
const DENIED = 0.05;

/**
 * Aligns a recording to the scenes.
 * @throws OperatorError INPUT (no sound, too long, says something else or nothing, no scenes), UNSAFE_MEDIA, CANCELLED, and what the engines throw.
 */
export async function alignRecording(input: RecordingInput, ports: Ports): Promise<RecordedResult> {
	throwIfCancelled(ports.signal);
	const workspace = await ports.workspace('recording');
	try {
		const sound = workspace.path('sound.wav');
		await decode(input, sound, ports);
		const heard = await transcribe(sound, { language: input.language }, ports);
		const match = await worker.call('matchRecording', [input.scenes, heard.words], { signal: ports.signal });
		refuseOthers(
			input,
			match,
			heard.words.map((word) => word.text),
		);
		const times = await place(sound, match.said, ports, { language: input.language });

		const spans: ([number, number] | null)[] = match.words.flat().map(() => null);
		const spoken: [number, number][] = [];
		const missed = new Set(match.skipped);
		match.said.forEach(({ word }, i) => {
			const time = times[i];
			if (!time) {
				if (word !== null) missed.add(word);
				return;
			}
			const span: [number, number] = [time.startSeconds, Math.max(time.endSeconds, time.startSeconds + 0.02)];
			spoken.push(span);
			if (word !== null) spans[word] = span;
		});
		const denied = new Set(match.said.flatMap(({ word }, i) => (word !== null && (times[i]?.probability ?? 1) < DENIED ? [word] : [])));

		const audioPath = workspace.path('voice.wav');
		const scenes = input.scenes.map(({ id }, i) => ({ id, words: match.words[i]! }));
		const cut = await worker.call('cutRecording', [sound, audioPath, scenes, spans, spoken, input.trimSilence], { signal: ports.signal });
		await rm(sound, { force: true });

		const display = match.words.flat();
		const result = {
			audioPath,
			words: cut.words,
			loudnessLufs: cut.integratedLufs,
			truePeakDb: cut.truePeakDb,
			removedSeconds: cut.removedSeconds,
			skipped: runs(
				[...missed].sort((a, b) => a - b),
				display,
			),
			changed: match.changed
				.filter(({ word }) => denied.has(word))
				.map(({ word, heard: other }) => ({ text: display[word]!, heard: other })),
			added: match.added.map(({ text, startSeconds }) => ({ text, startSeconds })),
		};
		return { ...result, warnings: warningsOf(result) };
	} catch (error) {
		await workspace.dispose();
		throw error;
	}
}

async function decode({ path, name }: RecordingInput, out: string, ports: Ports): Promise<void> {
	const info = await probe(path, ports);
	if (!info.audio)
		throw new OperatorError('INPUT', `${name} has no sound`, {
			fix: 'Give a recording of your voice: WAV, MP3, M4A, or a film with sound.',
		});
	if (info.durationSeconds > LONGEST_SECONDS) {
		throw new OperatorError('INPUT', `${name} is ${Math.round(info.durationSeconds / 60)} minutes long; a recording may have 30`, {
			fix: 'Cut it to the part that reads this script.',
		});
	}
	await ffmpeg(
		[
			...['-v', 'error', ...safeInput(path, info.kind === 'video' ? 'video' : 'audio'), '-map', '0:a:0', '-vn'],
			...['-af', 'aresample=async=1:first_pts=0', '-ac', '1', '-ar', '48000', '-c:a', 'pcm_s16le', '-f', 'wav', out],
		],
		{ ports, stdout: 'ignore', about: name },
	);
}

function refuseOthers({ name, scenes }: RecordingInput, match: Match, heard: string[]): void {
	if (match.share >= LEAST_SHARE) return;
	const begin = (words: string[]) => `“${words.slice(0, 8).join(' ').slice(0, 60)}…”`;
	const script = scenes.map((scene) => scene.narration).join(' ').split(/\s+/); // prettier-ignore
	throw new OperatorError(
		'INPUT',
		heard.length === 0
			? `Nobody is heard to speak in ${name}`
			: `${name} says something else than the script: it begins ${begin(heard)}, the script ${begin(script)} (${Math.round(100 * match.share)} % of the script's words were heard)`,
		{
			fix:
				heard.length === 0
					? 'Check the recording: it is silent, or holds music only.'
					: 'Give the recording of this script, or use the script that was read: Script Generator, Use my script.',
			details: { share: match.share },
		},
	);
}

/** Words joined where they follow each other. */
function runs(indexes: number[], words: string[]): string[] {
	const out: string[][] = [];
	indexes.forEach((index, i) => {
		if (i > 0 && indexes[i - 1] === index - 1) out.at(-1)!.push(words[index]!);
		else out.push([words[index]!]);
	});
	return out.map((run) => run.join(' '));
}

function warningsOf({ skipped, changed, added }: Pick<RecordedResult, 'skipped' | 'changed' | 'added'>): string[] {
	const some = (list: string[]) => list.slice(0, 6).map((text) => `“${text.length > 80 ? `${text.slice(0, 77)}…` : text}”`).join(', ') + (list.length > 6 ? ` and ${list.length - 6} more` : ''); // prettier-ignore
	const out: string[] = [];
	if (skipped.length)
		out.push(
			`Not said in the recording, but in the script: ${some(skipped)}. They stay in the captions: edit the script where that is wrong.`,
		);
	if (changed.length) out.push(`Said otherwise: ${some(changed.map(({ text, heard }) => `${text} → ${heard}`))}.`);
	if (added.length)
		out.push(
			`Said, but not in the script: ${some(added.map(({ text, startSeconds }) => `${text} (${startSeconds.toFixed(1)} s)`))}. The captions do not show them.`,
		);
	return out;
}
