/** Short samples of voices, level matched, to choose one by ear. */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '../errors';
import type { Ports } from '../ports';
import { PEAK_DB, TARGET_LUFS } from './level';
import { CALIBRATION, listVoices, type VoiceEngine, type VoiceInfo } from './model/voices';
import { prepareDictionary, treePath, worker } from './prepare';
import { speakChunks, speechPath } from './processes';

export const PREVIEW_LINE = 'This is how I would tell your story: in 2024, prices rose by 3.5 percent, and nobody noticed.';
const LONGEST_LINE = 300;

export interface Preview {
	voice: VoiceInfo;
	/** 48 kHz mono WAV at −14 LUFS. */
	path: string;
	durationSeconds: number;
}

/**
 * Says one line with each voice. Finished samples are kept in `cacheDir`.
 * @throws OperatorError INPUT for an unknown voice or a long line, UNSPEAKABLE, CANCELLED, and what fetching engines throws.
 */
export async function previewVoices(input: { voices: string[]; line: string; cacheDir: string }, ports: Ports): Promise<Preview[]> {
	const line = input.line.trim() || PREVIEW_LINE;
	if (line.length > LONGEST_LINE) {
		throw new OperatorError('INPUT', `The line to preview has ${line.length} characters; up to ${LONGEST_LINE} are spoken`, {
			fix: 'Give one or two sentences; a longer text is spoken with Speak text.',
		});
	}
	const known = new Map(listVoices().map((voice) => [voice.id, voice]));
	const voices = [...new Set(input.voices)].map((id) => {
		const voice = known.get(id);
		if (!voice)
			throw new OperatorError('INPUT', `There is no voice “${id}” on this machine`, {
				fix: `Choose among: ${[...known.keys()].join(', ')}.`,
			});
		return voice;
	});
	await mkdir(input.cacheDir, { recursive: true, mode: 0o700 });
	const out: Preview[] = [];
	for (const engine of ['kokoro', 'piper'] as const) out.push(...(await speakAll(engine, voices.filter((voice) => voice.engine === engine), line, input.cacheDir, ports))); // prettier-ignore
	return voices.map(({ id }) => out.find(({ voice }) => voice.id === id)!);
}

async function speakAll(engine: VoiceEngine, voices: VoiceInfo[], line: string, cacheDir: string, ports: Ports): Promise<Preview[]> {
	if (voices.length === 0) return [];
	const dictionary = await prepareDictionary(ports);
	const plans = new Map<string, Awaited<ReturnType<typeof planOf>>>();
	const planOf = async (speaker: string) =>
		await worker.call('plan', [[{ id: 'preview', narration: line }], { engine, speaker, speed: 1, pronunciations: {} }, dictionary, treePath()], { signal: ports.signal }); // prettier-ignore
	const pathOf = (id: string) => join(cacheDir, `${id}-${createHash('sha256').update(JSON.stringify([plans.get(id)!.chunks.map(({ key }) => key), LEVELS])).digest('hex').slice(0, 24)}.wav`); // prettier-ignore
	for (const { id } of voices) plans.set(id, await planOf(id));
	const missing: VoiceInfo[] = [];
	for (const voice of voices) if (!(await stat(pathOf(voice.id)).catch(() => null))) missing.push(voice);
	if (missing.length) {
		const workspace = await ports.workspace('preview');
		try {
			const jobs = missing.flatMap(({ id }) => plans.get(id)!.chunks.map((chunk) => ({ chunk, speaker: id })));
			await speakChunks(jobs, workspace.dir, { engine, speed: 1 }, ports);
			for (const { id } of missing) {
				const { chunks, words } = plans.get(id)!;
				const levelled = workspace.path(`${id}.wav`);
				const scenes = [{ id: 'preview', words: words[0]! }];
				await worker.call('assemble', [engine, scenes, chunks, chunks.map((chunk) => speechPath(workspace.dir, chunk)), levelled], { signal: ports.signal }); // prettier-ignore
				// Whole or not at all: the cache may be on another disk.
				await copyFile(levelled, `${pathOf(id)}.${process.pid}.part`);
				await rename(`${pathOf(id)}.${process.pid}.part`, pathOf(id));
			}
		} finally {
			await workspace.dispose();
		}
	}
	return await Promise.all(
		voices.map(async (voice) => {
			const path = pathOf(voice.id);
			return { voice, path, durationSeconds: Math.max(0, (await stat(path)).size - 44) / 96_000 };
		}),
	);
}
/** Part of the cache's key: samples made otherwise are made anew. */
const LEVELS = ['levelled in memory', TARGET_LUFS, PEAK_DB, CALIBRATION.kokoro.revision];
