"""Requests in other languages, and for training alone such as are put together from parts: all get the same answer, so their grammar need only be near enough."""

from __future__ import annotations

from dreamtrain.world.words import Voice

FOREIGN = (
    "zeichne einen roten kreis", "male mir ein haus", "kannst du eine katze malen?", "bitte ein blaues quadrat", "was ist das?", "ich möchte ein bild",
    "dessine un cercle rouge", "fais-moi une maison", "peux-tu dessiner un chat ?", "je veux une étoile jaune", "qu'est-ce que c'est ?", "dibuja un círculo rojo",
    "quiero una casa", "¿puedes dibujar un gato?", "haz una estrella amarilla", "¿qué es esto?", "disegna un cerchio rosso", "vorrei una casa blu",
    "puoi disegnare un albero?", "che cos'è questo?", "teken een rode cirkel", "maak een blauw huis", "kun je een boom tekenen?", "narysuj czerwone koło",
    "chcę niebieski dom", "desenhe um círculo vermelho", "quero uma casa azul", "kırmızı bir daire çiz", "mavi bir ev istiyorum", "rita en röd cirkel",
    "jag vill ha ett hus", "piirrä punainen ympyrä", "нарисуй красный круг", "хочу синий дом", "赤い丸を描いて", "画一个红色的圆", "빨간 원을 그려줘",
    "ارسم دائرة حمراء", "σχεδίασε έναν κόκκινο κύκλο", "namaluj mi dům", "rajzolj egy piros kört", "ein gelber stern bei nacht", "guten morgen",
    "une voiture verte sur fond blanc", "un pez azul a la izquierda", "due stelle gialle", "mach es blau", "rends-le bleu", "hazlo azul", "wie viele kreise sind das?",
    "hallo, kannst du mir helfen?", "zeig mir zwei sterne", "wie bricht ein vulkan aus?", "was kannst du?", "danke schön", "entferne den stern",
    "bonjour", "comment ça va ?", "montre-moi deux étoiles", "comment fonctionne un volcan ?", "enlève la maison", "dessine un bateau sur la mer",
    "hola", "¿cómo estás?", "muéstrame dos estrellas", "¿cómo funciona un volcán?", "quita la casa", "dibuja un barco en el mar", "un gato negro por favor",
    "ciao, come stai?", "mostrami due stelle", "togli la casa", "disegna una barca", "hoe werkt een vulkaan?", "laat twee sterren zien", "dank je wel",
    "pokaż mi dwie gwiazdy", "jak działa wulkan?", "mostre duas estrelas", "como funciona um vulcão?", "bana iki yıldız göster", "visa två stjärnor",
    "tegn en rød sirkel", "jeg vil have et hus", "teiknaðu hús", "desenează un cerc roșu", "нарисуй две звезды", "как работает вулкан?", "привет", "спасибо",
    "星を二つ描いて", "こんにちは", "这是什么？", "画两颗星星", "별 두 개 그려줘", "안녕하세요", "ارسم بيتا أزرق", "ציור עיגול אדום", "לצייר בית כחול", "एक लाल वृत्त बनाओ", "vẽ một hình tròn đỏ",
    "gambar lingkaran merah", "chora duara nyekundu", "nakresli červený kruh", "nariši rdeč krog", "уяви червоне коло", "намалюй будинок", "ζωγράφισε ένα σπίτι",
)
_GREETINGS = """ciao|ciao a tutti|ciao come va|come stai|come sta|come va oggi|buongiorno|buonasera|grazie|grazie mille|chi sei|cosa sai fare|bonjour à tous|salut|salut ça va|ça va bien|merci|merci beaucoup|qui es tu|que sais-tu faire|bonsoir|au revoir|hallo wie
 geht es dir|wie geht's|wer bist du|vielen dank|guten abend|guten tag zusammen|tschüss|hola qué tal|buenos días|buenas tardes|gracias|muchas gracias|quién eres|qué puedes hacer|adiós|olá|oi tudo bem|bom dia|obrigado|quem é você|goedemorgen|hoe gaat het|wie ben je|bedankt|cześć|dzień dobry|jak się masz|dziękuję|hej hur mår du|tack så mycket|god morgon|merhaba|nasılsın|teşekkürler""".replace("\n", "").split("|")
_LANGUAGES = (  # orders with {} for a thing, questions with {}, things, colours
    (("zeichne {}", "male {}", "mal mir {}", "ich möchte {}", "ich hätte gern {}", "zeig mir {}", "bitte {}", "kannst du {} zeichnen?", "könntest du {} malen?", "mach {}", "füge {} hinzu", "entferne {}", "{} bitte", "ein bild mit {}", "noch {}"),
     ("wie funktioniert {}?", "was ist {}?", "warum gibt es {}?", "wo ist {}?", "erkläre {}", "erklär mir {}", "welche farbe hat {}?", "ist da {}?", "wie entsteht {}?", "wozu dient {}?", "was bedeutet {}?", "wie macht man {}?"),
     ("einen hund", "einen baum", "ein auto", "ein boot", "einen fisch", "die sonne", "den mond", "einen stern", "ein herz", "eine blume", "eine wolke", "einen kreis", "ein quadrat", "zwei sterne", "drei häuser", "der regen", "dns", "einen vulkan"),
     ("rot", "blau", "grün", "gelb", "schwarz", "groß", "klein", "am abend", "auf weiß", "links", "rechts", "im himmel")),
    (("dessine {}", "dessine-moi {}", "fais {}", "montre-moi {}", "je voudrais {}", "j'aimerais {}", "peux-tu dessiner {} ?", "pourrais-tu faire {} ?", "mets {}", "ajoute {}", "enlève {}", "{} s'il te plaît", "une image avec {}", "encore {}", "il me faut {}"),
     ("comment marche {} ?", "qu'est-ce que {} ?", "pourquoi {} ?", "explique {}", "explique-moi {}", "où est {} ?", "de quelle couleur est {} ?", "comment se forme {} ?", "à quoi sert {} ?", "y a-t-il {} ?", "comment fait-on {} ?", "c'est quoi {} ?", "quelle est {} ?"),
     ("un chien", "un arbre", "une voiture", "un bateau", "un poisson", "le soleil", "la lune", "une étoile", "un coeur", "une fleur", "un nuage", "un carré", "un volcan", "le volcan", "la pluie", "deux étoiles", "trois maisons", "le dns", "une voiture", "un triangle"),
     ("rouge", "bleu", "verte", "noir", "grand", "petite", "sur fond blanc", "à gauche", "à droite", "la nuit", "en haut", "dans le ciel")),
    (("dibuja {}", "dibújame {}", "haz {}", "muéstrame {}", "quisiera {}", "me gustaría {}", "¿puedes hacer {}?", "¿podrías dibujar {}?", "pon {}", "añade {}", "quita {}", "{} por favor", "una imagen con {}", "otra vez {}", "necesito {}"),
     ("¿cómo funciona {}?", "¿qué es {}?", "¿por qué hay {}?", "explica {}", "explícame {}", "¿dónde está {}?", "¿de qué color es {}?", "¿hay {}?", "¿cómo se forma {}?", "¿para qué sirve {}?", "¿cuántos hay de {}?"),
     ("un perro", "un árbol", "un coche", "un barco", "un pez", "el sol", "la luna", "una estrella", "un corazón", "una flor", "una nube", "un cuadrado", "el volcán", "la lluvia", "dos estrellas", "tres casas", "el dns", "una montaña"),
     ("rojo", "azul", "verde", "amarilla", "negro", "grande", "pequeña", "de noche", "a la derecha", "en el cielo", "arriba")),
    (("disegna {}", "disegnami {}", "fai {}", "fammi vedere {}", "vorrei {}", "mi piacerebbe {}", "puoi fare {}?", "potresti disegnare {}?", "metti {}", "aggiungi {}", "togli {}", "{} per favore", "un'immagine con {}", "ancora {}"),
     ("come funziona {}?", "cos'è {}?", "che cosa è {}?", "perché c'è {}?", "spiega {}", "spiegami {}", "dov'è {}?", "di che colore è {}?", "c'è {}?", "come si forma {}?", "a cosa serve {}?", "quanti sono {}?"),
     ("un cane", "un albero", "una macchina", "una barca", "un pesce", "il sole", "la luna", "una stella", "un cuore", "un fiore", "una nuvola", "un quadrato", "il vulcano", "la pioggia", "due case", "tre stelle", "il dns"),
     ("rosso", "blu", "verde", "giallo", "nero", "grande", "piccola", "di notte", "a sinistra", "nel cielo", "in alto")),
    (("desenhe {}", "faça {}", "mostre {}", "queria {}", "gostaria de {}", "pode desenhar {}?", "coloque {}", "tire {}", "{} por favor", "uma imagem com {}"), ("como funciona {}?", "o que é {}?", "por que há {}?", "explique {}", "onde está {}?", "de que cor é {}?", "tem {}?", "quantos são {}?"),
     ("um cão", "uma árvore", "um carro", "um barco", "um peixe", "o sol", "a lua", "uma estrela", "um coração", "uma flor", "uma nuvem", "o vulcão", "a chuva", "duas casas"), ("vermelho", "azul", "verde", "amarela", "preto", "grande", "à noite", "no céu")),
    (("teken {}", "maak {}", "laat {} zien", "ik wil {}", "ik wil graag {}", "kun je {} maken?", "zet {} erbij", "haal {} weg", "{} alsjeblieft", "een plaatje met {}"), ("hoe werkt {}?", "wat is {}?", "waarom is er {}?", "leg {} uit", "waar is {}?", "welke kleur heeft {}?", "is er {}?", "hoe ontstaat {}?"),
     ("een hond", "een boom", "een auto", "een boot", "een vis", "de zon", "de maan", "een ster", "een hart", "een bloem", "een wolk", "een vierkant", "een vulkaan", "de regen", "twee huizen"), ("rood", "blauw", "groen", "geel", "zwart", "groot", "in de nacht", "links")),
    (("narysuj {}", "namaluj {}", "pokaż {}", "chcę {}", "poproszę {}", "czy możesz narysować {}?", "dodaj {}", "usuń {}"), ("jak działa {}?", "co to jest {}?", "dlaczego jest {}?", "wyjaśnij {}", "gdzie jest {}?", "jaki kolor ma {}?"),
     ("psa", "drzewo", "samochód", "łódź", "rybę", "słońce", "księżyc", "gwiazdę", "serce", "kwiat", "chmurę", "wulkan", "deszcz", "dwa domy"), ("czerwony", "niebieski", "zielone", "żółta", "czarny", "duży", "w nocy")),
    (("rita {} åt mig", "gör {}", "visa {}", "jag vill ha {}", "kan du rita {}?", "lägg till {}", "ta bort {}", "tegn {}", "lag {}", "vis meg {}"), ("hur fungerar {}?", "vad är {}?", "varför finns {}?", "förklara {}", "var är {}?", "vilken färg har {}?", "hvordan virker {}?", "hva er {}?"),
     ("en hund", "ett träd", "en bil", "en båt", "en fisk", "solen", "månen", "en stjärna", "ett hjärta", "en blomma", "ett moln", "en vulkan", "et hus", "to stjerner"), ("röd", "blå", "grön", "gul", "svart", "stor", "på natten")),
)


def composed(voice: Voice) -> str:
    if voice.chance(0.12):
        return voice.choice(_GREETINGS) + voice.choice(("", "", " bot", "!", "?", " :)"))
    orders, questions, things, looks = voice.choice(_LANGUAGES)
    thing = voice.choice(things) + (f" {voice.choice(looks)}" if voice.chance(0.4) else "")
    if voice.chance(0.15):
        thing += voice.choice((" et ", " und ", " y ", " e ", " en ", " i ")) + voice.choice(things)
    words = voice.choice(orders if voice.chance(0.55) else questions).format(thing)
    if voice.chance(0.15):
        words = words.replace("¿", "").rstrip(" ?")
    return words
