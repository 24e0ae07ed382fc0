"""Module 06, dialogue and exchange: weigh options, decide together, and make the plan."""
