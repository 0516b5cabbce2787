"""The page on data and methods."""

from __future__ import annotations

import json
from pathlib import Path

from streamlit.testing.v1 import AppTest

import reference
from catalog.unanswered import FAILURES
from views.parts import data


def run(tab: str) -> AppTest:
    def script() -> None:
        from views import data_and_methods

        data_and_methods.page()

    test = AppTest.from_function(script, default_timeout=30)
    test.query_params["data_tab"] = tab
    return test.run()


def test_every_table_is_listed_with_its_origin_and_caveats(tables: Path) -> None:
    failure = "bres: Nomis sent nothing for E06999901"
    failures = data.settings().raw / FAILURES
    failures.parent.mkdir(parents=True, exist_ok=True)
    lost = [{"source": "bres", "key": "1", "areas": [], "message": failure}]
    failures.write_text(json.dumps(lost), "utf-8")
    assert failure in "\n".join(entry.value for entry in run("new").text)
    test = run("sources")
    assert not test.exception
    listed = test.dataframe[0].value
    assert set(listed["Table"]) == {path.stem for path in tables.glob("*.parquet")}
    assert set(listed["Retrieved"]) == {"2 November 2026"}
    picked = test.selectbox(key="picked_source")
    assert len(picked.options) == len(listed)
    picked.select("wards").run()
    words = "\n".join(entry.value for entry in test.text)
    assert "A caveat of Invented wards." in words


def test_no_tables_is_a_notice(tables: Path) -> None:
    for path in tables.glob("*.parquet"):
        path.unlink()
    test = run("sources")
    assert not test.exception
    assert "wardwise fetch" in test.error[0].value


def test_a_broken_table_is_a_notice_and_the_rest_of_the_page_stands(tables: Path) -> None:
    (tables / "wards.parquet").write_bytes(b"not parquet")
    test = run("methods")
    assert not test.exception
    assert "wards.parquet cannot be read" in test.warning[0].value
    assert "Kinds of figure" in [header.value for header in test.header]


def test_figures_that_come_with_wardwise_are_listed_with_whose_they_are(tables: Path) -> None:
    test = run("methods")
    assert "Figures that come with Wardwise" in [header.value for header in test.header]
    words = "\n".join(entry.value for entry in test.text)
    assert all(entry.sentence() in words for entry in reference.list_tables())
