"""Pages that the course writes itself: feedback, report, plan, and the profile of a city."""

import feedback_course
import plan_records
import pytest
from accessibility import examine, kept_offline, poor_descriptions
from lab_in_chromium import SCREEN
from report_course import Course, synthetic

from classroom.results.feedback import feedback
from classroom.results.report import report
from resilience_helpers import plan
from resilience_helpers.city import load_city

pytest_plugins = ["browser_fixtures"]
# nbgrader's own add_submission causes the warnings
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("own pages"),
    pytest.mark.filterwarnings("ignore:Object of type <Submitted"),
]


@pytest.fixture(scope="module")
def page(browser):
    made = kept_offline(browser.new_page(viewport=SCREEN))
    yield made
    made.close()


@pytest.fixture(scope="module")
def feedback_pages(tmp_path_factory):
    """One page where all is right, one with what can be wrong, open or found."""
    faults = feedback_course.Work(
        flats='flats = "A"',
        check_outputs=[feedback_course.verdict("Q1 is not right yet. Ask what is new.")],
        findings=["The cell e1_setup was deleted. It was put back as handed out."],
        scores={"e1_q1_flats": 0, "e1_q2_total": 1, "e1_q3_mayor": (1, "Say **who** pays.")},
    )
    works = {"mei": feedback_course.Work(), "jun": faults}
    folder = feedback_course.make_course(tmp_path_factory.mktemp("feedback") / "course", works)
    feedback(folder, feedback_course.ASSIGNMENT, say=lambda line: None)
    return [feedback_course.page_path(folder, trainee) for trainee in works]


@pytest.fixture(scope="module")
def report_pages(tmp_path_factory):
    """The report of a cohort and its summary."""
    course = Course(tmp_path_factory.mktemp("report"))
    course.save_key()
    synthetic(course, 12)
    written = report(course.folder)
    course.gradebook.close()
    return [path for path in written if path.suffix == ".html"]


@pytest.fixture(scope="module")
def plan_pages(tmp_path_factory):
    """A plan with all records and one without any."""
    city = load_city("lanwan")
    kinds = {"filled": plan_records.filled(), "empty": plan_records.empty()}
    return [
        plan.assemble(city, tmp_path_factory.mktemp(kind), records).html
        for kind, records in kinds.items()
    ]


@pytest.fixture(scope="module")
def city_pages(tmp_path_factory):
    """The profile of a city as a notebook shows it, in a page that adds nothing."""
    file = tmp_path_factory.mktemp("city") / "profile.html"
    head = '<!DOCTYPE html><html lang="en"><title>Profile</title><main><h1>Profile</h1>'
    file.write_text(f"{head}{load_city('lanwan')._repr_html_()}</main></html>", encoding="utf-8")
    return [file]


@pytest.mark.parametrize("kind", ["feedback", "report", "plan", "city"])
def test_no_page_of_ours_hinders_a_reader(kind, page, request):
    pages = request.getfixturevalue(f"{kind}_pages")
    assert pages
    for file in pages:
        page.goto(file.as_uri())
        page.locator("details").evaluate_all("all => all.forEach((it) => (it.open = true))")
        assert examine(page).violations == [], file.name
        assert poor_descriptions(page) == [], file.name
