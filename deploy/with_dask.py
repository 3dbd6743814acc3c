#!/usr/bin/env python3
"""Shares a command of pactum out over the workers of Dask, and joins the shards: with_dask.py SHARDS COMMAND...

    deploy/with_dask.py 8 run deal.toml --draws 100000 --out results/deal
"""

import subprocess
import sys

from dask.distributed import Client


def shard(arguments, number, of):
    subprocess.run(["pactum", *arguments, "--shard", f"{number}/{of}", "--quiet"], check=True)


if __name__ == "__main__":
    shards, arguments = int(sys.argv[1]), sys.argv[2:]
    out = arguments[arguments.index("--out") + 1]
    client = Client(n_workers=2, threads_per_worker=1)  # or the address of a scheduler
    client.gather([client.submit(shard, arguments, number, shards, retries=3, pure=False) for number in range(1, shards + 1)])
    subprocess.run(["pactum", "merge", f"{out}.shards", "--out", out], check=True)
