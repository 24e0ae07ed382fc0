"""Configuration of nbgrader for this course; `nbgrader` reads it in this folder."""

from nbgrader.converters import Autograde, GenerateAssignment

c = get_config()  # noqa: F821 (nbgrader defines it)

c.CourseDirectory.course_id = "resilient-cities"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"

# Right answers are sealed before anything else sees the notebook.
c.GenerateAssignment.preprocessors = [
    "classroom.seal.SealAnswers",
    *GenerateAssignment.preprocessors.default_args[0],
]
# The stub follows a line `answer = ...`; an untouched cell so runs without an error.
c.ClearSolutions.code_stub = {"python": "# Your answer: replace the three dots above."}
c.ClearSolutions.text_stub = "Write your answer here."

# What a trainee broke is named, in the log and in the feedback, and mended.
c.Autograde.sanitize_preprocessors = [
    "classroom.findings.NameFindings",
    *Autograde.sanitize_preprocessors.default_args[0],
]

# nbgrader's own filter lets scripts in a written answer run in the instructor's browser.
c.HTMLExporter.filters = {"markdown2html": "classroom.results.clean.in_formgrader"}

c.Execute.timeout = 60
