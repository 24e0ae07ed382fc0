"""Courses for the tests of the report."""

import pytest
from report_course import Course


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    """A course without trainees, to copy."""
    folder = tmp_path_factory.mktemp("empty")
    Course(folder).gradebook.close()
    return folder


@pytest.fixture
def course(empty, tmp_path, monkeypatch):
    # the figures take most of the time; the cohort above has them
    monkeypatch.setattr("classroom.results.report._figures", lambda trainees, items: [])
    made = Course(tmp_path / "course", empty)
    yield made
    made.gradebook.close()
