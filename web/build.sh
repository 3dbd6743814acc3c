#!/usr/bin/env bash
# Builds the engine of the live report, a WebAssembly module of the member `web`:
#
#   web/build.sh           writes src/report/page/live/pactum.wasm.gz, and web/compiler.txt, which says by what it was built
#   web/build.sh --check   builds it again, and fails unless it is the same to the byte; where another compiler is
#                          installed, it says so, and only builds
#
# The module that was built stays in target/web/pactum.wasm. The tools come from Debian's packages rustc-web, cargo-web,
# rust-web-src, lld, binaryen and zopfli; RUSTC and CARGO name others. The standard library is built along, as a module without
# stack traces and messages of panics is a third smaller.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export RUSTC="${RUSTC:-/usr/bin/rustc}"
CARGO="${CARGO:-/usr/bin/cargo}"
committed=src/report/page/live/pactum.wasm.gz
built=target/web/pactum.wasm

compiler() {
  "$RUSTC" --version
  wasm-ld --version
  wasm-opt --version
}

# No path of the machine enters the module, and nothing that differs from folder to folder.
flags=(
  --cfg 'getrandom_backend="unsupported"'
  "--remap-path-prefix=$PWD=/pactum"
  "--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo"
  "--remap-path-prefix=$("$RUSTC" --print sysroot)=/rust"
  -Zunstable-options
  -Zlocation-detail=none
  -Cpanic=immediate-abort
)

build() {
  local made=target/web/wasm32-unknown-unknown/web/pactum_web.wasm
  CARGO_ENCODED_RUSTFLAGS="$(
    IFS=$'\x1f'
    printf '%s' "${flags[*]}"
  )" CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld CARGO_TARGET_DIR=target/web RUSTC_BOOTSTRAP=1 \
    "$CARGO" build --locked --package pactum-web --profile web --target wasm32-unknown-unknown \
    -Z build-std=std,panic_abort
  # What no export of the interface needs goes.
  wasm-metadce --all-features --graph-file web/exports.json "$made" -o "$built.all" >/dev/null
  wasm-opt --all-features -O3 --strip-producers --strip-debug "$built.all" -o "$built"
  rm "$built.all"
}

build
case "${1:-}" in
  "")
    zopfli --i15 -c "$built" >"$committed"
    compiler >web/compiler.txt
    ;;
  --check)
    if [ "$(compiler)" != "$(cat web/compiler.txt)" ]; then
      printf 'the committed module was built by\n%s\nand this one by\n%s\nso that their bytes are not compared\n' \
        "$(cat web/compiler.txt)" "$(compiler)"
    elif ! gzip --decompress --stdout "$committed" | cmp - "$built"; then
      printf '%s is not what the code gives: run web/build.sh\n' "$committed" >&2
      exit 1
    fi
    ;;
  *)
    printf 'usage: web/build.sh [--check]\n' >&2
    exit 2
    ;;
esac
ls -l "$built" "$committed" 2>/dev/null | awk '{ print $5, $9 }'
