"""What the pocket model cannot do, said honestly; what it must ask back; and small talk."""

from __future__ import annotations

from dreamtrain.world.dialogue import Picture, Step, Turn
from dreamtrain.world.drawing import ORDERS, wished_scene
from dreamtrain.world.language import article
from dreamtrain.world.scene import KINDS
from dreamtrain.world.words import Voice

NOUNS = """cat dog person man woman child baby boy girl king queen dragon unicorn horse cow pig sheep goat chicken duck goose
eagle owl parrot penguin pigeon raven swan lion tiger bear wolf fox rabbit hare mouse rat squirrel hedgehog deer elephant giraffe zebra
monkey gorilla kangaroo koala panda camel hippo rhino crocodile snake lizard turtle frog toad snail spider ant bee wasp butterfly
moth ladybird beetle worm shark whale dolphin octopus crab lobster seal airplane plane helicopter rocket train bus truck lorry van
bicycle bike motorcycle scooter tractor tank submarine balloon bridge castle tower church temple pyramid skyscraper lighthouse
windmill school hospital factory barn tent road street mountain volcano hill valley river lake waterfall ocean beach island desert forest
jungle cave rainbow lightning snowman snowflake comet planet earth galaxy astronaut robot alien ghost witch wizard vampire zombie
skeleton skull pirate ninja knight princess mermaid fairy angel devil monster dinosaur banana apple pear cherry strawberry grape lemon
melon pineapple tomato carrot potato onion mushroom pumpkin bread cake pizza burger sandwich cookie egg cheese coffee cup mug bottle
glass plate bowl fork knife spoon table chair sofa bed lamp door window key lock clock watch phone laptop computer keyboard camera
television radio guitar piano violin drum trumpet book pencil pen brush scissors hammer saw screwdriver nail ladder rope umbrella hat
shoe sock shirt dress coat glove scarf finger crown sword shield bow arrow gun bomb flag map globe football basketball skateboard
logo portrait landscape selfie meme poster flyer banner chart graph diagram spreadsheet website face hand eye nose mouth foot leg
brain tooth bone anchor wheel engine battery candle gift kite swing slide fountain bench fence gate well statue""".split()
HELD_OUT_NOUNS = """hamster otter beaver ostrich flamingo peacock scorpion jellyfish tram ambulance canoe cathedral igloo glacier canyon
meteor telescope goblin cyborg cowboy avocado broccoli pancake croissant teapot kettle wardrobe mirror saxophone harp suitcase backpack
necklace helmet compass microscope""".split()
PHRASES = (
    "a dog riding a bike", "my grandmother", "a photo of paris", "the eiffel tower", "mona lisa", "a portrait of the president", "mickey mouse",
    "a famous actor", "the nike logo", "a realistic photo of a city", "two people kissing", "a soldier in a war", "superman flying", "our team at work",
    "a cat on a sofa", "my boss", "a screenshot of a web page", "harry potter", "a beautiful sunset over the mountains", "the text hello world",
    "the word happy", "a map of europe", "a company logo with text", "a crowd of people", "a 3d render of a robot", "an anime girl",
    "a bowl of fruit", "new york at rush hour", "a man with a beard", "a photorealistic forest", "pikachu", "an abstract painting", "the number seven",
    "the letter a", "a birthday card", "a comic strip", "an oil painting of a lady", "santa claus", "a football match", "a naked person",
)
CAN_DRAW = (
    "I know shapes like circles and stars, and things like houses, trees, fish, boats and cars.",
    "I can draw shapes, suns, moons, clouds, trees, flowers, houses, fish, boats, drops and cars.",
)
OTHER_TASKS = (
    "what's the weather today?", "who won the world cup?", "write me a python script", "what is the capital of france?", "translate this into german",
    "book me a flight", "what time is it?", "tell me a joke", "explain quantum physics", "what is the meaning of life?", "write a poem",
    "how do i cook rice?", "summarise this article", "what is 12 times 7?", "who is the president?", "play some music", "set an alarm for 7",
    "explain machine learning", "write an email to my boss", "what is bitcoin?", "how does a car engine work?", "fix my code", "what is love?",
    "give me medical advice", "how tall is mount everest?", "explain the stock market", "who are you in love with?", "search the web for shoes",
    "explain relativity", "what happened in 1989?", "how do computers work?", "tell me about rome", "what is dna?", "make a video",
    "explain photosynthesis in detail", "what is the best laptop?", "remind me tomorrow", "how do i get rich?", "tell me a story", "sing a song",
    "write a haiku about spring", "what's the square root of 81?", "explain how vaccines work", "who wrote hamlet?", "how do planes fly?",
    "convert 5 miles to km", "what's for dinner?", "explain inflation", "make me a sandwich", "how do magnets work?",
)
FOREIGN = (
    "zeichne einen roten kreis", "male mir ein haus", "kannst du eine katze malen?", "bitte ein blaues quadrat", "was ist das?", "ich möchte ein bild",
    "dessine un cercle rouge", "fais-moi une maison", "peux-tu dessiner un chat ?", "je veux une étoile jaune", "qu'est-ce que c'est ?", "dibuja un círculo rojo",
    "quiero una casa", "¿puedes dibujar un gato?", "haz una estrella amarilla", "¿qué es esto?", "disegna un cerchio rosso", "vorrei una casa blu",
    "puoi disegnare un albero?", "che cos'è questo?", "teken een rode cirkel", "maak een blauw huis", "kun je een boom tekenen?", "narysuj czerwone koło",
    "chcę niebieski dom", "desenhe um círculo vermelho", "quero uma casa azul", "kırmızı bir daire çiz", "mavi bir ev istiyorum", "rita en röd cirkel",
    "jag vill ha ett hus", "piirrä punainen ympyrä", "нарисуй красный круг", "хочу синий дом", "赤い丸を描いて", "画一个红色的圆", "빨간 원을 그려줘",
    "ارسم دائرة حمراء", "σχεδίασε έναν κόκκινο κύκλο", "namaluj mi dům", "rajzolj egy piros kört", "ein gelber stern bei nacht", "guten morgen",
    "une voiture verte sur fond blanc", "un pez azul a la izquierda", "due stelle gialle", "mach es blau", "rends-le bleu", "hazlo azul", "wie viele kreise sind das?",
)
UNCLEAR = (
    "draw something", "make a picture", "draw", "surprise me", "a picture please", "draw me a picture", "paint something nice", "can you draw?",
    "i want a picture", "show me something", "make something", "draw anything", "something beautiful", "create an image", "i need a drawing",
    "sketch something for me", "give me a picture", "another picture", "do something", "please draw something", "draw it",
)
CHANGE_NOTHING = (
    "make it blue", "make it bigger", "turn it red", "remove the star", "change the colour", "add a sun to it", "make the circle green",
    "put it on the left", "now at night", "make it smaller", "delete the tree", "replace the house with a boat", "move it to the right",
    "change the background", "make the second one red", "edit #1: make it blue", "swap them", "undo that", "same but green", "make that green",
    "what is in the picture?", "how many circles are there?", "what colour is it?", "where is the star?", "describe the picture", "in #2, make it red", "make the picture darker",
)
SMALL_TALK = (
    (("hello", "hi", "hey", "good morning", "hi there", "hello bot", "good evening", "hey there", "yo", "greetings", "good day", "hiya"),
     "Hello! What shall I draw?"),
    (("thanks", "thank you", "thx", "great, thanks", "cheers", "thank you very much", "many thanks", "nice, thank you", "ty", "perfect, thanks",
      "thanks a lot", "thank you so much"), "You're welcome."),
    (("what can you do?", "help", "what do you do?", "how can you help me?", "what are you able to draw?", "what can you draw?", "which things do you know?",
      "how does this work?", "what should i ask you?", "what are your skills?", "what can i ask?", "give me an example"),
     "I draw small pictures of shapes and simple things, change them and answer questions about them. Try: draw two yellow stars at night."),
    (("who are you?", "what are you?", "are you human?", "are you a robot?", "what is your name?", "are you a bot?", "tell me about yourself", "who made you?",
      "introduce yourself", "what model are you?", "are you real?", "are you an ai?"),
     "I am a small model that writes and draws."),
    (("bye", "goodbye", "see you", "good night", "see you later", "bye bye", "cya", "that's all", "until tomorrow", "farewell", "ciao", "take care"), "Bye!"),
    (("nice", "great", "cool", "i like it", "beautiful", "well done", "lovely", "awesome", "wow", "good job", "that looks great", "perfect"),
     "I'm glad you like it."),
    (("that's wrong", "i don't like it", "that is not what i wanted", "bad", "no", "ugly", "wrong", "that's not right", "try again", "not good", "hmm no", "nope"),
     "I'm sorry. Tell me what to change, for example: make the circle blue."),
)
_SYLLABLES = "ba be bo cra da dle flo fi ga gle ho ka ko li lo mu na nop plo qua ri sa ska sti ta tri vo wib xo zan zu".split()


def refuse_turn(voice: Voice, thread: list[Picture]) -> Turn:
    return voice.choices((_unknown_thing, _other_task, _foreign), (6, 2, 1.5))[0](voice)


def ask_turn(voice: Voice, thread: list[Picture]) -> Turn:
    """Nothing was said, there is no picture to change, or the thing to change is in none."""
    if voice.chance(0.4):
        return Turn(voice.chatter(voice.say(UNCLEAR)), (Step("ask", "What shall I draw?"),))
    if not thread:
        return Turn(voice.chatter(voice.say(CHANGE_NOTHING)), (Step("ask", "There is no picture here yet. What shall I draw?"),))
    shown = {thing.kind for picture in thread for thing in picture.scene.things}
    kind = voice.choice([kind for kind in KINDS if kind not in shown])
    words = voice.say(("make the {} blue", "remove the {}", "move the {} to the left", "make the {} bigger", "replace the {} with a star", "the {} should be red",
                       "can you make the {} smaller?", "turn the {} green", "delete the {}", "paint the {} yellow", "swap the {} for a tree", "put the {} at the top"))
    return Turn(voice.chatter(words.format(kind)), (Step("ask", f"I see no {kind} in the pictures. Which thing do you mean?"),))


def talk_turn(voice: Voice, thread: list[Picture]) -> Turn:
    wordings, answer = voice.choice(SMALL_TALK)
    return Turn(voice.chatter(voice.say(wordings)), (Step("write", answer),))


def unknown_noun(voice: Voice) -> str:
    if voice.held_out:
        return voice.choice(HELD_OUT_NOUNS)
    if voice.chance(0.3):
        return "".join(voice.choice(_SYLLABLES) for _ in range(voice.randint(2, 4)))
    return voice.choice(NOUNS)


def _unknown_thing(voice: Voice) -> Turn:
    """One unknown noun is named in the answer; of anything longer the answer says "that"."""
    form = voice.random()
    noun = unknown_noun(voice)
    named = article(noun)
    if form < 0.2:
        words, named = voice.say(PHRASES), "that"
    elif form < 0.4:
        known = wished_scene(voice, 1)[0]
        words = voice.say(("{u} and {k}", "{k} and {u}", "{u} with {k}", "{u} next to {k}", "{k} on {u}")).format(u=named, k=known)
    else:
        extra = voice.say(("", "", "", "red ", "big ", "blue ", "small ", "black ", "nice ", "cute ", "green "), always=True)
        words = article(extra + noun) if voice.chance(0.9) else noun
    words = words if voice.chance(0.1) else voice.say(ORDERS).format(words)
    return Turn(voice.chatter(words), (Step("refuse", f"I can't draw {named} yet. {voice.say(CAN_DRAW)}"),))


def _other_task(voice: Voice) -> Turn:
    answer = "I can't help with that. I draw small pictures, change them and answer questions about them."
    return Turn(voice.chatter(voice.say(OTHER_TASKS)), (Step("refuse", answer),))


def _foreign(voice: Voice) -> Turn:
    words = voice.say(FOREIGN)
    return Turn(words[0].upper() + words[1:] if voice.chance(0.2) else words, (Step("refuse", "I only understand English so far. Try: draw a red circle."),))
