"""Draws docs/outcomes.png from the newest results of the main scenario: python docs/picture.py"""

from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

folder = Path(Path("results/nato_clause/latest").read_text().strip())
outcomes = pd.read_csv(folder / "outcomes.csv")
timeline = pd.read_csv(folder / "timeline.csv").query("kind == 'cumulative' and name.str.startswith('war')")

names = {
    "war_alone": "war, Ukraine alone",
    "war_with_nato": "war, NATO fights",
    "peace_in_nato": "peace, in NATO",
    "peace": "peace, outside NATO",
}
colours = {
    "war_alone": "#b2182b",
    "war_with_nato": "#ef8a62",
    "peace_in_nato": "#67a9cf",
    "peace": "#2166ac",
}
variants = {"plain_ceasefire": "plain ceasefire", "clause": "with the clause"}

figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.4), width_ratios=[1.15, 1], layout="constrained")
for row, variant in enumerate(variants):
    start = 0.0
    shares = outcomes[outcomes.variant == variant].set_index("outcome").probability
    for outcome, name in names.items():
        share = shares[outcome]
        left.barh(row, share, left=start, color=colours[outcome], label=name if row == 0 else None)
        if share > 0.05:
            left.text(start + share / 2, row, f"{share:.2f}", ha="center", va="center", color="white")
        start += share
left.set_yticks(range(len(variants)), list(variants.values()))
left.invert_yaxis()
left.set_xlim(0, 1)
left.set_xlabel("probability within ten years, mean over 1,000 draws")
left.legend(ncols=2, loc="lower center", bbox_to_anchor=(0.45, 1.0), frameon=False, fontsize=9)

war = timeline.groupby(["variant", "period"], sort=False)[["value"]].sum()
styles = {"plain_ceasefire": "#b2182b", "clause": "#2166ac"}
for variant, name in variants.items():
    line = war.loc[variant]
    right.plot(line.index / 4, line.value, color=styles[variant], label=name)
right.set_xlabel("years")
right.set_ylabel("probability of any war so far")
right.set_ylim(0, 0.6)
right.legend(frameon=False)
for axis in (left, right):
    axis.spines[["top", "right"]].set_visible(False)
figure.savefig("docs/outcomes.png", dpi=130)
