/** Every string and value that a scene draws, whatever its type: a new kind of picture is checked without a change here. */
import type { Scene } from '../asset';

/** Fields that steer the drawing and are never read by a viewer. */
const STEERING = new Set([
	'type',
	'sticker',
	'cues',
	'country',
	'top',
	'firstNumber',
	'latitude',
	'longitude',
	'x',
	'y',
	'value',
	'percent',
]);

/** The strings drawn by a scene: its title without marks, kicker, and all texts inside its visual. The source line names a publisher and is left out. */
export function drawnTexts(scene: Scene): string[] {
	const found = [scene.onScreen.title.replaceAll('*', ''), scene.onScreen.kicker ?? ''];
	const walk = (value: unknown, key: string): void => {
		if (typeof value === 'string') {
			if (!STEERING.has(key)) found.push(value);
		} else if (Array.isArray(value)) value.forEach((each) => walk(each, key));
		else if (typeof value === 'object' && value !== null) {
			const { display, unit } = value as { display?: unknown; unit?: unknown };
			// A number is judged with its unit: "31" alone could be the number of a step.
			if (typeof display === 'string' && typeof unit === 'string' && !display.includes(unit)) found.push(`${display} ${unit}`);
			for (const [name, each] of Object.entries(value)) if (!STEERING.has(name) || typeof each === 'object') walk(each, name);
		}
	};
	walk(scene.visual, '');
	return [...new Set(found.map((text) => text.trim()).filter(Boolean))];
}
