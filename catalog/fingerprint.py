"""What a step's result depends on besides its inputs: the code it can reach and the data libraries.

We follow imports by reading source files, so nothing has to be loaded, imports inside functions
count, and a change in any package (the catalogue too) changes everything that depends on it. Files
are compared by their bytes. So are the reference tables that the code reads, each by itself: their
names are written out in it.
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

# Our packages by name, since installed code sits beside other people's.
ROOMS: Final = (
    "access", "catalog", "reference", "geo", "etl", "wards", "forecasts", "indicators",
    "innovation", "pipeline", "presentation", "reports", "views",
)  # fmt: skip
# Libraries that figures pass through: another version may read, round or fit differently.
LIBRARIES: Final = (
    "cmdstanpy", "fastexcel", "geopandas", "holidays", "numpy", "pandas", "polars", "prophet",
    "pyarrow", "pyproj", "scipy", "shapely", "statsmodels",
)  # fmt: skip
# Files of facts that code reads from its own folder.
FACTS: Final = (".csv", ".json", ".toml", ".txt")
# A package that discovers its modules depends on all of them.
FINDS_ITS_OWN: Final = re.compile(r"\b(?:iter_modules|walk_packages)\b")
IMPORT: Final = re.compile(
    r"^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n]+)|import[ \t]+([^\n]+))", re.M
)

# reference.read("name"); that no other way is used is kept by tests/reference.
READS_REFERENCE: Final = re.compile(r"""\breference\.read\w*\(\s*["'](\w+)["']""")
COMMENT: Final = re.compile(r"#[^\n]*")


def fingerprint(code: Sequence[str], inputs: Iterable[object]) -> str:
    """Identifies a result: the same fingerprint means the same table, made by the same code.

    `code`: names of the modules where the step starts. `inputs`: what it is made from, each with a
    `repr` that identifies its content, such as a table's name with `store.read_fingerprint`.
    """
    running = hashlib.sha256()
    reached = {reachable for start in code for reachable in list_reachable(start)}
    for name in sorted(reached):
        running.update(f"{name} {digest_module(name)}\n".encode())
    for name in list_references(reached):
        for path in reference_files(name):
            digest = _digest_reference(path, path.stat().st_mtime_ns)
            running.update(f"{path.name} {digest}\n".encode())
    running.update(repr(library_versions()).encode())
    for entry in inputs:
        running.update(f"{entry!r}\n".encode())
    return running.hexdigest()[:32]


def list_reachable(start: str) -> set[str]:
    """Names of our modules that `start` imports, directly or not, including itself."""
    reachable: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name in reachable or find_module_file(name) is None:
            continue
        reachable.add(name)
        waiting += _list_imported(name)
    return reachable


def list_references(modules: Iterable[str]) -> tuple[str, ...]:
    """Names of the reference tables that some of our modules read themselves, sorted."""
    names: set[str] = set()
    for module in modules:
        path = find_module_file(module)
        if path is not None:
            names |= _references(path, path.stat().st_mtime_ns)
    return tuple(sorted(names))


def reference_files(name: str) -> list[Path]:
    """The CSV of a reference table and its sidecar, if they exist."""
    return _files_named(PROJECT / "reference", name)


def find_module_file(module: str) -> Path | None:
    """The file of one of our modules; None if the name is not one of them."""
    room, *inner = module.split(".")
    if room not in ROOMS:
        return None
    base = PROJECT.joinpath(room, *inner)
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.is_file():
            return path
    return None


def list_imports(text: str) -> Iterator[str]:
    """Names that a source text imports: modules, and the members imported from them."""
    for match in IMPORT.finditer(COMMENT.sub("", text)):
        base, members, modules = match.groups()
        for entry in (members or modules).strip("()").split(","):
            name = entry.split(" as ")[0].strip()
            if base:
                yield base
            if name:
                yield f"{base}.{name}" if base else name


def digest_module(module: str) -> str:
    """SHA-256 of a module's file and of the files of facts in its folder."""
    path = find_module_file(module)
    return "" if path is None else _digest(path, path.stat().st_mtime_ns)


def digest_files(paths: Iterable[Path]) -> list[tuple[str, str]]:
    """Name and SHA-256 of each file, for inputs that are not tables."""
    return [(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in paths]


def library_versions() -> tuple[tuple[str, str], ...]:
    """Each data library with its version; '' if it is not installed."""
    return tuple((name, _version(name)) for name in LIBRARIES)


@cache
def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _list_imported(module: str) -> tuple[str, ...]:
    path = find_module_file(module)
    return () if path is None else _list_imported_at(module, path, path.stat().st_mtime_ns)


# A server runs for days, so a file that has changed since is read again.
@cache
def _list_imported_at(module: str, path: Path, _changed: int) -> tuple[str, ...]:
    text = path.read_text("utf-8")
    imported = {name for name in list_imports(text) if name.split(".")[0] in ROOMS}
    # Importing a module also runs its package's `__init__`.
    imported |= {module.rpartition(".")[0]} - {""}
    if path.name == "__init__.py" and FINDS_ITS_OWN.search(text):
        imported |= {f"{module}.{name}" for name in _modules_under(path.parent)}
    return tuple(sorted(imported))


@cache
def _references(path: Path, _changed: int) -> frozenset[str]:
    return frozenset(READS_REFERENCE.findall(COMMENT.sub("", path.read_text("utf-8"))))


@cache
def _files_named(folder: Path, name: str) -> list[Path]:
    return sorted(folder.rglob(f"{name}.*"))


@cache
def _digest_reference(path: Path, _changed: int) -> str:
    # A checkout on Windows may have other line ends, and the same figures.
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def _modules_under(package: Path) -> Iterator[str]:
    """Every module in a package and its sub-packages, named relative to the package."""
    for path in package.rglob("*.py"):
        yield ".".join(path.relative_to(package).with_suffix("").parts).removesuffix(".__init__")


@cache
def _digest(path: Path, _changed: int) -> str:
    running = hashlib.sha256(path.read_bytes())
    for beside in sorted(path.parent.iterdir()):
        if beside.suffix in FACTS:
            running.update(beside.read_bytes())
    return running.hexdigest()
