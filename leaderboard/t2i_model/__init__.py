"""The page of one T2I model, with its badge, files and model card.

May import: `leaderboard.board` and below; none of its neighbours. Read first: `record.find_record`.
"""
