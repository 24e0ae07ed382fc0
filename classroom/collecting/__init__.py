"""Collect what trainees handed in, from folders and from zips."""
