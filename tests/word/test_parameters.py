"""Every layout parameter, read from the file that was written and compared with literal values."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from lxml import etree

from pipeline.word import PARAMETERS, Parameter
from tests.word import sample

W = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}

# Typed here once more, so that a changed constant in style.py does not change what is expected.
EXPECTED = {
    "纸张宽": "11906",
    "纸张高": "16838",
    "天头": "2098",
    "订口": "1588",
    "切口（版心宽156 mm）": "1474",
    "地脚（版心高225 mm）": "1984",
    "页脚距边界": "1417",
    "行网格": "579",
    "行距": "579",
    "字符间距": "-5",
    "孤行控制": "0",
    "标点溢出边界": "0",
    "文字颜色": "000000",
    "标题字体": "方正小标宋简体",
    "标题字号": "44",
    "标题位置": "center",
    "标题行距": "700",
    "标题加粗": "0",
    "主送机关字体": "仿宋_GB2312",
    "主送机关字号": "32",
    "主送机关首行缩进": "0",
    "正文字体": "仿宋_GB2312",
    "正文字号": "32",
    "正文首行缩进": "200",
    "正文首行缩进（磅值）": "630",
    "正文对齐": "both",
    "一级标题字体": "黑体",
    "一级标题字号": "32",
    "二级标题字体": "楷体_GB2312",
    "二级标题字号": "32",
    "三级标题字体": "仿宋_GB2312",
    "三级标题字号": "32",
    "四级标题字体": "仿宋_GB2312",
    "四级标题字号": "32",
    "一级标题加粗": "0",
    "二级标题加粗": "0",
    "三级标题加粗": "0",
    "四级标题加粗": "0",
    "一级标题大纲级别": "0",
    "二级标题大纲级别": "1",
    "三级标题大纲级别": "2",
    "四级标题大纲级别": "3",
    "署名字体": "仿宋_GB2312",
    "署名字号": "32",
    "成文日期字体": "仿宋_GB2312",
    "成文日期字号": "32",
    "附件说明字体": "仿宋_GB2312",
    "附件说明字号": "32",
    "附件序号字体": "黑体",
    "附件序号字号": "32",
    "附件标题字体": "方正小标宋简体",
    "附件标题字号": "44",
    "附件标题位置": "center",
    "表格文字字体": "仿宋_GB2312",
    "表格文字字号": "28",
    "表格行距": "440",
    "表头字体": "黑体",
    "表头字号": "28",
    "表格单位字体": "仿宋_GB2312",
    "表格单位字号": "28",
    "表格单位位置": "right",
    "页码字体": "宋体",
    "页码字号": "28",
    "数字和字母字体": "Times New Roman",
    "主题字体": "不存在",
    "表头跨页重复": "存在",
    "表格行不跨页": "存在",
    "附件另面编排": "存在",
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("layout") / "report.docx"
    sample.write(path)
    return path


def found(package: Path, parameter: Parameter) -> set[str]:
    with zipfile.ZipFile(package) as archive:
        root = etree.fromstring(archive.read(parameter.part))
    matches = root.xpath(parameter.xpath, namespaces=W)
    assert isinstance(matches, list)
    if parameter.xml in ("存在", "不存在"):
        return {"存在" if matches else "不存在"}
    return {str(match) for match in matches}


def test_every_parameter_is_expected_here() -> None:
    assert [p.name for p in PARAMETERS] == list(EXPECTED)


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda p: f"{p.name}={p.value}")
def test_parameter(package: Path, parameter: Parameter) -> None:
    assert found(package, parameter) == {EXPECTED[parameter.name]} == {parameter.xml}


def test_every_font_is_named_for_chinese_too(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        root = etree.fromstring(archive.read("word/styles.xml"))
    fonts = root.findall(".//w:rFonts", W)
    names = [f"{{{W['w']}}}{name}" for name in ("ascii", "hAnsi", "eastAsia", "cs")]
    assert fonts
    assert all(set(names) <= set(font.attrib) for font in fonts)


def test_no_theme_part_remains(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        assert not [name for name in archive.namelist() if "theme" in name]
