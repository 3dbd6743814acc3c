"""The JSON Schema of scenario files against the files of the project.

It must accept every scenario that is shipped, and reject those golden mistakes that a schema can see, and no others:
those whose code is in SEEN or whose name is in SEEN_TOO, but for UNSEEN. Run it with the schema on standard input:
pactum schema | python tests/schema.py
"""

import json
import pathlib
import sys
import tomllib

from jsonschema import Draft202012Validator

ROOT = pathlib.Path(__file__).resolve().parent.parent

# Mistakes of shape: keys, kinds of values, words, names that no name can be, numbers out of bounds that are the same
# everywhere, and signs that no expression has.
SEEN = {
    "E103", "E104", "E105", "E107", "E108", "E109", "E110", "E111", "E112", "E113", "E114", "E116", "E117", "E118",
    "E201", "E202", "E302", "E303", "E304", "E501", "E503", "E504", "E510",
}

# Some of their codes are of meaning in other cases.
SEEN_TOO = {
    "correlation_beyond_one": "that a matrix is one of correlations is no matter of shape",
    "extends_other_kind": "what kind the base has is another matter, but no parameter is a number",
    "quantile_level": "that a distribution makes sense is no matter of shape",
}

# What looks right by its shape alone, and why.
UNSEEN = {
    "goes_on_discount_missing": "that endless play needs discounts below 1 is said in two places",
    "goes_on_without_discount": "that endless play needs discounts below 1 is said in two places",
    "nest_empty": "other lists of names may be empty",
    "nests_by_chance": "whether a stage has an actor is another matter",
    "own_later_misspelt": "a word there may be the name of a parameter",
    "set_kind": "a value of `--set` is on the command line",
    "set_twice_warning": "a value of `--set` is on the command line",
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
    shipped.append(ROOT / "tests/language/sample.toml")
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
        expected = (code(path) in SEEN or path.stem in SEEN_TOO) and path.stem not in UNSEEN
        if refused != expected:
            wrong.append(f"{path.name} ({code(path)}): {'accepted' if expected else 'rejected'}")
    print(f"{len(shipped)} scenarios accepted, {rejected} of {len(golden)} golden mistakes rejected")
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
