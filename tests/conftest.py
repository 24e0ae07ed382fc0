"""Settings for the tests: none of them writes into the course."""

import statistics

import pytest

# doctest's collector imports this plugin of tests/browser before pytest does
pytest.register_assert_rewrite("browser_fixtures")


@pytest.fixture(autouse=True)
def work_folder(tmp_path, monkeypatch):
    """Give each test its own folder for the plan."""
    monkeypatch.setenv("RESILIENCE_WORK_FOLDER", str(tmp_path))
    return tmp_path


def pytest_terminal_summary(terminalreporter):
    """Say how long Run All of the lessons took in the browser, the slowest first."""
    times = {
        report.nodeid.partition("[")[2].rstrip("]"): seconds
        for report in terminalreporter.getreports("passed")
        for name, seconds in report.user_properties
        if name == "run_all_seconds"
    }
    if times:
        slowest = sorted(times, key=times.get, reverse=True)
        terminalreporter.section("Run All in JupyterLab [s]")
        median = statistics.median(times.values())
        terminalreporter.line(f"median {median:.1f}, worst {times[slowest[0]]:.1f}")
        for lesson in slowest:
            terminalreporter.line(f"{times[lesson]:6.1f}  {lesson}")
