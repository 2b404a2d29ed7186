"""The page *The shape of the data decides which wave is low*."""
