/** One number, as large as the frame allows, above what it counts. */
import type { Visual } from '../../asset';
import { floorColour, paintFloor } from '../art';
import type { Kit } from '../kit';
import { compose, paintFoot, type Composition } from '../layout';
import { addQuantity, isCounted, kindOf } from '../quantity';
import { hasSticker } from '../stickers';
import { plainTitle } from '../title';
import { addBlock, addFigure, addSticker, block, footOf, layFigure, repeats, scaled } from './parts';

/** Where the floor under an object begins in a wide frame, unless words reach lower. */
const HORIZON = 740;

type Bignum = Extract<Visual, { type: 'bignum' }>;

export async function buildNumber(kit: Kit, visual: Bignum): Promise<void> {
	const { stage, tone } = kit;
	const bare = repeats(kit.scene.title, visual.display);
	const sticker = hasSticker(visual.sticker) ? visual.sticker : undefined;
	const quantity = { display: visual.display, unit: visual.unit, value: visual.value, ...(sticker ? { sticker } : {}) };
	const near = `${kit.scene.title} ${visual.lead}`;
	const kind = kindOf(quantity, near, visual.lead || kit.scene.title);
	// Which way it went says more than what it is of.
	const object = sticker !== undefined && kind !== 'things' && kind !== 'rise' && kind !== 'fall';
	const read = !object && kind !== null && isCounted(kind);
	const c = compose(kit, {
		title: !bare,
		plate: true,
		// Beside an object the title stands above the floor too.
		...(stage.tall ? { maxLines: 2 } : object ? { below: stage.content.y + stage.content.h - HORIZON + 24 } : {}),
	});
	const { align } = c;
	// In a wide film what is counted stands beside the number, as an object does; in a tall one below it, above the captions.
	const counted = !stage.tall && read;
	const aside = !stage.tall && (object || counted);
	const objectSize = Math.min(c.picture.w * (counted ? 0.46 : 0.42), counted ? 760 : 560);
	const box = aside
		? {
				...c.picture,
				w: c.picture.w - objectSize * (counted ? 1.06 : 1.22),
				h: counted ? c.picture.h - 36 : Math.min(640, HORIZON - 20 - c.picture.y),
			}
		: c.picture;
	const px = align === 'center' ? box.x + box.w / 2 : box.x;
	const said = bare ? plainTitle(kit.scene.title) : visual.lead;
	const lead = said ? block(said, { face: bare ? 'Display' : 'Body', size: bare ? 80 : 52, width: box.w, maxLines: 2, least: 38 }) : null;
	// With a picture below, the words keep to the upper part; without one they take all of the room.
	// Without a title above it the number stands in the middle of a tall frame.
	const picture = object || kind !== null;
	const free = stage.tall && !kit.scene.title && !object && !read;
	const most = !picture || free || aside ? box.h : roomOfWords(kit, box.h, box.y, { object, read });
	const room = Math.min(box.h, most);
	const { display, unit: what } = scaled(visual.display, visual.unit, box.w, Math.min(room - 220, stage.tall ? 460 : 420));
	const unit = block(what, {
		face: 'Display',
		size: stage.tall && read && kit.scene.title ? 64 : 96,
		width: box.w,
		maxLines: 2,
		least: 48,
		leading: 1.06,
	});
	const words = (lead ? lead.height + 22 : 0) + (what ? unit.height + 24 : 0);
	const figureHeight = Math.max(120, Math.min(room - words, stage.tall ? 460 : 420));
	const max = stage.tall ? 540 : 480;
	// A long number is as wide as the frame allows, and not as high as its room.
	const group = words + layFigure(display, { w: box.w, h: figureHeight }, max).height;
	let y = box.y + (picture && !aside && !free ? 0 : Math.max(0, (box.h - group) * (stage.tall && !free ? 0.42 : 0.5)));
	if (lead) {
		addBlock(kit, 'lead', lead, px, y, { colour: tone.text, align, start: -8 });
		y += lead.height + 22;
	}
	const start = Math.min(kit.cue(0, 1, 2), 8);
	const figure = addFigure(kit, display, {
		box: { x: box.x, y, w: box.w, h: figureHeight },
		max,
		colour: tone.figure,
		align,
		start,
	});
	y = figure.y + figure.h + 22;
	if (what) {
		addBlock(kit, 'unit', unit, px, y, { colour: tone.text, align, start: -8 });
		y += unit.height + 14;
	}
	await addBelow(kit, visual, c, { y, object: object ? sticker : undefined, quantity, near, aside, start, objectSize, kind });
}

/** Height of the number and its words where a picture stands below them. */
function roomOfWords(kit: Kit, height: number, top: number, { object, read }: { object: boolean; read: boolean }): number {
	if (!kit.stage.tall) return 560;
	if (object) return Math.max(330, Math.min(540, footOf(kit) - top - 380));
	return read ? Math.max(420, Math.min(560, height * 0.6)) : 640;
}

async function addBelow(
	kit: Kit,
	visual: Bignum,
	c: Composition,
	o: {
		y: number;
		object: string | undefined;
		quantity: Parameters<typeof addQuantity>[1];
		near: string;
		aside: boolean;
		start: number;
		objectSize: number;
		kind: ReturnType<typeof kindOf>;
	},
): Promise<void> {
	const { stage } = kit;
	const { width, height } = stage;
	const floor = floorColour(kit);
	if (o.aside && o.object) {
		const size = o.objectSize;
		const cx = c.picture.x + c.picture.w - size * 0.52;
		const horizon = Math.max(HORIZON, Math.min(o.y + 8, 810));
		const x0 = c.skeleton === 3 ? c.bleed.x : 0;
		paintFloor(kit, { box: { x: x0, y: horizon, w: width - x0, h: height - horizon }, x: cx, colour: floor });
		await addSticker(kit, o.object, { cx, cy: 856 - size * 0.5, size: size * 0.94, ground: true });
		return;
	}
	if (o.aside) {
		const top = Math.max(90, c.title.h ? c.picture.y : 0);
		const box = {
			x: c.picture.x + c.picture.w - o.objectSize,
			y: top,
			w: Math.min(o.objectSize + 60, width - c.picture.x - c.picture.w + o.objectSize),
			h: 870 - top,
		};
		const standing = o.kind === 'money' || o.kind === 'things';
		const x0 = c.skeleton === 3 ? c.bleed.x : 0;
		if (standing) paintFloor(kit, { box: { x: x0, y: 790, w: width - x0, h: height - 790 }, x: box.x + box.w / 2, colour: floor });
		// Beside a title of its own column it is too small to reach the foot.
		else if (c.skeleton < 2) paintFoot(kit, '');
		await addQuantity(kit, o.quantity, box, o.start, o.near, visual.lead || kit.scene.title);
		return;
	}
	const foot = footOf(kit);
	if (o.object && foot - o.y >= 200) {
		const size = Math.min(720, foot - o.y);
		const cx = c.align === 'center' ? width / 2 : width * 0.6;
		const horizon = foot - Math.min(150, size * 0.3);
		paintFloor(kit, {
			box: { x: 0, y: horizon, w: width, h: height - horizon },
			x: cx,
			colour: floor,
		});
		await addSticker(kit, o.object, { cx, cy: foot - size * 0.48, size: size * 0.92, ground: true });
		return;
	}
	// Beside a title of its own column, water and steps still run along the whole foot of a wide frame.
	const under = c.title.y + c.title.h + 40;
	const whole = !stage.tall && c.skeleton < 2 && under < 800 && (o.kind === 'volume' || o.kind === 'height' || o.kind === 'depth');
	// A picture that runs off the frame keeps to its foot.
	const least = stage.tall && !kit.scene.title && !(o.kind && isCounted(o.kind)) ? 1160 : 0;
	const y = Math.max(o.y + 20, whole ? under : least);
	const box = { x: whole ? 0 : c.bleed.x, y, w: whole ? width : c.bleed.w, h: height - y };
	if (await addQuantity(kit, o.quantity, box, o.start, o.near, visual.lead || kit.scene.title)) return;
	// The number is on the frame already: its unit runs along the foot.
	if (stage.tall || c.skeleton === 2) paintFoot(kit, visual.unit);
}
