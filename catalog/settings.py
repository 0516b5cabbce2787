"""Settings: environment variables first, then the settings file, then our defaults."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import platformdirs

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
    "dft": "https://naptan.api.dft.gov.uk",
    "planning": "https://www.planning.data.gov.uk",
    "dfe": "https://api.education.gov.uk/statistics",
    "dfe_catalogue": "https://explore-education-statistics.service.gov.uk",
    "ukri": "https://www.ukri.org",
    "gtr": "https://gtr.ukri.org",
    "contracts": "https://www.contractsfinder.service.gov.uk",
    "hesa": "https://www.hesa.ac.uk",
}
# How each setting is read; a value that cannot be used raises ValueError.
PARSERS: Final[dict[str, Callable[[object], Any]]] = {
    "data": values.parse_folder,
    **{f"{name}_url": values.parse_url for name in DEFAULT_URLS},
    "nomis_uid": values.parse_token,
    "pause_seconds": values.parse_seconds,
    "ward_year": values.parse_two_digits,
    "basemap": values.parse_text,
    "allowed_hosts": values.parse_host_names,
    "report_template": values.parse_file,
    "fetch_from_app": values.parse_switch,
}
SETTING_NAMES: Final = frozenset(PARSERS)


class SettingsError(Exception):
    """Settings that cannot be used; the message lists each with what it can be."""


def default_data_folder() -> Path:
    """The default data folder: in the checkout, or where this system keeps users' data.

    Installed code is replaced by each upgrade, so data never lie in its folder.
    """
    if in_checkout():
        return PROJECT / "data"
    path = platformdirs.user_data_path("wardwise", appauthor=False)
    # A user without a home: the service of a system may run as one.
    return path if path.is_absolute() else Path.cwd() / "wardwise-data"


def in_checkout() -> bool:
    """Whether this code runs from a checkout rather than from an installation."""
    return (PROJECT / "pyproject.toml").is_file()


@dataclass(frozen=True)
class Settings:
    """All settings. `ward_year` (two digits, "25") fixes the ward vintage; empty means the newest.

    `pause_seconds` is the minimum time between two requests to one service. `allowed_hosts` are
    the names the app answers to besides this computer's own; "*.example.org" is every name under
    it. `report_template` is the Word document that reports take their styles from; None is our own.
    `fetch_from_app` is whether the app may fetch: "on", "off", or "" for only where it serves its
    own machine. `staged` are the settings of a build whose tables are not in use yet.
    `data_set_by` is what named the data folder: "WARDWISE_DATA", "wardwise.toml: data" or "".
    """

    data: Path = field(default_factory=default_data_folder)
    urls: dict[str, str] = field(default_factory=lambda: dict(DEFAULT_URLS))
    nomis_uid: str = ""
    pause_seconds: float = 0.3
    ward_year: str = ""
    basemap: str = ""
    allowed_hosts: tuple[str, ...] = ()
    report_template: Path | None = None
    fetch_from_app: str = ""
    staged: bool = field(default=False, compare=False)
    data_set_by: str = field(default="", compare=False)

    def data_sentence(self) -> str:
        """Which folder holds the data, and why it is this one."""
        reason = "the place for users' data here; WARDWISE_DATA can name another"
        if self.data_set_by:
            reason = f"set by {self.data_set_by}"
        elif in_checkout():
            reason = "beside the source code that is running"
        return f"Data folder: {self.data} ({reason})."

    @property
    def raw(self) -> Path:
        """Bytes as received."""
        return self.data / "raw"

    @property
    def built(self) -> Path:
        """Tables made from fetched data; of `staged` settings, those that are being built."""
        return self.data / ("tables.next" if self.staged else "tables")

    @property
    def sample(self) -> Path:
        """Tables made from the embedded sample."""
        return self.data / "sample"

    @property
    def tables(self) -> Path:
        """The tables in use: those made from fetched data, or else the embedded sample's."""
        return self.built if (self.built / "councils.parquet").is_file() else self.sample


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from `WARDWISE_*` variables over the file named by WARDWISE_SETTINGS.

    If that variable is not set, the file is `wardwise.toml` in the current folder. SettingsError
    lists every fault in both at once.
    """
    env = os.environ if environment is None else environment
    given, faults = _read_file(env)
    given |= {name: (PREFIX + name.upper(), env[PREFIX + name.upper()])
              for name in PARSERS if PREFIX + name.upper() in env}  # fmt: skip
    parsed: dict[str, Any] = {}
    for name, (where, raw) in given.items():
        try:
            parsed[name] = PARSERS[name](raw)
        except ValueError as error:
            faults.append(f"{where}={values.quote_value(name, raw)}: {error}")
    if faults:
        raise SettingsError("settings that cannot be used: " + "; ".join(faults))
    urls = {name: parsed.pop(f"{name}_url", url) for name, url in DEFAULT_URLS.items()}
    return Settings(urls=urls, data_set_by=given.get("data", ("",))[0], **parsed)


def _read_file(env: Mapping[str, str]) -> tuple[dict[str, tuple[str, object]], list[str]]:
    """The file's settings, each with its name as written, and the faults in the file."""
    named = env.get(f"{PREFIX}SETTINGS")
    if named is not None and (not named.strip() or "\0" in named):
        return {}, [f"{PREFIX}SETTINGS={named!r}: must name a file, or be left out"]
    path = Path(named or FILE)
    try:
        if not path.exists():
            return {}, [f"{PREFIX}SETTINGS names {path}, which does not exist"] if named else []
        written = tomllib.loads(values.decode_file(path.read_bytes()))
    except OSError as error:
        return {}, [f"{path} cannot be read ({error.strerror})"]
    except (ValueError, RecursionError) as error:
        return {}, [f"{path} is not valid TOML: {str(error)[:200]}"]
    unknown = sorted(set(written) - SETTING_NAMES)
    faults = (
        [f"{path}: unknown settings {unknown}; the settings are {sorted(SETTING_NAMES)}"]
        if unknown
        else []
    )
    recognised = {name: raw for name, raw in written.items() if name in SETTING_NAMES}
    return {name: (f"{path}: {name}", raw) for name, raw in recognised.items()}, faults
