# gmalign: build, install and test. The two commands a newcomer needs are
# "make demo" and "make test"; "make help" lists the rest.

EXTENSION      = gmalign
EXTVERSION    := $(shell sed -n "s/^default_version *= *'\(.*\)'/\1/p" gmalign.control)
MODULE_big     = gmalign
OBJS           = $(patsubst %.c,%.o,$(sort $(wildcard src/*.c)))
# the install script, room by room: a layer uses only those before it
MODEL_ORDER    = sql/model/ORDER sql/views/ORDER
SQL_BELOW      = sql/schema.sql $(sort $(wildcard sql/kernels/*.sql)) $(sort $(wildcard sql/judge/*.sql)) \
                 sql/model/settings.sql sql/model/tiers.sql sql/views/comments.sql
SQL_ABOVE      = $(sort $(wildcard sql/jobs/*.sql)) $(sort $(wildcard sql/admin/*.sql)) sql/last.sql
SQL_PARTS      = $(SQL_BELOW) $(SQL_ABOVE)
MODEL_PARTS    = $(wildcard sql/model/*.sql sql/views/*.part sql/views/*/*.sql) sql/admin/public_views.sql sql/views/comments.sql
# what earlier releases said of their views, as tools/keep-release writes it
COMMENTS       = $(wildcard test/released/*.comments)
SQL_INSTALL    = sql/$(EXTENSION)--$(EXTVERSION).sql
# from each release that is kept straight to this: built, too
RELEASED      := $(filter-out $(EXTVERSION),$(patsubst test/released/$(EXTENSION)--%.sql.gz,%,$(wildcard test/released/*.sql.gz)))
SQL_UPGRADE    = $(RELEASED:%=sql/$(EXTENSION)--%--$(EXTVERSION).sql)
DATA_built     = $(SQL_INSTALL) $(SQL_UPGRADE)
DOCS           = README.md $(wildcard doc/*.md)
EXTRA_CLEAN    = $(SQL_INSTALL) $(SQL_UPGRADE)

REGRESS       := $(patsubst test/sql/%.sql,%,$(sort $(wildcard test/sql/*.sql)))
REGRESS_OPTS   = --inputdir=test --load-extension=$(EXTENSION)
# two connections at once: not every server brings what that needs, so a plain
# installcheck leaves them out (make installcheck-specs)
SPECS         := $(patsubst test/specs/%.spec,%,$(sort $(wildcard test/specs/*.spec)))
ISOLATION_OPTS = --inputdir=test --outputdir=. --load-extension=$(EXTENSION)
# pg_regress looks in ./sql before test/sql: a test named like an install
# script would run that script and pass
CLASH         := $(foreach t,$(REGRESS),$(wildcard sql/$(t).sql)) $(filter $(REGRESS),$(SPECS))
ifneq ($(strip $(CLASH)),)
$(error test name clash: $(CLASH))
endif

# No contraction of a * b + c: compensated sums must round as they are written. Hence
# the vector unit on 32-bit x86, whose older one rounds to 64 bits.
PG_CFLAGS      = -std=gnu11 -Wall -Wextra -Wno-unused-parameter -Wno-sign-compare \
                 -Wno-missing-field-initializers -ffp-contract=off $(if $(filter i%86,$(host_cpu)),-msse2 -mfpmath=sse) $(XCFLAGS)
SHLIB_LINK     = -lm $(XLDFLAGS)

# Commands that find or install PostgreSQL themselves run before pg_config is
# asked for: a machine that has only git and make can run them.
TOOL_GOALS    := help bootstrap demo dashboard test shell realdata bench calibration instructions check-asan fuzz fuzz-values sqlsmith valgrind \
                  coverage mutations matrix lint format dist package check-upgrade check-majors check-dist portable load release-check
PG_CONFIG     ?= pg_config

ifeq ($(filter-out $(TOOL_GOALS),$(or $(MAKECMDGOALS),all)),)

help:
	@sed -n 's/^## //p' Makefile

## make               build the extension (needs the server headers)
## make install       install it into the PostgreSQL of PG_CONFIG
## make installcheck  pg_regress against a running server, the PGXS way
## make demo          throw-away server, the sample programme, its report
## make dashboard     a site over the sample programme, or over a database of yours (doc/dashboard.md)
## make test          throw-away servers, the tests; SUITES=all: the long ones too
## make shell         as demo, but opens psql and keeps the server until you leave
## make realdata      load the public data sets in REALDATA and report on them
## make bench         speed and memory as ratios, QUICK=1 in two minutes (see doc/performance.md)
## make instructions  what a row costs in instructions, the same on every machine; fails when it changes
## make calibration how often the bands err: simulated moves through the product (doc/calibration.md)
## make check-asan    the SQL tests under AddressSanitizer and UBSan
## make fuzz        hostile calls of every function under both; CALLS=1000000 SEED=7 at length
## make fuzz-values  what reads transient values and states, under libFuzzer; DURATION=600 at length
## make sqlsmith    queries made up over the sample programme, under both; DURATION=600 seconds
## make valgrind    the kernels' tests under valgrind's memcheck
## make coverage    lines and branches of src that the tests reach, and what they do not
## make mutations   changes of the kernels, each of which a test must notice
## make matrix        the tests on the other PostgreSQL majors Debian serves
## make lint          compilers' warnings, shellcheck, plpgsql_check, formatting
## make format        the C sources in PostgreSQL's style (fetches PostgreSQL 17's pgindent)
## make package     Debian packages, built and proven in clean chroots of Debian 12 and 13
## make check-upgrade  from every release that is kept to what the tree builds
## make check-majors  to PostgreSQL 17 and 18, by a dump and by pg_upgrade: nothing is lost
## make check-dist  the zip for PGXN builds and passes by itself
## make portable    the library on a 32-bit and on a big-endian machine
## make release-check  matrix, check-majors, long tests whole and under sanitizers, fuzz, sqlsmith, load, package, check-upgrade, check-dist, portable
## make load        32 readers, four writers, checks and releases at once; DURATION=600 seconds for each isolation level
## make dist          gmalign-VERSION.zip of what is committed, for PGXN
## make bootstrap     only install what is missing (Debian, Ubuntu; needs root)

demo test shell realdata bench calibration instructions check-asan fuzz fuzz-values sqlsmith valgrind coverage \
  mutations matrix lint package check-upgrade check-majors check-dist portable load: bootstrap

# over somebody else's database it needs no server
ifeq ($(SCHEMA),)
dashboard: bootstrap
endif

bootstrap:
	@tools/bootstrap $(MAKECMDGOALS)

demo dashboard test shell realdata bench calibration instructions check-asan fuzz fuzz-values sqlsmith valgrind coverage \
  mutations matrix lint format package check-upgrade check-majors check-dist portable load:
	@tools/$@

release-check:
	$(MAKE) matrix
	$(MAKE) check-majors
	GMALIGN_ALL=1 $(MAKE) test SUITES="long longtap"
	$(MAKE) check-asan SUITES=long
	$(MAKE) fuzz
	$(MAKE) fuzz-values
	$(MAKE) sqlsmith
	$(MAKE) load
	$(MAKE) package
	$(MAKE) check-upgrade
	$(MAKE) check-dist
	$(MAKE) portable

dist:
	@tools/check-meta
	@test -z "$$(git status --porcelain)" || { git status --short; echo "make dist: commit these first, or remove them"; exit 1; }
	git archive --format=zip --prefix=$(EXTENSION)-$(EXTVERSION)/ -o $(EXTENSION)-$(EXTVERSION).zip HEAD

.PHONY: $(TOOL_GOALS)

else

PGXS          := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)
ifeq ($(wildcard $(PGXS)),)
$(error no PostgreSQL server headers for "$(PG_CONFIG)": run make bootstrap)
endif
include $(PGXS)

# many sums at once; the counting of goals below, 64 bits at once; of a board's rows
src/expectancy.o src/graph_counts.o src/stakeholder_summary.o: CFLAGS += $(CFLAGS_VECTORIZE) $(CFLAGS_UNROLL_LOOPS)
# deals and answers drawn anew, several at once: loops of any length
src/chance_core.o src/chance.o src/asked_core.o src/tally.o: CFLAGS += -O3

# PGXS tracks no header dependencies here
$(OBJS): $(wildcard src/*.h) Makefile

installcheck-specs:
	$(MAKE) installcheck REGRESS= ISOLATION="$(SPECS)"

# the folders too: a part that is gone leaves no other trace
$(SQL_INSTALL): $(SQL_PARTS) $(MODEL_PARTS) $(MODEL_ORDER) $(sort $(dir $(SQL_PARTS) $(MODEL_PARTS))) $(COMMENTS) sql/source.awk gmalign.control Makefile
	@{ printf '%s\n' '\echo Use "CREATE EXTENSION $(EXTENSION)" to load this file. \quit'; \
	   cat $(SQL_BELOW); awk -f sql/source.awk $(MODEL_ORDER); cat $(SQL_ABOVE); } | \
	 sed -e 's/@VERSION@/$(EXTVERSION)/' \
	     -e "s/@COMMENTS@/$$(cat $(COMMENTS) /dev/null | sort -u | tr '\n' ' ')/" \
	     -e "s/@FINGERPRINT@/$$(cat $(MODEL_ORDER) $(sort $(MODEL_PARTS)) | cksum | tr ' ' '-')/" > $@

sql/$(EXTENSION)--%--$(EXTVERSION).sql: test/released/$(EXTENSION)--%.sql.gz $(SQL_INSTALL) $(wildcard sql/upgrade/*.sql) tools/write-upgrade
	@tools/write-upgrade $< $(SQL_INSTALL) $(wildcard sql/upgrade/$*.sql) > $@.tmp && mv $@.tmp $@ || { rm -f $@.tmp; false; }

endif
