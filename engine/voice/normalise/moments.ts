/** Readings of clock times, dates and spans of them. */
import { cardinal, decimal, ordinal, smallNumber, year } from './numbers';
import { MONTH_NAMES } from './tables';

export const twoDigits = (text: string): string => (text[0] === '0' ? `oh ${smallNumber(Number(text))}` : smallNumber(Number(text)));

const HALF = '(am|pm|a\\.m|p\\.m)\\.?';
const clock = new RegExp(`^(\\d{1,2})[:.](\\d\\d)(?::(\\d\\d))?\\s?(?:${HALF})?$`, 'i');
const hour = new RegExp(`^(\\d{1,2})${HALF}$`, 'i');
const half = (text: string | undefined): string => (text ? ` ${text[0]!.toUpperCase()} M` : '');
export const HALF_DAY = /^[ap]\.?m\.?$/i;

/** One clock time ("3:30", "5pm", "6.30 pm"); `next` is the word after it. Null where it is none. */
function clockTime(core: string, next: string): string | null {
	const found = clock.exec(core);
	// "6.30" is a time only where a half of the day says so.
	if (found && Number(found[1]) < 25 && Number(found[2]) < 60 && (core.includes(':') || found[4] || HALF_DAY.test(next))) {
		const [, h, m, s, day] = found;
		if (s) return `${cardinal(h!)} ${twoDigits(m!)} ${twoDigits(s)}${half(day)}`;
		const full = day || HALF_DAY.test(next) ? '' : Number(h) > 12 || h === '00' ? ' hundred' : " o'clock";
		return `${cardinal(String(Number(h)))}${m === '00' ? full : ` ${twoDigits(m!)}`}${half(day)}`;
	}
	const bare = hour.exec(core);
	return bare ? `${cardinal(bare[1]!)}${half(bare[2])}` : null;
}

/** Times, spans of times ("9:30–11:00", "10am-5pm"), heights, odds and ratios; null where it is none. */
export function speakTime(core: string, next: string): string | null {
	const one = clockTime(core, next);
	if (one !== null) return one;
	const span = /^(.+?)(?:–|—|-)(.+)$/.exec(core);
	if (span && /\d[:.]\d\d|[ap]\.?m/i.test(core)) {
		const [from, to] = [clockTime(span[1]!, next), clockTime(span[2]!, next)];
		const opened = /^\d{1,2}$/.test(span[1]!) && Number(span[1]) < 25 ? cardinal(span[1]!) : from;
		if (opened !== null && to !== null) return `${opened} to ${to}`;
	}
	const height = /^(\d{1,2})'(\d{1,2})(?:"|'')?$/.exec(core);
	if (height) return `${cardinal(height[1]!)} foot ${cardinal(height[2]!)}`;
	const odds = /^(\d+)-(in|for|on|of|by|and|or|out-of)-(\d+)$/.exec(core);
	if (odds) return `${cardinal(odds[1]!)} ${odds[2]!.replace(/-/g, ' ')} ${cardinal(odds[3]!)}`;
	const ratio = /^(\d[\d,]*(?:\.\d+)?):(\d[\d,]*(?:\.\d+)?)$/.exec(core);
	return ratio ? `${decimal(ratio[1]!)} to ${decimal(ratio[2]!)}` : null;
}

/** Spans as a stopwatch shows them: "2h", "15m" and "30s" behind one another, "1h30", "1:23.45"; null where it is none. */
export function speakStopwatch(core: string, previous: string): string | null {
	const lap = /^(\d{1,2}):(\d\d)\.(\d{1,3})$/.exec(core);
	if (lap && Number(lap[2]) < 60)
		return `${cardinal(lap[1]!)} ${twoDigits(lap[2]!)} point ${[...lap[3]!].map((digit) => cardinal(digit)).join(' ')}`;
	const hours = /^(\d{1,2})h(\d\d)m?$/.exec(core);
	if (hours) return `${cardinal(hours[1]!)} ${hours[1] === '1' ? 'hour' : 'hours'} ${twoDigits(hours[2]!)}`;
	const part = /^(\d{1,2}(?:\.\d+)?)([ms])$/.exec(core);
	if (!part || !(part[2] === 'm' ? /^\d+h$/ : /^\d+m(in)?$/).test(previous)) return null;
	const unit = part[2] === 'm' ? 'minute' : 'second';
	return `${decimal(part[1]!)} ${part[1] === '1' ? unit : `${unit}s`}`;
}

/** "a.m.–5" inside "10 a.m.–5 p.m.": the first half of the day, and the hour after it. */
export function speakHalfDaySpan(core: string): string | null {
	const span = /^([ap])\.?m\.?(?:–|—|-)(\d{1,2}(?::\d\d)?)$/i.exec(core);
	return span ? `${span[1]!.toUpperCase()} M to ${clockTime(span[2]!, 'pm') ?? cardinal(span[2]!)}` : null;
}

/** "2024-11-22", "12/25/2024"; null where it is no date. American order unless the first number is no month. */
export function speakDate(core: string): string | null {
	const iso = /^(\d{4})-(\d\d)-(\d\d)$/.exec(core);
	const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d\d)$/.exec(core);
	if (!iso && !us) return null;
	let [month, day] = iso ? [Number(iso[2]), Number(iso[3])] : [Number(us![1]), Number(us![2])];
	if (month > 12 && day <= 12) [month, day] = [day, month];
	if (month < 1 || month > 12 || day < 1 || day > 31) return null;
	const written = iso ? iso[1]! : us![3]!;
	return `${MONTH_NAMES[month - 1]} ${ordinal(String(day))}, ${written.length === 4 ? year(written) : twoDigits(written)}`;
}
