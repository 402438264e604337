"""Numbers told per one of something, in whatever words: 场均445人次, 一页0.35元, 每千人口2.8人, 吨水1.2元.

``rates`` finds them and what they are per, ``factors`` what may tell how many there are of that, ``labels``
which of several such counts the words mean, ``units`` turns one unit into another. ``judge`` is silent where
any reading gives one of the amounts, and tells what is one slip from the likeliest.
"""

from __future__ import annotations

from pipeline.crosscheck.arithmetic.rated.judge import check_rated, comes_out

__all__ = ["check_rated", "comes_out"]
