/**
 * Maps from Natural Earth's countries (world-atlas): orthographic, drawn country by country. Mercator is avoided, it fills the frame
 * with land near the antimeridian; so are shapes whose area says that their ring is inside out.
 */
import {
	geoArea,
	geoCentroid,
	geoContains,
	geoDistance,
	geoGraticule10,
	geoOrthographic,
	geoPath,
	type GeoPermissibleObjects,
	type GeoProjection,
} from 'd3-geo';
import { readFileSync } from 'node:fs';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { Feature, Geometry } from 'geojson';
import { assetPath } from '../runtime/paths';
import type { Context } from './text';

type Detail = '50m' | '110m';
interface Country {
	shape: Feature<Geometry>;
	centre: [number, number];
	/** Steradians. */
	area: number;
}
const loaded = new Map<Detail, Country[]>();

function countries(detail: Detail): Country[] {
	let list = loaded.get(detail);
	if (!list) {
		const topology = JSON.parse(readFileSync(assetPath('maps', `countries-${detail}.json`), 'utf8')) as Topology<{
			countries: GeometryCollection;
		}>;
		list = feature(topology, topology.objects.countries).features.map((shape) => ({
			shape,
			centre: geoCentroid(shape),
			area: geoArea(shape),
		}));
		loaded.set(detail, list);
	}
	return list;
}

export interface MapColours {
	space: string;
	seaNear: string;
	seaFar: string;
	land: string;
	border: string;
	highlight: string;
	line: string;
}

/** Orthographic view with `centre` (longitude, latitude) at the point `at` of the frame; `radius` is the globe's, in pixels. */
export const viewOf = (centre: [number, number], at: [number, number], radius: number): GeoProjection =>
	geoOrthographic().rotate([-centre[0], -centre[1]]).translate(at).scale(radius).clipAngle(88).precision(0.4);

/** The country that holds the point: the nearest ring that contains it. */
export function countryAt(point: [number, number]): Feature<Geometry> | null {
	for (const country of countries('50m')) {
		if (country.area > 6 || geoDistance(country.centre, point) > 1.2) continue;
		if (geoContains(country.shape, point)) return country.shape;
	}
	return null;
}

/** Radians to the nearest shore of a country that is seen from afar. */
function toMainland(point: [number, number]): number {
	let nearest = Math.PI;
	const walk = (at: unknown): void => {
		if (!Array.isArray(at)) return;
		if (typeof at[0] === 'number') nearest = Math.min(nearest, geoDistance(at as [number, number], point));
		else at.forEach(walk);
	};
	for (const { shape, area } of countries('110m')) if (area > 0.002) walk((shape.geometry as { coordinates?: unknown }).coordinates);
	return nearest;
}

/** Continents, waters, ranges and regions that lie in more than one country: the one below their middle is not meant. */
const IN_MANY = new Set(
	(
		'Europe|Africa|Asia|North America|South America|Scandinavia|Lapland|Balkans|Iberia|Patagonia|Sahel|Sahara|Gobi|Kalahari|Alps|Pyrenees|Andes|Himalayas|' +
		'Rocky Mountains|Carpathians|Caucasus|Urals|Great Lakes|Amazon rainforest|Borneo|New Guinea|Kashmir|Nile|Amazon River|Congo River|Niger River|Zambezi|' +
		'Rio Grande|Yukon River|Orinoco|Rhine|Rhone|Danube|Elbe|Oder|Tigris|Euphrates|Indus|Ganges|Brahmaputra|Mekong|Lake Superior|Lake Huron|Lake Erie|' +
		'Lake Ontario|Lake Victoria|Lake Tanganyika|Lake Malawi|Lake Chad|Lake Titicaca|Lake Geneva|Lake Constance'
	).split('|'),
);

/** The country that a map marks for a place, or null. */
export const countryOf = (place: { name: string; latitude: number; longitude: number; country?: string }): Feature<Geometry> | null =>
	IN_MANY.has(place.name) && !place.country ? null : countryAt([place.longitude, place.latitude]);

/** Radius of the globe at which the country around a point fills about `pixels`; a town or an island is shown with the lands around it. */
export function radiusFor(country: Feature<Geometry> | null, pixels: number, point: [number, number]): number {
	const area = country ? geoArea(country) : 0.0001;
	const across = Math.sqrt(Math.max(area, 0.0008)) * 1.35;
	// Alone, a small island would stand in an empty sea.
	const around = area < 0.0006 ? (pixels * 0.45) / Math.sin(Math.min(1.4, toMainland(point) + 0.16)) : Infinity;
	const closest = Math.max(950, Math.min(around, area < 0.00015 ? 1500 : 4200));
	return Math.min(closest, Math.max(pixels * 0.62, pixels / across));
}

/** Draws the globe over the whole frame. */
export function drawGlobe(
	x: Context,
	view: GeoProjection,
	size: { width: number; height: number },
	c: MapColours,
	highlighted: (Feature<Geometry> | null)[],
): void {
	const radius = view.scale();
	const [cx, cy] = view.translate();
	const path = geoPath(view, x as unknown as Parameters<typeof geoPath>[1] & object);
	const trace = (shape: GeoPermissibleObjects) => {
		x.beginPath();
		path(shape);
	};
	x.fillStyle = c.space;
	x.fillRect(0, 0, size.width, size.height);
	const sea = x.createRadialGradient(cx, cy, radius * 0.1, cx, cy, Math.min(radius, size.height));
	sea.addColorStop(0, c.seaNear);
	sea.addColorStop(1, c.seaFar);
	x.fillStyle = sea;
	trace({ type: 'Sphere' });
	x.fill();
	x.strokeStyle = c.line;
	x.lineWidth = 2;
	trace(geoGraticule10());
	x.stroke();
	const centre = view.invert!([cx, cy])!;
	const reach = Math.min(1.5, (Math.hypot(size.width, size.height) / radius) * 0.75 + 0.25);
	const near = countries(radius < 700 ? '110m' : '50m').filter(
		(country) => country.area < 6 && geoDistance(country.centre, centre) < reach + Math.sqrt(country.area),
	);
	// One soft shadow under all land: a second, darker pass, shifted.
	x.save();
	x.translate(0, 9);
	x.fillStyle = 'rgba(0,0,0,.22)';
	for (const { shape } of near) {
		trace(shape);
		x.fill();
	}
	x.restore();
	x.lineJoin = 'round';
	for (const { shape } of near) {
		trace(shape);
		x.fillStyle = c.land;
		x.fill();
		x.strokeStyle = c.border;
		x.lineWidth = 2.5;
		x.stroke();
	}
	for (const shape of highlighted) {
		if (!shape) continue;
		trace(shape);
		x.fillStyle = c.highlight;
		x.fill();
		x.strokeStyle = c.border;
		x.lineWidth = 3;
		x.stroke();
	}
}

export const distance = (a: [number, number], b: [number, number]): number => geoDistance(a, b);
