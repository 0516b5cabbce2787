"""Sectors in words: what is here now, what has grown and how often that came true, what may come.

Each function takes a row of a table of sectors and gives plain sentences, for pages and reports
alike. A figure that is missing is said to be, or left out; it is never written as zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from catalog.measures import SECTIONS
from indicators.sectors.sector_page import (
    CLOSE,
    GROWN,
    MAY_OUTGROW,
    NOT_FORETOLD,
    OUTGROWS,
    SHRUNK,
    VERY_GROWN,
    VERY_SHRUNK,
)
from presentation.numbers import about, count, digits, percent, signed
from presentation.wording import between, period_in_words

Row = Mapping[str, Any]

PUBLISHED: Final = "published survey estimates"
# What the measured rate counts, by tier.
STILL: Final = {
    VERY_GROWN: "still larger", GROWN: "still larger", CLOSE: "larger",
    SHRUNK: "still smaller", VERY_SHRUNK: "still smaller",
}  # fmt: skip
# Tiers that are shown in other words than they are stored in.
SHOWN: Final = {NOT_FORETOLD: "cannot be predicted"}
NO_ANSWER: Final = "No answer"
NO_PREDICTION: Final = "Local growth three years ahead cannot be predicted for this sector."
JUMPS: Final = {
    "one employer": "One employer alone could have made this change.",
    "reclassification": "A business moved to another sector in the statistics could have made "
    "this change.",
}  # fmt: skip


def name_sector(row: Row) -> str:
    """The short name of a section, the published name of other levels and lists.

    >>> name_sector({"industry_code": "J", "industry_level": "section", "industry_name": "x"})
    'Information and communication'
    >>> name_sector({"sector_name": "Digital and technologies"})
    'Digital and technologies'
    """
    if row.get("sector_name"):
        return str(row["sector_name"])
    if row["industry_level"] == "section":
        return SECTIONS.get(row["industry_code"], str(row["industry_name"]))
    return str(row["industry_name"])


def name_tier(tier: str) -> str:
    """A tier of growth or outlook as a label: Very likely grown; No answer where there is none.

    >>> name_tier("too close to call"), name_tier("")
    ('Too close to call', 'No answer')
    """
    words = SHOWN.get(tier, tier)
    return f"{words[0].upper()}{words[1:]}" if words else NO_ANSWER


# What is here now


def describe_jobs(row: Row) -> str:
    """Jobs published and now, from a row of `sectors_now`.

    >>> describe_jobs({"jobs": 24000.0, "period": "2021", "nowcast_jobs": 23120.0,
    ...     "nowcast_lower80": 21000.0, "nowcast_upper80": 25500.0, "nowcast_period": "2026"})
    '24,000 jobs in 2021 (published); about 23,100 in 2026 (our estimate; 80% interval 21,000 to \
25,500)'
    """
    published = "No jobs figure is published"
    if row["jobs"] is not None:
        published = f"{digits(row['jobs'])} jobs in {period_in_words(row['period'])} (published)"
    if row["nowcast_jobs"] is None:
        return published
    interval = ""
    if row["nowcast_lower80"] is not None and row["nowcast_upper80"] is not None:
        interval = f"; {between(row['nowcast_lower80'], row['nowcast_upper80']).strip('()')}"
    return (
        f"{published}; about {about(row['nowcast_jobs'])} in "
        f"{period_in_words(row['nowcast_period'])} (our estimate{interval})"
    )


def describe_share(row: Row, place: str) -> str:
    """The share of jobs here and in the nation, and how specialised that is; '' without a share.

    A row of `sectors_now` or of `fine_sectors`.
    """
    if row["share_pct"] is None:
        return ""
    # Shares are of the newest year that the nation has too, which may be before that of the jobs.
    year = row.get("share_period", "")
    when = f" in {year}" if year and year != row["period"] else ""
    words = f"{percent(row['share_pct'])} of jobs in {place}{when}"
    if row.get("nation_share_pct") is not None:
        words += f", {percent(row['nation_share_pct'])} in {row['nation_name']}"
    quotient = describe_quotient(row)
    return f"{words}: {quotient}" if quotient else words


def describe_quotient(row: Row) -> str:
    """The location quotient in words, with its interval; '' where there is none.

    >>> describe_quotient({"location_quotient": 1.43, "quotient_lower80": 1.3,
    ...     "quotient_upper80": 1.57, "specialised": "more", "nation_name": "Great Britain"})
    '1.4 times the share in Great Britain (80% interval 1.3 to 1.6)'
    """
    if row["location_quotient"] is None:
        return ""
    low, high = row["quotient_lower80"], row["quotient_upper80"]
    interval = (
        "" if low is None or high is None
        else f" (80% interval {write_times(low)} to {write_times(high)})"
    )  # fmt: skip
    nation = row["nation_name"] or "the nation"
    if row["specialised"] == "about the same":
        return f"about the same share as in {nation}, within the noise of the survey{interval}"
    return f"{write_times(row['location_quotient'])} times the share in {nation}{interval}"


def write_times(value: float) -> str:
    """How many times: one decimal, two of what would else be nothing.

    >>> write_times(1.43), write_times(0.0085)
    ('1.4', '0.01')
    """
    return digits(value, 1 if value >= 0.1 else 2)


def describe_pay(row: Row) -> str:
    """Median pay of the industry, with what it is of; '' where there is none."""
    if row["pay_gbp_month"] is None:
        return ""
    of_what = row["pay_note"] or "median pay of the industry's employees"
    return f"£{digits(row['pay_gbp_month'])} a month is the {of_what}"


# What has grown


def describe_growth(row: Row) -> str:
    """Whether a sector has grown, by how much and beside the nation: a row of `sector_growth`."""
    if not row["growth_tier"]:
        return f"We cannot say whether it has grown. {row['note']}".rstrip()
    tier = row["growth_tier"]
    noise = ", which is within the noise of the survey" if tier == CLOSE else ""
    words = f"{name_tier(tier)}: jobs {describe_change(row)}{noise}."
    return " ".join(filter(None, [words, _beside_nation(row), _share_change(row)]))


def describe_change(row: Row) -> str:
    """From about 10,000 (2017 to 2018) to 12,000 (2020 to 2021), +2,000 (80% interval ...)."""
    before, after = row["jobs_before"], row["jobs_after"]
    levels = ""
    if before is not None and after is not None:
        levels = (
            f"from about {about(before)} ({period_in_words(row['period_from'])}) to "
            f"{about(after)} ({period_in_words(row['period_to'])})"
        )
    change = describe_change_jobs(row)
    return ", ".join(filter(None, [levels, change])) or "have no change that we can give"


def describe_change_jobs(row: Row) -> str:
    """+2,000 jobs (80% interval +500 to +3,500); '' where the change is not known."""
    if row["change_jobs"] is None:
        return ""
    words = signed(row["change_jobs"], "jobs")
    if row["change_lower80"] is None or row["change_upper80"] is None:
        return words
    return f"{words} {between(row['change_lower80'], row['change_upper80'])}"


def _beside_nation(row: Row) -> str:
    here, there = row["change_pct"], row["nation_change_pct"]
    if here is None or there is None:
        return ""
    return (
        f"That is {_signed_percent(here)}, against {_signed_percent(there)} for the sector in "
        f"{row['nation_name']}."
    )


def _share_change(row: Row) -> str:
    before, after = row["share_before_pct"], row["share_after_pct"]
    if before is None or after is None:
        return ""
    return f"Its share of all jobs here went from {percent(before)} to {percent(after)}."


def _signed_percent(value: float) -> str:
    return f"{signed(round(value, 1))}%"


def describe_rate(row: Row) -> str:
    """How often what looked like this was still so three years later; '' if not measured.

    >>> describe_rate({"growth_tier": "very likely grown", "tier_rate_pct": 87.0,
    ...     "tier_cases": 650.0, "tier_base_pct": 48.0})
    'Of 650 sectors that looked like this, 87% were still larger three years later (48% of all \
sectors).'
    """
    if row["tier_rate_pct"] is None or row["tier_cases"] is None:
        return ""
    base = (
        "" if row["tier_base_pct"] is None
        else f" ({percent(row['tier_base_pct'], 0)} of all sectors)"
    )  # fmt: skip
    return (
        f"Of {count(round(row['tier_cases']))} sectors that looked like this, "
        f"{percent(row['tier_rate_pct'], 0)} were {STILL[row['growth_tier']]} three years "
        f"later{base}."
    )


def describe_jump(row: Row) -> str:
    """Why a change may be no growth; '' where nothing points to that."""
    return JUMPS.get(row["jump"], "")


# What may come


def describe_outlook(row: Row | None, place: str) -> str:
    """The outlook of a sector with its record, or what the nation's is: `sector_outlook`."""
    if row is None:
        return f"{NO_PREDICTION} We have no forecast of the sector in the nation either."
    nation = describe_nation_outlook(row)
    tier = row["outlook_tier"]
    if tier not in (OUTGROWS, MAY_OUTGROW):
        return f"{NO_PREDICTION} {nation}".strip()
    verb = "is likely to" if tier == OUTGROWS else "may"
    words = (
        f"Its real output {verb} grow faster than that of all {place} from {row['base_period']} to "
        f"{row['target_period']}. {describe_outlook_rate(row)}"
    )
    return " ".join(filter(None, [words.strip(), nation]))


def describe_outlook_rate(row: Row) -> str:
    """How often an outlook like this came true, beside its base and its worst year."""
    if row["tier_rate_pct"] is None or row["tier_cases"] is None:
        return ""
    details = [
        "" if row["tier_base_pct"] is None else f"{percent(row['tier_base_pct'], 0)} by chance",
        "" if row["tier_worst_pct"] is None
        else f"{percent(row['tier_worst_pct'], 0)} in the worst year",
    ]  # fmt: skip
    beside = "; ".join(filter(None, details))
    return (
        f"Of {count(round(row['tier_cases']))} outlooks like this in the past, "
        f"{percent(row['tier_rate_pct'], 0)} came true{f' ({beside})' if beside else ''}."
    )


def describe_nation_outlook(row: Row) -> str:
    """What the nation's sector is expected to do; '' where we have no forecast of it."""
    if row["nation_outlook_pct"] is None:
        return ""
    low, high = row["nation_outlook_lower80"], row["nation_outlook_upper80"]
    interval = (
        "" if low is None or high is None
        else f" (80% interval {_signed_percent(low)} to {_signed_percent(high)})"
    )  # fmt: skip
    return (
        f"In {row['nation_name']} we expect jobs in the sector to change by "
        f"{_signed_percent(row['nation_outlook_pct'])} from {row['base_period']} to "
        f"{row['target_period']}{interval}."
    )
