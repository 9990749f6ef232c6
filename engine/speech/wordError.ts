export interface WordError {
	rate: number;
}
export function normalizeWords(t: string): string[] {
	return t.toLowerCase().split(/\s+/);
}
export function wordErrorRate(_a: string, _b: string): WordError {
	return { rate: 0 };
}
