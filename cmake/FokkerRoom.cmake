# How a room and its tests are built.
#
#   fokker_room(NAME SOURCES ... [USES other rooms ...] [LIBRARIES imported targets ...])
#       the library fokker_NAME (fokker::NAME) from fokker/NAME/
#   fokker_isa_kernels(NAME files.cpp ...)
#       compiles sources of kernels once for each instruction set into fokker_NAME; a source puts all it
#       defines into the namespace FOKKER_ISA, which is v4, v3 or baseline on x86-64 and native elsewhere
#   fokker_tests(NAME SOURCES ... [USES rooms ...] [LIBRARIES ...])
#       the test program NAME_test, each of its tests known to ctest
#   fokker_rates(NAME [USES rooms ...] [LIBRARIES ...])
#       the program NAME from NAME.cpp, which measures rates that a page of docs/ states

find_package(Threads REQUIRED)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

# A multiplication and an addition are fused where the source says std::fma and nowhere else: same bits everywhere.
set(FOKKER_FLAGS -Wall -Wextra -Wconversion -Wshadow -Werror -ffp-contract=off)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 warns of "text" + std::string where nothing overlaps (GCC bug 105651), and of members of temporaries with
  # designated initialisers that are set.
  list(APPEND FOKKER_FLAGS -Wno-restrict -Wno-maybe-uninitialized)
endif()
if(FOKKER_SANITIZE)
  # -Wno-pass-failed: checks inside a lane loop keep it from being vectorised, which clang would warn of.
  list(APPEND FOKKER_FLAGS -fsanitize=${FOKKER_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
                           -Wno-pass-failed)
  add_link_options(-fsanitize=${FOKKER_SANITIZE})
endif()

# Tests are compiled more often than they are run: a little optimisation halves the time to build them, and under a sanitizer
# none does again. What they test is optimised as always.
set(FOKKER_TEST_FLAGS ${FOKKER_FLAGS} -O1)
if(FOKKER_SANITIZE)
  list(APPEND FOKKER_TEST_FLAGS -O0)
endif()

# Builds under sanitizers come on top of the release build, which compiles every file by itself and so sees to it that each
# includes what it needs; these may share what most files include, which halves the time to compile them.
set(FOKKER_COMMON_HEADERS <algorithm> <cmath> <cstdint> <functional> <map> <memory> <optional> <span>
                          <string> <string_view> <utility> <variant> <vector>)

function(fokker_room name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;LIBRARIES" ${ARGN})
  add_library(fokker_${name} STATIC ${ARG_SOURCES})
  add_library(fokker::${name} ALIAS fokker_${name})
  set_target_properties(fokker_${name} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(fokker_${name} PUBLIC $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}>
                                                   $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(fokker_${name} PUBLIC cxx_std_20)
  target_compile_options(fokker_${name} PRIVATE ${FOKKER_FLAGS})
  foreach(other ${ARG_USES})
    target_link_libraries(fokker_${name} PUBLIC fokker_${other})
  endforeach()
  target_link_libraries(fokker_${name} PRIVATE ${ARG_LIBRARIES})
  if(FOKKER_SANITIZE)
    target_precompile_headers(fokker_${name} PRIVATE ${FOKKER_COMMON_HEADERS})
  endif()
  set_property(GLOBAL APPEND PROPERTY FOKKER_ROOMS ${name})
endfunction()

# No -ffast-math. Without errno and floating-point traps to keep, lane loops vectorise; values do not change.
set(FOKKER_KERNEL_FLAGS -O3 -fno-math-errno -fno-trapping-math -ffp-contract=off -fopenmp-simd)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  set(FOKKER_ISAS v4 v3 baseline)
  set(FOKKER_ISA_FLAGS_v4 -march=x86-64-v4 -mprefer-vector-width=512)
  set(FOKKER_ISA_FLAGS_v3 -march=x86-64-v3)
  set(FOKKER_ISA_FLAGS_baseline -march=x86-64)
else()
  set(FOKKER_ISAS native)
  set(FOKKER_ISA_FLAGS_native "")
endif()

function(fokker_isa_kernels name)
  foreach(isa ${FOKKER_ISAS})
    add_library(fokker_${name}_${isa} OBJECT ${ARGN})
    target_include_directories(fokker_${name}_${isa} PRIVATE ${CMAKE_SOURCE_DIR})
    target_compile_definitions(fokker_${name}_${isa} PRIVATE FOKKER_ISA=${isa})
    target_compile_options(fokker_${name}_${isa} PRIVATE ${FOKKER_FLAGS} ${FOKKER_KERNEL_FLAGS} ${FOKKER_ISA_FLAGS_${isa}})
    target_sources(fokker_${name} PRIVATE $<TARGET_OBJECTS:fokker_${name}_${isa}>)
  endforeach()
endfunction()

function(fokker_tests name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;LIBRARIES" ${ARGN})
  add_executable(${name}_test ${ARG_SOURCES})
  target_compile_options(${name}_test PRIVATE ${FOKKER_TEST_FLAGS})
  target_compile_definitions(${name}_test PRIVATE FOKKER_SOURCE_DIR="${CMAKE_SOURCE_DIR}" FOKKER_BINARY_DIR="${CMAKE_BINARY_DIR}")
  foreach(other ${ARG_USES})
    target_link_libraries(${name}_test PRIVATE fokker_${other})
  endforeach()
  target_link_libraries(${name}_test PRIVATE ${ARG_LIBRARIES} GTest::gtest_main)
  if(FOKKER_SANITIZE)
    target_precompile_headers(${name}_test PRIVATE ${FOKKER_COMMON_HEADERS} <gtest/gtest.h>)
  endif()
  include(GoogleTest)
  gtest_discover_tests(${name}_test DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 600)
endfunction()

# Nothing new for a sanitizer: the tests call the same code.
function(fokker_rates name)
  cmake_parse_arguments(ARG "" "" "USES;LIBRARIES" ${ARGN})
  add_executable(${name} ${name}.cpp)
  target_compile_options(${name} PRIVATE ${FOKKER_FLAGS})
  foreach(other ${ARG_USES})
    target_link_libraries(${name} PRIVATE fokker_${other})
  endforeach()
  target_link_libraries(${name} PRIVATE ${ARG_LIBRARIES})
  if(FOKKER_SANITIZE)
    set_target_properties(${name} PROPERTIES EXCLUDE_FROM_ALL ON)
  endif()
endfunction()
