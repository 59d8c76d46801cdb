"""The topics the pocket model can explain: true, plain sentences, each with a picture that this world can show.

A topic is written as paragraphs: what it is called, the questions it answers, then sections of a text line and a
caption line.
"""

from __future__ import annotations

from typing import NamedTuple

_TEXT = """
rain | why it rains | how rain forms
why does it rain? | how does rain form? | where does rain come from?
The sun warms the sea, and a little of the water rises into the air as invisible vapour.
a yellow sun at the top and a blue boat at the bottom, on light blue
High up the air is cold. The vapour turns into tiny drops, and together they are a cloud.
a white cloud on the left, a white cloud in the middle and a white cloud on the right, on light blue
The tiny drops join and grow heavy. When the cloud can't hold them any longer, it rains.
a white cloud at the top, a blue drop at the bottom left, a blue drop at the bottom and a blue drop at the bottom right, on light blue

the water cycle | the cycle of water | how water travels around the world
how does the water cycle work? | where does the water go after the rain? | is rain water used again?
Water goes round and round. The sun lifts it out of seas and lakes as vapour.
a yellow sun at the top and a blue drop at the bottom, on light blue
The vapour cools down and becomes a cloud, and the wind carries the cloud over the land.
a white cloud on the left and a green tree on the right, on light blue
The cloud lets the water fall as rain, and plants and rivers take it.
a white cloud at the top, a blue drop in the middle and a green tree at the bottom, on light blue
Rivers bring the water back to the sea, and it all begins again.
a large blue drop on the left and a brown boat on the right, on light blue

day and night | why we have day and night | the change of day and night
why is there day and night? | why does it get dark? | what makes night?
The earth is a ball that turns once a day. Our side faces the sun: it is day.
a yellow sun at the top and a red house at the bottom, on light blue
The earth keeps turning. When our side faces away from the sun, it is night.
a yellow moon at the top and a red house at the bottom, on dark blue

the phases of the moon | the moon's shapes | why the moon changes
why does the moon change its shape? | what are the phases of the moon? | why is the moon round only sometimes?
The moon has no light of its own. It is bright where the sun shines on it.
a yellow sun on the left and a white circle on the right, on light blue
While the moon goes around the earth, we see more or less of its bright side. A thin slice is a crescent.
a huge yellow moon in the middle, on dark blue
About once a month we see the whole bright side. That is the full moon.
a huge white circle in the middle, on dark blue

traffic lights | the colours of a traffic light | what the traffic light shows
how do traffic lights work? | what do the colours of a traffic light mean? | when may cars go?
Red is at the top and means stop.
a huge red circle in the middle, on white
Yellow is in the middle. The light is about to change, so get ready or stop if you safely can.
a huge yellow circle in the middle, on white
Green is at the bottom and means go, if the way is free.
a huge green circle in the middle, on white
All three together make the traffic light.
a red circle at the top, a yellow circle in the middle and a green circle at the bottom, on white

mixing colours | mixing paint | mixed colours
how do you mix colours? | what do red and yellow make? | how can i mix orange paint?
Red paint and yellow paint make orange.
a red circle on the left, an orange circle in the middle and a yellow circle on the right, on white
Yellow and blue make green.
a yellow circle on the left, a green circle in the middle and a blue circle on the right, on white
Blue and red make purple.
a blue circle on the left, a purple circle in the middle and a red circle on the right, on white

how a tree grows | the life of a tree | growing a tree
how does a tree grow? | how do trees get big? | how does a seed become a tree?
A tree begins as a small seed that lies in the soil.
a small brown drop in the middle, on light green
With water and warmth the seed opens, and a small tree comes up.
a blue drop at the top and a small green tree at the bottom, on light green
Year after year the tree gets taller and its trunk gets thicker.
a huge green tree in the middle, on light green

what a plant needs | the needs of a plant | looking after a plant
what does a plant need? | what do flowers need to grow? | how do i look after a plant?
A plant needs light. With sunlight it makes its own food.
a yellow sun at the top and a pink flower at the bottom, on light green
It needs water, which the roots take from the soil.
a blue drop at the top and a pink flower at the bottom, on light green
With light, water, air and some room it grows and blooms.
a huge pink flower in the middle, on light green

counting to five | the numbers from one to five | how to count to five
how do you count to five? | can you count to five? | what comes after four?
One star.
a huge yellow star in the middle, on white
Two stars.
a yellow star on the left and a yellow star on the right, on white
Three stars.
a yellow star on the left, a yellow star in the middle and a yellow star on the right, on white
Four stars, and with one more there are five.
a yellow star at the top left, a yellow star at the top right, a yellow star in the middle, a yellow star at the bottom left and a yellow star at the bottom right, on white

shapes and their sides | the sides of shapes | simple shapes
how many sides do shapes have? | how many sides has a triangle? | what is the difference between a square and a triangle?
A triangle has three sides and three corners.
a huge green triangle in the middle, on white
A square has four sides, all of the same length, and four corners.
a huge blue square in the middle, on white
A circle has no corners at all. It is round everywhere.
a huge red circle in the middle, on white

warm and cold colours | warm and cool colours | the feeling of colours
what are warm colours? | what are cold colours? | which colours are warm?
Red, orange and yellow are called warm colours. They remind us of fire and sun.
a red circle on the left, an orange circle in the middle and a yellow circle on the right, on cream
Blue and green are called cold colours. They remind us of water and shade.
a blue circle on the left and a green circle on the right, on white

why a boat floats | floating | how boats stay up
why does a boat float? | how can a heavy ship swim? | why don't boats sink?
A boat pushes water aside, and the water pushes back up.
a huge brown boat in the middle, on light blue
If the boat weighs less than the water it could push aside before going under, it floats. That is why boats are hollow.
a brown boat at the top and a blue drop at the bottom, on light blue
A solid block of iron is too heavy for its size, so it sinks.
a black square at the bottom, on light blue

building a house from shapes | a house made of shapes | how to draw a house with shapes
how do i draw a house from shapes? | which shapes make a house? | can you build a house from shapes?
Begin with a square. It will be the walls.
a huge brown square in the middle, on white
Put a triangle above it. It will be the roof.
a red triangle at the top and a brown square at the bottom, on white
Walls and roof together are a house.
a huge red house in the middle, on white

a tree through the year | the seasons of a tree | the four seasons
what happens to a tree in the seasons? | what are the four seasons? | why do leaves change their colour?
In spring the tree gets new leaves and blossoms.
a pink tree on the left and a pink flower on the right, on light green
In summer it is full of green leaves, and they catch the light.
a yellow sun on the left and a large green tree on the right, on light blue
In autumn the green fades from the leaves, and they turn orange and red before they fall.
an orange tree on the left and a red tree on the right, on cream
In winter many trees stand bare and rest.
a huge brown tree in the middle, on light blue

a load balancer | load balancing | how a load balancer works
what is a load balancer? | what does a load balancer do? | how is load shared between servers?
A load balancer, here the circle, stands in front of several servers, here the squares.
an orange circle at the top, a blue square at the bottom left, a blue square at the bottom and a blue square at the bottom right, on white
It hands every request to one of the servers, so that none has too much to do.
an orange circle on the left and a blue square on the right, on white
If one server fails, the requests go to the others.
an orange circle at the top, a blue square at the bottom left, a red cross at the bottom and a blue square at the bottom right, on white

a queue | message queues | how a queue works
what is a queue? | how does a queue work? | what is first in, first out?
In a queue things wait in a row. The one that came first is at the front.
a green circle on the left, a blue circle in the middle and a blue circle on the right, on white
The first one in is the first one out, and the others move up.
a blue circle on the left and a blue circle in the middle, on white
A new one joins at the end.
a blue circle on the left, a blue circle in the middle and an orange circle on the right, on white

a cache | caching | how a cache works
what is a cache? | how does a cache work? | why is a cache fast?
Fetching something from far away takes time. Here the data is the star.
a green circle on the left and a small yellow star on the right, on white
A cache keeps a copy close by, here in the box.
a green circle on the left, a yellow star in the middle and a small yellow star on the right, on white
The next time the copy is used, and that is quick. Old copies have to be renewed.
a green circle on the left and a large yellow star in the middle, on white

a backup | backups | why we make backups
what is a backup? | why do i need a backup? | how does a backup help?
A backup is a second, equal copy of your data, kept in another place.
a blue square on the left and a blue square on the right, on white
If the first copy is lost, the second one is still there.
a red cross on the left and a blue square on the right, on white
From it the lost copy can be made again.
a green square on the left and a blue square on the right, on white

a traffic jam | traffic jams | how a traffic jam begins
how does a traffic jam begin? | why are there traffic jams? | what causes a jam?
When there is room between the cars, all of them move along.
a red car on the left and a blue car on the right, on white
If one car brakes, the car behind it has to brake as well, often a little harder.
a red car on the left, a blue car in the middle and a red cross on the right, on white
The braking runs backwards from car to car, until somebody stands still. That is a jam.
a red car on the left, a blue car in the middle and a green car on the right, on white

a retry | retrying a request | how retries work
what is a retry? | how does a retry work? | what happens when a request fails?
A request can fail, for example when the network is busy.
a blue circle on the left and a red cross on the right, on white
A retry waits for a moment and then sends the same request again.
a blue circle on the left and a blue circle on the right, on white
Often the second try works. If not, wait longer each time, and give up after a few tries.
a blue circle on the left and a green circle on the right, on white

symmetry | mirror symmetry | symmetric pictures
what is symmetry? | what does symmetric mean? | when is a picture symmetric?
A picture is symmetric if its left half is the mirror image of its right half.
a red heart on the left and a red heart on the right, on white
If one side is different, it is not symmetric any more.
a red heart on the left and a blue heart on the right, on white

patterns | repeating patterns | simple patterns
what is a pattern? | how does a pattern work? | how do patterns repeat?
In a pattern something repeats by a rule. Here the rule is: red, blue, red.
a red circle on the left, a blue circle in the middle and a red circle on the right, on white
Shapes can make a pattern as well: square, circle, square.
a green square on the left, a green circle in the middle and a green square on the right, on white

big and small | comparing sizes | sizes
what is the difference between big and small? | how do we compare sizes? | what is bigger?
Sizes are compared. This square is big next to that one.
a large blue square on the left and a small blue square on the right, on white
Between small and large there is room for medium.
a small red circle on the left, a red circle in the middle and a large red circle on the right, on white

left and right | above and below | places in a picture
what is left and what is right? | where is above and where is below? | how do i learn left and right?
The circle is on the left, and the square is on the right.
a red circle on the left and a blue square on the right, on white
The star is above, and the heart is below.
a yellow star at the top and a red heart at the bottom, on white

shadows | how shadows work | why things have a shadow
why do things have a shadow? | how does a shadow form? | what is a shadow?
Light travels in straight lines. A thing that stands in its way keeps it off the ground behind it.
a yellow sun on the left and a green tree on the right, on light green
The dark place behind the thing is its shadow. It lies on the side away from the light.
a yellow sun on the left, a green tree in the middle and a black circle on the right, on light green

stars in the sky | why we see stars at night | the stars
why do we see stars only at night? | where are the stars by day? | what is a star?
Stars are suns that are very far away, so they look tiny.
a small yellow star at the top left, a small yellow star at the top right and a small yellow star in the middle, on dark blue
By day our own sun makes the sky so bright that we can't see them, but they are still there.
a huge yellow sun in the middle, on light blue
"""


class Topic(NamedTuple):
    names: tuple[str, ...]
    questions: tuple[str, ...]
    sections: tuple[tuple[str, str], ...]  # text, caption


def _read(paragraph: str) -> Topic:
    names, questions, *lines = paragraph.strip().split("\n")
    return Topic(tuple(names.split(" | ")), tuple(questions.split(" | ")), tuple(zip(lines[::2], lines[1::2], strict=True)))


TOPICS = tuple(_read(paragraph) for paragraph in _TEXT.strip().split("\n\n"))
