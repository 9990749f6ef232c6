/**
 * Set phrases in the plainest words that say the same, before a sentence is parsed.
 */
import { deficits } from '../readings/deficits';
import { withoutIdioms } from './idioms';

const PHRASES: [RegExp, string][] = [
	[/^(?:In fact|In the end|Of course|Indeed|After all|However|Meanwhile|Still|Then again|That is|And|But|So), (?=\p{Lu})/u, ''],
	[/^(?:In fact|In the end|Of course|Indeed|After all|However|Meanwhile|And yet|But),? (?=\p{Ll})/u, ''],
	// Without its comma, a fronted time is read as part of the name behind it.
	[/^((?:At|By|Until|Before|After) (?:half|full|lunch|dinner)-?time) (?=\p{Lu}|the )/u, '$1, '],
	[/\b[Rr]ight now\b/g, 'now'],
	[/\b(is|are) going to\b/g, 'will'],
	[/\b(was|were) going to\b/g, 'would'],
	[/\b(not|never)( [^.,;]{3,40}) any ?more\b/g, '$1$2'],
	[/\b[Nn]o one\b/g, 'nobody'],
	[/\bwould rather\b/g, 'wants to'],
	[/\blikes? to say\b/g, 'say'],
	[/\bjust about\b/g, 'almost'],
	[/\b(?:was|were) against (?=the|a|an|any|this|that|it|them|his|her|its|their)\b/g, 'opposed '],
	[/\b(?:is|are) against (?=the|a|an|any|this|that|it|them|his|her|its|their)\b/g, 'oppose '],
	[/\b(?:was|were) (?:in favour of|for) (?=the|a|an|any|this|that|it|them|his|her|its|their)\b/g, 'backed '],
	[/\b(?:is|are) in favour of (?=the|a|an|any|this|that|it|them|his|her|its|their)\b/g, 'back '],
	[/\b(?:a great many|lots of|a lot of|plenty of)\b/g, 'many'],
	[/\b(?:a little|a bit) (?=more|less|later|earlier|longer|faster)/g, 'slightly '],
	[
		/\b(an?|one) (\p{L}+(?: \p{L}+)?) in (two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+)\b(?! (?:hours|minutes|years|days|weeks|months|seconds))/gu,
		'one in $3 $2',
	],
	[/\bone more\b/g, 'another'],
	[/\bon purpose\b/g, 'deliberately'],
	[/\bat random\b/g, 'randomly'],
	[/\bin full\b/g, 'fully'],
	[/\b(?:free of charge|for free|for nothing)\b/g, 'free'],
	[/\bat once\b/g, 'immediately'],
	[/\bin part\b/g, 'partly'],
	[/\bin order to\b/g, 'to'],
	[/\bdue to\b(?= (?:the|a|an|its|their|bad|poor|high|low|heavy|strong)\b)/g, 'because of'],
	[/\bthanks to\b/g, 'because of'],
	[/\bin spite of\b/g, 'despite'],
	[/\ba number of\b/g, 'several'],
	[/\ba couple of\b(?! (?:hundred|thousand|million))/g, 'two'],
	[/\bper cent\b/g, 'percent'],
	[/\b(?:as a result of|on account of)\b/g, 'because of'],
	[/\bno longer\b/g, 'not'],
	[/\bprior to\b/g, 'before'],
	[/\bahead of\b(?= (?:\d|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))/g, 'before'],
];
/** Set phrases in the one word that says the same. */
export const plain = (text: string): string =>
	withoutIdioms(PHRASES.reduce((out, [pattern, word]) => out.replace(pattern, word), deficits(text)));
