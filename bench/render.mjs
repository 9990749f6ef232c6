// Renders the demo film through the built children and prints wall, CPU and memory: node bench/render.mjs [9:16|16:9] [out.mp4] [runs]
// Needs `npm run build`; ffmpeg as engine/media finds it (AI_OPERATOR_FFMPEG, PATH, catalogue).
import { build } from 'esbuild';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [shape = '9:16', out, runs = '1'] = process.argv.slice(2);
const dir = mkdtempSync(join(tmpdir(), 'render-bench-'));
try {
	// The same bundling as the pack's, so that what is measured is what ships.
	const file = join(root, 'dist', 'bench-render.cjs');
	await build({
		stdin: {
			contents: "export * from './engine/render/index'; export { demoPlan } from './bench/render-demo';",
			resolveDir: root,
			loader: 'ts',
		},
		bundle: true,
		platform: 'node',
		format: 'cjs',
		mainFields: ['module', 'main'],
		define: { 'import.meta.dirname': '__dirname' },
		external: ['@napi-rs/canvas', 'onnxruntime-node'],
		outfile: file,
		logLevel: 'error',
	});
	const { renderFilm, openSceneCache, demoPlan } = createRequire(import.meta.url)(file);
	rmSync(file);
	const plan = demoPlan(shape);
	const quiet = () => undefined;
	const ports = {
		logger: { debug: quiet, info: quiet, warn: console.warn, error: console.error },
		progress: quiet,
		signal: new AbortController().signal,
		clock: { now: Date.now, sleep: (ms) => new Promise((r) => setTimeout(r, ms)) },
	};
	const workspace = { dir, path: (name) => join(dir, name), dispose: async () => undefined };
	const seconds = plan.durationFrames / plan.fps;
	for (let i = 0; i < Number(runs); i++) {
		const videoPath = out ?? join(dir, 'film.mp4');
		const start = performance.now();
		const cache = openSceneCache(join(dir, `cache-${i}`));
		const done = await renderFilm(plan, { videoPath, workspace, cache }, ports);
		const wall = (performance.now() - start) / 1000;
		const row = {
			shape,
			cores: availableParallelism(),
			seconds: seconds.toFixed(1),
			wall: wall.toFixed(1),
			'wall per 60 s': ((wall * 60) / seconds).toFixed(1),
			'CPU-s per 60 s': ((done.cpuSeconds * 60) / seconds).toFixed(1),
			'peak MB of all children': Math.round(done.peakRssBytes / 1e6),
			'drawn frames': `${done.parts.reduce((sum, p) => sum + p.drawn, 0)}/${done.parts.reduce((sum, p) => sum + p.frames, 0)}`,
			MB: (statSync(videoPath).size / 1e6).toFixed(1),
		};
		console.table([row]);
	}
} finally {
	rmSync(dir, { recursive: true, force: true });
}
