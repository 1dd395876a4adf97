"""The monthly rules as plain scalar functions ``(p, v, r)``: the life, the facts of the month, the region's rules.

They know the vocabulary and integers only, so that both engines run the very same functions.
"""
