/** One pass over a range of a film: small pictures for the face finder's process, smaller ones for the cuts. */
import { OperatorError } from '../../errors';
import { ffmpeg, openWorkspace, safeInput, startNodeChild, withSlot } from '../../media';
import { ensure, onnxruntime, type RuntimePorts } from '../../runtime';
import { SIDE, type Face } from './blazeface';
import { CUT_HEIGHT, CUT_WIDTH } from './cuts';
import type { LoadMessage, LookedReply, LookMessage, ProgressReply } from './messages';
import { MOMENTS_A_SECOND, type Seen } from './plan';
import type { CropSource } from './types';

const CHILD = 'faces';
/** Cuts are found to the frame, up to this many frames a second. */
const MOST_FPS = 60;
/** Longer ranges are no clips; their small pictures would fill the disk. */
const MOST_SECONDS = 20 * 60;

/** Fetches what finding faces needs, so that a first clip does not wait for it. */
export async function prepareFaces(ports: RuntimePorts): Promise<void> {
	await Promise.all([ensure('blazeface', ports), onnxruntime(ports)]);
}

/**
 * Faces at `rate` moments a second (a plan wants {@link MOMENTS_A_SECOND}) and cuts to the frame, in pixels and seconds of the range.
 * @throws OperatorError INPUT (a range of nothing or more than 20 min), and what {@link safeInput}, ffmpeg and the process throw.
 */
export async function look(
	path: string,
	range: { startSeconds: number; endSeconds: number },
	source: CropSource,
	ports: RuntimePorts,
	rate = MOMENTS_A_SECOND,
): Promise<Seen & { cpuSeconds: number; msPerMoment: number }> {
	const seconds = range.endSeconds - range.startSeconds;
	if (!(range.startSeconds >= 0 && seconds > 0 && seconds <= MOST_SECONDS))
		throw new OperatorError('INPUT', `A range from ${range.startSeconds} to ${range.endSeconds} s cannot be looked at`, {
			fix: 'Give a range of at most 20 minutes.',
		});
	const [model, runtime] = await Promise.all([ensure('blazeface', ports), onnxruntime(ports)]);
	return await withSlot('compute', ports, async () => {
		const workspace = await openWorkspace('faces');
		try {
			const scale = SIDE / Math.max(source.width, source.height);
			const width = Math.max(1, Math.round(source.width * scale));
			const height = Math.max(1, Math.round(source.height * scale));
			const fps = Math.min(MOST_FPS, source.fps > 0 ? source.fps : 30);
			const files = { faces: workspace.path('faces.rgb'), cuts: workspace.path('cuts.yuv') };
			const graph = [
				'[0:v:0]split[a][b]',
				`[a]fps=${fps}:start_time=0,scale=${CUT_WIDTH}:${CUT_HEIGHT}:flags=area,format=yuv420p[cuts]`,
				`[b]fps=${rate}:start_time=0,scale=${width}:${height}:flags=area,format=rgb24[faces]`,
			].join(';');
			const raw = (label: string, file: string) => ['-map', `[${label}]`, '-an', '-c:v', 'rawvideo', '-f', 'rawvideo', `file:${file}`];
			const decoded = await ffmpeg(
				[
					...['-v', 'error', '-ss', range.startSeconds.toFixed(3), '-t', seconds.toFixed(3), ...safeInput(path, 'video')],
					...['-filter_complex', graph, ...raw('cuts', files.cuts), ...raw('faces', files.faces)],
				],
				{ ports, stdout: 'ignore', about: path },
			);
			const child = startNodeChild(CHILD, { signal: ports.signal });
			try {
				const load: LoadMessage = {
					type: 'load',
					runtime: { kind: runtime.kind, entry: runtime.entry },
					model: model.file('face_detection_back_256x256.onnx'),
				};
				await child.ask(load);
				const message: LookMessage = {
					type: 'look',
					faces: { path: files.faces, width, height },
					cuts: { path: files.cuts, fps },
				};
				const total = Math.ceil(seconds * rate);
				const reply: LookedReply = await child.ask(message, ({ moments }: ProgressReply) =>
					ports.progress({ stage: 'find faces', done: Math.min(moments, total), total, unit: 'frames' }),
				);
				child.end();
				await child.done;
				if (!reply.moments.length)
					throw new OperatorError('INPUT', `The film shows no picture between ${range.startSeconds} and ${range.endSeconds} s`, {
						fix: 'Choose a range inside of the film.',
					});
				return {
					moments: reply.moments.map((faces) => faces.map((face) => scaled(face, source.width / width, source.height / height))),
					cuts: reply.cuts,
					durationSeconds: seconds,
					cpuSeconds: (decoded.cpuSeconds ?? 0) + reply.cpuSeconds,
					msPerMoment: (1000 * reply.cpuSeconds) / reply.moments.length,
				};
			} catch (error) {
				child.kill();
				await child.done.catch(() => undefined);
				throw error;
			}
		} finally {
			await workspace.dispose();
		}
	});
}

const scaled = (face: Face, across: number, down: number): Face => ({
	x: face.x * across,
	y: face.y * down,
	width: face.width * across,
	height: face.height * down,
	probability: face.probability,
});
