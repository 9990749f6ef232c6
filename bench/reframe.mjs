/**
 * Reframing around faces: how often a face lies fully inside the 9:16 window, against windows that other clippers use, in one run; cuts; cost.
 *   npm run bench -- reframe [--wasm]
 * Needs the shared test media beside the repository (or AI_OPERATOR_SHARED). Where faces truly are is taken from the same network at 12
 * pictures a second (its most probable and largest face of at least .6); the planner sees 4 a second.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundled, quietPorts } from './bundle.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const shared = join(process.env.AI_OPERATOR_SHARED ?? join(root, '../shared'), 'media');
if (!existsSync(shared)) {
	console.log(`No shared test media in ${shared}: nothing to measure.`);
	process.exit(0);
}
if (process.argv.includes('--wasm')) process.env.AI_OPERATOR_ORT = 'wasm';
const room = await bundled(
	'reframe',
	`export * from './engine/clips/reframe/index'; export { look } from './engine/clips/reframe/look'; export { planFrom, windowSize } from './engine/clips/reframe/plan'; export { probe } from './engine/media';`,
);
const ports = quietPorts();
await room.prepareFaces(ports);

const TRUTH_RATE = 12;
const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const target = { width: 1080, height: 1920 };

/** The face that a picture is about, by itself. */
const mainFace = (faces) =>
	faces
		.filter((face) => face.probability >= 0.6)
		.sort((a, b) => b.probability * b.width - a.probability * a.width)
		.at(0);

/** What others do: dead zone, critically damped spring, seconds looked ahead; the largest face of each picture, median of five. */
function spring(centres, o, size, whole, seconds) {
	const room = whole - size;
	let known = [...centres];
	for (let i = 1; i < known.length; i++) known[i] ??= known[i - 1];
	for (let i = known.length - 2; i >= 0; i--) known[i] ??= known[i + 1];
	known = known.map((_, i) => median(known.slice(Math.max(0, i - 2), i + 3)));
	const wished = known.map((centre) => clamp(centre - size / 2, 0, room));
	let held = wished[0];
	const goals = wished.map((x) => (held = clamp(held, x - o.zone * size, x + o.zone * size)));
	let [x, v] = [goals[0], 0];
	const step = 1 / 24;
	const out = [];
	for (let k = 0; k <= seconds / step; k++) {
		const place = (k * step + o.ahead) * 4;
		const i = Math.min(goals.length - 1, Math.floor(place));
		const goal = goals[i] + (goals[Math.min(goals.length - 1, i + 1)] - goals[i]) * clamp(place - i, 0, 1);
		const omega = 2 / o.seconds;
		const decay = Math.exp(-omega * step);
		const away = x - goal;
		const moved = (v + omega * away) * step;
		v = (v - omega * moved) * decay;
		x = goal + (away + moved) * decay;
		out.push(clamp(x, 0, room));
	}
	return (at) => out[Math.min(out.length - 1, Math.round(at * 24))];
}

/** The planned window's left edge at a time. */
const planned = (path) => (at) => {
	const i = path.findLastIndex((point) => point.atSeconds <= at + 1e-9);
	const [a, b] = [path[Math.max(0, i)], path[i + 1]];
	if (!b || b.atSeconds <= a.atSeconds) return a.x;
	return a.x + ((b.x - a.x) * (at - a.atSeconds)) / (b.atSeconds - a.atSeconds);
};

function judge(left, truth, size, whole, seconds, cuts) {
	let [inside, outside, seen] = [0, 0, 0];
	truth.forEach((face, i) => {
		if (!face) return;
		seen++;
		const x = left(i / TRUTH_RATE);
		if (face.x >= x && face.x + face.width <= x + size) inside++;
		const centre = face.x + face.width / 2;
		if (centre < x || centre > x + size) outside++;
	});
	let [travel, reversals, last] = [0, 0, 0];
	for (let k = 1; k < seconds * 24; k++) {
		if (cuts.some((cut) => cut > (k - 1.5) / 24 && cut <= (k + 0.5) / 24)) {
			last = 0;
			continue;
		}
		const way = left(k / 24) - left((k - 1) / 24);
		travel += Math.abs(way);
		if (Math.abs(way) > 0.05) {
			if (last && Math.sign(way) !== last) reversals++;
			last = Math.sign(way);
		}
	}
	return [inside / seen, outside / seen, (100 * travel) / seconds / whole, reversals / seconds];
}

const clips = [
	['tears-of-steel.webm', 12.95, 29.75],
	['friday.mp4', 0, 6.1],
	['flower.mp4', 0, 5],
	['tears-of-steel.webm', 0, 70.4],
];
let cost;
for (const [name, startSeconds, endSeconds] of clips) {
	const path = join(shared, name);
	const { video } = await room.probe(path, ports);
	const source = { width: video.width, height: video.height, fps: video.fps };
	const range = { startSeconds, endSeconds };
	const seconds = endSeconds - startSeconds;
	const dense = await room.look(path, range, source, ports, TRUTH_RATE);
	cost = dense.msPerMoment;
	const truth = dense.moments.map(mainFace);
	const plan = await room.planCrop(path, range, source, target, ports);
	const size = room.windowSize(source, target).width;
	const whole = source.width;
	const parts = plan.parts.map((part) => `${part.layout} ${part.startSeconds.toFixed(1)}–${part.endSeconds.toFixed(1)}`).join(', ');
	console.log(
		`\n${name} ${startSeconds}–${endSeconds} s: ${plan.layout}; faces in ${(100 * plan.facesShare).toFixed(0)} % of the moments, at most ${plan.detections.mostFaces} at once; ${plan.cuts.length} cuts; ${plan.crop?.path.length ?? 0} points; ${plan.cpuSeconds.toFixed(1)} CPU-s (${parts})`,
	);
	if (plan.layout === 'faces') {
		const sparse = dense.moments.filter((_, i) => i % 3 === 0).map(mainFace);
		const centres = sparse.map((face) => (face ? face.x + face.width / 2 : null));
		const middle = median(centres.filter((centre) => centre !== null));
		const rows = [
			['centre crop', () => (whole - size) / 2],
			['one static crop (median)', () => clamp(middle - size / 2, 0, whole - size)],
			['spring .9 s, dead zone 5 %, causal', spring(centres, { seconds: 0.9, zone: 0.05, ahead: 0 }, size, whole, seconds)],
			['spring .9 s, dead zone 15 %, causal', spring(centres, { seconds: 0.9, zone: 0.15, ahead: 0 }, size, whole, seconds)],
			['spring .9 s, dead zone 5 %, .45 s ahead', spring(centres, { seconds: 0.9, zone: 0.05, ahead: 0.45 }, size, whole, seconds)],
			['ours', planned(plan.crop.path)],
		];
		console.log('| window | face fully inside | its centre outside | travel, % of width/s | reversals/s |\n|---|---|---|---|---|');
		for (const [label, left] of rows) {
			const [inside, outside, travel, reversals] = judge(left, truth, size, whole, seconds, plan.cuts);
			console.log(`| ${label} | ${inside.toFixed(3)} | ${outside.toFixed(3)} | ${travel.toFixed(1)} | ${reversals.toFixed(2)} |`);
		}
	}
	if (name.startsWith('tears') && startSeconds === 0) {
		const cuts = JSON.parse(readFileSync(join(shared, 'tears-of-steel.cuts.json'), 'utf8')).hard_cuts_s.filter((cut) => cut < endSeconds);
		const used = new Set();
		const right = plan.cuts.filter((cut) => {
			const i = cuts.findIndex((known, k) => !used.has(k) && Math.abs(known - cut) <= 0.09);
			if (i >= 0) used.add(i);
			return i >= 0;
		}).length;
		const [precision, recall] = [right / plan.cuts.length, right / cuts.length];
		console.log(
			`cuts: precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}, F1 ${((2 * precision * recall) / (precision + recall)).toFixed(2)} of ${cuts.length}`,
		);
	}
}
console.log(`\nface finder (${process.env.AI_OPERATOR_ORT ?? 'native'}): ${cost.toFixed(1)} CPU-ms a picture, cuts included`);
