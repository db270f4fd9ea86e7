"""A spreadsheet program, driven without a screen: opens a workbook, calculates it, and saves it in another form."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Office:
    """program: LibreOffice; profile: a folder of its own, so that it neither sees nor disturbs anybody's settings."""

    program: str
    profile: Path

    def saved_as(self, workbook: Path, form: str, folder: Path) -> Path:
        """`workbook` opened and saved as `form` (`xlsx`, `ods`, `pdf`) in `folder`."""
        subprocess.run(
            [
                self.program,
                "--headless",
                "--norestore",
                f"-env:UserInstallation={(self.profile / 'settings').as_uri()}",
                "--convert-to",
                form,
                "--outdir",
                str(folder),
                str(workbook),
            ],
            check=True,
            capture_output=True,
        )
        return folder / f"{workbook.stem}.{form}"
