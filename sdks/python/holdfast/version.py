"""The version of this package, told by ``discover``."""

VERSION = "0.1.0"
