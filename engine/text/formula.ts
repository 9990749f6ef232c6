/**
 * Arithmetic of derived figures: numbers, named operands, + − × ÷ and brackets, each value with the dimension that it measures.
 * Nothing is evaluated as code.
 */

/** A number with its dimension ("length", "GBP", "count"); null: a plain number. */
export interface Measured {
	value: number;
	dimension: string | null;
}

export class FormulaError extends Error {}

type Token = { kind: 'number'; value: number } | { kind: 'name'; name: string } | { kind: 'mark'; mark: string };

function tokens(text: string): Token[] {
	const out: Token[] = [];
	const pattern = /\s*(?:(\d[\d,]*(?:\.\d+)?)|([A-Za-z_]\w*)|([-+−–*×·/÷()]))/uy;
	let at = 0;
	while (at < text.trimEnd().length) {
		pattern.lastIndex = at;
		const match = pattern.exec(text);
		if (!match) throw new FormulaError(`"${text.slice(at).trim()}" is no arithmetic: use numbers, operand names, + − × ÷ and brackets`);
		at = pattern.lastIndex;
		const [, number, name, mark] = match;
		if (number) out.push({ kind: 'number', value: Number(number.replace(/,/g, '')) });
		else if (name) out.push({ kind: 'name', name });
		else out.push({ kind: 'mark', mark: { '−': '-', '–': '-', '×': '*', '·': '*', '÷': '/' }[mark!] ?? mark! });
	}
	return out;
}

/**
 * Value of a formula.
 * @param operands by name
 * @throws FormulaError for unknown names, unlike dimensions ("3 km + 2 kg"), division by zero, bad syntax
 */
export function evaluate(formula: string, operands: Map<string, Measured>): Measured & { used: Set<string> } {
	const list = tokens(formula);
	const used = new Set<string>();
	let at = 0;
	const mark = (expected: string): boolean => {
		const token = list[at];
		if (token?.kind !== 'mark' || token.mark !== expected) return false;
		at++;
		return true;
	};
	const primary = (): Measured => {
		if (mark('(')) {
			const inside = sum();
			if (!mark(')')) throw new FormulaError('a bracket is not closed');
			return inside;
		}
		if (mark('-')) {
			const inside = primary();
			return { ...inside, value: -inside.value };
		}
		const token = list[at++];
		if (token?.kind === 'number') return { value: token.value, dimension: null };
		if (token?.kind === 'name') {
			const operand = operands.get(token.name);
			if (!operand) throw new FormulaError(`the formula names "${token.name}", which is no operand`);
			used.add(token.name);
			return operand;
		}
		throw new FormulaError('a number or an operand is missing in the formula');
	};
	const product = (): Measured => {
		let left = primary();
		for (;;) {
			if (mark('*')) {
				const right = primary();
				if (left.dimension && right.dimension)
					left = { value: left.value * right.value, dimension: `${left.dimension}·${right.dimension}` };
				else left = { value: left.value * right.value, dimension: left.dimension ?? right.dimension };
			} else if (mark('/')) {
				const right = primary();
				if (right.value === 0) throw new FormulaError('the formula divides by zero');
				const dimension =
					left.dimension === right.dimension ? null : right.dimension ? `${left.dimension ?? '1'}/${right.dimension}` : left.dimension;
				left = { value: left.value / right.value, dimension };
			} else return left;
		}
	};
	const sum = (): Measured => {
		let left = product();
		for (;;) {
			const sign = mark('+') ? 1 : mark('-') ? -1 : 0;
			if (!sign) return left;
			const right = product();
			if (left.dimension !== right.dimension)
				throw new FormulaError(
					`the formula adds or subtracts unlike things (${left.dimension ?? 'a plain number'} and ${right.dimension ?? 'a plain number'})`,
				);
			left = { value: left.value + sign * right.value, dimension: left.dimension };
		}
	};
	const result = sum();
	if (at < list.length) throw new FormulaError('the formula goes on after its end');
	return { ...result, used };
}
