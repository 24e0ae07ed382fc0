"""How a trainee's progress is read and shown; `resilience_helpers.progress` is the way in."""
