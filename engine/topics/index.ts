/**
 * Topic Scout: feeds, links, searches and given texts to topics with their sources.
 * Parsing runs in a worker thread; this part only fetches and decides.
 */
import type { SourceText, Topic } from '../asset';
import { OperatorError, throwIfCancelled } from '../errors';
import { offload } from '../runtime/offload';
import { Gatherer, pool, type Candidate, type TopicInput, type TopicPorts, type TopicProblem, type Worker } from './gather';
import { describeTopic, memberId, type StoryMember } from './rank';
import { copiedShare } from './cluster';
import { hostOf } from './urls';
import type { SentenceModel, TopicsWork } from './work';

export type { TopicInput, TopicPorts, TopicProblem } from './gather';
export type { HackerNewsInput } from './hackernews';
export type { SentenceModel } from './work';

export interface FoundTopic {
	topic: Topic;
	texts: SourceText[];
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
	/** Topics wanted, 1–20. */
	limit: number;
	/** Milliseconds since the epoch that freshness is measured from. */
	now: number;
	/** Stories the channel has made; dropped unless they moved. */
	seenStoryIds: string[];
	/** Sentence model for stories told in other words; without it words, names and numbers decide alone. */
	model?: SentenceModel | null;
}

const DAY = 86_400_000;
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
			const stories = await clusterCandidates(work, loaded, ports, input.model, (candidate) => candidate.text!.sentences.join(' '));
			const topics: FoundTopic[] = [];
			for (const story of stories) {
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
				const identity = identify(members, new Set(input.seenStoryIds));
				if (identity) topics.push(describeTopic(members, identity.storyId, input.keywords, input.now, identity.reasons));
			}
			topics.sort((a, b) => b.topic.rank - a.topic.rank);
			return { topics: topics.slice(0, limit), problems: gatherer.problems, warnings: warningsOf(loaded) };
		},

		/**
		 * Everything given as one topic (a feed stands for its newest article). Throws the first problem when nothing could be read.
		 */
		async readSources(
			input: { inputs: TopicInput[]; title?: string },
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
			const { topic } = describeTopic(members, memberId(members[0]!.text), [], ports.clock.now(), [], input.title);
			// The user's first source leads, whatever its length.
			const lead = members[0]!.text;
			return {
				topic: { ...topic, title: input.title || lead.title, angle: lead.sentences[0]!.slice(0, 300) },
				texts: members.map((member) => member.text),
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
	const fresh = newestFirst(candidates).slice(0, 300);
	const stories = await clusterCandidates(
		work,
		fresh,
		ports,
		input.model,
		(candidate) => candidate.text?.sentences.slice(0, 6).join(' ') ?? candidate.item.summary.slice(0, 600),
	);
	const promising = stories
		.map((story) => ({ story, score: promise(story, input) }))
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

function promise(story: Candidate[], input: FindTopicsInput): number {
	const members: StoryMember[] = story.map((candidate) => ({
		text: candidate.text ?? {
			v: 1, id: candidate.key, url: candidate.item.url, title: candidate.item.title, publisher: candidate.item.publisher, author: null, publishedAt: candidate.item.publishedAt,
			language: '', sentences: [candidate.item.summary || candidate.item.title], paragraphs: [0], headings: [], steps: [],
		}, // prettier-ignore
		points: candidate.item.points,
		stub: false,
	}));
	return describeTopic(members, '', input.keywords, input.now).topic.rank + (story.some((candidate) => candidate.text) ? 1 : 0);
}

/**
 * Id of a story: its earliest article. A story whose article the channel has used is dropped (null), unless a later report
 * of its own words followed at least a day after: then that report names the story.
 */
export function identify(members: StoryMember[], seen: Set<string>): { storyId: string; reasons: string[] } | null {
	const dated = [...members].sort((a, b) => (a.text.publishedAt ?? '9').localeCompare(b.text.publishedAt ?? '9'));
	const used = dated.filter((member) => seen.has(memberId(member.text)));
	if (!used.length) return { storyId: memberId(dated[0]!.text), reasons: [] };
	const lastUsed = Math.max(...used.map((member) => Date.parse(member.text.publishedAt ?? '') || 0));
	const moved = dated
		.filter((member) => !used.includes(member) && !member.stub && Date.parse(member.text.publishedAt ?? '') - lastUsed >= DAY)
		.filter((member) => used.every((other) => copiedShare(member.text.sentences.join(' '), other.text.sentences.join(' ')) < 0.5))
		.at(-1);
	if (!moved || !lastUsed) return null;
	return { storyId: memberId(moved.text), reasons: [`The story moved since your last video: "${moved.text.title}".`] };
}

let shared: ReturnType<typeof createTopics> | undefined;
const topics = () => (shared ??= createTopics(offload<TopicsWork>('topics') as Worker));

/** See {@link createTopics}: parsing in the worker thread "topics". */
export const findTopics = (input: FindTopicsInput, ports: TopicPorts) => topics().findTopics(input, ports);
export const readSources = (input: { inputs: TopicInput[]; title?: string }, ports: TopicPorts) => topics().readSources(input, ports);
