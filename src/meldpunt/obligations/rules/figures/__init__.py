"""How well promises are kept, in figures: tables, a file to recompute them from, and charts. Also docs/promise-figures.md."""

from meldpunt.obligations.rules.figures.charts import outcomes_chart, times_chart
from meldpunt.obligations.rules.figures.counting import quarter, took
from meldpunt.obligations.rules.figures.saying import OUTCOMES, PROMISES, count, duration, name_of, period
from meldpunt.obligations.rules.figures.tables import tables
from meldpunt.obligations.rules.figures.writing import as_csv

__all__ = [
    "OUTCOMES",
    "PROMISES",
    "as_csv",
    "count",
    "duration",
    "name_of",
    "outcomes_chart",
    "period",
    "quarter",
    "tables",
    "times_chart",
    "took",
]
