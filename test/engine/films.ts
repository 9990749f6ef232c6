/** Films of five topics that nobody tuned the house for, in both shapes: what the viewer's checks are run on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Script, WordTimes } from '../../engine/asset';
import { channelWithDefaults } from '../../engine/ledger/defaultChannel';
import { writeFromSources } from '../../engine/script/fromSources';
import { splitSentences } from '../../engine/text';
import type { FilmLook, LookSummary } from '../../engine/video/looks';
import { planFilm, type Shape } from '../../engine/video/plan';
import type { FilmPlan } from '../../engine/render/plan';
import type { TimedPage } from '../../engine/render/captionPages';
import { asTopic, packSource } from './script.truth';
import { spokenPace } from './spokenPace';

export const PACKS = ['history', 'money', 'science', 'how-to', 'sport'] as const;
export const channel = channelWithDefaults({ id: 'viewer', name: 'Viewer' });

export interface MadeFilm {
	name: string;
	shape: Shape;
	script: Script;
	words: WordTimes;
	plan: FilmPlan;
	pages: TimedPage[];
	look: FilmLook;
}

/** The film of a pack; `recent` are the looks of the films before it, newest first. */
export function makeFilm(pack: string, shape: Shape, o: { root: string; recent?: LookSummary[]; minilmDir?: string | null }): MadeFilm {
	const text = packSource(readFileSync(join(o.root, 'test/fixtures/packs', `${pack}.md`), 'utf8'), pack, splitSentences);
	const { script } = writeFromSources({
		topic: asTopic(text),
		texts: [text],
		settings: { kind: shape === '9:16' ? 'short' : 'video', language: 'en' },
		minilmDir: o.minilmDir ?? null,
	});
	return filmOf(script, `${pack} ${shape}`, shape, o.recent);
}

export function filmOf(script: Script, name: string, shape: Shape, recent: LookSummary[] = []): MadeFilm {
	const words = spokenPace(script);
	const made = planFilm({ assetId: name, channel, script, words, shape, recent });
	return { name, shape, script, words, ...made };
}
