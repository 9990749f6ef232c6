import type { INodePropertyOptions } from 'n8n-workflow';
import { listVoices } from '../../engine/voice/model/voices';

const titled = (text: string): string => text.replace(/(^|\s)\p{Ll}/gu, (letter) => letter.toUpperCase());

/** The voices of this machine as options, by name. */
export const voiceOptions = (): INodePropertyOptions[] =>
	listVoices()
		.map(({ id, name, engine, gender, accent, description }) => ({
			name: `${name}, ${accent} ${gender === 'female' ? 'Woman' : 'Man'}`,
			value: id,
			description: `${titled(description.slice(0, 1))}${description.slice(1)}; ${engine === 'kokoro' ? 'Kokoro' : 'Piper'}`,
		}))
		.sort((a, b) => a.name.localeCompare(b.name, 'en'));
