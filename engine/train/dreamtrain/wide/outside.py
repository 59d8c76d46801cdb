"""What the wide model can't do, said honestly and with something near that it can; what it must ask back; and small talk."""

from __future__ import annotations

from dreamtrain.wide.concepts import BY_NOUN, KINDS
from dreamtrain.wide.drawing import wished_scene
from dreamtrain.wide.words import WideVoice
from dreamtrain.world.dialogue import Picture, Step, Turn
from dreamtrain.world.drawing import ORDERS
from dreamtrain.world.language import article
from dreamtrain.world.chatting import SMALL_TALK
from dreamtrain.world.foreign import FOREIGN
from dreamtrain.world.outside import _SYLLABLES as SYLLABLES
from dreamtrain.world.outside import CHANGE_NOTHING, UNCLEAR
from dreamtrain.world.unknown import OTHER_TASKS

UNKNOWN = {  # nouns that are not known, by what they are near to; the last tenth of each is held out
    "animal": ("a dog, a fox or an elephant", """panda unicorn hamster lynx antelope buffalo gazelle hyena jackal jaguar cheetah puma mole weasel ferret mink stork crane pelican
        vulture falcon hawk sparrow robin crow raven magpie woodpecker toucan hummingbird swallow seagull ostrich emu kiwi-bird salmon trout tuna cod eel herring carp
        stingray starfish seahorse slug moth dragonfly grasshopper centipede termite flea wasp hornet newt gecko chameleon iguana cobra python viper tadpole
        armadillo anteater platypus wombat meerkat lemur baboon chimpanzee walrus orca narwhal manatee yak reindeer poodle bulldog"""),
    "food": ("an apple, a pizza or a cake", """lasagna risotto omelette meatball sausage kebab salami ham yoghurt cereal porridge quiche tiramisu brownie marshmallow caramel nougat
        fig date papaya guava pomegranate grapefruit apricot plum raspberry blackberry cranberry gooseberry lychee radish beetroot turnip parsnip leek celery spinach
        asparagus artichoke cauliflower zucchini courgette ketchup mustard mayonnaise vinegar smoothie lemonade whisky falafel tofu gnocchi"""),
    "vehicle": ("a car, a train or a rocket", """tank submarine bulldozer excavator forklift crane-truck caravan camper limousine hearse snowplough snowmobile jetski catamaran gondola
        kayak hovercraft zeppelin glider drone gokart rickshaw tandem unicycle chariot carriage lifeboat tugboat trawler barge monorail forwarder"""),
    "building": ("a house, a castle or a lighthouse", """pyramid skyscraper igloo cathedral chapel monastery palace barn stable greenhouse warehouse garage airport prison library cinema
        theatre supermarket bakery pharmacy restaurant dam tunnel pier well gate pagoda obelisk dome observatory"""),
    "thing": ("a hammer, a chair or a clock", """carpet curtain pillow blanket wardrobe drawer kettle toaster blender microwave dishwasher freezer vacuum-cleaner iron lawnmower wheelbarrow
        rake drill chisel tweezers stapler eraser stamp globe-stand necklace bracelet earring wallet belt button zipper sandal slipper apron mask wig harp cello
        trombone tuba clarinet oboe bagpipes xylophone tambourine harmonica sword spear cannon gun bomb statue coffin lantern fan radiator heater projector calculator
        typewriter joystick modem tablet scooter-helmet walkie-talkie"""),
    "figure": ("a robot, a ghost or an alien", """king queen knight pirate ninja wizard witch fairy mermaid elf dwarf giant troll vampire zombie werewolf angel devil monster goblin cyborg
        princess prince cowboy samurai astronaut clown doctor nurse teacher farmer soldier policeman baby man woman boy girl child grandmother""")}
NEAR = {noun.replace("-", " "): near for near, nouns in ((offer, text.split()) for offer, text in UNKNOWN.values()) for noun in nouns}
_ORDER = sorted(NEAR)
HELD_OUT_NOUNS = tuple(_ORDER[5::10])
NOUNS = tuple(noun for noun in _ORDER if noun not in HELD_OUT_NOUNS)
PEOPLE = (
    "my grandmother", "the president", "my boss", "a famous actor", "the queen of england", "a portrait of my sister", "taylor swift", "albert einstein", "the pope", "a selfie of me",
    "our team at work", "elon musk", "my husband", "a picture of me", "barack obama", "a portrait of a singer", "mona lisa", "my best friend", "lionel messi", "a photo of my father",
    "leonardo da vinci", "the prime minister", "my neighbour", "marilyn monroe", "angela merkel", "my daughter", "a film star", "my colleague anna", "napoleon", "santa from the film",
    "beyonce", "a likeness of my teacher", "the king of spain", "my wife", "a politician", "steve jobs", "my son on a bike", "cleopatra", "harry potter", "my girlfriend",
)
LETTERS = (
    "the text hello world", "the word happy", "the letter a", "a logo with my name", "a sign that says stop here", "a birthday card with text", "the number seven", "a poster with a title",
    "my name in big letters", "a quote", "a banner that says welcome", "the alphabet", "a company logo with text", "a comic with speech", "a page of text", "a handwritten note saying hi",
    "a headline", "an invitation with the date", "my signature", "a price tag saying 5 euros", "a meme with a caption", "a book cover with the title dune",
)
OTHER_STYLES = (
    "a photo of a cat", "a realistic photo of a city", "a 3d render of a robot", "an oil painting of a lady", "a photorealistic forest", "an anime girl", "a screenshot of a web page",
    "a map of europe", "an abstract painting", "a video of a dog", "a watercolour of a rose", "an animated gif of a cat", "a detailed engraving of a ship", "a pixel art knight",
    "a pencil sketch of a face", "a stained glass window of a saint", "a 4k wallpaper of paris", "a manga page", "an x-ray of a hand", "a blueprint of a house", "a satellite photo of rome",
)
UNKNOWN_TOPICS = (
    "explain quantum physics", "explain relativity", "explain the stock market", "how does a nuclear reactor work?", "explain inflation", "how do vaccines work in detail?", "what is bitcoin?",
    "explain string theory", "tell me about rome", "explain the french revolution", "how does a jet engine work?", "what is philosophy?", "explain marxism", "explain black holes",
    "tell me about the second world war", "how does the immune system recognise a virus?", "explain calculus", "what is a mortgage?", "how do lasers work?", "explain tax law",
    "how does chess opening theory work?", "explain plate tectonics in detail", "what is existentialism?", "how do i file a patent?", "explain game theory", "how does a violin maker work?",
)
CAN_EXPLAIN = "I can't explain that yet. I know, for example, how a volcano erupts, how rain forms and how bees make honey."


def refuse_turn(voice: WideVoice, thread: list[Picture]) -> Turn:
    return voice.choices((_unknown_thing, _people, _letters, _style, _topic, _other_task, _foreign), (6, 2, 1, 1, 1.5, 1.5, 1.5))[0](voice)


def ask_turn(voice: WideVoice, thread: list[Picture]) -> Turn:
    """Nothing was said, there is no picture to change, or the thing to change is in none."""
    if voice.chance(0.35):
        return Turn(voice.chatter(voice.say(UNCLEAR)), (Step("ask", "What shall I draw?"),))
    if not thread:
        return Turn(voice.chatter(voice.say(CHANGE_NOTHING)), (Step("ask", "There is no picture here yet. What shall I draw?"),))
    kind = voice.choice([each for each in KINDS if not any(picture.scene.has(each) for picture in thread)])
    words = voice.say(("make the {} blue", "remove the {}", "move the {} to the left", "make the {} bigger", "replace the {} with a star", "the {} should be red", "what colour is the {}?",
                       "can you make the {} smaller?", "turn the {} green", "delete the {}", "paint the {} yellow", "swap the {} for a tree", "put the {} at the top", "where is the {}?"))
    return Turn(voice.chatter(words.format(voice.kind(kind))), (Step("ask", f"I see no {kind} in the pictures. Which thing do you mean?"),))


def talk_turn(voice: WideVoice, thread: list[Picture]) -> Turn:
    wordings, answer = voice.choice(SMALL_TALK)
    if answer.startswith("I draw small pictures"):
        answer = "I draw and change flat pictures of everyday things, answer questions about them and explain things with pictures. Try: draw two foxes in a forest at night."
    return Turn(voice.chatter(voice.say(wordings)), (Step("write", answer),))


def _refused(voice: WideVoice, words: str, answer: str) -> Turn:
    return Turn(voice.chatter(words if voice.chance(0.12) else voice.say(ORDERS).format(words)), (Step("refuse", answer),))


def _unknown_thing(voice: WideVoice) -> Turn:
    """One unknown noun is named in the answer, and three things of its sort that are known; a made-up word has no sort."""
    if not voice.held_out and voice.chance(0.25):
        noun, near = "".join(voice.choice(SYLLABLES) for _ in range(voice.randint(2, 4))), "animals, plants, food, buildings and tools"
        if noun in BY_NOUN or noun in NEAR:
            return _unknown_thing(voice)
    else:
        noun = voice.choice(HELD_OUT_NOUNS if voice.held_out else NOUNS)
        near = NEAR[noun]
    words = article(voice.say(("", "", "", "red ", "big ", "blue ", "small ", "black ", "nice ", "cute ", "green "), always=True) + noun)
    if voice.chance(0.25):
        known = wished_scene(voice, 1)[0]
        words = voice.say(("{u} and {k}", "{k} and {u}", "{u} with {k}", "{u} next to {k}", "{k} on {u}")).format(u=words, k=known)
    verb = "I know" if near.startswith("animals") else "I can draw"
    return _refused(voice, words, f"I can't draw {article(noun)} yet. {verb} {near}.")


def _people(voice: WideVoice) -> Turn:
    return _refused(voice, voice.say(PEOPLE), "I don't draw real people or characters. I can draw animals, things and places.")


def _letters(voice: WideVoice) -> Turn:
    return _refused(voice, voice.say(LETTERS), "I can't write letters in a picture. I can draw things, arrows and simple diagrams.")


def _style(voice: WideVoice) -> Turn:
    return _refused(voice, voice.say(OTHER_STYLES), "I can't draw that: my pictures are flat, with outlines or cut from paper. I can draw the same thing that way if I know it.")


def _topic(voice: WideVoice) -> Turn:
    return Turn(voice.chatter(voice.say(UNKNOWN_TOPICS)), (Step("refuse", CAN_EXPLAIN),))


def _other_task(voice: WideVoice) -> Turn:
    answer = "I can't help with that. I draw and change pictures, answer questions about them and explain things with pictures."
    fitting = [words for words in OTHER_TASKS if not words.startswith(("explain", "how do planes", "tell me a story", "how do magnets"))]
    return Turn(voice.chatter(voice.say(fitting)), (Step("refuse", answer),))


def _foreign(voice: WideVoice) -> Turn:
    words = voice.say(FOREIGN)
    return Turn(words[0].upper() + words[1:] if voice.chance(0.2) else words, (Step("refuse", "I only understand English so far. Try: draw two foxes in a forest."),))
