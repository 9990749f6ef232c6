/** What boilerplate looks like: names that templates give it, and the words it uses. English, with a few words of neighbours' languages. */

/** Tokens of class, id and role names. A subtree named so is dropped unless it holds most of the page's prose. */
const NAMES: Record<string, RegExp> = {
	consent: /(?:^|[-_ ])(?:cookies?|consent|gdpr|ccpa|cmp|onetrust|privacy-?(?:banner|notice))(?:$|[-_ ])/i,
	offer:
		/(?:^|[-_ ])(?:paywall\w*|subscri\w+|newsletters?|sign-?up|registration|regwall|membership|donat\w+|upsell|meter|barrier|gate(?:way)?|app-?(?:banner|download)|login|signin|call-?to-?action|cta)(?:$|[-_ ])/i,
	advert:
		/(?:^|[-_ ])(?:ads?|adverts?|advertis\w+|ad-?(?:slot|unit|box|wrap\w*|container)|dfp|gpt-ad|sponsor\w*|promoted|advertorial|native-?ad|partner-?content|paid-?content|affiliate|outbrain|taboola|commercial)(?:$|[-_ ])/i,
	related:
		/(?:^|[-_ ])(?:related\w*|recirc\w*|recommend\w*|read-?(?:more|next|also)|more-?(?:from|on|stories|news|articles|like)|also-?(?:read|like|see)|see-?also|further-?reading|up-?next|next-?(?:article|story|post)|prev(?:ious)?-?next|trending|popular|most-?(?:read|viewed|popular)|latest|top-?stories|you-?may|teasers?|cards?|promos?|carousel|collection|onward|crosslinks?|internal-?links?)(?:$|[-_ ])/i,
	comments: /(?:^|[-_ ])(?:comments?|comment-?(?:list|section|area)|disqus\w*|respond|discussion|replies|livefyre|coral)(?:$|[-_ ])/i,
	social: /(?:^|[-_ ])(?:share|shares|sharing|share-?\w+|sharedaddy|social\w*|follow-?us|addthis|addtoany|likes?|reactions?)(?:$|[-_ ])/i,
	author: /(?:^|[-_ ])(?:author-?(?:box|bio|info|card|profile|details)|about-?(?:the-?)?author|bio|biography|contributor)(?:$|[-_ ])/i,
	byline:
		/(?:^|[-_ ])(?:by-?line|dateline|entry-?meta|post-?meta|article-?meta|metadata|posted-?on|reading-?time|read-?time|timestamp|pub-?date|published)(?:$|[-_ ])/i,
	frame:
		/(?:^|[-_ ])(?:nav|navbar|navigation|menu|breadcrumbs?|site-?(?:header|footer|nav|top|bottom)|masthead|footer|foot|ftr|bottom|page-?(?:top|bottom|end)|footnotes?-?nav|side-?bar|rail|widgets?|widget-?area|toolbar|topbar|skip-?link|pagination|pager|tags?|tag-?(?:list|cloud)|categories|topics|toc|table-?of-?contents|jump-?links|search|popup|modal|overlay|lightbox|toast|alert-?bar|ticker|print-?only|no-?print|copyright|legal|disclaimer)(?:$|[-_ ])/i,
	pullquote: /(?:^|[-_ ])pull-?(?:ed-?)?quotes?(?:$|[-_ ])/i,
	hidden:
		/(?:^|[-_ ])(?:sr-only|screen-?reader(?:-text)?|visually-?hidden|visuallyhidden|assistive-text|a11y-hidden|is-hidden|d-none|hidden|hide|offscreen|off-screen)(?:$|[-_ ])/i,
};

/** Kind of boilerplate that the class and id names say, or null. */
export function namedBoilerplate(names: string): string | null {
	if (!names) return null;
	// "articleBody" → "article-Body": camel case hides the tokens.
	const spaced = names.replace(/([a-z])([A-Z])/g, '$1-$2').slice(0, 500);
	for (const [kind, pattern] of Object.entries(NAMES)) if (pattern.test(spaced)) return kind;
	return null;
}

/** A heading (or short label) after which only links, teasers or offers follow. */
export const SECTION =
	/^(?:(?:read |see |watch |find )?more (?:from\b.*|stories\b.*|news|articles|like this|on this(?: \w+)?|in this (?:series|section)|reading|to (?:explore|read)|coverage)|related(?: (?:to this .*|articles?|stories|story|news|posts?|content|links?|topics?|reading|coverage|videos?|items?|pages?))?|read (?:more|next|this next|also)(?: .{0,20})?|you (?:may|might|could|'ll) (?:also |be )?(?:like|enjoy|interested)\b.*|recommended(?: (?:for you|reading|stories|articles|videos|by .*))?|(?:our |the )?most (?:read|popular|viewed|shared|commented)(?: .{0,20})?|(?:our |the )?top (?:stories|picks|reads)|trending(?: (?:now|stories|topics|news|videos))?|popular(?: (?:now|posts|stories|articles))?|latest(?: (?:news|stories|posts|articles|videos|headlines|from .*))?|editor'?s'? (?:picks?|choice)|what to read next|up next|next up|don'?t miss(?: (?:out|this|these))?|in case you missed (?:it|this)|in other news|also (?:on|in) (?:this|our|the)\b.*|also read|keep reading\b.{0,20}|continue reading\b.{0,20}|sign up(?: (?:for|to|here|now)\b.*)?|subscribe(?: (?:to|now|here|for|today)\b.*)?|(?:our )?newsletters?|get (?:the|our) \w+ ?(?:newsletter|app)\b.*|follow us\b.*|share (?:this\b.{0,20}|on (?:facebook|twitter|x|whatsapp|linkedin|social media).*)|(?:about|meet) the authors?|advertis(?:ement|ing)s?|sponsored(?: (?:content|links?))?|promoted(?: (?:content|stories))?|from (?:our partners|around the web|the archive)|around the web|paid content|partner content|tags?|filed under\b.*|topics in this article|categories|notes? to editors|(?:media|press) contacts?|contact(?: us)?|external links|see also|further reading|quick links)\s*:?$/i;
export const COMMENT_SECTION =
	/^(?:comments?|replies|(?:\d[\d,.]*|no|all|view|show|read|leave|post|add|write|submit)(?: (?:all|a|the|your|\d[\d,.]*))* (?:comments?|repl(?:y|ies)|responses?|thoughts)(?: (?:on|to) .*)?|join the (?:conversation|discussion)|leave a (?:reply|comment)|comments? ?\(\d+\)|what do you think\?)\s*:?$/i;

/** Lines that are boilerplate by their words, wherever they stand. Each is tested against one whole block. */
const LINES: [string, RegExp][] = [
	['related', /^[\W_]*(?:read (?:more|also|next|on|this|the full \w+)|also read|more (?:on this|like this|here|from [^.]{2,40})|see (?:also|more)|related(?: (?:article|story|stories|reading|link|post|news|coverage))?s?|recommended(?: reading)?|you (?:may|might) (?:also )?(?:like|be interested in)|don'?t miss|must[- ]read|further reading|watch(?: (?:also|now|more|next))?|listen(?: (?:to this|now|here))?|in pictures|gallery|opinion|analysis|explainer|trending|editor'?s pick|most read|keep reading|continue reading|find out more|learn more|click here|discover more|next article|previous article|from the archive)\s*(?:[:|»>→–—]|-\s)/i],
	['related', /^[\W_]*(?:read more|more here|see more|load more|show more|view all|see all|back to top|skip to (?:main )?content|next|previous|continue reading|keep reading|learn more)[\W_]*$/i],
	['sponsored', /^[\W_]*(?:sponsored|promoted|paid for|presented|brought to you|advertisement|promotion|advertorial|ad feature|(?:sponsored|paid|partner|promoted|advertiser) (?:content|post|partnership|story))(?: by [^:.]{2,50})?\s*(?:[:|]|$)/i],
	['sponsored', /^[\W_]*(?:in association with\b.{0,60}$|affiliate (?:link|disclosure)s?\b|this (?:post|article|page|story) (?:may )?(?:contains?|includes?|features?) (?:affiliate|sponsored))/i],
	['sponsored', /^(?:advertisement|advertising|ad|ads by .*|anzeige|publicité|publicidad|werbung|story continues below(?: advertisement)?|article continues (?:below|after) .*|continues after .*|scroll (?:down )?to continue.*)[\W_]*$/i],
	['sponsored', /\bif you (?:buy|purchase|click) (?:something )?(?:through|via|using|on) (?:our|these|the|a) links?\b|\b(?:may|might|can|could) (?:earn|receive|get|collect) (?:an? )?(?:small )?(?:affiliate )?commissions?\b|^prices? (?:are|is|may be) subject to change\b/i],
	['wire', /^\W*(?:[Aa]dditional |[Ee]xtra )?(?:[Rr]eporting|[Ee]diting|[Ww]riting|[Cc]ompiled|[Ww]ritten|[Ee]dited)(?: and (?:editing|writing|reporting))? by (?:the )?\p{Lu}[^.!?]{2,120}[.)]*$/u],
	['wire', /^\W*.{2,80}\b(?:contributed (?:reporting|research)?(?: ?to this (?:report|story|article|piece))?|assisted with this (?:report|story))\W*$/i],
	['wire', /^\W*(?:our standards:.*|\(?with (?:inputs?|reporting|files) from\b.{0,120})$/i],
	['wire', /^\W*(?:©|\(c\)\s|copyright\s*(?:©|\(c\)|\d{4}|by\b|notice\b)).{0,200}$/i],
	['wire', /\ball rights reserved\b|\bclick (?:here )?for restrictions\b|\bmay not be (?:published|reproduced|rewritten|redistributed|broadcast)|\bregistered office\s*:|\bregistered in (?:england|scotland|ireland)\b|\b(?:company|charity) (?:no\.?|number)\s*:?\s*\d|\b(?:reproduc|republi|publish|copied|redistribut)\w*\b.{0,60}\bwithout (?:prior |the )?(?:written |express )?permission\b/i],
	['consent', /^(?=.*\b(?:we|our|this (?:site|website|page)|by (?:continuing|staying|using|clicking)|your)\b)(?=.*\bcookies?\b)(?=.*\b(?:accept|consent|reject|partners|preferences|settings|choices?|experience|agree|policy|browser)\b)/i],
	['consent', /^(?=.*\bprivacy\b)(?=.*\b(?:accept all|reject all|consent|your choices?)\b)/i],
	['offer', /(?:^|[.!?:]\s+|\bplease |\byou can (?:also )?|\bsimply |\b(?:click|tap) here to )(?:sign up|subscribe|register|log ?in|sign in|join (?:us|our|the [\d,]+|[\d,]+))\b[^.!?]{0,60}\b(?:newsletters?|inbox|e-?mails?|readers|subscribers|round-?up|letter|briefing|digest|app|access|today|now|for free|mailing list|from \S+ a (?:week|month))\b/i],
	['offer', /\b(?:newsletter|inbox|round-?up|morning letter|daily briefing|mailing list)\b.{0,80}\b(?:sign up|subscribe|no spam|unsubscribe|every (?:weekday|morning|friday)|delivered|straight to)\b|^get (?:the|our)\b.{0,80}\b(?:letter|newsletter|briefing|inbox|stories)\b/i],
	['offer', /\b(?:no spam|unsubscribe (?:at )?any ?time|enter your (?:e-?mail|address)|by (?:signing up|subscribing|entering your)|never miss (?:a|an|another) (?:story|post|update|issue|article))\b|\bwe(?:'ll| will)? send (?:you )?(?:an? |our |the )?(?:daily |weekly )?(?:e-?mail|newsletter)\b/i],
	['offer', /\bthis (?:article|content|story|page) is (?:for|only|reserved|available (?:only )?to|exclusive(?:ly)?)\b.{0,30}(?:subscribers?|members?|registered)|^(?:already|are you) a (?:subscriber|member)\b|\bsubscribers? only\b|\bunlimited (?:access|articles|digital)\b|\bfirst (?:month|week|year) (?:costs?|free|for)\b.{0,80}\b(?:month|cancel|then)\b|^(?=.*\bcancel (?:at )?any ?time\b)(?=.*(?:[£$€]|\bmonth\b|\btrial\b|\bsubscri))/i],
	['offer', /\b(?:to (?:continue|keep) reading|to read (?:the )?(?:full|rest of the|whole) (?:article|story)),? ?(?:please )?(?:subscribe|sign|log|register|become|start)\b|^(?:keep|continue) reading\b.{0,40}$|^(?:subscribe|become a (?:member|subscriber)|support (?:us|our (?:work|journalism)))\b.{0,120}$|\bsupport (?:our|independent|quality) journalism\b/i],
	['offer', /^(?!\W*["“])(?!.*["”] )(?=.*\b(?:you|your|please|readers)\b)(?=.*\b(?:(?:support|fund) (?:us|our|me|my|this (?:site|blog|podcast|newsletter|work)|independent)\b|with a donation|chip in\b|tip jar|buy (?:us|me) a coffee|make a (?:donation|contribution)\b))/i],
	['offer', /^(?:from |only |just )?[£$€]\s?\d[\d.,]* (?:a|per|each|every) (?:week|month|year)\b.{0,120}$|^(?:choose|see|compare|view) (?:your |our |all )?(?:plans?|subscriptions?|offers?)\b.{0,60}$|^not (?:yet )?(?:a|ready to) (?:member|subscriber|subscribe)\b.{0,80}$/i],
	['offer', /^(?:download|get) (?:our|the) (?:free )?[\w ]{0,20}app\b|\bout now on (?:the )?(?:app store|google play)\b/i],
	['social', /^\W*(?:share|tweet|e-?mail|print|save|copy link|like|pin it|bookmark|follow|comments?|reply|report|whatsapp|facebook|twitter|linkedin|reddit|telegram|link copied!?|gift this article|listen to this article)(?:[\s,|/·•&]+(?:and |this |on |via |the )?(?:share|tweet|e-?mail|print|save|copy link|article|story|page|post|facebook|twitter|x|linkedin|reddit|whatsapp|telegram|pinterest|your favou?rite network|us|comments?))*\W*$/i],
	['social', /^(?:share|follow) (?:this|us|on|via)\b.{0,80}$|\b[Ff]ollow (?:us|me|him|her|them|\p{Lu}\p{L}+(?: \p{Lu}[\p{L}-]+)?) on (?:twitter|x|facebook|instagram|tiktok|mastodon|bluesky|threads|linkedin|youtube)\b|^\d[\d,.kKmM]* (?:shares?|comments?|likes?|views?|reactions?)$/iu],
	['social', /^\W*(?:follow|join|find|like|add|watch)\b[^.!?]{2,60}\bon (?:whatsapp|telegram|signal|google news|apple news|twitter|x|facebook|instagram|tiktok|mastodon|bluesky|threads|linkedin|youtube|reddit)\b[^.!?]{0,80}[.!]?$/i],
	['social', /^\W*(?:(?:have you )?(?:tried|made|baked|cooked|built|enjoyed|loved|liked) (?:this|it|our)\b[^.!?]{0,40}[?!].{0,120}|rate (?:this|it)\b.{0,60}|(?:please )?(?:let (?:us|me) know|tell us) (?:how|what|in the comments)\b.{0,100}|(?:please )?leave (?:us |me )?a (?:comment|rating|review)\b.{0,100})$/i],
	['social', /^\W*(?:was this (?:page|article|answer|helpful)\b.{0,60}|did this (?:answer|help)\b.{0,60}|(?:click|tap) to (?:share|print|e-?mail)\b.{0,60}|thanks for (?:reading|contributing|your feedback)\b.{0,120})$/i],
	['meta', /^\W*(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)[ -]?min(?:ute)?s?(?:'s)? (?:read|to read|reading time)\W*$|^(?:estimated )?(?:reading|read) time\b.{0,30}$/i],
	['meta', /\b(?:this|the) (?:page|feed|blog) (?:refreshes|reloads|updates automatically)\b|^(?:last )?(?:updated|published|posted|modified|first published)(?: (?:on|at))?\s*:?\s[^.!?]{0,60}$|^live(?: feed| updates?)?$/i],
	['meta', /^(?:photo|photograph|image|picture|illustration|video|credit|source image|file photo)s?\s*(?:by|:|courtesy|\/|credit)\s?[^.!?]{0,120}\.?$|^(?:getty images|shutterstock|ap photo|afp|epa)\W*\S*$|\((?:ap photo|photos?(?:graph)?(?: by|:| courtesy)|getty|reuters\/|afp\/|image(?: credit| via|:)|file photo)[^)]{0,80}\)\.?$/i],
	['noise', /\b(?:gamble|bet|drink) responsibly\b|^18\+|\bodds (?:are |were )?(?:correct|accurate) at (?:the )?time\b|\bdata is (?:a real-time snapshot|delayed)\b/i],
	['meta', /^for (?:more |further |press |media |any )?(?:information|photographs|photos|images|interviews|press|media|enquiries|inquiries|questions)\b[^.!?]{0,80}\b(?:contact|call|e-?mail|write to)\b.{0,160}$|^(?:media|press) (?:contacts?|enquiries|inquiries|office)\b.{0,160}$|^[^.!?]{0,60}[.,]? ?\b(?:opening|office) hours\s*:.{0,100}$/i],
	['noise', /^(?:loading|please wait|play video|mute|unmute|fullscreen|accept all|reject all|manage (?:choices|preferences)|close|menu|search|video player)[\W_]*$|^(?:javascript is (?:required|disabled)|(?:please )?enable javascript|your browser (?:does not|doesn't)|this (?:video|content|browser) (?:is not|isn't|cannot|can't) (?:be |available|supported)|the media could not be loaded)\b.{0,100}$/i],
	['noise', /^the post .{1,200} (?:appeared first|first appeared)\b.*$/i],
]; // prettier-ignore

/** Kind of boilerplate that a whole block of text is, by its words, or null. */
export function boilerplateLine(text: string): string | null {
	if (text.length > 420) return null;
	for (const [kind, pattern] of LINES) {
		if (!pattern.test(text)) continue;
		// A report about newsletters or cookies has longer paragraphs than an offer.
		if ((kind === 'offer' || kind === 'consent') && text.length > 260) continue;
		return kind;
	}
	return null;
}

/** A short text about a writer, under or beside the article. */
export function isAuthorNote(text: string, author: string | null, publisher: string): boolean {
	if (text.length > 400) return false;
	const role =
		/\b(?:has (?:written|reported|worked|covered)|writes?|reports?|covers?|joined|edits?|is (?:an?|the|our) [\w' -]{0,40}(?:writer|reporter|editor|correspondent|journalist|columnist|author|contributor|critic|producer|blogger|freelancer?)|can be reached|lives (?:in|with))\b/i;
	if (!role.test(text)) return false;
	const named = author?.split(/,| and |&/).some((name) => name.trim().length > 3 && text.startsWith(name.trim()));
	const house = publisher.length > 2 && text.includes(publisher);
	return (
		Boolean(named) ||
		(house &&
			/^(?:about the author\W*)?\p{Lu}[\p{L}.'-]+ (?:\p{Lu}[\p{L}.'-]+ ?){1,3}(?:has |writes|is |covers|reports|joined)/u.test(text))
	);
}
