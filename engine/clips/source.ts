/** The long video as it is opened: known by its content, looked into before anything is decoded. */
import { stat } from 'node:fs/promises';
import { hashFile } from '../ledger/fileStore';
import { probe, type MediaInfo } from '../media';
import type { RuntimePorts } from '../runtime';

export interface LongVideo {
	path: string;
	/** As the user knows it. */
	name: string;
	sha256: string;
	bytes: number;
	info: MediaInfo;
}

/** Longer ones are still cut where the user says which part; only what is searched is bounded. */
const LIMITS = { bytes: 100 * 2 ** 30, seconds: 24 * 3600 };

/** Hashes of files that were not changed since; a day of video takes minutes to read. */
const hashes = new Map<string, { sha256: string; bytes: number }>();
const MOST_HASHES = 500;

/**
 * Opens a video or a recording. Errors: NOT_FOUND, INPUT (empty, damaged, no media), UNSAFE_MEDIA (a playlist, names other files, too large
 * a picture), TOO_LARGE, CANCELLED.
 */
export async function openLongVideo(
	file: { path: string; name: string; sha256?: string; bytes?: number },
	ports: RuntimePorts,
): Promise<LongVideo> {
	const { path, name } = file;
	const info = await probe(path, ports, LIMITS);
	const content = file.sha256 && file.bytes ? { sha256: file.sha256, bytes: file.bytes } : await contentOf(path);
	return { path, name, ...content, info };
}

async function contentOf(path: string): Promise<{ sha256: string; bytes: number }> {
	const { ino, dev, size, mtimeMs } = await stat(path);
	const key = `${dev} ${ino} ${size} ${mtimeMs} ${path}`;
	const known = hashes.get(key);
	if (known) return known;
	const content = await hashFile(path);
	if (hashes.size >= MOST_HASHES) hashes.clear();
	hashes.set(key, content);
	return content;
}
