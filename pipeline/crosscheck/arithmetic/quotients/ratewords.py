"""What a rate is called, and by which words its part and its whole are known: ``rates.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

import yaml

from pipeline.crosscheck.vocabulary import words as words_of

_BE = r"(?:均|已|均已)?(?:为|达到?|是|约|仅|只有|高达|超过|不到|不足|接近|[:：]|了)*$"
_NOT = r"(?<!不)(?<!未)(?<!无)(?<!尚未)(?<!非)(?<!正在)"
_PARTIAL = re.compile(
    r"上半年|下半年|上年|去年|同期|季度|月|其中|分别|平均|全[省国]|同类|目标(?!任务|完成|实现|达成)|应达|不低于|不少于|要求|确保|力争"
)
_CHANGES = frozenset(words_of("up", "down"))
_ANY = re.compile(rf"(?P<verb>[一-鿿]{{2}})(?:率|比例|比率|度){_BE}")

# No rate of these can pass 100: they count a part of the things that there are.
CAPPED = re.compile(
    r"(?<!毛)(?:合格|申报|办结|办复|审结|执结|结报|息诉|破获|清退|备案|续签|结案|满意|覆盖|出勤|参与|知晓|及格|优良|优秀|回收|普及|巩固|入学|录取|整改|达标|成功|破案|到会|参训"
    r"|就业|入住|通过|参保|接种|签约|升学|毕业|成活|存活|及时|准确|公开|上线|有效|答复|回复|体检|报到|验收|落实|规范管理"
    r"|在岗|持证|开课|开园|建档|建卡|发放|兑付|消化|化解|处置|转化|抽检|检验|好评|识别|绿化|森林覆盖|综合利用|资源化利用"
    r"|无害化处理|处理|收集|净化|安全|守约|履约|续保|电子化|网办|开通|通车|通电|通水|入户|建成|竣工|出席|参评|申领|完好|开机|畅通|见面|调解|签收|回访|投保|清洁|可用|正确|准点|合规|销号|反馈|治愈|办复|审结|执结|调处|网上办理|挂牌|配备|检测|送检|清零|清退|颁证|确权|筛查|建制|回收利用|无害化|垃圾分类|自来水普及)率"
    r"(?P<be>均|已|均已)?(?:为|达到?|是|约|高达|[:：])*$"
    r"|(?:满意度|安全感|幸福感|公众知晓度|优良天数(?:比例|比率)|天数比例)(?:为|达到?|是|约|高达|[:：])*$"
)


@dataclass(frozen=True, slots=True)
class Rate:
    """A row of ``rates.yaml``; ``wholes``: the words of its wholes, the likelier ones first."""

    part: re.Pattern[str]
    wholes: tuple[re.Pattern[str], ...]
    rest: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A rate as it is called in the text: its subject before the name, and its row where it has one."""

    subject: str
    verb: str
    rate: Rate | None


@cache
def rates() -> dict[str, Rate]:
    """The table by the rate's name."""
    text = (resources.files(__package__) / "rates.yaml").read_text(encoding="utf-8")
    return {
        row["rate"]: Rate(
            re.compile(f"{_NOT}(?:{row['part']})"),
            tuple(re.compile(w) for w in ([row["whole"]] if isinstance(row["whole"], str) else row["whole"])),
            re.compile(row["rest"]) if "rest" in row else None,
        )
        for row in yaml.safe_load(text)
    }


@cache
def _listed() -> re.Pattern[str]:
    return re.compile(f"{_NOT}(?P<rate>{'|'.join(sorted(rates(), key=len, reverse=True))}){_BE}")


_DENIED = re.compile(rf"[不未非](?P<verb>[一-鿿]{{1,4}}?)(?:率|比例){_BE}")


def denied(words: str) -> str:
    """What the rate that *words* end with denies: 不合格率; empty where it denies nothing."""
    match = _DENIED.search(words)
    return match["verb"] if match else ""


def named(words: str) -> Named | None:
    """The rate that *words* end with; None where it is no rate, or one of something else."""
    if _PARTIAL.search(words):
        return None
    if match := _listed().search(words):
        return Named(words[: match.start()], match["rate"][:2], rates()[match["rate"]])
    match = _ANY.search(words)
    if match is None:
        return Named(words, "", None)
    verb = "" if match["verb"] in _CHANGES else match["verb"]
    return Named(words[: match.start()], verb, None)


@lru_cache(maxsize=1024)
def said(verb: str) -> re.Pattern[str]:
    """How a number is told to be the part of a rate: 开放218个, 已拨15万元."""
    return re.compile(f"{_NOT}{verb}|[实已]{verb[0]}|已经{verb[0]}")
