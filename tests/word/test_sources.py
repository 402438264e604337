"""数据来源表: each figure with its item, basis, year and source, by section."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import docx

from pipeline.references import Style
from pipeline.word import Sourced, Table, sources_table
from pipeline.word.grid import layout
from pipeline.word.style import TEXT_WIDTH
from schemas.figures import Basis, CellRef, Derivation, Figure, Kind, Ledger, LineRef
from tests.word import sample


def figure(key: str, value: str, item: str, source: CellRef | LineRef | Derivation, **more: object) -> Figure:
    base = {"key": key, "item": item, "label": item.split(".")[-1], "kind": Kind.MONEY, "unit": "万元"}
    return Figure.model_validate(
        base | {"value": Decimal(value), "source": source, "year": 2023, "basis": Basis.FINAL} | more
    )


def cell(at: str, file: str = "data.xlsx") -> CellRef:
    return CellRef(file=file, sheet="收支", cell=at)


BASIC = figure("基本支出.决算", "2812500", "基本支出", cell("D5"))
TOTAL = figure("本年支出合计.决算", "4267300", "本年支出合计", cell("D4"))
PROJECT = figure("项目.科普大赛.决算", "220000", "项目.科普大赛", cell("D9"))
SHARE = figure(
    "基本支出.决算.占比",
    "65.91",
    "基本支出",
    Derivation(formula="基本支出.决算÷本年支出合计.决算×100%", inputs=("基本支出.决算", "本年支出合计.决算")),
    kind=Kind.PERCENT,
    unit="%",
)
NOTE = figure(
    "记录.活动.受益群众",
    "30000",
    "记录.活动.受益群众",
    LineRef(file="notes/活动.md", line=7, quote="近3万人次"),
    kind=Kind.COUNT,
    unit="人次",
    basis=None,
    context="受益群众近3万人次",
)
LEDGER = Ledger([BASIC, TOTAL, PROJECT, SHARE, NOTE])


def made(*sections: tuple[str, list[Sourced]]) -> Table:
    return sources_table("数据来源表", sections, LEDGER, Style())


def test_every_kind_of_source() -> None:
    table = made(
        (
            "一、收支",
            [
                Sourced("281.25万元", BASIC),
                Sourced("65.91%", SHARE),
                Sourced("22.00万元", PROJECT),
                Sourced("近3万人次", NOTE),
                Sourced("145.48万元", None, "由本句的数算出：426.73－281.25"),
            ],
        )
    )
    assert table.rows == (
        ("一、收支", "", "", "", ""),
        ("1", "281.25万元", "基本支出", "2023年决算", "收支 D5"),
        ("2", "65.91%", "基本支出（决算占比）", "2023年决算", "决算281.25÷本年支出合计决算426.73×100%"),
        ("3", "22.00万元", "科普大赛", "2023年决算", "收支 D9"),
        ("4", "近3万人次", "“受益群众近3万人次”", "2023年", "活动.md 第7行"),
        ("5", "145.48万元", "—", "—", "由本句的数算出：426.73－281.25"),
    )
    assert "data.xlsx" in table.note


def test_a_figure_stands_once_a_section_and_empty_sections_are_left_out() -> None:
    table = made(("一、甲", []), ("二、乙", [Sourced("281.25万元", BASIC)] * 2), ("三、丙", [Sourced("1个")]))
    assert [row[0] for row in table.rows] == ["二、乙", "1", "三、丙", "2"]


def test_a_figure_that_does_not_agree_says_so_beside_its_source() -> None:
    table = made(("一、甲", [Sourced("282万元", BASIC, "与来源不一致，须核实")]))
    assert table.rows[1][-1] == "收支 D5；与来源不一致，须核实"


def test_an_item_is_not_called_twice_in_its_own_formula() -> None:
    assets = figure("资产.总额", "3000000", "资产.总额", cell("E3"), basis=None)
    before = figure("资产.总额.上年", "2000000", "资产.总额", cell("D3"), basis=None)
    keys = ("资产.总额", "资产.总额.上年")
    grown = figure("资产.总额.增减", "1000000", "资产.总额", Derivation(formula="－".join(keys), inputs=keys))
    section = ("一、资产", [Sourced("100万元", grown)])
    table = sources_table("数据来源表", [section], Ledger([assets, before, grown]), Style())
    assert table.rows[1][-1] == "总额300.00－上年200.00"


def test_cells_of_several_workbooks_name_their_file() -> None:
    other = BASIC.model_copy(update={"source": cell("D5", "分表.xlsx")})
    table = made(("一、甲", [Sourced("1", TOTAL), Sourced("2", other)]))
    assert [row[-1] for row in table.rows[1:]] == ["data.xlsx 收支 D4", "分表.xlsx 收支 D5"]
    assert not table.note


def test_the_table_fits_the_page_and_its_bands_span_it(tmp_path: Path) -> None:
    heading = "（二）部门整体支出规模、使用方向和主要内容、涉及范围等情况的详细说明"
    table = made((heading, [Sourced("281.25万元", BASIC)]), ("三、丙", [Sourced("近3万人次", NOTE)]))
    _, widths = layout(table)
    assert sum(widths) <= TEXT_WIDTH
    path = tmp_path / "r.docx"
    sample.write(path, more=(table,))
    last = docx.Document(str(path)).tables[-1]
    assert [len(row._tr.tc_lst) for row in last.rows] == [5, 1, 5, 1, 5]
    assert last.rows[1].cells[0].text == heading
