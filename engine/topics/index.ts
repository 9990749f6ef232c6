/**
 * Topic Scout: feeds, links, searches and given texts to topics with their sources.
 * Parsing runs in a worker thread; this part only fetches and decides.
 */
import type { SourceText, Topic } from '../asset';
import { OperatorError, throwIfCancelled } from '../errors';
import { offload } from '../runtime/offload';
import { languageName, sameLanguage } from '../text/language';
import { Gatherer, pool, type Candidate, type TopicInput, type TopicPorts, type TopicProblem, type Worker } from './gather';
import { identify, isKnownPage, type MadeStory, type StoryPrint } from './made';
import { bannedIn, describeTopic, memberId, pageId, type Fit, type StoryMember } from './rank';
import { hostOf } from './urls';
import type { SentenceModel, TopicsWork } from './work';

export type { TopicInput, TopicPorts, TopicProblem } from './gather';
export type { HackerNewsInput } from './hackernews';
export type { MadeStory, StoryPrint } from './made';
export type { PageCache } from './pageCache';
export type { SentenceModel } from './work';

export interface FoundTopic {
	topic: Topic;
	texts: SourceText[];
	/** What the ledger keeps, so that the story is known again. */
	print: StoryPrint;
}

/** Something a user should know about a source that was used all the same: dropped injections, paywalls, corrections. */
export interface TopicWarning {
	url: string;
	code: string;
	message: string;
}

export interface FindTopicsInput {
	inputs: TopicInput[];
	/** What the channel is about; decides the fit. */
	keywords: string[];
	/** Leave out what meets none of the keywords, in words or in meaning. Default false: those only come later. */
	keywordsOnly?: boolean;
	/** For whom it is made; decides the fit by meaning where there are no keywords. Default "". */
	audience?: string;
	/** Language of the channel: what is written in another one is left out. Default: any. */
	language?: string;
	/** A story that names one of these in its headline or beginning is left out. */
	bannedWords?: string[];
	/** Topics wanted, 1–20. */
	limit: number;
	/** Milliseconds since the epoch that freshness is measured from. */
	now: number;
	/** Stories the channel has made or begun: the former are dropped unless they moved, the latter gone on with. */
	made: MadeStory[];
	/** Sentence model for stories told in other words; without it words, names and numbers decide alone. */
	model?: SentenceModel | null;
}

/** Pages fetched in one run, and of one story. */
const MOST_PAGES = 40;
const MOST_PAGES_A_STORY = 4;

export interface TopicsOptions {
	/** Pause between two requests to one host; one second unless a test says otherwise. */
	gapMilliseconds?: number;
}

export function createTopics(work: Worker, options: TopicsOptions = {}) {
	return {
		/**
		 * Topics for a channel, best first. Each failing input is a problem with cause and fix; the others go on.
		 * Throws CANCELLED only.
		 */
		async findTopics(
			input: FindTopicsInput,
			ports: TopicPorts,
		): Promise<{ topics: FoundTopic[]; problems: TopicProblem[]; warnings: TopicWarning[] }> {
			const limit = Math.min(20, Math.max(1, Math.floor(input.limit) || 1));
			const gatherer = new Gatherer(work, ports, options.gapMilliseconds);
			await gatherer.gather(input.inputs);
			const chosen = await choosePages(work, gatherer.candidates, input, limit, ports);
			let done = 0;
			const loaded: Candidate[] = [];
			await pool(chosen, 6, async (candidate) => {
				if (await gatherer.load(candidate)) loaded.push(candidate);
				ports.progress({ stage: 'read articles', done: ++done, total: chosen.length, unit: 'items' });
			});
			throwIfCancelled(ports.signal);
			loaded.sort((a, b) => chosen.indexOf(a) - chosen.indexOf(b));
			const read = loaded.filter(({ text, item }) => {
				if (!input.language || sameLanguage(text!.language, input.language)) return true;
				gatherer.problems.push({
					input: text!.url || item.title,
					message: `This is in ${languageName(text!.language)}, and the channel is in ${languageName(input.language)}`,
					fix: 'Use sources in the language of the channel.',
				});
				return false;
			});
			const stories = await clusterCandidates(work, read, ports, input.model, (candidate) => candidate.text!.sentences.join(' '));
			const earlier = await earlierOf(work, stories, input, ports);
			const fits = await fitsOf(
				work,
				stories.map(([lead]) => `${lead!.text!.title}. ${lead!.text!.sentences.slice(0, 2).join(' ')}`),
				input,
				ports,
			);
			const topics: Omit<FoundTopic, 'print'>[] = [];
			const warnings = warningsOf(read);
			for (const [n, story] of stories.entries()) {
				const members = story.map(toMember);
				if (members.every((member) => member.stub)) {
					for (const { text } of members)
						gatherer.problems.push({
							input: text.url || text.title,
							message: 'Only the free beginning of this article could be read',
							fix: 'Add a second, free source on the same story, or paste the text you may use.',
						});
					continue;
				}
				const { title, sentences, url } = members[0]!.text;
				const banned = bannedIn(input.bannedWords ?? [], title, sentences);
				if (banned) {
					warnings.push({
						url: url || title,
						code: 'banned',
						message: `left out, because it speaks of “${banned}”, which this channel bans`,
					});
					continue;
				}
				// One begun story is gone on with by one of the new ones only.
				const identity = identify(
					members,
					earlier[n]!.filter(({ storyId, published }) => published || !topics.some(({ topic }) => topic.storyId === storyId)),
				);
				if (identity) {
					const { fits: fitting, ...topic } = describeTopic(members, identity.storyId, fits[n]!, input.now, identity.reasons);
					if (fitting || !input.keywordsOnly) topics.push(topic);
					else warnings.push({ url: url || title, code: 'keywords', message: `left out: it is not about ${input.keywords.join(', ')}` });
				} else
					warnings.push({
						url: url || title,
						code: 'made',
						message: 'left out: this channel has published this story, and nothing in it is new',
					});
			}
			topics.sort((a, b) => b.topic.rank - a.topic.rank);
			const found: FoundTopic[] = [];
			for (const topic of topics.slice(0, limit)) found.push({ ...topic, print: await printOf(work, topic.texts, input.model, ports) });
			return { topics: found, problems: gatherer.problems, warnings };
		},

		/**
		 * Everything given as one topic (a feed stands for its newest article). Throws the first problem when nothing could be read.
		 */
		async readSources(
			input: { inputs: TopicInput[]; title?: string; model?: SentenceModel | null },
			ports: TopicPorts,
		): Promise<FoundTopic & { problems: TopicProblem[]; warnings: TopicWarning[] }> {
			if (!input.inputs.length)
				throw new OperatorError('INPUT', 'No source was given', { fix: 'Give at least one link, feed, file or text.' });
			const gatherer = new Gatherer(work, ports, options.gapMilliseconds);
			await gatherer.gather(input.inputs);
			const perInput = new Map<string, Candidate[]>();
			for (const candidate of gatherer.candidates) perInput.set(candidate.input, [...(perInput.get(candidate.input) ?? []), candidate]);
			const chosen = [...perInput.values()].flatMap((list) =>
				list.some((candidate) => candidate.text) ? list.filter((candidate) => candidate.text) : newestFirst(list).slice(0, 1),
			);
			const loaded: Candidate[] = [];
			await pool(chosen, 6, async (candidate) => {
				if (await gatherer.load(candidate)) loaded.push(candidate);
			});
			throwIfCancelled(ports.signal);
			loaded.sort((a, b) => chosen.indexOf(a) - chosen.indexOf(b));
			if (!loaded.length) {
				const [first] = gatherer.problems;
				throw new OperatorError('INPUT', first ? `${first.message} (${first.input})` : 'None of the sources could be read', {
					fix: first?.fix ?? 'Check the links in a browser.',
					details: { problems: gatherer.problems },
				});
			}
			const members = loaded.map(toMember);
			const { topic } = describeTopic(members, memberId(members[0]!.text), { keywords: [] }, ports.clock.now(), [], input.title);
			// The user's first source leads, whatever its length.
			const lead = members[0]!.text;
			return {
				topic: { ...topic, title: input.title || lead.title, angle: lead.sentences[0]!.slice(0, 300) },
				texts: members.map((member) => member.text),
				print: await printOf(
					work,
					members.map((member) => member.text),
					input.model,
					ports,
				),
				problems: gatherer.problems,
				warnings: warningsOf(loaded),
			};
		},
	};
}

const toMember = (candidate: Candidate): StoryMember => ({ text: candidate.text!, points: candidate.item.points, stub: candidate.stub });
const newestFirst = (list: Candidate[]): Candidate[] =>
	[...list].sort((a, b) => (b.item.publishedAt ?? '').localeCompare(a.item.publishedAt ?? ''));
const warningsOf = (loaded: Candidate[]): TopicWarning[] =>
	loaded.flatMap((candidate) => candidate.warnings.map((warning) => ({ url: candidate.text!.url || candidate.text!.title, ...warning })));

async function clusterCandidates(
	work: Worker,
	candidates: Candidate[],
	ports: TopicPorts,
	model: SentenceModel | null | undefined,
	body: (candidate: Candidate) => string,
): Promise<Candidate[][]> {
	if (!candidates.length) return [];
	const groups = await work.call(
		'cluster',
		[
			candidates.map((candidate) => ({
				id: candidate.key,
				title: candidate.text?.title ?? candidate.item.title,
				text: body(candidate),
				publishedAt: candidate.text?.publishedAt ?? candidate.item.publishedAt,
			})),
			model ?? null,
		],
		{ signal: ports.signal },
	);
	const byKey = new Map(candidates.map((candidate) => [candidate.key, candidate]));
	return groups.map((keys) => keys.map((key) => byKey.get(key)!));
}

/** The pages worth fetching: the most promising stories by title and summary, a few publishers of each. */
async function choosePages(
	work: Worker,
	candidates: Candidate[],
	input: FindTopicsInput,
	limit: number,
	ports: TopicPorts,
): Promise<Candidate[]> {
	// What was a source of a published video need not be read again, unless it was written anew.
	const unknown = candidates.filter(
		(candidate) => candidate.text || !isKnownPage(input.made, pageId(candidate.item.url), candidate.item.publishedAt),
	);
	const fresh = newestFirst(unknown).slice(0, 300);
	const stories = await clusterCandidates(
		work,
		fresh,
		ports,
		input.model,
		(candidate) => candidate.text?.sentences.slice(0, 6).join(' ') ?? candidate.item.summary.slice(0, 600),
	);
	const fits = await fitsOf(
		work,
		stories.map(([lead]) => `${lead!.item.title}. ${lead!.item.summary.slice(0, 300)}`),
		input,
		ports,
	);
	const promising = stories
		.map((story, n) => ({ story, score: promise(story, fits[n]!, input) }))
		.sort((a, b) => b.score - a.score)
		.slice(0, Math.max(limit * 2, limit + 4));
	const chosen: Candidate[] = [];
	for (const { story } of promising) {
		const hosts = new Set<string>();
		// What the user gave as text or link is always used.
		for (const candidate of story) if (candidate.text) chosen.push(candidate);
		for (const candidate of story) {
			const host = hostOf(candidate.item.url);
			if (candidate.text || hosts.size >= MOST_PAGES_A_STORY || hosts.has(host) || chosen.length >= MOST_PAGES) continue;
			hosts.add(host);
			chosen.push(candidate);
		}
	}
	return chosen;
}

/** How each text fits the channel: by keywords, and by meaning where the sentence model is there. */
async function fitsOf(work: Worker, texts: string[], input: FindTopicsInput, ports: TopicPorts): Promise<Fit[]> {
	const { keywords, audience, model } = input;
	const wanted = keywords.length ? keywords : audience ? [audience] : [];
	const nearest = model && wanted.length ? await work.call('nearest', [texts, wanted, model], { signal: ports.signal }) : null;
	return texts.map((_, i) => ({ keywords, ...(nearest ? { nearest: nearest[i]! } : {}) }));
}

/** For each story what the channel made of the same: known by a source, or by names, figures and meaning. */
async function earlierOf(work: Worker, stories: Candidate[][], input: FindTopicsInput, ports: TopicPorts): Promise<MadeStory[][]> {
	const prints = input.made.flatMap(({ storyId, print }) => (print ? [{ storyId, print }] : []));
	const items = stories.flat().map(({ key, text }) => ({
		id: key,
		title: text!.title,
		text: text!.sentences.join(' '),
		publishedAt: text!.publishedAt,
	}));
	const told = new Map(
		prints.length && items.length ? await work.call('match', [items, prints, input.model ?? null], { signal: ports.signal }) : [],
	);
	return stories.map((story) => {
		const ids = new Set(story.flatMap(({ key }) => told.get(key) ?? []));
		const sources = new Set(story.map(({ text }) => memberId(text!)));
		return input.made.filter(
			({ storyId, print }) => ids.has(storyId) || sources.has(storyId) || print?.members.some((id) => sources.has(id)),
		);
	});
}

const printOf = (work: Worker, texts: SourceText[], model: SentenceModel | null | undefined, ports: TopicPorts): Promise<StoryPrint> =>
	work.call('print', [texts, model ?? null], { signal: ports.signal });

function promise(story: Candidate[], fit: Fit, { now, keywordsOnly }: FindTopicsInput): number {
	const members: StoryMember[] = story.map((candidate) => ({
		text: candidate.text ?? {
			v: 1, id: candidate.key, url: candidate.item.url, title: candidate.item.title, publisher: candidate.item.publisher, author: null, publishedAt: candidate.item.publishedAt,
			language: '', sentences: [candidate.item.summary || candidate.item.title], paragraphs: [0], headings: [], steps: [],
		}, // prettier-ignore
		points: candidate.item.points,
		stub: false,
	}));
	const { topic, fits } = describeTopic(members, '', fit, now);
	return topic.rank + (keywordsOnly && fits ? 1 : 0) + (story.some((candidate) => candidate.text) ? 2 : 0);
}

let shared: ReturnType<typeof createTopics> | undefined;
const topics = () => (shared ??= createTopics(offload<TopicsWork>('topics') as Worker));

/** See {@link createTopics}: parsing in the worker thread "topics". */
export const findTopics = (input: FindTopicsInput, ports: TopicPorts) => topics().findTopics(input, ports);
export const readSources = (input: { inputs: TopicInput[]; title?: string; model?: SentenceModel | null }, ports: TopicPorts) =>
	topics().readSources(input, ports);
