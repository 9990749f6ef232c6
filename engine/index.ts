/**
 * The engine's door for nodes and the command line: light to require, heavy work runs in workers and children.
 */
export * from './asset';
export * from './errors';
