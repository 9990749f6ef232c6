/** What each operation puts out: the source of the nodes' `__schema__` files (`gulp schemas`). */
import type { Channel, Envelope, FileRef, Voice } from '../../engine/asset';
import type { ExplainedFailure } from '../../engine/ledger/failure';
import type { MachineCheck } from '../../engine/media/check';
import type { FreedSpace } from '../../engine/upkeep';
import type { UnknownName } from '../../engine/voice/names';

type With<K extends keyof Envelope> = Pick<Envelope, 'channel' | 'asset'> & Required<Pick<Envelope, K>>;

export type TopicScout_find = With<'topic' | 'sources'>;
export type TopicScout_read = With<'topic' | 'sources'>;
export type ScriptGenerator_fromSources = With<'topic' | 'sources' | 'script'> & { scriptText?: string };
export type ScriptGenerator_own = With<'topic' | 'script'> & { scriptText?: string };
export type ScriptGenerator_rewrite = With<'topic' | 'script'> & { scriptText?: string };
export type Voice_speak = With<'topic' | 'script' | 'voice'>;
export type Voice_listNames = With<'topic' | 'script'> & { names: UnknownName[] };
export interface Voice_speakText {
	voice: Voice & { subtitles: FileRef };
}
export interface Voice_preview {
	preview: { voice: string; name: string; engine: string; description: string; durationSeconds: number; file: FileRef };
}
export type Voice_recording = With<'topic' | 'script' | 'voice'> & {
	recording: {
		skipped: string[];
		changed: { text: string; heard: string }[];
		added: { text: string; startSeconds: number }[];
		removedSeconds: number;
	};
};
export type Video_render = With<'topic' | 'script' | 'voice' | 'video'>;
export type Video_rerender = Video_render;
export type Video_storyboard = With<'topic' | 'script' | 'storyboard'>;
export type Video_thumbnails = Video_render;
export type Clipper_find = With<'clip'>;
/** Shorts of our own films also carry topic, sources, script and voice. */
export type Clipper_cut = With<'clip' | 'video'> & Partial<Pick<Envelope, 'topic' | 'sources' | 'script' | 'voice'>>;
export type Clipper_list = Clipper_cut;
export type QualityGate_check = With<'topic' | 'script' | 'quality'>;
export type QualityGate_ask = With<'topic' | 'script' | 'quality'>;
export type Publisher_publish = With<'topic' | 'script' | 'voice' | 'video' | 'published'> & {
	links?: { film?: string; captions?: string; thumbnail?: string; sheet?: string };
};
export type Setup_check = MachineCheck & {
	version: string;
	ledger: { store: string; path: string | null; schemaVersion: number; bytes: number };
};
export interface Setup_download {
	runtime: string;
	engines: { id: string; version: string; dir: string }[];
}
export interface Setup_explain {
	failure: ExplainedFailure;
}
export type Setup_freeSpace = FreedSpace & { home: string };
export interface Setup_saveChannel {
	channel: Channel;
}
