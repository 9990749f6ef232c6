/**
 * What can be seen one by one. Imports nothing, so that whoever draws a count reads the same list as whoever plans one.
 */

/** Heads of counts that nobody sees standing in rows: events, results, measures, matters. */
const ABSTRACT =
	/^(?:tests?|trials?|attempts?|tries|experiments?|stud(?:y|ies)|surveys?|results?|outcomes?|events?|cases?|incidents?|accidents?|crashes|deaths?|births?|wins?|loss(?:es)?|defeats?|draws?|victories|titles?|goals?|points?|assists?|saves?|shots?|passes|fouls?|throws?|blows?|laps?|rounds?|sets?|runs?|games?|match(?:es)?|races?|fights?|battles?|wars?|raids?|attacks?|strikes?|sieges?|seasons?|starts?|finishes|visits?|trips?|journeys?|flights?|crossings?|sailings?|landings?|launches|calls?|messages?|votes?|meetings?|talks?|debates?|reports?|checks?|checkpoints?|failures?|errors?|mistakes?|faults?|problems?|complaints?|claims?|jobs?|roles?|tasks?|deals?|sales?|cuts?|rises?|falls?|changes?|steps?|stages?|phases?|parts?|ways?|kinds?|types?|sorts?|forms?|levels?|grades?|ranks?|places?|positions?|areas?|regions?|zones?|sectors?|fields?|species|languages?|laws?|rules?|rights?|ideas?|plans?|reasons?|causes?|effects?|facts?|figures?|values?|factors?|sums?|units?|times|turns?|breaths?|beats?|strokes?|moves?|jumps?|ascents?|climbs?|dives?|orbits?|quakes?|storms?|fires?|floods?|doses?|hits?|lines?|names?|questions?|answers?|words?|percent|bits|records?|weddings?|concerts?|shows?|performances?|sessions?|classes|lessons?|courses?|exams?|crimes?|murders?|arrests?|charges?|services?|offers?|orders?|bids?|breaks?|minutes?|others?|ones?)$/i;
/** Endings of nouns that name a doing or a quality. */
const DEED = /(?:[st]ions?|ments?|ness(?:es)?|it(?:y|ies)|[ae]nc(?:e|y|es|ies)|isms?|ships?|hoods?|als|ings?|ures?)$/i;
/** Things whose names end as deeds do. */
const THINGS =
	/^(?:stations?|instruments?|documents?|monuments?|apartments?|garments?|fragments?|cit(?:y|ies)|universit(?:y|ies)|(?:space|war|air|steam)?ships?|buildings?|rings?|wings?|kings?|paintings?|drawings?|springs?|strings?|coverings?|locomotives?|signals|animals|crystals|metals|petals|medals|pedals|canals|hospitals|journals|manuals|terminals|capitals|cathedrals|corals|pictures?|sculptures?|creatures?|structures?|fences?|ambulances?|appliances?|ducklings?|seedlings?|earrings?|lions?|stallions?|onions?|pensions?|mansions?|cushions?|cannons?)$/i;

/** Whether a plural noun names things or living beings that can be drawn in a row ("shops", "locomotives"), not results or events ("saves"). */
export function isCountable(noun: string): boolean {
	const head = noun.trim().split(/\s+/).at(-1) ?? '';
	return head !== '' && !ABSTRACT.test(head) && (THINGS.test(head) || !DEED.test(head));
}
