"""The pages of targets: what is aimed at in a year, setting the next, revising one, and smaller places."""
