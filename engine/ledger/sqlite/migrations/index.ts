/**
 * The schema's history: numbered, plain SQL, never edited once released. Change by expand and contract: first a migration that
 * only adds (older code goes on working on the file), and releases later, when no such code is left, a *breaking* one that removes.
 */
import { initial } from './0001-initial';
import { jobs } from './0002-jobs';

export interface Migration {
	/** 1, 2, 3, … without gaps. */
	version: number;
	name: string;
	/** Code that knows only earlier versions cannot work on a file with this one and is kept out. */
	breaking: boolean;
	sql: string;
}

export const MIGRATIONS: readonly Migration[] = [initial, jobs];
