"""How people word things of the wide world, and the voice that picks among wordings (the split into trained and held-out ones is the small world's)."""

from __future__ import annotations

from dataclasses import replace

from dreamtrain.wide.concepts import BY_NOUN
from dreamtrain.wide.language import article
from dreamtrain.wide.planner import Wish
from dreamtrain.wide.scene import Scene, faults, sample_setting
from dreamtrain.world.words import PLACE_WORDS, SIZE_WORDS, Voice

COLOUR_WORDS = {
    "red": ("red",) * 5 + ("scarlet",), "orange": ("orange",), "yellow": ("yellow",) * 5 + ("golden",), "green": ("green",), "blue": ("blue",),
    "purple": ("purple",) * 4 + ("violet",), "pink": ("pink",), "brown": ("brown",), "black": ("black",), "white": ("white",), "grey": ("grey", "grey", "gray"),
}
COUNT_WORDS = {2: ("two", "2", "a pair of", "two", "a couple of"), 3: ("three", "3"), 4: ("four", "4"), 5: ("five", "5"), 6: ("six", "6", "half a dozen")}
SETTING_WORDS = {
    "white": ("on white", "on a white background", "on a plain white page", "on a blank page"), "cream": ("on cream", "on a cream background", "on old paper"),
    "light blue": ("on light blue", "on a light blue background"), "light green": ("on light green", "on a light green background"),
    "light yellow": ("on light yellow", "on a light yellow background"), "light pink": ("on light pink", "on a light pink background"),
    "light grey": ("on light grey", "on a light grey background", "on a light gray background"), "dark blue": ("on dark blue", "on a dark blue background", "on a dark background"),
    "meadow": ("in a meadow", "on a meadow", "on the grass", "on grass", "in a green meadow", "in a park"), "forest": ("in a forest", "in the forest", "in the woods", "among trees"),
    "field": ("in a field", "on a field", "on a farm", "in the fields"), "mountains": ("in the mountains", "in front of mountains", "high in the mountains"),
    "beach": ("on a beach", "on the beach", "at the beach", "on the sand", "by the sea"), "sea": ("at sea", "on the sea", "on the ocean", "on the water"),
    "desert": ("in a desert", "in the desert"), "street": ("on a street", "on the street", "in the street", "on a road", "on the road"),
    "town": ("in a town", "in town", "in the city", "in a city"), "room": ("in a room", "in a house", "indoors", "at home", "inside a room"),
    "sky": ("in the sky", "in the air", "up in the sky"), "space": ("in space", "in outer space", "among the stars"),
    "underwater": ("under water", "underwater", "under the sea", "at the bottom of the sea"),
}
TIME_WORDS = {"night": ("at night", "by night", "at night time", "in the dark", "in the moonlight"), "evening": ("in the evening", "at sunset", "at dusk", "at the end of the day"),
              "day": ("by day", "in the daytime", "during the day")}
SEASON_WORDS = {"spring": ("in spring", "in springtime", "in the spring"), "autumn": ("in autumn", "in the fall", "in fall"), "winter": ("in winter", "in the winter", "in wintertime"),
                "summer": ("in summer", "in the summer", "in summertime")}
WEATHER_WORDS = {"rain": ("in the rain", "on a rainy day", "while it rains", "with rain"), "snow": ("in the snow", "while it snows", "with falling snow", "on a snowy day"),
                 "clear": ("without rain or snow", "in clear weather")}
STYLE_WORDS = {"outline": ("in outline style", "with outlines", "as an outline drawing", "with dark outlines", "cartoon style"),
               "paper": ("in paper style", "as a paper cut", "as paper cut-outs", "like stickers", "sticker style"), "flat": ("in flat style", "flat", "without outlines or shadows")}
POLITE = ("{}", "{}", "{}", "please {}", "can you {}?", "could you {}?", "{} please", "i want you to {}", "would you {}?", "now {}", "i'd like you to {}", "just {}",
          "go ahead and {}", "can you please {}?", "next, {}", "could you please {}?", "quickly {}", "kindly {}", "will you {}?", "let's {}")


class WideVoice(Voice):
    def kind(self, kind: str) -> str:
        also = BY_NOUN[kind].also
        return self.say(also, always=True) if also and self.chance(0.25) else kind

    def colour(self, colour: str) -> str:
        return self.say(COLOUR_WORDS[colour], always=True)

    def size(self, size: str) -> str:
        return self.say(SIZE_WORDS[size], always=True)

    def place(self, cell: int) -> str:
        return self.say(PLACE_WORDS[cell], always=True)

    def thing(self, wish: Wish) -> str:
        """A Wish in words, without its place: "a little red cat", "three stars", "a table with a cat on it", "an apple on a box"."""
        if wish.guest and self.chance(0.5):
            inner = {"on": ("on", "on top of", "sitting on"), "in": ("in", "inside", "in front of"), "under": ("under", "below", "beneath")}[wish.guest.relation]
            return f"{self._look(wish.guest.kind, wish.guest.colour)} {self.say(inner, always=True)} {self._look(wish.kind, wish.colour, wish.size)}"
        words = self._look(wish.kind, wish.colour, wish.size, wish.count)
        return words + (f" with {self._look(wish.guest.kind, wish.guest.colour)} {wish.guest.relation} it" if wish.guest else "")

    def _look(self, kind: str, colour: str | None, size: str | None = None, count: int = 1) -> str:
        paint = self.colour(colour) if colour else ""
        noun = BY_NOUN[kind].plural if count > 1 else self.kind(kind)
        words = " ".join(filter(None, (size and self.size(size), paint, noun)))
        if count > 1:
            return f"{self.say(COUNT_WORDS[count], always=True)} {words}"
        return words if self.chance(0.06) else f"{self.say(('one', 'the'), always=True)} {words}" if self.chance(0.06) else article(words)

    def setting(self, style: bool = True) -> tuple[str, Scene]:
        """Words for a setting, and the setting; where only a time, season or weather is said it is a meadow."""
        scene = sample_setting(self)
        if not style or self.chance(0.6):
            scene = replace(scene, style="flat")
        words = []
        said_setting = scene.setting != "meadow" or (scene.time, scene.season, scene.weather) == ("day", "summer", "clear") or self.chance(0.6)
        if said_setting and not (scene.setting == "white" and scene.style != "flat" and self.chance(0.7)):
            words.append(self.say(SETTING_WORDS[scene.setting], always=True))
        words += [self.say(TIME_WORDS[scene.time], always=True)] if scene.time != "day" else []
        if scene.season != "summer" and not (scene.weather == "snow" and self.chance(0.5)):
            words.append(self.say(SEASON_WORDS[scene.season], always=True))
        words += [self.say(WEATHER_WORDS[scene.weather], always=True)] if scene.weather != "clear" else []
        words += [self.say(STYLE_WORDS[scene.style], always=True)] if scene.style != "flat" else []
        return (", " if self.chance(0.3) else " ").join(words), scene

    def politely(self, order: str) -> str:
        """An order that begins with a verb, as one of many ways to ask; for those, see POLITE."""
        return self.say(POLITE).format(order)


def in_setting(scene: Scene, **changes: str) -> Scene | None:
    """The scene with another setting, time, season, weather or style, what does not go with it set back; None if things can't be seen there."""
    made = replace(scene, **changes)
    if changes.get("weather") == "snow":
        made = replace(made, season="winter")
    elif changes.get("weather") == "rain" and made.season == "winter":
        made = replace(made, season="summer")
    if "time" not in changes and faults(replace(made, weather="clear", season="summer")):
        made = replace(made, time="day")
    if faults(replace(made, weather="clear")):
        made = replace(made, season="summer", weather="clear")
    if faults(made):
        made = replace(made, weather="clear")
    return None if faults(made) else made
