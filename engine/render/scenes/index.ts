/** Builds a scene of any type: its ground and its elements. */
import type { BuiltScene, Kit } from '../kit';
import { finish } from '../layout';
import { addCredit, paintBackdrop } from '../picture';
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

/** Scenes that show the user's picture itself; others lie on it as on a dark ground. */
const LED_BY_TITLE = new Set(['hook', 'statement', 'outro']);

export async function buildScene(kit: Kit): Promise<BuiltScene> {
	const { visual } = kit.scene;
	if (kit.picture && kit.ground === 'picture' && !LED_BY_TITLE.has(visual.type)) paintBackdrop(kit);
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
	if (kit.picture && kit.ground === 'picture' && !LED_BY_TITLE.has(visual.type))
		kit.late.push(() =>
			addCredit(kit, kit.stage.tall ? 1278 : 1052, kit.stage.tall ? {} : { align: 'right', w: kit.stage.content.w - (kit.logo ? 240 : 0) }),
		);
	return finish(kit);
}
