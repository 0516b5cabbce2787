"""Projects that share words with a question, by the weights of their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from innovation.stems import cut_to_stem
from innovation.words import Stemmer, list_terms, split_compound


class SearchError(Exception):
    """A question that cannot be answered; the message says why and what to do."""


@dataclass(frozen=True)
class SearchTables:
    """What a search reads: tables of NEEDS in memory, the words on disk, and councils.

    `sources`: publisher, title and day of each source of awards, in words.
    """

    projects: pl.DataFrame
    participants: pl.DataFrame
    organisations: pl.DataFrame
    links: pl.DataFrame
    terms: pl.LazyFrame
    councils: pl.DataFrame
    sources: Mapping[str, str] = field(default_factory=dict)


def search_projects(words: str, tables: SearchTables, stem: Stemmer = cut_to_stem) -> pl.DataFrame:
    """project_code, match_score (0 to 1) and shared_words of projects, the best first.

    SearchError where no word of the question can be searched for.
    """
    asked = list_terms(pl.Series([words]), stem).unique("term", keep="first", maintain_order=True)
    if asked.is_empty():
        short = words.strip()[:60]
        raise SearchError(f"{short!r} has no word to search for; type what it is about")
    whole, parts = asked.select("term", "word"), _list_parts(asked["word"], stem)
    candidates = pl.concat([whole["term"], *(parts[side] for side in ("head", "tail"))])
    rows = tables.terms.filter(pl.col("term").is_in(candidates.unique().implode())).collect()
    asked = _add_known_parts(whole, parts, rows["term"].unique())
    hits = rows.join(asked.with_row_index("order"), on="term", validate="m:1")
    if hits.is_empty():
        return pl.DataFrame(
            schema={
                "project_code": pl.String, "match_score": pl.Float64, "shared_words": pl.String
            }
        )  # fmt: skip
    # Words that no project has count in the question as the rarest that one has.
    rarities = asked.join(hits.select("term", "term_rarity").unique("term"), on="term", how="left")
    rarity = rarities["term_rarity"].fill_null(hits["term_rarity"].max())
    length = float(np.linalg.norm(rarity.to_numpy()))
    return (
        hits.sort("project_code", "order")
        .group_by("project_code", maintain_order=True)
        .agg(
            match_score=(pl.col("term_weight") * pl.col("term_rarity")).sum() / length,
            shared_words=pl.col("word").unique(maintain_order=True).str.join(", "),
        )
        # Sums in another order differ in the last digit, which must not decide who is first.
        .with_columns(pl.col("match_score").round(9))
        .sort("match_score", "project_code", descending=[True, False])
    )


def _list_parts(words: pl.Series, stem: Stemmer) -> pl.DataFrame:
    """word, and the stems of the two words (head, tail) that it may be made of."""
    rows = [(word, stem(head), stem(tail)) for word in words for head, tail in split_compound(word)]
    return pl.DataFrame(rows, schema=dict.fromkeys(("word", "head", "tail"), pl.String),
                        orient="row")  # fmt: skip


def _add_known_parts(whole: pl.DataFrame, parts: pl.DataFrame, known: pl.Series) -> pl.DataFrame:
    """The terms of a question, and the parts of its words of which both are words of projects."""
    both = parts.filter(pl.all_horizontal(pl.col("head", "tail").is_in(known.implode())))
    halves = [both.select("word", term=side) for side in ("head", "tail")]
    columns = ("term", "word")
    return pl.concat([whole.select(columns), *(half.select(columns) for half in halves)]).unique(
        "term", keep="first", maintain_order=True
    )
