"""Parts and wholes: 其中, brackets, 分为, numbered lines, 合计."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, combinations

from pipeline.crosscheck.arithmetic.numbers import (
    Of,
    alike,
    between,
    factor,
    grade,
    in_yuan,
    is_amount,
    window,
    written,
)
from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.intervals import Interval, disjoint, exactly, meant, plus, times
from pipeline.crosscheck.layout import REACH
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.show import plain
from schemas.figures import Kind
from schemas.findings import Finding, Mention, Severity

_TEN_THOUSAND: Interval = (Decimal(10_000), Decimal(10_000))
_ZERO: Interval = (Decimal(0), Decimal(0))
_OPENS = re.compile(
    r"(?P<bracket>[（(])|(?P<colon>[：:])"
    r"|(?:[^。；，,（）()\d０-９：:]{0,8}?[，,][^。；，,（）()\d０-９：:]{0,30}?|[^。；，,（）()\d０-９：:]{0,8}?)[，,。；;]?\n?(?P<other>其中[：:，,]?|(?:主要)?用于"
    r"|[^，。；：、（）()\d]{0,10}?(?P<closed>分为|分别(?:是|为|用于|安排|投入|拨付|投向|支付|来自|奖补|补助)|包括|包含|资金来源(?:为|于|是)?|来源(?:为|于|是|包括)|构成(?:为|是|如下)?|组成(?:为|是|如下)?|按[^，。；：、（）()\d]{2,14}(?:分|划分|统计|看|计)|由(?=[^。；]{8,200}(?:组成|构成|分担|共同承担))|即|(?=第一[批期次轮场届阶]|一季度|上半年))[：:，,]?)"
)
_SERIES = (
    ("国家级", "省级", "市级", "县级", "乡级", "镇级", "村级", "区级", "校级"),
    ("中央", "省", "市", "县", "区", "乡镇"),
    ("线上", "线下"), ("男", "女"), ("新建", "改建", "扩建", "续建", "改造", "提升", "维修", "修缮", "迁建"), ("一等", "二等", "三等", "特等"),  # noqa: E501
    ("一季度", "二季度", "三季度", "四季度"), ("上半年", "下半年"), ("城区", "城市", "城镇", "农村", "乡村", "乡镇"),  # noqa: E501
    ("基本支出", "项目支出"), ("人员经费", "公用经费"), ("货物", "工程", "服务"), ("公办", "民办"), ("行政", "事业", "工勤", "参公"),  # noqa: E501
    ("室内", "室外"), ("境内", "境外"), ("本级", "下级", "上级"), ("一类", "二类", "三类", "四类"), ("一期", "二期", "三期"),  # noqa: E501
    ("小学", "初中", "高中", "幼儿园"), ("刑事", "民事", "行政"), ("已", "未"), ("第一", "第二", "第三", "第四", "第五"),  # noqa: E501
    ("县道", "乡道", "村道"), ("党政", "事业"), ("房屋", "车辆", "设备"), ("耕地", "林地", "草地"), ("早稻", "中稻", "晚稻"),  # noqa: E501
    ("优", "良", "轻度", "中度"), ("甲", "乙", "丙", "丁"), ("春", "夏", "秋", "冬"), ("内科", "外科"), ("现场", "网络", "电话"),  # noqa: E501
    ("管理", "专业技术", "工勤"), ("高级", "中级", "初级"), ("专任", "行政", "工勤"), ("来信", "来访", "网上"),  # noqa: E501
    ("在职", "离退休", "退休", "离休"), ("流动资产", "非流动资产"), ("城镇", "农村"), ("公费", "自费"), ("常规", "专项"), ("水田", "旱地"), ("国省道", "县道", "乡道", "村道"),  # noqa: E501

)  # fmt: skip
_STOP = re.compile(r"另|此外|同时|合计|总计|小计|共|其中|分为|包括|含|结转|结余|。|！|？|\n|比|较|占")
_OPEN_END = re.compile(r"等|主要|其余|部分|不含|除|注")
_OVERLAP = re.compile(
    r"只计[算一]|不重复计|重复计|重复[的者人]|剔除重复|去重|有交叉|交叉重[叠复]|两[个次项][^。]{0,8}均"
)
"""The parts overlap and the text says so: their sum says nothing of the whole."""
_TOTAL = re.compile(
    r"(?:合计|总计|小计|共计|合共|总共)(?:得分|得|支出|收入|金额|资金|投入|数)?(?:为|达|约|[:：])*$"
)
_LOOSE_TOTAL = re.compile(
    r"(?:总额|总数|总量|总投入|总投资|总收入|总支出|总金额|总人数|总分|一共|共有|共)(?:支出|投入|完成|培训|收入|安排|发放|下达|开展|举办|实施|争取|拨付|接待)?(?:为|达|约|[:：])*$"
)
_MOST = 40
"""A sentence with more numbers than this is a table run together; nobody claims a sum in it."""

_LINE = re.compile(
    r"^[ 　]*(?:(?P<bracket>[（(](?:\d+|[一二三四五六七八九十]+)[)）])|(?P<dot>\d+[.、．])"
    r"|(?P<han>[一二三四五六七八九十]+、))",
    re.M,
)
_FALL = re.compile(r"(?:增加|减少|增长|下降|多|少|超|降低|提高|压减)(?:了|约)*$")


@dataclass(frozen=True, slots=True)
class Listing:
    """A whole with its parts. ``closed``: the text says, or the form shows, that these are all."""

    whole: Mention
    parts: tuple[Mention, ...]
    closed: bool
    firm: bool
    open: bool = False
    shown: bool = False


def check_sums(reading: Reading) -> Iterator[Finding]:
    """Lists in sentences, lists of numbered lines, and totals behind their parts."""
    for listing in _listings(reading):
        yield from _judge(reading, listing)
    yield from _numbered_lines(reading)
    yield from _changes(reading)
    yield from _totals(reading)


def _listings(reading: Reading) -> Iterator[Listing]:
    for whole in reading.figures:
        if not is_amount(whole) or _FALL.search(window(reading, whole)):
            continue
        unit = _UNIT_BRACKET.match(reading.text, whole.end)
        opens = _OPENS.match(reading.text, unit.end() if unit else whole.end)
        if opens and "其中" in window(reading, whole) and re.match(r"[^（(：:]*[；;。]", opens[0]):
            # 案件146件，其中大案12件；按来源分…: the list is of what stood before 其中.
            start, _ = reading.layout.period(whole.start)
            above = [m for m in between(reading, start, whole.start) if is_amount(m) and alike(m, whole)]
            whole = above[-1] if above else whole
        if opens is None or (opens["other"] is None and opens["bracket"] is None and opens["colon"] is None):
            continue
        end = _scope(reading, opens)
        parts = _parts(reading, whole, opens.end(), end, bool(opens["closed"]))
        if parts and not disjoint(meant(parts[0]), meant(whole)):
            parts = parts[1:]  # 2,046,800元，即204.68万元：…: the whole said again
        if whole.unit == "分" and "得" in reading.text[opens.start() : end]:
            continue
        if len(parts) >= 2:
            tail = reading.text[parts[-1].end : end + 1]
            inside = reading.text[opens.start() : end]
            complete = not _OPEN_END.search(inside) and len(tail.strip("。；;）)，,")) == 0
            # 其中 promises no partition, in a bracket or behind a colon neither.
            shown = re.search(r"其中|含(?!税)|包括|包含", inside[: inside.find(parts[0].text)]) is None
            closed = complete and shown
            firm = bool(opens["bracket"] or opens["closed"]) or series(reading, parts)
            sure = _said_all(reading, parts[-1].end)
            left_open = bool(_OPEN_END.search(inside))
            yield Listing(
                whole,
                tuple(parts),
                closed or sure,
                firm,
                left_open,
                shown and not _OPEN_END.search(inside[: parts[-1].end - opens.start()]),
            )


_UNIT_BRACKET = re.compile(r"[（(][一-鿿]{1,3}[）)]")
_ALL = re.compile(
    r"[，,。；;](?:[两三四五六七八]项)?(?:合计与总额一致|合计相符|无其他|再无|别无|收支相等|除此之外无|没有其他|无其它"
    r"|(?:以上)?[两三四五六七八](?:项|部分|类|者|块|方面)[^，。；]{0,6}(?:全部|总额|一致|相符))"
)


def _said_all(reading: Reading, at: int) -> bool:
    """无其他类型, 再无别的科目: the text itself says that these are all."""
    return bool(_ALL.search(reading.text, at, min(len(reading.text), at + 16)))


def series(reading: Reading, parts: Sequence[Mention]) -> bool:
    """Labels of one row that cannot overlap: 省级、市级、县级; 线上、线下."""
    words = [window(reading, p) for p in parts]
    for row in _SERIES:
        hits = [next((term for term in row if _labelled(word, term)), None) for word in words]
        if all(hits) and len(set(hits)) == len(hits):
            return True
    return False


def _labelled(word: str, term: str) -> bool:
    return term in word if len(term) > 1 else re.sub(r"^[，,、；：其中和及与]*", "", word).startswith(term)


def _scope(reading: Reading, opens: re.Match[str]) -> int:
    """Where the list must end: at its closing bracket, or with the sentence."""
    text, at = reading.text, opens.end()
    if not opens["bracket"]:
        wide = opens["colon"] or text[at - 1] in "：:" or _each_ends(text, at)
        stop = re.compile(r"[。！？\n]" if wide else r"[。！？；;\n]").search(text, at, at + REACH)
        return stop.start() if stop else min(len(text), at + REACH)
    close = reading.layout.closing(opens.start("bracket"))
    return close if close is not None and close < at + REACH else at


_ONE = re.compile(r"[^。；，、\d]{1,20}[\d.,]+[^。；，、\d]{1,4}[；;]")


def _each_ends(text: str, at: int) -> bool:
    """其中，甲1万元；乙2万元: the first part ends with the mark that would end a sentence."""
    return bool(_ONE.match(text, at))


def _parts(reading: Reading, whole: Mention, start: int, end: int, loose: bool) -> list[Mention]:
    """Amounts of the whole's kind that follow one another; a change, a share or a new head ends the list."""
    parts: list[Mention] = []
    at, text = start, reading.text
    found = between(reading, start, end)
    if len(found) > _MOST:
        return []
    for mention in found:
        words = text[at : mention.start]
        if _depth(text, start, mention.start):
            at = mention.end
            continue
        if mention.kind is Kind.PERCENT and re.search(r"占[^，。；]{0,12}$", words):
            at = mention.end
            continue
        if (parts and _STOP.search(words.replace("其他", ""))) or not is_amount(mention):
            break
        if loose and not alike(mention, whole) and not re.search("各|每|均", words):
            continue
        if not alike(mention, whole) or _FALL.search(words) or (not parts and _STOP.search(words[-4:])):
            break
        # 15万元、15万元60万元: the subtotal of what stands before.
        if len(parts) >= 2 and not words.strip("，,") and mention.value == sum(p.value or 0 for p in parts):
            break
        parts.append(mention)
        at = mention.end
    return parts


def _depth(text: str, start: int, end: int) -> int:
    between_ = text[start:end]
    opened = sum(between_.count(c) for c in "（(")
    return max(opened - sum(between_.count(c) for c in "）)"), 0)


def _sum(parts: Sequence[Mention], of: Of) -> Interval:
    total = _ZERO
    for part in parts:
        total = plus(total, of(part))
    return total


def _judge(reading: Reading, listing: Listing) -> Iterator[Finding]:
    _, end = reading.layout.period(listing.whole.start)
    if _OVERLAP.search(reading.text, listing.whole.end, end):
        return
    for of, gravest in ((meant, Severity.ERROR), (exactly, Severity.WARNING)):
        low, high = meant(listing.whole)
        running = list(accumulate((of(part) for part in listing.parts), plus))
        prefixes = [running[n - 1] for n in _ends(reading, listing)]
        if any(low <= b and a <= high for a, b in prefixes):
            continue
        beyond, short = prefixes[-1][0] > high, prefixes[-1][1] < low
        slip = _slipped(listing)
        if beyond and (listing.firm or slip or _one_sort(reading, listing) or _near_whole(listing)):
            yield _mismatch(reading, listing.whole, listing.parts, gravest, slip)
        elif short and (slip or _promised(reading, listing) or _near_whole(listing) or _misprint(listing)):
            severity = gravest if slip else Severity.WARNING
            yield _mismatch(reading, listing.whole, listing.parts, severity, slip)
        return


def _promised(reading: Reading, listing: Listing) -> bool:
    """Whether parts that fall short were told as all there are."""
    money = listing.whole.kind is Kind.MONEY
    if listing.closed and (money or listing.firm or _one_sort(reading, listing)):
        return True
    if listing.shown and listing.firm and _ratio(listing) > Decimal("0.9"):
        return True
    return series(reading, listing.parts) and _ratio(listing) > (
        Decimal("0.85") if not money else Decimal("0.9")
    )


def _near_whole(listing: Listing) -> bool:
    """Three counts or more that miss the whole by a hair: kinds that overlap, or a mere choice, do not."""
    ratio = _ratio(listing)
    counted = listing.whole.kind is Kind.COUNT and len(listing.parts) >= 3 and not listing.open
    return counted and Decimal("0.97") <= ratio <= Decimal("1.03") and ratio != 1


def _ratio(listing: Listing) -> Decimal:
    total = sum((p.value or Decimal(0) for p in listing.parts), Decimal(0))
    return total / listing.whole.value if listing.whole.value else Decimal(0)


def _misprint(listing: Listing) -> bool:
    """Whether one digit changed or two exchanged in one printed number would make a long sum right."""
    numbers = [*listing.parts, listing.whole]
    if (
        listing.open
        or _size(listing.whole) < 4
        or (listing.whole.kind is Kind.COUNT and _ratio(listing) < Decimal("0.9"))
    ):
        return False
    if max(_size(m) for m in listing.parts) < 4:
        return False
    step = min(m.step for m in numbers)
    total = sum((p.value or Decimal(0) for p in listing.parts), Decimal(0))
    gap = abs(total - (listing.whole.value or Decimal(0))) / step
    digits = str(int(gap)).rstrip("0")
    if not digits or gap != int(gap):
        return False
    # One digit: d·10^k, d ≤ 9; two neighbours exchanged: 9·d·10^k.
    return gap >= 10 and (len(digits) == 1 or (int(digits) % 9 == 0 and int(digits) <= 81))


def _size(mention: Mention) -> int:
    return len(re.sub(r"\D", "", mention.text).strip("0"))


def _ends(reading: Reading, listing: Listing) -> list[int]:
    """After how many parts the list may end: at its last, or at any mark that is no 、 (…乙2万元，折旧…)."""
    marks = [reading.text[one.end : one.end + 1] for one in listing.parts[:-1]]
    return [*(n for n in range(2, len(listing.parts)) if marks[n - 1] != "、"), len(listing.parts)]


def _one_sort(reading: Reading, listing: Listing) -> bool:
    """Counts may overlap (党员30人、女性40人); those of one sort (一等奖、二等奖) do not."""
    if listing.whole.unit == "分":
        return True
    if listing.whole.kind is Kind.MONEY:
        return not re.search(r"收入|支出", "".join(_noun(reading, p) for p in listing.parts[1:])) or bool(
            re.search(r"收入|支出", _noun(reading, listing.parts[0]))
        )
    if series(reading, listing.parts):
        return True
    if (listing.whole.unit or "")[:1] in "人名位":
        return False
    ends = {_noun(reading, part)[-1:] for part in listing.parts}
    return len(ends) == 1 and ends != {""}


def _noun(reading: Reading, part: Mention) -> str:
    return re.sub(r"[\s、，,；;和及]|为|共|有", "", window(reading, part))


def _slipped(listing: Listing) -> Mention | None:
    """The part (or the whole) that makes the sum right when its 元 is read as 万元."""
    total, whole = _sum(listing.parts, meant), meant(listing.whole)
    if in_yuan(listing.whole) and not disjoint(total, times(whole, _TEN_THOUSAND)):
        return listing.whole
    for part in listing.parts:
        low, high = meant(part)
        rest = total[0] - low, total[1] - high
        if in_yuan(part) and not disjoint(plus(rest, times((low, high), _TEN_THOUSAND)), whole):
            return part
        if factor(part)[1] == "万元" and in_yuan(listing.whole):
            less = (meant(part)[0] / 10_000, meant(part)[1] / 10_000)
            if not disjoint(plus(rest, less), whole):
                return part
    return None


def _mismatch(
    reading: Reading,
    whole: Mention,
    parts: Sequence[Mention],
    severity: Severity,
    slip: Mention | None = None,
) -> Finding:
    unit, name = factor(whole if slip is not whole else parts[0])
    total = sum((p.value or Decimal(0) for p in parts), Decimal(0)) / unit
    terms = "＋".join(written(p, unit) for p in parts)
    message = f"{terms}＝{plain(total)}{name}，与{whole.text}不符。"
    if slip is not None:
        right = slip.text.replace("万元", "元") if "万元" in slip.text else slip.text.replace("元", "万元")
        message += f"若{slip.text}应为{right}则相符。"
    places = tuple((m.start, m.end) for m in (*parts, whole) if m is not (slip or whole))
    at = slip or whole
    expected = right if slip is not None else f"{plain(total)}{name}"
    return finding(
        "sum", message, reading.text, at.start, at.end, severity=severity, expected=expected,
        evidence=f"{terms}＝{plain(total)}{name}", others=places,
    )  # fmt: skip


# -- numbered lines ---------------------------------------------------------------------------------


def _numbered_lines(reading: Reading) -> Iterator[Finding]:
    """A line with an amount, then lines （1）…（n） each opening with its own part of it."""
    marks = list(_LINE.finditer(reading.text))
    at = 0
    while at < len(marks):
        run = _run(marks, at)
        if len(run) >= 2 and (listing := _line_listing(reading, run)):
            yield from _judge_lines(reading, listing)
        at += max(len(run), 1)


def _run(marks: Sequence[re.Match[str]], at: int) -> list[re.Match[str]]:
    """Marks of one form, counted on from 1."""
    form = marks[at].lastgroup
    run: list[re.Match[str]] = []
    for mark in marks[at:]:
        if mark.lastgroup != form or _number(mark[0]) != len(run) + 1:
            break
        run.append(mark)
    return run


def _number(mark: str) -> int:
    inner = re.sub(r"[\s（）()、.．]", "", mark)
    return int(inner) if inner.isdigit() else "一二三四五六七八九十".find(inner) + 1


def _line_listing(reading: Reading, run: Sequence[re.Match[str]]) -> Listing | None:
    text = reading.text
    above = reading.layout.paragraph(max(run[0].start() - 1, 0))
    heads = [m for m in between(reading, *above) if m.kind is Kind.MONEY]
    heads = [m for m in heads if not _depth(text, above[0], m.start)]
    heads = [m for m in heads if not _FALL.search(window(reading, m))]
    if len(heads) != 1 or run[0].start() == 0:
        return None
    parts = []
    for mark in run:
        line = reading.layout.paragraph(mark.end())
        first = re.search(r"[，,；;。（(：:]", text[mark.end() : line[1]])
        end = mark.end() + first.start() if first else line[1]
        found = [m for m in between(reading, mark.end(), end) if m.kind is Kind.MONEY]
        if len(found) != 1:
            return None
        parts += found
    return Listing(heads[0], tuple(parts), True, True)


def _judge_lines(reading: Reading, listing: Listing) -> Iterator[Finding]:
    wrong = grade(lambda of: not disjoint(_sum(listing.parts, of), meant(listing.whole)))
    if wrong is None:
        return
    slip = _slipped(listing)
    beyond = _sum(listing.parts, exactly)[0] > meant(listing.whole)[1]
    severity = wrong if slip or beyond else Severity.WARNING
    yield _mismatch(reading, listing.whole, listing.parts, severity, slip)


# -- changes of parts -------------------------------------------------------------------------------

_ITEMISED = re.compile(r"[，。；]?(?:分项看|从分项看|分科目看|从构成看|具体看)")


def _changes(reading: Reading) -> Iterator[Finding]:
    """合计减少D。分项看，甲减少a；乙增加b: the signed changes of all items make the change of the whole."""
    for whole in reading.figures:
        opens = _ITEMISED.match(reading.text, whole.end)
        sign = _sign(reading, whole)
        if opens is None or sign == 0 or whole.kind is not Kind.MONEY:
            continue
        stop = re.compile(r"[。\n]").search(reading.text, opens.end())
        end = stop.start() if stop else len(reading.text)
        parts = [(m, _sign(reading, m)) for m in between(reading, opens.end(), end) if alike(m, whole)]
        parts = [(m, s) for m, s in parts if s]
        total = _ZERO
        for mention, way in parts:
            total = plus(total, times(meant(mention), (Decimal(way), Decimal(way))))
        if len(parts) >= 2 and disjoint(total, times(meant(whole), (Decimal(sign), Decimal(sign)))):
            unit, name = factor(whole)
            terms = "".join(("＋" if s > 0 else "－") + written(m, unit) for m, s in parts)
            value = sum((s * (m.value or Decimal(0)) for m, s in parts), Decimal(0)) / unit
            message = f"各项增减{terms}＝{plain(value)}{name}，与{whole.text}不符。"
            places = tuple((m.start, m.end) for m, _ in parts)
            yield finding("sum", message, reading.text, whole.start, whole.end, others=places)


def _sign(reading: Reading, mention: Mention) -> int:
    match = _FALL.search(window(reading, mention))
    return 0 if match is None else 1 if match[0][0] in "增提超多" else -1


# -- totals behind ----------------------------------------------------------------------------------


def _totals(reading: Reading) -> Iterator[Finding]:
    """…合计T: wrong only when no choice of the amounts before it in the sentence gives T."""
    for whole in reading.figures:
        words = window(reading, whole)
        sure = bool(_TOTAL.search(words))
        if not is_amount(whole) or not (sure or _LOOSE_TOTAL.search(words)):
            continue
        start = re.compile(r"[。！？\n]")
        near = start.finditer(reading.text, max(0, whole.start - 300), whole.start)
        sentence = max((m.end() for m in near), default=-1)
        if sentence < 0:
            sentence = reading.layout.paragraph(whole.start)[0]
        before = [m for m in between(reading, sentence, whole.start) if is_amount(m) and alike(m, whole)]
        tail = reading.text[before[-1].end : whole.start] if before else ""
        if not 2 <= len(before) <= 10 or len(tail) > 8:
            continue
        if _OPENS.match(reading.text, whole.end) and "其中" in reading.text[whole.end : whole.end + 4]:
            continue
        wrong = grade(lambda of, t=whole, p=before: _fits_some(t, p, of))  # type: ignore[misc]
        if wrong is not None and (sure or _like_total(reading, whole, before)):
            yield _mismatch(reading, whole, before, Severity.WARNING)


def _like_total(reading: Reading, whole: Mention, before: Sequence[Mention]) -> bool:
    """资金来源：…，资金总额180万元: behind an opened list, and near to its sum."""
    ratio = _ratio(Listing(whole, tuple(before), False, False))
    listed = all(reading.text[a.end : a.end + 1] in "、，,；;和" for a in before)
    opened: object = re.search(
        r"[：:]|来源|分别|其中", reading.text[max(0, before[0].start - 30) : before[0].start]
    )
    opened = (
        opened
        or series(reading, before)
        or re.fullmatch(
            r"[^，,。；]{0,6}[，,](?:全[年县市区镇乡]|总|一|合)?共(?:有|计)?",
            reading.text[before[-1].end : whole.start],
        )
    )
    return bool(listed and opened) and Decimal("0.8") < ratio < Decimal("1.2")


def _fits_some(whole: Mention, parts: Sequence[Mention], of: Of) -> bool:
    low, high = meant(whole)
    for size in range(1, len(parts) + 1):
        for chosen in combinations(parts, size):
            total = _sum(chosen, of)
            if low <= total[1] and total[0] <= high:
                return True
    return False
