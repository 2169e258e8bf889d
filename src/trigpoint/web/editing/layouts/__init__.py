"""What the form of each kind of definition asks: one module a subject."""
