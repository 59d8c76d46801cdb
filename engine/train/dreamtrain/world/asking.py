"""Wordings put together from parts, for training alone: no list is long enough to show that the frame of a request says nothing of its topic.

Every frame is used for what can be explained and for what can't. Held-out wordings (documents.py) are made of other parts.
"""

from __future__ import annotations

from dreamtrain.world.words import Voice

BEGIN = ("", "", "", "", "please ", "can you ", "could you ", "would you ", "will you ", "i'd like you to ", "i want you to ", "i need you to ", "let's ",
         "try to ", "now ", "quickly ", "would you please ", "can you please ", "could you please ", "maybe you can ", "you could ")
TELL = (
    "explain {}", "explain {}", "explain {}", "describe {}", "teach me {}", "teach us {}", "tell me about {}", "tell us about {}",
    "tell me more about {}", "tell me all about {}", "tell me what you know about {}", "say something about {}", "talk about {}", "speak about {}", "write about {}",
    "write something about {}", "go through {}", "go over {}", "take me through {}", "take us through {}", "walk us through {}", "lead me through {}",
    "guide me through {}", "introduce {}", "introduce me to {}", "break down {}", "clear up {}", "clarify {}", "illustrate {}", 
    "sum up {}", "summarise {}", "outline {}", "give me an overview of {}", "give us an overview of {}", "give a lesson about {}", "give me a lesson on {}",
    "give me an idea of {}", "give me the basics of {}", "give me a summary of {}", "give us an introduction to {}", "give me a quick look at {}", "give me a talk about {}",
    "make me understand {}", "make a lesson about {}", "make a page about {}", "make a short guide to {}", "make a picture guide to {}", "make a comic about {}",
    "do a tutorial on {}", "do a page on {}", "help me with {}", "help us understand {}", "help me get {}", "help me learn about {}", "help my kids understand {}",
    "let me know about {}", "let me learn about {}", "answer a question about {}", "put {} in simple words", "put {} into pictures", "unpack {}",
)
ALONE = (
    "{}", "{}", "{}?", "{}!", "{}...", "{} please", "{} pls", "{}, please", "the {}", "so {}", "now {}", "and {}", "what's {}?", "what's with {}?", "{} what is that?", "{}, what's that?",
    "about {}", "on {}", "{} for beginners", "{} for kids", "{} in simple words", "{} step by step", "{} with drawings", "{} with images",
    "{}: how does that go?", "{}: what is it about?", "the basics of {}", "a lesson on {}", "a lesson about {}", "a guide to {}", "a short guide to {}", "an overview of {}",
    "a tutorial on {}", "a page about {}", "a short text about {}", "a few pictures about {}", "some pictures that explain {}", "an article about {}",
    "everything about {}", "all about {}", "more about {}", "i want to know about {}", "i want to know more about {}", "i'd like to know about {}",
    "i'd like to learn about {}", "i'd like to understand {}", "i would like to learn about {}", "i need to understand {}", "i need to know about {}",
    "i have to learn about {}", "i have a question about {}", "i have a test about {}", "i know nothing about {}", "i never understood {}", "i don't get {}",
    "i am curious about {}", "i'm interested in {}", "i am learning about {}", "i'm reading about {}", "i forgot {}", "we want to learn about {}", "we need to know about {}",
    "we talk about {} in class", "my class learns about {}", "my son asks about {}", "my team needs to understand {}", "what is there to know about {}?",
    "what can you tell me about {}?", "what do i need to know about {}?", "what do you know of {}?", "have you heard of {}?", "do you know about {}?",
    "do you know something about {}?", "do you know anything about {}?", "can i learn about {}?", "can we talk about {}?", "could we talk about {}?", "could i hear about {}?",
    "who can explain {}?", "is there something on {}?", "ever heard of {}?", "today's topic: {}", "topic: {}", "lesson: {}", "subject: {}", "next topic: {}", "school: {}",
)
TAIL = ("", "", "", "", "", "", " to me", " to us", " to my kids", " to my son", " to my class", " to a beginner", " to a ten year old", " to my grandma",
        " to a new colleague", " to everybody", " to someone new", " for beginners", " for kids", " for my team", " for the new ones", " for school", " in simple words", " in plain words",
        " in easy words", " in a few steps", " in a few words", " in short", " in pictures", " in images", " in three pictures", " with drawings", " with images", " with some pictures",
        " with examples", " with simple pictures", " step by step", " bit by bit", " from the start", " briefly", " quickly", " slowly", " simply", " again", " once more", " like i'm five", " properly")
BEFORE_QUESTION = (
    "", "", "", "", "so, ", "say, ", "listen, ", "well, ", "now, ", "and ", "but ", "also: ", "hmm, ", "ok, ", "a question: ", "my question: ", "next question: ", "one more question: ", "another question: ",
    "here is a question: ", "tell us: ", "tell us, ", "tell my class: ", "please tell me: ", "please say: ", "please show: ", "please show me: ", "please answer: ", "explain: ", "explain this: ",
    "explain to me: ", "explain, please: ", "show me: ", "show us: ", "draw and explain: ", "can you tell me: ", "could you tell me: ", "could you explain: ", "would you explain: ",
    "can anyone say: ", "can somebody explain: ", "does anybody know: ", "do you know: ", "do you happen to know: ", "i'd like to know: ", "i want to know: ", "i want to understand: ",
    "i always wanted to know: ", "i was asked: ", "i am asking myself: ", "i keep wondering: ", "i never understood: ", "i can't remember: ", "we want to know: ", "we wonder: ",
    "my daughter asks: ", "my son wants to know: ", "my team asks: ", "my boss asks: ", "my class asks: ", "a friend asked: ", "a customer asks: ", "the children ask: ", "for my class: ",
    "for school: ", "for a talk: ", "for the wiki: ", "for beginners: ", "for kids: ", "with drawings: ", "with pictures please: ", "in simple words: ", "in short: ", "step by step: ", "once more: ",
)
BARE_BEFORE = ("explain ", "please explain ", "explain to me ", "explain to us ", "show me ", "show us ", "show ", "please show me ", "tell us ", "tell me ", "please tell us ", "could you explain ",
               "would you explain ", "would you show me ", "could you show us ", "could you tell me ", "could you tell us ", "can you tell me ", "can you tell us ", "can anybody explain ", "can someone explain ",
               "do you understand ", "i wonder ", "i'd like to know ", "i want to know ", "i want to see ", "i need to know ", "i'd love to know ", "i have no idea ", "we want to know ",
               "let me know ", "let us see ", "draw ", "illustrate ", "make clear ", "teach me ", "teach us ", "describe ", "help me see ", "have you any idea ")
AFTER_QUESTION = ("", "", "", "", "", "", "", " please explain", " explain please", " please show me", " please", " with drawings", " with images", " in simple words", " in short", " in pictures please",
                  " for kids", " for beginners", " for my class", " step by step", " i have no idea", " i never knew", " i forgot", " asking for a friend", " any idea", " show us", " draw it")


def about(voice: Voice, topic: str) -> str:
    """To explain this topic, a noun."""
    if voice.chance(0.45):
        return voice.choice(ALONE).format(topic)
    return voice.choice(BEGIN) + voice.choice(TELL).format(topic) + voice.choice(TAIL)


def asked(voice: Voice, question: str) -> str:
    """To answer this question, with or without its mark."""
    if voice.chance(0.3):
        return voice.choice(BARE_BEFORE) + question.rstrip("?") + voice.choice(AFTER_QUESTION)
    return voice.choice(BEFORE_QUESTION) + (question if voice.chance(0.5) else question.rstrip("?")) + voice.choice(AFTER_QUESTION)
