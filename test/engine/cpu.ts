/** Milliseconds of processor that this process has used: unlike those of the clock they do not grow because others are busy. */
export function cpuMillis(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}
