#!/usr/bin/env python3
"""Runs what is in deploy/ on real schedulers: eight shards and their merge must be one run, to the byte.

    cargo build --release
    python3 scripts/clusters.py                     on those that are installed; says which are not
    python3 scripts/clusters.py slurm snakemake     on these

Slurm (Debian: slurm-wlm and munge) is started on this machine, in a temporary folder, and stopped at the end; one task is
requeued midway, and the program of another is killed. Dask (pip: dask, distributed) starts two workers, of which one is
killed, and the program of one shard; so does Ray (pip: ray). Snakemake loses the program of one shard. manifest.json, which
holds times, is not compared.
"""

import functools
import importlib.util
import os
import pathlib
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "target/release"
DEPLOY = ROOT / "deploy"
SHARDS = 8
SCENARIO = str(ROOT / "scenarios/strike.toml")
FLAGS = ["--draws", "16384", "--games", "200"]
# No step takes longer, in seconds.
PATIENCE = 600

# A task that is requeued waits until its credential has expired; two minutes by default.
SLURM = """\
ClusterName=pactum
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket,cred_expire=5
CredType=cred/munge
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
NodeName={host} NodeAddr=127.0.0.1 CPUs={processors} RealMemory=512 State=UNKNOWN
PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""
# How the files of munged end, by the arguments that name them.
MUNGE_FILES = {"key-file": "key", "socket": "socket", "pid-file": "pid", "seed-file": "seed", "log-file": "log"}
# The states from which a job does not move.
ENDS = {"COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY"}


def wait_for(what, found):
    """What `found` returns once that is something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if result := found():
            return result
        time.sleep(0.1)
    raise SystemExit(f"{what} did not come within {PATIENCE} seconds")


def begun(out, number):
    """The process that computes a shard and has finished a part of it, if there is one."""
    blocks = out.with_name(f"{out.name}.shards") / f"{number}-of-{SHARDS}.blocks"
    if not blocks.exists() or blocks.stat().st_size < 1000:
        return None
    for opened in pathlib.Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if opened.readlink() == blocks:
                return int(opened.parts[2])
        except OSError:
            continue
    return None


def kill(out, number):
    """Kills the program of a shard midway."""
    os.kill(wait_for(f"shard {number}", lambda: begun(out, number)), signal.SIGKILL)
    print(f"  killed the program of shard {number}")


def check(whole, joined):
    """Every file of two folders is the same, but for the manifest."""
    names = [sorted(path.name for path in folder.iterdir()) for folder in (whole, joined)]
    assert names[0] == names[1], f"other files: {names}"
    compared = [name for name in names[0] if name != "manifest.json"]
    other = [name for name in compared if (whole / name).read_bytes() != (joined / name).read_bytes()]
    assert not other, f"other bytes: {other}"
    print(f"  {len(compared)} files are the same to the byte")


class Slurm:
    """Slurm on this machine, in a folder."""

    def __init__(self, folder):
        self.folder = folder
        self.host = socket.gethostname().split(".")[0]
        self.daemons = []
        for name in ("state", "spool"):
            (folder / name).mkdir(parents=True)
        key = folder / "munge.key"
        key.touch(mode=0o600)
        key.write_bytes(secrets.token_bytes(1024))
        settings = {"folder": folder, "host": self.host, "processors": os.cpu_count()}
        user = pwd.getpwuid(os.getuid()).pw_name
        conf = folder / "slurm.conf"
        conf.write_text(SLURM.format(ports=free_ports(2), user=user, **settings))
        self.environment = {**os.environ, "SLURM_CONF": str(conf)}

    def __enter__(self):
        named = [f"--{name}={self.folder}/munge.{ending}" for name, ending in MUNGE_FILES.items()]
        self.start("munged", "--foreground", "--force", *named)
        wait_for("munged", (self.folder / "munge.socket").exists)
        self.start("slurmctld", "-D", "-i")
        self.start("slurmd", "-D", "-N", self.host)
        wait_for("a node of Slurm", lambda: "idle" in self.ask("sinfo", "--noheader", "--format=%T"))
        return self

    def __exit__(self, *_):
        self.ask("scancel", "--me")
        for daemon in reversed(self.daemons):
            daemon.terminate()
            daemon.wait()

    def start(self, program, *arguments):
        """Starts a daemon, which writes to a file."""
        with open(self.folder / f"{program}.log", "w", encoding="utf-8") as log:
            command = [program, *arguments]
            self.daemons.append(subprocess.Popen(command, env=self.environment, stdout=log, stderr=log))

    def ask(self, *command):
        """What a command of Slurm prints."""
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False).stdout

    def state(self, job):
        """The state of a job, as PENDING, and how often it was started again."""
        words = dict(word.split("=", 1) for word in self.ask("scontrol", "show", "job", job).split() if "=" in word)
        return words.get("JobState"), words.get("Restarts")


def free_ports(count):
    """Ports that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def on_slurm(folder, out):
    """An array of eight with a dependent merge; one task is requeued midway, and the program of one is killed."""
    with Slurm(folder / "daemons") as slurm:
        command = [DEPLOY / "slurm.sh", str(SHARDS), "run", SCENARIO, *FLAGS, "--out", str(out)]
        said = subprocess.run(command, env=slurm.environment, cwd=folder, stdout=subprocess.PIPE, text=True, check=True)
        print(f"  {said.stdout.strip()}")
        array, merge = (word.rstrip(";") for word in said.stdout.split() if word.rstrip(";").isdigit())
        wait_for("shard 1", lambda: begun(out, 1))
        subprocess.run(["scontrol", "requeue", f"{array}_1"], env=slurm.environment, check=True)
        print("  requeued task 1")
        kill(out, 2)
        end = wait_for("the merge", lambda: (state := slurm.state(merge)[0]) in ENDS and state)
        for number in range(1, SHARDS + 1):
            state, restarts = slurm.state(f"{array}_{number}")
            print(f"  task {number}: {state}, started again {restarts} times")
        print(f"  merge: {end}")
        assert end == "COMPLETED", (folder / f"slurm-{merge}.out").read_text(encoding="utf-8")


def on_workers(script, folder, out):
    """Two workers; one is killed, and the program of a shard."""
    command = [sys.executable, DEPLOY / script, str(SHARDS), "run", SCENARIO, *FLAGS, "--out", str(out)]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as workers:
        kill(out, 1)
        program = wait_for("shard 2", lambda: begun(out, 2))
        worker = int(pathlib.Path(f"/proc/{program}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[1])
        os.kill(worker, signal.SIGKILL)
        print("  killed the worker of shard 2")
        assert workers.wait(PATIENCE) == 0, f"{script} failed"


def on_snakemake(folder, out):
    """The program of a shard is killed."""
    config = [f"scenario={SCENARIO}", f"shards={SHARDS}", f"flags={' '.join(FLAGS)}", f"out={out}"]
    command = ["snakemake", "-s", DEPLOY / "Snakefile", "-j", "2", "--config", *config]
    with open(folder / "snakemake.log", "w", encoding="utf-8") as log:
        with subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as snakemake:
            kill(out, 1)
            assert snakemake.wait(PATIENCE) == 0, (folder / "snakemake.log").read_text(encoding="utf-8")


# For each scheduler how it is used, and what it needs.
SCHEDULERS = {
    "slurm": (on_slurm, ["munged", "slurmctld", "slurmd", "sbatch"]),
    "dask": (functools.partial(on_workers, "with_dask.py"), ["distributed"]),
    "ray": (functools.partial(on_workers, "with_ray.py"), ["ray"]),
    "snakemake": (on_snakemake, ["snakemake"]),
}


def missing(needs):
    """Which programs and modules are not installed."""
    found = lambda name: shutil.which(name) or importlib.util.find_spec(name)
    return [name for name in needs if not found(name)]


def main():
    sys.stdout.reconfigure(line_buffering=True)
    os.environ["PATH"] = f"{PROGRAM}:{os.environ['PATH']}:/usr/sbin"
    with tempfile.TemporaryDirectory(prefix="pactum-clusters-") as name:
        folder = pathlib.Path(name)
        whole = folder / "whole"
        command = ["pactum", "run", SCENARIO, *FLAGS, "--out", whole, "--quiet"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        for scheduler in sys.argv[1:] or SCHEDULERS:
            use, needs = SCHEDULERS[scheduler]
            if lacking := missing(needs):
                print(f"{scheduler}: NOT TRIED, for want of {', '.join(lacking)}")
                continue
            print(f"{scheduler}:")
            place = folder / scheduler
            place.mkdir()
            use(place, place / "joined")
            check(whole, place / "joined")


if __name__ == "__main__":
    main()
