"""One report's way through an office: drafted, exported, edited in Word, saved by LibreOffice, imported,
followed by a change of the accounts, a redraft and a second export. Every step with real files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from benchmarks.layout import convert, missing
from tests.test_cli import EXAMPLES, run, texts
from tests.workflow.desk import Desk

pytestmark = pytest.mark.skipif("soffice" in missing(), reason="LibreOffice is missing")

BY_HAND = "一是组织学习文件近20余次；二是各股室参加培训约300人左右；三是全年召开会议至少12次以上。"


@dataclass(frozen=True)
class Edit:
    """What a person does, and in which section it shows."""

    name: str
    section: str
    do: Callable[[Desk], None]


EDITS = (
    Edit("改一个词", "overview", lambda d: d.replace("正科级，", "正科级单位，")),
    Edit("改成全角数字", "overview", lambda d: d.replace("在编人员14人", "在编人员１４人")),
    Edit("添一句，数在台账中", "overview", lambda d: d.paste("退休人员4人。", "内设机构为2个。")),
    Edit("改一个数", "spending", lambda d: d.replace("公务接待费支出0.22万元", "公务接待费支出0.32万元")),
    Edit("句子在节内移动", "spending", lambda d: d.paste("公务用车购置及运行维护费支出0万元，与上年持平。", d.cut(
        "年度执行中，因人员变动和工作需要，预算相应作了调整。"))),
    Edit("加粗", "projects_organisation", lambda d: d.bold("择优立项")),
    Edit("一段分成两段", "projects_management", lambda d: d.split("支付前严格审核。")),
    Edit("两段并成一段", "projects_management", lambda d: d.join("项目资金专项核算")),
    Edit("添一段", "assets", lambda d: d.write_after("并列出报废清单", "资产管理人员变动时，及时办理交接手续。")),
    Edit("添表格", "assets", lambda d: d.table_after("并列出报废清单", [["名称", "数量"], ["电脑", "3台"]])),
    Edit("带数的句子移到别节", "performance_party", lambda d: d.paste("开展党风廉政警示教育，", d.cut(
        "驻村工作队员和村第一书记累计派出2人。"))),
    Edit("带数的句子复制到别节", "performance_science_day", lambda d: d.paste(
        "到场群众2500余人。", "全年免费发放科普资料6000余册、科普围裙和袖套等2000余件，受益群众2万余名。")),
    Edit("删去带数的分句", "performance_outreach", lambda d: d.replace("1000余份，观看和咨询的群众2000余人", "1000余份")),
    Edit("两个数的名称对调", "performance_science_day", lambda d: d.replace(
        "接受咨询1274人次，义诊150人次", "义诊1274人次，接受咨询150人次")),
    Edit("添一句，数没有出处", "performance_youth", lambda d: d.paste("宣讲科学家精神，", "举办科普讲座88场，")),
    Edit("修订：插入", "performance_youth", lambda d: d.track_insertion("普及科学知识，", "培养科学兴趣，")),
    Edit("修订：删除", "performance_youth", lambda d: d.track_deletion("市科协获优秀组织奖，")),
    Edit("添图片", "performance_party", lambda d: d.picture_after("增强“四个意识”")),
    Edit("批注", "performance_party", lambda d: d.comment("班子成员带头领学", "补上次数")),
    Edit("改标题", "problems", lambda d: d.replace("六、存在的主要问题", "六、存在的问题及原因")),
    Edit("删去一节", "measures_funds", lambda d: d.delete_section("（二）提高资金使用的规范性", "附件：")),
    Edit("整节移位", "assets", lambda d: d.move_section(
        "四、资产管理情况", "五、部门整体支出绩效情况", "三、部门专项组织实施情况")),
)  # fmt: skip
UNTOUCHED = ("projects_organisation", "performance_rural_", "problems")


@dataclass
class Office:
    """The folder, the exported file, and what each step left behind."""

    folder: Path
    exported: dict[str, str]
    word: Path
    plan: dict[str, Any]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    place = tmp_path_factory.mktemp("office")
    folder = place / "报告"
    shutil.copytree(EXAMPLES / "changning2023", folder)
    assert run("draft", folder, "--offline").exit_code == 0
    (place / "手稿.txt").write_text(BY_HAND, encoding="utf-8")
    assert run("edit", folder, "measures_targets", "--from", place / "手稿.txt").exit_code in (0, 1)
    word = place / "自评报告.docx"
    result = run("export", folder, "--output", word)
    assert result.exit_code == 0, result.output
    exported = texts(folder)
    desk = Desk(word)
    for edit in EDITS:
        edit.do(desk)
    desk.answer("近20余", "以签到表为准，共23次")
    desk.delete_comment("约300人左右")
    desk.save()
    (place / "out").mkdir()
    word = convert(word, place / "out", "docx")
    plan = json.loads(run("import", folder, word, "--dry-run", "--json").stdout)
    assert texts(folder) == exported
    return Office(folder, exported, word, plan)


def section(office: Office, id: str) -> dict[str, Any]:
    return next(s for s in office.plan["sections"] if s["section"] == id)


def test_look(office: Office) -> None:
    print(json.dumps(office.plan, ensure_ascii=False, indent=1))
