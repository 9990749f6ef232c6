import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCanvas } from '@napi-rs/canvas';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAssets } from '../../instance/assets.mjs';
import { demoPlan, longPlan, morePlan } from '../../bench/render-demo';
import { Motion } from '../../engine/render/clock';
import { FilmPainter } from '../../engine/render/painter';
import { pictureLead } from '../../engine/render/picture';
import type { FilmPlan, PlannedPicture } from '../../engine/render/plan';
import { checkPlan, settledFrames, shareScenes } from '../../engine/render';
import { counting } from '../../engine/render/scenes/parts';
import { even, meets, stageOf } from '../../engine/render/stage';
import { drawStills, inspectFrames, type InspectedFrame } from '../../engine/render/stills';
import { contrast, PALETTES, PALETTE_NAMES, readable, toneOf } from '../../engine/render/theme';
import { createConverter } from '../../engine/render/yuv';

beforeAll(async () => {
	await buildAssets();
});

describe('pixels to I420', () => {
	it('WebAssembly and JavaScript give the same bytes, for whole frames and for rectangles, near the exact sums of BT.709', () => {
		const [w, h] = [1080, 64];
		const wasm = createConverter(w, h);
		const plain = createConverter(w, h, 'js');
		expect(wasm.kind).toBe('wasm');
		const pixels = new Uint8Array(w * h * 4);
		for (let i = 0; i < pixels.length; i++) pixels[i] = (i * 2654435761) >>> 24;
		for (const [x, y, bw, bh] of [
			[0, 0, w, h],
			[430, 8, 134, 40],
			[2, 2, 16, 2],
			[1062, 10, 18, 6],
		] as const)
			for (const converter of [wasm, plain]) converter.convert(pixels.subarray(0, bw * bh * 4), x, y, bw, bh);
		expect(Buffer.compare(wasm.frame, plain.frame)).toBe(0);
		wasm.convert(pixels, 0, 0, w, h);
		for (let i = 0; i < w * h; i += 97) {
			const [r, g, b] = [pixels[i * 4]!, pixels[i * 4 + 1]!, pixels[i * 4 + 2]!];
			expect(Math.abs(16 + (0.2126 * r + 0.7152 * g + 0.0722 * b) * (219 / 255) - wasm.frame[i]!)).toBeLessThan(1.3);
		}
	});
});

describe('colours', () => {
	it('every palette and ground gives text that reads', () => {
		for (const name of PALETTE_NAMES)
			for (const ground of ['ink', 'paper', 'accent', 'map', 'picture'] as const)
				for (let turn = 0; turn < 6; turn++) {
					const t = toneOf(PALETTES[name]!, ground, turn);
					for (const [text, on, least] of [
						[t.text, t.ground, 4.5],
						[t.muted, t.ground, 4.5],
						[t.accentText, t.ground, 4.5],
						[t.figure, t.ground, 3],
						[t.onMark, t.mark, 4.5],
						[t.onCard, t.card, 4.5],
						[t.mutedOnCard, t.card, 4.5],
					] as const)
						expect({ name, ground, turn, text, on, ok: contrast(text, on) >= least }).toEqual({ name, ground, turn, text, on, ok: true });
				}
		expect(contrast(readable('#888888', '#808080'), '#808080')).toBeGreaterThan(4.5);
	});
});

describe('time', () => {
	it('knows the frames at which a move changes something, and no others', () => {
		const m = new Motion();
		const values = [m.tween(10, 5), m.nudges([40], 6), m.boil(9, 2)];
		for (let frame = 1; frame < 80; frame++) {
			const changed = values.some((value) => Math.abs(value(frame) - value(frame - 1)) > 1e-9);
			if (changed) expect({ frame, moves: m.moves(frame) }).toEqual({ frame, moves: true });
		}
		expect([1, 9, 10, 30].filter((frame) => m.moves(frame) && Math.floor((frame + 2) / 9) === Math.floor((frame + 1) / 9))).toEqual([]);
	});

	it('counters end at the display itself and keep its form on the way', () => {
		for (const display of ['42,800 km', '$1.5 million', '7.25%', '1 234', '≈ 3', 'none', '0.28 Gb/s', '12.000']) {
			expect(counting(display, 1)).toBe(display);
			expect(counting(display, 0.5).replace(/\d+/g, '0')).toMatch(/^\D*0?/);
		}
		expect(counting('42,800 km', 0.5)).toBe('21,400 km');
		expect(counting('$1.5 million', 0.4)).toBe('$0.6 million');
	});
});

describe('plans', () => {
	it('refuses what it cannot draw and says so', () => {
		const plan = demoPlan();
		const broken = { ...plan, scenes: plan.scenes.map((s, i) => (i === 3 ? { ...s, startFrame: s.startFrame + 1 } : s)) };
		expect(() => checkPlan(broken)).toThrow(expect.objectContaining({ code: 'INPUT', fix: expect.any(String) }));
		expect(() => stageOf(1000, 1000)).toThrow(/1000x1000/);
	});

	it('is shared out in runs of about the same work that hold every scene once, in order', () => {
		const plan = demoPlan();
		const all = plan.scenes.map((_, i) => i);
		const shares = shareScenes(plan, all, 2);
		expect(shares.flat()).toEqual(all);
		const frames = shares.map((share) => share.reduce((sum, i) => sum + plan.scenes[i]!.frames, 0));
		expect(Math.abs(frames[0]! / plan.durationFrames - 0.5)).toBeLessThan(0.12);
		expect(shareScenes(plan, [4], 2).flat()).toEqual([4]);
		expect(shareScenes(plan, [], 1)).toEqual([[]]);
	});

	it('keeps rectangles even, inside the frame and wide enough', () => {
		for (const box of [
			{ x: 1077.5, y: 3.2, w: 1, h: 1 },
			{ x: -30, y: -9, w: 900, h: 40 },
			{ x: 5, y: 1901, w: 3, h: 90 },
		]) {
			const e = even(box, 1080, 1920);
			expect([e.x % 2, e.y % 2, e.w % 2, e.h % 2]).toEqual([0, 0, 0, 0]);
			expect(e.w).toBeGreaterThanOrEqual(16);
			expect(e.x + e.w).toBeLessThanOrEqual(1080);
			expect(e.y + e.h).toBeLessThanOrEqual(1920);
		}
	});
});

/** A film of every scene type, short enough to draw each frame twice. */
const short = (shape: '9:16' | '16:9', skeletonShift: number): FilmPlan =>
	demoPlan(shape, 'signal', { skeletonShift, secondsPerWord: 0.13 });

describe('banded redraw', () => {
	it.each([
		['9:16', 0],
		['16:9', 1],
	] as const)(
		'equals a full redraw to the byte (%s, skeletons from %i)',
		async (shape, shift) => {
			const plan = short(shape, shift);
			// Closer and back within each third scene: its boxes do not lie on pixels then.
			plan.scenes.forEach((scene, i) => {
				if (i % 3 === 1)
					scene.camera = [
						{ at: 18, scale: 1.05 },
						{ at: 40, scale: 1 },
					];
			});
			const banded = new FilmPainter(plan);
			const full = new FilmPainter(plan);
			full.always = true;
			let held = 0;
			for (let frame = 0; frame < plan.durationFrames; frame++) {
				const dirty = await banded.paint(frame);
				if (dirty.length === 0) held++;
				// What was missed at one frame stays wrong: every eleventh is enough.
				if (frame % 11 !== 0) continue;
				await full.paint(frame);
				expect({ frame, same: Buffer.compare(banded.canvas.data(), full.canvas.data()) === 0 }).toEqual({ frame, same: true });
			}
			// Otherwise nothing was banded at all.
			expect(held / plan.durationFrames).toBeGreaterThan(0.05);
		},
		900_000,
	);

	it('the same plan gives the same picture, another seed another one', async () => {
		const plan = short('9:16', 0);
		const at = plan.scenes[0]!.frames - 2;
		const [a] = await drawStills(plan, [at], 270);
		const [b] = await drawStills(plan, [at], 270);
		const [c] = await drawStills({ ...plan, seed: 8 }, [at], 270);
		expect(Buffer.compare(a!, b!)).toBe(0);
		expect(Buffer.compare(a!, c!)).not.toBe(0);
	});
});

/** A picture as hard to write on as they come: white and dark patches side by side. */
async function brightPicture(): Promise<Buffer> {
	const canvas = createCanvas(640, 480);
	const x = canvas.getContext('2d');
	for (let i = 0; i < 48; i++) {
		x.fillStyle = i % 3 ? '#ffffff' : '#203040';
		x.fillRect((i % 8) * 80, Math.floor(i / 8) * 80, 80, 80);
	}
	return canvas.encode('png');
}

/** The film with the user's picture in every scene, a logo, and titles that lead three of them. */
function pictured(plan: FilmPlan, path: string): FilmPlan {
	const picture: PlannedPicture = { kind: 'image', path, sha256: 'b', width: 640, height: 480, credit: 'Photo: Ana Silva, CC BY 4.0' };
	const titled: Record<number, FilmPlan['scenes'][number]['visual']> = {
		2: { type: 'statement' },
		5: { type: 'outro', callToAction: 'Sources in the description' },
	};
	return {
		...plan,
		logo: { ...picture, credit: '' },
		scenes: plan.scenes.map((scene, i) => ({
			...scene,
			visual: titled[i] ?? scene.visual,
			cueFrames: titled[i] ? [] : scene.cueFrames,
			picture,
		})),
	};
}

describe.each(['9:16', '16:9'] as const)('a picture under a chart (%s)', (shape) => {
	const dir = mkdtempSync(join(tmpdir(), 'render-first-'));
	afterAll(() => rmSync(dir, { recursive: true }));
	const plan = async (): Promise<FilmPlan> => {
		const path = join(dir, 'plain.png');
		const canvas = createCanvas(64, 48);
		const x = canvas.getContext('2d');
		x.fillStyle = '#ff40ff';
		x.fillRect(0, 0, 64, 48);
		await writeFile(path, await canvas.encode('png'));
		return pictured(demoPlan(shape, 'signal', { secondsPerWord: 0.28 }), path);
	};
	const charts = ({ scenes }: FilmPlan) =>
		scenes.filter(({ index, visual }) => index > 0 && !['hook', 'statement', 'outro', 'place', 'route'].includes(visual.type));
	/** Share of the frame that shows the picture as it is. */
	const bright = ({ canvas }: FilmPainter): number => {
		const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
		let seen = 0;
		for (let i = 0; i < data.length; i += 40) if (data[i]! > 240 && data[i + 1]! < 80 && data[i + 2]! > 240) seen++;
		return seen / (data.length / 40);
	};

	it('is seen whole before the chart, where there is time for both, and never while it is read', async () => {
		const film = await plan();
		const painter = new FilmPainter(film);
		const seen: Record<string, boolean> = {};
		for (const scene of charts(film)) {
			const lead = pictureLead(scene);
			await painter.paint(scene.startFrame + Math.max(8, lead - 9));
			const before = bright(painter);
			await painter.paint(scene.startFrame + scene.frames - 3);
			expect({ type: scene.visual.type, later: bright(painter) < 0.3 }).toEqual({ type: scene.visual.type, later: true });
			seen[scene.visual.type] = lead > 0;
			expect({ type: scene.visual.type, before: before > 0.8 }).toEqual({ type: scene.visual.type, before: lead > 0 });
		}
		expect(Object.values(seen).filter(Boolean).length).toBeGreaterThanOrEqual(4);
		// The cover is read at once, and a short scene has time for its chart alone.
		expect(pictureLead({ index: 0, frames: 300 })).toBe(0);
		expect([70, 90, 400].map((frames) => pictureLead({ index: 3, frames }))).toEqual([0, 31, 45]);
	}, 300_000);

	it('banded redraw equals a full one while the chart comes', async () => {
		const film = await plan();
		const [banded, full] = [new FilmPainter(film), new FilmPainter(film)];
		full.always = true;
		const scene = charts(film).find((each) => pictureLead(each) > 0)!;
		for (let at = 0; at < 70; at++) {
			const frame = scene.startFrame + at;
			await banded.paint(frame);
			if (at % 5) continue;
			await full.paint(frame);
			expect({ at, same: Buffer.compare(banded.canvas.data(), full.canvas.data()) === 0 }).toEqual({ at, same: true });
		}
	}, 300_000);
});

describe('what a viewer sees', () => {
	const inspected = new Map<string, { plan: FilmPlan; frames: InspectedFrame[] }>();
	const dir = mkdtempSync(join(tmpdir(), 'render-look-'));
	afterAll(() => rmSync(dir, { recursive: true }));
	beforeAll(async () => {
		const path = join(dir, 'bright.png');
		await writeFile(path, await brightPicture());
		for (const shape of ['9:16', '16:9'] as const)
			for (const shift of [0, 1, 2, 3]) {
				const palette = PALETTE_NAMES[(shift + (shape === '9:16' ? 0 : 2)) % PALETTE_NAMES.length]!;
				const plans = {
					demo: demoPlan(shape, palette, { skeletonShift: shift }),
					long: longPlan(shape, palette, shift),
					more: morePlan(shape, palette, shift),
					// One ground stands for all: pictures bring their own.
					...(shift % 2 === (shape === '9:16' ? 0 : 1)
						? { pictured: pictured(demoPlan(shape, palette, { skeletonShift: shift }), path) }
						: {}),
				};
				for (const [name, plan] of Object.entries(plans))
					inspected.set(`${name} ${shape} ${shift}`, { plan, frames: await inspectFrames(plan, [0, ...settledFrames(plan)]) });
			}
	}, 400_000);
	const eachText = (
		check: (o: { where: string; plan: FilmPlan; frame: InspectedFrame; text: InspectedFrame['texts'][number] }) => string | null,
	) => {
		const faults: string[] = [];
		for (const [key, { plan, frames }] of inspected)
			for (const frame of frames)
				for (const text of frame.texts.filter((t) => t.alpha >= 0.5)) {
					const fault = check({ where: key, plan, frame, text });
					if (fault) faults.push(`${key} ${frame.sceneId} "${text.text}": ${fault}`);
				}
		return faults;
	};

	it('no text is smaller than it may be', () => {
		expect(
			eachText(({ text }) => {
				const least = text.kind === 'source' ? 26 : text.kind === 'caption' ? 84 : 36;
				return text.size < least * 0.94 - 0.5 ? `${text.size} px` : null;
			}),
		).toEqual([]);
	});

	it('contrast on the drawn pixels is ≥ 4.5, ≥ 3 from 84 px on', () => {
		expect(eachText(({ text }) => (text.contrast < (text.size >= 84 ? 3 : 4.5) ? `contrast ${text.contrast}` : null))).toEqual([]);
	});

	it('text keeps the safe area, and nothing but captions stands on the captions’ line', () => {
		expect(
			eachText(({ plan, text: { kind, box } }) => {
				const { safe, content } = stageOf(plan.width, plan.height);
				const bottom = kind === 'caption' || kind === 'source' ? safe.y + safe.h + 14 : content.y + content.h + 8;
				const outside = box.x < safe.x - 6 || box.x + box.w > safe.x + safe.w + 6 || box.y < safe.y - 30 || box.y + box.h > bottom;
				return outside ? `box ${[box.x, box.y, box.w, box.h].map(Math.round).join(' ')}` : null;
			}),
		).toEqual([]);
	});

	it('no two texts meet, and no sticker covers a text', () => {
		expect(
			eachText(({ frame, text }) => {
				const core = (t: { box: { x: number; y: number; w: number; h: number }; size: number }) => ({
					x: t.box.x + 1,
					y: t.box.y + t.size * 0.06,
					w: t.box.w - 2,
					h: t.box.h - t.size * 0.14,
				});
				const other = frame.texts.find(
					(o) => o !== text && o.alpha >= 0.5 && !(o.element === text.element && o.kind === text.kind) && meets(core(o), core(text)),
				);
				if (other) return `meets "${other.text}"`;
				const sticker = frame.elements.find(({ name, box, over }) => {
					if (!/sticker/.test(name) || over) return false;
					const picture = { x: box.x + box.w * 0.17, y: box.y + box.h * 0.17, w: box.w * 0.66, h: box.h * 0.66 };
					return meets(picture, core(text));
				});
				return sticker ? `under ${sticker.name}` : null;
			}),
		).toEqual([]);
	});

	it('frame 0 is a cover: the whole hook title stands there', () => {
		for (const [name, { plan, frames }] of inspected) {
			if (name.startsWith('long')) continue;
			const words = frames[0]!.texts.filter((t) => t.kind === 'title' && t.size >= 84 && t.alpha === 1).map((t) => t.text);
			expect(words.join(' ')).toBe(plan.scenes[0]!.title.replaceAll('*', ''));
		}
	});

	it.each(['9:16', '16:9'] as const)('nothing stands still too long (%s)', async (shape) => {
		const plan = demoPlan(shape, 'forest', { skeletonShift: 1, secondsPerWord: 0.6 });
		const painter = new FilmPainter({ ...plan, captionStyle: 'none' });
		const limit = shape === '9:16' ? 75 : 120;
		let still = 0;
		let most = 0;
		for (let frame = 0; frame < plan.durationFrames; frame++) {
			still = (await painter.paint(frame)).length ? 0 : still + 1;
			most = Math.max(most, still);
		}
		expect(most).toBeLessThan(limit);
	});
});
