"""The web edition: lessons and exercises as a static site, without anything that holds answers."""
