// jest transform: TypeScript to ES modules, types dropped (tsc checks them in `npm test`).
import { transformSync } from 'esbuild';

export default {
	process(source, path) {
		const { code, map } = transformSync(source, { loader: 'ts', format: 'esm', target: 'node24', sourcefile: path, sourcemap: 'both' });
		return { code, map };
	},
};
