"""Personal data that a published report should not carry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.crosscheck.codes import finding
from pipeline.crosscheck.reading import Reading
from schemas.findings import Finding

_ID = re.compile(
    r"[1-9](?<![\d０-９].)\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXxＸ](?!\d)"
)
_MOBILE = re.compile(r"1(?<![\d.]1)[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_CARD = re.compile(r"(?:银行卡号?|卡号|账号|社保卡号?)[^，。；\d]{0,6}(\d{12,19}|\d{4}(?: \d{4}){2,4})")
_PUBLIC = re.compile(r"监督|举报|咨询|热线|投诉|服务电话|值班|办公电话")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文欧阳"  # noqa: E501
_HARDSHIP = re.compile(
    r"(?:困难(?:群众|学生|职工|党员|家庭|户)|低保(?:户|对象)|特困(?:人员|供养对象)|孤儿|残疾(?:人|儿童)|贫困(?:户|学生|群众)|患者|病人|留守儿童|受助学生"
    rf"|小学(?:学生|生)|中学(?:学生|生)|监测户|五保户|服刑人员|吸毒人员|刑满释放人员)(?P<name>[{SURNAMES}][一-鿿]{{1,2}})"
    r"(?=[（(，、因家的等患]|送去|发放|落实|补助|户)"
)
_NO_NAME = re.compile(
    r"^(?:.某|任务|高度|高效|马上|于[是年]|方面|方案|文化|文明|金额|石油|白内|江[县市]|常态|万元|余[人名户]|程序|何[时]|易[地返]|武[装]|康复|成[立]|温[暖]|安全|全[部面])"
)


def check_privacy(reading: Reading) -> Iterator[Finding]:
    """Identity numbers, mobile telephones, account numbers, and names beside words of hardship."""
    text = reading.text
    for match in _ID.finditer(text):
        yield _warn(text, "身份证号", match.start(), match.end())
    for match in _MOBILE.finditer(text):
        if not _PUBLIC.search(text, max(0, match.start() - 14), match.start()):
            yield _warn(text, "手机号", match.start(), match.end())
    for match in _CARD.finditer(text):
        yield _warn(text, "账号", match.start(1), match.end(1))
    for match in _HARDSHIP.finditer(text):
        if not _NO_NAME.search(match["name"]):
            yield _warn(text, "学生或困难群众的姓名", match.start("name"), match.end("name"))


def _warn(text: str, what: str, start: int, end: int) -> Finding:
    message = f"此处有{what}“{text[start:end]}”，公开的报告应删去或隐去。"
    return finding("personal-data", message, text, start, end)
