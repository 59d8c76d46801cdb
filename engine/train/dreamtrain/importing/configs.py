"""The configs of a DreamLLM's parts, from the JSON files that come with them; each refuses what its graph does not compute."""

from __future__ import annotations

from dataclasses import dataclass, fields

from dreamtrain.importing.refusal import Refusal


def _only(where: str, values: dict, **allowed) -> None:
    """Each named value is absent, null or one of those allowed."""
    for name, choices in allowed.items():
        choices = choices if isinstance(choices, tuple) else (choices,)
        if values.get(name) is not None and values[name] not in choices:
            known = " or ".join(str(choice) for choice in choices)
            raise Refusal(f"{where} has {name} {values[name]!r}, and only {known} is supported.")


MOST_LAYERS = 500


def _picked(kind: type, where: str, values: dict):
    """A dataclass from the fields it knows; null counts as absent."""
    known = {field.name: values[field.name] for field in fields(kind) if values.get(field.name) is not None}
    try:
        made = kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in known.items()})
    except TypeError as error:
        raise Refusal(f"{where} lacks a value: {str(error).partition(' missing ')[2]}.") from error
    for name, value in known.items():
        numbers = value if isinstance(value, list) else [value]
        if any(isinstance(number, (int, float)) and not isinstance(number, bool) and abs(number) > 1e7 for number in numbers):
            raise Refusal(f"{where} has {name} {value}, which no model of this kind has.")
        if "layers" in name and not all(0 < number <= MOST_LAYERS for number in numbers):
            raise Refusal(f"{where} has {name} {value}; expected 1 to {MOST_LAYERS}.")
    return made


@dataclass(frozen=True)
class Language:
    hidden_size: int
    intermediate_size: int
    num_hidden_layers: int
    num_attention_heads: int
    vocab_size: int
    num_key_value_heads: int = 0  # 0: as many as heads
    max_position_embeddings: int = 2048
    rms_norm_eps: float = 1e-6
    rope_theta: float = 10000.0
    rope_factor: float = 1.0  # positions are divided by it
    tie_word_embeddings: bool = False

    @property
    def head_dim(self) -> int:
        return self.hidden_size // self.num_attention_heads

    @property
    def kv_heads(self) -> int:
        return self.num_key_value_heads or self.num_attention_heads

    @staticmethod
    def read(values: dict) -> "Language":
        where = "config.json"
        _only(where, values, hidden_act="silu", attention_bias=False, pretraining_tp=1, use_sliding_window=False)
        scaling = values.get("rope_scaling") or {}
        _only("config.json's rope_scaling", scaling, type=("linear", "dynamic", "default"), rope_type=("linear", "dynamic", "default"))
        linear = "linear" in (scaling.get("type"), scaling.get("rope_type"))
        made = _picked(Language, where, values | {"rope_factor": float(scaling.get("factor", 1.0)) if linear else 1.0})
        if made.hidden_size % made.num_attention_heads or made.num_attention_heads % made.kv_heads or made.head_dim % 2:
            raise Refusal(f"{where}: {made.hidden_size} numbers do not divide into {made.num_attention_heads} heads ({made.kv_heads} for keys).")
        if values.get("head_dim") not in (None, made.head_dim):
            raise Refusal(f"{where} has head_dim {values['head_dim']}, and only hidden_size / heads, {made.head_dim}, is supported.")
        return made


@dataclass(frozen=True)
class Vision:
    """A CLIP vision tower and its projector; the defaults are openai/clip-vit-large-patch14's."""

    hidden_size: int = 1024
    intermediate_size: int = 4096
    num_hidden_layers: int = 24
    num_attention_heads: int = 16
    image_size: int = 224
    patch_size: int = 14
    hidden_act: str = "quick_gelu"
    layer_norm_eps: float = 1e-5
    select_layer: int = -2
    mean: tuple[float, float, float] = (0.48145466, 0.4578275, 0.40821073)
    std: tuple[float, float, float] = (0.26862954, 0.26130258, 0.27577711)
    resample: str = "bicubic"
    fit: str = "crop"

    @property
    def patches(self) -> int:
        return (self.image_size // self.patch_size) ** 2

    @property
    def blocks(self) -> int:
        """How many are run: hidden state 0 is what goes into the first."""
        return self.select_layer if self.select_layer >= 0 else self.num_hidden_layers + 1 + self.select_layer

    @staticmethod
    def read(values: dict, processor: dict, plugin: dict) -> "Vision":
        values = values.get("vision_config", values)
        _only("The CLIP config", values, hidden_act=("quick_gelu", "gelu"), num_channels=3)
        _only("The CLIP preprocessor", processor, do_resize=True, do_normalize=True, do_rescale=True, resample=(2, 3, 1))
        made = _picked(Vision, "The CLIP config", values | {
            "select_layer": plugin.get("select_layer"), "mean": processor.get("image_mean"), "std": processor.get("image_std"),
            "resample": {1: "lanczos", 2: "bilinear"}.get(processor.get("resample"), "bicubic"),
            "fit": "crop" if processor.get("do_center_crop", True) else "stretch",
        })
        if made.image_size % made.patch_size or not 0 <= made.blocks <= made.num_hidden_layers:
            raise Refusal(
                f"The CLIP config has pictures of {made.image_size}, patches of {made.patch_size} and {made.num_hidden_layers} layers, of which "
                f"layer {made.select_layer} is asked for; these do not go together."
            )
        size = processor.get("crop_size", made.image_size)
        if (size.get("height") if isinstance(size, dict) else size) != made.image_size:
            raise Refusal(f"The CLIP preprocessor crops to {size} and the tower reads {made.image_size}; give --base one folder of both.")
        return made


@dataclass(frozen=True)
class Unet:
    """UNet2DConditionModel of diffusers; the defaults are stabilityai/stable-diffusion-2-1-base's."""

    sample_size: int = 64
    in_channels: int = 4
    out_channels: int = 4
    block_out_channels: tuple[int, ...] = (320, 640, 1280, 1280)
    down_block_types: tuple[str, ...] = ("CrossAttnDownBlock2D",) * 3 + ("DownBlock2D",)
    up_block_types: tuple[str, ...] = ("UpBlock2D",) + ("CrossAttnUpBlock2D",) * 3
    layers_per_block: int = 2
    attention_head_dim: int | tuple[int, ...] = (5, 10, 20, 20)  # heads: the field's name is a slip that diffusers keeps
    transformer_layers_per_block: int | tuple[int, ...] = 1
    cross_attention_dim: int = 1024
    norm_num_groups: int = 32
    norm_eps: float = 1e-5
    flip_sin_to_cos: bool = True
    freq_shift: int = 0
    downsample_padding: int = 1
    class_embed_type: str | None = None  # projection: a pooled condition joins the time step's embedding
    projection_class_embeddings_input_dim: int | None = None

    def level(self, name: str, index: int) -> int:
        """A value that is given once, or once for each level."""
        value = getattr(self, name)
        return value[index] if isinstance(value, tuple) else value

    @property
    def pooled_width(self) -> int | None:
        return self.projection_class_embeddings_input_dim if self.class_embed_type == "projection" else None

    @staticmethod
    def read(values: dict) -> "Unet":
        where = "The UNet config"
        _only(
            where, values, act_fn="silu", class_embed_type="projection", mid_block_type="UNetMidBlock2DCrossAttn",
            time_embedding_type="positional", resnet_time_scale_shift="default", dual_cross_attention=False, only_cross_attention=False,
            attention_type="default", addition_embed_type=(), encoder_hid_dim_type=(), cross_attention_norm=(), num_attention_heads=(),
            time_embedding_act_fn=(), timestep_post_act=(), time_cond_proj_dim=(), time_embedding_dim=(),
            reverse_transformer_layers_per_block=(), center_input_sample=False, conv_in_kernel=3, conv_out_kernel=3, mid_block_scale_factor=1,
            resnet_out_scale_factor=1, resnet_skip_time_act=False, class_embeddings_concat=False, mid_block_only_cross_attention=False,
        )
        made = _picked(Unet, where, values)
        levels = len(made.block_out_channels)
        kinds = {*made.down_block_types, *made.up_block_types}
        if kinds - {"CrossAttnDownBlock2D", "DownBlock2D", "UpBlock2D", "CrossAttnUpBlock2D"}:
            raise Refusal(f"{where} has blocks {', '.join(sorted(kinds))}; only those of Stable Diffusion 1 and 2 are supported.")
        per_level = [value for value in (made.attention_head_dim, made.transformer_layers_per_block) if isinstance(value, tuple)]
        if {len(made.down_block_types), len(made.up_block_types), *map(len, per_level)} != {levels} or isinstance(made.layers_per_block, tuple):
            raise Refusal(f"{where} has {levels} levels of channels and another number of blocks.")
        heads = [made.level("attention_head_dim", level) for level in range(levels)]
        if any(channels % made.norm_num_groups or channels % count for channels, count in zip(made.block_out_channels, heads)):
            raise Refusal(f"{where}: {made.block_out_channels} channels do not divide into {made.norm_num_groups} groups and {heads} heads.")
        if made.in_channels != made.out_channels:
            raise Refusal(f"{where} takes {made.in_channels} channels and gives {made.out_channels}; inpainting models are not supported.")
        return made


@dataclass(frozen=True)
class Vae:
    """AutoencoderKL of diffusers; the defaults are Stable Diffusion's."""

    block_out_channels: tuple[int, ...] = (128, 256, 512, 512)
    layers_per_block: int = 2
    latent_channels: int = 4
    norm_num_groups: int = 32
    scaling_factor: float = 0.18215
    shift_factor: float = 0.0

    @staticmethod
    def read(values: dict) -> "Vae":
        where = "The VAE config"
        _only(where, values, act_fn="silu", in_channels=3, out_channels=3, use_quant_conv=True, use_post_quant_conv=True,
              mid_block_add_attention=True)
        made = _picked(Vae, where, values)
        blocks = set(values.get("down_block_types", [])) | set(values.get("up_block_types", []))
        if blocks - {"DownEncoderBlock2D", "UpDecoderBlock2D"}:
            raise Refusal(f"{where} has blocks {sorted(blocks)}; only AutoencoderKL's plain ones are supported.")
        if any(channels % made.norm_num_groups for channels in made.block_out_channels):
            raise Refusal(f"{where}: {made.block_out_channels} channels do not divide into {made.norm_num_groups} groups.")
        return made


@dataclass(frozen=True)
class Noise:
    """The schedule it was trained with; the defaults are Stable Diffusion 2.1-base's."""

    num_train_timesteps: int = 1000
    beta_start: float = 0.00085
    beta_end: float = 0.012
    beta_schedule: str = "scaled_linear"
    steps_offset: int = 1
    prediction_type: str = "epsilon"

    @staticmethod
    def read(values: dict) -> "Noise":
        _only("The scheduler config", values, beta_schedule=("linear", "scaled_linear"), prediction_type=("epsilon", "v_prediction"),
              timestep_spacing="leading", clip_sample=False, thresholding=False, trained_betas=(), rescale_betas_zero_snr=False)
        return _picked(Noise, "The scheduler config", values)
