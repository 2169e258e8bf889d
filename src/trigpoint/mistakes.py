"""The base of every error that is a person's to mend: shown in plain words, without a traceback."""


class Mistake(Exception):
    """What was wrong, where, and what to do, in the message. `exit_code` is the command line's."""

    exit_code = 2
