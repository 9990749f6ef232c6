/**
 * Reads script.md (see markdown.ts) and any other markdown as scenes. The text may come from anywhere: only plain words,
 * known fields and well-shaped pictures get through.
 */
import type { Citation, Visual } from '../asset';
import { OperatorError } from '../errors';
import { monsterIn } from '../shape';
import { normaliseSpaces } from '../writing';
import { fingerprint } from './credits';
import { isVisualType, plainText, readVisual } from './visualShape';

const LARGEST_BYTES = 400_000;
const MOST_SCENES = 400;

export interface ParsedScene {
	/** "s3" where the text says so. */
	id?: string;
	narration: string;
	/** Written under a scene heading: its paragraphs stay together. */
	section?: boolean;
	/** The words are those the picture was chosen for. */
	unchanged: boolean;
	title?: string;
	kicker?: string;
	sourceLine?: string;
	visual?: Visual;
	/** Only the type was given. */
	visualType?: string;
	citations: Citation[];
	chapter?: string;
}

export interface ParsedScript {
	titles: string[];
	tags: string[];
	writer?: string;
	revision?: number;
	description?: string;
	scenes: ParsedScene[];
	warnings: string[];
}

/**
 * Reads script.md or plain markdown: "## Scene" headings or one paragraph a scene, front matter with `title:` and `tags:`.
 * HTML, links, images, code fences and control characters are reduced to their plain words. Throws INPUT when nothing speakable
 * is left, TOO_LARGE above 400 kB or 400 scenes.
 */
export function parseScript(markdown: string): ParsedScript {
	if (Buffer.byteLength(markdown) > LARGEST_BYTES) throw tooLarge(`The script is larger than ${LARGEST_BYTES / 1000} kB`);
	const warnings: string[] = [];
	const clean = markdown
		.replace(/^\uFEFF/, '')
		.replace(/\r\n?/g, '\n')
		.replace(/[^\P{Cc}\n\t]/gu, ' ')
		.replace(/[\p{Cf}\p{Co}\uFFFD]/gu, '')
		.replace(/\t/g, '    ');
	const { front, body } = frontMatter(clean);
	const parsed: ParsedScript = {
		titles: front.titles,
		tags: front.tags,
		scenes: [],
		warnings,
		...(front.writer ? { writer: front.writer } : {}),
		...(front.revision ? { revision: front.revision } : {}),
	};
	const reader = new SceneReader(parsed);
	let fenced = false;
	for (const raw of withoutBlocks(body).split('\n')) {
		if (/^\s*(```|~~~)/.test(raw)) {
			if (!fenced) warnings.push('A code block was left out: it cannot be spoken.');
			fenced = !fenced;
		} else if (!fenced) reader.line(raw);
	}
	reader.end();
	parsed.scenes = parsed.scenes.filter((scene) => /[\p{L}\p{N}]/u.test(scene.narration));
	if (parsed.scenes.length > MOST_SCENES) throw tooLarge(`The script has ${parsed.scenes.length} scenes; the most is ${MOST_SCENES}`);
	for (const { narration } of parsed.scenes) {
		const problem = monsterIn(narration, 'The script');
		if (problem) throw new OperatorError('INPUT', problem, { fix: 'Take it out: no voice can say it.' });
	}
	if (parsed.scenes.length === 0) {
		throw new OperatorError('INPUT', 'The script holds no words that can be spoken', {
			fix: 'Write one paragraph for each scene, or "## s1" headings with the words below.',
		});
	}
	return parsed;
}

const tooLarge = (cause: string): OperatorError =>
	new OperatorError('TOO_LARGE', cause, { fix: 'Split it into several videos, or shorten it.' });

interface Front {
	titles: string[];
	tags: string[];
	writer?: string;
	revision?: number;
}

function frontMatter(text: string): { front: Front; body: string } {
	const front: Front = { titles: [], tags: [] };
	const match = /^\s*---\n([\s\S]{0,20000}?)\n---[ ]*(?:\n|$)/.exec(text);
	if (!match) return { front, body: text };
	let key = '';
	const add = (name: string, value: string): void => {
		const bare = plainText(unquote(value), 200);
		if (!bare) return;
		if (name === 'title') front.titles.unshift(bare);
		else if (name === 'titles' || name === 'other titles') front.titles.push(bare);
		else if (name === 'tags')
			front.tags.push(
				...bare
					.replace(/^\[|\]$/g, '')
					.split(',')
					.map((tag) => plainText(unquote(tag), 40))
					.filter(Boolean),
			);
		else if (name === 'writer') front.writer = bare;
		else if (name === 'revision' && /^\d{1,6}$/.test(bare)) front.revision = Number(bare);
	};
	for (const line of (match[1] ?? '').split('\n')) {
		const pair = /^([A-Za-z][\w ]{0,30}):\s*(.*)$/.exec(line);
		const item = /^\s*-\s+(.*)$/.exec(line);
		if (pair) {
			key = (pair[1] ?? '').toLowerCase().trim();
			if (pair[2]) add(key, pair[2]);
		} else if (item) add(key, item[1] ?? '');
	}
	return { front, body: text.slice(match.index + match[0].length) };
}

const unquote = (text: string): string =>
	text
		.trim()
		.replace(/^(["'])(.*)\1$/, '$2')
		.trim();

/** Takes away what can run or hide over several lines: scripts, styles, and comments other than a scene's fingerprint. */
const withoutBlocks = (text: string): string =>
	text
		.replace(/<(script|style|iframe|svg|object|template)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ')
		.replace(/<!--(?!\s*[0-9a-f]{6}\s*-->)[\s\S]*?(?:-->|$)/g, ' ');

/** Markdown of one line as the words a voice would say. */
export function plainWords(line: string): string {
	return line
		.replace(/<!--[^<>]*-->/g, ' ')
		.replace(/<\/?[a-z][^<>]*>?/gi, ' ')
		.replace(/!\[[^[\]]*\]\([^()]*\)/g, ' ')
		.replace(/\[([^[\]]+)\]\([^()]*(?:\([^()]*\))?[^()]*\)/g, '$1')
		.replace(/\[\^?\d+\]/g, '')
		.replace(/https?:\/\/\S+/g, ' ')
		.replace(/^\s*>\s?/, '')
		.replace(/(\*\*|__)([^*_]+)\1/g, '$2')
		.replace(/(?<![\p{L}\p{N}])([*_])([^*_]+)\1(?![\p{L}\p{N}])/gu, '$2')
		.replace(/`([^`]*)`/g, '$1')
		.replace(/&(amp|lt|gt|quot|nbsp|#39);/g, (_, name: string) => ({ amp: '&', quot: '"', nbsp: ' ', '#39': "'" })[name] ?? ' ')
		.replace(/[<>*\\|]/g, ' ')
		.replace(/\s+/g, ' ')
		.replace(/ ([.,;:!?])/g, '$1')
		.trim();
}

const FIELD = /^\s*[-*]\s+(chapter|title|kicker|source line|source|picture|visual|reworded|computed|from\s+\S+)\s*:\s*(.*)$/i;
const LOOSE_FIELD = /^(title|visual|picture|kicker)\s*:\s*(.+)$/i;

/** Collects scenes line by line. */
class SceneReader {
	private scene: ParsedScene | undefined;
	private print: string | undefined;
	/** The sentence that the sources named next are said to tell in other words. */
	private judged: Citation['judged'];
	private paragraph: string[] = [];
	/** Inside a "## Scene" section its paragraphs belong together. */
	private sectioned = false;
	private description: string[] | undefined;
	private skipping = false;
	private chapter: string | undefined;

	constructor(private readonly out: ParsedScript) {}

	line(raw: string): void {
		const heading = /^\s{0,3}(#{1,6})\s+(.*)$/.exec(raw);
		if (heading) return this.heading(heading[2] ?? '', (heading[1] ?? '').length);
		if (this.skipping) return;
		if (this.description) {
			this.description.push(raw.trimEnd());
			return;
		}
		if (/^\s*>/.test(raw) && !this.sectioned && this.out.scenes.length === 0) return; // notes above the first scene
		const field = FIELD.exec(raw) ?? LOOSE_FIELD.exec(raw.trim());
		if (field && (this.sectioned || this.paragraph.length || this.scene)) return this.field((field[1] ?? '').toLowerCase(), field[2] ?? '');
		if (/^\s*$/.test(raw) || /^\s*([-*_]\s*){3,}$/.test(raw)) return this.breakParagraph();
		const words = plainWords(raw.replace(/^\s*(?:[-*+]|\d{1,3}[.)])\s+/, ''));
		if (words) this.paragraph.push(words);
	}

	private heading(text: string, level: number): void {
		this.finish();
		this.skipping = false;
		this.description = undefined;
		const print = /<!--\s*([0-9a-f]{6})\s*-->/.exec(text)?.[1];
		const label = plainWords(text);
		if (/^description$/i.test(label) && level === 1) {
			this.sectioned = false;
			this.description = [];
			return;
		}
		if (/^sources?$/i.test(label) && level === 1) {
			this.sectioned = false;
			this.skipping = true;
			return;
		}
		const id = /^(s\d{1,4})\b/i.exec(label)?.[1]?.toLowerCase();
		if (id || /^scene\b/i.test(label)) {
			this.sectioned = true;
			this.start(id);
			if (this.scene) this.scene.section = true;
			this.print = print;
			return;
		}
		this.sectioned = false;
		if (level === 1 && this.out.titles.length === 0 && this.out.scenes.length === 0) this.out.titles.push(plainText(label, 200));
		else if (label) this.chapter = plainText(label, 100);
	}

	private start(id?: string): void {
		this.scene = {
			narration: '',
			unchanged: false,
			citations: [],
			...(id ? { id } : {}),
			...(this.chapter ? { chapter: this.chapter } : {}),
		};
		this.chapter = undefined;
		this.print = undefined;
		this.judged = undefined;
	}

	private field(name: string, value: string): void {
		if (!this.scene) {
			this.start();
			this.flush();
		}
		const scene = this.scene as ParsedScene;
		const text = plainText(value, 600);
		if (name === 'chapter') scene.chapter = text.slice(0, 100);
		else if (name === 'title') scene.title = text.slice(0, 90);
		else if (name === 'kicker') scene.kicker = text.slice(0, 60);
		else if (name === 'source line' || name === 'source') scene.sourceLine = text.slice(0, 100);
		else if (name === 'picture' || name === 'visual') this.picture(scene, value.trim());
		else if (name === 'reworded') {
			const [, said, by] = /^“(.+)”, accepted by (.+)$/.exec(text) ?? [];
			this.judged = said && by ? { by: by.slice(0, 80), said } : undefined;
		} else if (name === 'computed') {
			if (this.judged) this.judged.derived = [...(this.judged.derived ?? []), text.slice(0, 400)].slice(0, 12);
		} else if (name.startsWith('from'))
			scene.citations.push({ sourceId: plainText(name.slice(4), 80), quote: text, ...(this.judged ? { judged: this.judged } : {}) });
	}

	private picture(scene: ParsedScene, value: string): void {
		const match = /^([a-z]+)\s*(\{[\s\S]*\})?\s*$/i.exec(value);
		const type = match?.[1]?.toLowerCase() ?? '';
		if (!isVisualType(type)) {
			this.out.warnings.push(`"${plainText(value, 40)}" is no kind of picture; one was chosen for the scene.`);
			return;
		}
		if (!match?.[2]) {
			scene.visualType = type;
			return;
		}
		try {
			const visual = readVisual(type, JSON.parse(match[2]));
			if (visual) scene.visual = visual;
			else this.out.warnings.push(`The data of a "${type}" picture is incomplete; a picture was chosen for the scene.`);
		} catch {
			this.out.warnings.push(`The data of a "${type}" picture cannot be read; a picture was chosen for the scene.`);
		}
	}

	private flush(): void {
		if (!this.paragraph.length) return;
		const text = this.paragraph.join(' ');
		this.paragraph = [];
		if (this.scene) this.scene.narration = normaliseSpaces(`${this.scene.narration} ${text}`);
	}

	private breakParagraph(): void {
		if (this.sectioned) return this.flush();
		if (!this.paragraph.length && this.scene && !this.scene.narration) return;
		if (this.paragraph.length && !this.scene) this.start();
		this.finish();
	}

	private finish(): void {
		if (this.paragraph.length && !this.scene) this.start();
		this.flush();
		const scene = this.scene;
		this.scene = undefined;
		if (!scene) return;
		scene.unchanged = this.print !== undefined && this.print === fingerprint(scene.narration);
		this.print = undefined;
		if (scene.narration) this.out.scenes.push(scene);
	}

	end(): void {
		const description = this.description;
		this.finish();
		if (description) {
			const text = description
				.map((line) => plainTextLine(line))
				.join('\n')
				.trim();
			if (text) this.out.description = text.slice(0, 4800);
		}
	}
}

/** A line of the description: links stay, markup goes. */
const plainTextLine = (line: string): string =>
	line
		.replace(/<\/?[a-z!][^<>]*>?/gi, '')
		.replace(/[<>]/g, '')
		.trimEnd();
