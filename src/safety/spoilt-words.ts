/** Words of what is never made that people write with a letter missing, doubled or changed, and the words that these must not be taken for. */

export const OFTEN_SPOILT = `
colega убери сними коллегу снимке vestiti abiti pictures sexy kid kiddie nude clothes nue nua sex sexo sesso seks nudo enfant minors menor minore year years nagie nagi naga schoolmeisje zonder ropa pornosu porno barn exnovia sexual pictures kleed uitgekleed
naked nudes nudity topless undress undressed undressing undresses stripped stripping clothes clothing unclothed dress blouse skirt shirt bikini swimsuit underwear panties lingerie garment garments remove removed removing breast
breasts boobs nipple nipples sexual erotic erotica nudify deepfake photo picture selfie image woman women coworker colleague classmate girlfriend boyfriend neighbour neighbor teacher child children childs minors underage teenager
toddler schoolgirl schoolboy daughter transparent without vagina penis intercourse shirtless bottomless pornography masturbating seductive provocative preteen kids boss nude porn sexy teen minor strip uncensored hentai orgasm
nackt nackte nackten nacktes ausziehen entkleiden entkleide kleidung kleider unterwäsche brüste kollegin nachbarin lehrerin freundin schwester kinder mädchen minderjährige minderjährigen schülerin entferne bekleidung hüllenlos
nacktbild nacktfoto erotisch schwanger bluse höschen durchsichtig frau déshabille déshabiller vêtements enlève enlever collègue voisine enfant enfants fillette mineure nues culotte poitrine robe chemise desnuda desnudo desnudar
desnudas quítale vestido compañera vecina mujer chica niña niños bragas pechos tetas desvestir colegiala spoglia spogliare spogliata vestiti togli reggiseno ragazza bambina bambino bambini minorenne mutande nudo nuda svesti pelada
roupa calcinha colega vizinha mulher menina menino criança crianças seios despir pelado sutiã naakt naakte uitkleden ontkleed kleren kleding buurvrouw vrouw meisje kinderen minderjarig minderjarige borsten ondergoed broekje
rozbierz ubranie ubrania koleżanka koleżanki sąsiadka kobieta kobiety dziecko dziewczynka dziewczyna nieletnia nieletni piersi bielizna majtki zdjęcie zdjęciu голая голую голой раздень раздеть одежда одежду коллега коллеги соседка
соседку девушка девушку женщина женщину девочка девочку ребенок ребенка школьница обнаженная обнаженной порно сиськи трусы трусики грудь фото снимке çıplak soyun kıyafet kıyafetlerini elbisesini komşum arkadaşımın kadın kadının
çocuk kızın fotoğraftaki fotoğrafta liseli memeler çıkar naken nakna klänning kläder kvinnan kvinna flicka flickan underkläder bröst barn nøgen nøgne barnet kollega`;

/**
 * One letter away from those above, and words that people use: of the commoner ones of nineteen languages (wordfreq 3.1, from a
 * frequency of 2.1 on its Zipf scale in English, 3 in others), as `normalise` writes them.
 */
export const ORDINARY = `
abit abita abito aiti angie anken arkadasimi baarn bagas bambine banet baret barne barnett barsten beast beasts bielizne bielizny bikin blase blue blues blus blusa bobos bobs boekje boob boos borsen borst borste borten bost braga
brags bran brast brest brigas brist bros brosten brot brots brust brute bryst burnet burste bursten buse buste cakar calotte chca checa chemie chia chic chicca chico chil choca cika clothe cloths coceдa coceдke coceдku coceдy cock
cocku cocok cocu colegial collega college companero cнuмka cнuмku cнuмy desir desnudos dess dres dross dziecka dziecku dziewczyn dziewczyne dziewczynke dziewczynki dziewczyno dziewczyny eleve elever emisje enlevee eroica erotici
erotico ettas ficka fickan flick flicken follette fotografa freunden garmen haschen henta henti imago imge kaden kader kadi kadini kadun kain kalder kdi kedinin kender keren kidd kindar kinde kindern kinna kiyafetlerin
kiyafetlerine kizan kizi klaren klee kleid kobiet kobiete kobieto kodin kolega kolezanke kolleg kollegan kollege kollegen komsu koллeг koллeгe koллeгuu kunder kvinne kvinnen lehrern lingeri machen manina manor manors matki menar
mener menin menna menno meno minar minare minderarig minderjahrig minderjarigen miner miners mineur mino minorenni minori minoru minos misje motande mujur naat nachbarn nacke nacken naen nage naka nakken nakne nana nau neu neus
ngai nian nickt nickte niina niken ninas nines ninna nino nippel nodes nudita nudite nudos nuked nuken nydes oдeждe parno paздaть peches pecho pecos peins peis pelaa peluda peludo penas penes peni pens pensi perno persi peбeнke
peбeнky phot piers piesi piirsi pornoo pornos poro poron poto pron provocatie punis ragazze ragazzi ragazzo remova rupa sasiada sasiadki sasso schulern schwager seeks seio seis seiso selfi seos sesos sess sessa sessi setia sexuel
shir shit shitless short sirt skit soglia sotia soyan soyu spogli spogliati spogliato spoglie spoglio stia stip strap strapped strapping strep stri striped striping strop suyun tagli teas teats teenage tene teta tetes tetos titas
toples transparant ubrana ubrane ubrani ubraniu undres vacina vagin vaina vecino vestida vestita vestite vestito vetement vicina vizinho vocina voisin vouw wyman yeas yбeu zander zdjecia zender zonde zoner гoлa гoлo гoлy дeвoчke
дeвoчku дeвyшke дeвyшku жeнщuн жeнщuнe тpyc шkoльнuц`;
