/** Every string and value that a scene draws, whatever its type: a new kind of picture is checked without a change here. */
import type { Scene } from '../asset';

/** Fields that steer the drawing and are never read by a viewer. */
const STEERING = new Set([
	'type',
	'sticker',
	'mark',
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
			const { display, unit, lead, limit } = value as Record<string, unknown>;
			const apart = new Set<string>();
			if (typeof display === 'string') {
				const written = typeof unit === 'string' && !display.includes(unit) ? `${display} ${unit}` : display;
				const before = [limit, lead].filter((part) => typeof part === 'string' && part).join(' ');
				// A number is judged with its unit: "31" alone could be the number of a step. And with what leads to it: "only" may stand there.
				if (before || written !== display) {
					found.push(`${before} ${written}`.trim());
					for (const name of ['display', 'unit', 'lead', 'limit']) apart.add(name);
				}
			}
			for (const [name, each] of Object.entries(value))
				if (!apart.has(name) && (!STEERING.has(name) || typeof each === 'object')) walk(each, name);
		}
	};
	walk(scene.visual, '');
	return [...new Set(found.map((text) => text.trim()).filter(Boolean))];
}
