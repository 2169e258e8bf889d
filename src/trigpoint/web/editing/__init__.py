"""The forms in which definitions are written: what each kind asks, in which order and words."""
