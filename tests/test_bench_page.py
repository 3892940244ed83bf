"""A report becomes one page that needs nothing else."""

from base64 import b64encode
from dataclasses import replace

from home_agent.bench.page import as_page
from home_agent.bench.report import Example, Report, as_json
from home_agent.bench.stats import rate


def report() -> Report:
    right = Example("new homes", "the <red> mug", True, "seed 100003", b"\xff\xd8right")
    wrong = Example("absent", "a cup", False, "seed 100004", b"\xff\xd8wrong")
    splits = {"new homes": {"ground.hit": rate(9, 10)}, "absent": {"ground.hit": rate(0, 0)}}
    return Report(
        "ground", "nano", 100_000, 2, 3.0, {"ground.hit": rate(9, 10)}, splits,
        {"mug": {"ground.hit": rate(3, 4)}}, examples=(right, wrong),
    )  # fmt: skip


def test_the_page_holds_figures_and_pictures() -> None:
    page = as_page(report())
    assert "0.9" in page and "0.5958 to 0.9821" in page
    assert "seeds 100000 to 100001" in page
    for jpeg in (b"\xff\xd8right", b"\xff\xd8wrong"):
        assert f"data:image/jpeg;base64,{b64encode(jpeg).decode()}" in page
    assert "the &lt;red&gt; mug" in page and "<red>" not in page
    assert page.count("<figure>") == page.count("</figure>") == 2
    assert (
        "http" not in page
        and "<script" not in page
        and "nan" not in page.lower().replace("policy nano", "")
    )


def test_what_went_wrong_is_listed() -> None:
    page = as_page(replace(report(), bench="act", failures=("seed 100001: the <mug> fell",)))
    assert "What went wrong (1)" in page and "the &lt;mug&gt; fell" in page
    assert "Yellow outline" not in page and "How it ended" in page
    assert "What went wrong" not in as_page(report())


def test_pictures_stay_out_of_the_json() -> None:
    assert "examples" not in as_json(report())
