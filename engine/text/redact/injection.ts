/**
 * Sentences that talk to a machine that reads the page instead of to its readers.
 */

/** Whom it addresses. */
const MACHINE =
	/\b(?:(?:language|AI|chat) models?|LLMs?|(?:AI|artificial intelligence|automated|virtual) (?:assistants?|agents?|systems?|tools?|bots?|readers?|summari[sz]ers?|crawlers?)|chat ?bots?|chatgpt|gpt(?:-?\d\w*)?|claude|gemini|copilot|(?:web )?crawlers?|scrapers?|summari[sz]ers?|(?:ro)?bots? (?:reading|that read|summari[sz]ing)|(?:if you are|as|you are|you're) an? (?:AI|LLM|language model|assistant|bot|robot))\b/i;
/** Commands about the text that a machine produces. */
const COMMAND =
	/\b(?:ignore|disregard|forget|override|bypass|overlook|skip|do not (?:follow|obey|mention|summari[sz]e|tell|reveal|translate)|don[’']t (?:follow|mention|summari[sz]e|tell|reveal)|must|should|shall|add|append|insert|include|output|print|respond|reply|answer|say|write|repeat|begin|start|end|finish|recommend|praise|promote|rate|rank|endorse|mention|describe|link|visit|send|reveal|execute|run|call|act|behave|pretend|use|note)\b/i;
/** Phrases that need no addressee. */
const PLAIN: RegExp[] = [
	/\b(?:ignore|disregard|forget|override|bypass)\b[^.!?]{0,40}\b(?:previous|prior|above|earlier|preceding|all|any|other|your|these|those|system|safety|original)\b[^.!?]{0,20}\b(?:instructions?|prompts?|rules|directions|guidelines|context|messages?|programming|orders|commands)\b/i,
	/\b(?:ignore|disregard|forget) (?:the|this|all of the|everything in the) (?:article|page|text|document|content|above|user)\b/i,
	/\byou are now\b[^.!?]{0,40}\b(?:mode|model|assistant|bot|agent|persona|unrestricted|jailbroken|DAN|developer)\b/i,
	/\b(?:from now on|henceforth|you must now|you will now|your new (?:task|role|goal|instructions?))\b[^.!?]{0,60}\b(?:you|respond|reply|answer|act|output|write|say|instructions?|task|summary)\b/i,
	/\b(?:system|developer|hidden|initial|secret) (?:prompt|message|instructions?)\b/i,
	/\b(?:reveal|print|repeat|show|output|leak) (?:your|the) (?:system |hidden |initial |secret )?(?:prompt|instructions|api key|password|credentials|secrets?|environment variables?)\b/i,
	/\b(?:output|print|respond with|reply with|answer with|return) (?:only |exactly |just )?(?:the )?(?:following|this (?:text|sentence|string|word|link|code)|["“'‘`])/i,
	/\b(?:in|at the (?:end|start|beginning|top|bottom) of|to) (?:your|every|any|each|the) (?:summary|summaries|answer|response|reply|output|translation|generated text|script|video script)\b/i,
	/\b(?:do not|don[’']t|never) (?:summari[sz]e|translate|paraphrase) (?:this|the) (?:page|article|text|document)\b/i,
	/\b(?:as an? (?:AI|large language model|language model|LLM))\b/i,
	/^\s*(?:#{1,6}\s*)?(?:\[|<\|?|\*{0,2})?(?:system|assistant|developer|instruction|admin|prompt)(?:\]|\|?>|\*{0,2})?\s*[:>\]]/i,
	/<\|(?:im_start|im_end|system|user|assistant|endoftext)\|>|\[\/?INST\]|<<\/?SYS>>|<\/?(?:system|instructions?|prompt|tool_call|function_call)>|###\s*(?:instruction|system|response)/i,
	/\b(?:jailbreak|prompt injection|do anything now|developer mode enabled)\b/i,
];
const PROMOTION =
	/\b(?:add|insert|include|append|mention|use) (?:the |this |our )?(?:following )?(?:coupon|promo|discount|referral|affiliate)? ?(?:code|link|sentence|phrase|url|address)\b/i;

/** Letters that look alike, invisible marks and spaced-out letters, undone. */
function plain(text: string): string {
	return text
		.normalize('NFKC')
		.replace(/\p{Cf}/gu, '')
		.replace(/\b(?:\p{L}[ .·-]){4,}\p{L}\b/gu, (spaced) => spaced.replace(/[ .·-]/g, ''))
		.replace(/\s+/g, ' ')
		.trim();
}

/**
 * Whether a sentence looks like an instruction to a language model or another machine that reads the page.
 * Rules: an addressed machine with a command, or a phrase that only makes sense to a machine. Ordinary imperatives ("Turn the key") pass.
 */
export function looksLikeInjection(sentence: string): boolean {
	const text = plain(sentence);
	if (PLAIN.some((pattern) => pattern.test(text))) return true;
	const addressed = MACHINE.exec(text);
	if (!addressed) return PROMOTION.test(text) && /\b(?:summary|any text|every text|response|output|article)\b/i.test(text);
	// "Note to language models:", "AI agents reading this page must …": the machine opens the sentence or is called by it.
	const rest = text.slice(addressed.index + addressed[0].length);
	const opens =
		addressed.index < 40 &&
		(/^\w{0,3}\s?[:–—]/.test(rest) ||
			/^\w{0,3}\s?,\s*(?:please\s+)?(?:you\s+(?:must|should|shall)\s+)?(?:ignore|disregard|forget|add|append|insert|include|output|print|respond|reply|say|write|repeat|recommend|praise|promote|link|send|reveal|execute|run|do not|don[’']t)\b/i.test(
				rest,
			) ||
			/^[^.!?]{0,30}\b(?:reading|processing|summari[sz]ing|parsing|crawling|that reads?|who reads?)\b/i.test(rest));
	return (opens && COMMAND.test(rest)) || /^(?:if you are|you are|you're)/i.test(addressed[0]);
}
