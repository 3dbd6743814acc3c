#!/usr/bin/env python3
"""Runs the fuzz targets of fuzz/, one after the other, and prints what each did and found.

A finding is a panic, an input that takes a processor more than a second (`differential`: ten), or more than 512 MB of
memory. Every input that seems to be one is tried again alone, three times; what is slow must be slow each time. Seeds are
the scenarios, game files and wrong files of the repository, fuzz/seeds, and what targets make themselves. The inputs that
a campaign finds worth keeping stay in target/fuzz/corpus for the next one, findings in target/fuzz/artifacts.

    cargo install cargo-fuzz --locked
    python3 scripts/fuzz.py                              every target for 20 minutes
    python3 scripts/fuzz.py --minutes 5 scenario efg     some of them
    python3 scripts/fuzz.py scenario --try FILE ...      these inputs, alone
"""

import argparse
import collections
import os
import pathlib
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = ROOT / "target/fuzz"
# The targets: the longest input of each, whether inputs are text, for which words are gathered, and the seconds that one
# may take. The interpreter is not made for speed.
TARGETS = {
    "scenario": (6_000, True, 1),
    "expression": (400, True, 1),
    "efg": (3_000, True, 1),
    "nfg": (2_000, True, 1),
    "study": (1_000, True, 1),
    "results": (48_000, True, 1),
    "blocks": (60_000, False, 1),
    "differential": (400, False, 10),
}
# Where files of the repository lie that are seeds.
FILES = {
    "scenario": ["scenarios/**/*.toml", "tests/language_examples/*.toml", "tests/golden_errors/*.toml"],
    "efg": ["scenarios/games/*.efg", "tests/interchange/errors/*.efg"],
    "nfg": ["scenarios/games/*.nfg", "tests/interchange/errors/*.nfg"],
    "study": ["fuzz/seeds/study/*.toml"],
}
# What an input may take.
MEMORY_MB = 512
# The machine may be busy: an input is stopped only after so many times the seconds that it may take, and judged when it is
# tried alone.
PATIENCE = 10
TRIES = 3
# After as many findings a target is left.
MOST_FINDINGS = 30
# How many words a dictionary has.
WORDS = 400
# The exit codes by which libFuzzer says that an input took too long, or too much memory.
TOO_SLOW, TOO_LARGE = 70, 71


def build():
    command = ["cargo", "fuzz", "build", "--sanitizer", "none", "--target-dir", FOLDER / "build"]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "RUSTC_BOOTSTRAP": "1"})


def program(target):
    (found,) = FOLDER.glob(f"build/*/release/{target}")
    return found


def execute(command, **more):
    """Runs a program, whose temporary files lie in memory where there is such a place, and go with it."""
    memory = "/dev/shm"
    with tempfile.TemporaryDirectory(dir=memory if os.path.isdir(memory) else None) as folder:
        return subprocess.run(command, env={**os.environ, "TMPDIR": folder, **more}, capture_output=True)


def seeds(target):
    """A folder of seeds."""
    folder = FOLDER / "seeds" / target
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    longest, _, _ = TARGETS[target]
    for number, seed in enumerate(seeds_of(target)):
        if len(seed) <= longest:
            (folder / f"{number:04}").write_bytes(seed)
    if target in ("results", "blocks"):
        execute([program(target), "-runs=0"], PACTUM_SEEDS=str(folder)).check_returncode()
        for path in folder.iterdir():
            if path.stat().st_size > longest:
                path.unlink()
    return folder


def seeds_of(target):
    if target == "differential":
        return [random.Random(number).randbytes(60 + 7 * number) for number in range(48)]
    if target == "expression":
        formulas = sorted(set(formula for path in files("scenario") for formula in formulas_of(path.read_text())))
        return [bytes([number % 7]) + formula.encode() for number, formula in enumerate(formulas)]
    return [path.read_bytes() for path in files(target)]


def files(target):
    return sorted(path for pattern in FILES.get(target, []) for path in ROOT.glob(pattern))


def formulas_of(text):
    return re.findall(r'(?:amount|when|value|probability|logit)\s*=\s*"([^"\n]+)"', text)


def dictionary(target, folder):
    """The words and signs that most seeds hold."""
    counts = collections.Counter()
    for path in folder.iterdir():
        text = path.read_text(errors="replace")
        counts.update(set(re.findall(r"[A-Za-z_]{2,}|[^\sA-Za-z_0-9\\\"]{1,2}|\d+(?:\.\d+)?", text)))
    words = sorted(word for word, _ in counts.most_common(WORDS) if word.isascii() and word.isprintable())
    path = FOLDER / f"{target}.dict"
    path.write_text("".join(f'"{word}"\n' for word in words) + '"\\""\n"\\x0a"\n')
    return path


def campaign(target, minutes):
    """Lets a target run; gives the counts, and the findings."""
    folder, corpus, artifacts = seeds(target), FOLDER / "corpus" / target, FOLDER / "artifacts" / target
    for made in (corpus, artifacts):
        made.mkdir(parents=True, exist_ok=True)
    longest, is_text, seconds = TARGETS[target]
    command = [program(target), corpus, folder, f"-max_len={longest}", f"-artifact_prefix={artifacts}/"]
    command += [f"-rss_limit_mb={MEMORY_MB}", f"-timeout={PATIENCE * seconds}", f"-report_slow_units={seconds}"]
    command += ["-print_final_stats=1", "-close_fd_mask=3"]
    if is_text:
        command.append(f"-dict={dictionary(target, folder)}")
    counts = collections.Counter()
    begun, end = time.monotonic(), time.monotonic() + minutes * 60
    before = set(artifacts.iterdir())
    while (left := round(end - time.monotonic())) > 0 and counts["stopped"] < MOST_FINDINGS:
        run = execute([*command, f"-max_total_time={left}"])
        count(run.stderr.decode(errors="replace"), counts)
        counts["stopped"] += run.returncode != 0
    counts["seconds"] = round(time.monotonic() - begun)
    found = {path: judge(target, path) for path in sorted(set(artifacts.iterdir()) - before)}
    return counts, found


def count(log, counts):
    """Adds what libFuzzer says of a run."""
    for name, number in re.findall(r"^stat::(\w+):\s+(\d+)", log, re.MULTILINE):
        if name == "number_of_executed_units":
            counts["executions"] += int(number)
        elif name == "peak_rss_mb":
            counts["memory"] = max(counts["memory"], int(number))
    for edges, inputs in re.findall(r"cov: (\d+) ft: \d+ corp: (\d+)", log)[-1:]:
        counts["edges"], counts["corpus"] = max(counts["edges"], int(edges)), int(inputs)


def processor_time():
    """The seconds that processors worked for programs that have ended; what others make them wait does not count."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def judge(target, path):
    """Tries an input alone: what is wrong with it, or an empty text."""
    _, _, most = TARGETS[target]
    quickest = None
    for _ in range(TRIES):
        command = [program(target), f"-rss_limit_mb={MEMORY_MB}", f"-timeout={PATIENCE * most}", path]
        before = processor_time()
        run = execute(command)
        used = processor_time() - before
        log = run.stderr.decode(errors="replace")
        if run.returncode == TOO_LARGE:
            return f"more than {MEMORY_MB} MB"
        if run.returncode == TOO_SLOW:
            seconds = PATIENCE * most
        elif run.returncode != 0:
            panic = re.search(r"panicked at (.*?:\d+):\d+:\n(.*)", log)
            return " ".join(panic.groups()) if panic else f"exit code {run.returncode}"
        else:
            seconds = min(int(re.findall(r"in (\d+) ms", log)[-1]) / 1000, used)
        quickest = seconds if quickest is None else min(quickest, seconds)
    return f"{quickest:.1f} s" if quickest > most else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--minutes", type=float, default=20, help="for each target; 20 by default")
    parser.add_argument("--try", dest="inputs", nargs="+", type=pathlib.Path, metavar="FILE", help="inputs of the one target")
    arguments = parser.parse_args()
    targets = arguments.targets or list(TARGETS)
    if unknown := [target for target in targets if target not in TARGETS]:
        parser.error(f"there is no target {unknown[0]}; there are {', '.join(TARGETS)}")
    if arguments.inputs and len(targets) != 1:
        parser.error("--try needs one target")
    build()
    if arguments.inputs:
        found = {path.resolve(): judge(targets[0], path.resolve()) for path in arguments.inputs}
        return report(found)
    print(f"{'target':12} minutes  executions  a second  edges  corpus  peak MB  findings  only slow when busy", flush=True)
    wrong = 0
    for target in targets:
        counts, found = campaign(target, arguments.minutes)
        findings = sum(1 for what in found.values() if what)
        print(
            f"{target:12} {counts['seconds'] / 60:7.1f}  {counts['executions']:10}  "
            f"{counts['executions'] / max(counts['seconds'], 1):8.0f}  {counts['edges']:5}  {counts['corpus']:6}  "
            f"{counts['memory']:7}  {findings:8}  {len(found) - findings:19}",
            flush=True,
        )
        wrong |= report({path: what for path, what in found.items() if what})
    return wrong


def report(found):
    for path, what in found.items():
        print(f"  {path}: {what or 'fine'}", flush=True)
    return int(any(found.values()))


if __name__ == "__main__":
    sys.exit(main())
