"""What instructors run: the command `course`, and the modules that do its work.

Nothing in `resilience_helpers` and no notebook imports this package.
"""
