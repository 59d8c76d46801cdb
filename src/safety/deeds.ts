/** Ideas of deeds that somebody plans or threatens, and of what is somebody else's to tell; as harms.ts has others, put together in ideas.ts. */
import { DESPAIR, DESPAIR_ROWS } from './deeds-despair.ts';
import { PAPERS, PAPERS_ROWS } from './deeds-papers.ts';
import { PERSONS, PERSONS_ROWS } from './deeds-persons.ts';
import { TERROR, TERROR_ROWS } from './deeds-terror.ts';
import type { Row } from './ideas.ts';

export const DEEDS = {
  ...TERROR,
  ...DESPAIR,
  ...PAPERS,
  ...PERSONS,

  /** What kills many at once: no lesson needs how it is made. */
  agent: `anthrax | sarin | ricin | novichok | nerve gas | nerve agent* | mustard gas | poison gas | poisonous gas | toxic gas | chlorine gas | phosgene | dirty bomb* | chemical weapon* | biological weapon* | bioweapon* | milzbrand* | giftgas* | nervengas* | senfgas* | gaz toxique | gaz moutarde | armes chimiques | gas venenoso | gas tóxico | gas mostaza | armas químicas | gas tossico | gas velenoso | gas nervino | armi chimiche | gifgas | zenuwgas | gaz trujący | trującego gazu | отравляющ* газ* | ядовит* газ* | зарин* | химическ* оружи* | zehirli gaz* | sinir gazı* | kimyasal silah* | nervgas | 毒ガス | サリン | 毒气 | 沙林 | 독가스 |
deadly gas | lethal gas | toxic fumes | poison cloud | chloramine* | phosphine | vx gas | smallpox | ebola | botulin* | weaponised virus | weaponized virus | weaponi* pathogen*`,
  /** Said where such things are mourned, banned, told of or sung. */
  mourned: `histor* | victim* | memorial* | museum* | ban | bans | banned | treaty | convention | the lie that | antidote* | vaccin* | band | album | concert | tour | gas mask* | protect* | prevent* | disposal | outbreak | denier* | denial | deny* | debunk* | refut* | fact check* | myths about | drill* | evacuat* | exits | rescue* | stopped | police | heart attack | paintball | goalkeeper | penalty | basketball | arcade | recogni* | detect* |
geschichte | opfer | gedenk* | verbot* | impf* | leugn* | erkenn* | schütz* | übung* | histoire | interdiction | négationn* | negacion* | storia | vittim* | negazion* | vítima* | geschiedenis | slachtoffer* | ofiar* | истори* | жертв* | запре* | отрица* | tarih* | kurban* | 歴史 | 历史 | 역사 | تاريخ |
never mix | do not mix | don t mix | safety card | safety sign | leave the house | warning | awareness | remembrance | against | stop | survivors`,

  recipe:
    'how to make | how 2 make | how do i make | step 1 | step by step | recipe | instructions | guide | tutorial | sketch me | draw me | rehber* | anleitung* | cómo hacer | instrukcj* | инструкц*',
  improvised: 'an ied | ieds | bombemoji | el yapımı patlayıcı* | el yapimi patlayici* | bombenbau*',

  poisoning: 'poison | poisoning | poisons | vergift* | empoisonn* | envenen* | avvelen* | otru* | zatru* | отрав* | zehirle* | förgift*',
  drinkingWater:
    'water supply | drinking water | tap water | reservoir | city s water | town s water | waterworks | trinkwasser* | wasserversorgung | wasserwerk* | eau de la ville | eau potable | agua de la ciudad | agua potable | acqua della città | acqua potabile | acquedotto | água potável | drinkwater* | wodę pitną | водопровод* | воду в городе | su şebekesi* | dricksvatten*',

  plant:
    'plant | plants | planting | place a | place the | hide | hiding | leave a | verstecken | deponier* | platzier* | poser | placer | cacher | poner | colocar | esconder | mettere | piazzare | nascondere | plaatsen | verstoppen | podłożyć | подложить | заложить | yerleştir*',
  crowd:
    'station | subway | airport | stadium | mosque | church | synagogue | school | schools | mall | market | concert | parade | marathon | bahnhof* | flughafen* | stadion* | moschee* | kirche* | synagoge* | schule* | weihnachtsmarkt* | gare | aéroport | mosquée | église | école | estación | aeropuerto | mezquita | iglesia | escuela | stazione | aeroporto | moschea | chiesa | scuola | estação | igreja | escola | kerk | dworc* | szkoł* | вокзал* | метро | аэропорт* | мечет* | школ* | okul*',
  attacker:
    'a shooter | sniper* | a gunman | gunmen | attacker* | amokläufer* | attentäter* | scharfschütze* | francotirador* | снайпер* | attack on | attack the | raid on | storm the | anschlag auf | angriff auf | attentat contre | atentado en | attentato a | aanslag op | zamach na | теракт*',
  scheme:
    'map of | floor plan* | floorplan* | with timings | plan of attack | plan of the | attack plan | should stand | best spot* | entry points | lageplan | grundriss | zeitplan | plan d attaque | plan de la | plano de | mapa de | pianta della | plattegrond | схема',
  idol: `as a hero | is a hero | as heroes | as a legend | als held | wie ein held | en héros | como héroe | como un héroe | come un eroe | come eroe | como herói | jako bohater | как геро* | som hjälte |
praise* | praising | glorif* | saint | martyr* | tribute to | in honour of | in honor of | heroic | fan art | portrait of the hero | verherrlich* | mártir | santo | martire | герой | святой | kahraman`,

  bullet: 'bullet | bullets | kugel | una bala | uma bala | proiettile | kogel | kulę | пул* | kurşun* | en kula',
  skull:
    'in his head | in her head | in their head | in his skull | between the eyes | through his head | through her head | im kopf | in den kopf | en la cabeza | in testa | na cabeça | in zijn hoofd | in haar hoofd | w głowie | в голов* | kafasın* | i huvudet',
  torment: 'torture | tortura | folter | folterszene | marteling* | tortury | пыток | пытки | işkence*',
  bloodily:
    'bloody | realistic | brutal | blutig* | realistisch* | sanglant* | réaliste | sangrient* | realista | sanguinos* | realistic* | krwaw* | кровав* | реалистич* | kanlı',

  holocaust:
    'holocaust* | shoah | auschwitz | gaskammer* | chambres à gaz | cámaras de gas | camere a gas | холокост* | освенцим* | holokost* | ホロコースト | 大屠杀 | 홀로코스트 | المحرقة',
  denied:
    'hoax | is a lie | was a lie | were a lie | never happened | didn t happen | did not happen | is fake | was fake | invented | is a myth | was a myth | lüge | gelogen | erfunden | nie passiert | nie stattgefunden | mensonge | n a jamais | n a pas eu lieu | mentira | nunca ocurrió | no existió | bugia | menzogna | mai avvenut* | mai esistit* | invenção | leugen | verzonnen | kłamstw* | ложь | обман | выдумк* | не было | yalan* | uydurma | lögn | でっち上げ | 骗局 | 谎言 | 거짓말 | كذبة',
  mastery: `control everything | controls everything | control the world | controls the world | control the bank* | controls the bank* | controlling the bank* | control the media | controls the media | controlling the media | run the world | rule the world | own the bank* | own the media | behind everything | pull the strings | pulling the strings | kontrollieren alles | kontrollieren die | beherrschen die | regieren die welt | ziehen die fäden | contrôlent tout | contrôlent les | dirigent le monde | dominent le monde | tirent les ficelles | controlan todo | controlan los | dominan el mundo | mueven los hilos | controllano tutto | controllano le | dominano il mondo | controlam tudo | dominam o mundo | beheersen de | beheersen alles | controleren alles | rządzą światem | kontrolują | управляют миром | правят миром | контролируют | dünyayı yönet* | her şeyi kontrol | styr världen | 世界を支配 | 控制世界 | 세계를 지배`,
  rightless: `don t deserve rights | do not deserve rights | deserve no rights | should not have rights | shouldn t have rights | should not be allowed to vote | put them down like | must disappear | have to disappear | verdienen keine rechte | müssen verschwinden | doivent disparaître | ne méritent pas de droits | deben desaparecer | no merecen derechos | devono sparire | non meritano diritti | devem desaparecer | não merecem direitos | moeten verdwijnen | verdienen geen rechten | muszą zniknąć | должны исчезнуть | не заслуживают прав | yok olmalı`,
  women: 'women | frauen | femmes | mujeres | donne | mulheres | vrouwen | kobiety | женщины | kadınlar | kvinnor',
  ranked:
    'most useless | ugliest | dumbest | stupidest | nutzloseste* | hässlichste* | plus inutile | más inútil | più inutile | mais inútil',

  /** What somebody does to themselves. */
  selfInjury: `cutting yourself | cut yourself | cut themselves | cutting themselves | harm themselves | hurt themselves | starve themselves | starve yourself | make yourself vomit | kill themselves | killing yourself | sich ritzen | sich zu ritzen | sich selbst verletzen | sich selbst zu verletzen | sich umbringen | sich umzubringen | se couper | se scarifier | se mutiler | se suicider | cortarse | autolesionarse | suicidarse | tagliarsi | farsi del male | suicidarsi | se cortar | se mutilar | se matar | zichzelf snijden | zichzelf te snijden | ciąć się | cięcia się | głodzenia się | głodzić się | okaleczania się | резать себя | kendini kes* | skära sig | svälta sig |
kill herself | kill himself | hurt herself | hurt himself | cut herself | cut himself | starve herself | starve himself | starving | stop eating | stops eating | eat nothing | jump off | jumping off | just do it and jump | umbringen soll | sich umbringt | hang herself | hang himself | end her life | end his life | se tuer | matarse | ammazzarsi`,
  urging: `encourag* | guide to | guide for | teach* | tutorial | inspir* | motivat* | convince* | ermutig* | ermunter* | anleitung* | incite* | apprend à | enseign* | anime a | animar a | enseña* | incoraggi* | insegna* | incentiv* | encoraj* | ensina* | aanmoedig* | aanzet* | zachęca* | poradnik* | побужда* | призыва* | teşvik* | öğret* | uppmuntra* |
tells her to | tells him to | tell her to | tell him to | telling her to | telling him to | push her to | push him to | get her to | get him to | challenge | que anime | qui pousse | spinga`,
  careful:
    'not to | avoid* | without | don t | never | stop | prevent* | help | support* | safe* | kitchen | knife | onion* | paper | scissors | slice | shaving | against | nicht | kein* | hilfe | messer | ne pas | évite* | aide* | cuisine | no te | evitar | ayuda | cocina | non | aiuto | cucina | não | ajuda | niet | hulp | nie | pomoc | не | помо* | yardım | inte | hjälp',
  farewell:
    'goodbye card | goodbye note | goodbye letter | goodbye message | farewell note | farewell card | abschiedskarte | abschiedsbrief | carte d adieu | carta de despedida',
  tonight:
    'doing it tonight | do it tonight | ends tonight | last night alive | gone tomorrow | won t be here | morgen nicht mehr da | ne serai plus là | ya no estaré',

  threat: `i know where you sleep | i know where you live | know where you sleep | i will find you | i ll find you | i m coming for you | i am coming for you | you can t hide | you re next | you are next | i am watching you | ich weiß wo du | ich werde dich finden | ich krieg* dich | je sais où tu | je te trouverai | je te retrouverai | sé dónde | te voy a encontrar | te encontraré | so dove | ti troverò | sei onde você | vou te achar | ik weet waar | wiem gdzie | znajdę cię | знаю где ты | тебя найду | найду тебя | nerede oturdu* | seni bulacağım | vet var du | hittar dig`,
  grave:
    'tombstone* | gravestone* | headstone* | coffin* | noose | obituary | grabstein* | todesanzeige* | pierre tombale | cercueil | lápida | ataúd | lapide | надгроб* | гроб*',
  frighten:
    'scare him | scare her | scare them | to scare | frighten* | next week s date | tomorrow s date | next month s date | angst mach* | einschüchter* | faire peur | asust* | spavent* | напуг*',
  humiliating: 'humiliat* | humilat* | demütig* | humili* | umilia* | humilh* | verneder* | poniża* | унижа* | aşağıla*',
  bully:
    'how ugly | how fat | how stupid | how dumb | how useless | wie hässlich | wie dumm | wie fett | combien moche | lo feo | lo fea | quanto è brutt* | como é fei* | hoe lelijk | jak brzydk* | какая урод* | ne kadar çirkin',

  fun: 'is fun | are fun | is cool | is awesome | is harmless | makes you happy | macht spaß | ist cool | ist harmlos | c est cool | es divertid* | è divertente | é divertido | это весело | это круто',
  weed: 'weed',
  deal: 'sell | selling | dealer* | dealing | per gram | prices | for sale | my plug | to high schoolers | to students',
  garden:
    'garden* | killer* | whacker* | lawn* | barrier* | control | trimmer* | puller* | spray* | yard* | pond | fabric | mat | eater | seed* | identif* | free | legal*',
  snow: 'snowemoji | pillemoji',
  perGram: 'plugemoji | per gram | per g | a gram | pro gramm | le gramme | el gramo | al grammo',

  /** Where somebody lives and how to reach them. */
  dwelling:
    'home address* | private address | full address | where she lives | where he lives | where does she live | where does he live | his address | her address | address and phone | phone number | mobile number | adresse | privatadresse* | handynummer* | telefonnummer* | wohnt sie | wohnt er | numéro de téléphone | où elle habite | dirección | número de teléfono | dónde vive | indirizzo | numero di telefono | dove abita | endereço | huisadres | telefoonnummer | numer telefonu | адрес | адресом | номер телефона | где живет | ev adresi* | telefon numara* | 住所 | 電話番号 | 住址 | 电话号码',
  whose:
    'who is the woman | who is the man | who is this woman | who is this man | who is she | who is he | find out who | wer ist die frau | wer ist der mann | qui est cette | quién es esta | quién es la | chi è questa | wie is deze',
  invited:
    'invit* | party | rsvp | lost | missing | found | business card* | thank you | birthday | wedding | retirement | moving | moved | new address | christmas | envelope* | umschlag | enveloppe | parcel | einlad* | feier* | geburtstag* | vermisst | entlaufen | visitenkarte* | anniversaire | fête | perdu* | carte de visite | cumpleaños | fiesta | perdid* | compleanno | festa | smarrit* | verjaardag* | приглаш* | день рождения | davet*',

  papers: `
passport* | driver s license* | drivers license* | driving licence* | birth certificate* | visa | vaccination card* | prescription* | banknote* | credit card* | reisepass | personalausweis* | führerschein* | ausweis | geldschein* | passeport* | carte d identité | permis de conduire | carné de conducir | passaport* | carta d identità | banconot* | paspoort* | rijbewijs | paszport* | паспорт* | pasaport* | ehliyet* | körkort* |
id | ids | perso | student card* | press card* | police badge* | warrant card* | medical certificate* | bank statement* | utility bill* | payslip* | pay slip* | diploma* | degree certificate* | covid certificate* | vaccine certificate* | vaccination certificate* | green card | work permit* | residence permit* | social security card* | boarding pass* | bills | dollar bill* | note | driving license* | identity card* | studentenausweis | impfpass* | krankschreibung* | attest | zeugnis* | gehaltsabrechnung* | kontoauszug* | rezept | certificat médical | ordonnance* | fiche de paie | arrêt maladie | arrêt de travail | carte vitale | billets de banque | dni | receta médica | título universitario | nómina | certificado médico | permiso de conducir | carnet | billetes | patente | certificato medico | ricetta medica | busta paga | carteira de motorista | atestado médico | rg falso | cnh | identiteitskaart | doktersbriefje | loonstrook* | dowód osobist* | dowodu | prawo jazdy | zwolnienie lekarskie | recept* | справк* | удостоверен* | водительск* прав* | больничн* | kimlik* | sağlık raporu | läkarintyg`,
  forged: `fake | forged | forge | counterfeit* | gefälscht* | faux | fausse* | contrefai* | fals* | contraff* | vals | vervals* | fałsz* | podrob* | поддел* | фальшив* | sahte* | förfalska* |
forging | bogus`,
  usable: `
real working | working number | valid number | someone else s name | somebody else s name | another person s name |
looks real | look real | looking stamp | looking valid | valid looking | that passes | pass a check | passes a check | get into clubs | fools people | that fools | for the landlord | ready to print | printable | true to size | both sides | hologram | in my name | with my name | with my face on | with my photo | with my picture | name to mine | name on this | the birth date | my birth date | birth year | date of birth on | says 1990 | so that it says | so it says | years older on | make me 18 | make me 21 | soll echt aussehen | echt aussehen* | echt aussieht | mit meinem bild | mit meinem foto | auf meinen namen | jahre älter | à mon nom | avec ma photo | a mi nombre | con mi foto | a mio nome | con la mia foto | em meu nome | com minha foto | op mijn naam | met mijn foto | na moje nazwisko | z moim zdjęciem | на мое имя | с моим фото* | с моей фото* | adıma | fotoğrafımla | with stamp | mit stempel | avec tampon | con sello | con timbro | letterhead`,
  makeBelieve: `
toy | toys | game | prop | props | film | movie | theatre | theater | stage play | costume | kids | specimen | museum | detect* | spot | spotting | recogni* | avoid* | warn* | against | protect* | scam | scams | police | pet | cat s | teddy* | spiel* | kinder | erkenn* | jeu | enfants | juguete | juego | teatro | niños | gioco | bambini | spel | dzieci | игр* | oyun* |
lost | renew* | apply | holder* | frame* | rules | how to get | requirements | appointment* | running club | for my dog | for my cat | best dog | bake sale | participation | baptism | template | empty form | sample | mockup | our clinic | our company | our school | our club | my own signature | collection | collector* | album | history of`,
  dossier:
    'ssn | social security number* | credit card number* | passport number* | medical record* | patient record* | patient file* | patient s full name | patient s name | patient s record* | patient s diagnosis | patientenakte* | krankenakte* | dossier médical | historia clínica | cartella clinica',
  publish:
    'print | post it | poster | banner | publish* | leak | leaks | put it up | read it | drucke* | plakat* | veröffentlich* | affiche* | publi* | imprim* | cartel | stampa | manifesto',
  guarding:
    'never | don t | do not | protect* | privacy | phishing | scam* | warn* | safe* | secret | hide | blur* | redact* | remove | cover | nie | nicht | schütz* | jamais | protég* | nunca | protege* | mai | protegg*',

  tug: 'pull | pulls | pulling | tug | slide | slides | sliding | zieh | tire | baja | tira',
  down: 'down | runter | vers le bas | abajo | giù',
  rays: 'x ray vision | xray vision | x ray edit | x ray filter | x ray goggles | x ray glasses | röntgenblick | röntgenbrille',
  through: 'through the | through her | through his | durch die | durch ihre',
  caught:
    'caught | spied on | hidden camera | secretly | sneaked | peeked | walked in on | erwischt | heimlich | surpris* | di nascosto | stiekem | тайком | gizlice',

  /** Whom nobody recruits for in good faith, and how it is done. */
  terrorists: `isis | isil | daesh | daech | islamic state | islamischen staat | islamischer staat | für den is | état islamique | estado islámico | stato islamico | islamitische staat | państwo islamskie | państwa islamskiego | игил | исламское государство | işid | islamiska staten | イスラム国 | 伊斯兰国 | 이슬람국가 | داعش | caliphate | kalifat* | al qaeda | al qaida | al kaida | al shabaab | boko haram | atomwaffen division | combat 18 | hamas brigades | jihad* | dschihad* | yihad | djihad* | mujahid* | infidels`,
  recruiting: `recruit* | join | joins | fight for | fights for | fighting for | call to arms | call to fight | to fight | pledge* | allegiance | martyr* | glory | kill the | death to the | banner* | flyer for | training video | rekrut* | werbeplakat* | werbung für | komm in den | schließ dich | schließt euch | recrutement | rejoins | rejoignez | reclutamiento | únete | alistarse | reclutamento | unisciti | arruolati | recrutamento | junte se | werving | sluit je aan | dołącz | вступай* | вербов* | пропаганд* | katıl | propaganda* | värvning | 勧誘 | 招募 | 모집 | تجنيد | انضم`,

  /** So many dead as can be. */
  manyDead: `as many people as possible | as many as possible | most people | most victims | most casualties | maximum casualties | many casualties | highest death toll | body count | hits the most | kill everyone | kills everyone | more effective | most effective | wo am meisten | am meisten trifft | am meisten menschen | möglichst viele menschen | möglichst viele tote | le plus de victimes | plus de monde possible | más víctimas | más gente posible | più vittime | più persone possibile | mais vítimas | zoveel mogelijk | jak najwięcej ofiar | больше жертв | побольше людей | en çok kişi | så många som möjligt`,
  assault: `attack | bomb* | die | dies | kill* | hit | hits | backpack* | explosi* | truck | lorry | lkw | ram | shoot* | stab* | blow up | crash* | trifft | töten | sterben | attaque* | tuer | camion | atacar | matar | colpire | uccidere | atingir | caminhão | aanval* | doden | vrachtwagen | zabić | ciężarów* | убить | взорвать | грузовик* | öldür* | kamyon* | döda | lastbil*`,

  /** What many depend on, and bringing it down. */
  lifeline: `train | trains | railway* | rail line | power grid* | electric* grid | grid of | substation* | power plant* | dam | bridge of the | airliner* | passenger plane* | airplane | pipeline* | water plant* | waterworks | subway line | metro line | hospital network | stromnetz* | zug entgleis* | bahnstrecke* | umspannwerk* | staudamm* | réseau électrique | voie ferrée | barrage | red eléctrica | vía férrea | presa | rete elettrica | binari | diga | rede elétrica | ferrovia | stroomnet* | spoorlijn* | sieć energetyczn* | tory kolejow* | электросет* | поезд* | плотин* | elektrik şebeke* | tren rayı | elnät*`,
  sabotage: `derail* | bring down | blow up | shoot down | take down | knock out | black out | burn down | entgleis* lassen | lahmleg* | sprengen | zum absturz | faire sauter | descarril* | volar | deragliare | far saltare | explodir | ontsporen | opblazen | wykole* | sabot* | wysadzić | пустить под откос | диверси* | взорвать | raydan çıkar* | spåra ur | spräng*`,
  instruct: `how to | how do i | step by step | step for step | guide | manual | instructions | plan to | a plan | tutorial | draw how | blueprint* | anleitung | wie man | schritt für schritt | comment | étape par étape | cómo | paso a paso | come si | passo passo | passo a passo | hoe | stap voor stap | jak | krok po kroku | как | пошагов* | nasıl | adım adım | hur man | steg för steg`,

  noose: `noose* | hangman s knot | gallows knot | galgenknoten | galgenstrick | henkersknoten | nœud coulant | nœud de pendu | nudo de horca | nudo corredizo | soga al cuello | cappio | nodo scorsoio | laço da forca | nó de forca | strop om | pętl* wisielcz* | петл* для себя | петлю для | завязать петлю | ilmek at | snara till | 首吊り | 上吊 | 올가미 | مشنقة`,
  forOneself: `how to | how do i | tutorial | instructions | instruction | tie | tying | for me | my neck | myself | tonight | anleitung | mir | mich | comment | pour moi | pour en finir | cómo | para mí | come | per me | para mim | hoe | jak | как | себя | nasıl | hur`,
} as const;

/** What stands near what, of the ideas that have files of their own. */
export const DEED_ROWS: readonly Row[] = [...TERROR_ROWS, ...DESPAIR_ROWS, ...PAPERS_ROWS, ...PERSONS_ROWS];

/** Innocent beside the words of these ideas. */
export const DEED_PHRASES = `obraz | obrazek | obrazk* | obrazem | obrazu | obrazy | koks und briketts | fake it | fake news | fake fur | fake plants | fake leather | faux marbre | faux plafond | faux cuir | fork bomb* | speed dating | photo booth | passport photo* | self harm for teachers | laughs at the teacher s joke | आत्महत्या रोकथाम | من الانتحار`;
