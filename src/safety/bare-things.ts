/** Things that are called naked and are not people, in many languages: the eye, the truth, a rock, the emperor of the tale. */

/** What they are called, and the things; either may come first. */
const BARE_THINGS: readonly (readonly [called: string, things: string])[] = [
  [
    'naked|nude|bare',
    'ape|gun|hosiery|mice|mouse|cat|cats|lunch|facts|wire|wires|cable|bird|birds|chick|chicks|chicken|brick|bricks|concrete|ground|hill|hills|slope|slopes|branch|branches|twig|twigs|singularity|singularities|emperor|king in the tale|rat|mole rat|mole rats|bike ride|cake|eye|truth|rock|rocks|tree|trees|mountain|mountains|wall|flame|bulb|doll|mannequin|statue|lipstick',
  ],
  ['topless|bottomless', 'jeep|convertible|car|bus|brunch|pit|roadster|cab|basket|coffee|fries|tour bus'],
  ['stripper for|stripper', 'wallpaper|old wallpaper|paint|old paint|varnish|floor|floors|glue|wire|wires|cable'],
  [
    'erection of a|erection of the',
    'tent|fence|building|house|tower|eiffel|wall|scaffold|scaffolding|statue|monument|bridge|barn|mast|shed',
  ],
  ['tar av sig|tager af sig|tar av seg', 'mössan|hatten|skorna|jackan|vantarna|glasögonen|ringen|halsduken|skoene|jakken|huen|luen'],
  [
    'without clothes|unclothed|undressed|undress|undress the',
    'doll|teddy|mannequin|dummy|toy|tree|trees|christmas tree|salad|bed|table|cake|snowman|puppet',
  ],
  [
    'nackt|nackter|nackte|nacktes|nackten',
    'vogel|vögelchen|küken|tatsache|tatsachen|zahlen|fakten|ast|äste|zweige|beton|kabel|draht|katze|maus|mäuse|hügel|panik|kaiser|könig|fels|felsen|baum|bäume|berge|wand|wände|wahrheit|wahnsinn|auge|boden|erde|puppe|glühbirne|maulwurfsratte|statue',
  ],
  ['ohne kleidung', 'teddybär|teddy|puppe|schaufensterpuppe'],
  [
    'nu|nue|nus|nues',
    'fil|fils|câble|propriété|branches nues|souris|chat|roi|empereur|arbre|arbres|rat taupe|rocher|roche|mur|murs|vérité|poupée|ampoule|œil|sol|branche|branches|statue',
  ],
  [
    'desnudo|desnuda|desnudos|desnudas',
    'cable|cables|hechos|rey|rey va|emperador|árbol|árboles|rata topo|ratas topo|roca|rocas|montaña|pared|verdad|muñeca|bombilla|ramas|estatua',
  ],
  [
    'nudo|nuda|nudi|nude|spoglio|spogli',
    'cavo|cavi|fatti|crudi|terra|ramo|rami|re|re è|imperatore|albero|alberi|ratto talpa|talpa|roccia|rocce|muro|verità|bambola|lampadina|statua',
  ],
  [
    'nu|nua|nus|nuas|pelado|pelada',
    'fio|fios|cabo|fatos|galho|galhos|rei|rei vai|imperador|árvore|rato toupeira|rocha|rochas|parede|verdade|boneca|lâmpada|estátua',
  ],
  [
    'naakt|naakte|kaal|kale|blote',
    'kabel|draad|feiten|tak|takken|kat|keizer|koning|molrat|rots|rotsen|boom|bomen|muur|waarheid|pop|gloeilamp|beeld',
  ],
  [
    'nagi|naga|nagie|nago|goły|gołe',
    'fakt|fakty|kabel|drut|gałąź|gałęzie|kot|król|król jest|cesarz|golec|drzewo|drzewa|skała|skały|góry|ściana|prawda|lalka|żarówka|kret',
  ],
  [
    'голый|голая|голые|голое|обнаженная|обнаженный',
    'провод|провода|гол|факт|факты|земля|склон|кот|король|землекоп|скала|скалы|дерево|деревья|гора|горы|стена|правда|кукла|лампочка|ветки|статуя',
  ],
  [
    'çıplak',
    'kablo|tel|teller|gerçekler|dal|dallar|tepe|kedi|kral|dağ|dağlar|ağaç|ağaçlar|kaya|kayalar|duvar|gerçek|ampul|fare|kör fare|köstebek|göz|ayak|heykel',
  ],
  [
    'naken|nakna|naket|nøgen|nøgne',
    'sanningen|sandhed|sandheden|fakta|gren|grenar|grene|kabel|träden|træ|træer|fågelunge|katt|kat|kejsare|kung|råtta|mullvadsråtta|klippa|klippor|träd|trädet|berg|vägg|sanning|docka|rotte|muldvarp|rotta',
  ],
];

/** What is called naked where a work of art is meant; words that mean anything else besides are none of them. */
export const CALLED_BARE = `
${BARE_THINGS.flatMap(([called]) => (/^(?:without|ohne|stripper|erection|tar)/.test(called) ? [] : [called])).join('|')} | nudity |
nackt* | femme nue | homme nu | femmes nues | corps nu | donna nuda | uomo nudo | nagie* | голую | голого | обнаженн* | 裸体 | 裸の | 裸婦 | の裸 | 全裸 | 裸女 | 裸男 | ヌード | 나체 | 누드 | عارية | عاري | عراة`;

/** Works of art, those who made them, and drawing from life. Of a policy that refuses the sexual, none of it is that. */
export const WORKS_OF_ART = `
statue* | statuette* | sculpt* | marble figure* | marble nude* | marble torso* | in marble | of marble | from marble | bronze figure* | bas relief | fresco* | figurine from | life drawing* | figure drawing* | life class | life model* | art history | old master* | oil painting by | painting by | painted by | renaissance | baroque | greek vase* | kouros | venus of | venus de | birth of venus |
maja | maya desnuda | goya | botticelli | michelangelo* | michel ange | miguel ángel | donatello* | rodin | modigliani | titian | tizian* | tiziano | rubens | giorgione | ingres | manet | duchamp | descending a staircase | schiele | canova | bernini | velázquez | davide di |
skulptur* | marmorfigur* | marmorstatu* | marmorbild* | marmorakt* | marmorplastik* | aus marmor | bronzefigur* | plastik von | aktzeichn* | aktstudie* | gemälde von | estatua* | escultur* | de mármol | dibujo del natural | cuadro de | estátua* | de mármore | desenho de modelo | statua | statue | statuen | scultur* | di marmo | in marmo | disegno dal vero | dipinto di | modèle vivant | en marbre | de marbre | tableau de |
standbeeld* | beeldhouw* | van marmer | modeltekenen | posąg* | rzeźb* | z marmuru | marmurow* | obraz* olejn* | статуи | статую | статуя | статуй | скульптур* | из мрамора | мраморн* | heykel* | staty | statyn | kroki | croquis |
彫刻 | 彫像 | 石膏 | デッサン | 雕塑 | 雕像 | 石像 | 素描 | 조각 | 석고 | 크로키 | تمثال | تماثيل | منحوت*`;

/** Of scripts without spaces, as they stand. */
const UNSPACED = `裸の王様|裸の木|裸の岩|ハダカデバネズミ|裸鼹鼠|裸鼴鼠|裸岩|裸眼|裸露的岩石|皇帝的新衣|벌거벗은 임금님|벌거벗은 나무|벌거숭이두더지쥐|벌거숭이 두더지쥐|벌거숭이 산|벌거벗은 산`;

/** As a list of phrases: `naked eye | …`. */
export const BARE_PHRASES = [
  ...BARE_THINGS.flatMap(([called, things]) =>
    called.split('|').flatMap((word) => things.split('|').flatMap((thing) => [`${word} ${thing}`, `${thing} ${word}`])),
  ),
  ...UNSPACED.split('|'),
  'nakenråtta* | nøgenrotte* | nøgenmuldvarp* | nakenrotte* | mata telanjang | tikus telanjang | tikus mondok telanjang | tikus mol telanjang | kaisar telanjang | raja telanjang | pohon telanjang',
  'threesome of golfers | golf threesome | orgy of colours | orgy of colors | orgy of flowers | orgy of food | cream pie in the face | banana cream pie | coconut cream pie | lemon cream pie | cream pie recipe | fetish figure* | fetish priest* | nail fetish | wet t shirt drying | wet t shirt on a line | playboy of the western | town of dildo | dildo in newfoundland | intercourse pennsylvania | vulva anatomy | anatomy of the vulva | vulva health',
].join(' | ');
