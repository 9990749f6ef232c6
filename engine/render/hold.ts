/**
 * Pictures that stand still, in an H.264 stream of one scene: each is a P slice of skipped macroblocks, about seventy bytes, which a decoder
 * shows as the exact picture before (ITU-R H.264, §7.3.3 slice header, §7.3.4 mb_skip_flag, §9.3.4 CABAC encoding). So the encoder is
 * given nothing while nothing moves, and the stream still has a picture for every frame.
 */

/** A stream that cannot be added to: of another coder, profile or kind of picture order than x264 is asked for. */
export class NotHeld extends Error {}

interface Parameters {
	frameNumBits: number;
	macroblocks: number;
	initQp: number;
	deblockingControl: boolean;
}

/** NAL unit: where its start code begins, its payload (with header byte) begins and ends. */
interface Unit {
	from: number;
	start: number;
	end: number;
}

/**
 * The stream with `repeats[i]` pictures like picture i after it.
 * @throws NotHeld when it has not `repeats.length` pictures or is of a kind that cannot be added to.
 */
export function holdPictures(stream: Buffer, repeats: number[]): Buffer {
	const parts: Buffer[] = [];
	let parameters: Partial<Parameters> = {};
	let held: Buffer[] = [];
	let picture = -1;
	let frameNum = 0;
	for (const { from, start, end } of units(stream)) {
		const kind = stream[start]! & 31;
		const unit = stream.subarray(start, end);
		if (kind === 7) parameters = { ...parameters, ...readSequence(unescape(unit)) };
		if (kind === 8) parameters = { ...parameters, ...readPicture(unescape(unit)) };
		if (kind !== 1 && kind !== 5) {
			parts.push(stream.subarray(from, end));
			continue;
		}
		const known = parameters as Parameters;
		if (known.macroblocks === undefined || known.initQp === undefined) throw new NotHeld('no parameter sets');
		if ((stream[start]! & 0x60) === 0) throw new NotHeld('a picture that none refers to');
		picture++;
		if (kind === 5) frameNum = 0;
		const size = 2 ** known.frameNumBits;
		parts.push(stream.subarray(from, start), withFrameNum(unit, frameNum % size, known.frameNumBits));
		const count = repeats[picture] ?? 0;
		for (let i = 0; i < count; i++) {
			if (!held.length) held = skippedPictures(known);
			parts.push(held[++frameNum % size]!);
		}
		frameNum++;
	}
	if (picture + 1 !== repeats.length) throw new NotHeld(`${picture + 1} pictures instead of ${repeats.length}`);
	return Buffer.concat(parts);
}

function units(stream: Buffer): Unit[] {
	const found: Unit[] = [];
	const code = Buffer.from([0, 0, 1]);
	for (let at = stream.indexOf(code); at >= 0;) {
		const start = at + 3;
		const next = stream.indexOf(code, start);
		// The fourth zero of a long start code belongs to the unit that follows.
		const end = next < 0 ? stream.length : stream[next - 1] === 0 ? next - 1 : next;
		found.push({ from: found.at(-1)?.end ?? 0, start, end });
		at = next;
	}
	return found;
}

/** Without the bytes that keep start codes out of a unit. */
function unescape(unit: Uint8Array): number[] {
	const out: number[] = [];
	let zeros = 0;
	for (const byte of unit) {
		if (zeros >= 2 && byte === 3) {
			zeros = 0;
			continue;
		}
		zeros = byte === 0 ? zeros + 1 : 0;
		out.push(byte);
	}
	return out;
}

function escape(bytes: number[]): Buffer {
	const out: number[] = [];
	let zeros = 0;
	for (const byte of bytes) {
		if (zeros >= 2 && byte <= 3) {
			out.push(3);
			zeros = 0;
		}
		zeros = byte === 0 ? zeros + 1 : 0;
		out.push(byte);
	}
	return Buffer.from(out);
}

class Reader {
	/** After the unit's header byte. */
	at = 8;
	constructor(private readonly bytes: number[]) {}
	bits(count: number): number {
		let value = 0;
		for (; count > 0; count--, this.at++) value = value * 2 + (((this.bytes[this.at >> 3] ?? 0) >> (7 - (this.at & 7))) & 1);
		return value;
	}
	/** Exp-Golomb code, §9.1. */
	ue(): number {
		let zeros = 0;
		while (this.bits(1) === 0) if (++zeros > 31) throw new NotHeld('a number without end');
		return 2 ** zeros - 1 + this.bits(zeros);
	}
	se(): number {
		const value = this.ue();
		return value % 2 ? (value + 1) / 2 : -value / 2;
	}
}

const expect = (value: number, wanted: number, what: string): void => {
	if (value !== wanted) throw new NotHeld(`${what} is ${value}`);
};

/** §7.3.2.1.1 as far as it is needed. */
function readSequence(bytes: number[]): Pick<Parameters, 'frameNumBits' | 'macroblocks'> {
	const r = new Reader(bytes);
	const profile = r.bits(8);
	r.bits(16);
	r.ue();
	if (![66, 77, 88].includes(profile)) {
		expect(r.ue(), 1, 'chroma_format_idc');
		expect(r.ue(), 0, 'bit depth');
		expect(r.ue(), 0, 'bit depth');
		r.bits(1);
		expect(r.bits(1), 0, 'seq_scaling_matrix_present_flag');
	}
	const frameNumBits = r.ue() + 4;
	// Pictures are shown in the order in which they are coded.
	expect(r.ue(), 2, 'pic_order_cnt_type');
	r.ue();
	r.bits(1);
	const macroblocks = (r.ue() + 1) * (r.ue() + 1);
	expect(r.bits(1), 1, 'frame_mbs_only_flag');
	return { frameNumBits, macroblocks };
}

/** §7.3.2.2. */
function readPicture(bytes: number[]): Pick<Parameters, 'initQp' | 'deblockingControl'> {
	const r = new Reader(bytes);
	expect(r.ue(), 0, 'pic_parameter_set_id');
	r.ue();
	expect(r.bits(1), 1, 'entropy_coding_mode_flag');
	r.bits(1);
	expect(r.ue(), 0, 'slice groups');
	r.ue();
	r.ue();
	expect(r.bits(1), 0, 'weighted_pred_flag');
	r.bits(2);
	const initQp = 26 + r.se();
	r.se();
	r.se();
	const deblockingControl = r.bits(1) === 1;
	r.bits(1);
	expect(r.bits(1), 0, 'redundant_pic_cnt_present_flag');
	return { initQp, deblockingControl };
}

/** Longest begin of a slice that is looked at: three short numbers and frame_num. */
const HEADER_BYTES = 12;

/** The slice with another frame_num: pictures put in before it count. */
function withFrameNum(unit: Buffer, frameNum: number, bits: number): Buffer {
	// Cut where neither a zero nor an escape goes before, so that what follows keeps its own escapes.
	let cut = Math.min(HEADER_BYTES, unit.length);
	while (cut < unit.length && unit[cut - 1]! <= 3) cut++;
	const head = unescape(unit.subarray(0, cut));
	const r = new Reader(head);
	expect(r.ue(), 0, 'first_mb_in_slice');
	r.ue();
	expect(r.ue(), 0, 'pic_parameter_set_id');
	for (let i = 0; i < bits; i++, r.at++) {
		const mask = 128 >> (r.at & 7);
		head[r.at >> 3] = (head[r.at >> 3]! & ~mask) | ((frameNum >> (bits - 1 - i)) & 1 ? mask : 0);
	}
	return Buffer.concat([escape(head), unit.subarray(cut)]);
}

/** A picture of nothing but skipped macroblocks for each frame_num. */
function skippedPictures({ frameNumBits, macroblocks, initQp, deblockingControl }: Parameters): Buffer[] {
	const data = skippedMacroblocks(macroblocks);
	return Array.from({ length: 2 ** frameNumBits }, (_, frameNum) => {
		const bits: number[] = [];
		const put = (value: number, count: number) => {
			for (let i = count - 1; i >= 0; i--) bits.push((value >> i) & 1);
		};
		const ue = (value: number) => put(value + 1, 2 * Math.floor(Math.log2(value + 1)) + 1);
		const se = (value: number) => ue(value > 0 ? 2 * value - 1 : -2 * value);
		ue(0); // first_mb_in_slice
		ue(5); // slice_type: P, and all of the picture
		ue(0); // pic_parameter_set_id
		put(frameNum, frameNumBits);
		put(1, 1); // num_ref_idx_active_override_flag:
		ue(0); // one reference
		put(0, 1); // ref_pic_list_modification_flag_l0
		put(0, 1); // adaptive_ref_pic_marking_mode_flag
		ue(0); // cabac_init_idc
		se(QP - initQp); // slice_qp_delta
		if (deblockingControl) ue(1); // disable_deblocking_filter_idc: skipped macroblocks have no edges to filter
		while (bits.length % 8) bits.push(1); // cabac_alignment_one_bit
		bits.push(...data);
		const bytes = [0x41]; // nal_ref_idc 2, a slice
		for (let i = 0; i < bits.length; i += 8) bytes.push(bits.slice(i, i + 8).reduce((byte, bit) => byte * 2 + bit, 0));
		return Buffer.concat([Buffer.from([0, 0, 0, 1]), escape(bytes)]);
	});
}

/** Of the slice. At this one mb_skip_flag begins as probably 1, so that only this half of the state machine is needed. */
const QP = 26;
/** Table 9-44, rangeTabLPS, from state 6 on: what QP 26 begins with (table 9-13: m = 23, n = 33). */
const FIRST_STATE = 6;
const LPS = [
	[105, 128, 152, 175], [100, 122, 144, 166], [95, 116, 137, 158], [90, 110, 130, 150], [85, 104, 123, 142], [81, 99, 117, 135],
	[77, 94, 111, 128], [73, 89, 105, 122], [69, 85, 100, 116], [66, 80, 95, 110], [62, 76, 90, 104], [59, 72, 86, 99], [56, 69, 81, 94],
	[53, 65, 77, 89], [51, 62, 73, 85], [48, 59, 69, 80], [46, 56, 66, 76], [43, 53, 63, 72], [41, 50, 59, 69], [39, 48, 56, 65],
	[37, 45, 54, 62], [35, 43, 51, 59], [33, 41, 48, 56], [32, 39, 46, 53], [30, 37, 43, 50], [29, 35, 41, 48], [27, 33, 39, 45],
	[26, 31, 37, 43], [24, 30, 35, 41], [23, 28, 33, 39], [22, 27, 32, 37], [21, 26, 30, 35], [20, 24, 29, 33], [19, 23, 27, 31],
	[18, 22, 26, 30], [17, 21, 25, 28], [16, 20, 23, 27], [15, 19, 22, 25], [14, 18, 21, 24], [14, 17, 20, 23], [13, 16, 19, 22],
	[12, 15, 18, 21], [12, 14, 17, 20], [11, 14, 16, 19], [11, 13, 15, 18], [10, 12, 15, 17], [10, 12, 14, 16], [9, 11, 13, 15],
	[9, 11, 12, 14], [8, 10, 12, 14], [8, 9, 11, 13], [7, 9, 11, 12], [7, 9, 10, 12], [7, 8, 10, 11], [6, 8, 9, 11], [6, 7, 9, 10],
	[6, 7, 8, 9],
] as const; // prettier-ignore

/** Slice data: mb_skip_flag 1 and end_of_slice_flag 0 for every macroblock, 1 for the last; whole bytes of bits. */
function skippedMacroblocks(count: number): number[] {
	const bits: number[] = [];
	let [low, range, outstanding, state, first] = [0, 510, 0, FIRST_STATE, true];
	const put = (bit: number) => {
		if (!first) bits.push(bit);
		first = false;
		for (; outstanding > 0; outstanding--) bits.push(1 - bit);
	};
	const renormalise = () => {
		for (; range < 256; range *= 2, low *= 2) {
			if (low < 256) put(0);
			else if (low >= 512) {
				low -= 512;
				put(1);
			} else {
				low -= 256;
				outstanding++;
			}
		}
	};
	for (let i = 1; i <= count; i++) {
		range -= LPS[state - FIRST_STATE]![(range >> 6) & 3]!;
		state = Math.min(62, state + 1);
		renormalise();
		range -= 2;
		if (i < count) renormalise();
	}
	// The end of the slice, §9.3.4.5; the last bit is the stop bit of the unit.
	low += range;
	range = 2;
	renormalise();
	put((low >> 9) & 1);
	bits.push((low >> 8) & 1, 1);
	while (bits.length % 8) bits.push(0);
	return bits;
}
