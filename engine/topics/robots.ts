/** robots.txt (RFC 9309): groups by product token, longest rule wins, Allow wins a tie, `*` and `$` in paths. */

export interface Robots {
	allows(path: string): boolean;
	/** Seconds between two requests that the site asks for, at most 10. */
	delaySeconds: number;
}

export const ALLOW_ALL: Robots = { allows: () => true, delaySeconds: 0 };

interface Rule {
	path: string;
	allow: boolean;
}

/** Reads a robots.txt for one product token ("ai-operator"); without a group of its own the `*` group counts. */
export function parseRobots(text: string, token: string): Robots {
	const groups: { agents: string[]; rules: Rule[]; delay: number }[] = [];
	let current: (typeof groups)[number] | null = null;
	let open = false;
	for (const line of text.slice(0, 500_000).split(/\r?\n|\r/)) {
		const m = /^\s*([a-z-]+)\s*:\s*([^#]*)/i.exec(line.replace(/^\ufeff/, ''));
		if (!m) continue;
		const [field, value] = [m[1]!.toLowerCase(), m[2]!.trim()];
		if (field === 'user-agent') {
			if (!open || !current) groups.push((current = { agents: [], rules: [], delay: 0 }));
			current.agents.push(value.toLowerCase());
			open = true;
			continue;
		}
		open = false;
		if (!current) continue;
		if (field === 'allow' && value) current.rules.push({ path: value, allow: true });
		else if (field === 'disallow' && value) current.rules.push({ path: value, allow: false });
		else if (field === 'crawl-delay') current.delay = Math.min(10, Math.max(0, Number(value) || 0));
	}
	const name = token.toLowerCase();
	const own = groups.filter((group) => group.agents.some((agent) => agent === name || agent === `n8n-nodes-${name}`));
	const chosen = own.length ? own : groups.filter((group) => group.agents.includes('*'));
	const rules = chosen.flatMap((group) => group.rules).slice(0, 5000);
	return {
		delaySeconds: Math.max(0, ...chosen.map((group) => group.delay)),
		allows(path) {
			let best: Rule | null = null;
			for (const rule of rules) {
				if (!matches(rule.path, path)) continue;
				if (!best || rule.path.length > best.path.length || (rule.path.length === best.path.length && rule.allow)) best = rule;
			}
			return best?.allow ?? true;
		},
	};
}

/** Wildcard match without regular expressions: a hostile file cannot make it slow. */
function matches(pattern: string, path: string): boolean {
	const anchored = pattern.endsWith('$');
	const parts = (anchored ? pattern.slice(0, -1) : pattern).split('*');
	if (!path.startsWith(parts[0]!)) return false;
	let at = parts[0]!.length;
	for (let i = 1; i < parts.length; i++) {
		const part = parts[i]!;
		if (anchored && i === parts.length - 1) return path.length - part.length >= at && path.endsWith(part);
		const found = path.indexOf(part, at);
		if (found < 0) return false;
		at = found + part.length;
	}
	return !anchored || at === path.length;
}
