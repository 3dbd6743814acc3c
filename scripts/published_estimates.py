#!/usr/bin/env python3
"""Estimates what others have published from the same data, and compares.

The data of a laboratory game (Ochs 1995) are shares that its paper prints; Gambit documents the precision that fits them.
The disputes of the R package `games` (Kenkel & Signorino) may not be passed on with a program: export your own copy with

    Rscript -e 'library(games); data(war1800); write.csv(war1800, "war1800.csv", row.names = FALSE)'

and give it as an argument. The model is that of the example in the package's documentation, with logit links:
esc + war ~ s_wt_re1 + revis1 | 0 | regime1 | balanc + regime2.

    cargo build --release
    python3 scripts/published_estimates.py [war1800.csv]
"""

import csv
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACTUM = ROOT / "target/release/pactum"
CASES = ROOT / "scenarios/cases"

# 128 choices of each player, of which 52.7 % and 36.6 % were the first action (McKelvey & Palfrey 1995, Table 7); counted
# in thousandths, as the shares are no whole numbers of choices.
OCHS = {"play.up": 67456, "play.down": 60544, "play.left": 46848, "play.right": 81152}
OCHS_PRECISION = 1.84561
WAR1800 = -286.182794
# Columns of the disputes as keys, and the regimes beside the first one.
COLUMNS = {"s_wt_re1": "similarity", "revis1": "revisionist", "balanc": "balance"}


def estimate(scenario, cases, *arguments):
    """The estimates by key, and the log-likelihood."""
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        (place / "scenario.toml").write_text(scenario)
        with open(place / "cases.csv", "w", newline="") as file:
            table = csv.DictWriter(file, list(cases[0]))
            table.writeheader()
            table.writerows(cases)
        command = [PACTUM, "estimate", place / "scenario.toml", "--cases", place / "cases.csv", "--out", place / "out"]
        subprocess.run([*command, *arguments], check=True, stdout=subprocess.DEVNULL)
        estimates = csv.DictReader((place / "out/estimates.csv").open())
        starts = csv.DictReader((place / "out/starts.csv").open())
        best = max(float(start["log_likelihood"]) for start in starts if start["log_likelihood"])
        return {row["key"]: float(row["estimate"]) for row in estimates}, best


def disputes(path):
    """The complete disputes as cases, and the regimes of either side that have a coefficient."""
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    used = [*COLUMNS, "regime1", "regime2", "esc", "war"]
    rows = [row for row in rows if all(row[column] not in ("", "NA") for column in used)]
    regimes = {side: sorted({row[side] for row in rows})[1:] for side in ("regime1", "regime2")}
    cases = []
    for row in rows:
        case = {key: row[column] for column, key in COLUMNS.items()}
        for side, others in regimes.items():
            case |= {f"{side}_{number}": int(row[side] == regime) for number, regime in enumerate(others)}
        escalated, fought = float(row["esc"]) == 1, float(row["war"]) == 1
        cases.append(case | {"outcome": "war" if escalated and fought else "cap" if escalated else "sq"})
    return cases, regimes


def dispute(regimes):
    """The shipped game of a dispute, with the terms of the published model."""
    text = (CASES / "dispute.toml").read_text()
    game, rest = text.split("[parameters.precision]")[0], text.split("[[stages]]", 1)[1]
    columns = [*COLUMNS.values(), *(f"{side}_{at}" for side, others in regimes.items() for at in range(len(others)))]
    terms = {
        "a": ["similarity", "revisionist"],
        "b": [column for column in columns if column.startswith("regime1")],
        "c": ["balance", *(column for column in columns if column.startswith("regime2"))],
    }
    parameters = [f"{column} = {{ value = 0, case = true }}" for column in columns]
    sums = {}
    for name, of in terms.items():
        keys = [f"{name}0", *(f"{name}_{column}" for column in of)]
        parameters += [f"{key} = {{ value = 0, estimate = true }}" for key in keys if key != "b0"]
        sums[name] = " + ".join([keys[0], *(f"{key} * {column}" for key, column in zip(keys[1:], of))])
    parameters.append("b0 = { value = 0, estimate = true }")
    game = game.replace('amount = "b0"', 'amount = "war_value"')
    return "\n".join(
        [game, "[parameters]", "precision = { value = 1 }", *parameters]
        + [f'[definitions]\nstatus_quo = {{ value = "{sums["a"]}" }}']
        + [f'war_value = {{ value = "{sums["b"]}" }}\nresistance = {{ value = "{sums["c"]}" }}\n\n[[stages]]{rest}']
    )


def compare(what, published, found, within):
    apart = abs(found - published)
    print(f"{what}: published {published}, found {found:.6f}, {apart:.1e} apart")
    return apart <= within


def main():
    estimates, _ = estimate((CASES / "pennies.toml").read_text(), [OCHS])
    fine = compare("Ochs 1995, precision", OCHS_PRECISION, estimates["precision"], 5e-6)
    for path in sys.argv[1:]:
        cases, regimes = disputes(path)
        _, likelihood = estimate(dispute(regimes), cases, "--wald")
        fine &= compare(f"war1800, log-likelihood of {len(cases)} cases", WAR1800, likelihood, 5e-7)
    sys.exit(not fine)


if __name__ == "__main__":
    main()
