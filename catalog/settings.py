"""Settings: environment first, then the settings file, then what the live services use."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from catalog import setting_values as values

PROJECT: Final = Path(__file__).resolve().parent.parent
SAMPLE: Final = PROJECT / "etl" / "sample"
PREFIX: Final = "WARDWISE_"
FILE: Final = "wardwise.toml"

# Each service has a setting NAME_url.
DEFAULT_URLS: Final = {
    "nomis": "https://www.nomisweb.co.uk",
    "arcgis": "https://services1.arcgis.com",
    "ons": "https://www.ons.gov.uk",
    "govuk": "https://www.gov.uk",
}
# How each setting is read; what cannot be used raises ValueError with what it may be.
READ: Final[dict[str, Callable[[object], Any]]] = {
    "data": values.folder,
    **{f"{name}_url": values.address for name in DEFAULT_URLS},
    "nomis_uid": values.token,
    "pause_seconds": values.seconds,
    "ward_year": values.two_digits,
    "basemap": values.text,
    "allowed_hosts": values.host_names,
    "report_template": values.file,
}
KNOWN: Final = frozenset(READ)


class SettingsError(Exception):
    """Settings that cannot be used; the message names each with what it may be."""


def default_data_folder() -> Path:
    """Where data go unless it is said: in the checkout, or where this system keeps users' data.

    Installed code lies in folders of the system, which are no place for data.
    """
    if (PROJECT / "pyproject.toml").is_file():
        return PROJECT / "data"
    try:
        home = Path.home()
    except RuntimeError:
        return Path.cwd() / "wardwise-data"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "Wardwise"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "Wardwise"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "wardwise"


@dataclass(frozen=True)
class Settings:
    """Where things are. `ward_year` (two digits, "25") pins the ward vintage; empty means newest.

    `pause_seconds` is the least time between two requests to one service. `allowed_hosts` are names
    that the app answers to beside this machine's own; "*.example.org" is every name under it.
    `report_template` is the Word document that reports take their styles from; None is our own.
    """

    data: Path = field(default_factory=default_data_folder)
    urls: dict[str, str] = field(default_factory=lambda: dict(DEFAULT_URLS))
    nomis_uid: str = ""
    pause_seconds: float = 0.3
    ward_year: str = ""
    basemap: str = ""
    allowed_hosts: tuple[str, ...] = ()
    report_template: Path | None = None

    @property
    def raw(self) -> Path:
        """Bytes as received."""
        return self.data / "raw"

    @property
    def built(self) -> Path:
        """Tables made from what was fetched."""
        return self.data / "tables"

    @property
    def sample(self) -> Path:
        """Tables made from the embedded sample."""
        return self.data / "sample"

    @property
    def tables(self) -> Path:
        """The tables in use: those made from what was fetched, otherwise the embedded sample's."""
        return self.built if (self.built / "councils.parquet").is_file() else self.sample


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from `WARDWISE_*` variables over the file named by WARDWISE_SETTINGS.

    The file is `wardwise.toml` in the current folder where the variable is not set. SettingsError
    lists every fault of both at once.
    """
    env = os.environ if environment is None else environment
    given, faults = _of_file(env)
    given |= {name: (PREFIX + name.upper(), env[PREFIX + name.upper()])
              for name in READ if PREFIX + name.upper() in env}  # fmt: skip
    found: dict[str, Any] = {}
    for name, (where, raw) in given.items():
        try:
            found[name] = READ[name](raw)
        except ValueError as error:
            faults.append(f"{where}={values.quoted(name, raw)}: {error}")
    if faults:
        raise SettingsError("settings that cannot be used: " + "; ".join(faults))
    urls = {name: found.pop(f"{name}_url", url) for name, url in DEFAULT_URLS.items()}
    return Settings(urls=urls, **found)


def _of_file(env: Mapping[str, str]) -> tuple[dict[str, tuple[str, object]], list[str]]:
    """Settings of the file, each with its name as written, and what is wrong with the file."""
    named = env.get(f"{PREFIX}SETTINGS")
    if named is not None and (not named.strip() or "\0" in named):
        return {}, [f"{PREFIX}SETTINGS={named!r}: must name a file, or not be set"]
    path = Path(named or FILE)
    try:
        if not path.exists():
            return {}, [f"{PREFIX}SETTINGS names {path}, which is not there"] if named else []
        written = tomllib.loads(values.decoded(path.read_bytes()))
    except OSError as error:
        return {}, [f"{path} cannot be read ({error.strerror})"]
    except (ValueError, RecursionError) as error:
        return {}, [f"{path} is not valid TOML: {str(error)[:200]}"]
    strange = sorted(set(written) - KNOWN)
    faults = [f"{path}: unknown settings {strange}; known are {sorted(KNOWN)}"] if strange else []
    known = {name: raw for name, raw in written.items() if name in KNOWN}
    return {name: (f"{path}: {name}", raw) for name, raw in known.items()}, faults
