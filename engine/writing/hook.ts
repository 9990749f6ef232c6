/**
 * Opening and closing lines, chosen by features that can be tested: a hook has at most twelve words and a number, contrast, question or
 * consequence of the source; an ending is short, complete and turns or looks ahead.
 */
import { names, quantities, tag } from '../text';
import { escapePattern } from '../text/pattern';
import { clauses, completeClause, hasAttribution, shorterForms, tidy } from './tidy';
import { tellsResult } from './promised';
import { tellsTable } from './tables';
import { endsWhole, type Unit } from './sentence';
import { capitalise, countWords } from './words';

export const HOOK_WORDS = 12;

export interface Line {
	unit: Unit;
	text: string;
	/** What is left of the sentence when the hook is its first clause; spoken next. */
	rest?: string;
	score: number;
	features: string[];
}

const CONTRAST =
	/\b(but|yet|not|never|no|nobody|none|nothing|instead|although|though|without|unlike|only|however|less|fewer|rather|than|wrong|myth)\b|n't\b/i;
const CONSEQUENCE =
	/\b(clos(?:e(?!\sto\b)|es|ed|ing)|fin(?:ed|es)|recall(?:ed|ing)?|cut|lost?|loses|die[sd]?|dead|kill(?:s|ed)?|danger(?:ous)?|warn(?:s|ed|ing)?|risk|ban(?:ned)?|fail(?:s|ed)?|broke|broken|leak(?:ed)?|collapsed?|crash(?:ed)?|sank|destroy(?:s|ed)?|burn(?:s|ed)?|free|wins?|won|beat|doubled?|tripled?|rais(?:ed|es)|fell|rose|leav(?:e|es|ing)|safer|damage[sd]?|costs?|left open|shut(?:s|ting)?|halt(?:s|ed)?|stop(?:s|ped)?|injur(?:es|ed)|evacuated|resign(?:s|ed)|cancel(?:s|l?ed)|suspend(?:s|ed)|delay(?:s|ed)|stole|shrank|reopen(?:s|ed)|opened)\b/i;
/** "Most routers blink; the Tessaly Hearth talks.": many on one side, one on the other. */
const OPPOSED = /^(?:Most|Many|Other|Some)\s[^;]+;\s(?:the|this|one)\s/;
const SUPERLATIVE = /\b(most|least|first|last|\w+est|every|always|all)\b/i;
const CONTINUES = /\b(that|those|these|this|such|it|they|he|she)\b/i;

/** Features of a hook found in a line; used for choosing and in tests. */
export function hookFeatures(text: string): string[] {
	const found: string[] = [];
	// "Leila Kordan, 27, …": an age tells nothing of the matter.
	const told = text.replace(/(?<=\p{Lu}[\p{L}’'-]+),\s\d{1,2}(?=,)/gu, '');
	if (quantities(told).length > 0 || /\d/.test(told)) found.push('number');
	if (CONTRAST.test(text) || OPPOSED.test(text)) found.push('contrast');
	if (/\?/.test(text)) found.push('question');
	if (CONSEQUENCE.test(text)) found.push('consequence');
	return found;
}

const NAME = "\\p{Lu}[\\p{L}’'-]+(?:\\s(?:of\\s(?:the\\s)?)?\\p{Lu}[\\p{L}’'-]+)*";
/** Phrases a hook can do without: weekdays, and where or with whom, as long as the name is not all the sentence is about. */
const LEAN_CUTS = [
	// "On 9 March 2023 customers asked …": the date may stand on the screen.
	/^(?:In|On)\s(?:\d{1,2}\s)?(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\s)?\d{4},?\s/,
	/(?<=\d\s(?!percent|per|points?)\p{Ll}+)\sof\s(?!its\b|their\b|the\b)(?:\p{Ll}+\s)?\p{Ll}+(?=[.,]|\safter\s)/u,
	/\sto (?:all|any) \p{Ll}+(?=\son\s\d)/u,
	/\sto (?:anyone|everyone) with [^,.]{3,30}?(?=\sfor\s|[,.])/,
	/^(?:On|At)\sthe\s(?:front|top|edge|side|roof|wall)\sof\sthe\s(?:\p{Lu}\p{L}+\s)+(?=in\s\p{Lu})/u,
	/\son (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?=[\s.,;])/,
	// Behind a person: "the Bank of England" is another bank than "the Bank".
	new RegExp(
		`(?<=\\p{Lu}[\\p{L}’'-]+\\s\\p{Lu}[\\p{L}’'-]+)(?<!\\b[Tt]he\\s(?:\\p{Lu}[\\p{L}’'-]+\\s?)+)\\sof\\s${NAME}(?=\\s\\p{Ll})`,
		'u',
	),
	// Only behind a name: "the price in Britain" is another price than "the price".
	new RegExp(`(?<=\\p{Lu}[\\p{L}’'-]*)\\s(?:in|near|at)\\s(?:the\\s)?${NAME}(?=\\s(?!in\\s|near\\s|at\\s)\\p{Ll}|[.,])`, 'u'),
	/,\s(?:with|including|mostly|partly|all of them)\s[^;]*(?=\.$)/,
	/\s(?:above|over|across|along|beside|inside|outside|under)\s(?:the|an?)\s(?:\p{Ll}+|\p{Lu}[\p{L}’'-]+(?:\s\p{Lu}[\p{L}’'-]+){0,2})(?=[.,])/u,
	/\sin an? (?:test|trial|study|experiment|survey)(?:\s(?:last|this)\s\p{Ll}+)?(?=\.$)/u,
	// "won the 5-kilometre race at the Northern Open Water Championships by …": the headline says at which.
	/\s(?:at|in) the (?:\p{Lu}[\p{L}’'-]+\s){1,4}(?:Championships?|Cup|Games|Open|Olympics|League|Marathon|Grand Prix|Festival|Trophy|Shield)(?=\s(?:by|in|on|with|after|for)\s|[.,])/u,
	/\sby the end of \p{Lu}\p{Ll}+(?=[\s.,])/u,
	/\son \d{1,2} (?:Jan|Febr|March|April|May|June|July|Aug|Sept|Octo|Nov|Dec)\p{Ll}*(?: \d{4})?(?=\sfor\s|[.,])/u,
	/\son the site of (?:the|an?) (?:\p{Ll}+\s?){1,3}(?=[.,])/u,
	new RegExp(`\\sof\\sthe\\s${NAME}(?=,|\\.)`, 'u'),
	/,\sby \p{Ll}+ votes to \p{Ll}+(?=[.,])/u,
	// "… by 0.4 seconds, the smallest margin since the event began in 1931": what a number is besides.
	/(?<=\d\s[\p{Ll}-]+),\s(?:the|an?)\s[^,;]+(?=\.$)/u,
	/(?<=\d\s?%|\d),\s(?:the|its)\s(?:first|last|only|\p{Ll}{3,}est|most|least)\s[^;]+(?=\.$)/u,
	// "cut its rate from 4.29% to 3.94%": what it is now.
	/\sfrom\s[£$€]?\d[\d.,]*(?:\s?%|\s(?:percent|million|billion|cents?|pence))?(?=\sto\s[£$€]?\d)/u,
	// "… 8 seconds, 19 seconds ahead of Wanjiku"
	/(?<=\d\s\p{Ll}+),\s\d[\d,.]*\s[^,;]*(?=\.$)/u,
	// "with 94 people, 11 cars and a bull": the first of what was on board.
	/(?<=\swith\s\d[\d,.]*\s\p{Ll}+)(?:,\s[\d\p{Ll}\s-]+)+\sand\s[\d\p{Ll}\s-]+(?=\.$)/u,
];

/** Leaner forms of a line, each with one more phrase deleted. */
function leaner(text: string): string[] {
	const forms: string[] = [];
	let running = text;
	for (const cut of LEAN_CUTS) {
		const alone = capitalise(text.replace(cut, ''));
		if (alone !== text && alone.length > 24) forms.push(alone);
		const next = capitalise(running.replace(cut, ''));
		if (next !== running && next.length > 24) forms.push((running = next));
	}
	return [...new Set(forms)];
}

/** Most words of what is left of a sentence, as one scene of a short. */
const SPOKEN_NEXT = 18;

/** The forms in which a sentence could open the film, each with at most `limit` words. */
function hookForms(unit: Unit, limit: number): { text: string; rest?: string; cuts: number }[] {
	const whole = tidy(unit.text);
	const forms: { text: string; rest?: string; cuts: number }[] = [{ text: whole, cuts: 0 }];
	const parts = clauses(whole);
	if (parts.length > 1) forms.push({ text: parts[0] as string, rest: parts.slice(1).join(' '), cuts: 0.5 });
	// "… shut its terminal. A fire injured four workers.": what led to it is spoken next.
	const told = clauses(whole, SPOKEN_NEXT);
	const [first = '', next = ''] = told.length === 2 && parts.length === 1 ? told : [];
	const rest = [next, ...shorterForms(next)].find((text) => text && countWords(text) <= SPOKEN_NEXT);
	if (rest) forms.push({ text: first, rest, cuts: 0.25 });
	// A trailing "because …" or "after …" becomes unnecessary when the main clause stands alone; the rest is not spoken.
	const attribution = /,?\s((?:the\s|a\s)?[\p{L}\s’'&.-]{2,40}?\s(?:said|has found))\.$/u.exec(whole)?.[1];
	const reason = /^(.{20,}?),?\s(?:because|for \p{Ll}+ing|for \p{Ll}+ that|after)\s/u.exec(whole)?.[1];
	const cutsTime = /\b(seconds?|minutes?|hours?|days?|weeks?|months?|years?|long|soon|shortly|just|even|only|looked?|until|than)$/.test(
		reason ?? '',
	);
	if (reason && !cutsTime && completeClause(reason) && !/["“]/.test(reason) && !/\b(not|no|never|if|would)\b/.test(reason)) {
		if (attribution && !hasAttribution(reason)) forms.push({ text: `${reason}, ${attribution}.`, cuts: 1 });
		else if (!hasAttribution(whole)) forms.push({ text: `${reason}.`, cuts: 1 });
	}
	const shared = secondPredicate(whole);
	if (shared) forms.push({ text: shared, cuts: 1 });
	for (const form of [...forms])
		for (const shorter of shorterForms(form.text))
			forms.push({ text: shorter, cuts: form.cuts + 0.5, ...(form.rest ? { rest: form.rest } : {}) });
	for (const form of [...forms]) {
		const lean = leaner(form.text);
		lean.forEach((text, i) => forms.push({ ...form, text, cuts: form.cuts + 0.3 * (i + 1) }));
	}
	return forms.filter((form) => countWords(form.text) <= limit && countWords(form.text) >= 4);
}

/** "Orrin has put off the sales … and raised the price by $20." → "Orrin has raised the price by $20." */
function secondPredicate(whole: string): string | null {
	const match =
		/^((?:\p{Lu}[\p{L}’'&-]*\s){1,3})(?:(has|have|will|is|are)\s)?(\p{L}+)\s[^;"“”]*?\sand\s(\p{L}+(?:ed|s|[a-z]))\s([^;,"“”]{6,60})\.$/u.exec(
			whole,
		);
	if (!match) return null;
	const [, subject = '', auxiliary = '', first = '', verb = '', rest = ''] = match;
	const tokens = tag(`${subject}${auxiliary ? `${auxiliary} ` : ''}${verb} ${rest}`);
	const same =
		(/ed$/.test(first) && /ed$/.test(verb)) || (/s$/.test(first) && /s$/.test(verb)) || (auxiliary !== '' && /(ed|en|t)$/.test(verb));
	if (!same || !tokens.some((token) => token.text === verb && token.pos === 'VERB') || hasAttribution(whole)) return null;
	return `${subject}${auxiliary ? `${auxiliary} ` : ''}${verb} ${rest}.`;
}

const LED_DEFINITE =
	/^(?:In|On|At|By|Between|From|Since|After|Before|During|Until|For|Within)\s[^,]{3,40}?,?\sthe\s\p{Ll}+\s(?!of\b|that\b|who\b|which\b)/u;

/** True, but never what a story is about. */
const INCIDENTAL = /\b(employs|attendance|declined|rival|attended|turn round|listed|founded|analyst|spokes\p{L}+|ticket|storage)\b/iu;

/**
 * "Kordan won in 2 hours …": the result of a contest, where another sentence calls her Leila Kordan: with that name it stands alone. `strangers` are the names that stay
 * without their introduction: no opening may hold one.
 */
function withName(unit: Unit, units: Unit[]): { unit: Unit; strangers: string[] } {
	const surname = /^(\p{Lu}[\p{L}’-]+)\s\p{Ll}/u.exec(unit.text)?.[1];
	if (!surname || !unit.needs.length || !tellsResult(unit.text)) return { unit, strangers: [] };
	const fullIn = (text: string, last: string): string | undefined =>
		new RegExp(`(?<!\\p{L})(?:\\p{Lu}[\\p{L}’-]+\\s){1,2}${escapePattern(last)}(?!\\p{L})`, 'u').exec(text)?.[0];
	const mentioned = [...new Set(unit.text.match(/\p{Lu}[\p{L}’-]{2,}/gu) ?? [])];
	const introduces = (need: number): boolean => mentioned.some((name) => fullIn(units[need]?.text ?? '', name) !== undefined);
	const full = unit.needs.map((need) => fullIn(units[need]?.text ?? '', surname)).find((name) => name !== undefined);
	if (!full || !unit.needs.every(introduces)) return { unit, strangers: [] };
	const strangers = mentioned.filter((name) => name !== surname && unit.needs.some((need) => fullIn(units[need]?.text ?? '', name)));
	return { unit: { ...unit, text: unit.text.replace(surname, full), needs: [] }, strangers };
}

/** What an opening loses that has no word of the headline and no name. */
const UNNAMED = 0.5;

/** Whether a line holds a name behind its first word, or one of several words. */
const namesSomebody = (text: string): boolean => names(text).some(({ start, text: name }) => start > 0 || /\s/.test(name));

/** Whether a line has a content word of the title. */
export function sharesTitle(text: string, title: string): boolean {
	const stems = new Set(tag(title).flatMap((token) => (token.stop || token.text.length < 3 ? [] : [token.stem])));
	return tag(text).some((token) => stems.has(token.stem));
}

/**
 * Hook candidates, best first. `central` is each unit's rank (0–1), `fit` its likeness to the title (0–1);
 * `accepts` is the grounding gate.
 */
export function hooks(
	units: Unit[],
	title: string,
	central: number[],
	fit: number[],
	accepts: (text: string, unit: Unit) => boolean,
	limit = HOOK_WORDS,
): Line[] {
	const lines: Line[] = [];
	const subject = [title, ...units.filter((unit) => unit.index < 2).map((unit) => unit.text)].join(' ');
	// A byline above a report is not its first sentence.
	const opens = new Map<number, number>();
	for (const unit of units) if (!opens.has(unit.source) && endsWhole(unit.text)) opens.set(unit.source, unit.index);
	const lastStep = units.findLast((unit) => unit.step >= 0);
	const own = units.filter((unit) => unit.source === lastStep?.source);
	const teaches = !!lastStep && (/^how to\b/i.test(title) || own.filter((unit) => unit.step >= 0).length >= 0.3 * own.length);
	for (const each of units) {
		const { unit, strangers } = withName(each, units);
		if (!unit.usable || unit.needs.length > 0 || unit.quote || unit.step >= 0 || tellsTable(unit.text)) continue;
		if (/^The \p{Ll}/u.test(unit.text) && unit.index > 0 && !sharesTitle(unit.text, subject)) continue;
		// "Between 1994 and 2010 the front moved back": which front, nobody has heard.
		if (unit.index > 0 && LED_DEFINITE.test(unit.text) && !sharesTitle(unit.text, subject)) continue;
		if (
			/\b(here|(?<!\b[Tt]here\s)there(?=\s(?!is\b|are\b|was\b|were\b|has\b|have\b))|ones|such|also|another|both (?!of\b)\p{Ll}+(?! and\b)|(?<!\bany )other|as well(?! as)|(?:too|either)(?=[,.]))\b/u.test(
				unit.text,
			)
		)
			continue;
		for (const form of hookForms(unit, limit)) {
			if (/["“”]/.test(form.text) || /^(And|But|So|Then|Or)\b/.test(form.text)) continue;
			if (strangers.some((name) => form.text.includes(name))) continue;
			// What somebody says of a thing is further from it than the thing.
			const reported = unit !== each && hasAttribution(form.text) ? 0.8 : 0;
			const features = hookFeatures(form.text);
			const numbers = features.includes('number') ? quantities(form.text) : [];
			let score = -reported + 0.5 * (fit[unit.id] ?? 0) + 0.4 * (central[unit.id] ?? 0);
			const at = unit.index - (opens.get(unit.source) ?? 0);
			score += at === 0 ? 1.25 : at < 3 ? 0.5 : at < 6 ? 0.05 : -0.05 * Math.min(15, at);
			if (unit.index > 0 && !sharesTitle(form.text, subject)) score -= 0.3;
			// "Two doors opened inwards": an opening names what the film is about, or who.
			if (!sharesTitle(form.text, title)) score -= namesSomebody(form.text) ? 0.2 : UNNAMED;
			// "The earlier record …", "Third was …": beside what the story is about.
			if (
				/^(?:The|An?)\s(?:earlier|previous|former|old|last|other|second|third)\s|^(?:Second|Third|Fourth|Last)\s(?:was|were|came)\b/.test(
					form.text,
				)
			)
				score -= 0.6;
			// A how-to opens with what it is about.
			if (teaches && unit.source === lastStep?.source && !sharesTitle(form.text, title)) score -= 0.8;
			// A report on a contest opens with its result.
			if (tellsResult(unit.text) && !tellsResult(form.text)) score -= 0.5;
			// What to do when it did not help is no opening of a how-to.
			if (lastStep && unit.source === lastStep.source && unit.index > lastStep.index) score -= 1.2;
			if (/^(?:On|At|Under|For|After|During|From) (?!\d)/.test(form.text) && unit.index > 0) score -= unit.index > 3 ? 0.6 : 0.25;
			if (INCIDENTAL.test(form.text)) score -= 0.6;
			if (form.rest && /^(But|Yet|So)\b/.test(form.rest)) score += 0.25;
			if (numbers.some((quantity) => !['year', 'date', 'ordinal'].includes(quantity.kind))) score += 0.45;
			else if (features.includes('number')) score += 0.15;
			if (features.includes('contrast')) score += 0.35;
			if (features.includes('question')) score += 0.3;
			if (features.includes('consequence')) score += 0.3;
			if (SUPERLATIVE.test(form.text)) score += 0.15;
			if (features.length === 0) score -= 2.2;
			if (/^In the (?:morning|afternoon|evening|night)\b/.test(form.text)) score -= 0.6;
			if (/\b(Carry|You need|Do it|Take|Check)\b/.test(form.text)) score -= 0.4;
			if (CONTINUES.test(form.text.split(' ').slice(0, 4).join(' '))) score -= 0.25;
			const words = countWords(form.text);
			score -= 0.15 * form.cuts + (words < 6 ? 0.2 : 0) + (words > 10 ? 0.05 : 0);
			lines.push({ unit, text: form.text, score, features, ...(form.rest ? { rest: form.rest } : {}) });
		}
	}
	lines.sort((a, b) => b.score - a.score);
	const accepted: Line[] = [];
	for (const line of lines) {
		if (accepted.length >= 6) break;
		if (accepted.some((other) => other.unit === line.unit && other.text === line.text)) continue;
		if (accepts(line.text, line.unit) && (!line.rest || accepts(line.rest, line.unit)))
			accepted.push({ ...line, unit: units[line.unit.id] ?? line.unit });
	}
	return accepted;
}

const TURN =
	/\b(not|never|nobody|no|nothing|only|still|until|ever|will|could|more|less|better|any more|again|instead|enough|always|all)\b|n't\b/i;
const PRACTICAL =
	/\b(tickets?|prices?|euros?|open every day|costs? from|shares|analyst|declined|comment|listed|valid|museum|table|founded|employs?|attendance|orders open)\b|[€£$]/i;

/** How well a sentence ends a film (0 is neutral). `span` is the number of sentences of its source. */
export function closingScore(unit: Unit, span: number, lastOfParagraph: boolean): number {
	const text = tidy(unit.text);
	const words = countWords(text);
	let score = 0;
	const place = span > 1 ? unit.index / (span - 1) : 1;
	if (place < 0.5) return -1;
	if (unit.index === span - 1) score += 0.55;
	score += 0.35 * place;
	if (lastOfParagraph) score += 0.2;
	else if (!unit.needs.length) score -= 0.3;
	if (TURN.test(text)) score += 0.25;
	if (words <= 14) score += 0.2;
	if (words > 20) score -= 0.25;
	if (words > 26) score -= 0.4;
	if (/["”],?\s(?:\w+\s){0,2}(said|says)|\bsaid\b/.test(text) && /["“]/.test(text)) score += unit.index === span - 1 ? 0.25 : 0.1;
	if (quantities(text).length > 1) score -= 0.3;
	if (PRACTICAL.test(text)) score -= 0.35;
	if (/\?/.test(text)) score -= 2;
	if (unit.needs.length > 1) score -= 0.2;
	if (/^(It|She|He|They|Her|His|Its|Their|This|That)\b/.test(text)) score -= 0.1;
	return score;
}
