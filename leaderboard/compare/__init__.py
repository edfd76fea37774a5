"""Two to four T2I models side by side: scores, paired tests on the same prompts, and image by image.

May import: `leaderboard.board` and below; none of its neighbours. Read first: `comparison.compare`.
"""
