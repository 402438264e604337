"""The same activity told in two sections of a report."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pipeline.crosscheck import told_twice
from pipeline.references import Style, render
from schemas.inputs import ActivityNote, NoteKind, NoteLine
from schemas.outline import SectionSpec
from tests.crosscheck.ledgers import LEDGER

FAIR = "5月15日科协在城东社区举办科普集市，发放宣传资料[[记录.科普日.发放宣传资料]]，解答群众提问"
AGAIN = "科协在城东社区举办科普集市，解答群众提问，发放宣传资料[[记录.科普日.发放宣传资料]]"
SPECS = (
    SectionSpec(id="work", heading="主要工作"),
    SectionSpec(id="effect", heading="工作成效"),
    SectionSpec(id="problems", heading="存在问题"),
    SectionSpec(id="measures", heading="改进措施", after=("problems",)),
)
SAID = "5月15日在城东社区举办科普集市，现场义诊并解答群众提问，发放宣传资料两万余份。"
NOTE = ActivityNote(name="科普日", file="notes/科普日.md", lines=(NoteLine(line=1, text=SAID, tagged=SAID),))


def told(sections: Mapping[str, str], *notes: ActivityNote) -> dict[str, list[str]]:
    texts = {name: render(words, LEDGER, Style()) for name, words in sections.items()}
    found = told_twice(texts, LEDGER, SPECS, notes)
    return {name: [f.quote for f in findings] for name, findings in found.items()}


def test_the_later_section_has_the_finding_and_names_the_earlier() -> None:
    texts = {
        name: render(f"{words}。", LEDGER, Style()) for name, words in (("work", FAIR), ("effect", AGAIN))
    }
    (finding,) = told_twice(texts, LEDGER, SPECS, ())["effect"]
    assert (finding.code, finding.section) == ("told-twice", "effect")
    assert finding.quote == texts["effect"].text.removesuffix("。")
    assert "主要工作" in finding.message
    assert texts["work"].text.removesuffix("。") in finding.message


@pytest.mark.parametrize(
    ("work", "other", "section"),
    [
        (FAIR, "全年接待参观团队二十批，馆内设施运行平稳，观众反映良好", "effect"),
        ("举办科普集市", "举办科普集市", "effect"),  # short phrases are everybody's
        ("本年基本支出[[基本支出.决算]]，用于保障机构正常运转和人员工资发放", "同左", "effect"),
    ],
)
def test_nothing_is_said_of_what_is_not_the_same_or_no_deed(work: str, other: str, section: str) -> None:
    other = work if other == "同左" else other
    assert told({"work": f"{work}。", section: f"{other}。"}) == {}


def test_an_amount_typed_by_hand_makes_a_sentence_one_of_the_accounts() -> None:
    typed = "本年安排科普集市专项经费3.20万元，用于城东社区科普集市场地布置和资料印制"
    assert told({"work": f"{typed}。", "effect": f"{typed}。"}) == {}


def test_measures_may_take_up_the_problems() -> None:
    words = "科普资源向基层下沉不够，偏远乡镇全年开展活动次数偏少，群众参与面不宽。"
    assert told({"problems": words, "measures": words}) == {}
    assert told({"work": words, "measures": words}) == {"measures": [words[:-1]]}


def test_a_clause_counts_where_it_tells_what_a_note_tells() -> None:
    work = "在城东社区举办科普集市，现场义诊并解答群众提问。"
    effect = "通过丰富多样的形式推动科学知识进万家进课堂进网络，现场义诊并解答群众提问在城东社区科普集市。"
    assert told({"work": work, "effect": effect}) == {}
    assert told({"work": work, "effect": effect}, NOTE) == {
        "effect": ["现场义诊并解答群众提问在城东社区科普集市"]
    }
    reason = NOTE.model_copy(update={"kind": NoteKind.REASON})
    assert told({"work": work, "effect": effect}, reason) == {}


def test_of_a_sentence_and_its_clauses_only_the_first_is_told() -> None:
    sentence = "现场义诊并解答群众提问在城东社区科普集市，在城东社区举办科普集市并发放宣传资料"
    assert told({"work": f"{sentence}。", "effect": f"{sentence}。"}, NOTE) == {"effect": [sentence]}
