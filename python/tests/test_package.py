"""How the package behaves: errors, signals, tables, saved folders."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from conftest import MAIN, SMALL

import pactum

WRONG = """title = "A game"
periods = 1
[actors.a]
strategy = { logit = 1 }
[outcomes]
"""


def test_a_wrong_file_has_a_code_a_place_and_a_hint() -> None:
    text = SMALL.read_text(encoding="utf-8").replace("[parameters.gain_unseen]", "[parameters.gain_unsen]")
    with pytest.raises(pactum.ScenarioError) as raised:
        pactum.parse(text, "inspection")
    error = raised.value
    assert error.code is not None and error.code.startswith("E")
    assert error.place is not None and error.place.file.endswith("inspection.toml") and error.place.line > 1
    assert "gain_unsen" in str(error)
    assert error.findings[0]["message"]
    assert error.exit_code == 3
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.code, again.place) == (str(error), error.code, error.place)


@pytest.mark.parametrize(
    ("attempt", "kind", "words"),
    [
        (lambda: pactum.open("nowhere.toml"), pactum.ScenarioError, "nowhere.toml"),
        (lambda: pactum.open(SMALL).set(effrt=1), pactum.ScenarioError, "effort"),
        (lambda: pactum.open(SMALL).set(effort="much"), pactum.ScenarioError, "much"),
        (lambda: pactum.open(SMALL).variant("none"), pactum.UsageError, "none"),
        (lambda: pactum.open(SMALL).run(draw=3), pactum.UsageError, "--draw"),
        (lambda: pactum.open(SMALL).run(draws="many"), pactum.UsageError, "many"),
        (lambda: pactum.open(SMALL).run(out="x"), pactum.UsageError, "save"),
        (lambda: pactum.open(SMALL).solve(variant="base"), pactum.UsageError, "variant"),
        (lambda: pactum.open(SMALL).set(effort=None), pactum.UsageError, "None"),
        (lambda: pactum.open(SMALL).sweep({"effort": [0, 1]}, draws=10**12), pactum.UsageError, "10000000"),
        (lambda: pactum.open(SMALL).compare(with_=[{}, {"effort": 2}], draws=10**11), pactum.UsageError, "memory"),
        (lambda: pactum.open(SMALL).run(games=-1), pactum.UsageError, "-1"),
        (lambda: pactum.open(SMALL).sweep({"nothing": [1, 2]}), pactum.ScenarioError, "nothing"),
        (lambda: pactum.open(SMALL).threshold({"effort": (0, 1)}, at="high"), pactum.UsageError, "high"),
        (lambda: pactum.open(SMALL).solve(when="conduct = odd"), pactum.UsageError, "conduct"),
        (lambda: pactum.open(SMALL).outcomes({}), pactum.UsageError, "column"),
        (lambda: pactum.open(SMALL).outcomes({"effort": [1, 2], "punishment": [1]}), pactum.UsageError, "long"),
        (lambda: pactum.open(SMALL).outcomes([{"effort": 1}, {"punishment": 1}]), pactum.UsageError, "number 2"),
        (lambda: pactum.open(SMALL).outcomes([{"effort": 1}, 2]), pactum.UsageError, "number 2 is 2"),
        (lambda: pactum.open(SMALL).outcomes({"effort": [1, "much"]}), pactum.ScenarioError, "row 2 of the settings"),
        (lambda: pactum.open(SMALL).outcomes({"effort": [float("nan")]}), pactum.ScenarioError, "nan"),
        (lambda: pactum.open(SMALL).outcomes({"effort": [1]}, draws=0), pactum.UsageError, "draws"),
        (lambda: pactum.open(SMALL).outcomes({"effort": [1]}, draws=10**13), pactum.UsageError, "draws"),
        (lambda: pactum.open(SMALL).outcomes({"effort": [1]}, draws="many"), pactum.UsageError, "draws"),
        (lambda: pactum.open(SMALL).outcomes({"effort": [1]}, seed=-1), pactum.UsageError, "seed"),
        (lambda: pactum.open(SMALL).outcomes(3), pactum.UsageError, "int"),
        (lambda: pactum.read("scenarios"), pactum.OutputError, "datapackage.json"),
        (lambda: pactum.parse(WRONG).check(), pactum.ScenarioError, "outcome"),
    ],
)
def test_mistakes_are_told(attempt, kind: type[Exception], words: str) -> None:
    with pytest.raises(kind) as raised:
        attempt()
    assert words in str(raised.value)
    assert "panicked" not in str(raised.value)


UNSOUND = """title = "A lottery"
periods = 1
[parameters.luck]
value = 0.5
spread = { uniform = 0.8 }
[variables.state]
values = ["open", "won"]
start = "open"
[actors.player]
strategy = { logit = 1 }
[[actors.player.payoffs]]
name = "prize"
paid = "at_end"
amount = 1
when = "state == won"
[[stages]]
name = "draw"
branches = [
  { name = "win", probability = "luck", set = { state = "won" } },
  { otherwise = true },
]
[[outcomes]]
name = "won"
when = "state == won"
[[outcomes]]
name = "lost"
at_end = true
"""


def test_an_unsound_scenario_is_refused_with_its_place() -> None:
    scenario = pactum.parse(UNSOUND, "lottery")
    for luck in ({"luck": [0.5, 2]}, {"luck": [0.5, 0.4, 2]}):
        with pytest.raises(pactum.ScenarioError) as raised:
            scenario.outcomes(luck)
        assert raised.value.place is not None
        assert raised.value.place.file == f"row {len(luck['luck'])} of the settings"
    with pytest.raises(pactum.ScenarioError) as raised:
        scenario.check()
    error = raised.value
    assert error.place is not None and error.place.file.endswith("lottery.toml")
    assert error.code is not None and error.code in str(error) and error.hint is not None
    with pytest.raises(pactum.ScenarioError):
        scenario.run()
    assert pactum.open(SMALL).check()["sound"] is True


def test_each_side_of_a_comparison_is_what_it_was() -> None:
    deal = pactum.open(MAIN)
    names = deal.variants
    clause, plain = deal.variant("clause"), deal.variant(next(name for name in names if name != "clause"))
    truce = pactum.open(SMALL)
    sides = truce.compare(truce.set(effort=0.5), draws=4)
    assert any("effort=0.5" in side for side in sides.comparisons["variant"])
    assert clause._flags()["variant"] == ("clause",)
    assert pactum._scenario.Sides([clause, plain]).flags(None)["variant"] == ["clause", *plain.variants]
    for wrong in (
        lambda: clause.compare(plain.set(credibility=0.9)),
        lambda: truce.compare(clause),
        lambda: truce.compare("other.toml"),
    ):
        with pytest.raises(pactum.UsageError):
            wrong()


def test_a_file_that_changed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "game.toml"
    path.write_bytes(SMALL.read_bytes())
    monkeypatch.chdir(tmp_path)
    scenario = pactum.open("game.toml")
    monkeypatch.chdir("/")
    assert len(scenario.solve().strategies) > 0
    path.write_text(SMALL.read_text(encoding="utf-8").replace("value = 4", "value = 5"), encoding="utf-8")
    with pytest.raises(pactum.ScenarioError, match="changed"):
        scenario.run()


@pytest.mark.parametrize("name", ["../x", "/x", "", "a/b", "x" * 300, "a\0b", "-"])
def test_names_of_texts_stay_within_their_folder(name: str) -> None:
    with pytest.raises(pactum.UsageError):
        pactum.parse(SMALL.read_text(encoding="utf-8"), name)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_a_forked_process_leaves_results_alone() -> None:
    results = pactum.open(SMALL).run(draws=2, games=2)
    done = subprocess.run([sys.executable, "-c", FORKED], capture_output=True, text=True, check=False)
    assert done.stdout == "there\n", done.stderr
    assert results.folder.exists()


def test_nothing_changes_a_scenario() -> None:
    scenario = pactum.open(SMALL)
    before = scenario.outcomes({"effort": [1]})["probability_quiet"]
    scenario.set(effort=0.1)
    assert scenario.outcomes({"effort": [1]})["probability_quiet"] == before
    deal = pactum.open(MAIN)
    assert deal.variant("clause").variants == ["clause"]
    assert deal.variant("clause").variant().variants == deal.variants


def test_a_scenario_is_sent_to_another_process() -> None:
    settings = {"effort": [0.5, 1]}
    for scenario in (pactum.open(SMALL), pactum.parse(SMALL.read_text(encoding="utf-8"), "inspection")):
        changed = scenario.set(punishment=3)
        again = pickle.loads(pickle.dumps(changed))
        assert list(again.outcomes(settings)) == list(changed.outcomes(settings))
        assert repr(again) == repr(changed)


def test_results_are_sent_back_from_another_process() -> None:
    results = pactum.open(SMALL).run(draws=2, games=2)
    again = pickle.loads(pickle.dumps(results))
    assert list(again.outcomes) == list(results.outcomes) and str(again) == str(results)
    table = pickle.loads(pickle.dumps(results.outcomes))
    assert list(table) == list(results.outcomes) and table.meaning("share") == results.outcomes.meaning("share")


def test_warnings_of_the_command_point_at_the_line_that_asked() -> None:
    text = SMALL.read_text(encoding="utf-8")
    correlated = '\n[[correlations]]\nbetween = ["effort", "punishment"]\nrank = 0.5\n'
    scenario = pactum.parse(text + correlated, "inspection")
    assert "E693" in scenario.warnings
    with pytest.warns(pactum.PactumWarning, match="E693") as caught:
        scenario.solve()
    assert caught[0].filename == __file__


def test_tables_of_settings_in_every_shape() -> None:
    scenario = pactum.open(SMALL)
    columns = {"effort": [0.25, 1.0], "punishment": [4, 3]}
    expected = list(scenario.outcomes(columns))
    records = [dict(zip(columns, row)) for row in zip(*columns.values())]
    assert list(scenario.outcomes(records)) == expected
    pandas = pytest.importorskip("pandas")
    assert list(scenario.outcomes(pandas.DataFrame(columns))) == expected
    polars = pytest.importorskip("polars")
    assert list(scenario.outcomes(polars.DataFrame(columns))) == expected
    pyarrow = pytest.importorskip("pyarrow")
    assert list(scenario.outcomes(pyarrow.table(columns))) == expected
    empty = scenario.outcomes(pandas.DataFrame(columns).head(0))
    assert len(empty) == 0 and empty.columns == scenario.outcomes(columns).columns


def test_every_column_has_a_meaning() -> None:
    scenario = pactum.open(SMALL)
    solution = scenario.solve()
    tables = [scenario.keys(), scenario.outcomes({"effort": [1]}), solution.actors, solution.strategies]
    tables += [solution.beliefs, *map(scenario.run(draws=2, games=2).__getitem__, ["outcomes", "draws"])]
    for table in tables:
        assert len(table.columns) > 3 and all(table.meaning(column) for column in table.columns), table
    assert "probability" in scenario.outcomes({"effort": [1]}).meaning("probability_quiet")


def test_results_are_kept_as_long_as_somebody_holds_them(tmp_path: Path) -> None:
    results = pactum.open(SMALL).run(draws=2, games=2)
    folder = results.folder
    assert folder.exists()
    saved = results.save(tmp_path / "saved")
    with pytest.raises(pactum.OutputError, match="replace"):
        results.save(saved)
    results.save(saved, replace=True)
    (tmp_path / "precious").mkdir()
    with pytest.raises(pactum.OutputError):
        results.save(tmp_path / "precious", replace=True)
    assert (tmp_path / "precious").exists()
    with pytest.raises(pactum.OutputError, match="within"):
        results.save(folder / "within")
    assert list(pactum.read(saved).outcomes) == list(results.outcomes)
    del results
    assert not folder.exists()


def test_the_usual_folder_is_that_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    results = pactum.open(SMALL).run(draws=2, games=2)
    saved = results.save()
    assert saved == Path("results/inspection") / results.manifest["id"]
    assert results.save() == saved
    latest = Path("results/inspection/latest").read_text(encoding="utf-8").strip()
    assert latest == str(tmp_path / saved)


def test_pages_and_notebooks(tmp_path: Path) -> None:
    results = pactum.open(SMALL).run(draws=2, games=2)
    assert results.report(tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!")
    assert "quiet" in results._repr_html_() and "<table>" in results.outcomes._repr_html_()
    assert "share of games" in results.outcomes.meaning("share")
    assert "quiet" in str(results)
    assert "draws" in dir(results)
    assert not hasattr(results, "nothing")
    with pytest.raises(KeyError, match="outcomes"):
        results["nothing"]
    with pytest.raises(KeyError):
        results.outcomes["nothing"]


def test_numbers_reach_pandas_without_a_copy() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    pytest.importorskip("pandas")
    table = pactum.open(SMALL).run(draws=1000, games=100, games_csv=True).games
    assert len(table) == 100_000
    arrow = table.to_arrow()
    frame = arrow.to_pandas(split_blocks=True)
    assert frame.equals(table.to_pandas())
    numbers = [field.name for field in arrow.schema if field.type in (pyarrow.float64(), pyarrow.int64())]
    shared = 0
    for name in numbers:
        column = arrow[name].chunk(0)
        if column.null_count == 0:
            address = frame[name].to_numpy().__array_interface__["data"][0]
            assert address == column.buffers()[1].address, name
            shared += 1
    assert shared > 0
    # Nor does pyarrow copy what the table holds.
    again = table.to_arrow()
    assert again[numbers[0]].chunk(0).buffers()[1].address == arrow[numbers[0]].chunk(0).buffers()[1].address


def test_other_threads_go_on() -> None:
    turns = 0
    done = threading.Event()

    def count() -> None:
        nonlocal turns
        while not done.is_set():
            turns += 1
            time.sleep(0)

    other = threading.Thread(target=count)
    other.start()
    pactum.open(MAIN).variant("clause").run(draws=4, games=1)
    done.set()
    other.join()
    assert turns > 1000


FORKED = f"""
import os, sys
import pactum
results = pactum.open({str(SMALL)!r}).run(draws=2, games=2)
child = os.fork()
if child == 0:
    sys.exit(0)
os.waitpid(child, 0)
print("there" if results.folder.exists() else "gone")
"""

INTERRUPTED = f"""
import os, signal, threading, time
import pactum
def press():
    os.kill(os.getpid(), signal.SIGINT)
threading.Timer(1.0, press).start()
try:
    pactum.open({str(MAIN)!r}).run(draws=100000)
except KeyboardInterrupt:
    print("interrupted", flush=True)
    os._exit(0)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to oneself")
def test_ctrl_c_stops_a_run() -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout == "interrupted\n", done.stderr
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_the_program_comes_with_the_package(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("pactum")
    done = subprocess.run([program, "check", SMALL], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "information sets" in done.stdout, done.stderr
    done = subprocess.run([program, "check", tmp_path / "none.toml"], capture_output=True, text=True, check=False)
    assert done.returncode == 3
