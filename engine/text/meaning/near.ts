/**
 * Near synonyms and opposites of everyday English that WordNet's first senses do not bring together. General words only; each group says the
 * same in ordinary prose. Verbs that differ in outcome (plan/decide, accuse/convict, injure/kill) stay apart.
 */
import { EVERYDAY } from './everyday';
import type { WordClass } from './lexicon';

const groups = (text: string, more: string): Map<string, Set<string>> => {
	const out = new Map<string, Set<string>>();
	for (const line of [...text.split(';'), ...more.split(';')]) {
		const words = line.trim().split(/\s+/);
		for (const word of words) {
			const set = out.get(word) ?? new Set<string>();
			for (const other of words) if (other !== word) set.add(other);
			out.set(word, set);
		}
	}
	return out;
};

export const NEAR: Record<WordClass, Map<string, Set<string>>> = {
	v: groups(
		'rise increase climb grow;raise increase lift boost;rise raise;fall lower cut reduce;drop lower cut;run have operate;operate have;pass go move;report post record;post report;fall drop decline decrease sink slip slide;lower cut reduce decrease;soar surge jump;plunge slump tumble plummet;shrink contract;' +
			'buy purchase acquire;sell;begin start commence;end finish stop cease conclude;complete finish;close shut;open;launch introduce release;make produce manufacture;build construct erect;create set;' +
			'get receive obtain;give provide supply;help assist aid;let allow permit enable;stop halt end quit;prevent stop;show demonstrate reveal indicate;find discover;need require;want wish;' +
			'try attempt;use employ;employ hire;choose pick select opt;decide resolve;hold keep;keep retain;live reside;think believe reckon consider;say state tell;say add note remark explain;announce say declare reveal;' +
			'write say;argue say contend maintain;warn say caution;admit say acknowledge concede;claim say assert allege;confirm say;insist say;report say;complain say;advise recommend;suggest recommend;urge recommend;' +
			'recommend advise;order command instruct;ask request;ask invite;answer reply respond;beat defeat;win;lose;lead head;run lead manage operate;found establish;' +
			'happen occur take;move shift relocate transfer;carry transport bring;arrive come reach;leave depart quit;go travel head;return come;drive travel;flow run;fly travel;' +
			'expect forecast predict anticipate project foresee;plan intend aim mean;hope;fear worry;cost;pay fund finance;fund finance sponsor;spend;save;earn make;fine penalise;repay refund reimburse;charge bill;' +
			'kill die;die perish;hurt injure wound;damage harm hurt;destroy ruin wreck demolish;repair fix mend restore;renovate restore refurbish;replace substitute succeed;remove take;add;' +
			'attack assault;arrest detain;cause lead trigger bring produce;drive push;push drive send;blame attribute credit thank;credit attribute thank;affect influence hit;avoid shun;fit equip;weigh;measure;' +
			'reject refuse dismiss;dismiss fire sack;accept approve;approve back endorse pass;back support endorse favour;oppose resist;vote;elect choose;appoint name;call name term;name call;' +
			'delay postpone defer;cancel scrap withdraw axe;withdraw remove pull;extend prolong lengthen;widen expand broaden;narrow;improve better;worsen deteriorate;change alter;turn become;become get;' +
			'sink founder;wreck sink;lose sink;drown;overturn capsize;lift raise hoist;erase delete wipe;join enter;enter;split divide separate;share divide;link connect join;contain hold include;include comprise contain;cover include;' +
			'last take;take last need;take require;wait;rest stand;stand stay rest remain;stay remain keep;leave remain;lie stand sit;sit;own possess have;have own possess hold;lack;seem appear look;feel seem;look seem;' +
			'see watch view;watch view see attend;attend visit;visit;hear;meet;gather collect assemble;collect gather;draw attract;attract draw;follow pursue;track follow monitor;test try examine;examine study inspect;study investigate examine;' +
			'protect guard shield;hide conceal;cover;fill;empty drain;drain empty;wash clean rinse;clean wash;rinse wash;heat warm;cool;boil;mix stir blend combine;pour;put place set lay;place put;turn rotate;press push;' +
			'publish issue release;issue release;sign;teach instruct;learn;know;remember recall;forget;agree;disagree differ;refuse decline;decline refuse;promise pledge vow;offer;exceed top surpass;' +
			'break beat;miss lose;score get;play;train practise;race run;retire;resign quit leave;return;escape flee avoid;survive;grow cultivate;eat consume;consume eat use;drink;sleep nap doze;nap sleep;walk;ride;' +
			'apologise regret;start begin open;reopen;reach get achieve hit;achieve reach attain;withstand resist endure;bear endure;mark celebrate;remind;travel go journey;' +
			'account make;total reach;amount total;number total;employ have;serve;deliver bring supply;send dispatch ship;carry have bear;come arrive;stem arise come;design draw plan;draw design sketch;invent devise;devise invent;' +
			'ban forbid prohibit outlaw;forbid ban prohibit;demand require call;insist demand;cover travel;step;drop quit;abandon give drop quit;shed lose cut;axe cut;slash cut;trim cut;narrow shrink;ease fall;edge;double;halve;triple treble;gain rise;weaken fall lose;strengthen rise gain;' +
			'visit tour;house hold;serve give;permit allow;notice see spot;spot see notice;detect find;identify find;unveil reveal show;set put;found start;halt stop;suspend halt stop;rescue save;accompany join;warn alert',
		EVERYDAY.v,
	),
	n: groups(
		'company firm business corporation enterprise;chain company;worker employee;staff employee workforce;boss chief head leader;head chief leader;chief head boss;film movie;car automobile;vessel ship boat;boat ship;ship boat;plane aircraft aeroplane;lorry truck;' +
			'scientist researcher;researcher scientist;team group;group team band;journey trip;trip journey voyage;student pupil;child kid youngster;person individual human;people public;resident inhabitant person villager local;citizen person;' +
			'error mistake fault;mistake error;fault flaw defect;money cash fund funding;cash money;price cost;cost expense price;wage salary pay;pay wage salary;profit earnings gain;sale revenue turnover;revenue sale turnover income;income revenue earnings;loss;' +
			'rise increase growth;growth rise increase;fall drop decline decrease reduction;cut reduction;reduction cut decrease;danger risk threat;risk danger chance;chance possibility likelihood;speed pace velocity;pace speed;' +
			'start beginning outset;beginning start;end close finish conclusion;finish end;aim goal target objective;goal aim target;target goal aim;plan scheme proposal;scheme plan programme;programme plan scheme;project scheme;' +
			'house home;home house;flat apartment;road street;street road;town city;city town;area region zone district;region area;place spot location site;site location place spot;spot place;country nation state;nation country;' +
			'doctor physician;nurse;patient;illness disease sickness;disease illness;drug medicine medication;medicine drug;study research investigation;trial study test experiment;experiment test trial;test trial;result outcome finding;finding result;' +
			'method way technique approach;way method manner;reason cause;cause reason;effect impact result consequence;impact effect;problem difficulty trouble issue;trouble problem difficulty;issue problem;answer reply response;reply answer;' +
			'law rule statute;rule regulation law;regulation rule;court tribunal;judge;police;officer;army military;war conflict;battle fight;fight battle;storm tempest gale;gale storm wind;gust wind;wind gust;flood;fire blaze;blaze fire;' +
			'half;match game;game match;title championship cup;championship title;cup trophy title;trophy cup;holder champion winner;champion holder winner titleholder;winner champion victor;runner athlete racer;athlete;player;spectator fan viewer onlooker;fan supporter;supporter fan backer;opponent rival critic;rival competitor opponent;competitor rival;' +
			'author writer;writer author;founder creator;maker manufacturer producer;manufacturer maker producer;owner proprietor;user customer;customer client shopper buyer;client customer;shopper customer buyer;investor shareholder;shareholder stockholder investor;' +
			'app application program;program application software;phone telephone smartphone mobile;computer machine;machine device;device gadget appliance;gadget device;screen display;' +
			'record;document paper file;letter note;note;photo photograph picture image;picture image photo;book volume;article story report;story tale article;report account study;' +
			'year twelvemonth;day;night;decade;hour;minute;moment instant;period time span;time period;stage phase;phase stage;step stage;part portion share section piece;portion part share;share part portion stake;piece part bit;section part;top summit peak;bottom base foot;edge border rim;middle centre;centre middle center;side;' +
			'height altitude elevation;depth;length;width breadth;weight mass;size dimension;amount quantity sum;quantity amount;number count total;total sum;level;layer coat film;vehicle car;train;railway railroad;port harbour;harbour port;shop store outlet branch;store shop outlet;branch shop outlet;school;meal;' +
			'job post position work;post job position;work job labour;labour work;strike walkout stoppage;permission consent approval licence;approval permission consent;agreement deal accord contract;deal agreement contract;contract deal agreement;' +
			'vote ballot poll;poll survey vote;survey poll study;election vote poll;council authority;authority agency body;agency authority body;regulator watchdog authority;watchdog regulator;government administration state;minister;mayor;leader head chief;' +
			'fee charge price;charge fee;tax levy duty;debt liability;loan credit;grant subsidy fund;subsidy grant;share stock;stock share;economy;market;storey floor;floor storey;wall;ceiling;water;sea ocean;ocean sea;river;lake;mountain peak;hill;forest wood;animal creature beast;creature animal;female woman;male man;' +
			'gift present donation;donation gift;present gift;prize award;award prize;visitor tourist guest;tourist visitor traveller;guest visitor;passenger traveller rider;' +
			'forecast prediction projection outlook;prediction forecast;outlook forecast;expectation forecast hope;estimate calculation guess;idea notion thought concept;opinion view belief;view opinion;explanation account reason;closure closing shutdown;opening;launch release introduction start;release launch;merger;takeover acquisition purchase;purchase acquisition;decision ruling verdict;ruling decision verdict',
		EVERYDAY.n,
	),
	a: groups(
		'big large great;large big huge great;huge enormous vast giant immense;small little tiny;tiny small minute;quick fast rapid swift;fast quick rapid speedy;slow;wide broad;broad wide;whole entire full complete;entire whole full;full complete whole;' +
			'annual yearly;new recent;recent latest new;latest last recent newest;last final latest;final last;old ancient;early;previous earlier former prior;earlier previous prior;former previous;current present;present current;future;next following;following next subsequent;' +
			'important significant major key;major main important big;main chief principal primary major;chief main;key main important crucial;certain sure;sure certain;likely probable;probable likely;possible potential;different distinct other;same identical equal;equal same even;similar alike;' +
			'hard difficult tough;difficult hard tough;easy simple;simple easy;cheap inexpensive;expensive costly dear;costly expensive;rich wealthy;poor;good fine;bad poor;dangerous hazardous risky unsafe harmful;harmful damaging dangerous;safe secure;' +
			'hot warm;warm hot;cold cool chilly;cool cold;wet damp;dry arid;strong powerful;weak feeble;heavy;light;dark;bright;clean;dirty;empty vacant;true real correct right;correct right true accurate;wrong incorrect false;false wrong untrue;' +
			'common usual ordinary widespread;usual normal ordinary common;normal usual ordinary regular standard;ordinary normal usual regular common;rare uncommon unusual scarce;strange odd unusual;famous renowned well-known;unknown;young;elderly old;alone single;single only one sole;sole only single;' +
			'free gratis;ready prepared;busy;calm quiet still;quiet silent calm;loud noisy;noisy loud;sharp steep;steep sharp;flat level;high tall;tall high;low;deep;shallow;long lengthy;short brief;brief short;near close nearby;close near nearby;distant far remote;remote distant;' +
			'national;local;foreign;northern north northerly;southern south;eastern east;western west;automatic automated;automated automatic;unbeaten undefeated;profitable;worried concerned;concerned worried;happy glad pleased;pleased happy;angry furious;sad unhappy;' +
			'wrecked ruined;broken;damaged;hidden concealed;retired;dead deceased;alive living;sick ill;ill sick unwell;healthy fit;additional extra further more;extra additional;enough sufficient adequate;sufficient enough;various several;numerous many',
		EVERYDAY.a,
	),
	r: groups(
		'almost nearly;nearly almost;roughly about approximately around;about roughly approximately around;often frequently;rarely seldom;later afterwards subsequently;afterwards later;farther further;now currently presently;currently now;also too;immediately instantly;' +
			'quickly rapidly fast swiftly;rapidly quickly fast;slowly;suddenly abruptly;gradually slowly;mainly mostly chiefly primarily largely;mostly mainly largely;only just merely solely;just only merely;still;again anew;together jointly;deliberately intentionally purposely;intentionally deliberately;randomly;' +
			'probably likely;likely probably;perhaps maybe possibly;possibly perhaps maybe;usually normally generally typically;normally usually;however though nevertheless;soon shortly;previously earlier before formerly;earlier previously before sooner;before previously earlier;already;free;automatically;slightly somewhat little;sharply steeply;completely entirely fully totally wholly;fully completely entirely;entirely completely;partly partially;yearly annually;annually yearly;nearby near',
		EVERYDAY.r,
	),
};

const sets = (pairs: string): [Set<string>, Set<string>][] =>
	pairs.split(';').map((pair) => {
		const [left, right] = pair.split('/');
		return [new Set(left!.trim().split(' ')), new Set(right!.trim().split(' '))];
	});

/** Words that never stand for each other, whatever a thesaurus says. */
export const NEVER: [Set<string>, Set<string>][] = sets(
	'rise increase climb grow raise lift boost gain improve strengthen widen expand surge soar jump double triple add extend lengthen/fall drop decline decrease sink slip slide lower cut reduce lose shrink worsen weaken narrow plunge tumble slump halve shed ease shorten;' +
		'open start begin launch found/close shut end stop finish halt cancel;buy purchase acquire receive get/sell give lend send;win beat defeat/lose;accept approve pass allow permit back support/reject refuse dismiss oppose ban forbid deny decline;' +
		'arrive come enter join/leave depart quit go withdraw;find discover/lose miss;remember recall/forget;love like/hate dislike;push/pull;fill/empty drain;include contain/exclude omit;save rescue/lose kill spend waste;hire employ appoint/fire sack dismiss;' +
		'build construct create make/destroy demolish ruin;repair fix/damage break;attract/repel;agree/disagree;allow/prevent;succeed/fail;earn/spend;heat warm/cool;freeze/melt;borrow/lend;own possess/belong;employ/work;teach/learn;ask/answer;attack/defend;live survive/die;' +
		'profit gain earnings/loss;rise increase growth gain/fall drop decline decrease cut reduction loss;start beginning opening/end closure finish closing;winner champion/loser;buyer/seller;import/export;employer/employee;teacher/pupil student;parent/child;husband/wife;male man boy/female woman girl;supporter/opponent critic;' +
		'north northern/south southern;east eastern/west western;morning/evening night;day/night;summer/winter;spring/autumn;start/middle end;top/bottom;left/right;' +
		'big large huge great/small little tiny;high tall/low short;long/short brief;heavy/light;fast quick rapid/slow;old/new young recent;early/late;first/last final;good/bad poor;hot warm/cold cool;wet/dry;safe/dangerous unsafe harmful;cheap/expensive costly dear;easy simple/hard difficult;rich/poor;strong/weak;' +
		'empty/full;open/closed shut;public/private;domestic/foreign;likely probable/unlikely;possible/impossible;true right correct/false wrong;near close/far distant;deep/shallow;wide broad/narrow;many/few;more/less fewer;most/least;better/worse;best/worst;above over/below under;before/after;up/down;always/never;often frequently/rarely seldom',
);
