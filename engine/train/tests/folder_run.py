"""Runs an imported folder with ONNX Runtime and holds it against reference vectors (test/golden/official)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnxruntime
from safetensors.numpy import load_file
from tokenizers import Tokenizer


class Folder:
    def __init__(self, path: Path):
        self.manifest = json.loads((path / "model.json").read_text())
        self.sessions = {
            name: onnxruntime.InferenceSession(str(path / file), providers=["CPUExecutionProvider"])
            for name, file in self.manifest["graphs"].items()
        }
        self.tokenizer = Tokenizer.from_file(str(path / "tokenizer.json"))
        dream = self.manifest["dream"]
        self.queries = np.fromfile(path / dream["file"], "<f4").reshape(1, dream["queries"], -1)

    def run(self, graph: str, **feeds) -> dict[str, np.ndarray]:
        session = self.sessions[graph]
        names = [output.name for output in session.get_outputs()]
        return dict(zip(names, session.run(names, feeds)))

    def encode(self, text: str) -> list[int]:
        return [self.manifest["tokens"]["bos"], *self.tokenizer.encode(text, add_special_tokens=False).ids]

    def rows(self, ids: list[int], pictures=()) -> np.ndarray:
        """Embeddings, with the queries behind each dream start and the features of the next picture behind each image start."""
        tokens, pictures = self.manifest["tokens"], list(pictures)
        rows = self.run("embedTokens", input_ids=np.array([ids]))["embeds"].copy()
        for at, token in enumerate(ids):
            if token == tokens["dreamStart"]:
                rows[:, at + 1:at + 1 + self.queries.shape[1]] = self.queries
            elif token == tokens["imageStart"]:
                features = pictures.pop(0)
                rows[:, at + 1:at + 1 + features.shape[1]] = features
        return rows

    def read(self, rows: np.ndarray, piece: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Hidden states (1, T, H), and the logits (1, V) behind each piece; `piece` rows at a time."""
        lm = self.manifest["language"]
        past = {f"past.{layer}.{part}": np.zeros((1, 0, lm["kvHeads"], lm["headDim"]), "f4")
                for layer in range(lm["layers"]) for part in ("key", "value")}
        hidden, logits, done = [], [], 0
        while done < rows.shape[1]:
            new = rows[:, done:done + (piece or rows.shape[1])]
            count = new.shape[1]
            made = self.run("languageModel", inputs_embeds=new, attention_mask=np.ones((1, done + count), "i8"),
                            position_ids=np.arange(done, done + count)[None], **past)
            past = {name: np.concatenate([kept, made[name.replace("past", "present")]], axis=1) for name, kept in past.items()}
            hidden.append(made["hidden"])
            logits.append(made["logits"])
            done += count
        return np.concatenate(hidden, axis=1), np.stack(logits, axis=1)

    def write_on(self, ids: list[int], count: int) -> dict[str, np.ndarray]:
        """What the decode loop makes of ids, greedily."""
        lm, rows = self.manifest["language"], self.rows(ids[:-1])
        empty = {f"past.{layer}.{part}": np.zeros((1, 0, lm["kvHeads"], lm["headDim"]), "f4")
                 for layer in range(lm["layers"]) for part in ("key", "value")}
        made = self.run("languageModel", inputs_embeds=rows, attention_mask=np.ones((1, len(ids) - 1), "i8"),
                        position_ids=np.arange(len(ids) - 1)[None], **empty)
        past = {name: made[name.replace("past", "present")] for name in empty}
        zeros = np.zeros((1, lm["vocabSize"]), "f4")
        return self.run("decodeLoop", input_ids=np.array([ids[-1:]]), seen=zeros, bias=zeros, attention_mask=np.ones((1, len(ids) - 1), "i8"),
                        position_ids=np.array([[len(ids) - 1]]), sampling=np.array([[0, 1, 64, 1]], "f4"), ends=np.array([-1]),
                        uniforms=np.zeros((1, count), "f4"), steps=np.array(count), **past)

    def dream(self, ids: list[int]) -> np.ndarray:
        """Hidden states at the queries of a dream block behind ids."""
        tokens, count = self.manifest["tokens"], self.queries.shape[1]
        block = [tokens["dreamStart"], *[tokens["bos"]] * count, tokens["dreamEnd"]]
        hidden, _ = self.read(self.rows([*ids, *block]))
        return hidden[:, -1 - count:-1]


def differences(folder: Folder, vectors: Path) -> dict[str, float]:
    """The largest difference of each thing that is compared; 0 or infinite for what must be exact."""
    wanted, meta = load_file(vectors / "expected.safetensors"), json.loads((vectors / "meta.json").read_text())
    found: dict[str, float] = {}

    def compare(name: str, made: np.ndarray, reference: str) -> None:
        assert made.shape == wanted[reference].shape, (name, made.shape, wanted[reference].shape)
        found[name] = float(np.abs(made - wanted[reference]).max())

    def exact(name: str, same: bool) -> None:
        found[name] = 0.0 if same else np.inf

    exact("tokenizer", all(folder.encode(item["text"]) == item["ids"] for item in meta["tokenizer"]))
    ids = wanted["text.input_ids"][0].tolist()
    hidden, logits = folder.read(folder.rows(ids), piece=1)
    compare("text hidden, token by token", hidden, "text.last_hidden")
    compare("text logits, token by token", logits, "text.logits")
    compare("text hidden, in pieces", folder.read(folder.rows(ids), piece=5)[0], "text.last_hidden")
    greedy = wanted["text.greedy_ids"][0].tolist()
    _, logits = folder.read(folder.rows(greedy[:-1]), piece=1)
    looped = folder.write_on(ids, len(greedy) - len(ids))
    exact("ids of the decode loop", looped["likely"][:, 0, 0].tolist() == greedy[len(ids):])
    found["logits of the decode loop"] = float(np.abs(looped["logits"][:, 0] - logits[0, len(ids) - 1:]).max())
    exact("greedy ids", logits[0, len(ids) - 1:].argmax(-1).tolist() == greedy[len(ids):])

    pictures = [wanted["image.pixel_values"], wanted["image.pixel_values_2"]]
    features = [folder.run("visionEncoder", pixels=pixels)["features"] for pixels in pictures]
    compare("image features", features[0], "image.embeds")
    compare("second image features", features[1], "image.embeds_2")
    ids = wanted["image.input_ids"][0].tolist()
    compare("image logits", folder.read(folder.rows(ids, features), piece=1)[1], "image.logits")

    conditions = []
    for kind, source in (("cond", "input_ids"), ("uncond", "uncond_ids")):
        hidden = folder.dream(wanted[f"t2i.{source}"][0].tolist())
        compare(f"{kind} hidden", hidden, f"t2i.{kind}_hidden")
        made = folder.run("conditionHead", hidden=hidden)
        conditions.append(made)
        compare(kind, made["condition"], f"t2i.{kind}")
        if "pooled" in made:
            compare(f"{kind} pooled", made["pooled"], f"t2i.{kind}_pooled")
    compare_steps(folder, wanted, meta, conditions, found)
    encoded = folder.run("vaeEncoder", pixels=wanted["vae.encode_input"])["latents"]
    compare("vae encoder", encoded, "vae.encode_mean")

    count = folder.queries.shape[1]
    ids = wanted["interleaved.input_ids"][0].tolist()
    hidden, _ = folder.read(folder.rows(ids, features))
    starts = [at for at, token in enumerate(ids) if token == folder.manifest["tokens"]["dreamStart"]]
    compare("interleaved dream", hidden[:, starts[1] + 1:starts[1] + 1 + count], "interleaved.second_dream_hidden")
    if "interleaved.last_text_logits" in wanted:
        _, logits = folder.read(folder.rows(ids[:starts[1]], features))
        compare("interleaved logits", logits, "interleaved.last_text_logits")
    ids = wanted["edit.input_ids"][0].tolist()
    hidden, _ = folder.read(folder.rows(ids, features))
    start = ids.index(folder.manifest["tokens"]["dreamStart"])
    compare("edit dream", hidden[:, start + 1:start + 1 + count], "edit.dream_hidden")
    return found


def compare_steps(folder: Folder, wanted, meta, conditions, found) -> None:
    """DDPM with the stored noise, each step from the folder's own latents."""
    noise, scale = folder.manifest["diffusion"]["noise"], meta["dims"]["cfg"]
    power = {"scaled_linear": 2, "linear": 1}[noise["betaSchedule"]]
    products = np.cumprod(1 - np.linspace(noise["betaStart"] ** (1 / power), noise["betaEnd"] ** (1 / power), noise["trainSteps"]) ** power)
    latents, times = wanted["t2i.latents_init"], meta["timesteps"]
    stride = noise["trainSteps"] // len(times)
    for step, t in enumerate(times):
        made = [folder.run("denoiser", latents=latents, timestep=np.array([t], "f4"), **row)["prediction"] for row in conditions[::-1]]
        for name, eps in zip(("eps_uncond", "eps_cond"), made):
            found[f"step {step} {name}"] = float(np.abs(eps - wanted[f"t2i.step{step}.{name}"]).max())
        eps = made[0] + scale * (made[1] - made[0])
        now, before = products[t], products[t - stride] if t >= stride else 1.0
        alpha, clean = now / before, (latents - (1 - now) ** 0.5 * eps) / now**0.5
        if folder.manifest["diffusion"]["prediction"] == "v":
            clean = now**0.5 * latents - (1 - now) ** 0.5 * eps
        mean = before**0.5 * (1 - alpha) / (1 - now) * clean + alpha**0.5 * (1 - before) / (1 - now) * latents
        spread = max((1 - before) / (1 - now) * (1 - alpha), 1e-20) ** 0.5
        latents = (mean + spread * wanted[f"t2i.step{step}.noise"]).astype("f4")
        found[f"step {step} latents"] = float(np.abs(latents - wanted[f"t2i.step{step}.latents"]).max())
    pixels = folder.run("vaeDecoder", latents=latents / np.float32(folder.manifest["vae"]["scalingFactor"]))["pixels"]
    found["picture"] = float(np.abs(np.clip(pixels / 2 + 0.5, 0, 1) - wanted["t2i.image_01"]).max())
