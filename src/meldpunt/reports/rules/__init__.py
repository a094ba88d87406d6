"""Decisions about reports: limits, how content becomes bytes, kinds of weakness, images."""
