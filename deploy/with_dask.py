#!/usr/bin/env python3
"""Shares a command of pactum out over the workers of Dask, and joins the shards: with_dask.py SHARDS COMMAND...

    deploy/with_dask.py 8 run deal.toml --draws 100000 --out results/deal

A shard whose program or worker is killed is begun again, and goes on where it was. With DASK_SCHEDULER_ADDRESS set, the
workers of that scheduler are used.
"""

import os
import subprocess
import sys

from dask.distributed import Client


def shard(arguments, number, of):
    subprocess.run(["pactum", *arguments, "--shard", f"{number}/{of}", "--threads", "1", "--quiet"], check=True)


if __name__ == "__main__":
    shards, arguments = int(sys.argv[1]), sys.argv[2:]
    out = arguments[arguments.index("--out") + 1]
    own = {"n_workers": 2, "threads_per_worker": 1}
    client = Client(**{} if "DASK_SCHEDULER_ADDRESS" in os.environ else own)
    client.gather([client.submit(shard, arguments, number, shards, retries=3, pure=False) for number in range(1, shards + 1)])
    subprocess.run(["pactum", "merge", f"{out}.shards", "--out", out], check=True)
