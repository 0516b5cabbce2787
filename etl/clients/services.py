"""Which service an address belongs to, and which addresses may be asked at all.

A service is known by its base address (which may be a test bench on this machine) or by its hosts.
What a page links to, or where a redirect leads, is asked only where it is one of these: a service
that was taken over must not lead a council's computer to addresses inside the council's network.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

NAMES: Final = {
    "nomis": "Nomis",
    "arcgis": "the Open Geography Portal",
    "ons": "ONS",
    "govuk": "GOV.UK",
    "dft": "NaPTAN of the Department for Transport",
    "planning": "Planning Data",
    "dfe": "Explore Education Statistics of the Department for Education",
    "dfe_catalogue": "the data catalogue of the Department for Education",
    "ukri": "UK Research and Innovation",
    "gtr": "Gateway to Research",
    "contracts": "Contracts Finder",
    "hesa": "HESA",
}
# Nomis' number of a dataset, and the name of a layer of the Open Geography Portal.
DATASET: Final = re.compile(r"NM_\d+_\d+|/services/[^/?]+")
# Sites beside that of a service's own base address; their subdomains count.
SITES: Final = {
    "nomis": ("nomisweb.co.uk",),
    "arcgis": ("arcgis.com",),
    "ons": ("ons.gov.uk",),
    "govuk": ("www.gov.uk", "publishing.service.gov.uk"),
    "dft": ("naptan.api.dft.gov.uk",),
    "planning": ("planning.data.gov.uk",),
    "dfe": ("api.education.gov.uk",),
    "dfe_catalogue": ("explore-education-statistics.service.gov.uk",),
    "ukri": ("www.ukri.org",),
    "gtr": ("gtr.ukri.org",),
    "contracts": ("contractsfinder.service.gov.uk",),
    "hesa": ("hesa.ac.uk",),
}
# Their replies name people: nothing of them is kept as it came, only what a reader has cleaned.
NAMES_PEOPLE: Final = frozenset({"ukri", "gtr", "contracts"})


def service_of(url: str, urls: Mapping[str, str]) -> str:
    """The service's id; the host itself where the address is of none."""
    of_bases = [name for name, base in urls.items() if _is_below(url, base)]
    if of_bases:
        return max(of_bases, key=lambda name: len(urls[name]))
    host = _host(url)
    return next((name for name, sites in SITES.items() if _is_of(host, sites)), host or url)


def dataset_of(url: str) -> str:
    """What an address is about: the Nomis dataset or the layer that it names, else the address.

    A dataset has many addresses (its codelists, its figures, each geography), and all of them fail
    where it alone is down: that says nothing of its service.
    """
    named = DATASET.search(url)
    return named.group(0) if named else url


def name_of(service: str) -> str:
    """The service's name in a sentence."""
    return NAMES.get(service, service)


def may_be_asked(url: str, urls: Mapping[str, str]) -> bool:
    """Whether an address that a page or a redirect gave is of a service: of the host of one of the
    base addresses and no less safe than it, or HTTPS of a site of one of the services.
    """
    requested = urlsplit(url)
    for base in map(urlsplit, urls.values()):
        same_place = requested.hostname and _netloc(url) == _netloc(base.geturl())
        if same_place and requested.scheme in {base.scheme, "https"}:
            return True
    sites = [site for listed in SITES.values() for site in listed]
    return requested.scheme == "https" and _port(url) == 443 and _is_of(_host(url), sites)


def is_on_this_machine(url: str) -> bool:
    """Whether the address is a loopback one, such as that of a test bench."""
    host = _host(url)
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_below(url: str, base: str) -> bool:
    return url == base or url.startswith((f"{base}/", f"{base}?"))


def _is_of(host: str, sites: list[str] | tuple[str, ...]) -> bool:
    return any(host == site or host.endswith(f".{site}") for site in sites)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:  # such as an IPv6 address without its bracket
        return ""


def _port(url: str) -> int | None:
    parts = urlsplit(url)
    try:
        return parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    except ValueError:
        return None


def _netloc(url: str) -> tuple[str, int | None]:
    return _host(url), _port(url)
