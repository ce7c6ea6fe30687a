#pragma once

/// What a fuzz target asserts beyond survival; the fuzzer keeps the input that breaks it.
inline void hold(bool condition) {
  if (!condition) {
    __builtin_trap();
  }
}
