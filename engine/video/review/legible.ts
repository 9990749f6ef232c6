/** Rules 4 and 5: everything can be read, one counter a scene, no half-empty picture. */
import { settledFrames } from '../../render/plan';
import { least, most, none, type Figure } from './figure';
import type { ReviewInput } from './index';

const LARGE = 84;

/** Rules 4 and 5, over every frame. */
export function legibleFigures({ plan, watched }: ReviewInput): Figure[] {
	const texts = watched.scenes.flatMap((scene) => scene.texts.map((text) => ({ ...text, scene: scene.id })));
	// Texts that were fully there for a moment only (a figure that counts) are judged by what they ended as.
	const read = texts.filter((text) => text.seen > 3 && text.contrast <= 21);
	const faint = read.filter((text) => text.contrast < (text.size >= LARGE ? 3 : 4.5));
	const small = texts.filter((text) => text.kind !== 'source' && text.kind !== 'caption' && text.size < 36 * 0.94);
	const tiny = texts.filter((text) => text.kind === 'source' && text.size < 26 * 0.94);
	const counters = watched.scenes.map((scene) => scene.counters);
	const running = counters.flat().map(({ from, to }) => (to - from) / plan.fps);
	const sheet = [0, ...settledFrames(plan)];
	const caught = sheet.filter((frame) => counters.flat().some(({ from, to }) => frame >= from && frame < to));
	const halves = watched.scenes.map((scene) => scene.halfEmptyFrames);
	const worst = Math.max(...halves);
	const ratio = (text: (typeof read)[number]) => text.contrast / (text.size >= LARGE ? 3 : 4.5);
	return [
		least(
			4,
			'worst contrast, share of the asked',
			Math.min(9, ...read.map(ratio)),
			1,
			faint.map((text) => `${text.scene} frame ${text.frame} “${text.text}” ${text.contrast.toFixed(2)} at ${Math.round(text.size)} px`),
		),
		none(
			4,
			'ink boxes that meet',
			watched.scenes.flatMap((scene) =>
				scene.meetings
					.filter((meeting) => meeting.frames > 1)
					.map(({ a, b, frames, frame }) => `${scene.id} frame ${frame}: ${a} and ${b}, ${frames} frames`),
			),
		),
		none(
			4,
			'labels under 36 px',
			small.map((text) => `${text.scene} “${text.text}” ${text.size.toFixed(1)}`),
		),
		none(
			4,
			'source lines under 26 px',
			tiny.map((text) => `${text.scene} “${text.text}” ${text.size.toFixed(1)}`),
		),
		most(
			5,
			'counters a scene',
			Math.max(0, ...counters.map((list) => list.length)),
			1,
			watched.scenes.filter((scene) => scene.counters.length > 1).map((scene) => scene.id),
		),
		most(5, 'longest counter, s', Math.max(0, ...running), 0.8),
		none(
			5,
			'sheet frames with a running counter',
			caught.map((frame) => `frame ${frame}`),
		),
		most(
			5,
			'half-empty frames after a cut',
			worst,
			6,
			watched.scenes
				.filter((_, i) => halves[i]! > 6)
				.map((scene, i) => `${scene.id} ${scene.type}: ${halves[watched.scenes.indexOf(scene)] ?? i}`),
		),
		none(
			5,
			'scenes that end half empty',
			watched.scenes.filter((scene) => scene.endsHalfEmpty).map((scene) => `${scene.id} ${scene.type} ${scene.skeleton}`),
		),
		none(
			5,
			'scenes with a dead lowest quarter',
			watched.scenes.filter((scene) => scene.deadQuarter).map((scene) => `${scene.id} ${scene.type} ${scene.skeleton}`),
		),
	];
}
