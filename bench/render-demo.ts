/**
 * A film plan for benchmarks and tests: the Panama Canal in twelve scenes of twelve types.
 * Facts: Panama Canal Authority; opened 15 August 1914, about 82 km long, ships are lifted 26 m to Gatún Lake, French attempt 1881–1889,
 * handed to Panama on 31 December 1999, wider locks opened on 26 June 2016.
 */
import type { CaptionPage, FilmPlan, PlannedScene } from '../engine/render/plan';

type Draft = Pick<PlannedScene, 'title' | 'visual' | 'ground' | 'transition' | 'skeleton'> & {
	kicker?: string;
	source?: string;
	say: string;
	cues?: string[];
};

const PCA = 'Panama Canal Authority';
const panama = { name: 'Panama', latitude: 9.08, longitude: -79.68, country: 'PAN' };
const DRAFTS: Draft[] = [
	{
		say: 'Ships climb 26 meters over a continent, in one day.',
		title: 'Ships *climb* over a continent',
		visual: { type: 'hook', sticker: 'ship', number: { display: '26 m', unit: 'above the sea' } },
		ground: 'ink',
		transition: 'cut',
		skeleton: 0,
		kicker: 'Panama, 1914',
		source: PCA,
	},
	{
		say: 'The Panama Canal cuts through the narrowest part of Central America.',
		title: 'Where *two oceans* nearly meet',
		visual: { type: 'place', place: panama, cues: ['narrowest'] },
		ground: 'map',
		transition: 'push-up',
		skeleton: 0,
		source: 'Natural Earth',
	},
	{
		say: 'It is only 82 kilometers long, from sea to sea.',
		title: 'Shorter than you think',
		visual: { type: 'bignum', value: 82, display: '82', unit: 'kilometers', lead: 'From ocean to ocean', sticker: 'anchor' },
		ground: 'accent',
		transition: 'wipe',
		skeleton: 1,
		source: PCA,
	},
	{
		say: 'Before it opened, a ship from New York to San Francisco sailed around the whole of South America.',
		title: 'The *long way* round',
		visual: {
			type: 'route',
			from: { name: 'New York', latitude: 40.71, longitude: -74.01 },
			to: { name: 'San Francisco', latitude: 37.77, longitude: -122.42 },
		},
		ground: 'map',
		transition: 'push-left',
		skeleton: 1,
		source: 'Natural Earth',
	},
	{
		say: 'France began in 1881 and failed. The United States started again in 1904, and finished in 1914.',
		title: 'Two tries, *33 years*',
		visual: {
			type: 'timeline',
			items: [
				{ year: '1881', text: 'French work begins' },
				{ year: '1889', text: 'the company is ruined' },
				{ year: '1904', text: 'the United States takes over' },
				{ year: '1914', text: 'the first ship passes' },
			],
			cues: ['1881', 'failed.', '1904,', '1914.'],
		},
		ground: 'ink',
		transition: 'push-up',
		skeleton: 0,
		source: PCA,
	},
	{
		say: 'A lock works in four steps: enter, close, flood, and leave.',
		title: 'How a *lock* lifts a ship',
		visual: {
			type: 'steps',
			items: [
				{ text: 'Enter', detail: 'the chamber is low', sticker: 'passenger-ship' },
				{ text: 'Close', detail: 'steel gates shut', sticker: 'locked' },
				{ text: 'Flood', detail: 'lake water flows in', sticker: 'water-wave' },
				{ text: 'Leave', detail: 'one level higher', sticker: 'up-arrow' },
			],
			cues: ['enter,', 'close,', 'flood,', 'leave.'],
		},
		ground: 'paper',
		transition: 'zoom-cut',
		skeleton: 1,
		source: PCA,
	},
	{
		say: 'The old locks are 33 meters wide. The new ones, opened in 2016, measure 55.',
		title: 'Locks got *wider*',
		visual: {
			type: 'split',
			left: { kicker: '1914', value: '33.5 m', label: 'wide, the first locks', sticker: 'sailboat' },
			right: { kicker: '2016', value: '55 m', label: 'wide, the new locks', sticker: 'rock' },
			cues: ['old', 'new'],
		},
		ground: 'paper',
		transition: 'wipe',
		skeleton: 1,
		source: PCA,
	},
	{
		say: 'Bigger locks, bigger ships: from five thousand containers to more than fourteen thousand.',
		title: 'Bigger ships *fit*',
		visual: {
			type: 'bars',
			unit: 'containers a ship (TEU)',
			top: 2,
			items: [
				{ label: 'Old locks', value: 5000, display: '5,000' },
				{ label: 'New, 2016', value: 13000, display: '13,000' },
				{ label: 'New, today', value: 14000, display: '14,000' },
			],
		},
		ground: 'paper',
		transition: 'push-left',
		skeleton: 2,
		source: PCA,
	},
	{
		say: 'The locks rise in three jumps at Gatun, up to the lake.',
		title: 'Twenty-six meters *up*',
		visual: {
			type: 'line',
			unit: 'meters above the sea',
			points: [
				{ x: 0, y: 0, display: '0' },
				{ x: 1, y: 9, display: '9 m' },
				{ x: 2, y: 17, display: '17 m' },
				{ x: 3, y: 26, display: '26 m' },
			],
		},
		ground: 'ink',
		transition: 'push-up',
		skeleton: 2,
		source: PCA,
	},
	{
		say: 'About 5 percent of the world’s sea trade passes here.',
		title: 'A small door for *big trade*',
		visual: { type: 'share', percent: 5, display: '5%', label: 'of the world’s sea trade', rest: 'everything else' },
		ground: 'accent',
		transition: 'cut',
		skeleton: 2,
		source: PCA,
	},
	{
		say: 'The land divided, the world united: that is the canal’s motto.',
		title: 'Its motto',
		visual: { type: 'quote', text: 'The land divided, *the world united.*', who: 'Motto of the Canal Zone', role: 'on its official seal' },
		ground: 'paper',
		transition: 'zoom-cut',
		skeleton: 2,
		kicker: 'In their words',
	},
	{
		say: 'Every ship that crosses still drinks from one lake in the rain forest.',
		title: 'Every crossing *drinks a lake*',
		visual: { type: 'statement', sticker: 'droplet' },
		ground: 'ink',
		transition: 'wipe',
		skeleton: 3,
		kicker: 'Gatún Lake',
	},
];

/** The demo film; `shape` sets its size. About 60 s, 30 frames a second, words spread by their letters. */
export function demoPlan(
	shape: '9:16' | '16:9' = '9:16',
	palette = 'signal',
	options: { skeletonShift?: number; seed?: number; secondsPerWord?: number } = {},
): FilmPlan {
	const scenes: PlannedScene[] = [];
	const captions: CaptionPage[] = [];
	let at = 0;
	DRAFTS.forEach((draft, index) => {
		const words = draft.say.split(' ');
		const lead = index ? 7 : 2;
		const rate = 30 * (options.secondsPerWord ?? 0.36);
		let t = at + lead;
		const timed = words.map((text) => {
			const frames = Math.max(5, Math.round((rate * (text.length + 2.5)) / 7.6)) + (/[.,:]$/.test(text) ? 6 : 0);
			const word = { text, startFrame: t, endFrame: t + frames };
			t += frames;
			return word;
		});
		const frames = t - at + 6;
		for (let i = 0; i < timed.length;) {
			let n = 1;
			const letters = () =>
				timed
					.slice(i, i + n + 1)
					.map((w) => w.text)
					.join(' ').length;
			while (n < 4 && i + n < timed.length && letters() <= 17 && !/[.,:]$/.test(timed[i + n - 1]!.text)) n++;
			const page = timed.slice(i, i + n);
			captions.push({
				startFrame: page[0]!.startFrame,
				endFrame: i + n < timed.length ? timed[i + n]!.startFrame : at + frames - 2,
				words: page.map((w) => ({ ...w, text: w.text.replace(/[.,:]$/, '') })),
			});
			i += n;
		}
		const cueFrames = (draft.visual.cues ?? []).map((cue) => {
			const word = timed.find((w) => w.text === cue);
			return word ? Math.max(0, word.startFrame - at - 2) : null;
		});
		scenes.push({
			id: `s${index + 1}`,
			index,
			last: index === DRAFTS.length - 1,
			startFrame: at,
			frames,
			title: draft.title,
			visual: draft.visual,
			cueFrames,
			ground: draft.ground,
			transition: draft.transition,
			skeleton: draft.skeleton + (options.skeletonShift ?? 0),
			...(draft.kicker ? { kicker: draft.kicker } : {}),
			...(draft.source ? { source: draft.source } : {}),
		});
		at += frames;
	});
	const tall = shape === '9:16';
	return {
		v: 1,
		width: tall ? 1080 : 1920,
		height: tall ? 1920 : 1080,
		fps: 30,
		seed: options.seed ?? 7,
		palette,
		durationFrames: at,
		scenes,
		captions,
		captionStyle: 'karaoke',
	};
}

/** The longest texts a script may plausibly bring, one of each kind, for layout tests. They are no facts. */
const LONG: { title: string; visual: PlannedScene['visual'] }[] = [
	{
		title: 'The *internationalization* of shipping nobody expected',
		visual: { type: 'hook', number: { display: '$1.48 trillion', unit: 'of goods every single year' } },
	},
	{
		title: 'A very long *title about a place* far away from everywhere',
		visual: {
			type: 'place',
			place: { name: 'Saint Vincent and the Grenadines', latitude: 13.2, longitude: -61.2 },
			value: { display: '110,000', label: 'people live on these islands' },
		},
	},
	{
		title: 'Growth nobody *predicted*',
		visual: {
			type: 'bignum',
			value: 1480000,
			display: '1,480,000',
			unit: 'kilometers of submarine cable',
			lead: 'Cable in service on the seabed today',
			sticker: 'octopus',
		},
	},
	{
		title: 'From one end to *the other*',
		visual: {
			type: 'route',
			from: { name: 'Singapore', latitude: 1.35, longitude: 103.8 },
			to: { name: 'Kuala Lumpur International', latitude: 2.75, longitude: 101.7 },
		},
	},
	{
		title: 'A *hundred and fifty years* of trying again and again',
		visual: {
			type: 'timeline',
			items: [
				{ year: '4000 BC', text: 'the first boats that carried grain along the river' },
				{ year: '1869', text: 'the Suez Canal opens after ten years of digging' },
				{ year: '1914', text: 'the Panama Canal opens' },
				{ year: '1956', text: 'the first container ship leaves Newark for Houston' },
				{ year: '2016', text: 'new locks for ships three times as large' },
			],
		},
	},
	{
		title: 'Make *sourdough bread* in four steps',
		visual: {
			type: 'steps',
			items: [
				{ text: 'Feed the starter in the evening', detail: 'equal parts flour and water', sticker: 'honey-pot' },
				{ text: 'Mix and fold every thirty minutes', detail: 'four times in two hours', sticker: 'bread' },
				{ text: 'Let it rest overnight in the refrigerator', detail: '12 hours at 4 °C' },
				{ text: 'Bake', detail: '45 minutes at 230 °C' },
			],
		},
	},
	{
		title: 'Then and *now*',
		visual: {
			type: 'split',
			left: { kicker: 'In the year 1858', value: '16 hours 40', label: 'to send one message of 98 words across', sticker: 'alarm-clock' },
			right: { kicker: 'Today, on one cable', value: '352 Tb/s', label: 'on the Grace Hopper cable alone', sticker: 'high-voltage' },
		},
	},
	{
		title: 'The *longest* cables of the world',
		visual: {
			type: 'bars',
			unit: 'length in kilometers',
			top: 0,
			items: [
				{ label: '2Africa', value: 45000, display: '45,000' },
				{ label: 'SEA-ME-WE 3 (retired in 2024)', value: 39000, display: '39,000' },
				{ label: 'FLAG Europe–Asia', value: 28000, display: '28,000' },
				{ label: 'Asia–America Gateway', value: 20000, display: '20,000' },
				{ label: 'Marea', value: 6600, display: '6,600' },
				{ label: 'Dunant', value: 6400, display: '6,400' },
			],
		},
	},
	{
		title: 'Capacity of *one cable* exploded',
		visual: {
			type: 'line',
			unit: 'design capacity, gigabits per second',
			points: [
				{ x: 1988, y: 0.28, display: '0.28' },
				{ x: 2001, y: 3200, display: '3,200' },
				{ x: 2016, y: 100000, display: '100,000' },
				{ x: 2018, y: 160000, display: '160,000' },
				{ x: 2022, y: 352000, display: '352,000' },
			],
		},
	},
	{
		title: 'Almost *everything* goes by ship',
		visual: {
			type: 'share',
			percent: 80.5,
			display: '80.5%',
			label: 'of the volume of international trade in goods is carried by sea',
			rest: 'planes, trucks, trains and pipelines',
		},
	},
	{
		title: 'What they said',
		visual: {
			type: 'quote',
			text: 'Submarine cables carry over 99 per cent of international data exchanges, making their resilience *a global imperative* for every government and every company on the planet.',
			who: 'Doreen Bogdan-Martin',
			role: 'Secretary-General of the International Telecommunication Union',
		},
	},
	{
		title: 'Now you know why *nobody* talks about it',
		visual: { type: 'outro', callToAction: 'Sources in the description', sticker: 'ship' },
	},
];

/** The demo film with {@link LONG} in its scenes. */
export function longPlan(shape: '9:16' | '16:9', palette: string, skeletonShift: number): FilmPlan {
	const plan = demoPlan(shape, palette, { skeletonShift });
	const source = 'Organisation for Economic Co-operation and Development, International Transport Forum, 2024';
	const scenes = plan.scenes.map(({ kicker: _, ...scene }, i) => ({
		...scene,
		...LONG[i]!,
		source,
		cueFrames: [],
		...(i % 2 ? { kicker: 'January 2022 · South Pacific' } : {}),
	}));
	return { ...plan, scenes };
}

/** What the other two films do not show: scenes of words alone, the younger types, numbers of every unit. They are no facts. */
const MORE: { title: string; visual: PlannedScene['visual']; kicker?: string }[] = [
	{ title: 'Why does bread *rise* at all?', visual: { type: 'hook', sticker: 'bread' } },
	{
		title: 'What a *starter* needs',
		visual: {
			type: 'list',
			mark: 'check',
			items: [
				{ text: 'flour', sticker: 'sheaf-of-rice' },
				{ text: 'water at room temperature', sticker: 'droplet' },
				{ text: 'a week of patience' },
			],
		},
	},
	{
		title: 'A word from the *bakery*',
		visual: { type: 'definition', term: 'Autolyse', meaning: 'the rest that flour and water take before salt and yeast are added' },
	},
	{ title: 'The airlift *begins*', visual: { type: 'date', display: '24 June 1948', text: 'all roads to West Berlin are closed' } },
	{
		title: 'Why it *failed*',
		visual: { type: 'cause', cause: 'The river froze for eleven weeks', effect: 'no grain reached the city before April' },
	},
	{ title: 'Nobody *saw it* coming', visual: { type: 'statement' } },
	{ title: 'Rainwater and gravity do *all of the work*', visual: { type: 'statement' }, kicker: 'Gatún Lake' },
	{
		title: 'Ships *a day*',
		visual: { type: 'bignum', value: 36, display: '36', unit: 'ships a day', lead: 'The limit rose to', sticker: 'ship' },
	},
	{ title: 'A long *siege*', visual: { type: 'bignum', value: 80, display: '80', unit: 'days without a train', lead: 'The city stood' } },
	{
		title: 'Every *crossing*',
		visual: { type: 'bignum', value: 200, display: '200 million', unit: 'litres of fresh water', lead: 'One ship sends to sea' },
	},
	{ title: 'Ready in *minutes*', visual: { type: 'bignum', value: 45, display: '45', unit: 'minutes in the oven', lead: 'It takes' } },
	{
		title: 'They *all* came home',
		visual: { type: 'bignum', value: 33, display: '33', unit: 'men under the ground', lead: 'The rescue brought up' },
	},
	{ title: 'A fare *from 1909*', visual: { type: 'bignum', value: 1.35, display: '$1.35', unit: 'for each ton', lead: 'The toll was' } },
	{ title: 'What are you going to *bake* first', visual: { type: 'outro', callToAction: 'Recipe in the description' } },
];

/** A film of {@link MORE}; words of the titles are spoken so that they land. */
export function morePlan(shape: '9:16' | '16:9', palette: string, skeletonShift: number): FilmPlan {
	const plan = demoPlan(shape, palette, {});
	const captions: CaptionPage[] = [];
	const grounds = ['ink', 'paper', 'accent'];
	const scenes = MORE.map(({ title, visual, kicker }, index): PlannedScene => {
		const startFrame = index * 110;
		const words = title.replaceAll('*', '').split(' ');
		for (let i = 0; i < words.length; i += 3) {
			const page = words
				.slice(i, i + 3)
				.map((text, j) => ({ text, startFrame: startFrame + 8 + 9 * (i + j), endFrame: startFrame + 17 + 9 * (i + j) }));
			captions.push({
				startFrame: page[0]!.startFrame,
				endFrame: i + 3 < words.length ? page.at(-1)!.endFrame : startFrame + 108,
				words: page,
			});
		}
		return {
			id: `m${index + 1}`,
			index,
			last: index === MORE.length - 1,
			startFrame,
			frames: 110,
			title,
			visual,
			cueFrames: [],
			ground: grounds[(index + skeletonShift) % 3]!,
			transition: ['push-up', 'wipe', 'push-left', 'zoom-cut', 'cut'][index % 5]!,
			skeleton: index + skeletonShift,
			source: 'National Library',
			...(kicker ? { kicker } : {}),
		};
	});
	return { ...plan, scenes, captions, durationFrames: scenes.length * 110 };
}
