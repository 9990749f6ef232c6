/** `npx ai-operator`: the engine without n8n. */
import { checkMachineCommand, fetchEnginesCommand } from './check';
import { clipCommand, clipHelp } from './clip';
import { make, makeHelp } from './make';
import { packageHelp, rerenderCommand, thumbnailsCommand } from './package';
import { speakCommand, voicesCommand, voicesHelp } from './voice';

const help = `${makeHelp}
${packageHelp}
${voicesHelp}
${clipHelp}
ai-operator check       what this machine has and lacks
ai-operator engines     fetch what a first video needs (about 400 MB, once)
`;

async function main(): Promise<void> {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major < 22 || (major === 22 && minor < 13))
		throw new Error(`Node ${process.versions.node} is too old for the ledger: use Node 24 (in a checkout: npm run make -- …)`);
	const engine = await import('../engine/index');
	const [command, ...args] = process.argv.slice(2);
	const stop = new AbortController();
	process.once('SIGINT', () => stop.abort());
	process.once('SIGTERM', () => stop.abort());
	if (command === 'make') await make(engine, args, stop.signal);
	else if (command === 'rerender') await rerenderCommand(engine, args, stop.signal);
	else if (command === 'thumbnails') await thumbnailsCommand(engine, args, stop.signal);
	else if (command === 'voices') await voicesCommand(engine, args, stop.signal);
	else if (command === 'speak') await speakCommand(engine, args, stop.signal);
	else if (command === 'clip') await clipCommand(engine, args, stop.signal);
	else if (command === 'engines') await fetchEnginesCommand(engine, stop.signal);
	else if (command === 'check') await checkMachineCommand(engine, stop.signal);
	else {
		process.stdout.write(help);
		if (command && command !== 'help' && command !== '--help') process.exitCode = 2;
	}
}

main().catch((error: unknown) => {
	const mistyped = typeof error === 'object' && error !== null && 'code' in error && /^ERR_PARSE_ARGS/.test(String(error.code));
	const fix =
		typeof error === 'object' && error !== null && 'fix' in error
			? `\n${String(error.fix)}`
			: mistyped
				? '\nAll options: ai-operator help (in a checkout: npm run make -- --help).'
				: '';
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}${fix}\n`);
	process.exitCode = 1;
});
