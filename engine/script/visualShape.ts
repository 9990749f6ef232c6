/** Reading a visual that somebody typed or edited: unknown fields are dropped, wrong shapes are refused. */
import type { Place, SplitSide, Visual, VisualType } from '../asset';

const TYPES = new Set<VisualType>([
	'hook',
	'bignum',
	'share',
	'split',
	'line',
	'bars',
	'place',
	'route',
	'timeline',
	'steps',
	'list',
	'definition',
	'count',
	'date',
	'cause',
	'quote',
	'statement',
	'outro',
]);
export const isVisualType = (text: string): text is VisualType => TYPES.has(text as VisualType);

type Loose = Record<string, unknown>;
const LONGEST = 160;

/** Plain drawable text: no control characters, no markup. */
export const plainText = (value: unknown, longest = LONGEST): string =>
	typeof value === 'string'
		? value
				.replace(/[\p{Cc}\p{Cf}]/gu, ' ')
				.replace(/<[^<>]*>/g, '')
				.replace(/[<>]/g, '')
				.replace(/\s+/g, ' ')
				.trim()
				.slice(0, longest)
		: '';

const number = (value: unknown): number | null =>
	typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e15 ? value : null;
const list = (value: unknown, most: number): Loose[] =>
	Array.isArray(value) ? value.slice(0, most).filter((item): item is Loose => typeof item === 'object' && item !== null) : [];

function place(value: unknown): Place | null {
	const loose = value as Loose | null | undefined;
	const latitude = number(loose?.latitude);
	const longitude = number(loose?.longitude);
	const name = plainText(loose?.name, 60);
	if (latitude === null || longitude === null || Math.abs(latitude) > 90 || Math.abs(longitude) > 180 || !name) return null;
	const country = typeof loose?.country === 'string' && /^[A-Z]{3}$/.test(loose.country) ? loose.country : undefined;
	return { name, latitude, longitude, ...(country ? { country } : {}) };
}

function side(value: unknown): SplitSide | null {
	const loose = value as Loose | null | undefined;
	const read = { kicker: plainText(loose?.kicker, 60), value: plainText(loose?.value, 40), label: plainText(loose?.label, 80) };
	const unit = plainText(loose?.unit, 30);
	return read.value ? { ...read, ...(unit ? { unit } : {}) } : null;
}

/** A visual from parsed JSON, or null when its shape is not one of the union's. */
export function readVisual(type: string, value: unknown): Visual | null {
	if (!isVisualType(type)) return null;
	const loose = (typeof value === 'object' && value !== null ? value : {}) as Loose;
	const visual = read(type, loose);
	if (!visual) return null;
	const sticker = plainText(loose.sticker, 60);
	if (/^[a-z0-9-]+$/.test(sticker)) visual.sticker = sticker;
	if (Array.isArray(loose.cues)) visual.cues = loose.cues.slice(0, 12).map((cue) => plainText(cue, 40));
	return visual;
}

function read(type: VisualType, loose: Loose): Visual | null {
	const display = plainText(loose.display, 40);
	switch (type) {
		case 'statement':
			return { type };
		case 'hook': {
			const shown = loose.number as Loose | undefined;
			const digits = plainText(shown?.display, 40);
			const limit = plainText(shown?.limit, 30);
			return digits ? { type, number: { display: digits, unit: plainText(shown?.unit, 60), ...(limit ? { limit } : {}) } } : { type };
		}
		case 'bignum': {
			const value = number(loose.value);
			return value === null || !display
				? null
				: { type, value, display, unit: plainText(loose.unit, 80), lead: plainText(loose.lead, 120) };
		}
		case 'share': {
			const percent = number(loose.percent);
			if (percent === null || percent < 0 || percent > 100 || !display) return null;
			const rest = plainText(loose.rest, 60);
			return { type, percent, display, label: plainText(loose.label, 80), ...(rest ? { rest } : {}) };
		}
		case 'split': {
			const [left, right] = [side(loose.left), side(loose.right)];
			return left && right ? { type, left, right } : null;
		}
		case 'line': {
			const points = list(loose.points, 12).flatMap((point) => {
				const [x, y] = [number(point.x), number(point.y)];
				return x === null || y === null ? [] : [{ x, y, display: plainText(point.display, 40) }];
			});
			return points.length >= 2 ? { type, unit: plainText(loose.unit, 40), points } : null;
		}
		case 'bars': {
			const items = list(loose.items, 8).flatMap((item) => {
				const value = number(item.value);
				const label = plainText(item.label, 60);
				return value === null || !label ? [] : [{ label, value, display: plainText(item.display, 40) || String(value) }];
			});
			const top = number(loose.top) ?? 0;
			return items.length >= 2
				? { type, unit: plainText(loose.unit, 40), items, top: Math.min(items.length - 1, Math.max(0, Math.round(top))) }
				: null;
		}
		case 'place': {
			const where = place(loose.place);
			const shown = loose.value as Loose | undefined;
			const digits = plainText(shown?.display, 40);
			return where ? { type, place: where, ...(digits ? { value: { display: digits, label: plainText(shown?.label, 60) } } : {}) } : null;
		}
		case 'route': {
			const [from, to] = [place(loose.from), place(loose.to)];
			return from && to ? { type, from, to } : null;
		}
		case 'timeline': {
			const items = list(loose.items, 6)
				.map((item) => ({ year: plainText(item.year, 20), text: plainText(item.text, 80) }))
				.filter((item) => item.year && item.text);
			return items.length >= 2 ? { type, items } : null;
		}
		case 'steps': {
			const items = list(loose.items, 6).flatMap((item) => {
				const text = plainText(item.text, 80);
				const detail = plainText(item.detail, 80);
				return text ? [{ text, ...(detail ? { detail } : {}) }] : [];
			});
			const firstNumber = number(loose.firstNumber);
			return items.length
				? {
						type,
						items,
						...(firstNumber !== null && firstNumber >= 1 && firstNumber < 100 ? { firstNumber: Math.round(firstNumber) } : {}),
					}
				: null;
		}
		case 'list': {
			const items = list(loose.items, 6).flatMap((item) => {
				const text = plainText(item.text, 80);
				const sticker = plainText(item.sticker, 60);
				return text ? [{ text, ...(/^[a-z0-9-]+$/.test(sticker) ? { sticker } : {}) }] : [];
			});
			const mark = loose.mark === 'check' || loose.mark === 'cross' ? loose.mark : 'dot';
			return items.length >= 2 ? { type, items, mark } : null;
		}
		case 'count': {
			const [value, of] = [number(loose.value), number(loose.of)];
			if (value === null || value < 1 || value > 150 || !Number.isInteger(value) || !display) return null;
			const whole = of !== null && Number.isInteger(of) && of >= value && of <= 150;
			return { type, value, ...(whole ? { of } : {}), display, label: plainText(loose.label, 80) };
		}
		case 'definition': {
			const [term, meaning] = [plainText(loose.term, 60), plainText(loose.meaning, 200)];
			return term && meaning ? { type, term, meaning } : null;
		}
		case 'date': {
			const text = plainText(loose.text, 80);
			return display && text ? { type, display, text } : null;
		}
		case 'cause': {
			const [cause, effect] = [plainText(loose.cause, 100), plainText(loose.effect, 100)];
			return cause && effect ? { type, cause, effect } : null;
		}
		case 'quote': {
			const text = plainText(loose.text, 300);
			const who = plainText(loose.who, 80);
			const role = plainText(loose.role, 80);
			return text && who ? { type, text, who, ...(role ? { role } : {}) } : null;
		}
		case 'outro': {
			const callToAction = plainText(loose.callToAction, 160);
			return { type, ...(callToAction ? { callToAction } : {}) };
		}
	}
}
