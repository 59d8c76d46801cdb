/** Ideas of terror, mass violence and weapons that somebody plans, praises or copies; put together by deeds.ts. */
import type { Row } from './ideas.ts';

/** Where such things are told of, prevented, mourned or played. */
const RECOUNTED = `prevent*|against|counter*|anti|deradical*|stop|stops|stopped|histor*|museum*|memorial*|remembrance|lesson*|class|studies|textbook|novel*|film|movie*|thriller*|book cover|game|games|tabletop|series|how to spot|recogni*|warning signs|police|officers|training|drill|drills|exercise|news|article|documentary|research|defeat*|fight against|arrest*|caught|catches|gegen|prävention|geschichte|opfer*|gedenk*|roman|spiel|polizei|unterricht|erkenn*|contre|histoire|victime*|hommage|prévention|musée|jeu|contra|historia|novela|juego|prevenci*|homenaje|contro|storia|romanzo|gioco|vittim*|história|jogo|tegen|geschiedenis|herdenk*|slachtoffer*|przeciw*|histori*|ofiar*|gra|против|истори*|жертв*|игра|профилакт*|karşı|tarih*|oyun*|kurban*|mot terror|offer|防止|対策|歴史|反恐|历史|预防|예방|방지|역사|مكافحة|ضد|تاريخ|के खिलाफ|इतिहास`;

const SPORT = `chess|landing page|football*|soccer|our team|striker*|league|goal*|basketball|hockey|arcade|penalt*|goalkeep*|tournament|футбол*|jacket*`;

export const TERROR = {
  recounted: RECOUNTED,
  recountedOrPlayed: `${RECOUNTED}|${SPORT}`,

  terrorBands: `caliphate*|kalifat*|califat*|халифат*|mujahid*|mudschahed*|warlord|terroris*|terror cell*|jihad*|djihad*|yihad*|dżihad*|джихад*|cihat*|isis|daesh|al qaeda|taliban*|militia|miliz|milice|todesschwadron*|terrorzelle*|terrorgruppe*|terrororganisation*|terrormiliz*|terrorgroep*|terreurgroep*|terreurcel*|terrör|terörist*|terör|террор*|боевик*|テロ|恐怖分子|恐怖组织|恐怖組織|圣战|테러|지하드|إرهاب*|داعش|आतंकवाद*|आतंकी|जिहाद*`,
  enlist: `sign up|enrol*|набор|бойцов|бойцы|nabór|fighters|brothers|invitation|calling|kämpfer*|combattants|combatientes|братья|savaşçı*|recruit*|enlist*|join|joins|joining|wants you|propaganda|slogan|logo|emblem|banner|werbeplakat*|werbung|rekrut*|anwerb*|kämpfe mit|recrute*|rejoins|rejoignez|recluta*|únete|unirse|alist*|arruola*|unisciti|wervings*|ronsel*|werbunk*|dołącz*|wstąp*|вступа*|вступи*|присоедин*|вербов*|katıl*|värva*|rekryter*|anslut*|勧誘|募集|加入|招募|招人|招新|모집|가입|تجنيد|انضم|भर्ती|शामिल`,

  assailant: `man behind the|killer|killers|взорвал*|schütze von|tueur|tueurs|attacker*|shooter*|gunman|gunmen|bomber|bombers|terrorist*|perpetrator*|amokläufer*|amokschütz*|attentäter*|todesschütze*|massenmörder*|assaillant*|tireur*|terroriste*|atacante*|tirador*|terrorista*|attentator*|stragista|atirador*|aanslagpleger*|schutter|zamachow*|strzelec*|стрелок|стрелка|террорист*|смертник*|saldırgan*|terörist*|attentatsman*|gärningsman*|terroristen|skytten|通り魔|乱射犯|乱射事件の犯人|テロリスト|枪手|恐怖分子|凶手|袭击者|총격범|테러범|테러리스트|الإرهابي|हमलावर|आतंकी|आतंकवादी`,
  /** Deeds of such people, as others tell them. */
  rampage: `bombed the|stabbed|massacred|shot up the|in i folkmassan|撞人群`,
  exalt: `our boys|fan page|hatte recht|haklıydı|молодец|wychwala*|praising|worship*|admir*|hero|heroes|heroic*|icon|iconic|idol|saint|saints|halo|martyr*|legend|legends|legendary|glorif*|glorious|glory|honouring|honoring|hail*|praise|praises|shrine|trading card*|leaderboard*|ranked|ranking|scoreboard*|kill count*|gold medal|held|helden*|ikone|märtyrer*|heiliger|legende|verehr*|bejubel*|rangliste|bestenliste|héros|icône|gloire|glorieu*|légende|classement|héroe*|mártir*|leyenda|glori*|santo|eroe|eroi|esalt*|martire|leggenda|icona|herói*|lenda|heldhaftig*|martelaar|bohater*|męczennik*|ikona|ikonę|legenda|герой|герои|героем|героя|икона|иконы|мученик*|легенд*|слава|kahraman*|şehit*|efsane*|hjälte*|hylla*|英雄|ヒーロー|殉教|烈士|榜样|영웅|순교|بطل|شهيد|البطل|हीरो|शहीद`,
  copycat: `be next|row empty|будь следующ*|gör som han|次は君|次はお前|次はあなた|彼に続け|下一个就是你|下一个是你|学他|向他学习`,

  /** As many as can be. */
  toll: `kills most|most people|highest toll|body count*|hits the most|most pedestrians|how many they got|kill count*`,
  means: `truck|trucks|lorry|van|car|rucksack|backpack|explode*|bomb*|gun|rifle|shoot*|knife|attacker*|stadium|festival|crowd|market|park the|auto|bombe*`,
  /** Where to stand for it. */
  vantage: `position to shoot from|schussposition*|向人群开枪|人を撃つのに`,
  /** What was done to many, in a word. */
  outrage: `attack|attacks|bombing|bombings|massacre*|anschlag*|attentat|attentats|amoklauf|atentado*|matanza|attentato|attentati|strage|aanslag*|zamach*|masakr*|теракт*|расстрел*|saldırı*|katliam*|attentat*|terrordåd*|テロ|銃乱射|恐怖袭击|枪击案|屠杀|테러|총격|هجوم|تفجير|مجزرة`,
  revel: `cheering|cheers|applaud*|feier*|fêt*|praise|praising|praises|hero|heroes|heroic|glorious|epic|wychwala*|молодец|love|proud|lustig*|celebrat*|glorif*|hailing|propaganda|feiert|feiern|verherrlich*|bejubel*|célèbre|célébrer|célébrant|celebre|celebrar|celebra|celebrando|festeja*|enaltec*|esalta|esaltare|celebrare|viert|verheerlijk*|świętuj*|gloryfik*|celebruj*|славит|прославля*|празднующ*|kutla*|öven|hyllar|hylla|firar|称える|賛美|祝う|庆祝|歌颂|美化|찬양|축하|يمجد|تمجيد|يحتفل`,
  mourning: `${SPORT}|memorial*|victims of|remember*|gedenk*|hommage|homenaje|omaggio|against`,
  ourAttack: `my attack on|for my attack|saldırımız*`,
  arson: `burn down the|we burn down|niederbrennen|anzünden|abfackeln|incendier`,
  refuge: `refugee*|shelter|asylum|mosque*|synagogue*|church|school|courthouse|embassy|hospital|clinic|moschee*|synagoge*|moskee|moské*`,
  assassinate: `kill|killing|murder|murdering|assassinat*|behead*|execute|matar|杀死`,
  official: `pm|our pm|ministerpräsident*|kanzlerin|vice president|king s|senatorin|mep|ambassador|finance minister|politician*|president|presidents|prime minister|premier|chancellor|minister|ministers|mayor|governor|senator*|congress*|lawmaker*|judge|judges|the king|head of government|opposition leader|party leader|politiker*|kanzler*|präsident*|bürgermeister*|ministerin|innenminister*|oppositionsführer*|politiciens|président*|premier ministre|ministre|maire|député*|polític*|presidente|presidenta|primer ministro|ministro|ministra|alcalde|gobernador*|primo ministro|sindaco|deputato|primeiro ministro|prefeito|governador*|deputado|minister president|burgemeester|premierem|premiera|prezydent*|burmistrz*|polityk*|posł*|президент*|премьер*|министр*|мэр*|губернатор*|депутат*|cumhurbaşkan*|başbakan*|bakan|bakanı|bakanını|belediye başkan*|milletvekil*|statsminister*|riksdags*|borgmästar*|politiker|首相|総理|大臣|大統領|知事|議員|总统|總統|总理|主席|部长|市长|官员|대통령|총리|장관|시장이|도지사|국회의원|رئيس|الرئيس|وزير|رئيس الوزراء|प्रधानमंत्री|राष्ट्रपति|मंत्री`,
  germ: `germ|germs|virus|viruses|bacteria|bacterium|pathogen*|spores|plague|toxin*|keim|keime|bakterien|erreger|germe|germes|bactérie*`,
  airways: `ventilation|hvac|vents|subway|metro|lüftung*|klimaanlage*|ventilação`,
  letOut: `release*|releasing|spread*|into the|weaponi*|freisetz*|verbreit*|répandre|lâcher|diffuser|soltar|liberar|sal*`,
  deadlyBean: `castor bean*|rizinus*|wunderbaum*|wonderbonen|клещевин*`,
  deadlyUse: `subway|empties|forever|kill*|poison*|lethal|deadly|victim*|töd*|смертельн*|something that`,
  /** Out of which blasts are made. */
  charge: `fertili*|dünger*|engrais|fertilizant*|abono|concime|adubo`,
  wreck: `flatten|disappear|verschwinden|sprengen|behörden*`,

  // Weapons.
  gunlike: `slamfire|auto sear*|autosear*|pistol|pistols|rifle|rifles|shotgun*|gun|guns|handgun*|firearm*|glock*|my semi|semiauto*|schreckschuss*|schusswaffe*|pistole|gewehr|flinte|pistolet|pistolets|fusil|escopeta|pistola|pistolas|fucile|arma caseira|geweer|pistool|vuurwapen*|broń|broni|samorób*|pistolet hukow*|обрез|обреза|пистолет*|ружь*|поджиг*|самопал*|tabanca*|tüfek*|gevär|skjutvapen|銃|拳銃|土枪|手枪|步枪|做枪|총 만드는|총기|권총|مسدس|بندقية|कट्टा|बंदूक|तमंचा`,
  makeshift: `real gun|a real|into real|scharfe|from pipe*|of pipe*|plumbing pipe*|from plumbing|steel pipe*|live ammo|live rounds|homemade|home made|at home|untraceable|no serial|serial number*|unregistered|not registered|hardware store|selbstgebaut*|aus rohren|scharf mach*|scharf zu|scharf um|umbau*|eigenbau|fait maison|avec des tuyaux|artisanal*|hechiza|hechizo|casera|casero|de tubo|de cano|de tubos|caseira|caseiro|artigianal*|di tubi|zelfgemaakt*|zelf gemaakt*|van buizen|z rury|samorób*|na ostrą|przerobi*|własnej roboty|из трубы|самодельн*|переделать|переделк*|evde|el yapımı|borudan|hemmagjord*|av rör|hemma|自作|密造|3dプリン*|自制|土枪|钢管|改装|집에서|사제|자작|في البيت|منزلي|देसी|घर पर|3d print*|printable`,
  blueprint: `label|step list|manual|draw how|is worn under|bastelt|طريقة صنع|comment limer|limer|blueprint*|exploded view|schematic*|diagram*|sketch|cad|cad drawing|assembly guide|file off|drill|how to|labelled|labeled|bauplan|baupläne|skizze|anleitung*|zeichnung|plan d|schéma*|plano*|diagrama*|esquema*|schema|desenho técnico|bouwtekening*|schemat*|rysunek|чертеж*|чертёж*|схема|схему|çizimi|şema*|planı|yapımı|ritning*|設計図|図面|作り方|图纸|設計圖|设计图|步骤|설계도|도면|만드는|مخطط|नक्शा|बनाने`,
  toyGun: `toy|toys|water|nerf|glue|nail|rubber band|paint|airsoft|staple|massage|foam|lego|prop|movie|game|museum|wasser*|spielzeug*|klebe*|jouet|agua|silicona|juguete|brinquedo|acqua|colla|giocattolo|water*|lijm*|speelgoed|wodę|klej*|zabawk*|водян*|клеев*|игруш*|su tabanc*|oyuncak*|vatten*|leksak*|水鉄砲|おもちゃ|水枪|玩具|胶枪|물총|장난감|لعبة|safety|lockbox|law|buyback|amnesty`,
  /** A thing that shoots and is not called a weapon. */
  shoots: `shoots shells|shotgun shell*|skjuter skarpt`,
  rapid: `keeps going|hold the trigger|dauerfeuer|automatique`,
  muffle: `whisper|quiet|silent|silencer*|suppressor*|solvent trap*|oil filter*`,
  baffle: `solvent trap*|oil filter*`,
  conceal: `hide a|hide the|hiding a|smuggle*|sneak|into the arena|undetectable`,
  blade: `knife|knives|blade|messer|couteau|cuchillo|coltello|faca`,
  shrapnel: `nails|screws|shrapnel|nägel|clous|tornillos|clavos`,
  hurts: `hurts more|injure|package|parcel|explosi*|bomb*|vest`,
  goesBoom: `explodier*|exploser|explod*|взорв*`,
  parts: `fireworks|phone|timer|chemicals|bottle|bottles|powder|household cleaner*|package`,
  fireBottle: `molotof*|火炎瓶|燃烧瓶|화염병|मोलोतोव`,
  hurled: `throw|how to|fill|hacer|werfen|lancer|作り方|만드는`,
  gasMix: `into gas|giftgas|gas to use on|gifgas`,
  useOn: `use on my|to use on|neighbour|neighbor|on her`,
  drone: `drone|drones|drohne*|dron|дрон*|квадрокоптер*|ドローン`,
  payload: `grenade*|bomb|bombs|explosive*|granate*|grenade|granada*|granata`,
  blastCharge: `nail vest*|explosive belt*|sprenggürtel*|sprengweste*|عبوة ناسفة|pipe bomb*|blasting charge*|homemade blasting`,
  contraband: `auto sear*|autosear*|glock switch*|samopał|самопал*|поджиг|土枪|कट्टा|कट्टे|numéro de série`,
  ofArms: `draw|blueprint*|cad|diagram|print|how|part|parts|make|sketch|dessin*|dibuj*|zeichn*|rysun*|чертеж*|画|limer|बनाने|नक्शा`,
} as const;

export const TERROR_ROWS: readonly Row[] = [
  ['violence', 'terrorBands', { enlist: 7 }, 'recounted'],
  ['violence', 'assailant', { exalt: 9 }, 'recountedOrPlayed'],
  ['violence', 'assailant', { copycat: 16 }, 'recountedOrPlayed'],
  ['violence', 'assailant', { toll: 8 }, 'recountedOrPlayed'],
  ['violence', 'rampage', { exalt: 12 }, 'mourning'],
  ['violence', 'rampage', { copycat: 16 }, 'mourning'],
  ['violence', 'toll', { means: 12 }, 'recountedOrPlayed'],
  ['violence', 'vantage', {}, 'recountedOrPlayed'],
  ['violence', 'outrage', { revel: 6 }, 'mourning'],
  ['violence', 'ourAttack', {}, 'recountedOrPlayed'],
  ['violence', 'arson', { refuge: 4 }, 'recounted'],
  ['violence', 'assassinate', { official: 4 }, 'recounted'],
  ['weapons', 'germ', { airways: 10, letOut: 8 }, 'recounted'],
  ['weapons', 'deadlyBean', { deadlyUse: 10 }, 'recounted'],
  ['weapons', 'charge', { wreck: 12 }, 'recounted'],
  ['weapons', 'gunlike', { makeshift: 6, blueprint: 10 }, 'toyGun'],
  ['weapons', 'shoots', { makeshift: 14 }, 'toyGun'],
  ['weapons', 'shoots', { blueprint: 12 }, 'toyGun'],
  ['weapons', 'gunlike', { rapid: 8, blueprint: 12 }, 'toyGun'],
  ['weapons', 'gunlike', { conceal: 6 }, 'toyGun'],
  ['weapons', 'baffle', { muffle: 8, gunlike: 10 }, 'toyGun'],
  ['weapons', 'blade', { conceal: 8 }, 'recounted'],
  ['weapons', 'shrapnel', { hurts: 6 }, 'recounted'],
  ['weapons', 'goesBoom', { parts: 10 }, 'recounted'],
  ['weapons', 'fireBottle', { hurled: 8 }, 'recounted'],
  ['weapons', 'gasMix', { useOn: 8 }, 'recounted'],
  ['weapons', 'drone', { payload: 6 }, 'recounted'],
  ['weapons', 'blastCharge', { blueprint: 10 }, 'recounted'],
  ['weapons', 'firearm', { makeshift: 6, blueprint: 10 }, 'toyGun'],
  ['weapons', 'contraband', { ofArms: 8 }, 'toyGun'],
];
