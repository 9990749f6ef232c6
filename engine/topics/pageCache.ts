/**
 * Pages fetched before, on this machine's disk: what a scheduled run asks for again costs the site an answer of a few bytes (304).
 * One file a page: a line of JSON, then the body. A damaged or foreign file counts as absent.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { homeDirectory } from '../runtime/paths';

export interface KeptPage {
	/** Where redirects led to. */
	url: string;
	headers: Record<string, string>;
	body: Uint8Array;
	/** When the site last said that this is how the page stands; milliseconds since the epoch. */
	checkedAt: number;
}

export interface PageCache {
	get(address: string): Promise<KeptPage | null>;
	put(address: string, page: KeptPage): Promise<void>;
}

const MOST_BYTES = 150 * 2 ** 20;
const MOST_DAYS = 30;
const PRUNE_EVERY = 100;

/** Pages under `folder` (0700); at most 150 MB, the longest unused go first, and none is kept unused for 30 days. */
export function openPageCache(folder = join(homeDirectory(), 'cache', 'pages')): PageCache {
	const fileOf = (address: string): string => join(folder, createHash('sha256').update(address).digest('hex').slice(0, 40));
	let writes = 0;
	return {
		async get(address) {
			const path = fileOf(address);
			const bytes = await readFile(path).catch(() => null);
			const end = bytes?.indexOf(10) ?? -1;
			if (!bytes || end < 0) return null;
			try {
				const head = JSON.parse(bytes.subarray(0, end).toString()) as KeptPage & { address: string; bytes: number };
				const body = bytes.subarray(end + 1);
				if (head.address !== address || head.bytes !== body.length) return null;
				await utimes(path, new Date(), new Date()).catch(() => undefined);
				return { url: head.url, headers: head.headers, body, checkedAt: head.checkedAt };
			} catch {
				return null;
			}
		},
		async put(address, { body, ...head }) {
			const path = fileOf(address);
			const part = `${path}.${randomBytes(6).toString('hex')}.part`;
			await mkdir(folder, { recursive: true, mode: 0o700 });
			if (writes++ % PRUNE_EVERY === 0) await prune(folder);
			await writeFile(part, Buffer.concat([Buffer.from(`${JSON.stringify({ ...head, address, bytes: body.length })}\n`), body]), {
				mode: 0o600,
			});
			await rename(part, path);
		},
	};
}

async function prune(folder: string): Promise<void> {
	const found: { path: string; used: number; bytes: number }[] = [];
	for (const name of await readdir(folder)) {
		const path = join(folder, name);
		const info = await stat(path).catch(() => null);
		if (info?.isFile()) found.push({ path, used: info.mtimeMs, bytes: info.size });
	}
	let kept = 0;
	for (const { path, used, bytes } of found.sort((a, b) => b.used - a.used)) {
		const abandoned = path.endsWith('.part') && Date.now() - used > 3_600_000;
		if (!abandoned && Date.now() - used < MOST_DAYS * 86_400_000 && kept + bytes <= MOST_BYTES) kept += bytes;
		else await rm(path, { force: true });
	}
}
