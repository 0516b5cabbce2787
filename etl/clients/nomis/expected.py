"""What a source takes for granted of a Nomis dataset, and its members, chosen by their labels.

Nomis' numbers are not promised to anyone: they differ between tables and have been given anew. A
label says what a member is. So the number in our code is the one by which the rest of the code
knows a member, and Nomis' number of today is looked up in the codelist.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ChosenMembers:
    """The members to ask for, as our numbers with Nomis', and why each other is passed over."""

    numbers: Mapping[int, int]
    absent: Mapping[int, str]


@dataclass(frozen=True)
class Expected:
    """What a source takes for granted about a dataset; `wardwise probe` compares it with Nomis.

    `labels`: per dimension our numbers, each with a pattern that the label of the member must
    match; "" says that the number counts and its label does not matter. `geography_types`: the same
    of area types. `needed`: members without which the others are of no use. `title`: a pattern of
    the dataset's name, where its id may be another one day. Patterns are regular expressions,
    searched for in the label, upper or lower case alike. `bulk` is the path of the zip in which
    Nomis publishes the table whole.
    """

    dataset: str
    labels: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    geography_types: Mapping[int, str] = field(default_factory=dict)
    needed: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    title: str = ""
    bulk: str = ""

    def patterns(self, dimension: str) -> Mapping[int, str]:
        """Our numbers of a dimension, or of `geography`, with the pattern of each label."""
        return self.geography_types if dimension == "geography" else self.labels.get(dimension, {})

    def choose(
        self,
        dimension: str,
        labels: Mapping[int, str],
        wanted: Collection[int] | None = None,
    ) -> ChosenMembers:
        """Nomis' numbers for ours: the one whose label fits, ours where several fit.

        `labels` maps the numbers of a codelist (or of a reply) to labels. A member that none fits,
        or several and ours not among them, is left out and said in words.
        """
        patterns = self.patterns(dimension)
        numbers: dict[int, int] = {}
        absent: dict[int, str] = {}
        for ours in patterns if wanted is None else wanted:
            pattern = patterns.get(ours, "")
            if ours in labels and pattern and _fitting(pattern, {ours: labels[ours]}):
                numbers[ours] = ours  # whatever else fits, ours is there as it should be
                continue
            fitting = _fitting(pattern, labels) if pattern else [ours] if ours in labels else []
            if ours in fitting:
                numbers[ours] = ours
            elif len(fitting) == 1:
                numbers[ours] = fitting[0]
            else:
                absent[ours] = _why(dimension, ours, pattern, fitting, labels)
        # One member of Nomis' cannot be two of ours: the one that has its own number keeps it.
        for ours in [n for n in numbers if n != numbers[n]]:
            if list(numbers.values()).count(numbers[ours]) > 1:
                label = labels[numbers[ours]].strip()
                absent[ours] = f"{dimension} {ours} has the label of another ({label})"
                del numbers[ours]
        return ChosenMembers(numbers, absent)

    def mislabelled(self, dimension: str, labels: Mapping[int, str]) -> list[str]:
        """In words, the members of a reply, by our numbers, whose label is not theirs."""
        patterns = self.patterns(dimension)
        return [
            f"{dimension} {number} is {label.strip()!r} (expected {patterns[number]!r})"
            for number, label in labels.items()
            if number in patterns and number not in _fitting(patterns[number], {number: label})
        ]

    def plain_name(self, dimension: str, ours: int) -> str:
        """A member for people: 'pay 1 (Weekly pay gross)'."""
        pattern = self.patterns(dimension).get(ours, "")
        words = re.sub(r"\(\?!(?:\\.|[^)])*\)|\[[^\]]*\]|\\[A-Za-z]|[^\w %:,&/-]", " ", pattern)
        name = " ".join(words.split()).strip(": ")
        return f"{dimension} {ours} ({name})" if name else f"{dimension} {ours}"

    def faults(
        self,
        dimension: str,
        labels: Mapping[int, str],
        wanted: Collection[int] | None = None,
    ) -> list[str]:
        """The members (or area types) that are not to be had, in words."""
        return list(self.choose(dimension, labels, wanted).absent.values())


def _fitting(pattern: str, labels: Mapping[int, str]) -> list[int]:
    like = re.compile(pattern, re.IGNORECASE)
    return [number for number, label in labels.items() if like.search(label.strip())]


def _why(
    dimension: str, ours: int, pattern: str, fitting: list[int], labels: Mapping[int, str]
) -> str:
    if fitting:
        return f"{dimension} {ours}: {len(fitting)} labels match {pattern!r}, not one"
    if ours in labels:
        return f"{dimension} {ours} is {labels[ours].strip()!r} (expected {pattern!r})"
    return f"{dimension} {ours} does not exist (expected {pattern!r})"
