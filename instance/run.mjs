// Entry of every npm script. Runs under any Node from 18 on, brings Node 24 and the repo's packages, then hands over to tasks.mjs.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bringNode, bringPackages, fail, nodeVersion } from './bring.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [task, ...args] = process.argv.slice(2);

try {
	const node = bringNode();
	bringPackages(root, node);
	const env = { ...process.env, PATH: `${dirname(node)}:${process.env.PATH ?? ''}`, AI_OPERATOR_NODE: node };
	const child = spawnSync(node, ['--disable-warning=ExperimentalWarning', join(root, 'instance', 'tasks.mjs'), task, ...args], {
		cwd: root,
		env,
		stdio: 'inherit',
	});
	if (child.error) throw child.error;
	process.exitCode = child.status ?? 1;
} catch (error) {
	fail(`${error.message}\n(Node ${process.versions.node} here; the repo brings Node ${nodeVersion})`);
}
