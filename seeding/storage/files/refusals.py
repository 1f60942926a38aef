"""The reasons why a place for files cannot be used: errors of directories and object stores, each in one line."""

from config.error_text import one_line

_PATH_IS_A_FILE = "a part of the path is a file; give a directory"

_OF_A_DIRECTORY: dict[type[OSError], str] = {
    NotADirectoryError: _PATH_IS_A_FILE,
    FileExistsError: _PATH_IS_A_FILE,
    PermissionError: "permission denied; let this user write there, or give another place",
}

_WITHOUT_CREDENTIALS = {
    "s3": "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE",
    "gs": "set GOOGLE_APPLICATION_CREDENTIALS to the file of a key",
    "abfs": "set AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY, or AZURE_STORAGE_CONNECTION_STRING",
}
"""How to give credentials to each kind of store, by the extra with its package."""

_TELLS_OF_CREDENTIALS = ("credential", "anonymous", "forbidden", "access denied", "unauthorized", "accesskey")
"""Words in messages about missing credentials; the exceptions of each store have classes of their own."""


def reason_of_directory(error: Exception) -> str:
    """Return why a local directory cannot be used."""
    for kind, reason in _OF_A_DIRECTORY.items():
        if isinstance(error, kind):
            return reason
    return error.strerror if isinstance(error, OSError) and error.strerror else one_line(error)


def reason_of_store(error: Exception, extra: str) -> str:
    """Return why an object store cannot be used, and what to set if credentials are missing."""
    reason = (error.strerror if isinstance(error, OSError) and error.strerror else one_line(error)).rstrip(".!")
    if isinstance(error, FileNotFoundError) and reason.startswith("http"):
        return "there is no such bucket"  # the text of gs:// is the address that was asked
    text = f"{type(error).__name__} {reason}".lower()
    if any(word in text for word in _TELLS_OF_CREDENTIALS):
        return f"{reason}; {_WITHOUT_CREDENTIALS[extra]}"
    return reason
