"""Words of projects with their weights (TF-IDF), made once in a build, so that a search reads few.

Weights follow scikit-learn's TfidfTransformer: a word counts more in a project that has it and
the rarer it is among all projects; the squares of a project's weights sum to 1, so that a long
title has no advantage.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from catalog.tables.innovation_places import INNOVATION_TERMS
from innovation.stems import cut_to_stem
from innovation.words import Stemmer, add_parts, list_terms

TEXT: Final = ("project_title", "project_theme")


def weigh_terms(projects: pl.DataFrame, stem: Stemmer = cut_to_stem) -> pl.DataFrame:
    """Rows of `innovation_terms`, from project_code, project_title and project_theme.

    >>> projects = pl.DataFrame({
    ...     "project_code": ["A", "B"], "project_theme": ["", ""],
    ...     "project_title": ["Woven carbon fibre", "Carbon in soils"],
    ... })
    >>> weigh_terms(projects).filter(term="carbon").get_column("term_weight").round(2).to_list()
    [0.45, 0.58]
    """
    texts = projects.select(pl.concat_str(*TEXT, separator=" ").alias("text"))["text"]
    counts = (
        add_parts(list_terms(texts, stem), stem)
        .group_by("row", "term")
        .len("count")
        .sort("term", "row")
    )
    if counts.is_empty():
        return INNOVATION_TERMS.empty()
    # Imported here: pages that only search need none of it.
    from scipy.sparse import csr_array
    from sklearn.feature_extraction.text import TfidfTransformer

    vocabulary = counts.select(pl.col("term").unique().sort()).with_row_index("column")
    counts = counts.join(vocabulary, on="term", how="left", maintain_order="left", validate="m:1")
    matrix = csr_array(
        (
            counts["count"].to_numpy().astype(np.float64),
            (counts["row"].to_numpy(), counts["column"].to_numpy()),
        ),
        shape=(projects.height, vocabulary.height),
    )
    transformer = TfidfTransformer(sublinear_tf=True).fit(matrix)
    weighed = transformer.transform(matrix).tocoo()
    found = pl.DataFrame(
        {
            "row": weighed.row.astype(np.uint32),
            "column": weighed.col.astype(np.uint32),
            "term_weight": weighed.data,
        }
    )
    rarity = vocabulary.with_columns(term_rarity=pl.Series(transformer.idf_))
    codes = projects.select("project_code").with_row_index("row")
    return (
        found.join(rarity, on="column", validate="m:1")
        .join(codes, on="row", validate="m:1")
        .select(INNOVATION_TERMS.columns)
        .sort("term", "project_code")
    )
