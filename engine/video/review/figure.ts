/** One thing a viewer would notice, as a figure. */
export interface Figure {
	/** Number of the rule, 1–7: see the files of this folder. */
	rule: number;
	/** What is measured, with its unit. */
	name: string;
	value: number;
	/** The value may be at most, or at least, this. */
	limit: number;
	bound: 'most' | 'least';
	/** Where it is not so: scene, frame, words. */
	where: string[];
}

export const holds = ({ value, limit, bound }: Figure): boolean => (bound === 'most' ? value <= limit + 1e-9 : value >= limit - 1e-9);

export const most = (rule: number, name: string, value: number, limit: number, where: string[] = []): Figure => ({ rule, name, value, limit, bound: 'most', where }); // prettier-ignore
export const least = (rule: number, name: string, value: number, limit: number, where: string[] = []): Figure => ({ rule, name, value, limit, bound: 'least', where }); // prettier-ignore

/** A count of faults, none of which may be. */
export const none = (rule: number, name: string, where: string[]): Figure => most(rule, name, where.length, 0, where);
