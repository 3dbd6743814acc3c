"""Scenario modelling of conditional deals: "if they break it, then we do this".

>>> import pactum
>>> deal = pactum.open("deal.toml").set(credibility=0.9)
>>> results = deal.run(draws=200, games=20)
>>> results.outcomes.to_pandas()

A scenario file says who the actors are, what they want, what they may do and which promises bind them.
`pactum.open` reads one; the methods of `Scenario` do what the commands of the program `pactum` do, with the same
numbers to the last bit. Results are tables, which pandas, polars and pyarrow take.
"""

from ._errors import NotSolvedWarning, OutputError, PactumError, PactumWarning, ScenarioError, UsageError
from ._pactum import VERSION as __version__
from ._results import Results, read
from ._scenario import Scenario, new, open, parse
from ._solution import Solution
from ._table import Table

__all__ = [
    "NotSolvedWarning",
    "OutputError",
    "PactumError",
    "PactumWarning",
    "Results",
    "Scenario",
    "ScenarioError",
    "Solution",
    "Table",
    "UsageError",
    "__version__",
    "new",
    "open",
    "parse",
    "read",
]
