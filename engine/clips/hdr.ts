/**
 * High dynamic range for ordinary screens, by a table of colours that ffmpeg's `lut3d` looks up: every build has that filter, few have zscale.
 * PQ after SMPTE ST 2084, HLG after ITU-R BT.2100 (system gamma for 1000 nits), BT.2020 to BT.709 after ITU-R BT.2087.
 */

/** Edge of the table. */
const SIZE = 33;
/** Nits of what a programme calls white: ITU-R BT.2408. */
const REFERENCE = 203;
/** Highlights up to here are still told apart. */
const PEAK = 1000;

const M1 = 2610 / 16384;
const M2 = (2523 / 4096) * 128;
const C1 = 3424 / 4096;
const C2 = (2413 / 4096) * 32;
const C3 = (2392 / 4096) * 32;

const pqNits = (v: number): number => {
	const p = Math.max(0, v) ** (1 / M2);
	return 10_000 * (Math.max(0, p - C1) / (C2 - C3 * p)) ** (1 / M1);
};
const hlgScene = (v: number): number => (v <= 0.5 ? (v * v) / 3 : (Math.exp((v - 0.55991073) / 0.17883277) + 0.28466892) / 12);

/** Keeps what is below three quarters of white as it is and bends the rest under 1 (Reinhard's curve beyond the knee). */
function toneMap(x: number): number {
	const knee = 0.75;
	if (x <= knee) return x;
	const most = (PEAK / REFERENCE - knee) / (1 - knee);
	const t = (x - knee) / (1 - knee);
	return knee + (1 - knee) * Math.min(1, (t * (1 + t / (most * most))) / (1 + t));
}

/** A pixel of BT.2020 in `transfer`, 0–1 each, as one of BT.709 with gamma 2.4 (BT.1886). */
export function toSdr([r, g, b]: [number, number, number], transfer: 'pq' | 'hlg'): [number, number, number] {
	let light: [number, number, number];
	if (transfer === 'pq') light = [pqNits(r) / REFERENCE, pqNits(g) / REFERENCE, pqNits(b) / REFERENCE];
	else {
		const scene = [hlgScene(r), hlgScene(g), hlgScene(b)] as const;
		const luminance = 0.2627 * scene[0] + 0.678 * scene[1] + 0.0593 * scene[2];
		const gain = (1000 * luminance ** 0.2) / REFERENCE;
		light = [scene[0] * gain, scene[1] * gain, scene[2] * gain];
	}
	// One factor for all three: the hue stays.
	const top = Math.max(...light, 1e-6);
	const factor = toneMap(top) / top;
	const [x, y, z] = [light[0] * factor, light[1] * factor, light[2] * factor];
	const out = [1.6605 * x - 0.5876 * y - 0.0728 * z, -0.1246 * x + 1.1329 * y - 0.0083 * z, -0.0182 * x - 0.1006 * y + 1.1187 * z];
	return out.map((value) => Math.min(1, Math.max(0, value)) ** (1 / 2.4)) as [number, number, number];
}

/** The table as a .cube file (Adobe Cube LUT 1.0: red runs fastest). */
export function cubeFile(transfer: 'pq' | 'hlg'): string {
	const lines = [`LUT_3D_SIZE ${SIZE}`];
	const step = 1 / (SIZE - 1);
	for (let b = 0; b < SIZE; b++)
		for (let g = 0; g < SIZE; g++)
			for (let r = 0; r < SIZE; r++) lines.push(toSdr([r * step, g * step, b * step], transfer).map((value) => value.toFixed(5)).join(' ')); // prettier-ignore
	return `${lines.join('\n')}\n`;
}
