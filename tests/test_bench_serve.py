"""What `bench serve` reports was really measured on a server of its own."""

from pathlib import Path

import pytest

from home_agent.bench import serve
from home_agent.bench.blank import write_blank
from home_agent.errors import BadInput
from home_agent.vla.shipped import SHIPPED


def test_each_crowd_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "ROBOTS", (1, 3))
    monkeypatch.setattr(serve, "CHUNKS", 12)
    row = serve.play(7, serve.BLANK)
    assert [len(row[count]["ms"]) for count in ("1", "3")] == [7, 21]
    assert set(row["1"]["batch"]) == {1} and max(row["3"]["batch"]) <= 3
    one = serve.sum_up([row]).splits["1 robots"]
    # A robot alone has its next chunk as soon as the last is there.
    assert one["serve.chunks_per_s"].value == pytest.approx(
        1000 / (sum(row["1"]["ms"]) / 7), rel=0.5
    )
    assert one["serve.p50_ms"].value <= one["serve.p95_ms"].value
    assert set(serve.sum_up([row]).metrics) == set(one)


def test_what_cannot_act_is_not_measured(tmp_path: Path) -> None:
    write_blank(tmp_path)
    serve.check(str(tmp_path), range(1))
    serve.check(serve.BLANK, range(1))
    with pytest.raises(BadInput, match="not learned to act"):
        serve.check(str(SHIPPED), range(1))
    with pytest.raises(BadInput, match="no folder 'teacher'"):
        serve.check("teacher", range(1))


def test_equal_seeds_make_equal_networks(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_blank(tmp_path / name, seed)
    a, b, c = ((tmp_path / name / "act.onnx").read_bytes() for name in "abc")
    assert a == b and a != c
