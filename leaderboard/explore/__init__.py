"""All generations of a board, filtered and sorted.

May import: `leaderboard.board` and below; none of its neighbours. Read first: `exploration`.
"""
