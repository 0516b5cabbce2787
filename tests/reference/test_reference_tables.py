"""Reference tables: each is as its sidecar says, and is read by its written name."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import reference
from catalog.fingerprint import ROOMS, list_reachable, list_references
from catalog.settings import PROJECT
from reference import ReferenceTableError
from reference.sidecars import NOT_RECORDED

NAMES = reference.names()


def test_every_table_is_as_its_sidecar_says() -> None:
    assert reference.find_faults() == []


def test_no_two_tables_share_a_name() -> None:
    assert len(NAMES) == len(set(NAMES))


@pytest.mark.parametrize("name", NAMES)
def test_every_table_says_whose_it_is_or_why(name: str) -> None:
    told = reference.describe(name)
    sentence = told.sentence()
    assert told.title in sentence
    if told.kind == "published":
        assert told.publisher in sentence
        assert told.licence in sentence
    else:
        assert len(told.because) > 30
        assert told.because.rstrip(".") in sentence
    assert reference.read(name).height


def test_a_day_or_an_address_is_as_recorded_or_said_not_to_be() -> None:
    for told in reference.list_tables():
        assert told.url in ("", NOT_RECORDED) or told.url.startswith("https://")
        assert told.retrieved in ("", NOT_RECORDED) or told.retrieved[:2] == "20"


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A room with one small table, which is read from now on."""
    (tmp_path / "shares.csv").write_text("code,share\na,0.4\nb,0.6\n")
    checksum = reference.checksum_of(tmp_path / "shares.csv")
    (tmp_path / "shares.toml").write_text(
        f'title = "Shares"\nkind = "assumed"\nbecause = "a test"\nsha256 = "{checksum}"\n'
        'key = ["code"]\n[columns.code]\ntype = "text"\nunit = ""\nmeaning = "Code"\n'
        '[columns.share]\ntype = "number"\nunit = "share"\nmeaning = "Share"\n'
    )
    monkeypatch.setattr(reference, "FOLDER", tmp_path)
    caches = (reference.read, reference.describe, reference.path_of)
    for cached in caches:
        cached.cache_clear()
    yield tmp_path  # type: ignore[misc]
    for cached in caches:
        cached.cache_clear()


def test_line_ends_of_another_system_are_no_fault(copy: Path) -> None:
    path = copy / "shares.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert reference.find_faults() == []
    assert reference.read("shares").rows() == [("a", 0.4), ("b", 0.6)]


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("shares.csv", "0.6", "0.7", "checksum"),
        ("shares.csv", "0.6", "much", "share has 'much', which is not float64"),
        ("shares.csv", "b,", "a,", "1 rows repeat a key (code)"),
        ("shares.csv", "code,share", "code,part", "has the columns code, part"),
        ("shares.toml", 'because = "a test"', "", "no because"),
        ("shares.toml", '"assumed"', '"guessed"', "kind is 'guessed'"),
        ("shares.toml", 'meaning = "Share"', 'meaning = ""', "no meaning or no unit of share"),
        ("shares.toml", "title", "= =", "cannot be read as TOML"),
    ],
)
def test_a_fault_is_told_in_a_sentence_with_the_file(
    copy: Path, file: str, old: str, new: str, words: str
) -> None:
    path = copy / file
    path.write_text(path.read_text().replace(old, new))
    ((name, sentence),) = reference.find_faults()
    assert name == "shares"
    assert words in sentence
    assert str(copy / "shares") in sentence


def test_a_table_or_sidecar_that_is_not_there_is_named(copy: Path) -> None:
    with pytest.raises(ReferenceTableError, match=r"'wages' in .*the tables are shares"):
        reference.read("wages")
    (copy / "shares.toml").rename(copy / "other.toml")
    words = " ".join(sentence for _, sentence in reference.find_faults())
    assert "shares.toml cannot be read" in words
    assert "other.toml describes a table that does not exist" in words


def test_every_table_is_read_by_its_written_name_and_no_other_way() -> None:
    """The fingerprint of a step finds what it reads in the text of its code."""
    read: set[str] = set()
    for room in set(ROOMS) - {"reference", "pipeline"}:
        for path in (PROJECT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module == "reference":
                    raise AssertionError(f"{path}: write `import reference`")
                if isinstance(node, ast.Call) and _reads_reference(node.func):
                    (name,) = node.args
                    assert isinstance(name, ast.Constant), f"{path}: write the name out"
                    read.add(str(name.value))
    assert read == set(NAMES), "tables that nobody reads, or that are not there"
    everything = {name for room in ("access", "etl", "wards", "forecasts", "indicators", "geo",
                               "innovation", "catalog")
                  for path in (PROJECT / room).rglob("*.py")
                  for name in list_references([_module_of(path)])}  # fmt: skip
    assert everything == read, "the fingerprint misses some"


def _reads_reference(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "reference"
        and function.attr in ("read", "read_constants")
    )


def _module_of(path: Path) -> str:
    return ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__")


def test_explanations_name_the_reference_tables_of_indicators() -> None:
    from indicators.explain import EXPLAINED

    named = {name for told in EXPLAINED.values() for name in told.reference}
    reached = set(list_references(list_reachable("indicators.run")))
    assert named <= reached
    unnamed = {name for name in reached - named if reference.describe(name).kind != "published"}
    # Of wards, and of names: no indicator is computed from these.
    assert unnamed <= {"ward_constants", "sector_split_error", "qualification_levels"}


def test_the_methods_of_a_report_list_the_tables_behind_its_indicators() -> None:
    from indicators.explain import EXPLAINED
    from reports.sections.forecasts_and_methods import methods

    lines = [line for block in methods(EXPLAINED).blocks for line in getattr(block, "lines", ())]
    used = {name for told in EXPLAINED.values() for name in told.reference}
    assert used
    titles = {reference.describe(name).title for name in used}
    assert not [title for title in titles if not any(line.startswith(title) for line in lines)]
