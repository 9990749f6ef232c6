/** Reads one file of the engine after another: the build fills this in. Whoever takes turns between them never holds the event loop long. */
export const parts: (() => unknown)[] = [];
