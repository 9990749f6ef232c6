/** The parts of a sentence that each say something. */

/** Where a sentence goes over to something else; the joining word stays with what it begins. */
const JOINTS =
	/[;:]\s+|\s+[–—-]\s+|,\s+(?=(?:which|who|whom|whose|where|and|so|as|since|because|but|while|whereas|although|though|then|after|before)\b)|\s+(?=(?:but|while|whereas|although|though)\b)/i;

const SENTENCE = /(?<=[\p{Ll}\d][.!?]["')]?)\s+(?=["'(]?[\p{Lu}\d])/u;

/** The parts of a text, in order. */
export const partsOf = (text: string): string[] => text.split(SENTENCE).flatMap((sentence) => sentence.split(JOINTS));
