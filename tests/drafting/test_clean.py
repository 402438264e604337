"""The wrapping of an answer comes off, its words stay; what is no text at all is refused with a reason."""

from __future__ import annotations

import pytest

from pipeline.drafting.clean import clean, plain
from schemas.calls import Completion

BODY = "基本支出[[基本支出.决算]]，用于机构运转。"


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"<think>想一想，[[别的]]</think>\n\n{BODY}",
        f"想了很久</think>{BODY}",
        f"```markdown\n{BODY}\n```",
        f"好的，以下是本节正文：\n\n{BODY}",
        f"## 基本支出\n\n{BODY}",
        f"（一）基本支出\n{BODY}",
        f"**一、基本支出**\n{BODY}",
        f"- {BODY}",
        f"> {BODY}",
        f"**基本支出**{BODY[4:]}",
        BODY.replace("[[基本支出.决算]]", "`[[基本支出.决算]]`"),
        BODY.replace("[[基本支出.决算]]", "**[[基本支出.决算]]**"),
        f"　　{BODY}\r\n\r\n",
        f"{BODY}\n（全文约20字）",
        f"{BODY}\n---",
        f"\ufeff{BODY}",
    ],
)
def test_wrapping_comes_off(text: str) -> None:
    assert plain(text, "基本支出") == BODY


@pytest.mark.parametrize(
    "text",
    [
        "一是加强管理；二是压减开支。\n1.完善制度。",
        "坚持“三公”经费只减不增，[[三公经费.决算|比上年]]。",
        "基本支出包括人员经费和公用经费。",
        "用于“*”号标注的[[a*b.c]]和[[d*e.f]]事项。",
        "总量为2*3与4*5之积。",
    ],
)
def test_words_stay(text: str) -> None:
    assert plain(text, "基本支出") == text


def test_paragraphs_stand_one_a_line() -> None:
    assert plain("甲段。\n\n\n乙段。<br>丙段。", "题") == "甲段。\n乙段。\n丙段。"


def test_an_endless_thought_leaves_nothing() -> None:
    assert clean(Completion(text="<think>还在想"), "题").unusable == "模型交了空白"


@pytest.mark.parametrize(
    ("text", "finish", "reason"),
    [
        ("", "stop", "空白"),
        ("  \n", "stop", "空白"),
        ("抱歉，我无法协助完成这一请求。", "stop", "拒绝"),
        ("作为一个人工智能语言模型，我不能写。", "stop", "拒绝"),
        ("I'm sorry, but I can't help with that.", "stop", "拒绝"),
        ("写了一半的正文内容在此", "content_filter", "拒绝"),
        ('{"text": "本单位基本支出"}', "stop", "不是中文正文"),
        ("asdf qwer zxcv uiop", "stop", "不是中文正文"),
        ("�����������", "stop", "不是中文正文"),
        ("好的。", "stop", "不是中文正文"),
    ],
)
def test_what_is_no_text_is_unusable(text: str, finish: str, reason: str) -> None:
    assert reason in clean(Completion(text=text, finish=finish), "基本支出").unusable


def test_a_text_without_any_figure_is_unusable_where_figures_are_required() -> None:
    answer = Completion(text="本单位支出规范，运转良好，各项工作有序推进。")
    assert "一个数据也没有" in clean(answer, "题", figures_required=True).unusable
    assert not clean(answer, "题").unusable


def test_a_typed_figure_is_usable_and_left_to_the_checker() -> None:
    answer = Completion(text="本单位基本支出301.81万元，用于运转。")
    assert not clean(answer, "题", figures_required=True).unusable


def test_far_too_short_is_unusable() -> None:
    assert "只写了" in clean(Completion(text="自评优秀，各项都好。"), "题", least=200).unusable


def test_a_truncated_answer_is_a_finding() -> None:
    text = "本单位支出规范，运转良好，各项工作有序推"
    answer = clean(Completion(text=text, finish="length"), "题")
    assert not answer.unusable
    assert [f.code for f in answer.findings] == ["answer-truncated"]
    assert clean(Completion(text=text), "题").findings == ()
