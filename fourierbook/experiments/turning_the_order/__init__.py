"""The questions of the chapter `turning_the_order`, and its claims."""
