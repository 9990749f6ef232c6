/** What a model is asked for a script: its task and rules, and the sources as numbered sentences in data blocks. */
import type { SourceText, Topic } from '../asset';
import { DATA_RULE, dataBlock } from '../llm/prompt';
import { looksLikeInjection } from '../text';
import { HOOK_WORDS, sceneWords, WORDS_PER_SECOND } from '../writing';
import type { ScriptSettings } from './fromSources';
import { targetOf } from './fromSources';
import type { ModelWishes } from './fromModelAsk';
import { refName } from './sentenceRefs';

export const SYSTEM = `You write scripts of short factual films. ${DATA_RULE}`;

/** How a scene's words must stand to the sources; the same rules that its check holds it to. */
export const wordingRules = (kind: 'short' | 'video'): string[] => [
	'Each scene says what ONE sentence of the sources says ("from" names it). Shorten it, turn it round, or put it in plainer words.',
	'Keep from that sentence: who does it, what is done, every number you use with its unit and what it belongs to, names, "not", "may", "about", "more than", rises and falls, and who said it.',
	'Never add a fact, a number, a name, a cause or a judgement of your own.',
	'Do not repeat five words in a row from a source where other words say the same.',
	`At most ${sceneWords(kind)} words and one idea a scene; whole sentences that can be spoken as they are.`,
	'No links, handles, hashtags, emoji or markup. Never speak of the video itself.',
];

const SHOWS = `{"type":"statement"} (words only) |
{"type":"bignum","lead":"It was built in","display":"1870","unit":""} | {"type":"share","display":"40 percent","label":"of the money"} |
{"type":"split","left":{"kicker":"Before","value":"8.1","label":"metres"},"right":{"kicker":"After","value":"7.4","label":"metres"}} |
{"type":"bars","unit":"tonnes","items":[{"label":"Oslo","display":"12 tonnes"},{"label":"Bergen","display":"9 tonnes"}]} |
{"type":"line","unit":"metres","points":[{"x":"1870","display":"460 metres"},{"x":"1919","display":"95 metres"},{"x":"1987","display":"50 metres"}]} |
{"type":"timeline","items":[{"year":"1870","text":"Built"},{"year":"1999","text":"Moved"}]} | {"type":"place","name":"Oslo"} |
{"type":"route","from":"Oslo","to":"Bergen"} | {"type":"steps","items":[{"text":"Cut the tower"},{"text":"Lift it"}]} |
{"type":"list","items":[{"text":"Jacks"},{"text":"Steel rails"}]} |
{"type":"quote","text":"exact words of the source","who":"who said them"}`;

/** Sources as data: headings, numbered sentences and tables; sentences that speak to machines are not shown at all. */
export function sourceBlocks(texts: SourceText[], longest: number): string {
	const each = Math.floor(longest / Math.max(1, texts.length));
	return texts
		.map((source, s) => {
			const lines: string[] = [`${source.title}${source.publisher ? ` (${source.publisher})` : ''}`];
			let size = 0;
			for (const [i, sentence] of source.sentences.entries()) {
				for (const heading of source.headings)
					if (heading.before === i && !looksLikeInjection(heading.text)) lines.push(`# ${heading.text}`);
				if (source.disowned?.includes(i) || looksLikeInjection(sentence)) continue;
				size += sentence.length;
				if (size > each) break;
				lines.push(`${refName({ source: s, sentence: i })} ${sentence}`);
			}
			for (const table of source.table ?? [])
				for (const row of [table.header, ...table.rows.slice(0, 12)]) {
					const text = row.join(' | ').slice(0, 300);
					if (!looksLikeInjection(text)) lines.push(`| ${text} |`);
				}
			return dataBlock('source', lines.join('\n'));
		})
		.join('\n\n');
}

/** Audience, tone and instructions as the channel's owner gave them. */
export const wishLines = (wishes: ModelWishes): string[] => [
	...(wishes.audience ? [`Audience: ${wishes.audience}`] : []),
	...(wishes.tone ? [`Tone: ${wishes.tone}`] : []),
	...(wishes.instructions ? [`The channel's owner asks: ${wishes.instructions}`] : []),
];

/** The question for a whole script. */
export function draftPrompt(
	input: { texts: SourceText[]; topic: Topic; settings: ScriptSettings; wishes: ModelWishes },
	longest: number,
): string {
	const { settings, topic, wishes } = input;
	const words = Math.round(targetOf(settings) * WORDS_PER_SECOND);
	const film = settings.kind === 'short' ? 'vertical short' : 'video';
	return [
		`Write the script of a ${film} of about ${words} words in ${scenesAsked(settings)} scenes.`,
		dataBlock('topic', topic.title || (input.texts[0]?.title ?? '')),
		...wishLines(wishes),
		'Rules:',
		...wordingRules(settings.kind).map((rule) => `- ${rule}`),
		`- The first scene is the hook: at most ${HOOK_WORDS} words with a number, a contrast, a question or a consequence from the sources.`,
		'- Explain a term before using it; tell steps in their order; end with a sentence that closes the matter.',
		...(settings.bannedWords?.length ? [`- Never use these words: ${settings.bannedWords.join(', ')}`] : []),
		'"show" is what the scene draws; every word and number in it stands in that same source. Use many kinds, each where it fits:',
		SHOWS,
		'Answer with one JSON object and nothing else:',
		'{"titles":["five titles of at most 60 characters, the point first"],"tags":["words of the sources"],"scenes":[{"say":"…","from":["a3"],"title":"at most 6 words for the screen","show":{"type":"…"}}]}',
		'The sources:',
		sourceBlocks(input.texts, longest),
	].join('\n');
}

/** About 13 words a scene in a short, 17 in a video. */
export const scenesAsked = (settings: ScriptSettings): number =>
	Math.max(4, Math.round((targetOf(settings) * WORDS_PER_SECOND) / (settings.kind === 'short' ? 13 : 17)));

/** Asked again where no JSON could be read. */
export const AGAIN =
	'That could not be read as the JSON that was asked for. Answer again with that one JSON object only: no words before or after it, no code fence.';

/** Asked for the refused scenes alone, each with the reason. */
export function repairPrompt(refused: { n: number; say: string; problems: string[] }[]): string {
	return [
		'These scenes cannot be used:',
		...refused.map(({ n, say, problems }) => `- scene ${n} ${JSON.stringify(say)}: ${problems.slice(0, 3).join('; ')}`),
		'Write each of them again under the same rules, nearer to the words of the sentence in "from". Answer with one JSON object and nothing else:',
		'{"scenes":[{"n":1,"say":"…","from":["a3"],"title":"…","show":{"type":"…"}}]}',
	].join('\n');
}
