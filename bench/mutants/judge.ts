/** What a clear error is, as code: cause and next step in words, none of our or ffmpeg's insides. */
import { isOperatorError } from '../../engine/errors';

export type Verdict = 'accepted' | 'refused' | 'crash' | 'hang' | 'unclear';

/** Traces, source places, JavaScript's own words, addresses in memory, raw output. */
const INSIDES: readonly [RegExp, string][] = [
	[/\n\s*at |\bat .+\.(?:js|ts|cjs|mjs):\d+|node:internal/, 'a stack trace'],
	[/(?:Type|Range|Reference|Syntax)Error\b/, 'the name of a JavaScript error'],
	[/is not a function|is not iterable|Cannot (?:read|set|convert|destructure|use|create)|of undefined|of null|Maximum call stack|Invalid array length|Invalid time value|Invalid string length|undefined|\bNaN\b|\[object Object\]|E[A-Z]{4,}: /, "JavaScript's own words"],
	[/@ 0x[0-9a-f]+/, "an address of ffmpeg's memory"],
	[/\/dist\/|\/workers\/|\/children\/|node_modules/, 'a path of the program'],
	[/\n/, 'several lines'],
	[/[\u0000-\u0008\u000b-\u001f]/, 'control characters'],
]; // prettier-ignore

const LONGEST = 700;

/** What is wrong with a sentence for a person; null for nothing. `inside` are folders of ours that no message may name. */
export function unclear(text: string, inside: readonly string[]): string | null {
	if (!text.trim()) return 'it is empty';
	if (text.length > LONGEST) return `it has ${text.length} letters`;
	const folder = inside.find((each) => text.includes(each));
	if (folder) return `it names the internal folder ${folder}`;
	return INSIDES.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** Judges what was thrown. */
export function judge(error: unknown, inside: readonly string[]): { verdict: Verdict; why: string } {
	if (!isOperatorError(error)) return { verdict: 'unclear', why: `not one of our errors: ${(error as Error)?.stack ?? String(error)}` };
	const { code, message, fix, details } = error;
	if (details.signal) return { verdict: 'crash', why: `a program ended with ${String(details.signal)}: ${message}` };
	if (code === 'TIMEOUT') return { verdict: 'hang', why: message };
	const wrong = !code
		? 'it has no code'
		: /unexpected: please report/.test(fix)
			? `nobody expected it (${String(details.stack).split('\n').slice(0, 4).join(' | ')})`
			: (unclear(message, inside) ?? (unclear(fix, inside) && `its fix: ${unclear(fix, inside)}`));
	return wrong
		? { verdict: 'unclear', why: `${wrong}: ${code} ${message.slice(0, 400)} → ${fix.slice(0, 120)}` }
		: { verdict: 'refused', why: code };
}
