/** What each operation puts out: the source of the nodes' `__schema__` files (`gulp schemas`). */
import type { Channel, Envelope } from '../../engine/asset';
import type { MachineCheck } from '../../engine/media/check';

type With<K extends keyof Envelope> = Pick<Envelope, 'channel' | 'asset'> & Required<Pick<Envelope, K>>;

export type TopicScout_find = With<'topic' | 'sources'>;
export type TopicScout_read = With<'topic' | 'sources'>;
export type ScriptGenerator_fromSources = With<'topic' | 'sources' | 'script'>;
export type ScriptGenerator_own = With<'topic' | 'script'>;
export type ScriptGenerator_rewrite = With<'topic' | 'script'>;
export type Voice_speak = With<'topic' | 'script' | 'voice'>;
export type Video_render = With<'topic' | 'script' | 'voice' | 'video'>;
export type Publisher_publish = With<'topic' | 'script' | 'voice' | 'video' | 'published'>;
export type Setup_check = MachineCheck & {
	version: string;
	ledger: { store: string; path: string | null; schemaVersion: number; bytes: number };
};
export interface Setup_download {
	runtime: string;
	engines: { id: string; version: string; dir: string }[];
}
export interface Setup_saveChannel {
	channel: Channel;
}
