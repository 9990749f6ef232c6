/** The renderer's own process: encodes scenes of a film, or draws stills, sheets, thumbnails. One message at a time. */
import { OperatorError } from '../errors';
import { serveChild } from '../media/serveChild';
import { FilmEncoder } from './encode';
import type { RenderJob } from './jobs';
import { drawSheet, drawStills, inspectFrames } from './stills';
import { drawThumbnail } from './thumbnails';

const base64 = (picture: Buffer) => picture.toString('base64');

let film: FilmEncoder | undefined;

serveChild(async (job: RenderJob, reply) => {
	switch (job.kind) {
		case 'film':
			film = new FilmEncoder(job.plan);
			return reply(true);
		case 'scene':
			return reply(await film!.encode(job, (done) => reply({ done })));
		case 'stills':
			return reply((await drawStills(job.plan, job.frames, job.width)).map(base64));
		case 'sheet':
			return reply(base64(await drawSheet(job, job)));
		case 'thumbnail':
			return reply(base64(await drawThumbnail(job.spec, job)));
		case 'inspect':
			return reply(await inspectFrames(job.plan, job.frames));
		default:
			throw new OperatorError('INPUT', 'The renderer was asked for something it does not know', { fix: 'Install the pack again.' });
	}
});
