/** A small table of a page as a sentence that can be spoken: one column of names, one of numbers, every cell as it stands. */
import { capitalise } from './words';

/** Rows that one breath tells. */
const LEAST = 3;
const MOST = 6;
const NUMBER = /^[£$€]?\d[\d,]*(?:\.\d+)?(?:\s?(?:%|percent|per cent|thousand|million|billion|\p{Ll}{1,12}))?$/u;
const LABEL = /^[\p{L}\p{N}][\p{L}\p{N}’'&.-]*(?:\s[\p{L}\p{N}’'&.-]+){0,3}$/u;
const YEAR = /^(?:1[5-9]|20)\d\d$/;
const TOTAL = /^(?:total|sum|all|average|mean|median|other|others|rest)\b/i;

interface Column {
	/** What is measured: "Rent in 2024". */
	name: string;
	unit: string;
	cells: string[];
}

/** The sentence of a table, or null where it has no clear column of names, or none of numbers, or more rows than are told. */
export function toldTable({ header, rows }: { header: string[]; rows: string[][] }): string | null {
	const body = rows.filter((row) => !TOTAL.test(row[0] ?? ''));
	if (body.some((row) => row.length !== header.length) || body.length < LEAST || body.length > MOST) return null;
	const labels = body.map((row) => (row[0] ?? '').trim());
	if (!labels.every((label) => LABEL.test(label)) || new Set(labels).size !== labels.length) return null;
	const years = labels.every((label) => YEAR.test(label));
	// "10 for Volta Home 5, 12 for …": a name's number is heard as one more value.
	if (!years && labels.some((label) => /\d/.test(label))) return null;
	// Of several the last: it is the newest, or what comes out.
	const column = header
		.slice(1)
		.map((head, i) =>
			columnOf(
				head,
				body.map((row) => (row[i + 1] ?? '').trim()),
			),
		)
		.findLast((each) => each !== null);
	if (!column) return null;
	const { name, unit, cells } = column;
	const parts = labels.map((label, i) => `${cells[i]}${i === 0 && unit ? ` ${unit}` : ''} ${years ? 'in' : 'for'} ${label}`);
	return `${name} ${verbOf(name, years)} ${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}.`;
}

function columnOf(head: string, cells: string[]): Column | null {
	const [, name = '', inBrackets = '', behind = ''] = /^([^,()]+?)\s*(?:\(([^()]+)\)|,\s*(?:in\s)?([\p{L}% ]+))?$/u.exec(head.trim()) ?? [];
	const unit = (inBrackets || behind).trim().replace(/^%$/, 'percent');
	if (!name || !cells.every((cell) => NUMBER.test(cell)) || (unit && !/^\p{L}[\p{L} ]{0,24}$/u.test(unit))) return null;
	// "Worms surfaced is 64 percent": what is measured is a thing.
	if (name.split(' ').length > 6 || /\b(?:rank|place|no|number|id|year|position)\b/i.test(name) || VERBAL.test(name)) return null;
	const own = cells.some((cell) => /[£$€%]|\p{L}/u.test(cell));
	return { name: capitalise(name), unit: own ? '' : unit, cells: cells.map((cell) => cell.replace(/\s?%$/, ' percent')) };
}

const VERBAL = /\s\p{Ll}+(?:ed|en)$/u;

/** "is", "were": by the noun, and by whether its time is over. */
function verbOf(name: string, years: boolean): string {
	const noun = name.split(/\s(?:in|of|per|for|on|at|by|since)\s/)[0] ?? name;
	const many = /(?:[^su]s|people|men|women|children)$/i.test(noun);
	return years || /\b(?:1[5-9]|20)\d\d\b/.test(name) ? (many ? 'were' : 'was') : many ? 'are' : 'is';
}

/** Whether a sentence tells a table. */
export const tellsTable = (text: string): boolean =>
	/^[^,]+ (?:is|are|was|were) [£$€]?\d/.test(text) &&
	(text.match(/\d[^,]* (?:for|in) [^,]+/g) ?? []).length >= LEAST - 1 &&
	/, .* and /.test(text);
