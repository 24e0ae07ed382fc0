"""The wrong answers of a cohort, grouped by what was published, with what to say to them."""

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np

from classroom.results.answers import Answer, one_line
from classroom.results.item_statistics import group_answers
from classroom.results.report_data import Cohort, Item
from resilience_helpers import _answer, _verdict

#: Wrong answers on the page: at most this many, of one item, and given by this many trainees.
SHOWN, SHOWN_PER_ITEM, SHOWN_FROM = 10, 3, 2


@dataclass(frozen=True)
class Wrong:
    """A wrong answer that some trainees gave to an item."""

    item: Item
    words: str
    trainees: list[str]
    share: float
    known: str  # message of the known mistake, if it is one
    said: str  # what the check said

    @property
    def discuss(self) -> str:
        """What to talk about: the known mistake, else what the check said."""
        return self.known or self.said


def wrong_answers(cohort: Cohort) -> list[Wrong]:
    """Return the wrong answers of each item, grouped, the most common ones first."""
    found = []
    for item in cohort.items:
        given = [
            (name, work.answers.get(item.name, Answer("wrong")))
            for name, work in cohort.works.items()
            if work.is_wrong(item)
        ]
        seen = sum(item.notebook not in work.ungraded for work in cohort.works.values())
        groups = [_wrong(item, group, seen, cohort) for group in _grouped(item, given, cohort)]
        found += sorted(groups, key=lambda one: (-len(one.trainees), one.words))
    return found


Given = tuple[str, Answer]


def _grouped(item: Item, given: list[Given], cohort: Cohort) -> list[list[Given]]:
    """Put the same wrong answers together; the first of a group is the most common one."""
    parts: dict[tuple, list[Given]] = defaultdict(list)
    for name, answer in given:
        if answer.value is None:
            parts["said", answer.said.casefold()].append((name, answer))
        elif message := _known(item, answer, cohort):
            parts["known", message].append((name, answer))
        else:
            parts["value", answer.part].append((name, answer))
    groups = []
    for (kind, _), members in parts.items():
        if kind == "said":
            groups.append(members)
            continue
        within = np.inf if kind == "known" else max(answer.within for _, answer in members)
        values = [answer.value for _, answer in members]
        same = group_answers(values, within)
        # one known mistake is one group, though its answers may be written in several ways
        same = [[place for part in same for place in part]] if kind == "known" else same
        groups += [[members[place] for place in group] for group in same]
    return groups


def _known(item: Item, answer: Answer, cohort: Cohort) -> str:
    """Return the message of the known mistake that an answer is, or an empty text."""
    asked = _asked(item, answer, cohort)
    for slip in asked.sealed_slips if asked else ():
        if message := _answer.open_message(asked.name, answer.value, slip, asked.within):
            return message
    return ""


def _asked(item: Item, answer: Answer, cohort: Cohort) -> _verdict.Item | None:
    """Return the check that published an answer, as the key has it."""
    known = cohort.expected.get(item.name, [])
    return next((_verdict.Item.of(t, t["sealed"]) for t in known if t["part"] == answer.part), None)


def _wrong(item: Item, group: list[Given], seen: int, cohort: Cohort) -> Wrong:
    first = group[0][1]
    known = _known(item, first, cohort) if first.value is not None else ""
    said = Counter(answer.said for _, answer in group)
    most = min(said, key=lambda text: (-said[text], text))
    names = sorted(name for name, _ in group)
    return Wrong(item, _words(item, first, cohort), names, len(group) / seen, known, most)


def _words(item: Item, answer: Answer, cohort: Cohort) -> str:
    if answer.value is None:
        return "no answer: the cell stopped"
    asked = _asked(item, answer, cohort)
    unit = asked.unit if asked else ""
    if answer.part == "hidden" and (only := _only(answer.value)):
        return f"{one_line(_answer.words(only, unit), 120) or 'an empty text'} for every input"
    text = one_line(_answer.words(answer.value, unit), 120) or "an empty text"
    if answer.value["type"] == "error":
        text = f"stopped with {text}"
    return f"{text} (on inputs of grading)" if answer.part == "hidden" else text


def _only(value: _answer.Typed) -> _answer.Typed | None:
    """Return the one result that a function gave for all inputs, if it is one."""
    results = value["value"] if value["type"] == "list" else []
    same = len(results) > 1 and all(one == results[0] for one in results)
    return results[0] if same else None


def worth_a_talk(wrong: list[Wrong]) -> list[Wrong]:
    """Return the wrong answers worth a talk: the most common ones, few of an item."""
    count: Counter = Counter()
    shown = []
    for one in sorted(wrong, key=lambda w: -len(w.trainees)):
        count[one.item.name] += 1
        if len(one.trainees) >= SHOWN_FROM and count[one.item.name] <= SHOWN_PER_ITEM:
            shown.append(one)
    return shown[:SHOWN]
