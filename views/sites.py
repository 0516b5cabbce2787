"""Sites: where should a service go, so that most of those who need it live near one?"""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import Final

import polars as pl
import streamlit as st

from access import siting, siting_page, siting_words
from access.decay import ReachError
from access.siting_page import Asked, SitesFound
from access.siting_problem import SitingError
from catalog.measures import Measure
from catalog.store import StoreError
from catalog.vocabulary.status import MODELLED
from presentation import access_charts, site_map
from presentation.numbers import about
from views.parts import (
    access_data,
    area_bar,
    chart_panel,
    controls,
    data,
    downloads,
    explain_popover,
    first_screen,
    messages,
    provenance,
    sites_form,
    tabs,
    ward_picture,
)
from views.parts.figures_table import figures_table
from views.parts.markdown import plain
from views.serving import workers

TITLE: Final = "Sites"
WIDTHS: Final = (58, 42)
TAB: Final = "sites_tab"
CURVE, LEFT, CHOICES, METHOD = "curve", "left", "choices", "method"
TABS: Final = {
    CURVE: "How many?",
    LEFT: "Who is left out",
    CHOICES: "Other choices",
    METHOD: "What it rests on",
}
SOURCES: Final = ("lsoa_need", "lsoa_centroids", "sites")
Fault = (SitingError, ReachError, StoreError)


@messages.explain_faults
def page() -> None:
    bar = area_bar.open_page(TITLE)
    chosen = area_bar.pick_place(bar)
    if chosen is None:
        return
    if data.peek("lsoa_need", chosen.councils).is_empty():
        st.info(access_data.NOT_HERE.format(plain(chosen.name)))
        provenance.licence()
        return
    asked = sites_form.ask(chosen.councils)
    slot = st.empty()
    begun = _begin(asked, data.settings().tables, data.stamp_tables())
    try:
        if not begun.done():
            slot.write(plain(_say_quickly(asked)))
        (found,) = workers.results([begun], "Proving that no choice is better", _begin.clear)
    except Fault as error:
        slot.warning(f"We cannot answer this: {plain(str(error))}.")
        provenance.licence()
        return
    slot.empty()
    _show(found, asked, chosen)
    _depth(found, asked, chosen)
    provenance.licence()


def _say_quickly(asked: Asked) -> str:
    """A good answer in a fraction of a second, while the best is looked for."""
    found = siting_page.find_quickly(data.settings().tables, asked)
    answer = siting_words.describe_answer(found.problem, found.answer)
    return f"A first answer, which we are still checking: {answer}"


@st.cache_resource(max_entries=50, show_spinner=False)
def _begin(
    asked: Asked,
    root: Path,
    stamps: data.TableStamps,  # noqa: ARG001
) -> Future[SitesFound]:
    return workers.start(siting_page.find_exactly, root, asked)


def _show(found: SitesFound, asked: Asked, chosen: controls.Chosen) -> None:
    """The answer in words beside the map."""
    problem, answer = found.problem, found.answer
    first, *more = siting_words.explain_answer(problem, answer)
    st.header(plain(first), anchor=False)
    words, picture = first_screen.columns("sites_screen", WIDTHS)
    with words:
        for sentence in more:
            st.write(plain(sentence))
        if found.fairest is not None:
            st.write(plain(siting_words.compare_fairness(problem, answer, found.fairest)))
        if asked.unit == "km":
            st.caption(plain(siting_words.describe_radius(asked.question.radius)))
        out = found.people_left_out
        st.caption(
            plain(
                f"Left out: {about(out)} {problem.group}, in {found.left_out.height} wards."
                if out else f"Nobody among {problem.group} is left out."
            )
        )  # fmt: skip
    with picture:
        _map(found, asked, chosen)


def _distance(asked: Asked) -> str:
    return siting_words.name_distance(asked.question.radius, asked.unit)


def _map(found: SitesFound, asked: Asked, chosen: controls.Chosen) -> None:
    """Wards by the share left out, with the sites on top."""
    measure = Measure(
        "sites_left_out_pct", "Sites", f"Share further than {_distance(asked)}",
        f"Share of {found.problem.group} beyond the distance", "%", "modelled",
        "People of small areas beyond the distance over all people of the ward",
    )  # fmt: skip
    rows = found.left_out.select("ward_code", "left_out_pct").with_columns(
        period=pl.lit(""), status=pl.lit(MODELLED)
    )
    everyone = data.wards(chosen.councils).select("ward_code")
    full = everyone.join(rows, on="ward_code", how="left").with_columns(
        pl.col("left_out_pct").fill_null(0.0),
        pl.col("period").fill_null(""),
        pl.col("status").fill_null(MODELLED),
    )
    values = access_data.as_values(full, chosen, "left_out_pct")
    classes = ward_picture.classify_values(values, measure)
    st.markdown(f"**{plain(measure.label)} from every site**")
    ward_picture.draw(
        values, measure, classes, "", chosen, "sites", places=site_map.layers(found.places)
    )
    present = [words for kind, words in site_map.WORDS.items()
               if kind in set(found.places["place_kind"])]  # fmt: skip
    st.caption(plain("; ".join(present)))
    st.html(f'<div class="map-legend">{ward_picture.legend_html(values, classes)}</div>')


def _depth(found: SitesFound, asked: Asked, chosen: controls.Chosen) -> None:
    problem, answer = found.problem, found.answer
    tab, room = tabs.pick_tab(TAB, TABS)
    with room:
        if tab == CURVE:
            _curve(found, asked, chosen)
        elif tab == LEFT:
            _left_out(found, chosen)
        elif tab == CHOICES:
            frame = siting.list_sites(problem, answer)
            rounded = frame.with_columns(
                pl.col("covered_people").round_sig_figs(3),
                pl.col("covered_pct", "mean_way", "longest_way").round(1),
            )
            figures_table(rounded, [pl.col(name).alias(title) for name, title in
                                  sites_form.CHOICES.items()],
                          {sites_form.CHOICES["covered_people"]:
                           st.column_config.NumberColumn(format="localized")})  # fmt: skip
            _download(frame, found, f"sites-{chosen.file_part}", "Download the choices (CSV)")
        else:
            lines = [siting_words.describe_proof(problem, answer), *problem.assumptions]
            st.markdown("\n".join(f"- {plain(line)}" for line in lines))
            for line in explain_popover.list_sources(SOURCES):
                st.text(line)


def _curve(found: SitesFound, asked: Asked, chosen: controls.Chosen) -> None:
    if found.curve.is_empty():
        st.info("The curve is of people within a distance: ask for that, and it is here.")
        return
    radius = _distance(asked)
    flat = found.curve.with_columns(
        pl.col("sites").list.join(", "), pl.col("names").list.join("; ")
    )
    chart_panel.show_chart(
        access_charts.coverage_curve(
            found.curve, asked.question.sites, radius,
            f"Share of {found.problem.group} within {radius} by number of new sites",
        ),
        title=f"Share of {found.problem.group} within {radius} of a site, by number of new sites",
        name=f"coverage-{chosen.file_part}", about="coverage", figures=flat,
        columns=[(pl.col(name).round(1) if name.endswith("_pct") else pl.col(name)).alias(title)
                 for name, title in sites_form.CURVE.items()],
    )  # fmt: skip


def _left_out(found: SitesFound, chosen: controls.Chosen) -> None:
    names = data.wards(chosen.councils).select("ward_code", "ward_name", "lad_name")
    frame = found.left_out.join(names, on="ward_code", how="left", maintain_order="left")
    if frame.is_empty():
        st.write(plain(f"Nobody among {found.problem.group} lives beyond the distance."))
        return
    figures_table(
        frame.with_columns(pl.col("people", "people_left_out").round(0),
                           pl.col("left_out_pct").round(1)),
        [pl.col(name).alias(title) for name, title in sites_form.LEFT_OUT.items()],
        dict.fromkeys(("People", "Left out"), st.column_config.NumberColumn(format="localized")),
    )  # fmt: skip
    _download(frame, found, f"left-out-{chosen.file_part}", "Download who is left out (CSV)")


def _download(frame: pl.DataFrame, found: SitesFound, name: str, label: str) -> None:
    """The rows with the question, how sure the answer is, and what it rests on."""
    question = found.answer.question
    within = siting_words.name_distance(question.radius, found.problem.unit)
    asked = f"{question.sites} new sites, {question.kind}, {within}, for {found.problem.group}"
    proof = siting_words.describe_proof(found.problem, found.answer)
    downloads.csv(
        frame.with_columns(
            question=pl.lit(asked), proof=pl.lit(proof),
            assumptions=pl.lit(" ".join(found.problem.assumptions)),
        ),
        name, label,
    )  # fmt: skip
