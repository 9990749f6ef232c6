/** What a film plan from outside (a recipe) must look like: every number the drawing relies on is bounded. */
import { sha256, visual } from '../envelope';
import { flag, list, matching, number, object, oneOf, orNull, tagged, text, type Shape } from '../shape';
import { ACCENT_ORDERS } from './plan';

const colour = matching(/^#[0-9a-fA-F]{6}$/, 'colour such as #1a2b3c');
const colours = object({}, { ink: colour, paper: colour, accents: list(colour, { most: ACCENT_ORDERS }) });
const whole = (least: number, most: number): Shape => number(least, most, { whole: true });
/** Two hours at 30 a second. */
const frame = whole(0, 216_000);
const seed = number(-(2 ** 53), 2 ** 53);
const size = whole(1, 16_384);

export const plannedPicture = object(
	{ kind: oneOf('image', 'clip'), path: text(4096), sha256, width: size, height: size },
	{ frames: frame, credit: text(600) },
);

const scene = object(
	{
		...{ id: text(60, 1), index: whole(0, 10_000), last: flag, startFrame: frame, frames: frame, title: text(600), visual },
		...{ cueFrames: list(orNull(whole(-216_000, 216_000)), { most: 400 }), skeleton: whole(-1000, 1000) },
		...{ ground: text(60), transition: text(60) },
	},
	{
		...{ kicker: text(600), source: text(1000), spokenFrames: frame, picture: plannedPicture },
		camera: list(object({ at: frame, scale: number(0.5, 2) }), { most: 400 }),
	},
);

export const filmPlan = object(
	{
		...{ v: oneOf(1), width: whole(320, 4096), height: whole(320, 4096), fps: oneOf(30), seed, palette: text(60) },
		durationFrames: whole(1, 216_000),
		scenes: list(scene, { least: 1, most: 400 }),
		captions: list(
			object({
				...{ startFrame: frame, endFrame: frame },
				words: list(object({ text: text(200), startFrame: frame, endFrame: frame }), { most: 60 }),
			}),
			{ most: 60_000 },
		),
		captionStyle: oneOf('karaoke', 'plain', 'none'),
	},
	{ colours, logo: plannedPicture },
);

const thumbnail = (needed: Record<string, Shape>, optional: Record<string, Shape> = {}): Shape =>
	object({ palette: text(60), seed, title: text(200), ...needed }, { colours, ...optional });
export const thumbnailSpec = tagged('recipe', {
	object: thumbnail({ sticker: text(60) }),
	number: thumbnail({ number: text(100) }, { sticker: text(60) }),
	contrast: thumbnail({ left: text(100), right: text(100) }, { sticker: text(60) }),
	picture: thumbnail({ picture: plannedPicture }),
	threat: thumbnail({}, { place: object({ latitude: number(-90, 90), longitude: number(-180, 180) }), sticker: text(60) }),
});
