/**
 * A sheet for the second judge: numbered sentences of the sources, numbered claims, and what came back. Sources and claims are data in delimited
 * blocks, claims as JSON strings; an answer is read field by field and only a plain `true` with names of sentences counts.
 */
import { readJson } from '../../llm/json';
import { DATA_RULE, dataBlock } from '../../llm/prompt';
import type { ModelQuestion } from '../fromModel';
import { refName, refsOf, type SentenceRef } from '../sentenceRefs';

/** Raised when the question changes: part of what an exam was passed for. */
export const SHEET_VERSION = 1;

export interface SheetClaim {
	text: string;
	/** What is said right before it, to know whom a pronoun means. */
	after?: string;
}

export interface Sheet {
	/** Sentences in the order shown, sources apart. */
	lines: { ref: SentenceRef; text: string }[];
	claims: SheetClaim[];
}

/** What the judge found: sentences that say the claim, or null where it was not accepted. `answered` is false where it said nothing of it. */
export interface Finding {
	says: SentenceRef[] | null;
	answered: boolean;
}

const SYSTEM = `You check whether sources say what a claim says. ${DATA_RULE}`;

const RULES = [
	'"says" is true only if everything in the claim is stated by one to three of the sentences, or follows from them with certainty. Other words for the same thing are fine; so is leaving out detail that does not change the meaning.',
	'"says" is false if anything is changed or added: who does it and to whom, a number or unit and what it belongs to, a date, a name, a place, an order, a cause, a comparison; if "not", "may", "plans to", "about", "only", a condition or who said it was lost or added; if what is planned, hoped or claimed is told as a fact; and if it may be true but the sentences do not say it.',
	'Some claims are false on purpose and differ from a sentence in a single word. Judge by the sentences alone, never by what you know.',
	'"after" is what is spoken before the claim: use it only to know whom "it" or "they" means.',
	'"differs" comes first: in at most ten words what the claim changes or adds, or "nothing".',
	'"from" names the sentences that say it, for example ["a3"]; empty where "says" is false.',
];

/** The question for a sheet. */
export function sheetQuestion(sheet: Sheet, operation: string): ModelQuestion {
	const sources = new Map<number, string[]>();
	for (const { ref, text } of sheet.lines) sources.set(ref.source, [...(sources.get(ref.source) ?? []), `${refName(ref)} ${text}`]);
	const claims = sheet.claims.map(({ text, after }, i) => JSON.stringify({ n: i + 1, claim: text, ...(after ? { after } : {}) }));
	const text = [
		`Check ${sheet.claims.length} claims against the numbered sentences of the sources. Rules:`,
		...RULES.map((rule) => `- ${rule}`),
		'Answer with one JSON object and nothing else, with one entry for every claim:',
		'{"verdicts":[{"n":1,"differs":"nothing","says":true,"from":["a3"]},{"n":2,"differs":"another number","says":false,"from":[]}]}',
		...[...sources.values()].map((lines) => dataBlock('source', lines.join('\n'))),
		dataBlock('claims', claims.join('\n')),
	].join('\n');
	return { operation, system: SYSTEM, messages: [{ role: 'user', text }], answerTokens: 200 + 80 * sheet.claims.length, judging: true };
}

type Loose = Record<string, unknown>;
const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null && !Array.isArray(value);
const listIn = (value: unknown): unknown[] | null => {
	const list = Array.isArray(value) ? value : isObject(value) && Array.isArray(value.verdicts) ? value.verdicts : null;
	return list?.some((entry) => isObject(entry) && 'says' in entry) ? list : null;
};

/** Findings by claim; null where the answer holds no verdicts. What is said twice and differently of a claim counts as no. */
export function readFindings(text: string, sheet: Sheet): Finding[] | null {
	const read = readJson(text, (value) => listIn(value) !== null);
	if (!read) return null;
	const shown = new Set(sheet.lines.map(({ ref }) => refName(ref)));
	const found = sheet.claims.map((): Finding => ({ says: null, answered: false }));
	const denied = new Set<number>();
	for (const entry of listIn(read.value) ?? []) {
		if (!isObject(entry)) continue;
		const n = Number(entry.n);
		const finding = Number.isInteger(n) ? found[n - 1] : undefined;
		if (!finding || typeof entry.says !== 'boolean') continue;
		finding.answered = true;
		const refs = refsOf(entry.from).slice(0, 3);
		if (!entry.says || !refs.length || refs.some((ref) => !shown.has(refName(ref)))) denied.add(n);
		else finding.says ??= refs;
	}
	for (const n of denied) found[n - 1]!.says = null;
	return found;
}
