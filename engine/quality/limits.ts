/** What the platforms refuse: checked before anything is uploaded. Figures: YouTube Data API reference, videos resource (2026-11). */
import type { QualityCheck, Script, Video } from '../asset';

const TITLE_CHARACTERS = 100;
const DESCRIPTION_BYTES = 5000;
const TAGS_CHARACTERS = 500;
/** Longest vertical film that YouTube treats as a Short. */
const SHORT_SECONDS = 180;
const THUMBNAIL_BYTES = 50e6;

/** Titles, description, tags, length and thumbnails against the platforms' limits; one check that names every excess. */
export function checkLimits(script: Script, video: Video | undefined): QualityCheck {
	const faults: string[] = [];
	const long = script.titles.find((title) => title.length > TITLE_CHARACTERS);
	if (!script.titles.length) faults.push('there is no title');
	if (long) faults.push(`a title has ${long.length} characters (${TITLE_CHARACTERS} at most): "${long.slice(0, 50)}…"`);
	const bytes = Buffer.byteLength(script.description);
	if (bytes > DESCRIPTION_BYTES) faults.push(`the description has ${bytes} bytes (${DESCRIPTION_BYTES} at most)`);
	if (/[<>]/.test(script.titles.join('') + script.description)) faults.push('"<" and ">" are refused in titles and descriptions');
	// Tags with a space count with their quotes.
	const tags = script.tags.reduce((sum, tag) => sum + tag.length + (tag.includes(' ') ? 3 : 1), -1);
	if (tags > TAGS_CHARACTERS) faults.push(`the tags have ${tags} characters (${TAGS_CHARACTERS} at most)`);
	if (video && video.height > video.width && video.durationSeconds > SHORT_SECONDS)
		faults.push(`a Short lasts ${SHORT_SECONDS} s at most, this film ${Math.round(video.durationSeconds)} s`);
	if (video?.thumbnails.some((file) => file.bytes > THUMBNAIL_BYTES)) faults.push('a thumbnail is larger than 50 MB');
	return faults.length
		? { name: 'limits', outcome: 'fail', evidence: faults.join('; ') }
		: {
				name: 'limits',
				outcome: 'pass',
				evidence: `${script.titles.length} titles, description ${bytes} bytes, ${script.tags.length} tags`,
			};
}

/** How varied the film's pictures are, in words: a figure to look at, never a reason to hold it. Null for films without it. */
export function tellVariety(video: Video | undefined): QualityCheck | null {
	if (!video?.variety) return null;
	const { layouts, mostOnOneLayoutPercent, transitions, stickerLedPercent, stickersTwice } = video.variety;
	const twice = stickersTwice ? `, ${stickersTwice} shown again` : '';
	return {
		name: 'variety',
		outcome: 'pass',
		evidence: `${layouts} layouts (${mostOnOneLayoutPercent} % of the time on one), ${transitions} kinds of transition, ${stickerLedPercent} % of scenes led by a sticker${twice}`,
	};
}
