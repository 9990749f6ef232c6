/**
 * Colours and type of a film. A palette is chosen by the channel, not by the video. Every text colour goes through `readable`,
 * so that contrast (WCAG 2.1 relative luminance) holds with the user's own colours too.
 */
import { createHash } from 'node:crypto';
import type { Channel } from '../asset';
import type { FilmPlan, GroundKind } from './plan';

export interface Palette {
	/** Dark ground, a panel on it, a line on it. */
	ink: string;
	ink2: string;
	ink3: string;
	/** Light ground and a panel on it. */
	paper: string;
	paper2: string;
	/** Text on ink, text on paper. */
	light: string;
	dark: string;
	/** First accent (light enough for dark text), second (strong), third (cool). */
	accents: [string, string, string];
	/** Sea and land of maps. */
	sea: string;
	land: string;
}

export const PALETTES: Record<string, Palette> = {
	signal: {
		ink: '#0C1226',
		ink2: '#1B2650',
		ink3: '#32406F',
		paper: '#F5F0E4',
		paper2: '#E6DDCA',
		light: '#FBF7EC',
		dark: '#121627',
		accents: ['#FFC83A', '#FF5D47', '#3D6BFF'],
		sea: '#17357F',
		land: '#7E97E8',
	},
	harbour: {
		ink: '#06222B',
		ink2: '#0E3946',
		ink3: '#1F5566',
		paper: '#EFF3EA',
		paper2: '#D9E2D2',
		light: '#F4FAF3',
		dark: '#0A1F26',
		accents: ['#6FE0C4', '#FF7A4D', '#1684A8'],
		sea: '#0B4A63',
		land: '#8CC9B4',
	},
	clay: {
		ink: '#2A1420',
		ink2: '#45202F',
		ink3: '#683444',
		paper: '#FBEFE3',
		paper2: '#F0D9C4',
		light: '#FFF6EC',
		dark: '#2A1420',
		accents: ['#FFB26B', '#E2473F', '#7A3FF2'],
		sea: '#5A2438',
		land: '#F0A985',
	},
	orchid: {
		ink: '#171032',
		ink2: '#2A1E57',
		ink3: '#443682',
		paper: '#F4F0FA',
		paper2: '#E0D7F1',
		light: '#FBF8FF',
		dark: '#1B1238',
		accents: ['#C9F24B', '#FF4F93', '#6A4DFF'],
		sea: '#33228A',
		land: '#A48BFF',
	},
	press: {
		ink: '#17130F',
		ink2: '#2C2620',
		ink3: '#4A4138',
		paper: '#F7F2E8',
		paper2: '#E6DECE',
		light: '#FFFBF3',
		dark: '#17130F',
		accents: ['#FFB800', '#E5322D', '#1F5FBF'],
		sea: '#223046',
		land: '#C9BFA9',
	},
	glacier: {
		ink: '#0A1A33',
		ink2: '#143055',
		ink3: '#28507F',
		paper: '#EEF4FA',
		paper2: '#D6E3F0',
		light: '#F6FAFF',
		dark: '#0A1A33',
		accents: ['#8ED8FF', '#FF5C72', '#1E6BE0'],
		sea: '#0F3D78',
		land: '#9CC3E6',
	},
	tropic: {
		ink: '#0B2B2A',
		ink2: '#134342',
		ink3: '#23635F',
		paper: '#FFF6E6',
		paper2: '#F5E2C0',
		light: '#FFFAF0',
		dark: '#0B2B2A',
		accents: ['#FFD84D', '#F2385A', '#12908E'],
		sea: '#0E5A66',
		land: '#F4C77B',
	},
	forest: {
		ink: '#0F1F17',
		ink2: '#1B3427',
		ink3: '#2F5240',
		paper: '#F6F2E2',
		paper2: '#E5DEC2',
		light: '#FAF8EA',
		dark: '#14221A',
		accents: ['#F5D547', '#EF6A3A', '#2E9E6B'],
		sea: '#1C4A5A',
		land: '#9CC48B',
	},
};
export const PALETTE_NAMES = Object.keys(PALETTES);

/** 32-bit seed of any text. */
export const seedOf = (text: string): number => createHash('sha256').update(text).digest().readInt32LE(0);

/** The palette of a channel: the one it names, or for "auto" always the same one of its own. */
export function paletteFor(channel: Pick<Channel, 'id' | 'brand'>): string {
	const { palette } = channel.brand;
	if (PALETTE_NAMES.includes(palette)) return palette;
	return PALETTE_NAMES[Math.abs(seedOf(channel.id)) % PALETTE_NAMES.length]!;
}

type Rgb = [number, number, number];
export const rgb = (hex: string): Rgb => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)) as Rgb;
const hex = (c: number[]): string => '#' + c.map((v) => Math.round(v).toString(16).padStart(2, '0')).join('');

/** Blend of two colours, t = 0 the first. */
export const blend = (a: string, b: string, t: number): string => {
	const x = rgb(a);
	const y = rgb(b);
	return hex(x.map((v, i) => v + (y[i]! - v) * t));
};
export const alpha = (colour: string, a: number): string => `rgba(${rgb(colour).join(',')},${a})`;

/** Relative luminance of sRGB bytes, 0–1 (WCAG 2.1). */
export function luminance([r, g, b]: number[]): number {
	const linear = (v: number) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
	return 0.2126 * linear(r!) + 0.7152 * linear(g!) + 0.0722 * linear(b!);
}

/** Contrast ratio of two colours, 1–21 (WCAG 2.1). */
export function contrast(a: string, b: string): number {
	const [x, y] = [luminance(rgb(a)), luminance(rgb(b))].sort((p, q) => q - p) as [number, number];
	return (x + 0.05) / (y + 0.05);
}

/** `colour` moved towards black or white until it reads on `ground` with at least `ratio`. */
export function readable(colour: string, ground: string, ratio = 4.8): string {
	const toward = luminance(rgb(ground)) > 0.18 ? '#000000' : '#ffffff';
	for (let t = 0; t <= 1; t += 0.05) {
		const candidate = blend(colour, toward, t);
		if (contrast(candidate, ground) >= ratio) return candidate;
	}
	return toward;
}

/** The palette of the plan with the channel's own colours laid over it; an unknown name gives the first palette. */
export function paletteOf(plan: Pick<FilmPlan, 'palette' | 'colours'>): Palette {
	const base = PALETTES[plan.palette] ?? PALETTES.signal!;
	const own = plan.colours;
	if (!own) return base;
	const valid = (value: string | undefined): value is string => value !== undefined && /^#[0-9a-f]{6}$/i.test(value);
	const ink = valid(own.ink) && luminance(rgb(own.ink)) < 0.12 ? own.ink : base.ink;
	const paper = valid(own.paper) && luminance(rgb(own.paper)) > 0.6 ? own.paper : base.paper;
	const accents = base.accents.map((accent, i) => (valid(own.accents?.[i]) ? own.accents![i]! : accent)) as Palette['accents'];
	return {
		...base,
		ink,
		paper,
		accents,
		...(ink === base.ink ? {} : { ink2: blend(ink, '#ffffff', 0.1), ink3: blend(ink, '#ffffff', 0.22), dark: ink }),
		...(paper === base.paper ? {} : { paper2: blend(paper, '#000000', 0.08) }),
	};
}

/** Colours as one ground asks for them. */
export interface Tone {
	kind: GroundKind;
	/** Plain colour of the ground, for contrast. */
	ground: string;
	dark: boolean;
	text: string;
	muted: string;
	/** Marker behind words and the text on it. */
	mark: string;
	onMark: string;
	/** The accent as text of small size, and as large figure (≥ 84 px). */
	accentText: string;
	figure: string;
	/** Strong and quiet fill colours of charts, cards and art. */
	strong: string;
	second: string;
	quiet: string;
	card: string;
	onCard: string;
	mutedOnCard: string;
}

const onColour = (p: Palette, ground: string): string => (contrast(p.dark, ground) >= contrast(p.light, ground) ? p.dark : p.light);

/** A colour as a filled panel with its text: a rich middling colour rather deepens under light text than pales under dark. */
export function solid(p: Palette, colour: string): { fill: string; text: string } {
	const text = contrast(p.light, colour) >= 3.4 ? p.light : p.dark;
	return { fill: readable(colour, text, 4.8), text };
}

/** How much of a picture is covered by ink where it is the ground of a chart. */
export const PICTURE_SHADE = 0.8;

/** Tone of a ground; `turn` (the scene's number) changes which accent leads. */
export function toneOf(p: Palette, kind: GroundKind, turn: number): Tone {
	const [a, b, c] = p.accents;
	if (kind === 'paper') {
		const strong = [b, c][turn % 2]!;
		return make(p.paper, false, strong, [c, b][turn % 2]!, a, blend(p.paper, p.dark, 0.1), p.paper2);
	}
	if (kind === 'accent') {
		const ground = turn % 3 === 2 ? blend(a, p.paper, 0.25) : a;
		return make(
			ground,
			contrast(p.light, ground) > contrast(p.dark, ground),
			p.dark,
			b,
			p.dark,
			blend(ground, p.dark, 0.13),
			blend(ground, p.paper, 0.55),
		);
	}
	// Over a darkened picture the ground is as light as its lightest spot can be.
	const ground = kind === 'map' ? p.sea : kind === 'picture' ? blend(p.ink, '#ffffff', 1 - PICTURE_SHADE) : p.ink;
	const strong = [a, b][turn % 2]!;
	return make(ground, true, strong, [b, a][turn % 2]!, strong, blend(ground, '#ffffff', 0.14), kind === 'map' ? p.ink : p.ink2);

	function make(ground: string, dark: boolean, strong: string, second: string, mark: string, quiet: string, card: string): Tone {
		const text = onColour(p, ground);
		const onCard = onColour(p, card);
		return {
			kind,
			ground,
			dark,
			text,
			muted: readable(blend(text, ground, 0.34), ground),
			mark: solid(p, mark).fill,
			onMark: solid(p, mark).text,
			accentText: readable(strong, ground),
			figure: readable(strong, ground, 3.2),
			strong,
			second,
			quiet,
			card,
			onCard,
			mutedOnCard: readable(blend(onCard, card, 0.32), card),
		};
	}
}

export const onFill = onColour;
