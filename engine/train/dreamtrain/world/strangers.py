"""Wordings for the examination alone, by somebody who had seen neither the lists they stand for, nor training's frames, nor what a model misses.

Each list is known by its first wording. What happened to stand in training word for word, a quarter, was taken out.
"""

from __future__ import annotations

STRANGERS: dict[str, tuple] = {
    "draw {}": (
        "could you sketch {} for me?", "i'd love a picture of {}", "pls draw {} thx", "can i get a drawing of {}?", "hey, would you mind drawing {}?", "let's see you draw {}",
        "show me a little picture with {} in it", "picture of {}", "i need an image of {} for my slides", "my daughter is asking for a drawing of {}",
        "do me a quick sketch of {}", "ok bot, paint {}", "try drawing {}", "would it be possible to have {} drawn?", "i want to see a drawing of {}",
        "please make an illustration of {}", "new picture please: {}", "can u draw {} plz", "go ahead and draw {} for us", "how about a nice drawing of {}",
    ),
    "{a} left of {b}": (
        ("{a} with {b} to its right", (3, 5)), ("{a} on the left and {b} on the right", (3, 5)), ("{a} somewhere to the left of {b}", (3, 5)),
        ("{b} and, on the left-hand side of it, {a}", (3, 5)), ("{a} off to the right of {b}", (5, 3)), ("{a} on the right-hand side of {b}", (5, 3)),
        ("{b} on the left with {a} on the right", (5, 3)), ("{a} with {b} to the left of it", (5, 3)), ("{a} hovering over {b}", (1, 7)),
        ("{a} at the top and {b} at the bottom", (1, 7)), ("{b} with {a} up above it", (1, 7)), ("{a} higher up than {b}", (1, 7)), ("{a} down below {b}", (7, 1)),
        ("{a} right underneath {b}", (7, 1)), ("{b} at the top with {a} beneath it", (7, 1)),
    ),
    "in {r}, {x}": (
        "back to {r}, {x}", "{x}, i mean in {r}", "regarding {r}, {x}", "{x} please, in {r}", "take {r} again: {x}", "one tweak to {r}: {x}", "i'd like to edit {r}: {x}",
        "go back to {r} please: {x}", "{x}, but do that in {r}", "can we fix {r}? {x}", "{x} - talking about {r} here", "looking at {r} again, {x}", "over in {r}, {x}",
        "small change to {r} please, {x}", "{x}, this is for {r}", "within {r} only: {x}",
    ),
    "{a} and then, in a second picture, {b}": (
        "{a}, and on a separate picture {b}", "{a} first, then a new picture with {b}", "{a}, and on a fresh page {b}, so two pictures", "two separate pictures: {a}, and {b}",
        "{a} and then another drawing with {b}", "{a} for the first picture and {b} for the second", "one picture with {a} and one picture with {b}",
        "{a} in picture one, {b} in picture two", "{a}, plus a second image showing {b}", "{a}. then in a different picture {b}",
        "{a} and after that a separate drawing of {b}", "a picture of {a} and a different picture of {b}", "{a}, and then as an image of its own {b}",
        "two drawings, the first {a}, the second {b}", "{a} and {b}, but each in its own picture", "{a} and {b}, not together but as two pictures",
        "{a} on the first image, and {b} on a second one", "{a} and {b} as two different pictures",
    ),
    "make {x} {c}": (
        "could {x} be {c} instead?", "i'd prefer {x} to be {c}", "can you turn {x} {c} please", "colour {x} in {c} please", "hmm, i think {x} would look better in {c}",
        "i want {x} to be {c} now", "wait, i wanted {x} to be {c}", "switch {x} over to {c}", "pls recolor {x}, {c} this time", "would you mind making {x} {c}?",
        "what if {x} was {c}? try it", "give {x} another colour, {c} please", "repaint {x} so that it's {c}",
    ),
    "replace {x} with {y}": (
        "can {x} be {y} instead?", "get rid of {x} and put {y} in its place", "instead of {x} i'd like {y}", "swap {x} out, i want {y} there",
        "i'd rather have {y} than {x}, change it please", "where {x} is now, put {y}", "sub in {y} for {x}", "take {x} out and put {y} there instead",
        "actually i wanted {y}, not {x}", "lose {x}, and have {y} in the same spot", "pls switch {x} for {y}", "would you change {x} to {y} for me",
        "i changed my mind about {x}, make it {y} instead", "transform {x} into {y}", "trade {x} for {y}",
    ),
    "move {x} {p}": (
        "shift {x} so that it's {p}", "could you place {x} {p} instead?", "{x} is in the wrong spot, it belongs {p}", "i want {x} {p} and not where it is now",
        "pls reposition {x}, {p}", "shove {x} over so it's {p}", "let's have {x} {p} instead of where it is", "relocate {x}, it should sit {p}",
        "drag {x} over, i want it {p}", "don't leave {x} there, put it {p}", "would you mind putting {x} {p}?", "change the position of {x}: {p}", "have {x} sit {p}",
        "i meant for {x} to be {p}",
    ),
    "add {y}": (
        "can we have {y} in there as well?", "also put in {y}", "chuck {y} in there too", "it needs {y} as well", "i'd like {y} added please",
        "could you add {y} to the picture?", "what's missing is {y}, add that", "and now {y} too please", "{y} would be nice in there too", "let's put {y} in as well",
        "pls include {y} in the picture too", "draw {y} into the same picture", "can you squeeze {y} in somewhere?", "keep everything and add {y}",
        "i forgot {y}, can you add it?", "there should be {y} in it as well", "stick {y} in the drawing also", "leave the rest as it is but add {y}",
        "find a spot for {y} in this picture",
    ),
    "remove {x}": (
        "can you take {x} away?", "i don't want {x} in there anymore", "ditch {x} pls", "i don't need {x} any more, take it out", "same picture but without {x}", "bin {x}",
        "kick {x} out of the picture", "get {x} out of there please", "{x} shouldn't be there, remove it", "would you mind taking {x} off the picture?",
        "not a fan of {x}, please delete it", "scrap {x} and keep the rest", "let {x} vanish",
    ),
    "add {y} {p}": (
        "can you also put {y} {p}?", "stick {y} {p} as well", "pop {y} in {p} as well please", "i'd also like {y} {p}", "{p} please add {y}", "could we have {y} {p} as well?",
        "it's a bit empty, add {y} {p}", "now {y} {p} too", "squeeze {y} into the picture {p}", "plonk {y} in there {p}", "and draw {y} {p} in the same picture",
        "would you add {y} for me, {p}", "pls include {y} too, {p}", "keep it all and place {y} {p}", "{p} there could be {y} as well",
    ),
    "make {x} bigger": (
        "enlarge {x} please", "can {x} be a bit larger?", "{x} needs to be larger", "blow {x} up a little", "could you make {x} grow a bit",
        "i can hardly see {x}, make it larger", "{x} should be bigger than that", "size {x} up a notch", "would you mind making {x} a little bigger?",
        "hmm {x} came out too tiny, bigger please", "pls enlarge {x} a bit", "{x} could do with being a bit bigger",
    ),
    "make {x} smaller": (
        "shrink {x} please", "can {x} be a bit smaller?", "i'd like {x} to be smaller than that", "{x} takes up too much space, make it smaller",
        "could you shrink {x} a little bit", "not so large, {x} should be smaller", "pls make {x} less big", "decrease the size of {x} a bit",
        "{x} is way too large, can you fix that?", "size {x} down a notch", "would you mind making {x} a tad smaller?", "hmm {x} came out too big, smaller please",
    ),
    "make {x} {s}": (
        "can {x} be {s}?", "i meant for {x} to be {s}", "could you make {x} {s} instead?", "resize {x}, it should be {s}", "i'd rather {x} was {s}", "turn {x} into a {s} one",
        "{x} was supposed to be {s}", "pls have {x} be {s}", "i think {x} should've been {s}, fix that please", "would {x} look better {s}? try it please",
    ),
    "make it {n} {ks}": (
        "can there be {n} {ks}?", "change the number of {ks} to {n}", "let's have {n} {ks} instead", "could you make that {n} {ks}?", "no, {n} {ks}",
        "we need {n} {ks} in there", "that's the wrong number of {ks}, i asked for {n}", "{n} {ks} would be better", "have {n} {ks} in the picture instead",
        "set the count of {ks} to {n}",
    ),
    "{} and {}": (
        "{}, and while you're at it, {}", "{} and once that's done {}", "{} and please also {}", "{}. oh and {}", "{}, next {}", "{} and at the same time {}",
        "{}, and one more thing: {}", "{} as well as this: {}",
    ),
    "make it {g}": (
        "can it be {g}?", "same picture, but {g}", "could you do it {g} instead?", "now have it all {g}", "set the scene {g}", "change the scene so that it's {g}",
        "keep everything but make it {g}", "let the whole thing take place {g}", "pls set it {g}", "i imagined it {g}, can you change that?", "have the whole picture set {g}",
        "can we see the same picture {g}?", "the scene should be {g}", "redo it, only {g} this time", "show the same thing {g}", "it would be nicer {g}, change it please",
        "could everything be {g}?", "let's have it {g} now", "turn the scene into one {g}",
    ),
    "make the background {g}": (
        "can the backdrop be {g}?", "paint the background {g}", "could we have {g} behind everything instead?", "switch the background colour to {g}", "{g} background pls",
        "everything the same, just with {g} as the background", "set the bg to {g}", "the background would look better in {g}", "give it a {g} backdrop",
        "would you mind changing the background color to {g}?", "fill the background with {g}", "different background please, {g}",
        "hmm can you try {g} as the background color",
    ),
    "how many {ks} are there?": (
        "can you count the {ks} for me?", "how many {ks} did you draw?", "how many {ks} do you see in {r}?", "count the {ks} please", "how many {ks} have we got?",
        "i lost count, how many {ks} is that?", "give me the count of {ks} in {r}", "{ks}, how many of them are there?", "how many {ks} can be seen in {r}?",
        "what's the total number of {ks}?", "do you know how many {ks} are in there?", "could you say how many {ks} there are in {r}", "how many {ks} total",
        "just how many {ks} are in the drawing?", "wait how many {ks} did you put in",
    ),
    "is there a {k}?": (
        "can you see a {k} in {r}?", "is a {k} in there?", "have we got a {k} in this?", "does the picture contain a {k}?", "i can't tell, is there a {k} or not?",
        "would you say there's a {k} in {r}?", "has it got a {k}?", "is there any {k} to be seen?", "there's a {k}, right?", "can i find a {k} in {r}?",
        "did you put a {k} in?", "am i seeing a {k} there?", "please check whether there's a {k} in {r}", "does a {k} show up anywhere?", "yes or no: is there a {k}",
    ),
    "what is {p}?": (
        "{p}, what is that?", "what am i looking at {p}?", "can you tell what's {p}?", "sorry, what's that supposed to be {p}?", "which object did you place {p}?",
        "so what is it that's {p}", "i can't make it out, what's {p}?", "what is there {p} in the picture?", "do you know what's {p}?",
    ),
    "where is the {k}?": (
        "i can't find the {k}, where is it?", "where can i see the {k}?", "where's the {k} at", "in what part of the picture is the {k}?",
        "could you point out where the {k} is?", "what position is the {k} in?", "where have you placed the {k}?", "help me spot the {k}, where is it",
        "where exactly does the {k} sit?", "where abouts did the {k} go?", "which spot is the {k} in?", "i'm looking for the {k}, where should i look?",
        "do you know where the {k} is in the picture?",
    ),
    "what colour is the {k}?": (
        "which colour did you give the {k}?", "the {k} is what color?", "tell me the color of the {k}", "what's the color of that {k}?", "in which colour is the {k} drawn?",
        "what color would you call the {k}?", "i'm colour blind, what colour is that {k}?", "which color does the {k} have?", "what color did the {k} end up being",
        "the {k}, what colour is it?", "what colour was used for the {k}?", "do you know what color the {k} is?",
    ),
    "is the {k} {c}?": (
        "would you say the {k} is {c}?", "does the {k} in {r} look {c}?", "is the color of the {k} {c}?", "that {k}, is it {c}?", "the {k} in {r} is {c}, isn't it?",
        "can you check if the {k} is {c}?", "is that {k} really {c}?", "yes or no, is the {k} {c}", "have you coloured the {k} {c}?", "tell me whether the {k} in {r} is {c}",
        "so the {k} is {c}, yes?",
    ),
    "how many things are there?": (
        "how many objects did you draw?", "what's the total number of things?", "how many shapes in total?", "how many things can you see in {r}?",
        "tell me how many objects there are", "how many items does {r} have?", "count all the things in the picture please", "how many things are in there all in all?",
        "how many things have you put in the drawing?", "in total, how many objects is that?", "can you count up all the objects for me", "how many things am i seeing here?",
        "how many elements are in the picture altogether?",
    ),
    "what colour is the background?": (
        "which color is the backdrop?", "tell me the background color", "what's the colour behind everything?", "and the background, what colour is that?",
        "what color have you made the background?", "can you tell me what the background is?", "what kind of background does it have?", "the background is which colour?",
        "what colour is it behind the shapes?", "what bg color is that", "which colour did the background end up?", "do you know what color the background is?",
    ),
    "describe this picture": (
        "tell me what's in {r}", "what's in the picture?", "can you put this picture into words?", "i can't see images, what's in the picture?", "what did you draw there?",
        "please give a description of {r}", "walk me through {r}", "describe what you drew", "what have we got in {r}?", "could you write an alt text for the picture?",
        "what is everything in this picture?", "explain to me what is in the drawing", "describe the picture for someone who can't see it", "how would you describe {r}?",
        "what all is in {r}", "talk me through what's in the picture",
    ),
    "which is bigger, the {a} or the {b}?": (
        "out of the {a} and the {b}, which is larger?", "between the {a} and the {b}, which one is bigger?", "is the {a} or the {b} the bigger one?",
        "the {a} or the {b}, which is the larger?", "which did you make bigger, the {a} or the {b}?", "tell me which is larger, the {a} or the {b}",
        "which one takes up more space, the {a} or the {b}?", "what's larger there, the {a} or the {b}?", "which has the bigger size: the {a} or the {b}?",
        "of the two, the {a} and the {b}, which one's the biggest?", "who's bigger, the {a} or the {b}", "can you say which of the {a} and the {b} is bigger?",
        "which looks bigger to you, the {a} or the {b}?",
    ),
    "can you tell me: {}": (
        "quick question: {}", "hey, {}", "just wondering, {}", "i'd like to know: {}", "do you happen to know: {}", "one question, {}", "so, {}", "excuse me, {}",
        "could you answer this for me: {}", "ok now tell me this: {}", "hmm, {}", "can you help me out? {}", "sorry to bother you, but {}", "i was wondering: {}",
        "question about the picture: {}", "be honest, {}", "please have a look: {}", "my kid asks: {}", "wait, {}",
    ),
    "tell me a story about {}": (
        "can i have a bedtime story with {} in it?", "please write a short tale about {}", "i'd love to hear a story about {}", "my son wants a story about {}",
        "story time! something about {} please", "know any good stories about {}?", "could you tell us a little story with {} as the hero?",
        "invent a story where {} is the main character", "give me a short story starring {}", "story about {} pls", "read me a story about {}",
        "i'm bored, tell me a tale about {}", "would you make a picture story about {}?", "let's have a story about {}",
        "once upon a time there was {}... go on, tell the story", "i want a fairy tale with {}", "a nice little story for the kids about {}, please",
        "can you come up with a story about {}?", "tell the kids the adventures of {}",
    ),
    "explain {}": (
        "help me understand {}", "can you give me a quick intro to {}?", "teach me about {}", "i'd like to learn about {}", "tell me something about {}",
        "what can you tell me about {}?", "please write a simple explanation of {}", "give me the basics on {}", "i never really understood {}, can you explain?",
        "my class is learning about {}, could you explain it with some pictures?", "eli5 {}", "could you walk me through {}?", "break down {} for me, with drawings please",
        "i need a short illustrated text about {}", "explain {} the way you would to a child", "a short explainer on {} please",
    ),
    "{}": (
        "i always wondered: {}", "my daughter asked me, {}", "explain like i'm five: {}", "please explain this to me: {}", "for my homework: {}",
        "{} explain it with pictures please", "can you explain with a few drawings: {}", "{} please illustrate it", "something i never got in school: {}",
        "explain for kids: {}", "{} show me with some pictures", "with illustrations if possible: {}", "could you explain something? {}", "the kids want to know: {}",
        "i'd like an explanation: {}", "{} pls explain",
    ),
    "how does a {} work?": (
        "can you explain how a {} works?", "what's a {} exactly?", "i have no idea what a {} is, can you explain?", "how exactly does a {} function?",
        "walk me through how a {} works", "what do people mean by a {}?", "explain what a {} is please", "so what even is a {}", "could you teach me how a {} works?",
        "what's the idea behind a {}?", "what on earth is a {}?", "tell me how a {} works", "i'd like to understand how a {} works", "eli5: what is a {}?",
        "give me a simple explanation of what a {} is", "how would you explain a {} to a child?",
    ),
    "draw something": (
        "can you draw me a picture?", "i want a drawing", "make me some art", "paint me something nice", "i need an image", "draw please",
        "could you sketch something for me?", "just draw anything", "show us a drawing", "new picture please", "go on, draw whatever you like", "i'd like you to draw",
        "let's make a drawing", "would you paint a picture for my mum?", "draw me smth",
    ),
    "make it blue": (
        "turn it red please", "move it over to the left", "take the star away", "can you make the tree a bit smaller?", "swap the house for a boat",
        "change the background to light green", "how many circles are in the picture?", "what colour is the heart?", "where did you put the moon?", "add another one",
        "the sun should be bigger", "what's the thing in the middle?", "describe the picture to me", "could you shift the fish to the bottom right corner?",
        "is there a cloud in your drawing?", "same again but in green",
    ),
    "what's the weather today?": (
        "will it rain in london tomorrow?", "write me a poem for my wife", "can you fix this python script for me", "how much is 17 times 23?",
        "translate good morning into spanish", "set an alarm for 7am", "book me a table for two tonight", "what's the capital of australia?",
        "remind me to call the dentist at 3", "write an email to my landlord about the heating", "order me a pizza", "how do i get to the train station from here?",
        "what time is it in tokyo?", "got a good recipe for banana bread?", "who won the match last night?", "summarize this thread for me", "how many euros is 50 dollars?",
        "schedule a meeting with the team for friday", "do you know a good film for tonight?", "write a cover letter for a job as a nurse",
        "what's a good name for my new puppy?", "proofread this paragraph please", "can you turn the lights off in the kitchen",
    ),
    "a dog riding a bike": (
        "an elephant", "a cat asleep on a sofa", "the inside of a volcano", "a slice of pizza", "a horse", "two people dancing", "an astronaut", "a bicycle", "a piano",
        "a grumpy old man with a beard", "a pair of scissors", "the skyline of new york", "a penguin wearing a scarf", "a coffee mug", "a robot playing chess", "an umbrella",
        "a spider",
    ),
    "zeichne einen roten kreis": (
        "kannst du mir einen blauen stern malen?", "dessine-moi un bateau", "bonjour, ça va ?", "dibuja una casa con un árbol", "buenas tardes", "disegna un cuore rosso",
        "ciao, come stai?", "desenha uma flor amarela", "bom dia", "teken een groene boom", "goedemorgen", "narysuj mi czerwone auto", "rita en gul sol", "tegn et blåt hus",
        "piirrä sininen tähti", "bana kırmızı bir kalp çiz", "нарисуй синюю рыбу", "намалюй жовте сонце", "nakresli mi červený dům", "rajzolj egy zöld fát",
        "desenează o stea galbenă", "ζωγράφισε ένα κόκκινο σπίτι", "画一颗红色的星星", "파란 별을 그려줘", "ارسم لي بيتا أحمر", "צייר לי לב אדום", "एक लाल तारा बनाओ",
        "vẽ cho tôi một ngôi nhà",
    ),
    "hello": (
        "good morning, everyone's favourite bot", "hi there, how's it going?", "good afternoon to you", "hey, are you there?", "greetings", "hi, nice to meet you", "oh hi",
        "evening all", "alright mate?", "helloooo", "hey hey 👋", "hi bot, i'm new here",
    ),
    "thanks": (
        "ta", "much appreciated", "thank you, that helps", "tysm", "thanks a bunch", "i really appreciate it", "ok thanks", "that's very kind of you, thanks",
        "thanks, that's all i needed", "cheers for that", "thank you very much indeed", "i owe you one, thanks",
    ),
    "what can you do?": (
        "can you help me? i don't know how to use you", "what are your features?", "help please", "what kind of things can i ask you?", "show me the commands",
        "how do i use this?", "what sort of pictures can you make?", "i'm new here, what can i ask for?", "give me some examples of what you can do", "what's this bot for?",
        "list everything you can draw", "which shapes do you know?", "instructions pls", "how do i get started?", "could you explain how i'm supposed to use you?",
        "need help, how do i talk to you",
    ),
    "who are you?": (
        "are you a human or a bot?", "introduce yourself please", "who built this bot?", "and you are?", "am i chatting with a machine?", "sorry, who are you again?",
        "are you some kind of program?", "is there a person typing this?", "who's behind this bot?", "so you're a bot?", "may i ask who you are?",
        "i don't think we've met, who are you?",
    ),
    "bye": (
        "gotta go, bye", "ttyl", "have a nice day, bye", "i'm off now, see you", "right, i'm off home", "night night", "that's me done for today, bye",
        "ok i have to leave now", "farewell", "bye, have a good one", "laters", "i'm going to bed, good night bot",
    ),
    "that's wrong": (
        "that's not what i asked for", "this looks terrible", "hmm, not what i meant", "you're not listening", "that's rubbish", "nope, wrong",
        "what is this supposed to be? it's awful", "not good", "i'm a bit disappointed tbh", "this is useless", "that doesn't look right at all", "you messed it up again",
        "ugh, no", "sorry but that's really not very good", "that's incorrect", "this picture is a mess", "you can do better than that", "i'm not happy with this",
    ),
    "nice": (
        "wow, that's lovely", "that's exactly what i wanted", "good job", "you're really good at this", "that turned out really well", "haha that's amazing",
        "my kids love it", "not bad at all", "fantastic work", "that's a great picture", "wonderful, just right", "ooh i like that",
    ),
}
