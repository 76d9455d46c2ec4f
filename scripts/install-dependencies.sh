#!/usr/bin/env bash
# Installs what is missing to build and run Fokker on Debian and Ubuntu, and nothing else.
#
#   scripts/install-dependencies.sh [build] [film] [ranks] [test] [sanitize] [bench] [lint]
#
# Where nothing is missing, apt is not called. Every package is explained in docs/dependencies.md.
set -euo pipefail

build=(cmake ninja-build g++ pkg-config libtbb-dev libfmt-dev libcli11-dev libtomlplusplus-dev nlohmann-json3-dev
       libnetcdf-dev libhdf5-dev zlib1g-dev libcairo2-dev libpango1.0-dev libpng-dev fonts-inter fonts-dejavu-core)
film=(ffmpeg)
ranks=(libopenmpi-dev openmpi-bin)
test=(libgtest-dev librapidcheck-dev libmpfr-dev python3-xarray python3-netcdf4 ffmpeg chromium)
bench=(libbenchmark-dev)
lint=(clang-format-19 clang-tidy-19)
# Faster kernels than g++ 12, where the distribution has it; g++ builds the same bits.
preferred=(clang-19)

wanted=()
for group in "${@:-build}"; do
    case $group in
        film) wanted+=("${film[@]}") ;;
        build) wanted+=("${build[@]}") ;;
        ranks) wanted+=("${ranks[@]}") ;;
        test) wanted+=("${test[@]}") ;;
        sanitize) preferred+=(libclang-rt-19-dev) ;;  # of clang; those of g++ come with it
        bench) wanted+=("${bench[@]}") ;;
        lint) wanted+=("${lint[@]}") ;;
        *) echo "install-dependencies.sh: no group \"$group\"; there are: build film ranks test sanitize bench lint" >&2; exit 2 ;;
    esac
done
# Who names a compiler has one.
[[ -n ${CXX:-} ]] || wanted+=("${preferred[@]}")

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "not Debian or Ubuntu: nothing installed; needed are what these Debian packages hold: ${wanted[*]}" >&2
    exit 0
fi

missing_of() {
    local installed
    installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p' || true)
    comm -23 <(printf '%s\n' "$@" | sort -u) <(sort -u <<<"$installed")
}

mapfile -t missing < <(missing_of "${wanted[@]}")
((${#missing[@]} > 0)) || exit 0

# A compiler that is preferred but not offered is no reason to ask apt again on every build.
if [[ ${missing[*]} == "${preferred[*]}" ]] && command -v g++ >/dev/null &&
    [[ -z $(apt-cache madison "${preferred[@]}" 2>/dev/null) ]]; then
    exit 0
fi

as_root=()
if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
        echo "missing: ${missing[*]}; to install them, run as root: apt-get install ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300)

log=$(mktemp)
trap 'rm -f "$log"' EXIT
run() {
    if ! "$@" >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        echo "failed: $*" >&2
        exit 1
    fi
}

run "${apt[@]}" update
offered=()
for package in "${missing[@]}"; do
    if [[ -n $(apt-cache madison "$package" 2>/dev/null) ]]; then
        offered+=("$package")
    elif [[ " ${preferred[*]} " != *" $package "* ]]; then
        echo "apt offers no package \"$package\" here: this needs Debian 12, Ubuntu 24.04 or later. If its contents are" \
             "installed otherwise, build with: cmake --preset release && cmake --build build" >&2
        exit 1
    fi
done
((${#offered[@]} > 0)) || exit 0
echo "installing: ${offered[*]}"
run "${apt[@]}" install --no-install-recommends "${offered[@]}"
