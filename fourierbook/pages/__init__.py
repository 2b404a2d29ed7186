"""What each page shows and says: a folder a page, with its `pictures` and its `numbers`.

A page calls `pictures.NAME(...)` in a cell of one line; what may be changed is an argument. The
functions of `numbers` give what its prose says of recorded results.
"""
