"""Runs one libFuzzer target over its seeds and then over new inputs, and holds a floor of its coverage.

run_fuzzer.py TARGET SEEDS FOUND FLOOR SECONDS: inputs that break the target are kept in FOUND; put them into
SEEDS once they are mended. QW_FUZZ_SEED makes another walk; 0 is a random one."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile


def main() -> int:
    target, seeds, found, floor, seconds = sys.argv[1:]
    if not any(pathlib.Path(seeds).iterdir()):
        print(f"no seeds in {seeds}")
        return 1
    name = pathlib.Path(target).name
    pathlib.Path(found).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="qw-fuzz-") as grown:
        run = subprocess.run(
            [target, f"-max_total_time={seconds}", f"-seed={os.environ.get('QW_FUZZ_SEED', '7')}", "-timeout=10",
             "-rss_limit_mb=2048", "-print_final_stats=1", f"-artifact_prefix={found}/{name}-", grown, seeds],
            capture_output=True, text=True, errors="replace")
    covered = [int(n) for n in re.findall(r"\bcov: (\d+)", run.stderr)]
    reached = max(covered, default=0)
    print("\n".join(run.stderr.splitlines()[-40:] if run.returncode else run.stderr.splitlines()[-8:]))
    print(f"{name}: coverage {reached}, the floor is {floor}")
    if run.returncode:
        return 1
    return 0 if reached >= int(floor) else 1


if __name__ == "__main__":
    sys.exit(main())
