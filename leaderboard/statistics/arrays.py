"""The arrays that all statistics take, checked once, and the generator that belongs to them."""

from hashlib import sha256

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Signs = NDArray[np.int8]


def two_columns(human: ArrayLike, metric: ArrayLike) -> tuple[Floats, Floats]:
    """Convert two columns to arrays (n,).

    Raises:
        ValueError: They are no two columns of one length, or hold something not finite.
    """
    x = np.asarray(human, dtype=np.float64)
    y = np.asarray(metric, dtype=np.float64)
    if x.ndim != 1 or x.shape != y.shape:
        raise ValueError(f"two columns of one length are needed, not {x.shape} and {y.shape}")
    _check_finite(x, y)
    return x, y


def same_tables(*tables: ArrayLike) -> list[Floats]:
    """Convert tables to arrays (T2I models, prompts) of one shape.

    Raises:
        ValueError: They differ in shape (other prompts, other T2I models), or hold something not finite.
    """
    arrays = [np.asarray(table, dtype=np.float64) for table in tables]
    if any(array.ndim != 2 or array.shape != arrays[0].shape for array in arrays):
        shapes = " and ".join(str(array.shape) for array in arrays)
        raise ValueError(f"tables of one shape (T2I models, prompts) are needed, not {shapes}")
    _check_finite(*arrays)
    return arrays


def generator_of(*data: ArrayLike) -> np.random.Generator:
    """Seed a generator by the data alone, so that the same data always give the same figures."""
    digest = sha256()
    for part in data:
        array = np.ascontiguousarray(part)
        digest.update(f"{array.dtype.str}{array.shape}".encode())
        digest.update(array.tobytes())
    return np.random.default_rng(int.from_bytes(digest.digest()[:16], "big"))


def _check_finite(*arrays: Floats) -> None:
    if not all(np.isfinite(array).all() for array in arrays):
        raise ValueError("every number must be finite")
