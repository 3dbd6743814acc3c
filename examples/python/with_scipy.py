"""The least credible clause that keeps the peace as often as is asked: SciPy looks, pactum answers.

pip install pactum scipy; python with_scipy.py truce.toml
"""

import sys

from scipy.optimize import brentq

import pactum

scenario = pactum.open(sys.argv[1]).variant("clause")
WANTED = 0.6


def missing(credibility):
    return scenario.outcomes({"credibility": [credibility]})["probability_peace"][0] - WANTED


credibility = brentq(missing, 0, 1)
print(f"peace has {WANTED} from credibility {credibility:.4f} on")
