"""The wheel: one package among those of others, whose own names cannot hide our rooms.

It is built and unpacked into a bare virtual environment that has our libraries, but neither this
checkout nor its rooms on its module path.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
import venv
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest

from catalog.project import ADDRESS
from catalog.settings import PROJECT
from views.parts.documents import DOCUMENTS
from wardwise import __version__

ROOMS = sorted(path.parent for path in PROJECT.glob("*/__init__.py") if path.parent.name != "tests")
FOREIGN = ("app", "catalog", "cli", "etl", "geo", "pipeline", "reports", "views")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=PROJECT, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    (path,) = folder.glob("*.whl")
    return path


@dataclass(frozen=True)
class Installation:
    """A bare environment with Wardwise in it, another folder to run from, and a user's home."""

    python: Path
    elsewhere: Path
    home: Path

    def command(self, *words: str) -> list[str]:
        return [str(self.python), *words]

    @property
    def environment(self) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items()
                if name != "PYTHONPATH" and not name.startswith("WARDWISE_")}  # fmt: skip
        return ours | {"XDG_DATA_HOME": str(self.home), "LOCALAPPDATA": str(self.home)}

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words), cwd=self.elsewhere, env=self.environment,
            capture_output=True, text=True, timeout=180,
        )  # fmt: skip


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "venv", with_pip=False)
    (python,) = [
        *(folder / "venv").glob("bin/python"),
        *(folder / "venv").glob("Scripts/python.exe"),
    ]
    (packages,) = [*folder.glob("venv/lib/*/site-packages"), *folder.glob("venv/Lib/site-packages")]
    # A plain line of a .pth file: the .pth files beside our libraries, such as the one that leads
    # to this checkout, are not read.
    (packages / "libraries.pth").write_text(f"{Path(pd.__file__).parents[1]}\n")
    ZipFile(wheel).extractall(packages)
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    for place in (packages, elsewhere):
        for name in FOREIGN:
            (place / f"{name}.py").write_text("raise RuntimeError('a module of somebody else')\n")
    return Installation(python, elsewhere, folder / "home")


def test_a_wheel_has_one_package_and_nothing_else_at_its_top(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in ZipFile(wheel).namelist()}
    assert tops == {"wardwise", f"wardwise-{__version__}.dist-info"}


def test_a_wheel_has_every_file_of_the_rooms_and_every_document_that_is_shown(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    files = {path for room in ROOMS if room.name != "wardwise" for path in room.rglob("*.py")}
    files |= {PROJECT / "app.py", PROJECT / "pipeline.py", PROJECT / ".streamlit" / "config.toml"}
    files |= {PROJECT / "docs" / name for name in DOCUMENTS}
    files |= set((PROJECT / "etl" / "sample").iterdir()) - {
        PROJECT / "etl" / "sample" / "__pycache__"
    }
    expected = {f"wardwise/rooms/{path.relative_to(PROJECT).as_posix()}" for path in files}
    assert not expected - names


def test_a_wheel_says_whose_it_is(wheel: Path) -> None:
    with ZipFile(wheel) as content:
        said = content.read(f"wardwise-{__version__}.dist-info/METADATA").decode()
    assert "License-Expression: MIT\n" in said
    assert f"Project-URL: Homepage, {ADDRESS}\n" in said
    assert "# Wardwise" in said, "the README"


def test_the_version_is_said_without_loading_any_room(installed: Installation) -> None:
    asked = "import sys, wardwise; print(wardwise.__version__, 'catalog' in sys.modules)"
    assert installed.run("-c", asked).stdout.split() == [__version__, "False"]


def test_modules_of_others_hide_no_room_and_data_are_the_users_own(
    installed: Installation,
) -> None:
    done = installed.run("-m", "wardwise", "status")
    assert done.returncode == 0, done.stderr
    assert "embedded sample" in done.stderr
    assert f"Data folder: {installed.home}" in done.stderr.replace("\n", "")
    assert (installed.home / "wardwise" / "sample" / "jobs.parquet").is_file()


# What a worker imports by name must be ours too; `agent` is of the room `catalog`.
IN_WORKERS = """
import wardwise
wardwise.add_rooms()
from joblib import Parallel, delayed
from catalog.project import agent
from views.serving import workers
from catalog.cluster_install import describe_install
from wardwise.remote import pack
if __name__ == "__main__":
    print(workers.start(agent).result(timeout=120))
    print(*Parallel(2, backend="loky")(delayed(agent)() for _ in range(2)))
    print(pack(agent).hex())
    print(repr(describe_install()))
"""


def test_workers_import_our_rooms_too(installed: Installation) -> None:
    (installed.elsewhere / "try_workers.py").write_text(IN_WORKERS)
    done = installed.run("try_workers.py")
    assert done.returncode == 0, done.stderr
    *said, packed, install = done.stdout.split("\n")[:4]
    assert " ".join(said).count(f"wardwise/{__version__}") == 3
    call = f"run_packed(bytes.fromhex('{packed}'), {install})"
    far = f"from wardwise.remote import run_packed; print({call})"
    assert f"wardwise/{__version__}" in installed.run("-c", far).stdout


def test_it_serves_its_pages_from_another_folder(installed: Installation) -> None:
    port = 8901 + os.getpid() % 90
    process = subprocess.Popen(
        installed.command("-m", "wardwise", "serve", "--port", str(port)),
        cwd=installed.elsewhere, env=installed.environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(180):
            time.sleep(0.5)
            assert process.poll() is None, "the server ended"
            try:
                address = f"http://127.0.0.1:{port}/_stcore/health"
                with urllib.request.urlopen(address, timeout=2) as reply:
                    assert reply.status == 200
                break
            except OSError:
                continue
        else:
            raise AssertionError("the server did not answer")
    finally:
        process.terminate()
        process.wait(timeout=20)


PAGES = """
import sys, wardwise
wardwise.add_rooms()
from catalog.settings import PROJECT
from streamlit.testing.v1 import AppTest
shown = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=120).run()
assert not shown.exception, shown.exception
from views.parts import documents
for name in documents.DOCUMENTS:
    assert (PROJECT / "docs" / name).is_file(), name
print("shown", len(shown.main))
"""


def test_its_pages_and_documents_are_there(installed: Installation) -> None:
    (installed.elsewhere / "try_pages.py").write_text(PAGES)
    done = installed.run("try_pages.py")
    assert done.returncode == 0, done.stderr[-2000:]
    assert "shown" in done.stdout
