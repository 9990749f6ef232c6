/** The shape of a scene's words, whoever wrote them: the extractive drafter, a model or a person who asks for a rewrite. */
import { looksLikeInjection, splitSentences } from '../text';
import { hookFeatures, HOOK_WORDS } from './hook';
import { countWords } from './words';

/** Most words of one scene. */
export const sceneWords = (kind: 'short' | 'video'): number => (kind === 'short' ? 18 : 24);

/** Openings that say nothing: the film is there already. */
const EMPTY_OPENING =
	/^(?:in (?:this|today['’]s) (?:video|short|clip|episode)|(?:hey|hi|hello|welcome)\b|today,? (?:we|i)['’ ]|let['’]s (?:dive|talk|look|explore|find)|have you ever wondered|did you know)/i;
const ABOUT_THE_FILM =
	/\b(?:this video|in this (?:short|clip|episode)|subscribe|smash|like button|link in (?:the )?(?:bio|description))\b/i;
const LINK = /https?:|www\.|\w@\w|(?:^|\s)[@#]\w|\b[\w-]+\.(?:com|org|net|io|example|ai|co\.uk)\b/i;
const MARKUP = /[<>{}[\]|*_`\\~^]|\p{Extended_Pictographic}|[\p{Cc}\p{Cf}]/u;

/** What is wrong with a scene's words, each as a phrase for people and models; empty when nothing is. */
export function shapeProblems(narration: string, scene: { kind: 'short' | 'video'; role: 'hook' | 'body' }): string[] {
	const problems: string[] = [];
	const words = countWords(narration);
	const limit = scene.role === 'hook' ? HOOK_WORDS : sceneWords(scene.kind);
	if (words === 0) return ['it says nothing'];
	if (words > limit) problems.push(`it has ${words} words; the most is ${limit}`);
	if (splitSentences(narration).length > 2) problems.push('it holds more than one idea');
	if (!/[.!?]["”’']?$/.test(narration)) problems.push('it is no whole sentence');
	if (LINK.test(narration)) problems.push('it holds an address or a handle');
	if (MARKUP.test(narration)) problems.push('it holds markup or signs that cannot be spoken');
	if (EMPTY_OPENING.test(narration) || ABOUT_THE_FILM.test(narration)) problems.push('it speaks of the video instead of the matter');
	if (looksLikeInjection(narration)) problems.push('it speaks to a machine, not to the viewer');
	if (scene.role === 'hook' && !hookFeatures(narration).length)
		problems.push('the opening has no number, contrast, question or consequence');
	return problems;
}
