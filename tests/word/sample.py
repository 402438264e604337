"""An invented report of a unit that does not exist, long enough to show every element of the layout."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pipeline.word import Table, WrittenComment, attachment_tables, read_edited, write_report
from pipeline.word.marks import CLOSING, END, OPENING
from schemas.editing import Remark
from schemas.figures import Basis, CellRef, Figure, Kind, Ledger
from schemas.findings import Finding
from schemas.inputs import AmountRow, EconomicRow, Indicator, ReportInput, ReportSettings, Score, Value
from schemas.outline import Attachment
from schemas.report import Report, Section


@dataclass(frozen=True)
class Text:
    """Stands for a rendered section."""

    text: str


SOURCE = CellRef(file="data.xlsx", sheet="收支", cell="B2")
ROWS = (
    ("本年收入合计", None, True, ("412.60", "398.00", "431.25", "431.25")),
    ("一般公共预算财政拨款收入", "本年收入合计", True, ("405.60", "398.00", "424.25", "424.25")),
    ("其他收入", "本年收入合计", True, ("7.00", None, "7.00", "7.00")),
    ("本年支出合计", None, True, ("410.18", "398.00", "431.25", "426.73")),
    ("基本支出", "本年支出合计", True, ("286.18", "268.00", "281.25", "281.25")),
    ("人员经费", "基本支出", True, ("241.90", "226.00", "238.10", "238.10")),
    ("公用经费", "基本支出", True, ("44.28", "42.00", "43.15", "43.15")),
    ("项目支出", "本年支出合计", True, ("124.00", "130.00", "150.00", "145.48")),
    ("青少年科技创新大赛专项", "项目支出", False, ("20.00", "20.00", "22.00", "22.00")),
    ("年初结转和结余", None, True, ("0", "2.42", "2.42", "2.42")),
    ("年末结转和结余", None, True, ("2.42", "0", "0", "6.94")),
)
BASES = (
    (2022, Basis.FINAL),
    (2023, Basis.INITIAL_BUDGET),
    (2023, Basis.ADJUSTED_BUDGET),
    (2023, Basis.FINAL),
)


def values(amounts: Sequence[str | None], factor: int = 10_000) -> tuple[Value, ...]:
    return tuple(
        Value(value=Decimal(a) * factor, source=SOURCE, year=year, basis=basis)
        for a, (year, basis) in zip(amounts, BASES, strict=True)
        if a is not None
    )


THREE_PUBLIC = (
    AmountRow(name="三公经费合计", values=values(("6.42", "6.80", "6.80", "5.36"))),
    AmountRow(name="因公出国（境）费", parent="三公经费合计", values=values(("0", "0", "0", "0"))),
    AmountRow(
        name="公务用车购置及运行维护费",
        parent="三公经费合计",
        values=values(("4.20", "4.50", "4.50", "3.98")),
    ),
    AmountRow(name="公务接待费", parent="三公经费合计", values=values(("2.22", "2.30", "2.30", "1.38"))),
    AmountRow(name="国内公务接待批次", measure="批次", values=values((None, None, None, "12"), 1)),
)
ECONOMIC = tuple(
    EconomicRow(code=code, name=name, values=values(amounts))
    for code, name, amounts in (
        ("301", "工资福利支出", ("228.10", "214.00", "225.30", "225.30")),
        ("302", "商品和服务支出", ("44.28", "42.00", "43.15", "43.15")),
        ("303", "对个人和家庭的补助", ("13.80", "12.00", "12.80", "12.80")),
        *(
            (f"301{n:02}", name, (f"{20 + n}.40", f"{18 + n}.00", f"{19 + n}.15", f"{19 + n}.15"))
            for n, name in enumerate(
                ("基本工资", "津贴补贴", "奖金", "伙食补助费", "绩效工资", "机关事业单位基本养老保险缴费"),
                start=1,
            )
        ),
        *(
            (f"302{n:02}", name, (f"{n}.40", f"{n}.00", f"{n}.15", f"{n}.15"))
            for n, name in enumerate(
                ("办公费", "印刷费", "咨询费", "手续费", "水费", "电费", "邮电费", "取暖费", "物业管理费"),
                start=1,
            )
        ),
    )
)
INDICATORS = tuple(
    Indicator(
        level1=level1,
        level2=level2,
        name=name,
        target=target,
        actual=actual,
        weight=Decimal(weight),
        score=Decimal(score),
        reason=reason,
        source=SOURCE,
    )
    for level1, level2, name, target, actual, weight, score, reason in (
        ("产出指标", "数量指标", "举办科普活动场次", "≥40场", "46场", "10", "10", ""),
        ("产出指标", "数量指标", "培训农村实用技术人员", "≥1200人次", "1360人次", "10", "10", ""),
        ("产出指标", "质量指标", "科技竞赛项目获奖率", "≥30%", "32.5%", "10", "10", ""),
        (
            "产出指标",
            "时效指标",
            "年度重点任务按期完成率",
            "100%",
            "95%",
            "10",
            "9.5",
            "受汛期影响，两场科普大集推迟至次年一月举行，今后将错开汛期安排。",
        ),
        ("产出指标", "成本指标", "项目支出控制在预算内", "≤150万元", "145.48万元", "10", "10", ""),
        ("效益指标", "社会效益指标", "公民具备科学素质比例", "≥11%", "11.8%", "15", "15", ""),
        ("效益指标", "可持续影响指标", "基层科普组织健全率", "≥95%", "96%", "15", "14", ""),
        ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "93%", "10", "10", ""),
    )
)


def data(**settings: object) -> ReportInput:
    base: dict[str, object] = {
        "unit": "青岚县科学技术协会",
        "short_name": "县科协",
        "year": 2023,
        "outline": "样例",
    }
    return ReportInput(
        settings=ReportSettings.model_validate(base | settings),
        accounts=tuple(
            AmountRow(name=name, parent=parent, partition=part, values=values(amounts))
            for name, parent, part, amounts in ROWS
        ),
        three_public=THREE_PUBLIC,
        economic=ECONOMIC,
        indicators=INDICATORS,
        score=Score(
            total=Value(value=Decimal("98.20"), source=SOURCE, year=2023),
            execution=Value(value=Decimal("9.70"), source=SOURCE, year=2023),
            grade="优",
        ),
    )


ATTACHMENTS = tuple(
    Attachment(title=title, table=table)
    for title, table in (
        ("青岚县科学技术协会2023年度收支决算情况表", "accounts"),
        ("青岚县科学技术协会2023年度财政拨款“三公”经费支出决算情况表", "three_public"),
        ("青岚县科学技术协会2023年度部门整体支出绩效目标完成情况自评表", "indicators"),
        ("青岚县科学技术协会2023年度基本支出明细表", "economic"),
    )
)
LEDGER = Ledger(
    [
        Figure(
            key="基本支出.决算",
            item="基本支出",
            label="基本支出",
            kind=Kind.MONEY,
            value=Decimal("2812500"),
            unit="万元",
            basis=Basis.FINAL,
            year=2023,
            source=SOURCE,
        )
    ]
)
OVERVIEW = (
    "青岚县科学技术协会是县委领导下的群众团体，机关内设办公室、学会部、科普部3个股室，下辖县科技馆"
    "1个公益一类事业单位。核定编制18名，年末在职16人，退休9人。主要职责是：开展学术交流，弘扬科学家"
    "精神；普及科学知识，推广先进技术；反映科技工作者的建议和诉求，维护其合法权益；开展科技咨询，服务"
    "乡村振兴。\n2023年，县科协坚持以习近平新时代中国特色社会主义思想为指导，围绕“四服务”职责定位，"
    "以提升全民科学素质为主线，扎实推进“科普惠农”“科技下乡”等重点工作……各项任务总体完成较好。"
)
ACCOUNTS = (
    "2023年，县科协本年收入合计431.25万元，比上年增加18.65万元，增长4.52%。其中：一般公共预算财政拨款"
    "收入424.25万元，占98.38%；其他收入7.00万元，占1.62%。\n本年支出合计426.73万元，年初预算398.00万元，"
    "调整预算431.25万元，预算执行率98.95%。基本支出281.25万元，主要用于在职人员工资津补贴、社会保险缴费"
    "和保障机构正常运转的日常公用支出；项目支出145.48万元，主要用于科普宣传、青少年科技创新大赛和科技馆"
    "免费开放。"
)
PUBLIC = (
    "全年“三公”经费支出5.36万元，比上年减少1.06万元，下降16.51%，控制率78.82%。公务接待费1.38万元，接待"
    "12批次、103人次；公务用车运行维护费3.98万元，保有公务用车1辆；未发生因公出国（境）费和公务用车购置"
    "费。下降的主要原因是：严格落实过紧日子要求，从严控制接待标准，规范派车审批，公务接待批次比上年有所"
    "减少。"
)
LONG = (
    "一是科普活动有声势。联合县教育局、县农业农村局等12家单位开展“全国科技活动周”“全国科普日”主题活动46场，"
    "发放《农作物病虫害绿色防控》等资料2.3万余份，受益群众近3万人次。\n二是惠农服务有实效。组织省、市农技"
    "专家37人次深入云溪镇、白石乡等9个乡镇开展油茶低产林改造、稻田养鱼等实用技术培训18期，培训1360人次；"
    "扶持农村专业技术协会6家，带动农户420户，户均增收约1800元。\n三是青少年科技教育有突破。举办第12届青少年"
    "科技创新大赛，征集作品318件，推荐参加市赛42件，获奖13件，获奖率32.5%；科技馆全年免费开放286天，接待"
    "参观学生1.6万人次，PM2.5监测体验、3D打印等互动项目广受欢迎。"
)


def sections() -> tuple[tuple[Section, str], ...]:
    plan: tuple[tuple[str, str, int, str], ...] = (
        ("overview", "一、部门概况", 1, OVERVIEW),
        ("spending", "二、部门整体支出管理及使用情况", 1, ""),
        ("basic", "（一）收支总体情况", 2, ACCOUNTS),
        ("basic_people", "1.人员经费", 3, "人员经费238.10万元，占基本支出的84.66%，与调整预算持平。"),
        ("basic_office", "2.公用经费", 3, "公用经费43.15万元，比上年减少1.13万元，下降2.55%。"),
        (
            "detail",
            "（1）日常办公支出",
            4,
            "办公费、印刷费、水电费等日常支出严格执行开支标准，做到账实相符。",
        ),
        ("three", "（二）“三公”经费支出使用和管理情况", 2, PUBLIC),
        ("project", "三、项目组织实施情况", 1, LONG + "\n" + ACCOUNTS),
        ("asset", "四、资产管理情况", 1, "年末资产总额512.06万元，其中固定资产386.40万元。" + PUBLIC),
        ("result", "五、部门整体支出绩效情况", 1, LONG + "\n" + OVERVIEW),
        (
            "issue",
            "六、存在的主要问题",
            1,
            "一是绩效指标设置不够细化，个别指标缺少可衡量的标准。二是部分项目启动较晚，支出进度不均衡。",
        ),
        (
            "next",
            "七、改进措施和有关建议",
            1,
            "一是加强绩效目标管理，年初预算编制时同步细化指标值。二是强化进度管理，按月通报执行情况，对执行率低于序时进度的项目及时预警。\n"
            + LONG,
        ),
    )
    return tuple(
        (Section(id=id, heading=heading, level=level, body=bool(text), text=text, revision=2), text)
        for id, heading, level, text in plan
    )


def report(**changes: object) -> Report:
    base: dict[str, object] = {
        "id": "zpb-2023-demo",
        "title": "青岚县科学技术协会2023年度部门整体支出绩效自评报告",
        "addressee": "青岚县财政局",
        "opening": "根据《青岚县财政局关于开展2023年度预算绩效自评工作的通知》（青财绩〔2024〕3号）要求，"
        "县科协对2023年度"
        "部门整体支出开展了绩效自评。现将有关情况报告如下。",
        "sections": tuple(section for section, _ in sections()),
        "signature": "青岚县科学技术协会",
        "date": dt.date(2024, 3, 5),
    }
    return Report.model_validate(base | changes)


def write(
    path: Path,
    *,
    findings: Mapping[str, Sequence[Finding]] | None = None,
    page_number: str = "居中",
    offline: bool = True,
    tables: bool = True,
    remarks: Mapping[str, Sequence[Remark]] | None = None,
    export: str = "",
    more: Sequence[Table] = (),
    **changes: object,
) -> tuple[WrittenComment, ...]:
    """Write the sample; *changes* replace fields of the report."""
    return write_report(
        path,
        report(**changes),
        LEDGER,
        {section.id: Text(text) for section, text in sections() if text},
        findings=findings or {},
        tables=(*(attachment_tables(ATTACHMENTS, data(), LEDGER) if tables else ()), *more),
        page_number=page_number,
        offline=offline,
        remarks=remarks or {},
        export=export,
    )


def sections_of(path: Path, ids: Iterable[str]) -> dict[str, str]:
    """The text below each bookmarked heading of *ids* (and of the frame), paragraphs by line."""
    known = {*ids, OPENING, CLOSING, END}
    texts: dict[str, list[str]] = {END: []}
    current = END
    for paragraph in read_edited(path).paragraphs:
        starts = [id for id in paragraph.bookmarks if id in known]
        current = starts[-1] if starts else current
        lines = texts.setdefault(current, [])
        if paragraph.text and (not starts or current in (OPENING, CLOSING)):
            lines.append(paragraph.text)
    return {id: "\n".join(lines) for id, lines in texts.items() if id != END}
