"""Requests to change a picture of the thread: which picture is meant, and the turn that answers."""

from __future__ import annotations

from dreamtrain.world import framing
from dreamtrain.world.changes import change_of
from dreamtrain.world.dialogue import Picture, Step, Turn, edit_name
from dreamtrain.world.words import Voice

ORDINALS = ("first", "second", "third")
IN_PICTURE = ("in {r}, {x}", "{x} in {r}", "for {r}: {x}", "{r}: {x}", "{x}, in {r}", "take {r} and {x}", "edit {r}: {x}", "{x} (in {r})",
              "change {r}: {x}", "now for {r}, {x}", "please go back to {r} and {x}", "look at {r}. {x}",
              "go to {r}: {x}", "back to {r}: {x}", "{x} for {r}", "with {r}, {x}", "about {r}: {x}", "take {r}. {x}", "{r} please: {x}", "change {r} so: {x}",
              "i mean {r}: {x}", "let's edit {r}: {x}", "open {r} and {x}",
    "this is about {r}: {x}", "{r} again: {x}", "next, {r}: {x}", "as for {r}, {x}", "regarding {r}: {x}", "concerning {r}, {x}", "{r} now: {x}",
    "now {r}: {x}", "use {r} and {x}", "work on {r}: {x}", "again {r}, {x}", "on {r}: {x}", "do this to {r}: {x}", "my wish for {r}: {x}",
    "one change to {r}: {x}", "to {r}: {x}", "pick {r} and {x}", "and for {r}, {x}", "next for {r}: {x}", "let us change {r}: {x}",
)
NEWEST = ("that one", "this one", "this picture", "that picture", "the new one", "the newest one", "the newest picture", "the latest one", "the last one", "the one you just made", "the one you just drew", "the picture you just made", "the most recent one")
DONE = ("Done.", "Here you are.", "There you go.")


def edit_turn(voice: Voice, thread: list[Picture], sent: tuple[Picture, ...] = ()) -> Turn | None:
    """An edit of some picture of the thread, `sent` being the pictures that come with the request; None if nothing fits."""
    thread = [*thread, *sent]
    last = thread[-1]
    target = last if sent or len(thread) == 1 or voice.chance(0.5) else voice.choice(thread)
    change = change_of(voice, target.scene)
    if change is None:
        return None
    words, scene, answer, kind, order = change
    reference = _reference(voice, thread, target, kind)
    if reference is None:
        return None
    if reference:
        plain = voice.held_out or voice.chance(0.45)
        words = voice.say(IN_PICTURE).format(r=reference, x=words) if plain else framing.picked(voice, reference, words)
    new = Picture(edit_name(thread, target.name), scene)
    text = answer if voice.chance(0.7) else voice.say(DONE)
    return Turn(voice.chatter(words), (Step("write", text), Step("edit", picture=new, target=target.name, order=order)), sent, told=True)


def _reference(voice: Voice, thread: list[Picture], target: Picture, kind: str) -> str | None:
    """Words for the target: "" where it goes without saying (it is the latest, or the latest that shows this kind)."""
    holders = [p for p in thread if kind and any(t.kind == kind for t in p.scene.things)]
    goes_without = target is (holders[-1] if holders else thread[-1])
    if goes_without and (len(thread) == 1 or voice.chance(0.75)):
        if not voice.held_out and len(thread) > 1 and target is thread[-1] and voice.chance(0.2):
            return voice.choice(NEWEST)
        return "" if voice.chance(0.93) else voice.say(("the picture", "this picture", "that one", "it"), always=True)
    ways = [target.name, f"picture {target.name[1:]}"]
    if all(p.name[1:].isdigit() for p in thread):
        ordinal = thread.index(target)
        if ordinal < 3 and len(thread) > 1:
            ways += [f"the {ORDINALS[ordinal]} one", f"the {ORDINALS[ordinal]} picture", f"image {target.name[1:]}", f"number {target.name[1:]}"]
    if len(thread) > 1 and target is thread[-2]:
        ways += ["the one before", "the previous picture", "the previous one"]
    if target is thread[-1]:
        ways += ["the last one", "the last picture", "the latest picture", "the picture"]
    kinds = {t.kind for t in target.scene.things} - {t.kind for p in thread if p is not target for t in p.scene.things}
    if kinds:
        shown = voice.choice(sorted(kinds))
        ways += [f"the one with the {shown}", f"the picture with the {shown}", f"the {shown} picture", f"the picture of the {shown}"]
    return voice.say(ways, always=True)
