import type { INodeProperties } from 'n8n-workflow';
import { addresses, lines } from '../../nodes/shared/lists';
import { paletteField, checkPalette } from '../../nodes/shared/channel';
import { withText } from '../../nodes/ScriptGenerator/scriptText';
import { ScriptGenerator } from '../../nodes/ScriptGenerator/ScriptGenerator.node';
import { OperatorError } from '../../engine/errors';
import { PALETTE_NAMES } from '../../engine/render/theme';

describe('fields', () => {
	test('addresses: a line each, or parted by commas or spaces; a comma inside one stays', () => {
		const spiegel = 'https://www.spiegel.de/panorama/ein-schiff-a-1a2b,3c.html?x=1,2';
		expect(addresses(`${spiegel}\n\nhttps://b.example/x`)).toEqual([spiegel, 'https://b.example/x']);
		expect(addresses('https://a.example/x, https://b.example/y;https://c.example/z,http://d.example')).toEqual(['https://a.example/x', 'https://b.example/y', 'https://c.example/z', 'http://d.example']); // prettier-ignore
		expect(addresses('https://a.example/x https://b.example/y,')).toEqual(['https://a.example/x', 'https://b.example/y']);
		expect(addresses(['https://a.example/1,2', ' '])).toEqual(['https://a.example/1,2']);
		// What is no address is told later as it was typed.
		expect(addresses('example.com/feed\nhttps://a.example')).toEqual(['example.com/feed', 'https://a.example']);
		expect(lines('ships, canals\nlocks,')).toEqual(['ships', 'canals', 'locks']);
	});

	test('a palette is chosen from those that there are; an expression that names another is refused', () => {
		expect((paletteField.options as { value: string }[]).map(({ value }) => value).sort()).toEqual(['auto', ...PALETTE_NAMES].sort());
		const engine = { OperatorError, PALETTE_NAMES } as never;
		for (const known of [undefined, 'auto', ...PALETTE_NAMES]) expect(() => checkPalette({ engine }, known)).not.toThrow();
		expect(() => checkPalette({ engine }, 'sunsett')).toThrow(/no palette "sunsett"/);
	});

	test('the script as a text is of the script that the item carries, or is not there', () => {
		const engine = { scriptToMarkdown: () => 'new words' };
		const json = { script: { scenes: [] }, scriptText: 'old words' };
		expect(withText(true, json, engine).scriptText).toBe('new words');
		expect(withText(undefined, json, engine)).toEqual({ script: { scenes: [] } });
	});

	test('the Script Generator offers each option where it does something', () => {
		const { properties } = new ScriptGenerator().description;
		const options = properties.find(({ name }) => name === 'options')!.options as INodeProperties[];
		const offered = (operation: string) =>
			options
				.filter(({ displayOptions }) => ((displayOptions?.show?.['/operation'] as string[] | undefined) ?? [operation]).includes(operation))
				.map(({ name }) => name)
				.sort();
		const model = ['modelDraft', 'modelTimeout', 'secondJudge', 'whenModelFails'];
		expect(offered('fromSources')).toEqual(['asText', 'instructions', ...model, 'targetSeconds'].sort());
		expect(offered('rewrite')).toEqual(['asText', ...model].sort());
		expect(offered('own')).toEqual(['asText', 'slot']);
	});
});
