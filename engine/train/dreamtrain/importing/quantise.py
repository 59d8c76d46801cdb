"""Weights in blocks of 32 along the input, one scale a block, as ONNX Runtime's MatMulNBits reads them."""

from __future__ import annotations

import numpy as np

BLOCK = 32
ROWS_AT_ONCE = 1024  # bounds the memory of what lies between


def quantised_shapes(rows: int, columns: int, bits: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Of the packed numbers (uint8) and of the scales (float32), for weights (rows, columns)."""
    blocks = -(-columns // BLOCK)
    return (rows, blocks, BLOCK * bits // 8), (rows * blocks,)


def quantise(weights: np.ndarray, bits: int) -> tuple[np.ndarray, np.ndarray]:
    """Symmetric: value = (q - 2^(bits-1)) * scale. The largest number of a block becomes the lowest q, whose reach is one longer."""
    packed_shape, scale_shape = quantised_shapes(*weights.shape, bits)
    packed, scales = np.empty(packed_shape, np.uint8), np.empty(scale_shape, np.float32)
    blocks = packed_shape[1]
    for start in range(0, len(weights), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        packed[rows], found = _quantise_rows(weights[rows], blocks, bits)
        scales[start * blocks:start * blocks + found.size] = found.ravel()
    return packed, scales


def _quantise_rows(weights: np.ndarray, blocks: int, bits: int) -> tuple[np.ndarray, np.ndarray]:
    half = 1 << (bits - 1)
    padding = blocks * BLOCK - weights.shape[1]
    values = np.pad(weights, ((0, 0), (0, padding))).reshape(len(weights), blocks, BLOCK)
    highest, lowest = values.max(-1), values.min(-1)
    extreme = np.where(highest > -lowest, highest, lowest)
    scales = (extreme / -half).astype(np.float32)
    inverse = np.divide(1, scales, out=np.zeros_like(scales), where=scales != 0)
    levels = values * inverse[..., None]
    levels += half + 0.5
    levels = np.clip(levels, 0, 2 * half - 1, out=levels).astype(np.uint8)
    return (levels[..., ::2] | levels[..., 1::2] << 4 if bits == 4 else levels), scales
