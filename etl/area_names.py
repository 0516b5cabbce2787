"""Names of places as people write them, and what else they go by: Welsh, short and former names.

Facts of our own collecting from the names that councils use of themselves and the orders that made
them. A name stands for one place or for none: what could be two is not listed here.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Words that say what kind of council it is and not which.
KIND_WORDS: Final = frozenset({
    "authority", "borough", "bwrdeistref", "city", "combined", "corporation", "council", "county",
    "cyngor", "dinas", "district", "london", "mayoral", "metropolitan", "of", "on", "royal",
    "sirol", "the", "unitary", "upon",
})  # fmt: skip
WRITTEN_AS: Final = {"saint": "st", "ne": "north east", "nw": "north west"}

# Current code: names that it goes by beside its own.
ALSO_KNOWN_AS: Final[dict[str, tuple[str, ...]]] = {
    "E06000002": ("Middlesborough",),
    "E06000004": ("Stockton",),
    "E06000010": ("Hull",),
    "E06000011": ("East Riding", "East Yorkshire"),
    "E06000012": ("Grimsby", "NE Lincs", "North East Lincs"),
    "E06000013": ("Scunthorpe", "North Lincs"),
    "E06000020": ("Telford", "The Wrekin", "Wrekin"),
    "E06000021": ("Stoke",),
    "E06000022": ("BANES", "Bath", "Bath and NE Somerset"),
    "E06000033": ("Southend",),
    "E06000040": ("Windsor", "Maidenhead"),
    "E06000043": ("Brighton", "Hove"),
    "E06000050": ("CWAC", "Cheshire West"),
    "E06000053": ("Scilly", "Scilly Isles", "Scillies"),
    "E06000058": ("BCP",),
    "E06000064": ("Westmorland",),
    "E07000012": ("South Cambs",),
    "E07000112": ("Shepway", "Folkestone"),
    "E07000116": ("Royal Tunbridge Wells",),
    "E07000146": ("King's Lynn", "West Norfolk"),
    "E08000037": ("Gateshead",),
    "E09000001": ("Corporation of London",),
    "E09000002": ("Barking", "Dagenham"),
    "E09000013": ("Hammersmith", "Fulham"),
    "E09000020": ("Kensington", "Chelsea"),
    "W06000001": ("Ynys Môn", "Sir Ynys Môn", "Anglesey"),
    "W06000004": ("Sir Ddinbych",),
    "W06000005": ("Sir y Fflint", "Sir Fflint"),
    "W06000006": ("Wrecsam",),
    "W06000008": ("Sir Ceredigion", "Cardiganshire"),
    "W06000009": ("Sir Benfro",),
    "W06000010": ("Sir Gaerfyrddin", "Sir Gâr"),
    "W06000011": ("Abertawe", "Sir Abertawe"),
    "W06000012": ("Castell-nedd Port Talbot", "Neath", "Port Talbot", "NPT"),
    "W06000013": ("Pen-y-bont ar Ogwr", "Pen-y-bont", "Sir Pen-y-bont ar Ogwr"),
    "W06000014": ("Bro Morgannwg",),
    "W06000015": ("Caerdydd", "Sir Caerdydd"),
    "W06000016": ("Rhondda", "Rhondda Cynon Taff", "RCT"),
    "W06000018": ("Caerffili", "Sir Caerffili"),
    "W06000020": ("Tor-faen",),
    "W06000021": ("Sir Fynwy",),
    "W06000022": ("Casnewydd",),
    "W06000023": ("Sir Powys",),
    "W06000024": ("Merthyr", "Merthyr Tudful"),
}

# Councils that are no more and that `lad_changes` does not move: those of 2009, and those whose
# successor was replaced in turn. Former code ('' before there were such codes), name, current code.
FORMER: Final = (
    ("E07000190", "Taunton Deane", "E06000066"), ("E07000191", "West Somerset", "E06000066"),
    ("", "Alnwick", "E06000057"), ("", "Berwick-upon-Tweed", "E06000057"),
    ("", "Blyth Valley", "E06000057"), ("", "Castle Morpeth", "E06000057"),
    ("", "Tynedale", "E06000057"), ("", "Wansbeck", "E06000057"),
    ("", "Chester-le-Street", "E06000047"), ("", "Derwentside", "E06000047"),
    ("", "Easington", "E06000047"), ("", "Sedgefield", "E06000047"),
    ("", "Teesdale", "E06000047"), ("", "Wear Valley", "E06000047"),
    ("", "Congleton", "E06000049"), ("", "Crewe and Nantwich", "E06000049"),
    ("", "Macclesfield", "E06000049"), ("", "Chester", "E06000050"),
    ("", "Ellesmere Port and Neston", "E06000050"), ("", "Vale Royal", "E06000050"),
    ("", "Bridgnorth", "E06000051"), ("", "North Shropshire", "E06000051"),
    ("", "Oswestry", "E06000051"), ("", "Shrewsbury and Atcham", "E06000051"),
    ("", "South Shropshire", "E06000051"), ("", "Caradon", "E06000052"),
    ("", "Carrick", "E06000052"), ("", "Kerrier", "E06000052"),
    ("", "North Cornwall", "E06000052"), ("", "Penwith", "E06000052"),
    ("", "Restormel", "E06000052"), ("", "Kennet", "E06000054"),
    ("", "North Wiltshire", "E06000054"), ("", "Salisbury", "E06000054"),
    ("", "West Wiltshire", "E06000054"), ("", "Mid Bedfordshire", "E06000056"),
    ("", "South Bedfordshire", "E06000056"),
)  # fmt: skip
# Counties whose council went with its districts, and the councils of today that it lay in.
FORMER_COUNTIES: Final[dict[str, tuple[str, ...]]] = {
    "Cumbria": ("E06000063", "E06000064"),
    "Northamptonshire": ("E06000061", "E06000062"),
}
# Counties of two tiers: figures are of their districts.
TWO_TIER_COUNTIES: Final = (
    "Cambridgeshire", "Derbyshire", "Devon", "East Sussex", "Essex", "Gloucestershire",
    "Hampshire", "Hertfordshire", "Kent", "Lancashire", "Leicestershire", "Lincolnshire",
    "Norfolk", "Nottinghamshire", "Oxfordshire", "Staffordshire", "Suffolk", "Surrey",
    "Warwickshire", "West Sussex", "Worcestershire",
)  # fmt: skip
# Councils of nations that Wardwise has no figures of.
SCOTLAND: Final = (
    "Aberdeen", "Aberdeenshire", "Angus", "Argyll and Bute", "Clackmannanshire",
    "Dumfries and Galloway", "Dundee", "East Ayrshire", "East Dunbartonshire", "East Lothian",
    "East Renfrewshire", "Edinburgh", "Falkirk", "Fife", "Glasgow", "Highland", "Inverclyde",
    "Midlothian", "Moray", "Na h-Eileanan Siar", "North Ayrshire", "North Lanarkshire",
    "Orkney Islands", "Perth and Kinross", "Renfrewshire", "Scottish Borders", "Shetland Islands",
    "South Ayrshire", "South Lanarkshire", "Stirling", "West Dunbartonshire", "West Lothian",
    "Scotland",
)  # fmt: skip
NORTHERN_IRELAND: Final = (
    "Antrim and Newtownabbey", "Ards and North Down", "Armagh City, Banbridge and Craigavon",
    "Belfast", "Causeway Coast and Glens", "Derry City and Strabane", "Fermanagh and Omagh",
    "Lisburn and Castlereagh", "Mid and East Antrim", "Mid Ulster", "Newry, Mourne and Down",
    "Northern Ireland",
)  # fmt: skip


def folded(name: str) -> str:
    """A name without accents, capitals and signs: 'King’s Lynn & W.' is 'kings lynn and w'."""
    apart = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    joined = re.sub(r"['’‘`´ʼ.]", "", bare)
    words = re.sub(r"[^\w]+", " ", joined).split()
    return " ".join(WRITTEN_AS.get(word, word) for word in words)


def key_of(name: str) -> str:
    """What tells a place from others: its words in their order without those of its kind.

    'City of Bradford Metropolitan District Council' and 'Bradford' have one key. The City of London
    is named by nothing but such words, and London is a region.
    """
    words = folded(name).split()
    kept = [word for word in words if word not in KIND_WORDS]
    # 'City and County of Swansea' leaves an 'and' that joins nothing.
    while kept and kept[0] == "and":
        kept = kept[1:]
    while kept and kept[-1] == "and":
        kept = kept[:-1]
    if kept:
        return " ".join(kept)
    return "city of london" if {"city", "london"} <= set(words) else " ".join(words)
