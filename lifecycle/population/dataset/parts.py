"""The files of a run's tables: numbered from 0, none missing, each whole, and all of one run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from lifecycle.errors import InputError, Where
from lifecycle.language import Text, say

if TYPE_CHECKING:
    import pyarrow as pa

    from lifecycle.population.dataset.manifest import Manifest

FINGERPRINT: Final = b"fingerprint"


def name_of(number: int) -> str:
    """Return the name of a part.

    >>> name_of(12)
    'part-00012.parquet'
    """
    return f"part-{number:05d}.parquet"


def parts(folder: Path, manifest: Manifest, kind: str) -> list[Path]:
    """Return the files of a kind of table in their order, having seen that each is there and whole; raises ``InputError``.

    Of a run that is not finished, those that are there.
    """
    if kind not in manifest.outputs:
        raise _refused(
            folder / kind,
            say("this run did not write {kind}", kind=kind),
            say("one of: {words}", words=sorted(manifest.outputs)),
            say("run it again and ask for {kind}", kind=kind),
        )
    paths = [folder / kind / name_of(number) for number in range(_expected(folder, manifest, kind))]
    if not manifest.finished:
        paths = [path for path in paths if path.is_file()]
    if not paths:
        raise _refused(folder / kind, say("there is no part yet"), say("one part or more"), say("run it again with --resume"))
    first = schema_of(paths[0])
    for path in paths:
        _refuse_stranger(path, first, manifest)
    return paths


def _expected(folder: Path, manifest: Manifest, kind: str) -> int:
    """Return how many parts there should be; counts may have been added up into one."""
    if kind == "counts" and kind not in manifest.parts and not (folder / kind / name_of(1)).exists():
        return 1
    return manifest.parts.get(kind, manifest.partitions)


def schema_of(path: Path) -> pa.Schema:
    """Return the schema of a part, which stands at its end: a file that was cut off has none. Raises ``InputError``."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    again = say("run it again into an empty folder")
    try:
        return pq.read_schema(path)
    except FileNotFoundError as problem:
        raise _refused(path, say("this part is missing"), say("the part that the run wrote"), again) from problem
    except (pa.ArrowException, OSError) as problem:
        why = str(problem).splitlines()[0]
        raise _refused(path, say("the part is not whole: {why}", why=why), say("the part that the run wrote"), again) from problem


def _refuse_stranger(path: Path, first: pa.Schema, manifest: Manifest) -> None:
    """All parts have the same columns, and were written by the rules that the manifest names."""
    schema = schema_of(path)
    told = (schema.metadata or {}).get(FINGERPRINT)
    if not schema.equals(first) or (told is not None and told.decode(errors="replace") != manifest.fingerprint):
        raise _refused(
            path,
            say("this part is of another run"),
            say("parts with the same columns, written by the same rules"),
            say("run it again into an empty folder"),
        )


def _refused(path: Path, found: Text, expected: Text, todo: Text) -> InputError:
    return InputError(found, expected=expected, todo=todo, where=Where(file=str(path)))
