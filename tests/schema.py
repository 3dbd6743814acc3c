"""The JSON Schema of scenario files against the files of the project.

It must accept every scenario that is shipped, and reject each golden mistake that a schema can see: those whose code
is in SEEN. Run it with the schema on standard input: pactum schema | python tests/schema.py
"""

import json
import pathlib
import sys
import tomllib

from jsonschema import Draft202012Validator

ROOT = pathlib.Path(__file__).resolve().parent.parent

# Mistakes of shape: keys, kinds of values, words, and names that no name can be.
SEEN = {
    "E103", "E104", "E105", "E107", "E108", "E109", "E110", "E111", "E112", "E116", "E117", "E118", "E201", "E304",
}

# Groups whose mistakes may be of shape too.
OF_SHAPE = {"E1", "E2", "E7"}

# What looks right by its shape alone, and why.
UNSEEN = {
    "set_kind": "a value of `--set` is on the command line",
    "set_twice_warning": "a value of `--set` is on the command line",
    "key_in_distribution": "the schema leaves the insides of a distribution open",
    "truncate_certain": "whether a number is drawn may be said elsewhere",
}


def read(path):
    """The file as JSON would hold it."""
    return json.loads(json.dumps(tomllib.loads(path.read_text())))


def code(path):
    """The first code that the golden message shows."""
    text = path.with_suffix(".txt").read_text()
    return text.split("[", 1)[1].split("]", 1)[0] if "[" in text else ""


def main():
    schema = json.load(sys.stdin)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    wrong = []
    shipped = sorted([*ROOT.glob("scenarios/**/*.toml"), *ROOT.glob("src/cli/templates/*.toml")])
    shipped.append(ROOT / "tests/scenario_language/sample.toml")
    for path in shipped:
        for error in validator.iter_errors(read(path)):
            wrong.append(f"{path.relative_to(ROOT)}: {error.json_path}: {error.message}")
    rejected = 0
    golden = sorted((ROOT / "tests/golden_errors").glob("*.toml"))
    for path in golden:
        try:
            scenario = read(path)
        except tomllib.TOMLDecodeError:
            continue
        refused = not validator.is_valid(scenario)
        rejected += refused
        expected = code(path) in SEEN and path.stem not in UNSEEN
        # Shape can be wrong in more ways than one: what it must not do is to see shape where there is meaning.
        if expected and not refused or refused and not expected and code(path)[:2] not in OF_SHAPE:
            wrong.append(f"{path.name} ({code(path)}): {'accepted' if expected else 'rejected'}")
    print(f"{len(shipped)} scenarios accepted, {rejected} of {len(golden)} golden mistakes rejected")
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
