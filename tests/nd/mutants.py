"""Arrays' files, damaged and forged."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Iterator

import numpy as np

SHAPES = [
    "(1<<40,)", "(-1,)", "(-1, -4)", "(4294967296, 4294967296)", "()", "(0,)", "(3,)", "(1e3,)", "(True,)",
    "(99999999999999999999,)", "None", "[2, 3]", "(2, 3", "(2, 3,)", "((2, 3),)", "(" * 900 + ")" * 900, "(2, '3')",
    "2", "(1000000000000,)", "(1,) * 9", "(2, 3)",
]  # fmt: skip
TYPES = [
    "'<f8'", "'>f4'", "'|O'", "'<i4'", "'<c8'", "'<U9'", "'|V4'", "'|V2147483647'", "'<f2'", "'f4, (1<<20,)i8'", "'<f'",
    "''", "None", "'>i8'", "'<M8[ns]'", "[('a', '<f4')]", "[('a', '|O')]", "('<f4', (1000000,))", "'<U536870911'", "7",
]  # fmt: skip
ORDERS = ["True", "False", "1", "None", "os", "'False'"]


def npy_mutants(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many files, each with how it was made."""
    draw = random.Random(seed)
    arrays = [
        np.arange(6, dtype="<f4").reshape(2, 3),
        np.arange(24, dtype=">i8").reshape(2, 3, 4),
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        np.float32(7),
        np.zeros((0, 3), np.uint8),
        np.array([True, False]),
        np.arange(5) * 1j,
        np.array([{}], dtype=object),
        np.array(["a", "bc"]),
    ]
    for i in range(count):
        array = draw.choice(arrays)
        how, content = _npy(array, draw)
        if draw.random() < 0.4:
            how, content = f"npz of {how}", _npz(content, draw)
        yield f"seed {seed}, mutant {i}: {how}", content


def _npy(array: np.ndarray, draw: random.Random) -> tuple[str, bytes]:
    out = io.BytesIO()
    np.lib.format.write_array(out, np.asanyarray(array), allow_pickle=True)
    content = out.getvalue()
    way = draw.randrange(7)
    if way == 6:
        return "whole", content
    if way == 0:
        return "cut", content[: draw.randrange(len(content))]
    if way == 1:
        return "bytes", _bytes(content, draw)
    if way == 2:
        other = draw.choice([b"{'a':1}\n", b"1" * 8, b"((((((((", b"\0" * 8])
        return "other text", b"\x93NUMPY\x01\x00" + struct.pack("<H", 8) + other
    shape, kind, order = draw.choice(SHAPES), draw.choice(TYPES), draw.choice(ORDERS)
    text = f"{{'descr': {kind}, 'fortran_order': {order}, 'shape': {shape}, }}\n"
    if way == 3:
        text = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}\n"
    if way == 4:
        text = f"{{'descr': {kind}, 'fortran_order': False, 'shape': (2, 3), }}\n"
    version = draw.choice([1, 1, 1, 2, 3, 0, 9])
    length = draw.choice([len(text), len(text), len(text), 0, 5, 65535, 0x7FFFFFFF if version != 1 else 999])
    head = b"\x93NUMPY" + bytes([version, 0]) + struct.pack("<H" if version == 1 else "<I", length)
    return text, head + text.encode() + bytes(draw.choice([24, 24, 0, 23, 48, 6]))


def _npz(content: bytes, draw: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", draw.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as members:
        members.writestr("a.npy", content)
        members.writestr(draw.choice(["b.npy", "b.txt", "../c.npy", "é", "b/"]), content)
    made = out.getvalue()
    way = draw.randrange(5)
    if way == 0:
        return made[: draw.randrange(len(made))]
    if way < 3:
        return _bytes(made, draw)
    return made


def _bytes(content: bytes, draw: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(draw.randint(1, 8)):
        at = draw.randrange(len(changed))
        changed[at] = draw.choice([changed[at] ^ 1 << draw.randrange(8), 0, 255])
    return bytes(changed)
