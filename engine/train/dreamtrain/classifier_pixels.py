"""What open picture classifiers are fed, computed by Pillow and numpy alone as transformers' image processors define it
(image_processing_vit.py and image_processing_clip.py, the Pillow ones): resize, centre crop, rescale, normalise.

    python -m dreamtrain.classifier_pixels ../../test/golden/classifier-pixels.json
"""

import base64
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image

HALF = {"image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}
IMAGENET = {"image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225]}
CLIP = {"image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711]}
SQUARE = {"size": {"height": 8, "width": 8}, "rescale_factor": 1 / 255}
MIDDLE = {"do_center_crop": True, "crop_size": {"height": 8, "width": 8}, "rescale_factor": 1 / 255}
CASES = [
    ([61, 37], {**SQUARE, **HALF, "resample": 2}),
    ([61, 37], {**SQUARE, **IMAGENET, "resample": 3}),
    ([37, 61], {**SQUARE, "do_normalize": False, "resample": 1}),
    ([5, 7], {**SQUARE, **HALF, "resample": 2}),
    ([61, 37], {**MIDDLE, **CLIP, "size": {"shortest_edge": 8}, "resample": 3}),
    ([37, 53], {**MIDDLE, **IMAGENET, "size": {"shortest_edge": 11}, "resample": 2}),
]


def picture(width: int, height: int) -> np.ndarray:
    """Levels that test/golden/classifier-layouts.test.ts makes by the same formula."""
    y, x, c = np.mgrid[0:height, 0:width, 0:3]
    return ((x * 7 + y * 13 + c * 101 + x * y * (c + 1)) % 256).astype(np.uint8)


def processed(rgb: np.ndarray, config: dict) -> np.ndarray:
    """(3, height, width), float32."""
    height, width = rgb.shape[:2]
    size = config["size"]
    if "shortest_edge" in size:
        short, long = sorted((height, width))
        other = int(size["shortest_edge"] * long / short)
        wanted = (size["shortest_edge"], other) if width <= height else (other, size["shortest_edge"])
    else:
        wanted = (size["width"], size["height"])
    values = np.asarray(Image.fromarray(rgb).resize(wanted, Image.Resampling(config["resample"])))
    if config.get("do_center_crop"):
        crop = config["crop_size"]
        top, left = (values.shape[0] - crop["height"]) // 2, (values.shape[1] - crop["width"]) // 2
        values = values[top : top + crop["height"], left : left + crop["width"]]
    values = (values.astype(np.float64) * config["rescale_factor"]).astype(np.float32)
    if config.get("do_normalize", True):
        values = (values - np.float32(config["image_mean"])) / np.float32(config["image_std"])
    return values.transpose(2, 0, 1).astype("<f4")


def cases() -> list[dict]:
    made = []
    for (width, height), config in CASES:
        values = base64.b64encode(processed(picture(width, height), config).tobytes()).decode()
        made.append({"widthPx": width, "heightPx": height, "preprocessor": config, "values": values})
    return made


if __name__ == "__main__":
    Path(sys.argv[1]).write_text("[\n" + ",\n".join(json.dumps(case) for case in cases()) + "\n]\n")
