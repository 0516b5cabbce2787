"""What a step's result hangs on besides its inputs: the code it can reach and the data libraries.

Code is followed from import to import by reading files, so that nothing need be loaded, imports
inside functions count, and a change in any room (the catalogue too) is a change of what rests on
it. Files count by their bytes. So do the reference tables that the code reads, each by itself:
their names stand written out in it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from catalog.settings import PROJECT

# Ours by name, since installed code lies beside the code of others.
ROOMS: Final = (
    "catalog", "reference", "geo", "etl", "wards", "forecasts", "indicators", "pipeline",
    "presentation", "reports", "views",
)  # fmt: skip
# Libraries that figures pass through: another version may read, round or fit otherwise.
LIBRARIES: Final = (
    "cmdstanpy", "fastexcel", "geopandas", "holidays", "numpy", "pandas", "polars", "prophet",
    "pyarrow", "pyproj", "scipy", "shapely", "statsmodels",
)  # fmt: skip
# Facts that code reads from files beside it.
FACTS: Final = (".csv", ".json", ".toml", ".txt")
# A package that finds its modules by itself leads to all of them.
FINDS_ITS_OWN: Final = re.compile(r"\b(?:iter_modules|walk_packages)\b")
IMPORT: Final = re.compile(
    r"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n]+)|import[ \t]+([^\n]+))", re.M
)

# reference.read("name"); that no other way is used is kept by tests/reference.
READS_REFERENCE: Final = re.compile(r"""\breference\.read\w*\(\s*["'](\w+)["']""")
COMMENT: Final = re.compile(r"#[^\n]*")


def fingerprint(code: Sequence[str], inputs: Iterable[object]) -> str:
    """Stands for a result: the same one means the same table, made by the same code.

    `code`: names of the modules where the work starts. `inputs`: what it is made from, each with a
    `repr` that says its content, such as a table's name with `store.content_of`.
    """
    running = hashlib.sha256()
    reached = {name for start in code for name in reached_from(start)}
    for name in sorted(reached):
        running.update(f"{name} {digest_of(name)}\n".encode())
    for name in references_of(reached):
        for path in reference_files(name):
            print_of_file = _digest_of_file(path, path.stat().st_mtime_ns)
            running.update(f"{path.name} {print_of_file}\n".encode())
    running.update(repr(library_versions()).encode())
    for entry in inputs:
        running.update(f"{entry!r}\n".encode())
    return running.hexdigest()[:32]


def reached_from(start: str) -> set[str]:
    """Names of our modules that `start` leads to, itself among them."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name in found or path_of(name) is None:
            continue
        found.add(name)
        waiting += _leads_to(name)
    return found


def references_of(modules: Iterable[str]) -> tuple[str, ...]:
    """Names of the reference tables that some of our modules read themselves, sorted."""
    found: set[str] = set()
    for module in modules:
        path = path_of(module)
        if path is not None:
            found |= _references(path, path.stat().st_mtime_ns)
    return tuple(sorted(found))


def reference_files(name: str) -> list[Path]:
    """The CSV of a reference table and its sidecar, as far as they are there."""
    return _files_named(PROJECT / "reference", name)


def path_of(module: str) -> Path | None:
    """The file of one of our modules; None where it is another's or no module."""
    room, *inner = module.split(".")
    if room not in ROOMS:
        return None
    there = PROJECT.joinpath(room, *inner)
    for path in (there.with_suffix(".py"), there / "__init__.py"):
        if path.is_file():
            return path
    return None


def imports_of(text: str) -> Iterator[str]:
    """Names that a source text imports: modules, and what is taken from them."""
    for match in IMPORT.finditer(COMMENT.sub("", text)):
        base, taken, whole = match.groups()
        for entry in (taken or whole).strip("()").split(","):
            name = entry.split(" as ")[0].strip()
            if base:
                yield base
            if name:
                yield f"{base}.{name}" if base else name


def digest_of(module: str) -> str:
    """SHA-256 of a module's file and of the files of facts beside it."""
    path = path_of(module)
    return "" if path is None else _digest(path, path.stat().st_mtime_ns)


def digests_of(paths: Iterable[Path]) -> list[tuple[str, str]]:
    """Name and SHA-256 of each file, for inputs that are files and no tables."""
    return [(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in paths]


def library_versions() -> tuple[tuple[str, str], ...]:
    """Each data library with its version; '' where it is not installed."""
    return tuple((name, _version(name)) for name in LIBRARIES)


@cache
def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _leads_to(module: str) -> tuple[str, ...]:
    path = path_of(module)
    return () if path is None else _leads(module, path, path.stat().st_mtime_ns)


# A server runs for days: a file that was changed under it is read again.
@cache
def _leads(module: str, path: Path, _changed: int) -> tuple[str, ...]:
    text = path.read_text("utf-8")
    found = {name for name in imports_of(text) if name.split(".")[0] in ROOMS}
    # What a package runs when one of its modules is imported counts too.
    found |= {module.rpartition(".")[0]} - {""}
    if path.name == "__init__.py" and FINDS_ITS_OWN.search(text):
        found |= {f"{module}.{one}" for one in _modules_under(path.parent)}
    return tuple(sorted(found))


@cache
def _references(path: Path, _changed: int) -> frozenset[str]:
    return frozenset(READS_REFERENCE.findall(COMMENT.sub("", path.read_text("utf-8"))))


@cache
def _files_named(folder: Path, name: str) -> list[Path]:
    return sorted(folder.rglob(f"{name}.*"))


@cache
def _digest_of_file(path: Path, _changed: int) -> str:
    # A checkout on Windows may have other line ends, and the same figures.
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def _modules_under(package: Path) -> Iterator[str]:
    """Every module of a package and of the packages in it, named from the package."""
    for path in package.rglob("*.py"):
        yield ".".join(path.relative_to(package).with_suffix("").parts).removesuffix(".__init__")


@cache
def _digest(path: Path, _changed: int) -> str:
    running = hashlib.sha256(path.read_bytes())
    for beside in sorted(path.parent.iterdir()):
        if beside.suffix in FACTS:
            running.update(beside.read_bytes())
    return running.hexdigest()
