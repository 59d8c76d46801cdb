"""The importer, on a small DreamLLM in the official layout that the official classes made."""

import json
from pathlib import Path

import numpy as np
import pytest
from folder_run import Folder, differences

from dreamtrain.importing.convert import import_checkpoint
from dreamtrain.importing.synth import synthesise

OFFICIAL = Path(__file__).parents[3] / "test/golden/official"
LOOP = ("latents", "picture")  # what comes after the whole loop


def silent(*_):
    pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("imported") / "model"
    import_checkpoint(OFFICIAL / "checkpoint", OFFICIAL / "base", out, "fp32", "fp32", silent)
    return out


def test_the_folder_computes_what_the_official_code_computes(folder):
    found = differences(Folder(folder), OFFICIAL)
    assert len(found) >= 30
    for name, difference in found.items():
        assert difference <= (1e-3 if name.endswith(LOOP) else 1e-4), name


def test_ids_come_from_the_files_and_eos_is_not_what_config_json_says(folder):
    manifest = json.loads((folder / "model.json").read_text())
    assert json.loads((OFFICIAL / "checkpoint/config.json").read_text())["eos_token_id"] == 1
    tokens = manifest["tokens"]
    assert (tokens["bos"], tokens["eos"]) == (1, 2)
    assert (tokens["imageStart"], tokens["dreamEnd"], tokens["dreamStart"], tokens["imageEnd"]) == (401, 402, 403, 405)
    assert {0, 1, 400, 401, 402, 404, 405, 406, 407} == set(tokens["suppressed"])


def test_a_synthetic_folder_runs_and_its_numbers_stay_in_bounds(tmp_path):
    manifest = synthesise("dreamllm-tiny", tmp_path / "model", "int4", "fp16", 1, 3, silent)
    assert manifest["language"]["layers"] == 1
    folder = Folder(tmp_path / "model")
    hidden = folder.dream(folder.encode("a cat"))
    condition = folder.run("conditionHead", hidden=hidden)["condition"]
    latents = np.random.default_rng(0).standard_normal((1, 4, 8, 8), np.float32)
    eps = folder.run("denoiser", latents=latents, timestep=np.array([500], "f4"), condition=condition)["prediction"]
    pixels = folder.run("vaeDecoder", latents=latents)["pixels"]
    for values in (hidden, condition, eps, pixels):
        assert np.isfinite(values).all() and 0.05 < np.abs(values).mean() < 20
