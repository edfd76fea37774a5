"""What every room uses: settings, problems, whole files, languages, the frame of a command line.

May import: nothing of ours. Read first: `problems.BadInput`, then `settings.get_settings`.
"""
