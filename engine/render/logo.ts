/** The channel's logo, small in a corner of every scene, where it meets no words. */
import { createCanvas, loadImage, type Canvas } from '@napi-rs/canvas';
import type { Kit } from './kit';
import type { PlannedPicture } from './plan';
import type { Stage } from './stage';

/** Room of the logo: 9:16 above the content at the right, 16:9 beside the captions' foot at the right. */
const roomOf = ({ tall, content }: Stage) => {
	const right = content.x + content.w;
	return tall ? { right, y: 112, w: 220, h: 76 } : { right, y: 1018, w: 190, h: 46 };
};

/** Loads the logo at the size it is drawn; null where there is none or it cannot be read. */
export async function loadLogo(planned: PlannedPicture | undefined, stage: Stage): Promise<Canvas | null> {
	if (planned?.kind !== 'image') return null;
	const room = roomOf(stage);
	const image = await loadImage(planned.path).catch(() => null);
	if (!image || image.width < 1 || image.height < 1) return null;
	const scale = Math.min(room.w / image.width, room.h / image.height);
	const canvas = createCanvas(Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale)));
	const x = canvas.getContext('2d');
	x.imageSmoothingEnabled = true;
	x.imageSmoothingQuality = 'high';
	x.drawImage(image, 0, 0, canvas.width, canvas.height);
	return canvas;
}

/** Adds the logo on a light plate, so that it is seen on any ground. */
export function addLogo(kit: Kit): void {
	const { logo, stage, palette } = kit;
	if (!logo) return;
	const room = roomOf(stage);
	const pad = stage.tall ? 12 : 8;
	const left = room.right - logo.width - pad;
	const y = room.y + Math.round((room.h - logo.height) / 2);
	kit.add(
		'logo',
		{ x: left - pad, y: y - pad, w: logo.width + 2 * pad, h: logo.height + 2 * pad },
		() => (x) => {
			x.fillStyle = palette.paper;
			x.beginPath();
			x.roundRect(left - pad, y - pad, logo.width + 2 * pad, logo.height + 2 * pad, 12);
			x.fill();
			x.drawImage(logo, left, y);
		},
		{ over: true },
	);
}
