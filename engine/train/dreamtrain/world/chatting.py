"""Small talk put together from parts, for training alone: one maker for each answer of outside.SMALL_TALK, in its order."""

from __future__ import annotations

from dreamtrain.world.words import Voice

_NAME = ("", "", "", " bot", " there", " you", " friend", " dear bot", " everybody", " all", " team", " dreamthread", " my friend", " again")
_GOOD = "nice great cool lovely pretty good beautiful perfect cute sweet neat fine super amazing awesome wonderful fantastic impressive excellent brilliant gorgeous stunning funny fun clever smart helpful useful clear tidy colourful bright charming elegant delightful fabulous magnificent terrific".split()
_BAD = "bad ugly wrong terrible awful horrible strange odd weird silly boring useless poor dull messy confusing unclear sloppy disappointing rubbish nonsense stupid incorrect false".split()
_VERY = ("", "", "very ", "really ", "so ", "quite ", "pretty ", "just ", "super ", "truly ", "absolutely ", "totally ", "how ", "rather ", "indeed ", "surprisingly ")
_THIS = ("that is", "that's", "this is", "it is", "it's", "that looks", "this looks", "it looks", "looks", "that was", "the picture is", "this picture is", "the drawing looks", "your drawing is", "they are", "these are", "both are", "your work is", "that turned out", "it turned out", "it came out", "i find it", "i find that", "i think it's", "i think that's")


def hello(voice: Voice) -> str:
    return voice.choice((
        lambda: voice.choice(("hello", "hi", "hey", "good morning", "good evening", "good afternoon", "greetings", "hiya", "howdy", "morning", "evening", "hallo", "heya", "welcome", "be greeted", "a very good morning", "happy monday", "happy friday", "cheerio and hello", "nice to meet")) + voice.choice(_NAME),
        lambda: voice.choice(("how are", "how're", "how have")) + voice.choice((" you", " you doing", " you today", " you all", " you feeling", " you getting on", " things", " things going", " we doing", " you these days")) + voice.choice(("", " today", " bot", " my friend", " this morning")),
        lambda: voice.choice(("how is", "how's", "how was")) + voice.choice((" it going", " your day", " your morning", " your week", " life treating you", " everything", " work", " the day", " your evening", " the mood")) + voice.choice(("", " today", " bot")),
        lambda: voice.choice(("i am", "i'm", "we are", "it is me,", "this is me,")) + voice.choice((" here", " back", " new here", " here again", " online", " awake", " just looking around", " here for the first time", " trying this out")),
        lambda: voice.choice(("is", "are you", "anybody", "anyone", "somebody")) + voice.choice((" here", " there", " awake", " online", " home", " around", " listening", " ready", " with us")) + "?",
        lambda: voice.choice(("just", "only")) + voice.choice((" saying hello", " saying hi", " dropping in", " passing by", " wanted to greet you", " testing", " came to say hi")),
    ))()


def thanks(voice: Voice) -> str:
    first = voice.choice(("thanks", "thank you", "thx", "many thanks", "thanks a lot", "thank you so much", "cheers", "much appreciated", "i thank you", "we thank you", "big thank you", "ty", "thanks a lot", "thank you very much", "my thanks", "warm thanks"))
    for_what = voice.choice(("", "", "", " for this", " for that", " for the help", " for helping", " for the picture", " for the pictures", " for drawing", " for the answer", " for the explanation", " for explaining", " for your time", " for your work", " for being here", " for being so quick", " for all", " for everything", " for the nice drawing"))
    end = voice.choice(("", "", "", " bot", " friend", ", that helps", ", that helped", ", very helpful", f", {voice.choice(_GOOD)}", f", that is {voice.choice(_GOOD)}", ", well done", ", good work", ", it's what i wanted", " from us all", " again", ", that's it"))
    return (f"{voice.choice(_GOOD)}, " if voice.chance(0.2) else "") + first + for_what + end


def about_help(voice: Voice) -> str:
    return voice.choice((
        lambda: voice.choice(("what", "which things", "what things", "what else", "what kind of things", "what all")) + voice.choice((" can you", " could you", " are you able to", " do you know how to", " can this bot", " can i ask you to", " may i ask you to", " can we ask you to", " can one ask you to")) + voice.choice((" do", " draw", " make", " do for me", " do for us", " show", " paint", " help with", " answer", " explain")) + "?",
        lambda: voice.choice(("how do i", "how can i", "how should i", "how does one", "how do we", "how can we")) + voice.choice((" use you", " use this", " use this bot", " talk to you", " start", " begin", " ask you something", " get a picture", " make a picture", " change a picture", " work with you", " tell you what i want")) + "?",
        lambda: voice.choice(("how", "how do")) + voice.choice((" does this work", " does it work here", " does this bot work", " are you used", " is this bot used", " you work", " is it done", " does one use this")) + "?",
        lambda: voice.choice(("help", "help me", "i need help", "help please", "i need some help", "show help", "show me the help", "show your commands", "list your commands", "show the menu", "the menu please", "give me instructions", "instructions", "the manual", "usage", "options please", "show me what you can do", "tell me what you can do", "tell me your skills", "your skills?", "what are my options", "which options are there", "list the options", "explain how to use you", "any tips?", "give me examples", "some examples please", "an example please", "i'm lost", "i don't know how this works", "what now?", "where do i begin?")),
    ))()


def who(voice: Voice) -> str:
    return voice.choice((
        lambda: voice.choice(("who", "what")) + voice.choice((" are you", " is this", " is this bot", " am i talking to", " is your name", " do they call you", " kind of bot are you", " sort of thing are you", " model are you", " is behind this", " is talking here", " do i call you", " should i call you")) + voice.choice(("", "", " exactly", " really", " actually")) + "?",
        lambda: voice.choice(("are you", "is this", "is this bot", "so you are", "you are")) + voice.choice((" a bot", " a robot", " a human", " human", " an ai", " a machine", " a person", " a program", " real", " alive", " a computer", " chatgpt", " a language model", " intelligent", " conscious", " a real artist", " somebody real")) + "?",
        lambda: voice.choice(("who", "what company", "which team")) + voice.choice((" made you", " built you", " trained you", " wrote you", " runs you", " created you", " programmed you")) + "?",
        lambda: voice.choice(("do you", "can you")) + voice.choice((" have feelings", " think for yourself", " have a name", " feel anything", " dream", " sleep", " learn", " have a body", " really understand me", " think like a person", " have a mind", " have a soul")) + "?",
        lambda: voice.choice(("tell me about yourself", "introduce yourself", "say who you are", "what's your name?", "your name?", "name?", "how old are you?", "where are you from?", "where do you live?", "what is this bot?", "describe yourself", "how big are you?", "how were you made?", "how were you trained?", "how do you work inside?", "what does this bot go by?", "how is this bot called?", "what do i call this bot?")),
    ))()


def bye(voice: Voice) -> str:
    return voice.choice((
        lambda: voice.choice(("bye", "goodbye", "bye bye", "see you", "see ya", "so long", "farewell", "good night", "ciao", "cu", "later", "until later", "until next time", "see you soon", "see you later", "talk to you later", "catch you later", "take care", "i'm off", "i must go", "i have to go", "i need to leave", "i've got to go", "gotta go")) + voice.choice(("", "", "", " bot", " all", " then", " for now", " everybody", " my friend", " tomorrow", " next week", " on monday", " again")),
        lambda: "have a " + voice.choice(("nice", "good", "great", "lovely", "pleasant", "fine", "wonderful", "quiet", "happy")) + voice.choice((" day", " evening", " weekend", " night", " time", " week", " rest of the day", " trip", " break", " vacation", " christmas", " summer", " sunday", " meal")) + voice.choice(("", "", " bot", " everybody")),
        lambda: voice.choice(("enjoy", "sleep", "keep")) + voice.choice((" your evening", " well", " your weekend", " the day", " yourself", " safe", " your holidays", " tight", " up the good work, bye")),
        lambda: voice.choice(("that's", "that is", "that was")) + voice.choice((" all for today", " everything", " all, bye", " it for today", " enough, bye", " all i needed", " all folks", " the end", " it, see you")),
    ))()


def like(voice: Voice) -> str:
    good = voice.choice(_GOOD)
    return voice.choice((
        lambda: voice.choice(_VERY) + good + voice.choice(("", "", "", " one", " work", " job", " picture", " drawing", " idea", " stuff", " bot", " result", " colours", " indeed", " really")),
        lambda: f"{voice.choice(_THIS)} {voice.choice(_VERY).replace('how ', '')}{good}",
        lambda: voice.choice(("i like", "i love", "we like", "we love", "i really like", "i enjoy", "i adore", "my kids like", "my team loves", "everyone likes", "she likes", "he loves")) + voice.choice((" it", " this", " that", " them", " this one", " the colours", " how it looks", " your style", " what you did", " what you made", " this picture", " the result", " the drawing")),
        lambda: voice.choice(("yes", "yeah", "oh yes", "yep", "ah", "wow", "oh", "ooh", "aww", "haha", "well", "ok", "good", "exactly")) + voice.choice((f", {good}", f" {good}", ", that's it", ", that's right", ", like that", ", that's what i meant", ", i like it", ", just what i wanted", f", so {good}", ", well done", ", you got it")),
        lambda: voice.choice(("well", "nicely", "beautifully", "perfectly", "cleverly", "greatly")) + voice.choice((" done", " drawn", " made", " explained", " put", " chosen")),
        lambda: voice.choice(("you", "you really", "you just")) + voice.choice((" did it", " got it", " nailed it", " made my day", " did great", " are talented", " are an artist", " draw well", " draw nicely", " did a good job", " know how to draw", " are a genius")),
    ))()


def dislike(voice: Voice) -> str:
    bad = voice.choice(_BAD)
    return voice.choice((
        lambda: voice.choice(_VERY) + bad + voice.choice(("", "", "", " one", " work", " job", " picture", " drawing", " idea", " bot", " result")),
        lambda: f"{voice.choice(_THIS)} {voice.choice(_VERY).replace('how ', '')}{bad}",
        lambda: voice.choice(("that's", "that is", "this is", "it is", "it's", "that was")) + " not " + voice.choice((voice.choice(_GOOD), f"{voice.choice(_VERY).replace('how ', '')}{voice.choice(_GOOD)}", "it", "right", "what i wanted", "what i meant", "what i asked for", "what i had in mind", "how i imagined it", "my idea", "as it should be", "like i said", "the right one", "the thing i wanted")),
        lambda: voice.choice(("i don't like", "i do not like", "i hate", "i dislike", "we don't like", "nobody likes", "i can't stand", "i don't want", "i'm unhappy with", "i'm not happy with")) + voice.choice((" it", " this", " that", " them", " this one", " the result", " the drawing", " how it looks", " what you did", " the look of it")),
        lambda: voice.choice(("no", "nope", "nah", "oh no", "hm no", "not at all", "no way", "not again", "argh", "hmm")) + voice.choice((f", {bad}", f", that's {bad}", ", wrong", ", that isn't it", ", not that", ", not like this", ", i said something else", ", you got me wrong", ", that's not what i asked", ", another way")),
        lambda: voice.choice(("try", "do", "give")) + voice.choice((" it again", " that again", " it once more", " it another go", " it better", " it differently", " again please", " it one more time", " a better job")),
        lambda: voice.choice(("you", "you really", "you just")) + voice.choice((" got it wrong", " misunderstood", " didn't listen", " made a mistake", " did it wrong", " don't get it", " missed the point", " failed again", " ruined it", " mixed it up")),
    ))()


MAKERS = (hello, thanks, about_help, who, bye, like, dislike)
