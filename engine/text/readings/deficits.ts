/**
 * Leads and deficits in one wording: "came from two goals down to beat" is "beat … after trailing by two goals", "were five goals ahead"
 * is "led by five goals".
 */

const COUNT = '(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\d+)';
const SCORED =
	'(?:goals?|points?|runs?|sets?|games?|shots?|strokes?|tries|frames?|wickets?|laps?|seconds?|minutes?|lengths?|metres?|meters?|votes?|seats?)';
const BY = `(${COUNT}(?: ${SCORED})?)`;
const BEHIND = '(?:down|behind|adrift)';

const PAST: Record<string, string> = { beat: 'beat', win: 'won', draw: 'drew', take: 'took', overcome: 'overcame', lead: 'led', level: 'levelled', tie: 'tied', defeat: 'defeated', reach: 'reached', force: 'forced', snatch: 'snatched', claim: 'claimed', secure: 'secured', earn: 'earned' }; // prettier-ignore
const CAME = new RegExp(
	`\\b(?:came|fought|battled|rallied|recovered)(?: (?:all the way |their way |his way |her way |its way )?back)? from (?:(?:being )?${BY} ${BEHIND}|(behind)) to (\\p{L}+)\\b([^,;]*?)(?=[,;]|[.!?]?$| (?:and|but|as|after|when|while)\\b)`,
	'u',
);

/** "came from N down to beat X" as "beat X after trailing by N". */
export const comeback = (text: string): string =>
	text.replace(CAME, (whole, by: string | undefined, _behind: string | undefined, verb: string, rest: string) => {
		const past = PAST[verb];
		return past ? `${past}${rest} after trailing${by ? ` by ${by}` : ''}` : whole;
	});

const BE: Record<string, [string, string]> = { was: ['led', 'trailed'], were: ['led', 'trailed'], is: ['leads', 'trails'], are: ['lead', 'trail'], been: ['led', 'trailed'], be: ['lead', 'trail'], being: ['leading', 'trailing'] }; // prettier-ignore
const RULES: [RegExp, (...found: string[]) => string][] = [
	[new RegExp(`\\b(after|despite|having) (?:being|been|going|falling|having been) ${BY} ${BEHIND}\\b(?! (?:of|to|the|on))`, 'gi'), (_, word, by) => `${word} trailing by ${by}`],
	[new RegExp(`\\b(was|were|is|are|been|be|being) ${BY} ${BEHIND}\\b(?! (?:of|to|the|on|\\p{Lu}))`, 'gu'), (_, be, by) => `${BE[be!]![1]} by ${by}`],
	[new RegExp(`\\b(was|were|is|are|been|be|being) ${BY} (?:ahead|in front|clear)\\b(?! (?:of|to|on|\\p{Lu}))`, 'gu'), (_, be, by) => `${BE[be!]![0]} by ${by}`],
	[new RegExp(`\\b(?:had|held) an? (${COUNT})-(${SCORED}) lead\\b`, 'gi'), (_, count, noun) => `led by ${count} ${/^(?:one|a|an|1)$/i.test(count!) ? noun : `${noun}s`}`],
]; // prettier-ignore

/** Leads and deficits as "led by" and "trailed by", with the comeback turned round. */
export const deficits = (text: string): string => RULES.reduce((out, [pattern, by]) => out.replace(pattern, by), comeback(text));
