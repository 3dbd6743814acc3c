"""Exploratory modelling of a scenario by the EMA Workbench: it samples uncertainties and levers, pactum answers.

pip install pactum ema_workbench; python with_ema_workbench.py truce.toml
"""

import sys

from ema_workbench import (
    Model,
    MultiprocessingEvaluator,
    RealParameter,
    ScalarOutcome,
    SequentialEvaluator,
)

import pactum

scenario = pactum.open(sys.argv[1]).variant("clause")


def deal(**settings):
    outcomes = scenario.outcomes([settings])
    return {
        "peace": outcomes["probability_peace"][0],
        "guarantor": outcomes["payoff_guarantor"][0],
    }


if __name__ == "__main__":
    model = Model("deal", function=deal)
    model.uncertainties = [
        RealParameter("gain", 20, 60),
        RealParameter("precision", 0.05, 0.2),
    ]
    model.levers = [RealParameter("credibility", 0, 1), RealParameter("price", 20, 50)]
    model.outcomes = [ScalarOutcome("peace"), ScalarOutcome("guarantor")]
    # One process is enough for a small scenario; the other evaluator takes several.
    evaluator = MultiprocessingEvaluator if "--processes" in sys.argv else SequentialEvaluator
    with evaluator(model) as evaluation:
        experiments, outcomes = evaluation.perform_experiments(scenarios=20, policies=4)
    experiments["peace"] = outcomes["peace"]
    print(experiments.groupby("policy", observed=True)[["credibility", "price", "peace"]].mean().round(3))
