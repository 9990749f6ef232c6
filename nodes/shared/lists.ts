/** What a person types into one field: several entries, by lines or commas. */

const entries = (value: unknown, separator: RegExp): string[] => {
	const list = Array.isArray(value) ? value.map(String) : String(value ?? '').split(separator);
	return list.map((entry) => entry.trim()).filter(Boolean);
};

/** Lines or commas of a text field; an expression may also give a list. */
export const lines = (value: unknown): string[] => entries(value, /[\n,]+/);

/** Web addresses, one a line or parted by commas or spaces. A comma inside an address belongs to it. */
export const addresses = (value: unknown): string[] => entries(value, /\s*\n\s*|[,;]\s+|[,;\s]\s*(?=https?:\/\/)/i).map((entry) => entry.replace(/[,;]+$/, '')); // prettier-ignore
