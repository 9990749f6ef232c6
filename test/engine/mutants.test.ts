/** Broken media, captions, lists, recipes, scripts, feeds, items and ledgers through every stage: a valid result or a clear error, never a crash or a hang. */
import { campaign } from '../../bench/mutants/campaign';
import { processes } from './mediaSupport';

it('answers or explains 120 broken files (npm run bench -- mutants breaks 1,000)', async () => {
	const { counts, wrong } = await campaign({ count: 120, seed: 7 });
	expect(wrong).toEqual([]);
	const all = Object.values(counts);
	const sum = (key: 'accepted' | 'refused'): number => all.reduce((total, each) => total + each[key], 0);
	expect(sum('accepted') + sum('refused')).toBe(120);
	// Both happen: neither is everything let through, nor is everything refused.
	expect(sum('accepted')).toBeGreaterThan(20);
	expect(sum('refused')).toBeGreaterThan(20);
	// None of the programs that were given a file is left.
	expect(processes('ao-mutants-', '/given/')).toEqual([]);
}, 900_000);
