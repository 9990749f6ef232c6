/** Builds a scene of any type: its ground and its elements. */
import type { BuiltScene, Kit } from '../kit';
import { finish } from '../layout';
import { addCreditBelow, paintBackdrop, pictureFirst, pictureLead } from '../picture';
import { buildBars } from './bars';
import { buildCause } from './cause';
import { buildCount } from './count';
import { buildDate } from './date';
import { buildDefinition } from './definition';
import { buildLine } from './line';
import { buildList } from './list';
import { buildMap } from './map';
import { buildNumber } from './number';
import { buildQuote } from './quote';
import { buildShare } from './share';
import { buildSplit } from './split';
import { buildSteps } from './steps';
import { buildTimeline } from './timeline';
import { buildTitled } from './titled';

/** Scenes that show the user's picture itself; others show it first, then lie on it as on a dark ground. */
const LED_BY_TITLE = new Set(['hook', 'statement', 'outro']);

export async function buildScene(kit: Kit): Promise<BuiltScene> {
	const lead = isBackdrop(kit) ? pictureLead(kit.scene) : 0;
	return lead ? pictureFirst(kit, await build(kit.later(lead)), lead) : await build(kit);
}

const isBackdrop = (kit: Kit): boolean => kit.picture !== undefined && kit.ground === 'picture' && !LED_BY_TITLE.has(kit.scene.visual.type);

async function build(kit: Kit): Promise<BuiltScene> {
	const { visual } = kit.scene;
	if (isBackdrop(kit)) paintBackdrop(kit);
	switch (visual.type) {
		case 'hook':
		case 'statement':
		case 'outro':
			await buildTitled(kit, visual);
			break;
		case 'bignum':
			await buildNumber(kit, visual);
			break;
		case 'share':
			await buildShare(kit, visual);
			break;
		case 'split':
			await buildSplit(kit, visual);
			break;
		case 'line':
			buildLine(kit, visual);
			break;
		case 'bars':
			await buildBars(kit, visual);
			break;
		case 'place':
		case 'route':
			return buildMap(kit, visual);
		case 'timeline':
			buildTimeline(kit, visual);
			break;
		case 'steps':
			await buildSteps(kit, visual);
			break;
		case 'list':
			await buildList(kit, visual);
			break;
		case 'count':
			await buildCount(kit, visual);
			break;
		case 'definition':
			buildDefinition(kit, visual);
			break;
		case 'date':
			buildDate(kit, visual);
			break;
		case 'cause':
			buildCause(kit, visual);
			break;
		case 'quote':
			buildQuote(kit, visual);
			break;
		default:
			await buildTitled(kit, { type: 'statement' });
	}
	if (isBackdrop(kit)) kit.late.push(() => addCreditBelow(kit));
	return finish(kit);
}
