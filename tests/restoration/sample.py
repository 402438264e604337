"""A small exported report for tests: two sections, each edited by writing down what stands there now."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.references import Rendered, Style, render
from pipeline.restoration import Exported, Fate, Restored, restore
from tests.crosscheck.ledgers import LEDGER

STYLE = Style()
SECTIONS = {
    "spending": "2023年，我单位基本支出[[基本支出.决算]]，[[基本支出.决算|比上年]]；"
    "项目支出[[项目支出.决算]]，[[项目支出.决算|比上年]]。基本支出中，人员经费[[人员经费.决算]]，公用经费[[公用经费.决算]]。\n"
    "“三公”经费支出[[三公经费.决算]]，其中：公务接待费[[三公经费.公务接待费.决算]]，"
    "公务用车运行维护费[[三公经费.公务用车运行维护费.决算]]。",
    "work": "全年编制[[编制数]]，在职人员[[在职人数]]。科普日活动中发放宣传资料[[记录.科普日.发放宣传资料]]，"
    "现场气氛热烈。\n举办科技人员培训班两期，参加培训[[记录.培训.参加培训]]，学员反映良好。",
}


def shown(text: str) -> Rendered:
    return render(text, LEDGER, STYLE)


EXPORTED: Mapping[str, Exported] = {id: Exported(text, shown(text)) for id, text in SECTIONS.items()}
PRINTED: Mapping[str, str] = {id: one.rendered.text for id, one in EXPORTED.items()}


def edited(section: str, *pairs: tuple[str, str]) -> dict[str, str]:
    """The printed report with words of one section replaced."""
    text = PRINTED[section]
    for was, now in pairs:
        assert was in text, f"{was} is not in the sample"
        text = text.replace(was, now, 1)
    return {**PRINTED, section: text}


def after(section: str, *pairs: tuple[str, str]) -> dict[str, Restored]:
    return restore(EXPORTED, edited(section, *pairs))


def fates(restored: Mapping[str, Restored], *wanted: Fate) -> list[tuple[str, str, str]]:
    """What became of each figure that has one of the fates: key, was, now."""
    found = [f for one in restored.values() for f in one.fates if f.fate in wanted]
    return [(f.reference.key, f.was, f.now) for f in found]
