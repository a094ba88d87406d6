"""How well promises are kept, in figures: tables, a file to recompute them from, and charts. Also docs/promise-figures.md."""

from meldpunt.obligations.rules.figures.charts import MOST_QUARTERS, outcomes_chart, times_chart
from meldpunt.obligations.rules.figures.counting import quarter, took
from meldpunt.obligations.rules.figures.hiding import enough
from meldpunt.obligations.rules.figures.saying import OUTCOMES, brief, count, duration, name_of, no_time, period, sign
from meldpunt.obligations.rules.figures.tables import by_quarter, tables, tables_of
from meldpunt.obligations.rules.figures.writing import as_csv

__all__ = [
    "MOST_QUARTERS",
    "OUTCOMES",
    "as_csv",
    "brief",
    "by_quarter",
    "count",
    "duration",
    "enough",
    "name_of",
    "no_time",
    "outcomes_chart",
    "period",
    "quarter",
    "sign",
    "tables",
    "tables_of",
    "times_chart",
    "took",
]
