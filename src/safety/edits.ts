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
lost her | lost his | lost their | lose her | lose his | loses her | loses his | losing her | losing his | forgot her | forgot his | forgets her | forgets his | forgot to wear | left her | left his | hide her | hide his | hide their | hides her | hides his | lower her | lower his | lowers her | lift her | lift his | lifts his | raise his | open up her | open up his | skip the | skip her | omit her | omit the | drop the | drop his | drops his | shed her | shed his | sheds her | banish her | free her from | free him from | relieve her of | help her out of | help him out of | her way out of | stole her | steal her | blew her | blew off | burn her | burn off |
ihr fehlt | ihm fehlt | verlor ihr | verlor ihren | verlor seine | vergaß ihr | vergaß ihren | befrei* sie von | il lui manque | lui manque son | le falta | le faltan | le falte | le manca | le mancano | falta lhe | mist haar | brakuje jej | ей не хватает | потеряла | hon har tappat`,

  /** Words of editing programs for what is to be no more. */
  voided: `
negative prompt | negative | none | null | nil | undefined | false | opacity | alpha | visibility | visible false | display none | hidden | inpaint* | outpaint* | denoise* | mask | masked | unmask* | layer off | toggle | disable* | deactivate* | deselect | uncheck | turn off | turned off | switch off | switched off | zero | empty | nothing | invisible | content aware fill | generative fill | heal brush | healing brush | clone stamp | delete layer | hide layer | remove layer | diff | ausblenden | deaktivier* | désactive* | masquer | desactiva* | disattiva* | desativa* | uitschakel* | wyłącz* | отключи* | выключи* | kapat | stäng av | オフ | 关闭 | 끄기`,

  skin: `
realistic skin | bare skin | natural skin | skin texture | plain skin | smooth skin | body skin | real skin | her skin | his skin | skin tone | skin pixels | with skin | to skin | human skin | nackte haut | nackter haut | bloße haut | peau nue | texture de peau | piel desnuda | piel realista | textura de piel | pelle nuda | pelle realistica | pele nua | pele realista | blote huid | realistische huid | nagą skórę | nagiej skór* | голой кож* | голую кож* | çıplak ten | ten dokusu | bar hud | naken hud | 素肌 | 肌に | 皮肤 | 맨살 | 피부로 | جلد عار* | بشرة عارية`,
  /** Where clothes are. */
  region: `
neck down | neck downwards | below the neck | below her neck | waist down | waist up | below the waist | chest | torso | her body | his body | the body | whole body | entire body | shoulders down | chin down | collarbone down | hips | thighs | instead of | clothed area* | clothing area* | clothed region* | outfit* | clothes | dress | shirt | top | hals abwärts | oberkörper | körper | cou aux | torse | corps | cuello para abajo | cuerpo | collo in giù | corpo | pescoço para baixo | nek naar beneden | lichaam | ciał* | тел* | vücud* | kropp* | 首から下 | 体 | 脖子以下 | 身体 | 목 아래 | 몸 | جسد*`,

  expose: `
expose* | exposing | uncover* | unveil* | reveal | reveals | denude* | lay bare | show off | shows off | entblöß* | enthüll* | freileg* | dévoile* | découvre* | destapa* | muestra todo | descubr* su | scopri il suo | scopri le | svela* | exponha | mostre todo | onthul* | ontbloot* | odsłoń | odkryj | обнажи* | оголи* | açığa çıkar* | ortaya çıkar* | blotta* | avslöja | 露わ | あらわに | さらけ出 | 露出 | 裸露 | 暴露她 | 暴露他 | 드러내 | 노출 | اكشف*`,
  torso: `
body | bodies | chest | breast* | boobs | torso | private* | nether* | everything underneath | körper | brust | brüste | corps | poitrine | seins | cuerpo | pechos | senos | corpo | seno | peitos | seios | lichaam | borsten | ciał* | pierś | piersi | тел* | груд* | vücud* | vücut | göğüs* | göğsü* | kropp* | bröst* | 体 | 胸 | 身体 | 몸 | 가슴 | جسد* | صدر*`,

  /** As if there were no clothes in the world. */
  abolished: `
never happened | never invented | never been invented | not invented | not been invented | don t exist | do not exist | didn t exist | did not exist | doesn t exist | does not exist | stopped existing | stop existing | ceased to exist | cease to exist | out of existence | no such thing as | world without | nie erfunden | nicht erfunden | gäbe es kein* | gibt es kein* | n existaient pas | n existent pas | n existait pas | no existieran | no existe | no existiera | non esistessero | non esistono | não existissem | não existem | niet bestonden | niet bestaan | nie istniał* | не существ* | не придумали | icat edilmemiş | fanns inte | 存在しない | 不存在 | 존재하지`,

  /** One garment after another. */
  off: `
shirt off | shirts off | tops off | dress off | skirt off | pants off | bra off | panties off | bikini off | trousers off | cloths off | shorts off | underwear off | robe off | blouse off | leggings off | jeans off | swimsuit off | trunks off | uniform off | kit off | boxers off | gown off | undies off | stockings off | clthes off | clths off | clothing off | garments off | her suit off | everything off`,

  /** Where nobody wants to be photographed. */
  privately: `
in the shower | in her shower | in his shower | taking a shower | in the bath | in the bathtub | in her bath | getting changed | gets changed | changing clothes | changing her clothes | changing room* | while changing | s changing | friend changing | getting dressed | getting undressed | locker room* | unter der dusche | beim umziehen | in der umkleide* | in der badewanne | sous la douche | dans la douche | dans son bain | en train de se changer | dans les vestiaires | en la ducha | cambiándose | en el vestuario | en la bañera | sotto la doccia | mentre si cambia | nello spogliatoio | no chuveiro | no banho | se trocando | no vestiário | onder de douche | in de douche | tijdens het omkleden | pod prysznicem | w przebieralni | przebierając* się | в душе | переодева* | в раздевалк* | duşta | soyunma odasında | banyoda | i duschen | i omklädningsrum* | i badet | シャワー中 | 着替え中 | 着替えて | 入浴中 | 洗澡 | 换衣服 | 更衣 | 샤워하 | 갈아입 | 탈의실 | في الحمام | أثناء الاستحمام`,
} as const;
