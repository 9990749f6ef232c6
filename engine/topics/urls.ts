/** Addresses: what counts as the same page, and what only tracks the reader. */

const TRACKING =
	/^(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|igsh|mc_cid|mc_eid|_hsenc|_hsmi|mkt_tok|cmpid|cmp|ncid|ocid|xtor|at_\w+|ref_src|ref_url|srsltid|spm|vero_id|oly_\w+|wt_mc|guccounter|guce_\w+)$/i;

/** The address without tracking parameters and fragment, or null when it is no http(s) address. Relative ones need `base`. */
export function cleanUrl(url: string | null | undefined, base?: string): string | null {
	const input = url?.trim();
	if (!input || input.length > 4000) return null;
	let parsed: URL;
	try {
		parsed = new URL(input, base);
	} catch {
		return null;
	}
	if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return null;
	parsed.username = '';
	parsed.password = '';
	// "#!/path" is a page of its own on old single-page sites.
	if (!parsed.hash.startsWith('#!')) parsed.hash = '';
	for (const name of [...parsed.searchParams.keys()]) if (TRACKING.test(name)) parsed.searchParams.delete(name);
	return parsed.href;
}

/** Two addresses with the same key are the same page: scheme, "www.", "m.", "amp" and a last slash do not count. */
export function urlKey(url: string): string {
	const clean = cleanUrl(url);
	if (!clean) return url;
	const parsed = new URL(clean);
	parsed.searchParams.sort();
	const path = parsed.pathname.replace(/\/(?:amp|index\.html?)?$/, '') || '/';
	return `${parsed.hostname.replace(/^(?:www|m|amp)\./, '')}${path}${parsed.search}`;
}

/** Host without "www.", or "" for no address. */
export function hostOf(url: string): string {
	try {
		return new URL(url).hostname.replace(/^www\./, '');
	} catch {
		return '';
	}
}
