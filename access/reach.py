"""Jobs within reach of small areas: a sum in which nearer jobs count more.

The reach of an area i is the sum over all areas j of jobs there times a weight of the way from i to
j (`access.decay`). Shared with all who reach them too (two-step floating catchment), jobs are first
divided by the residents who reach them: another question, and another figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from access.decay import Floats, Setting
from access.distances import Costs, Flags, Numbers


@dataclass(frozen=True)
class Reach:
    """What each of some origins reaches under one setting; arrays in the order of the origins.

    `jobs`: jobs that count as within reach. `per_resident`: jobs for each resident after sharing
    with all who reach them; NaN where residents who matter are not known. `missing`: places within
    the cut whose jobs are not known, and `missing_weight` what one job in each of them would count
    together. `is_partial`: one of them, or one whose jobs are known in part, is so near that it
    matters.
    """

    setting: Setting
    jobs: Floats
    per_resident: Floats
    missing: Numbers
    missing_weight: Floats
    is_partial: Flags


def compute_reach(
    costs: Costs,
    rows: Numbers,
    jobs: Floats,
    residents: Floats,
    settings: Sequence[Setting],
    too_low: Flags | None = None,
) -> list[Reach]:
    """The reach of the places in `rows` under each setting.

    `jobs` and `residents` have a value for every place of `costs`, NaN where it is not known:
    unknown jobs count nothing and are counted in `missing`. `too_low`: places whose jobs are
    known in part.
    """
    unknown = np.isnan(jobs)
    flawed = unknown if too_low is None else unknown | too_low
    known_jobs = np.where(unknown, 0.0, jobs)
    position = _positions(rows, len(jobs))
    totals = [np.zeros(len(rows)) for _ in settings]
    lacking = [np.zeros(len(rows)) for _ in settings]
    partial = [np.zeros(len(rows), dtype=bool) for _ in settings]
    missing = np.zeros(len(rows), dtype=np.int64)
    any_flawed = bool(flawed.any())
    # Of a nation all who are asked about are all who share, and each pair is weighed once for both.
    everyone = np.flatnonzero(np.nan_to_num(residents) > 0)
    is_everyone = np.array_equal(rows, everyone)
    demand = [np.zeros(len(jobs)) for _ in settings]
    for block in costs.blocks(rows):
        at, columns = position[block.rows], block.columns
        if any_flawed:
            missing[at] = (np.isfinite(block.km) & unknown[columns]).sum(axis=1)
        for number, setting in enumerate(settings):
            weights = setting.weigh(block.cost)
            totals[number][at] = weights @ known_jobs[columns]
            if is_everyone:
                demand[number][columns] += residents[block.rows] @ weights
            if any_flawed:
                lacking[number][at] = weights @ unknown[columns]
                near = block.km <= setting.matters_km
                partial[number][at] = (near & flawed[columns]).any(axis=1)
    for block in costs.blocks(everyone[:0] if is_everyone else everyone):
        for number, setting in enumerate(settings):
            weights = setting.weigh(block.cost)
            demand[number][block.columns] += residents[block.rows] @ weights
    unsure = _find_unsure(costs, np.isnan(residents), known_jobs, settings)
    shared = _share_jobs(costs, rows, known_jobs, demand, unsure, settings)
    return [
        Reach(setting, totals[n], shared[n], missing, lacking[n], partial[n])
        for n, setting in enumerate(settings)
    ]


def _positions(rows: Numbers, count: int) -> Numbers:
    """Where each place stands among `rows`, -1 for the others."""
    position = np.full(count, -1, dtype=np.int64)
    position[rows] = np.arange(len(rows))
    return position


def _share_jobs(
    costs: Costs,
    rows: Numbers,
    jobs: Floats,
    demand: Sequence[Floats],
    unsure: Sequence[Flags],
    settings: Sequence[Setting],
) -> list[Floats]:
    """Jobs for each resident within reach of `rows`, jobs shared with all who reach them.

    `demand`: the residents who reach each job. Every job counts once: over all places, residents
    times this sum to the jobs that anyone reaches. NaN near jobs that are `unsure`, since these
    would be shared among too few.
    """
    position = _positions(rows, len(jobs))
    shared = [np.zeros(len(rows)) for _ in settings]
    each = [np.zeros(len(jobs)) for _ in settings]
    for jobs_each, residents in zip(each, demand, strict=True):
        np.divide(jobs, residents, out=jobs_each, where=residents > 0)
    for block in costs.blocks(rows):
        at, columns = position[block.rows], block.columns
        for number, setting in enumerate(settings):
            sums = setting.weigh(block.cost) @ each[number][columns]
            if unsure[number].any():
                near = block.km <= setting.matters_km
                sums[(near & unsure[number][columns]).any(axis=1)] = np.nan
            shared[number][at] = sums
    return shared


def _find_unsure(
    costs: Costs, unknown: Flags, jobs: Floats, settings: Sequence[Setting]
) -> list[Flags]:
    """Whether a place has jobs, and near it a place whose residents are not known."""
    unsure = [np.zeros(len(jobs), dtype=bool) for _ in settings]
    for block in costs.blocks(np.flatnonzero(unknown)):
        for number, setting in enumerate(settings):
            near = (block.km <= setting.matters_km).any(axis=0)
            unsure[number][block.columns[near]] = True
    return [mask & (jobs > 0) for mask in unsure]


def weigh_mean(values: Floats, weights: Floats, groups: Numbers, count: int) -> Floats:
    """The mean of the values in each of `count` groups, weighted; NaN where weights are zero.

    A value or weight that is not known takes no part.
    """
    usable = ~(np.isnan(values) | np.isnan(weights)) & (groups >= 0)
    total = np.bincount(groups[usable], weights[usable], count)
    summed = np.bincount(groups[usable], (values * weights)[usable], count)
    means = np.full(count, np.nan)
    np.divide(summed, total, out=means, where=total > 0)
    return means
