"""Compiled programs: made once for a plan, kept on disk by a hash of everything they were made from, called through ctypes."""

from __future__ import annotations

import ast
import ctypes
import hashlib
import inspect
import os
import pkgutil
import types
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import attrs
import llvmlite
import llvmlite.binding as llvm
import numpy as np
from platformdirs import user_cache_path

from lifecycle import columns, compiled, facts, layout, record, rules, table, vocabulary
from lifecycle.compiled.months import compiled_module, quiet_marks
from lifecycle.compiled.plan import Plan
from lifecycle.compiled.record_order import order_of
from lifecycle.compiled.sources import source_of
from lifecycle.compiled.transition_source import source

#: How much the compiler tries: more of it makes the lives no faster, but takes half as long again.
QUICK: Final = 1
THOROUGH: Final = 3


@attrs.frozen(eq=False)
class Library:
    """A compiled program, with the dtype of its records; ``engine`` keeps its memory alive."""

    plan: Plan
    dtype: np.dtype[Any]
    engine: Any
    live_all: Any

    def __call__(self, given: dict[str, Any]) -> int:
        """Live lives; ``given`` has a number or an array for every argument of the plan. Returns the row after the last."""
        addresses = [
            given[name].ctypes.data if isinstance(given[name], np.ndarray) else int(given[name]) for name in self.plan.arguments
        ]
        return int(self.live_all((ctypes.c_int64 * len(addresses))(*addresses)))


def modules_of(package: types.ModuleType) -> list[types.ModuleType]:
    """Return every module of a package, in a fixed order."""
    found = sorted(info.name for info in pkgutil.iter_modules(package.__path__))
    return [import_module(f"{package.__name__}.{name}") for name in found]


@cache
def rules_fingerprint() -> str:
    """Return a hash of the table and of the source of every rule: what decides the answers of a month."""
    read = [*modules_of(rules), vocabulary, columns]
    return hashed([source(), *(inspect.getsource(module) for module in read)])


@cache
def fingerprint(plan: Plan) -> str:
    """Return a hash of everything that a compiled program is made from."""
    read = [*modules_of(compiled), facts, layout, record, table]
    parts = [rules_fingerprint(), *(inspect.getsource(module) for module in read), repr(plan)]
    parts += [ast.unparse(ast.Module(list(source_of(column.tells).body), [])) for column in plan.columns]
    return hashed([*parts, *below()])


def hashed(parts: list[str]) -> str:
    """Return a hash of texts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def below() -> list[str]:
    """Return what compiled code depends on besides its source: the version of LLVM's library and the kind of processor."""
    return [llvmlite.__version__, llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()]


def machine() -> Any:
    """Return the machine that is compiled for: this one."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    target = llvm.Target.from_default_triple()
    return target.create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(), opt=3, jit=True
    )


def optimised(text: str, target: Any, effort: int = THOROUGH) -> Any:
    """Return a module in LLVM's own form, optimised with so much effort."""
    module = llvm.parse_assembly(text)
    module.verify()
    options = llvm.create_pipeline_tuning_options(speed_level=effort)
    builder = llvm.create_pass_builder(target, options)
    builder.getModulePassManager().run(module, builder)
    return module


def engine(key: str, makes: Callable[[], str], folder: Path | None = None, effort: int = THOROUGH) -> Any:
    """Return compiled code by its key: from the cache, else made, optimised and kept there."""
    kept = (folder or user_cache_path("lifecycle", ensure_exists=True)) / f"{key}.o"
    target, code = machine(), remembered(kept)
    if code is None:
        code = target.emit_object(optimised(makes(), target, effort))
        remember(kept, code)
    found = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target)
    found.add_object_file(llvm.object_file.ObjectFileRef.from_data(code))
    found.finalize_object()
    return found


def remembered(path: Path) -> bytes | None:
    """Return what is kept in a file of the cache, none where there is nothing or not all of it."""
    try:
        kept = path.read_bytes()
    except OSError:
        return None
    content = kept[hashlib.sha256().digest_size :]
    return content if kept == hashlib.sha256(content).digest() + content else None


def remember(path: Path, content: bytes) -> None:
    """Keep something for the next start, beside first because two processes may compile at once; a full disk keeps nothing."""
    beside = path.with_suffix(f"{path.suffix}.{os.getpid()}")
    try:
        beside.write_bytes(hashlib.sha256(content).digest() + content)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)


@cache
def library(plan: Plan, folder: Path | None = None) -> Library:
    """Return the program of a plan: from the cache where nothing it is made from has changed, else compiled now."""
    key = f"lives-{fingerprint(plan)}"
    kept = (folder or user_cache_path("lifecycle", ensure_exists=True)) / f"{key}.order"
    order = remembered(kept)
    if order is None:
        order = repr(order_of(quiet_marks(plan)).dtype.descr).encode()
        remember(kept, order)
    found = engine(key, lambda: str(compiled_module(plan)), folder, QUICK)
    call = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p)(found.get_function_address("live_all"))
    return Library(plan, np.dtype(ast.literal_eval(order.decode())), found, call)
