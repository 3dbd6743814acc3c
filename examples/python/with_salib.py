"""Sobol indices of a scenario by SALib: SALib chooses the points, pactum works them out.

pip install pactum SALib; python with_salib.py truce.toml
"""

import sys

from SALib.analyze import sobol as analysis
from SALib.sample import sobol as sampling

import pactum

scenario = pactum.open(sys.argv[1]).variant("clause")
problem = {
    "names": ["price", "gain", "credibility"],
    "bounds": [[20, 50], [20, 60], [0.2, 0.8]],
}
problem["num_vars"] = len(problem["names"])

points = sampling.sample(problem, 64, seed=1)
outcomes = scenario.outcomes(dict(zip(problem["names"], points.T)))
indices = analysis.analyze(problem, outcomes.to_pandas()["probability_peace"].to_numpy(), seed=1)
for name, first, total in zip(problem["names"], indices["S1"], indices["ST"]):
    print(f"{name:12} first {first:.3f}, total {total:.3f}")
