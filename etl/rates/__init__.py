"""Council business-rates lists: read without names, kept locally, counted by ward.

`run` reads a list into the data folder; `build` places every kept list in wards and writes the
tables that may be shown: `ward_premises` and `premises_report`.
"""

from etl.rates.keeping import run
from etl.rates.mapping import Mapping, RatesError
from etl.rates.outcome import Reading
from etl.rates.tables import build

__all__ = ["Mapping", "RatesError", "Reading", "build", "run"]
