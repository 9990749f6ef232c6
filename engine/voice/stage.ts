import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Channel, Envelope, Voice } from '../asset';
import { OperatorError } from '../errors';
import { finishedOrMake, type StageContext } from '../ledger/finished';
import { homeDirectory } from '../runtime';
import { speak } from './index';

/** Raised when the sound of the same text changes. */
const VOICE_VERSION = 3;

export interface VoiceStageSettings {
	channel: Channel;
	engine: 'kokoro' | 'piper' | 'auto';
	speaker: string;
	speed: number;
	/** Added to the channel's. */
	pronunciations: Record<string, string>;
}

export interface VoiceStageResult {
	envelope: Envelope;
	warnings: string[];
	reused: boolean;
	cpuSeconds: number;
}

/** Speaks the envelope's script. Errors: INPUT without a script, UNSPEAKABLE for text no voice can say. */
export async function voiceStage(envelope: Envelope, settings: VoiceStageSettings, context: StageContext): Promise<VoiceStageResult> {
	const { script } = envelope;
	if (!script?.scenes.length)
		throw new OperatorError('INPUT', 'The item has no script to speak', { fix: 'Put a Script Generator before this node.' });
	const input = {
		scenes: script.scenes.map(({ id, narration }) => ({ id, narration })),
		engine: settings.engine,
		speaker: settings.speaker,
		speed: settings.speed,
		pronunciations: { ...settings.channel.pronunciations, ...settings.pronunciations },
	};
	let cpuSeconds = 0;
	const part = await finishedOrMake<{ voice: Voice; warnings: string[] }>(
		context,
		{ assetId: envelope.asset.id, part: 'voice', inputs: { v: VOICE_VERSION, ...input, variant: envelope.asset.variant } },
		async (files) => {
			const spoken = await speak({ ...input, cacheDir: join(homeDirectory(), 'cache', 'voice') }, context);
			const workspace = await context.workspace('voice-words');
			try {
				const wordsPath = workspace.path('words.json');
				await writeFile(wordsPath, JSON.stringify(spoken.words));
				cpuSeconds = spoken.cpuSeconds;
				return {
					voice: {
						file: await files.keep(spoken.audioPath, { name: 'voice.wav', mime: 'audio/wav' }),
						durationSeconds: spoken.words.durationSeconds,
						words: await files.keep(wordsPath, { name: 'words.json', mime: 'application/json' }),
						loudnessLufs: spoken.loudnessLufs,
						speaker: `${spoken.engine}/${spoken.speaker}`,
					},
					warnings: spoken.warnings,
				};
			} finally {
				await workspace.dispose();
			}
		},
	);
	return { envelope: { ...envelope, voice: part.value.voice }, warnings: part.value.warnings, reused: part.reused, cpuSeconds };
}
