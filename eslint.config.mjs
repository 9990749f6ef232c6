// The house rules: floors, n8n's community rules, TypeScript. Every rule that is off says why.
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import nodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

/** Rooms by floor; a room imports lower floors only (runtime is the ground of floor 1: ledger, media and text may stand on it). */
const floors = [
	['ports', 'asset', 'errors', 'shape', 'envelope'],
	['ledger', 'runtime', 'media', 'text', 'vendors'],
	['llm', 'speech', 'render', 'writing'],
	['topics', 'script', 'quality', 'voice', 'video', 'clips', 'publish', 'upkeep', 'newsletter', 'analytics', 'optimizer', 'saas'],
];
const floorOf = (room) => floors.findIndex((rooms) => rooms.includes(room));

const house = {
	rules: {
		floors: {
			meta: { type: 'problem', docs: { description: 'a floor imports only floors below it' }, schema: [] },
			create(context) {
				const path = context.filename.replaceAll('\\', '/');
				const inside = path.slice(import.meta.dirname.length);
				const own = /^\/engine\/(?:([\w-]+)\/.+|([\w-]+)\.ts)$/.exec(inside);
				if (!own) return {};
				const room = own[1] ?? own[2];
				const check = (node, target) => {
					if (typeof target !== 'string') return;
					if (/^(n8n-|@n8n\/)/.test(target)) return context.report({ node, message: 'The engine knows no n8n.' });
					if (!target.startsWith('.')) return;
					const resolved = new URL(target, `file://${path}`).pathname;
					if (!/\/engine\//.test(resolved))
						return context.report({ node, message: `engine/${room} imports ${target} from outside the engine.` });
					const other = /\/engine\/([\w-]+)/.exec(resolved)[1];
					if (other === room || room === 'index') return;
					const [from, to] = [floorOf(room), floorOf(other)];
					if (from < 0 || to < 0)
						return context.report({ node, message: `engine/${from < 0 ? room : other} has no floor: add it to eslint.config.mjs.` });
					if (to < from || from === 0 || (from === 1 && to === 1 && other === 'runtime')) return;
					context.report({ node, message: `engine/${room} (floor ${from}) must not import engine/${other} (floor ${to}).` });
				};
				return {
					ImportDeclaration: (node) => check(node, node.source.value),
					ExportNamedDeclaration: (node) => check(node, node.source?.value),
					ExportAllDeclaration: (node) => check(node, node.source.value),
					ImportExpression: (node) => check(node, node.source.value),
				};
			},
		},
	},
};

export default tseslint.config(
	{ ignores: ['dist/**', 'node_modules/**', 'out/**', 'coverage/**', 'test/fixtures/**'] },
	...tseslint.configs.recommended.map((config) => ({ ...config, files: ['**/*.ts'] })),
	{
		files: ['**/*.ts'],
		plugins: { house },
		rules: {
			'house/floors': 'error',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
			// Worker RPC and n8n's own types use `any` at their borders.
			'@typescript-eslint/no-explicit-any': 'off',
			// `array[index]!` is used where an index was just checked: noUncheckedIndexedAccess is on.
			'@typescript-eslint/no-non-null-assertion': 'off',
		},
	},
	{ ...n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport, files: ['nodes/**/*.ts', 'credentials/**/*.ts'] },
	{
		files: ['nodes/**/*.ts'],
		languageOptions: { parser: tseslint.parser },
		plugins: { 'n8n-nodes-base': nodesBase },
		rules: {
			...nodesBase.configs.nodes.rules,
			// The value is NodeConnectionTypes.Main, which the rule of 2023 does not know.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			// DESIGN names the folders without the node's own prefix: Voice/Voice.node.ts is "Voice-Over" in the editor.
			'n8n-nodes-base/node-dirname-against-convention': 'off',
			// forEachItem in nodes/shared holds continueOnFail, item index and error class for every operation.
			'n8n-nodes-base/node-execute-block-missing-continue-on-fail': 'off',
			'n8n-nodes-base/node-execute-block-wrong-error-thrown': 'off',
			// Options are ordered as a newcomer reads them: what is free and on this machine comes first.
			'n8n-nodes-base/node-param-options-type-unsorted-items': 'off',
		},
	},
);
