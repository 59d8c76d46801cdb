/**
 * What each category is recognised by. A line is a list of words and phrases between bars, in their usual spelling; a
 * trailing `*` matches any ending, and words in scripts without spaces are found anywhere. `innocent` phrases are taken
 * out of a text before it is searched. Rules with `also` need a find in both lists. Lists like these miss what nobody
 * wrote down; they are the floor, not the ceiling. What a person is told of each category is the sentence `why.<category>`.
 */
import type { Category } from './policy.ts';

export interface Rule {
  readonly category: Exclude<Category, 'own'>;
  /** Said to the person, after the rule's name. */
  readonly any: string;
  readonly also?: string;
  readonly innocent?: string;
}

const SEXUAL = `
porn* | pornograph* | pr0n | nude | nudes | nudity | naked | nsfw | hentai | erotic* | sexual act* | sexual pose* | sexual position* | sexual content | sexual picture* | sexual image* | sexual scene* | sexual drawing* | something sexual | sexually explicit | sexually suggestive | sexy | topless | undress* | orgy | genital* | penis |
vagina* | blowjob* | handjob* | masturbat* | cumshot* | xxx video* | fetish* | bdsm | striptease* | in lingerie | boobs | tits | nipples | camgirl* | rule 34 |
having sex | sex scene | have sex | making love | sex tape | oral sex | without clothes | without any clothes | no clothes | wearing nothing | butt naked | bare breasts | upskirt
nackt* | pornogra* | erotik* | erotisch* | geschlechtsverkehr | oben ohne | ohne kleidung | unbekleidet | entblößt | fick* | muschi | titten
nue | nues | femme nu* | homme nu | corps nu* | seins nus | tout nu | dénud* | porno* | érotique* | déshabill* | sans vêtements | à poil | baise | bite en érection
desnud* | pornográfic* | erótic* | sin ropa | en pelotas | follando | tetas
nuda | uomo nudo | corpo nudo | senza vestiti | spogliat* | tette | scopare
mulher pelada | homem pelado | sem roupa | mulher nua | homem nu
naakt* | zonder kleren | blote borsten
nago | naga kobieta | nagi mężczyzna | bez ubrań | rozebran*
голая | голый | голые | голую | обнаженн* | обнажённ* | порно* | эротик* | без одежды | секс
çıplak | porno | soyunmuş | erotik
裸体 | 裸の | 全裸 | ヌード | エロ | ポルノ | セックス | 色情 | 裸照 | 全裸 | 性爱 | 做爱 | 나체 | 누드 | 야동 | 포르노
عارية | عاري | إباحي* | اباحي*`;

const MINORS = `
child | children | childlike | kid | kids | minor | minors | teen | teens | teenage* | little boy* | little girl* | young boy* | young girl* | small boy* | small girl* | baby girl | baby boy | infant* | loli* | shota* | schoolgirl* | schoolboy* |
underage* | preteen* | toddler* | pupil | pupils | kindergart* | year old girl | year old boy | 8 year old* | 9 year old* | 10 year old* | 11 year old* | 12 year old* | 13 year old* |
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
子供 | 少女 | 幼女 | ロリ | 女子高生 | 儿童 | 小女孩 | 小男孩 | 未成年 | 萝莉 | 어린이 | 미성년 | 소녀
طفل | طفلة | أطفال`;

export const LEXICON: readonly Rule[] = [
  {
    category: 'minors',
    any: SEXUAL,
    also: MINORS,
    innocent:
      'sex education | naked eye | naked mole rat* | nude colour* | nude color* | nude lipstick | protect children from | genital hygiene',
  },
  {
    category: 'minors',
    any: 'lolicon* | lolita hentai | shotacon* | cp porn | child porn* | childporn* | kinderporno* | pédoporno* | pornografía infantil | pedopornogra* | csam | jailbait | pedo porn* | детское порно | 儿童色情 | 児童ポルノ',
  },
  {
    category: 'sexual',
    any: SEXUAL,
    innocent:
      'naked eye | naked mole rat* | naked juice | sex education | nude colour* | nude color* | nude lipstick | nude shoes | nude heel* | naked cake* | naked chef | naked bike* | asexual* | naked oat* | naked domain* | naked dns | topless bus* | blue tits | great tits | coal tits | crested tits | bearded tits | commodity fetish* | genital warts | genital herpes | genital mutilation is | genital hygiene',
  },
  {
    category: 'self-harm',
    any: `kill myself | killing myself | suicide | suicidal | self harm* | selfharm* | cut myself | cutting myself | end my life | ending my life | hang myself | hanging myself | want to die | wanna die | don t want to live | overdose on | pro ana | thinspo* | slit my wrists |
      selbstmord* | suizid* | mich umbringen | mich ritzen | me suicider | suicider | me tuer | suicidio | suicidarme | matarme | quitarme la vida | uccidermi | suicidarmi | me matar | suicídio | zelfmoord* | mezelf snijden | samobójstw* |
      zabić się | самоубийств* | покончить с собой | убить себя | intihar* | kendimi öldür* | 自殺 | 自杀 | リストカット | 자살 | انتحار | الانتحار`,
    innocent:
      'suicide prevention | prevent suicide | suicide squad | suicide squeeze | suicide door* | self harm prevention | prevent self harm | suizidprävention | prévention du suicide | prevención del suicidio | career suicide | die laughing | die of laughter | kill myself laughing | 自殺予防 | 自殺対策 | 自杀预防',
  },
  {
    category: 'violence',
    any: `gore | gory | beheading* | behead* | beheaded | dismember* | mutilat* | torture | tortured | torturing | bloody massacre | massacre scene | massacred people | bloodbath | decapitat* | disembowel* | disembowelled | snuff film | snuff video | execution video | skinned alive | burned alive | mangled corpse | corpse pile | pile of corpses | mass shooting scene | draw a school shooting | picture of a school shooting | school shooting scene |
      enthaupt* | verstümmel* | folter | foltern | gefolter* | blutbad | massaker | décapit* | torturer | torturé* | démembr* | éventr* | decapita* | desmembra* | torturad* | torturar | descuartiz* | mutilad* | squarta* | torturat* | esquartej* | onthoofd* | martel* gevangene |
      odcięta głowa | ścięcie głowy | отрубленн* | обезглав* | расчленен* | расчленён* | пытк* | kafa kesme | 斬首 | 拷問 | 砍头 | 肢解 | 酷刑 | 참수 | 고문 | قطع الرأس`,
    innocent:
      'gore tex | goretex | al gore | torture test* | prevention of torture | against torture | gegen folter | convention against torture | history of torture | gorey',
  },
  {
    category: 'hate',
    any: `swastika* | hakenkreuz* | croix gammée* | esvástica* | svastica* | hakenkruis* | свастик* | heil hitler | sieg heil | white power | white supremac* | ku klux klan | kkk robe* | kkk hood* | kkk member* | kkk rally | nazi propaganda | nazi salute | hitlergruß | salut nazi | saludo nazi | gas the jews | 14 88 | 1488 tattoo* | 1488 flag* | blood and soil |
      master race | great replacement | race war | ethnic cleansing is | burning cross | ss runes | black sun symbol nazi | ハーケンクロイツ | 纳粹标志 | kill all jews | kill all muslims | kill all blacks | kill all gays | death to all jews | death to all muslims | untermensch* | subhuman race`,
    innocent:
      'hindu swastika | buddhist swastika | jain swastika | against white supremac* | history of the ku klux klan | ku klux klan trial | sanskrit swastika | pc master race',
  },
  {
    category: 'harassment',
    any: `kill yourself | kys | go die | you should die | nobody would miss you | fat pig | ugly bitch | stupid bitch | dumb bitch | faggot* | nigger* | kike | kikes | spic | spics | chink | chinks | tranny | trannies | retard | retarded | wetback* | raghead* |
      bring dich um | geh sterben | schwuchtel* | hurensohn* | kanake* | suicide toi | va crever | sale pute | pédé | bougnoule* | mátate | muérete | puta fea | maricón | ucciditi | frocio | se mata | viado | убей себя | сдохни | пидор* | kendini öldür | 死ね | 去死 | 自殺しろ | 죽어라`,
    innocent:
      'retarded time | fire retard* | flame retard* | retarded potential* | chink in the armour | chink in the armor | spic and span | spick and span',
  },
  {
    category: 'real-people',
    any: `undress* | nudify* | nudif* | deepfake* | deep fake* | face swap* | faceswap* | swap her face | swap his face | swap the face | swap my face onto | put her face on | put his face on | put my boss | remove her clothes | remove his clothes | remove their clothes | remove the clothes | remove clothes |
      remove clothing | remove her shirt | remove her dress | remove his shirt | take off her clothes | take off his clothes | take off their clothes | take her clothes off | take his clothes off | strip her | strip him | make her naked | make him naked | make her nude | see through clothes | x ray clothes | xray clothes |
      put her in a bikini | put him in a bikini | put her in lingerie | put her in underwear | in a bikini instead of | make her breasts bigger | make her boobs bigger | bigger breasts | realistic photo of the president | fake photo of | photorealistic photo of the pope |
      zieh sie aus | zieh ihn aus | ausziehen lassen | kleidung entfernen | entferne ihre kleidung | déshabille la | déshabille le | enlève ses vêtements | enlever ses vêtements | quítale la ropa | desnúdala | desvístela | toglile i vestiti | spogliala | tire a roupa dela | kleed haar uit | trek haar kleren uit |
      rozbierz ją | раздень е* | раздеть е* | сними с неё одежду | сними с нее одежду | soy onu | elbiselerini çıkar | 服を脱がせ | 脱がせて | 脱掉她 | 脱衣 | 换脸 | 딥페이크 | 옷을 벗겨`,
    innocent:
      'detect deepfake* | deepfake detection | deepfakes are | spot a deepfake | recognise a deepfake | recognize a deepfake | remove clothes from the line | remove the clothes from the washing machine | remove clothing from the dryer',
  },
  {
    category: 'weapons',
    any: `build a bomb | make a bomb | bomb making | pipe bomb* | nail bomb* | make explosives | build explosives | molotov* | make a gun | 3d printed gun* | 3d print a gun | ghost gun* | convert to full auto | nerve agent* | make sarin | make ricin | dirty bomb* | bombe bauen | sprengstoff herstellen | fabriquer une bombe |
      hacer una bomba | fabricar una bomba | costruire una bomba | fazer uma bomba | сделать бомбу | изготовить бомбу | bomba yap* | 爆弾の作り方 | 制造炸弹 | 做炸弹 | 폭탄 만드는`,
    innocent:
      'bath bomb* | seed bomb* | photo bomb* | make a bomb shelter | molotov ribbentrop | glue gun* | water gun* | nerf gun* | make a gun safe',
  },
  {
    category: 'drugs',
    any: `cook meth | make meth | meth lab* | synthesise meth* | synthesize meth* | make crack | cook crack | make lsd | synthesize lsd | make fentanyl | sell cocaine | sell heroin | buy cocaine | buy heroin | drug dealer guide | meth kochen | drogen verkaufen | cuisiner de la meth | vendre de la drogue | cocinar metanfetamina | vender cocaína | варить мет*`,
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
