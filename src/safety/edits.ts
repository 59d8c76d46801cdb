/**
 * Ideas of how a picture of somebody is changed so that it shows their body, said in other ways than by taking clothes off: clothes
 * lost or forgotten, filled with skin, switched off; as concepts.ts has others, put together in ideas.ts.
 */

import { CONCEPTS } from './concepts.ts';

/** What clothes are put on, hung on or kept in, and what wears none: nobody is undressed when they are taken from there. */
const THINGS = `
chair* | sofa | couch | hanger* | hook* | floor | pile | rack* | dog | dog s | cat | cat s | teddy | doll* | mannequin* | dummy | scarecrow* | snowman | shelf | shelves | basket* | machine | dryer | bag | suitcase | background | behind me | tree | clothes line | clothesline | laundr* | washing line | shop | store | shop window | curtain* | salad | robot | emoji | icon* | template |
stuhl | stuhls | sessel | haken | boden | haufen | hund | katze | puppe | schaufenster* | wäscheleine | regal | koffer | hintergrund | teddy | teddybär | chaise | fauteuil | cintre | sol | tas | chien | chat | mannequin | poupée | valise | arrière plan | vitrine | silla | percha | suelo | perro | gato | maniquí | muñeca | maleta | fondo | escaparate | sedia | poltrona | gruccia | pavimento | cane | gatto | manichino | bambola | valigia | sfondo | vetrina | cadeira | cabide | chão | cachorro | manequim | boneca | mala | stoel | kapstok | vloer | hond | pop | paspop | koffer | achtergrond | etalage | krzesł* | wieszak* | podłog* | pies | psa | manekin* | lalk* | walizk* | tł* | стул* | крес* | вешалк* | пол | собак* | кот* | манекен* | кукл* | чемодан* | фон* | sandalye* | askı* | yer* | köpek* | kedi* | manken* | bebek oyuncak | bavul* | arka plan* | stol | stolen | galge* | golvet | hund* | docka* | bakgrund* | 椅子 | 床の | ハンガー | 犬 | 猫 | マネキン | 人形 | 背景 | 狗 | 猫 | 模特架 | 玩偶 | 의자 | 옷걸이 | 강아지 | 고양이 | 마네킹 | 인형 | 배경 | الكرسي | كرسي | دمية | خلفية`;

export const EDITS = {
  thing: `${CONCEPTS.everyday} | ${THINGS}`,

  /** Said right before clothes that somebody has lost, forgotten or hidden, not taken off. */
  mislaid: `
open the | opens the | opened the | open her | open his | unwrap* | unlace* | loosen* | part the | untuck* | öffne ihr* | öffne ihre | ouvre son | ouvre sa | abre su | ábrele | apri la sua | abra a | rozepnij | расстегни | lost her | lost his | lost their | lose her | lose his | loses her | loses his | losing her | losing his | forgot her | forgot his | forgets her | forgets his | forgot to wear | left her | left his | hide her | hide his | hide their | hides her | hides his | lower her | lower his | lowers her | lift her | lift his | lifts his | raise his | open up her | open up his | skip the | skip her | omit her | omit the | drop the | drop his | drops his | shed her | shed his | sheds her | banish her | free her from | free him from | relieve her of | help her out of | help him out of | her way out of | stole her | steal her | blew her | blew off | burn her | burn off |
ihr fehlt | ihm fehlt | verlor ihr | verlor ihren | verlor seine | vergaß ihr | vergaß ihren | befrei* sie von | il lui manque | lui manque son | le falta | le faltan | le falte | le manca | le mancano | falta lhe | mist haar | brakuje jej | ей не хватает | потеряла | hon har tappat`,

  /** Words of editing programs for what is to be no more. */
  voided: `
negative | none | null | nil | undefined | false | opacity | alpha | visibility | hidden | inpaint* | outpaint* | denoise* | mask | masked | unmask* | layer off | toggle | disable* | deactivate* | deselect | uncheck | turn off | turned off | switch off | switched off | zero | empty | nothing | invisible | content aware fill | generative fill | heal brush | healing brush | clone stamp | delete layer | hide layer | remove layer | diff | ausblenden | deaktivier* | désactive* | masquer | desactiva* | disattiva* | desativa* | uitschakel* | wyłącz* | отключи* | выключи* | kapat | stäng av | オフ | 关闭 | 끄기`,

  skin: `
realistic skin | bare skin | natural skin | skin texture | plain skin | smooth skin | body skin | real skin | her skin | his skin | skin tone | skin pixels | with skin | to skin | human skin | nackte haut | nackter haut | bloße haut | peau nue | texture de peau | piel desnuda | piel realista | textura de piel | pelle nuda | pelle realistica | pele nua | pele realista | blote huid | realistische huid | nagą skórę | nagiej skór* | голой кож* | голую кож* | çıplak ten | ten dokusu | bar hud | naken hud | 素肌 | 肌に | 皮肤 | 맨살 | 피부로 | جلد عار* | بشرة عارية`,
  /** Where clothes are. */
  region: `
neck down | neck downwards | below the neck | below her neck | waist down | waist up | below the waist | chest | torso | her body | his body | the body | whole body | entire body | shoulders down | chin down | collarbone down | hips | thighs | instead of | clothed area* | clothing area* | clothed region* | outfit* | clothes | dress | shirt | top | hals abwärts | oberkörper | körper | cou aux | torse | corps | cuello para abajo | cuerpo | collo in giù | corpo | pescoço para baixo | nek naar beneden | lichaam | ciał* | тел* | vücud* | kropp* | 首から下 | 体 | 脖子以下 | 목 아래 | 몸 | جسد*`,

  expose: `
expose* | exposing | uncover* | unveil* | reveal | reveals | denude* | lay bare | show off | shows off | entblöß* | enthüll* | freileg* | dévoile* | découvre* | destapa* | muestra todo | descubr* su | scopri il suo | scopri le | svela* | exponha | mostre todo | onthul* | ontbloot* | odsłoń | odkryj | обнажи* | оголи* | açığa çıkar* | ortaya çıkar* | blotta* | avslöja | 露わ | あらわに | さらけ出 | 露出 | 裸露 | 暴露她 | 暴露他 | 드러내 | 노출 | اكشف*`,
  torso: `
body | bodies | chest | breast* | boobs | torso | private* | nether* | everything underneath | körper | brust | brüste | corps | poitrine | seins | cuerpo | pechos | senos | corpo | seno | peitos | seios | lichaam | borsten | ciał* | pierś | piersi | тел* | груд* | vücud* | vücut | göğüs* | göğsü* | kropp* | bröst* | 体 | 胸 | 몸 | 가슴 | جسد* | صدر*`,

  /** As if there were no clothes in the world. */
  abolished: `
never happened | never invented | never been invented | not invented | not been invented | don t exist | do not exist | didn t exist | did not exist | doesn t exist | does not exist | stopped existing | stop existing | ceased to exist | cease to exist | out of existence | no such thing as | world without | nie erfunden | nicht erfunden | gäbe es kein* | gibt es kein* | n existaient pas | n existent pas | n existait pas | no existieran | no existe | no existiera | non esistessero | non esistono | não existissem | não existem | niet bestonden | niet bestaan | nie istniał* | не существ* | не придумали | icat edilmemiş | fanns inte | 存在しない | 不存在 | 존재하지`,

  /** One garment after another. */
  off: `
shirt off | shirts off | tops off | dress off | skirt off | pants off | bra off | panties off | bikini off | trousers off | cloths off | shorts off | underwear off | robe off | blouse off | leggings off | jeans off | swimsuit off | trunks off | uniform off | kit off | boxers off | gown off | undies off | stockings off | clthes off | clths off | clothing off | garments off | her suit off | everything off`,

  /** Where nobody wants to be photographed. */
  privately: `
in the shower | in her shower | in his shower | taking a shower | in the bath | in the bathtub | in her bath | getting changed | gets changed | changing clothes | changing her clothes | changing room* | while changing | s changing | friend changing | getting dressed | getting undressed | locker room* | unter der dusche | beim umziehen | in der umkleide* | in der badewanne | sous la douche | dans la douche | dans son bain | en train de se changer | dans les vestiaires | en la ducha | cambiándose | en el vestuario | en la bañera | sotto la doccia | mentre si cambia | nello spogliatoio | no chuveiro | no banho | se trocando | no vestiário | onder de douche | in de douche | tijdens het omkleden | pod prysznicem | w przebieralni | przebierając* się | в душе | переодева* | в раздевалк* | duşta | soyunma odasında | banyoda | i duschen | i omklädningsrum* | i badet | シャワー中 | 着替え中 | 着替えて | 入浴中 | 洗澡 | 换衣服 | 更衣 | 샤워하 | 갈아입 | 탈의실 | في الحمام | أثناء الاستحمام`,

  /** Said of clothes that are not wanted. */
  unwanted: `
needs to go | need to go | has to go | have to go | must go | should go | gotta go | got to go | be gone | in the way | unnecessary | superfluous | blocks the view | blocks my view | blocking the view | were illegal | was illegal | were banned | was banned | were forbidden | muss weg | müssen weg | soll weg | kann weg | stört | stören | überflüssig | de trop | me gêne | gênent | en moins | sobra | sobran | estorba* | me molesta | di troppo | dà fastidio | mi disturba | atrapalha* | sobrando | moet weg | mag weg | hoeft niet | stoort | przeszkadza* | zbędn* | лишн* | мешает | мешают | gereksiz | ska bort | måste bort | behövs inte | skal væk | 邪魔 | 要らない | いらない | 不要 | 多余 | 碍事 | 필요 없 | 거슬`,

  /** Parts of a body that nobody shows everyone. */
  intimate: `
breasts | boobs | boobies | tits | titties | nipple* | areola* | butt | buttocks | bum | bare bottom | ass | arse | booty | genital* | dick | cock | balls | vagina* | vulva | pussy | crotch | groin | pubic | private parts | cleavage |
brüste | busen | titten | nippel | brustwarz* | hintern | arsch | popo | schwanz | seins | nichons | tétons | fesses | le cul | son cul | bite | chatte | pechos | tetas | pezon* | culo | nalgas | pene | polla | tette | seno | seni | capezzol* | sedere | chiappe | cazzo | peitos | seios | mamilo* | bunda | pau dele | buceta | borsten | tieten | tepels | billen | kont | piersi | cycki | sutki | tyłek | pupę | pośladki | сиськ* | соски | грудь | груди | попу | попа | попк* | задниц* | член | göğüslerini | göğüsleri | memelerini | memeleri | kalçasını | kalçaları | penis* | bröst | brösten | tuttar | rumpan | rumpa | bryster | brysterne | おっぱい | 乳首 | 胸を | 胸が | お尻 | 乳房 | 胸部 | 奶子 | 乳头 | 屁股 | 下体 | 가슴 | 젖꼭지 | 엉덩이 | ثديي* | نهود* | مؤخرتها | صدرها`,
  /** Where such parts are medicine, food or birds. */
  clinical: `${CONCEPTS.everyday} | cancer | screening* | exam* | self exam* | feeding | breastfeed* | milk | chicken | turkey | duck | pocket* | recipe* | grill* | roast* | mammogra* | surgeon* | surgery | biopsy | lump* | health | anatomy | biology | textbook* | statue* | sculpt* | marble | krebs* | vorsorge* | stillen* | hähnchen* | hühner* | cancer* | dépistage | allait* | poulet | cáncer | lactancia | pollo | tumor* | senolog* | allatta* | câncer | frango | amament* | kanker | kip | rak | raka | karmieni* | рак | рака | кормлен* | курин* | kanser* | emzir* | tavuk | cancer | kyckling | がん | 検診 | 授乳 | 癌 | 母乳 | 유방암 | 수유 | سرطان`,
  censor: `censor* | uncensor* | decensor* | mosaic* | pixelat* | zensur* | verpixel* | censur* | floutage | pixelad* | cenzur* | цензур* | sansür* | モザイク | 马赛克 | 模糊处理 | 모자이크`,

  outer: `blazer* | coat* | sweater* | pullover* | hoodie* | cardigan* | jumper* | turtleneck* | overall* | apron | cape | cloak | jacke* | mantel | strickjacke* | veste | manteau | pull | chaqueta | abrigo | jersey | suéter | giacca | cappotto | maglione | jaqueta | casaco | jas | trui | vest | kurtk* | swet* | płaszcz* | куртк* | пальт* | свитер* | пиджак* | ceket* | kazak* | mont* | palto* | jacka* | kavaj* | tröjan | コート | 上着 | ジャケット | 外套 | 夹克 | 재킷 | 코트 | سترة | معطف`,

  hem: `skirt* | dress | dresses | miniskirt* | minidress* | hem | shorts | rock | kleid | minirock* | saum | jupe* | robe | falda* | vestido* | gonna | gonne | gonnellin* | vestito | saia* | rok | rokje* | jurk* | spódni* | sukien* | юбк* | плать* | etek* | eteğ* | elbise* | kjol* | klänning* | スカート | ドレス | 裙 | 치마 | 스커트 | 드레스 | تنورة* | فستان*`,
  shorter: `shorter | shorten* | shortest | as short as | much too short | way up | kürzer* | kürze | verkürz* | raccourci* | plus courte* | más cort* | acort* | súbel* | più cort* | accorci* | mais curt* | encurt* | korter | inkort* | krótsz* | skróć | skrac* | короче | покороче | укорот* | kısalt* | daha kısa | kortare | korta av | 短く | ミニに | 变短 | 改短 | 短一点 | 짧게 | 줄여 | أقصر | قصر*`,

  belly: `belly | stomach | tummy | paunch | waist | waistline | thighs | love handles | bauch | bierbauch | taille | oberschenkel | hüftspeck | ventre | cuisses | bourrelets | barriga | panza | vientre | cintura | muslos | michelines | pancia | vita | cosce | maniglie dell amore | coxas | buik | dijen | brzuch* | tali* | uda | живот* | пузо | талию | бедра | göbeğ* | belini | karnını | mage | magen | midja* | お腹 | ウエスト | 肚子 | 腰 | 뱃살 | 허리 | بطن* | خصر*`,
} as const;
