/** What a page promises and a film must therefore tell: the answer to its headline's question, the result of a contest. */
import type { Unit } from './sentence';

const ASKS = /^(?:why|what|who|how(?! to\b)|where|when)\b|\?$/i;
const ANSWERS =
	/^(?:(?:The|Its|Their|One|His|Her) (?:\p{Ll}+ )?(?:answer|reason|explanation|cause|secret|trick|solution|culprit)s?\b|(?:That|This) is (?:why|because)\b)|^[^,;"“]*\b(?:because|thanks to|the reason (?:is|why|for))\b/u;

/** The first sentence that answers the headline, where the headline asks. */
export function answerOf(units: Unit[], title: string, fit: number[]): Unit | undefined {
	if (!ASKS.test(title)) return undefined;
	const found = units.filter((unit) => unit.usable && unit.step < 0 && !unit.quote && ANSWERS.test(unit.text));
	return (
		found.find(({ text }) => /^(?:The|Its|Their) (?:\p{Ll}+ )?(?:answer|reason|explanation|cause|secret)\b/u.test(text)) ??
		found.find((unit) => (fit[unit.id] ?? 0) >= 0.35)
	);
}

const CONTEST =
	/\b(?:beat|beaten|won|lost|drew|defeat(?:s|ed)?|victory|scored?|scorer|goals?|match(?:es)?|final|semi-final|quarter-final|league|cup|striker|goalkeeper|coach|innings|wickets?|sets?|tie-?break|race|stage|lap|podium|medal|championships?|tournament|season|referee|penalt(?:y|ies)|half-time|overtime|extra time|peloton|marathon|sprint(?:er)?|finish(?:ed)?)\b/gi;
/** So many of these words a sentence tell of a contest. */
const DENSE = 0.35;

/** A score, or who came in where and when. */
const RESULT = [
	/(?<![\d–-])\d{1,3}[-–]\d{1,3}(?![\d–-])/,
	/\b(?:won|wins|finished|took|crossed|came (?:home|in)|clocked|completed|claimed)\b[^.]*(?:\b\d{1,2}:\d\d|\b\d+ (?:hours?|minutes?|seconds?)\b|\b(?:by|in) [\d.]+ seconds?\b)/,
	/\b(?:won|wins)\s(?:the|his|her|their|a)\s[^.,]{0,40}\b(?:race|stage|title|gold|final|match|marathon|cup|championship|tour)\b/i,
	/\b(?:by|with) (?:an innings|\d+ (?:runs?|wickets?|points?|strokes?|shots?|votes?|lengths?))\b/,
];
const DECIDES =
	/\b(?:beat|beaten|won|wins|win|lost|lose|drew|draw|defeat(?:s|ed)?|victory|thrash(?:ed)?|edged|final score|ended|finished|knocked out|through to)\b/i;

/** Whether a sentence tells how a contest ended. */
export const tellsResult = (text: string): boolean => RESULT.some((pattern) => pattern.test(text)) && DECIDES.test(text);

/** Whether a source reports on a match, a race, a game. */
export function isContest(sentences: string[]): boolean {
	const words = sentences.reduce((sum, text) => sum + (text.match(CONTEST)?.length ?? 0), 0);
	return words >= DENSE * sentences.length && sentences.some(tellsResult);
}

/** The sentence that tells the result: of those that do, the one most like the headline in the first half, earlier ones first. */
export function resultOf(units: Unit[], source: number, fit: number[]): Unit | undefined {
	const own = units.filter((unit) => unit.source === source);
	const told = own.filter((unit) => unit.usable && !unit.quote && tellsResult(unit.text) && unit.index < 0.6 * own.length);
	return told.sort((a, b) => (fit[b.id] ?? 0) - 0.05 * b.index - (fit[a.id] ?? 0) + 0.05 * a.index)[0];
}
