/** Loaded parts of the engine, by their loaders. */
const loaded = new WeakMap<() => Promise<unknown>, Promise<unknown>>();

/**
 * A function whose file is read and compiled when it is first called, in a turn of the event loop of its own: n8n stands still while a program
 * is compiled. `load` imports the file and gives the function.
 */
export function lazily<A extends unknown[], R>(load: () => Promise<(...args: A) => Promise<R>>): (...args: A) => Promise<R> {
	return async (...args) => {
		let part = loaded.get(load) as ReturnType<typeof load> | undefined;
		if (!part) {
			part = apart(load);
			loaded.set(load, part);
			// A file that could not be read now may be there the next time.
			part.catch(() => loaded.delete(load));
		}
		return await (
			await part
		)(...args);
	};
}

async function apart<T>(load: () => Promise<T>): Promise<T> {
	await turn();
	const part = await load();
	await turn();
	return part;
}

/** The event loop's next turn. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
