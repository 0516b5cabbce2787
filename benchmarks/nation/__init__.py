"""The invented nation that builds are measured on; see national.py."""
