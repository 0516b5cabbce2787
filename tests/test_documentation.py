"""Documents: every link leads somewhere, and what they quote from the code is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from catalog.project import ADDRESS
from catalog.settings import PROJECT
from cli import entry  # every command is registered there
from cli.documents import commands
from etl.run import registry

DOCS = sorted({
    *PROJECT.glob("*.md"),
    *(PROJECT / "docs").rglob("*.md"),
})  # fmt: skip
ROOMS = sorted(path.parent for path in PROJECT.glob("*/__init__.py"))
LINK = re.compile(r"\]\(([^)\s]+)\)")
GUIDE = (PROJECT / "CONTRIBUTING.md").read_text("utf-8")
TROUBLES = (PROJECT / "docs" / "troubleshooting.md").read_text("utf-8")
GLOSSARY = (PROJECT / "docs" / "glossary.md").read_text("utf-8")
QUOTED = re.findall(r"^### `(.+)`$", TROUBLES, re.MULTILINE)


def anchors(path: Path) -> set[str]:
    """The headings of a document as they stand in links."""
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-") for words in headings}


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_every_relative_link_leads_somewhere(path: Path) -> None:
    for link in LINK.findall(path.read_text("utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


def code_strings() -> list[str]:
    """Every text in the code, parts that are filled in as an ellipsis."""
    found = []
    for path in [*PROJECT.glob("*.py"), *(file for room in ROOMS for file in room.rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = (p.value if isinstance(p, ast.Constant) else "…" for p in node.values)
                found.append("".join(map(str, parts)))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.append(node.value)
    return found


STRINGS = code_strings()


def is_in_code(message: str) -> bool:
    parts = [re.escape(part) for part in message.split("…")]
    pattern = re.compile(".*".join(parts).strip(), re.DOTALL)
    return any(pattern.search(text) for text in STRINGS)


@pytest.mark.parametrize("message", QUOTED)
def test_every_message_of_troubleshooting_is_in_the_code(message: str) -> None:
    assert is_in_code(message)


def test_a_message_that_nobody_says_is_noticed() -> None:
    assert len(QUOTED) > 15
    assert not is_in_code("the table … has been eaten in …; run …")


def test_the_guide_quotes_the_source_as_it_is() -> None:
    blocks = re.findall(r"```python\n(.+?)```", GUIDE, re.DOTALL)
    sources = [
        PROJECT / "etl" / "datasets" / "output" / "gva_monthly.py",
        PROJECT / "catalog" / "tables" / "economy.py",
    ]
    texts = [path.read_text("utf-8") for path in sources]
    assert len(blocks) == 4
    for block in blocks:
        assert any(block in text for text in texts), block


def test_files_that_documents_name_are_there() -> None:
    named = r"`((?:[a-z_]+/)+[a-z_]+\.(?:py|md|toml|json))`"
    for path in (PROJECT / "CONTRIBUTING.md", PROJECT / "docs" / "architecture.md"):
        for name in re.findall(named, path.read_text("utf-8")):
            if not name.startswith("tables/"):  # of the data folder
                assert (PROJECT / name).is_file(), f"{path.name}: {name}"


def test_commands_that_documents_name_exist() -> None:
    assert entry.FAMILIES
    known = set(re.findall(r"^## ([a-z]+(?:-[a-z]+)*)$", commands(), re.MULTILINE))
    for path in DOCS:
        if "decisions" in path.parts:
            continue
        text = path.read_text("utf-8")
        lines = re.findall(r"^ {4,}(?:uv run )?wardwise ([a-z]+(?:-[a-z]+)*)", text, re.MULTILINE)
        for name in [*lines, *re.findall(r"`(?:uv run )?wardwise ([a-z]+(?:-[a-z]+)*)", text)]:
            assert name in known, f"{path.name}: wardwise {name}"


def test_sources_that_documents_fetch_alone_exist() -> None:
    known = set(registry.modules())
    for path in DOCS:
        for name in re.findall(r"--only ([a-z0-9_]+)", path.read_text("utf-8")):
            assert name in known, f"{path.name}: {name}"


def terms() -> list[str]:
    return re.findall(r"^\*\*(.+?)\*\*: ", GLOSSARY, re.MULTILINE)


def test_the_glossary_has_each_term_once_and_in_order() -> None:
    assert len(terms()) == len({term.lower() for term in terms()})
    for section in GLOSSARY.split("\n## ")[1:]:
        words = re.findall(r"^\*\*(.+?)\*\*: ", section, re.MULTILINE)
        assert words == sorted(words, key=str.lower)


def test_the_glossary_has_every_status() -> None:
    from catalog.vocabulary.status import STATUSES

    assert {status.capitalize() for status in STATUSES} <= set(terms())


def test_the_projects_address_stands_in_one_place() -> None:
    """Documents say where it stands and do not repeat it."""
    for path in DOCS:
        assert ADDRESS not in path.read_text("utf-8"), path
