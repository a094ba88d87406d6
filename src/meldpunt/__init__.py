"""Meldpunt: the disclosure desk that keeps its policy's promises."""
