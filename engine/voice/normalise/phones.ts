/** Telephone numbers: digit by digit, a breath between the groups. */
import { digits, smallNumber } from './numbers';
import type { Token } from './token';

const SHAPES = /^\+?(\d{1,3}-)?\d{3}-\d{3}-\d{4}$|^\d{3}-\d{4}$|^\+\d{7,15}$|^1-\d{3}-\d{3}-\d{4}$/;

/** Reading of a number that is one word ("555-1234", "1-800-FLOWERS"), or null. */
export function speakPhone(core: string): string | null {
	const letters = /^1-([89]00)-([A-Z]{4,})$/.exec(core);
	if (letters) return `one ${smallNumber(Number(letters[1]))} ${letters[2]}`;
	const plain = core.replace(/[().]/g, (c) => (c === '.' ? '-' : ''));
	if (!SHAPES.test(plain)) return null;
	return `${plain.startsWith('+') ? 'plus ' : ''}${plain.replace('+', '').split('-').map((group) => digits(group, true)).join(', ')}`; // prettier-ignore
}

const GROUP = /^\+?\(?\d+\)?(?:-\d+)*[.,;:!?]?$/;
const CALLED = /^(call|calls|called|calling|dial|dials|dialed|dialled|dialing|dialling|ring|rang|ringing)$/i;

/** Reading of token `i` where it is a group of a number written in several words ("+44 20 7946 0958", "(555) 123-4567"), or null. */
export function speakPhoneGroup(tokens: Token[], i: number): string | null {
	const { core } = tokens[i]!;
	if (!GROUP.test(tokens[i]!.display)) return null;
	if (/^[19]1[12]$|^999$/.test(core) && CALLED.test(tokens[i - 1]?.core ?? '')) return digits(core);
	let from = i;
	while (from > 0 && GROUP.test(tokens[from - 1]!.display) && !/[.;:!?]$/.test(tokens[from - 1]!.display) && !tokens[from]!.display.startsWith('+')) from--; // prettier-ignore
	let to = i;
	while (to + 1 < tokens.length && !/[.,;:!?]$/.test(tokens[to]!.display) && GROUP.test(tokens[to + 1]!.display) && !tokens[to + 1]!.display.startsWith('+')) to++; // prettier-ignore
	if (from === to) return null;
	const run = tokens.slice(from, to + 1).map((token) => token.display);
	const groups = run.join('-').replace(/[^\d-]/g, '').split('-').map((group) => group.length); // prettier-ignore
	const total = groups.reduce((a, b) => a + b, 0);
	const marked = /^\+\d/.test(run[0]!) || /\(\d{2,5}\)/.test(run.join(' '));
	const american = groups.join() === '3,3,4';
	const trunk = /^0\d/.test(run[0]!) && total >= 9;
	if (total < 7 || total > 15 || !(marked || american || trunk)) return null;
	return `${run[i - from]!.startsWith('+') ? 'plus ' : ''}${core.replace(/[+()]/g, '').split('-').map((group) => digits(group, true)).join(', ')}${i < to ? ',' : ''}`; // prettier-ignore
}
