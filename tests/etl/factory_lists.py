"""A plain business-rates list, and how a test writes one."""

from __future__ import annotations

from pathlib import Path

PLAIN = """Ref,Ratepayer,Address,Postcode,Latitude,Longitude,RV,Description,Occupied,Empty from
1,Jo Person,"1 High St, Town",HD1 1AB,53.60,-1.80,"£12,000",Shop,Y,
2,Sam Person,2 High St,HD1 1AB,53.60,-1.80,4500,Office,N,01/02/2018
3,,3 High St,HD1 1AC,,,900,Advertising right,,
"""


def written(folder: Path, text: str, name: str = "list.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path
