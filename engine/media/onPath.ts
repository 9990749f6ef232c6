/** Programs of the machine, found on PATH: absolute folders only, so that no working directory can slip one in. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** The first executable `name` on PATH, or null. */
export async function onPath(name: string): Promise<string | null> {
	for (const folder of (process.env.PATH ?? '').split(delimiter)) {
		if (!isAbsolute(folder)) continue;
		const path = join(folder, process.platform === 'win32' ? `${name}.exe` : name);
		const usable = await access(path, constants.X_OK).then(
			() => true,
			() => false,
		);
		if (usable) return path;
	}
	return null;
}
