"""Requests in other languages put together from parts, for training alone. They are all answered in the same way, so their grammar need only be near enough."""

from __future__ import annotations

from dreamtrain.world.words import Voice

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
    orders, questions, things, looks = voice.choice(_LANGUAGES)
    thing = voice.choice(things) + (f" {voice.choice(looks)}" if voice.chance(0.4) else "")
    if voice.chance(0.15):
        thing += voice.choice((" et ", " und ", " y ", " e ", " en ", " i ")) + voice.choice(things)
    words = voice.choice(orders if voice.chance(0.55) else questions).format(thing)
    if voice.chance(0.15):
        words = words.replace("¿", "").rstrip(" ?")
    return words
