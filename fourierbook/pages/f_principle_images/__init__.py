"""The page *Among images, exceptions come last*."""
