"""The border to Java: starts the JVM at first use and makes every call into it. The only importer of jpype and py4j.

Two bridges. `call` and `run_long` go to the JVM in this process and may pass addresses. `spark_call` and
`spark_run_long` go to the JVM where Spark's driver lives and pass strings, JSON and paths only: the same JVM when
Python came first, another one, over Py4J, when Spark's came first. Both reach nothing but the static methods of
``org.pydl4j.bridge``.
"""

from __future__ import annotations

import atexit
import gc
import hashlib
import importlib
import json
import os
import re
import secrets
import shutil
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydl4j import _faults, _java
from pydl4j.errors import JvmError, from_java

_BRIDGE = "org.pydl4j.bridge."
_HERE = Path(__file__).resolve().parent
_SLICE_MS = 50
_MANY_DEAD = 64
_OPENED = (
    *("java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.util"),
    *("java.util.concurrent", "java.util.concurrent.atomic", "jdk.internal.ref", "sun.nio.ch", "sun.nio.cs"),
    *("sun.security.action", "sun.util.calendar"),
)


@dataclass(frozen=True)
class Options:
    """What can be chosen before the JVM starts; see `pydl4j.jvm.options`."""

    heap: str | None = None
    memory_limit: str | None = None
    threads: int | None = None
    flags: tuple[str, ...] = ()
    spark: bool | None = None
    jars: tuple[str, ...] = ()


_options = Options()
_lock = threading.RLock()
_functions: dict[tuple[str, str], Callable[..., Any]] = {}
_dead: deque[int] = deque()
_started = False
_forked = False
_ended = False
_java_home: Path | None = None
_gateway: Any = None
_serves_spark = False
_throwable: Any = ()  # until the JVM runs, `except ()` catches nothing
_string: Any = None


# ---- start ---------------------------------------------------------------------------------------------------------


def configure(options: Options) -> None:
    """Sets the options of a JVM that has not started; fields that are None or empty keep what they were."""
    global _options
    with _lock:
        if _started:
            got = ", ".join(f"{k}={v!r}" for k, v in asdict(options).items() if v)
            raise RuntimeError(
                f"[jvm options] the JVM runs already, and its heap, flags and class path are fixed: got {got}; "
                "expected options before the first use. Call pydl4j.jvm.options at the start of the program."
            )
        chosen = {f.name: getattr(options, f.name) for f in fields(options)}
        kept = asdict(_options)
        _options = Options(**{name: kept[name] if value in (None, ()) else value for name, value in chosen.items()})


def started() -> bool:
    """Whether the JVM of this process runs and may be called."""
    return _started and not _ended and not _forked


def start() -> None:
    """Starts the JVM of this process; does nothing when it runs."""
    global _started, _throwable, _string, _java_home
    if started():
        return
    with _lock:
        _refuse_when_gone()
        if _started:
            return
        java = _java.find()
        jars = class_path()
        spark_home = _spark_home()
        if spark_home is not None:
            _tell_spark_its_home(spark_home)
        import jpype

        flags = _flags(java, spark_home)
        with _faults.start_of_jvm():
            jpype.startJVM(str(java.library), *flags, classpath=jars, convertStrings=False, interrupt=False)
        if threading.current_thread() is not threading.main_thread():
            # The thread that starts a JVM is no daemon to it, and Python's exit would wait for it when it is long gone;
            # the next call attaches it again, as a daemon like any other.
            jpype.JClass("java.lang.Thread").detach()
        _throwable = jpype.JClass("java.lang.Throwable")
        _string = jpype.JClass("java.lang.String")
        _java_home = java.home
        _started = True
        atexit.register(_end)
        _check_version()


def class_path() -> list[str]:
    """Our jars, what they need, the user's, and Spark's where PySpark is installed; of an artifact in both, Spark's.

    ``PYDL4J_CLASSPATH`` replaces our part; it is for those who develop the Java side.
    """
    ours = [*jars(), *third_party_jars(), *user_jars()]
    home = _spark_home()
    theirs = sorted(str(jar) for jar in (home / "jars").glob("*.jar")) if home is not None else []
    artifacts = {_artifact(jar) for jar in theirs}
    return [jar for jar in ours if _artifact(jar) not in artifacts] + theirs


def jars() -> list[str]:
    """Our own jars; a cluster needs them and `third_party_jars` in ``spark.jars``."""
    if os.environ.get("PYDL4J_CLASSPATH"):
        return [entry for entry in os.environ["PYDL4J_CLASSPATH"].split(os.pathsep) if entry]
    folder = _jar_folder()
    found = sorted(str(jar) for jar in folder.glob("*.jar"))
    if not found:
        raise JvmError(
            f"[jvm] no jars: got an empty or missing folder {folder}; expected pydl4j's jars. "
            "In a checkout run `make setup`, else install the pydl4j wheel again."
        )
    return found


def third_party_jars() -> list[str]:
    """The jars that ours need at run time, natives included, without Spark's."""
    if os.environ.get("PYDL4J_CLASSPATH"):
        return []
    return sorted(str(jar) for jar in (_jar_folder() / "lib").glob("*.jar"))


def user_jars() -> list[str]:
    """The jars that `pydl4j.jvm.options` named."""
    return list(_options.jars)


def _jar_folder() -> Path:
    in_wheel = _HERE / "jars"
    return in_wheel if in_wheel.is_dir() else _HERE.parent / "build" / "jars"


def _configuration(name: str) -> Path:
    in_wheel = _HERE / "conf" / name
    return in_wheel if in_wheel.is_file() else _HERE.parent / "conf" / name


def _artifact(jar: str) -> str:
    return re.sub(r"-\d.*$", "", Path(jar).name)


def _spark_home() -> Path | None:
    """The folder with Spark's jars, found without importing pyspark."""
    if _options.spark is False:
        return None
    if os.environ.get("SPARK_HOME"):
        home = Path(os.environ["SPARK_HOME"])
    else:
        spec = find_spec("pyspark")
        if spec is None or spec.origin is None:
            return None
        home = Path(spec.origin).parent
    return home if (home / "jars").is_dir() else None


def _tell_spark_its_home(home: Path) -> None:
    """What Spark's own launch script would set: local-cluster masters start their executors from it."""
    os.environ.setdefault("SPARK_HOME", str(home))
    for scala in (home / "jars").glob("scala-library-*.jar"):
        os.environ.setdefault("SPARK_SCALA_VERSION", ".".join(scala.stem.split("-")[-1].split(".")[:2]))


def _flags(java: _java.Java, spark_home: Path | None) -> list[str]:
    flags = [
        # Java takes no SIGINT, SIGTERM, SIGHUP or SIGQUIT: its handlers, and JPype's, run on a Java thread without the
        # interpreter's lock, where SIGTERM crashed and SIGINT interrupted whatever the main thread was doing.
        "-Xrs",
        # JavaCPP's own limits run System.gc under a global lock; ours is pydl4j.memory.limit.
        "-Dorg.bytedeco.javacpp.maxBytes=0",
        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
        "-Djava.awt.headless=true",
        "-Dslf4j.internal.verbosity=ERROR",  # without a logger on the class path SLF4J is silent, not noisy about it
    ]
    cache = _natives_cache()
    if cache is not None:  # else Java looks on, and says what it found
        flags.append(f"-Dorg.bytedeco.javacpp.cachedir={cache}")
    if _options.heap:
        flags.append(f"-Xmx{_options.heap}")
    if _options.memory_limit:
        flags.append(f"-Dpydl4j.memory.limit={_options.memory_limit}")
    if _options.threads:
        flags.append(f"-Dpydl4j.threads={_options.threads}")
    if java.version >= 24:
        flags.append("--enable-native-access=ALL-UNNAMED")
    if spark_home is not None:
        gone = {"sun.security.action"} if java.version >= 24 else set()
        flags += [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED if package not in gone]
        flags += ["--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED"]
        flags += ["-Dio.netty.tryReflectionSetAccessible=true"]
        if java.version >= 23:
            flags.append("--sun-misc-unsafe-memory-access=allow")
        log = _configuration("log4j2.properties")
        if log.is_file() and not os.environ.get("SPARK_CONF_DIR"):
            flags.append(f"-Dlog4j2.configurationFile={log}")
    return [*flags, *_options.flags]


def _natives_cache() -> Path | None:
    """Where JavaCPP unpacks natives: one folder for each state of a set of jars; those of its earlier states go.

    JavaCPP keys its cache by the jars' names, and overwrites what another jar of that name left there; a process that
    maps the file at that moment dies. A library of the same size and date it takes for unpacked, and ours are undated.
    """
    places = hashlib.sha256(os.pathsep.join(jars()).encode()).hexdigest()[:12]
    states = [Path(jar).stat() for jar in jars() if Path(jar).is_file()]
    state = hashlib.sha256(repr([(s.st_size, s.st_mtime_ns) for s in states]).encode()).hexdigest()[:8]
    base = Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"))
    temporary = [Path(place) / f"pydl4j-{os.getuid()}" for place in (os.environ.get("TMPDIR", "/tmp"), "/var/tmp")]
    folder = next((each for each in (base / "pydl4j", *temporary) if _may_hold_natives(each)), None)
    if folder is None:
        return None
    for old in folder.glob(f"{places}-*"):
        if old.name != f"{places}-{state}":
            shutil.rmtree(old, ignore_errors=True)  # what a process still maps stays until it ends
    return folder / f"{places}-{state}"


def _may_hold_natives(folder: Path) -> bool:
    """Whether we may write there, made if need be, and load libraries from there: containers mount much with noexec."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return os.access(folder, os.W_OK) and not os.statvfs(folder).f_flag & os.ST_NOEXEC
    except OSError:
        return False


def _check_version() -> None:
    from pydl4j import __version__

    version = call("Border", "version")
    if version not in (__version__, "unpacked"):
        raise JvmError(
            f"[jvm] jars and Python package differ: got jars of pydl4j {version}; expected {__version__}. "
            "In a checkout run `make setup`, else install the pydl4j wheel again."
        )


# ---- calls ---------------------------------------------------------------------------------------------------------


def call(class_name: str, method: str, *args: Any) -> Any:
    """Calls a static method of ``org.pydl4j.bridge`` in this process's JVM, which starts when it does not run yet.

    Parameters
    ----------
    class_name, method : str
        Simple name of the bridge class, and its static method.
    *args : str, int, float, bool, None, or sequences of numbers
        What Java's parameters take; nothing is converted here.

    Returns
    -------
    object
        Java's strings as str, numbers and None as they are, arrays as Java's arrays (sequences, NumPy reads them).

    Raises
    ------
    Exception
        As `pydl4j.errors.TABLE` says.
    """
    function = _functions.get((class_name, method)) or _bind(class_name, method)
    if _dead:
        release_now()
    try:
        result = function(*args)
    except _throwable as error:
        raise translated(error) from None
    return str(result) if type(result) is _string else result


def path(given: str | os.PathLike[str]) -> str:
    """A path as Java must get it: absolute, since Java keeps the working folder of its start; URIs as they are."""
    text = os.fspath(given)
    return text if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]+:/", text) else os.path.abspath(text)


def fast(method: str) -> Callable[..., Any]:
    """A method of ``LocalNd`` itself, for calls of microseconds: nothing is translated, see `translated`."""
    return _functions.get(("LocalNd", method)) or _bind("LocalNd", method)


def throwable() -> Any:
    """What Java throws, for ``except``."""
    return _throwable


def release_soon(handle: int) -> None:
    """What finalizers of arrays call: a small one (even) is closed with others by the next call, others at once."""
    if handle & 1:
        release("Handles", "close", handle)
    else:
        _dead.append(handle)
        if len(_dead) >= _MANY_DEAD:
            release_now()


def release_now() -> None:
    """Closes what `release_soon` left."""
    handles = []
    try:
        while True:
            handles.append(_dead.popleft())
    except IndexError:
        pass
    if handles and started():
        (_functions.get(("Handles", "closeAll")) or _bind("Handles", "closeAll"))(handles)


def release(class_name: str, method: str, *args: Any) -> None:
    """What finalizers call: as `call`, but silent when the JVM is gone or belongs to a parent process."""
    if started():
        call(class_name, method, *args)


def run_long(
    class_name: str,
    method: str,
    *args: Any,
    feed: Callable[[], bool] | None = None,
    on_progress: Callable[[dict[str, Any]], None] | None = None,
    on_message: Callable[[int, dict[str, Any]], None] | None = None,
) -> Any:
    """Runs a job on a Java thread while Python waits in slices of 50 ms, so that signals are served.

    Parameters
    ----------
    class_name, method : str
        A bridge method that returns the handle of ``org.pydl4j.bridge.Jobs.start``.
    *args
        As in `call`.
    feed : callable, optional
        Called until it returns False: gives the job one piece of work, or waits a slice for room.
    on_progress : callable, optional
        Gets what the job's ``progress()`` says, a dict, about every 50 ms and once at the end.
    on_message : callable, optional
        Gets the job's handle and each message of it, while it waits.

    Returns
    -------
    object
        What the job's ``run()`` returns, as in `call`. An error of the job comes before one of `feed` only where feed
        says False.

    Raises
    ------
    KeyboardInterrupt
        After Ctrl-C; the job was asked to stop and has stopped, and what it worked on is usable.
    """
    return _run(call, class_name, method, args, feed, on_progress, on_message)


def _run(
    via: Callable[..., Any],
    class_name: str,
    method: str,
    args: tuple[Any, ...],
    feed: Callable[[], bool] | None = None,
    on_progress: Callable[[dict[str, Any]], None] | None = None,
    on_message: Callable[[int, dict[str, Any]], None] | None = None,
) -> Any:
    handle = 0  # stays so when an exception of a signal comes between Java's return and the assignment
    told = time.monotonic()

    def tell() -> None:
        if on_progress is not None:
            on_progress(json.loads(via("Jobs", "progress", handle)))

    try:
        handle = via(class_name, method, *args)
        fed = feed is None
        while (message := via("Jobs", "next", handle, _SLICE_MS if fed else 0)) != "ended":
            if message and on_message is not None:
                on_message(handle, json.loads(message))
                via("Jobs", "answered", handle)
            elif feed is not None and not fed:
                fed = not feed()
            if time.monotonic() - told > _SLICE_MS / 1000:
                tell()
                told = time.monotonic()
        tell()
        return via("Jobs", "result", handle)
    except BaseException:
        _abandon(via, handle)
        raise


def _abandon(via: Callable[..., Any], handle: int) -> None:
    """Ends a job early and waits for it; a second Ctrl-C does not end the wait, for Java still uses Python's memory."""
    while True:
        try:
            if via("Jobs", "abandon", handle, _SLICE_MS):
                return
        except (KeyboardInterrupt, SystemExit):
            continue


def _bind(class_name: str, method: str) -> Callable[..., Any]:
    _refuse_when_gone()
    start()
    import jpype

    try:
        function: Callable[..., Any] = getattr(jpype.JClass(_BRIDGE + class_name), method)
    except (TypeError, AttributeError) as error:
        raise JvmError(
            f"[jvm] no bridge method: got {class_name}.{method}; expected a static method in {_BRIDGE[:-1]}. "
            "Rebuild the jars with `make setup`."
        ) from error
    _functions[class_name, method] = function
    return function


def translated(error: Any) -> Exception:
    """The Python exception for what Java threw."""
    while error.getCause() is not None and error.getClass().getName() == "java.io.UncheckedIOException":
        error = error.getCause()
    names, at = [], error.getClass()
    while at is not None:
        names.append(str(at.getName()))
        at = at.getSuperclass()
    return from_java(names, str(error.getMessage() or ""), _stacktrace(error))


def _stacktrace(error: Any) -> str:
    lines = []
    while error is not None:
        lines.append(str(error.toString()))
        lines += [f"    at {frame.toString()}" for frame in error.getStackTrace()]
        error = error.getCause()
    return "\n".join(lines)


# ---- Spark ---------------------------------------------------------------------------------------------------------


def spark_gateway() -> Any:
    """PySpark's Py4J gateway; the first call decides whose JVM Spark's driver lives in.

    Where no Spark JVM exists yet, this process's JVM gets a gateway and PySpark is told to attach to it. Where one does
    (a session made before, ``spark-submit``, a notebook), it stays, and our own JVM serves local work only.

    Returns
    -------
    py4j.java_gateway.JavaGateway
        What ``SparkContext._gateway`` holds.
    """
    global _gateway
    with _lock:
        _refuse_when_gone()
        if _gateway is None:
            try:
                context = importlib.import_module("pyspark.core.context").SparkContext
            except ImportError as error:
                raise JvmError(
                    "[spark] PySpark is missing: got no module pyspark; expected 4.1 or newer. "
                    "Run `pip install pydl4j[spark]`."
                ) from error
            if context._gateway is None and "PYSPARK_GATEWAY_PORT" not in os.environ:
                _serve_gateway(context)
            context._ensure_initialized()
            _gateway = context._gateway
        return _gateway


def spark_in_process() -> bool:
    """Whether Spark's driver lives in this process's JVM."""
    return _serves_spark


def spark_call(class_name: str, method: str, *args: Any) -> Any:
    """As `call`, in the JVM of Spark's driver. Pass strings, numbers and paths only.

    Raises
    ------
    JvmError
        When Spark's JVM came first and lacks pydl4j's jars; the message says which setting adds them.
    """
    gateway = spark_gateway()
    if spark_in_process():
        return call(class_name, method, *args)
    from py4j.java_gateway import JavaPackage
    from py4j.protocol import Py4JJavaError

    bridge = getattr(gateway.jvm.org.pydl4j.bridge, class_name)
    if isinstance(bridge, JavaPackage):
        raise JvmError(
            f"[spark] Spark's JVM came first and lacks pydl4j: got no class {_BRIDGE}{class_name}; expected "
            "pydl4j's jars on its class path. Set spark.jars to pydl4j.jvm.spark_jars() before the session starts, "
            "or use pydl4j.spark before it."
        )
    try:
        return getattr(bridge, method)(*args)
    except Py4JJavaError as error:
        raise translated(error.java_exception) from None


def spark_run_long(
    class_name: str,
    method: str,
    *args: Any,
    on_progress: Callable[[dict[str, Any]], None] | None = None,
    on_message: Callable[[int, dict[str, Any]], None] | None = None,
) -> Any:
    """As `run_long`, in the JVM of Spark's driver."""
    return _run(spark_call, class_name, method, args, on_progress=on_progress, on_message=on_message)


def _serve_gateway(context: Any) -> None:
    global _serves_spark
    secret = secrets.token_hex(32)
    pinned = os.environ.get("PYSPARK_PIN_THREAD", "true").lower() == "true"
    port = call("SparkGateway", "start", secret, pinned)
    for name, value in (("PYSPARK_GATEWAY_PORT", str(port)), ("PYSPARK_GATEWAY_SECRET", secret)):
        os.environ[name] = value
    try:
        context._ensure_initialized()
    finally:
        for name in ("PYSPARK_GATEWAY_PORT", "PYSPARK_GATEWAY_SECRET"):
            del os.environ[name]  # a spawned child would attach to this JVM
    _serves_spark = True


# ---- end and fork --------------------------------------------------------------------------------------------------


def _refuse_when_gone() -> None:
    if _forked:
        raise RuntimeError(
            "[jvm] a forked child cannot use its parent's JVM: got a process made by fork; expected one made by spawn. "
            'Use multiprocessing.get_context("spawn"), or start the workers before the first use of pydl4j.'
        )
    if _ended:
        raise RuntimeError("[jvm] the JVM has ended with this Python process; finish its use before the exit.")


def _end() -> None:
    """Before JPype waits for the JVM's threads: ends those that are no daemons."""
    global _ended
    if not started():
        return
    if spark_in_process():
        context = getattr(sys.modules.get("pyspark.core.context"), "SparkContext", None)
        active = getattr(context, "_active_spark_context", None)
        if active is not None:
            active.stop()
        call("SparkGateway", "stop")
    _functions.clear()
    _ended = True


def _after_fork_in_child() -> None:
    global _forked
    if not _started:
        return
    _forked = True
    _functions.clear()
    atexit.unregister(_end)
    atexit.unregister(importlib.import_module("jpype._core")._JTerminate)  # it would wait for threads left behind
    collect = importlib.import_module("_jpype")._collect  # asks for the JVM's collection, whose thread is not here
    gc.callbacks[:] = [callback for callback in gc.callbacks if callback != collect]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)


def info() -> dict[str, Any]:
    """Where Java is, what it holds, and whether Spark lives in it; for `pydl4j.jvm.info`."""
    start()
    return {
        "java_home": str(_java_home),
        "spark_in_process": spark_in_process(),
        **json.loads(call("Border", "memory")),
    }
