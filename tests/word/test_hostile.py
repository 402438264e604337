"""Files made to do harm: each is refused with one clear message or read, within bounds of time and memory."""

from __future__ import annotations

import multiprocessing
import re
import resource
import struct
import time
import zipfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from pipeline.errors import DocumentError
from pipeline.package import ENTRIES, LARGEST_FILE, LARGEST_XML, NODES, OLE
from pipeline.word import read_edited
from pipeline.word.edited.body import PARAGRAPHS
from tests.word.foreign import change, comment, docx, mark_changed, paragraph, run, table

MB = 1_000_000
SECONDS, MEMORY = 20.0, 900 * MB
"""What a reading may cost on a machine that has other things to do."""

_SPACES = re.compile(r"<w:document [^>]*>")


def pack(path: Path, **files: bytes | str) -> Path:
    """Further files beside a good text; ``__`` in a name stands for a slash, ``_`` for a dot."""
    docx(path, paragraph("正文。"))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in files.items():
            package.writestr(name.replace("__", "/").replace("_", "."), content)
    return path


def bomb(path: Path) -> Path:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package,
        package.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(400):
            part.write(b" " * MB)
    return path


def many_bombs(path: Path) -> Path:
    """No part is too large, all together are."""
    names = ("comments", "commentsExtended", "footnotes", "endnotes", "numbering", "custom", "header1")
    return docx(path, paragraph("正文。"), **dict.fromkeys(names, " " * (LARGEST_XML // 7 + 1)))


def nested_bomb(path: Path) -> Path:
    return pack(path, word__media__a_zip=bomb(path.with_suffix(".zip")).read_bytes())


def lying_sizes(path: Path) -> Path:
    """The list of files says that the text has ten bytes."""
    docx(path, paragraph("正文。" * 1000))
    raw = path.read_bytes()
    at = raw.rindex(b"PK\x01\x02", 0, raw.rindex(b"word/document.xml"))
    path.write_bytes(raw[: at + 24] + struct.pack("<L", 10) + raw[at + 28 :])
    return path


def lying_list(path: Path) -> Path:
    """The list of files says that it is itself four gigabytes long."""
    docx(path, paragraph("正文。"))
    raw = path.read_bytes()
    at = raw.rindex(b"PK\x05\x06")
    path.write_bytes(raw[: at + 12] + struct.pack("<L", 0xFFFFFFF0) + raw[at + 16 :])
    return path


def many_files(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        for n in range(ENTRIES + 1):
            package.writestr(f"word/media/{n}", b"")
    return path


def headed(head: str) -> Callable[[Path], Path]:
    return lambda path: docx(path, paragraph("正文。&x;"), head=head)


def external_relation(path: Path) -> Path:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Type="x/comments" Target="file:///etc/passwd" TargetMode="External"/>'
        '<Relationship Id="b" Type="x/comments" Target="../../../../etc/passwd"/>'
        '<Relationship Id="c" Type="x/styles" Target="http://127.0.0.1:9/s.xml" TargetMode="External"/>'
        "</Relationships>"
    )
    return pack(path, word___rels__document_xml_rels=relations)


def odd_paths(path: Path) -> Path:
    docx(path, paragraph("正文。"))
    with zipfile.ZipFile(path, "a") as package:
        for name in (
            "/etc/zpb",
            "../../zpb",
            "..\\zpb",
            "C:\\zpb",
            "word/../../zpb",
            "word/document.xml/zpb",
        ):
            package.writestr(name, "x")
    return path


def photographs(path: Path) -> Path:
    docx(path, paragraph("正文。"))
    with zipfile.ZipFile(path, "a") as package, package.open("word/media/a.jpg", "w", force_zip64=True) as f:
        for _ in range(190):
            f.write(b"\xff" * MB)
    return path


def huge(path: Path) -> Path:
    docx(path, paragraph("正文。"))
    with path.open("ab") as file:
        file.truncate(LARGEST_FILE + 1)
    return path


def broken(path: Path) -> Path:
    return docx(path, paragraph("正文。") + "<w:p>")


def broken_comments(path: Path) -> Path:
    return docx(path, paragraph("正文。"), comments="<w:comment>")


def cut_off(path: Path) -> Path:
    raw = docx(path, paragraph("正文。" * 1000)).read_bytes()
    path.write_bytes(raw[: len(raw) // 2])
    return path


def locked(path: Path) -> Path:
    raw = bytearray(docx(path, paragraph("正文。")).read_bytes())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for match in re.finditer(re.escape(sign), bytes(raw)):
            raw[match.start() + at] |= 1
    path.write_bytes(raw)
    return path


def written(raw: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(raw)
        return path

    return write


def body(make: Callable[[], str], **parts: Callable[[], str]) -> Callable[[Path], Path]:
    return lambda path: docx(path, make(), **{name: made() for name, made in parts.items()})


def nested(opening: str, closing: str, times: int, inside: str = "") -> str:
    return opening * times + (inside or paragraph("正文。")) + closing * times


def crossing(count: int) -> str:
    starts = "".join(f'<w:commentRangeStart w:id="{n}"/>' for n in range(count))
    ends = "".join(
        f'{run("字")}<w:commentRangeEnd w:id="{n}"/><w:r><w:commentReference w:id="{n}"/></w:r>'
        for n in range(count)
    )
    return f"<w:p>{starts}{ends}</w:p>"


MANY = 100_000
CELL = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
CONTROL = "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"
BOX = "<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"
LINK = "<w:hyperlink>", "</w:hyperlink>"
DAMAGED, TOO_LARGE, TOO_MANY = "已损坏", "太大了", "太多了"
TOO_DEEP = "一层套一层"
LAUGH = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
STYLE_CHAIN = "".join(
    f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>'
    for n in range(20_000)
)

CASES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "zip bomb": (bomb, TOO_LARGE),
    "bomb in several parts": (many_bombs, TOO_LARGE),
    "bomb inside an archive inside": (nested_bomb, ""),
    "lying size": (lying_sizes, DAMAGED),
    "lying list of files": (lying_list, DAMAGED),
    "20,001 files": (many_files, "两万个以上"),
    "external entity": (headed('<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), DAMAGED),
    "external DTD": (headed('<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">'), DAMAGED),
    "parameter entity": (headed('<!DOCTYPE d [<!ENTITY % y SYSTEM "file:///etc/hosts"> %y;]>'), DAMAGED),
    "billion laughs": (headed(f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGH}<!ENTITY x "&l9;">]>'), DAMAGED),
    "external relations": (external_relation, ""),
    "absolute and parent paths": (odd_paths, ""),
    "over 200 MB": (huge, TOO_LARGE),
    "190 MB of photographs": (photographs, ""),
    "macros": (lambda path: pack(path, word__vbaProject_bin=b"\0" * 1000), ""),
    "broken XML": (broken, DAMAGED),
    "broken comments": (broken_comments, DAMAGED),
    "cut off": (cut_off, DAMAGED),
    "empty": (written(b""), DAMAGED),
    "no package": (written(b"%PDF-1.7"), DAMAGED),
    "old format": (written(OLE + b"WordDocument" * 100), "另存为 .docx"),
    "password": (written(OLE + "EncryptedPackage".encode("utf-16-le") * 100), "密码"),
    "encrypted entries": (locked, "密码"),
    "100,000 runs": (body(lambda: "<w:p>" + run("字", "<w:b/>") * MANY + "</w:p>"), ""),
    "100,000 tracked runs": (body(lambda: "<w:p>" + change("del", "字") * MANY + "</w:p>"), ""),
    "more paragraphs than fifty books": (body(lambda: paragraph("字") * (PARAGRAPHS + 1)), TOO_MANY),
    "50,000 joined paragraphs": (
        body(lambda: paragraph("字", properties=mark_changed("del")) * 50_000),
        "",
    ),
    "100,000 comments that cross": (
        body(lambda: crossing(MANY), comments=lambda: "".join(comment(n, "甲", "问") for n in range(MANY))),
        "",
    ),
    "20,000 answers in a chain": (
        body(
            lambda: paragraph("字"),
            comments=lambda: "".join(comment(n, "甲", "答", para=f"p{n}") for n in range(20_000)),
            commentsExtended=lambda: "".join(
                f'<w15:commentEx w15:paraId="p{n + 1}" w15:paraIdParent="p{n}"/>' for n in range(20_000)
            ),
        ),
        "",
    ),
    "too many tags": (body(lambda: "<w:p>" + "<w:r/>" * (NODES + 1) + "</w:p>"), TOO_MANY),
    "1,000,000 tags": (body(lambda: "<w:p>" + "<w:r/>" * 1_000_000 + "</w:p>"), ""),
    "a word of 11 MB": (body(lambda: paragraph("字" * 3_700_000)), DAMAGED),
    "80 tables in tables": (body(lambda: nested(*CELL, 80)), ""),
    "2,000 tables in tables": (body(lambda: nested(*CELL, 2000)), TOO_DEEP),
    "100 controls in controls": (body(lambda: nested(*CONTROL, 100)), ""),
    "900 controls in controls": (body(lambda: nested(*CONTROL, 900)), TOO_DEEP),
    "60 boxes in boxes": (body(lambda: nested(*BOX, 60, paragraph(run("字") * 100_000))), ""),
    "200 links in links": (
        body(lambda: "<w:p>" + nested(*LINK, 200, run("字") * 100_000) + "</w:p>"),
        "",
    ),
    "10,000 tables": (body(lambda: table(("甲", "乙")) * 10_000), ""),
    "styles based on one another": (
        lambda path: docx(path, paragraph("字", style="s0") * 1000, styles=STYLE_CHAIN),
        "",
    ),
    "a bookmark's name of 1 MB": (
        body(lambda: f'<w:p><w:bookmarkStart w:id="0" w:name="zpb{"_" * MB}x"/></w:p>'),
        "",
    ),
}


def measured(path: Path, answer: Connection) -> None:
    """Read *path* in a process of its own; what it said, and what it cost."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, said = time.process_time(), ""
    try:
        read_edited(path)
    except DocumentError as error:
        said = str(error)
    seconds = time.process_time() - start
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer.send((said, seconds, (after - before) * 1024))


def cost(path: Path) -> tuple[str, float, float]:
    """The message (empty when the file was read), seconds, bytes."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=measured, args=(path, theirs))
    process.start()
    theirs.close()
    try:
        said, seconds, size = ours.recv()
    finally:
        process.join()
    return said, seconds, size


@pytest.mark.parametrize("name", CASES)
def test_hostile_files_are_refused_or_read_within_bounds(name: str, tmp_path: Path) -> None:
    make, expected = CASES[name]
    path = make(tmp_path / "改稿.docx")
    there = set(tmp_path.parent.rglob("*"))
    said, seconds, size = cost(path)
    if expected:
        assert expected in said
        assert said.count("改稿.docx") <= 1 < len(said), "one message, that names the file at most once"
        assert "Traceback" not in said
    else:
        assert not said
    assert seconds < SECONDS
    assert size < MEMORY
    assert set(tmp_path.parent.rglob("*")) == there, "nothing was unpacked"
    print(f"{name}\t{seconds:.2f} s\t{size / MB:.0f} MB\t{said}")


def test_what_could_be_read_of_them(tmp_path: Path) -> None:
    for make in (external_relation, odd_paths, nested_bomb):
        file = read_edited(make(tmp_path / "改稿.docx"))
        assert [p.text for p in file.paragraphs] == ["正文。"]
        assert not file.comments
    macros = docx(tmp_path / "改稿.docm", paragraph("正文。"), vbaProject="")
    assert [e.what for e in read_edited(macros).extras] == ["文件里有宏：没有运行，也不带入报告"]
