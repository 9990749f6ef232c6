// Runs in the benchmark's cache folder, where the peer is installed: argv: film JSON, output file. Prints seconds of bundling and of rendering.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '@remotion/bundler';
import { renderMedia, selectComposition } from '@remotion/renderer';

const [, , film, output] = process.argv;
const inputProps = JSON.parse(readFileSync(film, 'utf8'));
const from = performance.now();
const serveUrl = await bundle({
	entryPoint: join(import.meta.dirname, 'src', 'index.jsx'),
	publicDir: join(import.meta.dirname, 'public'),
});
const chrome = { browserExecutable: process.env.PEER_CHROMIUM, chromeMode: 'chrome-for-testing', logLevel: 'error' };
const composition = await selectComposition({ serveUrl, id: 'Film', inputProps, ...chrome });
const rendering = performance.now();
await renderMedia({
	composition,
	serveUrl,
	inputProps,
	codec: 'h264',
	outputLocation: output,
	concurrency: Number(process.env.PEER_CONCURRENCY ?? 2),
	imageFormat: 'jpeg',
	...chrome,
});
const seconds = (a, b) => ((b - a) / 1000).toFixed(2);
console.log(JSON.stringify({ bundle: Number(seconds(from, rendering)), render: Number(seconds(rendering, performance.now())) }));
process.exit(0);
