"""What can be wrong with a cluster, in words that say what to do next."""

from __future__ import annotations

from typing import Final

EXAMPLE: Final = "such as tcp://10.0.0.5:8786, or leave out --cluster"


def no_address(address: str) -> str:
    """For what cannot be the address of a scheduler."""
    return (
        f"--cluster {address!r} is no address of a dask scheduler; give tcp:// (or tls://), its "
        f"machine and its port, {EXAMPLE}"
    )


def no_answer(address: str, waited_s: float) -> str:
    """Where no scheduler answered within so many seconds."""
    return (
        f"no dask scheduler answers at {address} (waited {waited_s:g} seconds); start one there "
        "with `dask scheduler`, see that a firewall lets this machine reach its port, or give "
        f"another address, {EXAMPLE}"
    )


def without_certificates(address: str) -> str:
    """Where a scheduler asks for TLS."""
    return (
        f"the cluster at {address} asks for TLS and this machine has no certificates for it: set "
        "DASK_DISTRIBUTED__COMM__TLS__CA_FILE and the client's key and certificate "
        "(docs/how-to/cluster.md)"
    )


def lost_connection(address: str, waited_s: float) -> str:
    """Where a scheduler that had answered does not any more. Its workers end with it."""
    return (
        f"the connection to the cluster at {address} was lost and did not come back in "
        f"{waited_s:g} seconds; what is finished is kept: see that `dask scheduler` runs there, "
        "start the workers again, then run the same command again"
    )


def without_workers(address: str) -> str:
    """For a scheduler that has no worker."""
    return (
        f"the cluster at {address} has no worker; start them with `dask worker {address} "
        "--nthreads 1 --nworkers auto` on each machine, or leave out --cluster"
    )


def lost_workers(address: str, waited_s: float) -> str:
    """Where every worker left while there was work."""
    return (
        f"every worker of the cluster at {address} has ended and none came back in {waited_s:g} "
        "seconds: their machines lack memory, or Wardwise (their own output says which); what is "
        "finished is kept: see that each has the same wardwise[cluster], start the workers and run "
        "the same command again"
    )


def ended_workers(address: str, ended: int) -> str:
    """Where one task ended several workers."""
    return (
        f"a task ended {ended} workers of the cluster at {address}, most often for lack of memory; "
        "what is finished is kept: give workers more memory or one thread each, then run the same "
        "command again"
    )
