"""Settings for the tests: none of them writes into the course."""

import pytest


@pytest.fixture(autouse=True)
def work_folder(tmp_path, monkeypatch):
    """Give each test its own folder for the plan."""
    monkeypatch.setenv("RESILIENCE_WORK_FOLDER", str(tmp_path))
    return tmp_path
