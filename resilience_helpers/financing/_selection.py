"""The mixed-integer programme behind `portfolio.choose`.

Unknowns: for each project whether it is chosen (0 or 1), and for each project and source how
much the source pays, the own money first. All limits are linear in them.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from resilience_helpers._text import _
from resilience_helpers._validate import (
    fractions,
    has_columns,
    numbers,
    refuse,
    whole_number,
    yes_no,
    zero_or_more,
)
from resilience_helpers.financing._annuity import annuity

#: Size of the dearest project in the solver's units of money, and of the largest worth.
LARGE, LARGE_WORTH = 1e4, 1e6
#: Play within a limit [solver's units]: far above what the solver takes for zero, about 1e-7,
#: and far below what money is counted in. A budget that just suffices must not fail by it.
PLAY = 1e-4
#: What counts between sets of (nearly) the same worth: their cost, as a share of the cost of all
#: projects, then a number of each project that only makes the answer one on all machines.
BY_COST, BY_NUMBER = 1.0, 1e-4


class Solution(NamedTuple):
    """Chosen projects, shape (p,), and what each source pays, shape (p, 1 + sources)."""

    chosen: np.ndarray
    money: np.ndarray


class Model:
    """Tables as arrays, their checks, and the solver's matrices."""

    def __init__(
        self,
        projects: pd.DataFrame,
        budget: pd.Series,
        sources: pd.DataFrame | None,
        may_pay: pd.DataFrame | None,
        service_limit: pd.Series | None,
        carry_over: bool,
    ) -> None:
        self.carry_over = carry_over
        for name, series in (("budget", budget), ("service_limit", service_limit)):
            if series is not None and not isinstance(series, pd.Series):
                raise TypeError(
                    _("{name} must be a Series with years as its index").format(name=name)
                )
        if budget.index.has_duplicates:
            raise ValueError(_("budget names a year twice"))
        self.names, self.years = projects.index, years_in_order(budget.index)
        if not len(self.names) or self.names.has_duplicates:
            raise ValueError(_("projects must have at least one row, and each its own name"))
        has_columns("projects", projects, ("worth", *self.years))
        self.worth = numbers("worth", projects["worth"])
        self.budget = zero_or_more("budget", budget)
        self.outlay = zero_or_more("outlay", projects[self.years])
        self.cost = self.outlay.sum(axis=1)
        # a power of two, so that dividing by it and multiplying again changes no digit
        self.unit = 2.0 ** np.round(np.log2((self.cost.max() or LARGE) / LARGE))
        self.requires = self._links(projects, "requires")
        self.excludes = self._links(projects, "excludes")
        self._read_sources(sources, may_pay)
        self._read_service(service_limit)

    def _links(self, projects: pd.DataFrame, column: str) -> list[tuple[int, int]]:
        """Return pairs of places: a project, and the one that it names."""
        if column not in projects:
            return []
        pairs = []
        for place, other in enumerate(projects[column]):
            if pd.isna(other) or other == "":
                continue
            if other not in self.names:
                told = _("{column} names {other!r}, which is no project of the table")
                raise ValueError(told.format(column=column, other=other))
            if other == self.names[place]:
                raise ValueError(
                    _("{column} of {other!r} names itself").format(column=column, other=other)
                )
            pairs.append((place, self.names.get_loc(other)))
        return pairs

    def _read_sources(self, sources: pd.DataFrame | None, may_pay: pd.DataFrame | None) -> None:
        if sources is None:
            sources = pd.DataFrame(columns=["rate", "years", "limit", "share"], dtype=float)
        has_columns("sources", sources, ("rate", "years", "limit", "share"))
        self.source_names = list(sources.index)
        self.rate = fractions("rate", sources["rate"])
        share = fractions("share", sources["share"])
        self.limit = zero_or_more("limit", sources["limit"])
        tenor = numbers("years", sources["years"])
        rule = _("it must be a whole number of years, 0 for a grant")
        refuse("years", tenor, (tenor < 0) | (tenor % 1 > 0), rule)
        self.tenor = tenor.astype(int).tolist()
        terms = zip(self.rate, self.tenor, strict=True)
        self.payment = np.array(
            [1 / annuity(rate, years) if years else 0.0 for rate, years in terms]
        )
        may = np.ones((len(self.names), len(self.limit)))
        if may_pay is not None:
            try:
                table = may_pay.loc[self.names, self.source_names]
            except KeyError as error:
                told = _("may_pay lacks {missing}; it needs each project and each source")
                raise ValueError(told.format(missing=error.args[0])) from None
            may = yes_no("may_pay", table)
        self.most = may * share * self.cost[:, None]

    def _read_service(self, service_limit: pd.Series | None) -> None:
        self.service_limit = None
        self.service_years = self.years
        if service_limit is not None:
            self.service_limit = zero_or_more("service_limit", service_limit)
            self.service_years = list(service_limit.index)
            if self.service_years[: len(self.years)] != self.years:
                told = _("service_limit begins {first}; it needs all years of the budget, in order")
                raise ValueError(told.format(first=self.service_years[:2]))
            years_in_order(self.service_years)
        spread = self.outlay / np.where(self.cost > 0, self.cost, 1)[:, None]
        horizon = max(len(self.service_years), len(self.years) + max([0, *self.tenor]))
        #: service of 1 borrowed, by project, source and year, until the last loan is repaid
        self.per_unit = np.zeros((len(self.names), len(self.tenor), horizon))
        for source, tenor in enumerate(self.tenor):
            for drawn in range(len(self.years)):
                due = slice(drawn + 1, min(drawn + 1 + tenor, horizon))
                self.per_unit[:, source, due] += spread[:, [drawn]] * self.payment[source]
        self.spread = spread

    # ---- what a solution means -----------------------------------------------------------

    def own_outlay(self, found: Solution) -> np.ndarray:
        """Own money in each year."""
        return found.money[:, 0] @ self.spread

    def borrowed(self, found: Solution) -> np.ndarray:
        """Loans drawn in each year; grants are no loans."""
        loans = np.array([t > 0 for t in self.tenor], bool)
        return found.money[:, 1:][:, loans].sum(axis=1) @ self.spread

    def service(self, found: Solution) -> np.ndarray:
        """Interest and repayment of the new loans in each year, until the last one."""
        return np.einsum("ps,pst->t", found.money[:, 1:], self.per_unit)

    def allows(self, chosen: np.ndarray) -> bool:
        """Whether own money alone pays for these projects, and all links hold."""
        need, have = chosen @ self.outlay, self.budget
        if self.carry_over:
            need, have = np.cumsum(need), np.cumsum(have)
        linked = all(chosen[one] <= chosen[other] for one, other in self.requires)
        apart = all(chosen[one] + chosen[other] <= 1 for one, other in self.excludes)
        return linked and apart and bool((need <= have + PLAY * self.unit).all())

    # ---- the solver ----------------------------------------------------------------------

    def solve(self, relaxed: bool) -> Solution:
        """Find the best set, then the cheapest way to pay for it."""
        count, kinds = len(self.names), 1 + len(self.limit)
        best = self.best(relaxed)
        # a grant first, own money next, then the lowest rates; the last term only makes the
        # answer one where several ways cost the same, so that all machines find that one
        price = np.where(np.array([1, *self.tenor]) > 0, [0.0, *(1e-4 + self.rate)], -1.0)
        # in basis points, so that also a tie lies well above what the solver takes for zero
        cost = np.concatenate([np.zeros(count), 1e4 * np.tile(price, count) + _ties(count * kinds)])
        around = 1e-9 if relaxed else 0.0
        low, high = np.clip(best - around, 0, 1), np.clip(best + around, 0, 1)
        # a set that only fits with the play in the limits is paid with more of it
        found = self._minimise(cost, low, high, True, (0.0, 3 * PLAY))
        money = found[count:].reshape(count, kinds)
        money = np.where(np.abs(money) < PLAY, 0.0, money) * self.unit
        return Solution(best.astype(float if relaxed else int), money)

    def best(self, relaxed: bool) -> np.ndarray:
        """Find the set that is worth most; of sets worth the same, the cheapest."""
        count, kinds = len(self.names), 1 + len(self.limit)
        gain = LARGE_WORTH * self.worth / (np.abs(self.worth).max() or 1)
        gain -= BY_COST * self.cost / (self.cost.sum() or 1) + BY_NUMBER * _ties(count)
        target = np.concatenate([-gain, np.zeros(count * kinds)])
        # the solver can fail where a set fits just so; then the edge lies elsewhere
        plays = (PLAY, 1.5 * PLAY, 2 * PLAY)
        found = self._minimise(target, np.zeros(count), np.ones(count), relaxed, plays)[:count]
        return found if relaxed else found.round()

    def _minimise(
        self,
        target: np.ndarray,
        low: np.ndarray,
        high: np.ndarray,
        relaxed: bool,
        plays: tuple[float, ...],
    ) -> np.ndarray:
        """Return the solver's answer with the first play that has one."""
        from scipy.optimize import Bounds, milp

        count = len(self.names)
        paid = target.size - count
        bounds = Bounds(
            np.concatenate([low, np.zeros(paid)]), np.concatenate([high, np.full(paid, np.inf)])
        )
        whole = np.concatenate([np.full(count, 0 if relaxed else 1), np.zeros(paid)])
        exact = {"mip_rel_gap": 0.0}
        for play in plays:
            limits = self._constraints(play)
            found = milp(
                target, constraints=limits, bounds=bounds, integrality=whole, options=exact
            )
            if found.x is not None:
                return found.x
        raise RuntimeError(_("no best set found: {message}").format(message=found.message))

    def _constraints(self, play: float) -> list:
        """Return the limits as rows over (chosen, money of the first project, ...).

        Money counts in the solver's units here, the same for CNY as for billions.
        """
        from scipy.optimize import LinearConstraint
        from scipy.sparse import csr_array

        count, kinds = len(self.names), 1 + len(self.limit)
        eye = np.eye(count)
        none = np.zeros(count * kinds)
        # all sources together pay what a chosen project costs
        pays = np.kron(eye, np.ones(kinds))
        rows = [(np.hstack([-np.diag(self.cost / self.unit), pays]), 0, 0)]
        # a source pays at most its share, and nothing for a project that is not chosen
        if self.limit.size:
            pick = np.kron(eye, np.eye(kinds)[1:])
            cap = np.repeat(eye, kinds - 1, axis=0) * (self.most / self.unit).reshape(-1, 1)
            rows.append((np.hstack([-cap, pick]), -np.inf, 0))
            total = np.tile(np.eye(kinds)[1:], count)
            rows.append(
                (np.hstack([np.zeros((kinds - 1, count)), total]), 0, self.limit / self.unit + play)
            )
        own = np.zeros((len(self.years), count, kinds))
        own[:, :, 0] = self.spread.T
        own = own.reshape(len(self.years), -1)
        have = self.budget
        if self.carry_over:
            own, have = np.cumsum(own, axis=0), np.cumsum(have)
        rows.append((np.hstack([np.zeros((len(have), count)), own]), 0, have / self.unit + play))
        if self.service_limit is not None and self.limit.size:
            due = np.zeros((len(self.service_years), count, kinds))
            due[:, :, 1:] = self.per_unit.transpose(2, 0, 1)[: len(due)]
            due = due.reshape(len(due), -1)
            most = self.service_limit / self.unit + play
            rows.append((np.hstack([np.zeros((len(due), count)), due]), 0, most))
        for pairs, sign, most in ((self.requires, -1, 0), (self.excludes, 1, 1)):
            for one, other in pairs:
                link = eye[one] + sign * eye[other]
                rows.append((np.hstack([link, none])[None, :], -np.inf, most))
        return [LinearConstraint(csr_array(matrix), *limits) for matrix, *limits in rows]


def _ties(count: int) -> np.ndarray:
    """Return numbers from 0 to 1 of which hardly two sums are the same."""
    return np.sqrt(np.arange(2, count + 2)) % 1


def years_in_order(years: object) -> list[int]:
    """Return the years as a list; refuse a gap and what is no year."""
    span = [whole_number("years", one, least=1) for one in np.asarray(years).tolist()]
    if not span or np.any(np.diff(span) != 1):
        told = _("years is {years}; it must be one list without a gap, in order")
        raise ValueError(told.format(years=span))
    return span
