"""What a person does to an exported file, and what must become of it: the table of the long scenario.

python -m tests.workflow.edits      prints it
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.workflow.desk import Desk

Seen = Callable[["Found"], bool]

MOVED = "驻村工作队员和村第一书记累计派出2人。"
COPIED = "全年免费发放科普资料6000余册、科普围裙和袖套等2000余件，受益群众2万余名。"
ADJUSTED = "年度执行中，因人员变动和工作需要，预算相应作了调整。"
UNCHANGED_CARS = "公务用车购置及运行维护费支出0万元，与上年持平。"


class Found:
    """The plan of the import (``import --dry-run --json``), as far as one section goes."""

    def __init__(self, plan: dict[str, Any], section: str) -> None:
        one = next(s for s in plan["sections"] if s["section"] == section)
        self.plan = plan
        self.state: str = one["state"]
        self.text: str = one["text"]
        self.fates = [(f["fate"], f["was"], f["now"]) for f in one["figures"]]
        self.findings = [(f["code"], f["quote"]) for f in one["findings"]]
        self.messages = [f["message"] for f in one["findings"] if f["severity"] == "error"]
        self.notices = "\n".join(plan["notices"])

    def fate(self, was: str) -> list[str]:
        """What became of the figures that were printed like this."""
        return [fate for fate, printed, _ in self.fates if printed == was]

    def told(self, *words: str) -> bool:
        """Whether one notice holds all of these words."""
        return any(all(w in notice for w in words) for notice in self.plan["notices"])


@dataclass(frozen=True)
class Edit:
    """What is done, in which section it shows, what becomes of it in words and as a condition."""

    name: str
    section: str
    do: Callable[[Desk], object]
    becomes: str
    seen: Seen


EDITS = (
    Edit("改一个词", "overview",
         lambda d: d.replace("正科级，", "正科级单位，"),
         "带回；5个数照旧",
         lambda f: f.state == "edited" and "正科级单位" in f.text and len(f.fate("14人")) == 1),
    Edit("数改成全角", "overview",
         lambda d: d.replace("在编人员14人", "在编人员１４人"),
         "视为未改，引用照旧",
         lambda f: f.fate("14人") == ["kept"] and "１４" not in f.text),
    Edit("添一句，数在台账中", "overview",
         lambda d: d.paste("退休人员4人。", "内设机构为2个。"),
         "带回，数与台账一致，没有问题",
         lambda f: f.text.endswith("内设机构为2个。") and not f.findings),
    Edit("改一个数", "spending",
         lambda d: d.replace("公务接待费支出0.22万元", "公务接待费支出0.32万元"),
         "记住出处，报错误并列出两个数和两条出路",
         lambda f: "|作0.32万元]]" in f.text and ("changed-figure", "0.32万元") in f.findings),
    Edit("句子在节内移动", "spending",
         lambda d: d.paste(UNCHANGED_CARS, d.cut(ADJUSTED)),
         "带回",
         lambda f: f.text.endswith(ADJUSTED)),
    Edit("加粗", "projects_organisation",
         lambda d: d.bold("择优立项"),
         "文字未改；列出没有带回的格式",
         lambda f: f.state == "same" and f.told("加粗", "择优立项", "没有带回")),
    Edit("一段分成两段", "projects_management",
         lambda d: d.split("支付前严格审核。"),
         "带回",
         lambda f: "\n支付前严格审核。" in f.text),
    Edit("两段并成一段", "projects_management",
         lambda d: d.join("项目资金专项核算"),
         "带回",
         lambda f: "接受社会监督。二是" in f.text),
    Edit("添一段", "assets",
         lambda d: d.write_after("并列出报废清单", "资产管理人员变动时，及时办理交接手续。"),
         "带回",
         lambda f: f.text.endswith("\n资产管理人员变动时，及时办理交接手续。")),
    Edit("添表格", "assets",
         lambda d: d.table_after("并列出报废清单", [["名称", "数量"], ["电脑", "3台"]]),
         "列出没有带回的表格和它的位置",
         lambda f: f.told("表格", "名称、数量", "四、资产管理情况") and "电脑" not in f.text),
    Edit("整节移位", "assets",
         lambda d: d.move_section("四、资产管理情况", "五、部门整体支出绩效情况", "三、部门专项组织实施情况"),
         "文字照收；说明导出仍按提纲的顺序",
         lambda f: f.told("四、资产管理情况", "换了位置")),
    Edit("带数的句子移到别节", "performance_party",
         lambda d: d.paste("开展党风廉政警示教育，", d.cut(MOVED)),
         "引用随句子移过去",
         lambda f: f.fate("2人") == ["moved"] and "累计派出[[" in f.text),
    Edit("带数的句子复制到别节", "performance_science_day",
         lambda d: d.paste("到场群众2500余人。", COPIED),
         "副本也带引用",
         lambda f: f.fate("6000余册") == f.fate("2000余件") == ["copied"]),
    Edit("两个数的名称对调", "performance_science_day",
         lambda d: d.replace("接受咨询1274人次，义诊150人次", "义诊1274人次，接受咨询150人次"),
         "报错误，两个数和它们的项目都点到",
         lambda f: all(any(n in m for m in f.messages) for n in ("1274人次", "150人次"))),
    Edit("删去带数的分句", "performance_outreach",
         lambda d: d.replace("1000余份，观看和咨询的群众2000余人", "1000余份"),
         "带回；列为删去的数",
         lambda f: f.fate("2000余人") == ["deleted"] and "观看和咨询" not in f.text),
    Edit("添一句，数没有出处", "performance_youth",
         lambda d: d.paste("宣讲科学家精神，", "举办科普讲座88场，"),
         "带回，报错误：台账中找不到",
         lambda f: ("typed-figure", "88场") in f.findings),
    Edit("修订：插入", "performance_youth",
         lambda d: d.track_insertion("普及科学知识，", "培养科学兴趣，"),
         "按接受处理并说明",
         lambda f: "培养科学兴趣，" in f.text and f.told("2处修订", "按接受处理")),
    Edit("修订：删除", "performance_youth",
         lambda d: d.track_deletion("市科协获优秀组织奖，"),
         "按接受处理并说明",
         lambda f: "优秀组织奖" not in f.text),
    Edit("添图片", "performance_party",
         lambda d: d.picture_after("增强“四个意识”"),
         "列出没有带回的图片和它的位置",
         lambda f: f.told("图片", "（五）在党建和党风廉政建设上出重拳")),
    Edit("批注", "performance_party",
         lambda d: d.comment("班子成员带头领学", "补上次数"),
         "连同作者、所批的词句留存，再导出时仍在",
         lambda f: [r["text"] for r in f.plan["remarks"] if r["author"] == "李主任"] == ["补上次数"]),
    Edit("答复核对批注", "measures_targets",
         lambda d: d.answer("20余次", "以签到表为准"),
         "问题记为已了结，答复即理由",
         lambda f: ("20余次", "dismissed", "以签到表为准") in settled(f)),
    Edit("把核对批注标为解决", "measures_targets",
         lambda d: d.resolve("至少12次以上"),
         "提醒记为已了结",
         lambda f: ("至少12次以上", "dismissed", "批注已标为解决") in settled(f)),
    Edit("删去核对批注", "measures_targets",
         lambda d: d.delete_comment("约300人左右"),
         "提醒记为已了结",
         lambda f: ("约300人左右", "dismissed", "批注已删去") in settled(f)),
    Edit("改标题", "problems",
         lambda d: d.replace("六、存在的主要问题", "六、存在的问题及原因"),
         "文字未改；说明标题由提纲规定",
         lambda f: f.state == "same" and f.told("六、存在的问题及原因", "没有带回")),
    Edit("删去一节", "measures_funds",
         lambda d: d.delete_section("（二）提高资金使用的规范性", "附件："),
         "记为删去，导出时不印标题，序号接上",
         lambda f: f.state == "deleted" and f.text == ""),
)  # fmt: skip


def settled(found: Found) -> set[tuple[str, str, str]]:
    """Words, status and reason of each finding that a comment settled."""
    return {(s["quote"], s["status"], s["reason"]) for s in found.plan["settled"]}


def main() -> None:
    for number, edit in enumerate(EDITS, 1):
        print(f"{number:2} {edit.name}　{edit.section}　{edit.becomes}")


if __name__ == "__main__":
    main()
