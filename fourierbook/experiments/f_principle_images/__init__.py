"""The questions of the chapter `f_principle_images`, and its claims."""
