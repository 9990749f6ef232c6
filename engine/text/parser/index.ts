/**
 * Dependency parser: who does what to whom in a sentence. Arc-eager transitions over the network's scores; about 2 ms a sentence.
 * Labels are those of ClearNLP as OntoNotes-trained parsers give them (nsubj, dobj, prep, pobj, relcl, …); tags are Penn Treebank's.
 */
import { MAX_WORDS, parserNetwork } from './model';
import type { Network } from './model';
import { cutWords } from './words';
import type { Word } from './words';

export interface Dependent {
	text: string;
	start: number;
	end: number;
	/** Penn Treebank tag: NN, NNP, VBD, MD, CD, IN, … */
	tag: string;
	/** Index of the head; a root is its own head. */
	head: number;
	/** Relation to the head; "ROOT" for a root. */
	label: string;
}

const FEATURES = 8;
const HIDDEN = 64;
const STRIDE = HIDDEN * 2;

/** Words of one sentence with tag, head and relation. */
export function parseDependencies(sentence: string): Dependent[] {
	const words = cutWords(sentence).slice(0, MAX_WORDS);
	if (!words.length) return [];
	const network = parserNetwork();
	const { tags, states } = network.read(words);
	const { heads, labels } = transitions(words, states, network);
	projectBack(heads, labels);
	return words.map((word, i) => ({
		text: word.text,
		start: word.start,
		end: word.end,
		tag: tags[i]!,
		head: heads[i]! < 0 ? i : heads[i]!,
		label: heads[i]! < 0 ? 'ROOT' : labels[i]!,
	}));
}

function transitions(words: Word[], states: Float32Array, network: Network): { heads: number[]; labels: string[] } {
	const n = words.length;
	const heads = new Array<number>(n).fill(-1);
	const labels = new Array<string>(n).fill('dep');
	const left: number[][] = words.map(() => []);
	const right: number[][] = words.map(() => []);
	const stack: number[] = [];
	const again: number[] = [];
	const blocked = new Uint8Array(n);
	const starts = new Set<number>();
	let front = 0;
	const buffer = (i: number): number => {
		if (i < again.length) return again[again.length - 1 - i]!;
		const at = front + i - again.length;
		return at < n ? at : -1;
	};
	const waiting = (): number => n - front + again.length;
	const top = (i: number): number => (i < stack.length ? stack[stack.length - 1 - i]! : -1);
	const lastOf = (lists: number[][], head: number): number => (head < 0 ? -1 : (lists[head]!.at(-1) ?? -1));
	const arc = (head: number, child: number, label: string): void => {
		if (heads[child]! >= 0) {
			const lists = heads[child]! > child ? left : right;
			const list = lists[heads[child]!]!;
			const at = list.indexOf(child);
			if (at >= 0) list.splice(at, 1);
		}
		(head > child ? left : right)[head]!.push(child);
		heads[child] = head;
		labels[child] = label;
	};
	const { moves, upper, upperBias, pad, stateBias } = network;
	const hidden = new Float32Array(HIDDEN);
	const sums = new Float32Array(STRIDE);
	const scores = new Float32Array(moves.length);
	for (let guard = 0; guard < 8 * n + 16 && (stack.length || waiting()); guard++) {
		const b0 = buffer(0);
		const s0 = top(0);
		const context = [b0, buffer(1), s0, top(1), top(2), lastOf(left, b0), lastOf(left, s0), lastOf(right, s0)];
		sums.set(stateBias);
		context.forEach((token, f) => {
			const from = token < 0 ? pad : states;
			const at = (token < 0 ? 0 : token * FEATURES * STRIDE) + f * STRIDE;
			for (let k = 0; k < STRIDE; k++) sums[k]! += from[at + k]!;
		});
		for (let o = 0; o < HIDDEN; o++) hidden[o] = Math.max(sums[o * 2]!, sums[o * 2 + 1]!);
		for (let m = 0; m < moves.length; m++) {
			let score = upperBias[m]!;
			for (let o = 0; o < HIDDEN; o++) score += upper[m * HIDDEN + o]! * hidden[o]!;
			scores[m] = score;
		}
		const begun = b0 >= 0 && starts.has(b0);
		const valid = {
			S: !stack.length || (waiting() >= 2 && !begun && !blocked[b0]),
			D: stack.length > 0,
			L: stack.length > 0 && waiting() > 0 && !begun,
			R: stack.length > 0 && waiting() > 0 && !begun,
			B: waiting() >= 2 && buffer(1) === b0 + 1 && !starts.has(buffer(1)),
		};
		if (!waiting()) valid.S = false;
		let best = -1;
		for (let m = 0; m < moves.length; m++)
			if (valid[moves[m]![0] as keyof typeof valid] && (best < 0 || scores[m]! > scores[best]!)) best = m;
		if (best < 0) break;
		const move = moves[best]!;
		const push = (): void => {
			if (again.length) stack.push(again.pop()!);
			else stack.push(front++);
		};
		if (move === 'S') push();
		else if (move === 'D') {
			if (heads[s0]! >= 0 || stack.length === 1) stack.pop();
			else {
				blocked[s0] = 1;
				again.push(s0);
				stack.pop();
			}
		} else if (move.startsWith('L-')) {
			arc(b0, s0, move.slice(2));
			blocked[b0] = 0;
			stack.pop();
		} else if (move.startsWith('R-')) {
			arc(s0, b0, move.slice(2));
			push();
		} else starts.add(buffer(1));
	}
	return { heads, labels };
}

/** A label "a||b" says that the true head is a dependent "b" of the given head. */
function projectBack(heads: number[], labels: string[]): void {
	labels.forEach((label, i) => {
		const [own, headLabel] = label.split('||');
		if (!headLabel) return;
		labels[i] = own!;
		let level = [heads[i]!];
		for (let depth = 0; depth < 8 && level.length; depth++) {
			const next = level.flatMap((h) => heads.flatMap((head, k) => (head === h && k !== h && k !== i ? [k] : [])));
			const found = next.find((k) => labels[k]!.split('||')[0] === headLabel);
			if (found !== undefined) {
				heads[i] = found;
				return;
			}
			level = next;
		}
	});
}
