"""What holds for any edit whatever."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.references import overridden, parse
from pipeline.restoration import Exported, Fate, restore
from pipeline.restoration.folding import plain_lines
from tests.crosscheck.ledgers import LEDGER
from tests.restoration.sample import EXPORTED, PRINTED, SECTIONS, shown

PIECES = st.one_of(
    st.sampled_from(["，", "。", "；", "\n", "万元", "1.89", "301.81万元", "公务接待费", "2022年", "决算"]),
    st.sampled_from(
        ["[[", "]]", "|", "[[基本支出.决算]]", "[[无此项]]", "　", "“", "①", "½", "㎡", "３", "\u200b", "作"]
    ),
    st.text(max_size=4),
)


@st.composite
def edits(draw: st.DrawFn) -> dict[str, str]:
    """The printed report with pieces cut out, copied about and typed in."""
    texts = dict(PRINTED)
    for _ in range(draw(st.integers(0, 5))):
        id = draw(st.sampled_from(sorted(texts)))
        text = texts[id]
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 1, 2, 5, 20])))
        now = draw(PIECES)
        if draw(st.booleans()):
            other = draw(st.sampled_from(sorted(PRINTED)))
            at = draw(st.integers(0, len(PRINTED[other])))
            now = PRINTED[other][at : at + draw(st.sampled_from([3, 15, 60]))]
        texts[id] = text[:start] + now + text[end:]
    return texts


@settings(max_examples=80, deadline=None)
@given(edits(), st.booleans())
@example({**PRINTED, "spending": "[[[[基本支出.决算]]" + PRINTED["spending"]}, False)
def test_restoring_prints_what_the_person_wrote_from_what_was_exported(
    texts: dict[str, str], named: bool
) -> None:
    restored = restore(EXPORTED, texts, LEDGER if named else None)
    known = {key for one in EXPORTED.values() for span in one.rendered.spans for key in span.keys}
    assert restored.keys() == texts.keys()
    for id, one in restored.items():
        rendered = shown(one.text)
        assert plain_lines(rendered.text) == plain_lines(texts[id])
        assert {r.key for r in parse(one.text)} <= known
        assert not [p for p in rendered.problems if p.code in ("unknown-reference", "bad-format")]
        if plain_lines(texts[id]) == plain_lines(PRINTED[id]):
            assert one.text == SECTIONS[id]
        for fate in one.fates:
            if fate.section is not None:
                assert (fate.section, rendered.text[fate.start : fate.end]) == (id, fate.now)


@settings(max_examples=50, deadline=None)
@given(edits())
def test_every_exported_figure_is_accounted_for(texts: dict[str, str]) -> None:
    restored = restore(EXPORTED, texts)
    told = {(f.origin, key) for one in restored.values() for f in one.fates for key in (f.reference.key,)}
    for id, one in EXPORTED.items():
        for span in one.rendered.spans:
            keys = {span.reference.key, *span.keys}
            assert any((id, key) in told for key in keys), f"{span.reference.raw} has no fate"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_texts_that_have_nothing_in_common_are_no_trouble(one: str, other: str) -> None:
    exported = {"a": Exported(one, shown(one))}
    restored = restore(exported, {"a": other, "new": one})
    assert plain_lines(shown(restored["a"].text).text) == plain_lines(other)


@pytest.mark.parametrize("mark", ["。", "，", ""])
def test_time_grows_with_the_text_and_not_with_its_square(mark: str) -> None:
    line = SECTIONS["spending"].replace("。", mark)
    text = "\n".join(f"第{n}处，{line}" if mark else line.replace("\n", "") for n in range(60))
    printed = shown(text)
    assert len(printed.text) > 9_000
    edited = printed.text.replace("万元", "万元整").replace("支出", "开支")
    start = time.process_time()
    restored = restore({"a": Exported(text, printed)}, {"a": edited})
    assert time.process_time() - start < 4  # half a second on a quiet machine
    assert shown(restored["a"].text).text == edited


def test_a_figure_is_in_doubt_at_most_once() -> None:
    texts = {**PRINTED, "work": PRINTED["work"].replace("发放宣传资料", "果树嫁接")}
    text = restore(EXPORTED, texts)["work"].text
    doubts = [r for r in parse(text) if overridden(r) is not None]
    assert [r.formats for r in doubts] == [("作20000余份", "待核")]


def test_fates_have_chinese_words() -> None:
    assert all(fate.chinese for fate in Fate)
