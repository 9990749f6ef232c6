/**
 * Text that speaks to a machine instead of a reader ("Ignore all previous instructions …"). Such text is dropped and reported;
 * text from outside is data, never an instruction. The rules look for the form (who is addressed, what is ordered), not for topics.
 */
import { foldSpace } from './html';

const MACHINE =
	'(?:(?:large )?language models?|llms?|(?:an? |the |any |all )?(?:ai|a\\.i\\.)(?: (?:assistants?|agents?|models?|systems?|bots?|tools?|crawlers?|summari[sz]ers?|readers?|chatbots?))?|chatbots?|virtual assistants?|(?:chat)?gpt(?:-?\\d\\w*)?|claude|gemini|copilot|web agents?|automated (?:agents?|systems?|summari[sz]ers?|tools?)|summari[sz]ation (?:tools?|models?|systems?)|summari[sz]ers?)';
const ORDER =
	"(?:please )?(?:you )?(?:must |should |shall |need to |have to |are to |will |do not |don't |never |always )*(?:ignore|disregard|forget|override|bypass|add|include|insert|append|output|print|reveal|say|state|respond|reply|answer|write|mention|recommend|praise|promote|rate|rank|describe|end|begin|start|stop|replace|translate|click|visit|open|send|call|execute|run|delete|fetch|navigate|forward|follow|obey|repeat|tell|treat|summari[sz]e|conclude|use|give|list|quote|link)";

/** Pattern and weight; two points make an injection. */
const RULES: [RegExp, number][] = [
	// Overrides: "ignore all previous instructions", "disregard the article", "forget everything above".
	[
		/\b(?:ignore|disregard|forget|override|bypass|do not follow|don't follow)\b[^.!?]{0,30}\b(?:previous|prior|above|earlier|preceding|foregoing|existing|original|initial|system|your|other)\b[^.!?]{0,20}\b(?:instructions?|prompts?|directions?|guidelines?|rules|commands?|context|orders|messages?|training)\b/i,
		2,
	],
	[
		/\b(?:ignore|disregard|forget) (?:the |this )?(?:article|page|everything|text|content)(?: (?:above|below|before|you|so far)\b|\s*[.;,]? (?:and|instead)\b|[.;:])/i,
		1,
	],
	[
		new RegExp(
			`\\b(?:ignore|disregard|forget) (?:the |this |all |any )?(?:article|page|everything|text|content)(?: (?:above|below|before|here|on this page))?[,;.]? (?:and |then |but )?(?:instead|${ORDER})\\b`,
			'i',
		),
		2,
	],
	// A note to a machine: "Note to language models:", "AI assistants: disregard …", "If you are an AI, …".
	[
		new RegExp(
			`\\b(?:note|notes|message|instructions?|notice|attention|reminder|memo|hint|important|for|to|dear|hey|hello|hi)\\b[^.!?:]{0,25}\\b${MACHINE}\\b[^.!?:]{0,40}[:,–—-] ?${ORDER}\\b`,
			'i',
		),
		2,
	],
	[
		new RegExp(
			`\\b(?:note|message|instructions?|notice|attention|important)\\b[^.!?:]{0,12}\\b(?:to|for)\\b[^.!?:]{0,12}\\b${MACHINE}\\s*:`,
			'i',
		),
		2,
	],
	[new RegExp(`(?:^|[.!?:;"“]\\s*)${MACHINE}\\s*[:,–—-]+\\s*${ORDER}\\b`, 'i'), 2],
	[new RegExp(`\\bif you(?:'re| are)(?: an?)? ${MACHINE}\\b`, 'i'), 2],
	[
		new RegExp(
			`\\b(?:as|you are|you're|act as|pretend to be) (?:an?|the) (?:helpful |new )?${MACHINE}\\b[^.!?]{0,40}\\b(?:you|must|your|should|now)\\b`,
			'i',
		),
		1,
	],
	[
		new RegExp(
			`\\b${MACHINE}s?\\b[^.!?]{0,20}\\b(?:reading|processing|summari[sz]ing|parsing|crawling|scraping|indexing|visiting|analy[sz]ing|translating)\\b[^.!?]{0,20}\\b(?:this|the) (?:page|text|article|site|website|document|content|post|message)\\b`,
			'i',
		),
		2,
	],
	// Orders about what the machine is to write.
	[
		/\b(?:in|to|of|with|at the end of|into) (?:any|every|all|each|your|the) (?:summar(?:y|ies)|answers?|responses?|outputs?|repl(?:y|ies)|translations?|text (?:they|you|it) (?:produce|write|generate)s?|scripts?)\b/i,
		1,
	],
	[/\b(?:end|begin|start|close|finish) (?:your|the|every|each) (?:summary|answer|response|reply|output|text|script|video)\b/i, 1],
	[
		new RegExp(
			`(?:^|[.!?:;,]\\s*|\\bthen |\\band )(?:${ORDER})\\b[^.!?]{0,80}\\b(?:summary|summaries|your (?:answer|response|output|reply)|any text|coupon|promo(?:tional)? code|this page)\\b`,
			'i',
		),
		1,
	],
	// Fake turns and modes.
	[
		/(?:^|[\s>"“])(?:system|assistant|user|developer)\s*(?:prompt|message|note|override|instruction)?\s*:\s*(?:you|ignore|disregard|new|important|from now|the user|act|please|add|always|never|do not)\b/i,
		2,
	],
	[/\byou are now (?:in |an? |the |operating |acting |entering )/i, 1],
	[/\b(?:promotion|developer|debug|admin|jailbreak|god|dan|unrestricted|maintenance) mode\b/i, 1],
	[/<\|(?:im_start|im_end|system|user|assistant|endoftext)\|>|\[\/?INST\]|<<\/?SYS>>|^#{2,}\s*(?:instruction|system|new task)/im, 2],
	[/\b(?:your|the|hidden|original) (?:system prompt|hidden instructions?|initial instructions?)\b/i, 1],
	[/\b(?:new|updated|revised|secret|additional) instructions?\s*(?::|for (?:the )?(?:ai|model|assistant|llm))/i, 1],
	[/\b(?:from now on|henceforth),? (?:you|always|only|never|respond|answer)\b/i, 1],
	[/\b(?:do not|don't|never) (?:mention|reveal|disclose|tell)\b[^.!?]{0,40}\b(?:instruction|prompt|user|this message)/i, 1],
	[
		new RegExp(
			`\\b${MACHINE}\\b[^.!?]{0,40}\\b(?:must|should|shall|are to|have to|need to)\\b[^.!?]{0,60}\\b(?:sentence|phrase|words|following|link|url|text|statement)\\b`,
			'i',
		),
		2,
	],
];

/** Whether the text gives orders to a machine that reads it. */
export function isInjection(text: string): boolean {
	const plain = foldSpace(text.normalize('NFKC')).slice(0, 5000);
	if (plain.length < 12) return false;
	let points = 0;
	for (const [rule, weight] of RULES) {
		if (rule.test(plain)) points += weight;
		if (points >= 2) return true;
	}
	return false;
}

/**
 * Sentences of one block without injected ones. From the first order on, the rest of the block is dropped too: an injection is rarely one sentence.
 */
export function dropInjected(sentences: string[]): { kept: string[]; dropped: string[] } {
	const at = sentences.findIndex(
		(sentence, i) =>
			isInjection(sentence) ||
			(i + 1 < sentences.length && isInjection(`${sentence} ${sentences[i + 1]}`) && !isInjection(sentences[i + 1]!)),
	);
	return at < 0 ? { kept: sentences, dropped: [] } : { kept: sentences.slice(0, at), dropped: sentences.slice(at) };
}
