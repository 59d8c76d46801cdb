"""Wordings for the examination alone, by somebody who had seen neither the lists they stand for, nor training's frames, nor what a model misses.

Each list is known by its first wording. What happened to stand in training word for word, a sixth, was taken out.
"""

from __future__ import annotations

STRANGERS: dict[str, tuple] = {
    "draw {}": (
        "hey could you sketch {} for me", "pic of {} pls", "can i get a drawing of {}?", "i need a picture of {} for my slides", "my class would love a picture of {}",
        "would you be so kind as to draw {}", "new drawing please: {}", "ok now do me a picture with {}", "hi bot, please can you make a little picture of {}",
        "doodle {} plz", "i want to see a picture of {}", "next picture: {}", "my daughter is asking for a drawing of {}", "let's have a drawing of {}",
        "draw for me please {}", "gimme a quick sketch of {}", "do you mind drawing {}?", "start a fresh picture with {}",
    ),
    "make {x} {c}": (
        "can {x} be {c} instead?", "actually i think {x} would look better in {c}", "turn {x} {c} pls", "switch the colour of {x} to {c}", "color {x} {c} for me",
        "recolor {x} as {c}", "hmm, let's have {x} in {c} instead", "i was hoping for {x} to be {c}", "could we try {x} in {c}?", "my kid says {x} has to be {c}",
        "please to make {x} of {c} colour", "nah, {x} should've been {c}", "give {x} a {c} colour",
    ),
    "{a} left of {b}": (
        ("{a} on the left-hand side of {b}", (3, 5)), ("{a} and, to the right of that, {b}", (3, 5)), ("{a} on the left and {b} over on the right", (3, 5)),
        ("{a} with {b} standing to the right of it", (3, 5)), ("{a} on the right-hand side of {b}", (5, 3)), ("{a} and, to the left of that, {b}", (5, 3)),
        ("{a} on the right and {b} over on the left", (5, 3)), ("{a} with {b} standing to the left of it", (5, 3)), ("{a} somewhere up above {b}", (1, 7)),
        ("{a} with {b} right underneath", (1, 7)), ("{a} at the top and {b} down at the bottom", (1, 7)), ("{a} floating above {b}", (1, 7)),
        ("{a} somewhere down below {b}", (7, 1)), ("{a} with {b} right above it", (7, 1)), ("{a} at the bottom and {b} up at the top", (7, 1)),
        ("{a} directly beneath {b}", (7, 1)),
    ),
    "in {r}, {x}": (
        "{x} - i mean in {r}", "{x}, but only in {r}", "going back to {r}: {x}", "regarding {r}, {x}", "{x} (in {r} please)", "let's look at {r} again: {x}",
        "small fix for {r} - {x}", "could we return to {r}? {x}", "i'm talking about {r} here: {x}", "{x}, and do that in {r} please", "on {r} pls: {x}", "so, with {r}, {x}",
        "take {r} again but {x}", "in {r} i'd like one thing changed: {x}",
    ),
    "{a} and then, in a second picture, {b}": (
        "{a} in one picture and {b} in another one", "two separate pictures, one with {a}, the other with {b}", "{a}, and on a separate picture {b}",
        "{a} first, and after that a new picture with {b}", "one picture of {a} and a different one of {b}", "{a}, plus another picture showing {b}",
        "two drawings: the first has {a}, the second has {b}", "{a}. then one more picture, this time with {b}", "{a} as picture one and {b} as picture two",
        "a picture with {a} and another picture with {b}, not together", "2 pics pls, {a} on the first and {b} on the second",
        "{a}, and when that's done a second drawing of {b}", "{a} on one sheet and {b} on a second sheet", "{a} and also, but as its own picture, {b}",
        "a drawing of {a} followed by a separate drawing of {b}", "{a} for the first image, {b} for the next image", "{a} and, for my other kid, an extra picture of {b}",
    ),
    "replace {x} with {y}": (
        "can you take {x} out and put {y} there instead", "instead of {x} i'd like {y}", "could {x} be {y} instead?", "get rid of {x} and put {y} in its place",
        "trade {x} for {y} please", "sub {y} in for {x}", "i'd rather have {y} where {x} is now", "lose {x}, use {y} instead", "{y} in place of {x} pls",
        "please exchange {x} against {y}", "actually can we have {y} rather than {x}?", "hmm i changed my mind, {y} instead of {x}", "transform {x} into {y}",
        "swap {x} out, {y} would be nicer there", "my students would prefer {y} instead of {x}", "switch out {x} for {y}",
    ),
    "move {x} {p}": (
        "could you place {x} {p}", "{x} should sit {p}", "shift {x} so that it's {p}", "pls relocate {x}, i want it {p}", "i want {x} {p} instead",
        "can you drag {x} over, it should be {p}", "would it be possible to have {x} {p} instead", "hmm, i think {x} would look better {p}", "position {x} {p} please",
        "change where {x} is, it belongs {p}", "nope, {x} goes {p}", "stick {x} {p} instead of where it is now", "i meant for {x} to be {p}",
    ),
    "add {y}": (
        "can you also put {y} in there?", "and {y} as well please", "could we have {y} in it too?", "it still needs {y}", "pop {y} in there too would you",
        "squeeze {y} in somewhere", "now with {y} as well", "there should be {y} in the picture too", "oh and include {y}", "i'd like {y} in it as well",
        "you forgot to put in {y}", "one more thing in the picture: {y}", "pls also draw {y} into this picture", "my little one wants {y} in it too",
        "what's missing is {y}, can you put it in", "let's have {y} in there too", "keep everything and add {y} to it",
    ),
    "remove {x}": (
        "take {x} out please", "i don't want {x} anymore", "pls erase {x}", "we don't need {x}, take it away", "could you leave {x} out?", "ditch {x} pls",
        "same picture but without {x}", "rub out {x} would you", "please make {x} disappear", "kick {x} out of the picture", "it'd look better without {x}, can you cut it",
        "scrap {x}, keep the rest", "wipe {x} off the picture", "on second thought, no need for {x} in there",
    ),
    "how many {ks} are there?": (
        "count the {ks} in {r} for me", "how many {ks} did you draw?", "how many {ks} can you see?", "how many {ks} have we got now",
        "looking at {r}, how many {ks} do you count?", "what's the total of {ks} in the picture?", "hm how many {ks} is that",
        "kids, how many {ks} do we see? bot, you tell us", "how many {ks} did you put in there", "could you tell me how many {ks} there are",
        "i lost count, how many {ks} are in it?", "number of {ks} pls", "please say how many {ks} are in the drawing",
    ),
    "is there a {k}?": (
        "do you see a {k} in there?", "does {r} have a {k} in it?", "can you spot a {k} anywhere?", "is a {k} in the picture?", "did you put a {k} in?",
        "there's a {k} in it, right?", "have we got a {k} in there", "does the drawing contain a {k}?", "can i find a {k} in {r}?", "i can't tell, is there a {k} or not?",
        "would there be a {k} in this one by any chance?", "any chance you can see a {k} in {r}?", "is there already a {k} in it?", "check if there is a {k} in the picture",
    ),
    "zeichne einen roten kreis": (
        "kannst du mir bitte einen baum malen?", "guten morgen zusammen", "dessine-moi une maison bleue s'il te plaît", "coucou, ça va ?", "¿me dibujas un pez amarillo?",
        "mi disegni un cuore rosso?", "ciao, come stai?", "desenha um barco verde por favor", "teken een gele zon", "rita en stjärna åt mig", "kan du tegne et hus til mig?",
        "god morgen, hvordan går det?", "piirrä minulle punainen auto", "narysuj mi niebieską gwiazdę", "nakresli prosím strom", "rajzolj egy piros szívet",
        "desenează o floare galbenă", "bana kırmızı bir araba çiz", "merhaba nasılsın", "нарисуй красное сердце", "намалюй синій човен", "ارسم لي شجرة من فضلك",
        "תצייר לי שמש", "एक लाल फूल बनाओ", "青い魚を描いてください", "请画一颗黄色的星星", "빨간 하트 그려줘", "vẽ cho tôi một ngôi nhà", "tolong gambarkan sebuah perahu merah",
    ),
    "tell me a story about {}": (
        "can you make up a story about {}?", "bedtime story with {} please", "once upon a time there was {}... go on, tell me the story", "i'd love to hear a tale about {}",
        "story time! today it's about {}", "could you tell my son a short story about {}", "write us a little story where the hero is {}", "pls tell story of {}",
        "do you know any story about {}?", "make a story for my class, it should be about {}", "i can't sleep, tell me a story with {} in it",
        "give me a short fairy tale about {}", "invent a story for me, main character: {}", "read me a story about {}", "how about a nice little story featuring {}",
        "i need a story about {} for my grandkids",
    ),
    "what is {p}?": (
        "what's that thing {p}?", "what have we got {p}?", "can you tell me what's {p}?", "what am i looking at {p}?", "hm what's supposed to be {p}",
        "i can't make it out, what is it {p}?", "what did you put {p}?", "and {p}, what's there?", "what object sits {p}?", "is there anything {p}, and if so what?",
        "tell me what's sitting {p}", "what would you call the thing {p}?",
    ),
    "{} and {}": (
        "{}, and after that {}", "{}, oh and {}", "{} and while you're at it {}", "{}, and also please {}", "{}. when that's done, {}", "{} and at the same time {}",
        "{}, next {}", "{} and as a second change {}", "please {}, plus {}",
    ),
    "describe this picture": (
        "what's in the picture?", "tell me what you drew", "can you describe it for me, i can't see images", "i use a screen reader, what's on the image?",
        "what can we see here in this picture?", "give me a short description of {r}", "put the picture into words please", "alt text for {r} pls",
        "what is all in the drawing?", "image won't load for me, what's on it?", "could you say in a sentence what {r} looks like?",
        "list everything you can see in the picture", "explain me what is on {r}", "so what exactly is on this drawing?", "walk me through what's in {r}",
    ),
    "where is the {k}?": (
        "i can't find the {k}, where is it?", "which part of the picture is the {k} in?", "in which spot is the {k}?", "where's the {k} at",
        "can you say where the {k} is in the picture?", "where does the {k} sit?", "where did the {k} end up?", "point me to the {k}, where is it?",
        "what's the location of the {k}?",
    ),
    "make it {g}": (
        "could the whole thing be {g}?", "same picture but {g}", "can you redo it {g}", "i'd like the scene to be {g}", "let it all happen {g}", "show the same thing {g}",
        "now do this one {g} please", "what if it was all {g}? change it please", "set the scene {g}", "keep everything but have it {g}", "pls change so it is {g}",
        "let's have this {g} instead", "could we see all of that {g}?", "i imagined the picture {g}, can you change that", "the picture would be nicer {g}, please change it",
    ),
    "can you tell me: {}": (
        "quick question, {}", "just wondering, {}", "hey bot, {}", "sorry if that's obvious but {}", "{} thanks!", "my daughter wants to know: {}", "ok so {}",
        "help me out here, {}", "a little quiz for you: {}", "i'm not sure, {}", "excuse me, {}", "hmm, {}", "can't see it well on my phone, {}", "please answer: {}",
        "question from the class: {}",
    ),
    "make the background {g}": (
        "{g} background please", "put it all on a {g} background", "could you paint the backdrop {g}", "let's go with {g} for the background", "background colour: {g}",
        "switch the background over to {g}", "use {g} as background color", "what about a {g} background instead?", "the bg should be {g}", "bg {g} pls",
        "everything stays, only the background becomes {g}", "can you fill the background with {g}", "behind everything it should be {g}, i mean the background",
        "please recolour just the background, to {g}",
    ),
    "make {x} smaller": (
        "shrink {x} a bit", "can you scale {x} down", "reduce the size of {x} please", "could {x} be a little smaller?", "i want {x} less big",
        "{x} takes up too much room, shrink it", "size {x} down a notch", "{x} should be smaller than that", "pls do {x} more small", "can we have {x} a bit tinier",
        "downsize {x}", "{x} is way too large for my taste", "a smaller version of {x} please, rest stays", "i'd like {x} not quite so big",
    ),
    "what colour is the {k}?": (
        "which color did you use for the {k}?", "the {k}, what colour is it?", "in what color is the {k}?", "i'm colour blind, what colour does the {k} have?",
        "what color did you paint the {k}", "which colour has the {k}?", "can you say what color the {k} is?", "what shade is the {k} in the picture?",
        "name the color of the {k} please", "remind me what color the {k} is",
    ),
    "make {x} {s}": (
        "i'd like {x} to be {s}", "can {x} be {s}?", "could you draw {x} {s} instead", "set the size of {x} to {s}", "change {x} to a {s} size", "size of {x}: {s}",
        "let {x} be {s} pls", "actually {x} was meant to be {s}", "resize {x} so that it's {s}", "would you make {x} {s} for me", "{x} ought to be {s}",
        "give me {x} in {s}, size-wise", "hmm can we try {x} at {s} size",
    ),
    "add {y} {p}": (
        "can you also draw {y} {p}", "i'd like {y} {p} as well", "there should also be {y} {p}", "and {y} {p} too please", "pop {y} in {p}", "could we get {y} {p} too?",
        "stick {y} {p} as well", "throw in {y} {p}", "{p} i'd like to have {y} too", "include {y} {p} please", "{p} there's still room for {y}, put it in",
        "my son wants {y} {p} in this one too", "one more thing, {y} {p}", "would you place {y} {p} in this picture too", "oh and {p} please add {y}",
    ),
    "make {x} bigger": (
        "can you blow {x} up a bit", "enlarge {x} please", "could {x} be a little larger?", "i can hardly see {x}, make it larger", "pls do {x} more big",
        "i'd like {x} to be larger than that", "{x} could use some more size", "upsize {x} a notch", "{x} is way too tiny", "a bigger version of {x} please, rest stays",
        "{x} should take up more space", "can we have {x} quite a bit larger",
    ),
    "how many things are there?": (
        "how many objects can you see?", "how many things did you draw in total?", "count everything in the picture", "what's the total number of things in it?",
        "how many shapes and things are there altogether?", "how many different objects does {r} have?", "all in all, how many things are in the drawing",
        "how many things do we have in there now?", "can you count all the things for me?", "how many things have you put in the picture",
        "let's count, how many things do you see in total?", "how much objects are in the picture?", "everything together, how many things is that?",
        "could you count all the objects in {r}",
    ),
    "what colour is the background?": (
        "which color did you use for the background?", "what's behind everything, what colour i mean?", "what kind of background does it have?",
        "tell me the color of the background", "bg colour?", "what background did you choose?", "what color is the backdrop", "the background, what colour is that?",
        "i can't tell the background colour, what is it?", "on what color is everything drawn?", "can you say which colour the background is?",
        "what background color is this?", "need the background color for my slide, what is it?",
    ),
    "is the {k} {c}?": (
        "in {r}, did the {k} come out {c}?", "would you say the {k} is {c}?", "the {k} in {r} is {c}, right?", "does the {k} have {c} as its colour?",
        "on my screen it's hard to tell, is the {k} {c}?", "did you use {c} for the {k}?", "did you paint the {k} {c} in {r}?", "can you check whether the {k} is {c}?",
        "so the {k} is {c}, yes or no?",
    ),
    "{}": (
        "my son just asked me: {}", "i've always wondered, {}", "question for science class: {}", "{} explain like i'm five", "{} please explain it with some drawings",
        "explain to a child: {}", "could you explain this to me: {}", "something i never understood: {}", "{} a few pictures would help", "for my homework: {}",
        "please explain with pictures, {}", "{} keep it short please", "we're discussing it at dinner, {}", "grandpa asks: {}", "in simple words, {}",
        "{} show me step by step",
    ),
    "draw something": (
        "can you draw me a picture?", "i need a picture", "surprise me with a drawing", "draw whatever you like", "pic pls", "could you make me an image?",
        "sketch me a little something", "i'd like to have a drawing please", "new picture please", "make me any picture", "just draw, i don't care what",
        "my daughter would like you to draw her a picture", "paint a nice picture for us", "one more picture please, you choose what", "go on, draw me something pretty",
        "doodle something for the chat", "let's make a drawing!",
    ),
    "make it blue": (
        "can you make it a bit larger?", "paint it green please", "move it over to the right", "take the star away", "shrink it a little",
        "how many circles are in the picture?", "describe what's in the picture please", "is there a tree in the picture?", "i'd like the background to be light green",
        "replace the heart with a flower", "where in the picture is the boat?", "could you turn the house yellow?",
        "put the sun in the top left corner of the picture instead", "that should be red instead", "what's on the left of the picture?",
        "which one is bigger in the picture, the fish or the boat?", "get rid of the cloud pls",
    ),
    "what's the weather today?": (
        "set an alarm for 6:30", "can you book me a table for two on friday?", "translate 'good night' into spanish", "do i need an umbrella tomorrow?", "what's 15% of 240?",
        "write a haiku for my colleague's farewell", "fix this python function for me", "remind me to call mum at five", "what time is it in tokyo right now?",
        "order a large pizza with mushrooms", "how do i get to the train station from here?", "play some relaxing music", "summarize yesterday's meeting notes",
        "which stocks should i buy?", "write a cover letter for a nursing job", "what should i cook tonight with rice and eggs?", "who's on support duty this week?",
        "find me a cheap flight to lisbon", "can you proofread my email to the boss", "convert 30 miles to kilometres", "send a message to the marketing team",
        "my knee hurts, what medicine should i take?", "give me a regex that matches phone numbers", "what's on tv tonight?", "write me a birthday poem for my wife",
    ),
    "explain {}": (
        "teach me about {}", "i'd like to understand {}", "can you explain {} to my class?", "give me a simple explanation of {}", "could you explain {} in easy words",
        "i have a test tomorrow, please explain {}", "help me understand {}", "i want to learn something about {}", "explain {} to me like i'm a kid", "explain me please {}",
        "a short explanation of {} with drawings please", "eli5 {}", "i don't get {}, can you explain", "we're doing {} at school, can you explain it?",
        "could you illustrate and explain {}", "give me the basics of {} in a few steps",
    ),
    "make it {n} {ks}": (
        "i'd like to have {n} {ks} instead", "can there be {n} {ks}?", "there should be {n} {ks} in total", "change the number of {ks} to {n}", "we need {n} {ks} in all",
        "let's have {n} {ks} altogether", "could you make that {n} {ks}", "it's supposed to have {n} {ks}", "nope, {n} {ks}, please change it",
        "have exactly {n} {ks} in the picture", "my son wants {n} {ks} in it, no more no less", "set the count to {n} {ks}", "pls change so that there are {n} {ks}",
        "the picture ought to have {n} {ks}",
    ),
    "how does a {} work?": (
        "can you explain how a {} works?", "what exactly is a {}?", "do you know how a {} works? please explain", "i'd like to know how a {} works",
        "what's a {}, in simple terms?", "my kid wants to know what a {} is", "tell me how a {} functions", "how does a {} actually do its job?", "explain to me what a {} is",
        "so how do you explain a {} to a five year old?", "why does a {} work the way it does?", "what is the principle behind a {}?", "please explain the workings of a {}",
        "i never understood how a {} works, can you explain?", "what do we mean by a {}?",
    ),
    "which is bigger, the {a} or the {b}?": (
        "which one's larger, the {a} or the {b}?", "out of the {a} and the {b}, which is the bigger one?", "what did you draw bigger, the {a} or the {b}?",
        "between the {a} and the {b}, which is larger?", "compare the {a} and the {b}, which is bigger?", "can you tell me which is bigger, the {a} or the {b}",
        "the {a} or the {b}, which one is bigger?", "which has the larger size, the {a} or the {b}?", "of the two, the {a} and the {b}, which is the larger one?",
        "i can't tell whether the {a} or the {b} is bigger, which one is it?", "which one did you make larger, the {a} or the {b}?",
        "what's the bigger one, the {a} or the {b}?", "which of them takes up more space, the {a} or the {b}?", "quiz: what is larger in the picture, the {a} or the {b}?",
        "size-wise, which is bigger, the {a} or the {b}?",
    ),
    "hello": (
        "hey there bot", "morning all", "good evening everyone", "heyyy", "yo, what's up", "hi, nice to meet you", "howdy partner", "how are you doing today?",
        "good afternoon, dear robot", "hi bot 👋", "how's it going?", "hello from the whole class 3b", "oh hi, didn't see you there", "sup bot", "greetings, little bot",
        "hey, i'm new here", "hi, just dropping in", "hello, are you there?", "wazzup", "evening, bot",
    ),
    "thanks": (
        "much appreciated", "many thanks from all of us", "aw thank you", "that's very kind of you, thank you", "tysm", "thanks bot 🙏", "i really appreciate it",
        "my daughter says thank you", "ok thanks", "thank you, that was quick", "thanks for your patience with me", "i owe you one", "thank you, you saved my lesson",
        "appreciate it!", "thnx",
    ),
    "what can you do?": (
        "how do i use this bot?", "what should i type?", "i'm lost, what are my options?", "help pls", "what are your commands?", "which things can you draw?",
        "what kind of stuff can i ask you?", "can you give me some examples of what you do?", "is there a manual for you?", "how do you work, what do i need to write?",
        "i don't know how to use you", "what features do you have?", "need some help here", "what could i ask for?", "list your commands please",
        "tell us what you can do for our class", "which colours do you know?", "instructions?", "i'm new, how does this bot work?", "what all can you make?",
    ),
    "who are you?": (
        "am i talking to a human or a machine?", "introduce yourself please", "tell me something about yourself", "and you are?", "how old are you, bot?",
        "what are you exactly, some kind of program?", "how should i call you?", "wait, are you human?", "my kid asks if you are a real artist", "who's behind this account?",
        "could you introduce yourself to the team?", "what is this bot?", "who created this bot?",
    ),
    "bye": (
        "gotta go, bye", "cya later", "that's it from me, goodbye", "ok i'm off now", "bye bye 👋", "talk to you soon", "i have to go to bed now, night night", "ttyl",
        "signing off for today", "farewell my friend", "bye from all the kids", "my shift starts, bye for now", "i'm leaving now, see you", "laters",
        "i'm heading home, see you monday",
    ),
    "nice": (
        "wow, that's lovely", "this is so cute", "awesome job", "my students love it", "well done little bot", "perfect, exactly what i wanted", "omg i love it",
        "that's brilliant", "looks really good", "you're quite the artist", "haha that's adorable", "10/10", "sweet, looks great", "impressive!",
        "couldn't have done it better myself", "that came out really well", "you draw better than me", "so pretty 😍", "my grandson is delighted with it", "love this",
        "that's pretty cool",
    ),
    "that's wrong": (
        "this isn't what i asked for", "hmm no, not like that", "that looks terrible", "you didn't understand me", "i'm not happy with this",
        "what is this supposed to be, it's awful", "meh, not great", "that's not right at all", "you misunderstood", "ugh, this is bad", "no no no", "this looks weird",
        "you're not listening to me", "my kids find it ugly", "i expected better", "you messed it up", "sorry but that's no good", "it doesn't look right",
        "are you even reading what i write?", "this is useless", "incorrect, sorry",
    ),
    "a dog riding a bike": (
        "a pirate with a wooden leg", "an elephant in a tutu", "my boss at his desk", "a slice of pizza", "a unicorn", "two penguins holding hands", "a steam train",
        "a nurse with a stethoscope", "an astronaut eating noodles", "a laptop and a cup of coffee", "my little brother", "a snowman with a carrot nose", "a sleepy kitten",
        "an electric guitar", "a t-rex on a skateboard", "the logo of our team", "a bridge over a river", "a pair of glasses",
    ),
}
