"""A table of settings worked out by two workers of Dask, which is the table that one process works out.

pip install pactum "dask[distributed]" pandas pyarrow; python with_dask.py truce.toml
"""

import sys

import pandas
from dask.distributed import Client, LocalCluster

import pactum

PARTS = 8


def part(scenario, settings):
    return scenario.outcomes(settings).to_pandas()


if __name__ == "__main__":
    scenario = pactum.open(sys.argv[1]).variant("clause")
    values = [number / 40 for number in range(41)]
    settings = pandas.DataFrame([{"credibility": c, "price": p} for c in values for p in (20, 30, 40)])
    rows = -(-len(settings) // PARTS)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        parts = [settings[start : start + rows] for start in range(0, len(settings), rows)]
        futures = client.map(part, [scenario] * len(parts), parts, pure=False)
        joined = pandas.concat(client.gather(futures), ignore_index=True)
    alone = part(scenario, settings)
    joined["point"] = alone["point"]  # each part counts its own points from 0
    if not joined.equals(alone):
        sys.exit("the tables differ")
    print(f"{len(joined)} rows by two workers, the same as by one process")
