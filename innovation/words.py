"""Words of titles and themes, one rule for what is stored and for what is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl

from innovation.stems import cut_to_stem

WORD: Final = r"[a-z0-9]+"
ACCENTS: Final = r"\p{M}"
POSSESSIVE: Final = r"['’](s\b)?"
LETTER: Final = r"[a-z]"
# Words that say nothing of what a project is on.
SILENT: Final = """
a about across after against all also among an and any are as at be been before being between
beyond both but by can could do does during each for from further had has have he her here his how
if in into is it its me more most my new no not of off on one only or other our out over own she
should so some such than that the their them then there these they this those through to too two
under until up upon us use used using very via was we were what when where which while who whose
why will with within without would you your
"""
STOP_WORDS: Final = frozenset(SILENT.split())
SHORTEST_PART: Final = 4  # letters of a word within a word
Stemmer = Callable[[str], str]


def split_words(texts: pl.Series) -> pl.DataFrame:
    """row (of `texts`, from 0) and word, in order: small letters without accents, no stop words.

    >>> split_words(pl.Series(["The Café's 3D printers"]))["word"].to_list()
    ['cafe', '3d', 'printers']
    """
    bare = pl.col("text").str.normalize("NFKD").str.replace_all(ACCENTS, "").str.to_lowercase()
    bare = bare.str.replace_all(POSSESSIVE, "")
    words = (
        pl.DataFrame({"text": texts.cast(pl.String).fill_null("")})
        .with_row_index("row")
        .select("row", word=bare.str.extract_all(WORD))
        .explode("word")
        .drop_nulls("word")
    )
    kept = (pl.col("word").str.len_chars() > 1) & pl.col("word").str.contains(LETTER)
    return words.filter(kept & ~pl.col("word").is_in(sorted(STOP_WORDS)))


def list_terms(texts: pl.Series, stem: Stemmer = cut_to_stem) -> pl.DataFrame:
    """row, word and term (its stem) of each word of `texts`, in order."""
    words = split_words(texts)
    # Each word is cut once, and not once a title.
    own = words.select(pl.col("word").unique().sort())
    stems = own.with_columns(term=pl.Series([stem(word) for word in own["word"]], dtype=pl.String))
    return words.join(stems, on="word", how="left", maintain_order="left", validate="m:1")


def split_compound(word: str) -> list[tuple[str, str]]:
    """The pairs of words that a word may be made of: 'videogames' of 'video' and 'games'.

    >>> split_compound("agritech")
    [('agri', 'tech')]
    """
    ends = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
    return [(word[:at], word[at:]) for at in ends]


def add_parts(terms: pl.DataFrame, stem: Stemmer = cut_to_stem) -> pl.DataFrame:
    """Rows of `list_terms`, and after them the parts of words that are made of two others there.

    So that who asks for cyber security finds a title with cybersecurity.
    """
    words = terms["word"].unique().sort().to_list()
    known = set(words)
    parts = [
        (word, stem(part))
        for word in words
        for pair in split_compound(word)
        if known.issuperset(pair)
        for part in pair
    ]
    listed = pl.DataFrame(parts, schema={"word": pl.String, "term": pl.String}, orient="row")
    added = terms.select("row", "word").join(listed.unique(), on="word")
    return pl.concat([terms, added.select(terms.columns)])
