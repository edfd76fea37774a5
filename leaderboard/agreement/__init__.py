"""How a board's ranking agrees with people's: findings, charts, page.

May import: `leaderboard.board` and below; none of its neighbours. Read first: `findings`.
"""
