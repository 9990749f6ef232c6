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
	const { ready, checks } = await engine.checkMachine(ports, await engine.firstVideoEngines());
	for (const line of checks)
		process.stdout.write(`${line.outcome === 'ok' ? '✓' : '✗'} ${line.name}: ${line.detail}${line.fix ? `\n    ${line.fix}` : ''}\n`);
	if (!ready) process.exitCode = 1;
}
