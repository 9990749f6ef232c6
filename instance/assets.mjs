// Builds dist/assets: five fonts, the sticker subset, two world maps, and the data tables of the engine's rooms.
// Does nothing when dist/assets/stamp.json says that nothing changed.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, 'dist', 'assets');
const modules = join(root, 'node_modules');
/** Of stickers.bin: deflated bodies one after the other, found through stickers.json. */
const MAX_STICKER_BYTES = 5_000_000;

const FONTS = {
	'display.ttf': '@expo-google-fonts/bricolage-grotesque/800ExtraBold/BricolageGrotesque_800ExtraBold.ttf',
	'body.ttf': '@expo-google-fonts/archivo/600SemiBold/Archivo_600SemiBold.ttf',
	'label.ttf': '@expo-google-fonts/archivo/700Bold/Archivo_700Bold.ttf',
	'caption.ttf': '@expo-google-fonts/archivo/800ExtraBold/Archivo_800ExtraBold.ttf',
	'serif.ttf': '@expo-google-fonts/instrument-serif/400Regular/InstrumentSerif_400Regular.ttf',
};
const MAPS = { 'countries-110m.json': 'world-atlas/countries-110m.json', 'countries-50m.json': 'world-atlas/countries-50m.json' };
const EMOJI = '@iconify-json/fluent-emoji/icons.json';
/** Names that are always bundled: the renderer's own pictures, and a base set while a room brings no list of its own. */
const BASE =
	`anchor ship sailboat ferry airplane rocket automobile delivery-truck locomotive bicycle construction building-construction classical-building
bank factory house hospital school stadium castle bridge-at-night globe-showing-americas globe-showing-europe-africa globe-showing-asia-australia world-map compass
mountain snow-capped-mountain volcano desert-island national-park water-wave droplet ocean fire snowflake cloud sun sun-with-face crescent-moon full-moon star high-voltage
tornado umbrella rainbow evergreen-tree deciduous-tree palm-tree cactus herb seedling sheaf-of-rice rose tulip mushroom chestnut bread cheese-wedge egg cooking hot-beverage teacup-without-handle
beer-mug wine-glass red-apple lemon grapes banana carrot ear-of-corn potato hot-pepper salt honey-pot chocolate-bar cookie birthday-cake pizza hamburger shrimp fish octopus whale shark crab
dolphin turtle snake bee butterfly ant spider dog cat horse cow pig sheep elephant lion tiger bear panda monkey penguin eagle owl dove chicken rat mouse dragon sauropod t-rex
brain anatomical-heart lungs bone tooth eye ear foot flexed-biceps microbe pill syringe stethoscope thermometer test-tube petri-dish dna microscope telescope satellite atom-symbol magnet battery
electric-plug light-bulb flashlight candle laptop desktop-computer mobile-phone telephone television radio camera video-camera microphone headphone musical-note guitar violin drum piano-keyboard
trumpet artist-palette framed-picture performing-arts clapper-board books open-book scroll newspaper pencil fountain-pen memo envelope package mailbox bar-chart chart-increasing chart-decreasing
money-bag coin dollar-banknote euro-banknote credit-card receipt balance-scale gem-stone crown trophy sports-medal military-medal 1st-place-medal soccer-ball basketball baseball tennis american-football
rugby-football cricket-game ice-hockey volleyball boxing-glove chequered-flag running-shoe person-running person-swimming person-biking hammer wrench screwdriver nut-and-bolt gear hammer-and-wrench
axe pick saw toolbox brick wood rock chains hook link ladder scissors straight-ruler key locked unlocked shield crossed-swords bomb firecracker alarm-clock hourglass-not-done hourglass-done stopwatch
mantelpiece-clock calendar spiral-calendar magnifying-glass-tilted-left warning police-car-light stop-sign no-entry cross-mark check-mark-button question-mark exclamation-mark speech-balloon thought-balloon
megaphone bell loudspeaker handshake busts-in-silhouette family baby robot alien ghost skull puzzle-piece game-die chess-pawn joystick balloon wrapped-gift shopping-cart shopping-bags briefcase
t-shirt jeans running-shirt gloves scarf backpack eyeglasses ring lipstick bathtub shower broom basket bed couch-and-lamp door window chair oil-drum fuel-pump helicopter parachute flying-saucer motorcycle tractor
ambulance fire-engine bus tram metro station canoe speedboat passenger-ship motor-boat wheel horizontal-traffic-light construction-worker man-cook woman-scientist man-farmer judge
red-heart thumbs-up folded-hands writing-hand eyes plate-with-cutlery spoon kitchen-knife pot-of-food ice fog stethoscope abacus ballot-box-with-ballot identification-card`.split(
		/\s+/,
	);

const size = (file) => statSync(file).size;

/** Names wanted by the text room (`engine/text/data/stickers.json`: an array of names or of {name}, or an object keyed by name). */
function wantedStickers() {
	const list = join(root, 'engine/text/data/stickers.json');
	let named = [];
	if (existsSync(list)) {
		const data = JSON.parse(readFileSync(list, 'utf8'));
		const rows = Array.isArray(data) ? data : Array.isArray(data.stickers) ? data.stickers : Object.keys(data.stickers ?? data);
		named = rows.map((row) => (typeof row === 'string' ? row : row.name)).filter(Boolean);
	}
	return [...new Set([...named, ...BASE])];
}

function buildStickers() {
	const set = JSON.parse(readFileSync(join(modules, EMOJI), 'utf8'));
	const index = {};
	const bodies = [];
	let bytes = 0;
	const left = [];
	for (const name of wantedStickers()) {
		const icon = set.icons[name] ?? set.icons[set.aliases?.[name]?.parent];
		if (!icon) continue;
		// Two decimals are enough in a 32 unit box; always written, since paths may run numbers together ("1.5.25").
		const body = icon.body.replace(/-?\d*\.\d{3,}/g, (number) => Number(number).toFixed(2));
		const packed = deflateRawSync(Buffer.from(body), { level: 9 });
		if (bytes + packed.length > MAX_STICKER_BYTES) {
			left.push(name);
			continue;
		}
		index[name] = { at: bytes, bytes: packed.length, width: icon.width ?? set.width ?? 32, height: icon.height ?? set.height ?? 32 };
		bodies.push(packed);
		bytes += packed.length;
	}
	if (left.length)
		console.warn(`stickers: ${left.length} names left out above ${MAX_STICKER_BYTES} bytes: ${left.slice(0, 8).join(', ')}…`);
	writeFileSync(join(out, 'stickers', 'stickers.json'), JSON.stringify(index));
	writeFileSync(join(out, 'stickers', 'stickers.bin'), Buffer.concat(bodies));
	return bodies.length;
}

/** Builds dist/assets when an input changed; returns whether it worked. */
export async function buildAssets({ force = false } = {}) {
	const data = globSync('engine/**/data/*', { cwd: root })
		.filter((file) => statSync(join(root, file)).isFile())
		.sort();
	const inputs = [...Object.values(FONTS), ...Object.values(MAPS), EMOJI].map((file) => join(modules, file));
	const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
	for (const file of inputs) hash.update(`${basename(file)}:${size(file)}`);
	for (const file of data) hash.update(file).update(readFileSync(join(root, file)));
	const key = hash.digest('hex');
	const stamp = join(out, 'stamp.json');
	if (!force && existsSync(stamp) && JSON.parse(readFileSync(stamp, 'utf8')).key === key) return false;
	for (const folder of ['fonts', 'stickers', 'maps', 'data']) {
		rmSync(join(out, folder), { recursive: true, force: true });
		mkdirSync(join(out, folder), { recursive: true });
	}
	for (const [name, from] of Object.entries(FONTS)) copyFileSync(join(modules, from), join(out, 'fonts', name));
	for (const [name, from] of Object.entries(MAPS)) copyFileSync(join(modules, from), join(out, 'maps', name));
	for (const file of data) copyFileSync(join(root, file), join(out, 'data', basename(file)));
	const stickers = buildStickers();
	writeFileSync(stamp, JSON.stringify({ key, stickers }));
	return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log((await buildAssets()) ? 'assets built' : 'assets up to date');
