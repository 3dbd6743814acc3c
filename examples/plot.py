"""Draws a run: how games end, one outcome over time, what is believed, and an overview.

    python examples/plot.py                            # the newest run, which `pactum path` names
    python examples/plot.py FOLDER --outcome war_alone war_with_nato --out pictures

It needs pandas and matplotlib. Several outcomes are taken together.
"""

import argparse
import json
import math
import subprocess
import textwrap
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

# The colours of Okabe and Ito, which the colour-blind tell apart, without yellow, which is too pale for lines.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"]
STYLES = ["-", "--", ":", "-."]


class Run:
    """The folder of a run: its tables, and what the scenario calls things."""

    def __init__(self, folder):
        self.folder = folder
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        self.draws = manifest["counts"]["draws_per_variant"]
        labels = pd.read_csv(folder / "labels.csv", dtype=str, keep_default_na=False)
        self.labels = dict(zip(zip(labels.kind, labels.name), labels.label))
        self.outcomes = self.table("outcomes")
        self.variants = list(self.outcomes.variant.unique())
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        timeline = next(table for table in package["resources"] if table["name"] == "timeline")
        period = next(field for field in timeline["schema"]["fields"] if field["name"] == "period")
        self.period = period["unit"].replace("_", " ")

    def table(self, name):
        """A table; only empty cells are missing, so that nothing called "NA" gets lost."""
        return pd.read_csv(self.folder / f"{name}.csv", keep_default_na=False, na_values=[""])

    def label(self, kind, name, width=24):
        """What a thing is called, in lines of this width."""
        label = self.labels.get((kind, name)) or name.split(".")[-1].replace("_", " ")
        return textwrap.fill(label, width)


def colour(number):
    return COLOURS[number % len(COLOURS)]


def style(number):
    return STYLES[number % len(STYLES)]


def draw_outcomes(axes, run):
    """Bars: the probability of each outcome in each variant. A thin line holds nine tenths of the draws."""
    names = list(run.outcomes.outcome.unique())
    thickness = 0.8 / len(run.variants)
    for number, variant in enumerate(run.variants):
        rows = run.outcomes[run.outcomes.variant == variant].set_index("outcome").loc[names]
        places = [place + (number - (len(run.variants) - 1) / 2) * thickness for place in range(len(names))]
        label = run.label("variant", variant, 40)
        axes.barh(places, rows.probability, thickness, color=colour(number), label=label)
        if run.draws > 1:
            axes.hlines(places, rows.probability_p05, rows.probability_p95, color="black", linewidth=1)
        ends = rows.probability if run.draws == 1 else rows[["probability", "probability_p95"]].max(axis="columns")
        for place, end, probability in zip(places, ends, rows.probability):
            axes.annotate(f"{probability:.2f}", (end, place), (4, 0), textcoords="offset points", va="center", fontsize=8)
    axes.set_yticks(range(len(names)), [run.label("outcome", name) for name in names])
    axes.margins(y=0.02)
    axes.invert_yaxis()
    # The numbers beside the bars need room.
    axes.set_xlim(0, 1.15 * axes.dataLim.xmax)
    spread = f", mean over {run.draws:,} draws\n(lines: nine tenths of the draws)"
    axes.set_xlabel(f"probability{spread if run.draws > 1 else ''}")
    axes.set_title("How games end")


def draw_timeline(axes, run, outcomes):
    """Lines: the probability that these outcomes have come by each period. A band holds nine tenths of the draws."""
    timeline = run.table("timeline").query("kind == 'cumulative' and name in @outcomes")
    # Percentiles of a sum are not the sum of percentiles.
    band = run.draws > 1 and len(outcomes) == 1
    for number, variant in enumerate(run.variants):
        rows = timeline[timeline.variant == variant].groupby("period")[["value", "value_p05", "value_p95"]].sum()
        label = run.label("variant", variant, 40)
        axes.plot(rows.index, rows.value, style(number), color=colour(number), linewidth=2, label=label)
        if band:
            axes.fill_between(rows.index, rows.value_p05, rows.value_p95, color=colour(number), alpha=0.15, linewidth=0)
    axes.set_xlabel(f"{run.period}\n(bands: nine tenths of the draws)" if band else run.period)
    axes.set_xlim(left=0)
    axes.set_ylim(bottom=0)
    axes.set_ylabel("probability so far")
    names = " or ".join(run.label("outcome", name, 1000) for name in outcomes)
    axes.set_title(textwrap.fill(names, 44))


def outcomes_height(run):
    """How high a picture of the outcomes is, in inches: each bar has room for its number, each outcome for its name."""
    return 1.6 + run.outcomes.outcome.nunique() * max(0.6, 0.1 + 0.2 * len(run.variants))


def outcomes_picture(run, _):
    figure, axes = plt.subplots(figsize=(8, outcomes_height(run)), layout="constrained")
    draw_outcomes(axes, run)
    return figure, axes.get_legend_handles_labels()


def timeline_picture(run, outcomes):
    figure, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
    draw_timeline(axes, run, outcomes)
    return figure, axes.get_legend_handles_labels()


def overview_picture(run, outcomes):
    size = (11, max(4.4, outcomes_height(run)))
    figure, (left, right) = plt.subplots(1, 2, figsize=size, width_ratios=[1.2, 1], layout="constrained")
    draw_outcomes(left, run)
    draw_timeline(right, run, outcomes)
    return figure, left.get_legend_handles_labels()


def beliefs_picture(run, _):
    """A panel for each observer and what it does not know: a colour for each type, a style for each variant."""
    beliefs = run.table("beliefs").query("true_type == 'any'")
    pairs = list(dict.fromkeys(zip(beliefs.observer, beliefs.about)))
    if not pairs:
        return None, None
    columns = min(3, len(pairs))
    rows = math.ceil(len(pairs) / columns)
    size = (4 * columns, 3.4 * rows)
    figure, panels = plt.subplots(rows, columns, figsize=size, sharey=True, squeeze=False, layout="constrained")
    for axes, (observer, about) in zip(panels.flatten(), pairs):
        draw_beliefs(axes, run, beliefs[(beliefs.observer == observer) & (beliefs.about == about)])
    for axes in panels.flatten()[len(pairs) :]:
        axes.set_axis_off()
    for axes in panels[:, 0]:
        axes.set_ylabel("mean belief")
    styles = [plt.Line2D([], [], color="black", linestyle=style(number)) for number in range(len(run.variants))]
    return figure, (styles, [run.label("variant", name, 40) for name in run.variants])


def draw_beliefs(axes, run, panel):
    """What one observer believes about one actor, or about one promise."""
    observer, about = panel.observer.iloc[0], panel.about.iloc[0]
    for (variant, believed), line in panel.groupby(["variant", "believed_type"], sort=False):
        number = list(panel.believed_type.unique()).index(believed)
        # The first variant stands for the type in the legend.
        label = run.label("type", f"{about}.{believed}") if variant == panel.variant.iloc[0] else None
        drawn = style(run.variants.index(variant))
        axes.plot(line.period, line.belief_mean, drawn, color=colour(number), label=label)
    kind = "actor" if ("actor", about) in run.labels else "commitment"
    title = f"{run.label('actor', observer, 1000)} about {run.label(kind, about, 1000)}"
    axes.set_title(textwrap.fill(title, 34), fontsize=10)
    axes.set_ylim(0, 1)
    axes.set_xlabel(run.period)
    axes.legend(fontsize=8, framealpha=0.7)


PICTURES = {
    "overview": overview_picture,
    "outcomes": outcomes_picture,
    "timeline": timeline_picture,
    "beliefs": beliefs_picture,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, help="results folder of a run; else the newest, by `pactum path`")
    parser.add_argument("--outcome", nargs="+", metavar="NAME", help="the outcome over time; several are taken together")
    parser.add_argument("--only", choices=PICTURES, help="draw this picture alone")
    parser.add_argument("--out", type=Path, default=Path("."), metavar="DIR", help="write the pictures to this folder")
    arguments = parser.parse_args()
    folder = arguments.folder
    if folder is None:
        found = subprocess.run(["pactum", "path"], capture_output=True, text=True)
        if found.returncode != 0:
            parser.error(found.stderr.strip())
        folder = Path(found.stdout.strip())
    if not (folder / "timeline.csv").exists():
        parser.error(f"{folder} is not the results folder of a run")
    run = Run(folder)
    known = list(run.outcomes.outcome.unique())
    outcomes = arguments.outcome or known[:1]
    for name in outcomes:
        if name not in known:
            parser.error(f"there is no outcome {name}; there are {', '.join(known)}")
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name in [arguments.only] if arguments.only else PICTURES:
        figure, legend = PICTURES[name](run, outcomes)
        if figure is None:
            continue
        for axes in figure.axes:
            axes.spines[["top", "right"]].set_visible(False)
        if len(run.variants) > 1:
            # Some twelve characters take an inch; the mark and the gap take as much as eight.
            columns = max(1, int(12 * figure.get_figwidth() / (8 + max(map(len, legend[1])))))
            figure.legend(*legend, loc="outside lower center", ncols=min(columns, len(run.variants)), frameon=False)
        path = arguments.out / f"{name}.png"
        figure.savefig(path, dpi=130)
        print(path)


if __name__ == "__main__":
    main()
