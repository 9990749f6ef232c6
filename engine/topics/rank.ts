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

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
/** {@link memberId} of the article at an address. */
export const pageId = (url: string): string => shortHash(urlKey(url));
/** Stable id of what one article tells: a hash of its address, or of its words where it has none. */
export const memberId = (text: SourceText): string =>
	text.url
		? pageId(text.url)
		: shortHash(
				text.sentences
					.join(' ')
					.toLowerCase()
					.replace(/[^\p{L}\p{N}]+/gu, ' '),
			);

/** News agencies whose texts many publishers print, as bylines, datelines and credits name them. */
const AGENCY =
	/\b(Reuters|Associated Press|AP|Agence France-Presse|AFP|Deutsche Presse-Agentur|dpa|PA Media|PA Wire|Press Association|Xinhua|TASS|Kyodo(?: News)?|ANSA|EFE|Bloomberg|UPI|AAP|Canadian Press|Press Trust of India|PTI)\b/;
const SAME_AGENCY: Record<string, string> = {
	'associated press': 'ap', 'agence france-presse': 'afp', 'deutsche presse-agentur': 'dpa', 'pa wire': 'pa media', 'press association': 'pa media', 'kyodo news': 'kyodo',
	'press trust of india': 'pti',
}; // prettier-ignore

/** The agency that a text was taken from, in lower case, or "". A text that only quotes one is its own. */
export function agencyOf({ author, publisher, sentences }: Pick<SourceText, 'author' | 'publisher' | 'sentences'>): string {
	const dateline = /^[^.!?]{0,60}?\(([^)]{2,30})\)\s*[-–—:]/.exec(sentences[0] ?? '')?.[1] ?? '';
	const credit =
		/^(?:\W*)(?:Reporting by|Additional reporting by|Source:|With (?:reporting|files) from)[^.]{0,80}/i.exec(sentences.at(-1) ?? '')?.[0] ??
		'';
	const named = AGENCY.exec(`${author ?? ''} | ${publisher} | ${dateline} | ${credit}`)?.[1]?.toLowerCase() ?? '';
	return SAME_AGENCY[named] ?? named;
}

/** Members that are not copies of one another: one publisher counts once, and so does one agency text wherever it is printed. */
export function independentSources(texts: SourceText[]): { independent: SourceText[]; copies: number } {
	const independent: SourceText[] = [];
	let copies = 0;
	for (const text of texts) {
		const body = text.sentences.join(' ');
		const agency = agencyOf(text);
		const same = independent.some(
			(other) =>
				(text.url && hostOf(text.url) === hostOf(other.url)) ||
				(agency && agencyOf(other) === agency) ||
				copiedShare(body, other.sentences.join(' ')) >= 0.5,
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

/** A banned word in the headline or the beginning of a story, or null. */
export function bannedIn(words: string[], title: string, sentences: string[]): string | null {
	const text = ` ${[title, ...sentences.slice(0, 3)]
		.join(' ')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
	return (
		words.find((word) => {
			const plain = word
				.toLowerCase()
				.replace(/[^\p{L}\p{N}]+/gu, ' ')
				.trim();
			return plain && (text.includes(` ${plain} `) || text.includes(` ${plain}s `));
		}) ?? null
	);
}

function age(publishedAt: string | null, now: number): { days: number | null; words: string } {
	const at = publishedAt ? Date.parse(publishedAt) : NaN;
	if (!Number.isFinite(at)) return { days: null, words: 'no date is given' };
	const days = Math.max(0, (now - at) / DAY);
	const date = new Date(at).toISOString().slice(0, 10);
	if (days < 1) {
		const hours = Math.max(1, Math.round(days * 24));
		return { days, words: `published ${hours} hour${hours === 1 ? '' : 's'} ago` };
	}
	const whole = Math.round(days);
	return { days, words: `published on ${date}, ${whole} day${whole === 1 ? '' : 's'} ago` };
}

/** What a channel is about, for {@link rankTopic}. */
export interface Fit {
	keywords: string[];
	/** The keyword (or the audience) nearest in meaning, where the sentence model could tell. */
	nearest?: { phrase: string; cosine: number };
}

/** Cosine of MiniLM between a phrase of a few words and a headline with its beginning: unrelated ones stay under .2, the same matter is over .5. */
const meaning = (cosine: number): number => Math.min(1, Math.max(0, (cosine - 0.2) / 0.35));

/**
 * Rank 0–1, reasons and whether a keyword is met, in words or in meaning: freshness (half-life four days), independent sources, fit to the channel by words and meaning, and figures that a
 * film can show.
 */
export function rankTopic(
	members: StoryMember[],
	{ keywords, nearest }: Fit,
	now: number,
): { rank: number; reasons: string[]; hits: string[]; fits: boolean } {
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
	const near = nearest ? meaning(nearest.cosine) : 0;
	const byWords = 1 - Math.exp(-hits.reduce((sum, hit) => sum + (hit.inTitle ? 1.2 : 0.5), 0));
	const fit = keywords.length ? Math.max(byWords, 0.8 * near) : nearest ? 0.4 + 0.3 * near : 0.5;
	const figures = new Set(body.match(/[£$€]?\d[\d,.]*\d|\d/g) ?? []).size;
	const points = Math.max(0, ...members.map((member) => member.points ?? 0));
	const sources = Math.min(1, (independent.length - 1) / 3);
	const rank = 0.35 * freshness + 0.2 * sources + 0.3 * fit + 0.1 * Math.min(1, figures / 12) + 0.05 * Math.min(1, points / 500);

	const nearInMeaning = near >= 0.4;
	const names = independent.map((text) => text.publisher || hostOf(text.url)).filter(Boolean);
	const reasons = [
		independent.length > 1
			? `${independent.length} independent sources: ${names.slice(0, 5).join(', ')}`
			: `one source: ${names[0] ?? 'given text'}`,
	];
	if (copies)
		reasons.push(
			`${copies} more ${copies === 1 ? 'article copies' : 'articles copy'} these or ${copies === 1 ? 'comes' : 'come'} from the same agency or publisher: not counted`,
		);
	reasons.push(words);
	if (hits.length) reasons.push(`fits: ${hits.map((hit) => hit.keyword).join(', ')}`);
	else if (nearest && nearInMeaning) reasons.push(`near in meaning to: ${nearest.phrase}`);
	else if (keywords.length) reasons.push('fits none of your keywords');
	reasons.push(figures ? `${figures} ${figures === 1 ? 'figure' : 'different figures'} to show` : 'no figures to show');
	if (points) reasons.push(`${points} points on Hacker News`);
	if (members.some((member) => member.stub)) reasons.push('at least one source shows only its beginning');
	return {
		rank: Math.round(Math.min(1, rank) * 1000) / 1000,
		reasons,
		hits: hits.map((hit) => hit.keyword),
		fits: !keywords.length || hits.length > 0 || nearInMeaning,
	};
}

export const CALENDAR =
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

/** The topic's head: the newest report of some length leads, because older ones may be superseded; then the fuller one. `fits` says whether it meets a keyword. */
export function describeTopic(
	members: StoryMember[],
	storyId: string,
	fit: Fit,
	now: number,
	extra: string[] = [],
	title?: string,
): { topic: Topic; texts: SourceText[]; fits: boolean } {
	const { rank, reasons, hits, fits } = rankTopic(members, fit, now);
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
		fits,
	};
}
