"""How the actors play in one draw."""

from __future__ import annotations

import json
from typing import Any

from ._table import Table, of_json


class Solution:
    """How the actors play in one draw of one variant.

    `solution["status"]` and so on are what `pactum solve --format json` says of the draw and the solver.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data
        self.actors: Table = self._table("actors")
        """What each actor expects of the game, and what it could gain by one deviation."""
        self.strategies: Table = self._table("strategies")
        """The probability and the expected payoff of each action, by information set in order of play."""
        self.beliefs: Table = self._table("beliefs")
        """What is believed at these information sets."""

    def _table(self, name: str) -> Table:
        return of_json(json.dumps(self._data[name]))

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
