"""The option of commands whose work can be done on a cluster."""

from __future__ import annotations

from typing import Annotated

import typer

from catalog.cluster import Cluster
from cli.terminal import err
from presentation.numbers import count

ClusterOption = Annotated[
    str,
    typer.Option(
        help="Address of a dask scheduler, such as tcp://10.0.0.5:8786, whose workers do the work."
    ),
]


def open_cluster(address: str) -> Cluster | None:
    """The cluster, None without an address. Raises ClusterError, before any work is done, where it
    cannot be used."""
    if not address.strip():
        return None
    cluster = Cluster(address.strip())
    workers = cluster.check()
    words = "1 worker" if workers == 1 else f"{count(workers)} workers"
    err.print(f"{words} at {cluster.address}.", markup=False, highlight=False, soft_wrap=True)
    return cluster
