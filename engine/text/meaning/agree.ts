/**
 * Whether a statement keeps the source's hedges, negation, tense and speakers.
 */
import type { Match } from './match';
import { argumentsOf, isPassive, subtree } from './graph';
import type { Unit } from './graph';
import { likeness } from './matching';
import type { Speech, Stance } from './stance';

const SAID: Record<string, string> = {
	will: 'will', may: 'may or could', can: 'can', would: 'would', should: 'should', must: 'must', expect: 'is expected to', plan: 'plans to', want: 'wants to', hope: 'hopes to', propose: 'is proposed to',
	consider: 'is considering', try: 'tries to', promise: 'promises to', agree: 'agrees to', offer: 'offers to', threaten: 'threatens to', refuse: 'refuses to', allow: 'is allowed to', ask: 'is asked to', suppose: 'is supposed to',
	seem: 'seems to', likely: 'is likely to', risk: 'risks', say: 'is said to', alleged: 'reportedly', if: 'if', unless: 'unless', to: 'to', unsaid: 'does not say',
}; // prettier-ignore
/** Classes that weigh the same. */
const SAME_WEIGHT: Record<string, string> = { suppose: 'suppose', alleged: 'alleged', say: 'alleged' };
const weigh = (operators: Set<string>): Set<string> =>
	new Set([...operators].filter((operator) => !operator.startsWith('said:')).map((operator) => SAME_WEIGHT[operator] ?? operator));

/** Reasons why the stance changed; none when it is kept. */
export function stanceAgrees(mine: Stance, own: Stance, theirs: Unit, clause: Unit, verbal: boolean): string[] {
	const reasons: string[] = [];
	const a = weigh(mine.operators);
	const b = weigh(own.operators);
	// An instruction says what one should do.
	if (own.imperative && !b.size) for (const kind of ['should', 'can', 'must']) a.delete(kind);
	if (mine.imperative && !a.size) b.delete('should');
	// "is ending on 30 June" for "will end on 30 June".
	if (b.has('will') && !a.has('will') && mine.progressive) b.delete('will');
	if (a.has('will') && own.progressive) a.delete('will');
	// "is to pay", "is due to": a plan beside "will".
	if (b.has('will') && a.has('expect') && b.has('expect')) b.delete('will');
	if (a.has('will') && a.has('expect') && b.has('expect')) a.delete('will');
	// "can" gives leave as "may" does.
	if (b.has('can') && a.has('may') && !a.has('can')) {
		b.delete('can');
		a.delete('may');
	}
	if (b.has('must') && a.has('must')) [a, b].forEach((set) => set.delete('will'));
	// "should bring in" for "is expected to bring in".
	if (a.has('should') && !b.has('should') && b.has('expect')) {
		a.delete('should');
		b.delete('expect');
	}
	// "was hardly able to" for "could hardly".
	if (a.has('can') && b.has('may') && !a.has('may') && own.negations % 2) {
		a.delete('can');
		b.delete('may');
	}
	// A statement that something can be says less than one that it is.
	if (!b.size && own.negations % 2 === 0 && own.tense === 'present') ['may', 'can'].forEach((kind) => a.delete(kind));
	// A wish says less than a plan, "should" less than "will".
	for (const wish of ['want', 'hope'])
		if (a.has(wish) && !b.has(wish))
			for (const plan of ['plan', 'expect'])
				if (b.has(plan) && !a.has(plan)) {
					a.delete(wish);
					b.delete(plan);
				}
	if (a.has('should') && !b.has('should') && b.has('will') && !a.has('will')) {
		a.delete('should');
		b.delete('will');
	}
	// "would not allow" for "refused to allow".
	let denied = own.negations % 2 !== 0;
	if (b.has('refuse') && !a.has('refuse') && (a.has('would') || a.has('will')) && mine.negations % 2 && !denied) {
		b.delete('refuse');
		a.delete('would');
		a.delete('will');
		denied = true;
	}
	// "was supposed to reopen" for "was due to reopen".
	if (a.has('suppose') && !b.has('suppose') && b.has('expect')) {
		a.delete('suppose');
		b.delete('expect');
	}
	// Infinitives of purpose and their verbs.
	for (const set of [a, b]) set.delete('to');
	// A noun of the source ("the closure", "a cut") has no stance of its own beyond its clause's.
	for (const operator of b)
		if (!a.has(operator))
			reasons.push(`"${SAID[operator] ?? operator.replace(/^under:/, '')}" is missing: the source hedges "${theirs.text}"`);
	for (const operator of a)
		if (!b.has(operator))
			reasons.push(`the source does not say "${SAID[operator] ?? operator.replace(/^under:/, '')}" of "${theirs.text}"`);
	if ((mine.negations % 2 !== 0) !== denied)
		reasons.push(denied ? `the source denies this: "not" is missing` : `the source does not deny this`);
	if (verbal && mine.tense !== 'none' && own.tense !== 'none' && mine.tense !== own.tense && !mine.operators.size && !own.operators.size)
		reasons.push(
			own.tense === 'past'
				? `"${clause.text}" is over in the source: keep the past tense`
				: `"${clause.text}" has not happened yet in the source: keep its tense`,
		);
	return reasons;
}

/** A kind of saying that is no more than the other. */
function kindAllowed(mine: string, theirs: string): boolean {
	if (mine === theirs) return true;
	if (mine === 'say') return !/^(?:ask|deny|doubt)$/.test(theirs);
	if (theirs === 'show') return mine === 'show';
	return false;
}

/** Reasons why the speaker was lost, changed or invented. */
export function speakersAgree(match: Match, mine: Stance, own: Stance, verb: Unit): string[] {
	const { statement, source } = match;
	const reasons: string[] = [];
	const kept = new Set<Speech>();
	for (const speech of mine.speeches) {
		const fitting = own.speeches.find(
			(other) => other.denied === speech.denied && kindAllowed(speech.kind, other.kind) && sameSpeaker(match, speech, other),
		);
		if (fitting) kept.add(fitting);
		else if (own.speeches.length)
			reasons.push(
				own.speeches.some((other) => sameSpeaker(match, speech, other))
					? `the source does not put it as "${speech.kind}"`
					: `said by "${named(own.speeches[0]!)}", not by "${named(speech)}"`,
			);
		else reasons.push(`nobody is said to have said this: "${named(speech)}"`);
	}
	for (const speech of own.speeches) {
		if (kept.has(speech)) continue;
		if (speech.denied) {
			reasons.push(`the source denies this: "not" is missing`);
			continue;
		}
		if (kept.size) continue;
		// What somebody says of their own doing, and what a study found, may be told plainly.
		const subject = argumentsOf(statement, verb);
		const doers = isPassive(statement, verb) ? [] : subject.subject;
		const self =
			/^(?:say|promise|agree)$/.test(speech.kind) &&
			!/^(?:own|belong)$/.test(verb.lemma) &&
			doers.some((unit) => {
				const target = match.map.get(unit.i);
				return (
					target &&
					speech.speaker.some(
						(speaker) => speaker === target || match.setting.sameThing(source, speaker, target) || samePronoun(match, speaker, target),
					)
				);
			});
		const standIn =
			speech.kind === 'say' &&
			speech.speaker.length === 1 &&
			(/^(?:it|they)$/.test(speech.speaker[0]!.lower) ||
				/^(?:company|firm|group|council|club|bank|board|team|authority|agency|chain|county|operator)$/.test(speech.speaker[0]!.lemma)) &&
			!speech.speaker[0]!.name &&
			speech.speaker[0]!.kids.length < 2;
		if (self || standIn || speech.kind === 'show') continue;
		if (!speech.speaker.length && speech.kind === 'expect') continue;
		reasons.push(`who says so is missing: "${named(speech)}"`);
	}
	return reasons;
}

/** "Harrow Ferries will close 12 routes, it said": the speaker's pronoun means the subject. */
function samePronoun(match: Match, speaker: Unit, subject: Unit): boolean {
	if (!/^(?:it|they|he|she)$/.test(speaker.lower) && !/^(?:company|firm|group|council|club|bank|board|team)$/.test(speaker.lemma))
		return false;
	return (
		match.setting.sameThing(match.source, speaker, subject) ||
		subject.lower === speaker.lower ||
		(/^(?:nsubj|nsubjpass)$/.test(subject.label) && subject.name)
	);
}

const named = (speech: Speech): string => speech.speaker.map((unit) => unit.text).join(' and ') || speech.kind;

/** Whether the statement's speaker is the source's: every word that names them is there, or in what stands for them. */
function sameSpeaker(match: Match, mine: Speech, theirs: Speech): boolean {
	const { statement, source, setting } = match;
	if (!mine.speaker.length) return !theirs.speaker.length;
	const pool = [...theirs.speaker.flatMap((unit) => subtree(source, unit))];
	for (const unit of mine.speaker) {
		const parts = subtree(statement, unit).filter((part) => part.kind === 'n' || part.name || part.kind === 'a' || part.quantity);
		if (!parts.length) {
			// A pronoun: right when the source's speaker is one too, or the statement means him.
			if (!setting.pronounFits(statement, unit, theirs.speaker, source)) return false;
			continue;
		}
		for (const part of parts) {
			const there = pool.some((other) => likeness(part, other) >= 0.6 || setting.standsFor(other, part, source));
			if (!there && !setting.before.some((graph) => sharesName(graph, part, parts))) return false;
		}
		// The speaker's own head must be there, not only somebody in a phrase behind it.
		const heads = theirs.speaker.flatMap((speaker) => [
			speaker,
			...speaker.kids.map((k) => source.units[k]!).filter((kid) => /^(?:compound|appos|nmod)$/.test(kid.label)),
		]);
		const family = [unit, ...unit.kids.map((k) => statement.units[k]!).filter((kid) => /^(?:compound|appos|nmod)$/.test(kid.label))];
		if (!family.some((part) => heads.some((other) => likeness(part, other) >= 0.6 || setting.standsFor(other, part, source)))) return false;
	}
	return true;
}

/** A part of a full name or a title that an earlier sentence gives with the same name. */
function sharesName(graph: { units: Unit[] }, part: Unit, parts: Unit[]): boolean {
	const at = graph.units.findIndex((unit) => likeness(part, unit) >= 0.6);
	if (at < 0) return false;
	const names = parts.filter((other) => other.name && other !== part);
	return names.some((name) => graph.units.some((unit, k) => unit.lower === name.lower && Math.abs(k - at) <= 6));
}
