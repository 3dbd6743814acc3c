#!/usr/bin/env bash
# What pactum is built from, and whether a build can be repeated. Run by hand, before a release:
#   scripts/supply_chain.sh            all steps
#   scripts/supply_chain.sh STEP ...   these: licences, advisories, materials, builds
# Tools that are not on the path are installed into target/tools.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export PATH="$PWD/target/tools/bin:$PATH"

tool() {
  command -v "$1" >/dev/null || cargo install --quiet --locked --root target/tools "$1"
}

# Every licence and every source of a crate is one that deny.toml allows.
step_licences() {
  tool cargo-deny
  cargo deny --all-features check licenses bans sources
}

# No crate has a known fault. The list of faults is fetched, which not every machine can do.
step_advisories() {
  tool cargo-deny
  cargo deny --all-features check advisories
}

# A bill of materials in CycloneDX's form, of the tree that Cargo.lock fixes: target/pactum.cdx.json.
step_materials() {
  tool cargo-cyclonedx
  SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) cargo cyclonedx --format json --all-features --override-filename pactum.cdx
  mv pactum.cdx.json target/
  echo "target/pactum.cdx.json: $(grep -c '"type": "library"' target/pactum.cdx.json) crates"
}

# Two builds of what is committed, in different folders, are the same to the byte.
step_builds() {
  local scratch one
  scratch=$(mktemp -d)
  for one in first a/second; do
    mkdir -p "$scratch/$one"
    git archive HEAD | tar --extract --directory "$scratch/$one"
    (
      cd "$scratch/$one"
      RUSTFLAGS="--remap-path-prefix=$PWD=. --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo" \
        cargo build --release --locked --quiet --target-dir build
      sha256sum build/release/pactum
    )
  done
  cmp "$scratch/first/build/release/pactum" "$scratch/a/second/build/release/pactum"
  rm -r "$scratch"
}

steps=(licences advisories materials builds)
for step in "${@:-${steps[@]}}"; do
  printf '\n== %s\n' "$step"
  "step_$step"
done
