// Output schemas of the nodes, generated from the types in nodes/shared/outputs.ts. They are committed: the editor shows them before a run.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Path and text of every schema file. */
export function schemaFiles() {
	const source = join(root, 'nodes', 'shared', 'outputs.ts');
	const generator = createGenerator({
		path: source,
		tsconfig: join(root, 'tsconfig.json'),
		expose: 'none',
		topRef: false,
		skipTypeCheck: true,
		additionalProperties: true,
		jsDoc: 'none',
	});
	const names = [...readFileSync(source, 'utf8').matchAll(/export (?:type|interface) (\w+?)_(\w+)/g)];
	return names.map(([, node, operation]) => {
		const { $schema: _, definitions: __, ...schema } = generator.createSchema(`${node}_${operation}`);
		return {
			path: join(root, 'nodes', node, '__schema__', 'v1.0.0', `${operation}.json`),
			text: `${JSON.stringify({ ...schema, version: 1 }, null, '\t')}\n`,
		};
	});
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	for (const { path, text } of schemaFiles()) {
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, text);
	}
}
