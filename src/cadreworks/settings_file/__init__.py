"""Settings files: TOML that says what something is and names its files; read, checked and worded in one place."""

from cadreworks.settings_file.described import (
    ESTIMATE_SETTINGS,
    INPUT_SETTINGS,
    Estimate,
    Input,
    Of,
    Role,
    Setting,
    exactly,
)
from cadreworks.settings_file.files import MOST_BYTES, LoadedFile, digest_of, lies_within, load_file, load_input
from cadreworks.settings_file.read import SettingsFile

__all__ = [
    "ESTIMATE_SETTINGS",
    "INPUT_SETTINGS",
    "MOST_BYTES",
    "Estimate",
    "Input",
    "LoadedFile",
    "Of",
    "Role",
    "Setting",
    "SettingsFile",
    "digest_of",
    "exactly",
    "lies_within",
    "load_file",
    "load_input",
]
