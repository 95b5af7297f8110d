# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL server of the test's own, and data sources of ODBC: in a folder, reached by a socket in it alone."""
import glob
import os
import subprocess
import tempfile

DRIVERS = glob.glob("/usr/lib/*/odbc/")


def find(name):
    """A program of the newest PostgreSQL, or None."""
    found = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), key=lambda path: int(path.split("/")[4]))
    return found[-1] if found else None


def driver(name):
    """An ODBC driver, or None."""
    found = [path + name for path in DRIVERS if os.path.exists(path + name)]
    return found[0] if found else None


class Server:
    """Runs as the user postgres when the test runs as root, which PostgreSQL refuses to be."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="dolbom-pg-")
        self.data = self.folder + "/data"
        self.as_user = []
        if os.getuid() == 0:
            self.as_user = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"]
            subprocess.run(["chown", "postgres", self.folder], check=True)
        self.run("initdb", "-D", self.data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        with open(self.data + "/pg_hba.conf", encoding="ascii") as file:
            trusted = file.read()
        with open(self.data + "/pg_hba.conf", "w", encoding="ascii") as file:
            file.write("local all clerk scram-sha-256\n" + trusted)
        self.start()
        self.sql("CREATE DATABASE welfare", database="postgres")

    def run(self, program, *words):
        subprocess.run([*self.as_user, find(program), *words], check=True, cwd=self.folder, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start(self):
        self.run("pg_ctl", "-D", self.data, "-w", "-l", self.folder + "/log", "-o",
                 f"-k {self.folder} -c listen_addresses= -c fsync=off", "start")

    def stop(self, how="fast"):
        self.run("pg_ctl", "-D", self.data, "-w", "-m", how, "stop")

    def url(self, schema=None, user="postgres"):
        return f"postgresql://{user}@/welfare?host={self.folder}" + (f"#{schema}" if schema else "")

    def psql(self, database="welfare"):
        return [find("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-U", "postgres",
                database]

    def sql(self, text, database="welfare"):
        done = subprocess.run(self.psql(database), input=text, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def load(self, schema, tables, types=()):
        """Rows whose first one is the header; columns are texts unless `types` says otherwise."""
        self.sql(f'CREATE SCHEMA "{schema}"')
        for name, rows in tables.items():
            columns = ", ".join(f'"{c}" {dict(types).get(c, "text")}' for c in rows[0])
            self.sql(f'CREATE TABLE "{schema}"."{name}" ({columns})')
            values = ",\n".join("(" + ", ".join("NULL" if cell in ("", None) else "'" + cell.replace("'", "''") + "'"
                                                for cell in row) + ")" for row in rows[1:])
            self.sql(f'INSERT INTO "{schema}"."{name}" VALUES {values}')

    def content(self, schema):
        """All that a schema holds but for times."""
        names = self.sql(f"SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace('\"{schema}\"') AND "
                         "relkind IN ('r', 'v') ORDER BY 1").split("\n")
        return {name: self.sql(f'SELECT t FROM "{schema}"."{name}" t WHERE (t::text) NOT LIKE \'(timings%\' ORDER BY 1')
                for name in names if name}
