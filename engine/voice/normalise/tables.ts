/** What is said for abbreviations, units, currencies, symbols. */

/** Abbreviations read the same everywhere, lower case, without the final dot. */
export const ABBREVIATIONS: Record<string, string> = {
	dr: 'doctor', mr: 'mister', mrs: 'missus', ms: 'miz', prof: 'professor', vs: 'versus', 'v.s': 'versus', etc: 'et cetera', 'e.g': 'for example',
	'i.e': 'that is', jr: 'junior', sr: 'senior', inc: 'incorporated', ltd: 'limited', corp: 'corporation', co: 'company', approx: 'approximately', gov: 'governor',
	sen: 'senator', rep: 'representative', gen: 'general', lt: 'lieutenant', capt: 'captain', sgt: 'sergeant', col: 'colonel', maj: 'major', rev: 'reverend',
	mt: 'mount', ft: 'fort', ave: 'avenue', blvd: 'boulevard', rd: 'road', dept: 'department', bros: 'brothers', est: 'established', govt: 'government',
	hon: 'honorable', jan: 'January', feb: 'February', mar: 'March', apr: 'April', jun: 'June', jul: 'July', aug: 'August', sep: 'September',
	sept: 'September', oct: 'October', nov: 'November', dec: 'December', mon: 'Monday', tue: 'Tuesday', tues: 'Tuesday', wed: 'Wednesday', thu: 'Thursday',
	thurs: 'Thursday', fri: 'Friday', sat: 'Saturday', sun: 'Sunday', 'et al': 'and others', 'w/': 'with', 'w/o': 'without', 'b/c': 'because', ed: 'edition',
}; // prettier-ignore
/** Read so only with their dot; without it they are words or names of their own. */
export const NEEDS_DOT = new Set('co gen col maj rev mt ft ave rd hon jan mar jun jul sep oct nov dec mon sat sun sen rep gov est ed wed fri tue thu inc corp lt apr aug feb'.split(' ')); // prettier-ignore
/** Read so only before a number. */
export const BEFORE_NUMBER: Record<string, string> = {
	no: 'number',
	nos: 'numbers',
	fig: 'figure',
	vol: 'volume',
	ch: 'chapter',
	sec: 'section',
	p: 'page',
	pp: 'pages',
	pg: 'page',
	ca: 'circa',
	c: 'circa',
	art: 'article',
	ver: 'version',
};
/** Dotted abbreviations that may end a sentence. */
export const MAY_END = /^(a\.m|p\.m|ft|st|ave|rd|blvd|etc|inc|ltd|co|corp|jr|sr|u\.s|u\.k|u\.n|e\.u|b\.c|a\.d|d\.c|ph\.d|m\.d)$/;
export const SENTENCE_STARTER =
	/^[“"‘'(]?(The|A|An|In|It|He|She|They|But|This|That|These|Those|We|And|Its|His|Her|Their|At|On|For|From|When|After|Before|By|As|If|So|Now|Today|Then|Yet|Not|No|What|Why|How|You|Your|Our|There|Here|With|While|Since|Most|Some|One|Two|Each|Every|Even|Only|Still|Also|Instead|Officials|Scientists|Researchers|Critics)$/;

/** Unit → [one, several]. Keys are case-sensitive. */
export const UNITS: Record<string, [string, string]> = {
	km: ['kilometer', 'kilometers'], m: ['meter', 'meters'], cm: ['centimeter', 'centimeters'], mm: ['millimeter', 'millimeters'], nm: ['nanometer', 'nanometers'],
	'μm': ['micrometer', 'micrometers'], 'µm': ['micrometer', 'micrometers'], kg: ['kilogram', 'kilograms'], g: ['gram', 'grams'], mg: ['milligram', 'milligrams'],
	'μg': ['microgram', 'micrograms'], 'µg': ['microgram', 'micrograms'], lb: ['pound', 'pounds'], lbs: ['pound', 'pounds'], oz: ['ounce', 'ounces'],
	tsp: ['teaspoon', 'teaspoons'], tbsp: ['tablespoon', 'tablespoons'], Tbsp: ['tablespoon', 'tablespoons'], qt: ['quart', 'quarts'],
	ft: ['foot', 'feet'], mi: ['mile', 'miles'], yd: ['yard', 'yards'], yds: ['yard', 'yards'], L: ['liter', 'liters'], l: ['liter', 'liters'],
	ml: ['milliliter', 'milliliters'], mL: ['milliliter', 'milliliters'], cl: ['centiliter', 'centiliters'], gal: ['gallon', 'gallons'],
	h: ['hour', 'hours'], hr: ['hour', 'hours'], hrs: ['hour', 'hours'], min: ['minute', 'minutes'], mins: ['minute', 'minutes'], sec: ['second', 'seconds'],
	secs: ['second', 'seconds'], s: ['second', 'seconds'], ms: ['millisecond', 'milliseconds'], ns: ['nanosecond', 'nanoseconds'], yr: ['year', 'years'], yrs: ['year', 'years'],
	W: ['watt', 'watts'], kW: ['kilowatt', 'kilowatts'], MW: ['megawatt', 'megawatts'], GW: ['gigawatt', 'gigawatts'], TW: ['terawatt', 'terawatts'],
	Wh: ['watt hour', 'watt hours'], kWh: ['kilowatt hour', 'kilowatt hours'], MWh: ['megawatt hour', 'megawatt hours'], GWh: ['gigawatt hour', 'gigawatt hours'],
	TWh: ['terawatt hour', 'terawatt hours'], V: ['volt', 'volts'], kV: ['kilovolt', 'kilovolts'], mAh: ['milliamp hour', 'milliamp hours'],
	Hz: ['hertz', 'hertz'], kHz: ['kilohertz', 'kilohertz'], MHz: ['megahertz', 'megahertz'], GHz: ['gigahertz', 'gigahertz'], dB: ['decibel', 'decibels'],
	KB: ['kilobyte', 'kilobytes'], kB: ['kilobyte', 'kilobytes'], MB: ['megabyte', 'megabytes'], GB: ['gigabyte', 'gigabytes'], TB: ['terabyte', 'terabytes'], PB: ['petabyte', 'petabytes'],
	Mbit: ['megabit', 'megabits'], Gbit: ['gigabit', 'gigabits'], hPa: ['hectopascal', 'hectopascals'],
	Mbps: ['megabit per second', 'megabits per second'], Gbps: ['gigabit per second', 'gigabits per second'], fps: ['frame per second', 'frames per second'],
	mph: ['mile per hour', 'miles per hour'], kph: ['kilometer per hour', 'kilometers per hour'], rpm: ['revolution per minute', 'revolutions per minute'], kcal: ['kilocalorie', 'kilocalories'],
	cal: ['calorie', 'calories'], kJ: ['kilojoule', 'kilojoules'], kPa: ['kilopascal', 'kilopascals'], hp: ['horsepower', 'horsepower'], ha: ['hectare', 'hectares'],
	'°C': ['degree Celsius', 'degrees Celsius'], '°F': ['degree Fahrenheit', 'degrees Fahrenheit'], '°': ['degree', 'degrees'], '℃': ['degree Celsius', 'degrees Celsius'], '℉': ['degree Fahrenheit', 'degrees Fahrenheit'],
	bpm: ['beat per minute', 'beats per minute'], psi: ['pound per square inch', 'pounds per square inch'], ppb: ['part per billion', 'parts per billion'],
	px: ['pixel', 'pixels'], pt: ['point', 'points'], bps: ['basis point', 'basis points'], pp: ['percentage point', 'percentage points'], ppm: ['part per million', 'parts per million'],
	t: ['ton', 'tons'], kt: ['kiloton', 'kilotons'], Mt: ['megaton', 'megatons'], Gt: ['gigaton', 'gigatons'], ly: ['light year', 'light years'], AU: ['astronomical unit', 'astronomical units'],
	'sq ft': ['square foot', 'square feet'], '%': ['percent', 'percent'], '‰': ['per mille', 'per mille'], inch: ['inch', 'inches'],
}; // prettier-ignore
/** Units that are read as such only when glued to the number ("5s", "6in"): apart they are words. */
export const GLUED_UNITS: Record<string, [string, string]> = { in: ['inch', 'inches'], '"': ['inch', 'inches'], "'": ['foot', 'feet'], '″': ['inch', 'inches'], '′': ['foot', 'feet'], x: ['times', 'times'], '×': ['times', 'times'], min: ['minute', 'minutes'], d: ['day', 'days'] }; // prettier-ignore
/** Units that a bare word may be mistaken for when apart from the number. */
export const ONLY_GLUED = new Set(['pp', 'pt', 'cal', 'd']);
/** Units that are read as such without a number too. */
export const BARE_UNITS = new Set('km cm mm kg mg kW GW TW kWh MWh GWh TWh mAh mph kph km² m² m³ GHz MHz kHz Mbps Gbps'.split(' '));
export const PER: Record<string, string> = { h: 'hour', hr: 'hour', s: 'second', sec: 'second', min: 'minute', d: 'day', day: 'day', yr: 'year', year: 'year', km: 'kilometer', m: 'meter', kg: 'kilogram', L: 'liter', l: 'liter', ml: 'milliliter', mL: 'milliliter', dL: 'deciliter', g: 'gram', 'm²': 'square meter', m2: 'square meter', 'm³': 'cubic meter', m3: 'cubic meter', 'cm³': 'cubic centimeter', cm3: 'cubic centimeter', 'km²': 'square kilometer', km2: 'square kilometer', kWh: 'kilowatt hour', capita: 'capita', month: 'month', mo: 'month', week: 'week', wk: 'week', person: 'person', hour: 'hour', minute: 'minute', second: 'second', gallon: 'gallon', mile: 'mile', unit: 'unit', ton: 'ton', t: 'ton', lb: 'pound' }; // prettier-ignore

/** Sign → [one, several, hundredth one, hundredths several]. */
export const CURRENCIES: Record<string, [string, string, string, string]> = {
	$: ['dollar', 'dollars', 'cent', 'cents'],
	US$: ['U S dollar', 'U S dollars', 'cent', 'cents'],
	C$: ['Canadian dollar', 'Canadian dollars', 'cent', 'cents'],
	CA$: ['Canadian dollar', 'Canadian dollars', 'cent', 'cents'],
	A$: ['Australian dollar', 'Australian dollars', 'cent', 'cents'],
	AU$: ['Australian dollar', 'Australian dollars', 'cent', 'cents'],
	NZ$: ['New Zealand dollar', 'New Zealand dollars', 'cent', 'cents'],
	HK$: ['Hong Kong dollar', 'Hong Kong dollars', 'cent', 'cents'],
	'£': ['pound', 'pounds', 'penny', 'pence'],
	'€': ['euro', 'euros', 'cent', 'cents'],
	'¥': ['yen', 'yen', 'sen', 'sen'],
	'₹': ['rupee', 'rupees', 'paisa', 'paise'],
	'₩': ['won', 'won', 'jeon', 'jeon'],
	'₽': ['ruble', 'rubles', 'kopek', 'kopeks'],
	'₿': ['bitcoin', 'bitcoin', 'satoshi', 'satoshis'],
	'¢': ['cent', 'cents', '', ''],
	R$: ['real', 'reais', 'centavo', 'centavos'],
};
export const CURRENCY_CODES: Record<string, [string, string]> = {
	USD: ['U S dollar', 'U S dollars'],
	EUR: ['euro', 'euros'],
	GBP: ['British pound', 'British pounds'],
	JPY: ['Japanese yen', 'Japanese yen'],
	CNY: ['Chinese yuan', 'Chinese yuan'],
	CHF: ['Swiss franc', 'Swiss francs'],
	CAD: ['Canadian dollar', 'Canadian dollars'],
	AUD: ['Australian dollar', 'Australian dollars'],
	INR: ['Indian rupee', 'Indian rupees'],
	SEK: ['Swedish krona', 'Swedish kronor'],
	NOK: ['Norwegian krone', 'Norwegian kroner'],
	DKK: ['Danish krone', 'Danish kroner'],
	PLN: ['Polish zloty', 'Polish zlotys'],
	NZD: ['New Zealand dollar', 'New Zealand dollars'],
	HKD: ['Hong Kong dollar', 'Hong Kong dollars'],
	SGD: ['Singapore dollar', 'Singapore dollars'],
	KRW: ['Korean won', 'Korean won'],
	BRL: ['Brazilian real', 'Brazilian reais'],
	MXN: ['Mexican peso', 'Mexican pesos'],
	ZAR: ['South African rand', 'South African rand'],
};
export const SCALE_WORDS = /^(hundred|thousand|million|billion|trillion|quadrillion|lakh|crore|bn|tn|trn|mn|mln)$/i;
export const SCALE_LETTERS: Record<string, string> = {
	k: 'thousand',
	K: 'thousand',
	m: 'million',
	M: 'million',
	mn: 'million',
	mln: 'million',
	b: 'billion',
	B: 'billion',
	bn: 'billion',
	Bn: 'billion',
	BN: 'billion',
	t: 'trillion',
	T: 'trillion',
	tn: 'trillion',
	trn: 'trillion',
};
export const MONTHS =
	/^(January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)\.?$/;
export const MONTH_NAMES = 'January February March April May June July August September October November December'.split(' ');

/** Tokens that are a single sign. */
export const SIGNS: Record<string, string> = { '&': 'and', '+': 'plus', '=': 'equals', '@': 'at', '→': 'to', '≈': 'about', '~': 'about', '<': 'less than', '>': 'more than', '≥': 'at least', '≤': 'at most', '×': 'times', '÷': 'divided by', '%': 'percent', '°C': 'degrees Celsius', '°F': 'degrees Fahrenheit', '°': 'degrees', '©': 'copyright', '±': 'plus or minus', '€': 'euros', '£': 'pounds', '$': 'dollars', '¥': 'yen', '§': 'section', '№': 'number', '−': 'minus' }; // prettier-ignore

export const GREEK: Record<string, string> = { α: 'alpha', β: 'beta', γ: 'gamma', δ: 'delta', ε: 'epsilon', ζ: 'zeta', η: 'eta', θ: 'theta', λ: 'lambda', μ: 'mu', µ: 'mu', ν: 'nu', ξ: 'xi', π: 'pi', ρ: 'rho', σ: 'sigma', τ: 'tau', φ: 'phi', χ: 'chi', ψ: 'psi', ω: 'omega', Δ: 'delta', Σ: 'sigma', Ω: 'omega', Γ: 'gamma', Θ: 'theta', Λ: 'lambda', Φ: 'phi', Ψ: 'psi', Π: 'pi' }; // prettier-ignore

/** After these a single capital is a name of a kind, no initial: "vitamin C." may end a sentence. */
export const LETTERED =
	/^(vitamin|plan|hepatitis|type|grade|group|class|exhibit|point|option|side|team|appendix|series|category|generation|factor|schedule|influenza)$/i;
/** First names that carry Roman numerals as "the second". */
export const REGNAL =
	/^(Henry|George|William|Edward|Charles|Elizabeth|James|Richard|Louis|Philip|Philippe|Napoleon|Catherine|Peter|Nicholas|Alexander|Frederick|Wilhelm|Francis|Pius|Benedict|John|Paul|Leo|Gregory|Innocent|Clement|Urban|Julius|Sixtus|Boniface|Ramesses|Ramses|Thutmose|Amenhotep|Cleopatra|Ptolemy|Seti|Pepi|Darius|Xerxes|Artaxerxes|Cyrus|Mehmed|Mehmet|Suleiman|Murad|Selim|Bayezid|Abdul|Abdulhamid|Ivan|Gustav|Gustavus|Christian|Carl|Juan|Carlos|Felipe|Alfonso|Ferdinand|Joseph|Leopold|Baldwin|Rudolf|Otto|Constantine|Constantius|Theodosius|Justinian|Robert|Malcolm|David|Mary|Margaret|Victor|Emmanuel|Umberto|Haakon|Harald|Olav|Albert|Rainier|Willem|Alexandre|Pedro|Afonso|Manuel|Conrad|Sigismund|Stephen|Bela|Casimir|Wladyslaw|Vladimir|Basil|Michael|Abdullah|Hussein|Mohammed|Hassan|Rama|Henri|Charlemagne|Antiochus|Seleucus|Mithridates|Tiglath|Nebuchadnezzar|Shapur|Khosrow|Tuthmosis)$/;
/** After these words every Roman numeral counts ("Chapter IV", "World War I"). */
export const NUMERAL_HEAD =
	/^(War|Chapter|Part|Act|Scene|Book|Volume|Phase|Type|Stage|Class|Title|Article|Section|Level|Mark|Apollo|Gemini|Bowl|Group|Category|Tier|Round|Episode|Season|Schedule|Factor|Appendix|Table|Figure|Amendment|Soyuz|Saturn|Wars|Olympiad|Vatican|Generation|Gen|Version|Model|Fantasy|Rocky|Rome)$/i;

export const COUNTED_AFTER = /^(people|men|women|children|kids|workers|employees|soldiers|troops|students|patients|voters|users|customers|subscribers|followers|viewers|species|animals|birds|fish|ships|cars|planes|homes|houses|buildings|schools|companies|firms|stores|countries|cities|towns|villages|years|months|weeks|days|hours|minutes|seconds|miles|meters|metres|kilometers|kilometres|feet|inches|yards|acres|hectares|tons|tonnes|pounds|kilograms|grams|liters|litres|gallons|calories|dollars|euros|cents|degrees|percent|points|pages|words|pieces|items|copies|units|times|jobs|deaths|cases|words|steps|stars|planets|photos|videos|votes|seats|guests|members|pixels|watts|volts|satellites|flights|square|cubic|light|megawatts|gigawatts|kilowatts|barrels|tiles|tickets|plants|trees|samples|tests|studies|sites|km|kg|m|cm|mm|mph|km\/h|MW|GW|kW|ft|lb|lbs|mg|g)$/; // prettier-ignore
export const YEAR_BEFORE =
	/^(in|since|by|from|until|till|after|before|during|circa|around|of|year|to|late|early|mid|and|between|through|january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|fall|winter|ad|ce)$/i;

/** Top-level domains by which an unadorned address is recognised, and how they are said ('' = letters). */
export const DOMAINS: Record<string, string> = { com: 'com', org: 'org', net: 'net', edu: 'E D U', gov: 'gov', io: 'I O', ai: 'A I', co: 'co', uk: 'U K', us: 'U S', de: 'D E', fr: 'F R', eu: 'E U', info: 'info', dev: 'dev', app: 'app', tv: 'T V', me: 'me', ca: 'C A', au: 'A U', in: 'in', jp: 'J P', ch: 'C H', nl: 'N L', se: 'S E', no: 'N O', xyz: 'X Y Z', biz: 'biz', news: 'news', example: 'example', blog: 'blog', shop: 'shop', online: 'online', site: 'site', tech: 'tech', ly: 'L Y', gg: 'G G', fm: 'F M', int: 'int', mil: 'mil' }; // prettier-ignore
