/** The renderer's own process: encodes scenes of a film, or draws stills, sheets, thumbnails. One message at a time. */
import { writeFile } from 'node:fs/promises';
import { OperatorError } from '../errors';
import { serveChild } from '../media/serveChild';
import { FilmEncoder } from './encode';
import type { RenderJob } from './jobs';
import { drawOver, drawTitle } from './over';
import { drawSheet, drawStills, inspectFrames } from './stills';
import { drawThumbnail } from './thumbnails';

const base64 = (picture: Buffer) => picture.toString('base64');

let film: FilmEncoder | undefined;

async function stills({ plan, frames, width, paths }: Extract<RenderJob, { kind: 'stills' }>): Promise<string[]> {
	if (!paths) return (await drawStills(plan, frames, width)).map(base64);
	await drawStills(plan, frames, width, (picture, i) => writeFile(paths[i]!, picture));
	return [];
}

serveChild(async (job: RenderJob, reply) => {
	switch (job.kind) {
		case 'film':
			film = new FilmEncoder(job.plan);
			return reply(true);
		case 'scene':
			return reply(await film!.encode(job, (done) => reply({ done })));
		case 'stills':
			return reply(await stills(job));
		case 'sheet':
			return reply(base64(await drawSheet(job, job)));
		case 'thumbnail':
			return reply(base64(await drawThumbnail(job.spec, job)));
		case 'over':
			return reply(await drawOver(job, (done) => reply({ done })));
		case 'title':
			return reply(await drawTitle(job));
		case 'inspect':
			return reply(await inspectFrames(job.plan, job.frames));
		default:
			throw new OperatorError('INPUT', 'The renderer was asked for something it does not know', { fix: 'Install the pack again.' });
	}
});
