"""What can be changed in a picture, in many wordings: each change with its words, the new scene, the answer and the order for it."""

from __future__ import annotations

from dataclasses import replace

from dreamtrain.world import framing
from dreamtrain.world.language import NUMBERS, PLACES, article, plural, thing_name
from dreamtrain.world.planner import FREE_ORDER, DEFAULT_COLOURS, LAYOUTS, default_colour, settled_size
from dreamtrain.world.scene import COLOUR_NAMES, GROUND_NAMES, KINDS, MAX_THINGS, SHAPE_KINDS, SIZE_NAMES, Scene, Thing, visible
from dreamtrain.world.words import COUNT_WORDS, SIZE_WORDS, Voice

Change = tuple[str, Scene, str, str, str]  # words, new scene, answer, the kind it speaks of ("" for none), the order (orders.py)

RECOLOUR = (
    "make {x} {c}", "change {x} to {c}", "turn {x} {c}", "colour {x} {c}", "{x} should be {c}", "paint {x} {c}", "can you make {x} {c}?",
    "i want {x} in {c}", "change the colour of {x} to {c}", "could you turn {x} {c}?", "please make {x} {c}", "{x} in {c}",
    "make {x} {c} instead", "now make {x} {c}", "color {x} {c}", "change the color of {x} to {c}", "can {x} be {c}?", "i'd like {x} to be {c}",
    "recolour {x} to {c}", "could {x} be {c} instead?", "let {x} be {c}", "give {x} the colour {c}", "{x} must be {c}", "how about {x} in {c}?", "dye {x} {c}",
    "switch {x} to {c}", "set the colour of {x} to {c}", "make the colour of {x} {c}", "would {x} look good in {c}?", "{c} for {x}", "have {x} {c}",
    "{x} must become {c}", "i need {x} {c}", "i prefer {x} in {c}", "{x}: {c}", "make sure {x} is {c}", "use {c} for {x}", "get {x} {c}",
    "{x} would be nicer in {c}", "what if {x} were {c}?", "try {x} in {c}", "please colour {x} {c}", "tint {x} {c}", "{x} needs to be {c}",
    "could you colour {x} {c}?", "repaint {x} {c}", "why not make {x} {c}?", "now {x} in {c}", "take {c} for {x}", "i'd prefer {x} to be {c}",
    "would you make {x} {c}?", "could {x} have the colour {c}?", "may {x} be {c}?", "put {x} in {c}", "{x} can be {c}", "let me see {x} in {c}",
    "{c} would be better for {x}", "please let {x} be {c}", "could you paint {x} {c}?", "make {x} look {c}", "show {x} in {c}",
    "make {x} look {c} please", "let {x} look {c}", "{x} could be {c}", "{x} had better be {c}", "{x} shall be {c}", "{x} ought to be {c}",
    "{x} is to be {c}", "{x} wants to be {c}", "{x} should turn {c}", "{x} should be coloured {c}", "{x} should be painted {c}",
    "{x} should look {c}", "{x} looks better in {c}", "{x} would look better in {c}", "{x} -> {c}", "{x} to {c}", "{x} {c} please",
    "{x} in {c} please", "{c} {x} please", "{c} instead for {x}", "{c} is better for {x}", "{c} please for {x}", "{c} suits {x} better",
    "i want {x} to be {c}", "i want {x} {c}", "i want {x} coloured {c}", "i would like {x} {c}", "i would like {x} to be {c}",
    "i would prefer {x} in {c}", "i'd like {x} in {c}", "i'd rather have {x} {c}", "i'd love {x} in {c}", "i like {x} better in {c}",
    "i wish {x} were {c}", "we want {x} in {c}", "can you colour {x} {c}?", "can you color {x} {c}?", "can you paint {x} {c}?",
    "can you turn {x} {c}?", "can you change {x} to {c}?", "can you change the colour of {x} to {c}?", "can you recolour {x} to {c}?",
    "can i have {x} in {c}?", "can i get {x} in {c}?", "can we have {x} in {c}?", "could you make {x} {c}?", "could you change {x} to {c}?",
    "could you recolour {x} in {c}?", "could we have {x} in {c}?", "could {x} turn {c}?", "would you colour {x} {c}?",
    "would you turn {x} {c}?", "please turn {x} {c}", "please paint {x} {c}", "please change {x} to {c}",
    "please change the colour of {x} to {c}", "please recolour {x} to {c}", "please draw {x} in {c}", "now colour {x} {c}",
    "now turn {x} {c}", "now paint {x} {c}", "just make {x} {c}", "then make {x} {c}", "actually make {x} {c}", "maybe make {x} {c}",
    "rather make {x} {c}", "change colour of {x} to {c}", "change {x} so that it is {c}", "set {x} to {c}", "draw {x} in {c}",
    "do {x} in {c}", "redo {x} in {c}", "fill {x} with {c}", "cover {x} in {c}", "apply {c} to {x}", "put some {c} on {x}",
    "replace the colour of {x} with {c}", "what about {x} in {c}?", "what about {c} for {x}?", "why isn't {x} {c}?",
    "shouldn't {x} be {c}?", "make {x} a {c} one", "make {x} all {c}", "make {x} completely {c}",
    "suppose {x} was {c}", "imagine {x} in {c}", "imagine {x} was {c}", "what would {x} look like in {c}?", "how would {x} look in {c}?", "if only {x} were {c}",
    "what if {x} was painted {c}?", "what if you made {x} {c}?", "what if we make {x} {c}?", "wouldn't {x} be nicer in {c}?", "couldn't {x} be {c}?", "would {x} be better in {c}?",
    "{c} for {x} instead", "i see {x} in {c}", "i imagine {x} in {c}", "{x} ... {c}", "let's have {x} in {c}", "let's make {x} {c}", "let's try {c} for {x}", "colour of {x}: {c}",
)
REPLACE = (
    "replace {x} with {y}", "swap {x} for {y}", "turn {x} into {y}", "{y} instead of {x}", "make {x} {y}", "change {x} into {y}",
    "change {x} to {y}", "i want {y} instead of {x}", "instead of {x}, {y}", "can you change {x} into {y}?", "can you replace {x} by {y}?",
    "put {y} where {x} is", "take {x} out and put {y} there", "could you swap {x} with {y}?", "{x} should become {y}", "exchange {x} for {y}", "no {x} but {y}", "put {y} in the place of {x}", "let {x} be {y}", "could {x} become {y}?",
    "draw {y} instead of {x}", "i'd like {y} instead of {x}", "not {x} but {y}", "{x} becomes {y}", "switch {x} for {y}", "substitute {y} for {x}",
    "please swap {x} for {y}", "please replace {x} with {y}",
    "{y}, not {x}", "swap {x} with {y}", "let {x} become {y}", "have {y} instead of {x}", "could {x} be {y}?", "{x} should be {y}",
    "make {y} out of {x}", "can {x} turn into {y}?", "use {y} in place of {x}", "take {y} instead of {x}", "could you turn {x} into {y}?",
    "please turn {x} into {y}", "please change {x} into {y}", "i would rather have {y} than {x}", "{x} must become {y}", "draw {y} where {x} is",
    "remove {x} and put {y} there", "change {x} for {y}", "put {y} instead of {x}", "could you make {x} {y}?", "would you replace {x} with {y}?",
    "trade {x} for {y}",
    "{y} in place of {x}", "{y} rather than {x}", "{y} for {x}", "{x} -> {y}", "{x} into {y}", "{x} out, {y} in", "{x} shall be {y}",
    "{x} could be {y}", "{x} ought to be {y}", "{x} must be {y}", "{x} should turn into {y}", "{x} is to become {y}",
    "i want {x} to be {y}", "i want {x} replaced by {y}", "i want {x} replaced with {y}", "i want {y} where {x} is",
    "i would like {y} instead of {x}", "i would prefer {y} to {x}", "i'd prefer {y} instead of {x}", "i'd like {x} to become {y}",
    "i meant {y}, not {x}", "i asked for {y}, not {x}", "we need {y} instead of {x}", "can i have {y} instead of {x}?",
    "can we have {y} instead of {x}?", "can you draw {y} instead of {x}?", "can you make {x} {y}?", "can you put {y} instead of {x}?",
    "can you swap {x} for {y}?", "can you turn {x} into {y}?", "could you draw {y} in place of {x}?", "could you change {x} to {y}?",
    "could you replace {x} by {y}?", "could you exchange {x} for {y}?", "could it be {y} instead of {x}?", "would you swap {x} for {y}?",
    "would you turn {x} into {y}?", "please replace {x} by {y}", "please make {x} {y}", "please draw {y} instead of {x}",
    "please put {y} in place of {x}", "please exchange {x} for {y}", "replace {x} by {y}", "replace {x} and use {y}",
    "now turn {x} into {y}", "now replace {x} with {y}", "now {y} instead of {x}", "now make {x} {y}", "change {x} and make it {y}",
    "transform {x} into {y}", "convert {x} to {y}", "switch {x} to {y}", "switch {x} with {y}", "use {y} instead of {x}",
    "show {y} instead of {x}", "give me {y} instead of {x}", "get {y} in place of {x}", "what about {y} instead of {x}?",
    "how about {y} instead of {x}?", "why not {y} instead of {x}?", "better {y} than {x}", "rather {y} than {x}",
    "instead of {x} i want {y}", "instead of {x} draw {y}", "instead of {x} please {y}", "where {x} is, put {y}", "in place of {x}, {y}",
)
ADD = (
    "add {y}", "put {y} in", "add {y} to it", "and {y}", "also {y}", "now add {y}", "put {y} in too", "can you add {y}?",
    "{y} as well", "please add {y}", "i want {y} too", "draw {y} into it", "it needs {y}", "also draw {y}", "could you add {y}?",
    "give it {y}", "include {y}", "add {y} please", "can you put {y} in?", "it should also have {y}", "and now {y}", "there should be {y} too", "plus {y}", "i also want {y}", "please put {y} in",
    "could you also draw {y}?", "add {y} as well", "add {y} too", "place {y} in it", "{y} is missing", "let there be {y} too", "we need {y} there too",
    "{y} would be nice", "we need {y}", "it lacks {y}", "it misses {y}", "what about {y} too?", "how about adding {y}?", "don't forget {y}",
    "{y} should be there too", "i miss {y}", "insert {y}", "throw in {y}", "let me have {y} too", "could it have {y}?", "with {y} added",
    "there has to be {y}", "put in {y}", "bring in {y}", "{y} also", "now {y} too", "complete it with {y}", "what is missing is {y}",
    "i'd like {y} in it", "can it have {y} too?", "would you add {y}?", "it could use {y}", "you forgot {y}", "let's add {y}", "and add {y}",
    "paint {y} into it", "have {y} in it too", "it wants {y}", "and please {y} too",
    "{y} too", "{y} too please", "{y} is what it needs", "{y} is needed", "{y} should be added", "{y} should be in it",
    "{y} must be in it", "{y} could be added", "{y} has to be there", "{y} belongs in it", "add in {y}", "add just {y}", "add also {y}",
    "please also add {y}", "please draw {y} too", "please draw {y} as well", "please include {y}", "please give it {y}", "then add {y}",
    "next add {y}", "now draw {y} too", "now put {y} in", "now also {y}", "now i want {y} too", "i want {y} in it", "i want {y} as well",
    "i want {y} added", "i want to see {y} too", "i'd like {y} too", "i'd like {y} as well", "i'd like to add {y}", "i'd love {y} too",
    "i would like {y} in it too", "i need {y} in it", "i think it needs {y}", "i think {y} is missing", "i wish there were {y}",
    "i forgot {y}", "we want {y} as well", "can we have {y} too?", "can we add {y}?", "can i have {y} too?", "can i get {y} in it?",
    "can you include {y}?", "can you draw {y} too?", "can you also draw {y}?", "can you give it {y}?", "can you fit {y} in?",
    "can there be {y}?", "can there be {y} too?", "could you put {y} in?", "could you include {y}?", "could you add {y} to it?",
    "could you give it {y}?", "could we have {y} too?", "could there be {y}?", "could i get {y} as well?", "would you put {y} in too?",
    "would you draw {y} too?", "what about adding {y}?", "how about {y} as well?", "why is there no {y}?", "why not add {y}?",
    "there should also be {y}", "there should be {y}", "there must be {y}", "there could be {y} too", "there is no {y} yet",
    "give me {y} as well", "give it {y} too", "have {y} in there", "put {y} into it", "put {y} next to everything", "put also {y}",
    "draw {y} too", "draw {y} as well", "draw {y} in addition", "place {y} somewhere", "fit in {y}", "join {y} to it", "extend it with {y}",
    "enrich it with {y}", "with {y}", "with {y} too", "with {y} as well", "plus {y} please", "one thing more: {y}",
    "couldn't there be {y}?", "might there be {y} too?", "is there room for {y}?", "what if there were {y} too?", "what if we add {y}?", "what if you added {y}?", "imagine {y} in it too",
    "{y} is still missing", "isn't {y} missing?", "there's {y} missing", "there is still {y} missing", "there has to be {y} too", "there needs to be {y}", "there ought to be {y}", "there's no {y} yet, add it",
    "it must have {y}", "it has to have {y}", "it should have {y}", "it should show {y} too", "one more thing: {y}", "would there be room for {y}?", "let it have {y}", "i'd add {y}", "i would add {y}",
)
ADD_AT = ("add {y} {p}", "put {y} {p}", "{p} add {y}", "and {y} {p}", "draw {y} {p} too", "can you put {y} {p}?", "now add {y} {p}",
          "place {y} {p}", "i want {y} {p} as well", "could you add {y} {p}?", "{p} i want {y}", "also {y} {p}", "it needs {y} {p}", "please add {y} {p}", "put {y} {p} too", "i also want {y} {p}", "there should be {y} {p}", "could you put {y} {p}?",
          "{y} {p} please", "plus {y} {p}", "add {y} {p} as well",
    "{y} should be {p} too", "let there be {y} {p}", "would you add {y} {p}?", "insert {y} {p}", "{p} put {y}", "{p} there should be {y}",
    "we need {y} {p}", "could there be {y} {p}?", "let's add {y} {p}", "i'd like {y} {p} too", "have {y} {p} as well", "can there be {y} {p}?",
    "there is {y} missing {p}", "how about {y} {p}?", "and {p} {y}", "now {y} {p}", "paint {y} {p}", "bring {y} in {p}", "what about {y} {p}?",
    "{y} {p} too", "{y} {p} as well", "{y} {p} is missing", "{y} {p} would be nice", "{y} should be {p}",
    "{p} place {y}", "{p} add {y} please", "{p} could you add {y}?",
    "add also {y} {p}", "add {y} {p} please", "add {y}, {p}", "please put {y} {p}", "please place {y} {p}",
    "please also add {y} {p}", "now put {y} {p}", "then add {y} {p}", "then put {y} {p}",
    "draw {y} {p} as well", "draw also {y} {p}", "place {y} {p} too", "set {y} {p}", "give it {y} {p}",
    "give me {y} {p} too", "include {y} {p}", "i want {y} {p} too",
    "i would like {y} {p} too", "we need {y} {p} too",
    "can you draw {y} {p} too?", "can you place {y} {p}?",
    "can you also put {y} {p}?", "could you place {y} {p}?", "would you put {y} {p}?",
    "there must be {y} {p}", "there should be {y} {p} too", "it needs {y} {p} too",
    "what about {y} {p} too?",
)
REMOVE = (
    "remove {x}", "delete {x}", "take {x} away", "take away {x}", "without {x}", "get rid of {x}", "erase {x}", "can you remove {x}?",
    "drop {x} from it", "please take {x} away", "please remove {x}", "no {x}", "i don't want {x}", "take {x} out", "leave out {x}", "leave {x} out",
    "cut {x}", "could you delete {x}?", "the same without {x}", "can you take {x} out?", "lose {x}", "wipe {x} away", "could you remove {x}?", "{x} should go", "{x} has to go", "{x} is not needed", "let {x} disappear",
    "make {x} disappear", "i'd like it without {x}", "hide {x}", "throw {x} out", "please delete {x}",
    "take {x} off", "clear {x}", "{x} must go", "{x} away", "i want {x} gone", "rub {x} out", "can {x} go?", "could {x} go away?", "away with {x}",
    "we don't need {x}", "please get rid of {x}", "could you take {x} away?", "would you remove {x}?", "not {x} please", "kick {x} out",
    "please drop {x}", "skip {x}", "{x} is too much", "without {x} please", "can you delete {x}?", "can you get rid of {x}?", "can you erase {x}?",
    "i'd rather not have {x}", "please erase {x}", "let {x} go", "strike {x}", "delete {x} from it", "remove {x} from it", "make it without {x}",
    "do it without {x}",
    "{x} out", "{x} out please", "{x} off", "{x} can go", "{x} can be removed", "{x} is unnecessary", "{x} is wrong there",
    "{x} is not wanted", "{x} isn't needed", "{x} disturbs me", "{x} should be gone", "{x} should be removed", "{x} should disappear",
    "{x} needs to go", "{x} shouldn't be there", "{x} does not belong there", "remove {x} please", "remove {x} now", "remove just {x}",
    "please take {x} out", "please leave {x} out", "please cut {x}", "please hide {x}", "please wipe {x} out", "please let {x} disappear",
    "please no {x}", "now remove {x}", "now delete {x}", "now without {x}", "now take {x} away", "then remove {x}", "just remove {x}",
    "just delete {x}", "take out {x}", "take {x} away please", "take {x} from it", "wipe out {x}", "wipe {x}", "scratch {x}", "scrap {x}",
    "clear away {x}", "clean away {x}", "eliminate {x}", "discard {x}", "dismiss {x}", "dump {x}", "throw away {x}", "throw {x} away",
    "leave away {x}", "do away with {x}", "send {x} away", "get {x} out", "get {x} out of there", "can we lose {x}?", "can we remove {x}?",
    "can we get rid of {x}?", "can you drop {x}?", "can you hide {x}?", "can you leave {x} out?", "can you take away {x}?",
    "can you make {x} disappear?", "could we do without {x}?", "could you drop {x}?", "could you erase {x}?", "could you leave out {x}?",
    "could you get rid of {x}?", "could you take {x} out?", "would you delete {x}?", "would you erase {x}?", "would you take {x} away?",
    "i want {x} removed", "i want {x} out", "i want to get rid of {x}", "i want it without {x}", "i want no {x}", "i don't need {x}",
    "i don't like {x}", "i do not want {x}", "i no longer want {x}", "i'd like {x} removed", "i'd like {x} gone",
    "i would like it without {x}", "we can do without {x}", "we don't want {x}", "there should be no {x}", "there shouldn't be {x}",
    "it is better without {x}", "it looks better without {x}", "same but without {x}", "same picture without {x}", "again without {x}",
    "draw it without {x}", "show it without {x}",
    "{x} is one too many", "{x} is superfluous", "i can do without {x}", "{x} is in the way", "there is no need for {x}", "no need for {x}", "what if {x} were gone?", "what if we remove {x}?", "what about no {x}?",
    "it does not need {x}", "it doesn't need {x}", "why is {x} there? remove it", "{x} bothers me", "i'm tired of {x}", "forget {x}", "let's remove {x}", "let's lose {x}", "let's do without {x}",
)
BIGGER = ("make {x} bigger", "{x} bigger", "make {x} larger", "bigger {x}", "enlarge {x}", "can you make {x} bigger?", "{x} should be bigger",
          "grow {x}", "please make {x} a bit bigger", "please make {x} larger", "i want {x} bigger", "make {x} a little larger", "scale {x} up",
    "{x} must be bigger", "i'd like {x} bigger", "could you make {x} bigger?", "let {x} grow", "{x} larger please", "{x} needs to be bigger",
    "now make {x} bigger", "can {x} be bigger?", "give {x} more size", "blow {x} up", "{x} a bit bigger", "would you make {x} larger?",
    "{x} is too small", "could {x} be larger?", "please enlarge {x}",
    "{x} should be larger", "{x} should be a bit bigger", "{x} could be bigger", "{x} should grow", "{x} has to be bigger",
    "{x} bigger please", "{x} larger", "{x} isn't big enough", "{x} is not big enough", "{x} is a bit small", "{x} is tiny, make it bigger",
    "i want {x} larger", "i want {x} to be bigger", "i'd like {x} larger", "i'd like {x} to be bigger", "i would like {x} bigger",
    "i need {x} bigger", "can you enlarge {x}?", "can you make {x} larger?", "can you make {x} a bit bigger?", "can {x} be larger?",
    "could you enlarge {x}?", "could you make {x} larger?", "could {x} be bigger?", "could {x} grow?", "would you make {x} bigger?",
    "would you enlarge {x}?", "please make {x} bigger", "please make {x} bigger than that", "now enlarge {x}", "now make {x} larger",
    "now {x} bigger", "make {x} bigger please", "make {x} grow", "make {x} a bit larger", "make {x} one size bigger",
    "make {x} somewhat bigger", "one size up for {x}", "size up {x}", "increase {x}", "increase the size of {x}", "stretch {x}",
    "zoom {x} up", "have {x} bigger", "let {x} be bigger", "let {x} be larger", "draw {x} bigger", "show {x} bigger",
)
SMALLER = ("make {x} smaller", "{x} smaller", "shrink {x}", "can you make {x} smaller?", "{x} should be smaller", "make {x} a bit smaller",
           "please make {x} smaller", "reduce {x}", "i want {x} smaller", "can you make {x} a bit smaller?", "smaller {x}", "scale {x} down", "could {x} be smaller?",
    "{x} must be smaller", "i'd like {x} smaller", "could you make {x} smaller?", "let {x} shrink", "{x} a bit smaller please",
    "{x} needs to be smaller", "now make {x} smaller", "can {x} be smaller?", "make {x} a little smaller", "{x} is too big",
    "would you make {x} smaller?", "please shrink {x}", "make {x} less big", "could you shrink {x}?", "make {x} not so big",
    "{x} should be a bit smaller", "{x} could be smaller", "{x} should shrink", "{x} has to be smaller", "{x} smaller please",
    "{x} less big please", "{x} is a bit big", "{x} is too large", "{x} is huge, make it smaller", "i want {x} to be smaller",
    "i'd like {x} to be smaller", "i would like {x} smaller", "i need {x} smaller", "can you shrink {x}?", "can you reduce {x}?",
    "can you make {x} less big?", "could you make {x} a bit smaller?", "could you reduce {x}?", "could {x} shrink?",
    "would you shrink {x}?", "please make {x} a bit smaller", "please reduce {x}", "now shrink {x}", "now {x} smaller",
    "make {x} smaller please", "make {x} shrink", "make {x} one size smaller", "make {x} somewhat smaller", "make {x} a bit tinier",
    "one size down for {x}", "size down {x}", "decrease {x}", "decrease the size of {x}", "reduce the size of {x}", "squeeze {x}",
    "have {x} smaller", "let {x} be smaller", "draw {x} smaller", "show {x} smaller",
)
RESIZE = ("make {x} {s}", "{x} should be {s}", "i want {x} {s}", "can you make {x} {s}?", "change {x} to {s}", "please make {x} {s}",
          "turn {x} {s}", "now make {x} {s}", "could {x} be {s}?", "i'd like {x} {s}",
    "{x} must be {s}", "let {x} be {s}", "i need {x} {s}", "{x} in {s}", "have {x} {s}", "could you make {x} {s}?", "show {x} {s}",
    "i prefer {x} {s}", "would you make {x} {s}?", "can {x} be {s}?", "{x} needs to be {s}", "draw {x} {s}", "get {x} {s}", "make sure {x} is {s}",
    "{x} shall be {s}", "{x} could be {s}", "{x} has to be {s}", "{x} {s} please", "{x} should become {s}", "{s} for {x}",
    "i want {x} to be {s}", "i would like {x} to be {s}", "i'd prefer {x} {s}", "can you draw {x} {s}?", "can i have {x} {s}?",
    "could you draw {x} {s}?", "could {x} become {s}?", "would you draw {x} {s}?", "please let {x} be {s}", "please draw {x} {s}",
    "please have {x} {s}", "now {x} {s}", "now let {x} be {s}", "just make {x} {s}", "make {x} {s} please", "make {x} look {s}",
    "make {x} a {s} one", "set {x} to {s}", "change the size of {x} to {s}", "set the size of {x} to {s}", "the size of {x} should be {s}",
    "resize {x} to {s}", "redo {x} {s}", "what about {x} {s}?",
)
MOVE = ("move {x} {p}", "put {x} {p}", "{x} {p}", "{x} should be {p}", "can you move {x} {p}?", "place {x} {p}", "i want {x} {p}",
        "please move {x} {p}", "shift {x} {p}", "could you put {x} {p}?", "move {x} so that it is {p}", "set {x} {p}", "bring {x} {p}", "can {x} be {p}?", "{x} belongs {p}", "please put {x} {p}", "i'd like {x} {p}",
        "let {x} be {p}", "could {x} be {p}?", "push {x} so that it is {p}", "slide {x} so it is {p}", "drag {x} so it is {p}", "now put {x} {p}",
    "{x} must be {p}", "have {x} {p}", "let {x} go {p}", "could you move {x} {p}?", "would you put {x} {p}?", "i need {x} {p}", "{x} goes {p}",
    "get {x} {p}", "show {x} {p}", "can you put {x} {p}?", "draw {x} {p} instead", "{x} has to be {p}", "please place {x} {p}",
    "can you place {x} {p}?", "i prefer {x} {p}", "carry {x} so it is {p}", "could you place {x} {p}?", "{x} needs to be {p}",
    "send {x} so that it is {p}", "please set {x} {p}", "pull {x} so that it is {p}", "take {x} and put it {p}",
    "{x} shall be {p}", "{x} could be {p}", "{x} should go {p}", "{x} should stand {p}", "{x} should sit {p}", "{x} belongs {p} i think",
    "{x} must go {p}", "{x} has to go {p}", "{x} wants to be {p}", "{x} {p} please", "{x} would be better {p}", "{x} would look better {p}",
    "{x} to be {p}", "i want {x} to be {p}", "i want {x} moved so it is {p}", "i want to have {x} {p}", "i'd like to have {x} {p}",
    "i'd like {x} to be {p}", "i would like {x} {p}", "i'd rather have {x} {p}", "i'd prefer {x} {p}", "we need {x} {p}",
    "can i have {x} {p}?", "can we have {x} {p}?", "can you shift {x} so it is {p}?", "can you bring {x} {p}?", "can you set {x} {p}?",
    "can {x} go {p}?", "can {x} stand {p}?", "could you shift {x} {p}?", "could you set {x} {p}?", "could we have {x} {p}?",
    "could {x} go {p}?", "could {x} stand {p}?", "would you move {x} {p}?", "would you place {x} {p}?", "please let {x} be {p}",
    "please shift {x} {p}", "please bring {x} {p}", "please have {x} {p}", "please draw {x} {p}", "now move {x} {p}", "now place {x} {p}",
    "now {x} {p}", "then move {x} {p}", "then put {x} {p}", "just move {x} {p}", "just put {x} {p}", "move {x}, it should be {p}",
    "move {x} please, {p}", "put {x} so it is {p}", "put {x} please {p}", "place {x} so that it is {p}", "place {x} {p} please",
    "shift {x} so it is {p}", "relocate {x} so it is {p}", "transfer {x} so it is {p}", "position {x} {p}", "lay {x} {p}", "stand {x} {p}",
    "stick {x} {p}", "leave {x} {p}", "draw {x} {p}", "have {x} stand {p}", "let {x} stand {p}", "let {x} sit {p}", "make {x} go {p}",
    "make {x} stand {p}", "take {x} and place it {p}", "take {x} so that it is {p}", "{p} i want {x}", "{p} put {x}", "{p} should be {x}",
    "what about {x} {p}?", "how about {x} {p}?", "why not put {x} {p}?",
)
REGROUND = ("make it {g}", "put it {g}", "{g}", "the same {g}", "now {g}", "i want it {g}", "can you make it {g}?", "the same picture {g}",
            "change it so it is {g}", "could it be {g}?", "{g} please", "show it {g}", "what about {g}?",
            "please put it {g}", "let it be {g}", "how about {g}?", "it should be {g}", "i'd like it {g}", "move it all {g}", "can it be {g}?",
    "have it {g}", "put the whole thing {g}", "could you put it {g}?", "would you show it {g}?", "the scene {g}", "draw it {g}",
    "i'd rather have it {g}", "set it {g}", "now show it {g}", "let's see it {g}", "could you make it {g}?", "can you put it {g}?",
    "everything {g}", "i need it {g}", "it must be {g}", "get it {g}", "i prefer it {g}", "place it {g}", "change it to be {g}",
    "let it all be {g}",
    "it shall be {g}", "it could be {g}", "it has to be {g}", "it would be nicer {g}", "it should all be {g}", "all of it {g}",
    "the whole {g}", "the whole picture {g}", "the same thing {g}", "the same but {g}", "same {g}", "same picture {g}",
    "same thing {g} please", "now put it {g}", "now make it {g}", "now the same {g}", "now have it {g}", "please make it {g}",
    "please show it {g}", "please set it {g}", "please have it {g}", "please draw it {g}", "i want to see it {g}", "i want this {g}",
    "i want that {g}", "i'd like this {g}", "i'd like to see it {g}", "i would like it {g}", "i'd prefer it {g}", "we need it {g}",
    "can you show it {g}?", "can you draw it {g}?", "can you do it {g}?", "can you set it {g}?", "can i see it {g}?", "can i have it {g}?",
    "can we have it {g}?", "could you do it {g}?", "could you show it {g}?", "could you draw it {g}?", "could i see it {g}?",
    "could we see it {g}?", "would you put it {g}?", "would you draw it {g}?", "would it look good {g}?", "what if it were {g}?",
    "how would it look {g}?", "show me that {g}", "show the same {g}", "show this {g}", "let this be {g}", "let me see it {g}",
    "let's have it {g}", "let's put it {g}", "turn it so it is {g}", "change it so that it's {g}", "do it {g}", "do the same {g}",
    "redo it {g}", "redraw it {g}", "repeat it {g}", "try it {g}", "imagine it {g}",
)
BACKGROUND = ("make the background {g}", "change the background to {g}", "{g} background", "the background should be {g}", "use a {g} background",
              "can you make the background {g}?", "turn the background {g}", "with a {g} background", "background {g}", "paint the background {g}", "please make the background {g}",
              "i want a {g} background", "could the background be {g}?", "set the background to {g}", "colour the background {g}", "background: {g}",
              "let the background be {g}", "give it a {g} background", "i'd like the background {g}", "the background in {g}", "new background: {g}",
    "can the background be {g}?", "change the background colour to {g}", "have a {g} background", "would you make the background {g}?",
    "the background must be {g}", "i need a {g} background", "i prefer a {g} background", "put a {g} background", "let it have a {g} background",
    "could you make the background {g}?", "background to {g}", "can you change the background to {g}?", "take a {g} background",
    "background in {g} please", "swap the background for {g}", "please use a {g} background", "a {g} background please",
    "show it on a {g} background", "the background {g} please", "i want the background {g}",
    "{g} as background", "{g} as the background", "{g} for the background", "{g} behind it", "{g} behind everything", "{g} ground",
    "a {g} ground please", "a {g} ground", "background should be {g}", "background {g} please", "background colour {g}", "background = {g}",
    "change background to {g}", "change the ground to {g}", "colour the ground {g}", "could you change the background to {g}?",
    "could you colour the background {g}?", "could i have a {g} background?", "could we have a {g} background?",
    "can i have a {g} background?", "can we have a {g} background?", "can you colour the background {g}?",
    "can you paint the background {g}?", "can you put a {g} background?", "can you use a {g} background?",
    "would you change the background to {g}?", "would you use a {g} background?", "i'd like a {g} background",
    "i would like a {g} background", "i'd prefer a {g} background", "i want the background to be {g}", "i want it on a {g} background",
    "i'd like the background to be {g}", "it should have a {g} background", "it needs a {g} background", "make background {g}",
    "make it a {g} background", "make the ground {g}", "make everything behind it {g}", "now a {g} background",
    "now make the background {g}", "now with a {g} background", "now change the background to {g}", "please change the background to {g}",
    "please give it a {g} background", "please have the background {g}", "please set the background to {g}",
    "please colour the background {g}", "put {g} behind it", "put {g} in the background", "put it on a {g} background",
    "replace the background with {g}", "set background {g}", "switch the background to {g}", "switch to a {g} background",
    "take {g} as background", "take {g} for the background", "the background to {g}", "the background shall be {g}",
    "the background could be {g}", "the ground should be {g}", "the same with a {g} background", "the same on a {g} background",
    "use {g} as background", "use {g} for the background", "with {g} as background", "what about a {g} background?",
    "how about a {g} background?", "why not a {g} background?",
)
JOINED = ("{} and {}", "{} and {}", "{}, and {}", "{}, then {}", "{} and then {}", "{}. {}", "{}; {}", "first {}, then {}", "{} and also {}", "{}. then {}",
          "{}, and also {}", "two things: {}, and {}", "{}. also {}", "{} & {}",
    "{} and {} too", "{} plus {}", "{} and, {}", "{} and please {}", "{} and after that {}", "{}, and please {}", "{}, and then {}",
    "{}, also {}", "{}, and finally {}", "{}, after that {}", "{}; then {}", "{}; also {}", "{}; and {}", "{}. and {}", "{}. after that {}",
    "{}. and then {}", "{}. next {}", "{}. finally {}", "first {}. then {}", "first {} and then {}", "first {}, after that {}",
    "please {} and {}", "both: {} and {}", "two changes: {} and {}", "two changes: {}, {}", "do two things: {}, then {}", "1. {} 2. {}",
    "1) {} 2) {}", "{} / {}", "{} + {}", "{} while you also {}", "{} as well as {}",
)
RECOUNT = ("make it {n} {ks}", "i want {n} {ks}", "{n} {ks} instead", "there should be {n} {ks}", "make that {n} {ks}", "change it to {n} {ks}", "{n} of them",
           "make it {n}", "can you make it {n} {ks}?", "draw {n} of them", "it should be {n} {ks}", "now with {n} {ks}", "could there be {n} {ks}?",
           "the same with {n} {ks}", "i'd like {n} {ks}",
    "have {n} {ks}", "could it be {n} {ks}?", "let there be {n} {ks}", "{n} {ks} please", "i need {n} {ks}", "we need {n} of them",
    "please make it {n} {ks}", "change the number to {n}", "show {n} {ks} instead", "i'd rather have {n} {ks}", "as {n} {ks}",
    "it must be {n} {ks}", "take {n} {ks}", "let it be {n} {ks}", "would {n} {ks} be possible?",
    "{n} {ks} instead please", "{n} instead", "make {n} {ks}", "make it {n} please", "make them {n}",
    "make {n} of them", "make {n} of it", "now {n} {ks}", "now {n} of them", "now make it {n}", "now make it {n} {ks}", "please {n} {ks}",
    "please draw {n} {ks} instead", "please make it {n}", "please make {n} of it", "i want {n} of them", "i want {n}",
    "i want {n} {ks} instead", "i'd like {n} of them", "i said {n} {ks}", "i meant {n} {ks}",
    "i asked for {n} {ks}", "can i have {n} of them?", "can you draw {n} {ks} instead?",
    "can you make it {n}?", "can you make {n} of them?", "could you make it {n} {ks}?", "could you make {n} of it?",
    "could i have {n} {ks}?", "could we have {n} of them?", "would you make it {n} {ks}?", "it needs {n} {ks}", "it should have {n} {ks}",
    "it should show {n} {ks}", "there must be {n} {ks}", "there need to be {n} {ks}", "give me {n} {ks} instead", "give me {n} of them",
    "use {n} {ks}", "use {n} of them", "show {n} of them", "turn it into {n} {ks}", "change it to {n}", "change that to {n} {ks}",
    "not one but {n} {ks}", "{n} times that", "{n} of it please", "what about {n} {ks}?", "how about {n} {ks}?",
)
BESIDE = {"above": "above", "over": "above", "below": "below", "under": "below", "left of": "left of", "to the left of": "left of",
          "right of": "right of", "to the right of": "right of", "next to": "next to"}  # as said, and as an order has it
GROUND_NAMES_SAID = {"light blue": ("light blue", "blue"), "light green": ("light green", "green"), "dark blue": ("dark blue", "dark")}
GROUND_ONLY = {"dark blue": ("make it night", "now at night", "make it dark", "night time", "turn it into night"),
               "light blue": ("make it day", "by day", "put it in the sky", "daytime please"), "light green": ("put it on grass", "put it on a meadow")}


def change_of(voice: Voice, scene: Scene) -> Change | None:
    change = _two_changes(voice, scene) if voice.chance(0.1 if voice.held_out else 0.15) else _one_change(voice, scene)
    return None if change is None or change[1] == scene else change


def _one_change(voice: Voice, scene: Scene) -> Change | None:
    makers = (_recolour, _replace, _add, _add_some, _add_beside, _remove, _resize, _move, _reground, _group, _recount)
    return voice.choices(makers, (5, 3, 3, 0.7, 1, 2, 2.5, 2, 3, 1.2, 0.8))[0](voice, scene)


def _two_changes(voice: Voice, scene: Scene) -> Change | None:
    """One after the other, in one request."""
    first = _one_change(voice, scene)
    second = first and _one_change(voice, first[1])
    if not second or first[1] == scene or second[1] in (scene, first[1]):
        return None
    parts = first[0].rstrip("?"), second[0].rstrip("?")
    words = voice.say(JOINED).format(*parts) if voice.held_out or voice.chance(0.4) else framing.together(voice, *parts)
    return words, second[1], f"{first[2]} {second[2]}", "", f"{first[4]}; {second[4]}"


def _pick(voice: Voice, scene: Scene) -> tuple[Thing, str, str]:
    """A thing, words that single it out ("it" for a thing alone, its kind, or colour and kind), and the same for an order."""
    thing = voice.choice(scene.things)
    noun = voice.kind(thing.kind) if voice.chance(0.3) else thing.kind
    if len(scene.things) == 1 and voice.chance(0.55):
        return thing, voice.say(("it", "it", "that"), always=True), "thing"
    alike = [t for t in scene.things if t.kind == thing.kind]
    if len(alike) == 1:
        coloured = voice.chance(0.15)
        return (thing, f"the {voice.colour(thing.colour)} {noun}", f"{thing.colour} {thing.kind}") if coloured else (thing, f"the {noun}", thing.kind)
    if sum(t.colour == thing.colour for t in alike) == 1:
        return thing, f"the {voice.colour(thing.colour)} {noun}", f"{thing.colour} {thing.kind}"
    place = PLACES[thing.cell] if voice.held_out or voice.chance(0.5) else voice.place(thing.cell)
    return thing, f"the {noun} {place}", f"{thing.kind} {PLACES[thing.cell]}"


def _with(scene: Scene, old: Thing, new: Thing) -> Scene:
    return scene.with_things([new if thing == old else thing for thing in scene.things])


def _said_kind(words: str, thing: Thing) -> str:
    return "" if words in ("it", "that") else thing.kind


def _recolour(voice: Voice, scene: Scene) -> Change | None:
    colour = _seen(voice, scene)
    if len(scene.things) > 1 and voice.chance(0.12):
        words = framing.order(voice, RECOLOUR).format(x=voice.say(("everything", "all of them", "them all", "all things"), always=True), c=voice.colour(colour))
        return words, scene.with_things([replace(t, colour=colour) for t in scene.things]), f"Everything is {colour} now.", "", f"thing: {colour}"
    thing, x, phrase = _pick(voice, scene)
    words = framing.order(voice, RECOLOUR).format(x=x, c=voice.colour(colour))
    return words, _with(scene, thing, replace(thing, colour=colour)), f"The {thing.kind} is {colour} now.", _said_kind(x, thing), f"{phrase}: {colour}"


def _replace(voice: Voice, scene: Scene) -> Change | None:
    """A shape for a shape keeps its colour; anything else comes in its own, if that can be seen there."""
    thing, x, phrase = _pick(voice, scene)
    kind = voice.choice([k for k in KINDS if k != thing.kind])
    colour = _seen(voice, scene) if voice.chance(0.4) else None
    both_shapes = thing.kind in SHAPE_KINDS and kind in SHAPE_KINDS
    kept = thing.colour if both_shapes or kind not in DEFAULT_COLOURS else default_colour(kind, scene.ground)
    y = article(" ".join(filter(None, (colour and voice.colour(colour), voice.kind(kind)))))
    words = framing.order(voice, REPLACE).format(x=x, y=y)
    other = kind if colour is None and kept == thing.colour else f"{colour or kept} {kind}"
    return (words, _with(scene, thing, replace(thing, kind=kind, colour=colour or kept)), f"The {thing.kind} is a {kind} now.", _said_kind(x, thing),
            f"{phrase}: {article(other)}")


def _alike(voice: Voice, scene: Scene) -> tuple[list[Thing], str] | None:
    """Two or more things of one kind, and words for all of them."""
    kinds = [kind for kind in KINDS if sum(t.kind == kind for t in scene.things) > 1]
    if not kinds:
        return None
    kind = voice.choice(kinds)
    found = [t for t in scene.things if t.kind == kind]
    every = ("the {}", "the {}", "all {}", "all the {}", "both {}" if len(found) == 2 else f"the {NUMBERS[len(found)]} {{}}")
    return found, voice.say(every, always=True).format(plural(kind))


def _group(voice: Voice, scene: Scene) -> Change | None:
    """Recolours, resizes or removes all things of a kind."""
    alike = _alike(voice, scene)
    if alike is None:
        return None
    (found, x), rest = alike, [t for t in scene.things if t not in alike[0]]
    kind, way = found[0].kind, voice.random()
    if way < 0.25 and rest:
        return framing.order(voice, REMOVE).format(x=x), scene.with_things(rest), f"The {plural(kind)} are gone.", kind, f"- {kind}"
    if way < 0.5:
        said = voice.choice(("small", "medium", "large"))
        words = framing.order(voice, RESIZE).format(x=x, s=voice.say(SIZE_WORDS[said], always=True))
        return words, scene.with_things([*rest, *(replace(t, size=said) for t in found)]), f"The {plural(kind)} are {said} now.", kind, f"{kind}: {said}"
    colour = _seen(voice, scene)
    words = framing.order(voice, RECOLOUR).format(x=x, c=voice.colour(colour))
    return words, scene.with_things([*rest, *(replace(t, colour=colour) for t in found)]), f"The {plural(kind)} are {colour} now.", kind, f"{kind}: {colour}"


def _recount(voice: Voice, scene: Scene) -> Change | None:
    """Another number of a thing, where all are the same: they are laid out anew."""
    thing = scene.things[0]
    if any((t.kind, t.colour, t.size) != (thing.kind, thing.colour, thing.size) for t in scene.things):
        return None
    count = voice.choice([n for n in range(2, MAX_THINGS + 1) if n != len(scene.things)])
    size = "large" if thing.size == "huge" and len(scene.things) > 1 else "medium" if thing.size == "huge" else thing.size
    words = framing.order(voice, RECOUNT).format(n=voice.say((NUMBERS[count], str(count)), always=True), ks=plural(voice.kind(thing.kind)))
    things = [replace(thing, size=size, cell=cell) for cell in LAYOUTS[count]]
    return words, scene.with_things(things), f"There are {NUMBERS[count]} {plural(thing.kind)} now.", "", f"thing: {count}"


def _room(scene: Scene, cell: int | None) -> tuple[list[Thing], int] | None:
    """The old things made ready for one more, and the cell where that one goes; a huge thing shrinks and steps aside."""
    taken = {thing.cell for thing in scene.things}
    if len(scene.things) == 5 or cell in taken:
        return None
    things = [replace(t, size="medium") if t.size == "huge" else t for t in scene.things]
    if scene.things[0].size == "huge" and cell is None:
        return [replace(things[0], cell=3)], 5
    return things, cell if cell is not None else next(c for c in FREE_ORDER if c not in taken)


def _kept_size(thing: Thing) -> str:
    return "medium" if thing.size == "huge" else thing.size


def _add(voice: Voice, scene: Scene) -> Change | None:
    if len(scene.things) == 1 and voice.chance(0.12):
        (old,), cell = _room(scene, None)
        words = framing.order(voice, ADD).format(y=f"another {voice.kind(old.kind)}")
        return words, scene.with_things([old, replace(old, cell=cell)]), f"There is another {old.kind} now.", "", f"+ {article(thing_name(replace(old, size=_kept_size(old))))}"
    said = voice.randrange(9) if voice.chance(0.45) else None
    room = _room(scene, said)
    if room is None:
        return None
    things, cell = room
    size = voice.choice(("small", "large")) if voice.chance(0.2) else None
    new, y = _newcomer(voice, scene, cell, size)
    words = framing.order(voice, ADD).format(y=y) if said is None else framing.order(voice, ADD_AT).format(y=y, p=voice.place(cell))
    where = "" if said is None else f" {PLACES[cell]}"  # what was left open is for code to choose, and not known to who answers
    return words, scene.with_things([*things, new]), f"There is {article(thing_name(new))}{where} now.", "", f"+ {article(thing_name(new))}{where}"


def _add_some(voice: Voice, scene: Scene) -> Change | None:
    """Two or three new things of a kind, in the places that are free."""
    count = voice.choice((2, 2, 3))
    if len(scene.things) + count > MAX_THINGS:
        return None
    things, cell = _room(scene, None)
    new, _ = _newcomer(voice, scene, cell)
    said = "" if new.colour == default_colour(new.kind, scene.ground) and voice.chance(0.6) else voice.colour(new.colour) + " "
    cells = [cell, *(c for c in FREE_ORDER if c != cell and c not in {t.cell for t in things})][:count]
    words = framing.order(voice, ADD).format(y=f"{voice.say(COUNT_WORDS[count], always=True)} {said}{plural(voice.kind(new.kind))}")
    added = [replace(new, cell=c) for c in cells]
    return words, scene.with_things([*things, *added]), f"There are {NUMBERS[count]} {plural(new.kind)} more now.", "", "; ".join([f"+ {article(thing_name(new))}"] * count)


def _newcomer(voice: Voice, scene: Scene, cell: int, size: str | None = None) -> tuple[Thing, str]:
    """A new thing for this cell, and its words."""
    kind = voice.choice(KINDS)
    colour = _seen(voice, scene) if voice.chance(0.6) else None
    said = (size and voice.say(SIZE_WORDS[size], always=True), colour and voice.colour(colour), voice.kind(kind))
    new = Thing(kind, colour or default_colour(kind, scene.ground), settled_size(size, cell, 2), cell)
    return new, article(" ".join(filter(None, said)))


def _seen(voice: Voice, scene: Scene) -> str:
    """A colour that can be seen on the scene's ground."""
    return voice.choice([colour for colour in COLOUR_NAMES if visible(colour, scene.ground)])


def _add_beside(voice: Voice, scene: Scene) -> Change | None:
    """Above, below, left or right of a thing that is there; a thing alone in the middle makes room on its other side."""
    thing, x, phrase = _pick(voice, scene)
    if x in ("it", "that"):
        x, phrase = f"the {thing.kind}", thing.kind
    words, step = voice.choice((("above", -3), ("over", -3), ("below", 3), ("under", 3), ("left of", -1), ("to the left of", -1),
                                ("right of", 1), ("to the right of", 1), ("next to", 1)))
    things, old_cell = list(scene.things), thing.cell
    if len(things) == 1 and thing.cell == 4:
        things = [replace(thing, cell=4 - step, size="medium" if thing.size == "huge" else thing.size)]
        cell = 4 + step
    else:
        row, column = divmod(old_cell, 3)
        row, column = (row + step // 3, column) if step % 3 == 0 else (row, column + step)
        cell = 3 * row + column
        if not (0 <= row < 3 and 0 <= column < 3) or len(things) == 5 or cell in {t.cell for t in things}:
            return None
        things = [replace(t, size="large") if t.size == "huge" else t for t in things]
    new, y = _newcomer(voice, scene, cell)
    return (framing.order(voice, ADD_AT[:9]).format(y=y, p=f"{words} {x}"), scene.with_things([*things, new]),
            f"There is {article(thing_name(new))} {BESIDE[words]} the {thing.kind} now.", thing.kind, f"+ {article(thing_name(new))} {BESIDE[words]} {phrase}")


def _remove(voice: Voice, scene: Scene) -> Change | None:
    if len(scene.things) == 1:
        return None
    thing, x, phrase = _pick(voice, scene)
    rest = [t for t in scene.things if t != thing]
    return framing.order(voice, REMOVE).format(x=x), scene.with_things(rest), f"The {thing.kind} is gone.", _said_kind(x, thing), f"- {phrase}"


def _resize(voice: Voice, scene: Scene) -> Change | None:
    thing, x, phrase = _pick(voice, scene)
    sizes = SIZE_NAMES if len(scene.things) == 1 and thing.cell == 4 else SIZE_NAMES[:3]
    if voice.chance(0.35):
        said = voice.choice(("small", "medium", "large"))
        size = settled_size(said, thing.cell, len(scene.things))
        words, way = framing.order(voice, RESIZE).format(x=x, s=voice.say(SIZE_WORDS[said], always=True)), said
    else:
        step = voice.choice((-1, 1))
        index = sizes.index(thing.size) + step
        if not 0 <= index < len(sizes):
            return None
        size, words, way = sizes[index], framing.order(voice, BIGGER if step > 0 else SMALLER).format(x=x), "bigger" if step > 0 else "smaller"
    return words, _with(scene, thing, replace(thing, size=size)), f"The {thing.kind} is {way} now.", _said_kind(x, thing), f"{phrase}: {way}"


def _move(voice: Voice, scene: Scene) -> Change | None:
    thing, x, phrase = _pick(voice, scene)
    if len(scene.things) == 2 and scene.things[0].kind != scene.things[1].kind and voice.chance(0.2):
        a, b = scene.things
        if voice.chance(0.5):
            a, b = b, a
        words = voice.say(("swap {a} and {b}", "let {a} and {b} change places", "switch {a} and {b}")).format(a=f"the {a.kind}", b=f"the {b.kind}")
        return words, scene.with_things([replace(a, cell=b.cell), replace(b, cell=a.cell)]), "They have changed places.", a.kind, f"{a.kind}: swap {b.kind}"
    cell = voice.choice([c for c in range(9) if c not in {t.cell for t in scene.things}] or [thing.cell])
    size = "large" if thing.size == "huge" else thing.size
    words = framing.order(voice, MOVE).format(x=x, p=voice.place(cell))
    return words, _with(scene, thing, replace(thing, cell=cell, size=size)), f"The {thing.kind} is {PLACES[cell]} now.", _said_kind(x, thing), f"{phrase}: {PLACES[cell]}"


def _reground(voice: Voice, scene: Scene) -> Change | None:
    fitting = [g for g in GROUND_NAMES if g != scene.ground and all(visible(t.colour, g) for t in scene.things)]
    if not fitting:
        return None
    ground = voice.choice(fitting)
    form = voice.random()
    if form < 0.25 and ground in GROUND_ONLY:
        words = voice.say(GROUND_ONLY[ground])
    elif form < 0.6:
        words = framing.order(voice, BACKGROUND).format(g=voice.say(GROUND_NAMES_SAID.get(ground, (ground,))))
    else:
        words = framing.order(voice, REGROUND).format(g=voice.ground(ground))
    return words, replace(scene, ground=ground), f"It is on {ground} now.", "", f"= {ground}"
