"""The rules over the performance table and the staff."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from pipeline.articulation.accounts import execution_rate
from pipeline.articulation.books import YEAR_COLUMNS, Books, Cell, decimals
from pipeline.articulation.compare import Breach, at_most, equal, written
from schemas.findings import Severity
from schemas.inputs import Indicator, Value

Breaches = Iterator[Breach]
GRADE_WORDS = {"优": "优", "良": "良", "中": "中", "合": "中", "一": "中", "差": "差", "不": "差", "较": "差"}
"""A grade's first character (优秀, 良好, 合格, 一般, 不合格 …) → the grade it stands for."""


def _weight(row: Indicator) -> Cell | None:
    return None if row.weight is None else Cell(row.name, row.weight, unit="分", place=row.at("分值"))


def _score(row: Indicator) -> Cell | None:
    return None if row.score is None else Cell(row.name, row.score, unit="分", place=row.at("得分"))


def _mark(label: str, value: Value | None) -> Cell | None:
    return None if value is None else Cell(label, value.value, unit="分", place=value.source)


def _execution_row(books: Books) -> Indicator | None:
    """预算执行率 when it is listed among the indicators instead of apart from them."""
    rows = (r for r in books.report.indicators if r.weight is not None)
    return next((r for r in rows if "预算执行率" in r.name or r.name == "执行率"), None)


def _room(books: Books) -> bool:
    """The weights leave room for 预算执行率."""
    weights = sum((row.weight or Decimal(0) for row in books.report.indicators), Decimal(0))
    return weights + books.options.execution_points == books.options.full_marks


def _apart(books: Books) -> Cell | None:
    """执行率得分 that counts besides the indicators."""
    inside = _execution_row(books) is not None and not _room(books)
    return None if inside else _mark("执行率得分", books.report.score.execution)


def weights_total(books: Books) -> Breaches:
    """Σ分值 = 100, the points of 预算执行率 counted."""
    weights = [_weight(row) for row in books.report.indicators]
    cells = [c for c in weights if c]
    if not cells or len(cells) < len(weights):
        return
    options = books.options
    full = Cell("满分", options.full_marks, unit="分")
    execution = Cell("预算执行率", options.execution_points, unit="分")
    breach = equal("绩效指标", "分值", [*cells, execution] if _apart(books) else cells, [full])
    if breach is None:
        return
    if _room(books):
        message = (
            f"{written(cells)}，加上预算执行率{execution.amount()}才是{full.amount()}，但未填执行率得分。"
        )
        advice = "请在“自评结果”中填写执行率得分。"
        yield Breach("绩效指标", "分值", message, tuple(cells), "", "", advice, Severity.WARNING)
    elif breach.suspect:
        yield breach
    else:  # 100 is fixed; it is the weights that are to be changed
        yield replace(breach, found=f"合计{breach.expected}", expected=f"合计{breach.found}")


def score_within_weight(books: Books) -> Breaches:
    """0 ≤ 得分 ≤ 分值 for each indicator, and 总分 within full marks."""
    mark = _mark("总分", books.report.score.total)
    full = Cell("满分", books.options.full_marks, unit="分")
    if mark and (breach := at_most("自评总分", "得分", [mark], full, advice="核对总分。")):
        yield breach
    for row in books.report.indicators:
        score, weight = _score(row), _weight(row)
        if score and score.value < 0:
            message = f"得分{score.amount()}小于0。"
            yield Breach(row.name, "得分", message, (score,), score.amount(), "不小于0分", "核对得分。")
        elif score and weight and score.value > weight.value:
            message = f"得分{score.amount()}大于分值{weight.amount()}。"
            limit = f"不大于{weight.amount()}"
            yield Breach(row.name, "得分", message, (score,), score.amount(), limit, "核对得分和分值。")


def score_total(books: Books) -> Breaches:
    """Σ得分 + 执行率得分 = 总分. The total alone may be rounded to fewer decimals than its parts."""
    scores = [_score(row) for row in books.report.indicators]
    parts = [c for c in scores if c]
    mark = _mark("总分", books.report.score.total)
    apart = _apart(books)
    if not parts or len(parts) < len(scores) or mark is None:
        return
    if apart is None and _room(books):  # 预算执行率 has points, but its score is not given
        return
    parts += [apart] if apart else []
    places = decimals(mark.value)
    if places < max(decimals(c.value) for c in parts):
        mark = Cell(mark.label, mark.value, Decimal(1).scaleb(-places), mark.unit, mark.place)
    breach = equal("自评总分", "得分", parts, [mark])
    if breach:
        yield breach


def deviation_reason(books: Books) -> Breaches:
    """得分 below 分值 needs 偏差原因及改进措施."""
    for row in books.report.indicators:
        score, weight = _score(row), _weight(row)
        if score and weight and score.value < weight.value and not row.reason.strip():
            blank = replace(score, place=row.at("偏差原因及改进措施"))
            message = f"得分{score.amount()}低于分值{weight.amount()}，但未填偏差原因及改进措施。"
            yield Breach(row.name, "偏差原因", message, (blank,), "空白", "偏差原因及改进措施", "请补填。")


def grade(books: Books) -> Breaches:
    """等次 fits 总分 (90 优, 80 良, 60 中)."""
    mark, word = _mark("总分", books.report.score.total), books.report.score.grade.strip()
    given = GRADE_WORDS.get(word[:1])
    if mark is None or given is None:
        return
    due = next((name for least, name in books.options.grades if mark.value >= least), given)
    if due != given:
        message = f"总分{mark.amount()}，等次填“{word}”，按分数段应为“{due}”。"
        advice = "核对总分和等次；本地分数段不同的，写明理由豁免。"
        yield Breach("等次", "", message, (mark,), word, due, advice)


def execution_score(books: Books) -> Breaches:
    """执行率得分 = 10 × min(执行率, 100%), within the rounding of the amounts and of the score itself."""
    row, amounts = None if _apart(books) else _execution_row(books), execution_rate(books)
    mark = _score(row) if row else _mark("执行率得分", books.report.score.execution)
    points = row.weight if row and row.weight is not None else books.options.execution_points
    if mark is None or amounts is None:
        return
    spent, budget = amounts
    high = _points(points, spent.value + spent.step / 2, budget.value - budget.step / 2)
    low = _points(points, spent.value - spent.step / 2, budget.value + budget.step / 2)
    half = Decimal(1).scaleb(-max(1, decimals(mark.value))) / 2
    if not low - half <= mark.value <= high + half:
        due = _points(points, spent.value, budget.value)
        rate = f"{spent.number()}÷{budget.number()}"
        message = f"执行率得分{mark.amount()}，按{points.normalize():f}×min({rate}，1)应为{due:.2f}分。"
        yield Breach(
            "自评执行率得分",
            "",
            message,
            (mark, spent, budget),
            mark.amount(),
            f"{due:.2f}分",
            "核对执行率得分与收支表的决算、预算数；本地另有计分办法的，写明理由豁免。",
        )


def _points(points: Decimal, spent: Decimal, budget: Decimal) -> Decimal:
    rate = spent / budget if budget > 0 else Decimal(1)
    return points * max(Decimal(0), min(rate, Decimal(1)))


def staff_within_establishment(books: Books) -> Breaches:
    """在职人数 ≤ 编制数."""
    for column in YEAR_COLUMNS:
        staff, posts = books.fact("在职人数", column), books.fact("编制数", column)
        if staff and posts:
            advice = "超编须有批准文件；在报告中说明原因。"
            breach = at_most("在职人数", column, [staff], posts, advice=advice)
            if breach:
                yield breach
