/**
 * script.md: a script as a text that a person reads and edits. `scriptToMarkdown` writes it, parse.ts reads it. A scene is "## s3" with its words below and its picture as a short list. The comment behind the heading is a fingerprint of the
 * words: a scene whose words were edited is recognised by it, keeps its id, and gets its picture chosen anew.
 */
import type { Citation, Envelope, Script, Source, SourceText, Visual } from '../asset';
import { copiedWarning, creditOf, fingerprint } from './credits';
import { judgedScenes, judgedWarning } from './judge/told';

/**
 * The script as markdown; parse.ts reads it back. With `of`, the asset it was written for stands in its front matter, and feeding the file back
 * goes on with that asset.
 */
export function scriptToMarkdown(script: Script, sources: (Source | SourceText)[] = [], of?: Pick<Envelope, 'asset' | 'channel'>): string {
	const lines = ['---', `title: ${script.titles[0] ?? 'Untitled'}`];
	if (script.titles.length > 1) lines.push('other titles:', ...script.titles.slice(1).map((title) => `  - ${title}`));
	lines.push(`tags: ${script.tags.join(', ')}`, `writer: ${script.writer}`, `revision: ${script.revision}`);
	if (of) lines.push(`asset: ${of.asset.id}`, `channel: ${of.channel.name.replace(/\s+/g, ' ')}`, `making: ${of.asset.kind}`);
	lines.push('---', '');
	for (const warning of copiedWarning(script.copiedShare)) lines.push(`> ${warning}`, '');
	for (const warning of judgedWarning(script.scenes)) lines.push(`> ${warning}`, '');
	lines.push(
		'> Edit the sentences freely and run it again ("Use my script", or `--script`). A changed sentence gets a fitting picture; to choose one',
		'> yourself, write its type after "picture:", for example `picture: statement`. Delete or move a scene with its heading; a new one begins with',
		'> `## Scene`. Only what you changed is spoken and drawn again.',
		'',
	);
	for (const scene of script.scenes) {
		const chapter = script.chapters.find((entry) => entry.startSceneId === scene.id);
		lines.push(`## ${scene.id} <!-- ${fingerprint(scene.narration)} -->`, '', scene.narration, '');
		if (chapter) lines.push(`- chapter: ${chapter.title}`);
		lines.push(`- title: ${scene.onScreen.title}`);
		if (scene.onScreen.kicker) lines.push(`- kicker: ${scene.onScreen.kicker}`);
		if (scene.onScreen.source) lines.push(`- source line: ${scene.onScreen.source}`);
		lines.push(`- picture: ${pictureLine(scene.visual)}`);
		for (const citation of scene.citations) if (!citation.judged) lines.push(from(citation));
		for (const { by, said } of judgedScenes([scene]).flatMap((marked) => marked.said.map((words) => ({ by: marked.by, said: words })))) {
			lines.push(`- reworded: “${said}”, accepted by ${by.replace(/\s+/g, ' ')}`);
			const cited = scene.citations.filter(({ judged }) => judged?.said === said);
			for (const line of cited[0]?.judged?.derived ?? []) lines.push(`- computed: ${line}`);
			lines.push(...cited.map(from));
		}
		lines.push('');
	}
	lines.push('# Description', '', script.description, '');
	if (sources.length) lines.push('# Sources', '', ...sources.map((source) => `- ${source.id}: ${creditOf(source)}`), '');
	return `${lines.join('\n').trimEnd()}\n`;
}

const from = ({ sourceId, quote }: Citation): string => `- from ${sourceId}: ${quote}`;

function pictureLine(visual: Visual): string {
	const { type, sticker, cues, ...data } = visual;
	const rest = { ...data, ...(sticker ? { sticker } : {}), ...(cues ? { cues } : {}) };
	return Object.keys(rest).length ? `${type} ${JSON.stringify(rest)}` : type;
}
