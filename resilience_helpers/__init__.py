"""Helpers of the Resilient Cities course.

One package a module of the course (`concepts` first), and beside them what every lesson
uses: `datasets` (tables), `city` (a city's profile), `plan` (what a trainee records),
`check` (answers), `figures` and `explore` (pictures). Each is imported where it is used.
"""
