/** What the face finder's process is asked, and what it answers. */
import type { Face } from './blazeface';

export interface LoadMessage {
	type: 'load';
	runtime: { kind: 'native' | 'wasm'; entry: string };
	model: string;
}
/** Two headless files of pictures: RGB ones to find faces in, and YUV ones to find cuts (see cuts.ts). */
export interface LookMessage {
	type: 'look';
	faces: { path: string; width: number; height: number };
	cuts: { path: string; fps: number };
}
export type Message = LoadMessage | LookMessage;

export interface ProgressReply {
	moments: number;
}
export interface LookedReply {
	/** In pixels of the pictures that were looked at. */
	moments: Face[][];
	cuts: number[];
	cpuSeconds: number;
	rssBytes: number;
}
