/** Front matter of a script.md, light enough for n8n's own thread: which asset, channel and kind it was written for. */
export interface ScriptFront {
	title?: string;
	/** The asset's id as written; who uses it checks it. */
	asset?: string;
	channel?: string;
	making?: 'short' | 'video';
}

/** The block between the first two lines of dashes, or an empty text. */
export const frontBlock = (markdown: string): string =>
	/^\uFEFF?\s*---[ ]*\r?\n([\s\S]{0,20000}?)\r?\n---[ ]*(?:\r?\n|$)/.exec(markdown.slice(0, 24_000))?.[1] ?? '';

/** Known lines of the front matter; anything else is left alone. */
export function frontOf(markdown: string): ScriptFront {
	const front: ScriptFront = {};
	for (const line of frontBlock(markdown).split(/\r?\n/)) {
		const [, name = '', raw = ''] = /^(title|asset|channel|making):\s*(.+?)\s*$/i.exec(line) ?? [];
		const value = raw
			.replace(/^(["'])(.*)\1$/, '$2')
			.replace(/[\p{Cc}\p{Cf}]/gu, '')
			.slice(0, 200);
		if (!value) continue;
		const key = name.toLowerCase() as keyof ScriptFront;
		if (key === 'making') {
			if (value === 'short' || value === 'video') front.making = value;
		} else front[key] ??= value;
	}
	return front;
}
