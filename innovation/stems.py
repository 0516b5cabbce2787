"""The stem of an English word, so that 'weaving' is found where a title says 'woven' or 'weaves'.

Steps 1 and parts of 2 to 4 of Porter (1980), which cut endings of nouns, verbs and adjectives.
"""

from __future__ import annotations

import re
from typing import Final

# A measure of 1 or more: a vowel, then a consonant, somewhere in what is left.
MEASURE_1: Final = re.compile(r"[aeiouy][^aeiouy]")
MEASURE_2: Final = re.compile(r"[aeiouy][^aeiouy]+[aeiouy]+[^aeiouy]")
VOWEL: Final = re.compile(r"[aeiouy]")
DOUBLE: Final = re.compile(r"([^aeioulsz])\1$")
SHORT: Final = re.compile(r"^[^aeiouy]*[aeiouy][^aeiouywx]$")
SHORTEST: Final = 4  # letters of a word that is cut at all
# What Porter would run into another word: animal into animation, organic into organisation.
WHOLE: Final = ("animal", "general", "generic", "organ", "organic", "universal", "universe")
# Ending, what stands for it, and what must be left before it. The longest that fits counts.
DERIVED: Final[tuple[tuple[str, str, re.Pattern[str]], ...]] = tuple(
    (ending, stem, MEASURE_1)
    for ending, stem in (
        ("ational", "ate"), ("ization", "ize"), ("isation", "ize"), ("fulness", "ful"),
        ("ousness", "ous"), ("iveness", "ive"), ("tional", "tion"), ("biliti", "ble"),
        ("entli", "ent"), ("ousli", "ous"), ("ation", "ate"), ("alism", "al"), ("aliti", "al"),
        ("iviti", "ive"), ("icate", "ic"), ("alize", "al"), ("alise", "al"), ("ical", "ic"),
        ("izer", "ize"), ("iser", "ize"), ("ise", "ize"), ("ator", "ate"), ("alli", "al"),
        ("ness", ""), ("eli", "e"),
    )
) + tuple(
    (ending, "", MEASURE_2)
    for ending in (
        "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous",
        "ive", "ize", "ion", "al", "er", "ic",
    )
)  # fmt: skip
ROUNDS: Final = 2


def cut_to_stem(word: str) -> str:
    """The stem of a word in small letters; a word of three letters or fewer stays as it is.

    >>> [cut_to_stem(word) for word in ("weaving", "weaves", "batteries", "battery", "digital")]
    ['weav', 'weav', 'batteri', 'batteri', 'digit']
    """
    if len(word) < SHORTEST or not word.isalpha():
        return word
    singular = cut_plural(word)
    if singular in WHOLE:
        return singular
    stem = _cut_tense(singular)
    if stem.endswith("y") and VOWEL.search(stem[:-1]):
        stem = f"{stem[:-1]}i"
    for _ in range(ROUNDS):
        stem = _cut_derived(stem)
    if stem.endswith("e") and MEASURE_1.search(stem[:-1]) and not SHORT.search(stem[:-1]):
        stem = stem[:-1]
    return stem


def cut_plural(word: str) -> str:
    """The word in the singular, as far as its ending says: 'batteries' is 'battery'."""
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _cut_tense(word: str) -> str:
    for ending in ("ing", "ed"):
        before = word.removesuffix(ending)
        if before != word and VOWEL.search(before):
            if before.endswith(("at", "bl", "iz")) or (SHORT.search(before) and len(before) > 2):
                return f"{before}e"
            return before[:-1] if DOUBLE.search(before) else before
    return word


def _cut_derived(word: str) -> str:
    for ending, stem, needed in DERIVED:
        if word.endswith(ending):
            before = word[: -len(ending)]
            kept = ending != "ion" or before.endswith(("s", "t"))
            if needed.search(before) and kept:
                return before + stem
    return word
