# `mpirun -n RANKS fokker gaussianity FILE --test sigreg` prints and writes the bytes of one process without mpirun; what
# ranks cannot share is an error, which names their number: so they have found each other. Mistakes are said once.
#
#   cmake -D FOKKER=... -D MPIRUN=... -D RANKS=4 -D SCRATCH=... -P gaussianity_ranks.cmake

file(REMOVE_RECURSE ${SCRATCH})
file(MAKE_DIRECTORY ${SCRATCH})
set(rows "a,b,c\n")
foreach(row RANGE 1 101)
  string(RANDOM LENGTH 4 ALPHABET 0123456789 RANDOM_SEED ${row} a)
  string(RANDOM LENGTH 4 ALPHABET 0123456789 b)
  string(RANDOM LENGTH 4 ALPHABET 0123456789 c)
  string(APPEND rows "0.${a},1.${b},-1.${c}\n")
endforeach()
file(WRITE ${SCRATCH}/rows.csv "${rows}")

foreach(against standard estimated)
  set(command ${FOKKER} gaussianity rows.csv --test sigreg --slices 20 --against ${against} --json --quiet --out)
  execute_process(COMMAND ${command} alone WORKING_DIRECTORY ${SCRATCH} RESULT_VARIABLE result OUTPUT_VARIABLE alone)
  execute_process(COMMAND ${MPIRUN} ${RANKS} ${command} together WORKING_DIRECTORY ${SCRATCH}
                  RESULT_VARIABLE result_together OUTPUT_VARIABLE together)
  if(NOT result EQUAL 0 OR NOT result_together EQUAL 0)
    message(FATAL_ERROR "${against}: exit codes ${result} of one process, ${result_together} of ${RANKS} ranks")
  endif()
  if(alone STREQUAL "" OR NOT alone STREQUAL together)
    message(FATAL_ERROR "${against}: one process says\n${alone}\n${RANKS} ranks say\n${together}")
  endif()
  foreach(file summary.json gaussianity.png)
    execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${SCRATCH}/alone/${file} ${SCRATCH}/together/${file}
                    RESULT_VARIABLE differ)
    if(NOT differ EQUAL 0)
      message(FATAL_ERROR "${against}: ${file} differs")
    endif()
  endforeach()
endforeach()

# One rank says what is wrong, with exit code 2.
function(expect_one_error message)
  execute_process(COMMAND ${MPIRUN} ${RANKS} ${FOKKER} ${ARGN} WORKING_DIRECTORY ${SCRATCH}
                  RESULT_VARIABLE result ERROR_VARIABLE said OUTPUT_VARIABLE out)
  string(REGEX MATCHALL "${message}" times "${said}")
  list(LENGTH times times)
  if(NOT result EQUAL 2 OR NOT times EQUAL 1 OR NOT out STREQUAL "")
    message(FATAL_ERROR "${ARGN} on ${RANKS} ranks: exit code ${result}, said ${times} times\n${said}${out}")
  endif()
endfunction()

expect_one_error("nothing.csv" gaussianity nothing.csv)
expect_one_error("unknown option" gaussianity rows.csv --tests mardia)
expect_one_error("rows.csv/out" gaussianity rows.csv --test sigreg --out rows.csv/out)
if(RANKS GREATER 1)
  expect_one_error("mardia runs in one process, and there are ${RANKS}" gaussianity rows.csv --test mardia)
  expect_one_error("this is one of ${RANKS} processes that were started together" fit rows.csv --out fit)
  if(EXISTS ${SCRATCH}/fit)
    message(FATAL_ERROR "fit wrote on ${RANKS} ranks")
  endif()
endif()
file(REMOVE_RECURSE ${SCRATCH})
