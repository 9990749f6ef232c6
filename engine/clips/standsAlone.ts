/** Whether a sentence can open a clip: a listener who hears nothing before it must not miss who or what is meant. */

/** Words that carry on what was said before. "So", "well" and "now" open many spoken sentences, but never a story. */
const CARRIES_ON =
	/^(and|but|so|or|nor|yet|because|cause|since|although|though|whereas|which|whom|whose|then|also|too|plus|well|okay|ok|yeah|yes|no|right|exactly|sure|anyway|however|therefore|thus|hence|instead|otherwise|besides|moreover|furthermore|meanwhile|still|again|likewise|similarly|of course|for example|for instance|in fact|as a result|on the other hand|in other words|that's why|that is why|i mean|you know|like i said|as i said|at that point|in that case|after that|before that|until then|since then)\b/i;

/** Pronouns and pointers whose meaning lies before the sentence. */
const POINTS_BACK = /^(it|its|it's|he|he's|his|him|she|she's|her|hers|they|they're|they've|their|theirs|them|these|those|both|neither|either|others|another|such|the latter|the former|the other|the others|the same|the rest|one of (?:them|these|those)|most of (?:them|those)|some of (?:them|those)|none of (?:them|those)|all of (?:them|those))\b/i; // prettier-ignore
/** "This is the story of …", "That day …" name what they speak of; "This means …" does not. */
const DEMONSTRATIVE = /^(this|that|that's|here's|here)\b/i;
const NAMES_ITSELF =
	/^(this|that|here|here's)(?:'s| is| was)? (?:is |was )?(?:a|an|the|my|our|your|what|how|why|where|when|who|one)\b|^(?:this|that) (?:morning|evening|night|day|week|month|year|summer|winter|spring|autumn|time|talk|film|video|story|picture|map)\b/i;
/** "It is raining", "It takes years to …", "It turns out that …": the real subject follows. */
const IT_OPENS =
	/^(?:it|it's)(?: is| was|'s| will be| would be)? ?(?:not |never |also |often |now |very |so |just |only )*(?:turns? out|turned out|takes?|took|seems?|seemed|rain|snow|cold|hot|dark|late|early|easy|hard|difficult|impossible|possible|important|true|said|known|clear|time|\d|one|two|three)\b/i;
const REFERS_INSIDE = /\b(?:the (?:latter|former)|as (?:i|we) (?:said|mentioned)|like (?:that|this one)|that one|those two|these two)\b/i;

/** Why the sentence cannot open a clip, or null where it can. Rules for English; in other languages only punctuation tells. */
export function cannotOpen(text: string, language: string): string | null {
	const bare = text.replace(/^[^\p{L}\p{N}]+/u, '');
	// A sentence that goes on in lower case was cut off before.
	if (/^\p{Ll}/u.test(bare) && !/^(?:i|iPhone|iPad|eBay)\b/.test(bare)) return 'goes on from a sentence before';
	if (language !== 'en') return null;
	const carries = CARRIES_ON.exec(bare);
	if (carries) return `begins with “${carries[0]}”`;
	const points = POINTS_BACK.exec(bare);
	if (points && !IT_OPENS.test(bare)) return `begins with “${points[0]}”, said of something before`;
	if (DEMONSTRATIVE.test(bare) && !NAMES_ITSELF.test(bare)) return `begins with “${/^\S+/.exec(bare)![0]}”, said of something before`;
	if (REFERS_INSIDE.test(bare)) return 'refers to something said before';
	return null;
}

/** Endings that promise more: a clip that stops there feels cut off. */
const PROMISES =
	/(?:\b(?:for example|for instance|like this|as follows|the following|namely|which is|let me (?:show|tell|explain|give)[^.?!]{0,40}|here's (?:why|how|what|the thing)|here is (?:why|how|what)|guess what|listen to this|and (?:then|so)|such as|(?:let it be|it is|it's|it was|remember|do|say|said|ask|asked|try) this|ask(?:s|ed|ing)?\b[^.?!]{0,30}\bquestions?))[.:!…]*$|^(?:(?:and|but|so|now) )?here(?:'s| is) (?:what|why|how)\b|[:,;—–-]$|…$/i;

/** Why the sentence should not end a clip, or null. A question is no end: its answer comes next. */
export function cannotClose(text: string, language: string): string | null {
	if (/\?["”’)]*$/.test(text)) return 'ends with a question';
	if (language === 'en' && PROMISES.test(text.trim())) return 'promises more';
	return null;
}
