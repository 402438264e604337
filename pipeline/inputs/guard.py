"""Files are looked at before they are opened: links, sizes, real types, encryption, zip bombs."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from pipeline.inputs.faults import Faults

MB = 1024 * 1024
WORKBOOK_LIMIT = 20 * MB
UNPACKED_LIMIT = 150 * MB
RATIO_LIMIT = 300
CELL_LIMIT = 2_000_000
NOTE_LIMIT = 5 * MB
TEXT_LIMIT = 2 * MB

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*?(/?)>')


def usable(path: Path, root: Path, limit: int, faults: Faults) -> bool:
    """Whether *path* is a plain, readable, non-empty file inside *root*, no larger than *limit* bytes."""
    name = shown(path, root)
    if not path.resolve().is_relative_to(root.resolve()):
        faults.add(
            "outside-link",
            f"“{name}”是指向报告文件夹之外的链接，没有读取。",
            file=name,
            expected="报告文件夹里的文件本身",
            advice="请把原文件复制到报告文件夹里，替换这个链接。",
        )
        return False
    if not path.is_file():
        faults.add(
            "not-a-file",
            f"“{name}”不是普通文件，没有读取。",
            file=name,
            expected="普通文件",
            advice="请换成文件，或移走它。",
        )
        return False
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            stream.read(1)
    except OSError as error:
        faults.add(
            "unreadable",
            f"“{name}”打不开：{error.strerror}。",
            file=name,
            expected="可以读取的文件",
            advice="请检查文件权限，或另存一份再试。",
        )
        return False
    return _right_size(name, size, limit, faults)


def shown(path: Path, root: Path) -> str:
    """How a file is called in messages: relative to the report folder, with forward slashes."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def _right_size(name: str, size: int, limit: int, faults: Faults) -> bool:
    if size > limit:
        faults.add(
            "oversized",
            f"“{name}”有{size / MB:.1f}MB，超过上限，没有读取。",
            file=name,
            found=f"{size / MB:.1f}MB",
            expected=f"不超过{limit // MB}MB",
            advice="请删去图片、空白行或无关内容后另存。",
        )
    elif size == 0:
        faults.add(
            "empty-file",
            f"“{name}”是空文件（0字节）。",
            file=name,
            found="0字节",
            expected="有内容的文件",
            advice="可能是保存或复制时中断，请重新保存或复制一份。",
        )
    return 0 < size <= limit


def workbook_type(path: Path, name: str, faults: Faults) -> str | None:
    """``xlsx`` or ``xls`` when *path* really is what its extension says; else None and one fault."""
    head = path.read_bytes()[:4096]
    if head.startswith(b"PK"):
        real = _zip_type(path, name, faults)
    elif head.startswith(_OLE):
        real = _ole_type(path)
    else:
        real = _text_type(head)
    if real is None:
        return None
    wanted = path.suffix.lower().lstrip(".")
    if real == wanted and real in ("xlsx", "xls"):
        return real
    _wrong_type(real, name, faults)
    return None


_TYPES = {
    "xls": ("旧版 Excel（.xls）文件", "请在 Excel 或 WPS 中打开，另存为“Excel 工作簿（*.xlsx）”。"),
    "xlsx": ("新版 Excel（.xlsx）文件", "请把扩展名改回 .xlsx。"),
    "xlsb": ("二进制工作簿（.xlsb）", "请另存为“Excel 工作簿（*.xlsx）”。"),
    "docx": ("Word 文档", "请确认放对了文件；数据应填在 init 生成的 data.xlsx 里。"),
    "ods": ("OpenDocument 表格（.ods）", "请另存为“Excel 工作簿（*.xlsx）”。"),
    "zip": ("普通压缩包", "请解压后放入真正的工作簿。"),
    "csv": ("CSV 或其他纯文本", "请在 Excel 或 WPS 中打开，另存为“Excel 工作簿（*.xlsx）”，不要只改扩展名。"),
    "html": (
        "网页（HTML）",
        "从网页系统导出的文件常是这样，请在 Excel 中打开后另存为“Excel 工作簿（*.xlsx）”。",
    ),
    "pdf": ("PDF 文件", "请填写 init 生成的 data.xlsx。"),
}


def _wrong_type(real: str, name: str, faults: Faults) -> None:
    if real == "encrypted":
        faults.add(
            "encrypted",
            f"“{name}”有打开密码，读不了。",
            file=name,
            found="加密的工作簿",
            expected="没有密码的工作簿",
            advice="请打开后在“文件—信息—保护工作簿”中去掉密码，再保存。",
        )
    elif real == "damaged":
        faults.add(
            "damaged",
            f"“{name}”已损坏，读不了。",
            file=name,
            found="不完整或无法识别的内容",
            expected="完整的 Excel 工作簿",
            advice="可能是保存或复制时中断，请重新保存，或用备份替换。",
        )
    else:
        what, advice = _TYPES[real]
        faults.add(
            "wrong-type",
            f"“{name}”其实是{what}。",
            file=name,
            found=what,
            expected=f"{Path(name).suffix} 格式的工作簿",
            advice=advice,
        )


def _zip_type(path: Path, name: str, faults: Faults) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            kind = _member_type(names)
            if any(info.flag_bits & 1 for info in archive.infolist()):
                return "encrypted"
            if kind != "xlsx":
                return kind
            return kind if unpackable(archive, name, faults) else None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
        return "damaged"


def _member_type(names: set[str]) -> str:
    for member, kind in (
        ("xl/workbook.xml", "xlsx"),
        ("xl/workbook.bin", "xlsb"),
        ("word/document.xml", "docx"),
        ("content.xml", "ods"),
    ):
        if member in names:
            return kind
    return "damaged" if "[Content_Types].xml" in names else "zip"


def unpackable(archive: zipfile.ZipFile, name: str, faults: Faults) -> bool:
    """Unpacks every part once, in pieces, and refuses bombs before any parser sees them."""
    packed = sum(i.compress_size for i in archive.infolist()) or 1
    total = 0
    for info in archive.infolist():
        sheet = info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml")
        extent = _Extent()
        with archive.open(info) as part:
            while piece := part.read(MB):
                total += len(piece)
                if total > UNPACKED_LIMIT or (total > 10 * MB and total / packed > RATIO_LIMIT):
                    faults.add(
                        "oversized",
                        f"“{name}”解压后过大（超过{total // MB}MB），没有读取。",
                        file=name,
                        found=f"压缩{packed // 1024}KB，解压超过{total // MB}MB",
                        expected=f"解压后不超过{UNPACKED_LIMIT // MB}MB",
                        advice="请新建工作簿，只把数据复制过去。",
                    )
                    return False
                if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                    raise ValueError("document type declarations do not belong in a workbook")
                if sheet:
                    extent.feed(piece)
        if extent.cells > CELL_LIMIT:
            faults.add(
                "too-many-cells",
                f"“{name}”的一张表延伸到第{extent.rows}行，没有读取。",
                file=name,
                found=f"{extent.rows}行×{extent.columns}列",
                expected=f"行数×列数不超过{CELL_LIMIT // 10000}万",
                advice="远处有多余的内容：请选中数据以外的行和列，删除后保存。",
            )
            return False
    return True


class _Extent:
    """How far the filled cells of a sheet reach; a reader that pads to a rectangle would need as much."""

    def __init__(self) -> None:
        self.rows = 0
        self.columns = 0
        self._tail = b""

    def feed(self, piece: bytes) -> None:
        text = self._tail + piece
        for column, row, empty in _CELL.findall(text):
            if not empty:
                self.rows = max(self.rows, int(row))
                self.columns = max(self.columns, _column_number(column))
        self._tail = text[-200:]

    @property
    def cells(self) -> int:
        return self.rows * self.columns


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _ole_type(path: Path) -> str:
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted"
    known = any(name.encode("utf-16-le") in data for name in ("Workbook", "Book"))
    return "xls" if known else "docx" if "WordDocument".encode("utf-16-le") in data else "damaged"


def _text_type(head: bytes) -> str:
    if head.startswith(b"%PDF"):
        return "pdf"
    if re.search(rb"<\s*(!doctype html|html|table|\?xml)", head, re.IGNORECASE):
        return "html"
    for encoding in ("utf-8", "gb18030"):
        text = head.decode(encoding, "ignore")
        controls = sum(c < " " and c not in "\t\r\n" for c in text)
        if len(text.encode(encoding)) >= len(head) - 4 and not controls and text.strip():
            return "csv"
    return "damaged"
