"""What LibreOffice prints: 22 lines of 28 characters in a text area of 156 × 225 mm, page numbers below."""

from __future__ import annotations

from itertools import cycle, islice
from pathlib import Path

import pytest

from benchmarks.layout import Page, convert, measure, missing, to_pdf
from pipeline.word import read_edited
from tests.word import sample
from tests.word.test_write import TEXTS, commented, finding, written

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"cannot measure printed pages: {missing()}")

PLAIN = "".join(islice(cycle("部门整体支出绩效自评报告应当真实准确完整反映资金使用情况"), 28 * 22 * 3))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    folder = tmp_path_factory.mktemp("print")
    return measure(to_pdf(written(folder, PLAIN, page_number="单右双左"), folder))


def test_a_full_page_has_22_lines_of_28_characters(pages: list[Page]) -> None:
    for page in pages[1:3]:
        assert [len(line.text) for line in page.lines] == [28] * 22


def test_the_paper_is_a4(pages: list[Page]) -> None:
    assert (round(pages[0].width), round(pages[0].height)) == (210, 297)


def test_text_fills_the_area_between_the_margins(pages: list[Page]) -> None:
    page = pages[1]
    assert min(line.left for line in page.lines) == pytest.approx(28, abs=0.5)
    assert max(line.right for line in page.lines) == pytest.approx(210 - 26, abs=0.5)
    assert 37 <= page.lines[0].top <= 42
    assert page.lines[-1].bottom <= 297 - 35 + 0.5


def test_page_numbers_stand_outside_7_mm_below_the_text(pages: list[Page]) -> None:
    odd, even = pages[0].number, pages[1].number
    assert odd is not None
    assert even is not None
    assert (odd.text, even.text) == ("—1—", "—2—")
    one = 14 * 25.4 / 72  # 空一字
    assert odd.right == pytest.approx(210 - 26 - one, abs=1)
    assert even.left == pytest.approx(28 + one, abs=1)
    for number in (odd, even):
        assert (number.top + number.bottom) / 2 - (297 - 35) == pytest.approx(7, abs=1)


def test_a_file_saved_by_libreoffice_still_tells_its_sections(tmp_path: Path) -> None:
    sample.write(tmp_path / "r.docx", findings={"basic": [finding("basic", "增长4.52%")]})
    (tmp_path / "saved").mkdir()
    saved = convert(tmp_path / "r.docx", tmp_path / "saved", "docx")
    back = sample.sections_of(saved, TEXTS)
    assert back.pop("opening") == sample.report().opening
    assert back == TEXTS
    assert read_edited(saved).properties["report"] == "zpb-2023-demo"
    assert commented(saved) == ["增长4.52%"]
