"""Definition sets made from what publishers say about their figures, by rule and not by hand."""
