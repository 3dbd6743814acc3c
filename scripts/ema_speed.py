#!/usr/bin/env python3
"""Times one evaluation: the same game solved by pactum, and in NumPy driven by the EMA Workbench and SALib.

The game is scenarios/classics/three_decisions.toml over eight periods, with three payoffs uncertain. NumPy solves it as
pactum does: backward from the last period, each actor answering the values of what follows by logit. Every probability
must agree to 1e-9. Installs both tools into an environment of its own.

    cargo build --release
    python3 scripts/ema_speed.py [BASE_POINTS]
"""

import csv
import logging
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

from environment import ROOT, enter

PACTUM = ROOT / "target/release/pactum"
REQUIREMENTS = {"ema_workbench": "ema_workbench>=2.5,<4", "SALib": "SALib==1.6.0"}
PERIODS = 8
RANGES = {"calm": (40.0, 60.0), "lost": (65.0, 85.0), "alone": (45.0, 65.0)}
TOLERANCE = 1e-9


def scenario(folder):
    """The game with three uncertain payoffs of Russia."""
    text = (ROOT / "scenarios/classics/three_decisions.toml").read_text()
    old = 'values = { calm = 50, attacked = 0, lost = 75, resisted = 0, alone = 55, together = 10 }'
    middle = {name: sum(ends) / 2 for name, ends in RANGES.items()}
    values = {"calm": middle["calm"], "attacked": 0, "lost": middle["lost"], "resisted": 0, "alone": middle["alone"], "together": 10}
    uncertain = ", ".join(
        f"{name} = {{ value = {value}, spread = {{ uniform = {RANGES[name][1] - value} }} }}" if name in RANGES else f"{name} = {value}"
        for name, value in values.items()
    )
    assert old in text
    text = text.replace(old, f"values = {{ {uncertain} }}").replace("periods = 1\n", f"periods = {PERIODS}\n")
    path = folder / "three.toml"
    path.write_text(text)
    return path


def numpy_model():
    import numpy as np

    def model(calm=50.0, lost=75.0, alone=55.0):
        precision = 0.1
        peace = np.array([calm, 60.0, 60.0])
        gives_way = np.array([lost, 10.0, 40.0])
        stays_out = np.array([alone, 30.0, 45.0])
        comes_in = np.array([10.0, 55.0, 35.0])

        def choice(first, second, actor):
            weights = np.exp(precision * np.array([first[actor], second[actor]]) - precision * max(first[actor], second[actor]))
            return weights / weights.sum()

        after = peace
        outcomes = np.array([1.0, 0.0, 0.0, 0.0])
        for _ in range(PERIODS):
            guarantor = choice(stays_out, comes_in, 2)
            resisted = guarantor[0] * stays_out + guarantor[1] * comes_in
            ukraine = choice(gives_way, resisted, 1)
            attacked = ukraine[0] * gives_way + ukraine[1] * resisted
            russia = choice(after, attacked, 0)
            war = np.array([0.0, ukraine[0], ukraine[1] * guarantor[0], ukraine[1] * guarantor[1]])
            outcomes = russia[0] * outcomes + russia[1] * war
            after = russia[0] * after + russia[1] * attacked
        return {"peace": outcomes[0], "gives_way": outcomes[1], "fights_alone": outcomes[2], "fights_together": outcomes[3]}

    return model


def draws_of(path, draws, folder):
    """The rows of draws of a run."""
    out = folder / "run"
    command = [PACTUM, "run", path, "--draws", str(draws), "--games", "0", "--out", out, "--quiet"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with open(out / "draws.csv", newline="") as file:
        return list(csv.DictReader(file))


def seconds_of(path, draws, folder):
    """User seconds of a study of one point, on one thread."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    command = [PACTUM, "sweep", path, "--vary", "precision=0.1", "--draws", str(draws), "--threads", "1"]
    subprocess.run([*command, "--out", folder / f"sweep{draws}", "--quiet"], check=True, stdout=subprocess.DEVNULL)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def judge(points):
    """The seconds of one evaluation: by pactum, by NumPy alone, and driven by the EMA Workbench."""
    from ema_workbench import Model, RealParameter, ScalarOutcome, SequentialEvaluator, ema_logging
    from SALib.analyze import sobol as analyse
    from SALib.sample import sobol as sample

    try:
        from ema_workbench import Sample
    except ImportError:  # before version 3
        from ema_workbench import Scenario as Sample
    ema_logging.log_to_stderr(logging.ERROR)
    function = numpy_model()
    folder = pathlib.Path(tempfile.mkdtemp())
    path = scenario(folder)
    few, many = 2_000, 202_000
    rows = draws_of(path, few, folder)
    of_pactum = (seconds_of(path, many, folder) - seconds_of(path, few, folder)) / (many - few)
    for row in rows:
        values = {name: float(row[f"parameter_worth_to_russia__{name}"]) for name in RANGES}
        for outcome, probability in function(**values).items():
            found = float(row[f"probability_{outcome}"])
            assert abs(found - probability) <= TOLERANCE, (outcome, found, probability)
    print(f"{len(rows)} draws agree to {TOLERANCE}")
    problem = {"num_vars": len(RANGES), "names": list(RANGES), "bounds": [list(ends) for ends in RANGES.values()]}
    began = time.process_time()
    design = sample.sample(problem, points, calc_second_order=True)
    sampling = time.process_time() - began
    model = Model("three", function=function)
    model.uncertainties = [RealParameter(name, *ends) for name, ends in RANGES.items()]
    model.outcomes = [ScalarOutcome(name) for name in ("peace", "gives_way", "fights_alone", "fights_together")]
    scenarios = [Sample(f"{number}", **dict(zip(RANGES, map(float, point)))) for number, point in enumerate(design)]
    began = time.process_time()
    with SequentialEvaluator(model) as evaluator:
        _, outcomes = evaluator.perform_experiments(scenarios=scenarios)
    running = (time.process_time() - began) / len(scenarios)
    began = time.process_time()
    for _ in design:
        function()
    alone = (time.process_time() - began) / len(design)
    began = time.process_time()
    analyse.analyze(problem, outcomes["peace"], calc_second_order=True)
    analysis = time.process_time() - began
    print(f"one evaluation: pactum {of_pactum * 1e6:.2f} microseconds, NumPy alone {alone * 1e6:.0f}, driven by the EMA Workbench {running * 1e6:.0f}")
    print(f"ratio {running / of_pactum:.0f} (NumPy alone {alone / of_pactum:.0f})")
    print(f"SALib, {len(design)} points: sampling {sampling:.2f} s, analysis of one result {analysis:.2f} s")
    return {"pactum": of_pactum, "alone": alone, "driven": running}


def main():
    enter("ema_speed", REQUIREMENTS)
    judge(int(sys.argv[1]) if len(sys.argv) > 1 else 1_024)


if __name__ == "__main__":
    main()
