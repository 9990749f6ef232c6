/** Which language a text is in, by what it is written with: what a page says of itself is often only what its template came with. */

/** Small words that no other of these languages has, or has seldom. */
const SMALL: Record<string, string> = {
	en: 'the and of that with from this for are have it you your was were has been they their which when not but by',
	de: 'der die das und ist nicht mit von ein eine zu den dem des im auf für sich auch wird sind',
	fr: 'le la les et est des une dans que pour qui sur au du pas avec plus ce sont par',
	es: 'el los las que del una con para por es se su al como más pero fue son lo',
	it: 'il che di della per con sono una gli non del nel alla dei delle si più anche è',
	pt: 'que não uma com para dos os as em do da no na por mais foi são ao ele se',
	nl: 'het een van en niet dat met zijn voor op te aan ook bij naar wordt uit er maar',
	sv: 'och att det som en är på av för med den till inte har ett om var',
	da: 'og at det som en er på af for med den til ikke har et om der var',
	no: 'og at det som en er på av for med den til ikke har et om var',
	fi: 'ja on ei se että oli hän mutta ovat kun myös joka sen ollut',
	pl: 'na się nie do że jest to o jak po przez dla od za był który oraz',
	cs: 'se na je že do to jako pro byl po za si jsou také nebo který',
	ro: 'și de la în cu pe că nu este din care pentru o un mai fost sunt',
	tr: 've bir bu için ile de da olarak çok daha olan gibi kadar sonra',
	id: 'yang dan di dari untuk dengan pada ini itu tidak dalam adalah akan oleh',
};
const LISTS = Object.entries(SMALL).map(([language, words]) => ({ language, words: new Set(words.split(' ')) }));
const SCRIPTS: [string, RegExp][] = [
	['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
	['zh', /\p{Script=Han}/gu],
	['ko', /\p{Script=Hangul}/gu],
	['ru', /\p{Script=Cyrillic}/gu],
	['el', /\p{Script=Greek}/gu],
	['ar', /\p{Script=Arabic}/gu],
	['he', /\p{Script=Hebrew}/gu],
	['hi', /\p{Script=Devanagari}/gu],
	['th', /\p{Script=Thai}/gu],
];
const SAMPLE = 6000;
/** Of every hundred words of running text in these languages at least this many stand in their list. */
const ENOUGH = 0.06;
const FEWEST_WORDS = 12;
/** Different ones of the list: one that says "no" ten times is not Portuguese. */
const FEWEST_KINDS = 3;

/** Two-letter code where the text leaves no doubt, else null: a line or two, a list of names. */
export function clearLanguage(text: string): string | null {
	const sample = text.slice(0, SAMPLE);
	const letters = sample.match(/\p{L}/gu)?.length ?? 0;
	// A third: foreign names and quotations are fewer, and kana are mixed with Han.
	for (const [language, pattern] of SCRIPTS)
		if ((sample.match(pattern)?.length ?? 0) > Math.max(8, letters * (language === 'ja' ? 0.1 : 0.3))) return language;
	const words = sample.toLowerCase().match(/\p{L}+/gu) ?? [];
	if (words.length < FEWEST_WORDS) return null;
	const counts = LISTS.map(({ language, words: small }) => {
		const found = words.filter((word) => small.has(word));
		return { language, count: new Set(found).size < FEWEST_KINDS ? 0 : found.length };
	});
	// Neighbours share their small words: which of them it is matters less than that it is none of the others.
	counts.sort((a, b) => b.count - a.count);
	const { language, count } = counts[0]!;
	return count >= words.length * ENOUGH && !counts.some((other) => other.language === 'en' && other !== counts[0] && other.count === count)
		? language
		: null;
}

/** The language of a text that says of itself that it is in `declared`: what is clear goes first, then the word of the page, then English. */
export function languageOf(text: string, declared = ''): string {
	const clear = clearLanguage(text);
	return clear && !declared.toLowerCase().startsWith(clear) ? clear : declared || clear || 'en';
}

/** "German" for "de". */
export function languageName(code: string): string {
	try {
		return new Intl.DisplayNames(['en'], { type: 'language' }).of(code.slice(0, 2)) ?? code;
	} catch {
		return code;
	}
}

/** Whether two tags ("en-GB", "en") name one language; a text that does not say is taken for the other's. */
export const sameLanguage = (one: string, other: string): boolean =>
	!one || !other || one.slice(0, 2).toLowerCase() === other.slice(0, 2).toLowerCase();
