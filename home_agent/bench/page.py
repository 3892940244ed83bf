"""A report comes in; one self-contained HTML page with its figures and pictures goes out."""

from __future__ import annotations

import math
from base64 import b64encode
from collections.abc import Iterator, Mapping
from html import escape

from home_agent.bench.report import Example, Metrics, Report, commit
from home_agent.bench.stats import Metric

_STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 2em auto; max-width: 1020px; color: #222; }
h1 { font-size: 1.5em; } h2 { font-size: 1.15em; margin-top: 2em; } .dim { color: #666; }
table { border-collapse: collapse; } td, th { padding: .2em .9em .2em 0; text-align: left; }
th { border-bottom: 1px solid #999; } td { border-bottom: 1px solid #e4e4e4; }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
.all { display: grid; grid-template-columns: repeat(auto-fill, minmax(236px, 1fr)); gap: 14px; }
figure { margin: 0; } img { width: 100%; border-radius: 3px; display: block; }
figcaption { font-size: .86em; padding-top: .2em; } .ok { color: #187318; } .no { color: #b3201b; }
"""
_POINTS = (
    "Yellow outline: what the words mean. Ring: where both looks point, green when right and red "
    "when wrong. White cross: where look 1 alone points. Without an outline nothing in view is "
    "meant, and right is who is less than half sure that it is."
)
_ENDS = "How it ended: what the head's camera sees, and the robot from behind."
_LEGENDS = {"ground": _POINTS, "act": _ENDS, "fetch": _ENDS}


def as_page(report: Report) -> str:
    """The page: figures with 95% intervals, then pictures by split, what went wrong first."""
    title = f"bench {report.bench} · policy {report.policy}"
    seeds = f"seeds {report.seed} to {report.seed + report.episodes - 1}"
    parts = [
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{escape(title)}</title>",
        f"<style>{_STYLE}</style><h1>{escape(title)}</h1>",
        f"<p class=dim>{seeds} · commit {commit()} · {report.wall_s:.0f} s</p>",
        *_table({"": report.metrics, **report.splits}),
        *(_pictures(report) if report.examples else ()),
        *(("<h2>By kind</h2>", *_table(report.per_kind)) if report.per_kind else ()),
        *(_failures(report) if report.failures else ()),
        "</html>",
    ]
    return "\n".join(parts) + "\n"


def _table(groups: Mapping[str, Metrics]) -> Iterator[str]:
    yield "<table><tr><th><th>figure<th>value<th>95% interval<th>n"
    for group, metrics in groups.items():
        for place, (name, metric) in enumerate(metrics.items()):
            shown = escape(group) if place == 0 else ""
            yield f"<tr><td>{shown}<td>{escape(name)}{_cells(metric)}"
    yield "</table>"


def _cells(metric: Metric) -> str:
    interval = f"{_figure(metric.low)} to {_figure(metric.high)}"
    return f"<td class=n>{_figure(metric.value)}<td class=n>{interval}<td class=n>{metric.n}"


def _figure(value: float) -> str:
    return f"{value:.4g}" if math.isfinite(value) else "-"


def _pictures(report: Report) -> Iterator[str]:
    yield f"<p class=dim>{_LEGENDS.get(report.bench, '')}</p>"
    for split in dict.fromkeys(one.split for one in report.examples):
        yield f"<h2>{escape(split)}</h2><div class=all>"
        yield from (_picture(one) for one in report.examples if one.split == split)
        yield "</div>"


def _failures(report: Report) -> Iterator[str]:
    yield f"<h2>What went wrong ({len(report.failures)})</h2><ul>"
    yield from (f"<li class=dim>{escape(line)}" for line in report.failures)
    yield "</ul>"


def _picture(one: Example) -> str:
    data = b64encode(one.jpeg).decode("ascii")
    mark = "<span class=ok>right</span>" if one.good else "<span class=no>wrong</span>"
    caption = f"“{escape(one.words)}” · {mark}<br><span class=dim>{escape(one.note)}</span>"
    return (
        f'<figure><img alt="{escape(one.words)}" src="data:image/jpeg;base64,{data}">'
        f"<figcaption>{caption}</figcaption></figure>"
    )
