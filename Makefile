# SPDX-License-Identifier: GPL-3.0-or-later
# ronda: one program, a few test programs, no recursion except to build a variant in a folder of its own.
# `make help` lists the targets. Sources are found by wildcard: a new .c file in a room needs no line here.

BUILD   ?= build
PREFIX  ?= /usr/local
DESTDIR ?=
CFLAGS  ?= -O2 -g
VERSION := 0.1.0

# Where an installed program looks. In build/ it looks next to itself first; one that is built elsewhere, not to be
# installed, is told where the sources are.
ifneq ($(or $(filter build,$(BUILD)),$(filter install,$(MAKECMDGOALS))),)
  DATADIR ?= $(PREFIX)/share/ronda/datasets
else
  DATADIR ?= $(CURDIR)/datasets
endif
LOCALEDIR ?= $(PREFIX)/share/locale
MANDIR    ?= $(PREFIX)/share/man

FUZZ_SECONDS ?= 60
JOBS         ?= $(shell nproc 2>/dev/null || echo 1)
CLANG        ?= clang
CLANG_FORMAT ?= clang-format
CLANG_TIDY   ?= clang-tidy

# ---- Sources -----------------------------------------------------------------------------------------------------
ROOMS    := model io solver plots cli
SOURCES  := $(wildcard $(ROOMS:%=%/*.c))
MAIN     := $(filter cli/main.c,$(SOURCES))
LIBRARY  := $(filter-out cli/main.c,$(SOURCES))
GENERATE := $(wildcard datasets/*.c)
PVRP     := $(wildcard tests/bench/pvrp*.c)
BENCHES  := $(filter-out $(PVRP),$(wildcard tests/bench/*.c))
UNIT     := $(wildcard tests/unit/test_*.c)
UNIT_AID := $(filter-out $(UNIT),$(wildcard tests/unit/*.c))
FUZZERS  := $(wildcard tests/fuzz/fuzz_*.c)
FUZZ_AID := $(filter-out $(FUZZERS),$(wildcard tests/fuzz/*.c))
ALL_C    := $(SOURCES) $(GENERATE) $(PVRP) $(BENCHES) $(UNIT) $(UNIT_AID) $(FUZZERS) $(FUZZ_AID)
ALL_H    := $(wildcard $(ROOMS:%=%/*.h) datasets/*.h tests/*/*.h)
LINGUAS  := $(patsubst cli/po/%.po,%,$(wildcard cli/po/*.po))

objects   = $(patsubst %.c,$(BUILD)/%.o,$(1))
UNIT_BIN := $(UNIT:%.c=$(BUILD)/%)
SEED_BIN := $(FUZZERS:%.c=$(BUILD)/%)
PROGRAMS := $(if $(MAIN),$(BUILD)/ronda) $(if $(GENERATE),$(BUILD)/generate)
BENCH_BIN := $(if $(PVRP),$(BUILD)/pvrp) $(BENCHES:%.c=$(BUILD)/%)
CATALOGS := $(LINGUAS:%=$(BUILD)/locale/%/LC_MESSAGES/ronda.mo)

# ---- Flags -------------------------------------------------------------------------------------------------------
# By name: GLPK and libcsv have no pkg-config file, those of xlsxwriter and PROJ ask for packages that Debian 13 does
# not bring along. --as-needed drops what a program does not use.
PACKAGES := glib-2.0 gio-2.0 libical jansson
BY_NAME  := -lglpk -lcsv -lxlsxwriter -lproj -lm
WARNINGS := -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wcast-qual \
            -Wwrite-strings -Wformat=2 -Wundef -Wvla $(if $(filter 1,$(WERROR)),-Werror)
HARDEN   ?= -D_FORTIFY_SOURCE=2 -fstack-protector-strong
# -ffp-contract=off: a fused multiply-add rounds once where two instructions round twice, so a machine that has it
# would give other distances, and a plan that differs byte for byte.
DIALECT  := -std=gnu17 -ffp-contract=off -fPIE
DEFINES   = -DRONDA_VERSION='"$(VERSION)"' -DRONDA_DATADIR='"$(DATADIR)"' -DRONDA_LOCALEDIR='"$(LOCALEDIR)"' \
            -DG_LOG_DOMAIN='"ronda"' -DGLIB_VERSION_MIN_REQUIRED=GLIB_VERSION_2_66 -DGLIB_VERSION_MAX_ALLOWED=GLIB_VERSION_2_74
# -iquote, not -I: a file of ours must not stand in for <csv.h>.
INCLUDES  = -iquote . $(PACKAGE_CFLAGS)
COMPILE   = $(CC) $(DIALECT) $(WARNINGS) $(HARDEN) $(DEFINES) $(INCLUDES) $(CPPFLAGS) $(CFLAGS)
LINK      = $(CC) $(CFLAGS) -pie -Wl,--as-needed -Wl,-z,relro,-z,now $(LDFLAGS)
LIBS      = $(PACKAGE_LIBS) $(BY_NAME) $(LDLIBS)

# Everything but these targets needs the libraries at once; demo and test fetch them first and then call make again.
HOUSEKEEPING := setup clean help dist demo test lint sanitize valgrind fuzz coverage
ifneq ($(filter-out $(HOUSEKEEPING),$(or $(MAKECMDGOALS),all)),)
  PACKAGE_CFLAGS := $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
  PACKAGE_LIBS   := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null)
  ifeq ($(PACKAGE_LIBS),)
    $(error Libraries are missing; 'make setup' installs them, or names them: pkg-config --print-errors --exists $(PACKAGES))
  endif
endif

# A second make, with as many jobs as there are cores unless the caller has chosen (then it has a job server).
AGAIN = $(MAKE) --no-print-directory $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(JOBS))

.PHONY: all demo test unit golden browser cluster programs lint tidy sanitize valgrind fuzz fuzzers seeds coverage bench \
        install dist setup clean help man mo pot format FORCE
.DELETE_ON_ERROR:
.SECONDARY:

all: $(PROGRAMS) mo  ## build the program (default)

# One short line a file; `make V=1` shows the commands.
say = $(if $(V),,@echo '  $(1) $@';)

# ---- Building ----------------------------------------------------------------------------------------------------
$(BUILD)/ronda: $(call objects,$(MAIN)) $(BUILD)/libronda.a
	$(call say,link)$(LINK) -o $@ $^ $(LIBS)

$(BUILD)/generate: $(call objects,$(GENERATE)) $(BUILD)/libronda.a
	$(call say,link)$(LINK) -o $@ $^ $(LIBS)

$(BUILD)/pvrp: $(call objects,$(PVRP)) $(BUILD)/libronda.a
	$(call say,link)$(LINK) -o $@ $^ $(LIBS)

$(BENCHES:%.c=$(BUILD)/%): $(BUILD)/%: $(BUILD)/%.o $(BUILD)/tests/unit/instance.o $(BUILD)/libronda.a
	$(call say,link)$(LINK) -o $@ $^ $(LIBS)

$(UNIT_BIN): $(BUILD)/%: $(BUILD)/%.o $(call objects,$(UNIT_AID)) $(BUILD)/libronda.a
	$(call say,link)$(LINK) -o $@ $^ $(LIBS) -lcmocka

# A fuzzer is linked with libFuzzer (make fuzz) or with a main() that replays files (all other builds).
$(SEED_BIN): $(BUILD)/%: $(BUILD)/%.o $(if $(FUZZ_ENGINE),,$(call objects,$(FUZZ_AID))) $(BUILD)/libronda.a
	$(call say,link)$(LINK) $(FUZZ_ENGINE) -o $@ $^ $(LIBS)

# Everything but main(), so that tests and benches link what they use.
$(BUILD)/libronda.a: $(call objects,$(LIBRARY))
	$(call say,ar)rm -f $@ && ar rcs $@ $^

$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,cc)$(COMPILE) -MMD -MP -c -o $@ $<

# Changes only when the command line does: objects made with other flags are made again.
$(BUILD)/flags: FORCE
	$(shell mkdir -p $(@D))$(file >$@.new,$(COMPILE))
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

-include $(patsubst %.c,$(BUILD)/%.d,$(ALL_C))

mo: $(CATALOGS)  ## compile the message catalogues
$(BUILD)/locale/%/LC_MESSAGES/ronda.mo: cli/po/%.po
	@mkdir -p $(@D)
	$(call say,mo)msgfmt --check -o $@ $<
	@cp /usr/lib/locale/C.utf8/LC_MESSAGES/SYS_LC_MESSAGES $(@D)/ 2>/dev/null || true # model/words.c

pot: $(BUILD)/ronda.pot  ## collect the messages to translate
$(BUILD)/ronda.pot: $(SOURCES)
	@mkdir -p $(@D)
	xgettext --from-code=UTF-8 --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=ngettext:1,2 --keyword=said_plural:1,2 --add-comments=Translators --sort-by-file \
	  --package-name=ronda --package-version=$(VERSION) -o $@ $^

man: $(BUILD)/ronda.1  ## make the manual page
$(BUILD)/ronda.1: ronda.1.scd
	@mkdir -p $(@D)
	$(call say,man)scdoc <$< >$@

# ---- Using it ----------------------------------------------------------------------------------------------------
setup:  ## install what is missing (Debian, Ubuntu), or name it
	@tests/setup.sh

demo: setup  ## plan the demo territory and say where the results are
	@+$(AGAIN) all
	rm -rf $(BUILD)/demo
	cp -R datasets/demo $(BUILD)/demo
	$(BUILD)/ronda plan $(BUILD)/demo
	@printf '\nThe calendar:   %s\nThe charts:     %s\nThe whole plan: %s\n' \
	  $(BUILD)/demo/plan/calendar.csv $(BUILD)/demo/plan/charts/ $(BUILD)/demo/plan/

install: all man  ## install under $(DESTDIR)$(PREFIX)
	install -D -m 755 $(BUILD)/ronda $(DESTDIR)$(PREFIX)/bin/ronda
	install -D -m 644 $(BUILD)/ronda.1 $(DESTDIR)$(MANDIR)/man1/ronda.1
	for lang in $(LINGUAS); do for file in $(BUILD)/locale/$$lang/LC_MESSAGES/*; do \
	  install -D -m 644 $$file $(DESTDIR)$(LOCALEDIR)/$$lang/LC_MESSAGES/$${file##*/} || exit 1; done; done
	cd datasets && find . -type f ! -name '*.[ch]' ! -path '*/plan/*' \
	  -exec install -D -m 644 {} '$(abspath $(DESTDIR)$(DATADIR))/{}' \;

dist:  ## make the source archive of the last commit
	@mkdir -p $(BUILD)
	git archive --format=tar.gz --prefix=ronda-$(VERSION)/ -o $(BUILD)/ronda-$(VERSION).tar.gz HEAD

clean:  ## remove the build folder
	rm -rf $(BUILD)

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12
	@printf '\nVariables: BUILD=build PREFIX=/usr/local DESTDIR= CC CFLAGS LDFLAGS JOBS V=1 WERROR=1 FUZZ_SECONDS=60\n'

# ---- Testing -----------------------------------------------------------------------------------------------------
programs: all $(UNIT_BIN) $(SEED_BIN) $(if $(PVRP),$(BUILD)/pvrp)

test: setup  ## run all tests
	@+$(AGAIN) programs
	@tests/run.sh $(BUILD) golden unit seeds

unit: programs  ## run the unit tests only
	@tests/run.sh $(BUILD) unit

golden: programs  ## run the command-line tests only
	@tests/run.sh $(BUILD) golden

cluster: programs  ## test whatif on many machines: workers over ssh, a Slurm cluster
	@JOBS=1 tests/run.sh $(BUILD) cluster

seeds: programs  ## replay the seed corpus of the fuzzers
	@tests/run.sh $(BUILD) seeds

browser: programs  ## look at report.html in Chromium, where it is installed
	@tests/browser.sh $(BUILD)

SANITIZE = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
sanitize:  ## run all tests with the address and undefined-behaviour sanitizers
	@tests/setup.sh
	@+$(AGAIN) BUILD=$(BUILD)/sanitize HARDEN= CFLAGS='$(SANITIZE)' programs
	@tests/run.sh $(BUILD)/sanitize golden unit seeds

valgrind:  ## run the unit tests under valgrind
	@tests/setup.sh valgrind
	@+$(AGAIN) programs
	@WRAPPER='valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite' \
	  tests/run.sh $(BUILD) unit

FUZZ_FLAGS = -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
fuzz:  ## fuzz every reader for FUZZ_SECONDS (60)
	@tests/setup.sh fuzz
	@+$(AGAIN) BUILD=$(BUILD)/fuzz CC=$(CLANG) HARDEN= CFLAGS='$(FUZZ_FLAGS)' FUZZ_ENGINE=-fsanitize=fuzzer fuzzers
	@for f in $(notdir $(FUZZERS:%.c=%)); do \
	  found=$(BUILD)/fuzz/found/$$f; mkdir -p $$found; \
	  $(BUILD)/fuzz/tests/fuzz/$$f -max_total_time=$(FUZZ_SECONDS) -timeout=10 -artifact_prefix=$$found- \
	    $$found tests/fuzz/corpus/$${f#fuzz_} >$$found.log 2>&1 || { tail -n 40 $$found.log; exit 1; }; \
	  echo "$$f: $$(sed -n 's/^Done \([0-9]* runs in [0-9]* second\).*/\1s/p' $$found.log), no failure"; \
	done
fuzzers: $(SEED_BIN)

coverage:  ## measure what the tests reach
	@tests/setup.sh
	@+$(AGAIN) BUILD=$(BUILD)/coverage HARDEN= CFLAGS='-Og -g --coverage' programs
	find $(BUILD)/coverage -name '*.gcda' -delete
	tests/run.sh $(BUILD)/coverage golden unit seeds
	@tests/coverage.sh $(BUILD)/coverage $(ROOMS)

bench: all $(BENCH_BIN)  ## measure speed and quality
	@tests/bench.sh $(BUILD)

# ---- Looking it over ---------------------------------------------------------------------------------------------
# A file is looked at again only when it, a header of it or the rules have changed.
lint:  ## check format, rules of the folders, warnings, clang-tidy
	@tests/setup.sh lint
	@tests/layers.sh
	@tests/catalog.sh
	@tests/format.sh --check
	@+$(AGAIN) -k BUILD=$(BUILD)/lint WERROR=1 tidy man mo
	@if command -v shellcheck >/dev/null; then shellcheck -x -S warning .ci/run $$(git ls-files '*.sh'); fi
	@echo 'lint: clean'

TIDY_FLAGS = $(filter-out -Werror,$(DIALECT) $(WARNINGS)) $(DEFINES) $(INCLUDES)
tidy: $(ALL_C:%=$(BUILD)/%.tidy)
$(BUILD)/%.c.tidy: $(BUILD)/%.o .clang-tidy
	@echo 'clang-tidy $*.c'
	@$(CLANG_TIDY) --quiet $*.c -- $(TIDY_FLAGS) >$@.log 2>&1 || { grep -v 'warnings\{0,1\} .*generated' $@.log; rm -f $@; exit 1; }
	@touch $@

format:  ## put the sources into the house's format
	@tests/format.sh
