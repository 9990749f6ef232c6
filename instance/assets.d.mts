export function buildAssets(options?: { force?: boolean }): Promise<boolean>;
