"""What builds and checks the book; `make help` lists the commands that use it."""

from fourierbook import files

files.print_anywhere()
