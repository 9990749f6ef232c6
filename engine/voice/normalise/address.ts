/** Web addresses, e-mail addresses, handles and hashtags, as a person would read them out. */
import { DOMAINS } from './tables';

/** One label: camel case and digits part; without a vowel it is spelt. */
function label(text: string): string {
	return text
		.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
		.split(/[-_\s]+/)
		.filter(Boolean)
		.flatMap((part) => part.match(/\d+|[^\d]+/g) ?? [])
		.map((part) => {
			if (/^\d+$/.test(part)) return part.length === 1 ? DIGITS[Number(part)]! : [...part].map((d) => DIGITS[Number(d)]!).join(' ');
			if (part.length === 1 || !/[aeiouy]/i.test(part) || (part.length <= 2 && !/^(go|my|we|me|be|do|up|on|in|to|by|at|it|is)$/i.test(part))) return part.toUpperCase().split('').join(' '); // prettier-ignore
			return part;
		})
		.join(' ');
}
const DIGITS = 'zero one two three four five six seven eight nine'.split(' ');

function host(text: string): string {
	const labels = text.replace(/^www\./i, '').split('.');
	return labels
		.map((part, i) => (i > 0 && DOMAINS[part.toLowerCase()] !== undefined ? DOMAINS[part.toLowerCase()]! : label(part)))
		.join(' dot ');
}

/** The reading of an address, or null when the word is none. */
export function speakAddress(core: string): string | null {
	const mail = /^([\w.+-]+)@([a-z\d-]+(?:\.[a-z\d-]+)+)$/i.exec(core);
	if (mail) return `${mail[1]!.split('.').map(label).join(' dot ')} at ${host(mail[2]!)}`;
	const handle = /^@([\w.]{2,})$/.exec(core);
	if (handle) return `at ${handle[1]!.split('.').map(label).join(' dot ')}`;
	const tag = /^#(\p{L}[\p{L}\p{N}_]*)$/u.exec(core);
	if (tag) return `hashtag ${label(tag[1]!)}`;
	const url = /^(https?:\/\/)?((?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+([a-z]{2,}))(?::\d+)?(\/[^?#]*)?(?:[?#].*)?$/i.exec(core);
	if (!url) return null;
	const known = DOMAINS[url[3]!.toLowerCase()] !== undefined;
	if (!url[1] && !/^www\./i.test(url[2]!) && (!known || /^(\p{L}\.)+\p{L}+$/u.test(url[2]!) || /\.\p{Lu}/u.test(url[2]!))) return null;
	const path = (url[4] ?? '').split('/').filter(Boolean).map((part) => label(part.replace(/\.(html?|php|aspx?)$/i, ''))).filter(Boolean); // prettier-ignore
	return [host(url[2]!), ...path].join(' slash ');
}
