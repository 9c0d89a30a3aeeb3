"""Passwords in tests: kept as in the product, but worked out in no time; how long that takes is the library's own matter."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    time_cost, memory_cost, parallelism = 1, 8, 1
