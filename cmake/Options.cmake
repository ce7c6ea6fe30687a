# Compiler and linker settings that every target of ours gets through the interface target qw_options,
# and qw_library(), which makes the one target of a folder from the files that lie in it.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

add_library(qw_options INTERFACE)
target_include_directories(qw_options INTERFACE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)
target_compile_options(qw_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
  -Wimplicit-fallthrough -Wnull-dereference -Wformat=2 -Wthread-safety -Werror -fstack-protector-strong
  # {.id = …} leaves the other members at their defaults; that is what it is for.
  -Wno-missing-designated-field-initializers)
target_compile_definitions(qw_options INTERFACE
  _GLIBCXX_ASSERTIONS
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED BOOST_BEAST_SEPARATE_COMPILATION
  BOOST_ASIO_HAS_STD_INVOKE_RESULT)
target_link_options(qw_options INTERFACE -fuse-ld=lld -Wl,-z,relro,-z,now)

if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT QW_SANITIZE)
  target_compile_definitions(qw_options INTERFACE _FORTIFY_SOURCE=2)
endif()

if(QW_SANITIZE)
  target_compile_options(qw_options INTERFACE -fsanitize=${QW_SANITIZE} -fno-sanitize-recover=all
                                              -fno-omit-frame-pointer)
  target_link_options(qw_options INTERFACE -fsanitize=${QW_SANITIZE})
  # Frames that are recycled hide stale coroutine frames from the sanitizers.
  target_compile_definitions(qw_options INTERFACE BOOST_ASIO_DISABLE_AWAITABLE_FRAME_RECYCLING)
endif()
if(QW_COVERAGE_HOOKS)
  target_compile_options(qw_options INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(qw_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# qw_library(NAME [PUBLIC targets…] [PRIVATE targets…]): the target qw_NAME from all *.cpp of this folder.
function(qw_library name)
  cmake_parse_arguments(ARG "" "" "PUBLIC;PRIVATE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "_main\\.cpp$")
  if(NOT sources)
    add_library(qw_${name} INTERFACE)
    target_link_libraries(qw_${name} INTERFACE qw_options ${ARG_PUBLIC})
    return()
  endif()
  add_library(qw_${name} STATIC ${sources})
  target_link_libraries(qw_${name} PUBLIC qw_options ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE})
endfunction()
