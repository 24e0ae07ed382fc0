"""A folder from which the course installs with no network."""
