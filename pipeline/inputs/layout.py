"""The sheets of the workbook: their columns, the rows they come with, and what to fill in.

Everything that reads, writes or describes the workbook (or its twin, ``data.yaml``) goes by this table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

import yaml

from schemas.figures import Basis

CODES_FILE = Path(__file__).with_name("economic_codes.yaml")
PREFILLED_CLASSES = ("301", "302", "303", "310")
EXAMPLE = "（示例）"
_EXAMPLE = re.compile(r"[（(\[【]?示例(?:[）)\]】：:\s]|$)")


class Holds(Enum):
    """What stands in the cells of a column."""

    TEXT = "text"
    CODE = "code"
    MONEY = "money"
    """An amount in the unit of the header (or a count, where the row's 计量单位 says so)."""
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, what it holds, the comment on its header, other headers that mean the same."""

    name: str
    hint: str
    holds: Holds = Holds.TEXT
    aliases: tuple[str, ...] = ()
    basis: Basis | None = None
    back: int = 0
    choices: tuple[str, ...] = ()
    strict: bool = False
    """Only the choices may stand here; else they are suggestions."""
    width: int = 12
    optional: bool = False
    """Not in the template; read (and written) where a clerk has added it."""

    @property
    def numeric(self) -> bool:
        """Whether numbers stand here."""
        return self.holds in (Holds.MONEY, Holds.NUMBER)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: ``key`` columns name a row (no two rows may agree in them), ``rows`` come filled in."""

    name: str
    purpose: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    example: Mapping[str, str | float]
    rows: tuple[Mapping[str, str], ...] = ()
    blanks: int = 6
    aliases: tuple[str, ...] = ()

    @property
    def title(self) -> Column:
        """The column without which a row has no name."""
        return self.column(self.key[0])

    def column(self, name: str) -> Column:
        """The column called *name*."""
        return next(c for c in self.columns if c.name == name)


def is_example(text: object) -> bool:
    """Whether the first cell of a row marks it as the grey example, which is never read."""
    return isinstance(text, str) and bool(_EXAMPLE.match(text.strip()))


def fold(text: str) -> str:
    """A name without differences of width, blanks and quotation marks, for comparison only."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(c for c in folded if not c.isspace() and c not in "“”‘’\"'").casefold()


@cache
def economic_names() -> Mapping[str, str]:
    """Economic classification: code (three or five digits) → name, in order."""
    data = yaml.safe_load(CODES_FILE.read_text(encoding="utf-8"))
    names: dict[str, str] = {}
    for code, entry in data.items():
        names[code] = entry["名称"]
        names.update(entry["款"])
    return names


def _amount(
    name: str,
    hint: str,
    basis: Basis,
    back: int = 0,
    *,
    aliases: tuple[str, ...] = (),
    optional: bool = False,
) -> Column:
    return Column(name, hint, Holds.MONEY, aliases, basis, back, width=13, optional=optional)


_B = Basis
AMOUNTS = (
    _amount(
        "上年年初预算", "上一年度年初批复的预算数；没有可留空", _B.INITIAL_BUDGET, 1, aliases=("上年预算",)
    ),
    _amount("上年调整预算", "上一年度调整后的全年预算数", _B.ADJUSTED_BUDGET, 1, optional=True),
    _amount("上年到位", "上一年度实际到位的金额", _B.RECEIVED, 1, optional=True),
    _amount("上年决算", "上一年度决算数（实际支出或收入）", _B.FINAL, 1, aliases=("上年支出", "上年执行数")),
    _amount("年初预算", "本年度年初批复的预算数", _B.INITIAL_BUDGET, aliases=("本年预算", "年初批复预算")),
    _amount(
        "调整预算",
        "年中追加、调减以后的全年预算数；没有调整可留空",
        _B.ADJUSTED_BUDGET,
        aliases=("全年预算", "调整后预算"),
    ),
    _amount("到位", "财政实际下达到位的金额；没有可留空", _B.RECEIVED, aliases=("到位资金", "实际到位")),
    _amount(
        "决算",
        "本年度决算数（实际支出或收入）",
        _B.FINAL,
        aliases=("执行", "全年执行", "本年决算", "支出决算"),
    ),
)

_REMARK = Column("说明", "需要解释的情况；可留空", width=28, aliases=("备注",))
_PARENT = Column(
    "上级", "本行属于哪一行的组成部分，写那一行的项目名称；没有上级留空", width=20, aliases=("上级项目",)
)
_RELATION = Column(
    "关系",
    "合计：各下级行相加必须等于上级；其中：只是其中一部分，不要求加总",
    width=8,
    choices=("合计", "其中"),
    strict=True,
)
_MEASURE = Column("计量单位", "人、个、辆、批次、人次、平方米等", width=10, aliases=("单位",))


def _two_years(holds: Holds, this: str, last: str) -> tuple[Column, ...]:
    return (
        Column("上年", last, holds, ("上年数", "上年末"), back=1, width=13),
        Column("本年", this, holds, ("本年数", "本年末"), width=13),
    )


def _rows(names: str, *columns: str) -> tuple[Mapping[str, str], ...]:
    """Rows from lines of ``|``-separated cells."""
    lines = [line.strip().split("|") for line in names.strip().splitlines()]
    return tuple(dict(zip(columns, (c.strip() for c in line), strict=False)) for line in lines)


UNIT_FACTS = Sheet(
    "单位情况",
    "单位的编制、人员、机构等基本情况，填年末数",
    (
        Column("项目", "基本情况的名称，如编制数、在职人数；可增加行", width=22, aliases=("名称",)),
        _MEASURE,
        *_two_years(Holds.NUMBER, "本年年末数", "上年年末数；没有可留空"),
        _REMARK,
    ),
    ("项目",),
    {"项目": f"{EXAMPLE}在职人数", "计量单位": "人", "上年": 15, "本年": 14, "说明": "含工勤人员1人"},
    _rows(
        """编制数|个
        在职人数|人
        离休人数|人
        退休人数|人
        长期聘用人员数|人
        内设机构数|个
        下属单位数|个""",
        "项目",
        "计量单位",
    ),
)

ACCOUNTS = Sheet(
    "收支",
    "收入、支出和结转结余总表，与部门决算“收入支出决算总表”一致",
    (
        Column("项目", "收入或支出项目的名称；可增加行", width=32, aliases=("名称",)),
        _PARENT,
        _RELATION,
        *AMOUNTS,
        _REMARK,
    ),
    ("项目",),
    {"项目": f"{EXAMPLE}基本支出", "上级": "本年支出合计", "关系": "合计", "年初预算": 164.4, "决算": 170.25},
    _rows(
        """本年收入合计||
        一般公共预算财政拨款收入|本年收入合计|合计
        政府性基金预算财政拨款收入|本年收入合计|合计
        国有资本经营预算财政拨款收入|本年收入合计|合计
        上级补助收入|本年收入合计|合计
        事业收入|本年收入合计|合计
        经营收入|本年收入合计|合计
        附属单位上缴收入|本年收入合计|合计
        其他收入|本年收入合计|合计
        使用非财政拨款结余||
        年初结转和结余||
        本年支出合计||
        基本支出|本年支出合计|合计
        人员经费|基本支出|合计
        公用经费|基本支出|合计
        项目支出|本年支出合计|合计
        上缴上级支出|本年支出合计|合计
        经营支出|本年支出合计|合计
        对附属单位补助支出|本年支出合计|合计
        结余分配||
        年末结转和结余||""",
        "项目",
        "上级",
        "关系",
    ),
)

ECONOMIC = Sheet(
    "基本支出明细",
    "基本支出按部门预算支出经济分类科目的明细；没有发生的科目留空",
    (
        Column(
            "科目编码",
            "部门预算支出经济分类编码：类三位（301），款五位（30101）",
            Holds.CODE,
            ("编码",),
            width=14,
        ),
        Column("科目名称", "与编码对应的科目名称", width=32, aliases=("名称", "项目")),
        *AMOUNTS,
        _REMARK,
    ),
    ("科目编码",),
    {"科目编码": f"{EXAMPLE}30101", "科目名称": "基本工资", "年初预算": 62, "决算": 65.46},
)

PROJECTS = Sheet(
    "项目支出",
    "项目支出明细；一个项目分给几个承担单位或有几个资金来源时，每个写一行",
    (
        Column("项目名称", "项目的名称；同一项目分几行时名称写得一样", width=30, aliases=("项目", "名称")),
        Column("上级项目", "本项目是哪个项目的一部分；没有留空", width=20, aliases=("上级",)),
        Column(
            "资金来源",
            "按资金来源分行时填写；不分留空",
            width=18,
            choices=("当年财政拨款", "上年结转资金", "其他资金"),
        ),
        Column("承担单位", "按承担单位（受补助单位）分行时填写；不分留空", width=22, aliases=("实施单位",)),
        *AMOUNTS,
        Column("主要内容", "钱主要用在哪里，写进报告的话", width=40, aliases=("说明", "内容")),
    ),
    ("项目名称", "资金来源", "承担单位"),
    {
        "项目名称": f"{EXAMPLE}农村科普示范基地建设",
        "上级项目": "科普项目",
        "年初预算": 32,
        "决算": 30.18,
        "主要内容": "培育农技协、建设科普示范基地",
    },
    blanks=25,
)

THREE_PUBLIC = Sheet(
    "三公经费",
    "“三公”经费预算、决算及相关数量；没有发生填0，不要留空",
    (
        Column("项目", "项目名称", width=32, aliases=("名称",)),
        Column("计量单位", "金额行留空（单位看表头），数量行写批次、人次、辆等", width=10, aliases=("单位",)),
        *AMOUNTS,
        _REMARK,
    ),
    ("项目",),
    {"项目": f"{EXAMPLE}公务接待费", "上年决算": 0.34, "年初预算": 1, "决算": 0.22},
    _rows(
        """三公经费合计|
        因公出国（境）费|
        公务用车购置及运行维护费|
        公务用车购置费|
        公务用车运行维护费|
        公务接待费|
        因公出国（境）团组数|个
        因公出国（境）人次数|人次
        公务用车购置数|辆
        公务用车保有量|辆
        国内公务接待批次|批次
        国内公务接待人次|人次""",
        "项目",
        "计量单位",
    ),
)

ASSETS = Sheet(
    "资产",
    "国有资产年末数",
    (
        Column("项目", "资产类别；可增加行", width=26, aliases=("名称",)),
        _PARENT,
        _RELATION,
        *_two_years(Holds.MONEY, "本年年末数", "上年年末数；没有可留空"),
        _REMARK,
    ),
    ("项目",),
    {"项目": f"{EXAMPLE}固定资产", "上级": "资产总额", "关系": "合计", "上年": 80.5, "本年": 86.12},
    _rows(
        """资产总额||
        流动资产|资产总额|合计
        固定资产|资产总额|合计
        在建工程|资产总额|合计
        无形资产|资产总额|合计
        其他资产|资产总额|合计""",
        "项目",
        "上级",
        "关系",
    ),
)

INDICATORS = Sheet(
    "绩效指标",
    "部门整体支出绩效自评表的指标；一行一个三级指标",
    (
        Column("一级指标", "产出指标、效益指标、满意度指标等；与上一行相同也要写", width=14),
        Column("二级指标", "数量、质量、时效、成本、经济效益、社会效益等", width=18),
        Column("三级指标", "具体指标名称", width=28, aliases=("指标名称", "名称")),
        Column("目标值", "年初设定的指标值，如 18个、≥95%", width=14, aliases=("年度指标值", "指标值")),
        Column("完成值", "年末实际完成值，如 18个、96%", width=14, aliases=("实际完成值",)),
        Column(
            "分值",
            "本指标的满分；各指标分值之和加执行率分值应为100",
            Holds.NUMBER,
            width=8,
            aliases=("权重",),
        ),
        Column("得分", "自评得分，不超过分值", Holds.NUMBER, width=8, aliases=("自评得分",)),
        Column(
            "偏差原因及改进措施",
            "未得满分时必须填写",
            width=36,
            aliases=("偏差原因", "偏差原因分析及改进措施", "偏差原因分析及整改措施"),
        ),
    ),
    ("三级指标",),
    {
        "一级指标": f"{EXAMPLE}产出指标",
        "二级指标": "数量指标",
        "三级指标": "新建科普示范基地",
        "目标值": "18个",
        "完成值": "18个",
        "分值": 10,
        "得分": 10,
    },
    _rows(
        """产出指标|数量指标
        产出指标|质量指标
        产出指标|时效指标
        产出指标|成本指标
        效益指标|经济效益指标
        效益指标|社会效益指标
        效益指标|生态效益指标
        效益指标|可持续影响指标
        满意度指标|服务对象满意度指标""",
        "一级指标",
        "二级指标",
    ),
)

SCORE = Sheet(
    "自评结果",
    "自评总分、预算执行率得分和等次",
    (
        Column("项目", "总分、执行率得分、等次，不增加行", width=22),
        Column("值", "总分和执行率得分填数字，等次填优、良、中、差", width=14),
    ),
    ("项目",),
    {"项目": f"{EXAMPLE}总分", "值": 96.5},
    _rows("总分\n执行率得分\n等次", "项目"),
    blanks=0,
)

OTHERS = Sheet(
    "其他数据",
    "别的表里没有位置、报告中又要用到的数",
    (
        Column("名称", "这个数叫什么，报告里怎样称呼", width=34, aliases=("项目",)),
        Column("数值", "只填数字，单位写在“计量单位”栏", Holds.NUMBER, width=14, aliases=("值", "金额")),
        Column("计量单位", "万元、元、人、个、%、平方米等", width=10, aliases=("单位",)),
        Column("年度", "这个数是哪一年的；留空即为本年度", Holds.CODE, width=8, aliases=("年份",)),
        Column(
            "口径",
            "金额属于哪个口径；不分口径的留空",
            width=12,
            choices=("年初预算", "调整预算", "到位", "决算"),
            strict=True,
        ),
        _REMARK,
    ),
    ("名称", "年度", "口径"),
    {"名称": f"{EXAMPLE}科普资料发放量", "数值": 6000, "计量单位": "册"},
    blanks=25,
)


def _economic_rows() -> tuple[Mapping[str, str], ...]:
    names = economic_names().items()
    return tuple({"科目编码": c, "科目名称": n} for c, n in names if c[:3] in PREFILLED_CLASSES)


def template_rows(sheet: Sheet) -> tuple[Mapping[str, str], ...]:
    """The rows that the template brings along."""
    return _economic_rows() if sheet is ECONOMIC else sheet.rows


SHEETS = (UNIT_FACTS, ACCOUNTS, ECONOMIC, PROJECTS, THREE_PUBLIC, ASSETS, INDICATORS, SCORE, OTHERS)
BY_NAME = {sheet.name: sheet for sheet in SHEETS}

THREE_PUBLIC_TOTAL = ("三公经费合计", "三公经费", "“三公”经费合计", "“三公”经费", "合计")
VEHICLES = "公务用车购置及运行维护费"
THREE_PUBLIC_PARENTS = {
    "因公出国（境）费": "三公经费",
    VEHICLES: "三公经费",
    "公务接待费": "三公经费",
    "公务用车购置费": VEHICLES,
    "公务用车运行维护费": VEHICLES,
}
"""The sheet has no column 上级: this is how its rows add up."""

MAY_BE_NEGATIVE = ("结余", "结转", "差额", "调整", "增减", "调减", "净")
"""Words in the name of a row whose amounts may lie below zero."""
