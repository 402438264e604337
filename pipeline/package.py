"""Word packages from strangers: bounded, nothing unpacked to disk, no entity, no DTD, no network."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

from lxml import etree

from pipeline.errors import DocumentError

MAIN = "word/document.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

LARGEST_TEXT = 20_000_000
"""Bytes of text, packed or unpacked; a report has a few hundred thousand at most."""

LARGEST_FILE = 200_000_000
"""Bytes of a Word or PDF file: photographs weigh, and are not looked at."""

LARGEST_XML = LARGEST_TEXT * 3
"""Bytes of XML taken out of one package, all parts together."""

NODES = 3_000_000
"""Tags and attributes in a part. Each costs a hundred bytes or two once it is parsed."""

ENTRIES = 20_000
"""Files in a Word package."""

_DIRECTORY = 8_000_000  # bytes of the list of files: zipfile makes an object of half a kilobyte of each entry
_CHUNK = 1 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError)


class Package:
    """An open package. Parts are read when asked for, and never more than a text can have."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.name = name
        self._archive = archive
        self._names = {entry.filename for entry in archive.infolist()}
        self._left = LARGEST_XML
        self._relations: dict[str, list[tuple[str, str]]] = {}
        if len(archive.infolist()) > ENTRIES:
            raise DocumentError(f"“{name}”里有两万个以上的文件，不是正常的 Word 文件。", _WRONG_FILE)
        self.main = next(iter(self._targets("", "officeDocument")), MAIN)

    def __contains__(self, part: str) -> bool:
        return part in self._names

    def related(self, kind: str) -> list[str]:
        """The parts of *kind* (``comments``, ``styles`` …) that belong to the main part, by name."""
        return self._targets(self.main, kind)

    def root(self, part: str) -> Any | None:
        """The parsed part; None when the package has none of that name."""
        return parse(self._read(part), self.name) if part in self._names else None

    def first(self, kind: str) -> Any | None:
        """The first part of *kind*, parsed."""
        return next((self.root(part) for part in self.related(kind)), None)

    def own(self, kind: str) -> Any | None:
        """The first part of *kind* that belongs to the package itself, parsed: ``core-properties`` …"""
        return next((self.root(part) for part in self._targets("", kind)), None)

    def _targets(self, part: str, kind: str) -> list[str]:
        """What *part* (the package itself when empty) is related to; only parts that are there."""
        if part not in self._relations:
            folder, file = dirname(part), part.rpartition("/")[2]
            root = self.root(join(folder, "_rels", f"{file}.rels"))
            pairs = ((attribute(e, "Type"), attribute(e, "Target")) for e in (() if root is None else root))
            self._relations[part] = [
                (type_.rpartition("/")[2], normpath(join("/", folder, target)).lstrip("/"))
                for type_, target in dict.fromkeys(pairs)
            ]
        return [place for type_, place in self._relations[part] if type_ == kind and place in self._names]

    def _read(self, part: str) -> bytes:
        """A part's bytes; what the package claims of its size proves nothing."""
        try:
            if self._archive.getinfo(part).flag_bits & 1:
                raise DocumentError(f"“{self.name}”设有密码，读不了。", "请去掉密码，另存后再试。")
            pieces = []
            with self._archive.open(part) as stream:
                while piece := stream.read(_CHUNK):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise too_large(self.name, LARGEST_XML)
                    pieces.append(piece)
            return b"".join(pieces)
        except _BROKEN as error:  # also a method or a password that zipfile does not know
            raise damaged(self.name) from error


class _File(FileIO):
    """zipfile reads the list of files in one piece, however long it claims to be."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _DIRECTORY:
            raise zipfile.BadZipFile("list of files too long")
        return super().read(size) or b""


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """The package in the file *path*; DocumentError for anything that is not a usable one."""
    try:
        size = path.stat().st_size
        file = _File(path)
    except OSError as error:
        raise DocumentError(f"“{path.name}”读不出来：{error.strerror}。") from error
    with file:
        if size > LARGEST_FILE:
            raise too_large(path.name, LARGEST_FILE)
        if file.read(len(OLE)) == OLE:
            raise _ole(file, path.name)
        try:
            archive = zipfile.ZipFile(file)
        except (*_BROKEN, KeyError) as error:
            raise damaged(path.name) from error
        with archive:
            yield Package(archive, path.name)


def _ole(file: FileIO, name: str) -> DocumentError:
    """Before 2007 Word files looked like this, and with a password they still do."""
    sign, tail = "EncryptedPackage".encode("utf-16-le"), b""
    while piece := file.read(_CHUNK):
        if sign in tail + piece:
            return DocumentError(
                f"“{name}”设有打开密码，读不了。", "请在 Word 或 WPS 里去掉密码，另存后再试。"
            )
        tail = piece[-len(sign) :]
    return DocumentError(f"“{name}”是旧版 .doc 或 .wps 文件。", "请在 Word 或 WPS 里另存为 .docx 再试。")


def parse(raw: bytes, name: str) -> Any:
    """The root element; DocumentError when *raw* is not well-formed, too much, or brings a DTD along."""
    if raw.count(b"<") + raw.count(b"=") > NODES:
        raise DocumentError(f"“{name}”里的标记有几百万个，太多了，没有读取。", _WRONG_FILE)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise too_deep(name) if "depth" in str(error) else damaged(name) from error
    except ValueError as error:
        raise damaged(name) from error
    if str(getattr(root.getroottree().docinfo, "doctype", "")):
        raise damaged(name)
    return root


def local(element: Any) -> str:
    """The tag without its namespace: documents of the strict and the usual kind differ in that alone."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """The attribute *name*, whatever its namespace."""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def child(element: Any, *names: str) -> Any | None:
    """The first descendant along the path *names*."""
    for name in names:
        element = next((e for e in element if local(e) == name), None)
        if element is None:
            return None
    return element


def damaged(name: str) -> DocumentError:
    """What is said of a file whose content cannot be made out."""
    if name.startswith(("~$", ".~lock.")):
        return DocumentError(
            f"“{name}”是 Word、WPS 或 LibreOffice 打开文件时留下的临时文件，里面没有正文。",
            "请给出同一文件夹里的那个 .docx 文件。",
        )
    if not name.lower().endswith((".docx", ".docm", ".doc", ".wps")):
        return DocumentError(f"“{name}”不是 Word 文件。", "请给出 .docx 文件。")
    return DocumentError(
        f"“{name}”已损坏，或不是可用的 Word 文件。", "请用 Word 或 WPS 打开后另存为 .docx 再试。"
    )


def too_deep(name: str) -> DocumentError:
    """What is said of boxes in tables in boxes, hundreds deep."""
    return DocumentError(
        f"“{name}”里的内容一层套一层，有几百层，没有读取。", "请在 Word 或 WPS 里新建文档，只粘贴文字再试。"
    )


_WRONG_FILE = "请确认是不是选错了文件。"


def too_large(name: str, most: int) -> DocumentError:
    """What is said of a file beyond the bounds."""
    return DocumentError(f"“{name}”超过{most // 1_000_000}MB，太大了。", _WRONG_FILE)
