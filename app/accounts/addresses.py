"""E-mail addresses as accounts keep them: checked, in ASCII, lower case."""

from email_validator import EmailNotValidError, validate_email

LONGEST = 1000
"""No address is nearly as long: what is longer is not even looked at."""


def tidy(address: str) -> str | None:
    """The one form of an address that accounts are found by; None where it is no address."""
    if len(address) > LONGEST:
        return None
    try:
        found = validate_email(
            address.strip(),
            check_deliverability=False,
            allow_smtputf8=False,
            test_environment=True,
        )
    except EmailNotValidError:
        return None
    return (found.ascii_email or found.normalized).lower()
