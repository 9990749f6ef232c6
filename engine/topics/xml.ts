/**
 * XML of feeds as small trees, one per wanted element. Streaming, tolerant, and deaf to DTDs: entities beyond XML's five and
 * character references stay as they are written, external ones are never fetched.
 */
import { Parser } from 'htmlparser2';

export interface XmlNode {
	/** As written, lower-cased: "dc:date". */
	name: string;
	attrs: Record<string, string>;
	text: string;
	children: XmlNode[];
	parent: XmlNode | null;
}

export interface XmlOptions {
	/** Local names of elements that are handed out one by one and then forgotten ("item", "entry"). */
	each: Set<string>;
	onEach: (node: XmlNode) => boolean | void;
	/** Milliseconds after which reading stops. */
	milliseconds: number;
	/** Characters kept of one element's text. */
	maxText: number;
}

export interface XmlResult {
	root: XmlNode | null;
	/** What had to be repaired, in plain words. */
	repairs: string[];
	declaresEntities: boolean;
	stopped: 'no' | 'wanted' | 'time' | 'depth';
}

const MAX_DEPTH = 64;
/** Elements open below MAX_DEPTH at which the rest is left unread: the parser's work grows with the square of what is open. */
const MAX_SKIPPED = 2_000;
export const localName = (name: string): string => name.slice(name.indexOf(':') + 1);
export const child = (node: XmlNode, name: string): XmlNode | undefined => node.children.find((c) => c.name === name);

/** All text below, in document order is not needed: elements inside text (Atom's xhtml) are joined with blanks. */
export function deepText(node: XmlNode): string {
	return [node.text, ...node.children.map(deepText)].filter(Boolean).join(' ');
}

/** Reads feed XML; never throws on malformed input. `onEach` returning false ends the reading. */
export function readXml(xml: string, options: XmlOptions): XmlResult {
	const result: XmlResult = { root: null, repairs: [], declaresEntities: /<!ENTITY/i.test(xml.slice(0, 100_000)), stopped: 'no' };
	const repairs = new Set<string>();
	let stack: XmlNode[] = [];
	let skipped = 0;
	let ended = false;
	const finish = (node: XmlNode) => {
		if (!options.each.has(localName(node.name)) || result.stopped !== 'no') return;
		if (options.onEach(node) === false) result.stopped = 'wanted';
		const siblings = node.parent?.children;
		if (siblings) siblings.splice(siblings.indexOf(node), 1);
	};
	const parser = new Parser(
		{
			onopentag(rawName, rawAttrs) {
				if (result.stopped !== 'no') return;
				const name = rawName.toLowerCase();
				if (stack.length >= MAX_DEPTH) {
					if (++skipped > MAX_SKIPPED) result.stopped = 'depth';
					return;
				}
				// A new item inside an open item: the earlier one was never closed.
				if (options.each.has(localName(name))) {
					const open = stack.findIndex((node) => options.each.has(localName(node.name)));
					if (open >= 0) {
						repairs.add('an item was not closed');
						const unclosed = stack[open]!;
						stack = stack.slice(0, open);
						finish(unclosed);
					}
				}
				const attrs: Record<string, string> = {};
				for (const [key, value] of Object.entries(rawAttrs)) attrs[key.toLowerCase()] = value;
				const node: XmlNode = { name, attrs, text: '', children: [], parent: stack[stack.length - 1] ?? null };
				node.parent?.children.push(node);
				result.root ??= node;
				stack.push(node);
			},
			ontext(text) {
				const top = stack[stack.length - 1];
				if (top && !skipped && top.text.length < options.maxText) top.text += text;
			},
			onclosetag(rawName, implied) {
				if (result.stopped !== 'no') return;
				if (skipped) {
					skipped--;
					return;
				}
				const name = rawName.toLowerCase();
				let at = stack.length - 1;
				while (at >= 0 && stack[at]!.name !== name) at--;
				if (at < 0) return;
				// Self-closing tags are closed by the parser too; only what is open at the end was forgotten.
				if ((implied && ended) || at < stack.length - 1) repairs.add('an element was not closed');
				const node = stack[at]!;
				stack = stack.slice(0, at);
				finish(node);
			},
		},
		{ xmlMode: true, decodeEntities: true },
	);
	const started = performance.now();
	const step = 65_536;
	for (let at = 0; at < xml.length && result.stopped === 'no'; at += step) {
		parser.write(xml.slice(at, at + step));
		if (performance.now() - started > options.milliseconds) result.stopped = 'time';
	}
	ended = true;
	if (result.stopped === 'no') parser.end();
	result.repairs = [...repairs];
	return result;
}
