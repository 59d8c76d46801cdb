/**
 * Whether a change harms nobody in a picture, which is known of few changes: background, weather, season, time of day, light, colours, crop, size, frame, the style of the whole, and
 * things that are plainly not on anybody. The list is closed: every word of the request has to be known, and a person may be named in it only to say where
 * ("behind her", "this photo of my boss"). Whatever else is asked is not known to be harmless.
 */
import { CONCEPTS } from './concepts.ts';
import { EDITS } from './edits.ts';
import { normalise } from './normalise.ts';
import { isPerson, POINTS_ELSEWHERE, personsIn, withoutPersons } from './persons.ts';
import { isUnspaced, readingsOf } from './reading.ts';
import { spotters } from './spots.ts';
import { listOf, setOf, wordsIn } from './word-lists.ts';

const BACKGROUND = listOf(
  `background* backdrop sky surroundings scenery hintergrund* himmel umgebung fond arriere plan decor ciel fondo cielo sfondo fundo ceu achtergrond* lucht tlo tla tle niebo фон* небо
   arkaplan* arka plan* fonu gokyuzu* bakgrund* himlen 背景 空 天空 배경 하늘 خلفية الخلفية السماء`,
);

/** What may be changed. */
const WHAT = listOf(
  `colour colours color colors weather rain rainy raining snow snowy snowing fog foggy mist misty storm cloud clouds cloudy sunny sunset sunrise sunlight dusk dawn night nighttime day daytime daylight noon evening morning afternoon
   season seasons winter wintry summer spring autumn light lights lighting lit brightness bright brighter brighten dark darker darken dim dimmer contrast exposure saturation saturated desaturate hue
   warmth warmer cooler sharp sharper sharpen sharpness blur blurry noise grain grainy denoise crop crops cropped cropping trim rotate rotated upright straighten flip mirror mirrored resize
   rescale upscale enlarge zoom resolution bigger larger smaller size width height ratio square aspect frame framed border margin padding monochrome greyscale grayscale sepia vintage
   watercolo* sketch painting oil pencil charcoal pastel comic cartoon style pixel impressionis* anime filter vignette watermark logo font letters stamp
   tree trees flower flowers plant plants bush bird birds butterfly balloon balloons confetti star stars moon sun rainbow mountain mountains hill hills beach sea ocean lake river forest park meadow
   field city skyline street road house houses building buildings bridge fence bench car cars truck bus bicycle bike lamp lamps table desk cup mug plate vase window windows wall walls floor
   ceiling curtain curtains shelf pole wire wires cable cables bin trash litter stain stains scratch scratches dust glare reflection reflections shadow shadows artefacts artifacts`,
  `wetter regen schnee schneien nebel wolke* sonnig sonnenuntergang sonnenaufgang sonne mond sterne nacht nachts tag abend morgen winter sommer fruhling herbst licht beleuchtung helligkeit hell heller aufhell*
   dunkel dunkler kontrast sattigung scharf* scharfer zuschneid* schneide beschneid* dreh* spiegel* vergrosser* verkleiner* grosser kleiner rahmen rand aquarell* skizze zeichnung
   bleistift* olgemalde stil schriftgrosse schrift baum baume blume* haus wand lampe tisch auto strasse wasserzeichen schatten`,
  `meteo temps pluie neige brouillard nuage* ensoleille coucher lever soleil lune etoiles nuit jour soir matin hiver ete printemps automne lumiere luminosite clair claire eclairci* sombre assombri* contraste
   saturation net nette nettete recadre* rogne* tourne* pivote* retourne* agrandi* redui* plus grand grande petit petite cadre bordure aquarelle croquis dessin crayon huile style police arbre* fleur*
   maison mur lampe table voiture rue filigrane ombre*`,
  `clima lluvia nieve niebla nube* soleado atardecer amanecer sol luna estrellas noche dia tarde manana invierno verano primavera otono luz iluminacion brillo clara claro aclar* oscur* contraste saturacion
   nitid* recort* gira* rota* refleja* agrand* ampli* reduc* marco borde acuarela boceto dibujo lapiz oleo estilo fuente letra arbol* flor flores casa pared lampara mesa coche calle sombra*`,
  `tempo pioggia neve nebbia nuvol* soleggiato tramonto alba sole luna stelle notte giorno sera mattina inverno estate primavera autunno luce luminosita chiara chiaro schiari* scur* contrasto saturazione nitid*
   ritagli* ruota* gira specchi* ingrandi* rimpicciol* cornice bordo acquerello schizzo disegno matita olio stile carattere albero alberi fiore fiori casa parete lampada tavolo macchina strada ombra ombre`,
  `chuva neve neblina nuvem nuvens ensolarado lua estrelas noite dia manha inverno verao primavera outono luz brilho clareia clarear claro escur* contraste saturacao nitid* recorta* corta cortar gira aumenta diminui
   moldura borda aquarela esboco desenho lapis oleo estilo arvore* flor flores casa parede lampada mesa carro rua sombra*`,
  `weer regen sneeuw mist wolk* zonnig zonsondergang zonsopgang zon maan sterren nacht avond ochtend winter zomer lente herfst helder* licht lichter donker donkerder contrast verzadiging scherp* bijsnij* snij draai* spiegel*
   vergroot verklein groter kleiner lijst rand schets tekening potlood olieverf stijl boom bomen bloem* huis muur lamp tafel auto straat schaduw*`,
  `pogod* deszcz* snieg* mgl* chmur* zachod* slonc* noc nocy dzien zima zimowy lato jesien wiosn* swiatl* jasnosc* jasniej* rozjasn* ciemniej* przyciemn* kontrast* nasyceni* ostrosc* wyostrz* przytnij kadruj obroc* powieksz* pomniejsz* ramk* akwarel* szkic* rysunek
   олов* styl* drzew* kwiat* dom domy scian* lamp* stol* погод* дожд* снег* туман* облак* закат* рассвет* ноч* день зим* лет* осен* весн* свет* ярк* ярче темнее контраст* насыщен* резк* обрежь обрез* поверни отрази увелич* уменьш* рамк* акварел*
   эскиз* рисунок карандаш* стил* дерев* цвет* дом стен* ламп* стол*`,
  `hava yagmur* kar karli sis bulut* gunesli gunbatimi gece gunduz kis yaz sonbahar ilkbahar isik isig* parlak* karanlik* kontrast* doygunluk keskin* kirp* dondur* buyut* kucult* cerceve* suluboya* karakalem* stil* agac* cicek* ev duvar* lamba* masa*
   vader regn sno dimma moln solnedgang natt dag vinter sommar host ljus ljusare ljusstyrka mork morkare kontrast mattnad skarp* beskar* rotera spegla storre mindre ram kant akvarell* skiss* teckning blyerts* stil trad blommor hus vagg lampa bord`,
  `明るく 明るさ 暗く コントラスト 彩度 雨 雪 霧 雲 夕焼け 夕日 朝 夜 昼 冬 夏 春 秋 トリミング 切り抜 回転 反転 拡大 縮小 枠 白黒 モノクロ セピア 水彩 スケッチ 鉛筆 油絵 スタイル 木 花 月 星 海 山 森 街
   亮度 调亮 变亮 调暗 变暗 对比度 饱和度 下雨 下雪 雾 云 日落 日出 夜晚 白天 冬天 夏天 春天 秋天 裁剪 旋转 翻转 放大 缩小 边框 黑白 水彩 素描 铅笔 油画 风格 树 花 海滩 沙滩 办公室
   밝게 밝기 어둡게 대비 채도 비 눈 안개 구름 노을 밤 낮 겨울 여름 봄 가을 자르 잘라 회전 확대 축소 테두리 흑백 수채화 스케치 연필 유화 스타일 나무 꽃 바다 산 숲`,
  'طقس مطر ثلج ضباب غيوم غروب شروق ليل نهار شتاء صيف اضاءة سطوع التباين ابيض اسود اطار مائية رسم شجرة اشجار ورود',
);

/** A picture itself, and its colours. */
const PICTURE = listOf(
  `photo photos picture pictures pic pics image images shot portrait selfie snapshot upload version copy foto fotos fotografie bild bildes bilds photographie imagen imagenes immagine imagem plaatje afbeelding zdjecie zdjecia
   zdjeciu фото фотографи* снимок картинк* fotograf* resim resmi bilden fotot 写真 画像 照片 图片 사진 이미지 صورة الصورة`,
);
const SAID_WITH = listOf(
  `a an the this that these those it its some any all whole entire entirely please pls can could you would i d like want need to let lets s in on at of with from by for into onto as and or so but then also just only too very much more
   less bit little lot slightly make made making turn change changed set put add adding remove removing delete erase take get rid out away replace swap switch convert adjust fix improve increase reduce lower raise give
   use keep leave have has be is are was looks look new different nice nicer soft softer deep deeper rich richer strong stronger vivid clean cleaner clear clearer plain simple warm cold red blue green yellow orange purple
   pink white black grey gray brown golden silver transparent left right top bottom upper lower middle centre center centred centered side sides edge edges corner corners half degrees percent px there here now not don t no
   without everything else same rest unchanged behind around above below between near next beside under over front across hi hello hey thanks thank ok okay attached uploaded file my our your`,
  `mach mache bitte kannst du den die das der dem des ein eine einen einem einer und auf in im am an bei von vom mit durch zu zum zur als fur statt ersetze ersetzen entferne entfernen andere andern fuge hinzu nimm weg
   weiss schwarz rot blau grun gelb grau weicher etwas viel mehr weniger ganze ganzen alles links rechts oben unten hinter um uber unter neben vor ihm`,
  `mets met rends fais change remplace enleve supprime ajoute s il te vous plait le la les l un une des du de d et en au aux sur dans par avec pour sans ce cet cette blanc blanche noir noire rouge bleu bleue vert verte jaune gris
   tout toute un peu plus moins derriere autour gauche droite haut bas`,
  `pon haz cambia quita elimina anade agrega reemplaza por favor el los las un una unos unas de del y en al con para sin este esta blanco blanca negro negra rojo azul verde amarillo gris todo toda un poco mas menos detras alrededor
   metti rendi fai cambia togli rimuovi aggiungi sostituisci il lo gli i uno dello della dei e nel nella sul sulla con per questa questo bianco bianca nero nera rosso blu giallo grigio tutta tutto piu meno dietro intorno
   coloca deixa faz muda tira remove adiciona troca o os as um uma do da dos das no na nos nas com essa esse preto branca branco preta azul vermelho amarelo cinza mais atras redor em
   maak zet verander vervang verwijder haal voeg toe alsjeblieft het een van op door voor deze dit zwart wit rood blauw groen geel grijs heel hele beetje meer minder achter rond links rechts
   zrob zmien usun dodaj prosze na w z za ze wokol tym to tego bialy biale czarny czarno czerwony niebieski zielony caly troche bardziej mniej`,
  `сделай измени убери удали добавь замени пожалуйста на в с за вокруг это этом эту этой бел* черн* красн* син* зелен* весь всю немного более менее и чуть
   yap degistir kaldir ekle lutfen bu su ve bir icin ile beyaz siyah kirmizi mavi yesil daha biraz arkasindaki arkasina
   gor andra ta bort byt lagg till tack den det en ett pa av med och bakom runt vit svart rod bla gron hela lite mer mindre till`,
  `を に の は が と で へ して ください にして 変えて 替えて 消して 追加 入れて もっと 少し 全体 この 白 黒 赤 青 緑 的 把 变成 改成 换成 换 去掉 加 上 一点 请 这张 这 里 后面 白色 黑色 红色 蓝色 绿色 成
   을 를 이 가 의 에 로 으로 만들어 바꿔 바꾸 줘 주세요 해 제거 추가 조금 더 이 전체 하얀 검은 빨간 파란 뒤`,
  'اجعل غير ازل احذف اضف من فضلك في على الى من مع هذه هذا خلف حول اللون ابيض ازرق احمر اخضر',
);

const LISTED = [BACKGROUND, WHAT, PICTURE, SAID_WITH];

/** What stands behind a background is up to who asks, but for people and what they wear or lack. */
const INTO = setOf('to with into by for zu durch gegen mit in par en pour por con per com met door naar na på till на ile');
const SET_IN = /(?: in| as| into| for)(?: the| a| his| her| this)? (?:background|backdrop) $/;
const PLACES =
  setOf(`behind around of from near beside next above between under hinter um von vom derriere autour de du d detras del alrededor dietro intorno di della del atras da do das dos achter rond van za wokol z ze za с за вокруг на
   bakom runt av`);
const UNSPACED_PLACES = '後ろ 周り まわり 写真 画像 后面 背后 身后 周围 照片 图片 뒤 주변 사진'
  .split(' ')
  .map((sign) => normalise(sign).trim());
/** So far before a person such a word may stand: `of my new boss`. */
const PLACE_WORDS = 3;
const KEEPS = new Set(['keep', 'leave', 'touch', 'changing']);
const SHOWN_AT = / (?:is|are|s|was|stays?|unchanged|alone) (?:too |in |at |on |to |cut |now |$)/y;

/** Said as one, and cut by no `and`. */
const TWO_COLOURS =
  /\b(?:black and white|black & white|b ?[&/] ?w|schwarz[ -](?:und[ -])?wei(?:ß|ss)\w*|noir et blanc|blanco y negro|bianco e nero|preto e branco|zwart[ -]?wit|czarno[ -]bia\S+|ч[её]рно-бел\S+|siyah beyaz|svartvi\w+)/giu;
const CLAUSE_END =
  /[,;.:!?\n、。，；：！？]+|(?<!\p{L})(?:and|then|but|while|plus|und|dann|et|puis|mais|y|luego|e|poi|i|potem|и|потом|ve|sonra|och|sedan)(?!\p{L})/iu;

const WORN = spotters({
  garment: CONCEPTS.garment,
  bare: CONCEPTS.bare,
  lewd: CONCEPTS.lewd,
  torso: EDITS.torso,
  intimate: EDITS.intimate,
});

/** `also`: phrases that a policy calls harmless. */
export function isHarmless(words: string, also: readonly string[] = []): boolean {
  const own = also.map((phrase) => normalise(phrase).trim()).filter((phrase) => phrase !== '');
  const clauses = words
    .replace(TWO_COLOURS, ' monochrome ')
    .split(CLAUSE_END)
    .map((clause) => own.reduce((rest, phrase) => rest.replaceAll(` ${phrase} `, ' monochrome '), normalise(clause)))
    .filter((plain) => plain.trim() !== '');
  return clauses.some(namesWhat) && clauses.every(isKnown);
}

const namesWhat = (plain: string): boolean =>
  wordsIn(plain).some((word) => [BACKGROUND, WHAT].some((list) => list.has(word) || (isUnspaced(word) && list.without(word) !== word)));

function isKnown(plain: string): boolean {
  const words = wordsIn(plain);
  const persons = personsIn(plain, true);
  if (!persons.every(({ at }) => isPlace(words, at))) return false;
  const named = new Set(persons.flatMap(({ at }) => (isUnspaced(words[at] ?? '') ? [] : [at])));
  const isOpen = openWords(plain, words);
  return words.every((word, at) => named.has(at) || isListed(word) || isOpen(at));
}

/** A person in it says where, or which picture, and is not what is changed. */
function isPlace(words: readonly string[], at: number): boolean {
  const before = words.slice(Math.max(0, at - PLACE_WORDS), at);
  if (before.some((word) => PLACES.has(word) || PICTURE.has(word)) || KEEPS.has(before.at(-1) ?? '')) return true;
  if (words.slice(at + 1, at + 3).some((word) => PICTURE.has(word) || BACKGROUND.has(word))) return true;
  if (isUnspaced(words[at] ?? ''))
    return UNSPACED_PLACES.some((sign) =>
      words
        .slice(at, at + 2)
        .join('')
        .includes(sign),
    );
  SHOWN_AT.lastIndex = 0;
  return SHOWN_AT.test(` ${words.slice(at + 1).join(' ')} `);
}

function isListed(word: string): boolean {
  if (/^[#\d]/.test(word)) return true;
  if (POINTS_ELSEWHERE.has(word) || LISTED.some((list) => list.has(word))) return true;
  return isUnspaced(word) && LISTED.reduce((rest, list) => list.without(rest), withoutPersons(word)) === '';
}

/** Which words say what the background is to be. */
function openWords(plain: string, words: readonly string[]): (at: number) => boolean {
  const ground = words.findIndex((word) => BACKGROUND.has(word));
  if (ground < 0) return () => false;
  const into = words.findIndex((word, at) => at > ground && INTO.has(word));
  const from = SET_IN.test(plain) ? 1 : into;
  const open = words.slice(from < 0 ? words.length : from);
  const [reading] = readingsOf(open.join(' '), () => undefined);
  const isWorn = reading !== undefined && WORN(reading).size > 0;
  if (isWorn || open.some(isPerson)) return () => false;
  return (at) => from >= 0 && at >= from;
}
