"""Requests put into more frames, for training alone: a list of wordings shows too few of the ways in which one sentence holds another.

asking.py does the same for explanations. A held-out voice says none of this, so that the examination stays as it was made.
"""

from __future__ import annotations

from typing import Callable, Sequence

from dreamtrain.world.words import Voice, bare, held_out

VERBS = frozenset("""make change turn colour color paint put add remove take give draw move replace swap delete erase place set show get bring use
switch let have cut leave drop shift shrink enlarge reduce include insert hide clear recolour describe count name list tell find check look say""".split())
ORDER = (
    "can you {}", "could you {}", "would you {}", "will you {}", "can you please {}", "could you please {}", "would you please {}", "please {}", "pls {}", "plz {}",
    "i want you to {}", "i'd like you to {}", "i would like you to {}", "i need you to {}", "we need you to {}", "i'd love you to {}", "you should {}", "you could {}", "you can {}",
    "you may {}", "you must {}", "you have to {}", "maybe you could {}", "maybe you can {}", "perhaps you could {}", "why don't you {}", "why not {}", "let's {}", "let us {}", "we should {}",
    "we could {}", "shall we {}", "can we {}", "could we {}", "may i ask you to {}", "now {}", "then {}", "next {}", "and {}", "so {}", "just {}", "simply {}", "first {}", "also {}",
    "try to {}", "go and {}", "be so kind and {}", "be nice and {}", "do me a favour: {}", "one more thing: {}", "another thing: {}", "one thing: {}", "a small change: {}", "my wish: {}",
    "my next wish: {}", "the next step: {}", "next step: {}", "todo: {}", "change: {}", "what if you {}", "what if we {}", "suppose you {}", "it would be nice if you could {}", "it would help to {}",
    "it would be better to {}", "better {}", "i think you should {}", "i think we should {}", "i guess you could {}", "i forgot: {}", "oh, {}", "ah, {}", "hm, {}", "hmm {}", "wait, {}", "no, {}", "yes, {}", "yes, now {}",
    "great, now {}", "nice, now {}", "good, {}", "cool, {}", "thanks, now {}", "perfect. now {}", "almost. {}", "not quite, {}", "sorry, {}", "actually, {}", "again: {}",
)
SAYING = (  # in front of what is no order
    "i think {}", "i guess {}", "i said: {}", "i meant: {}", "i mean {}", "my wish: {}", "one more thing: {}", "hm, {}", "hmm {}", "oh, {}", "well, {}", "ah, {}", "wait, {}", "no, {}", "so {}",
    "and {}", "but {}", "sorry, {}", "actually, {}", "maybe {}", "great, and {}", "nice, but {}", "cool, but {}", "thanks, and {}", "almost: {}", "not quite: {}", "on second thought, {}", "again: {}",
)
TAIL = (" now", " instead", " this time", " again", " if possible", " if you can", " for me", " for us", " i think", " maybe", " ok?", ", ok?", ", right?", ", would you?", ", could you?", ", can you?", " asap", " quickly", ", that's all", " and nothing else",
        ", the rest stays", " and keep the rest", ", nothing else", " would be great", " would be nice", ", that would be nice", ", that's better", " then")
STEPS = ("first", "1.", "1)", "a)", "one:", "to begin with,", "two changes:", "do both:", "do these two things:", "do this:", "two wishes:", "please do two things:", "make two changes:", "i want two things:", "can you do two things:", "both please:", "")
THEN = (" and", " and", " and", ", and", ",", ", then", " and then", ", and then", " then", ". and", ". also", ";", "; and", "; then", ", also", " and also", ". next", ", next", ", after that", " and after that", " & ", " +", " /", " plus",
        ", plus", " and please", ", please also", ". please also", ". after that", " and in addition", " as well as", ". second,", ", second", ". the other thing:", ". oh and", ", oh and", " and at the same time", " while you", " but also")
PICKED = (
    "in {r}", "in {r},", "in {r}:", "on {r}", "on {r}:", "with {r}", "with {r}:", "for {r}", "for {r},", "for {r}:", "now {r}:", "now in {r},", "now for {r}", "now for {r}:", "take {r}:", "take {r},", "take {r} and", "take {r} again and", "choose {r} and", "choose {r}:",
    "go to {r} and", "go back to {r} and", "go back to {r}:", "back to {r},", "back to {r}.", "let's go back to {r}.", "open {r}:", "open {r},", "use {r} and", "use {r}:", "use {r}.", "grab {r} and", "select {r} and", "select {r},", "fetch {r} and", "return to {r} and", "return to {r}:",
    "look at {r} and", "look at {r},", "look at {r} again,", "look at {r}:", "see {r}:", "about {r},", "about {r}.", "as to {r},", "as for {r}:", "when it comes to {r},", "edit {r} and", "edit {r} so:", "change {r},", "change {r} like this:", "change {r} and", "alter {r}:", "update {r}:", "rework {r}:",
    "work on {r} and", "work on {r},", "i mean {r},", "i'm talking about {r}:", "this is for {r}:", "this is about {r},", "the next is for {r}:", "{r}:", "{r},", "{r} -", "{r} again,", "{r} now,", "{r}, please:", "and {r}:", "and in {r},", "but in {r},", "still {r}:", "same for {r}:", "only in {r}:", "just in {r},",
)
BEHIND = ("in {r}", "in {r} please", "on {r}", "for {r}", "(in {r})", "({r})", ", in {r}", ", i mean in {r}", ", i mean {r}", "- in {r}", ": {r}", "in {r}, not here", "and do it in {r}", "but only in {r}")
QUESTION = (
    "tell me: {}", "tell me {}", "please tell me {}", "can you tell me {}", "can you tell me: {}", "could you tell me {}", "would you tell me: {}", "please say: {}", "say: {}", "please answer: {}", "answer me: {}", "i ask: {}", "i'm asking: {}", "my question: {}", "a question: {}", "quick question: {}",
    "one more question: {}", "another question: {}", "last question: {}", "next: {}", "and {}", "and now: {}", "but {}", "so {}", "so, {}", "now {}", "ok so {}", "well, {}", "hm {}", "hmm, {}", "oh, {}", "eh, {}", "er, {}", "wait, {}", "sorry, {}", "excuse me, {}", "listen: {}", "be honest: {}", "just checking: {}",
    "just asking: {}", "i can't see well: {}", "i'm blind: {}", "for the alt text: {}", "for my notes: {}", "i forgot: {}", "remind me: {}", "i want to know {}", "i wonder {}", "i'd like to know {}", "do you know {}", "do you happen to know {}", "any idea {}", "what would you say: {}", "in your eyes, {}", "look again: {}",
    "look closely: {}", "look carefully, {}", "look at it and say: {}", "look and tell me: {}", "check again: {}", "have a closer look: {}", "can you see: {}", "can you check: {}", "could you look: {}", "may i know: {}", "let me know: {}", "my kid asks: {}", "somebody asks: {}", "she asks: {}", "they ask: {}",
)
QUESTION_TAIL = (" please", " pls", " now", " exactly", " there", " here", " in the end", " can you tell", ", do you know?", ", can you see?", ", can you say?", ", tell me", " tell me", ", please tell me", ", i wonder", " i wonder", ", what do you think?", " again", " right now", ", bot?")
QUESTION_ABOUT = ("in {r}, {q}", "in {r}: {q}", "{r}: {q}", "about {r}: {q}", "about {r}, {q}", "look at {r}, {q}", "look at {r}: {q}", "look at {r} and tell me: {q}", "in {r} now: {q}", "for {r}: {q}", "and in {r}, {q}", "and in {r}: {q}", "take {r}: {q}", "take {r}, {q}", "on {r}: {q}", "as for {r}, {q}", "see {r}: {q}",
                  "open {r}: {q}", "now {r}: {q}", "{r}, {q}", "{q} in {r}", "{q} in {r}?", "{q} i mean in {r}", "{q} (in {r})", "{q} ({r})", "{q} - {r}", "back to {r}: {q}", "go back to {r}: {q}", "with {r}: {q}", "when you look at {r}, {q}")


def order(voice: Voice, wordings: Sequence[str], share: float = 0.5) -> str:
    """One of the wordings of a change (with its {x} and so on), in training now and then in one more frame."""
    words = voice.say(wordings)
    return words if voice.held_out or not voice.chance(share) else _unlike_held_out(wordings, words, lambda: _ordered(voice, words))


def question(voice: Voice, wordings: Sequence[str], share: float = 0.5) -> str:
    words = voice.say(wordings)
    return words if voice.held_out or not voice.chance(share) else _unlike_held_out(wordings, words, lambda: _questioned(voice, words))


def together(voice: Voice, first: str, second: str) -> str:
    """Two orders in one request."""
    start = voice.choice(STEPS) if voice.chance(0.4) else ""
    return f"{start} {first}{voice.choice(THEN)} {second}".strip()


def picked(voice: Voice, reference: str, words: str) -> str:
    """An order that says which picture it means."""
    if voice.chance(0.75):
        return f"{voice.choice(PICKED).format(r=reference)} {words}"
    behind = voice.choice(BEHIND).format(r=reference)
    return f"{words.rstrip('?')}{'' if behind[0] in ',:' else ' '}{behind}"


def _ordered(voice: Voice, words: str) -> str:
    if voice.chance(0.75):
        is_order = words.split()[0] in VERBS
        words = voice.choice(ORDER).format(words.rstrip("?")) if is_order else voice.choice(SAYING).format(words)
    return words.rstrip("?") + voice.choice(TAIL) if voice.chance(0.3) else words


def _questioned(voice: Voice, words: str) -> str:
    if voice.chance(0.8):
        words = voice.choice(QUESTION).format(words)
    return words.rstrip("?") + voice.choice(QUESTION_TAIL) if voice.chance(0.25) else words


def _unlike_held_out(wordings: Sequence[str], words: str, make: Callable[[], str]) -> str:
    """What `make` makes, unless it happens to be a wording that is held out."""
    made = make()
    return words if bare(made) in held_out(tuple(wordings)) else made
