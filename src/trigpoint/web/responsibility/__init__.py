"""Who answers for what: in words, and as a table with its gaps."""
