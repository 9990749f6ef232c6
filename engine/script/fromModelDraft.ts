/** Reading what a model wrote: known fields only, each cut to size; nothing in it is believed yet. */
import { readJson } from '../llm/json';
import { normaliseSpaces } from '../writing';
import { refsOf, type SentenceRef } from './sentenceRefs';

export interface ModelScene {
	/** 1-based number of the scene it replaces, in a repair. */
	n?: number;
	/** Id of the scene it replaces, in a rewrite. */
	id?: string;
	say: string;
	from: SentenceRef[];
	title: string;
	show?: Record<string, unknown>;
}

export interface ModelDraft {
	titles: string[];
	tags: string[];
	scenes: ModelScene[];
	/** False when the answer was cut off; its whole scenes are here. */
	whole: boolean;
}

type Loose = Record<string, unknown>;
const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null && !Array.isArray(value);
const LONGEST = 600;

const scenesIn = (value: unknown): unknown[] | null => {
	const list = Array.isArray(value) ? value : isObject(value) && Array.isArray(value.scenes) ? value.scenes : null;
	return list?.some((scene) => isObject(scene) && sayOf(scene)) ? list : null;
};

/** The draft in a model's answer, or null when there is none. */
export function readDraft(text: string, mostScenes: number): ModelDraft | null {
	const read = readJson(text, (value) => scenesIn(value) !== null);
	if (!read) return null;
	const top = isObject(read.value) ? read.value : {};
	return {
		titles: strings(top.titles, 8, 120),
		tags: strings(top.tags, 15, 40),
		scenes: (scenesIn(read.value) ?? []).slice(0, mostScenes).flatMap((scene) => (isObject(scene) ? sceneOf(scene) : [])),
		whole: read.whole,
	};
}

const sayOf = (scene: Loose): string => {
	const said = [scene.say, scene.narration, scene.text].find((value): value is string => typeof value === 'string');
	return normaliseSpaces((said ?? '').slice(0, LONGEST).replace(/\s*[[(][a-z]\d{1,4}(?:,\s*[a-z]\d{1,4})*[\])]/g, ''));
};

function sceneOf(scene: Loose): ModelScene[] {
	const say = sayOf(scene);
	if (!say) return [];
	const n = Number(scene.n ?? scene.scene);
	const id = typeof scene.id === 'string' ? scene.id.trim().toLowerCase() : '';
	return [
		{
			say,
			from: refsOf(scene.from ?? scene.sources),
			title: typeof scene.title === 'string' ? normaliseSpaces(scene.title.slice(0, 120)) : '',
			...(Number.isInteger(n) && n > 0 ? { n } : {}),
			...(/^s\d{1,4}$/.test(id) ? { id } : {}),
			...(isObject(scene.show) ? { show: scene.show } : typeof scene.show === 'string' ? { show: { type: scene.show } } : {}),
		},
	];
}

function strings(value: unknown, most: number, longest: number): string[] {
	return (Array.isArray(value) ? value : [])
		.filter((part): part is string => typeof part === 'string')
		.slice(0, most)
		.map((part) => normaliseSpaces(part.slice(0, longest)))
		.filter(Boolean);
}
