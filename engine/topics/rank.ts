/** Order of topics, and the reasons in plain sentences. */
import type { SourceText, Topic } from '../asset';
import { createHash } from 'node:crypto';
import { copiedShare } from './cluster';
import { hostOf, urlKey } from './urls';

const DAY = 86_400_000;
const HALF_LIFE_DAYS = 4;

export interface StoryMember {
	text: SourceText;
	/** Points on Hacker News, where it was found there. */
	points?: number;
	stub: boolean;
}

/** Stable id of what one article tells: a hash of its address, or of its words where it has none. */
export const memberId = (text: SourceText): string =>
	createHash('sha256')
		.update(
			text.url
				? urlKey(text.url)
				: text.sentences
						.join(' ')
						.toLowerCase()
						.replace(/[^\p{L}\p{N}]+/gu, ' '),
		)
		.digest('hex')
		.slice(0, 16);

/** Members that are not copies of one another: one publisher counts once, and so does one agency text wherever it is printed. */
export function independentSources(texts: SourceText[]): { independent: SourceText[]; copies: number } {
	const independent: SourceText[] = [];
	let copies = 0;
	for (const text of texts) {
		const body = text.sentences.join(' ');
		const same = independent.some(
			(other) => (text.url && hostOf(text.url) === hostOf(other.url)) || copiedShare(body, other.sentences.join(' ')) >= 0.5,
		);
		if (same) copies++;
		else independent.push(text);
	}
	return { independent, copies };
}

const stem = (word: string): string => word.toLowerCase().replace(/(?:'s|’s|ings?|ed|es|s|ies|y)$/, '');

/** Which keywords a topic meets, by stems; a keyword of several words needs all of them close together. */
export function keywordHits(keywords: string[], title: string, body: string): { keyword: string; inTitle: boolean }[] {
	const stems = (text: string): string[] => (text.match(/[\p{L}\p{N}'’-]+/gu) ?? []).map(stem);
	const head = stems(title);
	const all = [...head, ...stems(body)];
	const near = (wanted: string[], words: string[]): boolean =>
		words.some((word, i) => word === wanted[0] && wanted.every((w) => words.slice(i, i + wanted.length + 3).includes(w)));
	return keywords.flatMap((keyword) => {
		const wanted = stems(keyword);
		if (!wanted.length || !near(wanted, all)) return [];
		return [{ keyword, inTitle: near(wanted, head) }];
	});
}

function age(publishedAt: string | null, now: number): { days: number | null; words: string } {
	const at = publishedAt ? Date.parse(publishedAt) : NaN;
	if (!Number.isFinite(at)) return { days: null, words: 'No date is given.' };
	const days = Math.max(0, (now - at) / DAY);
	const date = new Date(at).toISOString().slice(0, 10);
	if (days < 1) {
		const hours = Math.max(1, Math.round(days * 24));
		return { days, words: `Published ${hours} hour${hours === 1 ? '' : 's'} ago.` };
	}
	const whole = Math.round(days);
	return { days, words: `Published on ${date}, ${whole} day${whole === 1 ? '' : 's'} ago.` };
}

/**
 * Rank 0–1 and reasons: freshness (half-life four days), independent sources, fit to the keywords, and figures that a film can show.
 */
export function rankTopic(members: StoryMember[], keywords: string[], now: number): { rank: number; reasons: string[]; hits: string[] } {
	const texts = members.map((member) => member.text);
	const newest =
		texts
			.map((text) => text.publishedAt)
			.filter((date): date is string => Boolean(date))
			.sort()
			.at(-1) ?? null;
	const { days, words } = age(newest, now);
	const freshness = days === null ? 0.3 : 0.5 ** (days / HALF_LIFE_DAYS);
	const { independent, copies } = independentSources(texts);
	// A part is enough to judge, and this runs in n8n's own thread.
	const body = texts.map((text) => text.sentences.slice(0, 150).join(' ').slice(0, 20_000)).join(' ');
	const hits = keywordHits(keywords, texts.map((text) => text.title).join(' '), body);
	const fit = keywords.length ? 1 - Math.exp(-hits.reduce((sum, hit) => sum + (hit.inTitle ? 1.2 : 0.5), 0)) : 0.5;
	const figures = new Set(body.match(/[£$€]?\d[\d,.]*\d|\d/g) ?? []).size;
	const points = Math.max(0, ...members.map((member) => member.points ?? 0));
	const sources = Math.min(1, (independent.length - 1) / 3);
	const rank = 0.35 * freshness + 0.2 * sources + 0.3 * fit + 0.1 * Math.min(1, figures / 12) + 0.05 * Math.min(1, points / 500);

	const reasons = [words];
	const names = independent.map((text) => text.publisher || hostOf(text.url)).filter(Boolean);
	reasons.push(
		independent.length > 1
			? `Told by ${independent.length} independent sources: ${names.slice(0, 5).join(', ')}.`
			: `One source: ${names[0] ?? 'given text'}.`,
	);
	if (copies)
		reasons.push(
			`${copies} more ${copies === 1 ? 'article copies' : 'articles copy'} one of them or ${copies === 1 ? 'comes' : 'come'} from the same publisher and ${copies === 1 ? 'does' : 'do'} not count.`,
		);
	if (keywords.length)
		reasons.push(hits.length ? `Fits your keywords: ${hits.map((hit) => hit.keyword).join(', ')}.` : 'Fits none of your keywords.');
	reasons.push(figures ? `Holds ${figures} ${figures === 1 ? 'figure' : 'different figures'}.` : 'Holds no figures to show.');
	if (points) reasons.push(`Has ${points} points on Hacker News.`);
	if (members.some((member) => member.stub)) reasons.push('At least one source shows only its beginning.');
	return { rank: Math.round(Math.min(1, rank) * 1000) / 1000, reasons, hits: hits.map((hit) => hit.keyword) };
}

const CALENDAR =
	/^(?:mon|tues|wednes|thurs|fri|satur|sun)day$|^(?:january|february|march|april|may|june|july|august|september|october|november|december)$/i;
const COMMON = new Set(
	'the a an this that these those it he she they we you i in on at for from with by of to and but or as if when while after before there here his her its their our your one two three more most some many about no not what why how who where which'.split(
		' ',
	),
);

/** Names and frequent words of the texts, for search and tags; at most eight. */
export function topicKeywords(texts: SourceText[], first: string[]): string[] {
	const counts = new Map<string, number>();
	for (const text of texts) {
		for (const sentence of [text.title, ...text.sentences.slice(0, 150)]) {
			for (const match of sentence.matchAll(/(?:\p{Lu}[\p{L}'’-]+)(?: \p{Lu}[\p{L}'’-]+){0,2}/gu)) {
				const words = match[0].replace(/['’]s$/, '').split(' ');
				while (words.length && COMMON.has(words[0]!.toLowerCase())) words.shift();
				const name = words.join(' ');
				if (name.length < 3 || CALENDAR.test(name) || (match.index === 0 && words.length < 2)) continue;
				counts.set(name, (counts.get(name) ?? 0) + 1);
			}
		}
	}
	const names = [...counts]
		.filter(([, count]) => count >= 2)
		.sort((a, b) => b[1] - a[1])
		.map(([name]) => name);
	return [...new Set([...first, ...names])].slice(0, 8);
}

/** The topic's head: the newest report of some length leads, because older ones may be superseded; then the fuller one. */
export function describeTopic(
	members: StoryMember[],
	storyId: string,
	keywords: string[],
	now: number,
	extra: string[] = [],
	title?: string,
): { topic: Topic; texts: SourceText[] } {
	const { rank, reasons, hits } = rankTopic(members, keywords, now);
	const day = ({ text }: StoryMember): string => (text.sentences.length >= 6 ? (text.publishedAt ?? '').slice(0, 10) : '');
	const whole = [...members].sort(
		(a, b) => Number(a.stub) - Number(b.stub) || day(b).localeCompare(day(a)) || b.text.sentences.length - a.text.sentences.length,
	);
	const texts = whole.map((member) => member.text);
	const lead = texts[0]!;
	return {
		topic: {
			title: title || lead.title,
			angle: lead.sentences[0]!.slice(0, 300),
			keywords: topicKeywords(texts, hits),
			rank,
			reasons: [...extra, ...reasons],
			storyId,
		},
		texts,
	};
}
