"""How much of what is relevant the search's first ten hold, by the way in which words are cut.

Twenty questions with the projects that answer them, as read from the titles of the 885 real arts
and humanities projects led from Yorkshire: a project is relevant if a reader of its title would say
that it is on the question, whatever words it uses (`records/search_answers.csv`). No rule of the
search had a part in that. `--write` stores what came out.

    uv run python benchmarks/search_recall.py [--gtr FOLDER_WITH_THE_TABLE_gtr] [--write]
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
import records
from sklearn.feature_extraction.text import TfidfVectorizer

from catalog import store
from catalog.reading import Reader
from catalog.settings import SAMPLE
from innovation.search import SearchTables, search_projects
from innovation.stems import cut_plural, cut_to_stem
from innovation.term_index import weigh_terms
from innovation.words import Stemmer

FIRST: Final = 10
# All three also look for words within words, as the product does; "chosen" (stems) is its own.
WAYS: Final[dict[str, Stemmer]] = {
    "as written": str,
    "plurals cut": cut_plural,
    "chosen": cut_to_stem,
}
CHARACTERS: Final = "pieces of 3 to 5 letters"
PREFIX: Final = "GTR-"


def score(found: list[str], relevant: set[str]) -> float:
    """Relevant projects among the first ten, of as many as there could be."""
    return len(set(found[:FIRST]) & relevant) / min(FIRST, len(relevant))


def search_words(question: str, projects: pl.DataFrame, terms: pl.DataFrame, way: str) -> list[str]:
    """Codes of projects, best first, as the product's own search finds them."""
    empty = pl.DataFrame()
    tables = SearchTables(projects, empty, empty, empty, terms.lazy(), empty)
    return search_projects(question, tables, WAYS[way])["project_code"].to_list()


def search_characters(question: str, projects: pl.DataFrame) -> list[str]:
    """The same by pieces of words, which also finds 'videogames' for 'games'."""
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    matrix = vectorizer.fit_transform(projects["project_title"].to_list())
    likeness = (matrix @ vectorizer.transform([question]).T).toarray().ravel()
    order = np.lexsort((projects["project_code"].to_numpy(), -likeness.round(9)))
    return [projects["project_code"][int(row)] for row in order if likeness[row] > 0]


def measure(projects: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    """query, relevant_count, and the share found of each way."""
    terms = {way: weigh_terms(projects, stem) for way, stem in WAYS.items()}
    rows = []
    for (question,), group in answers.group_by("query", maintain_order=True):
        relevant = {PREFIX + code for code in group["research_award_code"]}
        found = {
            way: score(search_words(str(question), projects, terms[way], way), relevant)
            for way in WAYS
        }
        found[CHARACTERS] = score(search_characters(str(question), projects), relevant)
        rows.append({"query": question, "relevant_count": len(relevant)} | found)
    return pl.DataFrame(rows)


def read_projects(root: Path) -> pl.DataFrame:
    """project_code, project_title and project_theme of the table `gtr` of a folder."""
    return Reader(root).table("gtr").select(
        "project_title", "project_theme", project_code=PREFIX + pl.col("research_award_code")
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gtr", type=Path, default=SAMPLE, help="folder with the table gtr")
    parser.add_argument("--write", action="store_true", help="store the record")
    options = parser.parse_args()
    if not store.has("gtr", options.gtr):
        parser.error(f"{options.gtr} has no table gtr; name a folder of built tables with --gtr")
    _, answers = records.read("search_answers")
    measured = measure(read_projects(options.gtr), answers)
    with pl.Config(tbl_rows=-1, tbl_width_chars=200, fmt_str_lengths=60):
        print(measured)
        print(measured.select(pl.all().exclude("query").mean()))
    if options.write:
        rounded = measured.with_columns(pl.selectors.float().round(3))
        rounded.write_csv(records.FOLDER / "search_recall.csv")


if __name__ == "__main__":
    main()
