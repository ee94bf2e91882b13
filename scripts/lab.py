"""What the long runs share: the built program, a PostgreSQL that goes away again, and a report at the end."""

import contextlib
import json
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
AMENDS = ROOT / ".build" / "release" / "amends"


class Lab:
    """A folder of its own, with the settings that make the program keep everything in it."""

    def __init__(self, folder, database, **settings):
        self.folder = pathlib.Path(folder)
        self.maildir = self.folder / "mail"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("AMENDS_")},
            "AMENDS_DATABASE": database,
            "AMENDS_FOLDER": str(self.folder / "var"),
            "AMENDS_MAILDIR": str(self.maildir),
            "AMENDS_MAIL_FROM": "avisos@agencia.example",
            "LC_ALL": "C.UTF-8",
            **settings,
        }

    def start(self, *arguments, **more):
        return subprocess.Popen(
            [str(AMENDS), *map(str, arguments)],
            cwd=self.folder,
            env=self.environment,
            text=True,
            stdin=subprocess.DEVNULL,
            **more,
        )

    def run(self, *arguments, expected=(0,)):
        """Runs to the end; returns (exit code, standard output). Any other end than expected ends the whole run."""
        process = self.start(*arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        out, err = process.communicate()
        if process.returncode not in expected:
            print(err.strip()[-4000:], file=sys.stderr)
            sys.exit(f"amends {' '.join(map(str, arguments))} ended with {process.returncode}, expected {expected}")
        return process.returncode, out

    def json(self, *arguments, expected=(0,)):
        return json.loads(self.run(*arguments, "--format", "json", expected=expected)[1])


@contextlib.contextmanager
def folder(name):
    # Not only for its owner: PostgreSQL runs as another user than root.
    path = tempfile.mkdtemp(prefix=f"amends-{name}-")
    os.chmod(path, 0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def postgres(above):
    """A cluster on a free port, as user postgres where this runs as root, because initdb refuses that."""
    versions = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not versions:
        sys.exit("PostgreSQL is not installed; scripts/packages test installs it")
    programs = versions[-1].parent
    data = pathlib.Path(above) / "postgres"
    data.mkdir(mode=0o700)
    who = []
    if os.getuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(data, user.pw_uid, user.pw_gid)
        who = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    subprocess.run(
        [*who, programs / "initdb", "--pgdata", data, "--username", "amends", "--auth", "trust", "--encoding", "UTF8"]
        + ["--locale", "C"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories="
    control = [*who, programs / "pg_ctl", "--pgdata", data, "--wait"]
    subprocess.run(
        [*control, "--log", data / "log", "--options", options, "start"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
    )
    try:
        subprocess.run(
            [programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "amends", "amends"], check=True, cwd="/"
        )
        yield f"postgres://amends@127.0.0.1:{port}/amends"
    finally:
        subprocess.run([*control, "--mode", "immediate", "stop"], stdout=subprocess.DEVNULL, cwd="/")


class Report:
    """Checks that are printed as they are made; the end says whether all held."""

    def __init__(self, title):
        self.failed = 0
        print(title, flush=True)

    def check(self, holds, sentence):
        self.failed += not holds
        print(f"  {'ok  ' if holds else 'FAIL'}  {sentence}", flush=True)

    def note(self, sentence):
        print(f"        {sentence}", flush=True)

    def end(self):
        sys.exit(1 if self.failed else 0)


def need_program():
    if not os.access(AMENDS, os.X_OK):
        sys.exit("the program is not built: run scripts/build --product amends")
