"""Messages are openpi's, byte for byte, and nonsense is an error that says so."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from home_agent.doors.pack import pack, unpack
from home_agent.errors import BadInput

# What openpi-client 0.1.2 packs for {"a": np.array([[1, 2]], np.uint8), "b": np.float32(0.5)}.
THEIRS = bytes.fromhex(
    "82a16184c40b5f5f6e6461727261795f5fc3c40464617461c4020102c4056474797065a37c7531c40573686170"
    "65920102a16283c40d5f5f6e7067656e657269635f5fc3c40464617461cb3fe0000000000000c4056474797065a33c6634"
)


def test_bytes_are_those_of_openpi() -> None:
    value = {"a": np.array([[1, 2]], np.uint8), "b": np.float32(0.5)}
    assert pack(value) == THEIRS
    back = unpack(THEIRS)
    assert back["a"].dtype == np.uint8 and back["a"].tolist() == [[1, 2]]
    assert back["b"] == np.float32(0.5) and back["b"].dtype == np.float32


@given(
    st.sampled_from(["f4", "f8", "u1", "i8", "?"]).flatmap(
        lambda kind: arrays(kind, st.lists(st.integers(0, 4), max_size=3).map(tuple))
    )
)
@settings(deadline=None)
def test_arrays_come_back_as_they_were(value: np.ndarray) -> None:
    back = unpack(pack({"x": [value, "words", None]}))["x"]
    assert back[0].dtype == value.dtype and back[0].shape == value.shape
    np.testing.assert_array_equal(back[0], value)
    assert back[0].flags.writeable and back[1:] == ["words", None]


@pytest.mark.parametrize("value", [np.array([object()]), {"x": {1, 2}}, np.array([1j]), 2**80])
def test_what_is_no_number_is_not_sent(value: object) -> None:
    with pytest.raises(BadInput, match="cannot be sent"):
        pack(value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xc1",
        b"GET / HTTP/1.1",
        THEIRS[:-3],
        THEIRS.replace(b"|u1", b"|O8"),
        THEIRS.replace(b"|u1", b"<f8"),  # more bytes than there are
        pack({b"__ndarray__": True, b"data": b"", b"dtype": "|u1", b"shape": [-1]}),
        pack({b"__ndarray__": True}),
    ],
)
def test_nonsense_is_told(data: bytes) -> None:
    with pytest.raises(BadInput, match="broken"):
        unpack(data)


@given(st.binary(max_size=200))
def test_no_bytes_break_it(data: bytes) -> None:
    with suppress(BadInput):
        unpack(data)
