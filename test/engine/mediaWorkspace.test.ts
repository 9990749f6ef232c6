import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWorkspace, sweepWorkspaces } from '../../engine/media/index';
import { scratch } from './mediaSupport';

const before = process.env.AI_OPERATOR_TMP;
let base: string;
beforeEach(() => {
	base = scratch();
	process.env.AI_OPERATOR_TMP = base;
});
afterEach(() => {
	if (before === undefined) delete process.env.AI_OPERATOR_TMP;
	else process.env.AI_OPERATOR_TMP = before;
	rmSync(base, { recursive: true, force: true });
});
const parent = () => join(base, `ai-operator-${process.getuid?.()}`);

it('is private, hands out paths inside itself only, and leaves nothing behind', async () => {
	const workspace = await openWorkspace('Render: scene/3');
	expect(workspace.dir).toMatch(/\/renderscene3-\d+-\d+-/);
	expect(statSync(workspace.dir).mode & 0o777).toBe(0o700);
	expect(statSync(parent()).mode & 0o777).toBe(0o700);
	writeFileSync(workspace.path('a.txt'), 'x');
	for (const outside of ['../x', '/etc/passwd', `../${workspace.dir.split('/').at(-1)}x/y`, '.'])
		expect(() => workspace.path(outside)).toThrow(expect.objectContaining({ code: 'INPUT' }));
	const other = await openWorkspace('other');
	await workspace.dispose();
	await workspace.dispose();
	expect(readdirSync(parent())).toEqual([other.dir.split('/').at(-1)]);
});

it('refuses a folder that is a link or open to others, rather than trusting it', async () => {
	mkdirSync(join(base, 'elsewhere'));
	symlinkSync(join(base, 'elsewhere'), parent());
	await expect(openWorkspace('x')).rejects.toMatchObject({ code: 'DISK', fix: expect.stringContaining('AI_OPERATOR_TMP') });
	rmSync(parent());
	mkdirSync(parent(), { mode: 0o777 });
	chmodSync(parent(), 0o777);
	await openWorkspace('x');
	expect(statSync(parent()).mode & 0o777).toBe(0o700);
	rmSync(parent(), { recursive: true });
	writeFileSync(parent(), '');
	await expect(openWorkspace('x')).rejects.toMatchObject({ code: 'DISK' });
	process.env.AI_OPERATOR_TMP = '/proc/nowhere';
	await expect(openWorkspace('x')).rejects.toMatchObject({ code: 'DISK' });
});

it('sweeps what dead owners left: another start time, a gone process, another host after two days', async () => {
	const mine = await openWorkspace('mine');
	const [, pid, start, host] = mine.dir.split('/').at(-1)?.split('-') as string[];
	const gone = spawn('/bin/true');
	await new Promise((resolve) => gone.once('exit', resolve));
	const make = (name: string, hoursOld = 0) => {
		const dir = join(parent(), `${name}-0123456789ab`);
		mkdirSync(dir);
		writeFileSync(join(dir, 'big.bin'), 'x');
		const time = Date.now() / 1000 - hoursOld * 3600;
		utimesSync(dir, time, time);
		return dir;
	};
	const dead = [
		make(`render-${pid}-${Number(start) - 1}-${host}`),
		make(`voice-${gone.pid}-${start}-${host}`),
		make(`clip-1-1-ffffff`, 49),
	];
	const kept = [mine.dir, make(`other-${pid}-${start}-${host}`), make('clip-1-2-ffffff', 47)];
	mkdirSync(join(parent(), 'not ours'));
	expect(await sweepWorkspaces()).toBe(3);
	expect(dead.filter(existsSync)).toEqual([]);
	expect(kept.filter(existsSync)).toEqual(kept);
	expect(existsSync(join(parent(), 'not ours'))).toBe(true);
});
