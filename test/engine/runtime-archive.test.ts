import { afterAll, describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { takeMembers } from '../../engine/runtime/archive';
import { removeScratch, scratch, sha256, tar, tgz, zip, type TarEntry, type ZipEntry } from './runtime-helpers';

afterAll(removeScratch);

const data = Buffer.from('the model '.repeat(5_000));

function take(kind: 'zip' | 'tgz', archive: Buffer, member: string, maxBytes = data.length) {
	const dir = scratch();
	const path = join(dir, 'archive');
	writeFileSync(path, archive);
	return { dir, result: takeMembers(path, kind, [{ member, to: join(dir, 'out'), maxBytes }]) };
}
const refusal = (pattern: RegExp) => expect.objectContaining({ code: 'ENGINE_TAMPERED', message: expect.stringMatching(pattern) });

describe('named members of archives', () => {
	test('come out whole, with their hash, and nothing else does', async () => {
		const others = ['../../evil', '/etc/evil', 'pkg/..\\evil', 'pkg/other'];
		for (const kind of ['zip', 'tgz'] as const) {
			const entries = [...others.map((name) => ({ name, data: Buffer.from('evil') })), { name: 'pkg/model', data }];
			const { dir, result } = take(kind, kind === 'zip' ? zip(entries) : tgz(entries), 'pkg/model');
			expect((await result).get('pkg/model')).toEqual({ bytes: data.length, sha256: sha256(data) });
			expect(readFileSync(join(dir, 'out')).equals(data)).toBe(true);
			expect(readdirSync(dir).sort()).toEqual(['archive', 'out']);
			expect(existsSync(join(dir, '..', 'evil'))).toBe(false);
		}
	});

	test('are found by long names of both kinds and when stored unpacked', async () => {
		const long = `pkg/${'deep/'.repeat(40)}model`;
		const pax = `${String(long.length + 9)} path=${long}\n`;
		for (const archive of [
			tgz([
				{ name: 'x', type: 'x', data: Buffer.from(pax) },
				{ name: 'short', data },
			]),
			tgz([
				{ name: '././@LongLink', type: 'L', data: Buffer.from(`${long}\0`) },
				{ name: 'short', data },
			]),
		]) {
			expect((await take('tgz', archive, long).result).get(long)?.sha256).toBe(sha256(data));
		}
		expect((await take('zip', zip([{ name: 'm', data, store: true }]), 'm').result).get('m')?.sha256).toBe(sha256(data));
	});

	const hostileZips: [string, ZipEntry[], RegExp][] = [
		['a symbolic link', [{ name: 'm', data: Buffer.from('/etc/passwd'), mode: 0o120777 }], /link or device/],
		['a device', [{ name: 'm', data, mode: 0o020666 }], /link or device/],
		['an encrypted member', [{ name: 'm', data, flags: 1 }], /encrypted/],
		[
			'a member that stands twice',
			[
				{ name: 'm', data },
				{ name: 'm', data: Buffer.from('other') },
			],
			/2 times/,
		],
		['a member too large', [{ name: 'm', data: Buffer.alloc(data.length + 1) }], /more than/],
		['a bomb that claims to be small', [{ name: 'm', data: Buffer.alloc(50 * 2 ** 20), claimedSize: 1_000 }], /more than/],
		['a member shorter than claimed', [{ name: 'm', data: Buffer.from('x'), claimedSize: 1_000 }], /shorter or longer/],
		['another name in the header', [{ name: 'm', data, headerName: 'n' }], /named differently/],
		['a missing member', [{ name: 'n', data }], /missing/],
	];
	test.each(hostileZips)('zip: %s is refused', async (_what, entries, pattern) => {
		const { dir, result } = take('zip', zip(entries), 'm');
		await expect(result).rejects.toEqual(refusal(pattern));
		// What a bomb wrote before it was stopped stays below the cap.
		if (existsSync(join(dir, 'out'))) expect(statSync(join(dir, 'out')).size).toBeLessThanOrEqual(data.length);
	});

	const hostileTars: [string, TarEntry[], RegExp][] = [
		['a symbolic link', [{ name: 'm', type: '2', link: '/etc/passwd' }], /link or device/],
		['a hard link', [{ name: 'm', type: '1', link: '../../x' }], /link or device/],
		['a device', [{ name: 'm', type: '3' }], /link or device/],
		['a member too large', [{ name: 'm', data: Buffer.alloc(data.length + 1) }], /more than/],
		['a missing member', [{ name: 'n', data }], /missing/],
	];
	test.each(hostileTars)('tar: %s is refused', async (_what, entries, pattern) => {
		await expect(take('tgz', tgz(entries), 'm').result).rejects.toEqual(refusal(pattern));
	});

	test('cut and damaged archives are refused, wherever they are cut', async () => {
		const random = Buffer.from(Array.from({ length: 4_000 }, (_, i) => (i * 7919 + (i >> 3)) % 251));
		const cases: ['zip' | 'tgz', Buffer][] = [
			['zip', zip([{ name: 'm', data: random }])],
			['tgz', tgz([{ name: 'm', data: random }])],
		];
		for (const [kind, archive] of cases) {
			for (let cut = 0; cut < archive.length - 8; cut += 97) {
				// A tar may lose its end mark: then all of the member is still there.
				const outcome = await take(kind, archive.subarray(0, cut), 'm', random.length).result.then(
					(taken) => taken.get('m')!.sha256,
					(error: { code: string }) => error.code,
				);
				expect(['ENGINE_TAMPERED', sha256(random)]).toContain(outcome);
			}
		}
		const flipped = Buffer.from(cases[0]![1]);
		flipped[60]! ^= 0xff;
		const outcome = await take('zip', flipped, 'm', random.length).result.then(
			(taken) => taken.get('m')!.sha256 !== sha256(random),
			(error: { code: string }) => error.code === 'ENGINE_TAMPERED',
		);
		expect(outcome).toBe(true);
		const spoilt = tar([{ name: 'm', data }], (block) => void (block[0]! ^= 1));
		await expect(take('tgz', gzipSync(spoilt), 'm').result).rejects.toEqual(refusal(/checksum/));
	});

	test('a cancelled run stops', async () => {
		const dir = scratch();
		writeFileSync(join(dir, 'a'), zip([{ name: 'm', data }]));
		await expect(
			takeMembers(join(dir, 'a'), 'zip', [{ member: 'm', to: join(dir, 'o'), maxBytes: 1e6 }], AbortSignal.abort()),
		).rejects.toMatchObject({ code: 'CANCELLED' });
	});
});
