"""Two to four T2I models side by side, with paired tests.

May import: `leaderboard.board` and below; none of its neighbours. Read first: `comparison`.
"""
