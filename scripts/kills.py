#!/usr/bin/env python3
"""Kills, interrupts and starves the program, gives the same command again, and compares: the same bytes, nothing lost,
nothing left behind.

    cargo build --release
    python3 scripts/kills.py                        everything, with seed 0
    python3 scripts/kills.py failpoints --seed 3    of random, failpoints, equal, long and endless, these alone

random: 200 kills at random moments. failpoints: every call of a command that changes files, taken one by one: killed
before it, killed with half of it written, refused with EIO, and without space from there on (Linux on x86-64: the calls
are stopped by ptrace). equal: four equal commands at once, twenty times. long: a run of 10^5 draws, interrupted ten times.
endless: SIGTERM at 50 random moments of what takes minutes or hours, answered within half a second. Commands of the
others are a run, one with --out, one with --force, a shard, a merge, a sweep and a comparison. The times and the command
line in manifest.json are not compared.
"""

import argparse
import collections
import ctypes
import errno
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = os.environ.get("PACTUM", str(ROOT / "target/release/pactum"))
SMALL = str(ROOT / "scenarios/classics/unsure_shares.toml")
STRIKE = str(ROOT / "scenarios/strike.toml")
KILLS = 200
EQUAL, TIMES = 4, 20
LONG_DRAWS, INTERRUPTIONS = 100_000, 10
MAIN = str(ROOT / "scenarios/nato_clause.toml")
DETERRENCE = ROOT / "scenarios/classics/entry_deterrence.toml"
SIGNALS, ANSWER = 50, 0.5
# A run keeps so many draws together.
CHUNK = 64

RUN = ["run", SMALL, "--games", "20"]
COMPARE = ["compare", SMALL, "--with", "visitors.thief=0.2", "--with", "visitors.thief=0.4"]
SWEEP = ["sweep", SMALL, "--vary", "visitors.thief=0.2,0.4"]
Case = collections.namedtuple("Case", "name before command after")


def cases(draws, study_draws):
    """What is killed: the commands before, the command itself, and those that show what it did."""
    run = [*RUN, "--draws", str(draws)]
    out = [*run, "--out", "r"]
    shard = [[*out, "--shard", f"{number}/2"] for number in (1, 2)]
    merge = ["merge", "r.shards"]
    return [
        Case("run", [], run, []),
        Case("run --out", [], out, []),
        Case("run --force", [[*RUN, "--draws", "64", "--out", "r"]], [*out, "--force"], []),
        Case("shard", [], shard[0], [shard[1], merge]),
        Case("merge", shard, merge, []),
        Case("sweep", [], [*SWEEP, "--draws", str(study_draws)], []),
        Case("compare", [], [*COMPARE, "--draws", str(study_draws)], []),
    ]


def command_line(command):
    """A command with all that it takes to start it; with one thread, so that equal commands make equal calls."""
    return [PROGRAM, *command] + (["--threads", "1"] if command[0] != "merge" else [])


class Place:
    """A folder in which commands are given."""

    def __init__(self, folder):
        self.folder = folder / "work"
        self.saved = folder / "saved"
        self.said = folder / "said"

    def restore(self):
        """Brings back what was saved."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.saved, self.folder)

    def start(self, command):
        said = open(self.said, "wb")
        return subprocess.Popen(command_line(command), cwd=self.folder, stdout=said, stderr=said)

    def give(self, command):
        """The exit code of a command that is left alone."""
        return self.start(command).wait()

    def tree(self):
        """Every file, hidden ones too, by its path."""
        found = {}
        for path in sorted(self.folder.rglob("*")):
            name = str(path.relative_to(self.folder))
            found[name] = content(path) if path.is_file() else None
        return found

    def results(self):
        """The results folders that can be seen, each as a tree."""
        folders = {}
        for name, held in self.tree().items():
            parts = name.split("/")
            hidden = any(part.startswith(".") or part.endswith(".shards") for part in parts)
            if held is not None and not hidden and parts[-1] != "latest":
                folders.setdefault("/".join(parts[:-1]), {})[parts[-1]] = held
        return folders

    def finished(self):
        """How many blocks are finished, in all files of blocks."""
        blocks = [path for path in self.folder.rglob("*") if path.name == "blocks" or path.suffix == ".blocks"]
        return sum(map(records, blocks))


def content(path):
    """The bytes of a file; of a manifest, without what differs from run to run."""
    held = path.read_bytes()
    if path.name != "manifest.json" or not held.endswith(b"}\n"):
        return held
    manifest = json.loads(held)
    for volatile in ("host", "wall_time_seconds"):
        del manifest[volatile]
    del manifest["arguments"]["as_given"]
    return manifest


def records(path):
    """How many whole records a file of blocks holds."""
    held = path.read_bytes()
    at, found = held.find(b"\n") + 1, 0
    while at + 32 <= len(held):
        at += 32 + int.from_bytes(held[at + 16 : at + 24], "little")
        found += at <= len(held)
    return found


class Trial:
    """A case that is ready to be killed: what was there before, and what is to be there at the end."""

    def __init__(self, place, case):
        self.place, self.case = place, case
        shutil.rmtree(place.folder, ignore_errors=True)
        shutil.rmtree(place.saved, ignore_errors=True)
        place.folder.mkdir()
        for command in case.before:
            assert place.give(command) == 0, place.said.read_text()
        self.older = place.results()
        shutil.copytree(place.folder, place.saved)
        begin = time.monotonic()
        assert place.give(case.command) == 0, place.said.read_text()
        self.seconds = time.monotonic() - begin
        self.newer = place.results()
        self.end()
        self.whole = place.tree()

    def end(self):
        for command in self.case.after:
            assert self.place.give(command) == 0, self.place.said.read_text()

    def check_midway(self):
        """Results that can be seen are whole, and older ones are not lost."""
        seen = self.place.results()
        assert seen in (self.older, self.newer), f"half a folder: { {name: list(files) for name, files in seen.items()} }"

    def check_end(self):
        """Gives the command again; everything must be as if nothing had happened."""
        code = self.place.give(self.case.command)
        said = self.place.said.read_text()
        # A folder that the user chose is refused once it is there.
        there = code == 4 and "exists already" in said and self.newer != self.older
        assert code == 0 or there, f"code {code}: {said}"
        self.end()
        found = self.place.tree()
        names = sorted(set(found) ^ set(self.whole))
        assert not names, f"left behind or missing: {names}"
        other = [name for name in found if found[name] != self.whole[name]]
        assert not other, f"other bytes: {other}"


def at_random(place, luck):
    """Kills at random moments."""
    every = cases(10_000, 10_000)
    each = -(-KILLS // len(every))
    for case in every:
        trial = Trial(place, case)
        kills = late = trials = 0
        while kills < each:
            place.restore()
            trials += 1
            before = 0
            for _ in range(luck.randint(1, 4)):
                process = place.start(case.command)
                time.sleep(luck.random() * trial.seconds)
                process.kill()
                if process.wait() >= 0:
                    late += 1
                    break
                kills += 1
                trial.check_midway()
                after = place.finished()
                done = place.results() == trial.newer
                assert done or after >= before, f"{before} blocks were finished, and {after} are left"
                before = after
            trial.check_end()
        yield [case.name, f"{trial.seconds:.2f} s", trials, kills, late]


WALL, TRACEME, GETREGS, SETREGS, SYSCALL, SETOPTIONS = 0x40000000, 0, 12, 13, 24, 0x4200
# Calls are told from signals; threads are traced too; all ends with this process.
OPTIONS = 1 | 8 | 0x100000
RAX, RDX, RSI, RDI, ORIG_RAX = 10, 12, 13, 14, 15
# The calls that change files, by their numbers; of open and openat those that may make one.
CALLS = {
    1: "write", 2: "open", 18: "pwrite64", 20: "writev", 73: "flock", 74: "fsync", 75: "fdatasync", 76: "truncate",
    77: "ftruncate", 82: "rename", 83: "mkdir", 84: "rmdir", 86: "link", 87: "unlink", 88: "symlink", 90: "chmod",
    91: "fchmod", 257: "openat", 258: "mkdirat", 263: "unlinkat", 264: "renameat", 268: "fchmodat", 316: "renameat2",
}  # fmt: skip
SPACE = ("write", "pwrite64", "writev", "open", "openat", "mkdir", "mkdirat")
Registers = ctypes.c_ulonglong * 27
libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


def ptrace(request, thread, data=None):
    if libc.ptrace(request, thread, None, data) < 0 and ctypes.get_errno() != errno.ESRCH:
        raise OSError(ctypes.get_errno(), "ptrace")


def changes_files(thread, registers):
    """The name of the call that a thread is about to make, if it changes files; messages do not count."""
    name = CALLS.get(registers[ORIG_RAX])
    if name in ("open", "openat") and not registers[RSI if name == "open" else RDX] & os.O_CREAT:
        return None
    if name in ("write", "writev"):
        opened = os.readlink(f"/proc/{thread}/fd/{registers[RDI]}")
        return name if opened.startswith("/") and registers[RDI] != 2 else None
    return name


def traced(place, command, point, fault):
    """Gives a command whose call of this number, from 0, meets a fault. Its exit code, and the calls that it made."""
    process = os.fork()
    if process == 0:
        said = os.open(place.said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(said, 1)
        os.dup2(os.open(f"{place.said}.err", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
        os.chdir(place.folder)
        ptrace(TRACEME, 0)
        os.execv(PROGRAM, command_line(command))
    os.waitpid(process, 0)
    ptrace(SETOPTIONS, process, OPTIONS)
    ptrace(SYSCALL, process)
    calls, entered, answers = [], set(), {}
    while True:
        thread, status = os.waitpid(-1, WALL)
        if not os.WIFSTOPPED(status):
            if thread == process:
                return os.waitstatus_to_exitcode(status), calls
            continue
        forwarded = os.WSTOPSIG(status)
        if forwarded == signal.SIGTRAP | 0x80:
            forwarded = 0
            registers = Registers()
            ptrace(GETREGS, thread, registers)
            if thread in entered:
                entered.discard(thread)
                answer = answers.pop(thread, None)
                if answer == "torn":
                    os.kill(process, signal.SIGKILL)
                elif answer:
                    registers[RAX] = (1 << 64) - answer
                    ptrace(SETREGS, thread, registers)
            else:
                entered.add(thread)
                if name := changes_files(thread, registers):
                    here = len(calls) == point
                    calls.append(name)
                    if here and fault == "killed":
                        os.kill(process, signal.SIGKILL)
                    elif here and fault == "torn" and name == "write":
                        registers[RDX] //= 2
                        answers[thread] = fault
                        ptrace(SETREGS, thread, registers)
                    elif here and fault == "EIO" or fault == "ENOSPC" and len(calls) > point and name in SPACE:
                        answers[thread] = getattr(errno, fault)
                        registers[ORIG_RAX] = (1 << 64) - 1
                        ptrace(SETREGS, thread, registers)
        elif forwarded in (signal.SIGTRAP, signal.SIGSTOP):
            forwarded = 0
        ptrace(SYSCALL, thread, forwarded)


def at_failpoints(place, _):
    """Every call that changes files meets every fault."""
    for case in cases(192, 12):
        trial = Trial(place, case)
        place.restore()
        code, calls = traced(place, case.command, -1, None)
        assert code == 0, place.said.read_text()
        for fault in ("killed", "torn", "EIO", "ENOSPC"):
            codes = collections.Counter()
            for point, name in enumerate(calls):
                if fault == "torn" and name != "write" or fault == "ENOSPC" and name not in SPACE:
                    continue
                place.restore()
                code, made = traced(place, case.command, point, fault)
                codes[code] += 1
                said = pathlib.Path(f"{place.said}.err").read_text()
                try:
                    assert made[point] == name, f"{made[point]} in place of {name}"
                    if fault in ("killed", "torn"):
                        assert code == -signal.SIGKILL, f"code {code}"
                    else:
                        assert code == 0 or code == 4 and "error: " in said, f"code {code}: {said}"
                    trial.check_midway()
                    trial.check_end()
                except AssertionError as wrong:
                    failed(f"{case.name}, call {point} ({name}) {fault}: {wrong}")
            ends = ", ".join(f"{count} × {code}" for code, count in sorted(codes.items()))
            yield [case.name, fault, sum(codes.values()), ends]


def at_once(place, _):
    """Equal commands at once."""
    for case in (case for case in cases(5_000, 5_000) if case.name in ("run", "run --out", "sweep")):
        trial = Trial(place, case)
        ends = collections.Counter()
        for _ in range(TIMES):
            place.restore()
            start = {"args": command_line(case.command), "cwd": place.folder}
            equal = [subprocess.Popen(**start, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(EQUAL)]
            said = [process.communicate() for process in equal]
            ends.update(process.returncode for process in equal)
            try:
                assert not any(process.returncode for process in equal), b"".join(err for _, err in said).decode()
                assert len({out for out, _ in said}) == 1, "they print different things"
                assert place.tree() == trial.whole, "the folder is another"
            except AssertionError as wrong:
                failed(f"{case.name}: {wrong}")
        yield [case.name, TIMES, ", ".join(f"{count} × {code}" for code, count in sorted(ends.items()))]


def processor_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def at_length(place, luck):
    """A long run that is interrupted again and again."""
    command = ["run", STRIKE, "--games", "1", "--draws", str(LONG_DRAWS)]
    begin = processor_seconds()
    trial = Trial(place, Case("long run", [], command, []))
    alone = processor_seconds() - begin
    place.restore()
    begin = processor_seconds()
    kept = 0
    for number in range(INTERRUPTIONS):
        which = [signal.SIGINT, signal.SIGTERM, signal.SIGKILL, signal.SIGQUIT, signal.SIGHUP][number % 5]
        process = place.start(command)
        time.sleep(trial.seconds / INTERRUPTIONS * luck.uniform(0.2, 0.8))
        process.send_signal(which)
        asked = time.monotonic()
        code = process.wait()
        took = time.monotonic() - asked
        said = place.said.read_text()
        assert code == (-which if which == signal.SIGKILL else 130), f"code {code}: {said}"
        assert which == signal.SIGKILL or "the same command goes on from what is finished" in said, said
        before, kept = kept, place.finished()
        assert kept >= before, f"{before} chunks were finished, and {kept} are left"
        yield [which.name, code, f"{took:.3f} s", before * CHUNK, kept * CHUNK]
    trial.check_end()
    used = processor_seconds() - begin
    lost = (used - alone) / alone * LONG_DRAWS / INTERRUPTIONS
    yield ["then to its end", 0, f"{used:.1f} s of processor, {alone:.1f} s alone", f"{lost:.0f} draws' worth", "each time"]


def endless(folder, luck):
    """What takes minutes or hours within one draw, or before the first one."""
    periods = folder / "periods.toml"
    periods.write_text(DETERRENCE.read_text().replace("periods = 1\n", "periods = 100000\n"))
    assert "periods = 100000" in periods.read_text()
    states = folder / "states.toml"
    names = "abcdefgh"
    states.write_text(
        'title = "Many states"\nperiods = 100\n[actors.one]\nstrategy = { logit = 1 }\n'
        + "".join(f"[variables.{name}]\nrange = [0, 90]\nstart = 0\n" for name in names)
        + '[[outcomes]]\nname = "over"\nat_end = true\n[[stages]]\nname = "count"\nactor = "one"\n'
        + "".join(f'[[stages.actions]]\nname = "up_{n}"\nset = {{ {n} = "min({n} + 1, 90)" }}\n' for n in names)
    )
    table = folder / "table.nfg"
    size = 700
    payoffs = " ".join(str(luck.randint(0, 9)) for _ in range(2 * size * size))
    table.write_text(f'NFG 1 R "table" {{ "A" "B" }} {{ {size} {size} }}\n\n{payoffs}\n')
    single = ["--draws", "1", "--fresh"]
    return {
        "check, 91^8 states": ["check", str(states), "--max-states", "100000000"],
        "run, 10^5 periods": ["run", str(periods), *single],
        "10^12 games of a draw": ["run", STRIKE, *single, "--games", "1000000000000"],
        "single draws": ["run", MAIN, "--games", "1000000", "--threads", "1", "--draws", "200", "--fresh"],
        "solve, 700 × 700": ["solve", str(table)],
        "solve --path": ["solve", str(periods), "--path"],
        "explain": ["explain", MAIN, "--flips", "--draws", "100000"],
        "sweep": ["sweep", MAIN, "--vary", "credibility=0:1:0.1", "--draws", "1000", "--fresh"],
    }


def at_no_end(place, luck):
    """Work that would not end is told to."""
    place.saved.mkdir(exist_ok=True)
    every = endless(place.saved, luck)
    times = collections.defaultdict(list)
    for number in range(SIGNALS):
        name = list(every)[number % len(every)]
        place.folder.mkdir(exist_ok=True)
        said = open(place.said, "wb")
        process = subprocess.Popen([PROGRAM, *every[name]], cwd=place.folder, stdout=said, stderr=said)
        time.sleep(luck.uniform(0.1, 5))
        process.send_signal(signal.SIGTERM)
        asked = time.monotonic()
        code = process.wait()
        took = time.monotonic() - asked
        times[name].append(took)
        # Commands that write nothing are ended by the signal itself.
        if code not in (130, -signal.SIGTERM):
            failed(f"{name}: code {code}: {place.said.read_text()}")
        if took >= ANSWER:
            failed(f"{name}: answered after {took:.2f} s")
    for name, took in times.items():
        yield [name, len(took), f"{max(took):.3f} s", " ".join(f"{one:.2f}" for one in sorted(took))]
    everything = [one for took in times.values() for one in took]
    within = sum(one < ANSWER for one in everything)
    yield ["all", len(everything), f"{max(everything):.3f} s", f"{within} of {len(everything)} within {ANSWER} s"]


failures = []


def failed(what):
    failures.append(what)
    print(f"  FAILED {what}")


CAMPAIGNS = {
    "random": (at_random, ["command", "alone", "trials", "kills", "ended before"]),
    "failpoints": (at_failpoints, ["command", "fault", "points", "codes"]),
    "equal": (at_once, ["command", "times", "codes"]),
    "endless": (at_no_end, ["command", "signals", "longest", "answers in s"]),
    "long": (at_length, ["signal", "code", "stopped in", "draws kept before", "draws kept after"]),
}


def main():
    sys.stdout.reconfigure(line_buffering=True)
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("campaigns", nargs="*", choices=[*CAMPAIGNS, []])
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pactum-kills-") as name:
        place = Place(pathlib.Path(name))
        for campaign in arguments.campaigns or CAMPAIGNS:
            run, header = CAMPAIGNS[campaign]
            print(f"{campaign}:\n  {' | '.join(header)}")
            for row in run(place, random.Random(arguments.seed)):
                print("  " + " | ".join(map(str, row)))
    if failures:
        raise SystemExit(f"{len(failures)} failed")
    print("nothing was lost, and nothing is left behind")


if __name__ == "__main__":
    main()
