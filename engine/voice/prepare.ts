/** What the voice needs on this machine: dictionary, models with their times exposed, runtime. Each is made once. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { assetPath, derived, ensure, offload, onnxruntime, packageRoot, type RuntimePorts } from '../runtime/index';
import { CALIBRATION, type VoiceEngine } from './model/voices';
import type { LoadMessage } from './speak.child';
import type { VoiceWorker } from './voice.worker';

export const worker = offload<VoiceWorker>('voice');

/** Outputs of the duration predictors: frames an id. */
const DURATIONS: Record<VoiceEngine, string> = { kokoro: '/encoder/Clip_output_0', piper: '/Ceil_output_0' };

/** The letter-to-sound tree: among the pack's assets, or beside the source in a clone that was not built. */
export function treePath(): string {
	const built = assetPath('data', 'letter-to-sound.json.br');
	return existsSync(built) ? built : join(packageRoot(), 'engine', 'voice', 'data', 'letter-to-sound.json.br');
}

/** Path of the pronouncing dictionary. @throws what fetching throws */
export async function prepareDictionary(ports: RuntimePorts): Promise<string> {
	const dir = await derived('english-dictionary', '1', ports, async (target) => {
		const sources = await ensure('english-dictionaries', ports);
		const files = ['us_gold.json', 'us_silver.json', 'cmudict.dict'].map((name) => sources.file(name)) as [string, string, string];
		await worker.call('buildDictionary', [...files, join(target, 'en-us.dict')], { signal: ports.signal });
	});
	return join(dir, 'en-us.dict');
}

/** What a speaking process is told first. @throws what fetching throws */
export async function prepareVoice(engine: VoiceEngine, ports: RuntimePorts): Promise<LoadMessage> {
	const { kind, entry } = await onnxruntime(ports);
	const { sampleRate, hop } = CALIBRATION[engine];
	const common = { type: 'load' as const, runtime: { kind, entry }, engine, sampleRate, hop, durationOutput: DURATIONS[engine] };
	if (engine === 'kokoro') {
		const dir = await derived('kokoro-float', '1.0-1', ports, async (target) => {
			const kokoro = await ensure('kokoro', ports);
			await worker.call('floatModel', [kokoro.file('kokoro-v1.0.int8.onnx'), [DURATIONS.kokoro], join(target, 'model.onnx')], {
				signal: ports.signal,
			});
		});
		return { ...common, model: join(dir, 'model.onnx') };
	}
	const dir = await derived('piper-joe-times', '1.0.0-1', ports, async (target) => {
		const joe = await ensure('piper-joe', ports);
		await worker.call('modelWithOutput', [joe.file('en_US-joe-medium.onnx'), DURATIONS.piper, join(target, 'model.onnx')], {
			signal: ports.signal,
		});
	});
	return { ...common, model: join(dir, 'model.onnx') };
}

/** The style file of a Kokoro voice. @throws what fetching throws */
export async function stylePath(speaker: string, ports: RuntimePorts): Promise<string> {
	return (await ensure('kokoro-voices', ports)).file(`${speaker}.bin`);
}
