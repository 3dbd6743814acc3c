#!/usr/bin/env python3
"""Shares a command of pactum out over the workers of Ray, and joins the shards: with_ray.py SHARDS COMMAND...

    deploy/with_ray.py 8 run deal.toml --draws 100000 --out results/deal

A shard whose program or worker is killed is begun again, and goes on where it was. With RAY_ADDRESS set, that cluster is
used.
"""

import subprocess
import sys

import ray


@ray.remote(num_cpus=1, max_retries=3, retry_exceptions=True)
def shard(arguments, number, of):
    subprocess.run(["pactum", *arguments, "--shard", f"{number}/{of}", "--threads", "1", "--quiet"], check=True)


if __name__ == "__main__":
    shards, arguments = int(sys.argv[1]), sys.argv[2:]
    out = arguments[arguments.index("--out") + 1]
    ray.init()
    ray.get([shard.remote(arguments, number, shards) for number in range(1, shards + 1)])
    subprocess.run(["pactum", "merge", f"{out}.shards", "--out", out], check=True)
