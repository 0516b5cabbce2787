"""What a machine has installed, so that workers with other code or libraries are refused."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from catalog.fingerprint import FACTS, ROOMS, library_versions
from catalog.project import version as own_version
from catalog.settings import PROJECT

# One name and version each.
Install = tuple[tuple[str, str], ...]
CODE: Final = "code"
NAMES: Final = {CODE: "code of Wardwise", "wardwise": "version of Wardwise"}
ADVICE: Final = "install the same wardwise[cluster] on every machine"


class ClusterError(Exception):
    """The cluster cannot be used; the message says what to do."""


@cache
def describe_install() -> Install:
    """Wardwise, a digest of its code and tables, Python, and every library that figures pass."""
    running = hashlib.sha256()
    for room in ROOMS:
        folder = PROJECT / room
        # What a checkout holds besides the package (the sample) differs from machine to machine.
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder.with_suffix(".py")]:
            if path.suffix in (".py", *FACTS) and "sample" not in path.parts:
                running.update(f"{path.relative_to(PROJECT).as_posix()}\n".encode())
                running.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return (
        ("wardwise", own_version()),
        ("python", ".".join(platform.python_version_tuple()[:2])),
        *library_versions(),
        ("distributed", _distributed()),
        (CODE, running.hexdigest()[:12]),
    )


def _distributed() -> str:
    try:
        return version("distributed")
    except PackageNotFoundError:
        return ""


def check_install(expected: Install) -> None:
    """Raises ClusterError where this worker has not what the machine that sent the work has."""
    own = dict(describe_install())
    differing = [
        f"its {NAMES.get(name, name)} is {own.get(name) or 'absent'}, not {wanted}"
        for name, wanted in expected
        if own.get(name) != wanted
    ]
    if differing:
        from distributed import get_worker

        raise ClusterError(
            f"the worker {get_worker().address} differs from this machine "
            f"({'; '.join(differing)}), so its figures could too; {ADVICE}"
        )
