/**
 * Files that try to make ffmpeg open something else. Each names three canaries: a local web server, a named pipe, and a film of a
 * telling size. Where a control stands, ffmpeg without our guards gets the file first, to prove that the attack works and the canary sings.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ffmpeg, probe, safeInput } from '../../engine/media/index';
import { isOperatorError } from '../../engine/errors';
import { make, scratch, testPorts } from './mediaSupport';

const ports = testPorts();
const dir = scratch();
const at = (name: string) => join(dir, name);
const canary = at('canary.mp4');
const pipe = at('pipe.ts');
const CANARY_SIZE = '98x54';
let server: Server;
let url = '';
let requests = 0;
let pipeReaders = 0;
let watch: NodeJS.Timeout;

beforeAll(async () => {
	server = createServer((_request, response) => {
		requests++;
		response.end('no');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/canary.ts`;
	execFileSync('mkfifo', [pipe]);
	// Opening a pipe for writing succeeds only while somebody reads it.
	watch = setInterval(() => {
		try {
			closeSync(openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK));
			pipeReaders++;
		} catch {
			// Nobody.
		}
	}, 20);
	await make(ports, '-f', 'lavfi', '-i', `testsrc2=s=${CANARY_SIZE}:r=25:d=1`, '-c:v', 'libx264', '-pix_fmt', 'yuv420p', canary);
});
afterAll(() => {
	clearInterval(watch);
	server.close();
	rmSync(dir, { recursive: true, force: true });
});

/** What of the canaries a run touched. */
async function touched(run: () => Promise<unknown>): Promise<{ outcome: unknown; canaries: string[] }> {
	[requests, pipeReaders] = [0, 0];
	const outcome = await run().catch((error: unknown) => error);
	await new Promise((resolve) => setTimeout(resolve, 60));
	const text = isOperatorError(outcome) ? `${outcome.message} ${JSON.stringify(outcome.details)}` : JSON.stringify(outcome);
	const size = text.includes(CANARY_SIZE) || text.includes('"width":98');
	return { outcome, canaries: [...(requests ? ['http'] : []), ...(pipeReaders ? ['pipe'] : []), ...(size ? ['file'] : [])] };
}

const unguarded = (file: string, ...options: string[]) =>
	ffmpeg(['-protocol_whitelist', 'file,http,tcp,pipe,crypto,data,rtp,udp', ...options, '-i', file, '-f', 'null', '-t', '1', '-'], {
		ports,
		timeoutSeconds: 4,
	});

const hls = (target: string) =>
	`#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:1\n#EXT-X-MAP:URI="${target}"\n#EXTINF:1,\n${target}\n#EXT-X-ENDLIST\n`;
const dash = (target: string) =>
	`<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period duration="PT1S"><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1000" width="98" height="54" codecs="avc1.42c01e"><BaseURL>${target}</BaseURL><SegmentList duration="1"><Initialization sourceURL="${target}"/><SegmentURL media="${target}"/></SegmentList></Representation></AdaptationSet></Period></MPD>\n`;
const concat = (target: string) => `ffconcat version 1.0\nfile '${target}'\n`;
const sdp = `v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video 5004 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n`;

describe('playlists and scripts renamed to media', () => {
	const cases: [string, string, () => string, string[] | null, string[]][] = [
		['hls to a web server', 'a.mp4', () => hls(url), ['-f', 'hls', '-allowed_extensions', 'ALL'], ['http']],
		['hls to a pipe', 'b.mp4', () => hls(`file://${pipe}`), ['-f', 'hls', '-allowed_extensions', 'ALL'], ['pipe']],
		['hls to /etc/passwd', 'c.webm', () => hls('file:///etc/passwd'), null, []],
		['concat to a film', 'd.mp4', () => concat(canary), ['-f', 'concat', '-safe', '0'], ['file']],
		['concat to a web server', 'e.mov', () => concat(url), ['-f', 'concat', '-safe', '0'], ['http']],
		['concat to a pipe, without a header', 'f.mkv', () => `file '${pipe}'\n`, ['-f', 'concat', '-safe', '0', '-probesize', '32'], ['pipe']],
		['dash to a web server', 'g.mp4', () => dash(url), null, []],
		['sdp, which listens', 'h.mp4', () => sdp, null, []],
		['a list behind a byte order mark', 'i.mp3', () => `\ufeff${hls(url)}`, null, []],
		[
			'SVG with a link',
			'j.png',
			() => `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="98" height="54"><image href="${url}"/></svg>`,
			null,
			[],
		],
		['metadata script', 'k.mp4', () => `;FFMETADATA1\ntitle=${canary}\n`, null, []],
		['AviSynth script', 'l.mp4', () => `DirectShowSource("${canary}")\n`, null, []],
		['an ID3 tag before a list', 'm.mp3', () => `ID3\x04\0\0\0\0\0\0${hls(url)}`, null, []],
		['a list inside an mp4 box', 'n.mp4', () => `\0\0\0\x10ftypisom\0\0\0\0${hls(url)}`, null, []],
		['a list that begins like WebM', 'o.webm', () => `\x1aE\xdf\xa3\n${hls(url)}`, null, []],
		['a list that begins like PNG', 'p.png', () => `\x89PNG\r\n\x1a\n${hls(url)}`, null, []],
	];
	it.each(cases)('%s', async (_title, name, content, control, sings) => {
		writeFileSync(at(name), Buffer.from(content(), /[\x80-\xff]/.test(content()) && !content().startsWith('\ufeff') ? 'latin1' : 'utf8'));
		if (control) expect((await touched(() => unguarded(at(name), ...control))).canaries).toEqual(expect.arrayContaining(sings));
		const { outcome, canaries } = await touched(() => probe(at(name), ports));
		expect(canaries).toEqual([]);
		expect(isOperatorError(outcome) && ['UNSAFE_MEDIA', 'INPUT'].includes(outcome.code)).toBe(true);
		expect(JSON.stringify((outcome as { details: unknown }).details)).not.toContain('root:');
	});

	it('calls a playlist a playlist', async () => {
		for (const [name, content] of [
			['q.mp4', hls(url)],
			['r.mp4', concat(canary)],
			['s.mp4', dash(url)],
			['t.mp4', sdp],
		] as const) {
			writeFileSync(at(name), content);
			await expect(probe(at(name), ports)).rejects.toMatchObject({
				code: 'UNSAFE_MEDIA',
				message: expect.stringContaining('names other files'),
			});
		}
	});
});

describe('a film whose samples lie in another file (QuickTime data reference)', () => {
	it('is not followed, neither when probed nor when decoded', async () => {
		await make(ports, '-f', 'lavfi', '-i', 'testsrc2=s=64x64:r=25:d=1', '-c:v', 'libx264', '-pix_fmt', 'yuv420p', at('own.mov'));
		writeFileSync(at('foreign.mov'), withDataReference(readFileSync(at('own.mov')), pipe));
		const control = await touched(() => unguarded(at('foreign.mov'), '-enable_drefs', '1', '-use_absolute_path', '1'));
		expect(control.canaries).toContain('pipe');
		expect((await touched(() => probe(at('foreign.mov'), ports))).canaries).toEqual([]);
		const decoded = await touched(() =>
			ffmpeg([...safeInput(at('foreign.mov'), 'video'), '-f', 'null', '-'], { ports, timeoutSeconds: 5 }),
		);
		expect(decoded.canaries).toEqual([]);
	});
});

describe('the guards hold by themselves, whatever the demuxer says', () => {
	it.each(['http', 'concat', 'data', 'crypto'])('%s: is not an allowed protocol', async (protocol) => {
		const guards = safeInput(canary, 'video').slice(0, -1);
		const target = { http: url, concat: `concat:${canary}`, data: 'data:video/mp4;base64,AAAA', crypto: `crypto:${canary}` }[
			protocol
		] as string;
		const { outcome, canaries } = await touched(() => ffmpeg([...guards, target, '-f', 'null', '-'], { ports, timeoutSeconds: 5 }));
		expect(canaries).toEqual([]);
		expect(outcome).toMatchObject({ code: 'UNSAFE_MEDIA' });
	});
});

/** Replaces the data reference of the first track by a Macintosh alias record that holds an absolute path. */
function withDataReference(file: Buffer, path: string): Buffer {
	const alias = Buffer.alloc(12 + 10 + 1 + 27 + 12 + 1 + 63 + 16 + 4 + 16);
	alias.write('alis', 4, 'latin1');
	const name = Buffer.from(path.length % 2 ? `${path}\0` : path);
	const tail = Buffer.alloc(8);
	tail.writeUInt16BE(2, 0);
	tail.writeUInt16BE(name.length, 2);
	const entry = Buffer.concat([alias, tail.subarray(0, 4), name, Buffer.from([0xff, 0xff, 0, 0])]);
	entry.writeUInt32BE(entry.length, 0);
	const content = Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]), entry]);
	const changed = replaceBox(file, ['moov', 'trak', 'mdia', 'minf', 'dinf', 'dref'], content);
	expect(changed.length).toBeGreaterThan(file.length);
	return changed;
}

function replaceBox(boxes: Buffer, path: string[], content: Buffer): Buffer {
	const parts: Buffer[] = [];
	for (let at = 0; at < boxes.length;) {
		const size = boxes.readUInt32BE(at);
		const type = boxes.toString('latin1', at + 4, at + 8);
		let body = boxes.subarray(at + 8, at + size);
		if (type === path[0]) body = path.length === 1 ? content : replaceBox(body, path.slice(1), content);
		const header = Buffer.alloc(8);
		header.writeUInt32BE(body.length + 8, 0);
		header.write(type, 4, 'latin1');
		parts.push(header, body);
		at += size;
	}
	return Buffer.concat(parts);
}
