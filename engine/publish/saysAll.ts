/** Whether what a person wrote into a script.md stands in the one that was made of it. */

/** What the lines below a scene's words say was read as it is, or chosen anew with the words. */
const READ = /^\s*[-*]\s+(chapter|title|kicker|source line|source|picture|visual|reworded|computed|from\s+\S+)\s*:/i;
const HEADING = /^\s{0,3}#{1,6}\s+(s\d{1,4}|scene)\b/i;
/** Our own notes above the first scene that count something of the version they were written for. */
const COUNTED = /^>\s*\d+ % copied from sources|^>.*as second judge, not by the rules alone/;

const bare = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase();

/**
 * Whether every line of words of `read` (a script.md as the user left it) stands in `written` (the script.md made of it). Not so for notes
 * between scenes, comments and code, which no script holds.
 */
export function saysAll(written: string, read: string): boolean {
	const there = bare(written);
	const body = read
		.replace(/\r\n?/g, '\n')
		.replace(/^\uFEFF?\s*---\n[\s\S]{0,20000}?\n---[ ]*(?:\n|$)/, '')
		.split(/^# Sources?[ ]*$/im)[0]!;
	return body
		.split('\n')
		.filter((line) => !READ.test(line) && !HEADING.test(line) && !COUNTED.test(line))
		.every((line) => there.includes(bare(line.replace(/^\s*(?:[-*+]|\d{1,3}[.)])\s+/, ''))));
}
