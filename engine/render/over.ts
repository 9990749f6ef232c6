/**
 * Captions and a title over somebody else's picture: ffmpeg makes the picture, we give it a strip of transparent pixels a frame. Only a new
 * state of the captions is drawn; between two the same pixels are given again. Runs in the render child.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createCanvas } from '@napi-rs/canvas';
import { OperatorError } from '../errors';
import { Captions } from './captions';
import { within } from './kit';
import type { CaptionPage, FilmPlan } from './plan';
import { readPixels } from './readback';
import { stageOf } from './stage';
import { CAPTION_STRIP, TITLE_STRIP } from './strips';
import { drawText, fit, loadFonts, measure, type Context } from './text';
import { blend, paletteOf, readable } from './theme';

const WIDTH = 1080;
const HEIGHT = 1920;

type Look = Pick<FilmPlan, 'palette' | 'colours'>;

export interface OverJob extends Look {
	ffmpegPath: string;
	/** ffmpeg's arguments; the strip comes as RGBA frames on `pipe:0`. Empty captions give an empty strip. */
	args: string[];
	/** Folder in which ffmpeg runs. */
	cwd: string;
	frames: number;
	captions: CaptionPage[];
	captionStyle: FilmPlan['captionStyle'];
}

export interface TitleJob extends Look {
	title: string;
	/** File of RGBA pixels, {@link TITLE_STRIP} high; or a whole PNG with a ground of the palette's own. */
	out: string;
	whole: boolean;
}

/** Runs ffmpeg and feeds it the strip. Answers with the number of states that were drawn. */
export async function drawOver(job: OverJob, onProgress: (done: number) => void): Promise<{ states: number }> {
	loadFonts();
	const captions = new Captions(job, stageOf(WIDTH, HEIGHT), paletteOf(job));
	const canvas = createCanvas(WIDTH, CAPTION_STRIP.height);
	const context = canvas.getContext('2d');
	context.translate(0, -CAPTION_STRIP.y);
	const child = spawn(job.ffmpegPath, job.args, {
		cwd: job.cwd,
		stdio: ['pipe', 'ignore', 'pipe'],
		// Text is drawn here; some builds scan all fonts of the system at their first filter.
		env: { PATH: process.env.PATH ?? '', FONTCONFIG_FILE: process.platform === 'win32' ? 'NUL' : '/dev/null' },
	});
	let said = '';
	child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-16_000)));
	let gone = false;
	// ffmpeg may have all it needs before the last strip is given.
	child.stdin.on('error', () => (gone = true));
	const closed = once(child, 'close') as Promise<[number | null, string | null]>;
	const failed = once(child, 'error').then(([error]) => Promise.reject(error as Error));
	failed.catch(() => (gone = true));
	void closed.then(() => (gone = true));

	let pixels: Buffer = Buffer.alloc(WIDTH * CAPTION_STRIP.height * 4);
	let key = '';
	let states = 0;
	for (let frame = 0; frame < job.frames && !gone; frame++) {
		const state = captions.at(frame);
		if ((state?.key ?? '') !== key) {
			key = state?.key ?? '';
			context.clearRect(0, CAPTION_STRIP.y, WIDTH, CAPTION_STRIP.height);
			if (state) captions.draw(context, state);
			pixels = readPixels(canvas, context, { x: 0, y: 0, w: WIDTH, h: CAPTION_STRIP.height }, straight);
			states++;
		}
		await new Promise<void>((resolve) => child.stdin.write(pixels, () => resolve()));
		if (frame % 15 === 14) onProgress(frame + 1);
	}
	child.stdin.end();
	const [code, signal] = await Promise.race([closed, failed]);
	if (code !== 0)
		throw new OperatorError(
			'ENGINE_FAILED',
			`ffmpeg ended with ${signal ?? `code ${code}`} while cutting: ${said.trim().slice(-600) || 'no message'}`,
			{
				fix: 'Play the video to check it, then try again.',
				details: { code, signal, stderrTail: said },
			},
		);
	return { states };
}

/** A copy with colours that are not multiplied by their opacity, as ffmpeg takes them: a canvas that is read whole gives them multiplied. */
function straight(rgba: Uint8Array | Uint8ClampedArray): Buffer {
	const out = Buffer.from(rgba);
	for (let i = 0; i < out.length; i += 4) {
		const alpha = out[i + 3]!;
		if (alpha === 0 || alpha === 255) continue;
		for (let k = i; k < i + 3; k++) out[k] = Math.min(255, Math.round((out[k]! * 255) / alpha));
	}
	return out;
}

const TITLE = { centreX: 540, bottom: 566, width: 900, max: 82, min: 44, maxLines: 3 } as const;

/** Draws a title: a plate over a transparent strip, or a whole frame with the title large in its middle. */
export async function drawTitle({ title, out, whole, ...look }: TitleJob): Promise<boolean> {
	loadFonts();
	const palette = paletteOf(look);
	const canvas = createCanvas(WIDTH, whole ? HEIGHT : TITLE_STRIP.height);
	const context = canvas.getContext('2d');
	if (whole) {
		const ground = context.createLinearGradient(0, 0, 0, HEIGHT);
		ground.addColorStop(0, palette.ink2);
		ground.addColorStop(0.7, palette.ink);
		context.fillStyle = ground;
		context.fillRect(0, 0, WIDTH, HEIGHT);
		context.fillStyle = palette.accents[0];
		context.fillRect(90, 470, 120, 14);
		const text = fit(title, 'Display', { max: 128, min: 56, width: 900, height: 620, maxLines: 6, lineHeight: 1.08 });
		text.lines.forEach((line, i) =>
			drawText(context, line, 90, 600 + i * text.size * 1.08, {
				face: 'Display',
				size: text.size,
				colour: readable(palette.light, palette.ink, 7),
			}),
		);
		await writeFile(out, await canvas.encode('png'));
		return true;
	}
	context.translate(0, -TITLE_STRIP.y);
	drawPlate(context, title, palette.paper, readable(palette.dark, palette.paper, 7), blend(palette.paper, palette.dark, 0.12));
	await writeFile(out, readPixels(canvas, context, { x: 0, y: 0, w: WIDTH, h: TITLE_STRIP.height }, straight));
	return true;
}

function drawPlate(x: Context, title: string, fill: string, colour: string, line: string): void {
	const { centreX, bottom, width, max, min, maxLines } = TITLE;
	const text = fit(title, 'Display', { max, min, width: width - 72, height: 300, maxLines, lineHeight: 1.1 });
	const style = { face: 'Display' as const, size: text.size };
	const leading = text.size * 1.1;
	const w = Math.max(...text.lines.map((own) => measure(own, style))) + 72;
	const h = text.lines.length * leading + 44;
	within(x, {}, () => {
		x.fillStyle = fill;
		x.beginPath();
		x.roundRect(centreX - w / 2, bottom - h, w, h, 26);
		x.fill();
		x.strokeStyle = line;
		x.lineWidth = 2;
		x.stroke();
		text.lines.forEach((own, i) =>
			drawText(x, own, centreX - measure(own, style) / 2, bottom - h + 22 + leading * (i + 0.8), { ...style, colour }),
		);
	});
}
