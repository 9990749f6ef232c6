/** The exam that a model passes before it may judge: once per model, its settings and the exam's version; the ledger keeps the answers. */
import { hashOf } from '../../ledger/keys';
import type { ModelQuestion, ModelReply } from '../fromModel';
import { EXAM, ORDER } from './examItems';
import { readFindings, SHEET_VERSION, sheetQuestion, type Sheet } from './sheet';

/** Raised when items or marks change. */
const EXAM_VERSION = `${SHEET_VERSION}.1`;
/** Of all wrong statements at least so many must be refused, of all right ones at least so many accepted. */
const MARKS = { refused: 0.95, accepted: 0.8 };
/** The order stands behind this many sentences. */
const ORDER_AT = 5;

export interface ExamResult {
	refused: number;
	wrong: number;
	accepted: number;
	right: number;
	passed: boolean;
}

interface ExamSheet extends Sheet {
	/** For each claim the line that says it, or null for a wrong one. */
	truth: (number | null)[];
}

const sheets: ExamSheet[] = EXAM.map((items) => {
	const sentences = items.map((item) => item.sentence);
	sentences.splice(ORDER_AT, 0, ORDER);
	const claims = items.flatMap(({ sentence, wrong, right }) => [
		{ text: wrong, truth: null },
		{ text: right, truth: sentences.indexOf(sentence) },
	]);
	// Mixed, the same way every time.
	claims.sort((a, b) => (hashOf(a.text) < hashOf(b.text) ? -1 : 1));
	return {
		lines: sentences.map((text, sentence) => ({ ref: { source: 0, sentence }, text })),
		claims: claims.map(({ text }) => ({ text })),
		truth: claims.map(({ truth }) => truth),
	};
});

/** The questions of the exam, in order. */
export const examQuestions = (): ModelQuestion[] => sheets.map((sheet, i) => sheetQuestion(sheet, `exam ${EXAM_VERSION} sheet ${i + 1}`));

/** Marks the answers. A right statement counts where the sentence that says it is named; what is not answered counts as not accepted. */
export function markExam(replies: ModelReply[]): ExamResult {
	const result = { refused: 0, wrong: 0, accepted: 0, right: 0 };
	sheets.forEach((sheet, i) => {
		const findings = readFindings(replies[i]?.text ?? '', sheet);
		sheet.truth.forEach((truth, k) => {
			const finding = findings?.[k];
			if (truth === null) {
				result.wrong++;
				// Silence is no refusal: a judge says no.
				if (finding?.answered && !finding.says) result.refused++;
			} else {
				result.right++;
				if (finding?.says?.some((ref) => ref.sentence === truth)) result.accepted++;
			}
		});
	});
	return { ...result, passed: result.refused >= MARKS.refused * result.wrong && result.accepted >= MARKS.accepted * result.right };
}

/** "in its exam it refused 12 of 24 wrong and accepted 20 of 24 right statements; 23 and 20 are asked" */
export const examTold = ({ refused, wrong, accepted, right }: ExamResult): string =>
	`in its exam it refused ${refused} of ${wrong} wrong and accepted ${accepted} of ${right} right statements; ` +
	`${Math.ceil(MARKS.refused * wrong)} and ${Math.ceil(MARKS.accepted * right)} are asked`;
