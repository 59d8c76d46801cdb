"""Questions about a picture with true answers, claims to be judged, and descriptions."""

from __future__ import annotations

from dataclasses import replace

from dreamtrain.world import framing
from dreamtrain.world.dialogue import Picture, Step, Turn
from dreamtrain.world.editing import NEWEST
from dreamtrain.world.language import PLACES, article, caption, plural
from dreamtrain.world.outside import unknown_noun
from dreamtrain.world.queries import answer
from dreamtrain.world.scene import COLOUR_NAMES, GROUND_NAMES, KINDS, SIZE_NAMES, Scene, Thing, visible
from dreamtrain.world.words import Voice

HOW_MANY_THINGS = ("how many things are there?", "how many things are in {r}?", "count the things", "how many objects are there?",
                   "how many things do you see?", "how many shapes are in {r}?", "can you count the things in {r}?", "number of things?",
                   "how much is there in {r}?", "how many things can you see in {r}?", "what is the number of things in {r}?",
                   "how many shapes are there?", "count everything in {r}", "how many did you draw?", "how many are there?", "how many things altogether?",
                   "please count all things", "how many items are in {r}?", "what's the number of shapes?", "tell me how many things there are",
                   "how many objects does {r} show?",
    "how many things do we have here?", "how many things did you make?", "what number of things is there?", "the number of things?",
    "how many pieces are in {r}?", "how many things have you drawn?", "how many are in {r}?", "how many of them are there?",
    "how many is that in all?", "count {r}'s things", "how many shapes do you see?", "how many objects can be seen?", "say the number of things",
    "how many things does it have?", "how many things in total?", "total number of things?", "give me the number of things",
    "how many things make up {r}?", "how big is the number of things?", "things: how many?",
    "how many different things are there?", "how many things are shown?", "how many things are drawn in {r}?",
    "how many objects are in {r}?", "how many objects do you count?", "count what you see", "count them all", "what's the total?",
    "what is the total number of shapes?", "how many elements are there?", "how many figures are in {r}?", "how many items do you see?",
    "how many items can you count?", "number of objects in {r}?", "the count of things please", "how many things did you put in {r}?",
    "how many things has {r}?", "give me a count", "can you count them?", "could you count the things?", "how many altogether?",
    "in all, how many things are there?", "how many things show up in {r}?", "how many shapes did you draw?", "say how many there are",
    "is there one thing or are there more?", "are there many things in {r}?", "how many separate things do you see?",
    "how full is {r}, how many things?", "count the objects please", "please tell me the number of objects",
    "what number of objects does {r} have?", "the total of things in {r}?", "so how many things is that?",
    "do you know how many things there are?", "how many little pictures are in {r}?", "how many parts does {r} have?",
    "how many things would you say there are?", "i count how many things?", "tell me the count",
)
HOW_MANY = ("how many {ks} are there?", "how many {ks} are in {r}?", "count the {ks}", "how many {ks} do you see?", "how many {ks}?",
            "can you count the {ks}?", "what is the number of {ks}?", "tell me how many {ks} there are", "how many {ks} can you see in {r}?",
            "how many {ks} did you draw?", "count all {ks} in {r}", "how many {ks} does {r} have?", "number of {ks}?", "please count the {ks}",
            "how many {ks} does {r} show?", "what's the number of {ks} in {r}?", "how many of the things are {ks}?", "are there many {ks}?",
            "how many {ks} have you drawn?", "how often do you see a {k}?",
    "how many {ks} does it show?", "how many {ks} did you make?", "what number of {ks} is there?", "how often is there a {k}?",
    "how often did you draw a {k}?", "how often does a {k} appear?", "{ks}: how many?", "the number of {ks}?", "how many times is there a {k}?",
    "how many {ks} have we here?", "give me the number of {ks}", "how many {ks} do we see?", "how many {ks} are to be seen?",
    "how many times do you see a {k}?", "say how many {ks} there are", "how many {ks} in all?", "is it one {k} or more?", "i see how many {ks}?",
    "{r} has how many {ks}?", "do you know how many {ks} there are?",
    "how many {ks} can you find?", "how many {ks} did you put in?", "how many {ks} are drawn?", "how many {ks} are shown in {r}?",
    "how many {ks} can be seen?", "how many {ks} does it have?", "how many {ks} do you count?", "count {ks}", "count every {k}",
    "count each {k} in {r}", "could you count the {ks}?", "please tell me how many {ks} you see", "what's the number of {ks}?",
    "what is the count of {ks}?", "the count of {ks}?", "{ks} in {r}, how many?", "and how many {ks}?", "how many {ks} exactly?",
    "just how many {ks} are there?", "is there more than one {k}?", "is there just one {k}?", "is there only one {k} in {r}?",
    "are there two {ks} or more?", "one {k} or several?", "a number of {ks} is there, which?", "how many {ks} have you got?",
    "how many {ks} would you say there are?", "how many {ks} altogether?", "total of {ks}?", "what is the total number of {ks}?",
    "tell me the number of {ks} in {r}", "in {r}, how many {ks} are there?", "how many {ks} appear?", "how many {ks} appear in {r}?",
    "how many {ks} am i looking at?", "do you see how many {ks} there are?", "how many {ks} did i ask for?", "how many {ks} were drawn?",
    "can you say how many {ks} there are?", "i'd like the number of {ks}",
)
WHAT_COLOUR = ("what colour is the {k}?", "what color is the {k}?", "which colour does the {k} have?", "what is the colour of the {k}?",
               "tell me the colour of the {k}", "the {k} is what colour?", "which colour is the {k}?", "what colour is the {k} in {r}?",
               "what color is the {k} in {r}?", "do you know the colour of the {k}?", "what colour has the {k}?", "the colour of the {k}?", "which color is the {k}?",
               "in which colour is the {k}?", "what is the color of the {k} in {r}?", "what's the colour of the {k}?", "can you tell me the colour of the {k}?",
               "what colour did you give the {k}?", "say the colour of the {k}", "{k} colour?",
    "colour of the {k}?", "the {k}'s colour?", "{k}: which colour?", "{k}, what colour?", "what colour does the {k} have?",
    "what colour do you see on the {k}?", "say what colour the {k} is", "of what colour is the {k}?", "the {k} has which colour?",
    "which is the {k}'s colour?", "how is the {k} coloured?", "what's the {k}'s colour?", "give me the colour of the {k}",
    "which colour did the {k} get?", "what is the {k}'s colour in {r}?", "colour {k}?", "what paint has the {k}?",
    "i want to know the colour of the {k}", "what shade is the {k}?", "name the colour of the {k}",
    "what's the color of the {k}?", "what color has the {k}?", "which color has the {k}?", "what color does the {k} have?",
    "colour of the {k} in {r}?", "color of the {k}?", "the color of the {k}?", "{k} color?", "can you see the colour of the {k}?",
    "can you name the colour of the {k}?", "what colour did you use for the {k}?", "which colour did you use for the {k}?",
    "what colour did you make the {k}?", "what colour did you paint the {k}?", "in what colour did you draw the {k}?",
    "which colour did you pick for the {k}?", "what colour would you call the {k}?", "what is the {k}'s color?",
    "and the {k}, what colour is it?", "the {k}, which colour is it?", "tell me what colour the {k} is",
    "please say what colour the {k} is", "what colour do you think the {k} is?", "what's the colour of that {k}?",
    "what colour is that {k}?", "what colour is this {k}?", "what tone has the {k}?", "which shade is the {k}?",
    "how would you describe the colour of the {k}?", "how did you colour the {k}?", "is the {k} red or blue or what?",
    "the {k} is of which colour?", "the {k} in {r} has what colour?", "in {r}, what colour is the {k}?", "what colour is the {k} you drew?",
    "what paint did you use on the {k}?", "does the {k} have a colour, and which?", "i can't tell the colour of the {k}, can you?",
    "which colour do you see on the {k}?", "what is the paint of the {k}?",
)
WHERE = ("where is the {k}?", "where do you see the {k}?", "where can i find the {k}?", "in which place is the {k}?", "where is the {k} in {r}?",
         "where did you put the {k}?", "tell me where the {k} is", "whereabouts is the {k}?", "can you tell me where the {k} is?",
         "what is the place of the {k}?", "where's the {k}?", "where in {r} is the {k}?", "in which corner is the {k}?", "where can the {k} be found?",
         "what is the position of the {k}?", "where exactly is the {k}?", "where is the {k} placed?", "find the {k}", "point me to the {k}",
         "at which position is the {k}?",
    "in what position is the {k}?", "what position does the {k} have?", "the position of the {k}?", "which position has the {k}?", "{k}: where?",
    "on which side is the {k}?", "at what place is the {k}?", "the {k} is where?", "locate the {k}", "what is the location of the {k}?",
    "show me where the {k} is", "in what part of {r} is the {k}?", "where do i find the {k}?", "where does the {k} stand?",
    "where can you see the {k}?", "say where the {k} is", "where did the {k} go?", "the {k}, where is it?", "at which place do you see the {k}?",
    "position of the {k}?",
    "where did you draw the {k}?", "where have you put the {k}?", "where have you drawn the {k}?", "where is that {k}?",
    "where is the {k} located?", "where is the {k} now?", "where would i find the {k}?", "where must i look for the {k}?",
    "where should i look for the {k}?", "where does the {k} sit?", "where does the {k} lie?", "where does one see the {k}?",
    "where in there is the {k}?", "where on {r} is the {k}?", "and where is the {k}?", "where abouts is the {k}?",
    "in what place is the {k}?", "in which part of {r} is the {k}?", "in what corner is the {k}?", "on what side is the {k}?",
    "at what position is the {k}?", "which place has the {k}?", "which side is the {k} on?", "which corner is the {k} in?",
    "what place did you give the {k}?", "what spot is the {k} in?", "what part of {r} is the {k} in?", "what's the place of the {k}?",
    "what's the position of the {k}?", "place of the {k}?", "location of the {k}?", "the place of the {k}?", "the {k} is in which place?",
    "is the {k} left or right?", "is the {k} at the top or at the bottom?", "please find the {k}", "can you find the {k}?",
    "can you locate the {k} in {r}?", "tell me the position of the {k}", "please tell me where the {k} is",
)
IS_THERE = ("is there a {k}?", "is there a {k} in {r}?", "do you see a {k}?", "can you see a {k}?", "does {r} show a {k}?", "is a {k} in {r}?",
            "any {ks}?", "are there any {ks}?", "is there any {k}?", "can a {k} be seen in {r}?", "does {r} have a {k}?", "is {r} showing a {k}?",
            "do you see any {ks}?", "does {r} contain a {k}?", "did you draw a {k}?", "are there {ks} in {r}?", "can one see a {k}?", "is a {k} there?",
            "have you drawn a {k}?", "is there a {k} anywhere?",
    "can you find a {k}?", "is a {k} visible?", "is there a {k} to be seen?", "is a {k} to be seen in {r}?", "do i see a {k}?",
    "could there be a {k} in {r}?", "is there a {k} somewhere?", "any {k} there?", "is there a {k} in there?", "does it have a {k}?",
    "has {r} got a {k}?", "can i see a {k} in {r}?", "can you spot a {k}?", "a {k}, is there one?", "do we have a {k}?",
    "tell me if there is a {k}", "check if there is a {k}", "is a {k} shown?", "is a {k} part of {r}?", "do you notice a {k}?",
    "would i find a {k} in {r}?", "was a {k} drawn?", "can we see a {k}?", "does a {k} appear?", "is there one {k} at least?", "are {ks} in {r}?",
    "is there also a {k}?", "{r} has a {k}?", "is some {k} there?", "do {ks} appear in {r}?",
    "is there a {k} in it?", "is there a {k} in here?", "is there a {k} at all?", "is there possibly a {k}?",
    "is there perhaps a {k} in {r}?", "are there {ks}?", "are there any {ks} in {r}?", "are there some {ks}?", "have we got a {k}?",
    "have we a {k} in {r}?", "have you put a {k} in?", "have you included a {k}?", "did you put in a {k}?", "did you include a {k}?",
    "did you forget the {k}?", "did you add a {k}?", "does it show a {k}?", "does it contain a {k}?", "does it include a {k}?",
    "does {r} include a {k}?", "does the drawing have a {k}?", "do you have a {k} in {r}?", "do you see a {k} anywhere?",
    "do you see a {k} in {r}?", "do you spot a {k}?", "do you find a {k} in {r}?", "can you make out a {k}?", "can you see any {ks}?",
    "can you see a {k} in there?", "could you see a {k}?", "would you see a {k} there?", "is a {k} drawn?", "is a {k} to be found in {r}?",
    "is a {k} among the things?", "is one of the things a {k}?", "is any of them a {k}?", "is there some kind of {k}?", "was there a {k}?",
    "what about a {k}, is there one?", "i don't see a {k}, do you?", "i see no {k}, is there one?", "tell me whether there is a {k}",
    "look for a {k}", "check for a {k}", "please check for a {k} in {r}", "find out if there is a {k}", "a {k} in {r}?",
    "there is a {k}, right?", "there is no {k}, is there?", "no {k}?",
    "may one see a {k}?", "can one see a {k}?", "could one see a {k}?", "can a {k} be found?", "can a {k} be found in {r}?", "could a {k} be found in {r}?", "is a {k} to be seen?", "is a {k} to be seen in {r}?",
    "might a {k} be in {r}?", "may a {k} be found there?", "has a {k} been drawn?", "has {r} got a {k}?", "is a {k} visible?", "is a {k} visible in {r}?", "would a {k} be visible?", "could a {k} be hidden in {r}?",
    "can any {ks} be found?", "can you discover a {k}?", "can we find a {k} in {r}?", "can somebody see a {k}?", "does anybody see a {k}?", "does one see a {k}?",
)
IS_COLOUR = ("is the {k} {c}?", "is the {k} in {r} {c}?", "is it true that the {k} is {c}?", "the {k} is {c}, right?", "did you draw the {k} in {c}?",
             "is the colour of the {k} {c}?", "do you think the {k} is {c}?", "is that {k} {c}?", "the {k} is {c}, isn't it?", "would you say the {k} is {c}?",
             "does the {k} look {c}?",
    "is the {k} really {c}?", "am i right that the {k} is {c}?", "can you say whether the {k} is {c}?", "do you see the {k} as {c}?",
    "would you call the {k} {c}?", "is {c} the colour of the {k}?", "does the {k} have the colour {c}?", "tell me if the {k} is {c}",
    "so the {k} is {c}?", "the {k}, is it {c}?", "have you made the {k} {c}?", "is the {k} painted {c}?", "i think the {k} is {c}, yes?",
    "check whether the {k} is {c}", "did you make the {k} {c}?", "i say the {k} is {c}, is that right?",
    "would it be right to say the {k} is {c}?", "is the {k} a {c} one?", "do you agree that the {k} is {c}?",
    "is the {k} in {c}?", "is the {k} coloured {c}?", "is the {k} a {c} {k}?", "is the {k} maybe {c}?", "is the {k} {c} in {r}?",
    "is the {k} {c} or not?", "is it a {c} {k}?", "is this {k} {c}?", "isn't the {k} {c}?", "was the {k} {c}?", "was the {k} made {c}?",
    "does the {k} look {c} to you?", "does the {k} have a {c} colour?", "does {r} show the {k} in {c}?", "did you paint the {k} {c}?",
    "did you colour the {k} {c}?", "did you give the {k} the colour {c}?", "do you see that the {k} is {c}?",
    "do you also see the {k} as {c}?", "can it be that the {k} is {c}?", "could it be that the {k} is {c}?", "can i say the {k} is {c}?",
    "would you say that the {k} is {c}?", "the {k} is {c}?", "the {k} is {c}, yes?", "the {k} is {c}, true or false?",
    "the {k} is {c}, am i right?", "the {k}'s colour is {c}, right?", "true or false: the {k} is {c}", "tell me whether the {k} is {c}",
    "please check that the {k} is {c}", "say if the {k} is {c}", "i believe the {k} is {c}, right?", "i think the {k} is {c}",
    "i guess the {k} is {c}?", "has the {k} the colour {c}?", "has the {k} got the colour {c}?", "so you made the {k} {c}?",
    "and the {k} is {c}?", "{c} is the colour of the {k}, right?",
)
WHAT_AT = ("what is {p}?", "what do you see {p}?", "what's {p}?", "which thing is {p}?", "what is there {p}?", "what is {p} of {r}?",
           "what can be seen {p}?", "tell me what is {p}", "what did you draw {p}?", "what stands {p}?", "what thing is {p}?", "what have you put {p}?", "is there anything {p}?",
           "which object is {p}?", "what can you see {p}?", "name the thing {p}", "what shape is {p}?", "what is placed {p}?", "what is shown {p}?", "who is {p}?",
    "who stands {p}?", "what shape stands {p}?", "the thing {p} is what?", "{p}, what is there?", "is something {p}?", "what is to be seen {p}?",
    "what do i see {p}?", "who sits {p}?", "which shape is {p}?", "what did you put {p}?", "what has been drawn {p}?", "{p} there is what?",
    "what do we have {p}?", "say what is {p}", "what comes {p}?", "which one is {p}?", "what can i find {p}?", "tell me which thing is {p}",
    "what lies {p}?", "do you see anything {p}?",
    "what is there to see {p}?", "what is that {p}?", "what is the thing {p}?", "what's that {p}?", "what's there {p}?",
    "what's the thing {p}?", "what can you find {p}?", "what can one see {p}?", "what can be found {p}?", "what did you place {p}?",
    "what did you put there {p}?", "what do you find {p}?", "what do you have {p}?", "what have you drawn {p}?", "what have we {p}?",
    "what is drawn {p}?", "what is located {p}?", "what is found {p}?", "what object is {p}?", "what object stands {p}?", "what sits {p}?",
    "what kind of thing is {p}?", "what figure is {p}?", "which figure is {p}?", "which object do you see {p}?", "which object stands {p}?",
    "which thing stands {p}?", "which thing did you put {p}?", "which of the things is {p}?", "who's {p}?", "and {p}?", "and what is {p}?",
    "tell me what you see {p}", "tell me what there is {p}", "please tell me what is {p}", "say what you see {p}", "describe what is {p}",
    "look {p}, what is there?", "name what is {p}", "is there a thing {p}?", "is anything {p}?", "is the place {p} empty?",
    "do you see something {p}?", "can you see what is {p}?", "in {r}, what is {p}?", "{p} of {r}, what do you see?",
    "what does {r} show {p}?", "i see something {p}, what is it?", "what could that be {p}?", "the object {p}?",
)
BIGGER = ("which is bigger, the {a} or the {b}?", "what is bigger, the {a} or the {b}?", "which one is larger: the {a} or the {b}?",
          "is the {a} bigger than the {b}?", "is the {a} larger or the {b}?",
    "the {a} or the {b}, which is bigger?", "is the {a} larger than the {b}?", "which of the two is bigger, the {a} or the {b}?",
    "what is larger, the {a} or the {b}?", "compare the {a} and the {b}, which is larger?", "is the {a} the bigger one or the {b}?",
    "who is bigger, the {a} or the {b}?", "is the {a} or the {b} bigger?", "which has more size, the {a} or the {b}?",
    "does the {a} look bigger than the {b}?", "is the {b} smaller than the {a}?", "tell me which is bigger, the {a} or the {b}",
    "the {a} and the {b}: which is larger?", "is the {a} as big as the {b}?", "between the {a} and the {b}, which one is bigger?",
    "is the {a} bigger or the {b}?", "is the {a} smaller than the {b}?", "is the {a} the larger one or the {b}?",
    "which is larger, the {a} or the {b}?", "which one is bigger, the {a} or the {b}?", "which thing is bigger, the {a} or the {b}?",
    "which of them is bigger, the {a} or the {b}?", "which is the bigger one, the {a} or the {b}?",
    "which is the larger of the two, the {a} or the {b}?", "which did you draw bigger, the {a} or the {b}?",
    "what's bigger, the {a} or the {b}?", "what's larger: the {a} or the {b}?", "who is larger, the {a} or the {b}?",
    "the {a} or the {b}, what is bigger?", "the {a} or the {b}: which is larger?", "the {a} and the {b}, which one is bigger?",
    "bigger: the {a} or the {b}?", "compare the sizes of the {a} and the {b}", "compare the {a} with the {b}, which is bigger?",
    "is the {a} larger than the {b} in {r}?", "are the {a} and the {b} the same size?", "are the {a} and the {b} equally big?",
    "do the {a} and the {b} have the same size?", "how big is the {a} next to the {b}?", "does the {a} look larger than the {b}?",
    "did you make the {a} bigger than the {b}?", "tell me which one is larger, the {a} or the {b}",
    "say which is bigger, the {a} or the {b}", "would you say the {a} is bigger than the {b}?", "is it the {a} that is bigger, or the {b}?",
)
GROUND = ("what colour is the background?", "what is the background?", "what color is the background?", "what colour is the ground?",
          "which colour has the background?", "what is behind it?", "tell me the background colour", "what is the background colour of {r}?",
          "on what colour is it drawn?", "which background does {r} have?", "what is the colour of the background?", "background colour?",
          "which colour is the background?", "what's the background like?", "what kind of background is it?", "what background did you use?",
          "what color is behind the things?", "say what the background is", "what is the ground of {r}?", "describe the background",
    "tell me about the background", "what does the background look like?", "name the background", "how is the background?",
    "the background is what colour?", "which ground does it have?", "how does the background look?", "what is the ground like?",
    "what background is there?", "what background do you see?", "the background of {r}?", "give me the background colour",
    "what is in the background?", "what colour has the ground?", "on which ground is it?", "what's the background?",
    "say the colour of the background", "in front of what background is it?", "which background did you take?", "what did you use as background?",
    "what colour is behind the things?", "what colour does the background have?", "what color does the background have?",
    "what's the colour of the background?", "what's the background colour?", "what's behind the things?",
    "what is the color of the background?", "what is the background of {r}?", "what is behind everything?", "what is all of it on?",
    "what do you see in the background?", "what did you put in the background?", "what colour did you use for the background?",
    "what ground did you draw it on?", "which color is the background?", "which colour is behind the things?", "which ground is it on?",
    "which background is it?", "which background did you pick?", "on what background is it?", "on what background did you draw it?",
    "on which background are the things?", "on which colour do the things stand?", "how does the ground look?",
    "how would you describe the background?", "the ground is which colour?", "the colour of the background?", "the color of the ground?",
    "colour of the background?", "background?", "and the background?", "is the background white or what?",
    "is the background dark or light?", "is there a background, and which?", "tell me what the background is",
    "tell me the colour behind the things", "please describe the background", "can you name the background colour?",
    "do you know the colour of the background?", "in what colour is the background?",
)
DESCRIBE = ("describe this picture", "describe {r}", "what is in {r}?", "what does {r} show?", "what do you see?", "what is on {r}?", "what's on {r}?",
            "caption {r}", "give {r} a caption", "can you describe {r}?", "what can you see in {r}?", "tell me what is in {r}", "what is this?",
            "what's this?", "describe it", "say what you see", "what did you draw?", "write a caption", "please describe {r}", "what is shown here?",
    "what is shown?", "what is here?", "what's shown in {r}?", "what is there to see?", "what do we see?", "what is drawn here?",
    "what have we here?", "what's here?", "tell me what you see", "what's in there?", "can you say what is in {r}?", "describe what you see",
    "what is there in {r}?", "what is to be seen here?", "tell me about {r}", "put {r} into words", "what is drawn in {r}?", "what does it show?",
    "what is in there?", "please say what {r} shows",
    "describe what is there", "describe the whole of {r}", "describe what is in {r}", "describe {r} for me", "describe {r} to me",
    "describe {r} in words", "describe everything you see", "give me a description", "give me a description of {r}", "a description please",
    "i can't see it, what is there?", "what does it look like?", "what does {r} look like?", "what do you see in {r}?",
    "what do you see here?", "what do you see there?", "what can be seen in {r}?", "what can be seen here?", "what is this a picture of?",
    "what is it?", "what is that?", "what is it about?", "what is going on in {r}?", "what is depicted?", "what does this show?",
    "what have you drawn?", "what have you made?", "what did you make?", "what things are in {r}?", "which things are in {r}?",
    "which things do you see?", "name all the things in {r}", "name everything in {r}", "list the things in {r}", "list everything you see",
    "list what is there", "tell me everything about {r}", "tell me what is there", "tell me what {r} shows", "say what is in {r}",
    "read {r} to me", "explain what you see", "explain what is in {r}", "sum up {r}", "in words, what is there?",
    "look at {r} and tell me what you see", "can you tell me what this is?", "can you tell me what is in {r}?", "could you describe it?",
    "could you describe what you see?",
)
CLAIM = ("does this picture show {c}?", "does this picture show {c}?", "does {r} show {c}?", "is this {c}?", "is it true that it shows {c}?",
         "does it show {c}?", "is {c} in {r}?", "check: {c}", "is this a picture of {c}?", "do you see {c}?", "right or wrong: {c}")
ASKING = ("can you tell me: {}", "tell me, {}", "i want to know: {}", "please tell me: {}", "question: {}", "one question: {}", "do you know: {}", "a quick question, {}",
          "i wonder, {}", "may i ask: {}", "could you tell me, {}", "look: {}", "please look, {}", "i'd like to know, {}", "say, {}", "what do you think, {}",
          "let me ask: {}", "can you say, {}", "can you see {}", "hm, {}", "next question: {}", "have a look: {}")
IN_ONE = ("the picture", "this picture", "it", "the image", "that picture")


def question_turn(voice: Voice, thread: list[Picture], sent: tuple[Picture, ...] = ()) -> Turn:
    """A question about the latest picture, or about another one that is named."""
    picture = (sent or thread)[-1]
    reference = voice.say(IN_ONE)
    named = False
    if not sent and len(thread) > 1 and voice.chance(0.3):
        picture = voice.choice(thread)
        reference, named = picture.name, True
    elif voice.chance(0.1):
        reference = picture.name
    elif not voice.held_out and voice.chance(0.1):
        reference = voice.choice(NEWEST)
    words, query = question(voice, picture.scene)
    if named and "{r}" not in words:
        frames = ("in {r}, {q}", "{r}: {q}", "about {r}: {q}", "look at {r}, {q}")
        words = voice.say(frames if voice.held_out else framing.QUESTION_ABOUT, always=True).replace("{q}", words)
    words = words.replace("{r}", reference)
    if voice.chance(0.12):
        words = voice.say(ASKING).format(words)
    return Turn(voice.chatter(words), (_look(picture, query),), sent, told=True)


def _look(picture: Picture, query: str) -> Step:
    return Step("look", answer(query, picture.scene), target=picture.name, query=query)


def judged_turn(voice: Voice, sent: tuple[Picture, ...]) -> Turn:
    """The critic's question: is this caption true of this picture? The answer says what is seen: a verdict after it was still a
    guess after 20 M tokens."""
    scene = sent[-1].scene
    claim = scene if voice.chance(0.45) else changed(voice, scene)
    words = CLAIM[0] if voice.chance(0.5) else voice.say(CLAIM)
    words = words.format(c=caption(claim), r=voice.say(IN_ONE))
    return Turn(words, (_look(sent[-1], "all"),), sent, told=True)


def described_turn(voice: Voice, sent: tuple[Picture, ...]) -> Turn:
    words = DESCRIBE[0] if voice.chance(0.5) else voice.chatter(voice.say(DESCRIBE).format(r=voice.say(IN_ONE)))
    return Turn(words, (Step("write", caption(sent[-1].scene)),), sent, planned=False)  # as the host asks for it


def question(voice: Voice, scene: Scene) -> tuple[str, str]:
    """Words (with {r} where the picture may be named) and what they ask (queries.py)."""
    makers = (_how_many_things, _how_many, _what_colour, _is_colour, _where, _is_there, _what_at, _bigger, _background, _describe)
    maker = voice.choices(makers, (2, 3, 3, 1.5, 3, 4, 3, 1.5, 1.5, 3))[0]
    return maker(voice, scene) or question(voice, scene)


def changed(voice: Voice, scene: Scene) -> Scene:
    """A scene that differs in one thing: what a drawing that went wrong could have been asked to be."""
    things, index = list(scene.things), voice.randrange(len(scene.things))
    thing, taken = things[index], {t.cell for t in things}
    colours = [c for c in COLOUR_NAMES if visible(c, scene.ground) and c != thing.colour]
    way = voice.choices(("colour", "kind", "size", "cell", "ground", "less", "more"), (4, 4, 1, 2, 1.5, 1.5, 1.5))[0]
    if way == "ground":
        return replace(scene, ground=voice.choice([g for g in GROUND_NAMES if g != scene.ground]))
    if way == "less" and len(things) > 1:
        del things[index]
    elif way == "more" and len(things) < 5:
        cell = voice.choice([c for c in range(9) if c not in taken])
        things.append(Thing(voice.choice(KINDS), voice.choice(colours), "medium", cell))
    elif way == "cell" and len(things) < 5:
        things[index] = replace(thing, cell=voice.choice([c for c in range(9) if c not in taken]))
    elif way == "size" and thing.size != "huge":
        things[index] = replace(thing, size=voice.choice([s for s in SIZE_NAMES[:3] if s != thing.size]))
    elif way == "kind":
        things[index] = replace(thing, kind=voice.choice([k for k in KINDS if k != thing.kind]))
    else:
        things[index] = replace(thing, colour=voice.choice(colours))
    return scene.with_things(things)


def _noun(voice: Voice, scene: Scene, there: float = 0.9) -> tuple[str, str]:
    """A kind in people's words and in a query's; it is in the picture, or with the rest of the share any, now and then none that there is."""
    if not voice.chance(there):
        kind = unknown_noun(voice) if voice.chance(0.3 if voice.held_out else 0.5) else voice.choice(KINDS)
        return kind, kind
    kind = voice.choice(scene.things).kind
    return (voice.kind(kind) if voice.chance(0.2) else kind), kind


def _phrase(voice: Voice, scene: Scene, there: float = 0.9, unknown: float = 0.08) -> tuple[str, str]:
    """A noun, now and then with its colour or size; in training this share are nouns that no picture has."""
    if not voice.held_out and voice.chance(unknown):
        noun, colour = unknown_noun(voice), voice.choice(COLOUR_NAMES)
        return (f"{voice.colour(colour)} {noun}", f"{colour} {noun}") if voice.chance(0.12) else (noun, noun)
    noun, kind = _noun(voice, scene, there)
    alike = [thing for thing in scene.things if thing.kind == kind]
    if not alike or not voice.chance(0.35 if len(alike) > 1 else 0.12):
        return noun, kind
    thing = voice.choice(alike)
    if voice.chance(0.3) and thing.size in ("small", "large"):
        return f"{voice.choice(('small', 'little') if thing.size == 'small' else ('large', 'big'))} {noun}", f"{thing.size} {kind}"
    return f"{voice.colour(thing.colour)} {noun}", f"{thing.colour} {kind}"


def _filled(words: str, noun: str, place: str = "") -> str:
    return words.replace("a {k}", article(noun) + place).replace("{ks}", _plural(noun) + place).replace("{k}", noun + place)


def _plural(noun: str) -> str:
    """Also of "star on the left"."""
    head, space, place = noun.partition(" ") if noun.split()[0] in KINDS else (noun, "", "")
    return plural(head) + space + place


def _place(voice: Voice) -> tuple[str, str]:
    """Now and then a place behind a noun, in people's words and in a query's; in training alone."""
    if voice.held_out or not voice.chance(0.15):
        return "", ""
    cell = voice.randrange(9)
    return f" {PLACES[cell] if voice.chance(0.3) else voice.place(cell)}", f" {PLACES[cell]}"


def _how_many_things(voice, scene):
    if voice.chance(0.15):
        colour = voice.choice(scene.things).colour
        return framing.question(voice, HOW_MANY).replace("{ks}", f"{colour} things").replace("{k}", f"{colour} thing"), f"count {colour} thing"
    return framing.question(voice, HOW_MANY_THINGS), "count thing"


def _how_many(voice, scene):
    noun, asked = _phrase(voice, scene, 0.85, unknown=0.36)
    said, place = _place(voice)
    return _filled(framing.question(voice, HOW_MANY), noun, said), f"count {asked}{place}"


def _what_colour(voice, scene):
    noun, asked = _phrase(voice, scene, 0.96)
    if any(colour in asked.split() for colour in COLOUR_NAMES):
        return None
    if sum(t.kind == asked for t in scene.things) > 1 and voice.chance(0.7):
        words = voice.say(("what colour are the {ks}?", "what color are the {ks}?", "which colour do the {ks} have?", "which colours do the {ks} have?"))
        return _filled(words, noun), f"colour {asked}"
    return _filled(framing.question(voice, WHAT_COLOUR), noun), f"colour {asked}"


def _is_colour(voice, scene):
    noun, kind = _noun(voice, scene, 0.96)
    true = [t.colour for t in scene.things if t.kind == kind]
    colour = true[0] if true and voice.chance(0.5) else voice.choice(COLOUR_NAMES)
    return _filled(framing.question(voice, IS_COLOUR), noun).replace("{c}", voice.colour(colour)), f"is {kind}: {colour}"


def _where(voice, scene):
    noun, asked = _phrase(voice, scene, 0.96)
    return _filled(framing.question(voice, WHERE), noun), f"where {asked}"


def _is_there(voice, scene):
    noun, asked = _phrase(voice, scene, 0.5, unknown=0.38)
    if not voice.held_out:
        said, place = _place(voice)
        return _filled(framing.question(voice, IS_THERE), noun, said), f"there {asked}{place}"
    if voice.chance(0.08):
        cell = voice.randrange(9)
        return _filled(framing.question(voice, IS_THERE[:11]), f"{noun} {PLACES[cell]}" if voice.chance(0.5) else f"{noun} {voice.place(cell)}"), f"there {asked} {PLACES[cell]}"
    return _filled(framing.question(voice, IS_THERE), noun), f"there {asked}"


def _what_at(voice, scene):
    cell = voice.choice(scene.things).cell if voice.chance(0.8) else voice.randrange(9)
    if not voice.held_out and voice.chance(0.15):
        noun = voice.choice(("object", "shape", "item", "thing or two", "single thing", "picture of something"))
        return _filled(framing.question(voice, IS_THERE), f"{noun} {voice.place(cell)}"), f"what {PLACES[cell]}"
    return framing.question(voice, WHAT_AT).replace("{p}", PLACES[cell] if voice.chance(0.5) else voice.place(cell)), f"what {PLACES[cell]}"


def _bigger(voice, scene):
    kinds = sorted({t.kind for t in scene.things})
    if len(kinds) < 2:
        return None
    a, b = voice.sample(kinds, 2)
    if not voice.held_out and voice.chance(0.1):
        b = unknown_noun(voice)
    return framing.question(voice, BIGGER).replace("{a}", a).replace("{b}", b), f"bigger {a}, {b}"


def _background(voice, scene):
    return framing.question(voice, GROUND), "ground"


def _describe(voice, scene):
    return framing.question(voice, DESCRIBE), "all"
