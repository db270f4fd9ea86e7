"""Settings files: TOML that says what something is and names its files; read, checked and worded in one place."""

from cadreworks.settings_file.described import INPUT_SETTINGS, Input, Of, Role, Setting
from cadreworks.settings_file.files import MOST_BYTES, LoadedFile, digest_of, lies_within, load_file, load_input
from cadreworks.settings_file.read import SettingsFile

__all__ = [
    "INPUT_SETTINGS",
    "MOST_BYTES",
    "Input",
    "LoadedFile",
    "Of",
    "Role",
    "Setting",
    "SettingsFile",
    "digest_of",
    "lies_within",
    "load_file",
    "load_input",
]
