"""How the actors play in one draw."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from . import _pactum
from ._table import Table, table_of_json


class Solution:
    """How the actors play in one draw of one variant.

    `solution["status"]` and so on are what `pactum solve --format json` says of the draw and the solver.
    """

    def __init__(self, data: dict[str, Any], fields: Callable[[str], list[_pactum.Field]]) -> None:
        """For `Scenario.solve`: what the command says, and what the columns of its tables hold."""

        def table(name: str) -> Table:
            return table_of_json(json.dumps(data[name]), fields(name))

        self._data = data
        self.actors: Table = table("actors")
        """What each actor expects of the game, and what it could gain by one deviation."""
        self.strategies: Table = table("strategies")
        """The probability and the expected payoff of each action, by information set in order of play."""
        self.beliefs: Table = table("beliefs")
        """What is believed at these information sets."""

    @property
    def variant(self) -> str:
        """The variant."""
        return self._data["variant"]

    @property
    def status(self) -> str:
        """How the solver ended: `converged`, or why it did not."""
        return self._data["status"]

    def __getitem__(self, name: str) -> Any:
        return self._data[name]

    def __repr__(self) -> str:
        return f"<pactum.Solution of {self._data['title']!r}, {self.variant}: {self.status}>"

    def _repr_html_(self) -> str:
        return self.actors._repr_html_() + self.strategies._repr_html_()
