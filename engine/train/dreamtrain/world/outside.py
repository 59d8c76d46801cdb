"""What the pocket model cannot do, said honestly; what it must ask back; and small talk."""

from __future__ import annotations

from dreamtrain.world.changes import BIGGER, MOVE, RECOLOUR, REMOVE, REPLACE, SMALLER
from dreamtrain.world.dialogue import Picture, Step, Turn
from dreamtrain.world.documents import ABOUT, QUESTION
from dreamtrain.world.drawing import ORDERS, wished_scene
from dreamtrain.world.language import article, plural
from dreamtrain.world.scene import COLOUR_NAMES, KINDS
from dreamtrain.world.topics import TOPICS
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
_TOPIC_WORDS = {word for topic in TOPICS for name in topic.names for word in name.split()} | {"volcano", "rainbow"}
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
    "my wife", "a famous singer", "the pope", "the queen of england", "a picture of my face", "a selfie of me", "the prime minister", "my best friend at the beach",
    "a well known football player", "our chief executive as a superhero", "spider-man", "a celebrity on the red carpet", "this person but older", "a wedding photo",
    "a photo of my dog", "a painting in the style of van gogh", "a cartoon of my teacher", "somebody who looks like me", "my family", "a pop star",
    "a picture of my cat", "a realistic lion", "the london skyline", "a portrait of my dad", "a dancer on a stage", "a racing driver",
    "the moon landing as a photo", "a school class", "a woman with an umbrella", "an elephant at the zoo", "a football player", "the word welcome",
    "my house as a photo", "a cartoon mouse", "a chess board", "the flag of france", "a winter landscape with skiers", "a burning building",
    "a doctor with a patient", "the statue of liberty", "my neighbour", "a tattoo design", "a movie poster", "a logo for my shop",
    "my sister at the sea",
)
CANNOT_DRAW = "I can't draw that yet. I know shapes like circles and stars, and things like houses, trees, fish, boats and cars."
CANNOT_EXPLAIN = "I can't explain that yet. Ask me, for example, how a volcano erupts, why it rains or what DNS is."
CANNOT_HELP = "I can't help with that. I draw small pictures, change them and answer questions about them."
CANNOT_READ = "I don't understand that. Try: draw a red circle."
ONLY_ENGLISH = "I only understand English so far. Try: draw a red circle."
NO_PICTURE = "There is no picture here yet. What shall I draw?"
OTHER_TASKS = (
    "what's the weather today?", "who won the world cup?", "write me a python script", "what is the capital of france?", "translate this into german",
    "book me a flight", "what time is it?", "tell me a joke", "explain quantum physics", "what is the meaning of life?", "write a poem",
    "how do i cook rice?", "summarise this article", "what is 12 times 7?", "who is the president?", "play some music", "set an alarm for 7",
    "explain machine learning", "write an email to my boss", "what is bitcoin?", "how does a car engine work?", "fix my code", "what is love?",
    "give me medical advice", "how tall is mount everest?", "explain the stock market", "who are you in love with?", "search the web for shoes",
    "explain relativity", "what happened in 1989?", "how do computers work?", "tell me about rome", "what is dna?", "make a video",
    "explain calculus in detail", "what is the best laptop?", "remind me tomorrow", "how do i get rich?", "tell me the news", "sing a song",
    "write a haiku about spring", "what's the square root of 81?", "explain how vaccines work", "who wrote hamlet?", "how do planes fly?",
    "convert 5 miles to km", "what's for dinner?", "explain inflation", "make me a sandwich", "how do i tie a tie?",
    "what is the stock price today?", "solve this equation", "write a cover letter", "who is the richest man?", "read this web page", "call my mother",
    "what are you doing tonight?", "explain the theory of everything", "debug this program", "write an essay about freedom", "what should i wear?",
    "recommend a film", "order a pizza", "how old am i?", "what is my name?", "define irony", "give me a recipe for soup", "write a contract", "plan my holiday",
    "what day is it?", "compute the integral of x squared", "say it in french", "count to a thousand", "what is the best phone?", "generate a video of a city",
    "make music", "send this to my boss", "draw conclusions from this report", "who will win the election?", "tell me a secret",
    "which month is it?", "is it monday today?", "what date is today?", "what year is it?", "what is on tv tonight?", "what is happiness?",
    "what is the point of it all?", "why am i here?", "what is the sense of life?", "write a short story", "write a speech for my wedding",
    "write an article about dogs", "write me an essay", "write a report", "write a letter to my aunt", "write a song about love",
    "write a blog post about travel", "write something about justice", "what is freedom?", "what do you think about politics?",
    "how much is a car?", "how many people live in china?", "how far is it to rome?", "what is 7 plus 5?", "what's 100 divided by 4?",
    "calculate 3 times 9", "how do you say hello in spanish?", "translate good morning", "find me a hotel", "buy me a ticket", "turn on the light",
    "open the door", "what's my password?", "rate my website", "what is the time in tokyo?", "how do i fix my bike?", "how do i bake a cake?",
    "should i buy shares?", "give me legal advice", "what is wrong with my knee?", "who discovered america?", "when did the war end?",
    "spell necessary", "make a spreadsheet", "make a phone call", "send an email", "read me a story", "what's the score?",
    "who is your favourite singer?",
)
TASK_FORMS = (  # n: a noun, a: with its article, ns: its plural, o: another noun, x and y: numbers
    "write a poem about {ns}", "write a story about {a}", "write a report on {ns}", "write me a song about {a}", "write a letter to the {n}", "write about the {n}",
    "translate {n} into french", "how do you spell {n}?", "what is {x} plus {y}?", "how much is {x} times {y}?", "what is {x} minus {y}?", "buy {a}", "order {a} for me",
    "where can i buy {a}?", "what is the price of {a}?", "how much does {a} cost?", "recommend {a}", "find me {a}", "search for {ns}", "what is the best {n}?",
    "who is the best {n}?", "what is the meaning of {n}?", "what is the name of the {n}?", "should i get {a} or {a}?", "is {a} better than {a}?", "do you like {ns}?",
    "how do i repair {a}?", "how do i cook {a}?", "how old is the {n}?", "who made the {n}?", "which {n} is the biggest?", "tell me a joke about {ns}",
    "tell me a story about {a}", "play a song about {ns}", "call the {n}", "read the {n}", "what day is the {n}?", "when is the {n}?", "is the {n} open today?",
    "what do {ns} think about {o}s?", "compare {ns} and {o}s", "make a list of {ns}", "count to {x}", "sort my {ns}", "what is the point of {ns}?",
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
    "hallo, kannst du mir helfen?", "zeig mir zwei sterne", "wie bricht ein vulkan aus?", "was kannst du?", "danke schön", "entferne den stern",
    "bonjour", "comment ça va ?", "montre-moi deux étoiles", "comment fonctionne un volcan ?", "enlève la maison", "dessine un bateau sur la mer",
    "hola", "¿cómo estás?", "muéstrame dos estrellas", "¿cómo funciona un volcán?", "quita la casa", "dibuja un barco en el mar", "un gato negro por favor",
    "ciao, come stai?", "mostrami due stelle", "togli la casa", "disegna una barca", "hoe werkt een vulkaan?", "laat twee sterren zien", "dank je wel",
    "pokaż mi dwie gwiazdy", "jak działa wulkan?", "mostre duas estrelas", "como funciona um vulcão?", "bana iki yıldız göster", "visa två stjärnor",
    "tegn en rød sirkel", "jeg vil have et hus", "teiknaðu hús", "desenează un cerc roșu", "нарисуй две звезды", "как работает вулкан?", "привет", "спасибо",
    "星を二つ描いて", "こんにちは", "这是什么？", "画两颗星星", "별 두 개 그려줘", "안녕하세요", "ارسم بيتا أزرق", "ציור עיגול אדום", "לצייר בית כחול", "एक लाल वृत्त बनाओ", "vẽ một hình tròn đỏ",
    "gambar lingkaran merah", "chora duara nyekundu", "nakresli červený kruh", "nariši rdeč krog", "уяви червоне коло", "намалюй будинок", "ζωγράφισε ένα σπίτι",
)
UNCLEAR = (
    "draw something", "make a picture", "draw", "surprise me", "a picture please", "draw me a picture", "paint something nice", "can you draw?",
    "i want a picture", "show me something", "make something", "draw anything", "something beautiful", "create an image", "i need a drawing",
    "sketch something for me", "give me a picture", "another picture", "do something", "please draw something", "draw it",
    "draw me something", "a drawing please", "can you make a picture?", "make me a picture", "something nice please", "whatever you like", "anything",
    "your choice", "draw whatever you want", "i don't know what to draw", "make art", "show me a picture", "a random picture", "draw something random",
    "paint", "what about a picture?", "could you draw something for me?", "draw something cool",
)
CHANGE_NOTHING = (
    "make it blue", "make it bigger", "turn it red", "remove the star", "change the colour", "add a sun to it", "make the circle green",
    "put it on the left", "now at night", "make it smaller", "delete the tree", "replace the house with a boat", "move it to the right",
    "change the background", "make the second one red", "edit #1: make it blue", "swap them", "undo that", "same but green", "make that green",
    "what is in the picture?", "how many circles are there?", "what colour is it?", "where is the star?", "describe the picture", "in #2, make it red", "make the picture darker",
)
SMALL_TALK = (
    (("hello", "hi", "hey", "good morning", "hi there", "hello bot", "good evening", "hey there", "yo", "greetings", "good day", "hiya",
      "hello there", "hi bot", "hello again", "morning", "how are you?", "what's up?", "howdy", "hello, anybody here?", "good afternoon", "hey bot", "hi everybody",
      "hello, how are you?",
      "hello friend", "hi you", "hey you", "good to see you", "salute", "welcome", "hello world", "hi again", "hey bot, hello",
      "nice to meet you", "good morning bot", "hello my friend", "hi there bot", "greetings to you", "how is it going?", "how do you do?",
      "hey, how are you?", "hello, nice to see you", "good day to you", "hi folks", "hello everyone", "hello hello", "hey hey",
      "hi, how are you doing?", "evening"),
     "Hello! What shall I draw?"),
    (("thanks", "thank you", "thx", "great, thanks", "cheers", "thank you very much", "many thanks", "nice, thank you", "ty", "perfect, thanks",
      "thanks a lot", "thank you so much",
      "thank you, that's nice", "thanks, great", "that helps, thank you", "thanks, perfect", "perfect, thank you", "nice, thanks", "cool, thanks", "ok thanks",
      "thanks, that's it", "wonderful, thank you", "super, thanks",
      "thanks bot", "thank you bot", "thanks, you", "great work, thanks", "good, thanks", "lovely, thanks", "beautiful, thanks",
      "so nice, thanks", "very nice, thank you", "awesome, thanks", "pretty, thank you", "that is great, thanks", "brilliant, thank you",
      "thanks for that", "thank you for the picture", "thanks for your help", "thanks, i like it", "much obliged", "i thank you",
      "nice one, thanks", "thx a lot", "many thanks to you", "great, thank you very much"), "You're welcome."),
    (("what can you do?", "help", "what do you do?", "how can you help me?", "what are you able to draw?", "what can you draw?", "which things do you know?",
      "how does this work?", "what should i ask you?", "what are your skills?", "what can i ask?", "give me an example",
      "what are you good at?", "what can i do here?", "show me what you can do", "how do i use you?", "what is this bot?", "what are you for?", "what are your abilities?",
      "can you help me?", "help me please", "what are you capable of?", "which pictures can you make?", "what do you know?", "tell me what you can do",
      "what do you offer?", "what are you able to do?", "which skills do you have?", "tell me your skills", "what tricks do you know?",
      "what could you draw for me?", "what else can you do?", "how can i use you?", "what is possible here?", "i need help", "help me",
      "can i get some help?", "what sort of things can you draw?", "what are your talents?", "what things can you make?", "give me some help",
      "show me your skills", "what is there to do?", "how do you work?", "what should i say?", "what can i say to you?",
      "what do you know how to do?", "list what you can do"),
     "I draw small pictures of shapes and simple things, change them and answer questions about them. Try: draw two yellow stars at night."),
    (("who are you?", "what are you?", "are you human?", "are you a robot?", "what is your name?", "are you a bot?", "tell me about yourself", "who made you?",
      "introduce yourself", "what model are you?", "are you real?", "are you an ai?",
      "who am i talking to?", "what are you exactly?", "do you have a name?", "what kind of bot are you?", "are you a person?", "are you alive?", "how old are you?",
      "where do you come from?", "do you have feelings?", "who built you?",
      "where are you from?", "where were you made?", "what's your name?", "tell me who you are", "are you a computer?", "are you a machine?",
      "do you have a family?", "do you live somewhere?", "where do you live?", "who is your maker?", "which bot are you?",
      "who am i speaking with?", "what should i call you?", "are you a program?", "are you intelligent?", "do you sleep?",
      "who programmed you?", "where did they make you?", "since when do you exist?", "do you come from far away?",
      "what kind of thing are you?", "how were you made?"),
     "I am a small model that writes and draws."),
    (("bye", "goodbye", "see you", "good night", "see you later", "bye bye", "cya", "that's all", "until tomorrow", "farewell", "ciao", "take care",
      "i have to go", "see you soon", "that was all", "that's it for today", "have a nice day", "good night bot", "goodbye bot", "talk to you later", "later", "so long",
      "adieu", "so long, bot", "see you tomorrow", "bye for now", "goodbye then", "until later", "good bye", "i'm leaving", "i must go",
      "that's all for now", "that's all for today", "gotta go", "cheerio", "ok bye", "bye, bot", "see you next time", "until next time",
      "till tomorrow", "over and out", "we are done, bye", "i am off", "see ya"), "Bye!"),
    (("nice", "great", "cool", "i like it", "beautiful", "well done", "lovely", "awesome", "wow", "good job", "that looks great", "perfect",
      "that is nice", "very nice", "fantastic", "brilliant", "i love it", "exactly what i wanted", "that's great", "so pretty", "amazing", "good", "looks good", "super",
      "pretty", "so beautiful", "so cute", "so nice", "how pretty", "how nice", "that looks good", "it looks great", "i love this", "superb",
      "excellent", "splendid", "what a nice picture", "this is good", "really nice", "really good", "cool picture", "great picture", "sweet",
      "neat", "this is lovely", "wonderful", "good work", "so cool"),
     "I'm glad you like it."),
    (("that's wrong", "i don't like it", "that is not what i wanted", "bad", "no", "ugly", "wrong", "that's not right", "try again", "not good", "hmm no", "nope",
      "that is wrong", "this is not right", "that's bad", "i hate it", "not what i meant", "this is ugly", "you got it wrong", "that's not what i asked for", "do it again",
      "that looks bad", "terrible", "no, that's wrong",
      "that isn't right", "this is wrong", "it is wrong", "that is bad", "not nice", "i don't want that", "no no", "no, not that",
      "that's no good", "you are wrong", "false", "that was wrong", "that is a mistake", "this is not what i asked for",
      "i wanted something else", "that's incorrect", "not correct", "i don't like this", "horrible", "awful", "you misunderstood me",
      "that's not it", "bad picture"),
     "I'm sorry. Tell me what to change, for example: make the circle blue."),
)
NO_SUCH_THING = ("make the {} blue", "remove the {}", "move the {} to the left", "make the {} bigger", "replace the {} with a star", "the {} should be red",
                 "can you make the {} smaller?", "turn the {} green", "delete the {}", "paint the {} yellow", "swap the {} for a tree", "put the {} at the top")
CHANGING = ("make", "change", "turn", "can you make", "could you turn", "please make", "recolour", "replace", "swap", "can you change", "can you replace", "could you swap",
            "remove", "delete", "take", "get rid", "erase", "please", "can you remove", "wipe", "can you take", "could you delete", "could you remove", "shrink", "enlarge",
            "move", "can you move", "shift", "switch", "give", "set", "hide", "put", "bring")
LATIN = "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua".split()
_SYLLABLES = "ba be bo cra da dle flo fi ga gle ho ka ko li lo mu na nop plo qua ri sa ska sti ta tri vo wib xo zan zu".split()


def refuse_turn(voice: Voice, thread: list[Picture]) -> Turn:
    ways = ((unknown_thing, CANNOT_DRAW), (unknown_topic, CANNOT_EXPLAIN), (other_task, CANNOT_HELP), (foreign, ONLY_ENGLISH), (nonsense, CANNOT_READ))
    words, answer = voice.choices(ways, (6, 3, 3, 1.2, 1))[0]
    return Turn(words(voice), (Step("refuse", answer),))


def ask_turn(voice: Voice, thread: list[Picture]) -> Turn:
    """Nothing was said, there is no picture to change, or the thing to change is in none."""
    if voice.chance(0.35):
        return Turn(voice.chatter(voice.say(UNCLEAR)), (Step("ask", "What shall I draw?"),))
    if not thread:
        words = voice.say(CHANGE_NOTHING) if voice.chance(0.4) else _order(voice, voice.choice(("it", "that", f"the {voice.choice(KINDS)}")))
        return Turn(voice.chatter(words), (Step("ask", NO_PICTURE),))
    shown = {thing.kind for picture in thread for thing in picture.scene.things}
    kind = voice.choice([kind for kind in KINDS if kind not in shown])
    words = voice.say(NO_SUCH_THING).format(kind) if voice.chance(0.3) else _order(voice, f"the {kind}")
    return Turn(voice.chatter(words), (Step("ask", f"I see no {kind} in the pictures. Which thing do you mean?"),))


def _order(voice: Voice, x: str) -> str:
    """To change x somehow, in words that could not ask for a new picture."""
    while True:
        words = voice.say(voice.choice((RECOLOUR, REPLACE, REMOVE, BIGGER, SMALLER, MOVE)))
        if words.startswith(CHANGING):
            y = article(voice.choice(KINDS))
            return words.format(x=x, y=y, c=voice.choice(COLOUR_NAMES), p=voice.place(voice.randrange(9)))


def talk_turn(voice: Voice, thread: list[Picture]) -> Turn:
    wordings, answer = voice.choice(SMALL_TALK)
    return Turn(voice.chatter(voice.say(wordings)), (Step("write", answer),))


def unknown_noun(voice: Voice) -> str:
    if voice.held_out:
        return voice.choice(HELD_OUT_NOUNS)
    return _invented(voice) if voice.chance(0.4) else voice.choice(NOUNS)


def _invented(voice: Voice) -> str:
    return "".join(voice.choice(_SYLLABLES) for _ in range(voice.randint(2, 4)))


def unknown_thing(voice: Voice) -> str:
    form = voice.random()
    noun = unknown_noun(voice)
    if form < 0.2:
        words = voice.say(PHRASES)
    elif form < 0.25:
        return likeness(voice)
    elif form < 0.45:
        words = voice.say(("{u} and {k}", "{k} and {u}", "{u} with {k}", "{u} next to {k}", "{k} on {u}", "{u}, {k}", "{k} with {u}")).format(
            u=article(noun), k=wished_scene(voice, 1)[0])
    elif form < 0.53:
        words = f"{voice.say(('two', 'three', 'some', 'many', '2', 'five'), always=True)} {plural(noun)}"
    else:
        extra = voice.say(("", "", "", "red ", "big ", "blue ", "small ", "black ", "nice ", "cute ", "green "), always=True)
        words = article(extra + noun) if voice.chance(0.9) else noun
    return voice.chatter(words if voice.chance(0.1) else voice.say(ORDERS).format(words))


def likeness(voice: Voice) -> str:
    """Somebody's, by a name that is made up."""
    name = f"{_invented(voice).title()} {_invented(voice).title()}"
    return voice.chatter(voice.say(ORDERS).format(voice.say(("{}", "a photo of {}", "a portrait of {}", "{}"), always=True).format(name)))


def unknown_topic(voice: Voice) -> str:
    while True:
        noun = unknown_noun(voice)
        if noun not in _TOPIC_WORDS:
            break
    form = voice.random()
    if form < 0.4:
        words = voice.say(ABOUT).format(voice.say(("{}", "{}s", "a {}", "the {}"), always=True).format(noun))
    else:
        asked = voice.say(("how does a {} work?", "what is a {}?", "why is there a {}?", "how is a {} made?", "where do {}s come from?", "why do {}s exist?",
                           "what does a {} do?", "how do {}s work?", "who invented the {}?", "why are {}s so big?", "what are {}s?",
                           "why are {}s heavy?", "why is a {} round?", "why are there {}s?", "when was the {} invented?", "who makes {}s?", "what is inside a {}?",
                           "why is the {} blue?", "how big is a {}?", "how many {}s are there in the world?", "how do i use a {}?", "why does a {} break?",
                           "what makes a {} good?", "how do you make a {}?", "why are {}s so small?", "why are {}s so loud?", "why are {}s expensive?", "why is the {} so old?",
                           "why do we need {}s?", "why do people like {}s?", "how does the {} move?", "how does a {} grow?", "how many {}s exist?", "how many {}s are there on earth?",
                           "how long does a {} live?", "how fast is a {}?", "what is a {} for?", "what is a {} made of?", "what happens in a {}?", "who uses {}s?",
                           "where is the {}?", "when do {}s sleep?", "why does the {} exist?", "are {}s dangerous?")).format(noun)
        words = asked if form < 0.8 else voice.say(QUESTION).format(asked)
    return voice.chatter(words)


def other_task(voice: Voice) -> str:
    if voice.held_out or voice.chance(0.5):
        return voice.chatter(voice.say(OTHER_TASKS))
    noun, other = unknown_noun(voice), unknown_noun(voice)
    return voice.chatter(voice.say(TASK_FORMS).format(n=noun, a=article(noun), ns=plural(noun), o=other, x=voice.randint(2, 99), y=voice.randint(2, 99)))


def foreign(voice: Voice) -> str:
    words = voice.say(FOREIGN)
    return words[0].upper() + words[1:] if voice.chance(0.2) else words


def nonsense(voice: Voice) -> str:
    """Keys hit at random, invented words, signs and numbers; now and then very long."""
    length = voice.choice((1, 1, 2, 3, 5, 8, 30))
    form = voice.randrange(4)
    if form == 0:
        made = ["".join(voice.choice("asdfghjklqwertyuiopzxcvbnm") for _ in range(voice.randint(3, 9))) for _ in range(length)]
    elif form == 1:
        made = [_invented(voice) for _ in range(length + 1)]
    elif form == 2:
        made = ["".join(voice.choice("?!.,;:#+*%&/()=-_0123456789") for _ in range(voice.randint(1, 8))) for _ in range(length)]
    else:
        made = [voice.choice(LATIN) for _ in range(length + 2)]
    return " ".join(made)
