"""The questions of the chapter `f_principle`, and its claims."""
