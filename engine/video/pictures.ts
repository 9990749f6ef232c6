/** Pictures and clips of the user's own: found, matched to scenes, and brought into a form that the renderer may open. */
import { createHash } from 'node:crypto';
import { lstat, mkdir, open, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, extname, join, sep } from 'node:path';
import type { Scene } from '../asset';
import { isOperatorError, OperatorError } from '../errors';
import { hashFile } from '../ledger/fileStore';
import { ffmpeg, probe, safeInput, sniff } from '../media';
import type { Ports, Workspace } from '../ports';
import type { PlannedPicture } from '../render';

/** A file that may be shown. */
export interface OwnPicture {
	path: string;
	/** As the user named it: by this it finds its scene. */
	name: string;
	kind: 'image' | 'clip';
	sha256: string;
	bytes: number;
	credit?: string;
}

const EXTENSIONS = /\.(jpe?g|png|webp|gif|mp4|m4v|mov|webm|mkv)$/i;
const LIMITS = { files: 400, imageBytes: 60e6, clipBytes: 2e9, clipSeconds: 3600, pixels: 50e6, creditBytes: 64 << 10 };
/** Raised when the same file would be prepared otherwise. */
const PICTURE_VERSION = 1;

/**
 * Pictures and clips of a folder, by name. A credit comes from `<file>.txt`, `<stem>.txt` or a line `file,credit` of `credits.csv`; links that
 * lead out of the folder are left out. What cannot be shown is told through `problem`.
 * @throws OperatorError NOT_FOUND when the folder cannot be read.
 */
export async function picturesInFolder(folder: string, problem: (message: string) => void): Promise<OwnPicture[]> {
	let root: string;
	let names: string[];
	try {
		root = await realpath(folder);
		names = (await readdir(root)).sort();
	} catch (cause) {
		throw new OperatorError(
			'NOT_FOUND',
			`The picture folder ${folder} cannot be read (${(cause as NodeJS.ErrnoException).code ?? String(cause)})`,
			{
				fix: 'Check the path; inside Docker the folder has to be mounted. Or choose "None" under Pictures.',
				cause,
			},
		);
	}
	const shown = names.filter((name) => EXTENSIONS.test(name) && !name.startsWith('.'));
	if (!shown.length) problem(`${folder} holds no picture or clip (JPEG, PNG, WebP, GIF, MP4, MOV, WebM): the scenes are drawn`);
	if (shown.length > LIMITS.files) problem(`${folder} holds ${shown.length} pictures: only the first ${LIMITS.files} are looked at`);
	const listed = parseCredits(await smallText(join(root, 'credits.csv'), root));
	const found: OwnPicture[] = [];
	for (const name of shown.slice(0, LIMITS.files)) {
		const stem = name.slice(0, name.length - extname(name).length);
		const sidecar = (await smallText(join(root, `${name}.txt`), root)) || (await smallText(join(root, `${stem}.txt`), root));
		const credit = oneLine(sidecar) || listed.get(name.toLowerCase());
		const picture = await examine(join(root, name), name, problem, root);
		if (picture) found.push({ ...picture, ...(credit ? { credit } : {}) });
	}
	return found;
}

/** Looks at one file; null, and a word through `problem`, for what cannot be shown. */
export async function examine(path: string, name: string, problem: (message: string) => void, root?: string): Promise<OwnPicture | null> {
	try {
		if (root && !(await staysIn(path, root))) throw new Error('it is a link that leads out of the folder');
		// An animated GIF moves like a clip.
		const format = sniff(path);
		const clip = format.kinds.includes('video') || format.container === 'gif';
		if (!clip && !format.kinds.includes('image')) throw new Error('it is neither a picture nor a clip');
		const { size } = await stat(path);
		const most = clip ? LIMITS.clipBytes : LIMITS.imageBytes;
		if (size > most) throw new Error(`it has ${Math.round(size / 1e6)} MB; at most ${most / 1e6} MB are allowed`);
		return { path, name, kind: clip ? 'clip' : 'image', ...(await hashFile(path)) };
	} catch (error) {
		const { message } = error as Error;
		problem(`${name} is not shown: ${message.startsWith(`${name} `) ? `it${message.slice(name.length)}` : message}`);
		return null;
	}
}

async function staysIn(path: string, root: string): Promise<boolean> {
	return (await realpath(path)).startsWith(root.endsWith(sep) ? root : root + sep);
}

async function smallText(path: string, root: string): Promise<string> {
	const found = await lstat(path).catch(() => null);
	if (!found?.isFile() || found.size > LIMITS.creditBytes || !(await staysIn(path, root))) return '';
	return await readFile(path, 'utf8').catch(() => '');
}

/** A credit is one short line of plain text. */
export const oneLine = (text: string): string =>
	text
		.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
		.trim()
		.slice(0, 120);

/** Lines `file,credit` (the credit may be quoted), lower-case names. */
function parseCredits(csv: string): Map<string, string> {
	const credits = new Map<string, string>();
	for (const line of csv.split(/\r?\n/)) {
		const [, quoted, plain, rest = ''] = /^\s*(?:"([^"]+)"|([^,;\t]+))\s*[,;\t]\s*(.*)$/.exec(line) ?? [];
		const name = (quoted ?? plain ?? '').trim().toLowerCase();
		const credit = oneLine(rest.replace(/^"(.*)"\s*$/, '$1').replaceAll('""', '"'));
		if (name && credit) credits.set(name, credit);
	}
	return credits;
}

const STOP = new Set(
	'with from that this have been were what when where which photo image picture clip video file copy final small large'.split(' '),
);
const wordsOf = (text: string): string[] =>
	(
		text
			.normalize('NFKD')
			.replace(/\p{M}/gu, '')
			.toLowerCase()
			.match(/\p{L}{3,}|\d{3,}/gu) ?? []
	)
		.filter((word) => !STOP.has(word))
		.map((word) => (word.length > 4 ? word.replace(/(?:ies|es|s)$/, '') : word));

/** A scene whose ground is a map. */
export const showsMap = ({ visual }: Pick<Scene, 'visual'>): boolean => visual.type === 'place' || visual.type === 'route';

/**
 * Which picture goes with which scene: by a scene's number in the file name ("s3.jpg", "3-lock.png"), else by words of the name that the
 * scene says or shows, else the rest in order over the scenes that are led by words alone. A scene that has one already keeps it. A map
 * shows no picture.
 */
export function matchPictures<P extends Pick<OwnPicture, 'name'>>(scenes: Scene[], pictures: P[]): Map<string, P> {
	const matched = new Map<string, P>();
	const free = (id: string) => !matched.has(id) && !scenes.find((scene) => scene.id === id)?.picture;
	const left = new Set(pictures);
	const take = (id: string, picture: P) => {
		matched.set(id, picture);
		left.delete(picture);
	};
	const stem = (picture: P) => picture.name.slice(0, picture.name.length - extname(picture.name).length);
	for (const picture of pictures) {
		const number = /^(?:s|scene[ _-]?)?0*(\d{1,3})(?![\p{L}\p{N}])/iu.exec(stem(picture))?.[1];
		const id = number && scenes.find((scene) => scene.id === `s${number}`)?.id;
		if (id && free(id)) take(id, picture);
	}
	const said = scenes.map((scene) => new Set(wordsOf(`${scene.narration} ${scene.onScreen.title} ${scene.onScreen.kicker ?? ''}`)));
	const scores: { id: string; picture: P; score: number }[] = [];
	for (const picture of left) {
		const words = [...new Set(wordsOf(stem(picture).replace(/[_-]+/g, ' ')))];
		scenes.forEach((scene, i) => {
			if (showsMap(scene)) return;
			const shared = words.filter((word) => said[i]!.has(word));
			// A word that every scene says tells nothing.
			const score = shared.reduce((sum, word) => sum + 1 / said.filter((other) => other.has(word)).length, 0);
			if (score > 0) scores.push({ id: scene.id, picture, score });
		});
	}
	scores.sort((a, b) => b.score - a.score);
	for (const { id, picture } of scores) if (left.has(picture) && free(id)) take(id, picture);
	const open = scenes.filter((scene) => scene.visual.type === 'statement' && free(scene.id));
	for (const picture of [...left]) {
		const scene = open.shift();
		if (scene) take(scene.id, picture);
	}
	return matched;
}

/** What is to be shown, and for how long. */
export interface PictureUse {
	kind: 'image' | 'clip';
	sha256: string;
	name: string;
	credit?: string;
	/** Of the film. */
	width: number;
	height: number;
	/** Of the scene. */
	frames: number;
	/** Keeps what is see-through: a logo. */
	alpha?: boolean;
}

/** The picture as the plan names it, before it is prepared: the same until it is to look otherwise. */
export function pictureInPlan(use: PictureUse): PlannedPicture {
	const { kind, width, height, credit, frames, alpha } = use;
	const how = [PICTURE_VERSION, use.sha256, kind, width, height, kind === 'clip' ? frames : 0, alpha ? 1 : 0];
	return {
		kind,
		path: '',
		sha256: createHash('sha256').update(how.join(' ')).digest('hex'),
		width,
		height,
		...(kind === 'clip' ? { frames } : {}),
		...(credit ? { credit } : {}),
	};
}

/**
 * Decodes a file from outside into `workspace`: an image upright, at most as large as it needs to be to fill the film; a clip as JPEG frames of
 * the film's size at 30 a second, silent, for the scene's length.
 * @throws OperatorError INPUT, UNSAFE_MEDIA, TOO_LARGE (cannot be shown), and what ffmpeg throws.
 */
export async function preparePicture(
	path: string,
	use: PictureUse,
	id: string,
	workspace: Workspace,
	ports: Ports,
): Promise<PlannedPicture> {
	const planned = pictureInPlan(use);
	const { width, height } = use;
	const about = use.name;
	if (use.kind === 'image') {
		const info = await probe(path, ports, { kind: 'image', bytes: LIMITS.imageBytes, pixels: LIMITS.pixels });
		const png = use.alpha || info.container === 'png' || info.container === 'webp';
		const out = workspace.path(`${id}.${png ? 'png' : 'jpg'}`);
		// Never larger than it is, and no larger than fills the film with room for a camera move.
		const scale = `min(1,${use.alpha ? `min(${width}/iw,${height}/ih)` : `1.2*max(${width}/iw,${height}/ih)`})`;
		const filters = [
			...upright(await orientationOf(path)),
			`scale=w='max(2,round(iw*${scale}))':h='max(2,round(ih*${scale}))':flags=lanczos`,
		];
		const encode = png
			? ['-pix_fmt', 'rgba', '-c:v', 'png', '-compression_level', '3']
			: ['-pix_fmt', 'yuvj444p', '-c:v', 'mjpeg', '-q:v', '2'];
		await ffmpeg(
			[
				'-noautorotate',
				...safeInput(path, 'image', { pixels: LIMITS.pixels }),
				'-map',
				'0:v:0',
				'-frames:v',
				'1',
				'-vf',
				filters.join(','),
				...encode,
				'-f',
				'image2',
				'-update',
				'1',
				`file:${out}`,
			],
			{ ports, about, timeoutSeconds: 60 },
		);
		const size = await sizeOf(out);
		return { ...planned, path: out, ...size };
	}
	const info = await probe(path, ports, { bytes: LIMITS.clipBytes, seconds: LIMITS.clipSeconds, pixels: LIMITS.pixels });
	if (!info.video) throw new OperatorError('INPUT', `${about} holds no picture`, { fix: 'Choose a video file.' });
	const folder = workspace.path(id);
	await mkdir(folder, { mode: 0o700 });
	const fill = `fps=30,scale=w='max(${width},ceil(iw*max(${width}/iw,${height}/ih)))':h='max(${height},ceil(ih*max(${width}/iw,${height}/ih)))':flags=bicubic,crop=${width}:${height}`;
	const input = safeInput(path, info.kind === 'image' ? 'image' : 'video', { pixels: LIMITS.pixels });
	await ffmpeg(
		[
			...input,
			'-map',
			'0:v:0',
			'-an',
			'-sn',
			'-dn',
			'-t',
			(use.frames / 30).toFixed(3),
			'-vf',
			fill,
			'-frames:v',
			String(use.frames),
			'-pix_fmt',
			'yuvj420p',
			'-c:v',
			'mjpeg',
			'-q:v',
			'3',
			'-threads',
			'1',
			'-f',
			'image2',
			`file:${join(folder, '%05d.jpg')}`,
		],
		{ ports, about, timeoutSeconds: 180 },
	);
	const frames = (await readdir(folder)).length;
	if (!frames) throw new OperatorError('INPUT', `${about} holds no frame that can be read`, { fix: 'Export it again as MP4 (H.264).' });
	return { ...planned, path: folder, frames };
}

/** Filters that bring a picture upright (EXIF 2.32, tag 0x0112). */
const upright = (orientation: number): string[] =>
	[[], ['hflip'], ['hflip', 'vflip'], ['vflip'], ['transpose=0'], ['transpose=1'], ['transpose=3'], ['transpose=2']][orientation - 1] ?? [];

/** EXIF orientation of a JPEG, 1–8; 1 where it says none. Reads the first 128 KB only. */
export async function orientationOf(path: string): Promise<number> {
	const handle = await open(path, 'r');
	try {
		const { buffer, bytesRead } = await handle.read(Buffer.alloc(128 << 10), 0, 128 << 10, 0);
		const bytes = buffer.subarray(0, bytesRead);
		if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return 1;
		for (let at = 2; at + 4 < bytes.length && bytes[at] === 0xff;) {
			const [marker, size] = [bytes[at + 1]!, bytes.readUInt16BE(at + 2)];
			if (marker === 0xe1 && bytes.toString('latin1', at + 4, at + 10) === 'Exif\0\0')
				return tiffOrientation(bytes.subarray(at + 10, at + 2 + size));
			if (marker === 0xda || size < 2) return 1;
			at += 2 + size;
		}
		return 1;
	} finally {
		await handle.close();
	}
}

function tiffOrientation(tiff: Buffer): number {
	if (tiff.length < 8) return 1;
	const little = tiff.toString('latin1', 0, 2) === 'II';
	const short = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
	const start = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
	for (let i = 0; i < Math.min(short(start), 64); i++) {
		const entry = start + 2 + i * 12;
		if (short(entry) === 0x0112) return Math.min(8, Math.max(1, short(entry + 8)));
	}
	return 1;
}

/** Size of a PNG or JPEG that we wrote ourselves. */
async function sizeOf(path: string): Promise<{ width: number; height: number }> {
	const bytes = await readFile(path);
	if (bytes.readUInt32BE(0) === 0x89504e47) return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
	for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
		const marker = bytes[at + 1]!;
		if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
			return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
	}
	throw new OperatorError('ENGINE_FAILED', `${basename(path)} could not be prepared`, { fix: 'Save the picture again as JPEG or PNG.' });
}

/** Errors that mean "this file cannot be shown": the scene then does without it. */
export const isUnshowable = (error: unknown): boolean =>
	isOperatorError(error) && ['INPUT', 'UNSAFE_MEDIA', 'TOO_LARGE', 'NOT_FOUND', 'TIMEOUT', 'ENGINE_FAILED'].includes(error.code);
