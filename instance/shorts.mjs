// Shorts in npm start: of a wide film, behind the nodes that make it, and of a talk of the user's.
import { linkSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PATTERN = '{parent}/shorts/{asset}';

/** Adds a Shorts Clipper and its Publisher behind the film of a workflow. */
export function withShorts(workflow, outDir) {
	const copy = { ...structuredClone(workflow), name: `${workflow.name}, wide with shorts` };
	const node = (type) => copy.nodes.find((candidate) => candidate.type === `n8n-nodes-ai-operator.${type}`);
	const [video, publisher] = [node('video'), node('publisher')];
	const beside = (base, dx, dy) => [base.position[0] + dx, base.position[1] + dy];
	copy.nodes.push(
		{
			id: 'start-shorts',
			name: 'Cut shorts',
			type: 'n8n-nodes-ai-operator.clipper',
			typeVersion: 1,
			position: beside(video, 220, 240),
			parameters: { operation: 'cut', from: 'item', count: 3, keywords: '', options: {} },
		},
		{
			id: 'start-publish-shorts',
			name: 'Publish shorts',
			type: publisher.type,
			typeVersion: publisher.typeVersion,
			position: beside(video, 460, 240),
			parameters: { ...publisher.parameters, folder: outDir, pattern: PATTERN },
		},
	);
	const to = (name) => ({ node: name, type: 'main', index: 0 });
	copy.connections[video.name].main[1].push(to('Cut shorts'));
	copy.connections['Cut shorts'] = { main: [[to('Cut shorts')], [to('Publish shorts')]] };
	return copy;
}

/** The shipped workflow for long videos, on a file of the user's. */
export function ofTalk(workflow, file, outDir) {
	const copy = structuredClone(workflow);
	const node = (type) => copy.nodes.find((candidate) => candidate.type === `n8n-nodes-ai-operator.${type}`);
	Object.assign(node('clipper').parameters, { from: 'path', path: file, count: 0, keywords: '' });
	Object.assign(node('publisher').parameters, { folder: outDir, pattern: PATTERN });
	return copy;
}

/** Links the films of published shorts side by side: `shorts/1-a-title.mp4`. Returns their paths. */
export function sideBySide(items) {
	const paths = [];
	const cleared = new Set();
	for (const { json } of items) {
		const folder = json.published?.at(-1)?.remoteId;
		if (!folder || !json.clip) continue;
		const shorts = dirname(folder);
		if (!cleared.has(shorts)) {
			for (const name of readdirSync(shorts)) if (/^\d+-.*\.mp4$/.test(name)) rmSync(join(shorts, name));
			cleared.add(shorts);
		}
		const title = String(json.clip.title ?? '')
			.normalize('NFKD')
			.toLowerCase()
			.replace(/[^\p{L}\p{N}]+/gu, '-')
			.replace(/^-+|-+$/g, '')
			.slice(0, 60);
		const path = join(shorts, `${paths.length + 1}-${title || 'clip'}.mp4`);
		linkSync(join(folder, 'video.mp4'), path);
		paths.push(path);
	}
	return paths;
}
