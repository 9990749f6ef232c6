import type { IDataObject } from 'n8n-workflow';
import type { Envelope } from '../../engine/asset';
import type { EngineModule } from '../shared/engine';

/** The item with its script as a text that a person edits, where that is asked for; one of an earlier script does not stay. */
export function withText(asked: unknown, json: IDataObject, engine: Pick<EngineModule, 'scriptToMarkdown'>): IDataObject {
	const { scriptText: _earlier, ...rest } = json;
	const { script, sources = [], asset, channel } = rest as unknown as Envelope;
	if (asked !== true || !script) return rest;
	return { ...rest, scriptText: engine.scriptToMarkdown(script, sources, { asset, channel }) };
}
