/**
 * What a viewer sees, as figures a film: five topics in both shapes, every frame painted and measured.
 *   npm run bench -- viewer [--only history,sport] [--shape 9:16] [--faults] [--json FILE] [--minilm DIR]
 * Captions are timed by the pace of the default voice, not spoken: the checks are of what is drawn and when.
 */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundled } from './bundle.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const argument = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const room = await bundled(
	'viewer',
	`export * from './test/engine/films'; export { watchFilm } from './engine/render/watch'; export { watchThumbnail } from './engine/render/watch/thumbnail'; export { reviewFilm, channelFigures, holds } from './engine/video/review'; export { thumbnailSpecs } from './engine/video/thumbnails';`,
);

const only = argument('--only')?.split(',');
const shapes = argument('--shape') ? [argument('--shape')] : ['9:16', '16:9'];
const THUMBNAIL = { '9:16': { width: 1080, height: 1920 }, '16:9': { width: 1280, height: 720 } };
const recent = [];
const films = [];
for (const shape of shapes)
	for (const pack of room.PACKS) {
		const film = room.makeFilm(pack, shape, { root, recent, minilmDir: argument('--minilm') ?? null });
		recent.unshift(film.look.summary);
		if (only && !only.includes(pack)) continue;
		const cpu = process.cpuUsage();
		const watched = await room.watchFilm(film.plan);
		const thumbnails = [];
		const look = { palette: film.plan.palette, seed: film.plan.seed };
		for (const spec of room.thumbnailSpecs(film.script, look)) thumbnails.push(await room.watchThumbnail(spec, THUMBNAIL[shape]));
		const used = process.cpuUsage(cpu);
		films.push({ ...film, watched, thumbnails, figures: room.reviewFilm({ ...film, watched, thumbnails }) });
		process.stderr.write(
			`${film.name}: ${film.plan.scenes.length} scenes, ${film.plan.durationFrames} frames, ${((used.user + used.system) / 1e6).toFixed(1)} CPU-s\n`,
		);
	}
const round = (value) => (Number.isInteger(value) ? String(value) : value.toFixed(2));
const cell = (figure) => (room.holds(figure) ? round(figure.value) : `**${round(figure.value)}**`);
console.log(`| rule | what | asked | ${films.map((film) => film.name).join(' | ')} |`);
console.log(`|---|---|---|${films.map(() => '---|').join('')}`);
films[0].figures.forEach((figure, i) => {
	const asked = `${figure.bound === 'most' ? '≤' : '≥'} ${round(figure.limit)}`;
	console.log(`| ${figure.rule} | ${figure.name} | ${asked} | ${films.map((film) => cell(film.figures[i])).join(' | ')} |`);
});
for (const figure of room.channelFigures(films))
	console.log(`| ${figure.rule} | ${figure.name} | ${figure.bound === 'most' ? '≤' : '≥'} ${round(figure.limit)} | ${cell(figure)} |`);
const red = films.flatMap((film) => film.figures.filter((figure) => !room.holds(figure)).map((figure) => ({ film: film.name, ...figure })));
console.log(`\n${red.length} of ${films.length * films[0].figures.length} figures are red.`);
if (process.argv.includes('--faults'))
	for (const { film, rule, name, value, where } of red) {
		console.log(`\n${film}, rule ${rule}: ${name} ${round(value)}`);
		for (const line of where.slice(0, 12)) console.log(`  ${line}`);
	}
const out = argument('--json');
if (out)
	writeFileSync(
		out,
		JSON.stringify(
			films.map(({ name, figures, watched }) => ({ name, figures, watched })),
			null,
			'\t',
		),
	);
