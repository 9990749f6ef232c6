/** Our side of the recogniser's process: brings the engines, decodes media to sound, starts the process and ends it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '../errors';
import { ffmpeg, openWorkspace, probe, safeInput, startNodeChild, withSlot, type NodeChild } from '../media';
import type { Workspace } from '../ports';
import { assetPath, computeThreads, derived, ensure, onnxruntime, packageRoot, type RuntimePorts } from '../runtime';
import type { ConvertMessage, LoadMessage } from './messages';
import { RECIPE } from './model/convert';
import { RATE } from './model/pcm';

const CHILD = 'speech';

/** Folder of the shipped graphs: with the built assets, or beside this source. */
function dataFolder(): string {
	const built = assetPath('data');
	return existsSync(join(built, 'whisper-base-encoder.onnx.gz')) ? built : join(packageRoot(), 'engine', 'speech', 'data');
}

async function whisperFiles(ports: RuntimePorts): Promise<{ graphs: string; model: string }> {
	const engine = await ensure('whisper-base', ports);
	const graphs = await derived('whisper-base', `${engine.version}-${RECIPE}`, ports, async (dir) => {
		ports.logger.info('Preparing the recognition model, once on this machine');
		const child = startNodeChild(CHILD, { signal: ports.signal });
		const message: ConvertMessage = { type: 'convert', model: engine.file('model.bin'), data: dataFolder(), dir };
		await finished(child, child.ask(message));
	});
	return { graphs, model: engine.dir };
}

/** Fetches and prepares what recognition needs, so that a first transcription does not wait for it. */
export async function prepareSpeech(ports: RuntimePorts): Promise<void> {
	await Promise.all([whisperFiles(ports), ensure('silero-vad', ports), onnxruntime(ports)]);
}

/** A running recogniser process and the sound it is to hear. */
export interface Recogniser {
	child: NodeChild;
	pcm: string;
	durationSeconds: number;
}

/**
 * Decodes `path` to sound, runs the recogniser's process for as long as `work` takes, within one of the machine's compute slots.
 * @throws OperatorError INPUT when the file has no sound; as probe, ffmpeg, ensure and the process throw.
 */
export async function withRecogniser<Result>(
	path: string,
	need: { whisper: boolean },
	ports: RuntimePorts,
	work: (recogniser: Recogniser) => Promise<Result>,
): Promise<Result> {
	const [activity, runtime, whisper] = await Promise.all([
		ensure('silero-vad', ports),
		onnxruntime(ports),
		need.whisper ? whisperFiles(ports) : undefined,
	]);
	return await withSlot('compute', ports, async () => {
		const workspace = await openWorkspace('speech');
		try {
			const { pcm, durationSeconds } = await decode(path, workspace, ports);
			const child = startNodeChild(CHILD, { signal: ports.signal });
			const load: LoadMessage = {
				type: 'load',
				runtime: { kind: runtime.kind, entry: runtime.entry },
				// More than four gain little on networks of this size.
				threads: Math.min(4, computeThreads()),
				activity: activity.file('silero_vad_16k_sequence.onnx'),
				whisper,
			};
			return await finished(
				child,
				child.ask(load).then(() => work({ child, pcm, durationSeconds })),
			);
		} finally {
			await workspace.dispose();
		}
	});
}

/** Waits for `work` and for the end of the process, whatever comes of the work. */
async function finished<Result>(child: NodeChild, work: Promise<Result>): Promise<Result> {
	try {
		const result = await work;
		child.end();
		await child.done;
		return result;
	} catch (error) {
		child.kill();
		await child.done.catch(() => undefined);
		throw error;
	}
}

async function decode(path: string, workspace: Workspace, ports: RuntimePorts): Promise<{ pcm: string; durationSeconds: number }> {
	const info = await probe(path, ports);
	if (!info.audio) {
		throw new OperatorError('INPUT', 'The file has no sound, so there is nothing to transcribe', {
			fix: 'Give a file with an audio track.',
		});
	}
	const pcm = workspace.path('sound.pcm');
	await ffmpeg(
		[
			...['-v', 'error', ...safeInput(path, info.kind === 'video' ? 'video' : 'audio'), '-map', '0:a:0', '-vn'],
			// Sound that begins late stays late: times count from the start of the file.
			...['-af', 'aresample=async=1:first_pts=0', '-ac', '1', '-ar', String(RATE), '-c:a', 'pcm_s16le', '-f', 's16le', pcm],
		],
		{ ports, stdout: 'ignore', about: path },
	);
	return { pcm, durationSeconds: info.durationSeconds };
}
