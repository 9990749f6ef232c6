import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { addresses, lines } from '../../shared/lists';
import { scout } from './inputs';

const show = { operation: ['find'] };
const showFeeds = { ...show, from: ['feeds', 'both'] };
const showHackerNews = { ...show, from: ['hackerNews', 'both'] };

export const fields: INodeProperties[] = [
	{
		displayName: 'Where From',
		name: 'from',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'My Feeds and Links', value: 'feeds', description: 'What you give below, and the feeds saved with the channel' },
			{ name: 'Hacker News', value: 'hackerNews', description: 'Stories that readers of news.ycombinator.com vote for; no key needed' },
			{ name: 'Both', value: 'both' },
		],
		default: 'feeds',
		displayOptions: { show },
	},
	{
		displayName: 'Hacker News List',
		name: 'hackerNewsList',
		type: 'options',
		options: [
			{ name: 'Best of the Last Days', value: 'best' },
			{ name: 'Front Page', value: 'top' },
			{ name: 'Search for My Keywords', value: 'search', description: 'Stories of the last two weeks that hold all the words' },
		],
		default: 'top',
		displayOptions: { show: showHackerNews },
	},
	{
		displayName: 'Feeds',
		name: 'feeds',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'https://example.com/feed.xml',
		description: 'RSS, Atom, RDF, JSON Feed or OPML addresses, one a line; the feeds of the channel are read too',
		displayOptions: { show: showFeeds },
	},
	{
		displayName: 'Links',
		name: 'links',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: 'Article addresses, one a line',
		displayOptions: { show: showFeeds },
	},
	{
		displayName: 'Keywords',
		name: 'keywords',
		type: 'string',
		default: '',
		description: 'Topics about these come first, separated by commas',
		displayOptions: { show },
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show },
	},
];

export async function execute(node: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await scout(node, 'find', (i) => {
		const from = node.getNodeParameter('from', i, 'feeds') as string;
		const keywords = lines(node.getNodeParameter('keywords', i, ''));
		const options = node.getNodeParameter('options', i, {}) as IDataObject;
		const list = from === 'feeds' ? 'top' : (node.getNodeParameter('hackerNewsList', i, 'top') as 'top' | 'best' | 'search');
		return {
			feedsOfChannel: from !== 'hackerNews',
			inputs: [
				...(from === 'hackerNews' ? [] : addresses(node.getNodeParameter('feeds', i, '')).map((url) => ({ kind: 'feed' as const, url }))),
				...(from === 'hackerNews' ? [] : addresses(node.getNodeParameter('links', i, '')).map((url) => ({ kind: 'link' as const, url }))),
				// Each keyword is a search of its own: one search wants all its words.
				...(from === 'feeds'
					? []
					: (list === 'search' ? (keywords.length ? keywords.slice(0, 5) : ['']) : ['']).map((query) => ({
							kind: 'hackernews' as const,
							list,
							query,
							minPoints: Number(options.minPoints ?? 50),
						}))),
			],
			keywords,
			keywordsOnly: options.keywordsOnly === true,
			limit: node.getNodeParameter('limit', i, 1) as number,
		};
	});
}
