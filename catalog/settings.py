"""Settings: environment first, then the settings file, then what the live services use."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parent.parent
SAMPLE: Final = PROJECT / "etl" / "sample"

DEFAULT_URLS: Final = {
    "nomis": "https://www.nomisweb.co.uk",
    "arcgis": "https://services1.arcgis.com",
    "ons": "https://www.ons.gov.uk",
    "govuk": "https://www.gov.uk",
}
KNOWN: Final = {
    "data", "nomis_url", "arcgis_url", "ons_url", "govuk_url", "nomis_uid", "pause_seconds",
    "ward_year", "basemap", "allowed_hosts",
}  # fmt: skip
HOST: Final = re.compile(r"(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:]*:[0-9a-f:]*")


class SettingsError(Exception):
    """A setting that cannot be used; the message names it and what it may be."""


@dataclass(frozen=True)
class Settings:
    """Where things are. `ward_year` (two digits, "25") pins the ward vintage; empty means newest.

    `pause_seconds` is the least time between two requests to one service. `allowed_hosts` are names
    that the app answers to beside this machine's own; "*.example.org" is every name under it.
    """

    data: Path = PROJECT / "data"
    urls: dict[str, str] = field(default_factory=lambda: dict(DEFAULT_URLS))
    nomis_uid: str = ""
    pause_seconds: float = 0.3
    ward_year: str = ""
    basemap: str = ""
    allowed_hosts: tuple[str, ...] = ()

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


def load(environment: dict[str, str] | None = None) -> Settings:
    """Settings from `WARDWISE_*` variables over the file named by WARDWISE_SETTINGS.

    The file is `wardwise.toml` in the current folder where the variable is not set.
    """
    env = dict(os.environ) if environment is None else environment
    path = Path(env.get("WARDWISE_SETTINGS", "wardwise.toml"))
    held: dict[str, str] = {}
    if path.is_file():
        try:
            held = {k: str(v) for k, v in tomllib.loads(path.read_text("utf-8")).items()}
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"{path} is not valid TOML: {error}") from error
    elif "WARDWISE_SETTINGS" in env:
        raise SettingsError(f"WARDWISE_SETTINGS names {path}, which is not there")
    strange = sorted(set(held) - KNOWN)
    if strange:
        raise SettingsError(f"{path}: unknown settings {strange}; known are {sorted(KNOWN)}")
    held |= {
        name: env[f"WARDWISE_{name.upper()}"] for name in KNOWN if f"WARDWISE_{name.upper()}" in env
    }
    return _settings(held)


def _settings(held: dict[str, str]) -> Settings:
    urls = {
        name: held.get(f"{name}_url", default).rstrip("/") for name, default in DEFAULT_URLS.items()
    }
    wrong = [f"{n}_url={u}" for n, u in urls.items() if not u.startswith(("http://", "https://"))]
    try:
        pause = float(held.get("pause_seconds", "0.3"))
    except ValueError:
        wrong.append(f"pause_seconds={held['pause_seconds']} (a number of seconds)")
        pause = 0.3
    year = held.get("ward_year", "")
    if year and not (year.isdigit() and len(year) == 2):
        wrong.append(f"ward_year={year} (two digits, such as 25)")
    given = held.get("allowed_hosts", "").lower().split(",")
    hosts = tuple(name.strip() for name in given if name.strip())
    wrong += [
        f"allowed_hosts={name} (names without port, such as wardwise.example.org, parted by commas)"
        for name in hosts
        if not HOST.fullmatch(name)
    ]
    if wrong:
        raise SettingsError("settings that cannot be used: " + "; ".join(wrong))
    return Settings(
        data=Path(held.get("data", PROJECT / "data")).expanduser(),
        urls=urls,
        nomis_uid=held.get("nomis_uid", ""),
        pause_seconds=pause,
        ward_year=year,
        basemap=held.get("basemap", ""),
        allowed_hosts=hosts,
    )
