/** The face finder's process: the network blocks its event loop, and its memory goes when it ends. */
import { closeSync, openSync, readSync } from 'node:fs';
import { serveChild } from '../../media/serveChild';
import { loadOrt, type Ort, type Session } from '../../runtime/ort';
import { findFaces, type Face } from './blazeface';
import { CUT_BYTES, findCuts } from './cuts';
import type { LookedReply, LookMessage, Message } from './messages';

let ort: Ort;
let session: Session;

/** Pictures of `bytes` each out of a file; the last may be cut off and is left out. */
function* pictures(path: string, bytes: number): Generator<Uint8Array> {
	const file = openSync(path, 'r');
	const picture = Buffer.alloc(bytes);
	try {
		for (;;) {
			let done = 0;
			while (done < bytes) {
				const got = readSync(file, picture, done, bytes - done, null);
				if (got === 0) return;
				done += got;
			}
			yield picture;
		}
	} finally {
		closeSync(file);
	}
}

async function look({ faces, cuts }: LookMessage, tell: (moments: number) => void): Promise<LookedReply> {
	const shots = pictures(cuts.path, CUT_BYTES);
	const found = findCuts(() => shots.next().value ?? null, cuts.fps);
	const moments: Face[][] = [];
	for (const picture of pictures(faces.path, faces.width * faces.height * 3)) {
		moments.push(await findFaces(ort, session, picture, faces.width, faces.height));
		if (moments.length % 20 === 0) tell(moments.length);
	}
	const { user, system } = process.cpuUsage();
	return { moments, cuts: found, cpuSeconds: (user + system) / 1e6, rssBytes: process.resourceUsage().maxRSS * 1024 };
}

serveChild(async (message: Message, reply) => {
	switch (message.type) {
		case 'load':
			ort = loadOrt(message.runtime, 1);
			session = await ort.open(message.model);
			return;
		case 'look':
			return reply(await look(message, (moments) => reply({ moments })));
	}
});
