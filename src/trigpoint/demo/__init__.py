"""A sample partnership: an invented county whose figures tell stories that a viewer can find."""
