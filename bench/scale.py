"""Responses in great number: filled in by the next step."""


def run(n: int, database: object) -> None: ...
