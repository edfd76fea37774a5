"""Reading what the authors of EvalAlign released: a user's own clone of their repository becomes a protocol file.

`clone` finds the files, `literals` takes the questions out of a script without
running it, `wording` tells a question's fixed words from its element,
`importing` puts them together; `names` is what they call the skills. Nothing
of their text lies in this project.
"""
