# What psycopg makes of every view: plain types, plain values.
#   read_views.py CONNINFO SCHEMA VIEW...   prints problems, then "views: N"
import datetime
import sys
import psycopg
import psycopg.sql

PLAIN = {16: bool, 20: int, 23: int, 25: str, 701: float, 1082: datetime.date, 1184: datetime.datetime}

with psycopg.connect(sys.argv[1]) as connection:
    connection.read_only = True
    views = sys.argv[3:]
    for view in views:
        cursor = connection.execute(psycopg.sql.SQL("SELECT * FROM {}.{} LIMIT 1000").format(
            psycopg.sql.Identifier(sys.argv[2]), psycopg.sql.Identifier(view)))
        for column in cursor.description:
            if column.type_code not in PLAIN:
                print(f"{view}.{column.name}: type {column.type_code}")
        for row in cursor:
            for column, value in zip(cursor.description, row):
                if value is not None and not isinstance(value, PLAIN.get(column.type_code, ())):
                    print(f"{view}.{column.name}: {value!r}")
    print("views:", len(views))
