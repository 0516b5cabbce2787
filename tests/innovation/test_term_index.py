"""Weights of words are scikit-learn's, and stems bring the forms of a word together."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from innovation.stems import cut_to_stem
from innovation.term_index import weigh_terms
from innovation.words import list_terms

TITLES = ["Wind turbines, wind farms", "Farming in the wind", "Café 3D printing", "The of and"]


def projects(titles: list[str]) -> pl.DataFrame:
    return pl.DataFrame(
        {"project_code": [f"P{n:03d}" for n in range(len(titles))], "project_title": titles,
         "project_theme": [""] * len(titles)}
    )  # fmt: skip


def analyse(text: str) -> list[str]:
    return list_terms(pl.Series([text]))["term"].to_list()


def test_weights_are_those_of_scikit_learns_own_reading_of_texts() -> None:
    vectorizer = TfidfVectorizer(analyzer=analyse, sublinear_tf=True)
    matrix = vectorizer.fit_transform(TITLES)
    names = vectorizer.get_feature_names_out()
    theirs = {(f"P{r:03d}", names[c]): matrix[r, c] for r, c in zip(*matrix.nonzero(), strict=True)}
    ours = weigh_terms(projects(TITLES))
    found = {(row["project_code"], row["term"]): row["term_weight"] for row in ours.to_dicts()}
    assert found.keys() == theirs.keys()
    assert all(found[key] == pytest.approx(theirs[key], abs=1e-12) for key in found)


@given(st.lists(st.text(alphabet="abei rst", max_size=20), min_size=1, max_size=8))
@settings(max_examples=25, deadline=None)
def test_squares_of_a_projects_weights_sum_to_one(titles: list[str]) -> None:
    sums = weigh_terms(projects(titles)).group_by("project_code").agg(
        pl.col("term_weight").pow(2).sum()
    )["term_weight"]  # fmt: skip
    assert ((sums - 1).abs() < 1e-9).all()


@pytest.mark.parametrize(
    "forms",
    [
        ("weave", "weaving", "weaves"), ("battery", "batteries"), ("recycle", "recycling"),
        ("railway", "railways"), ("manufacture", "manufacturing", "manufacturer"),
        ("sustainable", "sustainability"), ("policy", "policies"), ("film", "films", "filming"),
        ("patent", "patents"), ("sensor", "sensors"), ("print", "printing", "printed"),
    ],
)  # fmt: skip
def test_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({cut_to_stem(form) for form in forms}) == 1, [cut_to_stem(form) for form in forms]


@pytest.mark.parametrize(
    ("one", "other"),
    [("animals", "animation"), ("organic", "organisation"), ("wing", "wind"), ("ai", "a1")],
)
def test_words_that_only_look_alike_stay_apart(one: str, other: str) -> None:
    assert cut_to_stem(one) != cut_to_stem(other)


@pytest.mark.parametrize("word", ["", "a", "bus", "gas", "3d", "co2", "ing", "eed", "yyyy", "aaaa"])
def test_short_and_odd_words_survive(word: str) -> None:
    assert cut_to_stem(word) or not word
