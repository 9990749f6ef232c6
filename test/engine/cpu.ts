/** Milliseconds of processor that this process has used: unlike those of the clock they do not grow because others are busy. */
function cpuMillis(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

const BARELY_MEASURABLE = 60;

/**
 * How much more processor the work takes on an input four times as large: about 4 where the cost grows with the size, 16 where it grows with
 * its square. A ratio, so a slow machine fails nothing; the best of three of each, and what hardly takes time counts as little.
 */
export function growth(work: (scale: number) => void): number {
	const cost = (scale: number): number =>
		Math.min(
			...Array.from({ length: 3 }, () => {
				const started = cpuMillis();
				work(scale);
				return cpuMillis() - started;
			}),
		);
	const small = Math.max(BARELY_MEASURABLE, cost(0.25));
	return Math.max(BARELY_MEASURABLE, cost(1)) / small;
}

/** Between the growth of what is linear and of what is quadratic. */
export const BOUNDED = 10;
