"""Weights in blocks along the input, one scale a block, as ONNX Runtime's MatMulNBits reads them."""

from __future__ import annotations

import numpy as np

# Its CPU kernels take half the time for blocks of 128 that they take for 32, and the scales a quarter of the memory (test/bench/RESULTS.md).
BLOCK = 128
ROWS_AT_ONCE = 1024  # bounds the memory of what lies between
# Besides the scale that just reaches a block's largest number: a smaller one cuts that off and is finer for all others.
SCALES_TRIED = {4: (0.9, 0.8), 8: ()}


def quantised_shapes(rows: int, columns: int, bits: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Of the packed numbers (uint8) and of the scales (float32), for weights (rows, columns)."""
    blocks = -(-columns // BLOCK)
    return (rows, blocks, BLOCK * bits // 8), (rows * blocks,)


def quantise(weights: np.ndarray, bits: int) -> tuple[np.ndarray, np.ndarray]:
    """Symmetric: value = (q - 2^(bits-1)) * scale. The largest number of a block has the sign of the lowest q, whose reach is one longer."""
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
    reaching = (np.where(highest > -lowest, highest, lowest) / -half).astype(np.float32)
    levels, scales = _levels(values, reaching, half), reaching
    least = _errors(values, levels, scales, half)
    for share in SCALES_TRIED[bits]:
        finer = (reaching * share).astype(np.float32)
        tried = _levels(values, finer, half)
        errors = _errors(values, tried, finer, half)
        better = errors < least
        levels[better], least[better], scales = tried[better], errors[better], np.where(better, finer, scales)
    return (levels[..., ::2] | levels[..., 1::2] << 4 if bits == 4 else levels), scales


def _levels(values: np.ndarray, scales: np.ndarray, half: int) -> np.ndarray:
    inverse = np.divide(1, scales, out=np.zeros_like(scales), where=scales != 0)
    levels = values * inverse[..., None]
    levels += half + 0.5
    return np.clip(levels, 0, 2 * half - 1, out=levels).astype(np.uint8)


def _errors(values: np.ndarray, levels: np.ndarray, scales: np.ndarray, half: int) -> np.ndarray:
    """Of each block, squared and summed."""
    return np.square((levels - np.float32(half)) * scales[..., None] - values).sum(-1)
