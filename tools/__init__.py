"""What builds and checks the book; `make help` lists the commands that use it."""
