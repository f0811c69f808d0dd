"""The wire: what is packed comes back as exact plain types, and nothing malformed gets through."""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import msgpack
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.guest.guest import stand_in
from grader.guest.weight import ARRAY, MAX_DEPTH, MAX_DIMS, REF, SCALAR, TUPLE, TUPLE_MARK, weigh
from grader.guest.wire import MAX_REUSED, MAX_WEIGHT, Codec, Ref, WireError, frame


def refuse(*_: Any) -> Any:
    raise WireError("unexpected")


JUDGE = Codec(refuse, lambda ref: ref, refuse, most=MAX_WEIGHT)
GUEST = Codec(
    lambda item: stand_in(item) if stand_in(item) is not None else Ref(1, "T", False),
    refuse,
    refuse,
    most=None,
)

numbers = st.none() | st.booleans() | st.integers(-(2**200), 2**200) | st.floats(allow_nan=False) | st.text(max_size=30)
arrays = hnp.arrays(
    st.sampled_from(["?", "i1", "u2", "i4", "i8", "u8", "f2", "f4", "f8", "c8", "c16"]),
    hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
)
values = st.recursive(
    numbers | st.binary(max_size=30) | st.complex_numbers(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5) | st.integers(-100, 100), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(values)
def test_plain_values_come_back_as_they_were(value: Any) -> None:
    """Packing and unpacking is the identity on plain data, types included."""
    got = JUDGE.unpack(GUEST.pack(value))
    assert got == value
    assert type(got) is type(value)


@given(arrays)
def test_arrays_come_back_bit_for_bit(array: np.ndarray[Any, Any]) -> None:
    """An array keeps its dtype, shape and bytes, and can be written."""
    got = JUDGE.unpack(GUEST.pack(array))
    assert type(got) is np.ndarray
    assert (got.dtype, got.shape, got.tobytes()) == (array.dtype, array.shape, array.tobytes())
    assert got.flags.writeable


def test_odd_layouts_arrive_as_plain_arrays() -> None:
    """Big-endian, negative strides, broadcast views and subclasses arrive with the same numbers."""

    class Grid(np.ndarray[Any, Any]):
        pass

    base = np.arange(6, dtype=">f8").reshape(2, 3)
    for array in (base, base[::-1, ::-1], np.broadcast_to(np.float64(3.0), (2, 3)), base.view(Grid), np.ma.array(base)):
        got = JUDGE.unpack(GUEST.pack(array))
        assert type(got) is np.ndarray
        assert got.tolist() == np.asarray(array).tolist()


class Pair(NamedTuple):
    """A tuple with names."""

    first: Any
    second: Any


def test_subclasses_that_lie_arrive_as_their_base() -> None:
    """A float whose comparisons lie arrives as a float that does not."""

    class Liar(float):
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = float.__hash__

    class Rows(list[int]):
        def __len__(self) -> int:
            return 99

    class Whole(int):
        pass

    got = JUDGE.unpack(GUEST.pack([Liar(0.5), Rows([1, 2]), Whole(7), Whole(2**70), Pair(1, (2,))]))
    assert type(got[0]) is float
    assert got[0] != 1.0
    assert got[1:] == [[1, 2], 7, 2**70, (1, (2,))]
    assert [type(item) for item in got[1:]] == [list, int, int, tuple]


def test_objects_become_references() -> None:
    """What cannot travel becomes a reference, also inside containers and object arrays."""
    assert JUDGE.unpack(GUEST.pack({"net": object()})) == {"net": Ref(1, "T", False)}
    assert JUDGE.unpack(GUEST.pack(np.array([object()]))) == Ref(1, "T", False)


def test_packing_in_the_middle_of_packing() -> None:
    """What stands in for a thing may need packing itself, as when a student's mapping calls a judge's function."""
    codec: Codec

    def give(item: Any) -> Any:
        return [item.pop(), len(codec.pack([1, 2, (3,)])), ("after",)]

    codec = Codec(give, refuse, refuse, most=MAX_WEIGHT)
    sent = ["before", {1}, ({2}, "between"), [np.float64(0.5), {3}], "behind"]
    size = len(codec.pack([1, 2, (3,)]))
    wanted = [[n, size, ("after",)] for n in (1, 2, 3)]
    assert JUDGE.unpack(codec.pack(sent)) == ["before", wanted[0], (wanted[1], "between"), [0.5, wanted[2]], "behind"]


def test_a_message_that_cannot_be_packed_leaves_nothing_for_the_next() -> None:
    """After one that broke off in the middle, and after one too large to keep its buffer, the next is whole."""
    with pytest.raises(WireError):
        GUEST.pack(["begun", 1 << 5000])
    assert JUDGE.unpack(GUEST.pack(["next"])) == ["next"]
    large = np.ones(MAX_REUSED)
    assert np.array_equal(JUDGE.unpack(GUEST.pack([large]))[0], large)
    assert JUDGE.unpack(GUEST.pack(["next"])) == ["next"]


@settings(max_examples=300)
@given(st.binary(max_size=200))
def test_noise_is_refused_or_plain(data: bytes) -> None:
    """Random bytes raise WireError or decode to plain data; nothing else ever happens."""
    with contextlib.suppress(WireError):
        JUDGE.unpack(data)


@settings(max_examples=300)
@given(values | arrays, st.data())
def test_damaged_frames_are_refused_or_plain(value: Any, data: st.DataObject) -> None:
    """Flipping a byte of a good frame raises WireError or decodes to plain data."""
    packed = bytearray(GUEST.pack(value))
    packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(WireError):
        JUDGE.unpack(packed)


def array(char: Any, shape: Any, body: bytes) -> msgpack.ExtType:
    head = msgpack.packb([char, shape])
    return msgpack.ExtType(ARRAY, bytes([len(head)]) + head + body)


@pytest.mark.parametrize(
    "forged",
    [
        array("O", [1], b"\0" * 8),
        array("V", [1], b"\0"),
        array("f8", [1], b"\0" * 8),
        array("d", [2], b"\0" * 8),
        array("d", [-1], b""),
        array("d", [0, 2**31 - 1, 2**31 - 1], b""),
        array("d", [2**40], b""),
        array("d", [1] * (MAX_DIMS + 1), b"\0" * 8),
        array("d", "11", b"\0" * 8),
        array("d", [True], b"\0" * 8),
        array(["d"], [1], b"\0" * 8),
        msgpack.ExtType(ARRAY, b""),
        msgpack.ExtType(ARRAY, b"\xff"),
        msgpack.ExtType(SCALAR, array("d", [1], b"\0" * 8).data),
        msgpack.ExtType(REF, msgpack.packb([1])),
        msgpack.ExtType(REF, msgpack.packb([-1, "T", False])),
        msgpack.ExtType(REF, msgpack.packb([1, "T" * 201, False])),
        msgpack.ExtType(TUPLE, msgpack.packb({"a": 1})),
        msgpack.ExtType(TUPLE, b""),
        [1, msgpack.ExtType(TUPLE, b"")],
        {"a": msgpack.ExtType(TUPLE, b"")},
        msgpack.Timestamp(0),
        msgpack.ExtType(99, b""),
        msgpack.ExtType(4, b"\x7f" * 521),
        msgpack.ExtType(3, b"1234"),
        msgpack.ExtType(7, struct.pack(">I", 0)),
    ],
)
def test_forged_values_are_refused(forged: Any) -> None:
    """Dtypes that hold objects, shapes that do not fit, misplaced marks, unknown extension types: WireError."""
    with pytest.raises(WireError):
        JUDGE.unpack(msgpack.packb([None, forged]))


def test_depth_is_bounded_both_ways() -> None:
    """Cyclic and very deep values cannot be packed; deep frames cannot be unpacked."""
    cycle: list[Any] = []
    cycle.append(cycle)
    deep: Any = ()
    for _ in range(5000):
        deep = (deep,)
    for value in (cycle, deep):
        with pytest.raises(WireError):
            GUEST.pack(value)
    for data in ((b"\x92" + TUPLE_MARK) * 100 + b"\xc0", b"\x91" * 100_000):
        with pytest.raises(WireError):
            JUDGE.unpack(data)


def test_lengths_that_are_only_promised_cost_nothing() -> None:
    """Headers that promise billions of items are refused at once."""
    for head in (
        b"\xdd\xff\xff\xff\xff",
        b"\xdf\xff\xff\xff\xff",
        b"\xdb\xff\xff\xff\xff",
        b"\xc9\xff\xff\xff\xff\x01",
    ):
        with pytest.raises(WireError):
            JUDGE.unpack(head)


def test_as_deep_as_may_be_arrives() -> None:
    """Lists and tuples that are as deep as the bound are read; one more is not."""
    for opened in (b"\x91", b"\x92" + TUPLE_MARK):
        JUDGE.unpack(opened * MAX_DEPTH + b"\xc0")
        with pytest.raises(WireError, match="deeply"):
            JUDGE.unpack(opened * (MAX_DEPTH + 1) + b"\xc0")


def faults(reader: Callable[[bytes], Any], data: bytes) -> str:
    """Return what a reader says of ``data``, nothing if it reads it."""
    try:
        reader(data)
    except (ValueError, TypeError, msgpack.UnpackException, WireError) as error:
        return str(error) or type(error).__name__
    return ""


@settings(max_examples=300)
@given(values | arrays, st.binary(max_size=60))
def test_what_is_weighed_is_what_is_read(value: Any, noise: bytes) -> None:
    """The walk ends where msgpack's reader ends; what it finds to be no message, that one cannot read either."""
    for data in (GUEST.pack(value), noise):
        read = faults(partial(msgpack.unpackb, strict_map_key=False, unicode_errors="replace"), data)
        walked = faults(partial(weigh, most=MAX_WEIGHT), data)
        if not walked or "cannot be read" in walked:
            assert bool(walked) == bool(read)


def test_frames_have_a_limit() -> None:
    """A payload beyond the limit is not framed."""
    assert frame(b"abc", 3) == b"\0\0\0\3abc"
    with pytest.raises(WireError, match="4 bytes"):
        frame(b"abcd", 3)
