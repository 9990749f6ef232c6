/** Checks of what is said and drawn. Runs inside the quality worker: grounding tags and compares every sentence. */
import type { QualityCheck, Scene, Script, SourceText } from '../asset';
import { ground, groundDrawn, hardReasons } from '../text';
import { bannedWordIn, countWords } from '../writing';
import { drawnTexts } from './strings';

export interface WordsInput {
	script: Script;
	sources: SourceText[];
	bannedWords: string[];
	/** 0–1: above it the script is held for a person. */
	mostCopied: number;
}

const MOST_NAMED = 3;
const HOOK_WORDS = 12;

/** "3 of 12: s2 “…”, s5 “…”" */
const named = (found: string[], total: number): string => `${found.length} of ${total}: ${found.slice(0, MOST_NAMED).join('; ')}`;

/** Whether the words are spoken as they are drawn: what is drawn begins with a capital, and a quotation stands without its "she said". */
const says = (narration: string, text: string): boolean =>
	text.split(/(?<=[.!?])\s+/).every((sentence) => {
		const bare = sentence.replace(/\.$/, '');
		return narration.includes(bare) || narration.includes(bare.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase()));
	});

/** Grounding of every spoken and drawn string, copied words, the hook, banned words. */
export function checkWords(input: WordsInput): QualityCheck[] {
	const { script, sources } = input;
	const scenes = script.scenes.filter((scene) => scene.visual.type !== 'outro');
	const checks: QualityCheck[] = [];
	if (!sources.length) {
		for (const name of ['grounding', 'drawn words', 'titles'])
			checks.push({ name, outcome: 'skipped', evidence: 'the item has no sources to compare with' });
	} else {
		const reworded: string[] = [];
		const said = scenes.flatMap((scene) => {
			const { refusals } = ground(scene.narration, sources);
			const judges = refusals.map(({ text }) => judgeOf(text, scene, sources));
			if (judges.some((by) => by === null)) return [`${scene.id} “${scene.narration.slice(0, 70)}”`];
			if (judges.length) reworded.push(`${scene.id} (by ${[...new Set(judges)].join(', ')})`);
			return [];
		});
		const standing = reworded.length
			? `${scenes.length - reworded.length} of ${scenes.length} scenes stand in a source; in ${reworded.join(', ')} a model accepted rewordings: read them`
			: `every sentence of ${scenes.length} scenes stands in a source`;
		checks.push(
			said.length
				? { name: 'grounding', outcome: 'hold', evidence: `the sources do not say ${named(said, scenes.length)}` }
				: { name: 'grounding', outcome: 'pass', evidence: standing },
		);
		const texts = scenes.flatMap((scene) => drawnTexts(scene).map((text) => ({ id: scene.id, narration: scene.narration, text })));
		const drawn = texts.flatMap(({ id, narration, text }) =>
			says(narration, text) || groundDrawn(text, sources).grounded ? [] : [`${id} “${text.slice(0, 50)}”`],
		);
		checks.push(
			drawn.length
				? { name: 'drawn words', outcome: 'hold', evidence: `not in the sources: ${named(drawn, texts.length)}` }
				: { name: 'drawn words', outcome: 'pass', evidence: `${texts.length} labels and scene titles stand in the sources` },
		);
		// What a film is called is read before anything in it is heard.
		const titles = [...script.titles, ...script.chapters.map(({ title }) => title).filter((title) => title !== 'Introduction')];
		const free = titles.filter((title) => !groundDrawn(title, sources).grounded).map((title) => `“${title.slice(0, 70)}”`);
		checks.push(
			free.length
				? { name: 'titles', outcome: 'hold', evidence: `the sources do not say ${named(free, titles.length)}` }
				: { name: 'titles', outcome: 'pass', evidence: `${titles.length} titles and chapters stand in the sources` },
		);
	}
	const percent = Math.round(script.copiedShare * 100);
	checks.push({
		name: 'copied words',
		outcome: script.copiedShare > input.mostCopied ? 'hold' : 'pass',
		evidence: `${percent} % copied from sources${script.copiedShare > input.mostCopied ? '; do not publish as is' : ''}`,
	});
	const hook = countWords(script.scenes[0]?.narration ?? '');
	checks.push({
		name: 'hook',
		outcome: hook > HOOK_WORDS || /^in this video/i.test(script.hook) ? 'hold' : 'pass',
		evidence: `the first scene has ${hook} words (${HOOK_WORDS} at most hold a viewer)`,
	});
	const banned = [
		...script.scenes.map((scene) => `${scene.narration} ${drawnTexts(scene).join(' ')}`),
		...script.titles,
		script.description,
	]
		.map((text) => bannedWordIn(text, input.bannedWords))
		.find(Boolean);
	checks.push(
		banned
			? { name: 'banned words', outcome: 'fail', evidence: `"${banned}" is banned by the channel` }
			: { name: 'banned words', outcome: 'pass', evidence: `none of ${input.bannedWords.length}` },
	);
	return checks;
}

/** The model that accepted a sentence as second judge, where its mark is of these very words and no hard guard objects; else null. */
function judgeOf(said: string, scene: Scene, sources: SourceText[]): string | null {
	const marks = scene.citations.filter(({ judged }) => judged?.said === said);
	const source = sources.find(({ id }) => id === marks[0]?.sourceId);
	const cited = marks.map(({ quote }) => source?.sentences.indexOf(quote) ?? -1);
	if (!source || cited.some((index) => index < 0) || hardReasons(said, cited, source, ground(said, source)).length) return null;
	return marks[0]!.judged!.by;
}
