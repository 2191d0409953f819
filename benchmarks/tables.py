"""Results as a table and as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_COLUMNS = {
    "pipeline": ("pipeline", "{}"),
    "top1": ("right first", "{:.3f}"),
    "top3": ("in three", "{:.3f}"),
    "train_s": ("training s", "{:.0f}"),
    "train_mb": ("training MB", "{:,}"),
    "load_s": ("load s", "{:.1f}"),
    "parse_mb": ("serving MB", "{:,}"),
    "p50_ms": ("parse p50 ms", "{:.1f}"),
    "p95_ms": ("p95 ms", "{:.1f}"),
    "date": ("measured", "{}"),
}


def table(about: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> str:
    """A Markdown table for each dataset."""
    lines = [
        "# Understanding, beside stock Rasa",
        "",
        f"Commit {about['commit']}, {about['machine']}, {about['date']}. Written by",
        "`make bench-nlu`; what each number means stands in ../README.md. The default's figures",
        "are kept by config, data and versions: its date says when they were measured.",
    ]
    for dataset in dict.fromkeys(row["dataset"] for row in rows):
        mine = [row for row in rows if row["dataset"] == dataset]
        lines += [
            "",
            f"## {dataset}: {mine[0]['examples']} examples, {mine[0]['tested']} judged",
            "",
            "| " + " | ".join(title for title, _ in _COLUMNS.values()) + " |",
            "|" + "---|" * len(_COLUMNS),
        ]
        lines += [
            "| " + " | ".join(form.format(row[key]) for key, (_, form) in _COLUMNS.items()) + " |"
            for row in mine
        ]
    return "\n".join(lines) + "\n"


def picture(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Accuracy against training time, a point for each pipeline and dataset."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 4.5))
    for dataset in dict.fromkeys(row["dataset"] for row in rows):
        mine = [row for row in rows if row["dataset"] == dataset]
        axes.scatter([r["train_s"] for r in mine], [r["top1"] for r in mine], label=dataset)
        for row in mine:
            place = (row["train_s"], row["top1"])
            axes.annotate(
                row["pipeline"], place, textcoords="offset points", xytext=(6, 4), fontsize=8
            )
    axes.set_xscale("log")
    axes.set_xlabel("training, seconds (logarithmic)")
    axes.set_ylabel("right label first")
    axes.set_ylim(0, 1)
    axes.margins(x=0.2)  # the names stand to the right of their points
    axes.grid(visible=True, alpha=0.3)
    axes.legend()
    figure.tight_layout()
    figure.savefig(path, dpi=120)
