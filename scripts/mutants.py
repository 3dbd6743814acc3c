#!/usr/bin/env python3
"""Mutation testing of `strategy`, `play`, `numeric` and `study`: does a test fail if the code is wrong?

cargo-mutants lists the mutants, and a seed chooses among them. A copy of the tree gets all of them at once, each as a
second body of its function behind a switch, which an environment variable turns on: one build serves every mutant.
Each test runs once alone, to see which mutants it reaches. Then each mutant is switched on, and the tests that reach it
run, the quickest first, until one fails. A mutant also counts as killed if the tests take ten times as long as without
it. Mutants in constants are not drawn, and those that do not compile are replaced by the next ones.

    cargo install --locked cargo-mutants
    python3 scripts/mutants.py                 400 mutants, every test that reaches them
    python3 scripts/mutants.py --budget 60     no more than 60 seconds of tests for each

`target/mutants/report.jsonl` says what became of each mutant. Given again, the command goes on: what is killed stays
so, and survivors are tried again. It remembers by name which mutants a test reaches: remove `target/mutants` to start
afresh.
"""

import argparse
import concurrent.futures
import hashlib
import itertools
import json
import os
import pathlib
import re
import resource
import signal
import subprocess
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PLACE = ROOT / "target/mutants"
TREE = PLACE / "tree"
REPORT = PLACE / "report.jsonl"
FOLDERS = ("strategy", "play", "numeric", "study")
# A mutant may ask for any amount of memory.
MEMORY = 6 << 30
# The tests of a mutant run in groups, the first of this many seconds, each four times as long as the one before.
FIRST_GROUP = 2.0
KILLED = ("killed", "timeout")
SWITCH = """//! Which mutant is switched on, and which are reached.

use std::{env, ffi::OsString, fs::OpenOptions, io::Write};
use std::sync::{LazyLock, atomic::{AtomicBool, Ordering}};

static ACTIVE: LazyLock<Option<usize>> = LazyLock::new(|| env::var("MUTANT").ok()?.parse().ok());
static REACHED: LazyLock<Option<OsString>> = LazyLock::new(|| env::var_os("MUTANTS_REACHED"));
static SEEN: [AtomicBool; COUNT] = [const { AtomicBool::new(false) }; COUNT];

pub(crate) fn on(mutant: usize) -> bool {
    if let Some(file) = &*REACHED && !SEEN[mutant].load(Ordering::Relaxed) && !SEEN[mutant].swap(true, Ordering::Relaxed) {
        let line = format!("{mutant}\\n");
        let _ = OpenOptions::new().create(true).append(true).open(file).and_then(|mut file| file.write_all(line.as_bytes()));
    }
    *ACTIVE == Some(mutant)
}
"""


class Source:
    """A file's text, with places given as lines and columns from 1."""

    def __init__(self, file):
        self.text = (ROOT / file).read_text()
        self.starts = [0] + [place.end() for place in re.finditer("\n", self.text)]

    def span(self, span):
        return tuple(self.starts[end["line"] - 1] + end["column"] - 1 for end in (span["start"], span["end"]))

    def body(self, function):
        """Where the body of a function begins and ends, braces included; None for what the compiler evaluates."""
        start, end = self.span(function["span"])
        name = re.escape(function["function_name"].rsplit("::", 1)[-1])
        head = re.search(rf"^(?!\s*//)[^\n]*?\bfn\s+{name}\b", self.text[start:end], re.MULTILINE)
        if "const fn" in head.group():
            return None
        return self.text.index("{", start + head.end()), end


def sample(seed):
    """Every mutant that can be switched, in an order that depends on the seed and its name but not on lines."""
    filters = [word for folder in FOLDERS for word in ("--file", f"src/{folder}/**")]
    command = ["cargo", "mutants", "--list", "--json", *filters]
    listed = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout)
    sources, times = {}, {}
    mutants = []
    for mutant in listed:
        name = re.sub(r"^([^:]*):\d+:\d+:", r"\1:", mutant["name"])
        times[name] = times.get(name, 0) + 1
        if mutant["file"] not in sources:
            sources[mutant["file"]] = Source(mutant["file"])
        source = sources[mutant["file"]]
        if body := mutant["function"] and source.body(mutant["function"]):
            start, end = source.span(mutant["span"])
            text = source.text[body[0] : start] + mutant["replacement"] + source.text[end : body[1]]
            line = mutant["span"]["start"]["line"]
            mutants.append({"name": f"{name} #{times[name]}", "file": mutant["file"], "line": line, "body": body, "text": text})
    print(f"{len(listed)} mutants, {len(mutants)} of them in functions that are not evaluated by the compiler", flush=True)
    return sorted(mutants, key=lambda mutant: hashlib.sha256(f"{seed} {mutant['name']}".encode()).digest())


def put(path, text):
    """Writes a file unless it is so already, so that cargo sees only what changed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_bytes() != text:
        path.write_bytes(text)


def write_tree(mutants):
    """Writes the copy; returns, by file, where in it each mutant and each function with mutants stands, in bytes."""
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    files = [name for name in tracked.decode().split("\0") if name and (ROOT / name).is_file()]
    by_file = {}
    for number, mutant in enumerate(mutants):
        by_file.setdefault(mutant["file"], {}).setdefault(mutant["body"], []).append((number, mutant))
    places = {}
    for name in files:
        text = (ROOT / name).read_bytes()
        if name in by_file:
            text, places[name] = with_mutants(text.decode(), by_file[name])
        elif name == "src/lib.rs":
            text += b"\nmod mutants;\n"
        put(TREE / name, text)
    put(TREE / "src/mutants.rs", SWITCH.replace("COUNT", str(max(1, len(mutants)))).encode())
    for stale in {path for path in TREE.rglob("*") if path.is_file()} - {TREE / name for name in [*files, "src/mutants.rs"]}:
        stale.unlink()
    return places


def with_mutants(text, functions):
    """The text with second bodies before those of the functions; nested functions are switched in the first one."""
    edits = [(place, ends, mutants) for body, mutants in functions.items() for place, ends in zip(body, (False, True))]
    out, places, at, begun = bytearray(), [], 0, {}
    for place, ends, mutants in sorted(edits, key=lambda edit: edit[:2]):
        out += text[at:place].encode()
        at = place
        numbers = tuple(number for number, _ in mutants)
        if ends:
            out += b" }"
            places.append((begun[numbers], len(out), numbers))
            continue
        begun[numbers] = len(out)
        out += b"{ "
        for number, mutant in mutants:
            out += f"if crate::mutants::on({number}) ".encode()
            start = len(out)
            out += mutant["text"].encode()
            places.append((start, len(out), (number,)))
            out += b" else "
    return bytes(out + text[at:].encode()), places


def build(places):
    """Builds the tests: the binaries and no mutants, or no binaries and the mutants that do not compile."""
    command = ["cargo", "test", "--no-run", "--locked", "--message-format=json"]
    environment = {**os.environ, "CARGO_TARGET_DIR": str(PLACE / "build"), "CARGO_INCREMENTAL": "1"}
    done = subprocess.run(command, cwd=TREE, env=environment, capture_output=True, text=True)
    messages = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode == 0:
        return {message["target"]["name"]: message["executable"] for message in messages
                if message.get("executable") and message["profile"]["test"]}, set()
    messages = [message["message"] for message in messages if message["reason"] == "compiler-message"]
    errors = [message for message in messages if message["level"] == "error"]
    bad = set()
    for span in (span for error in errors for span in error["spans"] if span["is_primary"]):
        while span:
            bad |= culprits(places.get(span["file_name"], []), span)
            span = span["expansion"] and span["expansion"]["span"]
    if not bad:
        raise SystemExit("\n".join(["No mutant is to blame:", *(error["rendered"] for error in errors), done.stderr]))
    return None, bad


def culprits(places, span):
    """The mutants of the smallest place around a span: one mutant, or all of a function."""
    around = [place for place in places if place[0] <= span["byte_start"] and span["byte_end"] <= place[1]]
    return set(min(around, key=lambda place: place[1] - place[0])[2]) if around else set()


def viable(mutants, count):
    """Builds a copy with half as many mutants again as are wanted, but for those that do not compile."""
    memory = PLACE / "unviable.json"
    unviable = set(json.loads(memory.read_text())) if memory.exists() else set()
    drawn = count + count // 2
    while True:
        tried = [mutant for mutant in mutants[:drawn] if mutant["name"] not in unviable]
        if len(tried) < count:
            drawn += count // 4
            continue
        binaries, bad = build(write_tree(tried))
        if binaries:
            return tried, binaries
        print(f"{len(tried)} mutants written, {len(bad)} do not compile", flush=True)
        unviable |= {tried[number]["name"] for number in bad}
        put(memory, json.dumps(sorted(unviable)).encode())


def run(binary, tests, variables, limit):
    """Runs tests of a binary: None if they pass, the first that fails, or "timeout"."""
    with tempfile.TemporaryFile("w+") as output:
        command = [binary, "--exact", "--test-threads", "1", *tests]
        environment = {**os.environ, "CARGO_MANIFEST_DIR": str(TREE), **variables}
        process = subprocess.Popen(
            command, cwd=TREE, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.DEVNULL,
            start_new_session=True, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
        )
        try:
            code = process.wait(limit)
        except subprocess.TimeoutExpired:
            return "timeout"
        finally:
            # Programs that the tests started end with them.
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()
        output.seek(0)
        failed = re.search(r"^test (\S+).* FAILED$", output.read(), re.MULTILINE)
        return None if code == 0 else failed[1] if failed else f"code {code}"


def reach(binaries, mutants, pool):
    """Runs every test alone: by test, its seconds and the names of the mutants it reaches. Tests that fail are left out."""
    memory = PLACE / "reach.json"
    names = [mutant["name"] for mutant in mutants]
    known = json.loads(memory.read_text()) if memory.exists() else {}
    known = known["tests"] if known.get("mutants") == names else {}
    tests = []
    for target, binary in binaries.items():
        listed = subprocess.run([binary, "--list", "--format", "terse"], cwd=TREE, check=True, capture_output=True, text=True)
        tests += [(target, line.removesuffix(": test")) for line in listed.stdout.splitlines() if line.endswith(": test")]

    def alone(test):
        key = " ".join(test)
        if known.get(key, (0, True))[1]:
            with tempfile.NamedTemporaryFile("r") as file:
                start = time.monotonic()
                failed = run(binaries[test[0]], [test[1]], {"MUTANTS_REACHED": file.name}, 1800)
                seconds = time.monotonic() - start
                known[key] = [seconds, bool(failed), [names[int(line)] for line in file.read().split()]]
        return test, known[key]

    found = dict(pool.map(alone, tests))
    put(memory, json.dumps({"mutants": names, "tests": {" ".join(test): value for test, value in found.items()}}).encode())
    failing = [" ".join(test) for test, (_, failed, _) in found.items() if failed]
    seconds = sum(seconds for seconds, _, _ in found.values())
    print(f"{len(found)} tests take {seconds:.0f} s alone; {len(failing)} fail without a mutant: {failing}", flush=True)
    return {test: (seconds, set(reached)) for test, (seconds, failed, reached) in found.items() if not failed}


def groups(tests):
    """Tests of one binary each: the quickest first, in groups that last four times as long as the ones before."""
    group, total, limit = [], 0.0, FIRST_GROUP
    for at, (seconds, test) in enumerate(tests, 1):
        group.append((seconds, test))
        total += seconds
        if total >= limit or at == len(tests):
            for target in sorted({test[0] for _, test in group}):
                own = [(seconds, test[1]) for seconds, test in group if test[0] == target]
                yield target, [test for _, test in own], sum(seconds for seconds, _ in own)
            group, total, limit = [], 0.0, 4 * limit


def judge(number, name, binaries, tests, budget):
    """What becomes of one mutant."""
    reaching = sorted((seconds, test) for test, (seconds, reached) in tests.items() if name in reached)
    sums = itertools.accumulate(seconds for seconds, _ in reaching)
    within = [test for test, total in zip(reaching, sums) if total <= budget]
    for target, names, seconds in groups(within):
        failed = run(binaries[target], names, {"MUTANT": str(number)}, 30 + 10 * seconds)
        if failed:
            return {"status": "timeout" if failed == "timeout" else "killed", "by": f"{target} {failed}"}
    return {"status": "survived" if reaching else "not covered", "tests": len(within), "reaching": len(reaching)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=400, help="how many mutants")
    parser.add_argument("--seed", type=int, default=1, help="which ones")
    parser.add_argument("--budget", type=float, default=float("inf"), help="seconds of tests for each mutant")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many mutants at a time")
    arguments = parser.parse_args()
    drawn = sample(arguments.seed)
    mutants, binaries = viable(drawn, arguments.count)
    unviable = drawn.index(mutants[arguments.count - 1]) + 1 - arguments.count
    print(f"{arguments.count} mutants; {unviable} others drawn that do not compile", flush=True)
    lines = REPORT.read_text().splitlines() if REPORT.exists() else []
    known = {verdict["name"]: verdict for verdict in map(json.loads, lines) if verdict["status"] in KILLED}
    lock = threading.Lock()

    def one(number):
        name, line = mutants[number]["name"], mutants[number]["line"]
        if name in known:
            return known[name]
        verdict = {"name": name, "number": number, "line": line, **judge(number, name, binaries, tests, arguments.budget)}
        with lock, open(REPORT, "a") as file:
            file.write(json.dumps(verdict) + "\n")
        return verdict

    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        tests = reach(binaries, mutants, pool)
        final = list(pool.map(one, range(arguments.count)))
    for verdict in sorted(final, key=lambda verdict: verdict["name"]):
        if verdict["status"] not in KILLED:
            extent = f"{verdict['tests']} of {verdict['reaching']} tests"
            print(f"{verdict['status']} {extent}: line {verdict['line']}, {verdict['name']}")
    for status in (*KILLED, "survived", "not covered"):
        print(f"{sum(verdict['status'] == status for verdict in final)} {status}")


if __name__ == "__main__":
    main()
