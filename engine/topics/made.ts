/**
 * What a channel has made, as far as it is needed to tell a story again from a story that went on: kept in the ledger with each asset
 * (part "story"), so that the same news from another publisher is not made twice, and a real follow-up is.
 */
import type { SourceText } from '../asset';
import { copiedShare } from './cluster';
import { CALENDAR, memberId, type StoryMember } from './rank';

const DAY = 86_400_000;

export interface StoryPrint {
	v: 1;
	title: string;
	/** Date of the newest source. */
	newest: string | null;
	/** {@link memberId}s of the sources. */
	members: string[];
	/** Beginning of the leading source, for comparing. */
	text: string;
	/** All figures and names of all sources, as {@link factsOf} keys them. */
	figures: string[];
	names: string[];
	/** Meaning of title and beginning: 384 signed bytes in base64. */
	vector?: string;
}

export interface MadeStory {
	storyId: string;
	/** ISO time. */
	madeAt: string;
	/** Whether its asset was published; one that is only begun is gone on with. */
	published: boolean;
	/** null for what an earlier version of the ledger holds: then its id is all that is known. */
	print: StoryPrint | null;
}

const MOST_FACTS = 600;
const FIGURE =
	/(?<![\d:.,/-])(?:[£$€¥]\s?)?\d[\d,]*(?:\.\d+)?(?:[\s-]?(?:million|billion|trillion|bn|m|k|percent|per cent)\b|\s?%)?(?![\d:/]|[.,]\d)/gi;
const SCALE: Record<string, string> = { bn: 'billion', m: 'million', k: 'thousand', '%': 'percent', 'per cent': 'percent' };
const DULL =
	/^(?:and|or|to|of|in|on|at|the|a|an|is|was|were|has|had|have|by|for|from|with|as|than|but|that|which|who|per|it|its|he|she|they|said|says|after|before|when|while|since|until|are|be|been)$/i;
const MONTH = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i;
const NAME = /\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){1,2}/gu;

/** Figures and names of several words: comparable key → as it stands in the text, with the word it counts. */
export function factsOf(sentences: string[]): { figures: Map<string, string>; names: Map<string, string> } {
	const figures = new Map<string, string>();
	const names = new Map<string, string>();
	for (const sentence of sentences) {
		for (const match of sentence.matchAll(FIGURE)) {
			const said = match[0].trim();
			const before = sentence.slice(0, match.index).trimEnd().split(' ').at(-1) ?? '';
			const next = /^[\s-]+([\p{L}]{2,})/u.exec(sentence.slice(match.index + match[0].length))?.[1] ?? '';
			const amount = Number(/[\d.,]+/.exec(said)![0].replace(/,/g, ''));
			const scale = /[a-z%][a-z% ]*$/i.exec(said)?.[0].trim().toLowerCase() ?? '';
			const bare = !scale && !/^\D/.test(said);
			// Days, years and small counts say little about whether something is new.
			if (bare && (MONTH.test(before) || MONTH.test(next) || (amount >= 1500 && amount <= 2100 && !said.includes(',')) || amount <= 12))
				continue;
			const key = `${amount}${scale ? ` ${SCALE[scale] ?? scale}` : ''}`;
			if (!figures.has(key)) figures.set(key, next && !DULL.test(next) && /^\p{Ll}/u.test(next) ? `${said} ${next}` : said);
		}
		for (const match of sentence.matchAll(NAME)) {
			const name = match[0].replace(/['’]s$/, '');
			if (match.index === 0 || name.split(' ').some((word) => CALENDAR.test(word))) continue;
			if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
		}
	}
	return { figures, names };
}

/** What is to be remembered of a story; the leading text first. */
export function printOf(texts: SourceText[], vector?: Float32Array): StoryPrint {
	const lead = texts[0]!;
	const { figures, names } = factsOf(texts.flatMap((text) => [text.title, ...text.sentences]));
	return {
		v: 1,
		title: lead.title,
		newest: newestOf(texts.map((text) => text.publishedAt)),
		members: texts.map(memberId),
		text: lead.sentences.join(' ').slice(0, 6000),
		figures: [...figures.keys()].slice(0, MOST_FACTS),
		names: [...names.keys()].slice(0, MOST_FACTS),
		...(vector ? { vector: Buffer.from(Int8Array.from(vector, (x) => Math.round(x * 127)).buffer).toString('base64') } : {}),
	};
}

/** The vector of a print, of unit length. */
export function vectorOf(print: StoryPrint): Float32Array | undefined {
	if (!print.vector) return undefined;
	const bytes = Buffer.from(print.vector, 'base64');
	const values = Float32Array.from(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length));
	const length = Math.hypot(...values) || 1;
	return values.map((x) => x / length);
}

const newestOf = (dates: (string | null)[]): string | null =>
	dates
		.filter((date): date is string => Boolean(date))
		.sort()
		.at(-1) ?? null;

const membersOf = (made: MadeStory): string[] => [made.storyId, ...(made.print?.members ?? [])];

/** Whether a page was a source of something made, and has not been written anew since. */
export function isKnownPage(made: MadeStory[], id: string, publishedAt: string | null): boolean {
	return made.some(
		(story) => story.published && membersOf(story).includes(id) && !(daysAfter(publishedAt, story.print?.newest ?? story.madeAt) >= 1),
	);
}

const daysAfter = (date: string | null, since: string | null): number => (Date.parse(date ?? '') - Date.parse(since ?? '')) / DAY;

/**
 * Id of a story and what is to be said of its novelty. Without an earlier telling the id is its earliest article's; a story that was begun
 * keeps its id. A story that was published is dropped (null) unless it moved: a later report in words of its own brings figures or names
 * that no earlier source had, or comes long after. That report then names the story.
 */
export function identify(members: StoryMember[], earlier: MadeStory[]): { storyId: string; reasons: string[] } | null {
	const published = earlier.filter((story) => story.published);
	if (!published.length) {
		const dated = [...members].sort((a, b) => (a.text.publishedAt ?? '9').localeCompare(b.text.publishedAt ?? '9'));
		const begun = earlier.find((story) => story.storyId === memberId(dated[0]!.text)) ?? earlier[0];
		return { storyId: begun?.storyId ?? memberId(dated[0]!.text), reasons: [] };
	}
	const since = newestOf(published.map((story) => story.print?.newest ?? story.madeAt));
	const known = new Set(published.flatMap(membersOf));
	const figures = new Set(published.flatMap((story) => story.print?.figures ?? []));
	const names = new Set(published.flatMap((story) => story.print?.names ?? []));
	const nameWords = new Set([...names].flatMap((name) => name.split(' ')));
	const blind = published.every((story) => !story.print);
	const moved = members
		.map((member) => {
			const { text } = member;
			const facts = factsOf([text.title, ...text.sentences]);
			const own = [text.publisher, text.author ?? ''].join(' ').toLowerCase();
			const fresh = [
				...[...facts.figures].filter(([key]) => !figures.has(key)).map(([, said]) => said),
				...[...facts.names]
					.filter(([key]) => !names.has(key) && !own.includes(key) && !nameWords.has(key.split(' ').at(-1)!))
					.map(([, said]) => said),
			];
			return { member, fresh, days: daysAfter(text.publishedAt, since) };
		})
		.filter(({ member, fresh, days }) => {
			if (member.stub || (known.has(memberId(member.text)) && !(days >= 1))) return false;
			const body = member.text.sentences.join(' ');
			if (published.some((story) => story.print && copiedShare(body, story.print.text) >= 0.5)) return false;
			if (blind) return days >= 1;
			if (Number.isNaN(days)) return fresh.length >= 5;
			return (days >= 1 && fresh.length >= 2) || (days >= 3 && fresh.length >= 1) || days >= 14;
		})
		.sort((a, b) => (a.member.text.publishedAt ?? '').localeCompare(b.member.text.publishedAt ?? ''))
		.at(-1);
	if (!moved) return null;
	const { text } = moved.member;
	const what = moved.fresh.length && !blind ? moved.fresh.slice(0, 4).join(', ') : `“${text.title}”`;
	return { storyId: memberId(text), reasons: [`new since ${shortDate(since)}: ${what}`] };
}

/** "12 Nov", in UTC. */
export const shortDate = (iso: string | null): string => {
	const at = new Date(iso ?? NaN);
	return Number.isNaN(at.getTime())
		? 'your last video'
		: at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).replace('Sept', 'Sep');
};
