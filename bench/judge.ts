/**
 * The second judge on every set of statements: what is accepted by the rules alone, with a judge that always knows, with judges that are right 95 and
 * 90 times of 100, with one that says yes to everything, and with a real model where one is given. Statements come as drafts of twelve, as in a
 * script; the judges read the very question that a model is asked. Run through bench/judge.mjs.
 */
import { createHash } from 'node:crypto';
import type { SourceText } from '../engine/asset';
import { refName } from '../engine/script/sentenceRefs';
import type { ModelQuestion } from '../engine/script/fromModel';
import { examQuestions, markExam, type ExamResult } from '../engine/script/judge/exam';
import { EXAM } from '../engine/script/judge/examItems';
import { askJudge, type Doubt } from '../engine/script/judge/secondJudge';
import { contentStems, ground, names, quantities } from '../engine/text';

export interface Statements {
	source: SourceText;
	wrong: string[];
	right: string[];
}

/** Answers a question as a model would, in text. */
export type Judge = (question: ModelQuestion) => string | Promise<string>;

const DRAFT = 12;
const chance = (...of: unknown[]): number => createHash('sha256').update(JSON.stringify(of)).digest().readUInt32BE() / 2 ** 32;

interface Shown {
	lines: { name: string; text: string }[];
	claims: { n: number; claim: string }[];
}

/** What a question shows, read from its text alone. */
function shownIn({ messages }: ModelQuestion): Shown {
	const blocks = [...messages[0]!.text.matchAll(/<((?:source|claims)-[0-9a-f]{12})>\n([\s\S]*?)\n<\/\1>/g)];
	const of = (label: string): string[] => blocks.filter(([, mark]) => mark!.startsWith(label)).flatMap(([, , text]) => text!.split('\n'));
	return {
		lines: of('source').map((line) => ({ name: line.slice(0, line.indexOf(' ')), text: line.slice(line.indexOf(' ') + 1) })),
		claims: of('claims').map((line) => JSON.parse(line) as { n: number; claim: string }),
	};
}

/**
 * The sentence nearest by words, and those that have a number or a name which it lacks; where a number stands in none (it follows from others), the
 * three nearest: what a judge would name, near enough.
 */
function sentencesFor(claim: string, lines: Shown['lines']): string[] {
	const mine = new Set(contentStems(claim));
	const score = lines.map(({ text }) => contentStems(text).filter((stem) => mine.has(stem)).length / Math.sqrt(10 + text.length));
	const best = score.indexOf(Math.max(...score));
	const lacking = [...quantities(claim), ...names(claim)].map(({ text }) => text).filter((text) => !lines[best]!.text.includes(text));
	const others = lacking.map(
		(text) => lines.map((line, i) => (line.text.includes(text) ? i : -1)).sort((a, b) => (score[b] ?? -1) - (score[a] ?? -1))[0]!,
	);
	const follows = quantities(claim).some(({ text }) => lines.every((line) => !line.text.includes(text)));
	const nearest = [...lines.keys()].sort((a, b) => score[b]! - score[a]!).slice(0, follows ? 3 : 0);
	return [...new Set([best, ...others.filter((index) => index >= 0), ...nearest])].slice(0, 3).map((index) => lines[index]!.name);
}

/** A judge that knows which statements are right, and errs in `errors` of 100 of its findings (seeded). */
export const simulated =
	(isRight: (claim: string) => boolean, errors: number, seed = 0): Judge =>
	(question) => {
		const { lines, claims } = shownIn(question);
		return JSON.stringify({
			verdicts: claims.map(({ n, claim }) => {
				const says = isRight(claim) !== chance(seed, errors, claim) * 100 < errors;
				return { n, differs: '', says, from: says ? sentencesFor(claim, lines) : [] };
			}),
		});
	};

export async function examine(judge: Judge): Promise<ExamResult> {
	const replies = [];
	for (const question of examQuestions()) replies.push({ text: await judge(question), cutShort: false });
	return markExam(replies);
}

const examRight = new Set(EXAM.flat().map(({ right }) => right));
/** How often a judge of so many errors in 100 passes the exam. */
export async function passRate(errors: number, tries = 400): Promise<number> {
	let passed = 0;
	for (let seed = 1; seed <= tries; seed++) if ((await examine(simulated((claim) => examRight.has(claim), errors, seed))).passed) passed++;
	return passed / tries;
}

export interface Outcome {
	refused: number;
	wrong: number;
	accepted: number;
	right: number;
	/** Drafts whose judgements were dropped because of a decoy, of those asked. */
	dropped: number;
	asked: number;
}

/** The statements of pages as drafts: gate first, then each judge about what it refuses; null judges nothing. One outcome a judge. */
export async function judgeAll(pages: Statements[], judges: (Judge | null)[]): Promise<Outcome[]> {
	const outcomes = judges.map((): Outcome => ({ refused: 0, wrong: 0, accepted: 0, right: 0, dropped: 0, asked: 0 }));
	for (const { source, wrong, right } of pages) {
		const all = [...wrong.map((text) => ({ text, right: false })), ...right.map((text) => ({ text, right: true }))];
		all.sort((a, b) => chance(a.text) - chance(b.text));
		const lines = source.sentences.map((text, sentence) => ({ name: refName({ source: 0, sentence }), text }));
		for (let at = 0; at < all.length; at += DRAFT) {
			const draft = all.slice(at, at + DRAFT).map((statement) => {
				const [refusal] = ground(statement.text, [source]).refusals;
				// A writer names the sentence it wrote from; here the nearest by words stands for it.
				const from = (): Doubt['from'] =>
					sentencesFor(statement.text, lines).map((name) => ({ source: 0, sentence: Number(name.slice(1)) - 1 }));
				return { ...statement, doubt: refusal && { text: statement.text, from: from(), refusal } };
			});
			const asked = askJudge(
				draft.flatMap(({ doubt }) => doubt ?? []),
				[],
				[source],
				'the judge',
			);
			for (const [k, judge] of judges.entries()) {
				const out = outcomes[k]!;
				const found = asked && judge ? asked.read({ text: await judge(asked.question), cutShort: false }) : null;
				if (found) out.asked++;
				if (found?.warnings.length) out.dropped++;
				for (const { right: is, doubt } of draft) {
					const accepted = !doubt || !!found?.held.has(doubt);
					if (is) out.right++;
					else out.wrong++;
					if (is && accepted) out.accepted++;
					if (!is && !accepted) out.refused++;
				}
			}
		}
	}
	return outcomes;
}
