// Assets of the pack: node icons, codex files and output schemas beside the built nodes; fonts, stickers, maps and tables.
const { dest, parallel, src } = require('gulp');

function icons() {
	return src('nodes/**/*.svg').pipe(dest('dist/nodes'));
}
function codex() {
	return src('nodes/**/*.node.json').pipe(dest('dist/nodes'));
}
function schemas() {
	return src('nodes/**/__schema__/**/*.json').pipe(dest('dist/nodes'));
}
async function assets() {
	const { buildAssets } = await import('./instance/assets.mjs');
	await buildAssets();
}

Object.assign(exports, { icons, codex, schemas, assets, default: parallel(icons, codex, schemas, assets) });
