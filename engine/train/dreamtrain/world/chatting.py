"""Small talk with its answers, and for training alone such as is put together from parts: one maker for each answer, in their order."""

from __future__ import annotations

from dreamtrain.world.words import Voice

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
