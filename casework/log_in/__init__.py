"""How somebody proves who they are: second factor, sessions, and whose word besides the password's is taken."""
