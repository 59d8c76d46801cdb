"""What the importer refuses: in one sentence, and with nothing left that looks whole."""

import errno
import json
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from dreamtrain.importing import convert, folder
from dreamtrain.importing.graph import Graph
from dreamtrain.importing.refusal import Refusal
from dreamtrain.importing.stored import read_safetensors
from dreamtrain.importing.torch_file import read_torch

OFFICIAL = Path(__file__).parents[3] / "test/golden/official"


@pytest.fixture
def checkpoint(tmp_path):
    """A copy to damage."""
    shutil.copytree(OFFICIAL / "checkpoint", tmp_path / "checkpoint")
    return tmp_path / "checkpoint"


def run(checkpoint: Path, out: Path, base: Path | None = OFFICIAL / "base", report=lambda *_: None):
    return convert.import_checkpoint(checkpoint, base, out, "fp32", "fp32", report)


def refused(checkpoint: Path, words: str, **options) -> None:
    out = checkpoint.parent / "model"
    with pytest.raises(Refusal, match=words) as refusal:
        run(checkpoint, out, **options)
    message = str(refusal.value)
    assert message.endswith(".") and "\n" not in message
    assert not out.exists() and not (out.with_name("model.part") / "model.json").exists()


def edit(path: Path, **changes) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def resave(path: Path, change) -> None:
    state = torch.load(path, weights_only=True)
    change(state)
    torch.save(state, path)


@pytest.mark.parametrize("kept", [0, 10, 1000, 0.5, 0.999])
def test_a_truncated_file(checkpoint, kept):
    path = checkpoint / "stable_diffusion_head.bin"
    os.truncate(path, int(kept * path.stat().st_size) if kept < 1 else kept)
    refused(checkpoint, "stable_diffusion_head.bin is (truncated|not a zip)")


def test_damage_anywhere_in_a_small_file_is_refused_or_read_as_numbers(checkpoint):
    path = checkpoint / "dream_embedding.bin"
    whole = path.read_bytes()
    for at in range(0, len(whole), 7):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1:])
        try:
            for stored in read_torch(path).values():
                stored.read()
        except Refusal:
            pass


@pytest.mark.parametrize("size", [4, 30, 3000, -1])
def test_a_truncated_safetensors_file(tmp_path, size):
    path = tmp_path / "model.safetensors"
    save_file({"a": torch.ones(1000)}, path)
    os.truncate(path, size if size > 0 else path.stat().st_size + size)
    with pytest.raises(Refusal, match="truncated"):
        read_safetensors(path)


class Code:
    """Makes a folder when it is unpickled."""

    def __init__(self, marker: Path):
        self.marker = marker

    def __reduce__(self):
        return os.mkdir, (str(self.marker),)


def test_a_pickle_with_code_is_not_run(checkpoint):
    marker = checkpoint / "marker"
    torch.save({"dream_queries": torch.zeros(1, 8, 32), "more": Code(marker)}, checkpoint / "dream_embedding.bin")
    refused(checkpoint, "posix.mkdir, which is code")
    assert not marker.exists()
    (checkpoint / "dream_embedding.bin").write_bytes(pickle.dumps(Code(marker), 2))
    refused(checkpoint, "not a zip file")
    assert not marker.exists()


@pytest.mark.parametrize("name", ["dream_embedding", "clip_vision_embedding", "stable_diffusion_head", "pytorch_model"])
def test_every_part_is_required(checkpoint, name):
    (checkpoint / f"{name}.bin").unlink()
    refused(checkpoint, name)


@pytest.mark.parametrize("name", ["config.json", "added_tokens.json", "tokenizer.model"])
def test_every_small_file_is_required(checkpoint, name):
    (checkpoint / name).unlink()
    refused(checkpoint, name)


@pytest.mark.parametrize("id_,words", [(5, "clash.*<dream_start> the id 5"), (401, "clash.*401"), (9999, "clash.*9999"), (404, "clash")])
def test_ids_that_clash(checkpoint, id_, words):
    edit(checkpoint / "added_tokens.json", **{"<dream_start>": id_})
    refused(checkpoint, words)


def test_ids_of_another_release(checkpoint):
    told = json.loads((checkpoint / "config.json").read_text())["special_tokens2ids_dict"]
    told["additional_special_tokens"]["<im_start>"] = 402
    edit(checkpoint / "config.json", special_tokens2ids_dict=told)
    refused(checkpoint, "config.json gives <im_start> the id 402, the tokenizer 401")


@pytest.mark.parametrize("changes,words", [
    ({"model_type": "llama"}, "model type 'llama'"), ({"num_hidden_layers": 3}, "lacks model.layers.2"),
    ({"num_hidden_layers": 1}, "no part of a DreamLLM uses"),
    ({"vocab_size": 407}, "up to 407.*407 tokens"), ({"hidden_size": 64}, "does not fit"), ({"hidden_act": "gelu"}, "gelu"),
    ({"rope_scaling": {"type": "yarn", "factor": 2.0}}, "yarn"),
    ({"num_attention_heads": 5}, "5 heads"), ({"num_hidden_layers": 10**6}, "1000000"),
    ({"num_hidden_layers": None}, "lacks.*num_hidden_layers"), ({"vocab_size": 10**12}, "no model of this kind"),
])
def test_a_config_of_another_model(checkpoint, changes, words):
    edit(checkpoint / "config.json", **changes)
    refused(checkpoint, words)


def test_another_decoder(checkpoint):
    plugins = json.loads((checkpoint / "config.json").read_text())["plugins_init_kwargs"]
    edit(checkpoint / "config.json", plugins_init_kwargs=plugins | {"stable_diffusion_3_head": {}})
    refused(checkpoint, "stable_diffusion_3_head")


def test_a_base_of_another_model(checkpoint):
    refused(checkpoint, "lacks clip_vision_model.*configs of --base", base=None)  # SD 2.1's own sizes
    refused(checkpoint, "holds neither", base=checkpoint)


def test_missing_and_unknown_weights_are_named(checkpoint):
    head, name = checkpoint / "stable_diffusion_head.bin", "unet.mid_block.resnets.1.conv2.bias"
    resave(head, lambda state: state.pop(name))
    refused(checkpoint, re.escape(f"lacks {name};"))
    resave(head, lambda state: state.update({name: torch.zeros(64), "lora.up": torch.zeros(1)}))
    refused(checkpoint, r"lora\.up")


def test_a_config_that_is_no_json(checkpoint):
    (checkpoint / "config.json").write_text('{"model_type":')
    refused(checkpoint, "not JSON")


def test_an_existing_folder_is_left_alone(checkpoint, tmp_path):
    (tmp_path / "model").mkdir()
    (tmp_path / "model/mine.txt").write_text("mine")
    with pytest.raises(Refusal, match="exists already"):
        run(checkpoint, tmp_path / "model")
    assert (tmp_path / "model/mine.txt").read_text() == "mine"


def test_too_small_a_disk_is_known_beforehand(checkpoint, monkeypatch):
    monkeypatch.setattr(folder.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 10, 0))
    refused(checkpoint, "make room")


def test_what_was_interrupted_goes_on_and_ends_the_same(checkpoint, tmp_path):
    whole = run(checkpoint, tmp_path / "whole")
    stages = []

    def interrupt(stage, done, total):
        stages.append(stage)
        if stage == "denoiser":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(checkpoint, tmp_path / "model", report=interrupt)
    part = tmp_path / "model.part"
    assert not (tmp_path / "model").exists() and not (part / "model.json").exists()
    kept = (part / "language-model.onnx").stat().st_mtime_ns
    assert run(checkpoint, tmp_path / "model") == whole
    assert (tmp_path / "model/language-model.onnx").stat().st_mtime_ns == kept
    assert not part.exists()
    assert {path.name for path in (tmp_path / "model").iterdir()} == {*whole["files"], "model.json", "MODEL_CARD.md"}


def test_nothing_is_kept_of_an_import_from_other_files(checkpoint, tmp_path):
    def interrupt(stage, done, total):
        if stage == "denoiser":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(checkpoint, tmp_path / "model", report=interrupt)
    resave(checkpoint / "pytorch_model.bin", lambda state: state["lm_head.weight"].mul_(2))
    assert run(checkpoint, tmp_path / "model") == run(checkpoint, tmp_path / "again")


def command(*arguments, **options):
    return [sys.executable, "-m", "dreamtrain.importing", *map(str, arguments)], {"cwd": Path(__file__).parents[1], "text": True, **options}


def test_the_command_says_one_sentence_and_ends_with_1(checkpoint, tmp_path):
    (checkpoint / "dream_embedding.bin").unlink()
    arguments, options = command(checkpoint, "--base", OFFICIAL / "base", "--out", tmp_path / "model", capture_output=True)
    ended = subprocess.run(arguments, **options)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1 and "dream_embedding.bin" in ended.stderr and "Traceback" not in ended.stderr


def test_the_command_tells_progress_in_json(checkpoint, tmp_path):
    arguments, options = command(checkpoint, "--base", OFFICIAL / "base", "--out", tmp_path / "model", "--json-progress", capture_output=True)
    lines = [json.loads(line) for line in subprocess.run(arguments, **options).stdout.splitlines()]
    stages = list(dict.fromkeys(line["stage"] for line in lines if "stage" in line))
    assert stages == ["read", "embedTokens", "languageModel", "decodeLoop", "visionEncoder", "conditionHead", "denoiser", "vaeDecoder", "vaeEncoder"]
    assert all(0 < line["done"] <= line["total"] for line in lines if "stage" in line)
    assert lines[-1]["id"].startswith("checkpoint-") and "licence" in lines[-1]


def test_ctrl_c_ends_with_130_and_one_sentence(tmp_path):
    arguments, options = command("synth", "--like", "dreamllm-7b", "--layers", 1, "--out", tmp_path / "model", "--json-progress",
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with subprocess.Popen(arguments, **options) as process:
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130 and said == "Stopped; run the same command again to go on.\n"
    assert not (tmp_path / "model").exists() and not (tmp_path / "model.part/model.json").exists()


def test_a_disk_that_fills_up_is_one_sentence(checkpoint, monkeypatch):
    from dreamtrain.importing.__main__ import explained

    def full(self, path, *rest):
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Graph, "write", full)
    with pytest.raises(OSError) as error:
        run(checkpoint, checkpoint.parent / "model")
    assert explained(error.value).startswith("The disk is full")
    assert not (checkpoint.parent / "model").exists()
