/** Parts of speech by wink-nlp's small English model (MIT). Loads in 150 ms and holds 40 MB: worker threads only. */
import winkNLP, { type ItemToken } from 'wink-nlp';
import model from 'wink-eng-lite-web-model';

export type Tag = 'NOUN' | 'PROPN' | 'VERB' | 'AUX' | 'ADJ' | 'ADV' | 'DET' | 'PRON' | 'ADP' | 'SCONJ' | string;
let nlp: ReturnType<typeof winkNLP> | undefined;

/** The universal tag of each word; '' where there is none. `pause` is the punctuation after the word. */
export function tagWords(words: { text: string; pause: string }[]): Tag[] {
	nlp ??= winkNLP(model, ['sbd', 'pos']);
	const starts: number[] = [];
	let text = '';
	for (const word of words) {
		starts.push(text.length);
		text += `${word.text}${word.pause} `;
	}
	const tags: Tag[] = words.map(() => '');
	const its = nlp.its;
	let position = 0;
	let word = 0;
	nlp
		.readDoc(text)
		.tokens()
		.each((token: ItemToken) => {
			const surface = token.out();
			const at = text.indexOf(surface, position);
			if (at < 0) return;
			position = at + surface.length;
			while (word + 1 < starts.length && starts[word + 1]! <= at) word++;
			if (!tags[word] && token.out(its.type) === 'word') tags[word] = token.out(its.pos) as string;
		});
	return tags;
}
