/**
 * The sticker (emoji art) that fits a text: a concrete thing that the text names, or nothing.
 */
import table from './data/stickers.json' with { type: 'json' };
import { names } from './names';
import { tag } from './nlp';

export interface Sticker {
	/** Name in the bundled set ("octopus", "high-voltage"). */
	name: string;
	/** 0–1: 1 for the thing's own full name, less for a keyword. */
	score: number;
}

/** Below this score no sticker is better than a guess. */
export const STICKER_THRESHOLD = 0.7;

/** Names with another common meaning (a bee's antenna, a tennis court, "home" for back): they need a second word that supports them. */
const AMBIGUOUS = new Set(
	'bank seal ring star key fly bat ram bell cloud seat bear bug mouse worm coat plug gear clamp hook watch window door mirror drum wheel label fire ticket package pen bed chair turkey duck chicken fish fox wolf dove eagle lion tiger beaver cricket lemon peach pear olive salt butter pie candy beans ice brick wood leaf rose lotus comet desert stadium door spoon jar tent compass anchor crown tunnel radio calendar thread link magnet pick dress socks shower knot toilet cookie station earth trainer trainers antenna dish court law judge painter painting culture works port home lock bolt screw plaster socket idea lamp summit launch flight jet liner barrel note present fare menu map search decline growth slump heat cab saloon striker runner crude chips tin drumstick metre measurement queen king monarch pupil orbit virus press tune flock'.split(
		' ',
	),
);

/** Small landscapes: a picture in a frame beside the film's own pictures, no object. */
const LANDSCAPES = new Set(
	'railway-track motorway sunrise sunrise-over-mountains sunset cityscape cityscape-at-dusk night-with-stars bridge-at-night foggy milky-way national-park desert desert-island camping framed-picture beach-with-umbrella'.split(
		' ',
	),
);

interface Term {
	sticker: string;
	score: number;
	support: string[];
}
let terms: Map<string, Term[]> | undefined;

/** Lower-case words and phrases → stickers: own names, then what people call the thing. */
function lexicon(): Map<string, Term[]> {
	if (terms) return terms;
	const made = new Map<string, Term[]>();
	for (const [sticker, list] of Object.entries(table as Record<string, string[]>)) {
		if (LANDSCAPES.has(sticker)) continue;
		const bar = list.indexOf('|');
		const [name, ...called] = list.slice(0, bar);
		const support = list.slice(bar + 1);
		const add = (term: string, score: number): void =>
			void made.set(term, [
				...(made.get(term) ?? []),
				{ sticker, score: AMBIGUOUS.has(term) ? 0.55 : score, support: [...called, ...support].filter((word) => word !== term) },
			]);
		add(name!, 1);
		for (const word of called) add(word, 0.85);
	}
	return (terms = made);
}

/**
 * Chooses a sticker for a text, or null when nothing scores at least {@link STICKER_THRESHOLD}.
 * Only nouns count ("train" as a verb does not), words inside names never do, and earlier nouns win a tie.
 * @param exclude stickers that a video has used already
 */
export function chooseSticker(text: string, exclude: ReadonlySet<string> = new Set()): Sticker | null {
	const spans = names(text);
	const tokens = tag(text);
	const known = lexicon();
	const said = new Set(tokens.flatMap((t) => [t.text.toLowerCase(), t.lemma]));
	let best: Sticker | null = null;
	tokens.forEach((token, i) => {
		if (spans.some((span) => token.start >= span.start && token.end <= span.end)) return;
		for (let size = 3; size >= 1; size--) {
			const window = tokens.slice(i, i + size);
			if (window.length < size) continue;
			const last = window.at(-1)!;
			if (last.pos !== 'NOUN') continue;
			const surface = window.map((t) => t.text.toLowerCase()).join(' ');
			const base = [...window.slice(0, -1).map((t) => t.text.toLowerCase()), last.lemma].join(' ');
			for (const term of new Set([surface, base])) {
				for (const { sticker, score, support } of known.get(term) ?? []) {
					if (exclude.has(sticker)) continue;
					// The head of a compound ("tea cup") counts more than its modifier ("cheese factory").
					const modifier = size === 1 && tokens[i + 1]?.pos === 'NOUN' ? 0.12 : 0;
					const backing = Math.min(2, support.filter((word) => said.has(word)).length) * 0.18;
					const total = Math.min(1, score + backing) - modifier - Math.min(0.05, i * 0.002);
					if (total >= STICKER_THRESHOLD && total > (best?.score ?? 0)) best = { name: sticker, score: Number(total.toFixed(3)) };
				}
			}
		}
	});
	return best;
}
