type Engine = typeof import('../engine/index');

/** Prints what the machine has; exit code 1 when something is missing. */
export async function checkMachineCommand(engine: Engine, signal: AbortSignal): Promise<void> {
	const note = (message: string) => process.stderr.write(`${message}\n`);
	const ports = {
		logger: { debug: () => undefined, info: () => undefined, warn: note, error: note },
		progress: () => undefined,
		clock: engine.systemClock,
		signal,
	};
	const { ready, checks } = await engine.checkMachine(ports, engine.firstVideoEngines());
	for (const line of checks)
		process.stdout.write(`${line.outcome === 'ok' ? '✓' : '✗'} ${line.name}: ${line.detail}${line.fix ? `\n    ${line.fix}` : ''}\n`);
	if (!ready) process.exitCode = 1;
}

/** Fetches the engines of a first video; exit code 1 when one cannot be had. */
export async function fetchEnginesCommand(engine: Engine, signal: AbortSignal): Promise<void> {
	const note = (message: string) => process.stderr.write(`${message}\n`);
	const ports = {
		logger: { debug: () => undefined, info: note, warn: note, error: note },
		progress: () => undefined,
		clock: engine.systemClock,
		signal,
	};
	for (const id of engine.firstVideoEngines()) {
		if (id === 'ffmpeg' && (await engine.hasFfmpeg(ports))) continue;
		try {
			const { version, dir } = await engine.ensure(id, ports);
			process.stdout.write(`✓ ${id} ${version} in ${dir}\n`);
		} catch (error) {
			engine.throwIfCancelled(signal);
			process.stdout.write(`✗ ${id}: ${(error as Error).message}${engine.isOperatorError(error) ? `\n    ${error.fix}` : ''}\n`);
			process.exitCode = 1;
		}
	}
}
