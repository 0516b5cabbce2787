"""Who of a published list is an organisation, and what of its texts may be kept.

A list of awards names sole traders beside companies. Who has no company number and nothing in the
name that only an organisation has may be a person: such a name is dropped where the list is read,
before anything is stored.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable
from typing import Final

import polars as pl

from catalog.vocabulary.postcodes import POSTCODE

# In names, whatever their capitals. A legal form says that it is no person, whoever it is.
LEGAL_FORM: Final = (
    r"(?i)\b(ltd|limited|llp|plc|p\.l\.c|cic|c\.i\.c|cio|lp|inc|incorporated|gmbh|"
    r"community interest company|cyf|cyfyngedig)\b"
)
UNIVERSITY: Final = (
    r"(?i)\b(universit\w+|prifysgol|polytechnic|conservatoire|colleges?|"
    r"school of (art|contemporary dance|dance|design|drama|economics|hygiene|music|speech)\w*)\b"
)
PUBLIC: Final = (
    r"(?i)\b(council|borough|nhs|hospitals?|health board|schools?|academy|combined authority|"
    r"ministry|department for|police|fire and rescue|parliament|government)\b"
)
CHARITY: Final = r"(?i)\b(charity|charitable|foundation|trust|association|society|institute)\b"
# What a person puts round a name of their own.
PERSON: Final = r"(?i)\b(t/a|trading as)\b|^\s*(mr|mrs|ms|miss|dr|prof|professor|sir|dame)\b\.?"
COMPANY_NUMBER: Final = r"^([A-Z]{2}\d{5}[A-Z0-9]|[A-Z]\d{7}|\d{8})$"
EMAIL: Final = r"[\w.+'-]+@[\w-]+(\.[\w-]+)+"
# What differs between two spellings of one name.
SAME_WORDS: Final = {"limited": "ltd", "company": "co", "and": ""}
CODE_LETTERS: Final = 16


def company_number(text: pl.Expr) -> pl.Expr:
    """A company number in eight characters, '' where the text is none.

    A spreadsheet drops the noughts in front: 9018978 is 09018978.
    """
    close = text.fill_null("").str.to_uppercase().str.replace_all(r"[\s.]", "")
    number = pl.when(close.str.contains(r"^\d{5,8}$")).then(close.str.zfill(8)).otherwise(close)
    is_number = number.str.contains(COMPANY_NUMBER) & ~number.str.contains(r"^0+$")
    return pl.when(is_number).then(number).otherwise(pl.lit(""))


def is_like_person(name: pl.Expr) -> pl.Expr:
    """Whether a name has what a person puts round one, and no legal form: Dr, or trading as."""
    named = name.fill_null("")
    return named.str.contains(PERSON) & ~named.str.contains(LEGAL_FORM)


def organisation_kind(name: str, number: str, size: str) -> pl.Expr:
    """The kind of an organisation from its name, company number and size as published (columns).

    Without a number, and without a name that only an organisation has, it is `unincorporated`.
    """
    named, sized = pl.col(name).fill_null(""), pl.col(size).fill_null("").str.to_lowercase()
    has_number = pl.col(number).fill_null("") != ""
    has_form = named.str.contains(LEGAL_FORM)
    may_be_person = ~has_number & is_like_person(named)
    is_other = ~has_form

    def is_one(pattern: str, sizes: str) -> pl.Expr:
        return sized.str.contains(sizes) | (is_other & named.str.contains(pattern))

    return (
        pl.when(may_be_person | (named.str.strip_chars() == ""))
        .then(pl.lit("unincorporated"))
        .when(is_one(UNIVERSITY, "academic|higher education"))
        .then(pl.lit("university"))
        .when(is_one(PUBLIC, "public"))
        .then(pl.lit("public"))
        .when(is_one(CHARITY, "charit"))
        .then(pl.lit("charity"))
        .when(has_number | has_form)
        .then(pl.lit("business"))
        .otherwise(pl.lit("unincorporated"))
    )


def clean_text(column: str) -> pl.Expr:
    """A text in one line, without addresses of e-mail."""
    text = pl.col(column).fill_null("").str.replace_all(EMAIL, "")
    return text.str.replace_all(r"\s+", " ").str.strip_chars()


def decode_entities(frame: pl.DataFrame, columns: Iterable[str]) -> pl.DataFrame:
    """`&amp;` and its like as the characters they stand for; twice, as some are written twice."""
    for column in columns:
        texts = frame[column].unique().drop_nulls()
        coded = texts.filter(texts.str.contains("&", literal=True)).to_list()
        if coded:
            plain = {text: html.unescape(html.unescape(text)) for text in coded}
            frame = frame.with_columns(pl.col(column).replace(plain))
    return frame


def postcode_in(address: pl.Expr) -> pl.Expr:
    """The last postcode in a free address, as tables have it; '' where there is none.

    Contracts Finder writes a line's end as a bare n, so that no word ends before the postcode:
    `…BradfordnBD16 2AU`. A letter in front in small is that n; one in capitals is the postcode's.
    """
    ends = r"(?:[^A-Za-z0-9]|n|$)"
    # In small letters an n in front may be the postcode's own, so words that end there come first.
    tries = (
        rf".*(?:^|[^A-Za-z0-9]|n)({POSTCODE}){ends}",
        rf".*(?:^|[^A-Za-z0-9])((?i:{POSTCODE})){ends}",
        rf".*n((?i:{POSTCODE})){ends}",
    )
    one_line = address.str.replace_all(r"\s", " ")
    found = pl.coalesce(one_line.str.extract(pattern, 1) for pattern in tries).str.to_uppercase()
    outward = found.str.extract(POSTCODE, 1)
    return pl.concat_str(outward, found.str.extract(POSTCODE, 2), separator=" ").fill_null("")


def name_codes(frame: pl.DataFrame, name: str, postcode: str) -> pl.Series:
    """NAME- and a hash of name and postcode: one code for "Ltd", "LTD" and "LIMITED"."""
    keys = [
        f"{_plain(one)}|{place or ''}" for one, place in frame.select(name, postcode).iter_rows()
    ]
    codes = {key: hashlib.sha256(key.encode()).hexdigest()[:CODE_LETTERS] for key in set(keys)}
    return pl.Series("organisation_code", [f"NAME-{codes[key]}" for key in keys], dtype=pl.String)


def _plain(name: str | None) -> str:
    words = re.sub(r"[^a-z0-9]+", " ", (name or "").casefold()).split()
    return " ".join(filter(None, (SAME_WORDS.get(word, word) for word in words)))
