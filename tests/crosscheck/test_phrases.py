"""Fixed phrases: exact wording is left alone, a slip in it is told, and so is a phrase before its time."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from pipeline.crosscheck import Context, check
from pipeline.crosscheck.phrases import Phrase, phrases, places
from schemas.findings import Finding, Severity

NEAR = [p for p in phrases() if p.near]
DATED = [(p, p.since) for p in phrases() if p.since is not None]
MARKS = "、，“”"


def told(text: str, year: int | None = None) -> list[Finding]:
    found = check(text, context=Context(year=year)).findings
    return [f for f in found if f.code in ("phrase", "typo") and f.severity is not Severity.INFO]


@pytest.mark.parametrize("phrase", phrases(), ids=lambda p: p.text)
def test_the_exact_wording_is_left_alone(phrase: Phrase) -> None:
    assert told(f"2027年，我单位认真落实{phrase.text}要求，完成任务。", 2027) == []


@pytest.mark.parametrize("phrase", NEAR, ids=lambda p: p.text)
def test_another_letter_in_the_middle_is_told(phrase: Phrase) -> None:
    """A letter that no official phrase holds, anywhere but at the ends."""
    letters = [i for i, c in enumerate(phrase.text) if c not in MARKS][1:-1]
    at = random.Random(phrase.text).choice(letters)
    said = f"{phrase.text[:at]}鹈{phrase.text[at + 1 :]}"
    found = told(f"我单位认真落实{said}要求，完成任务。")
    assert any(said in f.quote or f.quote in said for f in found), said
    assert all(f.expected or f.code == "typo" for f in found)


@pytest.mark.parametrize(("phrase", "since"), DATED, ids=[p.text for p, _ in DATED])
def test_a_phrase_is_not_told_of_a_year_before_it(phrase: Phrase, since: dt.date) -> None:
    early, late = since.year - 1, since.year + 1
    assert told(f"{early}年，我单位认真学习{phrase.text}，完成任务。")
    assert not told(f"{late}年，我单位认真学习{phrase.text}，完成任务。")
    assert not told(f"{early}年以来，我单位认真学习{phrase.text}，完成任务。")


@pytest.mark.parametrize(
    ("phrase", "near"),
    [("二十大精神", 0), ("习近平总书记", 1), ("习近平法治思想", 1), ("稳中求进工作总基调", 2)],
)
def test_how_many_letters_may_be_off(phrase: str, near: int) -> None:
    assert [p.near for p in phrases() if p.text == phrase] == [near]


@pytest.mark.parametrize(
    ("text", "words", "starts"),
    [("甲乙甲乙", "甲", [0, 2]), ("甲甲甲", "甲甲", [0]), ("甲", "乙", []), ("", "甲", [])],
)
def test_where_words_stand(text: str, words: str, starts: list[int]) -> None:
    assert list(places(text, words)) == starts


@pytest.mark.parametrize(
    ("text", "year", "alarm"),
    [
        ("2022年3月，认真学习贯彻党的二十大精神。", None, True),
        ("2022年11月，认真学习贯彻党的二十大精神。", None, False),
        ("2022年，认真学习贯彻党的二十大精神。", None, False),
        ("2022年，以优异成绩迎接党的二十大胜利召开。", None, False),
        ("2021年，党的二十大即将召开。", None, False),
        ("认真学习贯彻党的二十大精神。", 2020, True),
        ("五、下一步工作打算\n认真学习贯彻党的二十大精神。", 2021, False),
        ("五、工作开展情况\n认真学习贯彻党的二十大精神。", 2021, True),
        ("比2020年增长5%，认真学习贯彻党的二十大精神。", None, False),
        ("2021年—2023年认真学习贯彻党的二十大精神。", None, False),
    ],
)
def test_the_day_told_of_counts(text: str, year: int | None, alarm: bool) -> None:
    assert bool(told(text, year)) is alarm


@pytest.mark.parametrize(
    ("text", "alarm"),
    [
        ("增强“四个意识”、坚定“四个自信”、做到“两个维护”。", False),
        ("坚定“四个意识”、增强“四个自信”。", True),
        ("做到“两个确立”。", True),
        ("严格落实“三会课”制度。", True),
        ("严格落实“三会一刻”制度。", True),
        ("强化“三个意识”、“五个意识”。", False),
        ("增强“四个意识”、坚定“三个自信”。", True),
        ("落实“五个一批”、“四个融合”。", False),
        ("推进全面从严治警、全面从严治校。", False),
        ("贯彻稳中求进的工作总基调。", False),
        ("统筹推进“五位一体”的总体布局。", False),
        ("坚持稳中求进工作基调。", True),
        ("以习近平为核心的党中央。", True),
        ("印发《全面实施预算绩效管理的实施办法》。", False),
        ("落实中央八项规定，改进作风。", False),
    ],
)
def test_only_slips_are_told(text: str, alarm: bool) -> None:
    assert bool(told(text)) is alarm
