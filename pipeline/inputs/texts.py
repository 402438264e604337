"""Bytes to text: UTF-8 or GB18030, and nothing silently garbled."""

from __future__ import annotations

import re
import unicodedata

from pipeline.inputs.faults import Faults, clip
from schemas.findings import Severity

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_MOJIBAKE = re.compile("\ufffd|锟斤拷|烫烫烫|屯屯屯|Ã.|â€|ä¸|å…")


def decode(data: bytes, name: str, faults: Faults) -> str | None:
    """The text of a file; None and one fault when its encoding is neither UTF-8 nor GB18030."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            if encoding == "utf-16":
                return _wrong(name, "UTF-16（Unicode）", faults)
            data = data[len(mark) :]
    if b"\0" in data:
        return _wrong(name, "二进制内容", faults)
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "gb18030" and _implausible(text):
            break
        return text.replace("\r\n", "\n").replace("\r", "\n")
    return _wrong(name, "既不是 UTF-8 也不是 GB18030", faults)


def _implausible(text: str) -> bool:
    """GB18030 decodes almost anything; private and unassigned characters give the accident away."""
    odd = sum(unicodedata.category(c) in ("Cn", "Co", "Cc") and c not in "\n\r\t" for c in text)
    return odd * 50 > len(text)


def _wrong(name: str, found: str, faults: Faults) -> str | None:
    faults.add(
        "bad-encoding",
        f"“{name}”的文字编码不对，读不了。",
        file=name,
        found=found,
        expected="UTF-8 或 GB18030（GBK）编码的文本",
        advice="请用记事本打开，“另存为”时编码选 UTF-8。",
    )
    return None


def clean(text: str, name: str, faults: Faults) -> str:
    """*text* without control characters; garbled places are reported, not repaired."""
    if garbled := _MOJIBAKE.search(text):
        line = text.count("\n", 0, garbled.start()) + 1
        faults.add(
            "garbled",
            f"“{name}”第{line}行有乱码。",
            file=name,
            line=line,
            found=clip(text[max(0, garbled.start() - 8) : garbled.end() + 8]),
            expected="可读的中文",
            advice="这段文字在以前某次转换时已损坏，请重新录入。",
            severity=Severity.WARNING,
        )
    plain = _CONTROL.sub("", text)
    if plain != text:
        count = len(text) - len(plain)
        faults.add(
            "control-characters",
            f"“{name}”中有{count}个看不见的控制字符，已略去。",
            file=name,
            found=f"{count}个",
            expected="普通文字",
            advice="通常无碍；如不放心，请重新录入。",
            severity=Severity.WARNING,
        )
    return plain
