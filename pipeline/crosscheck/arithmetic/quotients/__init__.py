"""Shares and rates: a part over a whole. ``claims`` finds what is claimed, ``operands`` the numbers it can be
computed from and those that its words exclude, ``ratio`` computes and words the finding."""
