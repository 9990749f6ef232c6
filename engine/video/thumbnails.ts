import type { Script, Visual } from '../asset';
import type { ThumbnailSpec } from '../render';

type Look = Pick<ThumbnailSpec, 'palette' | 'colours' | 'seed'>;

const STOP = new Set('a an the of in on at to for and or but is are was were be it its this that with by from as has have had'.split(' '));
const plain = (text: string): string => text.replace(/\*/g, '');

/** At most four words of a title, whole words, without a dangling article or preposition; marks are kept on one run. */
export function fourWords(title: string): string {
	const words = plain(title).split(/\s+/).filter(Boolean);
	if (words.length <= 4) return title;
	const marked = /\*([^*]+)\*/.exec(title)?.[1]?.split(/\s+/) ?? [];
	const strong =
		marked.length && marked.length <= 4 ? marked : words.filter((word) => !STOP.has(word.toLowerCase().replace(/[^a-z]/g, ''))).slice(0, 4);
	const text = strong.join(' ').replace(/[,;:.]+$/, '');
	return marked.length ? `*${text}*` : text;
}

/** The strongest number a scene draws, with what it counts. */
function numberOf(visual: Visual): { number: string; label: string } | null {
	switch (visual.type) {
		case 'bignum':
			return { number: visual.display, label: visual.unit || visual.lead };
		case 'share':
			return { number: visual.display, label: visual.label };
		case 'hook':
			return visual.number ? { number: visual.number.display, label: visual.number.unit } : null;
		case 'bars': {
			const top = visual.items[visual.top];
			return top ? { number: top.display, label: top.label } : null;
		}
		default:
			return null;
	}
}

/** Thumbnail ideas from what the film itself shows, so that they are grounded as it is; the first is always there. */
export function thumbnailSpecs(script: Script, look: Look): ThumbnailSpec[] {
	const { scenes } = script;
	const stickers = scenes.map((scene) => scene.visual.sticker).filter((name): name is string => Boolean(name));
	const hook = scenes[0];
	const titles = new Set(script.titles.map((title) => title.toLowerCase()));
	const hookTitle = fourWords(hook?.onScreen.title ?? script.titles[0] ?? '');
	const specs: ThumbnailSpec[] = [];
	const numbers = scenes
		.map((scene) => numberOf(scene.visual))
		.filter((found): found is { number: string; label: string } => found !== null && found.number.length <= 9);
	if (stickers[0]) specs.push({ ...look, recipe: 'object', title: hookTitle, sticker: stickers[0] });
	const number = numbers[0];
	if (number)
		specs.push({
			...look,
			recipe: 'number',
			number: number.number,
			title: fourWords(number.label),
			...((stickers[1] ?? stickers[0]) ? { sticker: stickers[1] ?? stickers[0]! } : {}),
		});
	const split = scenes.find((scene) => scene.visual.type === 'split')?.visual;
	if (split?.type === 'split' && split.left.value.length <= 9 && split.right.value.length <= 9)
		specs.push({ ...look, recipe: 'contrast', title: '', left: split.left.value, right: split.right.value });
	const place = scenes.find((scene) => scene.visual.type === 'place')?.visual;
	const closing = scenes
		.filter((scene) => scene.onScreen.title !== hook?.onScreen.title && !titles.has(plain(scene.onScreen.title).toLowerCase()))
		.map((scene) => fourWords(scene.onScreen.title));
	specs.push({
		...look,
		recipe: 'threat',
		title: closing.find((title) => plain(title).split(' ').length >= 2) ?? hookTitle,
		...(place?.type === 'place' ? { place: { latitude: place.place.latitude, longitude: place.place.longitude } } : {}),
		...(stickers[2] ? { sticker: stickers[2] } : {}),
	});
	return specs.slice(0, 3);
}
