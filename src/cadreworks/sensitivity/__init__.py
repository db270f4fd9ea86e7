"""What drives the gap of a study that has been run, and how sure is it? Results in, a folder of findings out."""

from cadreworks.sensitivity.act import SENSITIVITY_PAGE, SensitivityOptions, analyse_run

__all__ = ["SENSITIVITY_PAGE", "SensitivityOptions", "analyse_run"]
