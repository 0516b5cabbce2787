"""The search on twenty real questions: what was measured stands, and the embedded index is ours."""

from __future__ import annotations

import polars as pl
import pytest

from catalog import store
from catalog.settings import PROJECT, SAMPLE
from innovation.search import SearchTables, search_projects

FIRST = 10
RECORDS = PROJECT / "benchmarks" / "records"


def test_the_first_ten_hold_four_fifths_of_what_is_relevant() -> None:
    """Answers were read from the titles by hand; see the record beside them."""
    answers = pl.read_csv(RECORDS / "search_answers.csv")
    nothing = pl.DataFrame()
    terms = store.read("innovation_terms", SAMPLE)[0]
    tables = SearchTables(nothing, nothing, nothing, nothing, terms.lazy(), nothing)
    shares = {}
    for (query,), group in answers.group_by("query", maintain_order=True):
        relevant = {f"GTR-{code}" for code in group["research_award_code"]}
        found = search_projects(str(query), tables)["project_code"].head(FIRST)
        shares[str(query)] = len(set(found) & relevant) / min(FIRST, len(relevant))
    assert len(shares) == 20
    assert sum(shares.values()) / len(shares) >= 0.8
    recorded = pl.read_csv(RECORDS / "search_recall.csv").select("query", "chosen")
    assert dict(recorded.rows()) == {query: round(share, 3) for query, share in shares.items()}


def test_the_index_of_the_sample_is_that_of_its_projects() -> None:
    from innovation.term_index import weigh_terms

    projects = store.read("gtr", SAMPLE)[0].select(
        "project_title", "project_theme", project_code="GTR-" + pl.col("research_award_code")
    )
    stored = store.read("innovation_terms", SAMPLE)[0]
    made = weigh_terms(projects)
    assert made.select("term", "project_code").equals(stored.select("term", "project_code"))
    for name in ("term_weight", "term_rarity"):
        assert made[name].to_list() == pytest.approx(stored[name].to_list(), abs=1e-9)
