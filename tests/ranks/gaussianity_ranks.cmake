# `mpirun -n RANKS fokker gaussianity FILE --test sigreg` prints and writes the bytes of one process without mpirun; a test
# that ranks cannot share is an error, which names their number: so they have found each other.
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

execute_process(COMMAND ${MPIRUN} ${RANKS} ${FOKKER} gaussianity rows.csv --test mardia WORKING_DIRECTORY ${SCRATCH}
                RESULT_VARIABLE result ERROR_VARIABLE said OUTPUT_QUIET)
if(RANKS GREATER 1 AND NOT (result EQUAL 2 AND said MATCHES "mardia runs in one process, and there are ${RANKS}"))
  message(FATAL_ERROR "mardia on ${RANKS} ranks: exit code ${result}\n${said}")
endif()
file(REMOVE_RECURSE ${SCRATCH})
