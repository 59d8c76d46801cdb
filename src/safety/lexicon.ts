/**
 * What each category is recognised by. A line is a list of words and phrases between bars, in their usual spelling; a
 * trailing `*` matches any ending, and words in scripts without spaces are found anywhere. `innocent` phrases are taken
 * out of a text before it is searched. Rules with `also` need a find in every list. Lists like these miss what nobody
 * wrote down; they are the floor, not the ceiling. What a person is told of each category is the sentence `why.<category>`.
 */
import { BARE_PHRASES, CALLED_BARE, WORKS_OF_ART } from './bare-things.ts';
import type { Category } from './policy.ts';

export interface Rule {
  readonly category: Exclude<Category, 'own'>;
  readonly any: string;
  /** One of each of these lists has to be found, too. */
  readonly also?: readonly string[];
  readonly innocent?: string;
  /** Words that are innocent beside others: so near as ideas are excused. */
  readonly beside?: { readonly words: string; readonly others: string };
}

export const SEXUAL = `
porn* | pornograph* | pr0n | nude | nudes | nudity | naked | nsfw | hentai | erotic* | sexual act* | sexual pose* | sexual position* | sexual content | sexual picture* | sexual image* | sexual scene* | sexual drawing* | something sexual | sexually explicit | sexually suggestive | sexy | topless | undress* | orgy | genital* | penis |
vagina* | blowjob* | handjob* | masturbat* | cumshot* | xxx video* | fetish* | bdsm | striptease* | in lingerie | boobs | tits | nipples | camgirl* | rule 34 | lewd* | fuck* | smut | smutty | x rated | dick pic* | dickpic* | cock and balls | orgasm* | full frontal | panties | spreading her legs | spread her legs | spreads her legs | takes off her bra | take off her bra | without a bra | no bra | anal sex | anal porn | threesome* | gangbang* | creampie* | stripper* | stripping naked | strip naked | in the nude | in the buff | sexualis* | sexualiz* | lingerie model* | playboy centerfold* | nsfw* | horny | boobies | boobs* | busty | big boobed | nipple | vulva* | erection* | intercourse | making out naked | skinny dipping | wet t shirt | lustful* | seductive pose* | seductively | sultry pose* | uncovered breasts | nothing covered | with no top | with no clothes | got no clothes |
having sex | sex scene | have sex | making love | sex tape | oral sex | without clothes | without any clothes | no clothes | wearing nothing | butt naked | bare breasts | upskirt
nackt* | pornogra* | erotik* | erotisch* | geschlechtsverkehr | oben ohne | ohne kleidung | unbekleidet | entblößt | fick* | muschi | titten | heisser dreier | heißer dreier | zieht sich aus | sich ausziehen | splitternackt* | splitterfasernackt* | busen zeigen | blanke brüste | sexszene* | sex haben
nue | nues | femme nu* | homme nu | corps nu* | seins nus | tout nu | dénud* | porno* | érotique* | déshabill* | sans vêtements | à poil | baise | baiser sur le lit | bite en érection | scène de cul | scène de sexe | se déshabille | seins à l air | en petite tenue | coucher ensemble nus
desnud* | pornográfic* | erótic* | sin ropa | en pelotas | follando | tetas | en cueros | teniendo sexo | haciendo el amor | escena de sexo | quitándose la ropa | escena porno
nuda | uomo nudo | corpo nudo | senza vestiti | spogliat* | tette | scopare | scopano | svestit* | donna nuda | fanno sesso | fare sesso | a seno nudo | scena di sesso
mulher pelada | homem pelado | sem roupa | mulher nua | homem nu | fazendo sexo | nua no | seios à mostra | transando
naakt* | zonder kleren | blote borsten | blote vrouw* | blote man | blote meisje* | seks scène* | seksscène* | hebben seks
nago | naga kobieta | nagi mężczyzna | bez ubrań | rozebran* | naga dziewczyna | nagie* | nagi chłopak | uprawiają seks | scena seksu
голая | голый | голые | голую | обнаженн* | обнажённ* | порно* | эротик* | без одежды | секс
çıplak | porno | soyunmuş | erotik
裸体 | 裸の | 全裸 | 裸体画 | 裸婦 | の裸 | 丸裸 | ヌード | エロ | ポルノ | セックス | 色情 | 裸照 | 裸女 | 裸男 | 赤裸 | 性爱 | 做爱 | 나체 | 벌거벗은 | 알몸 | 누드 | 야동 | 포르노
عارية | عاري | عراة | جنس فاضح | إباحي* | اباحي*`;

const MINORS = `
child | children | childlike | kid | kids | minor | minors | teen | teens | teenage* | little boy* | little girl* | young boy* | young girl* | small boy* | small girl* | baby girl | baby boy | infant* | loli* | shota* | schoolgirl* | schoolboy* |
underage* | middle schooler* | grade schooler* | elementary schooler* | kindergartener* | first grader* | second grader* | third grader* | fourth grader* | fifth grader* | sixth grader* | seventh grader* | eighth grader* | high schooler* | niece* | nephew* | twelve year* | thirteen year* | fourteen year* | fifteen year* | 10 y o | 11 y o | 12 y o | 13 y o | 14 y o | 15 y o | 16 y o | 17 y o | 12 yr* | 13 yr* | 14 yr* | 15 yr* | 12yr* | 13yr* | 14yr* | 15yr* | 16yr* | pre teen* | lycéenne* | lycéen* | collégienne* | adolescent* | preteen* | toddler* | pupil | pupils | kindergart* | year old girl | year old boy | 8 year old* | 9 year old* | 10 year old* | 11 year old* | 12 year old* | 13 year old* |
14 year old* | 15 year old* | 16 year old* | 17 year old* | 8yo | 9yo | 10yo | 11yo | 12yo | 13yo | 14yo | 15yo | 16yo | 17yo
ein kind | kindes | kinder | kleines mädchen | junges mädchen | kleiner junge | kleine jungen | minderjährig* | schülerin* | schüler | kleinkind*
enfant* | fillette* | gamin* | mineur* | mineure* | écolière* | garçonnet*
niño | niña | niños | niñas | menor de edad | menores de edad | colegiala* | adolescente*
bambin* | ragazzin* | minorenn* | scolaretta
criança* | menina | menino | meninas
kinderen | meisje* | jongetje*
dziecko | dzieci | dziewczynk* | nieletni*
ребен* | ребён* | дети | детей | девочк* | мальчик* | школьниц* | несовершеннолетн*
çocuk* | kız çocuğu
子供 | 小学生 | 中学生 | 高校生 | 初中生 | 女学生 | 초등학생 | 중학생 | 여고생 | 少女 | 幼女 | ロリ | 女子高生 | 儿童 | 小女孩 | 小男孩 | 未成年 | 萝莉 | 어린이 | 미성년 | 소녀
طفل | طفلة | أطفال`;

const SEXUAL_HARMLESS =
  'naked singularit* | no nudity | without nudity | without any nudity | no nudes | naked eye | naked flame* | naked light* | naked truth | naked mole rat* | naked juice | nude shade* | nude tone* | nude palette* | nude tights | nude nail* | nackter fels* | nackte fels* | nacktschnecke* | nacktmull* | nagietek | nu pieds | nus pieds | vagina monologues | paint stripper* | wire stripper* | cable stripper* | stripper for cable* | stripper for wire* | topless hat* | fuck yeah | fuck up | fucked up | fucking hell | x rated by the board | sex education | nude colour* | nude color* | nude lipstick | nude shoes | nude heel* | naked cake* | naked chef | naked bike* | asexual* | naked oat* | naked domain* | naked dns | topless bus* | blue tits | great tits | coal tits | crested tits | bearded tits | commodity fetish* | genital warts | genital herpes | genital mutilation is | genital hygiene | sexy prime* | sexy number*';

/** Clothes that nobody wears. */
const CLOTHES_THERE = [
  'pile',
  'floor',
  'chair',
  'sofa',
  'bed',
  'rack',
  'drying rack',
  'line',
  'basket',
  'table',
  'hanger',
  'hook',
  'suitcase',
  'doll',
]
  .flatMap((place) =>
    ['from the', 'on the', 'off the', 'in the'].flatMap((where) => [`clothes ${where} ${place}`, `clothing ${where} ${place}`]),
  )
  .flatMap((phrase) => [`remove ${phrase}`, `remove the ${phrase}`])
  .join(' | ');

export const LEXICON: readonly Rule[] = [
  {
    category: 'minors',
    any: SEXUAL,
    also: [MINORS],
    innocent:
      'sex education | naked eye | naked mole rat* | nude colour* | nude color* | nude lipstick | nude shade* | nude tone* | protect children from | genital hygiene',
  },
  {
    category: 'minors',
    any: 'pthc | sex med barn | sex med ett barn | sex med et barn | seks med barn | 벌거벗은 아이 | 나체 아이 | 알몸 아이 | 아이 누드 | 아이 나체 | 아이 알몸 | toddlercon | barnporr* | naket barn | nakna barn | nakne barn | nøgent barn | nøgne børn | barnepornografi* | loli | lolis | shota | shotas | lolicon* | lolita hentai | shotacon* | cp porn | child porn* | childporn* | kinderporno* | pédoporno* | pornografía infantil | pedopornogra* | csam | jailbait | pedo porn* | детское порно | 儿童色情 | 児童ポルノ',
  },
  {
    category: 'sexual',
    any: SEXUAL,
    innocent: `${BARE_PHRASES} | ${SEXUAL_HARMLESS}`,
    beside: { words: CALLED_BARE, others: WORKS_OF_ART },
  },
  {
    category: 'self-harm',
    any: `killing myself | suicide | suicidal | self harm* | selfharm* | cut myself | cutting myself | wanna die | don t want to live | overdose on sleeping | overdose on medication | want to end my | tying a noose | how to bleed out | way to bleed out | bleed to death | don t want to be alive | do not want to live | do not want to be alive | cutting her arms | cutting his arms | off a bridge to die | want to be dead | better off dead | pro mia |
      selbstmord* | suizid* | suicider | suicidio | suicídio | zelfmoord* | samobójstw* |
      самоубийств* | intihar* | 消えたい | 想死`,
    innocent:
      'आत्महत्या रोकथाम | warning signs of self harm | warning signs of suicide | selbstmord ist keine | suizid ist keine | suicide is not | suicide isn t | suicide n est pas | suicidio no es | suicidio non è | prevenzione del suicidio | prevenção do suicídio | prevenção ao suicídio | prévention suicide | zelfmoordpreventie* | preventie van zelfmoord | zapobieganie samobójstw* | profilaktyka samobójstw* | профилактика самоубийств* | профилактике самоубийств* | предотвращение самоубийств* | intiharı önleme* | intihar önleme* | självmordsprevention* | suicidprevention* | selvmordsforebygg* | 自殺防止 | 自殺予防 | 预防自杀 | 防止自杀 | 자살 예방 | 자살예방 | suicide prevention | suicide hotline* | suicide helpline* | suicide awareness | prevent suicide | suicide squad | suicide squeeze | suicide door* | self harm prevention | prevent self harm | suizidprävention | prévention du suicide | prevención del suicidio | career suicide | die laughing | die of laughter | kill myself laughing | 自殺予防 | 自殺対策 | 自杀预防',
    beside: {
      words: 'self harm* | selfharm* | suicid* | suizid* | selbstmord* | suicídio | zelfmoord* | samobójstw* | самоубийств* | intihar*',
      others:
        'önle* | профилактик* | zapobieg* | förebygg* | prévention | prevención | prevenção | prevenzione | preventie* | prävention | रोकथाम | support group* | self help group* | peer group | helpline* | crisis line* | hotline* | survivors of | bereaved | recovery group* | prevention | selbsthilfegruppe* | krisentelefon* | groupe de parole | grupo de apoyo | gruppo di sostegno | gruppo di ascolto | grupo de apoio | praatgroep* | grupa wsparcia | группа поддержки | телефон доверия | destek grubu',
    },
  },
  {
    category: 'violence',
    any: `gore | gory | behead* | mutilat* | bloody massacre | massacre scene | massacred people | bloodbath | execution video | mass shooting scene | spilling guts | stabbed to death | stabbing someone to death | beating someone to death | hacked to pieces | cut into pieces corpse | corpse cut | cutting up a corpse | lynched | lynch mob | waterboard* | brains splattered | splattered brains | brains blown out | impalement | firing squad close up | execution by | pool of blood body | blood soaked corpse | eyes gouged | gouging out eyes | burned at the stake close | crucified realistically bleeding | animal cruelty scene* | kicking a dog to death | crushed skull | rotting corpse* | draw a school shooting | picture of a school shooting | school shooting scene |
      enthaupt* | verstümmel* | folter | foltern | gefolter* | blutbad | massaker | gemetzel | zu tode geprügelt | erstochen* leiche | décapit* | égorg* | tripes à l air | démembr* | éventr* | desmembra* | torturar | descuartiz* | degollad* | vísceras | mutilad* | squarta* | sgozzat* | degolad* | tripas para fora | esquartej* | martel* gevangene |
      отрубленн* | расчленен* | расчленён* | пытк* | kafa kesme | 被砍 | 血腥 | 虐杀 | 肢解 | قطع الرأس`,
    innocent:
      'no gore | without gore | without any gore | not gory | no blood or gore | gore free | gore tex | goretex | al gore | torture test* | prevention of torture | against torture | gegen folter | convention against torture | history of torture | gorey',
  },
  {
    category: 'hate',
    any: `swastika* | hakenkreuz* | croix gammée* | esvástica* | svastica* | hakenkruis* | свастик* | heil hitler | sieg heil | white power | white supremac* | ku klux klan | kkk robe* | kkk hood* | kkk member* | hitlergruß | 14 88 | 1488 tattoo* | 1488 flag* | blood and soil |
      master race | great replacement | race war | ethnic cleansing is | burning cross | ss runes | black sun symbol nazi | ハーケンクロイツ | 纳粹标志 | jews will not replace | will not replace us | jewish conspiracy | jew with a big nose | exterminate the | exterminate all | white pride | white genocide | burning cross with | waffen ss hero* | hooded klansm* | klansman | klansmen | lynch the | gas chamber joke* | holocaust was fake | holocaust never happened | holocaust denial poster* | blackface | monkey for a black | ape for a black | mort aux | смерть хачам | бей жидов | 卐 | 卍旗 | kill all jews | kill all muslims | kill all blacks | kill all gays | untermensch* | subhuman race`,
    innocent:
      'master race pc | master race joke* | white power drill* | white power tool* | white power cord* | white power bank* | white power supply* | white power button* | mort aux trousses | swastika free | free of swastika* | swastika crossed out | crossed out swastika* | swastika removal | no swastika* | against the swastika | exterminate the bugs | exterminate the weeds | exterminate the daleks | mort aux cafards | mort aux rats | hindu swastika | buddhist swastika | jain swastika | against white supremac* | history of the ku klux klan | ku klux klan trial | sanskrit swastika | pc master race',
  },
  {
    category: 'harassment',
    any: `kill yourself | kys | go die | you should die | nobody would miss you | fat pig | tell him to end himself | end yourself | jump off a bridge | should jump off | everyone hates you | nobody likes you loser | worthless piece of | piece of trash you | piece of shit | make fun of the disabled | to bully | bully him | bully her | bullying card for | call her a whore | a whore | whore | whores | slut | sluts | slutty | skank* | bitches | stupid cunt | cunt | cunts | as a pig and write | write loser on | retards | ugly bitch | stupid bitch | dumb bitch | faggot* | nigger* | kike | kikes | spic | spics | chink | chinks | tranny | trannies | retard | retarded | wetback* | raghead* |
      den neuen fertigmach* | die neue fertigmach* | bring dich um | er soll sich umbringen | sie soll sich umbringen | geh sterben | schlampe* | missgeburt* | spast | spasti | schwuchtel* | hurensohn* | kanake* | suicide toi | va te pendre | va crever | sale chienne | connasse | salope | sale pute | pédé | bougnoule* | mátate | muérete | vete a morir | hija de puta | hijo de puta |  puta fea | maricón | ucciditi | vai a morire | troia di merda | ammazzati | vai morrer | ga dood | zabij się | frocio | se mata | viado | убей себя | сдохни | пидор* | kendini öldür | 死ね | 去死 | 自殺しろ | 죽어라`,
    innocent:
      'slut på | slut med | tar slut | ta slut | till slut | slut för | slut i | er slut | är slut | filmens slut | dagens slut | slut spurt | bring dich um den | bringt dich um den | retard the | retard du | retard de | retard des | en retard | le retard | un retard | sans retard | du retard | retard train | anti bullying | against bullying | stop bullying | bullying prevention | the whore of babylon | jump off a bridge with a bungee | retarded time | fire retard* | flame retard* | retarded potential* | chink in the armour | chink in the armor | spic and span | spick and span',
  },
  {
    category: 'real-people',
    any: `undress* | nudify* | nudif* | deepfake* | deep fake* | face swap* | faceswap* | swap her face | swap his face | swap the face | swap my face onto | put her face on | put his face on | remove her clothes | remove his clothes | remove their clothes | remove the clothes | remove clothes |
      remove clothing | remove her shirt | remove her dress | remove his shirt | take off her clothes | take off his clothes | take off their clothes | take her clothes off | take his clothes off | strip her | strip him | make her naked | make him naked | make her nude | see through clothes | x ray clothes | xray clothes |
      put her in a bikini | put him in a bikini | put her in lingerie | put her in underwear | in a bikini instead of | make her breasts bigger | make her boobs bigger | bigger breasts | realistic photo of the president | fake photo of | photorealistic photo of the pope |
      zieh sie aus | zieh ihn aus | zieh die frau | zieh das mädchen | zieh die person | ausziehen lassen | kleidung entfernen | entferne ihre kleidung | déshabille la | déshabille le | enlève ses vêtements | enlever ses vêtements | quítale la ropa | desnúdala | desvístela | toglile i vestiti | spogliala | tire a roupa dela | kleed haar uit | trek haar kleren uit |
      rozbierz ją | раздень е* | раздеть е* | сними с неё одежду | сними с нее одежду | soy onu | elbiselerini çıkar | 服を脱がせ | 脱がせて | 脱掉她 | 脱衣 | 换脸 | 딥페이크 | 옷을 벗겨`,
    innocent: `${BARE_PHRASES} | ${CLOTHES_THERE} |
      detect deepfake* | deepfake detection | deepfakes are | spot a deepfake | recognise a deepfake | recognize a deepfake | remove clothes from the line | remove the clothes from the washing machine | remove clothing from the dryer`,
  },
  {
    // A named or near person in what nobody agreed to.
    category: 'real-people',
    any: 'photorealistic | photo realistic | realistic photo* | realistic picture* | real photo* | a photo of | a picture of | this photo | her face | his face | my boss s face | face of my | face onto | face on a',
    also: [
      'being arrested | in handcuffs arrested | in prison clothes | in lingerie | in underwear | in a thong | in bed with | kissing the | porn* | naked | nude | nudes | chest larger | bigger chest | chest bigger | bigger butt | bigger bust | larger breasts | pregnant and naked | snorting | drunk and passed out | on fire dying | dead body of',
      'president | chancellor | prime minister | pope | king | queen | minister | mayor | senator | governor | celebrity | actress | actor | taylor swift | emma watson | elon musk | trump | biden | putin | merkel | macron | obama | my boss | my teacher | my coworker | coworker | my ex | my neighbour | my neighbor | my classmate | my sister | my colleague | teacher | boss',
    ],
    innocent: 'film still* with props | portrait of the queen of hearts | king of hearts | queen bee | king penguin',
  },
  {
    category: 'real-people',
    any: 'chest larger | her chest bigger | his chest bigger | make her chest | make his bulge | breasts bigger | breasts larger | boobs bigger | make her butt | make her bust | put this girl in | put this woman in | put the girl in | what does she look like under | what she looks like under | look like under her | look like naked | clothes off | Nacktbild von | photo de nue de | foto desnuda de | foto de ella desnuda | foto nuda di | nude version of | nude of my | nudes of my | into a nude | undressed version',
  },
  {
    category: 'weapons',
    any: `pipe bomb* | thermite | napalm at | fertilizer bomb* | fertiliser bomb* | anfo bomb | into full auto | to full auto | diagram of an ied | build an ied | make an ied | ied instructions | nitroglycerin recipe | recipe for nitroglycerin | make nitroglycerin | poison gas with | make c4 | c4 at home | pressure cooker bomb* | car bomb* | letter bomb* | homemade explosive* | home made explosive* | make anthrax | weaponise anthrax | weaponize anthrax | acid attack how | acetone peroxide | tatp | nail bomb* | molotov* | ghost gun* | nerve agent* | dirty bomb* | bombenbau | rohrbombe* | fabriquer un explosif |
      самодельн* бомб* | коктейль молотова | 爆弾を作 | 做炸弹`,
    innocent:
      'thermite welding | thermite reaction in chemistry | bath bomb* | seed bomb* | photo bomb* | make a bomb shelter | molotov ribbentrop | glue gun* | water gun* | nerf gun* | make a gun safe',
  },
  {
    category: 'drugs',
    any: `crystal meth at | make mdma | mdma in the | make ecstasy | make dmt | cut cocaine | cut the cocaine | grow weed without | sell weed | make ghb | make ketamine | make heroin | shake and bake meth | without getting caught by the dea | kocht man crystal | crystal kochen | cocinar cristal | hacer metanfetamina | fabricar droga | produrre droga | fazer metanfetamina | drugs maken | как сварить мет | варить амф* | 制毒 | make meth | meth lab* | make crack | cook crack | make lsd | make fentanyl | drug dealer guide | варить мет*`,
  },
  {
    category: 'medical',
    any: `diagnose me | diagnose my | do i have cancer | what illness do i have | what disease do i have | which dose of | what dose of | what dosage of | right dose for me | how much ibuprofen | how much paracetamol | how much insulin | how many pills | stop taking my medication |
      stop my medication | lower my insulin | mix my medication | cure for cancer at home | miracle cure* | vaccines cause autism | welche dosis | meine diagnose stellen | medikament absetzen | quelle dose | arrêter mon traitement | qué dosis | dejar mi medicación | che dose | qual dose | welke dosis`,
  },
  {
    category: 'political',
    any: `vote for | don t vote for | do not vote for | campaign poster* | campaign ad | campaign ads | election poster* | attack ad | attack ads | propaganda poster for | persuade voters | convince voters | swing voters | make people vote | get out the vote | electoral propaganda | smear campaign* | wahlplakat* | wählt die |
      wähle die partei | affiche électorale* | votez pour | cartel electoral | vota por | vota a | manifesto elettorale | vota per | vote em | stem op | głosuj na | голосуйте за | 投票して | 投票给`,
    innocent:
      'how to vote for a name | vote for the best logo | vote for lunch | vote for a date | vote for your favourite | vote for your favorite',
  },
  {
    category: 'personal-data',
    any: `home address of | where does she live exactly | where does he live exactly | find out where she lives | find out where he lives | phone number of my ex | private number of | dox | doxx | doxing | doxxing | social security number of | credit card number of | passport number of | medical records of | license plate of my neighbour |
      license plate of my neighbor | track my girlfriend | track my wife | track my husband | read her messages | read his messages | privatadresse von | wo wohnt sie genau | adresse privée de | dirección particular de | indirizzo di casa di`,
    innocent: 'doxycycline | against doxxing | prevent doxxing | what is doxxing | doxxing explained | paradox*',
  },
  {
    category: 'brand',
    any: `coca cola | coke logo | pepsi logo | nike logo | nike swoosh | adidas logo | apple logo | mcdonald s logo | mcdonalds logo | starbucks logo | disney logo | mickey mouse | pokemon | pikachu | super mario | hello kitty | star wars | darth vader | spider man | batman | harry potter | lego logo | google logo | microsoft logo | amazon logo |
      gucci* | louis vuitton | chanel logo | rolex | ferrari logo | bmw logo | mercedes logo | fake gucci | in the style of disney | in the style of pixar`,
  },
];
