/**
 * Base forms of English words by their Penn Treebank tag: irregular forms by list, the rest by rule, checked against the lexicon.
 */
import { isWord } from './lexicon';
import { NEAR } from './near';

const table = (text: string): Map<string, string> =>
	new Map(
		text.split(';').flatMap((entry) => {
			const [base, ...forms] = entry.trim().split(' ');
			return forms.map((form) => [form, base!] as const);
		}),
	);

const VERBS = table(
	'be am is are was were been being;have has had having;do does did done;go went gone goes;arise arose arisen;awake awoke;bear bore born borne;beat beaten;become became;begin began begun;' +
		'bend bent;bet;bind bound;bite bit bitten;bleed bled;blow blew blown;break broke broken;breed bred;bring brought;build built;burn burnt;buy bought;catch caught;choose chose chosen;' +
		'cling clung;come came;creep crept;deal dealt;dig dug;draw drew drawn;dream dreamt;drink drank drunk;drive drove driven;eat ate eaten;fall fell fallen;feed fed;feel felt;fight fought;find found;' +
		'flee fled;fly flew flown;forbid forbade forbidden;forget forgot forgotten;forgive forgave forgiven;freeze froze frozen;get got gotten;give gave given;grind ground;grow grew grown;hang hung;' +
		'hear heard;hide hid hidden;hold held;keep kept;kneel knelt;know knew known;lay laid;lead led;lean leant;leap leapt;learn learnt;leave left;lend lent;lie lay lain lying;light lit;lose lost;' +
		'make made;mean meant;meet met;mistake mistook mistaken;overcome overcame;overtake overtook overtaken;pay paid;prove proven;ride rode ridden;ring rang rung;rise rose risen;run ran;saw sawn;say said;see saw seen;' +
		'seek sought;sell sold;send sent;sew sewn;shake shook shaken;shine shone;shoot shot;show shown;shrink shrank shrunk;sing sang sung;sink sank sunk;sit sat;sleep slept;slide slid;' +
		'speak spoke spoken;speed sped;spend spent;spin spun;spring sprang sprung;stand stood;steal stole stolen;stick stuck;sting stung;strike struck;strive strove;swear swore sworn;sweep swept;swell swollen;' +
		'swim swam swum;swing swung;take took taken;teach taught;tear tore torn;tell told;think thought;throw threw thrown;tie tying;die dying;undergo underwent undergone;understand understood;undertake undertook;' +
		'wake woke woken;wear wore worn;weave wove woven;weep wept;win won;wind wound;withdraw withdrew withdrawn;withhold withheld;withstand withstood;write wrote written;can could ca;will would wo;shall should sha',
);
const NOUNS = table(
	'child children;man men;woman women;person people;foot feet;tooth teeth;mouse mice;goose geese;life lives;wife wives;knife knives;leaf leaves;half halves;shelf shelves;wolf wolves;loaf loaves;thief thieves;' +
		'self selves;calf calves;medium media;criterion criteria;phenomenon phenomena;analysis analyses;crisis crises;basis bases;hypothesis hypotheses;thesis theses;datum data;bacterium bacteria;index indices;fungus fungi;' +
		'spectator spectators;businessman businessmen;fisherman fishermen;sportsman sportsmen;ox oxen;species;series;news;means',
);
const DEGREES = table(
	'good better best;bad worse worst;far farther further farthest furthest;much more most;little less least;old elder eldest',
);

/** Base form of a word with the given tag; lower case. */
export function lemmaOf(word: string, tag: string): string {
	const lower = word.toLowerCase().replace(/’/g, "'");
	if (/^(?:VB|MD)/.test(tag)) return verb(lower);
	if (/^NNP?S$/.test(tag)) return noun(lower);
	if (tag === 'NN' && NOUNS.has(lower)) return NOUNS.get(lower)!;
	if (/^(?:JJR|JJS|RBR|RBS)$/.test(tag)) return degree(lower);
	if (lower === "n't") return 'not';
	if (/^(?:dr|prof)\.?$/.test(lower)) return lower.startsWith('dr') ? 'doctor' : 'professor';
	return lower;
}

function verb(lower: string): string {
	const irregular = VERBS.get(lower);
	if (irregular) return irregular;
	const contraction: Record<string, string> = { "'s": 'be', "'re": 'be', "'m": 'be', "'ve": 'have', "'d": 'would', "'ll": 'will' };
	if (contraction[lower]) return contraction[lower];
	if (/ies$/.test(lower) && lower.length > 4) return lower.replace(/ies$/, 'y');
	if (/ied$/.test(lower) && lower.length > 4) return lower.replace(/ied$/, 'y');
	const ending = /(?:ing|ed)$/.exec(lower)?.[0];
	if (ending && lower.length > ending.length + 1 && !isWord(lower, 'v')) {
		const stem = lower.slice(0, -ending.length);
		const single = stem.replace(/([^aeiou])\1$/, '$1');
		const doubled = single !== stem && !/(?:ll|ss|ff|zz)$/.test(stem);
		for (const candidate of [`${stem}e`, ...(doubled ? [single] : []), stem, single])
			if (isWord(candidate, 'v') || NEAR.v.has(candidate)) return candidate;
		return doubled
			? single
			: /(?:[aiou][bcdgkmnpstvz]|[cgsvz]|[^aeiou]l|u)$/.test(stem) && !/(?:ss|[aeiou]{2}[a-z]|er|en|or|on|it|in|op|et|ow|ay|oy)$/.test(stem)
				? `${stem}e`
				: stem;
	}
	if (/(?:sses|xes|zes|ches|shes|oes)$/.test(lower)) return lower.slice(0, -2);
	if (/[^s]s$/.test(lower) && lower.length > 3) return lower.slice(0, -1);
	return lower;
}

function noun(lower: string): string {
	const irregular = NOUNS.get(lower);
	if (irregular) return irregular;
	if (/ies$/.test(lower) && lower.length > 4) return lower.replace(/ies$/, 'y');
	if (/(?:sses|xes|zzes|ches|shes|oes)$/.test(lower) && !isWord(lower.slice(0, -1), 'n')) return lower.slice(0, -2);
	if (/uses$/.test(lower) && isWord(lower.slice(0, -2), 'n') && !isWord(lower.slice(0, -1), 'n')) return lower.slice(0, -2);
	return /[^s]s$/.test(lower) ? lower.slice(0, -1) : lower;
}

function degree(lower: string): string {
	const irregular = DEGREES.get(lower);
	if (irregular) return irregular;
	const stem = lower.replace(/(?:er|est)$/, '');
	if (stem === lower) return lower;
	const candidates = [stem.replace(/i$/, 'y'), stem, `${stem}e`, stem.replace(/([^aeiou])\1$/, '$1')];
	return candidates.find((candidate) => isWord(candidate, 'a') || isWord(candidate, 'r')) ?? lower;
}
