"""What a second reader finds besides the rules.

    python -m benchmarks.second PASSAGES.jsonl [--answers FILE]

Each line: id, text, faults: [{kind, quote, alt}], as for ``benchmarks.audit``. Every passage is read once by
the model that zipingbao is configured for, as ``check --model`` reads it. The answers go to FILE as they come
(JSON lines: id, answer, tokens), so that a run that was broken off goes on where it stopped; with the file
complete no endpoint is needed. Answers hold for one wording of the prompt: take another file for another.

Printed, for the rules alone, the second reader alone (with its remarks, too) and both together as ``check
--model`` prints them: faults found, by kind and in all, and clean passages alarmed. Then what became of the
model's proposals: told as error, warning or remark, refuted by arithmetic, or without quotes in the text; and
the calls, tokens and seconds of the answers. ``missed`` and ``alarm`` lines show what both together miss, and
the second reader's warnings and errors in passages without faults.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.audit import hits, places
from pipeline.crosscheck import check, second
from pipeline.drafting.model import Model
from pipeline.errors import ModelUnavailable, ZipingbaoError
from pipeline.settings import draft_settings
from pipeline.workflow.rereading import with_second
from schemas.calls import Completion, Message
from schemas.findings import Finding, Severity

Passage = dict[str, Any]
ROWS = ("rules alone", "second alone", "second with info", "both")


@dataclass
class Answers:
    """What the model answered, by passage; kept as it comes. ``model``: whom to ask for the rest."""

    path: Path | None
    known: dict[str, list[Completion]]
    model: Model | None = None

    @classmethod
    def read(cls, path: Path | None) -> Answers:
        """Those of the file; a last line that was cut off is dropped."""
        known: dict[str, list[Completion]] = defaultdict(list)
        whole = ""
        for line in path.read_text(encoding="utf-8").splitlines(True) if path and path.exists() else ():
            try:
                row = json.loads(line)
            except ValueError:
                continue
            known[row.pop("id")].append(Completion(text=row.pop("answer"), **row))
            whole += line.rstrip("\n") + "\n"
        if path:
            path.write_text(whole, encoding="utf-8")
        return cls(path, known)

    def asking(self, name: str) -> second.Ask:
        """Gives the passage's answers in order, and asks for those that are not there yet."""
        kept = iter(self.known[name].copy())

        async def ask(messages: Sequence[Message]) -> Completion | None:
            if (known := next(kept, None)) is not None:
                return known
            if self.model is None:
                raise ModelUnavailable("没有这一段的回答，也没有配置模型。")
            answer = await self.model.complete(messages)
            self._keep(name, answer)
            return answer

        return ask

    def _keep(self, name: str, answer: Completion) -> None:
        self.known[name].append(answer)
        if self.path:
            tokens = {"prompt_tokens": answer.prompt_tokens, "completion_tokens": answer.completion_tokens}
            row = {"id": name, "answer": answer.text, "seconds": answer.seconds, **tokens}
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


async def read_all(passages: Sequence[Passage], answers: Answers) -> dict[str, second.Second]:
    """What came of each passage that could be read."""
    settings = draft_settings()
    missing = any(len(answers.known[p["id"]]) < len(second.pieces(p["text"])) for p in passages)
    if missing and settings.configured:
        async with Model(settings) as model:
            answers.model = model
            return await _read(passages, answers, settings.concurrency)
    return await _read(passages, answers, settings.concurrency)


async def _read(passages: Sequence[Passage], answers: Answers, at_once: int) -> dict[str, second.Second]:
    limit = asyncio.Semaphore(at_once)
    read: dict[str, second.Second] = {}

    async def one(passage: Passage) -> None:
        async with limit:
            try:
                read[passage["id"]] = await second.read_again(passage["text"], answers.asking(passage["id"]))
            except ModelUnavailable as error:
                print(f"unread {passage['id']}: {error}")

    await asyncio.gather(*map(one, passages))
    return read


def told(findings: Iterable[Finding], *, info: bool = False) -> list[Finding]:
    return [f for f in findings if info or f.severity is not Severity.INFO]


def views(passage: Passage, read: second.Second) -> dict[str, list[Finding]]:
    """The findings of one passage in each of the ways they are counted."""
    rules = check(passage["text"])
    both = with_second(rules, read.findings).findings
    lists = (told(rules.findings), told(read.findings), told(read.findings, info=True), told(both))
    return dict(zip(ROWS, lists, strict=True))


def report(passages: Sequence[Passage], read: dict[str, second.Second]) -> None:
    """Print the table, the misses and the alarms."""
    faults: Counter[str] = Counter()
    found: dict[str, Counter[str]] = {row: Counter() for row in ROWS}
    alarmed: Counter[str] = Counter()
    for passage in passages:
        seen = views(passage, read[passage["id"]])
        for fault in passage["faults"]:
            spots = places(passage["text"], fault)
            faults[fault["kind"]] += 1
            got = {row: any(hits(f, spots) for f in seen[row]) for row in ROWS}
            for row in ROWS:
                found[row][fault["kind"]] += got[row]
            if not got["both"]:
                print(f"missed {passage['id']} {fault['kind']} {fault['quote']}: {fault.get('why', '')}")
        if not passage["faults"]:
            alarmed.update(row for row in ROWS if seen[row])
            for f in seen["second alone"]:
                print(f"alarm  {passage['id']} {f.severity} {f.quote}: {f.message}")
    clean = sum(not p["faults"] for p in passages)
    _table(faults, found, lambda row: f"{alarmed[row]}/{clean}")


def _table(faults: Counter[str], found: dict[str, Counter[str]], alarms: Callable[[str], str]) -> None:
    print(f"{'':14}" + "".join(f"{row:>18}" for row in ROWS))
    for kind in sorted(faults):
        print(f"{kind:14}" + "".join(f"{f'{found[row][kind]}/{faults[kind]}':>18}" for row in ROWS))
    whole = sum(faults.values())
    print(f"{'all':14}" + "".join(f"{f'{sum(found[row].values())}/{whole}':>18}" for row in ROWS))
    print(f"{'clean alarmed':14}" + "".join(f"{alarms(row):>18}" for row in ROWS))


def bill(read: Iterable[second.Second], answers: Iterable[Completion]) -> None:
    """Print what became of the proposals, and what the answers cost."""
    results, given = list(read), list(answers)
    severities = Counter(f.severity for r in results for f in r.findings)
    proposed, refuted = sum(r.proposed for r in results), sum(r.refuted for r in results)
    kept = ", ".join(f"{severities[s]} {s}" for s in Severity)
    rest = proposed - refuted - severities.total()
    print(
        f"proposals {proposed}: {kept}; refuted by arithmetic {refuted}; no such quotes or told twice {rest}"
    )
    sent = sum(a.prompt_tokens or 0 for a in given)
    written = sum(a.completion_tokens or 0 for a in given)
    seconds = sum(a.seconds for a in given)
    print(f"answers {len(given)}, tokens {sent} sent and {written} written, {seconds:.0f} s in all")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("passages", type=Path)
    parser.add_argument("--answers", type=Path)
    args = parser.parse_args()
    lines = args.passages.read_text(encoding="utf-8").splitlines()
    passages: list[Passage] = [json.loads(line) for line in lines if line.strip()]
    answers = Answers.read(args.answers)
    try:
        read = asyncio.run(read_all(passages, answers))
    except ZipingbaoError as error:
        raise SystemExit(str(error)) from None
    done = [p for p in passages if p["id"] in read]
    print(f"read {len(done)} of {len(passages)} passages")
    report(done, read)
    bill(read.values(), [a for p in done for a in answers.known[p["id"]]])


if __name__ == "__main__":
    main()
