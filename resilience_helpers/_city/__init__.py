"""How a city file is read, checked and written; `resilience_helpers.city` is the entrance."""
