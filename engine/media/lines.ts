import type { Readable } from 'node:stream';

/** Calls back with each whole line; a long line costs no repeated copying. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
	let parts: string[] = [];
	stream.setEncoding('utf8');
	stream.on('data', (text: string) => {
		const lines = text.split('\n');
		if (lines.length === 1) {
			parts.push(text);
			return;
		}
		onLine(parts.join('') + lines[0]);
		for (const line of lines.slice(1, -1)) onLine(line);
		parts = [lines.at(-1) ?? ''];
	});
	stream.on('error', () => {});
}
