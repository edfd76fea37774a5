"""All generations of a board, filtered and sorted, and everything about one of them.

May import: `leaderboard.board` and below; none of its neighbours. Read first: `exploration.explore`.
"""
