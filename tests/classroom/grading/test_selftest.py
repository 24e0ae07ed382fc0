"""The self-test: every attack is refused here, and it tells when one is not."""

import os

import pytest
from course import ROOT
from sandboxed import needs_sandbox

from classroom.grading import selftest as tested
from classroom.grading.selftest import SECRET, Probe, probes, selftest

pytestmark = needs_sandbox


@pytest.fixture(scope="module")
def outcomes():
    """Give what came of the attacks."""
    return list(selftest(ROOT))


def test_every_attack_is_refused(outcomes):
    assert [one for one in outcomes if not one.held] == []


def test_every_attack_is_reported(outcomes):
    assert len(outcomes) == len(probes(ROOT)) + 3
    assert len({one.name for one in outcomes}) == len(outcomes)


def test_the_secret_is_taken_back(outcomes):
    assert SECRET not in os.environ


def test_what_is_not_refused_is_told(monkeypatch):
    monkeypatch.setattr(
        tested, "probes", lambda _course: [Probe("add", "1 + 1"), Probe("fail", "1 / 0")]
    )
    first, second, *_rest = selftest(ROOT)
    assert (first.held, first.detail) == (False, "nothing refused it")
    assert (second.held, second.detail) == (False, "ZeroDivisionError: division by zero")
