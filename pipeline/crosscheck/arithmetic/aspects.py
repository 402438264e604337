"""What is announced by number and then told in order: 三个方面：一是…二是…; 分三批：首批…第二批….

So too a word that was made of a number and a sign: “四送”, and then 送政策、送技术、….
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from pipeline.crosscheck.structure import ordinals
from schemas.findings import Finding, Severity

_ASPECT = re.compile(
    r"(?P<n>[两二三四五六七八九十]|\d)(?:个(?:方面|问题|环节|重点|层面|步骤|途径|维度|抓手|强化|突出|坚持|到位|加强|着力|聚焦|确保|不足)|方面|项(?:工作|措施|任务|举措|制度|重点|机制|改革|要求|内容|行动)|点(?:问题|建议|措施|不足|做法|体会|经验|要求)?"
    r"|条(?:措施|建议|意见|经验)|大(?:举措|行动|任务|工程|问题|措施)|种(?:方式|情形|做法))"
)
_ANY_ASPECT = re.compile(
    r"(?P<n>[两二三四五六七八九十]|\d)(?:个|项|点|条|大|种|件|类|步|道|层|块)(?:[一-鿿]{0,8}(?=[：:])|[一-鿿]{0,4}(?=[，,。]一是))"
)
_STAGED = re.compile(
    r"分(?:成|为|作)?(?P<n>[两二三四五六七八九十]|\d)个?(?P<unit>批次?|期|阶段|轮|步|标段|类|档|组|年度|季度)"
)
_HAN = "一二三四五六七八九十"
_LISTED = re.compile("”[，：:]?(?=一是|第一|①|[（(]1[）)])")
_MADE = re.compile(r"“(?P<n>[两二三四五六七八九十])(?P<sign>[一-鿿])(?<![个公])[一-鿿]?”")
"""What “三公” stands for is called by longer names."""
_AFTER = 120
_WORDS = re.compile(r"[、，,；;：:。（）()\n—“”]+")
_SAID = re.compile(r"^(?:即|就是|分别[是为]|做到|坚持|实现|落实|包括)")
_ALSO = re.compile("以及|[和及与]")


def check_aspects(reading: Reading) -> Iterator[Finding]:
    """三个方面 followed by 一是…, 第一，… or （1）…: as many as were announced."""
    text = reading.text
    known = {match.start(): match for match in _ANY_ASPECT.finditer(text)}
    known |= {match.start(): match for match in _ASPECT.finditer(text)}
    for match in known.values():
        lead = text[match.start() - 1 : match.start()]
        if lead in ("第", "前", "后", "十", "这") or "”" in match[0]:
            continue
        if lead == "“" and not _LISTED.match(text, match.end()):
            continue  # “四个到位”的要求，一是…
        end = reading.layout.paragraph(match.start())[1]
        if end == match.end() or text[match.end() : end].strip("：:。的改进加以入手开展做好") == "":
            end = _run_on(text, end)
        items = ordinals(text, match.end(), end)
        if not items or items[0][1] != 1 or items[0][2] - match.end() > 40:
            continue
        if text[match.end() : items[0][2]].partition("。")[2].strip():
            continue
        last = _counted([(form, number) for form, number, _ in items])
        if last != _number(match["n"]) and len(items) >= 2:
            message = f"此处说“{match[0]}”，后面列出{last}项。"
            yield finding("count", message, text, *match.span(), severity=Severity.ERROR, expected=f"{last}")


def _counted(items: Sequence[tuple[str, int]]) -> int:
    """How far the first form counts on."""
    last = 0
    for form, number in items:
        if form == items[0][0] and number == last + 1:
            last = number
        elif form == items[0][0] and number == 1:
            break
    return last


def _number(said: str) -> int:
    if said == "首":
        return 1
    return int(said) if said.isdigit() else 2 if said == "两" else _HAN.find(said) + 1


def check_stages(reading: Reading) -> Iterator[Finding]:
    """分三批实施：首批…，第二批…，第三批…，第四批…: one more than was announced."""
    text = reading.text
    for match in _STAGED.finditer(text):
        end = reading.layout.paragraph(match.start())[1]
        told = re.compile(rf"(?:第(?P<n>[一二三四五六七八九十]|\d)|(?P<first>首)){match['unit']}")
        numbers = [_number(m["n"] or "首") for m in told.finditer(text, match.end(), end)]
        last = _counted([("", n) for n in numbers])
        if last > _number(match["n"]):
            message = f"此处说“{match[0]}”，后面说到第{last}{match['unit']}。"
            yield finding("count", message, text, *match.span(), expected=f"{last}")


def check_made(reading: Reading) -> Iterator[Finding]:
    """“四送”活动，送政策、送技术、送岗位: as many as the word says, each with its sign."""
    text = reading.text
    for match in _MADE.finditer(text):
        start, end = reading.layout.period(match.start())
        places = (
            (match.end(), min(end, match.end() + _AFTER)),
            (max(start, match.start() - _AFTER), match.start()),
        )
        run = next((run for place in places if (run := _run(text[slice(*place)], match["sign"]))), [])
        if run and len(run) != _number(match["n"]):
            message = f"此处说{match[0]}，实际列出{len(run)}项：{'、'.join(run)}。"
            yield finding("count", message, text, *match.span(), expected=f"{len(run)}")


def _run(words: str, sign: str) -> list[str]:
    """The first words that one after the other begin with the sign, or all end with it, with none before or
    behind that do not."""
    if words.count(sign) < 2:
        return []
    marks, told = ["", *_WORDS.findall(words), ""], [_SAID.sub("", word) for word in _WORDS.split(words)]
    for fits in (str.startswith, str.endswith):
        signed = [*(len(word) > 1 and fits(word, sign) for word in told), False]
        first = next((at for at, both in enumerate(pairwise(signed)) if all(both)), None)
        if first is None:
            continue
        last = first + 1
        while signed[last] and marks[last] == marks[first + 1]:
            last += 1
        run = [one for word in told[first:last] for one in _halves(word, sign, fits)]
        closed = "、" not in (marks[first], marks[last]) and "等" not in run[-1]
        return run if closed and not any(map(_ALSO.search, run)) else []
    return []


def _halves(word: str, sign: str, fits: Callable[[str, str], bool]) -> list[str]:
    """送技术和送岗位 are two; 进学校和农村 may be."""
    halves = _ALSO.split(word)
    return halves if all(len(half) > 1 and fits(half, sign) for half in halves) else [word]


def _run_on(text: str, end: int) -> int:
    """The end of the lines that go on the list: each opens with its own 二是."""
    while line := re.compile(
        r"\n[ 　]*(?:[一二三四五六七八九十]是|第[一二三四五六七八九十][，,、]|[（(]\d+[）)])[^\n]*"
    ).match(text, end):
        end = line.end()
    return end
