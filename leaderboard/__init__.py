"""Results, rankings and agreement with people.

What lives here: the results database, the aggregation of answers into scores,
rankings, agreement statistics, charts and the browsing pages. What it may
import: plain data from `model` (skills, protocol, problems, settings), SQL,
pandas, scipy and plotly; never torch, never `submissions`.

Start reading at `tables`, then `sheets`, `aggregation`, `ranking` and `findings`. The statistics
themselves, which know nothing of all this, are in `statistics`.
"""
