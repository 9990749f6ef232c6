/** Word times as the default voice has them, from the letters of the words: for films that need no sound. */
import type { Script, WordTimes } from '../../engine/asset';

/** Seconds of a word at about 165 words a minute: figures and long words take longer. */
function secondsOf(word: string): number {
	const letters = word.replace(/[^\p{L}]/gu, '').length;
	const digits = word.replace(/\D/g, '').length;
	return 0.09 + letters * 0.048 + digits * 0.17 + (/[$€£%]/.test(word) ? 0.3 : 0);
}

/** The times of a script; scenes begin on tenths of a second, as the voice sets them. */
export function spokenPace(script: Pick<Script, 'scenes'>): WordTimes {
	const words: WordTimes['words'] = [];
	const scenes: WordTimes['scenes'] = [];
	const ms = (seconds: number) => Math.round(seconds * 1000) / 1000;
	let at = 0.06;
	for (const [i, { id, narration }] of script.scenes.entries()) {
		if (i) at = Math.round((at + 0.34) * 10) / 10 + 0.06;
		const from = at;
		for (const text of narration.split(/\s+/).filter(Boolean)) {
			const end = at + secondsOf(text);
			words.push({ text, startSeconds: ms(at), endSeconds: ms(end), sceneId: id });
			at = end + (/[.!?]["”’)]*$/.test(text) ? 0.34 : /[,;:—–]["”’)]*$/.test(text) ? 0.17 : 0.012);
		}
		if (/[.!?]["”’)]*$/.test(narration)) at -= 0.34;
		scenes.push({ id, startSeconds: ms(i ? from - 0.12 : 0), endSeconds: 0 });
	}
	scenes.forEach((scene, i) => (scene.endSeconds = scenes[i + 1]?.startSeconds ?? ms(at + 0.22)));
	return { v: 1, durationSeconds: ms(at + 0.22), words, scenes };
}
