"""The table of rules: what must hold, where that is laid down, and how much weight a breach has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.articulation import accounts, projects, scores, three_public
from pipeline.articulation.books import Books
from pipeline.articulation.compare import Breach
from schemas.findings import Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING
SEEN, RECALLED = "见于公开文件", "通行做法，条文待核"
"""How sure the source is: read in a published document, or known from practice only."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One relation. ``id`` is stable; a waiver may name it or ``name``."""

    id: str
    name: str
    formula: str
    source: str
    certainty: str
    severity: Severity
    check: Callable[[Books], Iterator[Breach]]


RULES: tuple[Rule, ...] = (
    Rule(
        "expenditure-parts",
        "本年支出构成",
        "本年支出合计＝基本支出＋项目支出（＋上缴上级支出＋经营支出＋对附属单位补助支出）",
        "部门决算公开03表 支出决算表",
        SEEN,
        ERROR,
        accounts.expenditure_parts,
    ),
    Rule(
        "basic-parts",
        "基本支出构成",
        "基本支出＝人员经费＋公用经费",
        "部门决算公开05、06表",
        SEEN,
        ERROR,
        accounts.basic_parts,
    ),
    Rule(
        "personnel-codes",
        "人员经费科目",
        "人员经费＝301工资福利支出＋303对个人和家庭的补助",
        "部门决算公开06表 基本支出决算明细表",
        SEEN,
        ERROR,
        accounts.personnel_codes,
    ),
    Rule(
        "operating-codes",
        "公用经费科目",
        "公用经费＝302商品和服务支出＋310资本性支出（＋307＋312＋399）",
        "部门决算公开06表 基本支出决算明细表",
        SEEN,
        ERROR,
        accounts.operating_codes,
    ),
    Rule(
        "basic-detail",
        "基本支出明细合计",
        "基本支出＝基本支出明细各类（三位编码）之和",
        "部门决算公开05、06表",
        SEEN,
        ERROR,
        accounts.basic_detail,
    ),
    Rule(
        "economic-parts",
        "经济科目分项合计",
        "类（三位编码）＝所属各款（五位编码）之和",
        "部门决算公开06表 基本支出决算明细表",
        SEEN,
        ERROR,
        accounts.economic_parts,
    ),
    Rule(
        "account-parts",
        "收支分项合计",
        "收支表中，上级＝关系为“合计”的各下级之和",
        "部门决算公开01、02、03表",
        SEEN,
        ERROR,
        accounts.account_parts,
    ),
    Rule(
        "account-of-which",
        "收支其中项",
        "收支表中，关系为“其中”的下级≤上级",
        "部门决算公开01表；基础数据表表注",
        SEEN,
        ERROR,
        accounts.account_of_which,
    ),
    Rule(
        "project-total",
        "项目支出合计",
        "项目支出＝各一级项目之和",
        "部门整体支出绩效评价基础数据表",
        SEEN,
        ERROR,
        projects.project_total,
    ),
    Rule(
        "project-parts",
        "项目分项合计",
        "上级项目＝所属各项目之和",
        "部门整体支出绩效评价基础数据表",
        SEEN,
        ERROR,
        projects.project_parts,
    ),
    Rule(
        "project-funding",
        "项目资金来源合计",
        "项目＝各资金来源之和（当年财政拨款＋上年结转资金＋其他资金）",
        "财预〔2020〕10号 项目支出绩效自评表",
        SEEN,
        ERROR,
        projects.project_funding,
    ),
    Rule(
        "project-recipients",
        "项目承担单位合计",
        "项目（或其一项资金来源）＝各承担单位之和",
        "资金分配表惯例",
        RECALLED,
        ERROR,
        projects.project_recipients,
    ),
    Rule(
        "three-public-total",
        "三公经费合计",
        "“三公”经费合计＝因公出国（境）费＋公务用车购置及运行维护费＋公务接待费",
        "部门决算公开 财政拨款“三公”经费支出决算表",
        SEEN,
        ERROR,
        three_public.total_parts,
    ),
    Rule(
        "three-public-vehicles",
        "公务用车费用构成",
        "公务用车购置及运行维护费＝公务用车购置费＋公务用车运行维护费",
        "部门决算公开 财政拨款“三公”经费支出决算表",
        SEEN,
        ERROR,
        three_public.vehicle_parts,
    ),
    Rule(
        "three-public-within-spending",
        "三公经费不超支出",
        "“三公”经费合计≤本年支出合计",
        "部门决算公开03表与“三公”经费支出决算表",
        SEEN,
        ERROR,
        three_public.within_spending,
    ),
    Rule(
        "asset-magnitude",
        "资产与支出的量级",
        "资产总额与本年支出合计相差不到一千倍",
        "经验判断",
        RECALLED,
        Severity.INFO,
        accounts.asset_magnitude,
    ),
    Rule(
        "balance",
        "收支平衡",
        "本年收入合计＋使用非财政拨款结余＋年初结转和结余＝本年支出合计＋结余分配＋年末结转和结余",
        "部门决算公开01表 收入支出决算总表",
        SEEN,
        ERROR,
        accounts.balance,
    ),
    Rule(
        "carry-over-continues",
        "结转衔接",
        "本年年初结转和结余＝上年年末结转和结余",
        "部门决算编报惯例",
        RECALLED,
        WARNING,
        accounts.carry_over_continues,
    ),
    Rule(
        "spending-covered",
        "支出有来源",
        "本年支出合计≤本年收入合计＋已填的年初结转和结余（结转未填全时）",
        "部门决算公开01表 收入支出决算总表",
        SEEN,
        WARNING,
        accounts.spending_covered,
    ),
    Rule(
        "asset-parts",
        "资产分项合计",
        "资产表中，上级＝关系为“合计”的各下级之和",
        "行政事业单位国有资产报表",
        RECALLED,
        ERROR,
        accounts.asset_parts,
    ),
    Rule(
        "asset-of-which",
        "资产其中项",
        "资产表中，关系为“其中”的下级≤上级",
        "行政事业单位国有资产报表",
        RECALLED,
        ERROR,
        accounts.asset_of_which,
    ),
    Rule(
        "weights-total",
        "指标分值合计",
        "各指标分值之和（连同预算执行率10分）＝100",
        "财预〔2020〕10号",
        RECALLED,
        ERROR,
        scores.weights_total,
    ),
    Rule(
        "score-within-weight",
        "得分不超分值",
        "0≤得分≤分值，总分≤100",
        "财预〔2020〕10号",
        RECALLED,
        ERROR,
        scores.score_within_weight,
    ),
    Rule(
        "score-total",
        "总分合计",
        "总分＝各指标得分之和＋执行率得分",
        "财预〔2020〕10号 绩效自评表",
        SEEN,
        ERROR,
        scores.score_total,
    ),
    Rule(
        "deviation-reason",
        "扣分说明原因",
        "得分＜分值的，填写偏差原因及改进措施",
        "财预〔2020〕10号 绩效自评表",
        SEEN,
        WARNING,
        scores.deviation_reason,
    ),
    Rule(
        "grade",
        "等次与总分",
        "总分90（含）以上为优，80（含）～90为良，60（含）～80为中，60以下为差",
        "财预〔2020〕10号",
        RECALLED,
        WARNING,
        scores.grade,
    ),
    Rule(
        "execution-score",
        "执行率得分",
        "执行率得分＝10×min(本年支出决算÷调整预算，100%)（无调整预算的用年初预算）",
        "各地自评表通行算法",
        RECALLED,
        WARNING,
        scores.execution_score,
    ),
    Rule(
        "staff-within-establishment",
        "在职不超编制",
        "在职人数≤编制数（在职人员控制率≤100%）",
        "财预〔2013〕53号 共性指标体系框架",
        SEEN,
        WARNING,
        scores.staff_within_establishment,
    ),
    Rule(
        "three-public-codes",
        "三公经费与经济科目",
        "因公出国≥30212，公务接待≥30217，公车运行维护≥30231，公车购置≥31013＋30913（基本支出部分）",
        "部门决算公开06表与“三公”经费表",
        SEEN,
        WARNING,
        three_public.economic_codes,
    ),
    Rule(
        "three-public-within-budget",
        "三公经费不超预算",
        "“三公”经费决算≤年初预算（控制率≤100%）",
        "部门整体支出绩效评价指标“三公经费控制率”",
        RECALLED,
        WARNING,
        three_public.within_budget,
    ),
    Rule(
        "execution-within-funds",
        "决算不超可用资金",
        "决算≤调整预算；未填调整预算的，决算≤到位资金",
        "各地自评表“预算执行率”",
        SEEN,
        WARNING,
        accounts.execution_within_funds,
    ),
)
