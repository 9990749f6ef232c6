/** Rule 7: three different thumbnails, read at a glance at 168x94. */
import { overlapOf, plainWords } from '../titleWords';
import { least, most, none, type Figure } from './figure';
import type { ReviewInput } from './index';

export function thumbnailFigures({ script, thumbnails }: ReviewInput): Figure[] {
	const title = script.titles[0] ?? '';
	return [
		least(7, 'thumbnail ideas', new Set(thumbnails.map(({ recipe }) => recipe)).size, 3),
		most(7, 'thumbnail words', Math.max(...thumbnails.map(({ words }) => words)), 4, thumbnails.map(({ texts }) => texts.join(' '))), // prettier-ignore
		most(
			7,
			'words of the title in a thumbnail, share',
			Math.max(...thumbnails.map(({ texts }) => overlapOf(texts.join(' '), title))),
			0.5,
			thumbnails.filter(({ texts }) => overlapOf(texts.join(' '), title) > 0.5).map(({ texts }) => `“${texts.join(' ')}” of “${title}”`),
		),
		none(
			7,
			'thumbnails without words',
			thumbnails.filter(({ texts }) => plainWords(texts.join(' ')).length === 0 && !/\d/.test(texts.join(''))).map(({ recipe }) => recipe),
		),
		least(7, 'smallest letters at 168x94, px', Math.min(...thumbnails.map(({ smallest }) => smallest)), 9, thumbnails.map(({ recipe, smallest }) => `${recipe} ${smallest.toFixed(1)}`)), // prettier-ignore
		least(7, 'worst contrast at 168x94', Math.min(...thumbnails.map(({ contrast }) => contrast)), 3, thumbnails.map(({ recipe, contrast }) => `${recipe} ${contrast.toFixed(1)}`)), // prettier-ignore
		none(
			7,
			'thumbnails with words over the subject or cut off',
			thumbnails.flatMap(({ recipe, faults }) => faults.map((fault) => `${recipe}: ${fault}`)),
		),
	];
}
