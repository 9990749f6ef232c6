/**
 * Units of measure with exact factors to a base unit, their spellings and how they are written on screen.
 */

export interface Unit {
	/** Normal form ("kilometre"). */
	id: string;
	/** Written after a number on screen ("km"). */
	symbol: string;
	dimension: string;
	/** Base units in one of these; temperatures are compared by {@link convert}. */
	factor: number;
}

const table: [string, string, string, number, string][] = [
	['millimetre', 'mm', 'length', 0.001, 'millimetres? millimeters? mm'],
	['centimetre', 'cm', 'length', 0.01, 'centimetres? centimeters? cm'],
	['metre', 'm', 'length', 1, 'metres? meters? m'],
	['kilometre', 'km', 'length', 1000, 'kilometres? kilometers? km kms'],
	['inch', 'in', 'length', 0.0254, 'inch inches'],
	['foot', 'ft', 'length', 0.3048, 'foot feet ft'],
	['yard', 'yd', 'length', 0.9144, 'yards? yd'],
	['mile', 'mi', 'length', 1609.344, 'miles? mi'],
	['nautical mile', 'nmi', 'length', 1852, 'nautical-miles?'],
	['gram', 'g', 'mass', 0.001, 'grams? grammes? g'],
	['milligram', 'mg', 'mass', 1e-6, 'milligrams? mg'],
	['kilogram', 'kg', 'mass', 1, 'kilograms? kilogrammes? kilos? kg'],
	['tonne', 't', 'mass', 1000, 'tonnes? metric-tons?'],
	['ton', 'tons', 'mass-ton', 1, 'tons?'],
	['ounce', 'oz', 'mass', 0.028349523125, 'ounces? oz'],
	['pound', 'lb', 'mass', 0.45359237, 'lbs? pounds?'],
	['second', 's', 'time', 1, 'seconds? secs? s'],
	['millisecond', 'ms', 'time', 0.001, 'milliseconds? ms'],
	['minute', 'min', 'time', 60, 'minutes? mins?'],
	['hour', 'h', 'time', 3600, 'hours? hrs? h'],
	['day', 'days', 'time', 86400, 'days?'],
	['week', 'weeks', 'time', 604800, 'weeks?'],
	['month', 'months', 'time-month', 1, 'months?'],
	['year', 'years', 'time-month', 12, 'years?'],
	['decade', 'decades', 'time-month', 120, 'decades?'],
	['century', 'centuries', 'time-month', 1200, 'century centuries'],
	['litre', 'L', 'volume', 1, 'litres? liters?'],
	['millilitre', 'mL', 'volume', 0.001, 'millilitres? milliliters? ml'],
	['gallon', 'gal', 'volume-gallon', 1, 'gallons?'],
	['hectare', 'ha', 'area', 10000, 'hectares? ha'],
	['acre', 'acres', 'area', 4046.8564224, 'acres?'],
	['square metre', 'm²', 'area', 1, 'square-(?:metres?|meters?) m²'],
	['square kilometre', 'km²', 'area', 1e6, 'square-(?:kilometres?|kilometers?) km²'],
	['square mile', 'sq mi', 'area', 2589988.110336, 'square-miles?'],
	['cubic metre', 'm³', 'volume', 1000, 'cubic-(?:metres?|meters?) m³'],
	['degree celsius', '°C', 'temperature', 1, '°-?C degrees?-(?:Celsius|C|centigrade)'],
	['degree fahrenheit', '°F', 'temperature', 1, '°-?F degrees?-(?:Fahrenheit|F)'],
	['degree', '°', 'angle', 1, 'degrees? °'],
	['watt', 'W', 'power', 1, 'watts? W'],
	['kilowatt', 'kW', 'power', 1e3, 'kilowatts? kW'],
	['megawatt', 'MW', 'power', 1e6, 'megawatts? MW'],
	['gigawatt', 'GW', 'power', 1e9, 'gigawatts? GW'],
	['kilowatt-hour', 'kWh', 'energy', 1, 'kilowatt-hours? kWh'],
	['megawatt-hour', 'MWh', 'energy', 1e3, 'megawatt-hours? MWh'],
	['volt', 'V', 'voltage', 1, 'volts? V'],
	['decibel', 'dB', 'level', 1, 'decibels? dB'],
	['hertz', 'Hz', 'frequency', 1, 'hertz Hz'],
	['kilohertz', 'kHz', 'frequency', 1e3, 'kilohertz kHz'],
	['megahertz', 'MHz', 'frequency', 1e6, 'megahertz MHz'],
	['gigahertz', 'GHz', 'frequency', 1e9, 'gigahertz GHz'],
	['bit', 'bits', 'data-bit', 1, 'bits?'],
	['megabit', 'Mb', 'data-bit', 1e6, 'megabits? Mb'],
	['gigabit', 'Gb', 'data-bit', 1e9, 'gigabits? Gb'],
	['megabyte', 'MB', 'data', 1e6, 'megabytes? MB'],
	['gigabyte', 'GB', 'data', 1e9, 'gigabytes? GB'],
	['terabyte', 'TB', 'data', 1e12, 'terabytes? TB'],
	['bar', 'bar', 'pressure', 1, 'bars?'],
	['psi', 'psi', 'pressure', 0.0689475729, 'psi'],
	['knot', 'kn', 'speed', 0.514444, 'knots?'],
	['mph', 'mph', 'speed', 0.44704, 'mph'],
	['km/h', 'km/h', 'speed', 1 / 3.6, 'km/h kph kmh'],
	['megapixel', 'MP', 'pixels', 1, 'megapixels?'],
	['calorie', 'cal', 'food', 1, 'calories? kcal'],
	['percent', '%', 'percent', 1, '% percent per-cent pct'],
	['percentage point', 'pp', 'points', 1, 'percentage-points?'],
	['point', 'points', 'point', 1, 'points?'],
];

export const UNITS: Unit[] = table.map(([id, symbol, dimension, factor]) => ({ id, symbol, dimension, factor }));
/** "an hour", "per second", "a year", "/km" after a unit. */
const PER = '(?:\\s?(?:per|an?|each|every|/)\\s?([a-z]+)(?![a-z])(?! (?:earlier|later|ago|before|after)\\b))';
const spellings = table
	.flatMap(([id, , , , forms]) => forms.split(' ').map((form) => [form.replace(/-(?![?])/g, '[ -]?'), id] as const))
	.sort((a, b) => b[0].length - a[0].length);
const PATTERN = new RegExp(`^(?:[ -]?\\u00a0?)(?:${spellings.map(([form]) => `(${form})`).join('|')})(?![\\p{L}\\p{N}])`, 'u');
/** Speeds written as one word are lengths per hour. */
const SPEEDS: Record<string, string> = { 'km/h': 'kilometre', mph: 'mile' };
const SHORT_RATES: Record<string, string> = {
	s: 'second',
	h: 'hour',
	min: 'minute',
	km: 'kilometre',
	m: 'metre',
	kg: 'kilogram',
	l: 'litre',
};
const RATE_WORDS = new Set(
	'second minute hour day night week month year season metre meter degree litre liter kilogram kilo gram head person capita mile kilometre inch square hectare tonne ton barrel game match cent household'.split(
		' ',
	),
);

/** The unit that a text starts with (a blank or hyphen may stand before it), with a rate such as "per second". Null when there is none. */
export function readUnit(text: string): { unit: Unit; per: string | null; length: number } | null {
	const match = PATTERN.exec(text);
	if (!match) return null;
	const index = match.slice(1).findIndex((group) => group !== undefined);
	const id = spellings[index]![1];
	const speed = SPEEDS[id];
	const unit = UNITS.find((known) => known.id === (speed ?? id))!;
	let length = match[0].length;
	let per: string | null = speed ? 'hour' : null;
	for (;;) {
		const rate = new RegExp(`^${PER}`).exec(text.slice(length));
		const rateWord = rate && (SHORT_RATES[rate[1]!] ?? rate[1]!.replace(/(?<=.)s$/, ''));
		if (!rate || !rateWord || !RATE_WORDS.has(rateWord)) break;
		per = per ? `${per}/${rateWord}` : rateWord;
		length += rate[0].length;
	}
	return { unit, per, length };
}

/** A rate behind an amount ("a year", "per night"), or null. */
export function readRate(text: string): { per: string; length: number } | null {
	// "$41 million a year earlier" is no rate.
	const rate = /^ (?:per|an?|each|every) ([a-z]+)\b(?! (?:earlier|later|ago|before|after)\b)/.exec(text);
	return rate && RATE_WORDS.has(rate[1]!) ? { per: rate[1]!, length: rate[0].length } : null;
}

/** A value in base units, so that values of one dimension compare; temperatures become degrees Celsius. */
export function toBase(value: number, unit: Unit): number {
	if (unit.id === 'degree fahrenheit') return ((value - 32) * 5) / 9;
	return value * unit.factor;
}
