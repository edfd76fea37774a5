"""Files of others, in and out: annotations, and results of the original code.

May import: `leaderboard.board` and below; none of its neighbours. Read first: `reported`.
"""
