/** Asks a model as second judge: first its exam, once a model; then the sheet of a draft. Its errors fail nothing: the rules alone decide then. */
import type { Usage } from '../../asset';
import type { StageContext } from '../../ledger/finished';
import { askOnce, modelFailure, type AskFor, type LanguageModel } from '../../llm';
import type { ModelQuestion, ModelReply } from '../fromModel';
import { examQuestions, examTold, markExam } from './exam';

/** Whose act an exam is: no asset's. */
const EXAM_OF = { assetId: 'second-judge-exam', part: 'exam', variant: 0, draft: 1 };

export interface JudgeReply {
	reply: ModelReply;
	usage: Usage[];
}

/**
 * The answer to a sheet, or why there is none. Rejects with CANCELLED and with what the ledger throws.
 */
export async function askAsJudge(
	model: LanguageModel,
	question: ModelQuestion,
	what: Omit<AskFor, 'operation'>,
	context: StageContext,
): Promise<JudgeReply> {
	const usage: Usage[] = [];
	const unasked = (reason: string): JudgeReply => ({ reply: { text: '', cutShort: false, unasked: reason }, usage });
	const ask = async (asked: ModelQuestion, whose: Omit<AskFor, 'operation'>): Promise<ModelReply> => {
		context.progress({ stage: `${model.name}: ${asked.operation}`, done: 0, total: 0, unit: 'items' });
		const request = {
			system: asked.system,
			messages: asked.messages,
			maxTokens: asked.answerTokens,
			temperature: 0,
			signal: context.signal,
		};
		const answer = await askOnce(model, request, { ...whose, operation: asked.operation }, context);
		// An exam that was sat for another script cost this one nothing.
		if (!answer.reused || whose === what) usage.push(...answer.usage);
		return { text: answer.text, cutShort: answer.cutShort };
	};
	try {
		const exam = { ...EXAM_OF, channelId: what.channelId, timeoutSeconds: what.timeoutSeconds };
		const answers: ModelReply[] = [];
		for (const sheet of examQuestions()) answers.push(await ask(sheet, exam));
		const result = markExam(answers);
		if (!result.passed) return unasked(`${model.name} may not judge rewordings: ${examTold(result)}. The rules alone decided.`);
		return { reply: await ask(question, what), usage };
	} catch (error) {
		if (modelFailure(error) === null) throw error;
		return unasked(`${model.name} could not be asked as second judge (${(error as Error).message}): the rules alone decided.`);
	}
}
