"""What the pocket world does not have, and what its bot is not for: nouns, phrases and tasks."""

from __future__ import annotations

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
    "{x}+{y}", "{x} + {y}", "{x}+{y}=?", "{x} - {y}", "{x}-{y}", "{x}*{y}", "{x} * {y}", "{x} x {y}", "{x}/{y}", "{x} / {y} =", "({x}+{y})*2", "{x}%{y}", "how much is {x}+{y}?", "what is {x} + {y}?", "{x} divided by {y}",
)
