"""Agreement of a board's scores with people's: findings, tables for files, the page, debiasing by labels.

May import: `leaderboard.board` and below; none of its neighbours. Read first: `findings.get_findings`.
"""
