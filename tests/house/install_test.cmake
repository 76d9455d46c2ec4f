# Installs the build to an empty prefix, then configures, builds and runs the project in consumer/ against it.
#
#   cmake -D BUILD=... -D SCRATCH=... -D C_COMPILER=... -D CXX_COMPILER=... -P install_test.cmake

function(must)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${SCRATCH} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${SCRATCH})
file(MAKE_DIRECTORY ${SCRATCH})
must(${CMAKE_COMMAND} --install ${BUILD} --prefix ${SCRATCH}/prefix)
must(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/consumer -B ${SCRATCH}/build -D CMAKE_PREFIX_PATH=${SCRATCH}/prefix
     -D CMAKE_C_COMPILER=${C_COMPILER} -D CMAKE_CXX_COMPILER=${CXX_COMPILER} -D CMAKE_BUILD_TYPE=Release)
must(${CMAKE_COMMAND} --build ${SCRATCH}/build)
must(${SCRATCH}/build/consumer)
message("${output}")

must(${SCRATCH}/prefix/bin/fokker --version)
if(NOT output MATCHES "^fokker [0-9]+\\.[0-9]+\\.[0-9]+")
  message(FATAL_ERROR "the installed program says \"${output}\" to --version")
endif()
file(REMOVE_RECURSE ${SCRATCH})
