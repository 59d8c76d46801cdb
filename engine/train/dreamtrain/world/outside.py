"""What the pocket model cannot do, said honestly; what it must ask back; and small talk."""

from __future__ import annotations

from dreamtrain.world import chatting
from dreamtrain.world.changes import BIGGER, MOVE, RECOLOUR, REMOVE, REPLACE, SMALLER
from dreamtrain.world.dialogue import Picture, Step, Turn
from dreamtrain.world.documents import about, asked
from dreamtrain.world.drawing import ORDERS, wished_scene
from dreamtrain.world.foreign import composed
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
brain tooth bone anchor wheel engine battery candle gift kite swing slide fountain bench fence gate well statue
accordion acorn aeroplane alligator almond antelope antenna apricot apron aquarium arcade arm armchair artichoke ashtray asparagus
asteroid astronomer athlete axe badge badger badminton bagel bagpipe baker ballet bamboo band bandage banjo bank barbecue barber bark
barrel basil basin basket bat bath bathtub bead beak bean beard beetroot bell belt bib bikini bill binoculars biscuit bison blanket
blender blouse boar bodyguard bolt bookshelf boot bowtie bracelet branch brick bride broom bruise bucket buckle budgie buffalo bull
bulldozer bumblebee bun bungalow bunker burglar bush butcher butter button cabbage cabin cabinet cable cactus cage calculator calendar
calf canary candy cannon cap cape capsule caravan card cardigan carnival carousel carpenter carpet cart carton cash cassette caterpillar
cauliflower ceiling celery cello cellar cement cereal chainsaw chalk chameleon champagne chandelier chapel cheetah chef cherub chess
chestnut chick chimney chimpanzee chin chip chisel chocolate choir cigar cinema clam clarinet classroom claw clerk cliff clown club coach
coal coast cobra cockpit cockroach coconut coffin coin collar college comb comedian cone container cook cooker copper coral cork corn
corridor cotton couch cougar cousin cradle crane crayon cricket crocus crossbow crow crowd crust crutch cucumber cuff cupboard curtain
cushion cymbal daffodil dagger dairy dam dancer dart deck dentist desk detective dice dictionary dingo dinner dish diver doctor doll
dolphinarium donkey donut doorbell dough dove dragonfly drawer drill driver dumpling dungeon dust dustbin dwarf ear earring easel eel
elbow elevator elf elk emerald emperor engineer envelope eraser escalator eyelash fabric fairground falcon fan farm farmer fax feather
fern ferret ferry fig film fin firefighter fireplace firework fist flask flea fleece flipper floor flour flute fly foal folder forehead
forklift fort fossil frame freezer fridge fries fringe frisbee fur furniture gamepad garage garlic gazelle gearbox gecko geese gem general
genie gibbon ginger gingerbread girlfriend glasses glider glue gnome goal goalkeeper goldfish gondola gorge grandfather grandma grandpa
grapefruit grass grasshopper grave gravel grill grocery guard guest gull gum gymnast hair hairbrush hairdryer hall halo ham hammock
handcuff handle hanger harbour hawk hay headphone hedge heel hen herb hermit heron herring hinge hip hive hook horn hornet horseshoe hose
hotdog hotel hourglass housewife hummingbird hunter hyena iguana infant ink inn insect instrument iron ivy jacket jackal jacuzzi jaguar
jail jar jaw jeans jeep jelly jet jewel jigsaw joker judge jug juggler juice jumper kayak kebab kennel ketchup kid kidney kilt kitchen
kitten kiwi knee knot knuckle label lace ladle lady ladybug lama lamb land lantern lap larva laser lasso latch lavender lawn lawyer leaf
leather leek legging lemur leopard letter lettuce library lid lift lighter lily lime limousine linen lip lipstick llama loaf locker
locomotive log lollipop lotus lunch lung lute lynx machine magazine magician maid mailbox mall mammoth mango mannequin manor maple marble
market marmalade mask mast match mattress mayor meat mechanic medal melody menu meringue metro midwife milk milkshake mill miner minotaur
mint missile mitten moat mole monk monument mop moped mosque mosquito motor motorboat motorway mousetrap movie muffin mule mummy muscle
museum mustard napkin neck necktie needle nest net newspaper newt noodle notebook nun nurse nut oak oar oasis oat office olive omelette
opera orangutan orchard orchestra orchid organ ornament oven ox oyster paddle padlock page pajamas palace palm pan pansy panther paper
parachute parade parcel park parsley party pasta pastry path patient pavement paw pea peach peanut pearl pebble pedal peg pelican pepper
perfume petal pharaoh pheasant physicist pickle picnic pie pier pigtail pill pillar pillow pilot pin pine pinball pincers pipe piranha
pistol pit pitchfork pitcher plaster plastic platform player playground plough plug plum plumber pocket pod poet poison pole policeman
polo pond pony poodle pool poppy porcupine pork port porter postbox postcard postman pot pottery powder prawn present pretzel priest
prince printer prison professor propeller prune puck pudding puddle puffin puma pump puppet puppy purse puzzle python quail quarry quilt
quiver rack racket radar radiator radish raft rail railway raisin rake ram ranch raspberry ray razor receipt record recorder reef referee
reindeer reptile restaurant rhubarb ribbon rice rickshaw rider rifle roast robe robin rock rod roller roof room rooster root roundabout
rower rubber rucksack rug ruler runner saddle safe sail sailor saint salad salmon salt samurai sand sandal sandcastle sari satellite sauce
saucer sausage savanna scale scallop scarecrow scientist screen screw scroll seagull seat seaweed secretary seed servant shampoo shed
shelf shell shepherd shin shoelace shop shore shovel shower shrimp shrub sidewalk sieve singer sink siren skateboarder sketchbook ski
skier skirt skunk slipper sloth slug smoke smoothie soap socket soldier soup spade spaghetti spanner sparrow spatula speaker sphinx spice
spinach sponge spot spray sprout spy stadium stair stable stag stage stamp stapler starfish station steak stem step stethoscope stew stick
sting stocking stomach stone stool stopwatch store stork stove straw stream student studio suit sunglasses sunhat surfboard surfer surgeon
sushi swallow swamp sweater sweet swimmer swimsuit switchboard swordfish syringe tablecloth tablet taco tail tailor tambourine tangerine
tap tape tapir target tattoo taxi tea teacher team teddy tentacle termite terrace theatre thermometer thief thigh thistle throat throne
thumb thunderbird tie tile timber tin tissue toast toaster toilet tombstone tongue toolbox toothbrush toothpaste torch tornado tortoise
totem toucan towel town toy track trail trampoline trap trash treasure treehouse triceratops tricycle tripod trolley trombone trophy
trouser trout trowel trunk tuba tulip tuna tunnel turkey turnip tusk tweezers twig twin typewriter tyrannosaurus tyre unicycle uniform urn
vacuum valentine vase vegetable veil vest vet video village vine vinegar viper visor voyager vulture waffle wagon waist waiter wall wallet
walnut walrus warehouse warrior watermelon wave weasel wedding weight werewolf wharf wheat wheelbarrow wheelchair whip whisk whistle wick
wig wine wing wire wok wombat wood woodpecker wool workshop wreath wrench wrestler wrist yacht yak yarn yeti yoghurt yolk zip zoo""".split()
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
    "a girl with a red hat", "a boy playing football", "a man walking his dog", "a woman reading a book", "a baby in a cradle",
    "two kids on a swing", "three friends at the beach", "an old man on a bench", "a teacher in front of a class", "a chef in a kitchen",
    "a knight fighting a dragon", "a king on his throne", "a pirate with a parrot", "a witch on a broom", "a robot serving coffee",
    "an astronaut on the moon", "an alien landing", "a cat chasing a mouse", "a dog under a table", "a horse in the rain",
    "a cow on the road", "a bird in a nest", "a whale in the ocean", "a shark attack", "a lion and a tiger", "a monkey eating a banana",
    "a bear in the forest", "a rabbit in a hat", "a train in the mountains", "a plane above the clouds of london", "a bus full of people",
    "a bicycle leaning on a wall", "a busy street in tokyo", "a castle on a hill", "a bridge over a river", "a village in winter",
    "a garden full of roses", "a field of sunflowers", "a forest in autumn", "a desert with camels", "a beach with palm trees",
    "the sea in a storm", "mountains at dawn", "a cup of coffee on a desk", "a plate of spaghetti", "a birthday cake with candles",
    "a bowl of soup", "a bottle of wine and two glasses", "a pizza with olives", "a laptop on a table", "a phone with a broken screen",
    "a city from above", "a floor plan of my flat", "a diagram of our servers", "an org chart", "a pie chart of sales", "a bar chart",
    "a screenshot of an app", "an icon for settings", "the google logo", "the apple logo", "a poster for a concert",
    "an invitation to my party", "a christmas card", "a banner that says sale", "the words good morning", "the letter b in gold",
    "my name in big letters", "a sign that says stop", "a realistic portrait", "a photo of a sunset", "a black and white photo",
    "a watercolour of a harbour", "a pencil sketch of a hand", "a manga hero", "batman", "a disney princess", "homer simpson",
    "darth vader", "elvis", "the beatles", "albert einstein", "a film star", "my teacher", "my children", "our dog", "me as a pirate",
    "my desk", "our office", "people dancing", "people at a party", "a crowd in a stadium", "a family having dinner", "a couple in love",
    "somebody crying", "a happy face", "an angry emoji", "a thumbs up", "a skeleton playing guitar",
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
    "what's the weather like?", "will it rain tomorrow?", "how warm is it outside?", "do i need a coat today?",
    "what time does the shop open?", "when is easter this year?", "how many days until christmas?", "what's the date?", "what's new?",
    "what's in the news today?", "who won the game last night?", "who is the king of spain?", "who is the mayor of london?",
    "who invented the telephone?", "who painted the mona lisa?", "when was napoleon born?", "when did columbus sail?",
    "what is the capital of japan?", "what is the biggest country?", "what language do they speak in brazil?", "how high is the moon?",
    "how old is the universe?", "how heavy is an elephant?", "how fast is light?", "how long is the nile?",
    "how many bones does a body have?", "how many planets are there in all?", "how many people are on earth?",
    "how many seconds are in a year?", "what is two plus two?", "what is 15 percent of 80?", "what is 3 times 4?", "what's 9 minus 5?",
    "what is the square of 12?", "add 5 and 8", "divide 20 by 4", "is 17 a prime number?", "solve x plus 3 = 7", "what does irony mean?",
    "what is the opposite of brave?", "what rhymes with orange?", "how do you pronounce gif?", "what is hello in japanese?",
    "translate i love you into italian", "translate this sentence", "correct my spelling", "proofread this", "rewrite this paragraph",
    "write a resignation letter", "write a limerick", "write lyrics", "write some code", "write an sql query", "write a function in java",
    "write a regex for me", "write my homework", "do my homework", "fix this bug", "why does my code crash?", "install python for me",
    "how do i reset my password?", "how do i delete my account?", "my computer is slow", "my printer does not work", "my phone is broken",
    "restart the server", "deploy the app", "open a ticket for me", "schedule a meeting", "book a table for two", "book a room",
    "call a taxi", "order me some sushi", "buy milk", "pay my bill", "send money to anna", "send a message to tom",
    "what is on my calendar?", "wake me at six", "set a timer for ten minutes", "turn off the lights", "play the next song",
    "play some jazz", "sing for me", "tell me something funny", "make me laugh", "tell me a riddle", "tell me a fact",
    "tell me a bedtime story", "give me advice", "give me an idea for dinner", "what should i cook tonight?", "how do i make pasta?",
    "how long do i boil an egg?", "how do i lose weight?", "how do i sleep better?", "i have a headache", "my knee hurts",
    "my tooth hurts, what can i do?", "am i ill?", "should i see a doctor?", "is this mole dangerous?", "which medicine should i take?",
    "can i drink coffee at night?", "am i in love?", "does she love me?", "how do i find a girlfriend?", "should i quit my job?",
    "how do i ask for a raise?", "what is my horoscope?", "what will happen tomorrow?", "who will win the match?", "is there a god?",
    "what is the truth?", "why do people die?", "what is money?", "what is art?", "are you better than other bots?",
    "what do you think of me?", "what is your opinion on taxes?", "should i buy a house?", "which car should i buy?",
    "which film should i watch?", "recommend me a book", "where should i go on holiday?", "where is the nearest bank?", "where can i park?",
    "where do i live?", "find my keys", "what's my ip address?", "search for cheap flights", "google this for me", "summarise this book",
    "summarise the meeting", "read this file", "open this link", "convert 10 dollars to euros", "convert this to pdf",
    "make a presentation", "make a video of this", "make a song", "record my voice",
)
TASK_FORMS = (  # n: a noun, a: with its article, ns: its plural, o: another noun, x and y: numbers
    "write a poem about {ns}", "write a story about {a}", "write a report on {ns}", "write me a song about {a}", "write a letter to the {n}", "write about the {n}",
    "translate {n} into french", "how do you spell {n}?", "what is {x} plus {y}?", "how much is {x} times {y}?", "what is {x} minus {y}?", "buy {a}", "order {a} for me",
    "where can i buy {a}?", "what is the price of {a}?", "how much does {a} cost?", "recommend {a}", "find me {a}", "search for {ns}", "what is the best {n}?",
    "who is the best {n}?", "what is the meaning of {n}?", "what is the name of the {n}?", "should i get {a} or {a}?", "is {a} better than {a}?", "do you like {ns}?",
    "how do i repair {a}?", "how do i cook {a}?", "how old is the {n}?", "who made the {n}?", "which {n} is the biggest?", "tell me a joke about {ns}",
    "tell me a story about {a}", "play a song about {ns}", "call the {n}", "read the {n}", "what day is the {n}?", "when is the {n}?", "is the {n} open today?",
    "what do {ns} think about {o}s?", "compare {ns} and {o}s", "make a list of {ns}", "count to {x}", "sort my {ns}", "what is the point of {ns}?",
    "what does {a} eat?", "what does {a} cost?", "what is the weight of {a}?", "what is the history of the {n}?",
    "what is the latin name of the {n}?", "what is another word for {n}?", "what rhymes with {n}?",
    "what is the difference between {a} and a {o}?", "what is the plural of {n}?", "what should i do with my {n}?",
    "what is wrong with my {n}?", "what happened to the {n}?", "my {n} is broken", "my {n} does not work", "my {n} hurts",
    "how do i clean {a}?", "how do i fix my {n}?", "how do i draw {a} myself?", "how do i build {a}?", "how do i get rid of {ns}?",
    "how do i train {a}?", "how do i feed {a}?", "how many {ns} do i need?", "how much does {a} weigh?", "how tall is {a}?",
    "how far is the {n}?", "how long does {a} last?", "how good is the {n}?", "why is my {n} so slow?", "why do i need {a}?",
    "why does my {n} hurt?", "where is my {n}?", "where do i find {a}?", "where does the {n} come from?", "who owns the {n}?",
    "who sells {ns}?", "who invented {ns}?", "who wrote the {n}?", "when was the {n} made?", "when do {ns} sleep?", "can i eat {a}?",
    "can {ns} swim?", "can you buy me {a}?", "do {ns} like {o}s?", "does {a} bite?", "is {a} a good present?", "is {a} dangerous?",
    "is the {n} safe?", "are {ns} expensive?", "write an essay about {ns}", "write a haiku about {a}", "write an advert for {a}",
    "write a review of the {n}", "write code for {a}", "translate {n}", "define {n}", "spell {n}", "sell my {n}", "send {a} to my boss",
    "send me the {n}", "open the {n}", "close the {n}", "repair my {n}", "rent {a} for me", "book {a}", "give me a recipe with {n}",
    "give me tips for {ns}", "give me facts about {ns}", "give me a list of {ns}", "sing about {ns}", "play {n}", "play the {n} song",
    "remind me of the {n}", "help me with my {n}", "help me choose {a}", "show me the way to the {n}", "show me prices of {ns}",
    "tell me the price of {a}", "tell me about my {n}", "{x} times {y}?", "{x} plus {y} please", "compute {x} minus {y}",
    "how much is {x} percent of {y}?", "convert {x} miles",
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
    "make it green", "make it a bit darker", "turn it around", "paint it black", "change it to red", "change the background to white",
    "move it up", "remove it", "delete it", "erase the circle", "get rid of the moon", "replace it with a star", "add a star to it",
    "put a tree next to it", "make the house bigger", "make the star smaller", "now in blue", "the same in red", "the same at night",
    "bigger please", "smaller please", "a bit to the left", "make the first one blue", "change picture 2",
    "in the last one, remove the boat", "what is in it?", "what does the picture show?", "what colour is the house?", "where is the boat?",
    "is there a star in it?", "what is at the top?", "which is bigger, the star or the tree?", "how many things are there?",
)
SMALL_TALK = (
    (("hello", "hi", "hey", "good morning", "hi there", "hello bot", "good evening", "hey there", "yo", "greetings", "good day", "hiya",
      "hello there", "hi bot", "hello again", "morning", "how are you?", "what's up?", "howdy", "hello, anybody here?", "good afternoon", "hey bot", "hi everybody",
      "hello, how are you?",
      "hello friend", "hi you", "hey you", "good to see you", "salute", "welcome", "hello world", "hi again", "hey bot, hello",
      "nice to meet you", "good morning bot", "hello my friend", "hi there bot", "greetings to you", "how is it going?", "how do you do?",
      "hey, how are you?", "hello, nice to see you", "good day to you", "hi folks", "hello everyone", "hello hello", "hey hey",
      "hi, how are you doing?", "evening",
      "hey hello", "hello, bot!", "hi, bot", "hello you", "hey ho", "heya", "hey buddy", "hi buddy", "hello dear bot",
      "hello, how do you do?", "good morning everyone", "good evening bot", "good morning to you", "hi, good morning", "good afternoon bot",
      "are you there?", "anyone here?", "is anybody there?", "hello? anyone?", "hi, are you awake?", "how's it going?", "how are things?",
      "how are you doing?", "how are you today?", "how do you feel?", "how have you been?", "what is up?", "what's going on?", "sup",
      "wassup", "what's new with you?", "all good?", "you ok?", "long time no see", "nice to see you", "pleased to meet you", "i'm back",
      "i am new here", "just saying hi", "just wanted to say hello", "tuesday again", "ahoy", "ahoy there", "aloha", "welcome back", "hi all",
      "greetings, bot", "greetings everyone", "my greetings", "be welcome", "a warm welcome", "you are welcome here", "monday again", "friday at last", "hello on this fine day", "what a day", "how do you feel today?", "how are you, bot?", "and how are you?", "how goes it?", "how is life?", "how is your day?", "how was your day?", "how are you getting on?", "good to be here", "here i am", "i am here", "hello from me", "hi from the team", "first time here"),
     "Hello! What shall I draw?"),
    (("thanks", "thank you", "thx", "great, thanks", "cheers", "thank you very much", "many thanks", "nice, thank you", "ty", "perfect, thanks",
      "thanks a lot", "thank you so much",
      "thank you, that's nice", "thanks, great", "that helps, thank you", "thanks, perfect", "perfect, thank you", "nice, thanks", "cool, thanks", "ok thanks",
      "thanks, that's it", "wonderful, thank you", "super, thanks",
      "thanks bot", "thank you bot", "thanks, you", "great work, thanks", "good, thanks", "lovely, thanks", "beautiful, thanks",
      "so nice, thanks", "very nice, thank you", "awesome, thanks", "pretty, thank you", "that is great, thanks", "brilliant, thank you",
      "thanks for that", "thank you for the picture", "thanks for your help", "thanks, i like it", "much obliged", "i thank you",
      "nice one, thanks", "thx a lot", "many thanks to you", "great, thank you very much",
      "thanks so much", "thanks again", "thank you again", "thanks, bot", "thanks, nice", "thanks, good job", "thanks, that was helpful",
      "thanks, well done", "thank you, great", "thank you, perfect", "thank you, lovely", "thank you, well done", "thank you kindly",
      "thank you dear bot", "thank you for helping", "thank you for this", "thanks for the help", "thanks for the drawing",
      "thanks for explaining", "thanks for your time", "thanks, that's all", "thanks, that's perfect", "thanks, that is what i wanted",
      "ok, thank you", "okay thanks", "alright, thanks", "great, thank you", "oh thank you", "oh, thanks", "wow, thanks", "yes, thank you",
      "yay, thanks", "that's great, thanks", "that's lovely, thank you", "that was nice of you", "how kind of you", "you are kind",
      "you are very helpful", "you helped me a lot", "i appreciate it", "i'm grateful", "big thanks", "a thousand thanks", "tysm", "thank u",
      "thanx", "cheers mate", "cheers, bot",
      "thanks for drawing", "thank you for drawing it", "i thank you very much", "you have my thanks", "lots of thanks", "thanks a bunch", "thanks a million", "thank you, bot, nice", "thanks from all of us", "we thank you", "that was helpful, thanks", "good help, thank you"),
     "You're welcome."),
    (("what can you do?", "help", "what do you do?", "how can you help me?", "what are you able to draw?", "what can you draw?", "which things do you know?",
      "how does this work?", "what should i ask you?", "what are your skills?", "what can i ask?", "give me an example",
      "what are you good at?", "what can i do here?", "show me what you can do", "how do i use you?", "what is this bot?", "what are you for?", "what are your abilities?",
      "can you help me?", "help me please", "what are you capable of?", "which pictures can you make?", "what do you know?", "tell me what you can do",
      "what do you offer?", "what are you able to do?", "which skills do you have?", "tell me your skills", "what tricks do you know?",
      "what could you draw for me?", "what else can you do?", "how can i use you?", "what is possible here?", "i need help", "help me",
      "can i get some help?", "what sort of things can you draw?", "what are your talents?", "what things can you make?", "give me some help",
      "show me your skills", "what is there to do?", "how do you work?", "what should i say?", "what can i say to you?",
      "what do you know how to do?", "list what you can do",
      "what can i do with you?", "what can you do for me?", "what can you draw for me?", "what can you make?", "what can you paint?",
      "what can you explain?", "what can you tell me?", "what can i ask you?", "what can i ask you to draw?", "what can i draw with you?",
      "what could i ask?", "what do you do here?", "what do you draw?", "what do you understand?", "what kinds of pictures can you draw?",
      "what kind of pictures do you make?", "what kind of help do you give?", "what shapes do you know?", "what things do you know?",
      "what topics do you know?", "what commands are there?", "what are the commands?", "what are my options?", "what are you here for?",
      "what is your job?", "what is your purpose?", "what is this?", "what is this for?", "what is this thing?",
      "which commands do you know?", "which shapes can you draw?", "which topics can you explain?", "how can i talk to you?",
      "how can i get a picture?", "how do i get a picture?", "how do i start?", "how do i begin?", "how do i ask for a picture?",
      "how do i make you draw?", "how does it work?", "how does this bot work?", "how should i ask?", "how would you help me?",
      "can you explain what you do?", "could you help me?", "could you tell me what you can do?", "do you have a manual?",
      "is there a manual?", "is there any help?", "please help", "please help me", "help please", "i don't know what to say",
      "i don't know how this works", "i'm lost", "show me some examples", "show me an example", "give me some examples", "give me some ideas",
      "tell me how to use you", "tell me what you know", "instructions please", "usage", "menu", "commands", "options",
      "give me instructions", "i need instructions", "are there instructions?", "what are the instructions?", "show the instructions", "user manual", "manual please", "show me the manual", "list of commands", "show the commands", "command list", "which commands are there?", "which commands can i use?", "tell me the commands", "what orders can i give?", "the options please", "what options do i have?", "show me the menu", "what is on the menu?", "a hint please", "give me a hint", "any hints?", "how to use this?", "how to start?", "first steps?", "how is this used?", "what now?", "what can i try?", "what could i try?", "what should i try first?", "explain yourself: what can you do?", "help menu"),
     "I draw small pictures of shapes and simple things, change them and answer questions about them. Try: draw two yellow stars at night."),
    (("who are you?", "what are you?", "are you human?", "are you a robot?", "what is your name?", "are you a bot?", "tell me about yourself", "who made you?",
      "introduce yourself", "what model are you?", "are you real?", "are you an ai?",
      "who am i talking to?", "what are you exactly?", "do you have a name?", "what kind of bot are you?", "are you a person?", "are you alive?", "how old are you?",
      "where do you come from?", "do you have feelings?", "who built you?",
      "where are you from?", "where were you made?", "what's your name?", "tell me who you are", "are you a computer?", "are you a machine?",
      "do you have a family?", "do you live somewhere?", "where do you live?", "who is your maker?", "which bot are you?",
      "who am i speaking with?", "what should i call you?", "are you a program?", "are you intelligent?", "do you sleep?",
      "who programmed you?", "where did they make you?", "since when do you exist?", "do you come from far away?",
      "what kind of thing are you?", "how were you made?",
      "who is this?", "who is there?", "who am i chatting with?", "who am i writing to?", "who created you?", "who trained you?",
      "who wrote you?", "who owns you?", "who is behind this bot?", "what exactly are you?", "what sort of bot are you?",
      "what kind of model are you?", "what language model are you?", "what do people call you?", "what is your full name?",
      "what's this bot called?", "what version are you?", "how big are you?", "how smart are you?", "how clever are you?",
      "how do you think?", "how were you trained?", "how long have you existed?", "when were you made?", "when were you born?",
      "when is your birthday?", "where are you?", "where do you run?", "where do you come from, bot?", "why were you made?",
      "are you a human?", "are you a human being?", "are you a real person?", "are you a woman?", "are you a man?",
      "are you a boy or a girl?", "are you chatgpt?", "are you a language model?", "are you an artificial intelligence?", "are you clever?",
      "are you conscious?", "are you happy?", "are you old?", "are you free?", "are you open source?", "can you think?", "can you feel?",
      "do you have parents?", "do you have friends?", "do you eat?", "do you dream?", "do you think?", "do you have a body?",
      "do you know who you are?", "is there a human behind this?", "is that your real name?", "am i talking to a machine?",
      "am i talking to a person?", "say something about yourself", "please introduce yourself", "tell me your name", "tell me what you are",
      "describe yourself",
      "are you male or female?", "are you a he or a she?", "are you a girl?", "are you a boy?", "are you a lady?", "is it a man or a woman i talk to?", "what is your age?", "your age?", "do you have a birthday?", "when do you have your birthday?", "what day were you born?", "how many years old are you?", "are you young?", "are you big or small?", "are you a kind of animal?", "do you have eyes?", "do you have a brain?", "do you have a heart?", "are you like me?", "are you somebody?", "who or what are you?", "what are you made of?", "which company made you?", "who is your boss?", "your name?", "your name please"),
     "I am a small model that writes and draws."),
    (("bye", "goodbye", "see you", "good night", "see you later", "bye bye", "cya", "that's all", "until tomorrow", "farewell", "ciao", "take care",
      "i have to go", "see you soon", "that was all", "that's it for today", "have a nice day", "good night bot", "goodbye bot", "talk to you later", "later", "so long",
      "adieu", "so long, bot", "see you tomorrow", "bye for now", "goodbye then", "until later", "good bye", "i'm leaving", "i must go",
      "that's all for now", "that's all for today", "gotta go", "cheerio", "ok bye", "bye, bot", "see you next time", "until next time",
      "till tomorrow", "over and out", "we are done, bye", "i am off", "see ya",
      "goodbye for now", "goodbye then, bot", "goodbye, thanks", "goodbye everyone", "bye for today", "bye everyone", "bye then", "bye bot",
      "bye, see you", "bye, take care", "bye, thanks", "byebye", "ok, bye", "okay bye", "ok goodbye", "thanks, bye", "well, bye",
      "alright, bye", "see you around", "see you soon, bot", "see you then", "see you later, bot", "see you on monday", "see you next week",
      "see you again", "good night everyone", "good night, sleep well", "night", "nighty night", "sleep well", "have a good day",
      "have a good evening", "have a good one", "have a nice evening", "have a nice weekend", "take it easy", "talk soon",
      "talk to you tomorrow", "speak soon", "catch you later", "until monday", "till later", "till then", "i'm done", "i am done for today",
      "i'm done, bye", "i'm off", "i'm off now", "i'm out", "i'm going home", "i'm going to bed", "i have to leave", "i need to go",
      "i should go now", "i've got to go", "time to go", "time for bed", "let's stop here", "let's end here", "we're done", "we are finished",
      "that is all", "that is all for today", "that will be all", "that'll be all", "nothing else, bye", "no more for today", "so long then",
      "adios", "au revoir", "toodle-oo", "peace out",
      "i leave now", "i am leaving now", "i'm leaving you now", "leaving now", "we are leaving", "i am going", "i'm going now", "i go now", "i'll leave now", "i will go home", "take it slow", "go easy", "have a nice time", "have a nice holiday", "have fun", "thanks and bye", "thank you, goodbye", "thanks, good night", "thanks, see you", "great, bye", "thanks, that's all, bye", "ok thanks, goodbye", "off i go", "i'm away", "let us stop", "let's finish here", "enough for today", "no more questions, bye", "good night, thanks"),
     "Bye!"),
    (("nice", "great", "cool", "i like it", "beautiful", "well done", "lovely", "awesome", "wow", "good job", "that looks great", "perfect",
      "that is nice", "very nice", "fantastic", "brilliant", "i love it", "exactly what i wanted", "that's great", "so pretty", "amazing", "good", "looks good", "super",
      "pretty", "so beautiful", "so cute", "so nice", "how pretty", "how nice", "that looks good", "it looks great", "i love this", "superb",
      "excellent", "splendid", "what a nice picture", "this is good", "really nice", "really good", "cool picture", "great picture", "sweet",
      "neat", "this is lovely", "wonderful", "good work", "so cool",
      "how beautiful", "how lovely", "how cute", "how wonderful", "how cool", "so good", "so great", "so lovely", "so neat", "really cool",
      "really great", "really beautiful", "really pretty", "very good", "very cool", "very pretty", "very beautiful", "very well",
      "quite good", "quite nice", "not bad", "not bad at all", "pretty good", "pretty cool", "pretty nice", "looks great", "looks nice",
      "looks lovely", "looks perfect", "looks beautiful", "looks right", "that looks nice", "that looks right", "that looks perfect",
      "that looks lovely", "that is beautiful", "that is great", "that is lovely", "that is perfect", "that is cute", "that is so cute",
      "that is it", "that's nice", "that's it, great", "that's lovely", "that's perfect", "that's beautiful", "that's cool",
      "that's what i wanted", "that's exactly right", "that's exactly it", "this is great", "this is nice", "this is perfect",
      "this is beautiful", "this is cool", "this is exactly right", "this is what i wanted", "it is great", "it is perfect",
      "it is beautiful", "it looks good", "it looks nice", "it looks perfect", "i like that", "i like this", "i like it a lot",
      "i really like it", "i like this one", "i love that", "i love how it looks", "i'm happy with it", "i am impressed",
      "just what i wanted", "exactly", "exactly right", "yes, exactly", "yes, perfect", "yes, that's it", "yes, like that", "yes", "yay",
      "yeah", "ok good", "ok great", "ok nice", "all right, good", "nice work", "nice job", "nice one", "nice picture", "nice drawing",
      "nicely done", "well drawn", "great job", "great work", "great drawing", "good picture", "good drawing", "good one", "good bot",
      "clever bot", "you are great", "you are good", "you did well", "you draw well", "bravo", "magnificent", "marvellous", "fabulous",
      "outstanding", "impressive", "delightful", "charming", "gorgeous", "stunning", "terrific", "top", "fine", "okay, fine", "ha, cute",
      "haha, nice", "lol, nice", "omg so cute", "5 stars", "10 out of 10", "thumbs up",
      "i'm pleased with it", "i am pleased", "i'm happy", "i am so happy with this", "we are happy with it", "happy with that", "i am content", "it makes me happy", "this makes me smile", "that pleases me", "i enjoy it", "we like it", "we love it", "everybody likes it", "my kids love it", "my team likes it", "you nailed it", "spot on", "just right", "right on", "good stuff", "lovely work"),
     "I'm glad you like it."),
    (("that's wrong", "i don't like it", "that is not what i wanted", "bad", "no", "ugly", "wrong", "that's not right", "try again", "not good", "hmm no", "nope",
      "that is wrong", "this is not right", "that's bad", "i hate it", "not what i meant", "this is ugly", "you got it wrong", "that's not what i asked for", "do it again",
      "that looks bad", "terrible", "no, that's wrong",
      "that isn't right", "this is wrong", "it is wrong", "that is bad", "not nice", "i don't want that", "no no", "no, not that",
      "that's no good", "you are wrong", "false", "that was wrong", "that is a mistake", "this is not what i asked for",
      "i wanted something else", "that's incorrect", "not correct", "i don't like this", "horrible", "awful", "you misunderstood me",
      "that's not it", "bad picture",
      "that's not good", "that's not what i meant", "that's not what i wanted", "that's not what i said", "that's not it at all",
      "that's ugly", "that's terrible", "that's awful", "that's a mistake", "that's false", "that is ugly", "that is terrible",
      "that is not good", "that is not it", "that is not right", "that is not what i asked for", "that is not what i meant", "that is false",
      "that is incorrect", "that was not right", "that was not what i wanted", "this isn't right", "this isn't it",
      "this isn't what i wanted", "this is bad", "this is terrible", "this is awful", "this is a mistake", "this is not it",
      "this is not good", "this is not what i meant", "this is not what i wanted", "this looks bad", "this looks wrong", "it is ugly",
      "it is bad", "it is not right", "it looks bad", "it looks wrong", "it looks ugly", "it's wrong", "it's not right", "it's ugly",
      "it's bad", "i do not like it", "i do not like this", "i don't like that", "i don't like it at all", "i don't like how it looks",
      "i don't want this", "i hate this", "i hate that", "i asked for something else", "i meant something else", "i said something else",
      "i'm not happy", "i am not happy with it", "i'm disappointed", "no good", "no way", "no, wrong", "no, bad", "no, not this",
      "no, not right", "no, not like that", "no, that's not it", "no, that's not right", "not right", "not that", "not this", "not this one",
      "not like that", "not like this", "not quite", "not really", "not what i asked for", "not what i asked", "not what i said",
      "not what i wanted", "not nice at all", "not pretty", "not very good", "nah", "nay", "yuck", "ugh", "meh", "oh no", "very bad",
      "so bad", "so ugly", "really bad", "quite bad", "too bad", "bad drawing", "bad job", "bad work", "bad bot", "wrong picture",
      "wrong one", "wrong again", "all wrong", "you did it wrong", "you got that wrong", "you made a mistake", "you made an error",
      "you failed", "you don't understand", "you did not understand", "you didn't listen", "you didn't get it", "there is a mistake",
      "there's an error", "something is wrong", "something is not right", "try it again", "try once more", "once more please", "again please",
      "do it better", "do better", "you can do better", "start over", "redo it", "redo that",
      "start again", "begin again", "begin anew", "once again please", "one more try", "give it another try", "try it again", "one go more please", "redo it", "restart", "over again", "from scratch please", "not like that", "not in this way", "that's nonsense", "that makes no sense", "what is that supposed to be?", "this does not look right", "it looks strange", "it looks wrong", "i am not happy with it", "i'm not happy", "i'm disappointed", "we don't like it", "nobody likes it", "oh no", "no way", "that was not my wish", "it is not good enough"),
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
    words, answer = voice.choices(ways, (6, 3, 3, 1.8, 1))[0]
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
    topic = voice.choice(range(len(SMALL_TALK)))
    wordings, answer = SMALL_TALK[topic]
    words = voice.say(wordings)
    if not voice.held_out and voice.chance(0.5):
        made = chatting.MAKERS[topic](voice)
        words = words if made.rstrip("?!.") in {held.rstrip("?!.") for held in wordings[9::10]} else made
    return Turn(voice.chatter(words), (Step("write", answer),))


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
    elif not voice.held_out and form < 0.38:
        words = wished_scene(voice, 3)[0]
        known = [word for word in words.split(" ") if word in KINDS]
        if known:  # among things that can be drawn, one that can't
            words = words.replace(voice.choice(known), noun, 1)
        else:
            words = f"{words} and {article(noun)}"
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
        words = about(voice, voice.say(("{}", "{}s", "a {}", "the {}"), always=True).format(noun))
    else:
        question = voice.say(("how does a {} work?", "what is a {}?", "why is there a {}?", "how is a {} made?", "where do {}s come from?", "why do {}s exist?",
                           "what does a {} do?", "how do {}s work?", "who invented the {}?", "why are {}s so big?", "what are {}s?",
                           "why are {}s heavy?", "why is a {} round?", "why are there {}s?", "when was the {} invented?", "who makes {}s?", "what is inside a {}?",
                           "why is the {} blue?", "how big is a {}?", "how many {}s are there in the world?", "how do i use a {}?", "why does a {} break?",
                           "what makes a {} good?", "how do you make a {}?", "why are {}s so small?", "why are {}s so loud?", "why are {}s expensive?", "why is the {} so old?",
                           "why do we need {}s?", "why do people like {}s?", "how does the {} move?", "how does a {} grow?", "how many {}s exist?", "how many {}s are there on earth?",
                           "how long does a {} live?", "how fast is a {}?", "what is a {} for?", "what is a {} made of?", "what happens in a {}?", "who uses {}s?",
                           "where is the {}?", "when do {}s sleep?", "why does the {} exist?", "are {}s dangerous?")).format(noun)
        words = question if form < 0.6 else asked(voice, question)
    return voice.chatter(words)


def other_task(voice: Voice) -> str:
    if voice.held_out or voice.chance(0.5):
        return voice.chatter(voice.say(OTHER_TASKS))
    noun, other = voice.choice(KINDS) if voice.chance(0.35) else unknown_noun(voice), unknown_noun(voice)
    return voice.chatter(voice.say(TASK_FORMS).format(n=noun, a=article(noun), ns=plural(noun), o=other, x=voice.randint(2, 99), y=voice.randint(2, 99)))


def foreign(voice: Voice) -> str:
    words = voice.say(FOREIGN) if voice.held_out or voice.chance(0.4) else composed(voice)
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
