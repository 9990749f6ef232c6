import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureLoudness, normalizeVoice, parseWav, probe, readWav, toInt16, toMono, wavFile, writeWav } from '../../engine/media/index';
import { make, scratch, sharedMedia, testPorts } from './mediaSupport';

const ports = testPorts();
const dir = scratch();
const at = (name: string) => join(dir, name);
const shared = sharedMedia();
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('WAV files', () => {
	const noise = Float32Array.from({ length: 4801 }, (_, i) => Math.sin(i * i * 0.0003) * 0.9);

	it('survive writing and reading, to the bit as floats and to half a step as 16 bits', async () => {
		await writeWav(at('float.wav'), noise, 24000);
		expect(await readWav(at('float.wav'))).toEqual({ sampleRate: 24000, channels: 1, samples: noise });
		await writeWav(at('int.wav'), toInt16(noise), 48000, 1);
		const { samples } = await readWav(at('int.wav'));
		expect(Math.max(...samples.map((value, i) => Math.abs(value - (noise[i] as number))))).toBeLessThanOrEqual(0.5 / 32768 + 1e-9);
		expect([...toInt16(Float32Array.of(2, -2, 1, -1, 0))]).toEqual([32767, -32768, 32767, -32768, 0]);
	});

	it.each(['pcm_u8', 'pcm_s16le', 'pcm_s24le', 'pcm_s32le', 'pcm_f32le', 'pcm_f64le'])(
		'as others write them: %s, two channels',
		async (codec) => {
			await writeWav(at('source.wav'), noise, 48000);
			await make(ports, '-i', at('source.wav'), '-ac', '2', '-af', 'pan=stereo|c0=c0|c1=0.5*c0', '-c:a', codec, at(`${codec}.wav`));
			const wav = await readWav(at(`${codec}.wav`));
			expect(wav).toMatchObject({ sampleRate: 48000, channels: 2 });
			const mono = toMono(wav);
			expect(mono.length).toBe(noise.length);
			const worst = Math.max(...mono.map((value, i) => Math.abs(value - 0.75 * (noise[i] as number))));
			expect(worst).toBeLessThan(codec === 'pcm_u8' ? 0.02 : 1e-3);
		},
	);

	it('streamed, cut, padded or broken: samples or a clear error', () => {
		const whole = wavFile(toInt16(noise), 16000);
		const streamed = Buffer.from(whole);
		streamed.writeUInt32LE(0xffffffff, 40);
		expect(parseWav(streamed).samples.length).toBe(noise.length);
		expect(parseWav(whole.subarray(0, 1045)).samples.length).toBe(500);
		const chunk = Buffer.concat([Buffer.from('LIST\x03\0\0\0abc\0', 'latin1')]);
		expect(parseWav(Buffer.concat([whole.subarray(0, 36), chunk, whole.subarray(36)])).samples.length).toBe(noise.length);
		for (const broken of [Buffer.alloc(0), Buffer.from('RIFF'), whole.subarray(0, 36), Buffer.from('not a wav file at all, this')]) {
			expect(() => parseWav(broken, 'x.wav')).toThrow(expect.objectContaining({ code: 'INPUT' }));
		}
	});
});

describe('loudness', () => {
	it('measures the reference tone of EBU Tech 3341 (case 1: 1 kHz at -23 dBFS in both channels is -23 LUFS)', async () => {
		await make(
			ports,
			'-f',
			'lavfi',
			'-i',
			'sine=f=1000:r=48000:d=20',
			'-af',
			'volume=-4.97dB,aformat=channel_layouts=stereo',
			'-c:a',
			'pcm_f32le',
			at('tone.wav'),
		);
		const { samples } = await readWav(at('tone.wav'));
		const peak = samples.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
		const scaled = samples.map((value) => (value / peak) * 10 ** (-23 / 20));
		await writeWav(at('tone23.wav'), scaled, 48000, 2);
		const measured = await measureLoudness(at('tone23.wav'), ports);
		expect(Math.abs(measured.integratedLufs + 23)).toBeLessThanOrEqual(0.1);
		expect(Math.abs(measured.truePeakDb + 23)).toBeLessThanOrEqual(0.2);
	});

	it('silence is -70, and cannot be normalised', async () => {
		await writeWav(at('silent.wav'), new Float32Array(48000), 48000);
		expect((await measureLoudness(at('silent.wav'), ports)).integratedLufs).toBe(-70);
		await expect(normalizeVoice(at('silent.wav'), at('x.wav'), { ports })).rejects.toMatchObject({ code: 'UNSPEAKABLE' });
	});

	it('no sound, or no media: a clear error', async () => {
		writeFileSync(at('text.wav'), 'hello');
		await expect(measureLoudness(at('text.wav'), ports)).rejects.toMatchObject({ code: 'INPUT' });
		await make(ports, '-f', 'lavfi', '-i', 'testsrc2=s=64x64:d=0.2', '-pix_fmt', 'yuv420p', at('mute.mp4'));
		await writeWav(
			at('loud.wav'),
			Float32Array.from({ length: 480_000 }, (_, i) => Math.sin(i / 9)),
			48000,
		);
		await expect(normalizeVoice(at('loud.wav'), '/dev/full', { ports })).rejects.toMatchObject({
			code: 'DISK',
			message: expect.stringContaining('No space'),
		});
		await expect(normalizeVoice(at('loud.wav'), at('no/such/folder.wav'), { ports })).rejects.toMatchObject({ code: 'NOT_FOUND' });
		await expect(measureLoudness(at('mute.mp4'), ports)).rejects.toMatchObject({
			code: 'INPUT',
			message: expect.stringContaining('lacks the sound'),
		});
	});

	it('brings quiet, loud and peaky sound to -14 LUFS under -1.5 dBTP without moving it', async () => {
		const rate = 24000;
		// Bursts of noise, as syllables, with a click at a known place every second.
		let seed = 1;
		const voice = Float32Array.from({ length: rate * 12 }, (_, i) => {
			seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
			const syllable = Math.max(0, Math.sin((i / rate) * 2 * Math.PI * 3)) ** 2;
			return (seed / 2 ** 31) * 0.1 * syllable + (i % rate === rate / 2 ? 0.9 : 0);
		});
		for (const factor of [0.02, 1, 3]) {
			await writeWav(at('voice.wav'), toInt16(voice.map((value) => value * factor)), rate);
			const reached = await normalizeVoice(at('voice.wav'), at('out.wav'), { ports });
			expect(Math.abs(reached.integratedLufs + 14)).toBeLessThanOrEqual(0.3);
			expect(reached.truePeakDb).toBeLessThanOrEqual(-1.5);
			expect(await measureLoudness(at('out.wav'), ports)).toMatchObject({ integratedLufs: reached.integratedLufs });
			const wav = await readWav(at('out.wav'));
			expect(wav).toMatchObject({ sampleRate: 48000, channels: 1 });
			expect(Math.abs(wav.samples.length / 48000 - 12)).toBeLessThan(0.005);
			// The click of second 5.5 is where it was.
			const from = 48000 * 5.4;
			const part = wav.samples.subarray(from, from + 9600).map(Math.abs);
			const loudest = part.indexOf(Math.max(...part));
			expect(Math.abs(loudest / 48000 - 0.1)).toBeLessThan(0.001);
		}
	});

	(shared ? it : it.skip)(`real speech${shared ? '' : ' (skipped: no shared media on this machine)'}`, async () => {
		for (const name of ['countdown.mp3', 'librivox/sense_and_sensibility_01_austen_64kb-0870.wav', 'voices-around-a-fire.mp3']) {
			const start = performance.now();
			const before = await probe(join(shared as string, name), ports);
			const reached = await normalizeVoice(join(shared as string, name), at('speech.wav'), { ports });
			console.log(
				`${name}: ${reached.integratedLufs} LUFS, ${reached.truePeakDb} dBTP, gain ${reached.gainDb.toFixed(1)} dB, ${((performance.now() - start) / 1000).toFixed(1)} s`,
			);
			expect(Math.abs(reached.integratedLufs + 14)).toBeLessThanOrEqual(0.5);
			expect(reached.truePeakDb).toBeLessThanOrEqual(-1.5);
			expect(Math.abs((await probe(at('speech.wav'), ports)).durationSeconds - before.durationSeconds)).toBeLessThan(0.1);
		}
	});
});
