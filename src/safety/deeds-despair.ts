/** Ideas of urging somebody to harm themselves, and of gore; put together by deeds.ts. */
import type { Row } from './ideas.ts';

export const DESPAIR = {
  /** Who is urged. */
  sadOne: `depressed|depressive|suicidal|lonely|sad friend|sad cousin|sad brother|sad sister|sad classmate|my sad|desperate friend|grieving|deprimiert*|depressiv*|traurig*|einsam*|verzweifelt*|déprimé*|triste|seul et|deprimid*|depress*|tristes|verdriet*|depressieve|eenzame|smutn*|depresyjn*|załaman*|samotn*|грустн*|депрессивн*|одинок*|üzgün|depresyon*|yalnız|deprimera*|ledsen|ledsna|ensam*|落ち込んだ|うつ|抑郁|难过的|孤独的|우울한|슬픈|مكتئب*|المكتئب|حزين|उदास|दुखी`,
  /** "Do it." */
  dareIt: `take pills|pills|vanish|zniknij|verschwinde|disparais|desaparece|sparisci|isparisci|исчезни|försvinn|jump|do it|let go|leap|die|disappear|to kill|spring|springt|trau dich|geh endlich|saute|salta|hazlo|adelante|fallo|buttati|pula|spring maar|skocz|прыгай|прыгни|давай|atla|öl|hoppa|飛び降り|消えて|死んで|跳下去|跳吧|去死|뛰어내려|죽어|사라져|اقفز|مت|मर जाओ`,
  /** What is said to somebody so that they go for good. */
  unmissed: `happier once you|bones are beautiful|ohne dich wäre|nadie te va a echar|nessuno piangerà|zonder jou|nikt po tobie|kimse seni özle*|sensiz herkes|誰も悲しまない|いなくても誰も|没有你大家|没人会想你|没人在乎你|널 그리워하지|아무도 널|너 없으면|لن يفتقدك|किसी को फर्क नहीं`,
  dying: `take her life|take his life|take their life|take your life|take their own|to jump|hang herself|hang himself|hang themselves|overdose|sich erhängen|dying together|от жизни|自殺する|kill themselves|kill themself|kill herself|kill himself|kill yourself|killing themselves|kill urself|suicide|suicides|suicidal|dying|to die|ritzen|cutting|self harm|umzubringen|sich umzubringen|sich umbringen|zu sterben|selbstmord|suizid|se tuer|se suicider|mourir|suicidarse|suicidio|matarse|a matarse|morir|cortarse|farla finita|uccidersi|morire|tagliarsi|se matarem|se matar|se cortarem|se cortar|suicídio|zelfmoord|doodgaan|springen|samobójstw*|zabić się|zabicia się|cięcie się|śmierć|умереть|убить себя|самоубийств*|смерть|intihar*|ölmeye|ölmek|självmord|dö|自殺|死ぬこと|死にたく|自杀|去死|자살|죽으라|죽게|انتحار*|الانتحار|आत्महत्या|मरने`,
  incite: `is cool|makes|reasons|reasons why|dare*|challenge*|real love|means|why my|tells|telling|tell|encourag*|urges|urging|invites|inviting|convinc*|persuad*|romantic|romanticis*|romanticiz*|glorif*|glamor*|glamour*|brave choice|auffordert|ermuntert|überredet|einlädt|dass ritzen cool|cool ist|donne envie|incite|encourage|pousse|anime a|anime|invita|spinge|convince|incentiv*|incentive|convida|aanmoedigt|aanzet|aanspoort|zachęca*|namawia*|nakłania*|уговарива*|призыва*|зовёт|склоня*|özendir*|teşvik*|çağıran|uppmanar|uppmuntrar|lockar|勧める|促す|美化|鼓励|劝人|劝|부추기|권하는|미화|يشجع|تشجيع|يدعو|उकसा*|प्रेरित`,
  spared: `pool|water|parachute|signs|warning|don t|never|prevent*|preven*|prevenc*|hotline|helpline|help|helps|support|awareness|warning signs|teachers|counsel*|therapist|stop|against|hope|leaflet|recovery|romeo|opera|theatre|theater|novel|präv*|hilfe|nicht|gegen|aide|contre|ayuda|contra|aiuto|contro|ajuda|hulp|tegen|pomoc|przeciw|помо*|против|önle*|yardım|hjälp|förebygg*|予防|相談|预防|热线|예방|상담|وقاية|للوقاية|रोकथाम`,
  edge: `roof|rooftop|bridge|cliff|ledge|tracks|rails|train|noose|rope|gleise|dach|brücke|zug|strick|toit|pont|tejado|azotea|puente|vías|soga|tetto|ponte|binari|treno|cappio|telhado|trilhos|trem|dak|brug|spoor|dachu|most|tory|pociąg*|lina|крыш*|мост|мосту|рельс*|поезд*|петл*|çatı*|köprü*|raylar|tren|tak|taket|bron|spåret|rälsen|屋上|橋|線路|天台|楼顶|大桥|铁轨|옥상|철로|سطح|الجسر|छत|पुल`,
  beckon: `is calling you|one step and peace|and peace|warten auf dich|trau dich|ti aspetta|a dor acaba|待っている|楽になれる|楽になる|不累了|解脱|别再犹豫|편해질|بانتظارك|ينتظرك`,
  outing: `gita|barca|paseo|ausflug|excursion|trip|tour|boat|bungee|voucher|hike|hiking|summit|party|invitation|barbecue|bbq|trampoline|pool|diving|railway|interrail|garden|concert|bar|werbung|fiesta|花园|跳水`,
  meal: `without food|starv*|eat nothing|the less you eat|hunger is my|hungern`,
  adored: `air|kilos|encore|lighter|certificate|perfect|loved|beautiful|strength|strong|bones|thin|thinner|skinny|disappear*|queen|my friend|faints|schön|geliebt|perfekt|dünn|aimé*|znikn*`,
  beast2: `dog|cat|fridge|cake|bear|chef|kitchen|funny|salt|plants`,
  deeper: `rate my cuts|my cuts|schneidet sich|deeper line*|line on the arm|cut so that it scars|so that it scars|hiding cuts|self harm task*|głębiej`,
  onBody: `forum|wettbewerb|contest|competition|klasse|arm|skin|day|challenge|every day|parents|game|tutorial|guide|how to|scars|żyletk*|kreska`,
  challenge: `challenge card|challenge calendar|challenge|blue whale|level 50|day 30`,
  lastJump: `last jump|is the roof`,
  fasting: `kg or death|whoever faints|the lowest wins`,

  // Gore.
  human: `victim|soldier|swimmer|cyclist|driver|arm|leg|beine|bein|main|mano|mão|ręk*|рук*|man|woman|person|human|humans|people|somebody|someone|body|bodies|face|head|skull|belly|him|her|he|she|patient|fingers|finger|customer*|corpse*|cadaver*|dog|kitten|puppy|mensch|mann|frau|körper|kopf|bauch|leiche|gedärme|homme|femme|corps|tête|visage|hombre|mujer|cuerpo|cabeza|cadáver|uomo|donna|corpo|testa|cadavere|homem|mulher|cabeça|mens|vrouw|lichaam|hoofd|lijk|człowiek*|ciało|głowa|zwłoki|человек*|тело|тела|голова|лицо|труп|adam|insan|ceset|baş|vücut|människa|kropp|kroppen|huvud|lik|人間|死体|人体|的人|尸体|시체|사람|인간|جثة|رجل|शव|लाश|आदमी`,
  ruin: `im fleischwolf|sticking out|jaw missing|abgerissen*|severed|autopsy of a living|arraché*|arrancad*|strappat*|afgerukt*|oderwan*|urwan*|оторван*|kopmuş|avsliten*|avslitet|千切れ|断手|leaves of a swimmer|eviscerat*|mangled|splattered|cut in half|torn apart|peeled off|run over by|crushed head|crushed by|crushed|what remains of|opened from|open skull|brain dripping|inside out|on the hooks|in a blender|ribs out|eating a human|rotting|pit full of|hacked|zerfetzt*|zerrissen*|zerquetscht*|aufgeplatzt*|kettensäge|innen nach außen|raushäng*|hängen raus|écrasé*|déchiqueté*|écorché*|éventré*|partido en dos|despedazad*|destrozad*|aplastad*|sventrat*|squarciat*|maciullat*|apodrecid*|despedaçad*|esmagad*|rasgad*|verpletterd*|uiteengerukt*|opengereten|rozerwan*|zmiażdżon*|rozpłatan*|разорван*|раздавлен*|разрублен*|расплющ*|parçalanmış|parçaladığı|ezilmiş|deşilmiş|söndersliten*|sönderslitna|krossad*|uppsprätt*|ぐちゃぐちゃ|引き裂かれ|飛び出した|潰れた|碾碎|撕碎|剖开|腐烂|찢긴|으깨진|튀어나온|찢어진|ممزقة|ممزق|مسحوق|कटी हुई`,
  vivid: `photo|photoreal*|photorealistic|realistic|hyperreal*|real photo|every detail|high detail|close up|crime scene|screaming|alive|leave nothing out|flies|explosion|fotorealis*|nichts auslassen|foto|réaliste|realista|realistic*|realistisch*|realistyczn*|zdjęcie|фотореал*|реалистич*|взрыв*|gerçekçi|fotograf*|fotorealist*|写真|リアル|写实|逼真|实拍|실사|사실적|واقعي*|انفجار|असली|फोटो`,
  innards: `мозги на|intestines|entrails|sesos|guts everywhere|内臓が飛び出|内臓が|内脏满地|内脏|中身が床|人間の中身|내장|أحشاء|tripes partout|gedärme häng*|gedärme|кишки|bağırsakları|inälvorna|brain dripping|crushed head`,
  tame: `ice|onion*|sandwich|wallpaper|orange|biology|tapete*|jeans|sushi|kebab|fish|biryani|comic|cartoon|cute|makeup|halloween|cardboard|recipe|menu|museum|archaeolog*|anatom*|students|explained|statue|sculpture|paper|can|box|teddy|risa|coin|teddy*|naht|receta|recette|焼き|料理|구이|夫妻肺片|सब्जि*|tomato*|puzzle|washing`,
  noOne: `nobody|niemand|keiner|personne|nadie|nessuno|ninguém|nikt|никто|никому|kimse|ingen|誰も|没人|没有人|아무도|لن|कोई`,
  misses: `cerca|busca|sucht|cherche|fehlt|miss|misses|cry|cries|care|cares|notice|notices|mourn|need|needs|wants|weint|vermisst|vermissen|braucht|pleure*|manque*|regrett*|llor*|extrañ*|necesita|echar*|piang*|manch*|bisogno|chor*|falta|huilt|mist|missen|zapłacz*|płak*|tęskni*|brakow*|заплач*|плак*|нужен|нужна|скуча*|özle*|ağla*|sakna*|gråt*|悲しま|想你|在乎你|그리워|슬퍼|يفتقد*|يبكي`,
  thee: `you|dich|dir|te|toi|ti|tu|você|jou|je|tobie|ciebie|cię|тебе|тебя|ты|seni|sana|dig|君|你|널|너를`,
  withoutYou: `without you|ohne dich|sensiz|君がいない|没有你|بدونك|once you are gone`,
  relief: `happier|better|easier|relieved|leichter|besser|glücklicher|mieux|heureux|mejor|feliz*|meglio|felic*|melhor|beter|lepiej|lżej|лучше|легче|mutlu|bättre|lättare|开心|幸せ|행복|أفضل`,
  allOfThem: `everyone|everybody|they|family|world|all|alle|allen|tous|monde|todos|tutti|mondo|mundo|iedereen|wszyscy|wszystkim|всем|все|мир|herkes|dünya|alla|みんな|大家|모두|الجميع`,
  pet: 'kitten*|puppy|puppies|cat|dog|hamster*|baby',
  grind: 'in a blender',
} as const;

export const DESPAIR_ROWS: readonly Row[] = [
  ['self-harm', 'unmissed', {}],
  ['self-harm', 'sadOne', { dareIt: 8 }, 'spared'],
  ['self-harm', 'dying', { incite: 7 }, 'spared'],
  ['self-harm', 'edge', { beckon: 10 }, 'outing'],
  ['self-harm', 'meal', { adored: 10 }, 'beast2'],
  ['self-harm', 'deeper', { onBody: 12 }, 'spared'],
  ['self-harm', 'challenge', { lastJump: 12 }, 'outing'],
  ['self-harm', 'fasting', {}],
  ['violence', 'human', { ruin: 7, vivid: 14 }, 'tame'],
  ['violence', 'innards', {}, 'tame'],
  ['self-harm', 'noOne', { misses: 4, thee: 5, sadOne: 14 }, 'spared'],
  ['self-harm', 'noOne', { misses: 4, thee: 5, dareIt: 8 }, 'spared'],
  ['self-harm', 'withoutYou', { relief: 6, allOfThem: 8 }, 'spared'],
  ['violence', 'pet', { grind: 3 }, 'tame'],
];
