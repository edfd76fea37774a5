"""Every setting of the product in one typed place.

Each field is set by the environment variable `EVALALIGN_<FIELD NAME>`;
`docs/settings.md` is checked against this class by a test.
"""

from functools import cache
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.problems import BadInput, Problem


class Settings(BaseSettings):
    """Read from the environment once; see `get_settings`."""

    model_config = SettingsConfigDict(env_prefix="EVALALIGN_", frozen=True)

    data_dir: Path = Field(default_factory=lambda: user_data_path("evalalign", appauthor=False))
    """Where the database, the stored generations and added protocols live."""
    database_url: str | None = None
    """SQLAlchemy URL of the results database; default: SQLite in the data directory."""
    evaluator: str = "embedded"
    """`embedded`, or a folder or hub id of a LLaVA or LLaVA-NeXT checkpoint, in either layout."""
    adapter: str | None = None
    """A PEFT adapter (folder or hub id) put on the evaluator."""
    protocol: str = "closed-world-v1"
    """A protocol shipped with the product or in the data directory, by name, or a path to a file."""
    device: str = "auto"
    """`auto`, `cpu`, `cuda`, `cuda:1`, `mps`."""
    dtype: Literal["auto", "float32", "bfloat16"] = "auto"
    """Precision of the evaluator; `auto`: bfloat16 on CUDA, float32 elsewhere and for the embedded one."""
    batch_size: int = Field(default=16, ge=1, le=512)
    """Images per forward pass; halves when memory ends."""
    simulated_models: int = Field(default=24, ge=0)
    """How many simulated T2I models an empty closed-world board is filled with; 0 for none."""
    max_archive_entries: int = Field(default=2_000, ge=1)
    """Most members an uploaded archive may hold."""
    max_image_bytes: int = Field(default=20 * 1024**2, ge=1)
    """Largest image file, in bytes."""
    max_archive_bytes: int = Field(default=2 * 1024**3, ge=1)
    """Largest archive, unpacked, in bytes."""
    max_image_pixels: int = Field(default=50_000_000, ge=1)
    """Most pixels (width x height) of an image."""
    lease_seconds: float = Field(default=60.0, gt=0)
    """How long a worker that stopped answering keeps its submission."""
    hub_benchmark: str | None = Field(default=None, pattern=r"^[\w.-]+/[\w.-]+$")
    """The Hub dataset (owner/name) registered as the benchmark of these boards, for model cards."""
    host: str = "127.0.0.1"
    """Address the app listens on."""
    port: int = Field(default=7860, ge=0, le=65535)
    """Port the app listens on."""
    admins: str = ""
    """Hugging Face names of the admins on a Space, separated by commas."""
    submissions_per_day: int = Field(default=0, ge=0)
    """How many submissions a person who signed in may make in 24 hours; 0: any number."""

    @field_validator("data_dir")
    @classmethod
    def _outside_the_program(cls, folder: Path) -> Path:
        """Refuse a data directory inside the checkout: the web server may serve files from there."""
        folder = folder.expanduser().resolve()
        if folder.is_relative_to(Path(__file__).resolve().parent.parent):
            raise ValueError("Lies inside the program's own folder; name one outside it")
        return folder

    @property
    def admin_names(self) -> frozenset[str]:
        """The names in `admins`, case-folded for comparison."""
        return frozenset(name.strip().casefold() for name in self.admins.split(",") if name.strip())

    @property
    def database(self) -> str:
        """The URL of the results database in force."""
        return self.database_url or f"sqlite:///{self.data_dir / 'evalalign.db'}"


@cache
def get_settings() -> Settings:
    """Read the settings of this process once; raises `BadInput` naming every variable that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        problems = [
            Problem("setting", f"EVALALIGN_{'.'.join(map(str, item['loc'])).upper()}", f"{item['msg']}.")
            for item in error.errors()
        ]
        raise BadInput(problems) from None
