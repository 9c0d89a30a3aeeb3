"""手引: the handbook (docs/handbook) as the application serves it, and which section helps on which screen."""
