import type { IDataObject } from 'n8n-workflow';
import type { Envelope } from '../../engine/asset';
import type { EngineModule } from '../shared/engine';

/** The item with its script as a text that a person edits, where that is asked for. */
export function withText(asked: unknown, json: IDataObject, engine: EngineModule): IDataObject {
	const { script, sources = [], asset, channel } = json as unknown as Envelope;
	if (asked !== true || !script) return json;
	return { ...json, scriptText: engine.scriptToMarkdown(script, sources, { asset, channel }) };
}
