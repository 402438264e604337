"""What drafting costs in time and in characters, against a scripted endpoint with latency.

    python -m benchmarks.drafting [examples/常宁2023 …] [--seconds 1.0]

Printed for each report: the wall time of a whole draft against the slowest chain of sections that wait for
one another (as the endpoint saw them); the characters sent for one redraft (with a hint, the present text and
what the other sections tell) against a whole draft; and the share of a prompt that is the common beginning of
all prompts. The first answer of about every third section is bad, so that repairs are part of the picture.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os.path import commonprefix
from pathlib import Path
from typing import Any

from pipeline.drafting import (
    Brief,
    Drafted,
    Job,
    Tools,
    allot,
    build_prompt,
    draft_all,
    draft_section,
    required_keys,
    told_elsewhere,
)
from pipeline.drafting.model import Model
from pipeline.inputs import read_folder
from pipeline.ledger import build_ledger
from pipeline.outlines import load_outline
from pipeline.settings import DraftSettings
from pipeline.store import Store
from schemas.findings import Finding, Severity
from schemas.outline import SectionSpec
from tests.endpoint import Endpoint, Reply

BAD = "这一稿没有引用任何数据，只有手写的1234.56万元，需要改正后重交，内容也还不够完整和准确。"


@dataclass(frozen=True)
class Result:
    """The figures of one report; times in seconds, sizes in characters."""

    sections: int
    calls: int
    wall: float
    chain: float
    whole: int
    redrafts: tuple[int, ...]
    prompts: tuple[int, ...]
    shared: int

    @property
    def ratio(self) -> float:
        """Wall time over the slowest chain."""
        return self.wall / self.chain

    def lines(self) -> list[str]:
        redraft, prompt = statistics.mean(self.redrafts), statistics.mean(self.prompts)
        return [
            f"sections {self.sections}, calls {self.calls}",
            f"wall time {self.wall:.2f} s, slowest chain {self.chain:.2f} s, ratio {self.ratio:.2f}",
            f"characters sent: whole draft {self.whole}, one redraft {redraft:.0f} on average "
            f"({redraft / self.whole:.1%}), {max(self.redrafts)} at most",
            f"common beginning {self.shared} of {prompt:.0f} characters in a prompt "
            f"({self.shared / prompt:.0%})",
        ]


def measure(brief: Brief, folder: Path, seconds: float) -> Result:
    """Draft the whole report once; an answer takes *seconds* and up to half more."""
    return asyncio.run(_measure(brief, folder, seconds))


async def _measure(brief: Brief, folder: Path, seconds: float) -> Result:
    specs = [spec for spec in brief.outline.sections if spec.body]
    prompts = {s.id: build_prompt(Job(s), brief) for s in specs}
    asked = {messages[1].content: section for section, messages in prompts.items()}
    answers = {s.id: _answer(s, brief) for s in specs}

    def script(request: dict[str, Any]) -> Reply:
        section = _section(request, asked, specs)
        number = int(hashlib.sha256(section.encode()).hexdigest(), 16)
        bad = number % 3 == 0 and len(request["messages"]) == 2
        return Reply(BAD if bad else answers[section], delay=seconds * (1 + number % 5 / 8))

    with Endpoint(script) as server, Store.open(folder) as store:
        settings = DraftSettings(model="m", base_url=server.url)
        async with Model(settings) as model:
            kit = Tools(_check(brief), lambda spec: spec.heading, store, model.complete, "m", server.url)

            async def one(job: Job, earlier: Mapping[str, str]) -> Drafted:
                return await draft_section(job, brief, kit, earlier)

            def finish(d: Drafted) -> None:
                store.append(d.section, d.text, d.author, brief.ledger.version)

            started = time.monotonic()
            await draft_all([Job(s) for s in specs], one, finish, limit=len(specs))
            wall = time.monotonic() - started
            spent = dict.fromkeys(prompts, 0.0)
            sent = dict.fromkeys(prompts, 0)
            for call in server.calls:
                section = _section(call.body, asked, specs)
                spent[section] += (call.ended or time.monotonic()) - call.started
                sent[section] += len(call.prompt)
            calls = len(server.calls)
    texts = ["\n".join(m.content for m in messages) for messages in prompts.values()]
    return Result(
        sections=len(specs),
        calls=calls,
        wall=wall,
        chain=max(_chain(spec, specs, spent) for spec in specs),
        whole=sum(sent.values()),
        redrafts=tuple(_redraft(s, brief, answers) for s in specs),
        prompts=tuple(map(len, texts)),
        shared=len(commonprefix(texts)),  # noqa: RUF071 - texts, not paths
    )


def _redraft(spec: SectionSpec, brief: Brief, texts: Mapping[str, str]) -> int:
    """The characters of the request that a redraft with a hint sends."""
    told = told_elsewhere(spec, brief, texts)
    job = Job(spec, round=1, hint="突出重点，压到300字", former=texts[spec.id], told=told)
    earlier = {other: texts[other] for other in spec.after}
    return sum(len(message.content) for message in build_prompt(job, brief, earlier))


def _section(request: Mapping[str, Any], asked: Mapping[str, str], specs: Sequence[SectionSpec]) -> str:
    content = request["messages"][1]["content"]
    if content in asked:
        return asked[content]
    # A section that waited for others has their texts in its prompt.
    return next(s.id for s in specs if s.after and content.endswith(f"“{s.heading}”的正文。"))


def _chain(spec: SectionSpec, specs: Sequence[SectionSpec], spent: Mapping[str, float]) -> float:
    """How long *spec* had to take: its own calls after those of the slowest section it waits for."""
    before = [other for other in specs if other.id in spec.after]
    return spent[spec.id] + max((_chain(other, specs, spent) for other in before), default=0.0)


def _answer(spec: SectionSpec, brief: Brief) -> str:
    keys = required_keys(spec, brief.ledger)
    text = "".join(f"本单位{spec.heading}涉及[[{key}]]，情况正常。" for key in keys)
    return text + "本单位各项工作正常开展，执行情况良好。" * (1 + spec.length.least // 18)


def _check(brief: Brief) -> Any:
    def check(spec: SectionSpec, text: str) -> list[Finding]:
        bad = text == BAD
        return [Finding(code="typed-figure", severity=Severity.ERROR, message="手写的数。")] if bad else []

    return check


def load(folder: Path) -> Brief:
    """The brief of a report folder."""
    report, _ = read_folder(folder)
    assert report is not None, f"{folder} cannot be read"
    outline = load_outline(report.settings.outline, folder)
    return Brief(outline, report.settings, build_ledger(report), allot(report.notes, outline))


def main() -> None:
    """Measure each folder given, or all examples."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--seconds", type=float, default=1.0)
    options = parser.parse_args()
    for folder in options.folders or sorted(Path("examples").iterdir()):
        with tempfile.TemporaryDirectory() as place:
            print(folder.name)
            for line in measure(load(folder), Path(place), options.seconds).lines():
                print("  " + line)


if __name__ == "__main__":
    main()
