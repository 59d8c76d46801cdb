"""Held-out requests, a line of JSON each: python -m dreamtrain.requests 4000 > held.jsonl; then `npm run eval:classifier -- held.jsonl`."""

import json
import random
import sys

from dreamtrain.requests import example

rng = random.Random(11)
for at in range(int(sys.argv[1])):
    one = example(rng, held_templates=at % 2 == 0, held_words=True)
    print(json.dumps({"text": one.text, "labels": one.labels, "language": one.language, "template": "new" if at % 2 == 0 else "known"}, ensure_ascii=False))
