"""The search behind who works on what: topics on offer, and who is found near a place."""

from __future__ import annotations

import polars as pl

from indicators.innovation import known_partners
from views.parts import controls, data, works_question

Topics = dict[str, dict[str, tuple[str, str]]]


def list_topics(chosen: controls.Chosen) -> Topics:
    sectors = data.peek("innovation_sectors").filter(pl.col("lad_code").is_in(chosen.councils))
    topics: Topics = {}
    for kind in ("section", "is8"):
        rows = sectors.filter(sector_list=kind).unique("sector_code", maintain_order=True)
        topics[kind] = {
            code: (name, name) for code, name in rows["sector_code", "sector_name"].rows()
        }
    ranked = data.peek("skills_priorities").filter(area_code=chosen.code)
    ranked = ranked.drop_nulls("priority_rank").sort("priority_rank")
    topics["occupation"] = {
        code: (name, name) for code, name in ranked["occupation_code", "occupation_name"].rows()
    }
    return topics


def find(question: works_question.Question, chosen: controls.Chosen) -> tuple[pl.DataFrame, str]:
    organisations = data.peek("innovation_organisations").with_columns(
        distance_km=pl.lit(None, pl.Float64), matched_count="projects_count",
        live_count="live_projects_count", shared_words=pl.lit(""), newest_title=pl.lit("A title"),
        record_url=pl.lit(""),
    )  # fmt: skip
    return known_partners.add_partners(
        organisations, data.peek("innovation_links"), organisations
    ), chosen.name
