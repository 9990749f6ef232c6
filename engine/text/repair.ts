/**
 * What to do about a refused sentence, in words that a person (or a model told to write it again) can act on.
 */

export interface Refusal {
	/** The sentence or drawn piece that was refused. */
	text: string;
	/** What differs from the source. */
	reasons: string[];
	/** The sentence of a source that comes nearest; null where none does. */
	nearest: { sourceId: string; index: number; quote: string } | null;
	/** One or two sentences: what to change. */
	repair: string;
}

const ADVICE: [RegExp, string][] = [
	[
		/^(?:number|.*the number|.*counts|.*does not count|.*belongs to)/,
		'Give each number to exactly what the source gives it to, with its unit.',
	],
	[/^name not|said of something else|is (?:not )?said of|whom it is said of/, 'Say it of the one of whom the source says it.'],
	[/who says so is missing/, 'Name who says it ("according to …").'],
	[/said by|nobody is said/, 'Name the speaker whom the source names, or none.'],
	[/denies|"not" is missing|does not deny/, 'Keep the negation as the source has it.'],
	[
		/is missing: the source hedges|verb is not whole|"(?:may|might|could|would|should|will|can|must)" is missing|only said or thought|has happened/,
		'Keep how sure the source is: what may, will or is planned to happen has not happened.',
	],
	[/does not say "(?:may|is expected|plans|will|should|must|can|if)/, 'Do not hedge what the source states.'],
	[/tense|past/, 'Keep the tense.'],
	[
		/condition is missing|scope is missing|limit is missing|narrower|what it is of|limiting|became "|"both" is missing|is missing (?:before|after)|"(?:to|for|from|with|against) [^"]+" is missing/,
		'Keep the words that limit the claim.',
	],
	[
		/stand apart|another part|"either|speaks of (?:what|the)/,
		'Keep together what the source says of one thing, and apart what it says of another.',
	],
	[/link these/, 'Join the two facts with "and", or make two sentences.'],
	[/whom "|say the name/, 'Say the name instead of the pronoun.'],
	[/corrects/, 'Use the corrected figure.'],
	[/^word not|not said by this sentence|no sentence|does not say/, 'Use the words of the source, or plain synonyms, and add nothing.'],
	[/go(?:es)? (?:up|down)/, 'Let the sign follow the source.'],
];

/** A refusal with its repair. */
export function refusalOf(text: string, reasons: string[], nearest: Refusal['nearest']): Refusal {
	const advice = [...new Set(reasons.flatMap((reason) => ADVICE.find(([pattern]) => pattern.test(reason))?.[1] ?? []))].slice(0, 2);
	const ask = advice.length ? advice.join(' ') : 'Say what the source says, in its words or plain synonyms.';
	return { text, reasons, nearest, repair: nearest ? `${ask} The source: “${nearest.quote}”` : ask };
}
