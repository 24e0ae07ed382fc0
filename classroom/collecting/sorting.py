"""Decide which file that was handed in becomes which notebook of which trainee."""

import re
import unicodedata
from collections import Counter, defaultdict
from datetime import datetime

from classroom.collecting.desk import Desk
from classroom.collecting.naming import Person, Placed, find_name, safe_name, same_place
from classroom.collecting.sources import NOTEBOOK, Found, listed, shown
from classroom.console import count
from classroom.grading import handed_in


class Sorting:
    """Decide which file becomes which notebook of which trainee."""

    def __init__(self, desk: Desk, found: Found, placed: list[Placed]) -> None:
        self.desk = desk
        self.found = found
        self.placed = placed
        self.record = desk.read_record()
        self.notes: list[str] = []
        self.chosen: dict[tuple[str, str], Placed] = {}
        self.layout = ""

    def choose(self) -> None:
        """Fill `chosen`: the newest file for each trainee and notebook."""
        mine = [p for p in self.placed if p.assignment == self.desk.assignment]
        if len(mine) < len(self.placed):
            left = [p.handed.origin for p in self.placed if p.assignment != self.desk.assignment]
            were = f"{count(len(left), 'notebook')} of other assignments left"
            self.notes.append(f"{were}: {listed(sorted(left))}.")
        self._name_left(
            [p for p in mine if p.person is None],
            "whose name tells no trainee; put each into a folder named after the trainee",
        )
        fitting: dict[tuple[Person, str], list[Placed]] = defaultdict(list)
        strange = []
        for one in mine:
            if one.person is None:
                continue
            if notebook := self._which(one):
                fitting[one.person, notebook].append(one)
            else:
                strange.append(one)
        self._name_left(strange, f"that are none of {', '.join(self.desk.release)}")
        layouts = Counter(one.layout for group in fitting.values() for one in group)
        self.layout = " and ".join(name for name, _ in layouts.most_common())
        trainees = self._trainees({person for person, _ in fitting})
        for (person, notebook), group in sorted(fitting.items(), key=lambda item: item[0]):
            self.chosen[trainees[person], notebook] = self._newest(
                trainees[person], notebook, group
            )
        self._name_containers(trainees, [one for group in fitting.values() for one in group])

    def _name_containers(self, trainees: dict[Person, str], taken: list[Placed]) -> None:
        """Say which zips were read as those of several trainees, and of whom."""
        held = defaultdict(set)
        for one in taken:
            if one.container and one.person:
                held[one.container].add(trainees[one.person])
        for container, names in sorted(held.items()):
            number = count(len(names), "trainee")
            self.notes.append(f"{container} holds {number}: {listed(sorted(names))}.")

    def _name_left(self, left: list[Placed], why: str) -> None:
        if left:
            names = listed([one.handed.origin for one in left])
            self.notes.append(f"Not collected: {count(len(left), 'notebook')} {why}: {names}.")

    def _which(self, one: Placed) -> str:
        """Return the notebook that a file is: its content counts more than its name."""
        named, _ = find_name(one.label, self.desk.release)
        shared = {n: len(ids & one.handed.ids) for n, ids in self.desk.release.items()}
        inside = max(shared, key=lambda n: (shared[n], n == named))
        if not shared[inside] or shared.get(named):
            return named
        return inside

    def _newest(self, trainee: str, notebook: str, group: list[Placed]) -> Placed:
        """Return the newest of several files for one notebook; name the others."""
        ids = self.desk.release[notebook]

        def rank(one: Placed) -> tuple:
            # a lesson has the same name as its exercise, and none of its ids
            useful = bool(ids & one.handed.ids)
            # nor may a zip with others' names in it push aside what somebody handed in alone
            when = self._when(one) or datetime.min
            return useful, not one.container, one.order, when, _natural(one.handed.parts)

        best, *others = sorted(group, key=rank, reverse=True)
        if find_name(best.label, self.desk.release)[0] != notebook:
            what = f"{best.handed.origin} was taken as {notebook}"
            self.notes.append(f"{what}, which its content shows.")
        left = sorted(
            o.handed.origin + (" (same content)" if o.handed.digest == best.handed.digest else "")
            for o in others
        )
        if left:
            self.notes.append(
                f"{trainee} handed in {notebook} {len(left) + 1} times; {best.handed.origin} "
                f"is the newest and counts. Left: {listed(left)}."
            )
        return best

    def _when(self, one: Placed) -> datetime | None:
        """Return the time of a hand-in: a system's own, or timestamp.txt, or the file's."""
        system = one.layout.startswith(("a download", "nbgrader"))
        if system and one.when:
            return one.when
        parts = one.handed.parts
        stamps = (self.found.stamps.get(parts[:n]) for n in range(len(parts) - 1, 0, -1))
        return next(filter(None, stamps), None) or one.when

    def when(self, trainee: str, notebook: str) -> datetime | None:
        """Return the time of the chosen file."""
        return self._when(self.chosen[trainee, notebook])

    def _trainees(self, people: set[Person]) -> dict[Person, str]:
        """Return one name of a folder for each person, never the same for two."""
        names: dict[Person, str] = {}
        known = {t: Person(one["name"], one["number"]) for t, one in self.record.items()}
        there = handed_in.trainees(self.desk.directory, self.desk.assignment)
        taken = {same_place(t): t for t in (*there, *known)}
        fresh = defaultdict(list)
        for person in sorted(people):
            again = [t for t, old in known.items() if _same_person(old, person)]
            again = [t for t in again if t not in names.values()]
            if again:
                names[person] = max(again, key=lambda t: (known[t] == person, t))
            else:
                fresh[same_place(safe_name(person.name))].append(person)
        for key, group in sorted(fresh.items()):
            for person in group:
                base = safe_name(person.name)
                free = key not in taken or (taken[key] == base and base not in known)
                if len(group) > 1 and all(p.number for p in group):
                    free = False
                names[person] = base if free else _told_apart(base, person.number, taken)
                taken[same_place(names[person])] = names[person]
                known[names[person]] = person
        self._name_people(names)
        for person, trainee in names.items():
            times = self.record.get(trainee, {}).get("times", {})
            about = {"name": person.name, "number": person.number, "times": times}
            self.record[trainee] = about
        return names

    def _name_people(self, names: dict[Person, str]) -> None:
        for person, trainee in sorted(names.items()):
            plain = unicodedata.normalize("NFC", person.name).replace(" ", "_")
            if trainee not in (plain, f"{plain}_{person.number}"):
                self.notes.append(f"The trainee {shown(person.name)!r} is kept as {trainee}.")
        alike = defaultdict(list)
        for person, trainee in names.items():
            alike[same_place(safe_name(person.name))].append(trainee)
        for group in alike.values():
            if len(group) > 1:
                self.notes.append(
                    f"Different trainees with the same or nearly the same name are kept apart: "
                    f"{', '.join(sorted(group))}."
                )


def _same_person(old: Person, new: Person) -> bool:
    numbers = {old.number, new.number}
    return old.name == new.name and (len(numbers) == 1 or "" in numbers)


def _told_apart(base: str, number: str, taken: dict[str, str]) -> str:
    """Return a name nobody has: with the system's number, or else the next free one."""
    tries = [f"{base}_{number}"] if number else []
    tries += [f"{base}_{n}" for n in range(2, len(taken) + 3)]
    return next(name for name in tries if same_place(name) not in taken)


def _natural(parts: tuple[str, ...]) -> list[tuple[int, str]]:
    text = NOTEBOOK.sub("", "/".join(parts))
    return [
        (int(piece[:18]), "") if piece.isdecimal() and piece.isascii() else (-1, piece)
        for piece in re.split(r"([0-9]+)", text)
    ]
