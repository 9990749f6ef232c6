// Broken files: npm run bench -- mutants [--count 1000] [--seed 1] [--only talk,recipe] [--one 17]
// Media of many codecs, captions, lists, recipes, scripts, feeds, pages, items and ledgers, each damaged in a way of its own, through the stage
// functions that the nodes and the command line call. Asked of each: a valid result, or an error that names cause and next step.
import { parseArgs } from 'node:util';
import { bundled } from './bundle.mjs';

const { values } = parseArgs({
	options: {
		count: { type: 'string', default: '1000' },
		seed: { type: 'string', default: '1' },
		only: { type: 'string' },
		one: { type: 'string' },
	},
});
const { campaign } = await bundled('mutants', "export { campaign } from './bench/mutants/campaign';");
const began = Date.now();
const seconds = () => ((Date.now() - began) / 1000).toFixed(0);
const { counts, wrong, codes, slowest } = await campaign({
	count: Number(values.count),
	seed: Number(values.seed),
	deep: true,
	...(values.only ? { only: values.only.split(',') } : {}),
	...(values.one ? { one: Number(values.one) } : {}),
	say(line, wrong) {
		if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${line}, ${seconds()} s`);
		if (wrong) console.log(`- ${wrong}`);
	},
});
const total = { accepted: 0, refused: 0, crash: 0, hang: 0, unclear: 0 };
for (const each of Object.values(counts)) for (const key of Object.keys(total)) total[key] += each[key];
console.table({ ...counts, all: total });
console.log(
	`refused as ${Object.entries(codes).sort(([, a], [, b]) => b - a).map(([code, n]) => `${code} ${n}`).join(', ')}; slowest ${slowest.seconds.toFixed(1)} s, ${slowest.what}; ${seconds()} s`, // prettier-ignore
);
process.exit(wrong.length ? 1 : 0);
