/**
 * Set phrases said in one word, so that "got rid of the oil" and "discarded the oil" compare as words do. General English only.
 */

const FORMS: Record<string, string> = {
	get: 'get gets got|gotten getting', take: 'take takes took|taken taking', make: 'make makes made made making', set: 'set sets set set setting', come: 'come comes came come coming', go: 'go goes went|gone going',
	give: 'give gives gave|given giving', put: 'put puts put put putting', keep: 'keep keeps kept kept keeping', bring: 'bring brings brought brought bringing', let: 'let lets let let letting', look: 'look looks looked looked looking',
	have: 'have has had had having', throw: 'throw throws threw|thrown throwing', leave: 'leave leaves left left leaving', cut: 'cut cuts cut cut cutting', do: 'do does did|done doing', wake: 'wake wakes woke|woken waking', catch: 'catch catches caught caught catching',
	draw: 'draw draws drew|drawn drawing', turn: 'turn turns turned turned turning', say: 'say says said said saying', lay: 'lay lays laid laid laying', run: 'run runs ran|run running', fall: 'fall falls fell|fallen falling', pay: 'pay pays paid paid paying',
	break: 'break breaks broke|broken breaking', ship: 'ship ships shipped shipped shipping', hand: 'hand hands handed handed handing', pull: 'pull pulls pulled pulled pulling', pick: 'pick picks picked picked picking', lock: 'lock locks locked locked locking',
	sign: 'sign signs signed signed signing', hold: 'hold holds held held holding', point: 'point points pointed pointed pointing', rule: 'rule rules ruled ruled ruling', clear: 'clear clears cleared cleared clearing', work: 'work works worked worked working',
	cast: 'cast casts cast cast casting', serve: 'serve serves served served serving', carry: 'carry carries carried carried carrying', shoot: 'shoot shoots shot shot shooting', line: 'line lines lined lined lining', swap: 'swap swaps swapped swapped swapping',
	build: 'build builds built built building', start: 'start starts started started starting', end: 'end ends ended ended ending', wear: 'wear wears wore|worn wearing', die: 'die dies died died dying', hit: 'hit hits hit hit hitting', use: 'use uses used used using', fill: 'fill fills filled filled filling',
	call: 'call calls called called calling', team: 'team teams teamed teamed teaming', find: 'find finds found found finding', sell: 'sell sells sold sold selling', buy: 'buy buys bought bought buying', lose: 'lose loses lost lost losing', win: 'win wins won won winning',
}; // prettier-ignore

/** "first verb, rest → verb". */
const PHRASES: [string, string, string][] = (
	'get|rid of|discard;get|hold of|obtain;get|going|start;get|under way|start;get|back|regain;take|part in|join;take|place|happen;take|over from|replace;take|the place of|replace;take|care of|tend;take|off|start;take|away|remove;take|out|remove;take|apart|dismantle;take|in|collect;take|up|start;take|note of|notice;' +
	'make|sure|ensure;make|money|earn;make|use of|use;make|a difference|matter;make|do with|use;set|sail|depart;set|off|depart;set|out|depart;set|on fire|burn;set|free|release;set|aside|reserve;come|up with|devise;come|across|find;come|out|appear;come|back|return;come|to an end|end;come|first|win;come|into force|start;come|off|detach;' +
	'go|back to|date;go|bankrupt|fail;go|bust|fail;go|missing|disappear;go|through|undergo;go|on sale|launch;go|without|lack;go|off|explode;go|away|leave;give|back|return;give|out|distribute;give|rise to|cause;give|birth to|bear;put|out|extinguish;put|an end to|end;put|in place|establish;put|on hold|postpone;put|up|erect;put|together|assemble;put|forward|propose;put|down to|attribute;' +
	'keep|out|exclude;keep|track of|follow;keep|up|maintain;bring|about|cause;bring|in|collect;bring|back|restore;bring|down|lower;bring|up|raise;bring|forward|advance;let|in|concede;let|out|release;let|down|disappoint;look|into|investigate;look|for|seek;look|at|examine;look|like|resemble;have|trouble|struggle;throw|away|discard;throw|out|discard;leave|out|exclude;leave|behind|abandon;cut|off|isolate;cut|back|reduce;cut|down on|reduce;cut|short|shorten;' +
	'do|away with|abolish;do|up|refurbish;do|harm to|harm;do|damage to|damage;wake|up|wake;catch|up with|reach;draw|up|prepare;draw|on|use;turn|into|become;turn|off|stop;turn|away|reject;say|sorry|apologise;say|no to|reject;lay|bare|expose;lay|the foundation of|found;run|out of|exhaust;run|into|meet;fall|apart|collapse;fall|behind|trail;fall|ill|sicken;pay|off|repay;pay|attention to|notice;break|out|start;break|off|detach;break|up|split;break|into|enter;' +
	'ship|off|transport;hand|in|submit;hand|out|distribute;pull|down|demolish;pull|through|survive;pick|out|select;lock|up|imprison;sign|up|register;hold|back|retain;hold|up|delay;rule|out|exclude;clear|out|empty;work|out|calculate;cast|doubt on|question;carry|on|continue;shoot|up|soar;shoot|down|destroy;line|up|align;swap|out|replace;build|up|accumulate;start|out|start;wear|out|exhaust;die|out|vanish;hit|the market|launch;fill|up|fill;fill|in|complete;call|for|demand;team|up|cooperate;sell|off|sell;buy|up|buy;lose|sight of|forget;win|back|regain'
)
	.split(';')
	.map((line) => line.split('|') as [string, string, string]);

/** Inflects a regular verb, and the few others that stand as targets. */
const IRREGULAR: Record<string, string[]> = {
	become: ['become', 'becomes', 'became', 'become', 'becoming'], find: ['find', 'finds', 'found', 'found', 'finding'], win: ['win', 'wins', 'won', 'won', 'winning'], leave: ['leave', 'leaves', 'left', 'left', 'leaving'], wake: ['wake', 'wakes', 'woke', 'woken', 'waking'],
	bear: ['bear', 'bears', 'bore', 'born', 'bearing'], seek: ['seek', 'seeks', 'sought', 'sought', 'seeking'], meet: ['meet', 'meets', 'met', 'met', 'meeting'], split: ['split', 'splits', 'split', 'split', 'splitting'], undergo: ['undergo', 'undergoes', 'underwent', 'undergone', 'undergoing'],
	sell: ['sell', 'sells', 'sold', 'sold', 'selling'], buy: ['buy', 'buys', 'bought', 'bought', 'buying'], forget: ['forget', 'forgets', 'forgot', 'forgotten', 'forgetting'], stop: ['stop', 'stops', 'stopped', 'stopped', 'stopping'], regret: ['regret', 'regrets', 'regretted', 'regretted', 'regretting'], submit: ['submit', 'submits', 'submitted', 'submitted', 'submitting'],
}; // prettier-ignore
function inflect(verb: string, form: number): string {
	const known = IRREGULAR[verb];
	if (known) return known[form]!;
	if (form === 0) return verb;
	const y = /[^aeiou]y$/.test(verb);
	if (form === 1) return y ? `${verb.slice(0, -1)}ies` : /(?:s|sh|ch|x|z)$/.test(verb) ? `${verb}es` : `${verb}s`;
	if (form === 4) return /[^e]e$/.test(verb) ? `${verb.slice(0, -1)}ing` : `${verb}ing`;
	return y ? `${verb.slice(0, -1)}ied` : /e$/.test(verb) ? `${verb}d` : `${verb}ed`;
}

const capital = (word: string): string => word[0]!.toUpperCase() + word.slice(1);
const rules: [RegExp, string][] = PHRASES.flatMap(([first, rest, verb]) => {
	// "took|taken": past and participle differ.
	const forms = FORMS[first]!.replace('|', ' ').split(' ');
	// "took in March" is no idiom.
	const end = / in$|^in$/.test(rest) ? '(?! (?:the world|time|[A-Z]|(?:19|20)\\d\\d))' : '';
	// "let", "cut", "put": the base form only where a word before asks for one.
	const steady = forms[0] === forms[2];
	const base = steady ? '(?<=\\b(?:to|not|will|would|can|could|may|might|must|should|do|does|did) )' : '';
	return forms.map((form, k): [RegExp, string] => [
		new RegExp(`${k === 0 ? base : ''}\\b${form} ${rest}\\b${end}`, 'gi'),
		inflect(verb, k),
	]);
});

/** The text with its set phrases in one word each. */
export const withoutIdioms = (text: string): string =>
	rules.reduce((out, [pattern, word]) => out.replace(pattern, (found) => (/^\p{Lu}/u.test(found) ? capital(word) : word)), text);
