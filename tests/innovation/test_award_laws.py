"""Whatever lists of awards hold, the tables made of them keep every law."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import factory_awards as world
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog import store
from etl.checks import innovation

NAMES = ("Loom Ltd", "LOOM LIMITED", "Weft Ltd", "")
AWARDS = st.builds(
    lambda project, name, kind, postcode, council, withdrawn, pounds, year, product: world.award(
        project, name, code=f"NAME-{name}{postcode}", organisation_kind=kind,
        organisation_postcode=postcode, address_lad_name=council, is_withdrawn=withdrawn,
        award_offered_gbp=pounds, project_start=year and date(year, 5, 1), product_kind=product,
    ),
    st.sampled_from(("1", "2", "3")), st.sampled_from(NAMES),
    st.sampled_from(("business", "university", "public", "unincorporated")),
    st.sampled_from(("BD1 1HX", "LS6 3AA", "ZZ99 9ZZ", "")),
    st.sampled_from(("Bradford", "Craven", "Atlantis", "")), st.booleans(),
    st.sampled_from((None, 0.0, 250.5)), st.sampled_from((None, 2016, 2024, 2027)),
    st.sampled_from(("grant", "centre", "ktp", "investor")),
)  # fmt: skip
LAWLESS = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(st.lists(AWARDS, max_size=12), st.integers(0, 2))
@LAWLESS
def test_every_law_is_kept(tmp_path: Path, awards: list[dict[str, object]], projects: int) -> None:
    for row in awards:
        row.pop("participant_number", None)
    world.build(tmp_path, awards, [world.research(f"P{n}") for n in range(projects)])
    tables = {name: store.read(name, tmp_path)[0] for name in store.names(tmp_path)}
    for rule in innovation.RULES:
        assert list(rule(tables)) == []


@pytest.mark.parametrize("rows", [0, 1])
def test_a_world_without_councils_own_lists_is_no_failure(tmp_path: Path, rows: int) -> None:
    """A list that is there and empty, or whose only row is placed nowhere."""
    nowhere = world.award(organisation_postcode="", address_lad_name="")
    reader = world.build(tmp_path, [nowhere][:rows], [])
    assert reader.table("innovation_participants").height == rows
    assert reader.table("innovation_council_year").is_empty()
