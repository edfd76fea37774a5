"""Files of others, in and out: people's labels, and results of the original code.

May import: `leaderboard.board` and below; none of its neighbours. Read first: `reported.import_results`.
"""
