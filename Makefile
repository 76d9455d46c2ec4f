# Everything that one does with Fokker, in one word. The build itself is CMake's; `make help` lists the words.
# CXX=g++ (and CC=gcc) choose the compilers of a first build.

PREFIX ?= /usr/local
JOBS ?= $(shell nproc)
LAB ?= langevin-main

# clang 19 makes faster kernels than g++ 12; both give the same bits. CC and CXX decide where they are set.
ifeq ($(origin CXX),default)
undefine CXX
compilers = -DCMAKE_C_COMPILER=$$(command -v clang-19 || command -v gcc) \
            -DCMAKE_CXX_COMPILER=$$(command -v clang++-19 || command -v g++)
else
export CC CXX
endif
launcher = $$(command -v ccache >/dev/null && echo -DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
configure = cmake -Wno-dev --log-level=WARNING $(compilers) $(launcher)
sources = find fokker tests bench examples -name '*.hpp' -o -name '*.cpp'

# $(call switch_on,TESTS): configures the release build with that option on, if it is not yet.
switch_on = @grep -qs '^FOKKER_$(1):BOOL=ON' build/CMakeCache.txt && test -e build/build.ninja || \
            $(configure) --preset release -DFOKKER_$(1)=ON >/dev/null

.PHONY: help
help:  ## this list
	@awk -F ':.*  ## ' '/^[a-z]+:.*  ## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

.PHONY: build
build: build/build.ninja  ## the program, build/bin/fokker; installs what is missing
	@cmake --build build --target fokker --parallel $(JOBS)

.PHONY: run
run: build  ## labs/langevin-main.toml, or another: LAB=ou; writes out/LAB/
	@build/bin/fokker run labs/$(LAB).toml --out out/$(LAB)

.PHONY: labs
labs: build  ## every lab, films included; writes out/labs/index.html
	@scripts/install-dependencies.sh film
	@build/bin/fokker lab --all --out out/labs

.PHONY: test
test: build/build.ninja  ## build and run every test
	@scripts/install-dependencies.sh test ranks
	$(call switch_on,TESTS)
	@cmake --build build --parallel $(JOBS)
	@ctest --test-dir build --parallel 2 --output-on-failure

.PHONY: bench
bench: build/build.ninja  ## build and run the benchmarks
	@scripts/install-dependencies.sh bench
	$(call switch_on,BENCH)
	@cmake --build build --parallel $(JOBS)
	@build/bin/fokker_bench

.PHONY: install
install: build/build.ninja  ## the program, the library and its headers; PREFIX=/usr/local
	@cmake --build build --parallel $(JOBS)
	@cmake --install build --prefix $(PREFIX)

.PHONY: clean
clean:  ## remove the builds; what runs wrote to out/ stays
	rm -rf build build-asan build-tsan

.PHONY: format
format:  ## lay out the source by .clang-format
	@scripts/install-dependencies.sh lint
	@$(sources) | xargs clang-format-19 -i

.PHONY: check-format
check-format:
	@scripts/install-dependencies.sh lint
	@$(sources) | xargs clang-format-19 --dry-run -Werror

.PHONY: lint
lint: build/build.ninja check-format  ## check the layout, then clang-tidy over fokker/
	@run-clang-tidy-19 -quiet -p build -j $(JOBS) '$(CURDIR)/fokker/.*'

# TESTS= runs only the tests that match it: make tsan TESTS=Simulate
.PHONY: asan tsan
asan: build-asan/build.ninja
tsan: build-tsan/build.ninja
asan tsan:
	@cmake --build build-$@ --parallel $(JOBS)
	@ctest --test-dir build-$@ --parallel 2 --output-on-failure $(if $(TESTS),-R '$(TESTS)')
asan:  ## the tests under the address and undefined-behaviour sanitizers
tsan:  ## the tests under the thread sanitizer

# The first configuration builds the program only; tests and benchmarks are switched on when they are asked for.
.PHONY: dependencies
dependencies:
	@scripts/install-dependencies.sh build

build/build.ninja: | dependencies
	@$(configure) --preset release -DFOKKER_TESTS=OFF -DFOKKER_BENCH=OFF >/dev/null

build-%/build.ninja: | dependencies
	@scripts/install-dependencies.sh test sanitize
	@$(configure) --preset $* >/dev/null
