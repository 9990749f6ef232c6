/**
 * Clean-up of a source's sentence for the voice. It only deletes or splits: no word is added or replaced, except that a unit's
 * sign becomes its name ("26 m" → "26 metres"). What a person or body is said to have said keeps its attribution, and a
 * condition is never cut off. Every result still has to pass the grounding gate of the caller.
 */
import { parseDependencies, tag } from '../text';
import { mainVerb, phraseTokens } from './phrase';
import { capitalise, closeSentence, countWords, normaliseSpaces } from './words';

const ATTRIBUTION =
	/\b(said|says|say|told|has found|have found|shows?|added|called|calls|wrote|according to|announced|claims?|claimed|reported|found|warned|noted|thought|estimates?|estimated|denied|promises|expects|blamed)\b/;
const CONDITION = /\b(if|unless|until|provided|once|whether|except|only)\b/i;

const UNIT_NAMES: Record<string, [one: string, many: string]> = {
	km: ['kilometre', 'kilometres'],
	cm: ['centimetre', 'centimetres'],
	mm: ['millimetre', 'millimetres'],
	m: ['metre', 'metres'],
	kg: ['kilogram', 'kilograms'],
	'km/h': ['kilometre an hour', 'kilometres an hour'],
	GW: ['gigawatt', 'gigawatts'],
	MW: ['megawatt', 'megawatts'],
	kW: ['kilowatt', 'kilowatts'],
	GWh: ['gigawatt-hour', 'gigawatt-hours'],
	MWh: ['megawatt-hour', 'megawatt-hours'],
	TWh: ['terawatt-hour', 'terawatt-hours'],
};

/** "LIVERPOOL, July 29 (Meridian Wire) - ", "VALDEIRA — ": where a report was sent from, and by whom. */
export const DATELINE =
	/^(?:\p{Lu}[\p{Lu} .'’-]{2,}(?:,\s(?:\p{Lu}[\p{L}.]+\s?){1,3}(?:\d{1,2})?)?\s?(?:\([^)]{2,40}\)\s)?|(?:\p{Lu}\p{Ll}{2,8}\.?\s\d{1,2}\s)?\([^)]{2,40}\)\s)[-–—]\s(?=["“]?\p{Lu})/u;

/** Signs of units as the words a voice says: "26 m" → "26 metres". Money's "m" and "bn" stay ("£4.2m" is a display form). */
export function spokenUnits(text: string): string {
	return text.replace(
		/(?<![$€£\d.,])(\d[\d,]*(?:\.\d+)?)[ \u00a0]?(km\/h|km|cm|mm|kg|GWh|MWh|TWh|GW|MW|kW|m)(?![\p{L}\p{N}/])/gu,
		(whole, number: string, sign: string) => {
			const names = UNIT_NAMES[sign];
			return names ? `${number} ${number === '1' ? names[0] : names[1]}` : whole;
		},
	);
}

/** The mild clean-up every sentence gets. */
export function tidy(text: string): string {
	let out = normaliseSpaces(text);
	out = out.replace(DATELINE, '');
	out = out.replace(/^Step \d+[.:]\s*/, '');
	out = out.replace(/^(However|Moreover|In addition|Additionally|Furthermore|Indeed|Of course|Nevertheless|Meanwhile),\s*/, '');
	out = out.replace(/\s*\((?![^)]*\b(?:not|except|only|unless)\b)[^)]*\)/g, '');
	out = out.replace(
		/\b(said|announced|reported) on (Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day( (morning|afternoon|evening))?(?=[.,;]|$)/g,
		'$1',
	);
	out = out.replace(/ & (?=\p{Ll})/gu, ' and ');
	out = spokenUnits(out).replace(/\s+([,.;:!?])/g, '$1');
	return capitalise(normaliseSpaces(out));
}

interface Piece {
	text: string;
	/** A verb and something before it that can be its subject, or an imperative. */
	complete: boolean;
}

const IMPERATIVE_START =
	/^(Do not|Don't|Never|Always|Put|Turn|Lay|Push|Pull|Take|Wait|Close|Open|Check|Hold|Let|Keep|Move|Draw|Rinse|Repeat|Set|Add|Use|Run|Hook|Tuck|Lift|Pump|Wet|Soak|Start|Walk|Go|Sit|Change|Delete|Make|Begin|Try|Wipe|Feel|Shift|Find|Carry|Leave|Pick|Give|Send|Read|Choose|Fill|Clean|Remove|Press|Pour|Mix|Cut)\b/;

/** Whether a text has a finite verb and something before it that can be its subject, or is an imperative. */
export function completeClause(text: string): boolean {
	const tokens = phraseTokens(text);
	if (IMPERATIVE_START.test(capitalise(text))) return true;
	const verb = tokens.findIndex(
		(token, i) =>
			(token.pos === 'VERB' && !/ing$/.test(token.text)) ||
			token.pos === 'AUX' ||
			// "no pump lifts it": the tagger reads two nouns, the object pronoun tells.
			(token.pos === 'NOUN' && /s$/.test(token.text) && /^(it|them|him|her|us)$/.test(tokens[i + 1]?.text ?? '')),
	);
	if (verb < 1) return false;
	return tokens.slice(0, verb).some((token) => ['NOUN', 'PROPN', 'PRON', 'NUM', 'DET'].includes(token.pos)) && countWords(text) >= 3;
}

/** Whether a word can open an instruction. */
export const startsImperative = (word: string): boolean => IMPERATIVE_START.test(capitalise(word));

/** ", then close it": what is to be done next. */
const FURTHER = /^,\s+then\s/;
/** Orders whose second verb belongs to the first ("let it cool and set") or stands under its negation. */
const NOT_TWO_ORDERS = /^(?:(?:Let|Make|Help|Watch)\s(?:it|them|the|your|an?)\b|Do not|Don['’]t|Never|Always|Try|Go|Come)\b/;

/** Whether a clause instructs, after a leading condition ("If it reads less than 1 bar, open …") or at once. */
const instructs = (clause: string): boolean => {
	const main = /^(?:If|When|Once|After|Before|As soon as|While)\b[^,]*,\s+(.*)$/.exec(clause)?.[1] ?? clause;
	return startsImperative(main.split(' ')[0] ?? '');
};

/** "from a former provost who timed trains": the verb is of the clause inside the phrase. */
const phraseOnly = (text: string): boolean =>
	/^(?:(?:only|even|just|mostly|often|sometimes|usually)\s)?(?:from|in|at|on|with|by|of|to|for|about|against|into)\s/i.test(text) &&
	!completeClause(
		(text.split(/,?\s(?:who|which|that|although|though|because|when|where|while|if)\s/)[0] ?? '').replace(
			/^(?:(?:only|even|just|mostly|often|sometimes|usually)\s)?\S+\s/i,
			'',
		),
	);

/**
 * Whether the clause behind a comma stands beside the sentence's main verb and not beside one of its subordinate clauses: "a bird lets its body
 * cool until it matches the air, and its metabolism falls".
 */
function coordinates(text: string, comma: number): boolean {
	if (!/^,\s(?:and|but)\s/.test(text.slice(comma)) || /\b(?:if|unless|whether|except|provided)\b/i.test(text.slice(0, comma))) return false;
	const words = parseDependencies(text);
	const root = words.findIndex((word) => word.label === 'ROOT');
	if (root < 0 || words[root]!.start > comma) return false;
	const verb = words.findIndex((word) => word.start > comma && word.label === 'conj' && word.head === root);
	return verb > 0 && words.some((word) => word.head === verb && /^nsubj/.test(word.label) && word.start > comma);
}

/** Whether a text ends in a clause of its own behind a comma: "grain was dear, wages fell". */
function rowOfClauses(text: string): boolean {
	const at = text.lastIndexOf(', ');
	if (at < 0 || !completeClause(text.slice(0, at)) || inseparable(text.slice(0, at))) return false;
	const tokens = phraseTokens(text.slice(at + 2));
	const verb = mainVerb(tokens);
	return (
		verb > 0 &&
		tokens.slice(0, verb).every((token) => ['DET', 'ADJ', 'NOUN', 'PROPN', 'PRON', 'ADV', 'NUM'].includes(token.pos)) &&
		tokens.slice(0, verb).some((token) => ['NOUN', 'PROPN', 'PRON'].includes(token.pos)) &&
		!/^(?:who|which|that|where|when|whose)\b/.test(text.slice(at + 2))
	);
}

const piece = (text: string): Piece => ({ text, complete: completeClause(text) && !phraseOnly(text) });

/** Words that report: what follows them in the sentence, even after a semicolon, may be what was said. */
const REPORTS = /\b(said|says|say|told|added|wrote|according to|announced|claims?|claimed|reported|warned|noted|denied|argued|insisted)\b/;

/** Whether cutting this sentence in two could cut off a speaker or a condition. */
const inseparable = (text: string): boolean =>
	ATTRIBUTION.test(text) ||
	/^(If|When|Whenever|Unless|Until|Although|Though|Because|As|While|Since|After|Before|Once|Even|Had|Were|Should|With|Under|For|In case)\b/.test(
		text,
	);

/** Whether a clause ends inside a subordinate one: "A ship that crosses Panama has to climb" does not, "it was clear that prices rose" does. */
function openSubordinate(left: string): boolean {
	const match = /\b(because|although|though|that|which|who|where)\b[^,]*$/.exec(left);
	if (!match) return false;
	if (!/^(that|which|who|where)$/.test(match[1] ?? '') || countWords(left.slice(0, match.index)) > 4) return true;
	const pos = tag(match[0]).map((token) => token.pos);
	const groups = pos.filter(
		(part, i) => (part === 'VERB' || part === 'AUX') && !['VERB', 'AUX', 'PART', 'ADV'].includes(pos[i - 1] ?? ''),
	).length;
	return groups < 2;
}

/**
 * Splits a sentence into clauses that each stand alone as a sentence; one entry when it cannot be split.
 * At semicolons, and before ", and|but|so|yet|while|whereas" where both sides have a subject and a verb; before ", then" where both sides
 * instruct, and before " and" there too when the text has more than `most` words. What a speaker or a condition may reach over is cut at most at a semicolon, and what is reported or quoted not at all.
 */
export function clauses(text: string, most = Infinity): string[] {
	if (/["“”]/.test(text)) return [text];
	const whole = inseparable(text);
	if (whole && REPORTS.test(text)) return [text];
	const cuts = [...text.matchAll(/;\s+|:\s+(?=\p{L})|,\s+(?=(?:and|but|so|yet|while|whereas|then)\s)/gu)].filter(
		(cut) => cut[0].startsWith(';') || FURTHER.test(text.slice(cut.index)) || !whole,
	);
	if (countWords(text) > most && !whole && instructs(text) && !NOT_TWO_ORDERS.test(text))
		cuts.push(...[...text.matchAll(/\s(?=and\s(\p{Ll}+)\s)/gu)].filter((cut) => startsImperative(cut[1] ?? '')));
	// "kept its forecast after fares and freight outweighed a fall": both are told as facts.
	if (countWords(text) > most && !whole && !/\b(?:not|no|never|nobody|nothing|will|would|can|could|may|might|should)\b/.test(text))
		cuts.push(
			...[
				...text.matchAll(
					/(?<!\b(?:long|soon|shortly|just|even|only|(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|few|some|many|[\d.]+)\s(?:second|minute|hour|day|week|month|year|decade)s?)),?\s(?:after|because)\s(?=(?:(?:the|an?|its|their)\s)?\p{L}+\s\p{L}+\s\p{L}+)(?!\p{L}+ing\b)/gu,
				),
				// "headed in the winner as Orrell Rovers came from two goals down".
				...text.matchAll(
					/(?<!\b(?:as|so|such|same|known|seen|far|long|soon|well|just|even|much|many)(?:\s\p{Ll}+)?)\sas\s(?=\p{Lu}[\p{L}’'-]+(?:\s\p{Lu}[\p{L}’'-]+)*\s(?!(?:said|says|say|told|reported|put|did|does|had|has|was|is|were|are|and|or)\b)\p{Ll}+\s\p{L}+\s\p{L}+)/gu,
				),
			],
		);
	// A relative clause or a phrase behind the cut is not told by a verb of its own.
	const told = (cut: RegExpExecArray): boolean =>
		!/\b(?:after|because|as)\s$/.test(cut[0]) || mainVerb(phraseTokens(text.slice(cut.index + cut[0].length).split(',')[0] ?? '')) > 0;
	cuts.sort((left, right) => left.index - right.index);
	const parts: string[] = [];
	let from = 0;
	for (const cut of cuts) {
		const left = text.slice(from, cut.index);
		const rest = text.slice(cut.index + cut[0].length);
		const next = cuts.find((other) => other.index > cut.index);
		const right = text.slice(cut.index + cut[0].length, next?.index ?? text.length);
		const bare = right.replace(/^(?:and|while|whereas|yet)\s+/, '');
		// ", then close it": a further instruction to whoever was instructed before, under the same condition or none.
		const order = /^(?:then|and)\s+(\p{Ll}+)/u.exec(right);
		const further = !!order && instructs(left) && startsImperative(order[1] ?? '');
		if (!told(cut) || (/^then\s/.test(right) && !further)) continue;
		if (/^(so|so that)\s+(that|many|much|far|long|as)\b/.test(right)) continue;
		if (/^(and|but)\s+(when|if|although|because|which|who|that|then)\b/.test(rest)) continue;
		if (cut[0].startsWith(':') && (countWords(left) < 4 || CONDITION.test(left))) continue;
		if (!cut[0].startsWith(';') && !further && ((CONDITION.test(left) && !coordinates(text, cut.index)) || openSubordinate(left))) continue;
		// "grain was dear, wages fell, and beer was cheap" is a row of clauses.
		if (/^,\s/.test(cut[0]) && rowOfClauses(left)) continue;
		if (!piece(left).complete || !(further || piece(bare).complete) || countWords(left) < 4 || countWords(bare) < 3) continue;
		parts.push(closeSentence(capitalise(left)));
		from = cut.index + cut[0].length + (right.length - bare.length);
	}
	parts.push(closeSentence(capitalise(text.slice(from))));
	return parts;
}

/** "Skagen, at the northern tip of Denmark, saw …": a place inside commas behind a name. */
const PLACED = /(?<=\p{Lu}[\p{L}’'-]+),\s(?:at|in|on|near|from)\s(?:the|an?)\s(?:(?!\b(?:and|or|not)\b)[^,;"“”]){3,50},(?=\s\p{Ll})/u;

/** Whether a noun phrase after a comma renames the noun before it: no verb of its own, and a noun to rename. */
function apposes(before: string, named: string): boolean {
	const bare = phraseTokens(named.split(/\s(?:that|which|who)\s/)[0] ?? named);
	const last = phraseTokens(before).at(-1);
	return (
		!bare.some((token) => token.pos === 'AUX' || (token.pos === 'VERB' && !/(ed|ing|en)$/.test(token.text))) &&
		!/^(?:VERB|AUX|ADP|CCONJ)$/.test(last?.pos ?? '')
	);
}

/** "If each line is a day.": a condition whose consequence was cut off. */
const halfCondition = (text: string): boolean =>
	/^(?:If|When|Whenever|Unless|Until|Although|Though|Because|While|Since|After|Before|Once)\b[^,]*$/.test(text) && !/\?/.test(text);

/** Shorter forms of a sentence with a quotation: what is said stays word for word with who said it; who that is otherwise may go. */
function aroundQuotation(text: string): string[] {
	const forms: string[] = [];
	const add = (form: string): void => {
		const done = normaliseSpaces(form);
		if (done !== text && !forms.includes(done) && countWords(done) >= 6) forms.push(done);
	};
	add(text.replace(PLACED, ''));
	// "…," said Oren Talbot, an engineer who reviewed the test.
	const named =
		/(\bsaid\s(?:(?:Dr|Mr|Mrs|Ms)\.\s|\p{Lu}\p{Ll}+\s)?\p{Lu}[\p{L}’'-]+(?:\s\p{Lu}[\p{L}’'-]+)*),\s(?:(?:an?|the|its|who|whose)\s|(?:\p{L}+['’]s)\s)[^,;"“”]{3,60}(?=\.$|,\s["“])/u;
	const bare = text.replace(named, '$1');
	add(bare);
	// The first part alone where it is a sentence: "We were lucky," said the engineer, "and …"
	const first = /^(["“][^"“”]{12,}["”]\s?said\s[^"“”]{3,60}?),\s["“]and\s[^"“”]+["”]$/u.exec(bare)?.[1];
	if (first) add(`${first}.`);
	return forms.sort((a, b) => countWords(b) - countWords(a));
}

/**
 * Shorter forms of a sentence, mildest first. Each deletes one thing whose loss leaves a true statement: a non-restrictive
 * relative clause, a trailing reason or concession, an apposition.
 */
export function shorterForms(text: string): string[] {
	if (/["“”]/.test(text)) return aroundQuotation(text);
	const negated = /\b(not|no|never|nobody|none|nothing|hardly|n't|without)\b/i;
	const forms: string[] = [];
	const add = (form: string): void => {
		const done = closeSentence(normaliseSpaces(form).replace(/\s+([,.;:!?])/g, '$1')).replace(/(?<=\.m)\.\.$/, '.');
		if (done !== text && countWords(done) >= 4 && completeClause(done) && !halfCondition(done) && !forms.includes(done)) forms.push(done);
	};
	const deletions: ((from: string) => string)[] = [
		(from) => from.replace(/,\s(?:which|who|whose|where)\s[^,;]*(?=[.]$)/, ''),
		(from) =>
			from.replace(/,\s(?:which|who|whose|where)\s(?:(?!\bsaid\b)[^,;])*,(?=\s(\p{L}+))/u, (_, next: string, at: number) =>
				// "took her from a workhouse, strangled her and sold …": what follows is one deed of a row.
				mainVerb(phraseTokens(from.slice(0, at))) > 0 && /^(?!and|but|or|so|yet)\p{Ll}/u.test(next) ? ',' : '',
			),
		(from) => from.replace(/,\s(?:not even|long after|even though|although|though|as well as|among them)\s[^;]*(?=[.]$)/, ''),
		(from) =>
			negated.test(from.replace(/,\s(?:because|since|as)\s.*/, '')) ? from : from.replace(/,\s(?:because|since)\s[^;]*(?=[.]$)/, ''),
		(from) =>
			from.replace(
				/^([\p{Lu}][\p{L}’'&-]*(?:\s[\p{Lu}&][\p{L}’'-]*)*),\s(?:an?|the|its|his|her|their|whose|which|who)\s[^,;]{3,60},(?=\s)/u,
				'$1',
			),
		(from) =>
			from.replace(
				/,\s(?:an?|the)\s(?:(?!\b(?:and|or|same)\b)[^,;"]){3,50},(?=\s(?:has|have|had|is|are|was|were|will|would|could|can|\p{Ll}+ed|fell|rose|grew|came|won|lost|said|held|took|made|makes)\b)/u,
				'',
			),
		(from) => from.replace(/\s[–—]\s(?:(?!\bnot\b)[^–—]){3,40}\s[–—](?=\s)/u, ''),
		(from) =>
			from
				.replace(/\b(and|but|or),\s(?:for example|in turn|in other words|of course|in fact|by contrast),(?=\s)/, '$1')
				.replace(/,\s(?:for example|in turn|in other words|of course|in fact|by contrast)(?=,\s|\.)/, '')
				.replace(/^([^,]+)(?<=\w),(?=\s(?:has|have|is|are|was|were|will)\b)/, '$1'),
		(from) => from.replace(/,\s(?:with|including|mostly|partly|usually|roughly|compared with|down from|up from)\s[^;,]*(?=[.]$)/, ''),
	];
	// A closing apposition, and what restricts the noun inside it: "the Slate 3, an e-reader with a colour screen that will cost $179".
	deletions.push(
		// "…, killing at least nine people and forcing 23,000 to leave": what came of it.
		(from) =>
			from.replace(
				/,\s(?!(?:including|according|excluding|barring|depending|assuming|providing|regarding|concerning|being)\b)\p{Ll}{2,}ing\s[^;"]*?(?=\.$|,\s(?:(?:the|a)\s)?[\p{L}\s’'-]{2,40}\s(?:said|says|found|reported|announced|estimates?)\.$)/u,
				(whole, at: number) => (completeClause(from.slice(0, at)) && !/ing\b[^,]*$|,/.test(from.slice(0, at)) ? '' : whole),
			),
		// "won in 2 hours and 31 minutes, 19 seconds ahead of Wanjiku".
		(from) => from.replace(/,\s(?:\p{Ll}+|[\d.,]+)\s\p{Ll}+\s(?:ahead of|behind|faster|slower|clear of|quicker|off)\b[^;"]*(?=\.$)/u, ''),
		// "gave way after four days of record rain": what came before it.
		(from) =>
			/\b(?:not|no|never|nobody|nothing|until|only|even|if|would)\b/.test(from)
				? from
				: from.replace(
						/(?<!\b(?:long|soon|shortly|just|even|only|looked?|seconds?|minutes?|hours?|days?|weeks?|months?|years?))\s(?:after|following)\s(?:(?!\b(?:that|which|who|and|or|but)\b)[\p{L}\d-]+\s){1,6}?(?:(?!\b(?:that|which|who)\b)[\p{L}\d-]+)(?=\.$|,\s(?:(?:the|a)\s)?[\p{L}\s’'-]{2,40}\s(?:said|says|found|reported|announced)\.$)/u,
						(whole, at: number) => (completeClause(from.slice(0, at)) ? '' : whole),
					),
		// "early on Thursday": the hour of a report.
		(from) =>
			from.replace(/\s(?:early|late)\son\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?=\s(?:after|when|as|by|with|in|at)\b|[,.])/, ''),
		(from) => from.replace(/,\s(?:\p{Ll}+|\d+)\s(?:days?|weeks?|months?|years?|hours?|minutes?)\s(?:before|after)\s[^"]*(?=\.$)/u, ''),
		(from) =>
			from.replace(/(,\s(?:an?|the)\s[^,;"]{3,40}?)\s(?:that|which|who)\s(?:has|have|will|can|is|was|are|were)\s[^"]*(?=\.$)/, '$1'),
		(from) =>
			from.replace(/,\s((?:an?|the)\s(?:same\s|most\s)?[^,;"]{3,60})(?=\.$)/, (whole, named: string, at: number) =>
				apposes(from.slice(0, at), named) ? '' : whole,
			),
		// "…, the first time it has offered a rate below 4%": how rare it is.
		(from) =>
			from.replace(
				/,\s(?:the|its|his|her|their)\s(?:first|second|third|only|last|latest|\p{Ll}{3,}est|most|best|worst|least)\s(?:(?!\b(?:and|or)\s(?:the|an?|its)\b)[^;"])*(?=\.$)/u,
				(whole, at: number) => (completeClause(from.slice(0, at)) && !from.slice(0, at).includes(',') ? '' : whole),
			),
		// "let at lower rents, two more than the rules ask for": what a number is compared with.
		(from) => from.replace(/,\s(?:\p{Ll}+|[\d.,]+)\s(?:more|fewer|less)\sthan\s[^,;"]{3,60}(?=\.$)/u, ''),
		// "to an angle of 15 degrees", "in the winter of 1867": the number says it.
		(from) => from.replace(/\b(to|at)\san?\s(?:angle|height|depth|length|width|speed|distance|temperature|weight)\sof\s(?=\d)/, '$1 '),
		(from) => from.replace(/\bin the (?:spring|summer|autumn|fall|winter) of (?=1\d{3}|20\d\d)/, 'in '),
		// "until the needle moves back into that range": pointed at a sentence that may not be heard.
		(from) => from.replace(/\s(?:into|to|within|in|from)\s(?:that|this|these|those)\s\p{Ll}+(?=\.$)/u, ''),
		// "under the edge of the tyre opposite the valve": in an instruction the thing in hand is known.
		(from) => (instructs(from) ? from.replace(/(?<=\sthe\s(?:edge|end|side|top|bottom|tip|middle))\sof\sthe\s\p{Ll}+(?=\s)/u, '') : from),
		// "a fisherman near Skagen, at the northern tip of Denmark, saw …": where a named place lies.
		(from) => from.replace(PLACED, ''),
		(from) => from.replace(/,\s(?:some|about|around|roughly|nearly|almost)\s[^,;"]{3,40},(?=\s)/, ''),
		// The day of the week of a report says nothing in a film that is seen for years.
		(from) => from.replace(/\son\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?=\s(?:by|after|before|with|to|in|at)\b|[,.])/, ''),
		// A second predicate of the same subject ("will reach shops on 11 November and will cost $199"), unless it takes the first back.
		(from) =>
			from.replace(
				/(?<!\b(?:both|between)\b.*|,\s\p{Ll}+ed\s[^,]*)\sand\s(?:will|has|have|is|are|was|were|can|could|would|\p{Ll}{2,}ed|left|took|made|gave|won|lost|fell|rose|came|went|put|cut|hit|sent|brought|became|kept|held|led|paid|sold|built|ran|set)\s(?![^.]*\b(?:since|again|later|then|now|longer)\b)[^,;]*(?=\.$)/u,
				'',
			),
		// The middle one of three predicates: "ran on to a clearance, looked up once and rolled the ball".
		(from) =>
			from.replace(
				/,\s(?!(?:said|added|denied|refused|failed)\b)\p{Ll}+ed\s(?:(?!\b(?:not|never)\b)[^,;]){2,25}(?=\sand\s\p{Ll}+ed\s)/u,
				'',
			),
	);
	let running = text;
	for (const cut of deletions) {
		const alone = cut(text);
		if (alone !== text) add(alone);
		const next = cut(running);
		if (next !== running) {
			running = next;
			add(running);
		}
	}
	return forms.sort((a, b) => countWords(b) - countWords(a));
}

/** Whether the sentence says who said it. */
export const hasAttribution = (text: string): boolean => ATTRIBUTION.test(text);
