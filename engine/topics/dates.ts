/** Dates as feeds and pages write them. Nothing is guessed: a form that is not understood whole is null. */

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const MONTH =
	'(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const DAY = '(?:(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\\.?,?\\s+)?';
const TIME = '(?:(?:,|\\s+at|\\s+-|\\s+–|T)?\\s*(\\d{1,2})[:.](\\d{2})(?::(\\d{2})(?:\\.\\d+)?)?\\s*([ap]\\.?m\\.?)?)?';
const ZONE = '(?:\\s*\\(?([+-]\\d{2}:?\\d{2}|[a-z]{1,5})\\)?)?';

/** Minutes east of UTC. "IST" and other ambiguous names are absent on purpose; BST is read as British Summer Time. */
const ZONES: Record<string, number> = {
	z: 0, ut: 0, utc: 0, gmt: 0, wet: 0, bst: 60, west: 60, cet: 60, cest: 120, eet: 120, eest: 180, msk: 180,
	est: -300, edt: -240, cst: -360, cdt: -300, mst: -420, mdt: -360, pst: -480, pdt: -420, akst: -540, akdt: -480, hst: -600,
	jst: 540, kst: 540, aest: 600, aedt: 660, awst: 480, nzst: 720, nzdt: 780,
}; // prettier-ignore

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(z|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?$/i;
const DAY_FIRST = new RegExp(`^${DAY}(\\d{1,2})(?:st|nd|rd|th)?[\\s-]+${MONTH}[\\s,-]+(\\d{4}|\\d{2})${TIME}${ZONE}$`, 'i');
const MONTH_FIRST = new RegExp(`^${DAY}${MONTH}\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})${TIME}${ZONE}$`, 'i');
const DOTTED = new RegExp(`^(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})${TIME}${ZONE}$`, 'i');

function offset(zone: string | undefined): number | null {
	if (!zone) return 0;
	const numeric = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
	if (numeric) return (numeric[1] === '-' ? -1 : 1) * (Number(numeric[2]) * 60 + Number(numeric[3] ?? 0));
	return ZONES[zone.toLowerCase()] ?? null;
}

function build(
	year: number,
	month: number,
	day: number,
	hour: number,
	minute: number,
	second: number,
	zone: string | undefined,
): string | null {
	const shift = offset(zone);
	if (shift === null || Math.abs(shift) > 14 * 60 || month < 1 || month > 12 || hour > 24 || minute > 59 || second > 60) return null;
	const full = year < 100 ? year + (year < 70 ? 2000 : 1900) : year;
	if (full < 1900 || full > 2100) return null;
	const midnight = new Date(Date.UTC(full, month - 1, day));
	if (midnight.getUTCDate() !== day) return null;
	return new Date(midnight.getTime() + ((hour * 60 + minute - shift) * 60 + Math.min(second, 59)) * 1000).toISOString();
}

/**
 * An ISO time in UTC, or null. Knows ISO 8601, RFC 822 with its looser relatives (no seconds, no weekday, zone names such as BST or EST,
 * two-digit years), "April 8, 2025 at 06:30", "8 April 2025" and "08.04.2025 06:30". A day alone is its midnight in UTC, as is a time without a zone.
 */
export function parseDate(text: string | null | undefined): string | null {
	const input = text?.replace(/\s+/g, ' ').trim() ?? '';
	if (!input || input.length > 80) return null;
	let m = ISO.exec(input);
	if (m) return build(+m[1]!, +m[2]!, +m[3]!, +(m[4] ?? 0), +(m[5] ?? 0), +(m[6] ?? 0), m[7]);
	const hourOf = (hour: string | undefined, half: string | undefined) => {
		const value = Number(hour ?? 0);
		if (!half) return value;
		return (value % 12) + (half[0]!.toLowerCase() === 'p' ? 12 : 0);
	};
	const monthOf = (name: string) => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
	m = DAY_FIRST.exec(input);
	if (m) return build(+m[3]!, monthOf(m[2]!), +m[1]!, hourOf(m[4], m[7]), +(m[5] ?? 0), +(m[6] ?? 0), m[8]);
	m = MONTH_FIRST.exec(input);
	if (m) return build(+m[3]!, monthOf(m[1]!), +m[2]!, hourOf(m[4], m[7]), +(m[5] ?? 0), +(m[6] ?? 0), m[8]);
	m = DOTTED.exec(input);
	if (m) return build(+m[3]!, +m[2]!, +m[1]!, hourOf(m[4], m[7]), +(m[5] ?? 0), +(m[6] ?? 0), m[8]);
	return null;
}
