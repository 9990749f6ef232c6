/** Reframing: the plan by its rules, the filters on drawn pictures, and both on real films where the shared media are at hand. */
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import type { Face } from '../../engine/clips/reframe/blazeface';
import { CUT_BYTES, CUT_HEIGHT, CUT_WIDTH, findCuts } from '../../engine/clips/reframe/cuts';
import { planCrop, reframeGraph, type CropPlan, type CropPoint } from '../../engine/clips/reframe/index';
import { look } from '../../engine/clips/reframe/look';
import { planFrom } from '../../engine/clips/reframe/plan';
import { ffmpeg, probe, safeInput } from '../../engine/media';
import { childPath } from '../../engine/runtime';
import { make, scratch, sharedMedia, testPorts } from './mediaSupport';

jest.setTimeout(900_000);
process.env.AI_OPERATOR_TMP = mkdtempSync(join(tmpdir(), 'ao-reframe-'));
const dir = scratch();
const ports = testPorts();
afterAll(() => {
	rmSync(dir, { recursive: true, force: true });
	rmSync(process.env.AI_OPERATOR_TMP!, { recursive: true, force: true });
});

const SOURCE = { width: 1280, height: 720, fps: 30 };
const TARGET = { width: 1080, height: 1920 };
const WINDOW = 405;
const face = (centre: number, width = 120, probability = 0.9): Face => ({
	x: centre - width / 2,
	y: 200,
	width,
	height: width,
	probability,
});
/** Where the window's left edge is; at a jump what counts from then on. */
const leftAt = (path: CropPoint[], at: number): number => {
	const i = path.findLastIndex((point) => point.atSeconds <= at + 1e-9);
	const [a, b] = [path[i]!, path[i + 1]];
	return b && b.atSeconds > a.atSeconds ? a.x + ((b.x - a.x) * (at - a.atSeconds)) / (b.atSeconds - a.atSeconds) : a.x;
};
const plan = (moments: Face[][], cuts: number[] = []) => planFrom({ moments, cuts, durationSeconds: moments.length / 4 }, SOURCE, TARGET);
/** Changes of direction of more than a twentieth of a pixel a frame. */
function reversals(path: CropPoint[], seconds: number): number {
	let [last, count] = [0, 0];
	for (let k = 1; k < seconds * 24; k++) {
		const way = leftAt(path, k / 24) - leftAt(path, (k - 1) / 24);
		if (Math.abs(way) <= 0.05) continue;
		if (last && Math.sign(way) !== last) count++;
		last = Math.sign(way);
	}
	return count;
}
/** The same every time. */
const noise = (i: number): number => (Math.sin(i * 12.9898) * 43758.5453) % 1;

describe('the window', () => {
	it('holds a walking face, at every moment', () => {
		const centres = Array.from({ length: 60 }, (_, i) => 300 + 10 * i);
		const { crop, layout } = plan(centres.map((centre) => [face(centre)]));
		expect(layout).toBe('faces');
		centres.forEach((centre, i) => {
			const left = leftAt(crop!.path, i / 4);
			expect(centre - 60).toBeGreaterThanOrEqual(left);
			expect(centre + 60).toBeLessThanOrEqual(left + WINDOW);
		});
	});

	it('stands still for a face that trembles, and does not follow what one picture alone sees', () => {
		const trembling = Array.from({ length: 80 }, (_, i) => [face(600 + 25 * noise(i))]);
		const still = plan(trembling).crop!.path;
		expect(Math.max(...still.map(({ x }) => x)) - Math.min(...still.map(({ x }) => x))).toBeLessThan(10);
		expect(reversals(still, 20)).toBeLessThanOrEqual(2);
		trembling[40] = [face(1100)];
		const jumped = plan(trembling).crop!.path;
		expect(Math.abs(leftAt(jumped, 10) - leftAt(still, 10))).toBeLessThan(6);
	});

	it('is there before the face is: it knows what comes', () => {
		const { crop } = plan(Array.from({ length: 40 }, (_, i) => [face(i < 20 ? 400 : Math.min(800, 400 + 80 * (i - 19)))]));
		expect(leftAt(crop!.path, 4.9)).toBeGreaterThan(leftAt(crop!.path, 0) + 2);
	});

	it('jumps at a cut and never glides over it', () => {
		const moments = Array.from({ length: 40 }, (_, i) => [face(i < 20 ? 300 : 1000)]);
		const { crop, cuts } = plan(moments, [5]);
		expect(cuts).toEqual([5]);
		expect(leftAt(crop!.path, 4.97)).toBeCloseTo(leftAt(crop!.path, 0), 0);
		expect(leftAt(crop!.path, 5)).toBeCloseTo(leftAt(crop!.path, 9.9), 0);
		expect(leftAt(crop!.path, 5) - leftAt(crop!.path, 4.97)).toBeGreaterThan(500);
	});

	it('never leaves the picture', () => {
		for (const centre of [40, 1240]) {
			const { crop } = plan(Array.from({ length: 20 }, () => [face(centre)]));
			for (const { x } of crop!.path) {
				expect(x).toBeGreaterThanOrEqual(0);
				expect(x + crop!.width).toBeLessThanOrEqual(SOURCE.width);
			}
		}
	});

	it('keeps two people who fit into it together, through moments in which one looks away; else the nearer one', () => {
		const both = Array.from({ length: 40 }, (_, i) => [face(500, 100), ...(i % 5 === 3 ? [] : [face(740, 90)])]);
		const held = plan(both);
		expect(held.detections.mostFaces).toBe(2);
		const left = leftAt(held.crop!.path, 5);
		expect(left).toBeLessThanOrEqual(450);
		expect(left + WINDOW).toBeGreaterThanOrEqual(785);
		expect(reversals(held.crop!.path, 10)).toBe(0);
		const apart = plan(Array.from({ length: 40 }, () => [face(300, 110), face(1000, 150)]));
		expect(leftAt(apart.crop!.path, 5) + WINDOW / 2).toBeCloseTo(1000, -1);
	});
});

describe('the layout', () => {
	it('shows the whole picture where something only looks like a face, or lies outside of the picture', () => {
		expect(plan(Array.from({ length: 40 }, () => [face(600, 300, 0.68)]))).toMatchObject({ layout: 'fit', facesShare: 0 });
		expect(plan(Array.from({ length: 40 }, () => [face(1270, 200, 0.9)])).layout).toBe('fit');
	});

	it('changes at cuts, and not for a moment only', () => {
		const moments = Array.from({ length: 80 }, (_, i) => (i >= 32 && i < 60 ? [] : [face(600)]));
		expect(plan(moments, [8, 15]).parts).toEqual([
			{ startSeconds: 0, endSeconds: 8, layout: 'faces' },
			{ startSeconds: 8, endSeconds: 15, layout: 'fit' },
			{ startSeconds: 15, endSeconds: 20, layout: 'faces' },
		]);
		const glance = Array.from({ length: 80 }, (_, i) => (i >= 32 && i < 36 ? [] : [face(600)]));
		expect(plan(glance, [8, 9]).parts).toEqual([{ startSeconds: 0, endSeconds: 20, layout: 'faces' }]);
	});

	it('lets a face be away for a while within a shot, and shows all when it stays away', () => {
		const away = (moments: number) => plan(Array.from({ length: 80 }, (_, i) => (i >= 30 && i < 30 + moments ? [] : [face(600)])));
		expect(away(8).parts).toHaveLength(1);
		expect(away(28).parts.map(({ layout }) => layout)).toEqual(['faces', 'fit', 'faces']);
	});
});

describe('cuts', () => {
	const picture = (luma: number): Uint8Array => {
		const bytes = new Uint8Array(CUT_BYTES).fill(128);
		for (let i = 0; i < CUT_WIDTH * CUT_HEIGHT; i++) bytes[i] = luma + (i % 7);
		return bytes;
	};
	const cutsOf = (lumas: number[]) => {
		let i = 0;
		return findCuts(() => (i < lumas.length ? picture(lumas[i++]!) : null), 25);
	};

	it('are found to the frame', () => expect(cutsOf([...Array(30).fill(60), ...Array(30).fill(140)])).toEqual([30 / 25]));
	it('are no flashes and no fades', () => {
		expect(cutsOf([...Array(30).fill(60), 220, 220, ...Array(30).fill(60)])).toEqual([]);
		expect(cutsOf(Array.from({ length: 60 }, (_, i) => 20 + 3 * i))).toEqual([]);
	});
});

describe('the filters', () => {
	const source = { width: 640, height: 360, fps: 30 };
	/** Grey pictures of a clip under the graph, and where on each the white bar stands (its middle, in pixels between pixels). */
	async function bars(drawn: CropPlan, from: string): Promise<number[]> {
		const target = { width: 270, height: 480 };
		const graph = reframeGraph(drawn, { source, target, fps: 30, from: '[0:v:0]', to: '[v]' });
		const run = await ffmpeg(
			['-v', 'error', ...safeInput(from, 'video'), '-filter_complex', `${graph};[v]format=gray[g]`, '-map', '[g]', '-f', 'rawvideo', '-'],
			{ ports },
		);
		const size = target.width * target.height;
		expect(run.stdout.length % size).toBe(0);
		return Array.from({ length: run.stdout.length / size }, (_, i) => {
			const row = run.stdout.subarray(i * size + target.width * 240, i * size + target.width * 241);
			let [sum, at] = [0, 0];
			row.forEach((value, x) => {
				const light = Math.max(0, value - 60);
				sum += light;
				at += light * x;
			});
			return at / sum;
		});
	}
	const drawn = (path: CropPoint[], parts: CropPlan['parts']): CropPlan => ({
		layout: 'faces',
		parts,
		facesShare: 1,
		cuts: [],
		crop: { width: 202.5, height: 360, path },
		detections: { looked: 0, withFace: 0, mostFaces: 0 },
		cpuSeconds: 0,
	});

	it('move the window between the pixels of the source, without a jerk, and jump to the frame', async () => {
		const file = join(dir, 'bar.mp4');
		const bar = 'color=0x202020:s=640x360:r=30:d=4,drawbox=x=300:y=0:w=12:h=360:c=white:t=fill';
		await make(ports, '-f', 'lavfi', '-i', bar, '-c:v', 'libx264', '-qp', '0', '-pix_fmt', 'yuv420p', file);
		// 4 px a second: a window that went by whole pixels would stand for 7 frames and jump.
		const path = [
			{ atSeconds: 0, x: 200, y: 0 },
			{ atSeconds: 2, x: 208, y: 0 },
			{ atSeconds: 2, x: 150, y: 0 },
			{ atSeconds: 4, x: 150, y: 0 },
		];
		const seen = await bars(drawn(path, [{ startSeconds: 0, endSeconds: 4, layout: 'faces' }]), file);
		expect(seen).toHaveLength(120);
		const scale = 270 / 202.5;
		seen.forEach((middle, frame) => {
			const left = frame < 60 ? 200 + (4 * frame) / 30 : 150;
			expect(Math.abs(middle - ((306 - left) * scale - 0.5))).toBeLessThan(0.8);
		});
	});

	it('show the whole picture in parts without faces', async () => {
		const file = join(dir, 'bar.mp4');
		const parts: CropPlan['parts'] = [
			{ startSeconds: 0, endSeconds: 1, layout: 'faces' },
			{ startSeconds: 1, endSeconds: 4, layout: 'fit' },
		];
		const seen = await bars(drawn([{ atSeconds: 0, x: 200, y: 0 }], parts), file);
		expect(seen[29]).toBeCloseTo(106 * (270 / 202.5) - 0.5, 0);
		expect(seen[30]).toBeCloseTo((306 * 270) / 640 - 0.5, 0);
	});
});

const shared = sharedMedia();
const missing = !existsSync(childPath('faces')) ? 'the pack is not built' : shared === null ? 'no shared media on this machine' : '';
if (missing) console.warn(`reframe.test: real films are skipped: ${missing}`);
(missing ? describe.skip : describe)('real films', () => {
	const media = (name: string) => join(shared ?? '', name);
	/** Share of moments, at 12 a second, in which the most probable and largest face lies fully inside of the window. */
	async function inside(name: string, startSeconds: number, endSeconds: number) {
		const { video } = await probe(media(name), ports);
		const source = { width: video!.width, height: video!.height, fps: video!.fps };
		const range = { startSeconds, endSeconds };
		const planned = await planCrop(media(name), range, source, TARGET, ports);
		const { moments } = await look(media(name), range, source, ports, 12);
		const truth = moments.map((faces) =>
			faces
				.filter(({ probability }) => probability >= 0.6)
				.sort((a, b) => b.probability * b.width - a.probability * a.width)
				.at(0),
		);
		const held = truth.flatMap((found, i) => {
			if (!found) return [];
			const left = leftAt(planned.crop!.path, i / 12);
			return [found.x >= left && found.x + found.width <= left + planned.crop!.width];
		});
		return { planned, share: held.filter(Boolean).length / held.length, seconds: endSeconds - startSeconds };
	}

	it('hold the face of a take with a moving camera (at least .85), calmly', async () => {
		const { planned, share, seconds } = await inside('tears-of-steel.webm', 12.95, 29.75);
		expect(planned).toMatchObject({ layout: 'faces', cuts: [] });
		expect(share).toBeGreaterThanOrEqual(0.85);
		expect(reversals(planned.crop!.path, seconds) / seconds).toBeLessThan(0.35);
	});

	it('hold two people who talk (at least .85)', async () => {
		const { planned, share } = await inside('friday.mp4', 0, 6.1);
		expect(planned.detections.mostFaces).toBe(2);
		expect(share).toBeGreaterThanOrEqual(0.85);
	});

	it('show a flower whole, though it looks like a face', async () => {
		expect(await planCrop(media('flower.mp4'), { startSeconds: 0, endSeconds: 5 }, { width: 960, height: 540, fps: 30 }, TARGET, ports)).toMatchObject({ layout: 'fit', facesShare: 0 }); // prettier-ignore
	});

	it('have their cuts found (F1 at least .9)', async () => {
		const known = (JSON.parse(readFileSync(media('tears-of-steel.cuts.json'), 'utf8')) as { hard_cuts_s: number[] }).hard_cuts_s;
		const { cuts } = await look(media('tears-of-steel.webm'), { startSeconds: 0, endSeconds: 70.5 }, { width: 800, height: 332, fps: 24 }, ports, 0.5); // prettier-ignore
		const right = known.filter((cut) => cuts.some((found) => Math.abs(found - cut) <= 0.09)).length;
		expect((2 * right) / (known.length + cuts.length)).toBeGreaterThanOrEqual(0.9);
	});

	it('are seen the same by the slower runtime', async () => {
		const source = { width: 640, height: 480, fps: 30 };
		const range = { startSeconds: 2, endSeconds: 4 };
		const native = await look(media('friday.mp4'), range, source, ports);
		process.env.AI_OPERATOR_ORT = 'wasm';
		try {
			const wasm = await look(media('friday.mp4'), range, source, ports);
			expect(wasm.moments.map((faces) => faces.length)).toEqual(native.moments.map((faces) => faces.length));
			wasm.moments.flat().forEach((found, i) => expect(Math.abs(found.x - native.moments.flat()[i]!.x)).toBeLessThan(1));
		} finally {
			delete process.env.AI_OPERATOR_ORT;
		}
	});
});

it('opens no playlist that calls itself a film, and refuses a range of nothing', async () => {
	const list = join(dir, 'list.mp4');
	writeFileSync(list, "ffconcat version 1.0\nfile '/etc/passwd'\n");
	await expect(planCrop(list, { startSeconds: 0, endSeconds: 4 }, SOURCE, TARGET, ports)).rejects.toMatchObject({ code: 'UNSAFE_MEDIA' });
	await expect(planCrop(list, { startSeconds: 4, endSeconds: 4 }, SOURCE, TARGET, ports)).rejects.toMatchObject({ code: 'INPUT' });
});
