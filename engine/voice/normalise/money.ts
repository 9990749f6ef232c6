/** Readings of money: amounts, amounts a piece or a month, amounts with a scale word after them. */
import { cardinal, decimal, smallNumber } from './numbers';
import { isAttributive, isOne } from './read';
import { CURRENCIES, PER, SCALE_LETTERS, SCALE_WORDS } from './tables';
import type { Token } from './token';

export const CURRENCY = Object.keys(CURRENCIES).sort((a, b) => b.length - a.length).map((sign) => sign.replace(/\$/g, '\\$')).join('|'); // prettier-ignore
export const NUMBER = '(?:\\d[\\d,]*(?:\\.\\d+)?|\\.\\d+)';
const SCALE = Object.keys(SCALE_LETTERS).sort((a, b) => b.length - a.length).join('|'); // prettier-ignore

const money = new RegExp(`^(${CURRENCY})(${NUMBER})(?:-?(${SCALE}|thousand|million|billion|trillion))?(\\+?)((?:-an?-|/)\\p{L}+)?$`, 'iu');
const moneyAfter = new RegExp(`^(${NUMBER})(${SCALE})?(€|£|¢|₹|¥)$`);
const signed = new RegExp(`^[+\\-−~≈<>≥≤]?(${CURRENCY})`);

/** The names of the currency a word begins with. */
export function currencyOf(core: string): (typeof CURRENCIES)[string] | null {
	const sign = signed.exec(core)?.[1];
	return sign === undefined ? null : CURRENCIES[sign]!;
}

const scaleWord = (letters: string): string => SCALE_LETTERS[letters] ?? SCALE_LETTERS[letters.toLowerCase()] ?? letters.toLowerCase();

/** Reading of token `i` as an amount of money, `core` being its text without a sign; null when it is none. */
export function speakMoney(core: string, tokens: Token[], i: number): string | null {
	const cash = money.exec(core);
	if (cash) {
		const per = cash[5] ?? '';
		const amount = `${amountOf(cash[1]!, cash[2]!, cash[3], tokens, i, per !== '')}${cash[4] ? ' plus' : ''}`;
		if (per.startsWith('/')) return `${amount} per ${PER[per.slice(1)] ?? per.slice(1)}`;
		return per ? `${amount} ${per.slice(1).replace('-', ' ')}` : amount;
	}
	const tail = moneyAfter.exec(core);
	return tail ? amountOf(tail[3]!, tail[1]!, tail[2], tokens, i, false) : null;
}

/** "$4.99" → four dollars and ninety-nine cents; "$3.5" before "billion" leaves the dollars to that word. */
function amountOf(sign: string, number: string, scale: string | undefined, tokens: Token[], i: number, per: boolean): string {
	const [one, several, centOne, cents] = CURRENCIES[sign] ?? CURRENCIES[sign.toUpperCase()]!;
	if (scaledLater(tokens, i)) return decimal(number);
	const single = (!per && isAttributive(tokens[i - 1], tokens[i + 1])) || (!scale && isOne(number));
	if (scale) return `${decimal(number)} ${scaleWord(scale)} ${single ? one : several}`;
	const coins = /^([\d,]*)\.(\d\d)$/.exec(number);
	if (!coins || !cents) return `${decimal(number)} ${single ? one : several}`;
	const whole = coins[1] ? BigInt(coins[1].replace(/,/g, '')) : 0n;
	const part = Number(coins[2]);
	const notes = whole > 0n ? `${cardinal(coins[1]!)} ${single || whole === 1n ? one : several}` : '';
	const change = part > 0 ? `${smallNumber(part)} ${part === 1 ? centOne : cents}` : '';
	return notes && change ? `${notes} and ${change}` : notes || change || `zero ${several}`;
}

/** "$3.5 billion", "$5 to $7 billion": the currency is said once, after the scale. */
function scaledLater(tokens: Token[], i: number): boolean {
	if (tokens[i]!.pause) return false;
	if (SCALE_WORDS.test(tokens[i + 1]?.core ?? '')) return true;
	const [joint, other, scale] = tokens.slice(i + 1, i + 4);
	if (!joint || !other || !scale || joint.pause || other.pause || !/^(to|or|–)$/.test(joint.core)) return false;
	return SCALE_WORDS.test(scale.core) && currencyOf(other.core) !== null && currencyOf(other.core) === currencyOf(tokens[i]!.core);
}
