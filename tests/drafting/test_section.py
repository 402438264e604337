"""A section is asked for, checked and repaired at most twice; every paid answer is kept and used again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import pytest

from pipeline.drafting import Drafted, Event, Job, build_prompt, draft_section
from pipeline.errors import ModelUnavailable
from schemas.calls import Completion, Message
from schemas.report import AuthorKind
from tests.drafting.case import BRIEF, GOOD, OUTLINE, Shelf, tools

TYPED = "我单位2023年基本支出301.81万元，其中[[没有的键]]，保障了机构正常运转和日常工作的开展，用于各方面。"
BETTER = "我单位2023年基本支出301.81万元，[[基本支出.决算]]，保障了机构正常运转和日常工作的开展，用于各方面。"


class Scripted:
    """Answers in order; an exception in the list is raised instead."""

    def __init__(self, *answers: str | BaseException) -> None:
        self.answers = list(answers)
        self.asked: list[Sequence[Message]] = []

    async def __call__(
        self,
        messages: Sequence[Message],
        on_text: Callable[[int], None],
        on_wait: Callable[[str, float], None],
    ) -> Completion:
        self.asked.append(messages)
        answer = self.answers[min(len(self.asked), len(self.answers)) - 1]
        if isinstance(answer, BaseException):
            raise answer
        on_text(len(answer))
        return Completion(text=answer)


def draft(
    model: Scripted | None, section: str = "basic", shelf: Shelf | None = None, **job: object
) -> Drafted:
    spec = OUTLINE.section(section)
    return asyncio.run(draft_section(Job(spec, **job), BRIEF, tools(model, shelf)))  # type: ignore[arg-type]


def test_a_good_answer_is_taken_at_once() -> None:
    model = Scripted(GOOD["basic"])
    drafted = draft(model)
    assert (drafted.text, drafted.calls, drafted.findings) == (GOOD["basic"], 1, ())
    assert drafted.author.chinese == "模型（test-model）"
    assert drafted.notice == ""


def test_a_bad_answer_goes_back_with_the_exact_findings() -> None:
    model = Scripted(TYPED, GOOD["basic"])
    drafted = draft(model)
    assert drafted.text == GOOD["basic"]
    assert len(drafted.first) == 3
    first, second = model.asked
    assert list(second[: len(first)]) == list(first)
    assert second[-2] == Message(role="assistant", content=TYPED)
    for words in ("“301.81万元”：这个数是手写的。", "没有的键", "缺少必须写到的数 [[基本支出.决算]]"):
        assert words in second[-1].content


def test_after_two_repairs_the_best_attempt_stands_with_its_findings() -> None:
    model = Scripted(TYPED, BETTER, TYPED)
    drafted = draft(model)
    assert (drafted.text, drafted.attempts) == (BETTER, 3)
    assert [f.code for f in drafted.findings] == ["typed-figure"]
    assert "1处错误" in drafted.notice
    assert drafted.author.kind is AuthorKind.MODEL


def test_nothing_usable_ends_in_the_offline_wording_and_says_why() -> None:
    drafted = draft(Scripted("", "抱歉，我不能写。", "ok"))
    assert drafted.text == "范文：[[基本支出.决算]]。"
    assert drafted.author.kind is AuthorKind.OFFLINE
    assert "改用范文" in drafted.notice
    assert "问了3次" in drafted.notice


def test_without_a_model_the_offline_wording_is_no_trouble() -> None:
    drafted = draft(None)
    assert (drafted.author.kind, drafted.notice, drafted.calls) == (AuthorKind.OFFLINE, "", 0)


def test_an_endpoint_that_fails_at_once_leaves_offline_wording() -> None:
    drafted = draft(Scripted(ModelUnavailable("连不上模型接口。", "请先启动。")))
    assert drafted.author.kind is AuthorKind.OFFLINE
    assert "连不上模型接口。 请先启动。" in drafted.notice


def test_an_endpoint_that_fails_during_repair_leaves_what_came_before() -> None:
    drafted = draft(Scripted(BETTER, ModelUnavailable("中断。")))
    assert drafted.text == BETTER
    assert "中断" in drafted.notice


def test_a_repeated_run_repeats_no_paid_call() -> None:
    shelf = Shelf()
    first = draft(Scripted(TYPED, GOOD["basic"]), shelf=shelf)
    again = draft(Scripted(AssertionError("asked again")), shelf=shelf)
    assert again.text == first.text
    assert (again.calls, again.reused) == (0, 2)
    assert shelf.saves == [("basic", 1), ("basic", 2)]


def test_a_run_interrupted_between_repairs_goes_on_where_it_stopped() -> None:
    shelf = Shelf()
    with pytest.raises(KeyboardInterrupt):
        draft(Scripted(TYPED, KeyboardInterrupt()), shelf=shelf)
    model = Scripted(GOOD["basic"])
    drafted = draft(model, shelf=shelf)
    assert (drafted.text, drafted.calls, drafted.reused) == (GOOD["basic"], 1, 1)


def test_a_redraft_asks_anew() -> None:
    shelf = Shelf()
    draft(Scripted(GOOD["basic"]), shelf=shelf)
    model = Scripted(BETTER, GOOD["basic"])
    assert draft(model, shelf=shelf, round=1).calls == 2
    assert draft(Scripted(GOOD["basic"]), shelf=shelf, round=1, hint="短些").calls == 1


def test_a_hint_shows_the_former_text_and_no_hint_does_not() -> None:
    model = Scripted(GOOD["basic"])
    draft(model, round=1, former="旧稿一份")
    assert "旧稿一份" not in model.asked[0][1].content
    draft(model, round=1, former="旧稿一份", hint="短些")
    assert "旧稿一份" in model.asked[1][1].content


def test_progress_is_told() -> None:
    events: list[Event] = []
    kit = tools(Scripted(TYPED, GOOD["basic"]), None, events)
    asyncio.run(draft_section(Job(OUTLINE.section("basic")), BRIEF, kit))
    assert [e.kind for e in events] == [
        "started", "asking", "text", "rejected", "asking", "text", "finished",
    ]  # fmt: skip
    assert "3处问题" in events[3].message


def test_an_empty_answer_is_not_sent_back_as_an_empty_message() -> None:
    model = Scripted("", GOOD["basic"])
    draft(model)
    assert all(m.content.strip() for m in model.asked[1])


def test_the_prompt_is_what_was_built() -> None:
    model = Scripted(GOOD["basic"])
    draft(model)
    assert list(model.asked[0]) == build_prompt(Job(OUTLINE.section("basic")), BRIEF)


def test_a_section_with_nothing_to_write_from_is_not_sent() -> None:
    model = Scripted(GOOD["measures"])
    drafted = draft(model, "measures")
    assert model.asked == []
    assert drafted.author.kind is AuthorKind.OFFLINE
    assert "未问模型" in drafted.notice
    assert draft(model, "measures", former="旧稿", hint="短些").calls == 1


def test_a_warning_is_worth_one_repair() -> None:
    doubtful = GOOD["basic"] + "大概如此。"
    overcome = Scripted(doubtful, GOOD["basic"])
    assert draft(overcome).text == GOOD["basic"]
    kept = Scripted(doubtful)
    drafted = draft(kept)
    assert (drafted.text, drafted.calls, drafted.notice) == (doubtful, 2, "")


def test_a_figure_typed_rightly_is_still_sent_back() -> None:
    typed = "全国科普日期间，我单位举办科普活动六场。"
    model = Scripted(typed, GOOD["activities"])
    drafted = draft(model, "activities")
    assert drafted.text == GOOD["activities"]
    assert "“六场”：手写的数。" in model.asked[1][-1].content
