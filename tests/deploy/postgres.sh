#!/bin/bash
# PostgreSQL as the official image starts it, for the compose file's test: user, database, password from a file.
set -e
bin=$(echo /usr/lib/postgresql/*/bin)
data=/var/lib/postgresql/data
chown postgres "$data"
if [ ! -s "$data/PG_VERSION" ]; then
  cp "$POSTGRES_PASSWORD_FILE" /tmp/password && chown postgres /tmp/password
  su postgres -c "$bin/initdb -E UTF8 --locale=C.UTF-8 -D $data -U $POSTGRES_USER --pwfile=/tmp/password -A scram-sha-256 >/dev/null"
  echo "host all all all scram-sha-256" >> "$data/pg_hba.conf"
  su postgres -c "$bin/pg_ctl -D $data -w -o '-c listen_addresses=127.0.0.1' start >/dev/null"
  su postgres -c "PGPASSWORD=$(cat /tmp/password) psql -qh 127.0.0.1 -U $POSTGRES_USER -d postgres -c 'CREATE DATABASE $POSTGRES_DB'"
  su postgres -c "$bin/pg_ctl -D $data -w stop >/dev/null"
fi
exec su postgres -c "exec $bin/postgres -D $data -c listen_addresses='*'"
